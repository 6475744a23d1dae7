"""What is due, when and why, from the facts of one period of care."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from lac_tracker.domain.care import LegalStatus, Placement
from lac_tracker.domain.clocks import check_accepted_prior, initial_dates, review_dates
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.settings import Rules
from lac_tracker.domain.short_breaks import AGREEMENT_RECORDED, exemption
from lac_tracker.domain.working_days import BankHolidays

_Stretch = TypeVar("_Stretch", LegalStatus, Placement)

NO_START_DATE = "no start date"
_ACCEPTED_PRIOR_RULE, _SHORT_BREAK_RULE = "TS-5 accepted_prior_assessment", "TS-6 short_break"


class AssessmentKind(StrEnum):
    INITIAL = "IHA"
    REVIEW = "RHA"


class Exclusion(StrEnum):
    """What kind of reason stands in `Due.excluded`: figures show each on a line of its own."""

    SHORT_BREAK = "short_break"
    ACCEPTED_PRIOR = "accepted_prior"
    BEFORE_CASELOAD = "before_caseload"
    START_NOT_KNOWN = "start_not_known"
    NO_REVIEW_DUE = "no_review_due"
    LEFT_CARE = "left_care"


@dataclass(frozen=True)
class CompletedAssessment:
    """One that counts as completed: signed here, or entered as the opening position (then signed_on is None).

    completed_on: the day it was completed with the child, from which timeliness and the next review count.
    """

    kind: AssessmentKind
    completed_on: date
    completed_by: str
    signed_on: date | None = None


@dataclass(frozen=True)
class CareFacts:
    """What the clocks of one period of care read.

    became_looked_after: None when no start of care is known; never the first day seen in a return.
    legal_statuses, placements, assessments: all of the child's, of earlier periods too, in any order.
    accepted_prior: an assessment from before care began that a person accepted for this period (TS-5).
    began_before_caseload: care began before this caseload was made, so earlier assessments may be unentered.
    left_care_before: the day the period before this one ended; read only while the start is not known.
    """

    born: date
    became_looked_after: date | None
    ceased_on: date | None = None
    reason_ceased: str | None = None
    legal_statuses: tuple[LegalStatus, ...] = ()
    placements: tuple[Placement, ...] = ()
    assessments: tuple[CompletedAssessment, ...] = ()
    accepted_prior: CompletedAssessment | None = None
    began_before_caseload: bool = False
    left_care_before: date | None = None


@dataclass(frozen=True)
class Due:
    """One assessment that is, was or would be due, whatever day it is looked at.

    clock_start: day 0. on: the last day in time; None when there is none, and `missing` or `excluded` says why.
    also: the date by the other standard; due_28_days and due_20_working_days: both by name, initial ones only.
    why: the sentence beside the date. warning: bank holidays are not known that far.
    met_on: the day it was completed with the child; signed_on: the day that was signed, None if not signed here.
    excluded: why it is not needed, from excluded_from to excluded_to, both included, None = without bound.
    counts_as_late: not needed any more, and still late in the figures.
    review_needed: what a person has to look at before this may count as late.
    history_missing: care began before this caseload and no assessment has been entered yet.
    """

    kind: AssessmentKind
    clock_start: date | None
    on: date | None
    rule: str
    why: str
    also: date | None = None
    due_28_days: date | None = None
    due_20_working_days: date | None = None
    warning: str | None = None
    missing: str | None = None
    met_on: date | None = None
    signed_on: date | None = None
    excluded: str | None = None
    excluded_from: date | None = None
    excluded_to: date | None = None
    counts_as_late: bool = False
    review_needed: str | None = None
    closed_on: date | None = None
    history_missing: bool = False


def due(facts: CareFacts, rules: Rules, holidays: BankHolidays) -> tuple[Due, ...]:
    """Return what is due in one period of care: always the initial assessment, then at most one review.

    The review follows from the last completed assessment of the period, of either kind. Placement and legal
    changes restart nothing (TS-5). Never sees today: a due date follows from events.
    """
    initial, *reviews = every_clock(facts, rules, holidays)
    return (initial, *reviews[-1:])


def every_clock(facts: CareFacts, rules: Rules, holidays: BankHolidays) -> tuple[Due, ...]:
    """Return every clock of one period of care in order: the initial assessment, then each review.

    Each completed assessment, of either kind, starts a review and meets the one before it; so the last review is open.
    """
    assessments = _assessments_of_this_period(facts)
    prior = _accepted_prior(facts, rules)
    rows = [_initial(facts, assessments, prior, rules, holidays)]
    chain = (prior, *assessments) if prior is not None else assessments
    for place, one in enumerate(chain):
        review = _review(facts, one, rules)
        if place + 1 < len(chain):
            met = chain[place + 1]
            review = replace(review, met_on=met.completed_on, signed_on=met.signed_on)
        rows.append(review)
    status, placement = _latest(facts.legal_statuses, facts), _latest(facts.placements, facts)
    return tuple(
        [
            _left_care(_short_break(_custody(row, status, placement), status, facts, rules), facts)
            for row in rows
        ]
    )


def exclusion(row: Due) -> Exclusion | None:
    """Return what kind of reason `row.excluded` is; None where nothing is excluded."""
    if not row.excluded:
        return None
    if row.rule == _SHORT_BREAK_RULE or row.excluded_to is not None:
        return Exclusion.SHORT_BREAK
    if row.excluded_from is not None:
        return Exclusion.LEFT_CARE
    if row.rule == _ACCEPTED_PRIOR_RULE:
        return Exclusion.ACCEPTED_PRIOR
    if row.kind is AssessmentKind.REVIEW:
        return Exclusion.NO_REVIEW_DUE
    return Exclusion.START_NOT_KNOWN if row.met_on else Exclusion.BEFORE_CASELOAD


def _initial(
    facts: CareFacts,
    assessments: tuple[CompletedAssessment, ...],
    prior: CompletedAssessment | None,
    rules: Rules,
    holidays: BankHolidays,
) -> Due:
    done = next((one for one in assessments if one.kind is AssessmentKind.INITIAL), None)
    start = _start_of_duties(facts)
    before_caseload = facts.began_before_caseload or start is None
    row = _initial_clock(
        start, rules, holidays, is_after_short_breaks=start != facts.became_looked_after,
        history_missing=before_caseload and not assessments and prior is None,
    )  # fmt: skip
    if done is not None:
        row = replace(row, met_on=done.completed_on, signed_on=done.signed_on)
        unknown = f"done on {show_date(done.completed_on)}; without a start date nobody can say if in time"
        return row if start else replace(row, excluded=unknown)
    if prior is not None:
        accepted = f"assessed on {show_date(prior.completed_on)} by {prior.completed_by}, accepted for this care period"
        return replace(row, excluded=accepted, rule=_ACCEPTED_PRIOR_RULE)
    if before_caseload and assessments:
        return replace(row, excluded="a review is on record; the initial assessment was before this caseload")
    return row


@lru_cache(maxsize=4_096)  # children come into care on the same days
def _initial_clock(
    start: date | None, rules: Rules, holidays: BankHolidays, *, is_after_short_breaks: bool, history_missing: bool
) -> Due:  # fmt: skip
    kind = AssessmentKind.INITIAL
    if start is None:
        return Due(
            kind, None, None, f"TS-1 {rules.iha_standard}", NO_START_DATE, missing=NO_START_DATE,
            history_missing=history_missing,
        )  # fmt: skip
    dates = initial_dates(start, rules, holidays)
    return Due(
        kind,
        start,
        dates.due,
        dates.rule,
        f"{dates.why}, when short breaks ended" if is_after_short_breaks else dates.why,
        also=dates.also,
        due_28_days=dates.due_28_days,
        due_20_working_days=dates.due_20_working_days,
        warning=dates.warning,
        history_missing=history_missing,
    )


def _review(facts: CareFacts, last: CompletedAssessment, rules: Rules) -> Due:
    dates = review_dates(facts.born, last.completed_on, rules)
    return Due(
        AssessmentKind.REVIEW,
        last.completed_on,
        dates.due,
        dates.rule,
        dates.why,
        excluded=dates.none_because,
    )


def _custody(row: Due, status: LegalStatus | None, placement: Placement | None) -> Due:
    """Custody is for a person to look at, never silently late (TS-6). status, placement: the last of the period."""
    in_custody = placement is not None and (
        placement.placement_type == "R5"
        or (placement.placement_type == "K1" and status is not None and status.code == "J1")
    )
    return replace(row, review_needed="in custody: agree who assesses there and when") if in_custody else row


def _short_break(row: Due, stay: LegalStatus | None, facts: CareFacts, rules: Rules) -> Due:
    """Short breaks within their limits come before everything else that would start a clock (TS-6)."""
    if stay is None or stay.code not in rules.clock_excluded_legal_statuses:
        return row
    free = exemption(facts.legal_statuses, replace(stay, ended=stay.ended or facts.ceased_on))
    if free is None:
        return row
    if free.until is not None:
        # The clock waits behind the exemption. What is not needed for another reason stays so.
        return row if row.excluded else replace(row, excluded=free.reason, excluded_to=free.until)
    return replace(
        row, excluded=free.reason, rule=_SHORT_BREAK_RULE, why=free.reason, on=None, also=None, missing=None,
        due_28_days=None, due_20_working_days=None, warning=None, history_missing=False,
    )  # fmt: skip


def _left_care(row: Due, facts: CareFacts) -> Due:
    left = facts.ceased_on
    if left is None:
        return row
    row = replace(row, closed_on=left)
    if row.excluded or row.met_on:
        return row
    if row.on is None or row.history_missing:
        words, late = f"left care on {show_date(left)}; no assessment history was entered", False
    elif left <= row.on:
        words, late = "left care before it was due", False
    else:
        words = f"left care on {show_date(left)}, after it was due on {show_date(row.on)}: counts as late in the figures"
        late = True
    return replace(row, excluded=words, excluded_from=left, counts_as_late=late)


def _assessments_of_this_period(facts: CareFacts) -> tuple[CompletedAssessment, ...]:
    if not facts.assessments:
        return ()
    since = max(facts.born, facts.became_looked_after or facts.left_care_before or facts.born)
    until = facts.ceased_on or date.max
    mine = (one for one in facts.assessments if since <= one.completed_on <= until)
    return tuple(sorted(mine, key=lambda one: one.completed_on))


def _accepted_prior(facts: CareFacts, rules: Rules) -> CompletedAssessment | None:
    prior, start = facts.accepted_prior, facts.became_looked_after
    if prior is None or start is None or prior.completed_on < facts.born:
        return None
    try:
        check_accepted_prior(prior.completed_on, start, rules)
    except UserError:
        return None  # accepted for a start of care that has been corrected since
    return prior


def _start_of_duties(facts: CareFacts) -> date | None:
    """Return day 0: becoming looked after, or the day an agreement of short breaks (V4) became ordinary care."""
    start = facts.became_looked_after
    if all(one.code != AGREEMENT_RECORDED for one in facts.legal_statuses):
        return start
    mine = sorted((one for one in facts.legal_statuses if _in_period(one, facts)), key=lambda one: one.began)
    if start is None or not mine or mine[0].code != AGREEMENT_RECORDED:
        return start
    return next((one.began for one in mine if one.code != AGREEMENT_RECORDED), start)


def _latest(stretches: tuple[_Stretch, ...], facts: CareFacts) -> _Stretch | None:
    return max((one for one in stretches if _in_period(one, facts)), key=lambda one: one.began, default=None)


def _in_period(stretch: LegalStatus | Placement, facts: CareFacts) -> bool:
    since = facts.became_looked_after or facts.left_care_before or date.min
    reaches = stretch.began >= since or stretch.ended is None or stretch.ended > since
    return reaches and (
        facts.ceased_on is None or stretch.began < max(facts.ceased_on, since + timedelta(days=1))
    )
