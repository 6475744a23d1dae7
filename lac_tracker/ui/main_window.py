"""The one window: set-up, sign-in, the shell, and the page that hides it while it is locked. No logic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from lac_tracker.ui import single_keys, theme
from lac_tracker.ui.background import Background
from lac_tracker.ui.commands import build_menus
from lac_tracker.ui.plain import PlainDialog
from lac_tracker.ui.screens.lock import Locked
from lac_tracker.ui.screens.shortcuts import ShortcutSheet
from lac_tracker.ui.screens.sign_in import SignIn, menu_button
from lac_tracker.ui.workplace import Entrance, Workplace

if TYPE_CHECKING:  # it brings the database with it, which the page of sign-in does not need
    from lac_tracker.services.sign_in import Opened
    from lac_tracker.ui.screens.set_up import SetUp
    from lac_tracker.ui.shell import Shell

NAME = "Health Tracker"
READING_MS = 500  # the list has been painted by then, and nobody has read it yet
SMALLEST, DESIGNED = QSize(1024, 640), QSize(1366, 768)
_FRAME = 40  # pixels of the bar that the desktop puts above a window
_ALWAYS = (
    "view.larger",
    "view.smaller",
    "view.textSize",
    "view.light",
    "view.dark",
    "view.highContrast",
    "view.singleKeys",
    "help.shortcuts",
)
_THEMES: dict[str, theme.ThemeName] = {
    "view.light": "light", "view.dark": "dark", "view.highContrast": "high contrast",
}  # fmt: skip


def child_record(workplace: Workplace, parent: QWidget) -> Any:
    """Make the screen of a child's record when the first one is opened: it brings much with it."""
    from lac_tracker.ui.screens.child_record import ChildRecord

    return ChildRecord(workplace, parent)


def _load_what_lists_need() -> None:
    """Load the database and the services on the worker, while the person types their passphrase."""
    from lac_tracker.services import caseload, sign_in  # noqa: F401 - loading them is the job
    from lac_tracker.ui import shell  # noqa: F401 - likewise


def _load_what_records_need() -> None:
    """Load the rest on the worker, while the person reads the list: the first record opens without a wait."""
    from lac_tracker.services import forms
    from lac_tracker.ui.screens import child_record  # noqa: F401 - loading it is the job

    forms.all_forms()


