"""The plans before a review, and how their outcomes were marked in it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.last_plan import Marking, WhatNext
from lac_tracker.domain.people import Actor
from lac_tracker.domain.plans import Mark
from lac_tracker.storage import assessments
from lac_tracker.storage.tables.plans import LastPlanMarkRow


@dataclass(frozen=True)
class EarlierPlan:
    """A signed assessment whose plan came before."""

    id: int
    kind: str
    on: date


def plans_before(session: Session, assessment_id: int) -> tuple[EarlierPlan, ...]:
    """Return the signed assessments before this one, newest first: of each only its latest edition.

    An amendment looks back on what the assessment it amends looked back on.
    """
    held = {
        one.id: one for one in assessments.of_child(session, assessments.child_of(session, assessment_id))
    }
    one = held[assessment_id]
    editions, edition = {one.id}, one
    while edition.amends_id is not None:
        edition = held[edition.amends_id]
        editions.add(edition.id)
    reference = (one.completed_on or date.max, one.id)
    found = [
        EarlierPlan(plan.id, plan.kind, plan.completed_on)
        for plan in assessments.in_force(held.values())
        if plan.id not in editions
        and plan.completed_on is not None
        and (plan.completed_on, plan.id) < reference
    ]
    return tuple(reversed(found))


def markings(session: Session, assessment_id: int) -> dict[int, Marking]:
    """Return how outcomes were marked in an assessment: id of the outcome → its marking."""
    rows = session.scalars(select(LastPlanMarkRow).where(LastPlanMarkRow.assessment_id == assessment_id))
    return {row.outcome_id: _marking(row) for row in rows}


def closed_by_reviews(session: Session, assessment_id: int) -> frozenset[int]:
    """Return the outcomes of a child that a signed review other than this assessment has looked at."""
    child_id = assessments.child_of(session, assessment_id)
    signed = [one.id for one in assessments.of_child(session, child_id) if one.state == "signed"]
    others = [one for one in signed if one != assessment_id]
    rows = session.scalars(
        select(LastPlanMarkRow.outcome_id).where(LastPlanMarkRow.assessment_id.in_(others))
    )
    return frozenset(rows)


def put(
    session: Session, assessment_id: int, outcome_id: int, marking: Marking, *, by: Actor, now: datetime
) -> None:
    """Keep how an outcome went, in place of what was marked before."""
    row = _row(session, assessment_id, outcome_id)
    if row is None:
        row = LastPlanMarkRow(assessment_id=assessment_id, outcome_id=outcome_id)
        session.add(row)
    elif _marking(row) == marking:
        return
    row.mark, row.note, row.childs_words = marking.mark, marking.note, marking.childs_words
    row.what_next, row.new_review_on = marking.what_next, marking.new_review_on
    row.marked_at, row.marked_by_id = now, by.person_id
    session.flush()


def remove(session: Session, assessment_id: int, outcome_id: int) -> None:
    """Take a mark back (the change before stays in the record of changes)."""
    row = _row(session, assessment_id, outcome_id)
    if row is not None:
        session.delete(row)
        session.flush()


def copy_marks(session: Session, from_id: int, to_id: int) -> None:
    """Give an amendment the marks of the assessment it amends."""
    rows = session.scalars(select(LastPlanMarkRow).where(LastPlanMarkRow.assessment_id == from_id)).all()
    for row in rows:
        session.add(
            LastPlanMarkRow(
                assessment_id=to_id,
                outcome_id=row.outcome_id,
                mark=row.mark,
                note=row.note,
                childs_words=row.childs_words,
                what_next=row.what_next,
                new_review_on=row.new_review_on,
                marked_at=row.marked_at,
                marked_by_id=row.marked_by_id,
            )
        )
    session.flush()


def _row(session: Session, assessment_id: int, outcome_id: int) -> LastPlanMarkRow | None:
    return session.scalar(
        select(LastPlanMarkRow).where(
            LastPlanMarkRow.assessment_id == assessment_id, LastPlanMarkRow.outcome_id == outcome_id
        )
    )


def _marking(row: LastPlanMarkRow) -> Marking:
    # the table's CHECK allows only these words
    mark, what_next = cast(Mark, row.mark), cast(WhatNext, row.what_next)
    return Marking(mark, row.note, row.childs_words, what_next, row.new_review_on)
