"""One child's record: the banner on top always, the list of its pages, and the page that is open."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.services import child_summary, sessions
from lac_tracker.services.changes import Changes
from lac_tracker.ui import theme
from lac_tracker.ui.banner import PatientBanner
from lac_tracker.ui.screens.flag_detail import show_flag
from lac_tracker.ui.screens.page_list import PageList
from lac_tracker.ui.screens.record_page import LARGE, Desk, Place, RecordPage
from lac_tracker.ui.screens.record_pages import CHILD_PAGES, COMMANDS, LISTED_AS, PAGES
from lac_tracker.ui.workplace import Workplace

_ONE_WAY = (
    ("gate", "assessment"),
    ("sign", "preview"),
    ("sdq_entry", "sdq"),
    ("sdq_entry", "item"),
)  # started, signed, scored: there is no way back to before that
_MOST_STEPS = 50
_NARROW = 900  # pixels of the record's own width under which its pages are a drop-down


class ChildRecord(QWidget):
    """Signals:
    title_changed: what the title of the window should say.
    said: something was done; words for the message bar.
    offered: it can be taken back: words, those of the button, and what the button calls.
    focus_mode: a page wants the whole screen, or gives it back.
    closed: the record may not be read any more: access has ended, or somebody restricted it. Carries why.
    """

    title_changed = Signal(str)
    said = Signal(str)
    offered = Signal(str, str, object)
    focus_mode = Signal(bool)
    closed = Signal(str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("child")
        self._workplace = workplace
        self._desk: Desk | None = None
        self._page: RecordPage | None = None
        self._trail: list[Place] = []
        self._ahead: list[Place] = []
        self._read: set[str] = (
            set()
        )  # what was read of this record since it was opened, as the audit log calls it
        self._percent_before: int | None = None  # text size before focus mode; None outside it
        self.banner = PatientBanner()
        self.banner.flag_opened.connect(self._open_flag)
        self.banner.looked_wanted.connect(self._show_who_looked)
        self.banner.looked.setVisible(decide(workplace.actor, Action.SEE_AUDIT).allowed)
        self._pages = PageList(CHILD_PAGES)
        self._pages.chosen.connect(self._choose_page)
        self._stack = QStackedWidget()
        direction = QBoxLayout.Direction
        self._middle = QBoxLayout(direction.LeftToRight)
        self._middle.setSpacing(0)
        self._middle.addWidget(self._pages)
        self._middle.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(self._middle, 1)
        self._fit()

    # What the frame asks and tells

    @property
    def child_id(self) -> int | None:
        """Whose record is open; None before one was."""
        return self._desk.child_id if self._desk else None

    @property
    def page(self) -> RecordPage | None:
        """The page on the screen."""
        return self._page

    def open(self, child_id: int) -> None:
        """Open a child's record at its summary. That it was looked at is written down first.

        Raises UserError when it may not be opened, is not there, or earlier typing is not on the disk.
        """
        self._open(child_id, Place(child_id, "summary"))

    def open_page(self, name: str) -> bool:
        """Show a page of the record: one of CHILD_PAGES."""
        return self._desk is not None and self.go(Place(self._desk.child_id, name))

    def leave(self) -> bool:
        """Have everything typed on the disk; False when the record must stay, and says why."""
        if self._page is not None and not self._page.leave():
            return False
        return self._workplace.operations.wait_for_saves()

    def reload(self, changes: Changes | None = None) -> None:
        """Show what a command altered; None: everything."""
        if self._desk is None or self._page is None:
            return
        told = changes or Changes(True, True, True, True, True)
        if told.child_id not in (None, self._desk.child_id):
            return
        try:
            if told.children:
                self._show_banner()
            self._page.reload(told)
        except NotAllowed as error:
            self._close(f"{error}.")

    def place(self) -> Place | None:
        """Return where the person is, to come back to after unlocking."""
        return self._page.place() if self._page else None

    def return_to(self, place: Place) -> None:
        """Come back to where the person was, after unlocking: what stands on the screen stays, with its field.

        Raises UserError as `open` does.
        """
        here = self.place()
        if here is None or (here.child_id, here.page, here.assessment_id) != (
            place.child_id,
            place.page,
            place.assessment_id,
        ):
            self._open(place.child_id, place)
            return
        workplace = self._workplace
        self._take_banner(
            workplace.operations.look(child_summary.heading, place.child_id, today=workplace.today())
        )
        self.reload()
        self._tell_title()

    def focus_first(self) -> None:
        """Put the keyboard where it is wanted: called when the record comes on the screen."""
        if self._page is not None:
            self._page.take_focus()

    def run_command(self, name: str) -> bool:
        """Do a command of commands.py; False when it means nothing on this page."""
        if self._page is None:
            return False
        match name:
            case _ if name in COMMANDS:
                return self.open_page(COMMANDS[name])
            case "child.looked":
                self._show_who_looked()
            case "child.kept":
                self._show_how_long_kept()
            case "view.banner":
                self.banner.toggle_more()
            case "go.back":
                return self.back()
            case "go.forward":
                return bool(self._ahead) and self._step(self._ahead, self._trail)
            case "view.refresh":
                self.reload()
            case "edit.followUp" | "edit.book" | "edit.assign":
                if not self._page.run(name):
                    self._work_on(name)
            case _:
                return self._page.run(name)
        return True

    def regions(self) -> tuple[QWidget, ...]:
        """The widgets F6 walks between, in order."""
        pages = self._pages.drop_down if self._pages.list.isHidden() else self._pages.list
        return (self.banner, pages, *((self._page,) if self._page else ()))

    def back(self) -> bool:
        """Go back to where the person came from in this record; False when there is nothing to go back to."""
        if self._desk is None or self._page is None:
            return False
        if not self._trail:
            return self._page.here.page != "summary" and self._step(
                [Place(self._desk.child_id, "summary")], []
            )
        return self._step(self._trail, self._ahead)

    def go(self, place: Place) -> bool:
        """Show a place of this record; False when the page that is open has to stay."""
        if not self._may_leave():
            return False
        before = self._page.place() if self._page else None  # as leaving has kept it
        self._replace(place)
        if before is not None and (before.page, place.page) not in _ONE_WAY:
            self._trail = [*self._trail, before][-_MOST_STEPS:]
        elif before is not None:
            done = {page for page, _ in _ONE_WAY}
            self._trail = [step for step in self._trail if step.page not in done]
            came = self._trail[-1] if self._trail else None
            if came and (came.page, came.assessment_id) == (place.page, place.assessment_id):
                self._trail.pop()  # where it is going back to
        self._ahead.clear()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_middle"):
            self._fit()

    # Behind it

    def _open(self, child_id: int, place: Place) -> None:
        workplace = self._workplace
        facts = workplace.operations.look(child_summary.heading, child_id, today=workplace.today())
        self._desk = Desk(workplace, child_id, self._stack)
        self._trail.clear()
        self._ahead.clear()
        self._read.clear()
        self._take_banner(facts)
        self._replace(place)

    def _close(self, words: str) -> None:
        """Show nothing of the record any more. What was typed and is not saved is kept as a draft by whoever keeps it."""
        page, self._page, self._desk = self._page, None, None
        if page is not None:
            page.deleteLater()
        self._set_focus_mode(False)
        self.closed.emit(words)

    def _may_leave(self) -> bool:
        if self._page is not None and not self.leave():
            self._pages.show_current(_listed(self._page.here.page))
            return False
        return True

    def _replace(self, place: Place) -> None:
        assert self._desk is not None
        self._set_focus_mode(False)
        page = self._made(place)
        page.wanted.connect(self.go)
        page.back_wanted.connect(self.back)
        page.said.connect(self.said)
        page.offered.connect(self.offered)
        page.focused_on.connect(self._set_focus_mode)
        old, self._page = self._page, page
        self._place_page_list()  # before the old page goes: it may hold the list
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if old is not None:
            old.deleteLater()  # the stack lets go of it then; taken out before, its parts would be windows
        self._pages.show_current(_listed(place.page))
        page.take_focus()
        self._tell_title()

    def _made(self, place: Place) -> RecordPage:
        """Return a new page in the stack. One that can't be made leaves nothing of itself there."""
        assert self._desk is not None
        self._note_read(place.page)
        try:
            return PAGES[place.page](self._desk, place)
        except UserError:
            for half in self._stack.findChildren(RecordPage):
                if self._stack.indexOf(half) < 0:
                    half.deleteLater()
            raise

    def _note_read(self, page: str) -> None:
        """Write down that a page with sensitive content is read, before it is painted: once while the record is open."""
        assert self._desk is not None
        what = sessions.SENSITIVE.get(page)
        if (
            what is None
            or what in self._read
            or not decide(self._workplace.actor, Action.SEE_CLINICAL).allowed
        ):
            return
        self._workplace.operations.look(sessions.read_page, self._desk.child_id, page)
        self._read.add(what)

    def _step(self, come_from: list[Place], leave_to: list[Place]) -> bool:
        assert self._page is not None
        if not self._may_leave():
            return True  # the key was understood; the page says why it stays
        here, place = self._page.place(), come_from[-1]
        self._replace(place)
        come_from.pop()
        leave_to.append(here)
        return True

    def _choose_page(self, key: str) -> None:
        self.open_page(key)

    def _show_banner(self) -> None:
        assert self._desk is not None
        workplace = self._workplace
        self._take_banner(
            workplace.operations.ask(child_summary.heading, self._desk.child_id, today=workplace.today())
        )
        self._tell_title()

    def _open_flag(self, kind: str) -> None:
        """Show what a flag of the banner says; '' shows the page of all of them."""
        chip = next((one for one in self._flags if one.kind == kind), None)
        if chip is None:
            self.open_page("flags")
        else:
            show_flag(self, chip, frozenset(PAGES), lambda page: self._go_to_flag(page, kind))

    def _go_to_flag(self, page: str, kind: str) -> None:
        if self._desk is None:
            return
        if page == "pregnancy":
            self.go(Place(self._desk.child_id, "summary", field="sum.pregnancy.open"))
        else:
            self.go(Place(self._desk.child_id, page, field=kind if page == "flags" else ""))

    def _take_banner(self, facts: BannerFacts) -> None:
        self.banner.set_facts(facts)
        self._name = facts.name_words
        self._flags = facts.flags

    def _tell_title(self) -> None:
        if self._page is not None:
            self.title_changed.emit(f"{self._name} - {self._page.words()}")

    def _set_focus_mode(self, on: bool) -> None:
        """Leave the page alone on the screen, with text one step larger; or bring the rest back."""
        if on == (self._percent_before is not None):
            return
        application, now = QApplication.instance(), theme.current()
        assert isinstance(application, QApplication)
        larger = theme.TEXT_SIZES[
            min(theme.TEXT_SIZES.index(now.text_percent) + 1, len(theme.TEXT_SIZES) - 1)
        ]
        percent = larger if on else self._percent_before or now.text_percent
        self._percent_before = now.text_percent if on else None
        self._pages.setVisible(not on)
        if on and self.banner.more.isChecked():
            self.banner.toggle_more()
        theme.apply(application, now.name, percent)
        self.focus_mode.emit(on)

    def _fit(self) -> None:
        narrow = theme.current().text_percent >= LARGE or 0 < self.width() < _NARROW
        direction = QBoxLayout.Direction
        self._middle.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self._pages.fit(narrow)

    def _work_on(self, command: str) -> None:
        """Log a follow-up, book or assign what is due next, from any page of the record."""
        from lac_tracker.ui.screens import record_work  # with the first of them

        assert self._desk is not None
        dialog = record_work.dialog_of(command, self._desk, self)
        if isinstance(dialog, str):
            self.said.emit(dialog)
            return
        for name, told in (("said", self.said), ("offered", self.offered), ("place_wanted", self.go)):
            if hasattr(dialog, name):
                getattr(dialog, name).connect(told)
        if words := getattr(dialog, "words", ""):  # one that says nothing itself
            dialog.accepted.connect(lambda: self.said.emit(words))
        dialog.open()

    def _show_who_looked(self) -> None:
        """Show who has looked at this record, to whoever may know."""
        may = decide(self._workplace.actor, Action.SEE_AUDIT)
        if not may.allowed:
            self.said.emit(f"{may.words}.")
            return
        from lac_tracker.ui.screens.who_looked import WhoLooked  # asked for seldom

        assert self._desk is not None
        WhoLooked(self, self._workplace, self._desk.child_id, self._name).open()

    def _show_how_long_kept(self) -> None:
        """Show how long this record is kept and what holds it, to whoever keeps the records."""
        from lac_tracker.ui.screens.settings_retention_record import show_keeping  # asked for seldom

        assert self._desk is not None
        show_keeping(self, self._workplace, self._desk.child_id)

    def _place_page_list(self) -> None:
        """In large text the list of pages stands in the heading of the page, to save a line."""
        if self._page is not None and self._page.head.is_large:
            self._page.head.lead_with(self._pages)
        elif self._middle.indexOf(self._pages) < 0:
            self._middle.insertWidget(0, self._pages)


def _listed(page: str) -> str:
    return LISTED_AS.get(page, page)
