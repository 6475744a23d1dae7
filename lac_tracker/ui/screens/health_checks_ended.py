"""Says that a line of a record no longer holds: from when, and why. It stays on the record as ended."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.ui.screens.dialog_fields import long_text
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.workplace import Workplace


class EndDialog(RecordDialog):
    """Asks for the day and the reason, and ends the line."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, facts: BannerFacts, *, name: str, question: str, explanation: str,
        verb: str, day: str, service: Callable[..., Any], row_id: int, version: int, hint: str = "",
    ) -> None:  # fmt: skip
        """name: before the names of the controls. day: label of the day. service: takes (id, on=, because=, seen_version=)."""
        super().__init__(
            parent, workplace.operations, question, facts, explanation=explanation, verbs=("Keep it", verb)
        )
        self.setObjectName(f"{name}.dialog")
        self._run = (service, row_id, version)
        today = workplace.today()
        self._on = DateField(day, today, direction="past", name=f"{name}.on")
        self._on.set_value(today)
        self._because = long_text(f"{name}.reason")
        self.add(day, self._on)
        self.add("Reason", self._because, hint=hint)
        self.ready()

    def commands(self) -> Runs:
        service, row_id, version = self._run
        given = {"on": self._on.value(), "because": self._because.toPlainText(), "seen_version": version}
        return [(service, (row_id,), given)]
