"""The arithmetic of the clocks: from a start date or a last assessment to the next due date."""

from dataclasses import dataclass
from datetime import date, timedelta

from lac_tracker.domain import timescales
from lac_tracker.domain.dates import add_months, age_in_years, birthday, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.settings import FifthBirthdayRule, IhaStandard, Rules
from lac_tracker.domain.working_days import BankHolidays, add_working_days


@dataclass(frozen=True)
class InitialDates:
    """The dates of an initial assessment: both standards, and which is the headline (`due`) and the other (`also`)."""

    due_28_days: date
    due_20_working_days: date
    due: date
    also: date
    rule: str
    why: str
    warning: str | None


@dataclass(frozen=True)
class ReviewDates:
    """The date of the next review; due None with the reason in none_because."""

    due: date | None
    interval_months: int
    rule: str
    why: str
    none_because: str | None = None


def initial_dates(start: date, rules: Rules, holidays: BankHolidays) -> InitialDates:
    """Return when an initial assessment is due.

    start: day 0, the day the child became looked after. The due date itself is in time (TS-1).
    """
    calendar = start + timedelta(days=timescales.IHA_CALENDAR_DAYS.figure)
    working = add_working_days(start, timescales.IHA_WORKING_DAYS.figure, holidays)
    by_calendar = rules.iha_standard is IhaStandard.CALENDAR_DAYS
    return InitialDates(
        due_28_days=calendar,
        due_20_working_days=working,
        due=calendar if by_calendar else working,
        also=working if by_calendar else calendar,
        rule=f"TS-1 {rules.iha_standard}",
        why=f"{'28 days' if by_calendar else '20 working days'} from {show_date(start)}",
        warning=holidays.warning(working),
    )


def review_dates(born: date, last: date, rules: Rules) -> ReviewDates:
    """Return when the next review is due.

    last: the day the last initial or review assessment was completed. The due date itself is in time (TS-2).

    No review is due on or after the 18th birthday (TS-8). Raises UserError when last is before birth.
    """
    if last < born:
        raise UserError(f"The last assessment ({show_date(last)}) can't be before birth ({show_date(born)})")
    under, over = timescales.RHA_MONTHS_UNDER_FIVE.figure, timescales.RHA_MONTHS_FROM_FIVE.figure
    five = timescales.RHA_LONGER_INTERVAL_AGE.figure
    months, because = (
        (under, "under 5 then") if age_in_years(born, last) < five else (over, "5 or older then")
    )
    literal = rules.rha_fifth_birthday_rule is FifthBirthdayRule.LITERAL
    if literal and months == under and add_months(last, under) >= birthday(born, five):
        months, because = over, "6 months would reach the fifth birthday"
    on = add_months(last, months)
    why = f"{months} months from {show_date(last)}: {because}"
    eighteenth = birthday(born, rules.rha_stop_age)
    if on < eighteenth:
        return ReviewDates(on, months, f"TS-2 {rules.rha_fifth_birthday_rule}", why)
    none_because = (
        f"No review is due on or after the 18th birthday ({show_date(eighteenth)}): "
        "final assessment and leaving-care health history before it"
    )
    return ReviewDates(None, months, "TS-8", f"{why} would be {show_date(on)}", none_because)


def check_accepted_prior(completed_on: date, became_looked_after: date, rules: Rules) -> None:
    """Raise UserError unless an assessment is recent enough to be accepted for care that began later (TS-5).

    Within 3 months before: Care Planning, Placement and Case Review (England) Regulations 2010, reg 7(2).
    """
    earliest = add_months(became_looked_after, -rules.prior_assessment_window_months)
    if not earliest <= completed_on < became_looked_after:
        raise UserError(
            f"Only an assessment from {show_date(earliest)} up to the day before care began "
            f"({show_date(became_looked_after)}) can be accepted. This one is of {show_date(completed_on)}"
        )
