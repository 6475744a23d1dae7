"""The health plan as rows: one per outcome, with its owners, its date and the five letters in words."""

from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.dates import show_date, show_distance
from lac_tracker.domain.plans import (
    CATEGORY_WORDS,
    MARK_WORDS,
    Action,
    Need,
    Outcome,
    carried_words,
    first_due,
    is_open,
    is_overdue,
)
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
    number: int = 1  # from 1, in the order of the plan
    group: str = ""  # what it stands under while the rows are grouped by owner or date
    is_blocked: bool = False  # something is missing without which the plan can't be signed

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
        return first_due(self.outcome)

    @property
    def is_open(self) -> bool:
        return is_open(self.outcome)

    @property
    def is_overdue(self) -> bool:
        return is_overdue(self.outcome, self.today)

    @property
    def by_words(self) -> str:
        return show_date(self.first_by) if self.first_by else "No date"

    @property
    def by_distance(self) -> str:
        """'308 days over', 'in 30 days'; '' for what is closed or has no date."""
        if self.first_by is None or not self.is_open:
            return ""
        if self.is_overdue:
            days = (self.today - self.first_by).days
            return "1 day over" if days == 1 else f"{days} days over"
        return show_distance(self.first_by, self.today)

    @property
    def state(self) -> str:
        """The key of the status look: a mark, or how much of it is written."""
        if self.outcome.entered_in_error:
            return "cancelled"
        return self.outcome.mark or ("complete" if self.is_smart else "started")

    @property
    def status(self) -> str:
        """The key of the look of its status: a mark, a draft, or open."""
        if self.outcome.entered_in_error:
            return "cancelled"
        return self.outcome.mark or ("started" if self.is_blocked else "on_track")

    @property
    def status_words(self) -> str:
        if self.outcome.entered_in_error:
            return "Entered in error"
        if self.outcome.mark:
            return MARK_WORDS[self.outcome.mark]
        return "Draft" if self.is_blocked else "Open"

    @property
    def carried_words(self) -> str:
        """'Carried forward twice, first agreed 11-Mar-2025'; '' for a new one."""
        return carried_words(self.outcome)

    @property
    def carried_short(self) -> str:
        """'Twice': for the column that is headed Carried."""
        words = self.carried_words.removeprefix("Carried forward ").partition(",")[0]
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
        missing = [letter.word for letter in self.letters if not letter.passed]
        return f"Missing: {', '.join(missing)}" if missing else "All five"

    @property
    def smart_letters(self) -> str:
        """'S M a R T': a capital passed, a small letter is missing."""
        return " ".join(one.letter if one.passed else one.letter.lower() for one in self.letters)

    @property
    def smart_spoken(self) -> str:
        """'Specific yes, Measurable no, …'."""
        return ", ".join(f"{one.word} {'yes' if one.passed else 'no'}" for one in self.letters)

    @property
    def smart_said(self) -> str:
        """All five letters with yes or no, for a screen reader and the tooltip."""
        if self.mark_words:
            return self.mark_words
        what = [letter.says for letter in self.letters if not letter.passed]
        return "\n".join((self.smart_spoken, *what))


def rows_of(
    operations: Operations, assessment_id: int, plan: tuple[Need, ...], today: date
) -> tuple[PlanRow, ...]:
    """Return a row for every outcome of a plan, in its order."""
    is_carried = any(outcome.carried_from_id for need in plan for outcome in need.outcomes)
    histories = operations.ask(last_plan.history, assessment_id) if is_carried else {}
    checks = operations.ask(plans.checked, assessment_id, today=today)
    rows: list[PlanRow] = []
    for need_number, need in enumerate(plan, 1):
        for outcome_number, outcome in enumerate(need.outcomes or (Outcome(text=""),), 1):
            found = checks[(need_number, outcome_number)]
            rows.append(
                PlanRow(
                    need_number, outcome_number, need, outcome, found.letters, today,
                    history=histories.get(outcome.id, ()), number=len(rows) + 1,
                    is_blocked=any(one.severity == "blocks" for one in found.findings),
                )
            )  # fmt: skip
    return tuple(rows)


def smart_count(rows: tuple[PlanRow, ...]) -> str:
    """Return 'SMART: 3 of 4 complete', of what is open; '' where nothing is."""
    open_ones = [row for row in rows if row.is_open]
    return (
        f"SMART: {sum(row.is_smart for row in open_ones)} of {len(open_ones)} complete" if open_ones else ""
    )


def count_words(rows: tuple[PlanRow, ...]) -> str:
    """Return '4 items, 1 of them carried forward. SMART: 3 of 4 complete'."""
    held = [row for row in rows if not row.outcome.entered_in_error]
    items = "1 item" if len(held) == 1 else f"{len(held)} items"
    carried = sum(bool(row.carried_words) for row in held)
    carried_on = f", {carried} of them carried forward" if carried else ""
    return ". ".join(part for part in (f"{items}{carried_on}", smart_count(rows)) if part)


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
