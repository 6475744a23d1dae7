"""The health plan: need, outcomes, actions; marks at review; carrying forward."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import search_key

Mark = Literal["met", "partly", "not_met", "no_longer_needed", "declined", "transferred"]
Agreed = Literal["yes", "no"]

# (value, label, what has to be recorded with it), in the order of the keys 1 to 6.
MARKS: tuple[tuple[Mark, str, str], ...] = (
    ("met", "Met", "when, and how we know"),
    ("partly", "Partly met", "what remains"),
    ("not_met", "Not met", "what got in the way"),
    ("no_longer_needed", "No longer needed", "why"),
    ("declined", "Declined by child or carer", "who, and why"),
    ("transferred", "Transferred", "to whom or which area"),
)
MARK_WORDS = {mark: label for mark, label, _ in MARKS}
CLOSING_MARKS = frozenset({"met", "no_longer_needed", "declined", "transferred"})

CATEGORIES: tuple[tuple[str, str], ...] = (
    ("teeth", "Teeth"),
    ("immunisations", "Immunisations"),
    ("growth", "Growth and nutrition"),
    ("eyes", "Eyes and sight"),
    ("ears", "Ears and hearing"),
    ("asthma", "Asthma and breathing"),
    ("skin", "Skin"),
    ("continence", "Bladder and bowel"),
    ("long_term_condition", "Other long-term condition"),
    ("medicines", "Medicines and allergies"),
    ("infection", "Infection screening"),
    ("development", "Development"),
    ("learning", "Learning and school"),
    ("feelings", "Feelings and behaviour"),
    ("sleep", "Sleep"),
    ("food_and_movement", "Food and movement"),
    ("substances", "Smoking, vaping, alcohol and drugs"),
    ("relationships", "Relationships and sexual health"),
    ("pregnancy", "Pregnancy"),
    ("safety", "Safety"),
    ("identity", "Identity, faith and language"),
    ("history", "Missing history or records"),
    ("registration", "GP, dentist and optician"),
    ("leaving_care", "Getting ready to leave care"),
    ("other", "Something else"),
)
CATEGORY_WORDS = dict(CATEGORIES)


@dataclass(frozen=True)
class Action:
    """Who does what by when: one named person."""

    text: str
    person: str = ""  # 'Nadia Rahman', never a team alone
    role: str = ""
    organisation: str = ""
    by: date | None = None
    why: str | None = None  # printed for the practice
    id: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What will be different for the child, and how that will be seen."""

    text: str
    measure: str = ""  # how we'll know
    review_on: date | None = None
    actions: tuple[Action, ...] = ()
    agreed_child: Agreed | None = None
    agreed_child_because: str = ""  # why not, or why not asked
    agreed_carer: Agreed | None = None
    agreed_carer_because: str = ""
    mark: Mark | None = None
    mark_note: str = ""  # what MARKS asks for
    marked_on: date | None = None
    carried_count: int = 0  # how often carried forward
    first_agreed_on: date | None = None  # the original date, kept when carried
    entered_in_error: bool = False
    entered_in_error_because: str = ""
    carried_from_id: int | None = None  # the outcome of an earlier plan; None when new, or from a paper plan
    seen_by: tuple[str, ...] | None = (
        None  # who gets this item (disclosure.Reader); None: as its kind of need says
    )
    plain_words: str = ""  # the same outcome for the young person's own copy
    smart_letters: str | None = None  # what the check said when it was last saved: 'SMaRT', a capital passed
    id: int | None = None

    def __post_init__(self) -> None:
        if self.mark is not None and self.mark not in MARK_WORDS:
            raise ValueError(f"{self.mark!r} is not a mark")
        if self.carried_count < 0:
            raise ValueError("carried_count is below 0")


@dataclass(frozen=True)
class Need:
    """What was found."""

    id: int | None
    title: str
    category: str = "other"  # a key of CATEGORIES
    found: str = ""
    childs_words: str = ""
    section_id: str | None = None  # the section of the form it comes from
    outcomes: tuple[Outcome, ...] = ()

    def __post_init__(self) -> None:
        if self.category not in CATEGORY_WORDS:
            raise ValueError(f"{self.category!r} is not a category of need")


def is_open(outcome: Outcome) -> bool:
    """Return whether an outcome is still to be worked on.

    What was partly met or not met goes on until a review looks at it; every other mark closes it, and so does
    having been entered in error.
    """
    return not outcome.entered_in_error and outcome.mark not in CLOSING_MARKS


def open_outcomes(plan: Iterable[Need]) -> tuple[tuple[Need, Outcome], ...]:
    """Return what is still to be worked on."""
    return tuple((need, outcome) for need in plan for outcome in need.outcomes if is_open(outcome))


