"""Which part of each figure of time a clock is: worked out from its facts when they change, then only counted.

What depends on today alone, whether its day is over yet, is said by `seen_on` when the figure is read.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from lac_tracker.domain.dates import birthday
from lac_tracker.domain.deadlines import AssessmentKind
from lac_tracker.domain.indicator_rules import ClockFacts, belongs, judge_clock
from lac_tracker.domain.indicators import EXCLUDED, MET, MISSED
from lac_tracker.domain.timescales import (
    CONSENT_RECEIVED,
    COUNCIL_NOTIFICATION,
    IHA_CALENDAR_DAYS,
    IHA_WORKING_DAYS,
    RHA_STOP_AGE,
)
from lac_tracker.domain.working_days import BankHolidays, add_working_days

IHA_FIGURES = (
    "iha_28_days", "iha_20_working_days", "plan_20_working_days", "request_5_working_days", "consent_5_working_days",
)  # fmt: skip
RHA_FIGURE = "rha_in_time"
FROM_EARLIER_RECORDS = f"{EXCLUDED}from_earlier_records"
_COMPLETION_FIGURES = frozenset(IHA_FIGURES[:2])  # what they ask for is the assessment itself


class PastClock(NamedTuple):
    """One clock of one period of care, whether it runs, was met or closed unmet.

    met_by_id: the assessment that met it. exclusion: what the words of `excluded` are about.
    """

    kind: str
    period_began: date | None
    clock_start: date | None
    due_on: date | None
    due_28_days: date | None
    due_20_working_days: date | None
    met_on: date | None
    met_by_id: int | None
    closed_on: date | None
    excluded: str | None
    exclusion: str | None
    excluded_to: date | None
    counts_as_late: bool
    review_needed: str | None
    history_missing: bool
    is_under_five: bool
    is_out_of_area: bool
    born: date


class Paper(NamedTuple):
    """What is written down of one assessment that is not cancelled."""

    kind: str
    is_done: bool  # signed, or from earlier records
    is_from_history: bool
    completed_on: date | None
    part_done_on: date | None
    asked_on: tuple[date | None, ...]  # when the council told us, and when its request was complete
    consent_on: date | None
    sent_on: date | None  # to the council


class Papers(NamedTuple):
    """What is on record of a child's assessments, for every clock of theirs.

    told: the day care began → when the council told us of it. consents: the days on which a health assessment was
    agreed to. declined: (kind, day).
    """

    assessments: tuple[Paper, ...] = ()
    told: tuple[tuple[date | None, date], ...] = ()
    consents: tuple[date, ...] = ()
    declined: tuple[tuple[str, date], ...] = ()


class ClockPart(NamedTuple):
    """One clock in one figure of time.

    figure: id of the indicator. due_on: the day it goes by. part: MET, MISSED, or EXCLUDED with a reason, once that day is
    over. is_done: what the figure asks for came about, on came_on. place: which of the child's clocks it is.
    """

    figure: str
    due_on: date
    part: str
    is_done: bool
    is_under_five: bool
    is_out_of_area: bool
    is_declined: bool
    is_part_done: bool
    place: int
    clock_start: date
    came_on: date | None


class _Steps(NamedTuple):
    asked_on: date | None
    consent_on: date | None
    sent_on: date | None
    is_from_history: bool


def seen_on(part: str, due_on: str, today: str, *, is_done: bool) -> str:
    """Return a part as it is on a day: what may still be done in time is not counted yet. Days as ISO texts."""
    is_open = part in _COUNTED and (due_on > today or (due_on == today and not is_done))
    return _NOT_YET if is_open else part


_NOT_YET = f"{EXCLUDED}not_yet_due"
_COUNTED = frozenset({MET, MISSED, FROM_EARLIER_RECORDS, f"{EXCLUDED}needs_review"})


def clock_parts(clocks: Iterable[PastClock], papers: Papers, holidays: BankHolidays) -> tuple[ClockPart, ...]:
    """Return every clock of a child in each figure of time that may count it; one without a start or a day is in none."""
    return tuple(
        part
        for place, clock in enumerate(clocks)
        if clock.clock_start is not None
        for part in _parts_of(clock, clock.clock_start, place, papers, holidays)
    )


def _parts_of(
    clock: PastClock, start: date, place: int, papers: Papers, holidays: BankHolidays
) -> Iterator[ClockPart]:
    until = clock.met_on or clock.closed_on or date.max
    mine = [one for one in papers.assessments if one.kind == clock.kind]
    is_declined = any(kind == clock.kind and start <= day <= until for kind, day in papers.declined)
    is_part_done = any(
        one.part_done_on is not None and start <= one.part_done_on <= until
        and (one.completed_on is None or one.completed_on >= start)
        for one in mine
    )  # fmt: skip
    is_initial = clock.kind == AssessmentKind.INITIAL  # no review is due at 18 or later
    grown_up_on = birthday(clock.born, RHA_STOP_AGE.figure) if is_initial else date.max
    for figure, due_on, came_on, is_from_history in _days_of(clock, start, mine, papers, holidays):
        part = _judged(clock, due_on, came_on, grown_up_on)
        if came_on is None and is_from_history and part in (MET, MISSED):
            part = FROM_EARLIER_RECORDS
        yield ClockPart(
            figure, due_on, part, came_on is not None, clock.is_under_five, clock.is_out_of_area, is_declined,
            is_part_done, place, start, came_on,
        )  # fmt: skip


def _days_of(
    clock: PastClock, start: date, mine: list[Paper], papers: Papers, holidays: BankHolidays
) -> Iterator[tuple[str, date, date | None, bool]]:
    """Return for each figure: the day by which, the day on which, and whether that cannot be known."""
    if clock.kind == AssessmentKind.REVIEW:
        if clock.due_on is not None:
            yield RHA_FIGURE, clock.due_on, clock.met_on, False
        return
    steps = _steps(clock, start, mine, papers)
    came = (clock.met_on, clock.met_on, steps.sent_on, steps.asked_on, steps.consent_on)
    for figure, due_on, came_on in zip(IHA_FIGURES, _initial_days(start, holidays), came, strict=True):
        yield figure, due_on, came_on, steps.is_from_history and figure not in _COMPLETION_FIGURES


@lru_cache(maxsize=16_384)
def _initial_days(start: date, holidays: BankHolidays) -> tuple[date, ...]:
    """Return the day by which each of IHA_FIGURES goes, of care that began on a day."""
    in_20 = add_working_days(start, IHA_WORKING_DAYS.figure, holidays)
    told, agreed = (
        add_working_days(start, one.figure, holidays) for one in (COUNCIL_NOTIFICATION, CONSENT_RECEIVED)
    )
    return start + timedelta(days=IHA_CALENDAR_DAYS.figure), in_20, in_20, told, agreed


def _judged(clock: PastClock, due_on: date, came_on: date | None, grown_up_on: date) -> str:
    return _judge(
        clock.exclusion,
        clock.excluded_to is None or due_on <= clock.excluded_to,
        clock.history_missing,
        clock.closed_on is not None and clock.closed_on <= due_on,
        grown_up_on <= due_on,
        clock.review_needed is not None,
        clock.met_on is not None,
        came_on is not None and came_on <= due_on,
    )


@lru_cache(maxsize=512)  # a few truths each: very many clocks have the same
def _judge(*facts: Any) -> str:
    """Return what `judge_clock` does. facts: those of ClockFacts in their order."""
    return judge_clock(ClockFacts(*facts))


def _steps(clock: PastClock, start: date, mine: list[Paper], papers: Papers) -> _Steps:
    """Return the first day on which each step of an initial assessment came about."""
    until = clock.met_on or clock.closed_on or date.max
    during = [one for one in mine if one.completed_on is None or start <= one.completed_on <= until]
    is_ours: Callable[[date], bool] = lambda day: belongs(day, start, clock.closed_on)  # noqa: E731
    asked = [day for one in during for day in one.asked_on if day and is_ours(day)]
    asked += [told for began, told in papers.told if began is not None and began == clock.period_began]
    agreed = (*(one.consent_on for one in during if one.consent_on), *papers.consents)
    done = [one for one in during if one.is_done and clock.met_on and one.completed_on == clock.met_on]
    return _Steps(
        asked_on=min(asked, default=None),
        consent_on=min(filter(is_ours, agreed), default=None),
        sent_on=min((one.sent_on for one in done if one.sent_on), default=None),
        is_from_history=any(one.is_from_history for one in done),
    )
