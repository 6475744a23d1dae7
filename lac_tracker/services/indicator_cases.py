"""Which cases each indicator counts: the one place that says where they come from, and what is to be said with them."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache, cached_property, partial

from sqlalchemy.orm import Session

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.figures import Case
from lac_tracker.domain.indicator_rules import CLOCK_LINES, DECLINED, PART_DONE, WAIT_LINES
from lac_tracker.domain.indicators import EXCLUDED, MET, MISSED, Indicator
from lac_tracker.domain.timescales import (
    CONSENT_RECEIVED,
    COUNCIL_NOTIFICATION,
    IHA_CALENDAR_DAYS,
    IHA_WORKING_DAYS,
)
from lac_tracker.domain.working_days import BankHolidays, add_working_days
from lac_tracker.storage import indicator_children as kids
from lac_tracker.storage import indicator_overdue, indicators, people, reference_data
from lac_tracker.storage import indicator_plans as plans
from lac_tracker.storage import indicator_work as work
from lac_tracker.storage.indicator_span import Span
from lac_tracker.storage.indicators import NO_STEPS, Initial, Steps

_IDENTITY = {"Ethnicity": "ethnicity", "Language": "language", "Religion": "religion"}
_HISTORIES = {work.BIRTH: "birth", work.PARENTS: "parents"}
_NOT = kids.Judged(MISSED)
_LINES: dict[str, tuple[str, ...]] = {
    "iha_28_days": CLOCK_LINES,
    "iha_20_working_days": CLOCK_LINES,
    "rha_in_time": CLOCK_LINES,
    "health_clock_median_days": WAIT_LINES,
    "overdue_now": indicator_overdue.LINES,
    "birth_parental_history": (work.BIRTH, work.PARENTS),
    "immunisations": tuple(kids.STATEMENT_LINES.values()),
    "care_leaver_summary": (plans.GIVEN, plans.DECLINED, plans.AFTER),
}


def span_of(session: Session, team_id: int, since: date, until: date, today: date) -> Span:
    """Return the period as storage reads it, with the team's bank holidays."""
    holidays = reference_data.bank_holidays(people.own_bank_holidays(session, team_id))
    return Span(team_id, since, until, today, holidays, people.is_only_team(session))


def _after_28_days(start: date) -> date:
    return start + timedelta(days=IHA_CALENDAR_DAYS.figure)


@cache  # one function for each number of days, so that what is worked out once is found again
def _after_working_days(days: int, holidays: BankHolidays) -> Callable[[date], date]:
    return lambda start: add_working_days(start, days, holidays)


def lines_of(indicator_id: str) -> tuple[str, ...]:
    """Return the lines a figure always shows, those without a case too."""
    return _LINES.get(indicator_id, ())


