"""What becomes of the bookings of clinics that are cancelled, in the transaction that cancels them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.clinics import ClinicSession, Slot, session_words
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.people import Actor
from lac_tracker.services import delay_reasons
from lac_tracker.services.access import concerns_only, is_kept_apart
from lac_tracker.storage import clinic_demand, visits
from lac_tracker.storage import clinics as stored

CLINIC_CANCELLED = "HL-02"  # of resources/delay_reasons.toml
_MOST_NAMES = 8


@dataclass(frozen=True)
class Consequences:
    """What cancelling would do. appointments: those that would be cancelled. words: to be confirmed; '' for nothing."""

    appointments: tuple[int, ...]
    words: str


NOTHING = Consequences((), "")


def consequences(sessions: Sequence[ClinicSession]) -> Consequences:
    """Return what cancelling sessions would do to those who are booked, in words with their names."""
    if not sessions:
        return NOTHING
    booked = [(one, slot.booked) for one in sessions for slot in one.booked if slot.booked]
    days = ", ".join(f"{session_words(one)} on {show_date(one.on)}" for one in sessions[:_MOST_NAMES])
    more = f" and {len(sessions) - _MOST_NAMES} more" if len(sessions) > _MOST_NAMES else ""
    said = f"{sessions[0].clinician} has {days}{more}."
    if not booked:
        return Consequences((), f"{said} Nobody is booked.")
    names = ", ".join(f"{who.name} ({who.kind}, {show_date(one.on)})" for one, who in booked[:_MOST_NAMES])
    others = f" and {len(booked) - _MOST_NAMES} more" if len(booked) > _MOST_NAMES else ""
    is_one = len(booked) == 1
    return Consequences(
        tuple(who.appointment_id for _, who in booked),
        f"{said} Booked: {names}{others}. {'This appointment becomes' if is_one else f'These {len(booked)} appointments become'} "
        f"cancelled by us, and {'the child waits' if is_one else 'the children wait'} to be booked again. "
        "Nobody is told by this program: tell the carers.",
    )  # fmt: skip


def refuse_unconfirmed(
    sessions: Sequence[ClinicSession], confirmed: Sequence[int] | None, *, always: bool = False
) -> None:
    """Raise UserError with what would follow, unless all bookings there are now were confirmed.

    confirmed: None while nobody was asked. always: ask even where nobody is booked.
    """
    found = consequences(sessions)
    if confirmed is None:
        is_open = bool(found.appointments) or (always and bool(sessions))
    else:
        is_open = bool(set(found.appointments) - set(confirmed))
    if is_open:
        raise UserError(f"{found.words} Confirm that first")


def cancel(
    session: Session,
    sessions: Iterable[ClinicSession],
    *,
    because: str,
    by: Actor,
    now: datetime,
    today: date,
) -> str:
    """Cancel sessions with what is booked in them, and return what was done in words; '' where nobody was booked.

    Each appointment becomes cancelled by us with the reason. Whose clock is late already, or was booked late, gets the
    reason 'clinic cancelled' (HL-02).
    """
    told: list[str] = []
    children: set[int] = set()
    late = 0
    for one in sessions:
        for slot in one.booked:
            assert slot.booked is not None
            visits.change_appointment(
                session,
                slot.booked.appointment_id,
                {"outcome": "cancelled", "outcome_note": f"By us: {because}"},
            )
            told.append(slot.booked.name)
            children.add(slot.booked.child_id)
            late += _say_late(session, one, slot, because, by, now, today)
        stored.cancel(session, one.id, at=now, because=because)
    concerns_only(session, children)
    if not told:
        return ""
    names = ", ".join(told[:_MOST_NAMES]) + (
        f" and {len(told) - _MOST_NAMES} more" if len(told) > _MOST_NAMES else ""
    )
    wait = "waits" if len(told) == 1 else "wait"
    reason = (
        f" Recorded for {late} that {'is' if late == 1 else 'are'} late: clinic cancelled." if late else ""
    )
    return f"{names} {wait} to be booked again: tell the carers.{reason}"


def refuse_apart(session: Session, slots: Iterable[Slot], clinician_id: int, today: date) -> None:
    """Raise UserError where a clinician who takes bookings over may not open the record of one of the children."""
    for held in (slot.booked for slot in slots):
        if held is not None and is_kept_apart(session, held.child_id, clinician_id, today):
            raise UserError(
                "The new clinician may not open the record of a child who is booked. Choose someone else, or move that booking"
            )


def follow(session: Session, slots: Iterable[Slot], *, place: str, clinician_id: int) -> None:
    """Have appointments move along with their session to another place or clinician."""
    moved = tuple(slots)
    for slot in moved:
        assert slot.booked is not None
        fields = {"place": place or None, "clinician_id": clinician_id}
        visits.change_appointment(session, slot.booked.appointment_id, fields)
    concerns_only(session, (slot.booked.child_id for slot in moved if slot.booked))


def _say_late(
    session: Session, one: ClinicSession, slot: Slot, because: str, by: Actor, now: datetime, today: date
) -> bool:
    assert slot.booked is not None
    due_on, _ = clinic_demand.due_on(session, slot.booked.child_id, slot.booked.kind)
    if due_on is None or due_on >= max(one.on, today):
        return False
    note = f"Clinic of {show_date(one.on)} cancelled: {because}"
    delay_reasons.keep(
        session, slot.booked.child_id, kind=slot.booked.kind, code=CLINIC_CANCELLED, note=note, by=by, now=now, today=today
    )  # fmt: skip
    return True