class MainWindow(QMainWindow):
    """Shows one of four pages, and holds the menus and the lanes for work off the screen's thread."""

    def __init__(
        self,
        entrance: Entrance,
        caseload: Path,
        record: Callable[[Workplace, QWidget], Any] = child_record,
        *,
        must_exist: bool = False,
    ) -> None:
        """must_exist: the caseload was named, so a missing one is said; else set-up begins."""
        super().__init__()
        self.setObjectName("window")
        self._entrance, self._record = entrance, record
        self.background = Background(self)
        self.workplace: Workplace | None = None
        self.shell: Shell | None = None
        self._held: tuple[Any, QWidget | None] = (None, None)
        self.commands = build_menus(self, self.run)
        self.commands["view.singleKeys"].setChecked(single_keys.are_on())
        self.pages = QStackedWidget()
        self.setCentralWidget(self.pages)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(READING_MS)
        self._later.timeout.connect(self._load_the_rest)
        self._first_path = caseload
        self.sign_in = SignIn(entrance, self.background, self._view_menus)
        self.locked = Locked(entrance, self.background)
        for page in (self.sign_in, self.locked):
            self.pages.addWidget(page)
        self.sign_in.opened.connect(self._enter)
        self.sign_in.new_wanted.connect(self._show_set_up)
        self.locked.unlocked.connect(self._unlocked)
        self.locked.switch_wanted.connect(self._switch)
        self.setMinimumSize(SMALLEST)
        screen = QGuiApplication.primaryScreen().availableSize()
        self.resize(DESIGNED.boundedTo(screen).expandedTo(SMALLEST))
        if caseload.exists() or must_exist:
            self._ask_who(caseload)
        else:
            self._show_set_up()
        self.background.run(_load_what_lists_need)

    def open(self) -> None:
        """Show the window: over the whole screen where it would not fit into it with its frame."""
        room = QGuiApplication.primaryScreen().availableSize()
        fits = DESIGNED.width() < room.width() and DESIGNED.height() + _FRAME < room.height()
        self.show() if fits else self.showMaximized()

    # The four pages

    @cached_property
    def set_up(self) -> SetUp:
        """The pages of first-time set-up, made when they are first wanted."""
        from lac_tracker.ui.screens.set_up import SetUp  # needed once in the life of a caseload

        page = SetUp(self._entrance, self.background, self._view_menus)
        self.pages.addWidget(page)
        page.opened.connect(self._enter)
        page.file_chosen.connect(self._ask_who)
        page.left.connect(lambda: self._ask_who(self._first_path))
        return page

    def _show_set_up(self) -> None:
        self._show(self.set_up, "First-time set-up")

    def _ask_who(self, path: Path, problem: str = "") -> None:
        self.sign_in.prepare(path, problem)
        self._show(self.sign_in, "Sign in")

    def _show(self, page: QWidget, words: str) -> None:
        self.pages.setCurrentWidget(page)
        self._title(words)
        for name, action in self.commands.items():
            action.setEnabled(page is self.shell or name in _ALWAYS)
        if page is not self.shell:
            page.focus_first()  # type: ignore[attr-defined]  # the shell's own screens have taken it

    def _title(self, words: str) -> None:
        self.setWindowTitle(f"{words} - {NAME}")

    def _enter(self, path: Path, opened: Opened) -> None:
        """Build the shell for the person signed in."""
        from lac_tracker.ui.shell import Shell  # heavy: loaded while the passphrase is typed

        self.workplace = self._entrance.enter(path, opened, self.background)
        self.shell = Shell(
            self.workplace,
            self._record,
            (
                ("Lock now (Ctrl+L)", lambda: self.run("file.lock")),
                ("Switch user", self._lock_and_switch),
            ),
        )
        self.shell.titled.connect(self._title)
        self.pages.addWidget(self.shell)
        now = self._entrance.now().astimezone()
        self._remember(
            caseload=str(path), user_name=opened.actor.user_name, signed_in_at=f"{now:%d-%b-%Y %H:%M}"
        )
        self._show(self.shell, "Overdue")
        self.shell.go(self.shell.first)
        self._later.start()

    def _load_the_rest(self) -> None:
        self.background.run(_load_what_records_need)

    # Locking

    def lock(self) -> None:
        """Hide everything, let go of the file and its key, and go back to the same field on unlocking."""
        shell, workplace = self.shell, self.workplace
        if shell is None or workplace is None or self.pages.currentWidget() is not shell:
            return
        field = QApplication.focusWidget()
        screen = shell.shown
        place = screen.place() if hasattr(screen, "place") else None
        is_saved = shell.leave_nothing_unsaved()
        self._held = (place, field if field is not None and shell.isAncestorOf(field) else None)
        QGuiApplication.clipboard().clear()
        for dialog in QApplication.topLevelWidgets():
            if dialog is not self and dialog.isWindow() and dialog.isVisible():
                dialog.close()
        at = self._entrance.now().astimezone()
        state = (
            f"Your work was saved at {at:%H:%M:%S}."
            if is_saved
            else ("Not everything could be written to the file. It is kept, and written after you unlock.")
        )
        self.locked.prepare(
            workplace.caseload,
            workplace.actor.user_name,
            workplace.actor.full_name,
            f"{state}\nYou will go back to where you were.",
        )
        self._show(self.locked, "Locked")
        if workplace.door is not None:
            workplace.door.shut()

    def _unlocked(self, opened: Opened) -> None:
        shell, workplace = self.shell, self.workplace
        assert shell is not None
        assert workplace is not None
        assert workplace.door is not None
        workplace.door.open(opened.database)
        self._show(shell, "")
        place, field = self._held
        self._held = (None, None)
        shell.return_to(place, field)
        workplace.operations.try_again()

    def _lock_and_switch(self) -> None:
        self.lock()
        self._switch()

    def _switch(self) -> None:
        """Let somebody else sign in. What the first one could not save keeps the window theirs."""
        workplace = self.workplace
        if workplace is None or self.pages.currentWidget() is not self.locked:
            return
        if workplace.operations.unsaved and not self._may_lose(workplace):
            return
        path = workplace.caseload
        self._drop_shell()
        self._ask_who(path)

    def _drop_shell(self) -> None:
        if self.shell is not None:
            self.pages.removeWidget(self.shell)
            self.shell.setParent(None)
            self.shell.deleteLater()
        if self.workplace is not None and self.workplace.door is not None:
            self.workplace.door.shut()
        self.shell = self.workplace = None

    # Commands

    def run(self, name: str) -> None:
        """Do a command of commands.py: here when it is about the window, else in the shell."""
        sizes = theme.TEXT_SIZES
        place = sizes.index(theme.current().text_percent) if theme.current().text_percent in sizes else 0
        match name:
            case "file.lock":
                self.lock()
            case "view.larger":
                self.apply_view(text_percent=sizes[min(place + 1, len(sizes) - 1)])
            case "view.smaller":
                self.apply_view(text_percent=sizes[max(place - 1, 0)])
            case "view.textSize":
                self.apply_view(text_percent=100)
            case _ if name in _THEMES:
                self.apply_view(name=_THEMES[name])
            case "view.singleKeys":
                self.turn_single_keys(not single_keys.are_on())
            case "help.shortcuts":
                ShortcutSheet(self).exec()
            case "view.focus" if not self._focus_in_page():
                self.setWindowState(self.windowState() ^ self.windowState().WindowFullScreen)
            case "view.focus":
                pass
            case _ if self.shell is not None and self.pages.currentWidget() is self.shell:
                self.shell.run_command(name)

    def _focus_in_page(self) -> bool:
        """Have the page go into focus mode or leave it; False where it has none, and the whole screen is meant."""
        shell = self.shell
        return shell is not None and self.pages.currentWidget() is shell and shell.focus_page()

    def apply_view(self, *, name: theme.ThemeName | None = None, text_percent: int | None = None) -> None:
        """Change theme or text size, for this person on this computer."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        now = theme.current()
        theme.apply(application, name or now.name, text_percent or now.text_percent)
        remembered = self._entrance.remembered().theme
        self._remember(theme=name or remembered, text_percent=text_percent or now.text_percent)
        if self.shell is not None:
            self.shell.fit()
            if text_percent:
                self.shell.messages.show_info(f"Text size {text_percent}%.")

    def turn_single_keys(self, on: bool) -> None:
        """Have single keys act or not, for this person on this computer."""
        single_keys.turn(on)
        self.commands["view.singleKeys"].setChecked(on)
        self._remember(single_keys=on)
        if self.shell is not None:
            does = "choose and act where they have the focus" if on else "do nothing by themselves"
            self.shell.messages.show_info(f"Single keys {does}.")

    def _remember(self, **what: Any) -> None:
        self._entrance.remember(replace(self._entrance.remembered(), **what))

    def _view_menus(self, parent: QWidget) -> QWidget:
        """The buttons for text size, theme and single keys, for the pages before sign-in."""
        held = QWidget(parent)
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space(2))
        sizes = tuple(
            (f"{size}%", lambda size=size: self.apply_view(text_percent=size)) for size in theme.TEXT_SIZES
        )
        themes = tuple(
            (chosen.capitalize(), lambda chosen=chosen: self.apply_view(name=chosen))
            for chosen in theme.THEMES
        )
        row.addWidget(menu_button("Text size", "auth.text", sizes))
        row.addWidget(menu_button("Theme", "auth.theme", themes))
        keys = (
            ("Single keys on (1, 2, x, n)", lambda: self.turn_single_keys(True)),
            ("Single keys off", lambda: self.turn_single_keys(False)),
        )
        row.addWidget(menu_button("Keys", "auth.keys", keys))
        return held

    # Closing

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for what is being saved; stay open when something cannot be, unless the person gives it up."""
        if "set_up" in vars(self) and self.set_up.is_made and not PlainDialog.confirm(
            self, "Close without the recovery sheet?",
            "The team file is made. Its recovery key is shown once, and only here.", "Keep open", "Close",
        ):  # fmt: skip
            event.ignore()
            return
        shell, workplace = self.shell, self.workplace
        if shell is not None and workplace is not None:
            is_open = self.pages.currentWidget() is shell
            kept = shell.leave_nothing_unsaved() if is_open else not workplace.operations.unsaved
            if not kept and not self._may_lose(workplace):
                event.ignore()
                return
        self._later.stop()
        self.background.close()
        self._drop_shell()
        if "set_up" in vars(self):
            self.set_up.drop()
        event.accept()

    def _may_lose(self, workplace: Workplace) -> bool:
        count = workplace.operations.unsaved
        what = f"{count} change{'' if count == 1 else 's'}" if count else "What you typed last"
        return PlainDialog.confirm(
            self, "Go without saving?",
            f"{what} could not be written to {workplace.caseload.name}. Going on now loses it.",
            "Stay", "Go without saving",
        )  # fmt: skip
