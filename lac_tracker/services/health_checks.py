"""Immunisations and hospital visits of a record: read, entered, corrected, taken out as entered in error."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.event_dates import EventDate
from lac_tracker.domain.health_checks import (
    OTHER,
    STATES,
    VISIT_KINDS,
    HospitalVisit,
    Immunisation,
    Vaccine,
    dose_words,
)
from lac_tracker.domain.names import clean_line, clean_text, first_name
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.entry_words import LONGEST, reason, told_by, told_when
from lac_tracker.storage import children
from lac_tracker.storage import health_checks as stored


@dataclass(frozen=True)
class Dose:
    """A dose as lists show it."""

    immunisation: Immunisation
    words: str  # 'MMR, dose 2'
    protects: str


@dataclass(frozen=True)
class HealthChecks:
    """All the page shows, newest first."""

    called: str
    doses: tuple[Dose, ...]
    visits: tuple[HospitalVisit, ...]


@needs(Action.SEE_CLINICAL, child=the_child)
def on_record(session: Session, child_id: int, *, by: Actor, now: datetime) -> HealthChecks:
    """Return the immunisations and hospital visits of a child."""
    child = children.load(session, child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    return HealthChecks(called, doses(session, child_id), stored.hospital_visits(session, child_id))


def doses(session: Session, child_id: int) -> tuple[Dose, ...]:
    """Return the doses newest first, each with its number among those given. For services that asked for leave."""
    known = {one.key: one for one in stored.vaccines()}
    held = stored.immunisations(session, child_id)
    left = Counter(_called(one) for one in held if one.state == "given")
    several = {name for name, number in left.items() if number > 1}
    shown: list[Dose] = []
    for one in held:
        name, vaccine = _called(one), known.get(one.vaccine)
        label = vaccine.label if vaccine else one.vaccine_words
        number = 0
        if one.state == "given" and name in several:
            number = left[name]
            left[name] -= 1
        shown.append(Dose(one, dose_words(label, number), vaccine.protects if vaccine else ""))
    return tuple(shown)


def vaccines() -> tuple[Vaccine, ...]:
    """Return the vaccines to choose from."""
    return stored.vaccines()


@needs(Action.EDIT_HEALTH_CHECKS, child=the_child)
def add_immunisation(
    session: Session, child_id: int, *, by: Actor, now: datetime, vaccine: str, vaccine_words: str = "",
    state: str, when: str, source: str, note: str = "",
) -> Changes:  # fmt: skip
    """Enter a dose. when: as typed, 'Mar 2019' or '' for not known. Raises UserError naming the field that is wrong."""
    fields = _dose(vaccine, vaccine_words, state, source, note) | {"recorded_by": by.full_name}
    given = told_when(session, child_id, when, now.date(), label="When")
    made = stored.save_immunisation(session, child_id, None, given, fields, seen_version=1)
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_immunisation)
def change_immunisation(
    session: Session, immunisation_id: int, *, by: Actor, now: datetime, vaccine: str, vaccine_words: str = "",
    state: str, when: str, source: str, note: str = "", seen_version: int,
) -> Changes:  # fmt: skip
    """Correct a dose; what it said before stays in the record of changes."""
    child_id = stored.child_of_immunisation(session, immunisation_id)
    fields = _dose(vaccine, vaccine_words, state, source, note)
    given = told_when(session, child_id, when, now.date(), label="When")
    stored.save_immunisation(session, child_id, immunisation_id, given, fields, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_CHECKS, child=the_child)
def add_hospital_visit(
    session: Session, child_id: int, *, by: Actor, now: datetime, kind: str, when: str, ended: date | None,
    hospital: str, why: str, source: str,
) -> Changes:  # fmt: skip
    """Enter a stay, an emergency visit or an operation. Raises UserError naming the field that is wrong."""
    began = _began(session, child_id, when, ended, now.date())
    fields = _visit(kind, ended, hospital, why, source) | {"recorded_by": by.full_name}
    made = stored.save_hospital_visit(session, child_id, None, began, fields, seen_version=1)
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_hospital_visit)
def change_hospital_visit(
    session: Session, visit_id: int, *, by: Actor, now: datetime, kind: str, when: str, ended: date | None,
    hospital: str, why: str, source: str, seen_version: int,
) -> Changes:  # fmt: skip
    """Correct a hospital visit; what it said before stays in the record of changes."""
    child_id = stored.child_of_hospital_visit(session, visit_id)
    began = _began(session, child_id, when, ended, now.date())
    fields = _visit(kind, ended, hospital, why, source)
    stored.save_hospital_visit(session, child_id, visit_id, began, fields, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_immunisation)
def immunisation_in_error(
    session: Session, immunisation_id: int, *, by: Actor, now: datetime, because: str, seen_version: int
) -> Changes:
    """Take a dose out as entered in error. It is kept with the reason. Raises UserError without one."""
    child_id = stored.child_of_immunisation(session, immunisation_id)
    stored.immunisation_in_error(session, immunisation_id, reason(because, by), seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_hospital_visit)
def hospital_visit_in_error(
    session: Session, visit_id: int, *, by: Actor, now: datetime, because: str, seen_version: int
) -> Changes:
    """Take a hospital visit out as entered in error. It is kept with the reason. Raises UserError without one."""
    child_id = stored.child_of_hospital_visit(session, visit_id)
    stored.hospital_visit_in_error(session, visit_id, reason(because, by), seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


def _called(one: Immunisation) -> str:
    return one.vaccine_words.casefold() if one.vaccine == OTHER else one.vaccine


def _dose(vaccine: str, vaccine_words: str, state: str, source: str, note: str) -> dict[str, Any]:
    words = clean_line(vaccine_words, label="Which vaccine")
    if vaccine != OTHER and vaccine not in {one.key for one in stored.vaccines()}:
        raise UserError("Vaccine is missing: choose one")
    if vaccine == OTHER and not words:
        raise UserError("Which vaccine is missing: enter its name, as the list does not have it")
    if state not in STATES:
        raise UserError("Given or declined is missing: choose one")
    return {
        "vaccine": vaccine,
        "vaccine_words": words if vaccine == OTHER else "",
        "state": state,
        "source": told_by(source),
        "note": clean_text(note, label="Note", longest=LONGEST).strip(),
    }


def _visit(kind: str, ended: date | None, hospital: str, why: str, source: str) -> dict[str, Any]:
    fields = {
        "kind": kind,
        "ended_on": ended,
        "hospital": clean_line(hospital, label="Hospital"),
        "why": clean_text(why, label="Why", longest=LONGEST).strip(),
        "source": told_by(source),
    }
    if kind not in VISIT_KINDS:
        raise UserError("What it was is missing: choose one")
    if not fields["hospital"]:
        raise UserError("Hospital is missing: enter its name, or 'not known'")
    if not fields["why"]:
        raise UserError("Why is missing: enter it in plain words, as the family may read it")
    return fields


def _began(session: Session, child_id: int, typed: str, ended: date | None, today: date) -> EventDate:
    when = told_when(session, child_id, typed, today, label="When")
    if when is None:
        raise UserError("When is missing: enter a day, a month or a year")
    if ended is not None and ended > today:
        raise UserError("Went home must be today or in the past")
    if ended is not None and when.precision != "day":
        raise UserError("When must be a day, as the day they went home is known: enter both, or neither")
    if ended is not None and ended < when.on:
        raise UserError("Went home must be on or after the day it began")
    return when
