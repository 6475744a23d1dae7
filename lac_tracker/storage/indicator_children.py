"""The children in care on a day and what their records hold, for the figures: read in bulk, as sets."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import String, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from lac_tracker.domain.completeness import HISTORY_COMPLETE, KNOWN_STATES
from lac_tracker.domain.dates import add_months
from lac_tracker.domain.deadlines import AssessmentKind, Exclusion
from lac_tracker.domain.event_dates import HALF_A_YEAR
from lac_tracker.domain.figures import Case
from lac_tracker.domain.indicators import EXCLUDED, MET, MISSED
from lac_tracker.domain.return_sdq import FROM_AGE, REASONS, UNTIL_AGE
from lac_tracker.domain.sdq import VERSIONS
from lac_tracker.storage import sdq_bands
from lac_tracker.storage.indicator_span import LAST_DAY, TEAM, YEAR_AGO, Span, bits, iso, years_before, yes
from lac_tracker.storage.tables.care import ContactRow, PeriodOfCareRow, PlacementRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.due import ClockRow
from lac_tracker.storage.tables.health_checks import ImmunisationStatementRow, RoutineCheckRow
from lac_tracker.storage.tables.sdq import QuestionnaireRow, SdqNotDoneRow


class Judged(NamedTuple):
    """How one child counts: the part, and the lines it is on (`domain.figures.Case`)."""

    part: str
    has: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    amount: int = 0


_SHORT_BREAK = f"{EXCLUDED}short_break"
_ON_BREAK = Judged(_SHORT_BREAK)
STATEMENT_LINES = {
    "up_to_date": "Up to date", "not_up_to_date": "Not up to date", "history_unknown": "History unknown",
    "": "No statement in 12 months",
}  # fmt: skip
_CARERS = tuple(key for key, version in VERSIONS.items() if version.informant == "carer")
NO_BAND, NO_REASON = "No band: carer form 2 to 4", "Not done: no reason recorded"


class Kid(NamedTuple):
    """One child in care on the day. bits: what is true of it, each of FACTS a binary digit."""

    child_id: int
    born: str
    bits: int


FACTS = ("short_break", "ethnicity", "language", "religion", "birth", "parents", "away", "practice")
_BREAK = 1  # the digit of short_break


@dataclass(frozen=True)
class InCare:
    """The children in care on the day, and how many are alike: bits of Kid → count."""

    rows: Sequence[Kid]
    groups: Mapping[int, int]


def in_care(session: Session, span: Span) -> InCare:
    """Return the children looked after on the last day of a span."""
    rows: Any = session.execute(_in_care(), span.known).all()  # as they come: a hundred thousand of them
    return InCare(rows, Counter(row[2] for row in rows))


@cache
def _in_care() -> Any:
    is_here = select(PeriodOfCareRow.child_id).where(_covers(PeriodOfCareRow.began, PeriodOfCareRow.ended))
    on_breaks = select(ClockRow.child_id).where(
        ClockRow.team_id == TEAM, ClockRow.kind == AssessmentKind.INITIAL.value,
        ClockRow.exclusion == Exclusion.SHORT_BREAK.value, _covers(ClockRow.period_began, ClockRow.closed_on),
        or_(ClockRow.excluded_to.is_(None), iso(ClockRow.excluded_to) >= LAST_DAY),
    )  # fmt: skip
    away = select(PlacementRow.child_id).where(
        PlacementRow.host_area.is_not(None), PlacementRow.host_area != "",
        _covers(PlacementRow.began, PlacementRow.ended),
    )  # fmt: skip
    practice = select(ContactRow.child_id).where(
        ContactRow.kind == "gp_practice", _covers(ContactRow.since, ContactRow.ended_on)
    )
    known, told = tuple(KNOWN_STATES), tuple(HISTORY_COMPLETE)
    facts = (
        ChildRow.id.in_(on_breaks), ChildRow.ethnicity_state.in_(known), ChildRow.language_state.in_(known),
        ChildRow.religion_state.in_(known), ChildRow.birth_history_state.in_(told),
        ChildRow.parental_history_state.in_(told), ChildRow.id.in_(away), ChildRow.id.in_(practice),
    )  # fmt: skip
    return select(ChildRow.id, iso(ChildRow.born), bits(facts)).where(
        ChildRow.team_id == TEAM, ChildRow.id.in_(is_here), iso(ChildRow.born) <= LAST_DAY
    )


def record_cases(of: InCare, span: Span, lines: Mapping[str, str], *, each: bool = False) -> list[Case]:
    """Return whether everything asked for is on record. lines: words → one of FACTS; met when all are."""
    day = span.last_day.isoformat()
    digits = {words: 1 << FACTS.index(fact) for words, fact in lines.items()}
    is_one = len(digits) == 1
    rows = (
        [(row[2], row[0], 1) for row in of.rows] if each else [(held, 0, n) for held, n in of.groups.items()]
    )
    found = []
    for held, child_id, times in rows:
        has = tuple(words for words, digit in digits.items() if held & digit)
        missing = [words for words, digit in digits.items() if not held & digit]
        part = _SHORT_BREAK if held & _BREAK else MISSED if missing else MET
        said = f"Missing: {', '.join(missing)}" if missing and not is_one else ""
        found.append(Case(child_id, part, day, has=() if is_one else has, words=said, times=times))
    return found


def status_cases(
    of: InCare, span: Span, held: Mapping[int, Judged], otherwise: Judged,
    *, each: bool = False, only: Callable[[Kid], bool] | None = None,
) -> list[Case]:  # fmt: skip
    """Return children by what was found of them. held: child → how it is judged; otherwise: of whom nothing was found.

    only: of which children the figure is.
    """
    day = span.last_day.isoformat()
    rows = [row for row in of.rows if only(row)] if only else of.rows
    on_break = {row[0] for row in rows if row[2] & _BREAK}
    counted = {row[0] for row in rows} - on_break
    if each:
        judged = [(child_id, held.get(child_id, otherwise)) for child_id in counted]
        judged += [(child_id, _ON_BREAK) for child_id in on_break]
        return [Case(child_id, how.part, day, (), how.has, how.among, how.amount) for child_id, how in judged]
    alike = Counter(how for child_id, how in held.items() if child_id in counted)
    alike[otherwise] += len(counted) - alike.total()
    alike[_ON_BREAK] += len(on_break)
    return [
        Case(0, how.part, day, (), how.has, how.among, how.amount, times=times)
        for how, times in alike.items()
        if times
    ]


def checks(session: Session, span: Span, kind: str) -> dict[int, Judged]:
    """Return who had a check of a kind in the 12 months to the last day, and of whom it was said that none is needed.

    A month or a year counts from its first day on, 'about' from half a year before (`domain.event_dates.earliest_day`).
    """
    met, not_needed = Judged(MET), Judged(f"{EXCLUDED}not_needed")
    found = session.execute(_checks(), span.also(kind=kind))
    return {child_id: met if done else not_needed for child_id, done in found}


@cache
def _checks() -> Any:
    on = iso(RoutineCheckRow.happened_on)
    earliest = case(
        (RoutineCheckRow.date_precision == "month", func.substr(on, 1, 7) + "-01"),
        (RoutineCheckRow.date_precision == "year", func.substr(on, 1, 4) + "-01-01"),
        (RoutineCheckRow.date_precision == "about", func.date(on, f"-{HALF_A_YEAR} days")),
        else_=on,
    )
    is_done = and_(RoutineCheckRow.state == "done", earliest >= YEAR_AGO, earliest <= LAST_DAY)
    is_not_needed = and_(
        RoutineCheckRow.state == "not_needed", or_(on.is_(None), and_(on >= YEAR_AGO, on <= LAST_DAY))
    )
    return (
        select(RoutineCheckRow.child_id, func.max(yes(is_done)))
        .where(
            RoutineCheckRow.kind == bindparam("kind", type_=String), RoutineCheckRow.entered_in_error_because.is_(None),
            or_(is_done, is_not_needed),
        )
        .group_by(RoutineCheckRow.child_id)
    )  # fmt: skip


def statements(session: Session, span: Span) -> dict[int, Judged]:
    """Return what the newest statement of the 12 months to the last day says of each child's immunisations."""
    judged = {
        status: Judged(MET if status == "up_to_date" else MISSED, (words,))
        for status, words in STATEMENT_LINES.items()
    }
    return {child_id: judged[status] for child_id, status in session.execute(_statements(), span.known)}