class Gathered:
    """The rows of one period, read when they are first asked for and then shared by the figures that count them."""

    def __init__(self, session: Session, span: Span) -> None:
        self._session, self.span = session, span
        self._kept: dict[str, list[Case]] = {}

    def cases(self, indicator_id: str, *, each: bool = False) -> list[Case]:
        """Return what an indicator counts and leaves out; each: every one with its child, not alike ones together."""
        if each:
            return self._sources(each=True)[indicator_id]()
        if indicator_id not in self._kept:
            self._kept[indicator_id] = self._sources(each=False)[indicator_id]()
        return self._kept[indicator_id]

    def _sources(self, *, each: bool) -> dict[str, Callable[[], list[Case]]]:
        session, span = self._session, self.span
        record = partial(self._record, each=each)
        status = partial(self._status, each=each)
        sdq = partial(self._sdq, each=each)
        return {
            "iha_28_days": partial(self._initial, "_days_28", _met_on),
            "iha_20_working_days": partial(self._initial, "_days_20", _met_on),
            "plan_20_working_days": partial(self._initial, "_days_20", _sent_on, needs_papers=True),
            "request_5_working_days": partial(self._initial, "_days_told", _asked_on, needs_papers=True),
            "consent_5_working_days": partial(self._initial, "_days_consent", _consent_on, needs_papers=True),
            "health_clock_median_days": partial(work.seen_after_request, session, span),
            "rha_in_time": partial(indicators.review_cases, session, span, each=each),
            "overdue_now": partial(indicator_overdue.open_now, session, span, each=each),
            "was_not_brought": partial(work.appointments, session, span, each=each),
            "declined": partial(self._on_line, DECLINED, each=each),
            "partial": partial(self._on_line, PART_DONE, each=each),
            "ethnicity_language_religion": lambda: record(_IDENTITY),
            "birth_parental_history": partial(work.histories_at_initial, session, span),
            "histories_in_care": lambda: record(_HISTORIES),
            "gp_registered": lambda: record({"GP": "practice"}),
            "out_of_area": lambda: record({"Away": "away"}),
            "camhs_contribution": partial(work.requests_to_camhs, session, span),
            "dental": lambda: status(kids.checks(session, span, "dental"), _NOT),
            "optician": lambda: status(kids.checks(session, span, "vision"), _NOT),
            "immunisations": lambda: status(kids.statements(session, span), kids.Judged(MISSED, (kids.STATEMENT_LINES[""],))),
            "sdq": sdq,
            "sdq_mean": sdq,
            "smart": partial(plans.plan_items, session, span, each=each),
            "plan_closed_by_target": partial(plans.items_by_date, session, span, each=each),
            "plan_carried_forward": partial(plans.items_looked_back_on, session, span, each=each),
            "plan_to_gp": partial(plans.plans_to_practice, session, span, each=each),
            "care_leaver_summary": partial(plans.leaving_at_18, session, span),
            "qa": partial(work.criteria_reviewed, session, span, each=each),
            "uasc_trained": partial(work.trained, session, span),
            "voice": lambda: work.voices(self._signed(each=each)),
            "time_alone": lambda: work.times_alone(self._signed(each=each)),
        }  # fmt: skip

    @cached_property
    def _children(self) -> kids.InCare:
        return kids.in_care(self._session, self.span)

    @cached_property
    def _questionnaires(self) -> dict[int, kids.Judged]:
        return kids.questionnaires(self._session, self.span)

    @cached_property
    def _earliest(self) -> date:
        return indicators.earliest_start(self._session, self.span.team_id) or date.max

    @cached_property
    def _days_28(self) -> Mapping[str, str]:
        return self._days(_after_28_days)

    @cached_property
    def _days_20(self) -> Mapping[str, str]:
        return self._working(IHA_WORKING_DAYS.figure)

    @cached_property
    def _days_told(self) -> Mapping[str, str]:
        return self._working(COUNCIL_NOTIFICATION.figure)

    @cached_property
    def _days_consent(self) -> Mapping[str, str]:
        return self._working(CONSENT_RECEIVED.figure)

    @cached_property
    def overlapping(self) -> frozenset[int]:
        """The children in care at the time of whom a period of care began before another had ended."""
        return (
            indicators.overlapping(self._session, self.span, *self._starts) if self._starts else frozenset()
        )

    def _working(self, days: int) -> Mapping[str, str]:
        return self._days(_after_working_days(days, self.span.holidays))

    def _days(self, after: Callable[[date], date]) -> Mapping[str, str]:
        return indicators.days_from(self.span.since, self.span.until, self._earliest, after)

    def _initial(
        self, days: str, done: Callable[[Initial, Steps], str | None], *, needs_papers: bool = False
    ) -> list[Case]:
        steps = self._steps if needs_papers else {}
        found = indicators.initial_cases(
            self._clocks, self.span, getattr(self, days), lambda row: done(row, steps.get(row.id, NO_STEPS)),
            from_history=lambda row: needs_papers and steps.get(row.id, NO_STEPS).is_from_history,
        )  # fmt: skip
        return found + self._without_start

    @cached_property
    def _starts(self) -> tuple[date, date] | None:
        """The first and the last day on which a clock started whose day by which lies in the period."""
        days = {*self._days_28, *self._days_20, *self._days_told, *self._days_consent}
        return (date.fromisoformat(min(days)), date.fromisoformat(max(days))) if days else None

    @cached_property
    def _clocks(self) -> list[Initial]:
        return indicators.initial_clocks(self._session, self.span, *self._starts) if self._starts else []

    @cached_property
    def _steps(self) -> dict[int, Steps]:
        return indicators.steps_of(self._session, self.span, *self._starts) if self._starts else {}

    @cached_property
    def _without_start(self) -> list[Case]:
        kept_since = people.caseload(self._session).kept_since
        return indicators.without_start(self._session, self.span, kept_since)

    @cached_property
    def _alike_signed(self) -> list[work.Signed]:
        return work.signed(self._session, self.span)

    def _signed(self, *, each: bool) -> list[work.Signed]:
        return work.signed(self._session, self.span, each=True) if each else self._alike_signed

    def _record(self, lines: dict[str, str], *, each: bool) -> list[Case]:
        return kids.record_cases(self._children, self.span, lines, each=each)

    def _status(self, held: dict[int, kids.Judged], otherwise: kids.Judged, *, each: bool) -> list[Case]:
        return kids.status_cases(self._children, self.span, held, otherwise, each=each)

    def _sdq(self, *, each: bool) -> list[Case]:
        none = kids.Judged(MISSED, (kids.NO_REASON,))
        return kids.status_cases(
            self._children,
            self.span,
            self._questionnaires,
            none,
            each=each,
            only=kids.aged_4_to_16(self.span),
        )

    def _on_line(self, line: str, *, each: bool) -> list[Case]:
        """Return the clocks that the figures of time count, those on a line as met: declined, or part done."""
        both = (*self.cases("iha_28_days", each=each), *self.cases("rha_in_time", each=each))
        return [
            one._replace(part=MET if line in one.has else MISSED, groups=(f"Of {one.kind}s",), has=())
            for one in both
            if not one.part.startswith(EXCLUDED)
        ]


