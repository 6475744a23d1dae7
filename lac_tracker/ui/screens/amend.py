"""Amending a signed assessment, and cancelling an open one: both ask why, and keep what was written."""

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.services import amending, visits
from lac_tracker.services.visit_rows import VisitRow
from lac_tracker.ui.plain import PlainTextEdit
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.screens.record_page import Desk


class AmendDialog(RecordDialog):
    """Opened with `open()`; `changes.made_id` is the new version once it is accepted."""

    def __init__(self, parent: QWidget, desk: Desk, facts: BannerFacts, row: VisitRow) -> None:
        version = row.edition + 1
        super().__init__(
            parent, desk.operations, f"Amend the {row.kind}", facts,
            explanation=f"This makes version {version}. The signed one stays as it is, and takes its place only when "
            f"version {version} is signed. Its documents are then marked Replaced.",
            verbs=("Not now", f"Make version {version}"), names=("amend.cancel", "amend.confirm"),
        )  # fmt: skip
        self.setObjectName("amend")
        assert row.assessment_id is not None
        self._id = row.assessment_id
        self._why = PlainTextEdit()
        self._why.setObjectName("amend.why")
        self.add("Why it is amended", self._why, hint="What is wrong or missing, and how you know.")
        self.ready()

    def commands(self) -> Runs:
        return [(amending.amend, (self._id,), {"reason": self._why.toPlainText()})]


class CancelDialog(RecordDialog):
    """Cancel an assessment or an amendment that is open."""

    def __init__(self, parent: QWidget, desk: Desk, facts: BannerFacts, row: VisitRow) -> None:
        what = f"version {row.edition} of the {row.kind}" if row.edition > 1 else f"the {row.kind}"
        says = (
            "The signed version stays in force."
            if row.edition > 1
            else "The clock keeps running: another one has to be started."
        )
        super().__init__(
            parent, desk.operations, f"Cancel {what}", facts,
            explanation=f"What was written stays on record. {says}",
            verbs=("Keep it", "Cancel it"), names=("cancel.keep", "cancel.confirm"),
        )  # fmt: skip
        self.setObjectName("cancelAssessment")
        assert row.assessment_id is not None
        self._id = row.assessment_id
        self._why = PlainTextEdit()
        self._why.setObjectName("cancel.why")
        self.add("Why it is cancelled", self._why)
        self.words = "Cancelled. What was written stays on record."
        self.ready()

    def commands(self) -> Runs:
        return [(visits.cancel, (self._id,), {"reason": self._why.toPlainText()})]
