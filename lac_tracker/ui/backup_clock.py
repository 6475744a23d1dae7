"""The program makes a backup once a day: while the window is open, or when it is closed. Quietly, and never in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.backups import Standing
from lac_tracker.domain.errors import UserError
from lac_tracker.ui.workplace import Workplace

if TYPE_CHECKING:
    from lac_tracker.ui.shell import Shell

_FIRST_MS = 60 * 1000  # after sign-in: the person works by then
_AGAIN_MS = 30 * 60 * 1000


class BackupClock(QObject):
    """Of one person at one open caseload; dropped with the shell."""

    def __init__(self, workplace: Workplace, shell: Shell) -> None:
        super().__init__(shell)
        self._workplace, self._shell, self._was_said = workplace, shell, False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.make)

    def begin(self) -> None:
        """Make the backup of the day in a while."""
        self._timer.start(_FIRST_MS)

    def make(self) -> None:
        """Make the backup of the day unless there is one, off the screen's thread. Where that does not succeed and the
        last good one is too old, whoever can do something about it is told."""
        self._timer.start(_AGAIN_MS)
        self._workplace.run(self.make_now, lambda _made: self._look(), lambda _error: self._look())

    def make_now(self) -> Any:
        """Make it on the thread that asks; at closing. Raises UserError."""
        from lac_tracker.services import backups  # with the vault: not before somebody has signed in

        door, operations = self._workplace.door, self._workplace.operations
        if door is None or door.is_shut:  # locked: there are no keys
            return None
        return backups.daily(door, by=operations.actor, now=operations.now().astimezone())

    def _look(self) -> None:
        door, operations = self._workplace.door, self._workplace.operations
        if door is None or not decide(operations.actor, Action.MAKE_BACKUP).allowed:
            return

        def job() -> Standing:
            from lac_tracker.services import backups

            return backups.last_good_of(door, by=operations.actor, now=operations.now().astimezone())

        self._workplace.find_out(job, self._say, _nothing)

    def _say(self, how: Standing) -> None:
        if isValid(self):
            self._shell.status.say_backup(how)
            if how.look == "overdue" and not self._was_said:
                self._was_said = True
                self._shell.messages.show_problem(f"{how.words}. Settings > Backups makes one.")


def _nothing(_error: UserError) -> None:
    """Locked meanwhile, or the file cannot be read: that is said elsewhere."""
