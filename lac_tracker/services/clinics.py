"""The diary of the clinicians, week by week: clinics, visits, leave and training; added, changed, and what is free."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.capacity_facts import monday
from lac_tracker.domain.clinics import (
    AWAY,
    REPEATS,
    SESSION_KINDS,
    ClinicSession,
    Slot,
    SlotPlan,
    days_of,
    has_passed,
    hours,
    overlap,
    plan_slots,
    refuse_overlap,
    time_of,
)
from lac_tracker.domain.dates import refuse_far, show_date
from lac_tracker.domain.errors import NotFound, RecordChanged, UserError
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.domain.training import UNACCOMPANIED, holds
from lac_tracker.services import clinic_cancelling
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.services.clinic_names import as_seen
from lac_tracker.storage import clinics as stored
from lac_tracker.storage import people, reference_data, training

_DEFAULT_NAMES = {"clinic": "Clinic", "visits": "Visits", "leave": "Leave", "training": "Training"}
_SHOWN_BACK = 5  # years


@dataclass(frozen=True)
class Clinician:
    """Somebody who sees children. is_trained: training with unaccompanied children holds today."""

    id: int
    name: str
    is_doctor: bool
    is_trained: bool


@dataclass(frozen=True)
class Week:
    """One week of the diary. days: Monday to Friday, and the weekend where something is on it. at: the time of today."""

    starts_on: date
    days: tuple[date, ...]
    clinicians: tuple[Clinician, ...]
    sessions: tuple[ClinicSession, ...]
    places: tuple[str, ...]
    holidays: tuple[tuple[date, str], ...]
    today: date
    at: str

    @property
    def free_words(self) -> str:
        """'Free slots: 3 IHA, 5 RHA'. Days and hours that have passed have none."""
        free = [
            slot.kind for one in self.sessions for slot in one.free
            if not has_passed(one.on, slot.starts_at, self.today, self.at)
        ]  # fmt: skip
        said = [
            f"{free.count(kind)} {words}"
            for kind, words in (("IHA", "IHA"), ("RHA", "RHA"), ("any", "for either"))
            if free.count(kind)
        ]
        return f"Free slots: {', '.join(said)}" if said else "No free slots this week"


@dataclass(frozen=True)
class NewSession:
    """What a person typed into Add clinic. every_weeks: '0', '1' or '2'. slots: how many, of slot_kind, of minutes each."""

    clinician_id: int | None
    kind: str
    name: str = ""
    place: str = ""
    on: date | None = None
    every_weeks: str = "0"
    until: date | None = None
    exceptions: tuple[date, ...] = ()
    slot_kind: str = "any"
    slots: int = 0
    minutes: int = 45
    starts_at: str = ""
    note: str = ""


@needs(Action.SEE_LISTS)
def week(session: Session, *, by: Actor, now: datetime, today: date, on: date | None = None) -> Week:
    """Return the week of a day: who works when, with which slots, and who has them."""
    day = on or today
    if abs((day - today).days) > _SHOWN_BACK * 366:
        raise UserError(f"The diary shows {_SHOWN_BACK} years back and ahead. Choose a nearer week")
    first = monday(day)
    sessions = as_seen(
        session, stored.between(session, by.team_id, first, first + timedelta(days=6)), by, now
    )
    shown = 5 + max((one.on.weekday() - 4 for one in sessions), default=0)
    days = tuple(first + timedelta(days=number) for number in range(max(shown, 5)))
    named = reference_data.bank_holiday_names() | people.own_bank_holiday_names(session, by.team_id)
    return Week(
        first, days, _clinicians(session, by.team_id, today), sessions, stored.places(session, by.team_id),
        tuple((day, named[day]) for day in days if day in named), today, time_of(now, today),
    )  # fmt: skip


@needs(Action.SEE_LISTS)
def clinicians(session: Session, *, by: Actor, now: datetime, today: date) -> tuple[Clinician, ...]:
    """Return who of the team can have clinics, doctors first."""
    return _clinicians(session, by.team_id, today)


@needs(Action.SEE_LISTS)
def session_of(session: Session, session_id: int, *, by: Actor, now: datetime) -> ClinicSession:
    """Return one session with its slots. Raises NotFound."""
    return as_seen(session, (stored.load(session, by.team_id, session_id),), by, now)[0]


@needs(Action.SEE_LISTS)
def consequences_of_leave(
    session: Session, new: NewSession, *, by: Actor, now: datetime, today: date
) -> clinic_cancelling.Consequences:
    """Return which clinics and bookings leave or training would be put over; nothing for a clinic or visits."""
    if new.kind not in AWAY:
        return clinic_cancelling.NOTHING
    days, _ = _checked(session, new, by, today)
    return clinic_cancelling.consequences(as_seen(session, _under(session, by.team_id, new, days), by, now))


@needs(Action.MANAGE_CLINICS)
def add_sessions(
    session: Session,
    new: NewSession,
    *,
    by: Actor,
    now: datetime,
    today: date,
    confirmed: Sequence[int] | None = None,
) -> Changes:
    """Put a clinic, visits, leave or training into the diary, on one day or on each of a series.

    confirmed: the appointments the person was told of that leave or training takes away; None: not asked yet.

    Raises UserError when something is missing or impossible, when the person has something else at that time, when a
    clinic is put over their leave, and when leave goes over clinics and that was not confirmed.
    """
    days, slots = _checked(session, new, by, today)
    held = stored.between(session, by.team_id, days[0], days[-1], clinician_ids=[_person(new)])
    for day in days:
        refuse_overlap((new.kind, slots), day, [one for one in held if one.on == day])
    under = as_seen(session, _under(session, by.team_id, new, days), by, now) if new.kind in AWAY else ()
    report = ""
    if under:
        clinic_cancelling.refuse_unconfirmed(under, confirmed, always=True)
        why = "The clinician is away" if new.kind == "leave" else "The clinician is at training"
        report = clinic_cancelling.cancel(session, under, because=why, by=by, now=now, today=today)
    made = stored.add(session, by.team_id, _fields(new, by, len(days) > 1), days, slots)
    added = f"Added to the diary on {show_date(days[0])}." if len(days) == 1 else (
        f"Added to the diary on {len(days)} days, from {show_date(days[0])} to {show_date(days[-1])}."
    )  # fmt: skip
    return Changes(assessments=True, made_id=made[0], report=" ".join(one for one in (added, report) if one))


@needs(Action.MANAGE_CLINICS)
def change_session(
    session: Session,
    session_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    name: str,
    place: str,
    note: str,
    clinician_id: int,
    whole_series: bool = False,
    seen_version: int | None = None,
) -> Changes:
    """Change name, place, note or clinician of a session, or of all of its series from its day on.

    What is booked moves along: the report says whose carers have to be told. Raises UserError for a day that has passed
    and when the new clinician has something else then or may not open a record that is booked, RecordChanged when somebody else changed it meanwhile.
    """
    one = _to_come(session, session_id, by, today)
    _refuse_changed(one, seen_version)
    every = _series_of(session, one, by, today, whole_series=whole_series)
    fields = {
        "name": clean_line(name, label="Name") or _DEFAULT_NAMES[one.kind],
        "place": clean_line(place, label="Place"),
        "note": clean_text(note, label="Note", longest=2_000).strip(),
        "clinician_id": _known_clinician(session, by, clinician_id),
    }
    for held in every:
        if clinician_id != held.clinician_id:
            others = stored.between(session, by.team_id, held.on, held.on, clinician_ids=[clinician_id])
            plans = tuple(SlotPlan(slot.kind, slot.starts_at, slot.minutes) for slot in held.slots)
            refuse_overlap((held.kind, plans), held.on, others)
        stored.change(session, held.id, fields)
    moved = [
        slot for held in every if (held.place, held.clinician_id) != (fields["place"], clinician_id) for slot in held.booked
    ]  # fmt: skip
    if any(held.clinician_id != clinician_id for held in every):
        clinic_cancelling.refuse_apart(session, moved, clinician_id, today)
    clinic_cancelling.follow(session, moved, place=str(fields["place"]), clinician_id=clinician_id)
    names = ", ".join(slot.booked.name for slot in moved if slot.booked)
    return Changes(
        assessments=bool(moved), report=f"Changed. Tell the carers of {names}." if names else "Changed."
    )


@needs(Action.MANAGE_CLINICS)
def add_slot(
    session: Session, session_id: int, *, by: Actor, now: datetime, today: date,
    kind: str, starts_at: str = "", minutes: int = 45,
) -> Changes:  # fmt: skip
    """Add one slot to a session. Raises UserError where its time is another slot's already or the day has passed."""
    one = _to_come(session, session_id, by, today)
    if one.is_away:
        raise UserError(f"There are no slots in {one.kind}")
    (plan,) = plan_slots(one.kind, slot_kind=kind, count=1, minutes=minutes, starts_at=starts_at)
    at = hours(one.kind, (plan,))
    if at is not None:
        if any(slot.starts_at and overlap(at, hours(one.kind, (slot,))) for slot in one.slots):
            raise UserError(f"Time: '{one.name}' has a slot at {plan.starts_at} already. Choose another time")
        others = stored.between(session, by.team_id, one.on, one.on, clinician_ids=[one.clinician_id])
        refuse_overlap((one.kind, (plan,)), one.on, [other for other in others if other.id != one.id])
    made = stored.add_slot(session, session_id, plan)
    return Changes(assessments=True, made_id=made, report="Slot added.")