def open_actions(plan: Iterable[Need]) -> tuple[Action, ...]:
    """Return the actions of all open outcomes, earliest first, those without a date last."""
    actions = [action for _, outcome in open_outcomes(plan) for action in outcome.actions]
    return tuple(sorted(actions, key=lambda action: (action.by is None, action.by or date.min)))


def for_the_practice(plan: Iterable[Need], practice_name: str, ods: str | None = None) -> tuple[Action, ...]:
    """Return the open actions of the child's GP practice, earliest first.

    An action is the practice's when its organisation has the practice's name (case, accents and
    punctuation aside) or is its ODS code.
    """
    ours = {search_key(known) for known in (practice_name, ods or "") if search_key(known)}
    return tuple(action for action in open_actions(plan) if search_key(action.organisation) in ours)


def for_others(plan: Iterable[Need], practice_name: str, ods: str | None = None) -> tuple[Action, ...]:
    """Return the open actions that are not the practice's, earliest first."""
    plan = tuple(plan)
    practice = for_the_practice(plan, practice_name, ods)
    return tuple(action for action in open_actions(plan) if action not in practice)


def mark_outcome(outcome: Outcome, mark: Mark, note: str, on: date) -> Outcome:
    """Return the outcome marked at review.

    Raises UserError when what belongs to the mark is not said.
    """
    needed = next(needed for value, _, needed in MARKS if value == mark)
    if not note.strip():
        raise UserError(f"Enter {needed}: '{outcome.text}' is marked {MARK_WORDS[mark]}")
    return replace(outcome, mark=mark, mark_note=note.strip(), marked_on=on)


def carry_forward(outcome: Outcome, review_on: date | None, agreed_on: date, today: date) -> Outcome:
    """Return a marked outcome as the open one of the next plan: counted, with its original date.

    review_on: the new date, None while it is still to be set; actions whose own date has passed take it.
    agreed_on: the date of the plan it comes from, kept when it is carried for the first time.
    Whether child and carer agree is asked anew, and the letters of the SMART check are found anew.

    Raises UserError when it has not been marked first.
    """
    if outcome.mark is None:
        raise UserError(f"Mark '{outcome.text}' before carrying it forward")
    return replace(
        outcome,
        mark=None,
        mark_note="",
        marked_on=None,
        review_on=review_on,
        actions=tuple(_carried_action(action, review_on, today) for action in outcome.actions),
        agreed_child=None,
        agreed_child_because="",
        agreed_carer=None,
        agreed_carer_because="",
        carried_count=outcome.carried_count + 1,
        first_agreed_on=outcome.first_agreed_on or agreed_on,
        carried_from_id=outcome.id,
        smart_letters=None,
        id=None,
    )


def first_due(outcome: Outcome) -> date | None:
    """Return the day the first of its actions is due; None where none has a day."""
    return min((action.by for action in outcome.actions if action.by), default=None)


def is_overdue(outcome: Outcome, today: date) -> bool:
    """Return whether an open outcome has an action whose day has passed."""
    first = first_due(outcome)
    return is_open(outcome) and first is not None and first < today


def moved(plan: tuple[Need, ...], need_number: int, outcome_number: int, step: int) -> tuple[Need, ...]:
    """Return a plan with one outcome moved one place up (-1) or down (1).

    It changes places with the outcome beside it in its need; at the end of its need, the whole need does with the
    one beside it. At the end of the plan nothing moves. Numbers count from 1.
    """
    need, place = plan[need_number - 1], outcome_number - 1
    beside, needs = place + step, list(plan)
    if 0 <= beside < len(need.outcomes):
        outcomes = list(need.outcomes)
        outcomes[place], outcomes[beside] = outcomes[beside], outcomes[place]
        needs[need_number - 1] = replace(need, outcomes=tuple(outcomes))
    elif 0 <= need_number - 1 + step < len(needs):
        here, there = need_number - 1, need_number - 1 + step
        needs[here], needs[there] = needs[there], needs[here]
    return tuple(needs)


def carried_words(outcome: Outcome) -> str:
    """Return 'Carried forward twice, first agreed 11-Mar-2025', '' for an outcome that is new in its plan."""
    return show_carried(outcome.carried_count, outcome.first_agreed_on)


def show_carried(count: int, first_agreed_on: date | None) -> str:
    """Return how often something was carried forward, in words; '' for never."""
    if not count:
        return ""
    times = {1: "once", 2: "twice"}.get(count, f"{count} times")
    since = f", first agreed {show_date(first_agreed_on)}" if first_agreed_on else ""
    return f"Carried forward {times}{since}"


def _carried_action(action: Action, new_date: date | None, today: date) -> Action:
    is_ahead = action.by is not None and action.by > today
    return replace(action, by=action.by if is_ahead else new_date, id=None)