@cache
def _statements() -> Any:
    as_at = iso(ImmunisationStatementRow.as_at)
    return (
        select(ImmunisationStatementRow.child_id, ImmunisationStatementRow.status)
        .where(
            as_at >= YEAR_AGO, as_at <= LAST_DAY, ImmunisationStatementRow.entered_in_error_because.is_(None)
        )
        .order_by(as_at, ImmunisationStatementRow.id)
    )


def questionnaires(session: Session, span: Span) -> dict[int, Judged]:
    """Return the newest carer's questionnaire of each child in the 12 months to the last day, else why there is none.

    One of a child under four does not count: the return takes it from the fourth birthday on.
    """
    found: dict[int, Judged] = {
        child_id: Judged(MISSED, (f"Not done: {REASONS[reason]}",))
        for child_id, reason in session.execute(_not_done(), span.known)
    }
    for child_id, form, total, done_on, born in session.execute(_scored(), span.known):
        if reached(born, FROM_AGE, done_on):
            found[child_id] = _done(form, total)
    return found


@cache
def _not_done() -> Any:
    on = iso(SdqNotDoneRow.asked_on)
    return (
        select(SdqNotDoneRow.child_id, SdqNotDoneRow.reason)
        .where(on >= YEAR_AGO, on <= LAST_DAY, SdqNotDoneRow.entered_in_error_because.is_(None))
        .order_by(on, SdqNotDoneRow.id)
    )