@needs(Action.MANAGE_CLINICS)
def remove_slot(
    session: Session, slot_id: int, *, by: Actor, now: datetime, today: date, because: str
) -> Changes:
    """Take a free slot out of the diary. Raises UserError where somebody has it, the day has passed, or without a reason."""
    held, _ = stored.session_of_slot(session, by.team_id, slot_id)
    (one,) = as_seen(session, (held,), by, now)
    slot = next(each for each in one.slots if each.id == slot_id)
    _refuse_past(one.on, today)
    if slot.booked is not None:
        raise UserError(
            f"{slot.booked.name} has this slot. Move or cancel that appointment first, then take the slot out"
        )
    why = clean_line(because, label="Why")
    if not why:
        raise UserError("Why: enter the reason the slot is taken out")
    stored.remove_slot(session, slot_id, why)
    return Changes(assessments=True, report="Slot taken out.")


@needs(Action.SEE_LISTS)
def consequences_of_cancelling(
    session: Session, session_id: int, *, by: Actor, now: datetime, today: date, whole_series: bool = False
) -> clinic_cancelling.Consequences:
    """Return what cancelling a session, or its series from that day on, would do to its bookings."""
    one = _to_come(session, session_id, by, today)
    every = _series_of(session, one, by, today, whole_series=whole_series)
    return clinic_cancelling.consequences(as_seen(session, every, by, now))


