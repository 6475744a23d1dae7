"""The plans of a period, for the figures: what was signed, closed, carried forward and sent, and who left care at 18."""

from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from lac_tracker.domain.dates import birthday
from lac_tracker.domain.deadlines import Exclusion
from lac_tracker.domain.figures import Case
from lac_tracker.domain.indicator_rules import judge_item, smart_lines
from lac_tracker.domain.indicators import EXCLUDED, MET, MISSED
from lac_tracker.domain.timescales import RHA_STOP_AGE
from lac_tracker.storage.indicator_children import reached
from lac_tracker.storage.indicator_signed import SIGNED_IN_FORCE, SIGNED_ON
from lac_tracker.storage.indicator_span import (
    BORN_AFTER,
    BORN_BY,
    TEAM,
    TODAY,
    Span,
    counted,
    grouped,
    iso,
    rows_of,
    within,
    yes,
)  # fmt: skip
from lac_tracker.storage.indicator_work import of_team, replaced
from lac_tracker.storage.tables.assessments import AssessmentRow
from lac_tracker.storage.tables.care import PeriodOfCareRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.due import ClockRow
from lac_tracker.storage.tables.figure_parts import SignedPartRow
from lac_tracker.storage.tables.pathways import LeavingCareRow
from lac_tracker.storage.tables.plans import LastPlanMarkRow, NeedRow, OutcomeRow

GIVEN, DECLINED, AFTER = "Given", "Declined", "Given or declined after the 18th birthday"
_BORN = (ChildRow.team_id == TEAM, iso(ChildRow.born) <= BORN_BY, iso(ChildRow.born) > BORN_AFTER)


def plan_items(session: Session, span: Span, *, each: bool = False) -> list[Case]:
    """Return the outcomes of the plans signed in the period, as they stand in the edition in force."""
    return [
        Case(
            child_id,
            MET if letters == "SMART" else MISSED,
            day,
            has=smart_lines(letters),
            times=times,
            words="; ".join(smart_lines(letters)),
        )
        for letters, day, child_id, times in rows_of(session, _items(each), span.known)
    ]


@cache
def _items(each: bool) -> Any:
    # "+ 0" keeps the index from being used the other way round: it goes from the days to the plans.
    query = (
        counted(each, (OutcomeRow.smart_letters,), SIGNED_ON, SignedPartRow.child_id)
        .select_from(SignedPartRow)
        .join(NeedRow, NeedRow.assessment_id == SignedPartRow.assessment_id + 0)
        .join(OutcomeRow, OutcomeRow.need_id == NeedRow.id + 0)
        .where(OutcomeRow.entered_in_error_because.is_(None), *SIGNED_IN_FORCE)
    )
    return grouped(query, each, 1)


def items_by_date(session: Session, span: Span, *, each: bool = False) -> list[Case]:
    """Return the outcomes of signed plans whose review date fell in the period, and whether they were closed by it."""
    found = rows_of(session, _items_by_date(each, span.is_only_team), span.known)
    return [
        Case(
            child_id, judge_item(mark, in_time=bool(in_time), may_still=bool(may)), on, due_on=on, times=times
        )
        for mark, in_time, may, on, child_id, times in found
    ]


@cache
def _items_by_date(each: bool, is_only_team: bool) -> Any:
    day, marked = iso(OutcomeRow.review_on), iso(OutcomeRow.marked_on)
    facts = (OutcomeRow.mark, yes(marked <= day), yes(day >= TODAY))
    unsigned = select(AssessmentRow.id).where(text("state NOT IN ('signed', 'history')")).scalar_subquery()
    query = (
        counted(each, facts, day, NeedRow.child_id)
        .select_from(OutcomeRow)
        .join(NeedRow, NeedRow.id == OutcomeRow.need_id)
        .where(
            OutcomeRow.entered_in_error_because.is_(None), NeedRow.assessment_id.not_in(unsigned),
            NeedRow.assessment_id.not_in(replaced()), *within(day),
        )
    )  # fmt: skip
    return grouped(of_team(query, is_only_team, NeedRow.child_id), each, 3)


def items_looked_back_on(session: Session, span: Span, *, each: bool = False) -> list[Case]:
    """Return the outcomes of the last plan as marked in the reviews signed in the period."""
    found = rows_of(session, _looked_back_on(each), span.known)
    return [
        Case(child_id, MET if what == "carry_forward" else MISSED, day, times=times)
        for what, day, child_id, times in found
    ]


@cache
def _looked_back_on(each: bool) -> Any:
    query = (
        counted(each, (LastPlanMarkRow.what_next,), SIGNED_ON, SignedPartRow.child_id)
        .select_from(SignedPartRow)
        .join(LastPlanMarkRow, LastPlanMarkRow.assessment_id == SignedPartRow.assessment_id + 0)
        .where(*SIGNED_IN_FORCE)
    )
    return grouped(query, each, 1)


def leaving_at_18(session: Session, span: Span) -> list[Case]:
    """Return the young people who turned 18 in the period out of care, and whether they had their health history."""
    before = (span.since - timedelta(days=1)).isoformat()
    adult = RHA_STOP_AGE.figure
    rows = rows_of(session, _turning_18(), span.known)
    periods, breaks = (_stretches(session, query(), span) for query in (_periods_of_them, _breaks_of_them))
    found = []
    for child_id, born, state, on in rows:
        if reached(born.isoformat(), adult, before):
            continue
        day = birthday(born, adult)
        eve = day - timedelta(days=1)
        if not _covered(periods.get(child_id, ()), eve):
            continue
        done = state in ("given", "declined") and on is not None
        in_time = done and on < day
        line = (GIVEN if state == "given" else DECLINED) if in_time else AFTER
        part = MET if in_time else MISSED
        if _covered(breaks.get(child_id, ()), eve):
            part = f"{EXCLUDED}short_break"
        found.append(
            Case(
                child_id, part, day.isoformat(), has=(line,) if done else (), due_on=eve.isoformat(),
                met_on=on.isoformat() if done else "",
            )
        )  # fmt: skip
    return found


@cache
def _turning_18() -> Any:
    row = LeavingCareRow
    return (
        select(ChildRow.id, ChildRow.born, row.health_history, row.health_history_on)
        .outerjoin(row, row.child_id == ChildRow.id)
        .where(*_BORN)
    )


@cache
def _periods_of_them() -> Any:
    row = PeriodOfCareRow
    ids = select(ChildRow.id).where(*_BORN)
    return select(row.child_id, row.began, row.ended).where(row.child_id.in_(ids))


@cache
def _breaks_of_them() -> Any:
    ids = select(ChildRow.id).where(*_BORN)
    return select(ClockRow.child_id, ClockRow.period_began, ClockRow.closed_on).where(
        ClockRow.child_id.in_(ids), ClockRow.exclusion == Exclusion.SHORT_BREAK.value, ClockRow.excluded_to.is_(None),
    )  # fmt: skip


def _stretches(session: Session, query: Any, span: Span) -> dict[int, list[tuple[date | None, date | None]]]:
    found: dict[int, list[tuple[date | None, date | None]]] = {}
    for child_id, began, ended in rows_of(session, query, span.known):
        found.setdefault(child_id, []).append((began, ended))
    return found


def _covered(stretches: Any, day: date) -> bool:
    return any(
        (began is None or began <= day) and (ended is None or ended > day) for began, ended in stretches
    )
