"""Appointments: booked, and what became of each. Whatever it is, the clock goes on (timescales 5)."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import refuse_far
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
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import children, visits


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
) -> Changes:
    """Book an appointment for the next assessment of a kind; the first offer stays the first.

    interpreter: a key of INTERPRETER; '' where nobody said, and then what the record says of the child.

    Raises UserError when the date is missing or impossible.
    """
    child = children.load(session, child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    if kind not in ("IHA", "RHA"):
        raise UserError("Choose which assessment it is for")
    day = check_appointment_day(takes_place_on, child.born, called, today)
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
) -> Changes:
    """Record what became of an appointment: seen, part done, not brought, cancelled or moved.

    Not brought needs a next step with its person and its date; cancelled needs a reason and who cancelled; moved needs
    the new date, and makes the new appointment with the first offered date kept.

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
        made = _move(session, one, moved_to, starts_at, today)
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


def _move(session: Session, one: Appointment, day: date | None, starts_at: str, today: date) -> int:
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
    }
    return visits.book(session, one.child_id, fields)