@needs(Action.MANAGE_CLINICS)
def cancel_session(
    session: Session,
    session_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    because: str,
    whole_series: bool = False,
    confirmed: Sequence[int] | None = None,
    seen_version: int | None = None,
) -> Changes:
    """Cancel a session, or all of its series from its day on. Days that have passed stay as they were.

    confirmed: the appointments the person was told of; with bookings it is refused until they are confirmed. Each of them
    becomes cancelled by us with the reason, its child waits to be booked again, and late ones say why (HL-02): all of it
    in this transaction.

    Raises UserError without a reason, for a day that has passed, and while bookings are not confirmed; RecordChanged
    when somebody else changed the session meanwhile.
    """
    one = _to_come(session, session_id, by, today)
    _refuse_changed(one, seen_version)
    why = clean_text(because, label="Why", longest=500).strip()
    if not why:
        raise UserError("Why: enter the reason it is cancelled")
    every = as_seen(session, _series_of(session, one, by, today, whole_series=whole_series), by, now)
    clinic_cancelling.refuse_unconfirmed(every, confirmed)
    report = clinic_cancelling.cancel(session, every, because=why, by=by, now=now, today=today)
    said = "Cancelled." if len(every) == 1 else f"Cancelled on {len(every)} days."
    return Changes(assessments=True, report=f"{said} {report}".strip())


