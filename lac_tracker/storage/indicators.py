"""The clocks of a period, for the figures of time: read in bulk, judged by `domain.indicator_rules` and nothing else."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import String, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from lac_tracker.domain.consent import Purpose, Response
from lac_tracker.domain.deadlines import AssessmentKind, Exclusion
from lac_tracker.domain.figures import Case
from lac_tracker.domain.indicator_rules import ClockFacts, belongs, groups_of_clock, judge_clock, of_clock
from lac_tracker.domain.indicators import EXCLUDED, MET, MISSED
from lac_tracker.domain.timescales import RHA_STOP_AGE
from lac_tracker.storage.indicator_span import (
    FIRST_START,
    LAST_DAY,
    LAST_START,
    SINCE,
    TEAM,
    TODAY,
    UNTIL,
    Span,
    bits,
    first_columns,
    iso,
    where,
    within,
    yes,
)  # fmt: skip
from lac_tracker.storage.tables.assessments import AssessmentRow, ConsentPurposeRow, ConsentRow, DeclinedRow
from lac_tracker.storage.tables.care import PeriodOfCareRow, PlacementRow
from lac_tracker.storage.tables.due import ClockRow

_IHA, _RHA = AssessmentKind.INITIAL.value, AssessmentKind.REVIEW.value
_STARTED = (
    ClockRow.team_id == TEAM, ClockRow.kind == _IHA, iso(ClockRow.clock_start) >= FIRST_START,
    iso(ClockRow.clock_start) <= LAST_START,
)  # fmt: skip
# The last day on which a clock ran: completed, out of care, or today.
_UNTIL = func.coalesce(iso(ClockRow.met_on), iso(ClockRow.closed_on), TODAY)


class Initial(NamedTuple):
    """One clock of an initial assessment as it is stored; days as ISO texts."""

    id: int
    child_id: int
    start: str
    working_days: str | None  # working day 20
    met_on: str | None
    closed_on: str | None
    exclusion: str | None
    excluded_to: str | None
    history_missing: int
    review_needed: int
    is_under_five: int
    is_out_of_area: int
    is_declined: int
    is_part_done: int
    born: str


class Steps(NamedTuple):
    """The first day on which each step of an initial assessment came about."""

    asked_on: str | None = None
    consent_on: str | None = None
    sent_on: str | None = None
    is_from_history: bool = False


NO_STEPS = Steps()


def initial_clocks(session: Session, span: Span, first: date, last: date) -> list[Initial]:
    """Return the clocks of initial assessments that started between two days."""
    return [Initial._make(row) for row in session.execute(_initial_clocks(), span.between(first, last))]


@cache
def _initial_clocks() -> Any:
    return select(
        ClockRow.id, ClockRow.child_id, iso(ClockRow.clock_start), iso(ClockRow.due_20_working_days),
        iso(ClockRow.met_on), iso(ClockRow.closed_on), ClockRow.exclusion, iso(ClockRow.excluded_to),
        yes(ClockRow.history_missing), yes(ClockRow.review_needed.is_not(None)), yes(ClockRow.is_under_five),
        yes(ClockRow.is_out_of_area), yes(_declined()), yes(_part_done()), iso(ClockRow.born),
    ).where(*_STARTED)  # fmt: skip


def without_start(session: Session, span: Span, kept_since: date) -> list[Case]:
    """Return a case for each initial clock that cannot be computed and belongs to a care that may reach into the period.

    Of a child whose first placement began after the period nobody can say that they were in care before.
    """
    known = span.also(kept_since=kept_since.isoformat())
    return [
        Case(child_id, f"{EXCLUDED}start_not_known", span.until.isoformat(), kind=_IHA)
        for (child_id,) in session.execute(_without_start(), known)
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


def initial_cases(
    rows: Iterable[Initial],
    span: Span,
    due_days: Mapping[str, str],
    done: Callable[[Initial], str | None],
    *,
    from_history: Callable[[Initial], bool],
) -> list[Case]:
    """Return the clocks whose day fell in the period, judged.

    due_days: start → the day by which it had to be done, where that fell in the period. done: the day it came about.
    from_history: whether what is looked for cannot be known, as the assessment is from earlier records.
    """
    today = span.today.isoformat()
    found = []
    for row in rows:
        due = due_days.get(row.start)
        if due is None:
            continue
        came = done(row)
        part = judge_clock(
            ClockFacts(
                row.exclusion, row.excluded_to is None or due <= row.excluded_to, bool(row.history_missing),
                row.closed_on is not None and row.closed_on <= due, _is_adult(row.born, due), due > today, due == today,
                bool(row.review_needed), row.met_on is not None, came is not None, came is not None and came <= due,
            )
        )  # fmt: skip
        if came is None and part in (MET, MISSED) and from_history(row):
            part = f"{EXCLUDED}from_earlier_records"
        groups = groups_of_clock(is_under_five=row.is_under_five, is_away=row.is_out_of_area)
        has = of_clock(part, is_declined=row.is_declined, is_part_done=row.is_part_done)
        found.append(Case(row.child_id, part, due, groups, has, kind=_IHA, due_on=due, met_on=came or ""))
    return found


@lru_cache(maxsize=64)  # asked for again with each figure, each month and the period compared with
def days_from(since: date, until: date, earliest: date, after: Callable[[date], date]) -> Mapping[str, str]:
    """Return, for each day on which care may have started, the day by which: where that falls in the period.

    after: from the start to that day; a later start never has an earlier one. earliest: no start lies before it.
    """
    found: dict[str, str] = {}
    start = until
    while start >= earliest:
        due = after(start)
        if due < since:
            break
        if due <= until:
            found[start.isoformat()] = due.isoformat()
        start -= timedelta(days=1)
    return found


def earliest_start(session: Session, team_id: int) -> date | None:
    """Return the first day on which any clock of an initial assessment of the team started."""
    return session.scalar(
        select(func.min(ClockRow.clock_start)).where(ClockRow.team_id == team_id, ClockRow.kind == _IHA)
    )


def steps_of(session: Session, span: Span, first: date, last: date) -> dict[int, Steps]:
    """Return the steps of the initial assessments whose clocks started between two days: id of the clock → steps."""
    found: dict[int, list[list[str]]] = defaultdict(lambda: [[], [], []])
    from_history = set()
    known = span.between(first, last)
    # Two questions, each by the index of child and day: what is open, and what was completed in this clock.
    for is_open in (True, False):
        for row in session.execute(_asked(is_open), known):
            clock, start, closed, met_on, state, completed, told, complete, consent, sent = row
            held = found[clock]
            held[0] += [day for day in (told, complete) if day and belongs(day, start, closed)]
            held[1] += [consent] if consent and belongs(consent, start, closed) else []
            if completed and completed == met_on and state in ("signed", "history"):
                held[2] += [sent] if sent else []
                if state == "history":
                    from_history.add(clock)
    for clock, day in session.execute(_told_us(), known):
        found[clock][0].append(day)
    for clock, start, closed, day in session.execute(_consents(), known):
        if belongs(day, start, closed):
            found[clock][1].append(day)
    return {
        clock: Steps(_first(asked), _first(consented), _first(sent), clock in from_history)
        for clock, (asked, consented, sent) in found.items()
    }


def _first(days: list[str]) -> str | None:
    return min(days, default=None)


@cache
def _asked(is_open: bool) -> Any:
    on = iso(AssessmentRow.completed_on)
    during = and_(on >= iso(ClockRow.clock_start), on <= _UNTIL)
    return (
        select(
            ClockRow.id, iso(ClockRow.clock_start), iso(ClockRow.closed_on), iso(ClockRow.met_on), AssessmentRow.state, on,
            iso(AssessmentRow.notified_on), iso(AssessmentRow.request_complete_on),
            iso(AssessmentRow.consent_received_on), iso(AssessmentRow.sent_to_social_worker_on),
        )
        .join(AssessmentRow, AssessmentRow.child_id == ClockRow.child_id)
        .where(
            *_STARTED, AssessmentRow.completed_on.is_(None) if is_open else during, AssessmentRow.kind == _IHA,
            AssessmentRow.state != "cancelled",
        )
    )  # fmt: skip


@cache
def _told_us() -> Any:
    same = and_(PeriodOfCareRow.child_id == ClockRow.child_id, PeriodOfCareRow.began == ClockRow.period_began)
    told = PeriodOfCareRow.council_told_us_on
    return select(ClockRow.id, iso(told)).join(PeriodOfCareRow, same).where(*_STARTED, told.is_not(None))


@cache
def _consents() -> Any:
    return (
        select(ClockRow.id, iso(ClockRow.clock_start), iso(ClockRow.closed_on), iso(ConsentRow.given_on))
        .join(ConsentRow, ConsentRow.child_id == ClockRow.child_id)
        .where(
            *_STARTED, ConsentRow.response == Response.GIVEN.value, ConsentRow.invalidated_on.is_(None),
            exists().where(
                ConsentPurposeRow.consent_id == ConsentRow.id, ConsentPurposeRow.is_agreed,
                ConsentPurposeRow.purpose == Purpose.HEALTH_ASSESSMENT.value,
            ),
        )
    )  # fmt: skip


def overlapping(session: Session, span: Span, first: date, last: date) -> frozenset[int]:
    """Return the children of whom a period of care that began between two days overlaps another of theirs."""
    return frozenset(session.scalars(_overlapping(), span.between(first, last)))


@cache
def _overlapping() -> Any:
    other = aliased(PeriodOfCareRow)
    same = and_(PeriodOfCareRow.child_id == ClockRow.child_id, PeriodOfCareRow.began == ClockRow.period_began)
    return (
        select(PeriodOfCareRow.child_id)
        .join(other, and_(other.child_id == PeriodOfCareRow.child_id, other.id != PeriodOfCareRow.id))
        .join(ClockRow, same)
        .where(
            *_STARTED, or_(other.began.is_(None), other.began <= PeriodOfCareRow.began),
            or_(other.ended.is_(None), other.ended > PeriodOfCareRow.began),
        )
    )  # fmt: skip


def review_cases(session: Session, span: Span, *, each: bool = False) -> list[Case]:
    """Return the reviews whose due date fell in the period, judged: alike ones together, or each by itself."""
    found = []
    for exclusion, digits, day, *more in session.execute(_reviews(each), span.known):
        held = [bool(digits >> place & 1) for place in range(12)]
        exempt, no_history, left, after, on_day, review, met, in_time, under, away, declined, part_done = held
        part = judge_clock(
            ClockFacts(exclusion, exempt, no_history, left, False, after, on_day, review, met, met, in_time)
        )
        groups = groups_of_clock(is_under_five=under, is_away=away)
        has = of_clock(part, is_declined=declined, is_part_done=part_done)
        if each:
            child_id, done_on = more
            found.append(Case(child_id, part, day, groups, has, kind=_RHA, due_on=day, met_on=done_on or ""))
        else:
            found.append(Case(0, part, f"{day}-01", groups, has, kind=_RHA, times=more[0]))
    return found


@cache
def _reviews(each: bool) -> Any:
    due, met_on = iso(ClockRow.due_on), iso(ClockRow.met_on)
    is_late = or_(ClockRow.met_on.is_(None), met_on > due)
    flags = (
        or_(ClockRow.excluded_to.is_(None), due <= iso(ClockRow.excluded_to)), ClockRow.history_missing,
        iso(ClockRow.closed_on) <= due, due > TODAY, due == TODAY, ClockRow.review_needed.is_not(None),
        ClockRow.met_on.is_not(None), met_on <= due, ClockRow.is_under_five, ClockRow.is_out_of_area,
        where(is_late, _declined()), where(is_late, _part_done()),
    )  # fmt: skip
    of: tuple[Any, ...] = (due, ClockRow.child_id, met_on) if each else (func.substr(due, 1, 7), func.count())
    query: Any = select(ClockRow.exclusion, bits(flags), *of).where(
        ClockRow.team_id == TEAM, ClockRow.kind == _RHA, *within(due)
    )
    return query if each else query.group_by(*first_columns(3))


def _declined() -> Any:
    """Return whether the assessment was declined while its clock ran."""
    on = iso(DeclinedRow.declined_on)
    return exists().where(
        DeclinedRow.child_id == ClockRow.child_id, DeclinedRow.kind == ClockRow.kind,
        on >= iso(ClockRow.clock_start), on <= _UNTIL,
    )  # fmt: skip


def _part_done() -> Any:
    """Return whether the assessment was part done while its clock ran, and not confirmed as enough by its day."""
    on = iso(AssessmentRow.part_done_on)
    return exists().where(
        AssessmentRow.child_id == ClockRow.child_id, AssessmentRow.kind == ClockRow.kind,
        AssessmentRow.part_done_on.is_not(None), AssessmentRow.state != "cancelled", on >= iso(ClockRow.clock_start),
        on <= _UNTIL,
        or_(AssessmentRow.completed_on.is_(None), iso(AssessmentRow.completed_on) >= iso(ClockRow.clock_start)),
    )  # fmt: skip


def _is_adult(born: str, day: str) -> bool:
    # The birthday that a leap day lacks sorts between 28 February and 1 March, which is where TS-7 has it.
    return f"{int(born[:4]) + RHA_STOP_AGE.figure:04d}{born[4:]}" <= day
