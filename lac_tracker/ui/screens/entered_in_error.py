"""Takes a line of a record out as entered in error: it stays in the history with the reason."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.ui.screens.dialog_fields import long_text
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.workplace import Workplace


class EnteredInError(RecordDialog):
    """Asks for the reason and takes the line out. `name` is that of the page: 'chk' makes 'chk.error.reason'."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, facts: BannerFacts | None, words: str,
        service: Callable[..., Any], row_id: int, version: int, *, name: str,
    ) -> None:  # fmt: skip
        """words: what the line says. service: takes (id, because=, seen_version=)."""
        super().__init__(
            parent, workplace.operations, "Mark item as entered in error?", facts,
            explanation=f"{words}\nIt stays in the history with your reason.", verbs=("Keep it", "Mark it"),
        )  # fmt: skip
        self.setObjectName(f"{name}.error.dialog")
        self._run = (service, row_id, version)
        self._because = long_text(f"{name}.error.reason")
        self.add("Reason", self._because)
        self.ready()

    def commands(self) -> Runs:
        service, row_id, version = self._run
        return [(service, (row_id,), {"because": self._because.toPlainText(), "seen_version": version})]
