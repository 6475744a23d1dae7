"""The health plan as rows: one per outcome, with its owners, its date and the five letters in words."""

from dataclasses import dataclass, replace
from datetime import date

from lac_tracker.domain.dates import show_date, show_distance
from lac_tracker.domain.plans import CATEGORY_WORDS, MARK_WORDS, Action, Need, Outcome, carried_words
from lac_tracker.domain.smart import LetterResult
from lac_tracker.services import last_plan, plans
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
    history: tuple[str, ...] = ()  # of an outcome that was carried: where it came from, oldest first

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
    def carried_words(self) -> str:
        """'Carried forward twice, first agreed 11-Mar-2025'; '' for a new one."""
        return carried_words(self.outcome)

    @property
    def carried_short(self) -> str:
        """'Twice, since 11-Mar-2025': for the column that is headed Carried forward."""
        words = self.carried_words.removeprefix("Carried forward ").replace(", first agreed", ", since")
        return words[:1].upper() + words[1:]

    @property
    def carried_said(self) -> str:
        return "\n".join((self.carried_words, *self.history))

    @property
    def mark_words(self) -> str:
        return mark_words(self.outcome)

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
    def smart_short(self) -> str:
        """As `smart_words`, for a column in which no more than one letter has room."""
        missing = sum(not letter.passed for letter in self.letters)
        return f"Missing: {missing} of 5" if missing > 1 and not self.outcome.mark else self.smart_words

    @property
    def smart_said(self) -> str:
        """All five letters with yes or no, for a screen reader and the tooltip."""
        if self.mark_words:
            return self.mark_words
        said = ", ".join(f"{letter.word} {'yes' if letter.passed else 'no'}" for letter in self.letters)
        what = [letter.says for letter in self.letters if not letter.passed]
        return "\n".join((said, *what))


def rows_of(
    operations: Operations, assessment_id: int, plan: tuple[Need, ...], today: date
) -> tuple[PlanRow, ...]:
    """Return a row for every outcome of a plan, in its order."""
    rows = []
    is_carried = any(outcome.carried_from_id for need in plan for outcome in need.outcomes)
    histories = operations.ask(last_plan.history, assessment_id) if is_carried else {}
    for need_number, need in enumerate(plan, 1):
        for outcome_number, outcome in enumerate(need.outcomes or (Outcome(text=""),), 1):
            if outcome.entered_in_error:
                continue
            alone = replace(need, outcomes=(outcome,))
            found = operations.ask(plans.check_item, assessment_id, alone, today=today)
            history = histories.get(outcome.id, ())
            rows.append(PlanRow(need_number, outcome_number, need, outcome, found.letters, today, history))
    return tuple(rows)


def count_words(rows: tuple[PlanRow, ...]) -> str:
    """Return '4 items. SMART: 3 of 4 complete'."""
    items = "1 item" if len(rows) == 1 else f"{len(rows)} items"
    carried = sum(bool(row.carried_words) for row in rows)
    carried_on = f", {carried} of them carried forward" if carried else ""
    return f"{items}{carried_on}. SMART: {sum(row.is_smart for row in rows)} of {len(rows)} complete"


def mark_words(outcome: Outcome) -> str:
    """Return 'Partly met, 04-Mar-2026. One filling left'; '' while an outcome is open."""
    if outcome.mark is None:
        return ""
    on = f", {show_date(outcome.marked_on)}" if outcome.marked_on else ""
    note = f". {outcome.mark_note}" if outcome.mark_note else ""
    return f"{MARK_WORDS[outcome.mark]}{on}{note}"


def action_words(action: Action) -> str:
    """Return 'Show Ellie a sleep diary. Nadia Rahman, nurse, Northgate team, by 15-Apr-2026'."""
    who = ", ".join(part for part in (action.person, action.role, action.organisation) if part)
    by = f"by {show_date(action.by)}" if action.by else "no date"
    return f"{action.text or 'What is done is not written yet'}. {who or 'Nobody is named'}, {by}"
