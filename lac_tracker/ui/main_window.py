"""The one window: set-up, sign-in, the shell, and the page that hides it while it is locked. No logic."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import wait
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from lac_tracker.domain.audit_kinds import SIGNED_OUT
from lac_tracker.ui import single_keys, theme, window_commands
from lac_tracker.ui.background import Background
from lac_tracker.ui.commands import build_menus
from lac_tracker.ui.plain import PlainDialog
from lac_tracker.ui.screens.lock import Locked
from lac_tracker.ui.screens.sign_in import SignIn
from lac_tracker.ui.view_menus import view_menus
from lac_tracker.ui.window_lock import WindowLock
from lac_tracker.ui.workplace import Entrance, Workplace

if TYPE_CHECKING:  # it brings the database with it, which the page of sign-in does not need
    from lac_tracker.services.sign_in import Opened
    from lac_tracker.ui.backup_clock import BackupClock
    from lac_tracker.ui.log_watch import LogWatch
    from lac_tracker.ui.screens.restore import Restore
    from lac_tracker.ui.screens.set_up import SetUp
    from lac_tracker.ui.shell import Shell

NAME = "Health Tracker"
READING_MS = 500  # the list has been painted by then, and nobody has read it yet
SMALLEST, DESIGNED = QSize(1024, 640), QSize(1366, 768)
_FRAME = 40  # pixels of the bar that the desktop puts above a window


def child_record(workplace: Workplace, parent: QWidget) -> Any:
    """Make the screen of a child's record when the first one is opened: it brings much with it."""
    from lac_tracker.ui.screens.child_record import ChildRecord

    return ChildRecord(workplace, parent)


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
        self.log_watch: LogWatch | None = None
        self.backup_clock: BackupClock | None = None
        self.locking = WindowLock(self)
        self.commands = build_menus(self, self.run)
        self.commands["view.singleKeys"].setChecked(single_keys.are_on())
        self.pages = QStackedWidget()
        self._beside: dict[str, Any] = {}  # pages beside the one of signing in, once they were wanted
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
        self.sign_in.restore_wanted.connect(self._show_restore)
        self.sign_in.recovery_wanted.connect(partial(self._show_beside, "RecoverySignIn"))
        self.sign_in.own_wanted.connect(partial(self._show_beside, "OwnPassphrase"))
        self.locked.unlocked.connect(self._unlocked)
        self.locked.switch_wanted.connect(self._switch)
        self.setMinimumSize(SMALLEST)
        screen = QGuiApplication.primaryScreen().availableSize()
        self.resize(DESIGNED.boundedTo(screen).expandedTo(SMALLEST))
        if caseload.exists() or must_exist:
            self._ask_who(caseload)
        else:
            self._show_set_up()
        self.background.run(window_commands.load_what_lists_need)

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

    def _show_beside(self, name: str, path: Path, user_name: str) -> None:
        """Show a page of `recovery_sign_in`: the recovery sheet, or one's own passphrase in place of a given one."""
        from lac_tracker.ui.screens import recovery_sign_in  # needed once in a long while

        page = self._beside.get(name)
        if page is None:
            page = self._beside[name] = getattr(recovery_sign_in, name)(self._entrance, self.background)
            self.pages.addWidget(page)
            page.opened.connect(self._enter)
            page.left.connect(self._ask_who)
        page.prepare(path, user_name)
        self.show_page(page, page.heading)

    @cached_property
    def restore(self) -> Restore:
        """The page on which a backup is restored, made when it is first wanted."""
        from lac_tracker.ui.screens.restore import Restore

        page = Restore(self._entrance, self.background)
        self.pages.addWidget(page)
        page.left.connect(self._ask_who)
        return page

    def _show_restore(self, path: Path, file: Path | None = None) -> None:
        self.restore.prepare(path, file)
        self.show_page(self.restore, "Restore a backup")

    def _leave_to_restore(self, file: Path) -> None:
        """Sign out, as nothing may be open meanwhile, and show what restoring a backup would change."""
        shell, workplace = self.shell, self.workplace
        if shell is None or workplace is None or not shell.leave_nothing_unsaved():
            return
        self.write_down(SIGNED_OUT)
        self._drop_shell()
        self._show_restore(workplace.caseload, file)

    def _show_set_up(self) -> None:
        self.show_page(self.set_up, "First-time set-up")

    def _ask_who(self, path: Path, problem: str = "") -> None:
        self.sign_in.prepare(path, problem)
        self.show_page(self.sign_in, "Sign in")

    def show_page(self, page: QWidget, words: str) -> None:
        """Show one of the pages, with the commands that do something on it."""
        self.pages.setCurrentWidget(page)
        self._title(words)
        for name, action in self.commands.items():
            action.setEnabled(page is self.shell or name in window_commands.ALWAYS)
        if page is not self.shell:
            page.focus_first()  # type: ignore[attr-defined]  # the shell's own screens have taken it

    def _title(self, words: str) -> None:
        self.setWindowTitle(f"{words} - {NAME}")

    def _enter(self, path: Path, opened: Opened) -> None:
        """Build the shell for the person signed in."""
        from lac_tracker.ui.shell import Shell  # heavy: loaded while the passphrase is typed

        self.workplace = replace(
            self._entrance.enter(path, opened, self.background), leave_to_restore=self._leave_to_restore
        )
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
        self.show_page(self.shell, "Overdue")
        self.shell.go(self.shell.first)
        self._note(opened)
        self.locking.begin(self.workplace)
        self._later.start()

    def _note(self, opened: Opened) -> None:
        """Say what was noticed on opening: a clock that is behind."""
        if opened.notes and self.shell is not None:
            self.shell.messages.show_problem(" ".join(f"{words}." for words in opened.notes))

    def _load_the_rest(self) -> None:
        if self.shell is not None and self.workplace is not None:
            from lac_tracker.ui.backup_clock import BackupClock
            from lac_tracker.ui.log_watch import LogWatch  # the list was painted before

            self.backup_clock = BackupClock(self.workplace, self.shell)
            self.backup_clock.begin()

            self.log_watch = LogWatch(self.workplace, self.shell)
            self.log_watch.begin()
            self._offer_drafts()
            self.locking.listen()
        self.background.run(window_commands.load_what_records_need)

    def _offer_drafts(self) -> None:
        """Say that there is typing which was not saved, if there is."""
        if self.shell is not None and self.workplace is not None:
            from lac_tracker.ui.screens import drafts_waiting  # needed by few

            drafts_waiting.offer(self.workplace, self.shell)

    def write_down(self, action: str) -> None:
        """Write down that the person leaves the window, locked or for good."""
        if self.shell is not None and self.workplace is not None:
            from lac_tracker.ui.log_watch import LogWatch

            (self.log_watch or LogWatch(self.workplace, self.shell)).left(action)

    # Locking

    def lock(self) -> None:
        """Hide everything and let go of the file; nothing where nobody is signed in, or it is locked."""
        shell, workplace = self.shell, self.workplace
        if shell is not None and workplace is not None and self.pages.currentWidget() is shell:
            self.locking.lock(shell, workplace)

    def _unlocked(self, opened: Opened) -> None:
        shell, workplace = self.shell, self.workplace
        assert shell is not None
        assert workplace is not None
        self.locking.unlock(shell, workplace, opened)
        self._offer_drafts()
        self._note(opened)

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
        self.log_watch = self.backup_clock = None
        self.locking.end()
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
        window_commands.run(self, name)

    def focus_in_page(self) -> bool:
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
        return view_menus(parent, self.apply_view, self.turn_single_keys)

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
            for dialog in (
                QApplication.topLevelWidgets()
            ):  # what is typed there is offered again after the next sign-in
                if dialog.isVisible() and self.isAncestorOf(dialog) and hasattr(dialog, "give_way"):
                    dialog.give_way()
            if kept:
                self.write_down(SIGNED_OUT)
        self._later.stop()
        self._back_up_of_the_day()
        self.background.close()
        self._drop_shell()
        if "set_up" in vars(self):
            self.set_up.drop()
        event.accept()

    def _back_up_of_the_day(self) -> None:
        """Make the backup of the day where there is none yet, with the window out of the way; it never keeps it open."""
        if self.backup_clock is not None:
            self.hide()
            wait([self.background.run(self.backup_clock.make_now, None, lambda _error: None)])

    def _may_lose(self, workplace: Workplace) -> bool:
        count = workplace.operations.unsaved
        what = f"{count} change{'' if count == 1 else 's'}" if count else "What you typed last"
        return PlainDialog.confirm(
            self, "Go without saving?",
            f"{what} could not be written to {workplace.caseload.name}. Going on now loses it.",
            "Stay", "Go without saving",
        )  # fmt: skip
