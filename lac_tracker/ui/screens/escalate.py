"""Take something late further, by the team's own rule; and keep what was answered."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.working_days import moved_words, on_working_day
from lac_tracker.services import escalations
from lac_tracker.services.escalations import Escalation, Proposed, escalation_words
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.screens.dialog_fields import line, long_text
from lac_tracker.ui.screens.record_dialog import Runs
from lac_tracker.ui.screens.work_dialog import WorkDialog
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.workplace import Workplace

_MOST = 4  # lines of the history


class EscalateDialog(WorkDialog):
    """Proposes the next step of the rule; a person may name somebody else."""

    def __init__(self, workplace: Workplace, child_id: int, kind: str, parent: QWidget) -> None:
        """Raises UserError where the child has no clock of that kind."""
        today = workplace.today()
        self._proposed: Proposed = workplace.operations.ask(
            escalations.next_step_of_rule, child_id, today=today, kind=kind
        )
        found = self._proposed
        why_late = f" {found.reason}." if found.reason else ""
        super().__init__(
            parent, workplace, f"Escalate the {kind}", found.banner,
            explanation=f"{found.status}. Waiting on: {found.waiting_on}.{why_late}",
            verbs=("Cancel", "Escalate"), names=("escalate.cancel", "escalate.save"),
        )  # fmt: skip
        self.setObjectName("escalate")
        self._child_id, self._kind = child_id, kind
        self._to = line("escalate.to", found.to)
        self._why = long_text("escalate.why")
        self._by = DateField(
            "Date an answer is expected by", today, direction="future", name="escalate.answerBy"
        )
        self._moved = hint("")
        self._moved.setObjectName("escalate.moved")
        self._by.changed.connect(self._move)
        proposal = PlainLabel(_proposal_words(found), type="strong", wraps=True)
        proposal.setObjectName("escalate.proposal")
        self.add_words(proposal)
        self.add("To whom", self._to, hint="A person or a post, as the team's rule says it.")
        self.add("Why", self._why, optional=True, hint="What was tried, and what is asked for.")
        self.add("Date an answer is expected by", self._by)
        self.add_words(self._moved)
        self._move(found.answer_by)
        for one in found.before[:_MOST]:
            self.add_words(hint(escalation_words(one)))
        rule = PlainButton("The team's rule", "link", name="escalate.rule")
        rule.clicked.connect(lambda _checked=False: self._show_rule())
        rule.setVisible(decide(workplace.actor, Action.CHANGE_SETTINGS).allowed)
        self.add_words(rule)
        self.ready()
        if found.to:
            self._why.setFocus()

    def commands(self) -> Runs:
        given = {
            "today": self.workplace.today(), "kind": self._kind, "escalated_to": self._to.text(),
            "why": self._why.toPlainText(), "answer_by": self._by.value(), "step": self._proposed.step,
        }  # fmt: skip
        return [(escalations.escalate, (self._child_id,), given)]

    def told(self) -> tuple[str, Callable[[], object] | None]:
        return (
            f"Escalated to {self._to.text().strip()}. Answer expected by {show_date(self._by.value())}.",
            None,
        )

    def _move(self, day: date | None) -> None:
        """Nobody answers on a weekend or bank holiday: take the next working day, and say why beside it."""
        holidays = self._proposed.holidays
        self._by.set_value(on_working_day(day, holidays) if day else None)
        words = moved_words(day, holidays) if day else ""
        self._moved.setText(f"{words}." if words else "")
        self._moved.setVisible(bool(words))

    def _show_rule(self) -> None:
        from lac_tracker.ui.screens.escalation_rule import EscalationRuleDialog  # seldom wanted

        EscalationRuleDialog(self.workplace, self).open()


class AnswerDialog(WorkDialog):
    """What was answered to an escalation, and when."""

    def __init__(self, workplace: Workplace, one: Escalation, facts: BannerFacts, parent: QWidget) -> None:
        super().__init__(
            parent, workplace, f"Answer from {one.escalated_to}", facts,
            explanation=f"Escalated {show_date(one.escalated_on)} by {one.escalated_by}."
            + (f" {one.why}" if one.why else ""),
            names=("answer.cancel", "answer.save"),
        )  # fmt: skip
        self.setObjectName("answer")
        self._one = one
        today = workplace.today()
        self._on = DateField("Date of the answer", today, direction="past", name="answer.on")
        self._on.set_value(one.answered_on or today)
        self._said = long_text("answer.said", one.answer)
        self.add("Answer", self._said)
        self.add("Date of the answer", self._on)
        self.ready()

    def commands(self) -> Runs:
        given = {
            "today": self.workplace.today(), "answered_on": self._on.value(), "said": self._said.toPlainText(),
            "seen_version": self._one.version,
        }  # fmt: skip
        return [(escalations.answer, (self._one.id,), given)]

    def told(self) -> tuple[str, Callable[[], object] | None]:
        return "Answer kept.", None


def _proposal_words(found: Proposed) -> str:
    if found.step:
        return f"Next step of the team's rule: {found.to} ({found.step})."
    return found.coming or "The team's rule has no further step for this. Say to whom it goes."
