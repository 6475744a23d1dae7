"""What the due dates of children are computed from, asked of many at once: each query is built once for the program."""

from collections import defaultdict
from functools import cache
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from lac_tracker.storage import care
from lac_tracker.storage.tables.assessments import AppointmentRow, AssessmentRow, DeclinedRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.due import DueRow
from lac_tracker.storage.tables.people import PersonRow


def children(session: Session, child_ids: set[int]) -> list[Row[Any]]:
    """Return what the clocks read of the children themselves."""
    return list(care.portions(session, _of_child(), child_ids))


@cache
def _of_child() -> Any:
    row = ChildRow
    found = select(row.id, row.team_id, row.born, row.interpreter_needed, row.search_key)
    return found.where(care.among(row.id))


def newest_id(session: Session) -> int:
    """Return the highest id of a row of `due`; 0 where there is none."""
    return session.scalar(_newest_id()) or 0


@cache
def _newest_id() -> Any:
    return select(func.max(DueRow.id))


def stored(session: Session, child_ids: set[int]) -> dict[tuple[int, str], DueRow]:
    """Return the rows of these children: (child, kind) → row."""
    rows = (row for (row,) in care.portions(session, _of_rows(), child_ids))
    return {(row.child_id, row.kind): row for row in rows}


@cache
def _of_rows() -> Any:
    return select(DueRow).where(care.among(DueRow.child_id))


def assessments(session: Session, child_ids: set[int]) -> dict[int, list[Any]]:
    """Return the assessments of each child that has any, in the order in which they were added."""
    return _by_child(session, _assessments(), child_ids)


def plan_in_force(held: list[Any]) -> dict[str, Any]:
    """Return which plan of a child is in force, and since when it waits to go to the practice: fields of Clock."""
    replaced = {row.amends_id for row in held if row.state == "signed"}
    signed = [row for row in held if row.state == "signed" and row.id not in replaced]
    if not signed:
        return {}
    newest = max(signed, key=lambda row: (row.completed_on, row.id))
    unsent = newest.signed_at.date() if newest.sent_to_gp_on is None else None
    return {"plan_id": newest.id, "plan_unsent_since": unsent}


def bookings(session: Session, child_ids: set[int]) -> dict[int, list[Any]]:
    """Return the booked appointments of each child that has any."""
    return _by_child(session, _bookings(), child_ids)


@cache
def _assessments() -> Any:
    columns = (
        AssessmentRow.id, AssessmentRow.child_id, AssessmentRow.kind, AssessmentRow.state, AssessmentRow.completed_on,
        AssessmentRow.completed_by, AssessmentRow.signed_at, AssessmentRow.accepted_from_earlier_period,
        AssessmentRow.part_done_on, AssessmentRow.ask_again_on, AssessmentRow.declined_on, AssessmentRow.amends_id,
        AssessmentRow.sent_to_gp_on, AssessmentRow.notified_on, AssessmentRow.request_complete_on,
        AssessmentRow.consent_received_on, AssessmentRow.sent_to_social_worker_on,
        DeclinedRow.declined_by, AssessmentRow.assessor_id, PersonRow.full_name,
    )  # fmt: skip
    query = (
        select(*columns)
        .outerjoin(PersonRow, PersonRow.id == AssessmentRow.assessor_id)
        .outerjoin(DeclinedRow, DeclinedRow.assessment_id == AssessmentRow.id)
        .order_by(AssessmentRow.id)
    )
    return query.where(care.among(AssessmentRow.child_id))


@cache
def _bookings() -> Any:
    columns = (
        AppointmentRow.child_id,
        AppointmentRow.kind,
        AppointmentRow.takes_place_on,
        AppointmentRow.starts_at,
        AppointmentRow.interpreter,
        AppointmentRow.clinician_id,
        PersonRow.full_name,
    )
    query = (
        select(*columns)
        .outerjoin(PersonRow, PersonRow.id == AppointmentRow.clinician_id)
        .where(AppointmentRow.outcome == "booked")
    )
    return query.where(care.among(AppointmentRow.child_id))


def _by_child(session: Session, query: Any, child_ids: set[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in care.portions(session, query, child_ids):
        found[row.child_id].append(row)
    return found
