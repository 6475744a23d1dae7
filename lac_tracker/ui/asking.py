"""Questions that take long, asked off the screen's thread; an answer to a question no longer asked is dropped."""

from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Any

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from lac_tracker.domain.errors import UserError
from lac_tracker.ui.workplace import Workplace

PATIENCE_SECONDS = 0.05  # nobody notices: what is there by then is shown in one go, with nothing in between


class Asking:
    """Puts one question at a time for a widget: what is asked anew takes the place of what was asked before."""

    def __init__(self, widget: QWidget, workplace: Workplace, *, is_long: bool = False) -> None:
        """is_long: it takes seconds in a large caseload, so it waits its turn with documents and imports."""
        self._widget, self._workplace, self._asked, self._answered = widget, workplace, 0, 0
        self._run = workplace.run if is_long else workplace.find_out

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._asked != self._answered

    @property
    def is_locked(self) -> bool:
        """Whether the window is locked: nothing can be read, and what is shown is loaded again on unlocking."""
        door = self._workplace.door
        return door is not None and door.is_shut

    def ask(
        self,
        question: Callable[[Callable[..., Any]], Any],
        show: Callable[[Any], None],
        refused: Callable[[UserError], None] | None = None,
        *,
        is_patient: bool = False,
    ) -> None:
        """Ask off the screen's thread, and show the answer unless something newer was asked for, or the widget is gone.

        question: is given Operations.ask. refused: gets what has words for the person; without it, what is shown stays.
        is_patient: wait a moment too short to notice, so that a page that is read quickly does not come in two steps.
        """
        self._asked += 1
        number, ask = self._asked, self._workplace.operations.ask

        def done(found: Any) -> None:
            if self._is_for_us(number):
                show(found)

        def failed(error: UserError) -> None:
            if self._is_for_us(number) and refused is not None:
                refused(error)

        asked = self._run(lambda: question(ask) if self._is_wanted(number) else None, done, failed)
        if is_patient and asked is not None:
            _wait_for(asked, done, failed)

    def drop(self) -> None:
        """Forget what was asked: it is about what is not shown any more."""
        self._answered = self._asked

    def _is_wanted(self, number: int) -> bool:
        """Whether nothing newer was asked for; one that has not begun by then is never worked out."""
        return number == self._asked != self._answered

    def _is_for_us(self, number: int) -> bool:
        if not isValid(self._widget) or not self._is_wanted(number):
            return False
        self._answered = number
        return True


def _wait_for(asked: "Future[Any]", done: Callable[[Any], None], failed: Callable[[UserError], None]) -> None:
    """Tell what is known by the end of a moment; told once more by the lane, it is dropped as answered."""
    wait([asked], PATIENCE_SECONDS)
    if not asked.done() or asked.cancelled():
        return
    error = asked.exception()
    if error is None:
        done(asked.result())
    elif isinstance(error, UserError):
        failed(error)
