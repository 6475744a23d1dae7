"""Which cases each indicator counts: the one place that says where they come from, and what is to be said with them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import cached_property, partial

from sqlalchemy.orm import Session

from lac_tracker.domain.clock_parts import IHA_FIGURES, RHA_FIGURE
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.figures import Case
from lac_tracker.domain.indicator_rules import CLOCK_LINES, DECLINED, PART_DONE, WAIT_LINES
from lac_tracker.domain.indicators import EXCLUDED, MET, MISSED, Indicator
from lac_tracker.storage import indicator_children as kids
from lac_tracker.storage import indicator_overdue, indicators, people, reference_data
from lac_tracker.storage import indicator_plans as plans
from lac_tracker.storage import indicator_signed as signed
from lac_tracker.storage import indicator_work as work
from lac_tracker.storage.indicator_span import Span

_RECORDS: dict[str, dict[str, str]] = {
    "ethnicity_language_religion": {"Ethnicity": "ethnicity", "Language": "language", "Religion": "religion"},
    "histories_in_care": {work.BIRTH: "birth", work.PARENTS: "parents"},
    "gp_registered": {"GP": "practice"},
    "out_of_area": {"Away": "away"},
}
# What each figure of children in care asks of them: domain words are of `indicator_children.FACTS`.
_FACTS: dict[str, tuple[str, ...]] = {
    **{indicator_id: tuple(lines.values()) for indicator_id, lines in _RECORDS.items()},
    "dental": kids.CHECKED["dental"],
    "optician": kids.CHECKED["vision"],
    "immunisations": kids.STATED,
    "sdq": ("aged_4_to_16",),
    "sdq_mean": ("aged_4_to_16",),
}
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


def lines_of(indicator_id: str) -> tuple[str, ...]:
    """Return the lines a figure always shows, those without a case too."""
    return _LINES.get(indicator_id, ())


def _facts_of(indicator_ids: Iterable[str]) -> tuple[str, ...]:
    """Return what is asked of children in care for these figures, in the order of FACTS."""
    asked = {"short_break"}.union(*(_FACTS.get(one, ()) for one in indicator_ids))
    return tuple(fact for fact in (*kids.FACTS, *kids.STATED) if fact in asked)


class Gathered:
    """The rows of one period, read when they are first asked for and then shared by the figures that count them.

    wanted: the indicators that will be asked for.
    """

    def __init__(self, session: Session, span: Span, wanted: Collection[str]) -> None:
        self._session, self.span, self._wanted = session, span, tuple(wanted)
        self._kept: dict[str, list[Case]] = {}

    def cases(self, indicator_id: str, *, each: bool = False) -> list[Case]:
        """Return what an indicator counts and leaves out; each: every one with its child, not alike ones together."""
        if each:
            return self._sources(each=True)[indicator_id]()
        if indicator_id not in self._kept:
            self._kept[indicator_id] = self._alike_sources[indicator_id]()
        return self._kept[indicator_id]

    @cached_property
    def _alike_sources(self) -> dict[str, Callable[[], list[Case]]]:
        return self._sources(each=False)

    def _sources(self, *, each: bool) -> dict[str, Callable[[], list[Case]]]:
        session, span = self._session, self.span
        kids_of = partial(self._children, each=each)
        record = partial(self._record, each=each)
        sdq = partial(self._sdq, each=each)
        return {
            **{figure: partial(self._initial, figure, each=each) for figure in IHA_FIGURES},
            "health_clock_median_days": partial(work.seen_after_request, session, span),
            RHA_FIGURE: partial(indicators.clock_cases, session, span, RHA_FIGURE, each=each),
            "overdue_now": partial(indicator_overdue.open_now, session, span, each=each),
            "was_not_brought": partial(work.appointments, session, span, each=each),
            "declined": partial(self._on_line, DECLINED, each=each),
            "partial": partial(self._on_line, PART_DONE, each=each),
            "ethnicity_language_religion": lambda: record("ethnicity_language_religion"),
            "birth_parental_history": partial(work.histories_at_initial, session, span),
            "histories_in_care": lambda: record("histories_in_care"),
            "gp_registered": lambda: record("gp_registered"),
            "out_of_area": lambda: record("out_of_area"),
            "camhs_contribution": partial(work.requests_to_camhs, session, span),
            "dental": lambda: kids.check_cases(kids_of("dental"), span, "dental"),
            "optician": lambda: kids.check_cases(kids_of("optician"), span, "vision"),
            "immunisations": lambda: kids.statement_cases(kids_of("immunisations"), span),
            "sdq": sdq,
            # Its parts are those of 'SDQ done', which says them.
            "sdq_mean": lambda: [
                one._replace(groups=(), has=(), among=()) for one in self.cases("sdq", each=each)
            ],
            "smart": partial(plans.plan_items, session, span, each=each),
            "plan_closed_by_target": partial(plans.items_by_date, session, span, each=each),
            "plan_carried_forward": partial(plans.items_looked_back_on, session, span, each=each),
            "plan_to_gp": lambda: signed.plans_to_practice(self._signed(each=each)),
            "care_leaver_summary": partial(plans.leaving_at_18, session, span),
            "qa": partial(work.criteria_reviewed, session, span, each=each),
            "uasc_trained": partial(work.trained, session, span),
            "voice": lambda: signed.voices(self._signed(each=each)),
            "time_alone": lambda: signed.times_alone(self._signed(each=each)),
        }  # fmt: skip

    def _children(self, indicator_id: str, *, each: bool) -> list[kids.Kids]:
        """Return the children in care by what a figure asks of them."""
        asked = _facts_of((indicator_id,))
        if each:
            return kids.in_care(self._session, self.span, asked, each=True).kids(asked)
        return self._in_care.kids(asked)

    @cached_property
    def _in_care(self) -> kids.InCare:
        """The children in care, asked once for all the figures that are wanted."""
        return kids.in_care(self._session, self.span, _facts_of(self._wanted))

    @cached_property
    def _questionnaires(self) -> dict[int, kids.Judged]:
        return kids.questionnaires(self._session, self.span)

    @cached_property
    def entries(self) -> Mapping[str, tuple[int, int]]:
        """For each figure of initial assessments: how many children are in it twice, how many with care that overlaps."""
        return indicators.entries(self._session, self.span)

    def _initial(self, figure: str, *, each: bool) -> list[Case]:
        return indicators.clock_cases(self._session, self.span, figure, each=each) + self._without_start

    @cached_property
    def _without_start(self) -> list[Case]:
        kept_since = people.caseload(self._session).kept_since
        return indicators.without_start(self._session, self.span, kept_since)

    @cached_property
    def _alike_signed(self) -> list[signed.Signed]:
        return signed.parts(self._session, self.span)

    def _signed(self, *, each: bool) -> list[signed.Signed]:
        return signed.parts(self._session, self.span, each=True) if each else self._alike_signed

    def _record(self, indicator_id: str, *, each: bool) -> list[Case]:
        of = self._children(indicator_id, each=each)
        return kids.record_cases(of, self.span, _RECORDS[indicator_id])

    def _sdq(self, *, each: bool) -> list[Case]:
        of = self._children("sdq", each=each)
        return kids.questionnaire_cases(of, self.span, self._questionnaires, each=each)

    def _on_line(self, line: str, *, each: bool) -> list[Case]:
        """Return the clocks that the figures of time count, those on a line as met: declined, or part done."""
        both = (*self.cases("iha_28_days", each=each), *self.cases("rha_in_time", each=each))
        return [
            one._replace(part=MET if line in one.has else MISSED, groups=(f"Of {one.kind}s",), has=())
            for one in both
            if not one.part.startswith(EXCLUDED)
        ]


def note_on(gathered: Gathered, indicator: Indicator) -> str:
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
    if indicator.id in IHA_FIGURES:
        said += _on_entries(*gathered.entries[indicator.id])
    return " ".join(said)


def _on_entries(again: int, overlapping: int) -> list[str]:
    said = []
    if again:
        said.append(f"{_children(again)} left care and came back: each time in care is counted.")
    if overlapping:
        said.append(
            f"{_children(overlapping)} with periods of care that overlap: counted as the record has them. "
            "Look at Placements and legal."
        )
    return said


def _children(count: int) -> str:
    return "1 child" if count == 1 else f"{count:,} children"
