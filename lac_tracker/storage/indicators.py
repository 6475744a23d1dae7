"""The clocks of a period, for the figures of time: judged when they were written (`domain.clock_parts`), counted here."""

from collections import Counter, defaultdict
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import String, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from lac_tracker.domain.clock_parts import IHA_FIGURES, RHA_FIGURE, seen_on
from lac_tracker.domain.deadlines import AssessmentKind, Exclusion
from lac_tracker.domain.delays import late_words
from lac_tracker.domain.figures import Case
from lac_tracker.domain.indicator_rules import groups_of_clock, of_clock
from lac_tracker.domain.indicators import EXCLUDED, MISSED
from lac_tracker.storage import reference_data
from lac_tracker.storage.clock_parts import MARKS
from lac_tracker.storage.indicator_span import (
    LAST_DAY,
    SINCE,
    TEAM,
    UNTIL,
    Span,
    first_columns,
    iso,
    rows_of,
    streamed,
    within,
    yes,
)  # fmt: skip
from lac_tracker.storage.tables.care import PeriodOfCareRow, PlacementRow
from lac_tracker.storage.tables.due import ClockRow
from lac_tracker.storage.tables.figure_parts import ClockPartRow
from lac_tracker.storage.tables.monitoring import DelayReasonRow

_IHA = AssessmentKind.INITIAL.value
DONE = 1 << MARKS.index("is_done")
_FIGURE = bindparam("figure", type_=String)
KIND = bindparam("kind", type_=String)  # of the assessments: `kind_of`
DUE = iso(ClockPartRow.due_on)
OF_PERIOD = (ClockPartRow.team_id == TEAM, ClockPartRow.figure == _FIGURE, *within(DUE))


def kind_of(figure: str) -> str:
    """Return the kind of the assessments a figure of time is of."""
    return (AssessmentKind.REVIEW if figure == RHA_FIGURE else AssessmentKind.INITIAL).value


def clock_cases(session: Session, span: Span, figure: str, *, each: bool = False) -> list[Case]:
    """Return the clocks whose day in a figure fell in the period: alike ones of a month together, or each by itself."""
    today = span.today.isoformat()
    rows = streamed(session, _parts(each), span.also(figure=figure, kind=kind_of(figure)))
    if each:
        return [
            _why_late(
                _case(figure, seen_on(part, due, today, is_done=bool(marks & DONE)), marks, due, child_id, came_on or ""),
                span.today, *said,
            )
            for due, part, marks, child_id, came_on, *said in rows
        ]  # fmt: skip
    alike: Counter[tuple[str, str, int]] = Counter()
    for due, part, marks, times in rows:
        alike[due[:7], seen_on(part, due, today, is_done=bool(marks & DONE)), marks & ~DONE] += times
    return [
        _case(figure, part, marks, f"{month}-01", times=times)
        for (month, part, marks), times in alike.items()
    ]


@cache
def _parts(each: bool) -> Any:
    row = ClockPartRow
    if each:
        closed = select(iso(ClockRow.closed_on)).where(
            ClockRow.child_id == row.child_id, ClockRow.kind == KIND, ClockRow.clock_start == row.clock_start
        )
        said = (
            said_last(DelayReasonRow.code),
            said_last(DelayReasonRow.note),
            closed.limit(1).scalar_subquery(),
        )
        return select(DUE, row.part, row.marks, row.child_id, iso(row.came_on), *said).where(*OF_PERIOD)
    return select(DUE, row.part, row.marks, func.count()).where(*OF_PERIOD).group_by(*first_columns(3))


def said_last(column: Any) -> Any:
    """Return a column of what somebody said last of why the clock of a part was late; of kind KIND."""
    row, said = ClockPartRow, DelayReasonRow
    mine = (said.child_id == row.child_id, said.kind == KIND, said.clock_start == row.clock_start)
    return select(column).where(*mine).order_by(said.id.desc()).limit(1).scalar_subquery()


def _why_late(case: Case, today: date, code: str | None, note: str | None, closed_on: str | None) -> Case:
    """Return a case that was missed with how late it is and why, as somebody said last."""
    if case.part != MISSED:
        return case
    done, closed = (date.fromisoformat(day) if day else None for day in (case.met_on, closed_on))
    said = reference_data.delay_reason(code) if code else None
    late = late_words(date.fromisoformat(case.due_on), done, closed, today)
    words = ". ".join(part for part in (late, said.label if said else "No reason recorded") if part)
    return case._replace(words=words, delay_note=note or "" if said is not None and said.needs_text else "")


