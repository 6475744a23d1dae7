"""The plans of a period, for the figures: what was signed, closed, carried forward and sent, and who left care at 18."""

from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import func, not_, select, text
from sqlalchemy.orm import Session

from lac_tracker.domain.dates import birthday
from lac_tracker.domain.deadlines import Exclusion
from lac_tracker.domain.figures import Case
from lac_tracker.domain.indicator_rules import judge_item, judge_sent, smart_lines
from lac_tracker.domain.indicators import EXCLUDED, MET, MISSED
from lac_tracker.domain.sending import send_by
from lac_tracker.domain.timescales import RHA_STOP_AGE
from lac_tracker.storage.indicator_children import reached
from lac_tracker.storage.indicator_span import (
    BORN_AFTER,
    BORN_BY,
    TEAM,
    TODAY,
    Span,
    counted,
    first_columns,
    grouped,
    iso,
    within,
    yes,
)  # fmt: skip
from lac_tracker.storage.indicator_work import in_force, of_team, replaced, signed_between
from lac_tracker.storage.tables.assessments import AssessmentRow
from lac_tracker.storage.tables.care import PeriodOfCareRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.due import ClockRow
from lac_tracker.storage.tables.pathways import LeavingCareRow
from lac_tracker.storage.tables.plans import LastPlanMarkRow, NeedRow, OutcomeRow

GIVEN, DECLINED, AFTER = "Given", "Declined", "Given or declined after the 18th birthday"
_SIGNED_ON = func.substr(iso(AssessmentRow.signed_at), 1, 10)
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
        for letters, day, child_id, times in session.execute(_items(each, span.is_only_team), span.known)
    ]


@cache
def _items(each: bool, is_only_team: bool) -> Any:
    child_id = AssessmentRow.child_id
    # "+ 0" keeps the index from being used the other way round: it goes from the days to the plans.
    query = (
        counted(each, (OutcomeRow.smart_letters,), _SIGNED_ON, child_id)
        .select_from(AssessmentRow)
        .join(NeedRow, NeedRow.assessment_id == AssessmentRow.id + 0)
        .join(OutcomeRow, OutcomeRow.need_id == NeedRow.id + 0)
        .where(OutcomeRow.entered_in_error_because.is_(None), in_force("signed"), *signed_between())
    )
    return grouped(of_team(query, is_only_team, child_id), each, 1)


def items_by_date(session: Session, span: Span, *, each: bool = False) -> list[Case]:
    """Return the outcomes of signed plans whose review date fell in the period, and whether they were closed by it."""
    found = session.execute(_items_by_date(each, span.is_only_team), span.known)
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
    found = session.execute(_looked_back_on(each, span.is_only_team), span.known)
    return [
        Case(child_id, MET if what == "carry_forward" else MISSED, day, times=times)
        for what, day, child_id, times in found
    ]


@cache
def _looked_back_on(each: bool, is_only_team: bool) -> Any:
    child_id = AssessmentRow.child_id
    query = (
        counted(each, (LastPlanMarkRow.what_next,), _SIGNED_ON, child_id)
        .select_from(AssessmentRow)
        .join(LastPlanMarkRow, LastPlanMarkRow.assessment_id == AssessmentRow.id + 0)
        .where(in_force("signed"), *signed_between())
    )
    return grouped(of_team(query, is_only_team, child_id), each, 1)


def plans_to_practice(session: Session, span: Span, *, each: bool = False) -> list[Case]:
    """Return the plans first signed in the period, and whether any edition reached the practice in time."""
    queries = (
        _first_signed(True, not each, span.is_only_team),
        _first_signed(False, False, span.is_only_team),
    )
    rows = [row for query in (queries[:1] if each else queries) for row in session.execute(query, span.known)]
    later = _sent_later(session)
    due: dict[str, str] = {}
    found = []
    for kind, day, sent, one, child_id, times in rows:
        sent = min(filter(None, (sent, later.get(one))), default=None)
        if day not in due:
            due[day] = send_by(date.fromisoformat(day), span.holidays).isoformat()
        part = judge_sent(sent, due[day], span.today)
        found.append(
            Case(child_id, part, day, (kind,), kind=kind, due_on=due[day], met_on=sent or "", times=times)
        )
    return found


@cache
def _first_signed(each: bool, only_amended: bool, is_only_team: bool) -> Any:
    """Return first editions: each by itself, or those that were never amended with alike ones together."""
    facts: tuple[Any, ...] = (AssessmentRow.kind, _SIGNED_ON, iso(AssessmentRow.sent_to_gp_on))
    of = (AssessmentRow.id, AssessmentRow.child_id, yes(1)) if each else (yes(0), yes(0), func.count())
    amended = AssessmentRow.id.in_(replaced())
    query = select(*facts, *of).where(
        AssessmentRow.state == "signed", AssessmentRow.amends_id.is_(None), *signed_between(),
        *((amended,) if only_amended else () if each else (not_(amended),)),
    )  # fmt: skip
    query = of_team(query, is_only_team, AssessmentRow.child_id)
    return query if each else query.group_by(*first_columns(3))


def leaving_at_18(session: Session, span: Span) -> list[Case]:
    """Return the young people who turned 18 in the period out of care, and whether they had their health history."""
    before = (span.since - timedelta(days=1)).isoformat()
    adult = RHA_STOP_AGE.figure
    rows = session.execute(_turning_18(), span.known)
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


def _sent_later(session: Session) -> dict[int, str]:
    """Return, for first editions that were amended, the day on which a later one went: first edition → day."""
    rows = session.execute(_amended())
    first: dict[int, int] = {}
    found: dict[int, str] = {}
    for one, amends, sent in sorted(rows, key=lambda row: row[0]):  # an edition comes after what it amends
        first[one] = first.get(amends, amends)
        if sent:
            found[first[one]] = min(sent, found.get(first[one], sent))
    return found


@cache
def _amended() -> Any:
    return select(AssessmentRow.id, AssessmentRow.amends_id, iso(AssessmentRow.sent_to_gp_on)).where(
        AssessmentRow.amends_id > 0, AssessmentRow.state == "signed"
    )


def _stretches(session: Session, query: Any, span: Span) -> dict[int, list[tuple[date | None, date | None]]]:
    found: dict[int, list[tuple[date | None, date | None]]] = {}
    for child_id, began, ended in session.execute(query, span.known):
        found.setdefault(child_id, []).append((began, ended))
    return found


def _covered(stretches: Any, day: date) -> bool:
    return any(
        (began is None or began <= day) and (ended is None or ended > day) for began, ended in stretches
    )
