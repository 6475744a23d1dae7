"""Children in care as the clocks see them: for the tests of what is due and of how it stands."""

from datetime import date

from holidays import country_holidays
from hypothesis import strategies as st

from lac_tracker.domain.care import LegalStatus, Placement
from lac_tracker.domain.deadlines import AssessmentKind, CareFacts, CompletedAssessment, due
from lac_tracker.domain.settings import FifthBirthdayRule, IhaStandard, Rules
from lac_tracker.domain.standing import Holds, standing, status_words
from lac_tracker.domain.working_days import BankHolidays

ENGLAND = BankHolidays(
    frozenset(country_holidays("GB", subdiv="ENG", years=range(2000, 2045))), known_to=date(2027, 12, 31)
)
SHIPPED = Rules()
WORKING_DAYS = Rules(iha_standard=IhaStandard.WORKING_DAYS)
LITERAL = Rules(rha_fifth_birthday_rule=FifthBirthdayRule.LITERAL)
BORN = date(2015, 4, 30)
ARRANGED = Holds(booked_on=date(2026, 4, 1), consent_on_record=True)
starts = st.dates(date(2020, 1, 1), date(2032, 12, 31))
rules = st.sampled_from([SHIPPED, WORKING_DAYS, LITERAL])


def day(text):
    return date.fromisoformat(text) if text else None


def an_initial(completed_on, **more):
    return CompletedAssessment(AssessmentKind.INITIAL, day(completed_on), "Dr S Iqbal", **more)


def a_review(completed_on, **more):
    return CompletedAssessment(AssessmentKind.REVIEW, day(completed_on), "N Rahman", **more)


def facts(began="2026-03-09", *, legal_status="V2", placement="U6", ceased=None, **more):
    """A child looked after from that day, with one legal status and placement since."""
    start, left = day(began), day(ceased)
    since = start or date(2020, 1, 1)
    return CareFacts(
        **{
            "born": BORN,
            "became_looked_after": start,
            "ceased_on": left,
            "legal_statuses": (LegalStatus(since, left, legal_status),),
            "placements": (Placement(since, left, placement, "PR1", None),),
        }
        | more
    )


def the_initial(**more):
    return due(facts(**more), SHIPPED, ENGLAND)[0]


def stands(row, today, holds=ARRANGED, born=BORN):
    return standing(row, holds, day(today), born)


def words(row, today, holds=ARRANGED):
    return status_words(stands(row, today, holds), row, day(today))