def note_on(gathered: Gathered, indicator: Indicator, cases: list[Case]) -> str:
    """Return what explains a figure: as at which day, who is in it twice, and what of the record is to be looked at."""
    span, said = gathered.span, []
    if indicator.looks == "last_day":
        said.append(f"As at {show_date(span.last_day)}.")
    if indicator.looks == "today":
        said.append(f"As at today, {show_date(span.today)}, whatever the period.")
    if indicator.looks == "period" and span.since > span.today:
        said.append("The period has not begun yet.")
    elif indicator.looks == "period" and span.until > span.today:
        said.append(f"Up to today, {show_date(span.today)}: the period is not over.")
    if indicator.id in _ENTRIES:
        said += _on_entries(gathered, cases)
    return " ".join(said)


_ENTRIES = frozenset(
    {"iha_28_days", "iha_20_working_days", "plan_20_working_days", "request_5_working_days", "consent_5_working_days"}
)  # fmt: skip


def _on_entries(gathered: Gathered, cases: list[Case]) -> list[str]:
    counted = Counter(one.child_id for one in cases if not one.part.startswith(EXCLUDED))
    said = []
    if again := sum(times > 1 for times in counted.values()):
        said.append(f"{_children(again)} left care and came back: each time in care is counted.")
    if overlapping := len(gathered.overlapping & counted.keys()):
        said.append(
            f"{_children(overlapping)} with periods of care that overlap: counted as the record has them. "
            "Look at Placements and legal."
        )
    return said


def _children(count: int) -> str:
    return "1 child" if count == 1 else f"{count:,} children"


def _met_on(row: Initial, steps: Steps) -> str | None:
    return row.met_on


def _sent_on(row: Initial, steps: Steps) -> str | None:
    return steps.sent_on


def _asked_on(row: Initial, steps: Steps) -> str | None:
    return steps.asked_on


def _consent_on(row: Initial, steps: Steps) -> str | None:
    return steps.consent_on
