"""Follow-ups of what is due: logged in one go with all that the result asks for, done, taken back, listed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import follow_ups as rules
from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import NotAllowed, RecordChanged, UserError
from lac_tracker.domain.follow_ups import FollowUp as FollowUp  # screens name its type
from lac_tracker.domain.names import clean_line, clean_text, show_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.restricted import RESTRICTED
from lac_tracker.domain.visits import Appointment
from lac_tracker.services import appointments, declined, delay_reasons
from lac_tracker.services.access import (
    check_child,
    concerns_only,
    hidden_from,
    is_kept_apart,
    needs,
    the_child,
)
from lac_tracker.services.changes import Changes
from lac_tracker.services.clock_of import clock_of, clocks_of
from lac_tracker.storage import delay_reasons as stored_reasons
from lac_tracker.storage import follow_ups as stored
from lac_tracker.storage import people, sending, visits
from lac_tracker.storage.deadlines import Clock

TAKEN_BACK = "Taken back at once"


@dataclass(frozen=True)
class Typed:
    """What a person typed of one contact: see `log`."""

    contacted: str
    means: str
    result: str
    person: str = ""
    note: str = ""
    reason_code: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    next_step_by: str = ""
    next_step_by_id: int | None = None
    tells_manager: bool = False
    ask_again_on: date | None = None
    what_was_said: str = ""


@dataclass(frozen=True)
class Logged:
    """What logging one follow-up did: what `undo` takes back.

    reason_before: the reason that counted before, None where this said nothing new. appointment_id: the one it closed.
    """

    follow_up_id: int
    child_id: int
    reason_before: str | None = None
    appointment_id: int | None = None
    can_undo: bool = True


@dataclass(frozen=True)
class ForManager:
    """One thing the team manager has to look at. what: 'follow_up' or 'was_not_brought'. on: by when it was to be done."""

    child_id: int
    kind: str
    what: str
    words: str
    on: date | None
    follow_up_id: int | None = None
    name: str = ""


@needs(Action.LOG_FOLLOW_UP, child=the_child)
def log(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    kind: str,
    contacted: str,
    means: str,
    result: str,
    person: str = "",
    note: str = "",
    reason_code: str = "",
    next_step: str = "",
    next_step_on: date | None = None,
    next_step_by: str = "",
    next_step_by_id: int | None = None,
    tells_manager: bool = False,
    ask_again_on: date | None = None,
    what_was_said: str = "",
) -> Changes:
    """Keep one contact about something due, with what it changes beside it, in one go.

    result, contacted, means: keys of domain.follow_ups. reason_code: 'Now waiting on', '' to leave it as it is.
    next_step_by_id: who does it, where it is one of the team; its name then stands for next_step_by.
    ask_again_on, what_was_said: of 'declined'; a clinical role records the refusal with them, others leave both to one.

    'Was not brought' also closes the appointment that was booked. report: `Logged`, what can be taken back.

    Raises UserError for what is missing or impossible: a result other than a booking needs next step, date and owner.
    """
    typed = Typed(
        contacted, means, result, person, note, reason_code, next_step, next_step_on, next_step_by,
        next_step_by_id, tells_manager, ask_again_on, what_was_said,
    )  # fmt: skip
    rules.check_choices(kind, contacted, means, result)
    clock = clock_of(session, child_id, kind)
    logged = _log(session, child_id, clock, typed, by=by, now=now, today=today)
    return Changes(assessments=True, child_id=child_id, made_id=logged.follow_up_id, report=logged)


@needs(Action.LOG_FOLLOW_UP)
def log_many(
    session: Session,
    rows: Sequence[tuple[int, str]],
    typed: Typed,
    *,
    by: Actor,
    now: datetime,
    today: date,
) -> Changes:
    """Log the same follow-up for several: (child, kind) of each; all are kept or none.

    report: a tuple of `Logged`. Raises UserError as `log` does, and for no rows at all.
    """
    if not rows:
        raise UserError("Choose at least one row")
    wanted = tuple(dict.fromkeys(rows))
    for child_id, kind in wanted:
        check_child(session, child_id, Action.LOG_FOLLOW_UP, by=by, now=now)
        rules.check_choices(kind, typed.contacted, typed.means, typed.result)
    clocks = clocks_of(session, wanted)
    logged = [
        _log(session, child_id, clocks[child_id, kind], typed, by=by, now=now, today=today)
        for child_id, kind in wanted
    ]
    only = concerns_only(session, (child_id for child_id, _ in wanted))
    return Changes(assessments=True, child_id=only, report=tuple(logged))


@needs(Action.LOG_FOLLOW_UP, child=stored.child_of)
def done(
    session: Session,
    follow_up_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    seen_version: int | None = None,
) -> Changes:
    """Mark the next step of a follow-up as done today. Raises UserError when there is none, or it is done.

    report: the version it has then, for taking it back.
    """
    one = stored.load(session, follow_up_id)
    if not one.next_step:
        raise UserError("This follow-up has no next step")
    if one.next_step_done_on is not None:
        raise UserError("This next step is marked as done already")
    stored.change(session, follow_up_id, {"next_step_done_on": today}, seen_version=seen_version)
    now_kept = stored.load(session, follow_up_id).version
    return Changes(assessments=True, child_id=one.child_id, report=now_kept)


@needs(Action.LOG_FOLLOW_UP, child=stored.child_of)
def not_done(
    session: Session, follow_up_id: int, *, by: Actor, now: datetime, seen_version: int | None = None
) -> Changes:
    """Take back that a next step was marked as done. Raises RecordChanged when somebody else changed it since."""
    one = stored.load(session, follow_up_id)
    stored.change(session, follow_up_id, {"next_step_done_on": None}, seen_version=seen_version)
    return Changes(assessments=True, child_id=one.child_id)


@needs(Action.LOG_FOLLOW_UP, child=stored.child_of)
def in_error(
    session: Session,
    follow_up_id: int,
    *,
    by: Actor,
    now: datetime,
    because: str,
    seen_version: int | None = None,
) -> Changes:
    """Take a follow-up out of the lists as entered in error; it stays in the history. Raises UserError without a reason."""
    why = clean_text(because, label="Reason", longest=1_000).strip()
    if not why:
        raise UserError("Enter the reason why it was entered in error")
    child_id = stored.child_of(session, follow_up_id)
    stored.change(session, follow_up_id, {"entered_in_error_because": why}, seen_version=seen_version)
    return Changes(assessments=True, child_id=child_id)


@needs(Action.LOG_FOLLOW_UP)
def undo(session: Session, logged: Iterable[Logged], *, by: Actor, now: datetime, today: date) -> Changes:
    """Take back follow-ups just logged, with the reason they recorded and the appointment they closed.

    Raises RecordChanged when somebody changed one of them since, NotAllowed for those somebody else logged.
    """
    children_of = [_undo_one(session, one, by=by, now=now) for one in logged]
    return Changes(assessments=True, child_id=concerns_only(session, children_of))


@needs(Action.OPEN_RECORD, child=the_child)
def of_child(session: Session, child_id: int, *, by: Actor, now: datetime) -> tuple[FollowUp, ...]:
    """Return the follow-ups of a child that stand, the newest first."""
    return stored.of_child(session, child_id)


@needs(Action.SEE_LISTS)
def for_manager(session: Session, *, by: Actor, now: datetime, today: date) -> tuple[ForManager, ...]:
    """Return what the team manager was asked to look at, and who was not brought without a next step done by its day.

    The earliest day first. Nothing of it is about children of another team.
    """
    told = [
        ForManager(
            one.child_id, one.kind, "follow_up", f"{one.words}. {one.next_words}. Told by {one.logged_by}",
            one.next_step_on, one.id,
        )
        for one in stored.told_to_manager(session, by.team_id)
    ]  # fmt: skip
    booked = stored.not_brought(session, by.team_id)
    logged = stored.of_children(session, booked)
    undone = [
        ForManager(one.child_id, one.kind, "was_not_brought", _undone_words(one), one.next_step_on)
        for child_id, held in booked.items()
        for one in rules.left_undone(held, logged.get(child_id, ()), today)
    ]
    found = sorted((*told, *undone), key=lambda one: (one.on or date.min, one.child_id))
    names = sending.names(session, {one.child_id for one in found})
    hidden = hidden_from(session, by=by, now=now)
    return tuple(
        replace(one, name=RESTRICTED, words="")
        if one.child_id in hidden
        else replace(one, name=show_name(who.family_name, who.given_name, who.council_child_id))
        for one in found
        if (who := names.get(one.child_id)) is not None
    )


def _undone_words(one: Appointment) -> str:
    step = rules.next_step_words(one.next_step or "", one.next_step_on, one.next_step_by or "")
    return f"Was not brought on {show_date(one.takes_place_on)}. Not done: {step or 'no next step'}"


def _owner(session: Session, by: Actor, child_id: int, typed: Typed, today: date) -> tuple[str, int | None]:
    """Return who does the next step. Raises UserError for who has left, is of another team, or may not open the record."""
    person_id = typed.next_step_by_id
    if person_id is None:
        return typed.next_step_by, None
    found = next((one for one in people.everyone(session, by.team_id) if one.person_id == person_id), None)
    if found is None:
        raise UserError("Who does it: that person is not active in this team any more. Choose someone else")
    if is_kept_apart(session, child_id, person_id, today):
        raise UserError(f"Who does it: {found.full_name} may not open this record. Choose someone else")
    return found.full_name, person_id


def open_appointment(session: Session, child_id: int, kind: str, today: date) -> Appointment | None:
    """Return the appointment of a kind that was to have been, and of which nobody said yet what became of it."""
    held = [
        one for one in visits.appointments(session, child_id)
        if one.kind == kind and one.outcome == "booked" and one.takes_place_on <= today
    ]  # fmt: skip
    return held[-1] if held else None


def _close_not_brought(
    session: Session, child_id: int, kind: str, note: str, step: str, who: str, on: date | None,
    *, by: Actor, now: datetime, today: date,
) -> int | None:  # fmt: skip
    """Record of the booked appointment that the child was not brought; return its id, None where none was booked."""
    booked = open_appointment(session, child_id, kind, today)
    if booked is None:
        return None
    appointments.record_outcome(
        session, booked.id, by=by, now=now, today=today, outcome="was_not_brought", note=note, next_step=step,
        next_step_by=who, next_step_on=on,
    )  # fmt: skip
    return booked.id


def _log(
    session: Session, child_id: int, clock: Clock, typed: Typed, *, by: Actor, now: datetime, today: date
) -> Logged:
    """Keep one follow-up, with the appointment it closes, the refusal and the reason for delay it records."""
    kind, result = clock.due.kind.value, typed.result
    planned = typed.next_step_on
    if result == "declined":
        planned = typed.ask_again_on or planned
    name, owner_id = _owner(session, by, child_id, typed, today)
    step, on, who = rules.check_next_step(result, typed.next_step, planned, name, today)
    said = clean_text(typed.note, label="Note", longest=rules.LONGEST).strip()
    appointment_id = None
    if result == "was_not_brought":
        appointment_id = _close_not_brought(
            session, child_id, kind, said, step, who, on, by=by, now=now, today=today
        )
    elif result == "declined" and decide(by, Action.RECORD_DECLINED).allowed:
        declined.decline(
            session, child_id, by=by, now=now, today=today, kind=kind, declined_by="young_person",
            what_was_said=typed.what_was_said, ask_again_on=on,
        )  # fmt: skip
    before = None
    if code := typed.reason_code:
        note = said if code.startswith("OT") else ""  # which says nothing without it
        before = delay_reasons.keep(
            session, child_id, kind=kind, code=code, note=note, by=by, now=now, today=today, clock=clock
        )
    made = stored.add(
        session, child_id,
        {
            "kind": kind, "contacted": typed.contacted, "means": typed.means, "result": result, "note": said,
            "person": clean_line(typed.person, label="Name"), "reason_code": typed.reason_code or None,
            "next_step": step, "next_step_on": on, "next_step_by": who,
            "next_step_by_id": owner_id if step else None, "tells_manager": typed.tells_manager,
            "logged_at": now, "logged_by_id": by.person_id,
        },
    )  # fmt: skip
    return Logged(made, child_id, before, appointment_id, can_undo=result != "declined")


def _undo_one(session: Session, logged: Logged, *, by: Actor, now: datetime) -> int:
    """Take one follow-up back and return its child."""
    one = stored.load(session, logged.follow_up_id)
    check_child(session, one.child_id, Action.LOG_FOLLOW_UP, by=by, now=now)
    if one.logged_by_id != by.person_id:
        raise NotAllowed(f"{one.logged_by} logged this follow-up. Mark it as entered in error instead")
    if not logged.can_undo:
        raise UserError("That the young person declined is on record. Correct it in the record")
    if one.version != 1:
        raise RecordChanged(stored.CHANGED)
    stored.change(session, one.id, {"entered_in_error_because": TAKEN_BACK})
    if logged.reason_before is not None:
        clock = clock_of(session, one.child_id, one.kind)
        stored_reasons.add(
            session, one.child_id, one.kind, clock.due.clock_start, logged.reason_before, "", at=now,
            by_id=by.person_id,
        )  # fmt: skip
    if logged.appointment_id is not None:
        if logged.appointment_id not in {each.id for each in visits.appointments(session, one.child_id)}:
            raise UserError("That appointment is not of this child")
        again = {
            "outcome": "booked",
            "outcome_note": None,
            "next_step": None,
            "next_step_by": None,
            "next_step_on": None,
        }
        visits.change_appointment(session, logged.appointment_id, again)
    return one.child_id
