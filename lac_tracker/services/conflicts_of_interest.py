"""Who of the team may not open a record, as they know the child: recorded, listed and ended by who keeps the records."""

from datetime import datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.authorisation import APART_WORDS, Action
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.domain.restricted import Conflict
from lac_tracker.services.access import concerns, needs
from lac_tracker.services.changes import Changes
from lac_tracker.services.restricted import Names
from lac_tracker.storage import children, people, record_access
from lac_tracker.storage import conflicts_of_interest as stored

_LONGEST = 1_000


@needs(Action.KEEP_APART)
def listed(session: Session, *, by: Actor, now: datetime) -> tuple[Conflict, ...]:
    """Return who may not open which record of the team, those in force first."""
    names = Names(session, by, now)
    return tuple(
        Conflict(
            held.id, held.child_id, held.person_id, names.of(held.child_id, row), row.person, held.because,
            held.recorded_by, held.recorded_at, held.ended_on, held.ended_because or "", held.version,
        )
        for row in stored.of_team(session, by.team_id)
        for held in (row[0],)
    )  # fmt: skip


@needs(Action.KEEP_APART)
def people_of_team(session: Session, *, by: Actor, now: datetime) -> tuple[tuple[int, str], ...]:
    """Return the active people of the team by name, to choose from: (id, name)."""
    return tuple((one.person_id, one.full_name) for one in people.everyone(session, by.team_id))


@needs(Action.KEEP_APART)
def keep_apart(
    session: Session, identifier: str, *, by: Actor, now: datetime, person_id: int, because: str
) -> Changes:
    """Write down that a person may not open a child's record, from now on. identifier: council ID or NHS number.

    Raises UserError without a reason, for nobody of the team and for what is written down already; NotFound for no such
    child.
    """
    why = _reason(because, "Enter how they know each other, or why this person may not open the record")
    if not any(one.person_id == person_id for one in people.everyone(session, by.team_id)):
        raise UserError("Choose a person of the team")
    typed = clean_line(identifier, label="Council ID or NHS number")
    if not typed:
        raise UserError("Enter the child's council ID or NHS number")
    child_id = children.find(session, by.team_id, typed)
    concerns(session, child_id)
    if stored.in_force(session, child_id, person_id):
        raise UserError("That is written down already: this person may not open that record")
    _note_reason(session, why)
    made = stored.add(session, child_id, person_id, because=why, by=by.full_name, at=now)
    return Changes(children=True, people=True, child_id=child_id, made_id=made)


@needs(Action.KEEP_APART)
def end(
    session: Session, conflict_id: int, *, by: Actor, now: datetime, because: str, seen_version: int
) -> Changes:
    """End it today, with the reason: the person may open the record again as their role says.

    Raises UserError without a reason, NotAllowed for who is kept apart themselves, NotFound, and RecordChanged.
    """
    child_id = stored.child_of(session, conflict_id)
    if record_access.facts(session, child_id, by.person_id, now.date()).team_id != by.team_id:
        raise NotAllowed("That record belongs to another team. Ask its manager")
    concerns(session, child_id)
    if stored.person_of(session, conflict_id) == by.person_id:
        raise NotAllowed(f"{APART_WORDS.split(':')[0]}. Another manager or the Caldicott Guardian ends this")
    why = _reason(because, "Enter the reason why it ends")
    _note_reason(session, why)
    stored.end(session, conflict_id, on=now.date(), because=why, seen_version=seen_version)
    return Changes(children=True, people=True, child_id=child_id)


def _reason(typed: str, missing: str) -> str:
    why = clean_text(typed, label="Reason", longest=_LONGEST).strip()
    if not why:
        raise UserError(missing)
    return why


def _note_reason(session: Session, why: str) -> None:
    entry: Entry | None = session.info.get("entry")
    if entry is not None:
        entry.reason = clean_line(why, longest=_LONGEST)
