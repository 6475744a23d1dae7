"""Everything that is open today, and how overdue it is: by the one definition of overdue (TS-9)."""

from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import String, and_, bindparam, case, func, not_, select
from sqlalchemy.orm import Session

from lac_tracker.domain.figures import Case
from lac_tracker.domain.indicators import MET, MISSED
from lac_tracker.domain.standing import OPEN_STATUSES, Status
from lac_tracker.domain.worklist import AGE_BANDS
from lac_tracker.storage.indicator_span import (
    TEAM,
    TODAY,
    Span,
    first_columns,
    iso,
    rows_of,
    years_before,
    yes,
)
from lac_tracker.storage.tables.due import DueStretchRow

_WEEKS = ((4, "Up to 4 weeks"), (12, "5 to 12 weeks"), (26, "13 to 26 weeks"), (52, "27 to 52 weeks"))
_LONGER = "Over 52 weeks"
NO_HISTORY = "No assessment history yet"
WEEKS = (*(words for _, words in _WEEKS), _LONGER)
LINES = (*(band.words for band in AGE_BANDS), *WEEKS, NO_HISTORY)


def open_now(session: Session, span: Span, *, each: bool = False) -> list[Case]:
    """Return every assessment that is open today: met where it is overdue, with the band of age and of weeks."""
    today, day = span.today, span.today.isoformat()
    found = []
    for late, age, since, no_history, *more in rows_of(session, _open_now(each), span.also(**_turns(today))):
        among = (AGE_BANDS[age].words, WEEKS[since], *((NO_HISTORY,) if no_history else ())) if late else ()
        part = MET if late else MISSED
        if not each:
            found.append(Case(0, part, day, among=among, times=more[0]))
            continue
        child_id, kind, due_on, reason = more
        found.append(
            Case(child_id, part, day, among=among, kind=kind, due_on=due_on or "", words=_words(late, due_on, reason, today))
        )  # fmt: skip
    return found


@cache
def _open_now(each: bool) -> Any:
    is_late = DueStretchRow.status == Status.OVERDUE.value
    due, born = iso(DueStretchRow.due_on), iso(DueStretchRow.born)
    # Both by the days that divide them, so that one pass counts; only of what is overdue.
    older = ((born > bindparam(f"born_{place}", type_=String), place) for place in range(len(AGE_BANDS)))
    later = ((due >= bindparam(f"due_{place}", type_=String), place) for place in range(len(_WEEKS)))
    lines: tuple[Any, ...] = (
        yes(is_late), case((not_(is_late), -1), *older), case((not_(is_late), -1), *later, else_=len(_WEEKS)),
        yes(and_(is_late, DueStretchRow.history_missing)),
    )  # fmt: skip
    of: tuple[Any, ...] = (
        (DueStretchRow.child_id, DueStretchRow.kind, due, DueStretchRow.reason) if each else (func.count(),)
    )
    query: Any = select(*lines, *of).where(
        DueStretchRow.team_id == TEAM, iso(DueStretchRow.first_day) <= TODAY, iso(DueStretchRow.last_day) >= TODAY,
        DueStretchRow.status.in_([one.value for one in Status if one in OPEN_STATUSES]),
    )  # fmt: skip
    return query if each else query.group_by(*first_columns(len(lines)))


def _turns(today: date) -> dict[str, str]:
    """Return the days that divide: for each band the last birth date too old for it, for each stretch of weeks its first."""
    births = ("" if band.last is None else years_before(today, band.last + 1) for band in AGE_BANDS)
    dues = ((today - timedelta(weeks=most)).isoformat() for most, _ in _WEEKS)
    return {f"born_{place}": day for place, day in enumerate(births)} | {
        f"due_{place}": day for place, day in enumerate(dues)
    }


def _words(late: bool, due_on: str | None, reason: str, today: date) -> str:
    if not late or due_on is None:
        return reason
    days = (today - date.fromisoformat(due_on)).days
    return f"Overdue by {days} {'day' if days == 1 else 'days'}"
