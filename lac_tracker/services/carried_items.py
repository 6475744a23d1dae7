"""What goes on from the last plan stands in the plan of the review: put there, dated, and taken out again."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain import last_plan as rules
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.last_plan import LastOutcome, Marking
from lac_tracker.domain.plans import Need, Outcome
from lac_tracker.storage import assessments, plans

_TAKEN_OUT = "Carried forward from the last plan, then marked as closed"


class CarriedItemChanged(UserError):
    """The item was carried into this plan and changed there: closing it takes those changes out of the plan."""


def date_of(item: LastOutcome) -> date | None:
    """Return the new date an item was given, None while it has none."""
    return item.marking.new_review_on if item.marking else None


def carry(
    session: Session,
    one: assessments.Assessment,
    item: LastOutcome,
    marking: Marking,
    today: date,
    take_changed: bool,
) -> bool:
    """Bring the plan of the review in line with a mark; True when that changed it.

    take_changed: what was changed since it was carried may be taken out again. Raises CarriedItemChanged when it
    would have to be and may not.
    """
    if not marking.carries:
        return take_out(session, one.id, item, take_changed)
    need, outcome = rules.carried_item(item, marking, today)
    held = _need_with_copy(session, one.id, item)
    if held is None:
        beside = _need_beside(session, one.id, item)
        into = (
            replace(beside, outcomes=(*beside.outcomes, outcome))
            if beside
            else replace(need, outcomes=(outcome,))
        )
        plans.save_need(session, one.child_id, one.id, into)
        return True
    copy = next(each for each in held.outcomes if each.carried_from_id == item.outcome.id)
    mended = replace(copy, entered_in_error=False, entered_in_error_because="")
    if date_of(item) != marking.new_review_on:
        mended = rules.with_new_date(mended, date_of(item), marking.new_review_on)
    if mended == copy:
        return False
    plans.save_need(session, one.child_id, one.id, _with(held, copy, mended))
    return True


def take_out(session: Session, assessment_id: int, item: LastOutcome, take_changed: bool) -> bool:
    """Take what was carried out of the plan again. What was changed there is kept, and no longer counts."""
    held = _need_with_copy(session, assessment_id, item)
    if held is None or held.id is None or item.carried is None:
        return False
    copy = next(each for each in held.outcomes if each.carried_from_id == item.outcome.id)
    child_id = assessments.child_of(session, assessment_id)
    if rules.is_as_carried(item, held, copy):
        others = tuple(each for each in held.outcomes if each is not copy)
        if others:
            plans.save_need(session, child_id, assessment_id, replace(held, outcomes=others))
        else:
            plans.remove_need(session, held.id)
        return True
    if not take_changed:
        raise CarriedItemChanged(
            f"Item {item.number} was carried into this plan and changed there. Closing it takes it out of the plan"
        )
    gone = replace(copy, entered_in_error=True, entered_in_error_because=_TAKEN_OUT)
    plans.save_need(session, child_id, assessment_id, _with(held, copy, gone))
    return True


def _need_with_copy(session: Session, assessment_id: int, item: LastOutcome) -> Need | None:
    """Return the need of the plan being written that holds what was carried of an item."""
    return next(
        (
            need
            for need in plans.plan_of(session, assessment_id)
            if any(outcome.carried_from_id == item.outcome.id for outcome in need.outcomes)
        ),
        None,
    )


def _need_beside(session: Session, assessment_id: int, item: LastOutcome) -> Need | None:
    """Return the need that already holds another outcome carried from the same need of the last plan."""
    siblings = {outcome.id for outcome in item.need.outcomes}
    return next(
        (
            need
            for need in plans.plan_of(session, assessment_id)
            if any(outcome.carried_from_id in siblings for outcome in need.outcomes)
        ),
        None,
    )


def _with(need: Need, before: Outcome, after: Outcome) -> Need:
    return replace(need, outcomes=tuple(after if each is before else each for each in need.outcomes))
