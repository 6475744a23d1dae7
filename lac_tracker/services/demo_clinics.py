"""The diary of the demonstration: clinics and visits of the weeks before and to come, leave, bookings, who was not brought."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.clinics import plan_slots
from lac_tracker.domain.people import Actor
from lac_tracker.storage import clinics, reference_data, visits
from lac_tracker.storage.tables.assessments import AppointmentRow, AssessmentRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.clinics import ClinicSessionRow, ClinicSlotRow
from lac_tracker.storage.tables.due import DueRow, DueStretchRow

WEEKS_BACK, WEEKS_AHEAD = 6, 9
_LEAVE_WEEK, _TRAINING_WEEK, _CANCELLED_WEEK = 3, 2, 1
_MOST_BOOKED = 12  # of each status
_CLINIC = "Northgate clinic"


@dataclass(frozen=True)
class _Session:
    """What takes place on one weekday of every week. begins: '' for visits without fixed times."""

    user: str
    weekday: int
    kind: str
    name: str
    place: str
    slot_kind: str
    slots: int
    minutes: int
    begins: str


_SESSIONS = (
    _Session("sam", 0, "clinic", "Clinic B", _CLINIC, "IHA", 3, 60, "09:30"),
    _Session("sam", 2, "clinic", "Clinic B", _CLINIC, "IHA", 2, 60, "13:00"),
    _Session("sam", 4, "clinic", "Clinic A", "Riverside health centre", "any", 3, 60, "09:30"),
    _Session("nadia", 1, "visits", "Visits", "Home visits", "RHA", 3, 90, ""),
    _Session("nadia", 3, "clinic", "Clinic C", _CLINIC, "RHA", 4, 45, "09:30"),
    _Session("priya", 0, "visits", "Visits", "Home visits", "RHA", 3, 90, ""),
    _Session("priya", 2, "clinic", "Clinic C", _CLINIC, "RHA", 3, 45, "13:30"),
)
# Of a day that has no session of theirs, so that there is something to see whenever the demonstration is made.
_TODAY = {
    "sam": _Session("sam", -1, "clinic", "Clinic B", _CLINIC, "any", 3, 60, "09:45"),
    "nadia": _Session("nadia", -1, "visits", "Visits", "Home visits", "any", 3, 60, "10:00"),
    "priya": _Session("priya", -1, "visits", "Visits", "Home visits", "any", 2, 60, "11:00"),
}
_NOT_BROUGHT = (
    ("Ring carer", 2, "Carer had the wrong day"),
    ("Tell social worker", 1, "No answer at the door; carer's phone switched off"),
    ("Offer a visit at school", 3, "Did not want to miss football"),
)


def fill(session: Session, team: Mapping[str, Actor], today: date, now: datetime, rng: Random) -> None:
    """Write the diary and its bookings. Uses up `rng` the same way for the same caseload."""
    _sessions(session, team, today, now)
    _give_times(session, team, today)
    _seen(session, team, today)
    _book(session, team, today, rng)
    _not_brought(session, team, today, rng)


def _sessions(session: Session, team: Mapping[str, Actor], today: date, now: datetime) -> None:
    holidays = reference_data.bank_holiday_names()
    monday = today - timedelta(days=today.weekday())
    first, last = monday - timedelta(weeks=WEEKS_BACK), monday + timedelta(weeks=WEEKS_AHEAD, days=6)
    leave = {monday + timedelta(weeks=_LEAVE_WEEK, days=day) for day in range(5)}
    training = monday + timedelta(weeks=_TRAINING_WEEK, days=4)
    cancelled = monday + timedelta(weeks=_CANCELLED_WEEK, days=2)
    for number, one in enumerate(_SESSIONS):
        days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
        days = [day for day in days if day.weekday() == one.weekday and day not in holidays]
        if one.user == "nadia":
            days = [day for day in days if day not in leave]
        if one.user == "sam":
            days = [day for day in days if day != training]
        for made, day in zip(_add(session, team, one, days, f"demonstration-{number}"), days, strict=True):
            if day == cancelled and one.user == "sam":
                clinics.cancel(session, made, at=now, because="The room is being painted")
    away = _Session("nadia", -1, "leave", "Leave", "", "any", 0, 0, "")
    _add(session, team, away, sorted(leave), "demonstration-leave")
    _add(session, team, _Session("sam", -1, "training", "Training", "", "any", 0, 0, ""), [training], None)
    for user, one in _TODAY.items():
        if not clinics.between(
            session, team[user].team_id, today, today, clinician_ids=[team[user].person_id]
        ):
            _add(session, team, one, [today], None)


def _add(
    session: Session, team: Mapping[str, Actor], one: _Session, days: list[date], series: str | None
) -> tuple[int, ...]:
    by = team[one.user]
    slots = plan_slots(
        one.kind, slot_kind=one.slot_kind, count=one.slots, minutes=one.minutes, starts_at=one.begins
    )
    fields = {
        "clinician_id": by.person_id, "kind": one.kind, "name": one.name, "place": one.place, "note": "",
        "series": series, "recorded_by": "Tom Leigh",
    }  # fmt: skip
    return clinics.add(session, by.team_id, fields, days, slots)


def _give_times(session: Session, team: Mapping[str, Actor], today: date) -> None:
    """Give the appointments that are booked already their clinician, and a slot of that day where one is free."""
    rows = session.execute(
        select(AppointmentRow, DueRow.assessor_id)
        .join(DueRow, (DueRow.child_id == AppointmentRow.child_id) & (DueRow.kind == AppointmentRow.kind))
        .where(AppointmentRow.outcome == "booked", AppointmentRow.takes_place_on >= today)
        .order_by(AppointmentRow.id)
    ).all()
    for place, (row, assessor_id) in enumerate(rows):
        whose = assessor_id or team["sam" if row.kind == "IHA" else "nadia"].person_id
        slot = _free(session, whose, row.kind, row.takes_place_on)
        fields = {"clinician_id": whose, "starts_at": f"{10 + place % 6:02}:00"}
        if slot is not None:
            fields |= _in_slot(session, slot)
        visits.change_appointment(session, row.id, fields)


def _seen(session: Session, team: Mapping[str, Actor], today: date) -> None:
    """Give what was done in the weeks shown an appointment on its day, so that the past of the diary is not empty."""
    names = {actor.person_id: actor.user_name for actor in team.values()}
    rows = session.execute(
        select(AssessmentRow.id, AssessmentRow.child_id, AssessmentRow.kind, AssessmentRow.completed_on, AssessmentRow.assessor_id)
        .where(
            AssessmentRow.state == "signed",
            AssessmentRow.completed_on >= today - timedelta(weeks=WEEKS_BACK),
            AssessmentRow.amends_id.is_(None),
        )
        .order_by(AssessmentRow.id)
    ).all()  # fmt: skip
    for row in rows:
        user = names.get(row.assessor_id, "nadia")
        if user not in _TODAY:
            continue
        slot = _free(session, team[user].person_id, row.kind, row.completed_on)
        if slot is None:
            _add(session, team, _TODAY[user], [row.completed_on], None)
            slot = _free(session, team[user].person_id, row.kind, row.completed_on)
        if slot is not None:
            _make(session, row.child_id, row.kind, slot, outcome="seen", assessment_id=row.id)


def _book(session: Session, team: Mapping[str, Actor], today: date, rng: Random) -> None:
    """Book a third of what has no appointment yet: some today, the others into the weeks to come."""
    waiting = session.execute(
        select(DueRow.child_id, DueRow.kind, DueStretchRow.status, DueRow.due_on)
        .join(DueStretchRow, DueStretchRow.due_id == DueRow.id)
        .where(
            DueRow.met_on.is_(None), DueRow.booked_on.is_(None), DueRow.part_done_on.is_(None),
            DueRow.declined_ask_again.is_(None), DueRow.seen_not_signed_on.is_(None), DueRow.due_on.is_not(None),
            DueStretchRow.first_day <= today, DueStretchRow.last_day >= today,
            DueStretchRow.status.in_(("overdue", "at_risk", "due_soon", "on_track")),
        )
        .order_by(DueRow.due_on, DueRow.id)
    ).all()  # fmt: skip
    chosen = []
    for status in ("overdue", "due_soon", "at_risk", "on_track"):
        of_status = [row for row in waiting if row.status == status]
        of_status = of_status[: min(len(of_status) // 3, _MOST_BOOKED)]
        chosen += rng.sample(of_status, len(of_status))
    for place, row in enumerate(chosen):
        nurses = ("nadia", "priya") if place % 2 else ("priya", "nadia")
        users = ("sam", *nurses) if row.kind == "IHA" else (*nurses, "sam")
        slot = next(
            (found for user in users if (found := _free(session, team[user].person_id, row.kind, today, 21))), None
        )  # fmt: skip
        if slot is not None:
            _make(
                session, row.child_id, row.kind, slot, offered_on=today - timedelta(days=rng.randrange(1, 9))
            )


def _not_brought(session: Session, team: Mapping[str, Actor], today: date, rng: Random) -> None:
    """Write appointments to which children were not brought: one twice running, each with its next step."""
    late = session.execute(
        select(DueRow.child_id, DueRow.kind)
        .join(DueStretchRow, DueStretchRow.due_id == DueRow.id)
        .where(
            DueStretchRow.first_day <= today, DueStretchRow.last_day >= today,
            DueStretchRow.status.in_(("overdue", "due_soon", "on_track")), DueRow.due_on.is_not(None),
            DueRow.clock_start < today - timedelta(days=40),
        )
        .order_by(DueRow.due_on, DueRow.id)
        .limit(6)
    ).all()  # fmt: skip
    for place, row in enumerate(late):
        for back in (24, 4) if place == 0 else (rng.randrange(8, 30),):
            step, days, note = _NOT_BROUGHT[place % len(_NOT_BROUGHT)]
            on = today - timedelta(days=back)
            visits.book(
                session, row.child_id,
                {
                    "kind": row.kind, "offered_on": on - timedelta(days=10), "takes_place_on": on, "starts_at": "10:30",
                    "place": _CLINIC, "clinician_id": team["nadia"].person_id, "outcome": "was_not_brought",
                    "outcome_note": note, "next_step": step, "next_step_by": "Nadia Rahman",
                    "next_step_on": (on if place < 2 else today) + timedelta(days=days),
                },
            )  # fmt: skip


def _free(session: Session, person_id: int, kind: str, first: date, days: int = 0) -> ClinicSlotRow | None:
    """Return the first free slot of a person for a kind on a day, or in so many days after it."""
    taken = select(AppointmentRow.slot_id).where(
        AppointmentRow.slot_id.is_not(None), AppointmentRow.outcome.not_in(("cancelled", "moved", "declined"))
    )
    return session.scalar(
        select(ClinicSlotRow)
        .join(ClinicSessionRow, ClinicSessionRow.id == ClinicSlotRow.session_id)
        .where(
            ClinicSessionRow.clinician_id == person_id,
            ClinicSessionRow.takes_place_on.between(first, first + timedelta(days=days)),
            ClinicSessionRow.cancelled_at.is_(None),
            ClinicSlotRow.kind.in_((kind, "any")),
            ClinicSlotRow.removed_because.is_(None),
            ClinicSlotRow.id.not_in(taken),
        )
        .order_by(ClinicSessionRow.takes_place_on, ClinicSlotRow.position, ClinicSlotRow.id)
        .limit(1)
    )


def _make(
    session: Session, child_id: int, kind: str, slot: ClinicSlotRow, *, outcome: str = "booked",
    assessment_id: int | None = None, offered_on: date | None = None,
) -> None:  # fmt: skip
    held = session.get_one(ClinicSessionRow, slot.session_id)
    needs = session.get_one(ChildRow, child_id).interpreter_needed == "yes"
    fields = {
        "kind": kind, "offered_on": offered_on or held.takes_place_on - timedelta(days=9), "outcome": outcome,
        "assessment_id": assessment_id, "interpreter": "booked" if needs else "not_needed",
        "told_to": "Carer", "told_how": "phone", "takes_place_on": held.takes_place_on,
    }  # fmt: skip
    visits.book(session, child_id, fields | _in_slot(session, slot))


def _in_slot(session: Session, slot: ClinicSlotRow) -> dict[str, object]:
    held = session.get_one(ClinicSessionRow, slot.session_id)
    return {
        "slot_id": slot.id,
        "starts_at": slot.starts_at,
        "place": held.place or held.name,
        "clinician_id": held.clinician_id,
    }
