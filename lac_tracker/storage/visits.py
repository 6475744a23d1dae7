"""Pauses, refusals and appointments: rows and domain."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound
from lac_tracker.domain.people import Actor
from lac_tracker.domain.visits import Appointment, Declined, Pause
from lac_tracker.storage.care import chunks
from lac_tracker.storage.children import mark_for_due
from lac_tracker.storage.tables.assessment_notes import PauseRow
from lac_tracker.storage.tables.assessments import AppointmentRow, DeclinedRow

_APPOINTMENT = tuple(Appointment.__dataclass_fields__)
_DECLINED = tuple(Declined.__dataclass_fields__)


def add_pause(
    session: Session, assessment_id: int, reason: str, note: str, left_to_do: str, pick_up_on: date | None,
    *, by: Actor, now: datetime,
) -> None:  # fmt: skip
    """Keep why an assessment stopped for today."""
    row = PauseRow(
        assessment_id=assessment_id, paused_at=now, paused_by_id=by.person_id, reason=reason, note=note,
        left_to_do=left_to_do, pick_up_on=pick_up_on,
    )  # fmt: skip
    session.add(row)
    session.flush()


def pauses(session: Session, assessment_id: int) -> tuple[Pause, ...]:
    """Return the pauses of an assessment, oldest first."""
    rows = session.scalars(
        select(PauseRow).where(PauseRow.assessment_id == assessment_id).order_by(PauseRow.id)
    )
    return tuple(
        Pause(one.assessment_id, one.paused_at, one.reason, one.note, one.left_to_do, one.pick_up_on)
        for one in rows
    )


def add_declined(session: Session, child_id: int, fields: Mapping[str, Any]) -> int:
    """Keep that an assessment was declined for now."""
    row = DeclinedRow(child_id=child_id, **fields)
    session.add(row)
    session.flush()
    mark_for_due(session, child_id)
    return row.id


def declined(session: Session, child_id: int) -> tuple[Declined, ...]:
    """Return what was declined for a child, oldest first."""
    rows = session.scalars(
        select(DeclinedRow).where(DeclinedRow.child_id == child_id).order_by(DeclinedRow.id)
    )
    return tuple(Declined(**{name: getattr(one, name) for name in _DECLINED}) for one in rows)


def asked_again(session: Session, child_id: int, kind: str, on: date) -> None:
    """Write down that a child who declined was asked again: the earlier answer stays as it was."""
    rows = session.scalars(
        select(DeclinedRow).where(
            DeclinedRow.child_id == child_id, DeclinedRow.kind == kind, DeclinedRow.asked_again_on.is_(None)
        )
    )
    for row in rows:
        row.asked_again_on = on
    session.flush()


def child_of(session: Session, appointment_id: int) -> int:
    """Return whose appointment it is. Raises NotFound."""
    child_id = session.scalar(select(AppointmentRow.child_id).where(AppointmentRow.id == appointment_id))
    if child_id is None:
        raise NotFound("That appointment is not in this caseload")
    return child_id


def appointment(session: Session, appointment_id: int) -> Appointment:
    """Return an appointment. Raises NotFound."""
    row = session.get(AppointmentRow, appointment_id)
    if row is None:
        raise NotFound("That appointment is not in this caseload")
    return _appointment(row)


def appointments(session: Session, child_id: int) -> tuple[Appointment, ...]:
    """Return the appointments of a child, the earliest first."""
    rows = session.scalars(
        select(AppointmentRow)
        .where(AppointmentRow.child_id == child_id)
        .order_by(AppointmentRow.takes_place_on, AppointmentRow.id)
    )
    return tuple(_appointment(one) for one in rows)


def appointments_of(session: Session, child_ids: Iterable[int]) -> dict[int, tuple[Appointment, ...]]:
    """Return the appointments of each child that has any, the earliest first."""
    found: dict[int, list[Appointment]] = {}
    for part in chunks(set(child_ids)):
        rows = session.scalars(
            select(AppointmentRow)
            .where(AppointmentRow.child_id.in_(part))
            .order_by(AppointmentRow.takes_place_on, AppointmentRow.id)
        )
        for one in rows:
            found.setdefault(one.child_id, []).append(_appointment(one))
    return {child_id: tuple(held) for child_id, held in found.items()}


def book(session: Session, child_id: int, fields: Mapping[str, Any]) -> int:
    """Add an appointment and return its id."""
    row = AppointmentRow(child_id=child_id, **fields)
    session.add(row)
    session.flush()
    mark_for_due(session, child_id)
    return row.id


def change_appointment(session: Session, appointment_id: int, fields: Mapping[str, Any]) -> None:
    """Set fields of an appointment."""
    row = session.get_one(AppointmentRow, appointment_id)
    for name, value in fields.items():
        setattr(row, name, value)
    session.flush()
    mark_for_due(session, row.child_id)


def settle(session: Session, child_id: int, kind: str, on: date, outcome: str) -> None:
    """Give the appointments of a day that have no outcome yet the one that is known now."""
    rows = session.scalars(
        select(AppointmentRow).where(
            AppointmentRow.child_id == child_id, AppointmentRow.kind == kind,
            AppointmentRow.takes_place_on == on, AppointmentRow.outcome == "booked",
        )
    )  # fmt: skip
    for row in rows:
        row.outcome = outcome
    session.flush()
    mark_for_due(session, child_id)


def _appointment(row: AppointmentRow) -> Appointment:
    return Appointment(**{name: getattr(row, name) for name in _APPOINTMENT})
