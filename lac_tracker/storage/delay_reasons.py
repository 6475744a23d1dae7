"""Why clocks are late as people said: rows in the order in which they were written. Nothing is ever changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.storage import care
from lac_tracker.storage.children import mark_for_due
from lac_tracker.storage.tables.monitoring import DelayReasonRow
from lac_tracker.storage.tables.people import PersonRow


@dataclass(frozen=True)
class SaidReason:
    """One reason as it was said. code: '' took the reason away."""

    id: int
    kind: str
    clock_start: date | None
    code: str
    note: str
    recorded_at: datetime
    recorded_by: str


def add(
    session: Session,
    child_id: int,
    kind: str,
    clock_start: date | None,
    code: str,
    note: str,
    *,
    at: datetime,
    by_id: int,
) -> int:
    """Keep a reason after those before it, and return its id. Who is waited on follows in the same transaction."""
    row = DelayReasonRow(
        child_id=child_id, kind=kind, clock_start=clock_start, code=code, note=note, recorded_at=at,
        recorded_by_id=by_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    mark_for_due(session, child_id)
    return row.id


def of_child(session: Session, child_id: int) -> tuple[SaidReason, ...]:
    """Return every reason of a child, the newest first."""
    rows = session.execute(
        select(DelayReasonRow, PersonRow.full_name)
        .join(PersonRow, PersonRow.id == DelayReasonRow.recorded_by_id)
        .where(DelayReasonRow.child_id == child_id)
        .order_by(DelayReasonRow.id.desc())
    )
    return tuple(
        SaidReason(row.id, row.kind, row.clock_start, row.code, row.note, row.recorded_at, full_name)
        for row, full_name in rows
    )


def notes_of(session: Session, child_ids: Iterable[int]) -> dict[tuple[int, str, date | None], str]:
    """Return what was typed with the last reason of each clock of some children: (child, kind, start of the clock) → words."""
    found = {}
    for row in care.portions(session, _notes(), set(child_ids)):
        found[row.child_id, row.kind, row.clock_start] = row.note
    return found


@cache
def _notes() -> Any:
    said = DelayReasonRow
    return (
        select(said.child_id, said.kind, said.clock_start, said.note)
        .where(care.among(said.child_id))
        .order_by(said.id)
    )


def of_clock(session: Session, child_id: int, kind: str, clock_start: date | None) -> tuple[SaidReason, ...]:
    """Return the reasons of one clock, the newest first."""
    return tuple(
        one for one in of_child(session, child_id) if one.kind == kind and one.clock_start == clock_start
    )