def _checked(
    session: Session, new: NewSession, by: Actor, today: date
) -> tuple[tuple[date, ...], tuple[SlotPlan, ...]]:
    """Return the days and slots of a new session. Raises UserError for the first thing that is wrong."""
    if new.kind not in dict(SESSION_KINDS):
        raise UserError("Choose what it is: clinic, visits, leave or training")
    _known_clinician(session, by, _person(new))
    if new.every_weeks not in dict(REPEATS):
        raise UserError("Choose whether it repeats")
    refuse_far(new.on, "Day", today)
    days = days_of(new.on, every_weeks=int(new.every_weeks), until=new.until, exceptions=new.exceptions)
    _refuse_past(days[0], today)
    slots = plan_slots(
        new.kind, slot_kind=new.slot_kind, count=new.slots, minutes=new.minutes, starts_at=new.starts_at
    )
    return days, slots


def _fields(new: NewSession, by: Actor, is_series: bool) -> dict[str, object]:
    return {
        "clinician_id": new.clinician_id,
        "kind": new.kind,
        "name": clean_line(new.name, label="Name") or _DEFAULT_NAMES[new.kind],
        "place": clean_line(new.place, label="Place"),
        "note": clean_text(new.note, label="Note", longest=2_000).strip(),
        "series": secrets.token_hex(8) if is_series else None,
        "recorded_by": by.full_name,
    }


def _under(
    session: Session, team_id: int, new: NewSession, days: Sequence[date]
) -> tuple[ClinicSession, ...]:
    """Return the clinics and visits of a person on the days they are to be away."""
    held = stored.between(session, team_id, days[0], days[-1], clinician_ids=[_person(new)])
    return tuple(one for one in held if one.on in days and not one.is_away)


def _person(new: NewSession) -> int:
    if new.clinician_id is None:
        raise UserError("Choose whose it is")
    return new.clinician_id


def _known_clinician(session: Session, by: Actor, person_id: int) -> int:
    if all(person_id != one for one, _, _ in stored.clinicians(session, by.team_id)):
        raise NotFound("That person does not see children in this team. Choose one of the list")
    return person_id


def _to_come(session: Session, session_id: int, by: Actor, today: date) -> ClinicSession:
    one = stored.load(session, by.team_id, session_id)
    _refuse_past(one.on, today)
    return one


def _refuse_changed(one: ClinicSession, seen_version: int | None) -> None:
    if seen_version is not None and one.version != seen_version:
        raise RecordChanged(
            "Someone else changed this session while you were working. Open it again to see their version"
        )


def _series_of(
    session: Session, one: ClinicSession, by: Actor, today: date, *, whole_series: bool
) -> tuple[ClinicSession, ...]:
    if not whole_series or one.series is None:
        return (one,)
    return stored.of_series(session, by.team_id, one.series, max(one.on, today))


def _refuse_past(day: date, today: date) -> None:
    if day < today:
        raise UserError(f"Day: {show_date(day)} has passed, and the diary of past days is not changed")


def _clinicians(session: Session, team_id: int, today: date) -> tuple[Clinician, ...]:
    trained = training.of_team(session, team_id)
    return tuple(
        Clinician(
            person_id, name, is_doctor,
            any(one.subject == UNACCOMPANIED and holds(one, today) for one in trained.get(person_id, ())),
        )
        for person_id, name, is_doctor in stored.clinicians(session, team_id)
    )  # fmt: skip


def slot_in_words(one: ClinicSession, slot: Slot) -> str:
    """Return 'Wed 04-Mar-2026 13:00, IHA, 45 minutes, Clinic B with Dr Sam Iqbal'."""
    at = f" {slot.starts_at}" if slot.starts_at else ""
    kind = "IHA or RHA" if slot.kind == "any" else slot.kind
    place = f", {one.place}" if one.place else ""
    return f"{show_date(one.on)}{at}, {kind}, {slot.minutes} minutes, {one.name} with {one.clinician}{place}"
