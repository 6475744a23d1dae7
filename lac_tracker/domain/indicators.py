"""The indicators of the service: what each counts, in words and as data.

Definitions: the national key performance indicators as teams of looked-after children health report them, with the
inspection's own (CQC review of August 2015). How a case is judged stands in `domain.indicator_rules`.
"""

from dataclasses import dataclass
from typing import Literal

from lac_tracker.domain.timescales import Confidence

Unit = Literal["percent", "count", "days", "score"]
Looks = Literal[
    "period", "last_day", "today"
]  # what falls in the period; children on its last day; as it stands now
MET, MISSED, ALL, EXCLUDED = "met", "missed", "all", "excluded:"
PERCENT_FROM = 5  # cases from which a percentage says something


@dataclass(frozen=True)
class Indicator:
    """One figure. numerator and denominator: in words; together with `leaves_out` they are its definition.

    more_is_better: None where neither is; a target is then a mark to look at and nothing more.
    """

    id: str
    title: str
    group: str
    numerator: str
    denominator: str
    source: str
    confidence: Confidence
    unit: Unit = "percent"
    looks: Looks = "period"
    more_is_better: bool | None = True
    leaves_out: str = ""

    @property
    def definition(self) -> str:
        """Return what is counted, of what, and what is left out, in sentences."""
        of = f"{self.numerator}. Of: {self.denominator}."
        return f"{of} {self.leaves_out}".strip()


