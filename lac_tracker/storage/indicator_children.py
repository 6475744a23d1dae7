"""The children in care on a day and what their records hold, for the figures: read in bulk, as sets."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import String, and_, bindparam, case, func, literal, or_, select
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
from lac_tracker.storage.indicator_span import (
    LAST_DAY,
    TEAM,
    YEAR_AGO,
    Span,
    bits,
    iso,
    rows_of,
    streamed,
    years_before,
)  # fmt: skip
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
NO_BAND = "No band: carer form 2 to 4"
_NO_QUESTIONNAIRE = Judged(MISSED, ("Not done: no reason recorded",))


class Kids(NamedTuple):
    """Children in care on the day who are alike in what was asked, or one of them. true: the FACTS that hold."""

    true: frozenset[str]
    times: int
    child_id: int = 0


CHECKED = {"dental": ("dental_done", "dental_not_needed"), "vision": ("vision_done", "vision_not_needed")}
FACTS = (
    "short_break", "ethnicity", "language", "religion", "birth", "parents", "away", "practice",
    *(fact for pair in CHECKED.values() for fact in pair), "aged_4_to_16",
)  # fmt: skip
OWN_FACTS = frozenset(
    {"ethnicity", "language", "religion", "birth", "parents", "aged_4_to_16"}
)  # of the child's row
STATED = tuple(status for status in STATEMENT_LINES if status)  # facts too: at most one of them holds


class InCare(NamedTuple):
    """The children looked after on the last day of a span. asked: which of FACTS, in their order. rows: the facts that
    hold, each a binary digit, with how many children are so or with the one that is.
    """

    asked: tuple[str, ...]
    rows: Sequence[tuple[int, int]]
    each: bool

    def kids(self, facts: Collection[str]) -> list[Kids]:
        """Return the children by some of what was asked: alike ones together, or each by itself."""
        digits = {name: 1 << digit for digit, name in enumerate(self.asked) if name in facts}
        mask = sum(digits.values())
        if self.each:
            return [Kids(_true(digits, held & mask), 1, child_id) for held, child_id in self.rows]
        alike: Counter[int] = Counter()
        for held, times in self.rows:
            alike[held & mask] += times
        return [Kids(_true(digits, held), times) for held, times in alike.items()]


def _true(digits: Mapping[str, int], held: int) -> frozenset[str]:
    return frozenset(name for name, digit in digits.items() if held & digit)


def in_care(session: Session, span: Span, asked: tuple[str, ...], *, each: bool = False) -> InCare:
    """Return the children looked after on the last day of a span.

    asked: those of FACTS that matter, in their order, and all of STATED after them or none. What is not of the child's
    own row is read as sets and put together here: a hundred thousand children find theirs in half of the database's time.
    """
    youngest, oldest = (years_before(span.last_day, years) for years in (FROM_AGE, UNTIL_AGE))
    known = span.also(youngest=youngest, oldest=oldest)
    here = {child_id for (child_id,) in streamed(session, _looked_after(), span.known)}
    held = {child_id: own for child_id, own in streamed(session, _own(asked), known) if child_id in here}
    for digit, name in enumerate(asked):
        if name in OWN_FACTS or name in STATED:
            continue
        for (child_id,) in streamed(session, _who(name), span.known):
            if child_id in held:
                held[child_id] |= 1 << digit
    if STATED[0] in asked:
        said = dict(streamed(session, _stated(), span.known))
        digits = {status: 1 << asked.index(status) for status in STATED}
        for child_id in held.keys() & said.keys():
            held[child_id] |= digits[said[child_id]]
    if each:
        return InCare(asked, [(facts, child_id) for child_id, facts in held.items()], each)
    return InCare(asked, list(Counter(held.values()).items()), each)


@cache
def _own(asked: tuple[str, ...]) -> Any:
    facts = [_own_fact(name) if name in OWN_FACTS else literal(0) for name in asked]
    return select(ChildRow.id, bits(facts)).where(ChildRow.team_id == TEAM, iso(ChildRow.born) <= LAST_DAY)


@cache
def _looked_after() -> Any:
    return select(PeriodOfCareRow.child_id).where(_covers(PeriodOfCareRow.began, PeriodOfCareRow.ended))


def _is_here() -> tuple[Any, ...]:
    return ChildRow.team_id == TEAM, ChildRow.id.in_(_looked_after()), iso(ChildRow.born) <= LAST_DAY


def _on_breaks() -> Any:
    return select(ClockRow.child_id).where(
        ClockRow.team_id == TEAM, ClockRow.kind == AssessmentKind.INITIAL.value,
        ClockRow.exclusion == Exclusion.SHORT_BREAK.value, _covers(ClockRow.period_began, ClockRow.closed_on),
        or_(ClockRow.excluded_to.is_(None), iso(ClockRow.excluded_to) >= LAST_DAY),
    )  # fmt: skip


def _own_fact(name: str) -> Any:
    """Return the condition that one of OWN_FACTS holds of a child."""
    match name:
        case "birth" | "parents":
            state = ChildRow.birth_history_state if name == "birth" else ChildRow.parental_history_state
            return state.in_(tuple(HISTORY_COMPLETE))
        case "aged_4_to_16":
            return _aged()
    return getattr(ChildRow, f"{name}_state").in_(tuple(KNOWN_STATES))


@cache
def _who(name: str) -> Any:
    """Return the query for the children of whom a fact holds that is not of the child's own row."""
    match name:
        case "short_break":
            return _on_breaks()
        case "away":
            return select(PlacementRow.child_id).where(
                PlacementRow.host_area != "", _covers(PlacementRow.began, PlacementRow.ended)
            )
        case "practice":
            return select(ContactRow.child_id).where(
                ContactRow.kind == "gp_practice", _covers(ContactRow.since, ContactRow.ended_on)
            )
    for kind, (done, not_needed) in CHECKED.items():
        if name in (done, not_needed):
            return _checked(kind, is_done=name == done)
    raise KeyError(name)


