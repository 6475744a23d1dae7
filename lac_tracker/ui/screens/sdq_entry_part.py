"""Keeps what is keyed of a questionnaire as a part, on the worker: whoever types goes on meanwhile."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from lac_tracker.domain.errors import DatabaseUnavailable, UserError
from lac_tracker.domain.sdq import Questionnaire
from lac_tracker.services import sdq
from lac_tracker.services.changes import Changes
from lac_tracker.ui.operations import Operations


class PartSaving(QObject):
    """One save at a time, for the next one has to know what the one before it came to.

    Signals:
        refused: what was given is not kept; carries the words.
    """

    refused = Signal(str)

    def __init__(self, operations: Operations, child_id: int) -> None:
        super().__init__()
        self._operations, self._child_id = operations, child_id
        self.sent: tuple[object, ...] | None = None  # what is on its way, as it was entered; None: nothing is

    def start(self, entered: tuple[object, ...], given: dict[str, Any]) -> None:
        """Keep a part. entered: what it will hold. What became of it is told by `Operations.changed`, or `refused`."""
        self.sent = entered
        self._operations.save(self._save, self._child_id, **given)

    def take(self, changes: Changes) -> tuple[Questionnaire, tuple[object, ...]] | None:
        """Return the part that was kept and what it holds; None for changes of anything else."""
        if self.sent is None or not isinstance(changes.report, Questionnaire):
            return None
        sent, self.sent = self.sent, None
        return changes.report, sent

    def wait(self) -> None:
        """Return once nothing is on its way any more. What can't be written now is refused again by who tries next."""
        if self.sent is not None and self._operations.wait_for_saves():
            self.sent = None

    def _save(self, *args: Any, **kwargs: Any) -> Changes:
        try:
            return sdq.save_part(*args, **kwargs)
        except DatabaseUnavailable:
            raise  # nothing is wrong with the part: it is tried again
        except UserError as error:
            self.refused.emit(str(error))
            raise
