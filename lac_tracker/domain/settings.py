"""The named rules a team may set: default, allowed values, source. What the clocks read of them is `Rules`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.timescales import Confidence


class IhaStandard(StrEnum):
    """Which of the two dates is the headline of an initial assessment. Both are always shown (TS-1)."""

    CALENDAR_DAYS = "28_calendar_days"
    WORKING_DAYS = "20_working_days"


class FifthBirthdayRule(StrEnum):
    """When the review interval becomes 12 months (TS-2)."""

    AGE_AT_LAST_ASSESSMENT = "age_at_last_assessment"
    LITERAL = "literal"


class ConsentValidity(StrEnum):
    """How long a consent lasts (CO-3)."""

    PER_ASSESSMENT = "per_assessment"
    PER_PERIOD_OF_CARE = "per_period_of_care"


@dataclass(frozen=True)
class Setting:
    """One named rule. allowed: every value it accepts, the default among them."""

    name: str
    default: str
    allowed: tuple[str, ...]
    words: str
    source: str
    confidence: Confidence


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "iha_standard", "28_calendar_days", ("28_calendar_days", "20_working_days"),
        "Which date is the headline of an initial health assessment; the other is shown beside it",
        "TS-1: CQC uses 28 days, reg 33(1) of SI 2010/959 is 20 working days", "V",
    ),
    Setting(
        "rha_fifth_birthday_rule", "age_at_last_assessment", ("age_at_last_assessment", "literal"),
        "Under 5 at the last assessment: 6 months; or, read literally, 12 when 6 months reach the fifth birthday",
        "TS-2: SI 2010/959 reg 7(3); practice differs", "K",
    ),
    Setting(
        "declined_counts_as_completed", "no", ("no",),
        "A declined assessment is never a completed one", "TS-3", "design",
    ),
    Setting(
        "partial_counts_as_completed", "only_if_assessor_confirms", ("only_if_assessor_confirms",),
        "An assessment in part counts when the assessor confirms that it is enough for a health plan",
        "TS-3: CQC review paragraph 4.8", "V",
    ),
    Setting(
        "iha_non_doctor", "warn_with_reason", ("warn_with_reason",),
        "An initial assessment signed by someone who is not a doctor needs a reason",
        "TS-4: SI 2010/959 reg 7(1); practice differs", "K",
    ),
    Setting(
        "new_care_period_restarts_iha", "yes", ("yes",),
        "A new period of care starts a new initial assessment", "TS-5: SI 2010/959 reg 7", "V",
    ),
    Setting(
        "prior_assessment_window_months", "3", ("3",),
        "Months before care began within which an earlier assessment may be accepted",
        "TS-5: SI 2010/959 reg 7(2)", "V",
    ),
    Setting(
        "clock_excluded_legal_statuses", "V3, V4", ("V3, V4",),
        "Short breaks within their limits have no assessment duties", "TS-6: SI 2010/959 reg 48", "V",
    ),
    Setting(
        "custody_clock", "needs_review", ("needs_review",),
        "A child in custody is looked at by a person, never counted late by the clock",
        "TS-6: SI 2010/959 Part 8A", "K?",
    ),
    Setting(
        "adoption_placement_clock", "until_adoption_order", ("until_adoption_order",),
        "Assessments go on in an adoption placement until the adoption order",
        "TS-6: practice in Coventry and Kent", "K",
    ),
    Setting(
        "leap_day_birthday", "1_march", ("1_march",),
        "Who was born on 29 February is a year older on 1 March in other years",
        "TS-7: Family Law Reform Act 1969 s9 and practice", "K",
    ),
    Setting(
        "rha_stop_age", "18", ("18",),
        "No review is due on or after this birthday", "TS-8: Children Act 1989 s105", "K",
    ),
    Setting(
        "bank_holiday_calendar", "england_and_wales", ("england_and_wales",),
        "Whose bank holidays are not working days", "TS-10: SI 2010/959 reg 2(1)", "K",
    ),
    Setting(
        "rha_request_weeks", "12", ("8", "9", "10", "11", "12"),
        "Weeks before a review is due at which the council is asked for the request",
        "Practice: councils ask about 12 weeks ahead, teams alert at 8 to 12", "K",
    ),
    Setting(
        "consent_validity", "per_assessment", ("per_assessment", "per_period_of_care"),
        "Whether a consent serves one assessment or the whole period of care",
        "CO-3: providers differ", "K",
    ),
    Setting(
        "sdq_from_age", "4", ("4",), "From this age a carer's SDQ is due",
        "DfE return of looked-after children: aged 4 to 16 at the last assessment", "V",
    ),
    Setting(
        "sdq_to_age", "16", ("16",), "Up to and including this age a carer's SDQ is due",
        "DfE return of looked-after children: aged 4 to 16 at the last assessment", "V",
    ),
    Setting(
        "sdq_every_months", "12", ("6", "12"), "Months from one carer's SDQ to the next",
        "Statutory guidance, promoting the health and wellbeing of looked-after children: every year", "V",
    ),
)  # fmt: skip

_BY_NAME = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True)
class Rules:
    """The settings that clocks and consent read. Without arguments: as the product ships."""

    iha_standard: IhaStandard = IhaStandard.CALENDAR_DAYS
    rha_fifth_birthday_rule: FifthBirthdayRule = FifthBirthdayRule.AGE_AT_LAST_ASSESSMENT
    prior_assessment_window_months: int = 3
    clock_excluded_legal_statuses: tuple[str, ...] = ("V3", "V4")
    rha_stop_age: int = 18
    rha_request_weeks: int = 12
    consent_validity: ConsentValidity = ConsentValidity.PER_ASSESSMENT
    sdq_from_age: int = 4
    sdq_to_age: int = 16
    sdq_every_months: int = 12


def check_setting(name: str, value: str) -> str:
    """Return the value, when the setting of that name accepts it. Raises UserError otherwise."""
    setting = _BY_NAME.get(name)
    if setting is None:
        raise UserError(f"There is no setting called '{name}'")
    if value not in setting.allowed:
        raise UserError(f"The setting {name} can't be '{value}'. It can be: {' or '.join(setting.allowed)}")
    return value


def rules_from(chosen: Mapping[str, str]) -> Rules:
    """Return the rules of a team.

    chosen: setting name → value, only where the team chose one; the rest is as the product ships.

    Raises UserError for a name that is not a setting or a value that it does not accept.
    """
    values = {setting.name: setting.default for setting in SETTINGS}
    for name, value in chosen.items():
        values[name] = check_setting(name, value)
    return Rules(
        iha_standard=IhaStandard(values["iha_standard"]),
        rha_fifth_birthday_rule=FifthBirthdayRule(values["rha_fifth_birthday_rule"]),
        prior_assessment_window_months=int(values["prior_assessment_window_months"]),
        clock_excluded_legal_statuses=tuple(values["clock_excluded_legal_statuses"].split(", ")),
        rha_stop_age=int(values["rha_stop_age"]),
        rha_request_weeks=int(values["rha_request_weeks"]),
        consent_validity=ConsentValidity(values["consent_validity"]),
        sdq_from_age=int(values["sdq_from_age"]),
        sdq_to_age=int(values["sdq_to_age"]),
        sdq_every_months=int(values["sdq_every_months"]),
    )
