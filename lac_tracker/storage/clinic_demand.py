"""Who waits for an appointment and what falls due: read from `due` and what stands beside it, for booking and forecast."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select, text
from sqlalchemy.orm import Session

from lac_tracker.domain.standing import OPEN_STATUSES, Status
from lac_tracker.storage import care
from lac_tracker.storage.clinics import FREED, is_doctor
from lac_tracker.storage.tables.assessments import AppointmentRow, AssessmentRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.clinics import ClinicSessionRow, ClinicSlotRow
from lac_tracker.storage.tables.due import ClockRow, DueRow, DueStretchRow
from lac_tracker.storage.tables.people import PersonRow

_TO_BOOK = tuple(
    one.value for one in (Status.OVERDUE, Status.DUE_TODAY, Status.AT_RISK, Status.DUE_SOON, Status.ON_TRACK)
)
_OPEN = tuple(sorted(one.value for one in OPEN_STATUSES))


@dataclass(frozen=True)
class OfferedRow:
    """A slot of the diary, and whose it is. child_id, booked_kind, outcome: of the appointment that takes it."""

    slot_id: int
    kind: str
    on: date
    starts_at: str | None
    minutes: int
    clinician_id: int
    full_name: str
    is_doctor: bool
    place: str
    session_kind: str
    child_id: int | None = None
    booked_kind: str = ""
    outcome: str = ""


def waiting(session: Session, team_id: int, today: date, most: int) -> tuple[Sequence[Any], int]:
    """Return the rows of `due` that need an appointment, most urgent first, with what matching reads of the child.

    No more than `most` of them; and how many there are.

    Initial ones from the first day, reviews from when they are due soon. Not those that have an appointment to come, were
    seen, declined for now, or whose clock cannot be trusted.
    """
    row = DueStretchRow
    query = (
        select(row.child_id, row.kind, row.due_on, row.is_out_of_area, row.name_key)
        .where(
            *_stand_on(team_id, today, _TO_BOOK),
            row.due_on.is_not(None),
            or_(row.kind == "IHA", row.status != Status.ON_TRACK.value),
            row.history_missing.is_(False),
            row.seen_not_signed_on.is_(None),
            or_(row.booked_on.is_(None), row.booked_on < today),
            or_(row.declined_ask_again.is_(None), row.declined_ask_again <= today),
        )
        .order_by(row.due_on, row.name_key, row.child_id, row.kind)
    )
    first = query.limit(most).subquery()  # before their children are read: few of very many
    rows = session.execute(
        select(
            first.c.child_id, first.c.kind, first.c.due_on, first.c.is_out_of_area, ChildRow.family_name,
            ChildRow.given_name, ChildRow.council_child_id, ChildRow.nhs_number, ChildRow.interpreter_needed,
            ChildRow.first_language, ChildRow.preferred_language, ChildRow.is_unaccompanied,
            ChildRow.unaccompanied_until, ChildRow.appointment_wishes,
        )
        .join(ChildRow, ChildRow.id == first.c.child_id)
        .order_by(first.c.due_on, first.c.name_key, first.c.child_id, first.c.kind)
    ).all()  # fmt: skip
    if len(rows) < most:
        return rows, len(rows)
    counted = select(func.count()).select_from(query.order_by(None).subquery())
    return rows, session.scalar(counted) or 0


def falling_due(session: Session, team_id: int, today: date, until: date) -> Sequence[Any]:
    """Return every open row of `due` that falls due by a day or has no day, for the forecast."""
    row = DueStretchRow
    query = select(
        row.child_id, row.kind, row.due_on, row.status, row.history_missing, row.seen_not_signed_on, row.is_out_of_area,
    ).where(*_stand_on(team_id, today, _OPEN), or_(row.due_on.is_(None), row.due_on <= until))  # fmt: skip
    return session.execute(query).all()


def asking_for(session: Session, team_id: int, wish: str) -> frozenset[int]:
    """Return the children of a team who asked for something: a code of domain.clinics.WISHES."""
    query = select(ChildRow.id).where(
        ChildRow.team_id == team_id, ChildRow.appointment_wishes.is_not(None),
        func.instr(ChildRow.appointment_wishes, wish) > 0,
    )  # fmt: skip
    return frozenset(session.scalars(query))


def entries(session: Session, team_id: int, since: date, until: date) -> int:
    """Return how many children came into care between two days, both included; short breaks are not counted.

    All it reads stands in an index of initial clocks, which only constants can name.
    """
    began = (
        select(ClockRow.child_id, ClockRow.period_began)
        .where(
            ClockRow.team_id == team_id, text("kind = 'IHA'"), ClockRow.exclusion.is_(None),
            ClockRow.period_began >= since, ClockRow.period_began <= until,
        )
        .distinct()
        .subquery()
    )  # fmt: skip
    return session.scalar(select(func.count()).select_from(began)) or 0


def first_entry(session: Session, team_id: int) -> date | None:
    """Return the first day on which the caseload knows of a child coming into care."""
    return session.scalar(
        select(func.min(ClockRow.period_began)).where(ClockRow.team_id == team_id, ClockRow.kind == "IHA")
    )


def offered(
    session: Session, team_id: int, first: date, last: date | None, *, only_free: bool
) -> list[OfferedRow]:
    """Return the slots in the diary from a day on, to a last one where it is given."""
    query: Any = (
        select(
            ClinicSlotRow.id, ClinicSlotRow.kind, ClinicSessionRow.takes_place_on, ClinicSlotRow.starts_at,
            ClinicSlotRow.minutes, ClinicSessionRow.clinician_id, PersonRow.full_name, PersonRow.registration,
            ClinicSessionRow.place, ClinicSessionRow.kind.label("session_kind"), AppointmentRow.child_id,
            AppointmentRow.kind.label("booked_kind"), AppointmentRow.outcome,
        )
        .join(ClinicSessionRow, ClinicSessionRow.id == ClinicSlotRow.session_id)
        .join(PersonRow, PersonRow.id == ClinicSessionRow.clinician_id)
        .outerjoin(
            AppointmentRow,
            and_(AppointmentRow.slot_id == ClinicSlotRow.id, AppointmentRow.outcome.not_in(FREED)),
        )
        .where(
            ClinicSessionRow.team_id == team_id, ClinicSessionRow.cancelled_at.is_(None),
            ClinicSlotRow.removed_because.is_(None), ClinicSessionRow.takes_place_on >= first,
        )
        .order_by(ClinicSessionRow.takes_place_on, ClinicSlotRow.starts_at, ClinicSlotRow.id)
    )  # fmt: skip
    if last is not None:
        query = query.where(ClinicSessionRow.takes_place_on <= last)
    if only_free:
        query = query.where(AppointmentRow.id.is_(None))
    return [
        OfferedRow(
            row.id, row.kind, row.takes_place_on, row.starts_at, row.minutes, row.clinician_id, row.full_name,
            is_doctor(row), row.place, row.session_kind, row.child_id, row.booked_kind or "", row.outcome or "",
        )
        for row in session.execute(query)
    ]  # fmt: skip


def away(session: Session, team_id: int, first: date, last: date) -> Sequence[Any]:
    """Return (day, full name, registration, kind) of leave and training."""
    query = (
        select(
            ClinicSessionRow.takes_place_on,
            PersonRow.full_name,
            PersonRow.registration,
            ClinicSessionRow.kind,
        )
        .join(PersonRow, PersonRow.id == ClinicSessionRow.clinician_id)
        .where(
            ClinicSessionRow.team_id == team_id,
            ClinicSessionRow.cancelled_at.is_(None),
            ClinicSessionRow.kind.in_(("leave", "training")),
            ClinicSessionRow.takes_place_on >= first,
            ClinicSessionRow.takes_place_on <= last,
        )
    )
    return session.execute(query).all()


def seen_last_by(session: Session, team_id: int, child_ids: Iterable[int]) -> Mapping[int, int]:
    """Return who of the team saw each child last: child → person. From signed assessments, appointments and history.

    An assessment from before this caseload names its author in words: the person of the team with that name.
    """
    names = {
        name.casefold(): person_id
        for person_id, name in session.execute(
            select(PersonRow.id, PersonRow.full_name).where(PersonRow.team_id == team_id)
        )
    }
    found: dict[int, tuple[date, int]] = {}

    def note(child_id: int, on: date | None, person_id: int | None) -> None:
        if on is not None and person_id is not None and (child_id not in found or found[child_id][0] <= on):
            found[child_id] = (on, person_id)

    for part in care.chunks(child_ids):
        for row in session.execute(_assessed(part)):
            by_name = names.get((row.completed_by or "").removeprefix("Dr ").casefold())
            note(row.child_id, row.completed_on, row.signed_by_id or row.assessor_id or by_name)
        for row in session.execute(_seen(part)):
            note(row.child_id, row.takes_place_on, row.clinician_id)
    return {child_id: person_id for child_id, (_, person_id) in found.items()}


def wishes_of(session: Session, child_id: int) -> frozenset[str]:
    """Return what the carer or child asked for: codes of domain.clinics.WISHES."""
    held = session.scalar(select(ChildRow.appointment_wishes).where(ChildRow.id == child_id))
    return frozenset((held or "").split())


def keep_wishes(session: Session, child_id: int, wishes: Iterable[str]) -> None:
    """Keep what the carer or child asked for."""
    row = session.get_one(ChildRow, child_id)
    held = " ".join(sorted(wishes)) or None
    if row.appointment_wishes != held:
        row.appointment_wishes = held
        session.flush()


def due_on(session: Session, child_id: int, kind: str) -> tuple[date | None, date | None]:
    """Return (due day, start of the clock) of the open row of a child; None where there is none."""
    row = session.execute(
        select(DueRow.due_on, DueRow.clock_start).where(
            DueRow.child_id == child_id, DueRow.kind == kind, DueRow.met_on.is_(None)
        )
    ).first()
    return (row.due_on, row.clock_start) if row else (None, None)


def _stand_on(team_id: int, day: date, statuses: Sequence[str]) -> tuple[Any, ...]:
    return (
        DueStretchRow.team_id == team_id, DueStretchRow.status.in_(statuses), DueStretchRow.first_day <= day,
        DueStretchRow.last_day >= day,
    )  # fmt: skip


def _assessed(child_ids: Sequence[int]) -> Any:
    return select(
        AssessmentRow.child_id, AssessmentRow.completed_on, AssessmentRow.signed_by_id, AssessmentRow.assessor_id,
        AssessmentRow.completed_by,
    ).where(AssessmentRow.child_id.in_(child_ids), AssessmentRow.state.in_(("signed", "history")))  # fmt: skip


def _seen(child_ids: Sequence[int]) -> Any:
    return select(AppointmentRow.child_id, AppointmentRow.takes_place_on, AppointmentRow.clinician_id).where(
        AppointmentRow.child_id.in_(child_ids),
        AppointmentRow.outcome.in_(("seen", "part_done")),
        AppointmentRow.clinician_id.is_not(None),
    )
