"""Who of the team may not open a child's record, and why."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.storage.tables.access import ConflictOfInterestRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.people import PersonRow

_CHANGED = "Someone else has changed this meanwhile. Look at the list again"


def add(session: Session, child_id: int, person_id: int, *, because: str, by: str, at: datetime) -> int:
    """Write down that a person may not open a record, and return the id."""
    row = ConflictOfInterestRow(
        child_id=child_id, person_id=person_id, because=because, recorded_by=by, recorded_at=at
    )
    session.add(row)
    session.flush()
    return row.id


def of_team(session: Session, team_id: int) -> list[Row[Any]]:
    """Return the conflicts of a team's children, those in force first, then the newest; with the child and the person."""
    row = ConflictOfInterestRow
    query = (
        select(row, ChildRow.family_name, ChildRow.given_name, ChildRow.council_child_id, PersonRow.full_name.label("person"))
        .join(ChildRow, ChildRow.id == row.child_id)
        .join(PersonRow, PersonRow.id == row.person_id)
        .where(ChildRow.team_id == team_id)
        .order_by(row.ended_on.is_not(None), row.recorded_at.desc(), row.id.desc())
    )  # fmt: skip
    return list(session.execute(query))


def in_force(session: Session, child_id: int, person_id: int) -> bool:
    """Return whether a person is kept apart from a record that nobody has opened to them again."""
    row = ConflictOfInterestRow
    held = select(row.id).where(row.child_id == child_id, row.person_id == person_id, row.ended_on.is_(None))
    return session.scalar(held.limit(1)) is not None


def child_of(session: Session, conflict_id: int) -> int:
    """Return whose record it is about. Raises NotFound."""
    return _row(session, conflict_id).child_id


def person_of(session: Session, conflict_id: int) -> int:
    """Return who is kept apart. Raises NotFound."""
    return _row(session, conflict_id).person_id


def end(session: Session, conflict_id: int, *, on: date, because: str, seen_version: int) -> None:
    """Write down that it ended on a day, and why. Raises NotFound, and RecordChanged when somebody else was first."""
    row = _row(session, conflict_id)
    if row.version != seen_version or row.ended_on is not None:
        raise RecordChanged(_CHANGED)
    row.ended_on, row.ended_because = on, because
    session.flush()


def _row(session: Session, conflict_id: int) -> ConflictOfInterestRow:
    row = session.get(ConflictOfInterestRow, conflict_id)
    if row is None:
        raise NotFound("That entry is not in this caseload")
    return row
