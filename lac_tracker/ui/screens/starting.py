"""The one button that starts or resumes the assessment that comes next."""

from PySide6.QtCore import Signal

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.forms import form_for
from lac_tracker.services import assessments, forms, pauses
from lac_tracker.services.child_summary import ChildSummary
from lac_tracker.ui.plain import PlainButton, set_tooltip
from lac_tracker.ui.screens.record_page import Desk, Place, attempt


class StartButton(PlainButton):
    """'Start IHA', 'Start RHA' or 'Resume IHA'; gone, with `why_not`, while there is no form for that age.

    Signals:
        started: it was pressed; carries the Place of the consent gate or of the assessment.
        said: one is back in an assessment; carries the words for the message bar.
    """

    started = Signal(object)
    said = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__("Start", "primary", name=name)
        self.why_not = ""
        self.kind = ""  # of the assessment it would start
        self._place: Place | None = None
        self._desk: Desk | None = None
        self.clicked.connect(lambda _checked=False: self._go())

    def show_next(self, summary: ChildSummary, desk: Desk) -> None:
        """Say what it would start for this child."""
        self._desk = desk
        going_on = next(
            (
                one
                for one in summary.assessments
                if one.state in ("in_progress", "part_done") and not one.is_amendment
            ),
            None,
        )
        requested = next((one for one in summary.assessments if one.state == "requested"), None)
        allowed = decide(desk.workplace.actor, Action.START_ASSESSMENT).allowed
        self.why_not = ""
        if going_on is not None:
            self.kind = going_on.kind
            self._place = Place(desk.child_id, "assessment", going_on.id)
            self.setText(f"Resume {self.kind}")
        else:
            self.kind = requested.kind if requested else summary.next_kind
            self._place = Place(desk.child_id, "gate", kind=self.kind)
            self.setText(f"Start {self.kind}")
            if summary.too_old:
                self.why_not = summary.too_old
            elif form_for(forms.all_forms(), self.kind, summary.child.born, desk.workplace.today()) is None:
                self.why_not = (
                    f"There is no form for an {self.kind} at this age yet. Enter the one done on paper."
                )
        self.setVisible(allowed and not self.why_not)
        set_tooltip(self, f"{self.words()} (Ctrl+Enter)")

    def _go(self) -> None:
        """Start at the consent gate, or go back into what is open, to the exact field."""
        assert self._place is not None
        assert self._desk is not None
        place, desk = self._place, self._desk
        words = resume(desk, place.assessment_id) if place.assessment_id is not None else ""
        self.started.emit(place)
        if words:
            self.said.emit(words)


def resume(desk: Desk, assessment_id: int) -> str:
    """Write down that an assessment goes on; return "You're back in section 7.", '' at its beginning."""
    changes, words = attempt(desk.operations, pauses.resume, assessment_id)
    if changes is None:
        return words
    entry = desk.operations.ask(assessments.for_entry, assessment_id, today=desk.workplace.today())
    return pauses.back_words(entry.form, entry.last_question_id)
