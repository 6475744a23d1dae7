"""Who opened whose record, read from the audit log."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.storage.tables.audit import AuditRow
from lac_tracker.storage.tables.children import ChildRow


class Look(NamedTuple):
    """One entry: somebody opened something of a child's record."""

    at: datetime
    person_id: int
    person: str
    child_id: int


def of_team(
    session: Session, team_id: int, actions: Iterable[str], since: datetime, until: datetime
) -> list[Look]:
    """Return the entries of some actions about a team's children from a moment to another (not included), the oldest first."""
    rows = session.execute(
        select(AuditRow.at, AuditRow.person_id, AuditRow.person_name, AuditRow.child_id)
        .join(ChildRow, ChildRow.id == AuditRow.child_id)
        .where(
            ChildRow.team_id == team_id, AuditRow.action.in_(tuple(actions)), AuditRow.at >= since, AuditRow.at < until
        )
        .order_by(AuditRow.number)
    )  # fmt: skip
    return [Look(at, by, name, child_id) for at, by, name, child_id in rows if child_id is not None]
