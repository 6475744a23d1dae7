"""Medicines and conditions of a record: read, entered, corrected, stopped, taken out as entered in error."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain import treatments as rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.event_dates import EventDate
from lac_tracker.domain.names import clean_line, clean_text, first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.treatments import CONDITION_STATES, Allergy, Condition, Medicine
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.entry_words import LONGEST, ended_on, not_before_birth, reason, told_by, told_when
from lac_tracker.storage import children
from lac_tracker.storage import treatments as stored


@dataclass(frozen=True)
class TreatmentsOnRecord:
    """All the tab shows. allergies_state: exactly one of known, none_known, not_recorded."""

    called: str
    medicines: tuple[Medicine, ...]
    conditions: tuple[Condition, ...]
    allergies_state: str
    allergies: tuple[Allergy, ...]


@dataclass(frozen=True)
class Told:
    """What the record holds now, in words with dates, for papers and summaries.

    allergies, medicines, conditions: those that stand today, a line each. A list may be empty because nobody entered
    one: then its `..._on` is None, and so it is where only rows are held that were there before days were kept.

    ..._on: the day on which the newest row of the kind was last written, ended rows among them: whoever compares with
    the answers of an assessment takes what is newer.
    """

    allergies_state: str
    allergies: tuple[str, ...]
    medicines: tuple[str, ...]
    conditions: tuple[str, ...]
    allergies_on: date | None
    medicines_on: date | None
    conditions_on: date | None


@needs(Action.SEE_CLINICAL, child=the_child)
def on_record(session: Session, child_id: int, *, by: Actor, now: datetime) -> TreatmentsOnRecord:
    """Return the medicines, conditions and allergies of a child, those of now first."""
    child = children.load(session, child_id)
    return TreatmentsOnRecord(
        first_name(child.preferred_name, child.given_name, child.council_id),
        stored.medicines(session, child_id),
        stored.conditions(session, child_id),
        child.allergies_state,
        _standing_first(stored.allergies(session, child_id)),
    )


def as_told(session: Session, child_id: int) -> Told:
    """Return what the record holds of medicines, conditions and allergies. For services that asked for leave."""
    medicines, conditions = stored.medicines(session, child_id), stored.conditions(session, child_id)
    allergies = stored.allergies(session, child_id)
    return Told(
        allergies_state=children.load(session, child_id).allergies_state,
        allergies=tuple(map(rules.allergy_words, rules.standing(allergies))),
        medicines=tuple(rules.medicine_words(one) for one in medicines if one.ended is None),
        conditions=tuple(rules.condition_words(one) for one in conditions if one.state != "resolved"),
        allergies_on=_newest(allergies),
        medicines_on=_newest(medicines),
        conditions_on=_newest(conditions),
    )


@needs(Action.EDIT_HEALTH_CHECKS, child=the_child)
def add_medicine(
    session: Session, child_id: int, *, by: Actor, now: datetime, name: str, dose: str, for_what: str, since: str,
    prescribed_by: str, source: str,
) -> Changes:  # fmt: skip
    """Enter a medicine. since: as typed, 'Mar 2024' or '' for not known. Raises UserError naming the field."""
    fields = _medicine(name, dose, for_what, prescribed_by, source) | _written(by, now)
    began = told_when(session, child_id, since, now.date())
    made = stored.save_medicine(session, child_id, None, began, fields, seen_version=1)
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_medicine)
def change_medicine(
    session: Session, medicine_id: int, *, by: Actor, now: datetime, name: str, dose: str, for_what: str, since: str,
    prescribed_by: str, source: str, seen_version: int,
) -> Changes:  # fmt: skip
    """Correct a medicine; what it said before stays in the record of changes."""
    child_id = stored.child_of_medicine(session, medicine_id)
    fields = _medicine(name, dose, for_what, prescribed_by, source) | _written(by, now)
    began = told_when(session, child_id, since, now.date())
    held = next((one for one in stored.medicines(session, child_id) if one.id == medicine_id), None)
    if held is not None and held.ended is not None and began is not None and began.on > held.ended:
        raise UserError("Since must be on or before the day it was stopped")
    stored.save_medicine(session, child_id, medicine_id, began, fields, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_medicine)
def stop_medicine(
    session: Session, medicine_id: int, *, by: Actor, now: datetime, on: date | None, because: str, seen_version: int
) -> Changes:  # fmt: skip
    """Record that a medicine was stopped, when and why. Raises UserError without either."""
    child_id = stored.child_of_medicine(session, medicine_id)
    held = next((one for one in stored.medicines(session, child_id) if one.id == medicine_id), None)
    began = held.began if held else None
    day = ended_on(session, child_id, on, began, now.date(), label="Stopped on", after="it was started")
    why = reason(because, by, missing="Enter the reason why it was stopped")
    stored.end_medicine(session, medicine_id, day, why, _written(by, now), seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_medicine)
def medicine_in_error(
    session: Session, medicine_id: int, *, by: Actor, now: datetime, because: str, seen_version: int
) -> Changes:
    """Take a medicine out as entered in error. It is kept with the reason. Raises UserError without one."""
    child_id = stored.child_of_medicine(session, medicine_id)
    stored.medicine_in_error(session, medicine_id, reason(because, by), seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_CHECKS, child=the_child)
def add_condition(
    session: Session, child_id: int, *, by: Actor, now: datetime, name: str, state: str, since: str,
    ended: date | None = None, diagnosed_by: str = "", note: str = "", source: str,
) -> Changes:  # fmt: skip
    """Enter a diagnosis. ended: of a resolved one, the day it was found so. Raises UserError naming the field."""
    fields = _condition(name, state, diagnosed_by, note, source) | _written(by, now)
    began = told_when(session, child_id, since, now.date())
    fields["ended_on"] = _resolved(session, child_id, state, ended, began, now.date())
    made = stored.save_condition(session, child_id, None, began, fields, seen_version=1)
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_condition)
def change_condition(
    session: Session, condition_id: int, *, by: Actor, now: datetime, name: str, state: str, since: str,
    ended: date | None = None, diagnosed_by: str = "", note: str = "", source: str, seen_version: int,
) -> Changes:  # fmt: skip
    """Correct a diagnosis, or say that it is confirmed or resolved now; what it said before stays in the changes."""
    child_id = stored.child_of_condition(session, condition_id)
    fields = _condition(name, state, diagnosed_by, note, source) | _written(by, now)
    began = told_when(session, child_id, since, now.date())
    fields["ended_on"] = _resolved(session, child_id, state, ended, began, now.date())
    stored.save_condition(session, child_id, condition_id, began, fields, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_condition)
def condition_in_error(
    session: Session, condition_id: int, *, by: Actor, now: datetime, because: str, seen_version: int
) -> Changes:
    """Take a diagnosis out as entered in error. It is kept with the reason. Raises UserError without one."""
    child_id = stored.child_of_condition(session, condition_id)
    stored.condition_in_error(session, condition_id, reason(because, by), seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


def _medicine(name: str, dose: str, for_what: str, prescribed_by: str, source: str) -> dict[str, Any]:
    fields = {
        "name": clean_line(name, label="Medicine"),
        "dose": clean_line(dose, label="Dose"),
        "for_what": clean_line(for_what, label="For what"),
        "prescribed_by": clean_line(prescribed_by, label="Prescribed by"),
    }
    if not fields["name"]:
        raise UserError("Medicine is missing: enter its name as on the label")
    return fields | {"source": told_by(source)}


def _condition(name: str, state: str, diagnosed_by: str, note: str, source: str) -> dict[str, Any]:
    fields = {
        "name": clean_line(name, label="Condition"),
        "state": state,
        "diagnosed_by": clean_line(diagnosed_by, label="By whom"),
        "note": clean_text(note, label="Note", longest=LONGEST).strip(),
    }
    if not fields["name"]:
        raise UserError("Condition is missing: enter its name")
    if state not in CONDITION_STATES:
        raise UserError("Suspected, confirmed or resolved is missing: choose one")
    return fields | {"source": told_by(source)}


def _resolved(
    session: Session,
    child_id: int,
    state: str,
    ended: date | None,
    began: EventDate | None,
    today: date,
) -> date | None:
    """Return the day a condition was found resolved, where it is resolved and the day is known."""
    if state != "resolved" or ended is None:
        return None
    day = not_before_birth(session, child_id, ended, today, label="Resolved on")
    if began is not None and began.precision == "day" and day < began.on:
        raise UserError("Resolved on must be on or after the day it began")
    return day


def _written(by: Actor, now: datetime) -> dict[str, Any]:
    return {"recorded_by": by.full_name, "recorded_on": now.date()}


def _standing_first(rows: tuple[Allergy, ...]) -> tuple[Allergy, ...]:
    ended = sorted(
        (row for row in rows if row.ended is not None), key=lambda row: (row.ended, row.id), reverse=True
    )
    return (*rules.standing(rows), *ended)


def _newest(rows: tuple[Medicine, ...] | tuple[Condition, ...] | tuple[Allergy, ...]) -> date | None:
    return max((row.recorded_on for row in rows if row.recorded_on is not None), default=None)
