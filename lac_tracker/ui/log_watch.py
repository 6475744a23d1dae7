"""What the window does for the audit log by itself: locking and leaving are written down, the newest entry is remembered
outside the file, and what is wrong with the log's own protection is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from lac_tracker.domain.errors import UserError
from lac_tracker.services import known_head, sessions
from lac_tracker.ui.search_log import search_log
from lac_tracker.ui.workplace import Workplace

if TYPE_CHECKING:
    from lac_tracker.ui.shell import Shell

_EVERY_MS = 60 * 60 * 1000  # whether another day has begun
CHANGED = (
    "The part of this file that writes every change down is not as the program made it. {} "
    "Stop working in it, and ask IT: changes may not be in the audit log. It is written down that this was found"
)
STATE = "log not protected: ask IT"


class LogWatch(QObject):
    """Of one person at one open caseload; dropped with the shell."""

    def __init__(self, workplace: Workplace, shell: Shell) -> None:
        super().__init__(shell)
        self._workplace, self._shell = workplace, shell
        self._day = workplace.today()
        self._hourly = QTimer(self)
        self._hourly.setInterval(_EVERY_MS)
        self._hourly.timeout.connect(self._once_a_day)

    def begin(self) -> None:
        """Look at the protection of the log off the screen's thread, and remember the newest entry."""
        self._hourly.start()
        self._workplace.find_out(self._look, self._say, _nothing)

    def left(self, action: str) -> None:
        """Write down that the person locks the window or signs out. It never keeps them from it."""
        search_log(self._workplace).write()
        try:
            self._workplace.operations.look(sessions.left, action)
            self._workplace.operations.ask(known_head.remember)
        except UserError:
            return  # shut already, or the file cannot be written now: which was said where it was noticed

    def _look(self) -> tuple[str, ...]:
        operations = self._workplace.operations
        problems: tuple[str, ...] = operations.ask(sessions.protection)
        if problems:
            operations.work(sessions.found_changed, problems)
        operations.ask(known_head.remember)
        return problems

    def _say(self, problems: tuple[str, ...]) -> None:
        if problems and isValid(self):
            more = f" And {len(problems) - 1} more." if len(problems) > 1 else ""
            self._shell.messages.show_problem(CHANGED.format(f"{problems[0]}{more}"))
            self._shell.status.say_always(STATE)

    def _once_a_day(self) -> None:
        if self._workplace.today() == self._day:
            return
        self._day = self._workplace.today()
        operations = self._workplace.operations
        self._workplace.find_out(lambda: operations.ask(known_head.remember), None, _nothing)


def _nothing(_error: UserError) -> None:
    """Locked meanwhile: it is done on unlocking."""
