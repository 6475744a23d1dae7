"""The diary of the clinicians: rows and domain. Sessions are cancelled and slots taken away, never deleted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from lac_tracker.domain.clinics import Booked, ClinicSession, Slot, SlotPlan, clinician_name
from lac_tracker.domain.errors import NotFound
from lac_tracker.domain.names import show_name
from lac_tracker.domain.people import Registration, Role
from lac_tracker.storage import care
from lac_tracker.storage.tables.assessments import AppointmentRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.clinics import ClinicSessionRow, ClinicSlotRow
from lac_tracker.storage.tables.people import PersonRow

FREED = ("cancelled", "moved", "declined")  # an appointment that came to this holds no slot
CLINICAL = (Role.ASSESSOR.value, Role.DOCTOR.value, Role.MANAGER.value)


def clinicians(session: Session, team_id: int) -> tuple[tuple[int, str, bool], ...]:
    """Return (id, name, is a doctor) of the active people of a team who see children: those on a register."""
    rows = session.execute(
        select(PersonRow.id, PersonRow.full_name, PersonRow.role, PersonRow.registration)
        .where(
            PersonRow.team_id == team_id, PersonRow.is_active, PersonRow.role.in_(CLINICAL),
            PersonRow.registration != Registration.NONE.value,
        )
        .order_by(PersonRow.role != Role.DOCTOR.value, PersonRow.full_name)
    )  # fmt: skip
    return tuple(
        (row.id, clinician_name(row.full_name, is_doctor=is_doctor(row)), is_doctor(row)) for row in rows
    )


def is_doctor(row: Any) -> bool:
    """Return whether somebody is a registered medical practitioner, from their row."""
    return bool(row.registration == Registration.GMC.value)


def between(
    session: Session, team_id: int, first: date, last: date, *, clinician_ids: Sequence[int] = ()
) -> tuple[ClinicSession, ...]:
    """Return the sessions of some days that are not cancelled, by day and time, with their slots and bookings.

    clinician_ids: only theirs; of everybody where there is none.
    """
    query = _sessions().where(
        ClinicSessionRow.team_id == team_id,
        ClinicSessionRow.takes_place_on >= first,
        ClinicSessionRow.takes_place_on <= last,
    )
    if clinician_ids:
        query = query.where(ClinicSessionRow.clinician_id.in_(clinician_ids))
    return _with_slots(session, query)


def load(session: Session, team_id: int, session_id: int) -> ClinicSession:
    """Return one session. Raises NotFound when it is not there, cancelled, or of another team."""
    found = _with_slots(
        session,
        _sessions().where(ClinicSessionRow.team_id == team_id, ClinicSessionRow.id == session_id),
    )
    if not found:
        raise NotFound("That clinic is not in the diary any more")
    return found[0]


def of_series(session: Session, team_id: int, series: str, since: date) -> tuple[ClinicSession, ...]:
    """Return the sessions made together that are still to come."""
    return _with_slots(
        session,
        _sessions().where(
            ClinicSessionRow.team_id == team_id,
            ClinicSessionRow.series == series,
            ClinicSessionRow.takes_place_on >= since,
        ),
    )


def session_of_slot(session: Session, team_id: int, slot_id: int) -> tuple[ClinicSession, Slot]:
    """Return a slot and its session. Raises NotFound when either was taken away."""
    session_id = session.scalar(
        select(ClinicSlotRow.session_id).where(
            ClinicSlotRow.id == slot_id, ClinicSlotRow.removed_because.is_(None)
        )
    )
    if session_id is None:
        raise NotFound("That slot is not in the diary any more")
    held = load(session, team_id, session_id)
    return held, next(slot for slot in held.slots if slot.id == slot_id)


def places(session: Session, team_id: int) -> tuple[str, ...]:
    """Return the places that stand in the diary."""
    query = (
        select(ClinicSessionRow.place)
        .where(ClinicSessionRow.team_id == team_id, ClinicSessionRow.place != "")
        .distinct()
        .order_by(ClinicSessionRow.place)
    )
    return tuple(session.scalars(query))


def add(
    session: Session, team_id: int, fields: Mapping[str, Any], days: Iterable[date], slots: Sequence[SlotPlan]
) -> tuple[int, ...]:
    """Put a session into the diary on each of these days and return their ids."""
    rows = [ClinicSessionRow(team_id=team_id, takes_place_on=day, **fields) for day in days]
    session.add_all(rows)
    session.flush()
    for row in rows:
        session.add_all(_slot_row(row.id, place, one) for place, one in enumerate(slots, 1))
    session.flush()
    return tuple(row.id for row in rows)


def add_slot(session: Session, session_id: int, slot: SlotPlan) -> int:
    """Add a slot to a session and return its id."""
    last = session.scalar(
        select(func.max(ClinicSlotRow.position)).where(ClinicSlotRow.session_id == session_id)
    )
    row = _slot_row(session_id, (last or 0) + 1, slot)
    session.add(row)
    session.flush()
    return row.id


def remove_slot(session: Session, slot_id: int, because: str) -> None:
    """Take a slot away; it stays on record."""
    session.get_one(ClinicSlotRow, slot_id).removed_because = because
    session.flush()


def change(session: Session, session_id: int, fields: Mapping[str, Any]) -> None:
    """Set fields of a session."""
    row = session.get_one(ClinicSessionRow, session_id)
    for name, value in fields.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    session.flush()


def cancel(session: Session, session_id: int, *, at: datetime, because: str) -> None:
    """Cancel a session; it stays on record."""
    row = session.get_one(ClinicSessionRow, session_id)
    row.cancelled_at, row.cancelled_because = at, because
    session.flush()


def _slot_row(session_id: int, position: int, slot: SlotPlan) -> ClinicSlotRow:
    return ClinicSlotRow(
        session_id=session_id,
        position=position,
        kind=slot.kind,
        starts_at=slot.starts_at,
        minutes=slot.minutes,
    )


def _sessions() -> Any:
    return (
        select(ClinicSessionRow, PersonRow.full_name, PersonRow.registration)
        .join(PersonRow, PersonRow.id == ClinicSessionRow.clinician_id)
        .where(ClinicSessionRow.cancelled_at.is_(None))
        .order_by(ClinicSessionRow.takes_place_on, ClinicSessionRow.id)
    )


def _with_slots(session: Session, query: Any) -> tuple[ClinicSession, ...]:
    rows = session.execute(query).all()
    slots = _slots(session, [row[0].id for row in rows])
    made = [
        ClinicSession(
            one.id, one.clinician_id, clinician_name(row.full_name, is_doctor=is_doctor(row)), one.kind, one.name,
            one.place, one.takes_place_on, one.series, one.note, tuple(slots.get(one.id, ())), one.version,
        )
        for row in rows
        for one in (row[0],)
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda one: (one.on, _begins(one), one.id)))


def _begins(one: ClinicSession) -> str:
    return min((slot.starts_at for slot in one.slots if slot.starts_at), default="99")


def _slots(session: Session, session_ids: Sequence[int]) -> dict[int, list[Slot]]:
    found: dict[int, list[Slot]] = defaultdict(list)
    for part in care.chunks(session_ids):
        rows = session.execute(
            select(
                ClinicSlotRow.id, ClinicSlotRow.session_id, ClinicSlotRow.kind, ClinicSlotRow.starts_at,
                ClinicSlotRow.minutes, AppointmentRow.id.label("appointment_id"), AppointmentRow.child_id,
                AppointmentRow.kind.label("booked_kind"), AppointmentRow.outcome, AppointmentRow.interpreter,
                ChildRow.family_name, ChildRow.given_name, ChildRow.council_child_id,
            )
            .outerjoin(
                AppointmentRow,
                and_(AppointmentRow.slot_id == ClinicSlotRow.id, AppointmentRow.outcome.not_in(FREED)),
            )
            .outerjoin(ChildRow, ChildRow.id == AppointmentRow.child_id)
            .where(ClinicSlotRow.session_id.in_(part), ClinicSlotRow.removed_because.is_(None))
            .order_by(ClinicSlotRow.starts_at.is_(None), ClinicSlotRow.starts_at, ClinicSlotRow.position)
        )  # fmt: skip
        for row in rows:
            found[row.session_id].append(
                Slot(row.id, row.session_id, row.kind, row.starts_at, row.minutes, _booked(row))
            )
    return found


def _booked(row: Any) -> Booked | None:
    if row.appointment_id is None:
        return None
    name = show_name(row.family_name, row.given_name, row.council_child_id)
    return Booked(
        row.appointment_id, row.child_id, name, row.family_name or row.given_name or row.council_child_id,
        row.booked_kind, row.outcome, row.interpreter or "",
    )  # fmt: skip
