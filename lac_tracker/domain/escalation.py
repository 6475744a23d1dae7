"""To whom something late is taken further, by the team's own rule: steps by who has to act and by days overdue."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lac_tracker.domain.dates import refuse_far
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.standing import WaitingOn
from lac_tracker.domain.working_days import BankHolidays, on_working_day

ANYONE = "anyone"
# In the order in which the parties are listed.
PARTIES = (
    ("council", "Council"),
    ("our_team", "Our team"),
    ("host_team", "Host team"),
    ("carer", "Carer"),
    ("young_person", "Young person"),
    ("gp", "GP"),
    ("camhs", "CAMHS"),
    (ANYONE, "Anyone"),
)
PARTY_WORDS = dict(PARTIES)
MOST_STEPS, MOST_DAYS = 40, 730
_KEYS = frozenset({"waiting_on", "days_overdue", "to", "answer_within"})


@dataclass(frozen=True)
class Step:
    """One step of the rule.

    waiting_on: a key of PARTIES. days_overdue: from how many days on; 0 is from the due date. to: whom it is taken to.
    answer_within: days within which an answer is expected.
    """

    waiting_on: str
    days_overdue: int
    to: str
    answer_within: int

    @property
    def words(self) -> str:
        """'Council, from 1 day overdue'."""
        days = "1 day" if self.days_overdue == 1 else f"{self.days_overdue} days"
        return f"{PARTY_WORDS[self.waiting_on]}, from {days} overdue"


@dataclass(frozen=True)
class Rule:
    """The team's own rule, or the one it starts from. changed_by: '' for the latter."""

    steps: tuple[Step, ...]
    changed_by: str = ""
    changed_on: date | None = None


def check_steps(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Return the steps cleaned and in order: by party, then by days. Raises UserError naming the step and the remedy."""
    cleaned = [_checked(number, one) for number, one in enumerate(steps, 1)]
    if not cleaned:
        raise UserError("Add at least one step")
    if len(cleaned) > MOST_STEPS:
        raise UserError(f"A rule has no more than {MOST_STEPS} steps; this one has {len(cleaned)}")
    order = list(PARTY_WORDS)
    cleaned.sort(key=lambda one: (order.index(one.waiting_on), one.days_overdue))
    for one, after in zip(cleaned, cleaned[1:], strict=False):
        if (one.waiting_on, one.days_overdue) == (after.waiting_on, after.days_overdue):
            raise UserError(f"'{one.words}' is there twice. Give each step of a party its own number of days")
    return tuple(cleaned)


def read_steps(table: Mapping[str, Any]) -> tuple[Step, ...]:
    """Return the steps of a data file: one [[step]] each. Raises UserError for what is not understood."""
    found = []
    for number, row in enumerate(table.get("step", ()), 1):
        if unknown := sorted(set(row) - _KEYS):
            raise UserError(
                f"Escalation step {number}: '{unknown[0]}' is not one of {', '.join(sorted(_KEYS))}"
            )
        if missing := sorted(_KEYS - set(row)):
            raise UserError(f"Escalation step {number}: {missing[0]} is missing")
        found.append(Step(row["waiting_on"], row["days_overdue"], row["to"], row["answer_within"]))
    return check_steps(found)


def next_step(
    steps: Sequence[Step], waiting_on: WaitingOn, days_overdue: int, taken: Collection[str]
) -> Step | None:
    """Return the step to take now: the first one for who has to act that is reached and was not taken; else None.

    Steps for that party go before those for anyone, which stand for parties that have none of their own.
    taken: the words of the steps taken for this clock already. Once all that are reached were taken there is none:
    the next one comes when its day comes.
    """
    own = [one for one in steps if one.waiting_on == waiting_on.value]
    ladder = own or [one for one in steps if one.waiting_on == ANYONE]
    reached = [one for one in ladder if one.days_overdue <= days_overdue and one.words not in taken]
    return min(reached, key=lambda one: one.days_overdue, default=None)


def after_that(
    steps: Sequence[Step], waiting_on: WaitingOn, days_overdue: int, taken: Collection[str]
) -> Step | None:
    """Return the next step that is not reached yet; None where there is none to come."""
    own = [one for one in steps if one.waiting_on == waiting_on.value]
    ladder = own or [one for one in steps if one.waiting_on == ANYONE]
    coming = [one for one in ladder if one.days_overdue > days_overdue and one.words not in taken]
    return min(coming, key=lambda one: one.days_overdue, default=None)


def answer_by(step: Step, today: date) -> date:
    """Return the day by which an answer is expected, as the rule counts: it may fall on a weekend."""
    return today + timedelta(days=step.answer_within)


def check_answer_by(day: date | None, today: date, holidays: BankHolidays) -> date:
    """Return the day by which an answer is expected: on a weekend or bank holiday it is the next working day.

    Raises UserError when it is missing or has passed.
    """
    if day is None:
        raise UserError("Enter the date an answer is expected by")
    if day < today:
        raise UserError("Date an answer is expected by must be today or in the future")
    refuse_far(day, "Date an answer is expected by", today)
    return on_working_day(day, holidays)


def _checked(number: int, one: Step) -> Step:
    place = f"Step {number}"
    if one.waiting_on not in PARTY_WORDS:
        raise UserError(f"{place}: choose who has to act ({', '.join(PARTY_WORDS.values())})")
    to = clean_line(str(one.to), label=f"{place}: to whom")
    if not to:
        raise UserError(f"{place}: enter to whom it is taken")
    days = _number(f"{place}: days overdue", one.days_overdue, least=0)
    return Step(one.waiting_on, days, to, _number(f"{place}: days for an answer", one.answer_within, least=1))


def _number(label: str, value: object, *, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= MOST_DAYS:
        raise UserError(f"{label} must be a whole number from {least} to {MOST_DAYS}")
    return value
