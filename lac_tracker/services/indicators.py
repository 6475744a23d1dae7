"""The figures of the service over any period, the children behind them, month by month, and why things were late."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime
from itertools import groupby

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import add_months, show_date
from lac_tracker.domain.delays import is_avoidable
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.figures import Behind, Case, DelayCount, Figure, MonthPoint, tally
from lac_tracker.domain.indicators import (
    ALL,
    EXCLUDED,
    EXCLUDED_WORDS,
    INDICATOR,
    INDICATORS,
    MET,
    MISSED,
    Indicator,
)
from lac_tracker.domain.names import show_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.restricted import RESTRICTED
from lac_tracker.services.access import hidden_from, needs
from lac_tracker.services.changes import Changes
from lac_tracker.services.indicator_cases import Gathered, lines_of, note_on, span_of
from lac_tracker.storage import indicator_reasons, indicator_targets, reference_data, sending
from lac_tracker.storage.indicator_children import month_ends

LONGEST_YEARS = 20  # of one period
MOST_MONTHS = 60


@needs(Action.SEE_FIGURES)
def figures(
    session: Session,
    *,
    by: Actor,
    now: datetime,
    today: date,
    since: date,
    until: date,
    only: Collection[str] | None = None,
) -> tuple[Figure, ...]:
    """Return every indicator, or those named, over a period, both days included.

    What falls due after today is not counted yet; children are looked at on the last day, today at the latest.
    Raises UserError for a period that ends before it begins, that is too long, and for an indicator there is not.
    """
    wanted = _named(only)
    check_period(since, until)
    span = span_of(session, by.team_id, since, until, today)
    gathered = Gathered(session, span, [one.id for one in wanted])
    targets_now = indicator_targets.of_team(session, by.team_id)
    found = []
    for indicator in wanted:
        cases = gathered.cases(indicator.id)
        counted = tally(indicator, cases, lines_of(indicator.id))
        found.append(
            Figure(
                indicator.id, indicator.title, counted.numerator, counted.denominator, counted.value, indicator.unit,
                counted.excluded, counted.split, targets_now.get(indicator.id), note_on(gathered, indicator),
            )
        )  # fmt: skip
    return tuple(found)


@needs(Action.SEE_FIGURES)
def months(
    session: Session,
    indicator_id: str,
    *,
    by: Actor,
    now: datetime,
    today: date,
    until: date,
    months: int = 12,
) -> tuple[MonthPoint, ...]:
    """Return an indicator month by month up to the month of `until`, the oldest first.

    What is looked at on a day is looked at on the last day of each month; the last month ends with `until`.
    Raises UserError for an indicator there is not, or that stands as it is now.
    """
    (indicator,) = _named([indicator_id])
    if indicator.looks == "today":
        raise UserError(f"'{indicator.title}' stands as it is now and has no months")
    if not 1 <= months <= MOST_MONTHS:
        raise UserError(f"A run of months has 1 to {MOST_MONTHS}")
    ends = month_ends(until, months)
    if indicator.looks == "period":
        span = span_of(session, by.team_id, ends[0].replace(day=1), until, today)
        cases = sorted(
            Gathered(session, span, [indicator_id]).cases(indicator_id), key=lambda one: one.day[:7]
        )
        held = {month: list(ones) for month, ones in groupby(cases, key=lambda one: one.day[:7])}
        of_month = [held.get(end.isoformat()[:7], []) for end in ends]
    else:
        of_month = [
            Gathered(
                session, span_of(session, by.team_id, end.replace(day=1), end, today), [indicator_id]
            ).cases(indicator_id)
            if end.replace(day=1) <= today else []
            for end in ends
        ]  # fmt: skip
    counted = [tally(indicator, ones) for ones in of_month]
    return tuple(
        MonthPoint(end.replace(day=1), one.numerator, one.denominator, one.value)
        for end, one in zip(ends, counted, strict=True)
    )


@needs(Action.SEE_LISTS)
def behind(
    session: Session,
    indicator_id: str,
    part: str,
    *,
    by: Actor,
    now: datetime,
    today: date,
    since: date,
    until: date,
) -> tuple[Behind, ...]:
    """Return the children behind a figure, by due date and name. part: 'met', 'missed', 'all', or 'excluded:' with a reason.

    'met' is what the numerator counts: of 'Was not brought' and 'Overdue now' those who are. For the screen of the team
    alone; `behind_to_give` is what leaves it.
    """
    (indicator,) = _named([indicator_id])
    check_period(since, until)
    if part not in (MET, MISSED, ALL) and part.removeprefix(EXCLUDED) not in EXCLUDED_WORDS:
        raise UserError(f"There is no part '{part}'. It can be: {MET}, {MISSED}, {ALL} or {EXCLUDED}REASON")
    span = span_of(session, by.team_id, since, until, today)
    gathered = Gathered(session, span, [indicator_id])
    cases = [one for one in gathered.cases(indicator.id, each=True) if _is_in(one, part)]
    alike = Counter(
        (one.child_id, one.part, one.kind, one.due_on, one.met_on, one.words, one.delay_note) for one in cases
    )
    names = sending.names(session, {one.child_id for one in cases})
    found, hidden = [], hidden_from(session, by=by, now=now)
    for (child_id, _, kind, due_on, met_on, words, note), times in alike.items():
        child = names[child_id]
        known = child.family_name or child.given_name
        name = show_name(child.family_name, child.given_name, child.council_child_id) if known else None
        said = "; ".join(filter(None, (words, f"{times} of them" if times > 1 else "")))
        one = Behind(
            child_id, child.council_child_id, name, child.nhs_number, kind, _day(due_on), _day(met_on), said, note
        )  # fmt: skip
        if child_id in hidden:
            one = one._replace(council_id="", name=RESTRICTED, nhs_number=None, delay_note="")
        found.append(one)
    return tuple(
        sorted(found, key=lambda one: (one.due_on or one.met_on or date.max, one.shown_name, one.kind))
    )


@needs(Action.SEE_LISTS)
def behind_to_give(
    session: Session, indicator_id: str, part: str, *, by: Actor, now: datetime, today: date, since: date, until: date,
) -> tuple[Behind, ...]:  # fmt: skip
    """Return the same as it leaves the screen: of a restricted record neither name nor NHS number, save to a manager."""
    from lac_tracker.services import redaction  # heavy: figures do without it

    rows = behind(session, indicator_id, part, by=by, now=now, today=today, since=since, until=until)
    return redaction.without_restricted(session, rows, by=by, today=today)


@needs(Action.SEE_FIGURES)
def delay_reasons(
    session: Session,
    *,
    by: Actor,
    now: datetime,
    today: date,
    since: date,
    until: date,
    indicator_id: str = "iha_28_days",
) -> tuple[DelayCount, ...]:
    """Return why what a figure of time missed was late, the most frequent first, as a person said last.

    indicator_id: one of iha_28_days, iha_20_working_days and rha_in_time. What nobody gave a reason for is counted, too.
    """
    (indicator,) = _named([indicator_id])
    check_period(since, until)
    if indicator_id not in indicator_reasons.FIGURES:
        raise UserError(f"'{indicator.title}' has no reasons for delay")
    span = span_of(session, by.team_id, since, until, today)
    found = []
    for code, count in indicator_reasons.of_late(session, span, indicator_id).items():
        said = reference_data.delay_reason(code) if code else None
        label = said.label if said else code or "No reason recorded"
        found.append(
            DelayCount(
                code, label, said.owner.value if said else "", is_avoidable(said) if said else None, count
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.code, -one.count, one.code)))


@needs(Action.SEE_FIGURES)
def targets(session: Session, *, by: Actor, now: datetime) -> Mapping[str, float]:
    """Return what the team wants to reach, by indicator; an indicator without a target is not there."""
    return indicator_targets.of_team(session, by.team_id)


@needs(Action.CHANGE_SETTINGS)
def set_target(
    session: Session, indicator_id: str, target: float | None, *, by: Actor, now: datetime
) -> Changes:
    """Keep what the team wants to reach; None: no target. Raises UserError for an impossible one."""
    (indicator,) = _named([indicator_id])
    if target is not None and not 0 <= target <= (100 if indicator.unit == "percent" else 1_000):
        most = "0 to 100" if indicator.unit == "percent" else "0 to 1,000"
        raise UserError(f"The target of '{indicator.title}' must be {most}")
    indicator_targets.keep(session, by.team_id, indicator_id, target)
    return Changes()


def check_period(since: date, until: date) -> None:
    """Raise UserError for a period that ends before it begins or is longer than anybody reports on."""
    if until < since:
        raise UserError(
            f"The period ends on {show_date(until)}, before it begins on {show_date(since)}. Change one of the two"
        )
    if until > add_months(since, 12 * LONGEST_YEARS):
        raise UserError(f"A period may be {LONGEST_YEARS} years at the most. Choose a shorter one")


def _named(only: Collection[str] | None) -> tuple[Indicator, ...]:
    if only is None:
        return INDICATORS
    if unknown := [one for one in only if one not in INDICATOR]:
        raise UserError(f"There is no indicator '{unknown[0]}'. It can be: {', '.join(INDICATOR)}")
    return tuple(one for one in INDICATORS if one.id in only)


def _is_in(one: Case, part: str) -> bool:
    return one.part == part or (part == ALL and not one.part.startswith(EXCLUDED))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
