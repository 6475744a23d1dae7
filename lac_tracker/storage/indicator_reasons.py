"""Why clocks were late: the reason recorded last for each."""

from collections import Counter
from functools import cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lac_tracker.domain.clock_parts import seen_on
from lac_tracker.domain.indicators import MISSED
from lac_tracker.storage.indicator_span import Span, first_columns, rows_of
from lac_tracker.storage.indicators import DONE, DUE, OF_PERIOD, kind_of, said_last
from lac_tracker.storage.tables.figure_parts import ClockPartRow
from lac_tracker.storage.tables.monitoring import DelayReasonRow

FIGURES = ("iha_28_days", "iha_20_working_days", "rha_in_time")  # those whose misses have reasons


def of_late(session: Session, span: Span, figure: str) -> Counter[str]:
    """Return how often which reason stands behind what a figure missed: code → count; '' where nobody recorded one.

    The reason is the one said last of the clock; one that was taken back is none.
    """
    today = span.today.isoformat()
    found: Counter[str] = Counter()
    kind = kind_of(figure)
    for due, marks, code, times in rows_of(session, _late(), span.also(figure=figure, kind=kind)):
        if seen_on(MISSED, due, today, is_done=bool(marks & DONE)) == MISSED:
            found[code or ""] += times
    return found


@cache
def _late() -> Any:
    row = ClockPartRow
    query = select(DUE, row.marks, said_last(DelayReasonRow.code), func.count()).where(
        *OF_PERIOD, row.part == MISSED
    )
    return query.group_by(*first_columns(3))
