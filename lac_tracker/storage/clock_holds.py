"""Holds on the clocks of a child: rows and domain."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.clock_holds import ClockHold
from lac_tracker.storage import care
from lac_tracker.storage.children import mark_for_due
from lac_tracker.storage.tables.assessment_notes import ClockHoldRow


def of_child(session: Session, child_id: int) -> tuple[ClockHold, ...]:
    """Return every hold on the clocks of a child, the newest first."""
    return tuple(reversed(of_children(session, [child_id]).get(child_id, [])))


def of_children(session: Session, child_ids: Iterable[int]) -> dict[int, list[ClockHold]]:
    """Return the holds of each child that has any, oldest first."""
    found: dict[int, list[ClockHold]] = {}
    for (row,) in care.portions(session, _of_children(), child_ids):
        found.setdefault(row.child_id, []).append(_hold(row))
    return found


@cache
def _of_children() -> Any:
    return select(ClockHoldRow).where(care.among(ClockHoldRow.child_id)).order_by(ClockHoldRow.id)


def add(
    session: Session, child_id: int, kind: str, *, began_on: date, until: date, reason: str, recorded_by: str
) -> int:
    """Put a clock on hold and return the id of the hold. The due dates follow in the same transaction."""
    row = ClockHoldRow(
        child_id=child_id, kind=kind, began_on=began_on, until=until, reason=reason, recorded_by=recorded_by
    )
    session.add(row)
    session.flush()
    mark_for_due(session, child_id)
    return row.id


def end(session: Session, hold_id: int, *, on: date, by: str, because: str) -> None:
    """End a hold. It stays on record."""
    row = session.get_one(ClockHoldRow, hold_id)
    row.ended_on, row.ended_by, row.ended_because = on, by, because
    session.flush()
    mark_for_due(session, row.child_id)


def settle(session: Session, child_id: int, kind: str, *, on: date, by: str, because: str) -> None:
    """End every hold on a clock that nobody has ended: what it waited for has come."""
    for hold in of_child(session, child_id):
        if hold.kind == kind and hold.ended_on is None:
            end(session, hold.id, on=on, by=by, because=because)


def _hold(row: ClockHoldRow) -> ClockHold:
    return ClockHold(
        row.id, row.kind, row.began_on, row.until, row.reason, row.recorded_by, row.ended_on, row.ended_by,
        row.ended_because,
    )  # fmt: skip