@cache
def _scored() -> Any:
    on = iso(QuestionnaireRow.completed_on)
    columns = (
        QuestionnaireRow.child_id,
        QuestionnaireRow.form,
        QuestionnaireRow.total,
        on,
        iso(ChildRow.born),
    )
    return (
        select(*columns)
        .join(ChildRow, ChildRow.id == QuestionnaireRow.child_id)
        .where(
            on >= YEAR_AGO, on <= LAST_DAY, QuestionnaireRow.state == "scored", QuestionnaireRow.total.is_not(None),
            QuestionnaireRow.form.in_(_CARERS), QuestionnaireRow.entered_in_error_because.is_(None),
        )
        .order_by(on, QuestionnaireRow.id)
    )  # fmt: skip


@cache
def _done(form: str, total: int) -> Judged:
    band = sdq_bands.return_band(form, total)
    return Judged(MET, among=(band.words[:1].upper() + band.words[1:] if band else NO_BAND,), amount=total)


def aged_4_to_16(span: Span) -> Callable[[Kid], bool]:
    """Return whether a child was 4 to 16 on the last day."""
    youngest, oldest = (years_before(span.last_day, years) for years in (FROM_AGE, UNTIL_AGE))
    return lambda one: oldest < one.born <= youngest


def reached(born: str, years: int, day: str) -> bool:
    """Return whether an age was reached on a day, all as ISO texts.

    The birthday that a leap day lacks sorts between 28 February and 1 March, which is where TS-7 has it.
    """
    return f"{int(born[:4]) + years:04d}{born[4:]}" <= day


def month_ends(until: date, months: int) -> list[date]:
    """Return the last days of so many months, the last of them the month of `until`, and that day itself its end."""
    first = until.replace(day=1)
    ends = [add_months(first, -back) - timedelta(days=1) for back in range(months - 1)]
    return [*reversed(ends), until]


def _covers(began: Any, ended: Any) -> Any:
    """Return the condition that a stretch holds on the last day; on the day it ended, it does not.

    As `domain.care.current_period` has it.
    """
    return and_(or_(began.is_(None), iso(began) <= LAST_DAY), or_(ended.is_(None), iso(ended) > LAST_DAY))
