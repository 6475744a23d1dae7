"""Marks on the plan in force, between reviews; and items that were entered in error."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.domain.plans import Mark, Outcome, mark_outcome
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessments, plans

_BEING_WRITTEN = ("in_progress", "part_done")


@needs(Action.MARK_LAST_PLAN, child=plans.child_of_outcome)
def mark_item(
    session: Session,
    outcome_id: int,
    mark: Mark,
    *,
    by: Actor,
    now: datetime,
    note: str = "",
    on: date | None = None,
) -> Changes:
    """Mark one item of the plan in force, between two reviews. Who did it and when stays in the record of changes.

    on: the day it is true of; today unless it is said. Partly met and not met leave the item open for the next review.

    Raises UserError while a review or an amendment is being written, for a day that can't be, and without what belongs
    to the mark.
    """
    one, outcome = _in_force(session, outcome_id)
    day = on or now.date()
    if day > now.date():
        raise UserError("Marked on must be today or in the past")
    if one.completed_on and day < one.completed_on:
        raise UserError(f"Marked on must be on or after {show_date(one.completed_on)}, when it was agreed")
    kept = clean_text(note, label="Note", longest=2_000)
    plans.put_mark(session, mark_outcome(outcome, mark, kept, day))
    return Changes(plans=True, child_id=one.child_id)


@needs(Action.MARK_LAST_PLAN, child=plans.child_of_outcome)
def take_mark_back(
    session: Session, outcome_id: int, before: Outcome, *, by: Actor, now: datetime
) -> Changes:
    """Put the mark of an item back to what it was. before: the outcome as it stood then. Raises as `mark_item` does."""
    one, outcome = _in_force(session, outcome_id)
    plans.put_mark(
        session, replace(outcome, mark=before.mark, mark_note=before.mark_note, marked_on=before.marked_on)
    )
    return Changes(plans=True, child_id=one.child_id)


@needs(Action.EDIT_PLAN, child=plans.child_of_outcome)
def enter_in_error(session: Session, outcome_id: int, because: str, *, by: Actor, now: datetime) -> Changes:
    """Say that an item should not be in the plan. It stays there, struck through, and in no paper and no check.

    Raises UserError without a reason, and for an item of a plan that another one has replaced.
    """
    reason = clean_text(because, label="Reason", longest=2_000).strip()
    if not reason:
        raise UserError("Enter the reason: why this item was entered in error")
    one, outcome = _found(session, outcome_id)
    if one.state not in assessments.OPEN_STATES:
        _refuse_replaced(session, one)
    if outcome.entered_in_error:
        raise UserError("This item is marked as entered in error already")
    plans.put_error(session, outcome_id, reason)
    return Changes(plans=True, child_id=one.child_id)


def _in_force(session: Session, outcome_id: int) -> tuple[assessments.Assessment, Outcome]:
    """Return an item of the plan in force with its assessment. Raises UserError when it can't be marked here."""
    one, outcome = _found(session, outcome_id)
    if one.state != "signed":
        raise UserError("This plan is not signed yet. Items are marked once it is, or in the next review")
    _refuse_replaced(session, one)
    held = assessments.of_child(session, one.child_id)
    writing = next((each for each in held if each.state in _BEING_WRITTEN), None)
    if writing is not None and writing.is_amendment:
        raise UserError("This plan is being amended. Sign the amendment first, then mark the item")
    if writing is not None:
        raise UserError(
            f"The {writing.kind} in progress looks back on this plan. Mark the item there, in Last plan"
        )
    if outcome.entered_in_error:
        raise UserError("This item was entered in error. It has no mark")
    return one, outcome


def _refuse_replaced(session: Session, one: assessments.Assessment) -> None:
    if assessments.in_force(assessments.of_child(session, one.child_id))[-1].id != one.id:
        raise UserError("A newer plan has replaced this one. It can only be read")


def _found(session: Session, outcome_id: int) -> tuple[assessments.Assessment, Outcome]:
    assessment_id, _ = plans.place_of(session, outcome_id)
    outcome = next(
        each
        for need in plans.plan_of(session, assessment_id)
        for each in need.outcomes
        if each.id == outcome_id
    )
    return assessments.load(session, assessment_id), outcome
