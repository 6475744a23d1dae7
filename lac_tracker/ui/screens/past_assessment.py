"""An assessment held before this caseload or on paper: entered, corrected, and taken out as entered in error."""

from PySide6.QtWidgets import QLineEdit, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.dates import show_date
from lac_tracker.services import children, past_assessments
from lac_tracker.services.visit_rows import VisitRow
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainTextEdit
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace

_KINDS = (("IHA", "Initial (IHA)"), ("RHA", "Review (RHA)"))
_LONGEST = 201  # one more than fits, so that too much is explained and not cut
_NAME = 36  # characters of a field for a name


class PastAssessment(RecordDialog):
    """Only its date counts. Entered new, or, with `row`, corrected."""

    def __init__(
        self,
        parent: QWidget,
        workplace: Workplace,
        child_id: int,
        facts: BannerFacts,
        kind: str,
        row: VisitRow | None = None,
    ) -> None:
        """kind: the one chosen at first. row: the entered one that is corrected."""
        entered = row.entered if row is not None else None
        said = (
            "What stood there before stays in the record of changes."
            if entered
            else "The next one is worked out from its date."
        )
        super().__init__(
            parent, workplace.operations,
            f"Correct the past {kind}" if entered else "Enter a past assessment", facts,
            explanation=f"One held before this caseload was made, or on paper. {said}",
        )  # fmt: skip
        self.setObjectName("details.past")
        self._child_id, self._id = child_id, row.assessment_id if entered and row is not None else None
        self._kind = RadioGroup("Assessment", _KINDS, name="details.past.kind")
        self._kind.set_value(kind)
        self._on = DateField("Date completed", workplace.today(), direction="past", name="details.past.on")
        self._by = QLineEdit()
        self._by.setObjectName("details.past.by")
        self._by.setMaxLength(_LONGEST)
        self._by.setMinimumWidth(theme.current().characters(_NAME))
        if entered is not None:
            self._on.set_value(entered[0])
            self._by.setText(entered[1])
        self.add("Assessment", self._kind)
        self._date = self.add("Date completed", self._on, hint="The day it was completed with the child.")
        self.add("Completed by", self._by, hint="Name and role.")
        self.words = "Corrected. The due dates were worked out anew."
        self.ready()

    def save(self) -> None:
        if self._on.value() is None and self._on.is_readable():
            self._date.show_error("Enter the date completed")
            self._on.setFocus()
            return
        super().save()

    def commands(self) -> Runs:
        given = {
            "kind": self._kind.value(),
            "completed_on": self._on.value(),
            "completed_by": self._by.text(),
        }
        if self._id is not None:
            return [(past_assessments.correct, (self._id,), given)]
        return [(children.enter_past_assessment, (self._child_id,), given)]


class PastInError(RecordDialog):
    """Why an assessment that was entered should not be there."""

    def __init__(self, parent: QWidget, workplace: Workplace, facts: BannerFacts, row: VisitRow) -> None:
        assert row.entered is not None
        assert row.assessment_id is not None
        super().__init__(
            parent, workplace.operations, f"Entered in error: {row.kind} of {show_date(row.entered[0])}", facts,
            explanation="It stays on record with your reason and counts for nothing. "
            "The due dates are worked out without it.",
            verbs=("Keep it", "Entered in error"), names=("past.keep", "past.confirm"),
        )  # fmt: skip
        self.setObjectName("pastInError")
        self._id = row.assessment_id
        self._why = PlainTextEdit(least_lines=2)
        self._why.setObjectName("past.why")
        self.add("Reason", self._why)
        self.words = "Marked as entered in error. The due dates were worked out anew."
        self.ready()

    def commands(self) -> Runs:
        return [(past_assessments.enter_in_error, (self._id,), {"because": self._why.toPlainText()})]
