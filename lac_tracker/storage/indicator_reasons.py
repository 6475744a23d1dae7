"""Why clocks were late: the reason recorded last for each."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.figures import Case
from lac_tracker.storage.care import chunks
from lac_tracker.storage.indicator_span import iso
from lac_tracker.storage.tables.due import ClockRow
from lac_tracker.storage.tables.monitoring import DelayReasonRow

# Which day of a clock each figure of time goes by.
OF_CLOCKS: dict[str, Any] = {
    "iha_28_days": ClockRow.due_28_days,
    "iha_20_working_days": ClockRow.due_20_working_days,
    "rha_in_time": ClockRow.due_on,
}


def codes(session: Session, late: Iterable[Case], indicator_id: str) -> list[str]:
    """Return the reason of each of these cases; '' where nobody recorded one, or it was taken back."""
    cases = list(late)
    day = iso(OF_CLOCKS[indicator_id])
    starts: dict[tuple[int, str, str], str | None] = {}
    said: dict[tuple[int, str, str | None], str] = {}
    for part in chunks({one.child_id for one in cases}):
        clocks = select(ClockRow.child_id, ClockRow.kind, day, iso(ClockRow.clock_start))
        for child_id, kind, due, start in session.execute(clocks.where(ClockRow.child_id.in_(part))):
            starts[child_id, kind, due] = start
        reasons = select(
            DelayReasonRow.child_id, DelayReasonRow.kind, iso(DelayReasonRow.clock_start), DelayReasonRow.code
        ).order_by(DelayReasonRow.id)
        for child_id, kind, start, code in session.execute(reasons.where(DelayReasonRow.child_id.in_(part))):
            said[child_id, kind, start] = code
    return [
        said.get((one.child_id, one.kind, starts.get((one.child_id, one.kind, one.due_on))), "")
        for one in cases
    ]
