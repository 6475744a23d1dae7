"""Dates of events as people remember them: '12/3/2019', 'Mar 2019', '2018, about'. Their words are kept."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from lac_tracker.domain.dates import add_months, age_in_years, read_date, show_age, show_date
from lac_tracker.domain.errors import UserError

Precision = Literal["day", "month", "year", "about"]

_ABOUT = re.compile(r"\b(?:about|approximately|approx|around|roughly|circa|ca|c)\b\.?|[~?]")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_EARLIEST = 1900
HALF_A_YEAR = 184  # days


@dataclass(frozen=True)
class EventDate:
    """When something happened.

    on: the day; of a month or a year its middle, which is where it sorts. words: as it is shown.
    """

    on: date
    precision: Precision
    words: str


def on_day(day: date) -> EventDate:
    """Return a date that is known to the day."""
    return EventDate(day, "day", show_date(day))


def read_event_date(text: str, today: date, *, label: str = "Date") -> EventDate:
    """Return what a person typed: a day, a month, a year, or one of the last two with 'about'.

    Raises UserError when it is none of these, or lies in the future.
    """
    typed = " ".join(text.casefold().split())
    bare = " ".join(_ABOUT.sub(" ", typed).replace(",", " ").split())
    is_about = bare != " ".join(typed.replace(",", " ").split())
    found = _year(bare, today) or _month(bare, today)
    if found is None:
        try:
            day = read_date(bare, today, label=label, direction="past")
        except UserError as error:
            if "real date" not in str(error):
                raise
            raise UserError(
                f"{label} must be a day, a month or a year, such as 12/3/2019, Mar 2019 or '2018, about'"
            ) from error
        if is_about:  # nobody says 'about 12-Mar-2019' and means the day
            return EventDate(day, "about", f"{show_date(day)}, about")
        return on_day(day)
    if found.on > today:
        raise UserError(f"{label} must be today or in the past")
    return EventDate(found.on, "about", f"{found.words}, about") if is_about else found


def earliest_day(when: EventDate) -> date:
    """Return the first day it may have been: of a month or a year its first, of 'about' half a year before."""
    match when.precision:
        case "year":
            return date(when.on.year, 1, 1)
        case "month":
            return when.on.replace(day=1)
        case "about":
            return when.on - timedelta(days=HALF_A_YEAR)
    return when.on


def latest_day(when: EventDate) -> date:
    """Return the last day it may have been. It may lie after today, where the month or year is not over."""
    match when.precision:
        case "year":
            return date(when.on.year, 12, 31)
        case "month":
            return add_months(when.on.replace(day=1), 1) - timedelta(days=1)
        case "about":
            return when.on + timedelta(days=HALF_A_YEAR)
    return when.on


def show_age_at(born: date, when: EventDate) -> str:
    """Return how old the child was, no finer than the date allows; '' before birth."""
    if when.on < born:
        return ""
    if when.precision == "day":
        return show_age(born, when.on)
    return f"{age_in_years(born, when.on)}y"


def _year(bare: str, today: date) -> EventDate | None:
    if not re.fullmatch(r"(?:19|20)\d\d", bare):
        return None
    year = int(bare)
    return EventDate(_middle(date(year, 1, 1), date(year, 12, 31), today), "year", bare)


def _month(bare: str, today: date) -> EventDate | None:
    named = re.fullmatch(r"([a-z]{3,9})[ /.\-]?((?:19|20)\d\d)", bare)
    numbered = re.fullmatch(r"(\d{1,2})[/.\-]((?:19|20)\d\d)", bare)
    if named:
        month = next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(named[1])), 0)
        year = int(named[2])
    elif numbered:
        month, year = int(numbered[1]), int(numbered[2])
    else:
        return None
    if not 1 <= month <= 12 or year < _EARLIEST:
        return None
    first = date(year, month, 1)
    last = add_months(first, 1) - timedelta(days=1)
    return EventDate(_middle(first, last, today), "month", f"{_MONTHS[month - 1][:3].capitalize()} {year}")


def _middle(first: date, last: date, today: date) -> date:
    """Return the middle of a stretch; of one that is still running, the middle of what has passed."""
    if first <= today < last:
        last = today
    return first + (last - first) / 2
