"""The last plan in a review: shown, marked item by item, carried forward, and closed when the review is signed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import last_plan as rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import add_months, age_in_years, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.last_plan import LastOutcome, Marking, WhatNext
from lac_tracker.domain.names import clean_text, first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.plans import CLOSING_MARKS, MARK_WORDS, Mark, Need, Outcome, is_open, mark_outcome
from lac_tracker.services.access import needs
from lac_tracker.services.carried_items import CarriedItemChanged as CarriedItemChanged
from lac_tracker.services.carried_items import carry, date_of, take_out
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessments, children, plans
from lac_tracker.storage import last_plan as stored


@dataclass(frozen=True)
class LastPlanView:
    """Everything the list of the last plan shows."""

    items: tuple[LastOutcome, ...]
    called: str
    plan_words: str  # 'RHA 11-Mar-2025', '' when no plan before this one is on record
    next_due: date  # of the review after this one, counted from today
    may_mark: bool  # the review is still open
    closed: tuple[str, ...] = ()  # what was closed between the two: 'Teeth: met 01-Mar-2026. Letter seen'

    @property
    def counts(self) -> tuple[int, int, int]:
        """Marked, total, and how many marked ones lack something."""
        return rules.counts(self.items)


@needs(Action.SEE_CLINICAL, child=assessments.child_of)
def last_plan(session: Session, assessment_id: int, *, by: Actor, now: datetime) -> LastPlanView:
    """Return the outcomes that were open when a review began, numbered, with what has been marked so far."""
    one = assessments.load(session, assessment_id)
    child = children.load(session, one.child_id)
    before = stored.plans_before(session, assessment_id) if one.kind == "RHA" else ()
    today = now.date()
    return LastPlanView(
        items=items_of(session, assessment_id),
        called=first_name(child.preferred_name, child.given_name, child.council_id),
        plan_words=f"{before[0].kind} {show_date(before[0].on)}" if before else "",
        next_due=add_months(today, 6 if age_in_years(child.born, today) < 5 else 12),
        may_mark=one.state in assessments.OPEN_STATES,
        closed=tuple(_closed_words(need, one) for need, one in closed_between(session, assessment_id)),
    )


@needs(Action.SEE_CLINICAL, child=assessments.child_of)
def counts(session: Session, assessment_id: int, *, by: Actor, now: datetime) -> tuple[int, int, int]:
    """Return how many items are marked, how many there are, and how many marked ones lack something."""
    return rules.counts(items_of(session, assessment_id))


@needs(Action.SEE_CLINICAL, child=assessments.child_of)
def history(
    session: Session, assessment_id: int, *, by: Actor, now: datetime
) -> Mapping[int, tuple[str, ...]]:
    """Return for every outcome of a plan that was carried where it came from, oldest first: id → lines of words.

    'RHA 11-Mar-2025: Partly met. One filling left.'
    """
    earlier = {
        outcome.id: (plan, outcome)
        for plan in stored.plans_before(session, assessment_id)
        for need in plans.plan_of(session, plan.id)
        for outcome in need.outcomes
    }
    marked_now = stored.markings(session, assessment_id)
    found: dict[int, tuple[str, ...]] = {}
    for need in plans.plan_of(session, assessment_id):
        for outcome in need.outcomes:
            lines: list[str] = []
            before_id, is_last = outcome.carried_from_id, True
            while before_id is not None and before_id in earlier:
                plan, before = earlier[before_id]
                marking = marked_now.get(before_id) if is_last else None
                mark, note = (marking.mark, marking.note) if marking else (before.mark, before.mark_note)
                said = ". ".join(
                    part for part in (MARK_WORDS[mark] if mark else "", note.rstrip(".")) if part
                )
                lines.insert(0, f"{plan.kind} {show_date(plan.on)}: {said or 'agreed'}.")
                before_id, is_last = before.carried_from_id, False
            if lines and outcome.id is not None:
                found[outcome.id] = tuple(lines)
    return found


@needs(Action.MARK_LAST_PLAN, child=assessments.child_of)
def mark(
    session: Session,
    assessment_id: int,
    outcome_id: int,
    mark: Mark,
    *,
    by: Actor,
    now: datetime,
    note: str = "",
    childs_words: str = "",
    what_next: WhatNext | None = None,
    new_review_on: date | None = None,
    take_out_changed: bool = False,
) -> Changes:
    """Mark how one outcome went, or say more about it. What goes on stands at once in the plan of this review.

    what_next: None for what usually follows the mark. take_out_changed: an item that was carried and changed since
    may be taken out of the plan again.

    Raises CarriedItemChanged when that is so and was not said, and UserError for a date that has passed.
    """
    one = assessments.load(session, assessment_id)
    assessments.refuse_signed(one.state)
    item = _item(session, assessment_id, outcome_id)
    if new_review_on and new_review_on <= now.date() and new_review_on != date_of(item):
        raise UserError(f"New date of item {item.number} must be after today, {show_date(now.date())}")
    marking = Marking(
        mark,
        clean_text(note, label="Note", longest=2_000).strip(),
        clean_text(childs_words, label="What the child says", longest=2_000).strip(),
        what_next or rules.follows(mark),
        new_review_on,
    )
    stored.put(session, assessment_id, outcome_id, marking, by=by, now=now)
    changed = carry(session, one, item, marking, now.date(), take_out_changed)
    return Changes(assessments=True, plans=changed, child_id=one.child_id)


@needs(Action.MARK_LAST_PLAN, child=assessments.child_of)
def unmark(
    session: Session,
    assessment_id: int,
    outcome_id: int,
    *,
    by: Actor,
    now: datetime,
    take_out_changed: bool = False,
) -> Changes:
    """Take a mark back. Raises CarriedItemChanged as `mark` does."""
    one = assessments.load(session, assessment_id)
    assessments.refuse_signed(one.state)
    item = _item(session, assessment_id, outcome_id)
    changed = take_out(session, assessment_id, item, take_out_changed)
    stored.remove(session, assessment_id, outcome_id)
    return Changes(assessments=True, plans=changed, child_id=one.child_id)


@needs(Action.MARK_LAST_PLAN, child=assessments.child_of)
def mark_rest(
    session: Session, assessment_id: int, mark: Mark, *, by: Actor, now: datetime, note: str = ""
) -> Changes:
    """Give every item that has no mark yet the same one."""
    one = assessments.load(session, assessment_id)
    assessments.refuse_signed(one.state)
    marking = Marking(
        mark,
        clean_text(note, label="Note", longest=2_000).strip(),
        what_next=rules.follows(mark),
    )
    changed = False
    for item in items_of(session, assessment_id):
        if item.marking is None and item.outcome.id is not None:
            stored.put(session, assessment_id, item.outcome.id, marking, by=by, now=now)
            changed |= carry(session, one, item, marking, now.date(), take_changed=False)
    return Changes(assessments=True, plans=changed, child_id=one.child_id)


def items_of(session: Session, assessment_id: int) -> tuple[LastOutcome, ...]:
    """Return the outcomes a review looks back on: still open, or marked in it. An initial assessment has none."""
    if assessments.load(session, assessment_id).kind != "RHA":
        return ()
    marked, closed = stored.markings(session, assessment_id), stored.closed_by_reviews(session, assessment_id)
    carried = {
        outcome.carried_from_id: ((need_number, outcome_number), need, outcome)
        for need_number, need in enumerate(plans.plan_of(session, assessment_id), 1)
        for outcome_number, outcome in enumerate(need.outcomes, 1)
        if outcome.carried_from_id is not None and not outcome.entered_in_error
    }
    found: list[LastOutcome] = []
    for plan in stored.plans_before(session, assessment_id):
        for need in plans.plan_of(session, plan.id):
            for outcome in need.outcomes:
                goes_on = is_open(outcome) and (outcome.mark is None or outcome.id not in closed)
                if outcome.id is None or outcome.entered_in_error or not (goes_on or outcome.id in marked):
                    continue
                number, marking = len(found) + 1, marked.get(outcome.id)
                item = LastOutcome(number, need, outcome, plan.kind, plan.on, marking)
                if outcome.id in carried:
                    place, held, copy = carried[outcome.id]
                    changed = not rules.is_as_carried(item, held, copy)
                    item = replace(item, carried_to=place, carried=copy, is_changed_there=changed)
                found.append(item)
    return tuple(found)


def closed_between(session: Session, assessment_id: int) -> tuple[tuple[Need, Outcome], ...]:
    """Return what was closed of the plan before a review, while no review was under way: it is not marked again."""
    before = stored.plans_before(session, assessment_id)[:1]
    if not before or assessments.load(session, assessment_id).kind != "RHA":
        return ()
    looked_at = set(stored.markings(session, assessment_id)) | stored.closed_by_reviews(
        session, assessment_id
    )
    return tuple(
        (need, outcome)
        for need in plans.plan_of(session, before[0].id)
        for outcome in need.outcomes
        if outcome.mark in CLOSING_MARKS and not outcome.entered_in_error and outcome.id not in looked_at
    )


def _closed_words(need: Need, outcome: Outcome) -> str:
    assert outcome.mark is not None
    on = f" {show_date(outcome.marked_on)}" if outcome.marked_on else ""
    return f"{need.title}: {MARK_WORDS[outcome.mark].lower()}{on}. {outcome.mark_note}".rstrip(". ")


def unmarked(session: Session, assessment_id: int) -> tuple[int, ...]:
    """Return the numbers of the items of the last plan without a mark. For signing."""
    return tuple(item.number for item in items_of(session, assessment_id) if item.marking is None)


def lacking(session: Session, assessment_id: int) -> tuple[tuple[int, str], ...]:
    """Return (number, words) of the items that have a mark and lack what belongs to it. For signing."""
    return tuple(
        (item.number, item.lacks)
        for item in items_of(session, assessment_id)
        if item.marking is not None and item.lacks
    )


def apply_marks(session: Session, assessment_id: int, on: date, by: Actor) -> None:
    """Close the outcomes of the last plan with their marks, as the review is signed.

    on: the day the review was completed. Raises UserError with everything that is still missing.
    """
    items = items_of(session, assessment_id)
    if missing := [item.lacks for item in items if item.lacks]:
        raise UserError("Not signed yet. " + " · ".join(missing))
    for item in items:
        assert item.marking is not None
        plans.put_mark(session, mark_outcome(item.outcome, item.marking.mark, item.note, on))


def _item(session: Session, assessment_id: int, outcome_id: int) -> LastOutcome:
    found = next((one for one in items_of(session, assessment_id) if one.outcome.id == outcome_id), None)
    if found is None:
        raise UserError("That item is not in the last plan any more. Open the section again")
    return found