GROUPS = {
    "timeliness": "On time",
    "following_up": "Following up",
    "record": "What the record holds",
    "health": "Health checks",
    "plan": "The health plan",
    "quality": "Quality",
}
_CLOCKS = "Key performance indicators of looked-after children health services"
_OUT = (
    "Left out, each on a line of its own: short breaks within their limits (V3, V4), left care on or before that day, "
    "assessed in the 3 months before and accepted, in custody until somebody looked at it, no assessment history "
    "entered, start of care not known, 18 by then. Declined and part done stay in."
)
_IN_CARE = "children looked after on the last day of the period, today at the latest"
_BREAKS_OUT = "Short breaks within their limits (V3, V4) are left out."

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "iha_28_days", "IHA within 28 days", "timeliness",
        "Completed with the child by day 28, day 28 itself included",
        "children whose day 28 of care fell in the period and who were still looked after then",
        "TS-1; CQC review 2015, 4.1: 89 % in 2014 to 2015", "V", leaves_out=_OUT,
    ),
    Indicator(
        "iha_20_working_days", "IHA within 20 working days", "timeliness",
        "Completed with the child by working day 20, that day included",
        "children whose working day 20 of care fell in the period and who were still looked after then",
        "TS-1; SI 2010/959 reg 7(1) with reg 33(1)", "V", leaves_out=_OUT,
    ),
    Indicator(
        "plan_20_working_days", "Plan issued within 20 working days", "timeliness",
        "The signed report and plan of the IHA were sent to the council by working day 20",
        "children whose working day 20 of care fell in the period and who were still looked after then",
        "Statutory guidance 2015: a health plan in time for the first review", "K",
        leaves_out=f"{_OUT} An IHA from earlier records is left out too: when its plan went is not known here.",
    ),
    Indicator(
        "request_5_working_days", "Request received within 5 working days", "timeliness",
        "The council told us, or asked for the IHA, by working day 5",
        "children whose working day 5 of care fell in the period and who were still looked after then",
        "Statutory guidance 2015: notification within 5 working days", "K", leaves_out=_OUT,
    ),
    Indicator(
        "consent_5_working_days", "Consent received within 5 working days", "timeliness",
        "Consent for the IHA was received by working day 5",
        "children whose working day 5 of care fell in the period and who were still looked after then",
        _CLOCKS, "K", leaves_out=_OUT,
    ),
    Indicator(
        "health_clock_median_days", "From complete request to seen", "timeliness",
        "Seen for the IHA: the value is the median of the days from the complete request until then",
        "IHAs whose request, with consent and all papers, became complete in the period",
        _CLOCKS, "K", unit="days", more_is_better=False,
        leaves_out="Left out: seen before the request was complete.",
    ),
    Indicator(
        "rha_in_time", "RHA on time", "timeliness",
        "Completed with the child by the due date, that day included",
        "reviews whose due date fell in the period, of children still looked after then",
        "TS-2; SI 2010/959 reg 7(3)", "V", leaves_out=_OUT,
    ),
    Indicator(
        "overdue_now", "Overdue now", "timeliness", "Assessments overdue today, however long ago they were due",
        "every assessment that is open today", "TS-9: the one definition of overdue", "design",
        unit="count", looks="today", more_is_better=False,
        leaves_out="Nobody falls off by age. Those with no assessment history yet are in, and on a line of their own.",
    ),
    Indicator(
        "was_not_brought", "Was not brought", "following_up", "The child was not brought",
        "appointments of the period that took place or should have", _CLOCKS, "K", more_is_better=False,
        leaves_out="Left out: cancelled, moved, and those whose outcome is not entered yet.",
    ),
    Indicator(
        "declined", "Declined", "following_up", "Declined for now, and not completed on time",
        "assessments due in the period, as counted above for IHA and RHA", "TS-3", "design", more_is_better=None,
        leaves_out="They stay in the figures of time as not done.",
    ),
    Indicator(
        "partial", "Part done, not confirmed as enough", "following_up", "Part done, and not completed on time",
        "assessments due in the period, as counted above for IHA and RHA", "TS-3; CQC review 2015, 4.8", "V",
        more_is_better=None, leaves_out="They stay in the figures of time as not done.",
    ),
    Indicator(
        "ethnicity_language_religion", "Ethnicity, language and religion recorded", "record",
        "All three recorded, 'prefers not to say' included",
        _IN_CARE, "CQC review 2015, 4.4", "V", looks="last_day", leaves_out=_BREAKS_OUT,
    ),
    Indicator(
        "birth_parental_history", "IHA with birth and parental history", "record",
        "Birth and parental history both answered, 'not known after asking' included",
        "IHAs completed in the period and signed", "CQC review 2015, 4.3", "V",
        leaves_out="Left out: IHAs from earlier records.",
    ),
    Indicator(
        "histories_in_care", "Birth and parental history on record", "record",
        "Birth and parental history both answered, 'not known after asking' included",
        _IN_CARE, "CQC review 2015, 4.3", "V", looks="last_day", leaves_out=_BREAKS_OUT,
    ),
    Indicator(
        "gp_registered", "Registered with a GP", "record", "A GP practice is among the contacts in force",
        _IN_CARE, "Statutory guidance 2015", "K", looks="last_day", leaves_out=_BREAKS_OUT,
    ),
    Indicator(
        "camhs_contribution", "CAMHS contribution received", "record", "CAMHS answered: received, or nothing held",
        "requests to CAMHS made in the period", "CQC review 2015, recommendation 3.17", "V",
    ),
    Indicator(
        "out_of_area", "Placed out of area", "record", "Placed outside the team's own area that day",
        _IN_CARE, "CQC review 2015, 4.2 and 4.5", "V", looks="last_day", more_is_better=None, leaves_out=_BREAKS_OUT,
    ),
    Indicator(
        "dental", "Dental check in 12 months", "health", "Seen by a dentist in the 12 months to that day",
        _IN_CARE, "Yearly return of looked-after children (OC2)", "C", looks="last_day",
        leaves_out=f"{_BREAKS_OUT} So are children of whom the newest entry of those months says that none is needed.",
    ),
    Indicator(
        "optician", "Eye test in 12 months", "health", "Eyes tested in the 12 months to that day",
        _IN_CARE, "National tariff checklist, item 12", "K", looks="last_day",
        leaves_out=f"{_BREAKS_OUT} So are children of whom the newest entry of those months says that none is needed.",
    ),
    Indicator(
        "immunisations", "Immunisations up to date", "health",
        "The newest statement of a clinician in the 12 months to that day says up to date: never worked out here",
        _IN_CARE, "Yearly return of looked-after children (OC2)", "C", looks="last_day", leaves_out=_BREAKS_OUT,
    ),
    Indicator(
        "sdq", "SDQ done, 4 to 16", "health", "A carer's questionnaire scored in the 12 months to that day",
        f"{_IN_CARE}, aged 4 to 16 on it", "Statutory guidance 2015; yearly return (OC2)", "C", looks="last_day",
        leaves_out=_BREAKS_OUT,
    ),
    Indicator(
        "sdq_mean", "SDQ mean total", "health", "The mean total of the questionnaires that 'SDQ done' counts; their parts stand there",
        f"{_IN_CARE}, aged 4 to 16 on it", "Yearly return (OC2)", "C", unit="score", looks="last_day",
        more_is_better=False, leaves_out=_BREAKS_OUT,
    ),
    Indicator(
        "smart", "Plan items SMART", "plan", "All five letters passed when the item was last saved",
        "outcomes of the plans signed in the period", "CQC review 2015, 4.11", "V",
        leaves_out="Left out: entered in error.",
    ),
    Indicator(
        "plan_closed_by_target", "Plan items closed by their date", "plan",
        "Closed by the review date: met, no longer needed, declined or transferred",
        "outcomes of signed plans whose review date fell in the period", _CLOCKS, "K",
        leaves_out="Left out: entered in error, and those that may still be closed in time.",
    ),
    Indicator(
        "plan_carried_forward", "Plan items carried forward", "plan", "Carried forward to a new date",
        "outcomes of the last plan, as marked at the reviews signed in the period", _CLOCKS, "K", more_is_better=False,
    ),
    Indicator(
        "plan_to_gp", "Plan to GP in 10 working days", "plan", "Sent to the GP practice within 10 working days of signing",
        "plans first signed in the period", "CQC review 2015, 4.10; the number of days is our own choice", "K",
        leaves_out="Left out: those that may still go in time.",
    ),
    Indicator(
        "care_leaver_summary", "Health history by 18", "plan", "Given, or declined, before the 18th birthday",
        "young people who turned 18 in the period and were looked after the day before",
        "Statutory guidance 2015; CQC review 2015, recommendation 3.20", "K",
    ),
    Indicator(
        "qa", "Quality of assessments", "quality", "Criteria that are met",
        "criteria that apply, in reviews finished in the period", "National tariff checklist", "K",
    ),
    Indicator(
        "uasc_trained", "Unaccompanied: IHA by a trained clinician", "quality",
        "Signed by a clinician whose training held on the day the IHA was completed",
        "IHAs completed in the period and signed, of children unaccompanied that day",
        "CQC review 2015, 4.6 and recommendation 3.15", "K",
    ),
    Indicator(
        "voice", "The child's voice recorded", "quality", "'What matters most' is answered",
        "assessments signed in the period", "CQC review 2015, 4.2 and recommendation 3.12", "K",
    ),
    Indicator(
        "time_alone", "Offered time alone", "quality", "Seen on their own for part of it, or offered",
        "assessments signed in the period, of those aged 10 or over when it was completed",
        "Statutory guidance 2015", "K",
    ),
)  # fmt: skip
INDICATOR = {one.id: one for one in INDICATORS}

EXCLUDED_WORDS = {
    "short_break": "Short breaks within their limits (V3, V4)",
    "ceased_before_due": "Left care on or before that day",
    "accepted_prior": "Assessed in the 3 months before, and accepted",
    "before_caseload": "IHA was before this caseload: a review is on record",
    "needs_review": "In custody: needs review",
    "history_not_entered": "No assessment history entered",
    "start_not_known": "Cannot be computed: start of care not known",
    "turned_18": "18 by then",
    "not_yet_due": "Not over yet: may still be done in time",
    "from_earlier_records": "From earlier records: nothing more is held here",
    "seen_before_request": "Seen before the request was complete",
    "cancelled": "Cancelled or moved",
    "outcome_not_entered": "Outcome not entered yet",
    "not_needed": "Not needed, as was said",
    "not_applicable": "Does not apply",
}
