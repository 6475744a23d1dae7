"""The one button that starts or resumes the assessment that comes next."""

from PySide6.QtCore import Signal

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.forms import form_for
from lac_tracker.services import forms
from lac_tracker.services.child_summary import ChildSummary
from lac_tracker.ui.plain import PlainButton, set_tooltip
from lac_tracker.ui.screens.record_page import Desk, Place


class StartButton(PlainButton):
    """'Start IHA', 'Start RHA' or 'Resume IHA'; gone, with `why_not`, while there is no form for that age.

    Signals:
        started: it was pressed; carries the Place of the consent gate or of the assessment.
    """

    started = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__("Start", "primary", name=name)
        self.why_not = ""
        self.kind = ""  # of the assessment it would start
        self._place: Place | None = None
        self.clicked.connect(lambda _checked=False: self.started.emit(self._place))

    def show_next(self, summary: ChildSummary, desk: Desk) -> None:
        """Say what it would start for this child."""
        going_on = next(
            (one for one in summary.assessments if one.state in ("in_progress", "part_done")), None
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
            if form_for(forms.all_forms(), self.kind, summary.child.born, desk.workplace.today()) is None:
                self.why_not = (
                    f"There is no form for an {self.kind} at this age yet. Enter the one done on paper."
                )
        self.setVisible(allowed and not self.why_not)
        set_tooltip(self, f"{self.words()} (Ctrl+Enter)")
