"""The days that figures are counted over, and those they are compared with."""

from dataclasses import dataclass
from datetime import date, timedelta

from lac_tracker.domain.dates import add_months, show_date
from lac_tracker.domain.errors import UserError

_FINANCIAL_MONTH = 4  # the year of councils and the NHS begins on 1 April
_LONGEST_DAYS = 10 * 366


@dataclass(frozen=True)
class Period:
    """From one day to another, both counted."""

    since: date
    until: date

    @property
    def words(self) -> str:
        """'Apr 2025 to Feb 2026' where it is whole months, else '06-Apr-2025 to 12-Feb-2026'."""
        if self.since.day == 1 and (self.until + timedelta(days=1)).day == 1:
            first, last = f"{self.since:%b %Y}", f"{self.until:%b %Y}"
            return first if first == last else f"{first} to {last}"
        return f"{show_date(self.since)} to {show_date(self.until)}"


PERIODS = (
    ("financial_year", "This financial year"),
    ("this_month", "This month"),
    ("last_month", "Last month"),
    ("last_quarter", "Last quarter"),
    ("last_12_months", "Last 12 months"),
    ("last_financial_year", "Last financial year"),
    ("chosen", "Chosen dates"),
)
COMPARISONS = (("previous_year", "Previous year"), ("previous_period", "Previous period"), ("", "Nothing"))


def period(key: str, today: date) -> Period:
    """Return the days of a choice of PERIODS, other than 'chosen'. What has begun goes up to today."""
    month = today.replace(day=1)
    match key:
        case "financial_year":
            return Period(_financial_year(today), today)
        case "last_financial_year":
            began = _financial_year(today)
            return Period(add_months(began, -12), began - timedelta(days=1))
        case "this_month":
            return Period(month, today)
        case "last_month":
            return Period(add_months(month, -1), month - timedelta(days=1))
        case "last_quarter":
            began = add_months(month, -((month.month - 1) % 3))
            return Period(add_months(began, -3), began - timedelta(days=1))
        case "last_12_months":
            return Period(add_months(month, -12), month - timedelta(days=1))
    raise KeyError(key)


def chosen(since: date | None, until: date | None) -> Period:
    """Return days as they were typed. Raises UserError in words when they are no period."""
    if since is None or until is None:
        raise UserError("Enter the first and the last day of the period")
    if until < since:
        raise UserError(f"The last day, {show_date(until)}, is before the first, {show_date(since)}")
    if (until - since).days > _LONGEST_DAYS:
        raise UserError("A period is at most 10 years long")
    return Period(since, until)


def compared(held: Period, key: str) -> Period | None:
    """Return the days to compare with: a key of COMPARISONS. Whole months are compared with whole months."""
    if key == "previous_year":
        return Period(add_months(held.since, -12), _last(held.until, -12))
    if key == "previous_period":
        if held.since.day == 1 and (held.until + timedelta(days=1)).day == 1:
            months = (held.until.year - held.since.year) * 12 + held.until.month - held.since.month + 1
            return Period(add_months(held.since, -months), held.since - timedelta(days=1))
        return Period(
            held.since - timedelta(days=(held.until - held.since).days + 1), held.since - timedelta(days=1)
        )
    return None


def _financial_year(today: date) -> date:
    began = date(today.year, _FINANCIAL_MONTH, 1)
    return began if began <= today else date(today.year - 1, _FINANCIAL_MONTH, 1)


def _last(day: date, months: int) -> date:
    """Return a day so many months on; the last day of a month stays the last."""
    if (day + timedelta(days=1)).day == 1:
        return add_months(day + timedelta(days=1), months) - timedelta(days=1)
    return add_months(day, months)