def _case(
    figure: str, part: str, marks: int, day: str, child_id: int = 0, came_on: str = "", *, times: int = 1
) -> Case:
    groups, has = _lines(marks, part == MISSED)
    due_on = day if child_id else ""
    return Case(
        child_id, part, day, groups, has, kind=kind_of(figure), due_on=due_on, met_on=came_on, times=times
    )


@cache
def _lines(marks: int, is_missed: bool) -> tuple[tuple[str, str], tuple[str, ...]]:
    true = {name: bool(marks >> digit & 1) for digit, name in enumerate(MARKS)}
    part = MISSED if is_missed else ""
    return (
        groups_of_clock(is_under_five=true["is_under_five"], is_away=true["is_out_of_area"]),
        of_clock(part, is_declined=true["is_declined"], is_part_done=true["is_part_done"]),
    )


def without_start(session: Session, span: Span, kept_since: date) -> list[Case]:
    """Return a case for each initial clock that cannot be computed and belongs to a care that may reach into the period.

    Of a child whose first placement began after the period nobody can say that they were in care before.
    """
    known = span.also(kept_since=kept_since.isoformat())
    return [
        Case(child_id, f"{EXCLUDED}start_not_known", span.until.isoformat(), kind=_IHA)
        for (child_id,) in rows_of(session, _without_start(), known)
    ]


@cache
def _without_start() -> Any:
    first = select(func.min(iso(PlacementRow.began))).where(PlacementRow.child_id == ClockRow.child_id)
    return select(ClockRow.child_id).where(
        ClockRow.team_id == TEAM, ClockRow.kind == _IHA, ClockRow.clock_start.is_(None),
        or_(
            ClockRow.exclusion.is_(None), ClockRow.exclusion.in_((Exclusion.START_NOT_KNOWN, Exclusion.LEFT_CARE)),
            iso(ClockRow.excluded_to) < LAST_DAY,  # a short break that went over its limits since
        ),
        or_(ClockRow.closed_on.is_(None), iso(ClockRow.closed_on) > SINCE),
        func.coalesce(first.scalar_subquery(), bindparam("kept_since", type_=String)) <= UNTIL,
    )  # fmt: skip


def entries(session: Session, span: Span) -> dict[str, tuple[int, int]]:
    """Return for each figure of initial assessments how many children it counts more than once, and how many of those
    counted began a period of care before another had ended.
    """
    today = span.today.isoformat()
    times: dict[str, Counter[int]] = defaultdict(Counter)
    overlapping: dict[str, set[int]] = defaultdict(set)
    for figure, child_id, due, part, marks, overlaps in rows_of(session, _of_several_periods(), span.known):
        if seen_on(part, due, today, is_done=bool(marks & DONE)).startswith(EXCLUDED):
            continue
        times[figure][child_id] += 1
        if overlaps:
            overlapping[figure].add(child_id)
    return {
        figure: (sum(count > 1 for count in times[figure].values()), len(overlapping[figure]))
        for figure in IHA_FIGURES
    }


@cache
def _of_several_periods() -> Any:
    row, period, other = ClockPartRow, PeriodOfCareRow, aliased(PeriodOfCareRow)
    again = select(period.child_id).group_by(period.child_id).having(func.count() > 1)
    same = and_(period.child_id == ClockRow.child_id, period.began == ClockRow.period_began)
    overlaps = (
        exists()
        .where(
            ClockRow.child_id == row.child_id, ClockRow.kind == _IHA, ClockRow.clock_start == row.clock_start, same,
            other.child_id == period.child_id, other.id != period.id,
            or_(other.began.is_(None), other.began <= period.began),
            or_(other.ended.is_(None), other.ended > period.began),
        )
    )  # fmt: skip
    return select(row.figure, row.child_id, DUE, row.part, row.marks, yes(overlaps)).where(
        row.team_id == TEAM, row.figure.in_(IHA_FIGURES), *within(DUE), row.child_id.in_(again)
    )
