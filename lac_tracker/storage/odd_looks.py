"""What the odd looks of a week are judged by, from the audit log and the record; and who went through them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.storage.care import chunks
from lac_tracker.storage.tables.access import AccessReviewRow
from lac_tracker.storage.tables.audit import AuditRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.people import PersonRow


@dataclass(frozen=True)
class Review:
    """Somebody went through the odd looks of a week."""

    by: str
    at: datetime
    found: int
    note: str


def wrote_in(
    session: Session, child_ids: Iterable[int], since: datetime, *, but: tuple[str, ...]
) -> set[tuple[int, int]]:
    """Return who changed something in which records since a moment: (person, child). but: actions that do not count."""
    found: set[tuple[int, int]] = set()
    for part in chunks(set(child_ids)):
        rows = session.execute(
            select(AuditRow.person_id, AuditRow.child_id)
            .where(
                AuditRow.child_id.in_(part), AuditRow.changes_count > 0, AuditRow.action.not_in(but),
                AuditRow.at >= since,
            )
            .distinct()
        )  # fmt: skip
        found |= {(person_id, child_id) for person_id, child_id in rows if child_id is not None}
    return found


def names(session: Session, child_ids: Iterable[int]) -> dict[int, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the names of some children: child → (family names, given and preferred names)."""
    found: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for part in chunks(set(child_ids)):
        rows = session.execute(
            select(ChildRow.id, ChildRow.family_name, ChildRow.given_name, ChildRow.preferred_name).where(
                ChildRow.id.in_(part)
            )
        )
        for child_id, family, given, preferred in rows:
            found[child_id] = (
                (family,) if family else (),
                tuple(name for name in (given, preferred) if name),
            )
    return found


def roles(session: Session, team_id: int) -> tuple[tuple[int, str, str], ...]:
    """Return everybody of a team, also who left: (person, full name, role)."""
    rows = session.execute(
        select(PersonRow.id, PersonRow.full_name, PersonRow.role).where(PersonRow.team_id == team_id)
    )
    return tuple((row.id, row.full_name, row.role) for row in rows)


def reviews(session: Session, team_id: int, first_day: date, last_day: date) -> tuple[Review, ...]:
    """Return who went through the odd looks of these days, the last first."""
    row = AccessReviewRow
    rows = session.execute(
        select(PersonRow.full_name, row.reviewed_at, row.found, row.note)
        .join(PersonRow, PersonRow.id == row.reviewed_by_id)
        .where(row.team_id == team_id, row.first_day == first_day, row.last_day == last_day)
        .order_by(row.id.desc())
    )
    return tuple(Review(*held) for held in rows)


def add_review(
    session: Session,
    team_id: int,
    first_day: date,
    last_day: date,
    *,
    found: int,
    note: str,
    by_id: int,
    at: datetime,
) -> int:
    """Write down that somebody went through the odd looks of some days; return its id."""
    row = AccessReviewRow(
        team_id=team_id, first_day=first_day, last_day=last_day, found=found, note=note, reviewed_by_id=by_id,
        reviewed_at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id
