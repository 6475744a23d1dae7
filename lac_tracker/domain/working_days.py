"""Adding working days, given the bank holidays of England and Wales and how far they are known."""

from dataclasses import dataclass
from datetime import date, timedelta

from lac_tracker.domain.dates import show_date, show_weekday

_SATURDAY = 5


@dataclass(frozen=True)
class BankHolidays:
    """The bank holidays of England and Wales, and the last day up to which they are certain (TS-10)."""

    days: frozenset[date]
    known_to: date

    def warning(self, day: date) -> str | None:
        """Return what to say beside an answer that lies beyond the known bank holidays; None while it is certain."""
        if day <= self.known_to:
            return None
        return (
            f"Bank holidays are only known to {show_date(self.known_to)}: "
            f"{show_date(day)} may move when later ones are announced"
        )


def is_working_day(day: date, holidays: BankHolidays) -> bool:
    """Return whether offices work: not a Saturday, Sunday or bank holiday."""
    return day.weekday() < _SATURDAY and day not in holidays.days


def on_working_day(day: date, holidays: BankHolidays) -> date:
    """Return the day itself where offices work on it, else the next day on which they do."""
    while not is_working_day(day, holidays):
        day += timedelta(days=1)
    return day


def moved_words(day: date, holidays: BankHolidays) -> str:
    """Return why a day moved and whereto: 'Sat 07-Mar-2026 is a weekend, so this is the next working day'; '' if it did not."""
    if is_working_day(day, holidays):
        return ""
    what = "a weekend" if day.weekday() >= _SATURDAY else "a bank holiday"
    return f"{show_weekday(day)} {show_date(day)} is {what}, so this is the next working day"


def add_working_days(start: date, days: int, holidays: BankHolidays) -> date:
    """Return the last day of a period of working days.

    start: day 0, not counted itself; any day of the week.
    days: 1 or more.
    holidays: England and Wales. Days after `holidays.known_to` count by what is projected:
        ask `holidays.warning(answer)` before showing the answer as certain (TS-10).

    Raises ValueError when days is below 1.

    A working day is not a Saturday, Sunday, Christmas Day, Good Friday or bank holiday:
    Care Planning, Placement and Case Review (England) Regulations 2010, reg 2(1).
    """
    if days < 1:
        raise ValueError("A period of working days has at least one day")
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day, holidays)
    return day