def _checked(kind: str, *, is_done: bool) -> Any:
    """Return who had a check of a kind in the 12 months to the last day, or of whom it was said that none is needed.

    A month or a year counts from its first day on, 'about' from half a year before (`domain.event_dates.earliest_day`).
    """
    row, on = RoutineCheckRow, iso(RoutineCheckRow.happened_on)
    earliest = case(
        (row.date_precision == "month", func.substr(on, 1, 7) + "-01"),
        (row.date_precision == "year", func.substr(on, 1, 4) + "-01-01"),
        (row.date_precision == "about", func.date(on, f"-{HALF_A_YEAR} days")),
        else_=on,
    )
    within: tuple[Any, ...] = (
        row.state == "not_needed",
        or_(on.is_(None), and_(on >= YEAR_AGO, on <= LAST_DAY)),
    )
    if is_done:  # the day itself is never before the earliest it may have been
        within = (row.state == "done", on >= YEAR_AGO, earliest >= YEAR_AGO, earliest <= LAST_DAY)
    return select(row.child_id).where(row.kind == kind, row.entered_in_error_because.is_(None), *within)


@cache
def _stated() -> Any:
    """Return what the statements of the 12 months to the last day say of immunisations, the newest of a child last."""
    row, as_at = ImmunisationStatementRow, iso(ImmunisationStatementRow.as_at)
    return (
        select(row.child_id, row.status)
        .where(as_at >= YEAR_AGO, as_at <= LAST_DAY, row.entered_in_error_because.is_(None))
        .order_by(row.child_id, as_at, row.id)
    )


def record_cases(of: Iterable[Kids], span: Span, lines: Mapping[str, str]) -> list[Case]:
    """Return whether everything asked for is on record. lines: words → one of FACTS; met when all are."""
    day = span.last_day.isoformat()
    is_one = len(lines) == 1
    found = []
    for kids in of:
        has = tuple(words for words, fact in lines.items() if fact in kids.true)
        missing = [words for words, fact in lines.items() if fact not in kids.true]
        part = _SHORT_BREAK if "short_break" in kids.true else MISSED if missing else MET
        said = f"Missing: {', '.join(missing)}" if missing and not is_one else ""
        found.append(Case(kids.child_id, part, day, has=() if is_one else has, words=said, times=kids.times))
    return found


def check_cases(of: Iterable[Kids], span: Span, kind: str) -> list[Case]:
    """Return who had a check of a kind in 12 months; done outweighs that none was said to be needed."""
    done, not_needed = CHECKED[kind]
    day = span.last_day.isoformat()
    found = []
    for kids in of:
        part = MET if done in kids.true else f"{EXCLUDED}not_needed" if not_needed in kids.true else MISSED
        part = _SHORT_BREAK if "short_break" in kids.true else part
        found.append(Case(kids.child_id, part, day, times=kids.times))
    return found


