"""Appointments: booked, and what became of each. Whatever it is, the clock goes on (timescales 5)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.clinics import TOLD_HOW
from lac_tracker.domain.dates import refuse_far, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line, clean_text, first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.visits import (
    INTERPRETER,
    OUTCOMES,
    Appointment,
    check_appointment_day,
    not_brought_in_a_row,
    not_brought_words,
)
from lac_tracker.services.access import is_kept_apart, needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import children, clinics, visits


@needs(Action.BOOK, child=the_child)
def book(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    kind: str,
    takes_place_on: date | None,
    starts_at: str = "",
    place: str = "",
    interpreter: str = "",
    slot_id: int | None = None,
    told_to: str = "",
    told_how: str = "",
    note: str = "",
) -> Changes:
    """Book an appointment for the next assessment of a kind; the first offer stays the first.

    interpreter: a key of INTERPRETER; '' where nobody said, and then what the record says of the child.
    slot_id: the slot of a clinic that it fills; day, time, place and clinician are then those of the slot.
    told_to, told_how: who was told of it, and how: a key of TOLD_HOW.

    Raises UserError when the date is missing or impossible, or somebody has the slot already.
    """
    child = children.load(session, child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    if kind not in ("IHA", "RHA"):
        raise UserError("Choose which assessment it is for")
    of_slot = slot_fields(session, slot_id, kind, child_id, by, today) if slot_id is not None else {}
    day = check_appointment_day(of_slot.get("takes_place_on", takes_place_on), child.born, called, today)
    if interpreter not in ("", *dict(INTERPRETER)):
        raise UserError("Choose whether an interpreter is needed")
    by_record = "needed" if child.interpreter_needed == "yes" else "not_needed"
    open_now = stored.open_of(stored.of_child(session, child_id), kind)
    fields = {
        "kind": kind,
        "offered_on": min(day, today),
        "takes_place_on": day,
        "starts_at": clean_line(starts_at, label="Time", longest=20) or None,
        "place": clean_line(place, label="Place") or None,
        "interpreter": interpreter or by_record,
        "assessment_id": open_now.id if open_now else None,
        "outcome_note": clean_text(note, label="Note", longest=2_000).strip() or None,
        **told(told_to, told_how),
        **of_slot,
    }
    made = visits.book(session, child_id, fields)
    if open_now and open_now.first_offered_on is None:
        stored.change(session, open_now.id, {"first_offered_on": min(day, today)})
    return Changes(assessments=True, child_id=child_id, made_id=made)


@needs(Action.BOOK, child=visits.child_of)
def record_outcome(
    session: Session,
    appointment_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    outcome: str,
    note: str = "",
    cancelled_by: str = "",
    next_step: str = "",
    next_step_by: str = "",
    next_step_on: date | None = None,
    moved_to: date | None = None,
    starts_at: str = "",
    slot_id: int | None = None,
    told_to: str = "",
    told_how: str = "",
) -> Changes:
    """Record what became of an appointment: seen, part done, not brought, cancelled or moved.

    Not brought needs a next step with its person and its date; cancelled needs a reason and who cancelled; moved needs
    the new date, or the slot_id of another clinic, and makes the new appointment with the first offered date kept. What
    is moved or cancelled gives its slot back.

    Raises UserError when any of it is missing, the appointment has an outcome already, or it has not taken place yet.
    """
    one = visits.appointment(session, appointment_id)
    if one.outcome != "booked":
        raise UserError("What became of this appointment is recorded already")
    if outcome not in dict(OUTCOMES):
        raise UserError("Choose what happened")
    if outcome in ("seen", "part_done", "was_not_brought") and one.takes_place_on > today:
        raise UserError("This appointment is still to come. Choose cancelled or moved, or wait until it was")
    said = clean_text(note, label="Note", longest=2_000).strip()
    fields: dict[str, object] = {"outcome": outcome, "outcome_note": said or None}
    made = None
    if outcome == "was_not_brought":
        fields |= _next_step(next_step, next_step_by, next_step_on, today)
    elif outcome == "cancelled":
        who = clean_line(cancelled_by, label="Who cancelled")
        if not who:
            raise UserError("Enter who cancelled")
        if not said:
            raise UserError("Enter why it was cancelled")
        fields["outcome_note"] = f"By {who}: {said}"
    elif outcome == "moved":
        of_slot = (
            slot_fields(session, slot_id, one.kind, one.child_id, by, today) if slot_id is not None else {}
        )
        made = _move(session, one, moved_to, starts_at, today, of_slot | told(told_to, told_how))
        fields["moved_to_id"] = made
    elif one.interpreter == "booked":
        fields["interpreter"] = "used"
    visits.change_appointment(session, appointment_id, fields)
    return Changes(assessments=True, child_id=one.child_id, made_id=made)


@needs(Action.BOOK, child=visits.child_of)
def set_interpreter(
    session: Session, appointment_id: int, *, by: Actor, now: datetime, interpreter: str
) -> Changes:
    """Record whether an interpreter is needed or booked for an appointment. Raises UserError for another word."""
    one = visits.appointment(session, appointment_id)
    if interpreter not in dict(INTERPRETER):
        raise UserError("Choose whether an interpreter is needed")
    visits.change_appointment(session, appointment_id, {"interpreter": interpreter})
    return Changes(assessments=True, child_id=one.child_id)


@needs(Action.OPEN_RECORD, child=the_child)
def of_child(session: Session, child_id: int, *, by: Actor, now: datetime) -> tuple[Appointment, ...]:
    """Return the appointments of a child, the latest first."""
    return tuple(reversed(visits.appointments(session, child_id)))


@needs(Action.OPEN_RECORD, child=the_child)
def advice(session: Session, child_id: int, *, by: Actor, now: datetime) -> str:
    """Return who has to be told because the child was not brought again; '' when nobody has to be."""
    return not_brought_words(not_brought_in_a_row(visits.appointments(session, child_id)))


def _next_step(what: str, who: str, on: date | None, today: date) -> dict[str, object]:
    step, person = clean_text(what, label="Next step", longest=2_000).strip(), clean_line(who, label="Who")
    if not step:
        raise UserError("Enter the next step: what will be done so that the child is seen")
    if not person:
        raise UserError("Enter who will do it")
    if on is None:
        raise UserError("Enter the date it will be done by")
    if on < today:
        raise UserError("Date it will be done by must be today or in the future")
    refuse_far(on, "Date it will be done by", today)
    return {"next_step": step, "next_step_by": person, "next_step_on": on}


def slot_fields(
    session: Session, slot_id: int, kind: str, child_id: int, by: Actor, today: date
) -> dict[str, Any]:
    """Return what an appointment of a child takes over from the slot of a clinic.

    Raises UserError when somebody has it already, it is for the other kind, its day has passed, it is not there, or whose
    clinic it is may not open the child's record.
    """
    clinic, slot = clinics.session_of_slot(session, by.team_id, slot_id)
    at = f" at {slot.starts_at}" if slot.starts_at else ""
    where = f"'{clinic.name}' on {show_date(clinic.on)}{at}"
    if slot.booked is not None:
        raise UserError(f"{slot.booked.name} has this slot already: {where}. Choose another slot")
    if slot.kind not in (kind, "any"):
        raise UserError(f"The slot of {where} is for an {slot.kind}, not for an {kind}. Choose another slot")
    if clinic.on < today:
        raise UserError(f"The day of {where} has passed. Choose another slot")
    if is_kept_apart(session, child_id, clinic.clinician_id, today):
        raise UserError(
            f"{clinic.clinician} may not open this record, so can't see this child. Choose another slot"
        )
    return {
        "slot_id": slot.id, "clinician_id": clinic.clinician_id, "takes_place_on": clinic.on,
        "starts_at": slot.starts_at, "place": clinic.place or None,
    }  # fmt: skip


def told(told_to: str, told_how: str) -> dict[str, Any]:
    """Return who was told and how, as fields. Raises UserError when one of the two is missing."""
    who = clean_line(told_to, label="Who was told")
    if told_how not in ("", *dict(TOLD_HOW)):
        raise UserError("Choose how they were told")
    if who and not told_how:
        raise UserError("Choose how they were told")
    if told_how and not who:
        raise UserError("Who was told: enter the name")
    return {"told_to": who or None, "told_how": told_how or None}


def _move(
    session: Session, one: Appointment, day: date | None, starts_at: str, today: date, of_slot: dict[str, Any]
) -> int:
    day = of_slot.get("takes_place_on", day)
    child = children.load(session, one.child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    if day is None:
        raise UserError("Enter the new date")
    if day < today:
        raise UserError("New date must be today or in the future")
    fields = {
        "kind": one.kind,
        "offered_on": one.offered_on,
        "takes_place_on": check_appointment_day(day, child.born, called, today),
        "starts_at": clean_line(starts_at, label="Time", longest=20) or one.starts_at,
        "place": one.place,
        "interpreter": one.interpreter,
        "assessment_id": one.assessment_id,
        **of_slot,
    }
    return visits.book(session, one.child_id, fields)
