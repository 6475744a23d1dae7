"""Editions of a signed assessment: what an amendment takes over, and what follows when it is signed."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.plans import Need
from lac_tracker.storage import assessments, last_plan, missing_parts, plans
from lac_tracker.storage.assessments import Assessment
from lac_tracker.storage.tables.assessments import AnswerRow, AssessmentRow
from lac_tracker.storage.tables.plans import LastPlanMarkRow, NeedRow, OutcomeRow

# What belongs to the assessment and not to the edition: each keeps the dates of the same clock.
_SAME = (
    "form_id", "form_sha256", "notified_on", "request_complete_on", "consent_received_on", "first_offered_on",
    "first_seen_on", "part_done_on", "completed_on", "completed_by", "host_requested_on", "host_accepted_on",
    "host_completed_on", "host_report_received_on", "accepted_from_earlier_period",
)  # fmt: skip


def first_edition(session: Session, one: Assessment) -> Assessment:
    """Return the first edition of an assessment: itself, unless it amends another."""
    while one.amends_id is not None:
        one = assessments.load(session, one.amends_id)
    return one


def ids_of_editions(session: Session, one: Assessment) -> tuple[int, ...]:
    """Return the ids of this edition and of those it goes back to, the newest first."""
    found = [one.id]
    while one.amends_id is not None:
        one = assessments.load(session, one.amends_id)
        found.append(one.id)
    return tuple(found)


def add_edition(session: Session, one: Assessment, fields: dict[str, Any]) -> int:
    """Add the next edition of a signed assessment with its answers, its plan and its marks; return its id."""
    row = session.get_one(AssessmentRow, one.id)
    same = {name: getattr(row, name) for name in _SAME}
    made = assessments.add(
        session, one.child_id, one.kind, "in_progress",
        same | {"amends_id": one.id, "edition": one.edition + 1} | fields,
    )  # fmt: skip
    for answer in session.scalars(select(AnswerRow).where(AnswerRow.assessment_id == one.id)).all():
        session.add(
            AnswerRow(
                assessment_id=made, question_id=answer.question_id, value=answer.value,
                answered_at=answer.answered_at, answered_by_id=answer.answered_by_id,
            )
        )  # fmt: skip
    copies = {
        need.id: plans.save_need(session, one.child_id, made, _as_new(need))
        for need in plans.plan_of(session, one.id)
        if need.id is not None
    }
    missing_parts.copy(session, one.id, made, copies)
    last_plan.copy_marks(session, one.id, made)
    session.flush()
    return made


def follow_marks(session: Session, replaced_id: int, edition_id: int) -> None:
    """Let the marks of a review that is open already follow the plan into its new edition, item by item."""
    new = {
        outcome.text: outcome.id for need in plans.plan_of(session, edition_id) for outcome in need.outcomes
    }
    rows = session.execute(
        select(LastPlanMarkRow, OutcomeRow.outcome)
        .join(OutcomeRow, OutcomeRow.id == LastPlanMarkRow.outcome_id)
        .join(NeedRow, NeedRow.id == OutcomeRow.need_id)
        .join(AssessmentRow, AssessmentRow.id == LastPlanMarkRow.assessment_id)
        .where(NeedRow.assessment_id == replaced_id, AssessmentRow.state.in_(assessments.OPEN_STATES))
    ).all()
    for mark, text in rows:
        before, after = mark.outcome_id, new.get(text)
        if after is None:
            continue
        mark.outcome_id = after
        carried = select(OutcomeRow).join(NeedRow, NeedRow.id == OutcomeRow.need_id)
        for outcome in session.scalars(
            carried.where(NeedRow.assessment_id == mark.assessment_id, OutcomeRow.carried_from_id == before)
        ):
            outcome.carried_from_id = after
    session.flush()


def _as_new(need: Need) -> Need:
    outcomes = tuple(
        replace(outcome, id=None, actions=tuple(replace(action, id=None) for action in outcome.actions))
        for outcome in need.outcomes
    )
    return replace(need, id=None, outcomes=outcomes)