def statement_cases(of: Iterable[Kids], span: Span) -> list[Case]:
    """Return of whom the newest statement says that immunisations are up to date."""
    day = span.last_day.isoformat()
    found = []
    for kids in of:
        status = next((one for one in STATEMENT_LINES if one in kids.true), "")
        has: tuple[str, ...] = (STATEMENT_LINES[status],)
        part = MET if status == "up_to_date" else MISSED
        if "short_break" in kids.true:
            part, has = _SHORT_BREAK, ()
        found.append(Case(kids.child_id, part, day, has=has, times=kids.times))
    return found


def questionnaire_cases(
    of: Iterable[Kids], span: Span, held: Mapping[int, Judged], *, each: bool = False
) -> list[Case]:
    """Return the children of 4 to 16 by their newest questionnaire. held: `questionnaires`."""
    day = span.last_day.isoformat()
    aged = [kids for kids in of if "aged_4_to_16" in kids.true]
    if each:
        judged = [
            (kids.child_id, _ON_BREAK if "short_break" in kids.true else held.get(kids.child_id, _NO_QUESTIONNAIRE))
            for kids in aged
        ]  # fmt: skip
        return [Case(child_id, how.part, day, (), how.has, how.among, how.amount) for child_id, how in judged]
    on_break = sum(kids.times for kids in aged if "short_break" in kids.true)
    alike = Counter(held.values())
    alike[_NO_QUESTIONNAIRE] += sum(kids.times for kids in aged) - on_break - len(held)
    alike[_ON_BREAK] += on_break
    return [
        Case(0, how.part, day, (), how.has, how.among, how.amount, times=times)
        for how, times in alike.items()
        if times
    ]


def questionnaires(session: Session, span: Span) -> dict[int, Judged]:
    """Return the newest carer's questionnaire in the 12 months to the last day, else why there is none: of each child
    of 4 to 16 in care that day, save short breaks, of whom anything is known.

    One of a child under four does not count: the return takes it from the fourth birthday on.
    """
    youngest, oldest = (years_before(span.last_day, years) for years in (FROM_AGE, UNTIL_AGE))
    known = span.also(youngest=youngest, oldest=oldest)
    found = {
        child_id: Judged(MISSED, (f"Not done: {REASONS[reason]}",))
        for child_id, reason in rows_of(session, _not_done(), known)
    }
    for child_id, form, total, done_on, born in streamed(session, _scored(), known):
        if reached(born, FROM_AGE, done_on):
            found[child_id] = _done(form, total)
    return found


def _aged() -> Any:
    """Return the condition that a child is 4 to 16 on the last day."""
    youngest, oldest = (bindparam(name, type_=String) for name in ("youngest", "oldest"))
    return and_(iso(ChildRow.born) > oldest, iso(ChildRow.born) <= youngest)


def _of_aged(query: Any, child_id: Any) -> Any:
    """Return a query of the children of 4 to 16 in care on the last day alone, save short breaks."""
    # "+ 0" keeps the index from being used the other way round: it goes from the days to the children.
    return query.join(ChildRow, ChildRow.id == child_id + 0).where(
        *_is_here(), _aged(), ChildRow.id.not_in(_on_breaks())
    )


@cache
def _not_done() -> Any:
    on = iso(SdqNotDoneRow.asked_on)
    query = select(SdqNotDoneRow.child_id, SdqNotDoneRow.reason).where(
        on >= YEAR_AGO, on <= LAST_DAY, SdqNotDoneRow.entered_in_error_because.is_(None)
    )
    return _of_aged(query, SdqNotDoneRow.child_id).order_by(on, SdqNotDoneRow.id)


@cache
def _scored() -> Any:
    row, on = QuestionnaireRow, iso(QuestionnaireRow.completed_on)
    query = select(row.child_id, row.form, row.total, on, iso(ChildRow.born)).where(
        on >= YEAR_AGO, on <= LAST_DAY, row.state == "scored", row.total.is_not(None), row.form.in_(_CARERS),
        row.entered_in_error_because.is_(None),
    )  # fmt: skip
    return _of_aged(query, row.child_id).order_by(on, row.id)


@cache
def _done(form: str, total: int) -> Judged:
    band = sdq_bands.return_band(form, total)
    return Judged(MET, among=(band.words[:1].upper() + band.words[1:] if band else NO_BAND,), amount=total)


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
