"""One job at a time off the screen's thread, which the person can give up: what it finds then does not count."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from lac_tracker.domain.errors import UserError
from lac_tracker.ui.screens.import_reading import Stopped, Work
from lac_tracker.ui.workplace import Workplace


class OneJob(QObject):
    """Signals:
    began: a job was begun; carries the verb for it.
    ended: it is done, refused or given up.
    """

    began = Signal(str)
    ended = Signal()

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._turn = 0  # what an earlier turn finds does not count
        self.is_running = False

    def start(
        self, verb: str, job: Callable[[Work], Any], done: Callable[[Any], None],
        refused: Callable[[UserError], None],
    ) -> None:  # fmt: skip
        """Do a job on the worker and go on with what it found, unless it was given up meanwhile."""
        self._turn += 1
        turn = self._turn
        self.is_running = True
        self.began.emit(verb)
        work = Work(lambda: self._turn != turn)

        def arrived(found: Any) -> None:
            if self._is_over(turn):
                done(found)

        def failed(error: UserError) -> None:
            if self._is_over(turn) and not isinstance(error, Stopped):
                refused(error)

        self._workplace.run(lambda: job(work), arrived, failed)

    def stop(self) -> None:
        """Give up the job that goes on."""
        if self.is_running:
            self._turn += 1
            self._end()

    def _is_over(self, turn: int) -> bool:
        """Take note that a job came to its end; False where it does not count any more."""
        if not isValid(self) or turn != self._turn:
            return False
        self._end()
        return True

    def _end(self) -> None:
        self.is_running = False
        self.ended.emit()
