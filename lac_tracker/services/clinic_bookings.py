"""Waiting to book: who needs an appointment, which slot is best for them, booking it, and offering it to the carer."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.children import BannerFacts, is_unaccompanied
from lac_tracker.domain.clinic_matching import (
    DOCTOR_WARNING,
    FreeSlot,
    Match,
    Needs,
    Waiting,
    best_matches,
    days_words,
    fits,
    slot_words,
)
from lac_tracker.domain.clinics import WISHES, clinician_name, has_passed, time_of
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.domain.names import show_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.restricted import RESTRICTED
from lac_tracker.domain.training import UNACCOMPANIED, Training, holds
from lac_tracker.services import appointments, training
from lac_tracker.services.access import hidden_from, is_kept_apart, needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.child_banner import banner
from lac_tracker.storage import care, children, clinic_demand, reference_data, visits
from lac_tracker.storage import training as stored_training

MOST = 200  # rows of the list, most urgent first
ANSWERS = (
    ("accepted", "They will come: book it"),
    ("waiting", "No answer yet: keep the slot for them"),
    ("refused", "It does not suit: leave the slot free"),
)


@dataclass(frozen=True)
class WaitingRow:
    """One child who waits. best: the slot to offer, with the words of it; None where there is none and words say why."""

    child_id: int
    kind: str
    shown_name: str
    nhs_words: str
    due_on: date
    is_passed: bool
    needs: Needs
    best: Match | None
    best_words: str

    @property
    def latest_words(self) -> str:
        """'09-Mar-2026', '26-Feb-2026 (passed)'."""
        return f"{show_date(self.due_on)} (passed)" if self.is_passed else show_date(self.due_on)


@dataclass(frozen=True)
class WaitingList:
    """The list, most urgent first. total: of all who wait, when there are more than are shown."""

    rows: tuple[WaitingRow, ...]
    total: int


@dataclass(frozen=True)
class SlotChoice:
    """One slot to choose for a child. late_days: after the latest day in time."""

    slot: FreeSlot
    words: str
    fits: bool


@dataclass(frozen=True)
class Booking:
    """What the dialogs of booking show. warnings: what to know of the clinician, by person; nothing blocks."""

    facts: BannerFacts
    kind: str
    due_on: date | None
    needs: Needs
    needs_interpreter: bool
    choices: tuple[SlotChoice, ...]
    best_slot_id: int | None
    warnings: tuple[tuple[int, str], ...]
    carer: str
    wishes: frozenset[str]


@needs(Action.SEE_LISTS)
def waiting(session: Session, *, by: Actor, now: datetime, today: date) -> WaitingList:
    """Return who waits to be booked, by the latest day to be in time, each with the best slot that is free."""
    rows, total = clinic_demand.waiting(session, by.team_id, today, MOST)
    seen_by = clinic_demand.seen_last_by(session, by.team_id, [row.child_id for row in rows])
    free = [one for one in _free(session, by.team_id, today) if not _has_passed(one, today, now)]
    waits = [_waiting(row, seen_by.get(row.child_id), today) for row in rows]
    matches = best_matches(waits, free)
    hidden = hidden_from(session, by=by, now=now)
    found = (_row(row, one, match, free, today) for row, one, match in zip(rows, waits, matches, strict=True))
    return WaitingList(
        tuple(
            replace(one, shown_name=RESTRICTED, nhs_words="") if one.child_id in hidden else one
            for one in found
        ),
        total,
    )


@needs(Action.BOOK, child=the_child)
def booking(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    kind: str,
    slot_id: int | None = None,
) -> Booking:
    """Return what the dialogs of booking a child show: every free slot of the kind, the best one, and what to know.

    Not the slots of a clinician who may not open the record.

    slot_id: the slot that was chosen in the diary, in place of the best one.
    """
    child = children.load(session, child_id)
    due_on, _ = clinic_demand.due_on(session, child_id, kind)
    wishes = clinic_demand.wishes_of(session, child_id)
    wants = _needs_of(child, kind, due_on or today, wishes, is_out_of_area=False)
    last = clinic_demand.seen_last_by(session, by.team_id, [child_id]).get(child_id)
    waits = Waiting(kind, due_on or date.max, wants, last)
    every = [one for one in _free(session, by.team_id, today) if one.kind in (kind, "any")]
    apart = {
        who for who in {one.clinician_id for one in every} if is_kept_apart(session, child_id, who, today)
    }
    free = [one for one in every if one.clinician_id not in apart]
    (best,) = best_matches([waits], [one for one in free if not _has_passed(one, today, now)])
    people = {one.clinician_id for one in free}
    doctors = {one.clinician_id for one in free if one.is_doctor}
    carer = care.contact(session, child_id, "carer")
    return Booking(
        banner(session, child, today), kind, due_on, wants, child.interpreter_needed == "yes",
        tuple(
            SlotChoice(
                one, _choice_words(one, waits, last, has_passed=_has_passed(one, today, now)), fits(one, waits)
            )
            for one in free
        ),
        slot_id or (best.slot.slot_id if best else None),
        tuple((person, words) for person in sorted(people) if (words := _warning(session, person, wants, doctors, today))),
        carer.full_name or "" if carer else "", wishes,
    )  # fmt: skip


@needs(Action.BOOK, child=the_child)
def book_slot(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    kind: str,
    slot_id: int | None,
    told_to: str = "",
    told_how: str = "",
    interpreter: str = "",
    wishes: Collection[str] | None = None,
) -> Changes:
    """Book a slot for a child. wishes: what the carer asks for, kept for the next time; None leaves what is known.

    Raises UserError when the slot is somebody's already, is gone, is for the other kind, or has passed; and when the child
    has an appointment to come for the same assessment.
    """
    if slot_id is None:
        raise UserError("Slot: choose one. Where none is free, add a clinic first")
    _refuse_second(session, child_id, kind, today)
    if wishes is not None:
        clinic_demand.keep_wishes(session, child_id, _known(wishes))
    return appointments.book(
        session, child_id, by=by, now=now, today=today, kind=kind, takes_place_on=None, interpreter=interpreter,
        slot_id=slot_id, told_to=told_to, told_how=told_how,
    )  # fmt: skip


@needs(Action.BOOK, child=the_child)
def offer(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    kind: str,
    slot_id: int | None,
    told_to: str,
    told_how: str,
    answer: str,
    what_was_said: str = "",
    wishes: Collection[str] | None = None,
) -> Changes:
    """Record that a slot was offered: to whom, how, and what they said. The first offer of an assessment is kept.

    answer: a key of ANSWERS. What is accepted or not answered yet holds the slot; what does not suit leaves it free and
    stays on record as an appointment cancelled by them.

    Raises UserError without who was told, how, or an answer.
    """
    if answer not in dict(ANSWERS):
        raise UserError("What they said: choose one")
    if not told_to.strip():
        raise UserError("Who was told: enter the name")
    if not told_how:
        raise UserError("How: choose how they were told")
    if slot_id is None:
        raise UserError("Slot: choose one. Where none is free, add a clinic first")
    _refuse_second(session, child_id, kind, today)
    if wishes is not None:
        clinic_demand.keep_wishes(session, child_id, _known(wishes))
    note = "Offered, no answer yet" if answer == "waiting" else ""
    made = appointments.book(
        session, child_id, by=by, now=now, today=today, kind=kind, takes_place_on=None, slot_id=slot_id,
        told_to=told_to, told_how=told_how, note=". ".join(one for one in (note, what_was_said.strip()) if one),
    )  # fmt: skip
    if answer == "refused" and made.made_id is not None:
        appointments.record_outcome(
            session, made.made_id, by=by, now=now, today=today, outcome="cancelled", cancelled_by=told_to,
            note=what_was_said.strip() or "Offered, and did not suit",
        )  # fmt: skip
    return made


def _refuse_second(session: Session, child_id: int, kind: str, today: date) -> None:
    for one in visits.appointments(session, child_id):
        if one.kind == kind and one.outcome == "booked" and one.takes_place_on >= today:
            at = f" at {one.starts_at}" if one.starts_at else ""
            raise UserError(
                f"There is an {kind} appointment on {show_date(one.takes_place_on)}{at} already. "
                "Move it or cancel it first"
            )


def _known(wishes: Collection[str]) -> tuple[str, ...]:
    if set(wishes) - set(dict(WISHES)):
        raise UserError("Choose what they ask for from the list")
    return tuple(wishes)


def _free(session: Session, team_id: int, today: date) -> list[FreeSlot]:
    rows = clinic_demand.offered(session, team_id, today, None, only_free=True)
    trained = stored_training.of_team(session, team_id)
    return [
        FreeSlot(
            row.slot_id, row.kind, row.on, row.starts_at, row.minutes, row.clinician_id,
            clinician_name(row.full_name, is_doctor=row.is_doctor), row.place, row.session_kind == "visits",
            row.is_doctor, _sees_unaccompanied(trained.get(row.clinician_id, ()), row.on),
        )
        for row in rows
    ]  # fmt: skip


def _sees_unaccompanied(held: tuple[Training, ...], on: date) -> bool:
    return any(one.subject == UNACCOMPANIED and holds(one, on) for one in held)


def _waiting(row: Any, last: int | None, today: date) -> Waiting:
    wishes = frozenset((row.appointment_wishes or "").split())
    wants = _needs_of(row, row.kind, today, wishes, is_out_of_area=row.is_out_of_area)
    return Waiting(row.kind, row.due_on, wants, last)


def _needs_of(child: Any, kind: str, on: date, wishes: frozenset[str], *, is_out_of_area: bool) -> Needs:
    return Needs(
        interpreter=_language(child) if child.interpreter_needed == "yes" else "",
        trained=is_unaccompanied(child.is_unaccompanied, child.unaccompanied_until, on),
        doctor=kind == "IHA",
        after_school="after_school" in wishes,
        home_visit="home_visit" in wishes,
        host=is_out_of_area,
    )


def _language(child: Any) -> str:
    code = child.preferred_language or child.first_language
    return reference_data.codes()["language"].label(code) if code else "Interpreter"


def _row(row: Any, waits: Waiting, match: Match | None, free: list[FreeSlot], today: date) -> WaitingRow:
    if waits.needs.host:
        words = "Host team to book"
    elif match is not None:
        words = match.words
    else:
        words = (
            "No slot meets these needs"
            if any(one.kind in (row.kind, "any") for one in free)
            else "No free slot"
        )
    return WaitingRow(
        row.child_id, row.kind, show_name(row.family_name, row.given_name, row.council_child_id),
        show_nhs_number(row.nhs_number), row.due_on, row.due_on < today, waits.needs, match, words,
    )  # fmt: skip


def _has_passed(slot: FreeSlot, today: date, now: datetime) -> bool:
    return has_passed(slot.on, slot.starts_at, today, time_of(now, today))


def _choice_words(slot: FreeSlot, waits: Waiting, last: int | None, *, has_passed: bool) -> str:
    said = slot_words(slot)
    if slot.place:
        said += f", {slot.place}"
    if has_passed:
        said += ", its time has passed"
    if slot.on > waits.due_on:
        said += f", late by {days_words((slot.on - waits.due_on).days)}"
    if slot.clinician_id == last:
        said += "; seen before"
    return said if fits(slot, waits) else f"{said}; does not meet the needs"


def _warning(session: Session, person_id: int, wants: Needs, doctors: set[int], today: date) -> str:
    said = []
    if wants.trained and (missing := training.missing_for_unaccompanied(session, person_id, today)):
        said.append(f"{missing}.")
    if wants.doctor and person_id not in doctors:
        said.append(f"{DOCTOR_WARNING}.")
    return " ".join(said)
