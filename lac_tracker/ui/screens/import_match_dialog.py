"""Matching the columns of a list outside the wizard: the same step, in a dialog."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from lac_tracker.ui.screens.import_draft import Draft
from lac_tracker.ui.screens.import_match import MatchStep
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.workplace import Workplace


class MatchColumns(RecordDialog):
    """What was said is in `draft` once the dialog was accepted; the draft it was given stays as it was."""

    def __init__(self, parent: QWidget, workplace: Workplace, draft: Draft) -> None:
        super().__init__(
            parent, workplace.operations, "Match columns", None, verbs=("Cancel", "Compare"),
            names=("imp.matching.cancel", "imp.matching.go"),
        )  # fmt: skip
        self.setObjectName("imp.matching")
        self.draft = replace(draft)
        self._step = MatchStep(self.draft)
        self._step.column.setContentsMargins(0, 0, 0, 0)
        self._step.show_draft(self.draft)
        self.add_words(self._step)
        self.ready()
        if not self._step.take_focus():
            next(iter(self._step.choices.values())).setFocus()

    def commands(self) -> Runs:
        """Nothing is saved here: the comparison that follows remembers it."""
        return []

    def save(self) -> None:
        """Take what was matched, when nothing that is needed is missing: else that stands above the columns."""
        if self._step.problem():
            self._step.take_focus()
            return
        self.accept()
