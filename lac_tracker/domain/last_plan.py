"""The last plan in a review: how each outcome went, what follows, and what is still missing."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from lac_tracker.domain.plans import MARK_WORDS, Action, Mark, Need, Outcome, carry_forward

WhatNext = Literal["close", "carry_forward", "change"]

WHAT_NEXT: tuple[tuple[WhatNext, str], ...] = (
    ("close", "Close"),
    ("carry_forward", "Carry forward"),
    ("change", "Change"),
)
WHAT_NEXT_WORDS = dict(WHAT_NEXT)

# Mark → (the question beside its note, what is asked for while the note is empty), by quality-and-plans 2.4.
_NOTES: dict[Mark, tuple[str, str]] = {
    "met": ("When was it met, and how do we know?", "Enter when item {number} was met, and how we know"),
    "partly": ("What remains?", "Enter what remains of item {number}"),
    "not_met": ("What got in the way?", "Enter what got in the way of item {number}"),
    "no_longer_needed": ("Why is it no longer needed?", "Enter why item {number} is no longer needed"),
    "declined": ("Who declined it, and why?", "Enter who declined item {number}, and why"),
    "transferred": (
        "Who has it now, or which area?",
        "Enter to whom or which area item {number} was transferred",
    ),
}
MARK_ITEM = "Mark item {number}: met, partly met, not met, no longer needed, declined or transferred"


@dataclass(frozen=True)
class Marking:
    """How one outcome went, as marked in the review."""

    mark: Mark
    note: str = ""  # what domain.plans.MARKS asks for
    childs_words: str = ""
    what_next: WhatNext = "close"
    new_review_on: date | None = None

    def __post_init__(self) -> None:
        if self.mark not in MARK_WORDS:
            raise ValueError(f"{self.mark!r} is not a mark")
        if self.what_next not in WHAT_NEXT_WORDS:
            raise ValueError(f"{self.what_next!r} is not what follows a mark")

    @property
    def carries(self) -> bool:
        """Whether the outcome goes on in the plan of this review."""
        return self.what_next != "close"


@dataclass(frozen=True)
class LastOutcome:
    """One outcome that was open when the review began."""

    number: int  # from 1, in the order of the last plan
    need: Need
    outcome: Outcome
    kind: str  # of the assessment it was agreed in
    agreed_on: date
    marking: Marking | None = None
    carried_to: tuple[int, int] | None = (
        None  # (number of the need, of the outcome) in the plan of this review
    )
    carried: Outcome | None = None  # as it stands there
    is_changed_there: bool = False  # since it was carried: closing it takes more than a copy out of the plan

    @property
    def first_agreed_on(self) -> date:
        return self.outcome.first_agreed_on or self.agreed_on

    @property
    def note(self) -> str:
        """What belongs to the mark: as written; of an outcome that was met, else, the measure it was agreed with."""
        if self.marking is None or self.marking.note:
            return self.marking.note if self.marking else ""
        if self.marking.mark == "met" and self.outcome.measure:
            return f"By the measure agreed: {self.outcome.measure}"
        return ""

    @property
    def lacks(self) -> str:
        """Return in words what is still to be entered, '' when nothing is."""
        if self.marking is None:
            return MARK_ITEM.format(number=self.number)
        if not self.note:
            return _NOTES[self.marking.mark][1].format(number=self.number)
        if not self.marking.carries:
            return ""
        if self.carried is None:
            return f"Item {self.number} was taken out of the plan. Mark it again"
        return "" if self.carried.review_on else f"Enter a new date for item {self.number}"


def note_question(mark: Mark) -> str:
    """Return what is asked beside a mark: 'What got in the way?'."""
    return _NOTES[mark][0]


def follows(mark: Mark) -> WhatNext:
    """Return what follows a mark unless the person says otherwise: what is not done goes on."""
    return "carry_forward" if mark in ("partly", "not_met") else "close"


def carried_item(item: LastOutcome, marking: Marking, today: date) -> tuple[Need, Outcome]:
    """Return the need without outcomes, and the outcome, with which a marked item goes on in the next plan."""
    marked = replace(item.outcome, mark=marking.mark)
    outcome = carry_forward(marked, marking.new_review_on, item.agreed_on, today)
    return replace(item.need, id=None, outcomes=()), outcome


def with_new_date(outcome: Outcome, before: date | None, after: date | None) -> Outcome:
    """Return a carried outcome with another date: also for its actions that have the one before, or none."""
    actions = (
        replace(action, by=after) if action.by in (before, None) else action for action in outcome.actions
    )
    return replace(outcome, review_on=after, actions=tuple(actions))


def is_as_carried(item: LastOutcome, need: Need, outcome: Outcome) -> bool:
    """Return whether what was carried still stands as it came: nothing is lost when it is taken out again."""
    old, marking = item.outcome, item.marking
    given = {None, marking.new_review_on if marking else None}
    need_is_same = (need.title, need.category, need.found, need.childs_words) == (
        item.need.title, item.need.category, item.need.found, item.need.childs_words,
    )  # fmt: skip
    return (
        need_is_same
        and (outcome.text, outcome.measure) == (old.text, old.measure)
        and outcome.review_on in given
        and outcome.agreed_child is None
        and outcome.agreed_carer is None
        and len(outcome.actions) == len(old.actions)
        and all(
            _words_of(new) == _words_of(before) and new.by in (given | {before.by})
            for new, before in zip(outcome.actions, old.actions, strict=True)
        )
    )


def _words_of(action: Action) -> tuple[str, ...]:
    return (action.text, action.why or "", action.person, action.role, action.organisation)


def counts(items: tuple[LastOutcome, ...]) -> tuple[int, int, int]:
    """Return how many are marked, how many there are, and how many marked ones lack what belongs to their mark."""
    marked = [item for item in items if item.marking]
    return len(marked), len(items), sum(bool(item.lacks) for item in marked)
