"""Whose a child's assessments are: rows in the order in which they were written. Nothing is ever changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.storage import care
from lac_tracker.storage.children import mark_for_due
from lac_tracker.storage.tables.monitoring import AllocationRow


@dataclass(frozen=True)
class Allocation:
    """One allocation. person_id: None took it from everybody."""

    child_id: int
    kind: str
    person_id: int | None
    allocated_at: datetime
    allocated_by_id: int


def add(
    session: Session, child_id: int, kind: str, person_id: int | None, *, at: datetime, by_id: int
) -> int:
    """Allocate, in the place of what was before, and return the id. What is due follows in the same transaction."""
    row = AllocationRow(
        child_id=child_id, kind=kind, person_id=person_id, allocated_at=at, allocated_by_id=by_id
    )
    session.add(row)
    session.flush()
    mark_for_due(session, child_id)
    return row.id


def of_children(session: Session, child_ids: Iterable[int]) -> dict[tuple[int, str], Allocation]:
    """Return the allocation that counts, by child and kind; a child nobody was given has none."""
    found: dict[tuple[int, str], Allocation] = {}
    for part in care.chunks(set(child_ids)):
        rows = session.scalars(
            select(AllocationRow).where(AllocationRow.child_id.in_(part)).order_by(AllocationRow.id)
        )
        for row in rows:
            found[row.child_id, row.kind] = Allocation(
                row.child_id, row.kind, row.person_id, row.allocated_at, row.allocated_by_id
            )
    return found
