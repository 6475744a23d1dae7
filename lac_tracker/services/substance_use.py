"""Substance use of a young person, as the yearly return defines it: read, entered, corrected, taken out.

A young person may keep it private: only the team's own screens read it from here, and the counts of the return.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_text, first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.substance_use import INTERVENTIONS, PROBLEMS, SubstanceUse
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.entry_words import LONGEST, not_before_birth, reason, told_by
from lac_tracker.storage import children
from lac_tracker.storage import substance_use as stored


@dataclass(frozen=True)
class SubstancesOnRecord:
    """All the tab shows, newest first."""

    called: str
    askings: tuple[SubstanceUse, ...]


@needs(Action.SEE_CLINICAL, child=the_child)
def on_record(session: Session, child_id: int, *, by: Actor, now: datetime) -> SubstancesOnRecord:
    """Return what was found each time substance use was asked about."""
    child = children.load(session, child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    return SubstancesOnRecord(called, stored.askings(session, child_id))


@needs(Action.EDIT_HEALTH_CHECKS, child=the_child)
def add_asking(
    session: Session, child_id: int, *, by: Actor, now: datetime, asked_on: date | None, problem: str,
    substances: str = "", intervention: str = "", intervention_on: date | None = None, note: str = "", source: str,
) -> Changes:  # fmt: skip
    """Enter what was found when it was asked. intervention: '' where nobody has said yet what was done.

    Raises UserError naming the field that is wrong.
    """
    fields = _fields(
        session, child_id, now.date(), asked_on, problem, substances, intervention, intervention_on, note, source
    ) | {"recorded_by": by.full_name}  # fmt: skip
    made = stored.save_asking(session, child_id, None, fields, seen_version=1)
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_substance_use)
def change_asking(
    session: Session, asking_id: int, *, by: Actor, now: datetime, asked_on: date | None, problem: str,
    substances: str = "", intervention: str = "", intervention_on: date | None = None, note: str = "", source: str,
    seen_version: int,
) -> Changes:  # fmt: skip
    """Correct an asking, or add what was done since; what it said before stays in the record of changes."""
    child_id = stored.child_of_substance_use(session, asking_id)
    fields = _fields(
        session, child_id, now.date(), asked_on, problem, substances, intervention, intervention_on, note, source
    )  # fmt: skip
    stored.save_asking(session, child_id, asking_id, fields, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_substance_use)
def asking_in_error(
    session: Session, asking_id: int, *, by: Actor, now: datetime, because: str, seen_version: int
) -> Changes:
    """Take an asking out as entered in error. It is kept with the reason. Raises UserError without one."""
    child_id = stored.child_of_substance_use(session, asking_id)
    stored.asking_in_error(session, asking_id, reason(because, by), seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


def _fields(
    session: Session, child_id: int, today: date, asked_on: date | None, problem: str, substances: str,
    intervention: str, intervention_on: date | None, note: str, source: str,
) -> dict[str, Any]:  # fmt: skip
    day = not_before_birth(session, child_id, asked_on, today, label="Asked on")
    if problem not in PROBLEMS:
        raise UserError("Problem identified is missing: choose yes or no")
    is_problem = problem == "yes"
    what = clean_text(substances, label="What", longest=LONGEST).strip()
    if is_problem and not what:
        raise UserError("What is missing: enter which substances, or 'not known'")
    if is_problem and intervention and intervention not in INTERVENTIONS:
        raise UserError("What was done is missing: choose one, or leave it until it is known")
    done_on = intervention_on if is_problem and intervention in ("received", "offered_refused") else None
    if done_on is not None:
        done_on = not_before_birth(session, child_id, done_on, today, label="When")
    return {
        "asked_on": day,
        "problem": problem,
        "substances": what,
        "intervention": (intervention or None) if is_problem else None,
        "intervention_on": done_on,
        "note": clean_text(note, label="Note", longest=LONGEST).strip(),
        "source": told_by(source),
    }
