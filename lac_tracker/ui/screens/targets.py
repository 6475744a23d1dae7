"""The targets of the team, changed by its manager: a number for each figure, or none."""

from PySide6.QtWidgets import QLineEdit, QWidget

from lac_tracker.domain.indicators import INDICATORS
from lac_tracker.services import dashboard, indicators
from lac_tracker.ui.screens.dialog_fields import line
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.workplace import Workplace

_UNITS = {"percent": "per cent", "days": "days", "score": "points", "count": "at most"}


class TargetsDialog(RecordDialog):
    """Open it with `open()`. An empty field is no target."""

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(
            parent, workplace.operations, "Targets of the team", None,
            explanation="They stand on the tiles, in the charts and in the report. Leave a field empty for no target.",
            names=("targets.cancel", "targets.save"),
        )  # fmt: skip
        held = workplace.operations.ask(indicators.targets)
        self._lines: dict[str, QLineEdit] = {}
        for one in INDICATORS:
            before = held.get(one.id)
            field = line(f"targets.{one.id}", "" if before is None else f"{before:g}", width=10)
            self._lines[one.id] = field
            self.add(f"{one.title} ({_UNITS[one.unit]})", field, optional=True)
        self.ready()

    def commands(self) -> Runs:
        """Save all of them, in one step."""
        typed = {which: field.text() for which, field in self._lines.items()}
        return [(dashboard.set_targets, (typed,), {})]
