"""Locks the window and opens it again where the person was: hides everything, keeps what is typed, lets go of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from lac_tracker.domain.audit_kinds import LOCKED

if TYPE_CHECKING:  # they bring the database with them, which the page of sign-in does not need
    from lac_tracker.services.sign_in import Opened
    from lac_tracker.ui.locking import LockWatch
    from lac_tracker.ui.main_window import MainWindow
    from lac_tracker.ui.shell import Shell
    from lac_tracker.ui.workplace import Workplace

_SAVING = "Saving what you typed."
_NOT_ALL = "Not everything could be written to the file. It is kept, and written after you unlock."
_BACK = "You will go back to where you were."


class WindowLock(QObject):
    """Of one window. watch: what locks it by itself, from the first sign-in on."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._held: tuple[Any, QWidget | None] = (None, None)
        self.watch: LockWatch | None = None

    def begin(self, workplace: Workplace) -> None:
        """Lock from now on when nobody is there."""
        from lac_tracker.ui.locking import LockWatch

        self.watch = self.watch or LockWatch(self._window, self._window.lock, workplace.operations.now)
        self.watch.begin(workplace)

    def listen(self) -> None:
        """Listen to the desktop too: done once the first page is painted."""
        if self.watch is not None:
            self.watch.listen()

    def end(self) -> None:
        """Watch no more: the window is locked, or nobody is signed in."""
        if self.watch is not None:
            self.watch.end()

    def lock(self, shell: Shell, workplace: Workplace) -> None:
        """Hide everything, let go of the file and its key, and go back to the same field on unlocking.

        The screen is hidden first: what is written after may have to wait for a file that is busy.
        """
        from lac_tracker.ui.locking import clear_the_screen, nobody_there

        window, page = self._window, self._window.locked
        self._held = _where(shell)
        actor, is_saved = workplace.actor, False
        page.prepare(workplace.caseload, actor.user_name, actor.full_name, _SAVING)
        try:
            with nobody_there():
                window.show_page(page, "Locked")
                clear_the_screen(window)
                is_saved = shell.leave_nothing_unsaved()
            window.write_down(LOCKED)
        finally:
            QGuiApplication.clipboard().clear()
            self.end()
            if workplace.door is not None:
                workplace.door.shut()
        at = workplace.operations.now().astimezone()
        state = f"Your work was saved at {at:%H:%M:%S}." if is_saved else _NOT_ALL
        page.state.setText(f"{state}\n{_BACK}")
        window.activateWindow()  # another window may have had the keyboard
        page.focus_first()

    def unlock(self, shell: Shell, workplace: Workplace, opened: Opened) -> None:
        """Show again what was shown, with the keyboard where it was, and write what could not be written before."""
        assert workplace.door is not None
        workplace.door.open(opened.database)
        self._window.show_page(shell, "")
        self.begin(workplace)
        place, field = self._held
        self._held = (None, None)
        shell.return_to(place, field)
        workplace.operations.try_again()


def _where(shell: Shell) -> tuple[Any, QWidget | None]:
    """Return the place of the screen that is shown, and the field with the keyboard."""
    field, screen = QApplication.focusWidget(), shell.shown
    place = screen.place() if hasattr(screen, "place") else None
    return place, field if field is not None and shell.isAncestorOf(field) else None
