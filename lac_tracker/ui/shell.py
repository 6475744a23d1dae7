"""S03: the signed-in window: top bar, navigation, one screen at a time, messages, status bar. No logic."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.errors import RestrictedRecord, UserError
from lac_tracker.domain.people import Role
from lac_tracker.domain.today import CLAIMS_PAGE
from lac_tracker.services import caseload
from lac_tracker.ui import places, theme
from lac_tracker.ui.commands import command
from lac_tracker.ui.messages import MessageBar
from lac_tracker.ui.navigation import Navigation
from lac_tracker.ui.regions import walk
from lac_tracker.ui.screens.children import Children
from lac_tracker.ui.screens.list_page import ListPage, alters_lists
from lac_tracker.ui.screens.overdue import Overdue
from lac_tracker.ui.top_bar import StatusBar, TopBar, demonstration_strip, help_for
from lac_tracker.ui.trail import Stop, Trail
from lac_tracker.ui.workplace import Workplace

NARROW = 1200  # pixels of window from where the navigation is open
LARGE = 150  # per cent of text from where it is collapsed


class Shell(QWidget):
    """Shows screens and passes commands on to them.

    Signals:
        titled: the window's title changes; carries what stands before ' - Health Tracker'.
    """

    titled = Signal(str)

    def __init__(
        self,
        workplace: Workplace,
        record: Callable[[Workplace, QWidget], Any],
        account: tuple[tuple[str, Callable[[], None]], ...],
    ) -> None:
        """record: makes the screen of a child's record. account: what the menu of the person offers."""
        super().__init__()
        self.setObjectName("shell")
        self.workplace = workplace
        self._make_record = record
        self._record: Any = None
        self._trail = Trail()
        self._collapsed_by_hand: bool | None = None
        self.top = TopBar(workplace, account)
        self.top.toggle.clicked.connect(self._toggle_navigation)
        actor = workplace.actor
        self.nav = Navigation(places.entries(actor))
        self.nav.went.connect(self.go)
        self.messages = MessageBar()
        self.stack = QStackedWidget()
        self.status = StatusBar(workplace)
        self._screens: dict[str, Any] = {}
        self._behind: set[str] = set()  # lists that something changed for while they were hidden
        self.overdue: Overdue | None = None
        if decide(actor, Action.SEE_LISTS).allowed:
            self.overdue = Overdue(workplace)
            self._add_screen(self.overdue)
            self._count_at("overdue", self.overdue.overdue)
        self._count_at("quality", places.waiting_reviews(workplace))
        self._lay_out()
        operations = workplace.operations
        operations.changed.connect(self._reload)
        operations.refused.connect(self.messages.show_problem)
        operations.not_saved.connect(self._not_saved)
        operations.saved.connect(lambda _at: self.status.say_state("connected"))
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._show_help)
        self.first = places.first(actor)
        self.go(self.first)

    def _lay_out(self) -> None:
        space = theme.current().space
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.nav)
        page = QVBoxLayout()
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        held = QHBoxLayout()
        held.setContentsMargins(space(4), space(1), space(4), space(1))
        held.addWidget(self.messages)
        self.messages.installEventFilter(self)
        self._message_row = QFrame()
        self._message_row.setProperty("region", "page")
        self._message_row.setLayout(held)
        self._message_row.hide()
        page.addWidget(self.stack, 1)
        page.addWidget(self._message_row)
        middle.addLayout(page, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        if self.workplace.is_demonstration:
            whole.addWidget(demonstration_strip())
        whole.addWidget(self.top)
        whole.addLayout(middle, 1)
        whole.addWidget(self.status)

    # Going from screen to screen

    def go(self, key: str, *, walking: int = 0) -> bool:
        """Show a screen by name; False when the one shown must stay."""
        if why := places.refused(self.workplace.actor, key):
            self.status.say(why)
            return False
        if not self._leave():
            return False
        screen = self._screen(key)
        self._catch_up(key)
        self._arrive(Stop(key), screen, walking=walking)
        self.titled.emit(self._screens[key].words)
        self.nav.show_place(places.BESIDE.get(key, key))
        return True

    def open_child(self, child_id: int, *, walking: int = 0, place: Any = None) -> bool:
        """Open a child's record, at a place of it. Of a restricted one it is asked why; else it is said what is wrong."""
        if not self._leave():
            return False
        if self._record is None:
            self._record = self._make_record(self.workplace, self.stack)
            self.stack.addWidget(self._record)
            _follow(
                self._record, ("title_changed", self.titled.emit), ("said", self.messages.show_info),
                ("offered", self.messages.show_info), ("back_wanted", self.back), ("closed", self._record_closed),
                ("focus_mode", lambda on: self.nav.setVisible(not on)),
            )  # fmt: skip
        try:
            self._record.open(child_id)
        except RestrictedRecord:
            from lac_tracker.ui.screens.restricted_gate import ask_why  # with the first of them

            ask_why(self, child_id, partial(self.open_child, child_id, walking=walking, place=place))
            return False
        except UserError as error:
            self.messages.show_problem(str(error))
            return False
        self._arrive(Stop("record", child_id), self._record, walking=walking)
        self.nav.show_place("")
        if place is not None:
            self._record.go(place)
        return True

    def return_to(self, place: Any, field: QWidget | None) -> None:
        """After unlocking: the same screen, read anew, the same page of a record, the same field."""
        screen = self.shown
        if place is not None and hasattr(screen, "return_to"):
            screen.return_to(place)
        else:
            screen.reload(None)
        if screen is not self._record:
            self.titled.emit(self._screens[self._trail.here.screen].words)
        if field is not None and isValid(field) and field.isVisibleTo(self):
            field.setFocus()

    def back(self) -> None:
        self._walk(-1)

    def forward(self) -> None:
        self._walk(1)

    def _walk(self, step: int) -> None:
        stop = self._trail.next(step)
        if stop is None:
            self.status.say("There is nothing further that way")
        elif stop.child_id is not None:
            self.open_child(stop.child_id, walking=step)
        else:
            self.go(stop.screen, walking=step)

    def _arrive(self, stop: Stop, screen: QWidget, *, walking: int) -> None:
        self._trail.arrive(stop, walking)
        self.stack.setCurrentWidget(screen)
        self.status.say("")
        if hasattr(screen, "focus_first"):
            screen.focus_first()

    def _leave(self) -> bool:
        screen = self.shown
        leave = getattr(screen, "leave", None)
        return leave is None or bool(leave())

    @property
    def shown(self) -> Any:
        """The screen on show."""
        return self.stack.currentWidget()

    def _screen(self, key: str) -> QWidget:
        """The screen by name. Adding a child starts afresh; the others are made when first wanted."""
        if key == "children":
            return self.kids
        if key == "add_child" and (old := self._screens.pop(key, None)):
            self.stack.removeWidget(old)
            old.deleteLater()
        if key not in self._screens:
            about = (self._councils(),) if key in places.ASK_FOR_COUNCILS else ()
            made = places.make(key, self.workplace, *about)
            self._add_screen(made)
            if key == "send":
                self._count_at(key, len(made.ready))
        screen = self._screens[key]
        assert isinstance(screen, QWidget)
        return screen

    def _open_place(self, place: Any) -> None:
        """Open a record at a place of it; what is told of restricted records stands in the settings."""
        if getattr(place, "page", "") == CLAIMS_PAGE:
            if self.go("settings"):
                self._screens["settings"].show_section("restricted")
        else:
            self.open_child(place.child_id, place=place)

    def _count_at(self, key: str, count: int) -> None:
        """Show in the navigation how many there are; plans to send to whoever sends them."""
        if key != "send" or self.workplace.actor.role is Role.ADMINISTRATOR:
            self.nav.count_at(key, count)

    def _add(self, screen: Any) -> None:
        self._screens[screen.name] = screen
        self.stack.addWidget(screen)

    def _add_screen(self, screen: Any) -> None:
        """Add a screen and follow what it tells; most tell only some of these."""
        self._add(screen)
        _follow(
            screen, ("child_opened", self.open_child), ("went", self.go), ("helped", self.status.say),
            ("said", self.messages.show_info), ("offered", self.messages.show_info), ("place_wanted", self._open_place),
            ("behind_wanted", self._open_behind), ("due_wanted", self._open_due), ("cancelled", self._to_children),
            ("counted", partial(self._count_at, screen.name)),
        )  # fmt: skip

    def _open_behind(self, figure: Any) -> None:
        """Show the children behind a figure, to whoever may know their names."""
        if not (may := decide(self.workplace.actor, Action.SEE_LISTS)).allowed:
            self.messages.show_info(f"{may.words}.")
            return
        screen: Any = self._screen("behind")
        screen.show_figure(figure)
        self.go("behind")

    def _open_due(self, wanted: Any) -> None:
        """Show what is due in the way asked for."""
        if self.go("overdue") and self.overdue is not None:
            self.overdue.show_wanted(wanted)

    @cached_property
    def kids(self) -> Children:
        """The list of children, made and loaded when it is first wanted: the first page is another."""
        screen = Children(self.workplace)
        self._add_screen(screen)
        return screen

    def _to_children(self) -> None:
        self.go("children")

    # Commands

    def run_command(self, name: str) -> bool:
        """Do a command of commands.py, here or on the screen shown; False when it means nothing now."""
        where = name.removeprefix("go.")
        if places.has_command(where):
            return self.go(where)
        match name:
            case "go.back":
                if not self._ask_screen(name):
                    self.back()
            case "go.forward":
                if not self._ask_screen(name):
                    self.forward()
            case "go.region" | "go.regionBack":
                walk(self.regions(), 1 if name == "go.region" else -1)
            case "file.save":
                if not self._ask_screen(name):  # a preview saves its PDF
                    self._save_now()
            case "help.focused":
                self._help_focused()
            case _:
                if not self._ask_screen(name):
                    words = command(name)
                    self.status.say(f"{words.shortcut or words.words} does nothing here")
                    return False
        return True

    def focus_page(self) -> bool:
        """Have the page shown go into focus mode or leave it; False where it has none."""
        return self._ask_screen("view.focus")

    def _ask_screen(self, name: str) -> bool:
        run = getattr(self.shown, "run_command", None)
        return run is not None and bool(run(name))

    def regions(self) -> list[QWidget]:
        """What F6 walks between: top bar, navigation, the regions of the screen, messages."""
        screen = self.shown
        inner = screen.regions() if hasattr(screen, "regions") else (screen,)
        found = [self.top.toggle, self.nav, *inner]
        if self.messages.isVisible():
            found.append(self.messages)
        return [widget for widget in found if widget.isVisibleTo(self) and widget.isEnabled()]

    def _save_now(self) -> None:
        if self.leave_nothing_unsaved():
            self.messages.show_info("Saved.")

    def leave_nothing_unsaved(self) -> bool:
        """Have what was typed saved; False, with words on the screen, when it cannot be."""
        kept = self._leave() and self.workplace.operations.wait_for_saves()
        if not kept and not self.messages.isVisible():
            self.messages.show_problem("Not everything is saved yet. What you typed is still here.")
        return kept

    def _help_focused(self) -> None:
        focused = QApplication.focusWidget()
        name = focused.accessibleName() if focused else ""
        words = help_for(focused)
        self.messages.show_info(
            ": ".join(part for part in (name, words) if part) or "No help for this control."
        )

    # What others change, and how the window stands

    def _reload(self, changes: Any) -> None:
        """Have every screen follow a change: a hidden list once it is shown again, or typing would wait for lists."""
        for screen in (*self._screens.values(), self._record):
            if isinstance(screen, ListPage) and screen is not self.shown:
                if alters_lists(changes):
                    self._behind.add(screen.name)
            elif screen is not None:
                screen.reload(changes)
        if Overdue.name in self._behind and alters_lists(changes):
            count = self.workplace.operations.ask(caseload.overdue_count, today=self.workplace.today())
            self._count_at("overdue", count)

    def _record_closed(self, words: str) -> None:
        """The record on the screen was closed to the person meanwhile."""
        self.go(self.first)
        self.messages.show_problem(words)

    def _catch_up(self, key: str) -> None:
        if key in self._behind:
            self._behind.discard(key)
            self._screens[key].reload(None)

    def _councils(self) -> tuple[str, ...]:
        """The councils of the children, the most frequent first."""
        found: tuple[str, ...] = self.workplace.operations.ask(caseload.councils)
        return found

    def _not_saved(self, words: str) -> None:
        self.messages.show_problem(words)
        self.status.say_state("cannot be written")

    def _show_help(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isAncestorOf(now):
            about = getattr(now, "current_row", None)
            row = about() if about is not None else None
            screen = self.shown
            self.status.say(
                screen.about(row) if row is not None and hasattr(screen, "about") else help_for(now)
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The row of the message bar takes no room while the bar is hidden."""
        if watched is self.messages and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._message_row.setVisible(event.type() == QEvent.Type.ShowToParent)
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Collapse or open the navigation as width and text size allow."""
        must = self.width() < NARROW or theme.current().text_percent >= LARGE
        self.nav.collapse(must if self._collapsed_by_hand is None else self._collapsed_by_hand)
        self.status.fit(large=theme.current().text_percent >= LARGE)

    def _toggle_navigation(self, _checked: bool = False) -> None:
        self._collapsed_by_hand = not self.nav.is_collapsed
        self.fit()


def _follow(screen: Any, *pairs: tuple[str, Callable[..., Any]]) -> None:
    """Follow the signals of these names that a screen has."""
    for name, slot in pairs:
        if hasattr(screen, name):
            getattr(screen, name).connect(slot)
