"""The figures of the clocks: each with its unit, source, confidence and the day it came into force."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Unit = Literal["days", "working days", "weeks", "months", "years"]

# Confidence marks: V read in the source, C read in source code or computed, K known but not checked, design our choice.
Confidence = Literal["V", "C", "K", "K?", "design"]

_REGULATIONS = "Care Planning, Placement and Case Review (England) Regulations 2010"
_REGULATIONS_IN_FORCE = date(2011, 4, 1)
_GUIDANCE = "Promoting the health and well-being of looked-after children, March 2015, reissued August 2022"
_GUIDANCE_IN_FORCE = date(2015, 3, 1)
_CASELOAD_VIEW = "How the status of a row is decided on the overdue list"


@dataclass(frozen=True)
class Timescale:
    """One figure of a clock. in_force: the day it came into force; None where it is our own choice."""

    figure: int
    unit: Unit
    words: str
    source: str
    confidence: Confidence
    in_force: date | None = None


IHA_CALENDAR_DAYS = Timescale(
    28, "days", "Initial health assessment, counted in calendar days from becoming looked after (TS-1)",
    "CQC review of health services for looked-after children; the 20 working days of reg 33(1) in calendar days",
    "V", _GUIDANCE_IN_FORCE,
)  # fmt: skip
IHA_WORKING_DAYS = Timescale(
    20, "working days", "Initial health assessment and its plan, in time for the first review (TS-1)",
    f"{_REGULATIONS}, reg 7(1) with reg 33(1)", "V", _REGULATIONS_IN_FORCE,
)  # fmt: skip
RHA_MONTHS_UNDER_FIVE = Timescale(
    6, "months", "Review health assessment of a child who was under 5 at the last assessment (TS-2)",
    f"{_REGULATIONS}, reg 7(3)", "V", _REGULATIONS_IN_FORCE,
)  # fmt: skip
RHA_MONTHS_FROM_FIVE = Timescale(
    12, "months", "Review health assessment of a child who was 5 or older at the last assessment (TS-2)",
    f"{_REGULATIONS}, reg 7(3)", "V", _REGULATIONS_IN_FORCE,
)  # fmt: skip
RHA_LONGER_INTERVAL_AGE = Timescale(
    5, "years", "Birthday from which the review interval is the longer one (TS-2)",
    f"{_REGULATIONS}, reg 7(3)", "V", _REGULATIONS_IN_FORCE,
)  # fmt: skip
RHA_STOP_AGE = Timescale(
    18, "years", "Birthday on and after which no review is due (TS-8)",
    "Children Act 1989, s105: a child is a person under 18", "K", date(1991, 10, 14),
)  # fmt: skip
PRIOR_ASSESSMENT_MONTHS = Timescale(
    3, "months", "How old an accepted earlier assessment may be when care begins (TS-5)",
    f"{_REGULATIONS}, reg 7(2)", "V", _REGULATIONS_IN_FORCE,
)  # fmt: skip
SHORT_BREAK_LONGEST_STAY = Timescale(
    17, "days", "Longest stay of a series of short breaks without assessment duties (TS-6)",
    f"{_REGULATIONS}, reg 48", "V", _REGULATIONS_IN_FORCE,
)  # fmt: skip
SHORT_BREAK_DAYS_A_YEAR = Timescale(
    75, "days", "Most days of short breaks in any 12 months without assessment duties (TS-6)",
    f"{_REGULATIONS}, reg 48", "V", _REGULATIONS_IN_FORCE,
)  # fmt: skip
SHORT_BREAK_WINDOW = Timescale(
    12, "months", "The months over which days of short breaks are added up (TS-6)",
    f"{_REGULATIONS}, reg 48", "V", _REGULATIONS_IN_FORCE,
)  # fmt: skip
COUNCIL_NOTIFICATION = Timescale(
    5, "working days", "The council tells the health team of a child who becomes looked after",
    _GUIDANCE, "K", _GUIDANCE_IN_FORCE,
)  # fmt: skip
CONSENT_RECEIVED = Timescale(
    5, "working days", "Consent reaches the health team after a child becomes looked after",
    _GUIDANCE, "K", _GUIDANCE_IN_FORCE,
)  # fmt: skip
IHA_BOOKED_BY_DAY = Timescale(
    14, "days", "Day of care by which the initial assessment has an appointment, or it is at risk",
    _CASELOAD_VIEW, "design",
)  # fmt: skip
IHA_CONSENT_DAYS_LEFT = Timescale(
    14, "days", "Days left at which missing consent puts the initial assessment at risk",
    _CASELOAD_VIEW, "design",
)  # fmt: skip
RHA_BOOKED_DAYS_LEFT = Timescale(
    28, "days", "Days left at which a review without an appointment is at risk", _CASELOAD_VIEW, "design",
)  # fmt: skip
IHA_DUE_SOON = Timescale(
    7, "days", "Days left at which an initial assessment is due soon", _CASELOAD_VIEW, "design"
)
RHA_DUE_SOON = Timescale(28, "days", "Days left at which a review is due soon", _CASELOAD_VIEW, "design")
