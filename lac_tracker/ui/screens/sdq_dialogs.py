"""Dialogs about questionnaires: why none was done, and what happens next after a high score."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.sdq import Questionnaire
from lac_tracker.domain.sdq_rules import NEXT_STEP_WORDS, NOT_DONE_WORDS
from lac_tracker.services import sdq
from lac_tracker.ui.plain import PlainDialog, PlainTextEdit
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace


def ask_to_score(parent: QWidget, lacking: Iterable[str]) -> str:
    """Ask whether to score with too few answers for some scales: 'score', 'part' or '' to go on typing."""
    chosen = PlainDialog.ask(
        parent, "Score it with these answers?", f"{'. '.join(lacking)}. There would be no total.",
        ("Keep typing", "Save part", "Score the rest"),
    )  # fmt: skip
    return ("", "part", "score")[chosen]


def may_discard(parent: QWidget) -> bool:
    """Ask whether to leave what can't be kept."""
    return PlainDialog.confirm(
        parent, "Leave this SDQ without saving?", "What you entered since it was last saved will be gone.",
        "Keep typing", "Discard",
    )  # fmt: skip


class NotDoneDialog(RecordDialog):
    """Why there is no questionnaire, in the five reasons of the council's yearly return."""

    def __init__(self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts) -> None:
        super().__init__(
            parent, workplace.operations, "Why was no SDQ done?", facts,
            explanation="The council's yearly return asks for one of five reasons where there is no score.",
        )  # fmt: skip
        self.setObjectName("sdq.notDone.dialog")
        self._child_id, today = child_id, workplace.today()
        reasons = tuple(
            (code, f"{number}  {words}") for number, (code, words) in enumerate(NOT_DONE_WORDS.items(), 1)
        )
        self._reason = RadioGroup("Why not done", reasons, name="sdq.notDone.reason")
        self._on = DateField("Asked on", today, direction="past", name="sdq.notDone.on")
        self._on.set_value(today)
        self._words = PlainTextEdit()
        self._words.setObjectName("sdq.notDone.words")
        self._why = self.add("Why not done", self._reason)
        self.add("Asked on", self._on)
        self._told = self.add("Reason", self._words, hint="In your own words.", optional=True)
        self.ready()

    def commands(self) -> Runs:
        given = {
            "asked_on": self._on.value(),
            "reason": self._reason.value(),
            "words": self._words.toPlainText(),
        }
        return [(sdq.record_not_done, (self._child_id,), given)]

    def _show(self, words: str) -> None:
        """Show a refusal at its field: another reason that is missing belongs to the words."""
        if words.startswith("Enter the other reason"):
            self._told.show_error(words)
            self._words.setFocus()
        elif words.startswith("'"):  # a reason that does not fit
            self._why.show_error(words)
            self._reason.setFocus()
        else:
            super()._show(words)


class NextStepDialog(RecordDialog):
    """What happens next after a carer's total of 17 or more. `step` is what was chosen, once it is saved."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, one: Questionnaire, facts: BannerFacts, *, called: str,
        may_plan: bool,
    ) -> None:  # fmt: skip
        """one: what it follows from. may_plan: an assessment is open, so that a plan item can be written at once."""
        super().__init__(
            parent, workplace.operations, "What happens next?", facts,
            explanation=f"The total is {one.scores.total}. From 17 the SDQ is a reason to talk and to ask, not a diagnosis.",
            verbs=("Decide later", "Save"),
        )  # fmt: skip
        self.setObjectName("sdq.next")
        self._one, self.step = one, ""
        steps = tuple(
            (key, f"{number}  {said.format(name=called)}")
            for number, (key, said) in enumerate(NEXT_STEP_WORDS.items(), 1)
        )
        self._step = RadioGroup("What happens next", steps, name="sdq.next.step")
        self._step.set_value(one.next_step or "")
        self._words = PlainTextEdit(one.next_step_words)
        self._words.setObjectName("sdq.next.words")
        later = "" if may_plan else "No assessment is open: a plan item is written once one has begun."
        self.add("What happens next", self._step, hint=later)
        self._told = self.add("Who does what", self._words, optional=True)
        self._step.changed.connect(self._ask_for_words)
        self._ask_for_words(self._step.value())
        self.ready()

    def commands(self) -> Runs:
        self.step = self._step.value()
        given = {
            "step": self.step,
            "words": self._words.toPlainText(),
            "need_id": self._one.next_step_need_id if self.step == "plan_item" else None,
            "seen_version": self._one.row_version,
        }
        return [(sdq.next_step, (self._one.id,), given)]

    def _ask_for_words(self, step: str) -> None:
        words = "Because" if step == "nothing" else "Who does what (optional)"
        self._told.label.setText(words)
        self._words.setAccessibleName(words)

    def _show(self, words: str) -> None:
        """Show a refusal at its field: a reason that is missing belongs to the words."""
        if words.startswith("Enter why"):
            self._told.show_error(words)
            self._words.setFocus()
        else:
            super()._show(words)
