"""What happens next after a carer's high total: the line that says it, or that it is still to be said, and where it leads."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.sdq import Questionnaire
from lac_tracker.domain.sdq_known import asks_for_next_step
from lac_tracker.domain.sdq_words import next_step_words
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel
from lac_tracker.ui.screens.record_page import Place

_ABOUT = "sdq_means"  # the question of a review that a plan item from the scores belongs to
_WIDTH = 110  # characters


class NextStepLine(QWidget):
    """Hidden where nothing asks for a next step.

    Signals:
        asked: the person wants to say, or change, what happens next; carries the questionnaire.
    """

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._one: Questionnaire | None = None
        self._words = PlainLabel(wraps=True)
        self._words.setObjectName("sdqv.nextWords")
        self._button = PlainButton("", "row", name="sdqv.next")
        self._button.clicked.connect(lambda _checked=False: self.asked.emit(self._one))
        self.setMaximumWidth(theme.current().characters(_WIDTH))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.current().space(3))
        across.addWidget(self._words, 1)
        across.addWidget(self._button)

    def show_newest(self, scored: tuple[Questionnaire, ...], called: str, *, may_edit: bool) -> None:
        """Show it for the carer's newest total. scored: newest first."""
        totals = (one for one in scored if one.informant == "carer" and one.scores.total is not None)
        one = self._one = next(totals, None)
        self.setVisible(one is not None and asks_for_next_step(one))
        if one is None:
            return
        about = f"Carer's total {one.scores.total} of {show_date(one.completed_on)}"
        step, said = one.next_step, "what happens next is not said yet"
        if step is not None:
            said = next_step_words(step, one.next_step_words, called)
        self._words.setText(f"{about}: {said}." if step is None else f"{about}. What happens next: {said}")
        self._button.setText("What happens next?" if step is None else "Change")
        self._button.setAccessibleName(f"{self._button.text()} {about}")
        self._button.setVisible(may_edit)


def plan_item_of(child_id: int, assessment_id: int, one: Questionnaire) -> Place:
    """Return where a plan item from a questionnaire is written; the item is remembered with it."""
    return Place(child_id, "item", assessment_id, about=_ABOUT, typed=(("sdq", str(one.id)),))
