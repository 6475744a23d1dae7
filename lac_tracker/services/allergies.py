"""Allergies of a record: entered, corrected, ended, and the explicit choice that none are known.

The banner, the flags and the papers read what `storage.treatments` writes to the child in the same transaction.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor
from lac_tracker.domain.treatments import (
    SEVERITIES,
    Allergy,
    allergy_name,
    is_none_known,
    same_substance,
    standing,
)
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.entry_words import ended_on, reason, told_by, told_when
from lac_tracker.storage import treatments as stored


@needs(Action.EDIT_HEALTH_CHECKS, child=the_child)
def add_allergy(
    session: Session, child_id: int, *, by: Actor, now: datetime, substance: str, reaction: str, severity: str,
    since: str, source: str,
) -> Changes:  # fmt: skip
    """Enter an allergy; 'No known allergies', where that was chosen, no longer holds.

    since: as typed, '2018' or '' for not known. Raises UserError naming the field, and for a substance that stands.
    """
    fields = _fields(session, child_id, substance, reaction, severity, source) | _written(by, now)
    began = told_when(session, child_id, since, now.date())
    made = stored.save_allergy(session, child_id, None, began, fields, seen_version=1)
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_allergy)
def change_allergy(
    session: Session, allergy_id: int, *, by: Actor, now: datetime, substance: str, reaction: str, severity: str,
    since: str, source: str, seen_version: int,
) -> Changes:  # fmt: skip
    """Correct an allergy; what it said before stays in the record of changes."""
    child_id = stored.child_of_allergy(session, allergy_id)
    fields = _fields(session, child_id, substance, reaction, severity, source, own=allergy_id)
    began = told_when(session, child_id, since, now.date())
    stored.save_allergy(
        session, child_id, allergy_id, began, fields | _written(by, now), seen_version=seen_version
    )
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_allergy)
def end_allergy(
    session: Session, allergy_id: int, *, by: Actor, now: datetime, on: date | None, because: str, seen_version: int
) -> Changes:  # fmt: skip
    """Record that an allergy no longer stands, from when and why. It stays on the record as ended.

    Where it was the last one, the state is 'not recorded': that none are known is for a person to say.
    """
    child_id = stored.child_of_allergy(session, allergy_id)
    held = next((one for one in stored.allergies(session, child_id) if one.id == allergy_id), None)
    began = held.began if held else None
    day = ended_on(session, child_id, on, began, now.date(), label="Ended on", after="it began")
    why = reason(because, by, missing="Enter the reason why it no longer stands")
    stored.end_allergy(session, allergy_id, day, why, _written(by, now), seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_allergy)
def allergy_in_error(
    session: Session, allergy_id: int, *, by: Actor, now: datetime, because: str, seen_version: int
) -> Changes:
    """Take an allergy out as entered in error. It is kept with the reason. Raises UserError without one."""
    child_id = stored.child_of_allergy(session, allergy_id)
    stored.allergy_in_error(session, allergy_id, reason(because, by), seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_CHECKS, child=the_child)
def say_none_known(
    session: Session, child_id: int, *, by: Actor, now: datetime, end_because: str | None = None
) -> Changes:
    """Record that it was asked, and that no allergies are known.

    end_because: the reason that ends the allergies that stand, as the person chose; None where they did not choose it.

    Raises UserError that names them while allergies stand and nobody chose to end them, and for an empty reason.
    """
    held = standing(stored.allergies(session, child_id))
    if held and end_because is None:
        raise UserError(none_known_refused(held))
    if held:
        why = reason(end_because or "", by, missing="Enter the reason why they no longer stand")
        for one in held:
            stored.end_allergy(session, one.id, now.date(), why, _written(by, now), seen_version=one.version)
    stored.set_allergies_state(session, child_id, "none_known")
    return Changes(children=True, child_id=child_id)


def none_known_refused(held: tuple[Allergy, ...]) -> str:
    """Return why 'No known allergies' can't be chosen as it is: which allergies stand."""
    names = ", ".join(allergy_name(one).words for one in held)
    stand = "1 allergy stands" if len(held) == 1 else f"{len(held)} allergies stand"
    them = "it" if len(held) == 1 else "them"
    return f"{stand} on this record: {names}. Choose to end {them} with a reason, or keep {them}"


def _fields(
    session: Session, child_id: int, substance: str, reaction: str, severity: str, source: str, own: int = 0
) -> dict[str, Any]:
    # A colon or semicolon parts names where they are listed in one text: none stays within a name.
    named = clean_line(substance, label="Substance").replace(";", ",").replace(":", ",").strip(" ,")
    if not named:
        raise UserError("Substance is missing: enter what the allergy is to")
    if is_none_known(named):
        raise UserError(f"'{named}' names no allergy: choose 'No known allergies' instead")
    if severity not in SEVERITIES:
        raise UserError("How bad is missing: choose one, or 'Not known'")
    others = tuple(one for one in stored.allergies(session, child_id) if one.id != own)
    is_over = any(one.id == own and one.ended is not None for one in stored.allergies(session, child_id))
    if not is_over and (stands := same_substance(others, named)) is not None:
        raise UserError(f"Substance is on the list already: correct the line '{allergy_name(stands).words}'")
    return {
        "substance": named,
        "reaction": clean_line(reaction, label="What happens").replace(";", ",").strip(" ,"),
        "severity": severity,
        "source": told_by(source),
    }


def _written(by: Actor, now: datetime) -> dict[str, Any]:
    return {"recorded_by": by.full_name, "recorded_on": now.date()}
