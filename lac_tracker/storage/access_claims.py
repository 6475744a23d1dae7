"""Access taken to restricted records: who, of which child, why and until when; and who looked through it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, aliased

from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.storage.tables.access import AccessClaimRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.people import PersonRow

_CHANGED = "Someone else has looked through this meanwhile. Look at the list again"


def add(
    session: Session, team_id: int, child_id: int, person_id: int, *, reason: str, more: str, at: datetime, hours: int
) -> int:  # fmt: skip
    """Write down that a person took access to a record, and return the id."""
    row = AccessClaimRow(
        team_id=team_id, child_id=child_id, person_id=person_id, reason=reason, more=more, made_at=at,
        ends_at=at + timedelta(hours=hours),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def of_team(session: Session, team_id: int, *, unseen_only: bool = False, limit: int = 500) -> list[Row[Any]]:
    """Return the claims of a team, those nobody has looked through first, then the newest.

    Each with the child's names and council id, who took access, and who looked through it.
    """
    looked = aliased(PersonRow)
    query = (
        select(
            AccessClaimRow, ChildRow.family_name, ChildRow.given_name, ChildRow.council_child_id,
            PersonRow.full_name.label("person"), looked.full_name.label("seen_by"),
        )
        .join(ChildRow, ChildRow.id == AccessClaimRow.child_id)
        .join(PersonRow, PersonRow.id == AccessClaimRow.person_id)
        .outerjoin(looked, looked.id == AccessClaimRow.seen_by_id)
        .where(AccessClaimRow.team_id == team_id)
        .order_by(AccessClaimRow.seen_at.is_not(None), AccessClaimRow.made_at.desc(), AccessClaimRow.id.desc())
        .limit(limit)
    )  # fmt: skip
    if unseen_only:
        query = query.where(AccessClaimRow.seen_at.is_(None))
    return list(session.execute(query))


def count(session: Session, team_id: int) -> int:
    """Return how many claims the team has."""
    return session.scalar(select(func.count()).where(AccessClaimRow.team_id == team_id)) or 0


def mark_seen(
    session: Session, claim_id: int, team_id: int, *, by_id: int, at: datetime, note: str, seen_version: int
) -> int:  # fmt: skip
    """Write down that somebody looked through a claim, and return whose record it was.

    Raises NotFound where the team has none such, and RecordChanged when somebody else was there first.
    """
    row = session.get(AccessClaimRow, claim_id)
    if row is None or row.team_id != team_id:
        raise NotFound("That entry is not in this caseload")
    if row.version != seen_version:
        raise RecordChanged(_CHANGED)
    row.seen_by_id, row.seen_at, row.seen_note = by_id, at, note
    session.flush()
    return row.child_id


def person_of(session: Session, claim_id: int) -> int | None:
    """Return who took the access of a claim; None where there is no such claim."""
    return session.scalar(select(AccessClaimRow.person_id).where(AccessClaimRow.id == claim_id))
