"""What the import screen looks up itself: children of an import without consent, and an import of the same content."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from lac_tracker.storage.tables.assessments import ConsentRow
from lac_tracker.storage.tables.care import PeriodOfCareRow
from lac_tracker.storage.tables.children import ChildRow, ImportRow
from lac_tracker.storage.tables.consents import ConsentRequestRow


class NewChild(NamedTuple):
    """One child, as far as a list shows them."""

    id: int
    family_name: str | None
    given_name: str | None
    council_id: str


def without_consent(session: Session, team_id: int, import_id: int) -> list[NewChild]:
    """Return the children an import made with no answer about consent and no request for it, in the order of the list.

    Who has left care already needs none.
    """
    row = ChildRow
    query = select(row.id, row.family_name, row.given_name, row.council_child_id).where(
        row.team_id == team_id
    )
    found = session.execute(query.where(*_without_consent(import_id)).order_by(row.id))
    return [NewChild(*values) for values in found]


def count_without_consent(session: Session, import_id: int) -> int:
    """Return how many `without_consent` finds."""
    counted = select(func.count()).select_from(ChildRow).where(*_without_consent(import_id))
    return session.scalar(counted) or 0


def _without_consent(import_id: int) -> tuple[ColumnElement[bool], ...]:
    row = ChildRow
    return (
        row.import_id == import_id,
        exists().where(PeriodOfCareRow.child_id == row.id, PeriodOfCareRow.ended.is_(None)),
        ~exists().where(ConsentRow.child_id == row.id),
        ~exists().where(ConsentRequestRow.child_id == row.id),
    )


def import_of(session: Session, team_id: int, sha256: str) -> tuple[int, datetime, str] | None:
    """Return id, time and person of the newest import of the same content that was not undone."""
    row = ImportRow
    query = (
        select(row.id, row.made_at, row.made_by)
        .where(row.team_id == team_id, row.content_sha256 == sha256, row.undone_at.is_(None))
        .order_by(row.id.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    return (found.id, found.made_at, found.made_by) if found is not None else None
