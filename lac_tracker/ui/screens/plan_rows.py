"""The health plan as rows: one per outcome, with its owners, its date and the five letters in words."""

from dataclasses import dataclass, replace
from datetime import date

from lac_tracker.domain.dates import show_date, show_distance
from lac_tracker.domain.plans import CATEGORY_WORDS, MARK_WORDS, Action, Need, Outcome
from lac_tracker.domain.smart import LetterResult
from lac_tracker.services import plans
from lac_tracker.ui.operations import Operations


@dataclass(frozen=True)
class PlanRow:
    """One outcome of a need; of a need without any, the empty one that is still to be written."""

    need_number: int  # both from 1
    outcome_number: int
    need: Need
    outcome: Outcome
    letters: tuple[LetterResult, ...]
    today: date

    @property
    def need_words(self) -> str:
        return self.need.title or self.need.found or CATEGORY_WORDS[self.need.category]

    @property
    def outcome_words(self) -> str:
        return self.outcome.text or "Not written yet"

    @property
    def owners(self) -> str:
        """The persons of its actions, each once."""
        return ", ".join(dict.fromkeys(action.person for action in self.outcome.actions if action.person))

    @property
    def first_by(self) -> date | None:
        return min((action.by for action in self.outcome.actions if action.by), default=None)

    @property
    def by_words(self) -> str:
        return show_date(self.first_by) if self.first_by else "No date"

    @property
    def by_distance(self) -> str:
        return show_distance(self.first_by, self.today) if self.first_by else ""

    @property
    def state(self) -> str:
        """The key of the status look: a mark, overdue, or how much of it is written."""
        if self.outcome.mark:
            return {"declined": "declined"}.get(self.outcome.mark, self.outcome.mark)
        return "complete" if self.is_smart else "started"

    @property
    def is_smart(self) -> bool:
        return all(letter.passed for letter in self.letters)

    @property
    def smart_words(self) -> str:
        """'All five', or which letters are missing, in words."""
        if self.outcome.mark:
            return MARK_WORDS[self.outcome.mark]
        missing = [letter.word for letter in self.letters if not letter.passed]
        return f"Missing: {', '.join(missing)}" if missing else "All five"

    @property
    def smart_said(self) -> str:
        """All five letters with yes or no, for a screen reader and the tooltip."""
        said = ", ".join(f"{letter.word} {'yes' if letter.passed else 'no'}" for letter in self.letters)
        what = [letter.says for letter in self.letters if not letter.passed]
        return "\n".join((said, *what))


def rows_of(
    operations: Operations, assessment_id: int, plan: tuple[Need, ...], today: date
) -> tuple[PlanRow, ...]:
    """Return a row for every outcome of a plan, in its order."""
    rows = []
    for need_number, need in enumerate(plan, 1):
        for outcome_number, outcome in enumerate(need.outcomes or (Outcome(text=""),), 1):
            if outcome.entered_in_error:
                continue
            alone = replace(need, outcomes=(outcome,))
            found = operations.ask(plans.check_item, assessment_id, alone, today=today)
            rows.append(PlanRow(need_number, outcome_number, need, outcome, found.letters, today))
    return tuple(rows)


def count_words(rows: tuple[PlanRow, ...]) -> str:
    """Return '4 items. SMART: 3 of 4 complete'."""
    items = "1 item" if len(rows) == 1 else f"{len(rows)} items"
    return f"{items}. SMART: {sum(row.is_smart for row in rows)} of {len(rows)} complete"


def action_words(action: Action) -> str:
    """Return 'Show Ellie a sleep diary. Nadia Rahman, nurse, Northgate team, by 15-Apr-2026'."""
    who = ", ".join(part for part in (action.person, action.role, action.organisation) if part)
    by = f"by {show_date(action.by)}" if action.by else "no date"
    return f"{action.text or 'What is done is not written yet'}. {who or 'Nobody is named'}, {by}"
