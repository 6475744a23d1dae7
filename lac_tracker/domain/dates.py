"""Calendar arithmetic and the words of dates: months that clip, birthdays, ages, typed dates."""

import re
from calendar import isleap, monthrange
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from lac_tracker.domain.errors import UserError

Direction = Literal["any", "past", "future"]

FARTHEST_YEARS = 3  # nothing is arranged farther ahead

_FULL_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FULL_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def add_months(start: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day where it is shorter (TS-2)."""
    years, months = divmod(start.month - 1 + months, 12)
    year, month, day = start.year + years, months + 1, start.day
    return date(year, month, day if day <= 28 else min(day, monthrange(year, month)[1]))


def birthday(born: date, years: int) -> date:
    """Return the day an age is reached. A birth on 29 February is 1 March in other years (TS-7)."""
    year = born.year + years
    leap_day_in_a_common_year = (born.month, born.day) == (2, 29) and not isleap(year)
    return date(year, 3, 1) if leap_day_in_a_common_year else born.replace(year=year)


def age_in_years(born: date, on: date) -> int:
    """Return the completed years of age; negative before birth."""
    years = on.year - born.year
    return years if on >= birthday(born, years) else years - 1


def show_date(day: date | None) -> str:
    """Return '06-Aug-2026', or 'Not known'. The month is in letters in every locale."""
    if day is None:
        return "Not known"
    return f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year:04d}"


def show_plain_date(day: date | None) -> str:
    """Return '6 August 2026', as papers for young people write it, or 'not known'."""
    if day is None:
        return "not known"
    return f"{day.day} {_FULL_MONTHS[day.month - 1].capitalize()} {day.year:04d}"


_SHOWN = re.compile(rf"\b(\d{{2}})-({'|'.join(_MONTHS)})-(\d{{4}})\b")


def in_plain_dates(text: str) -> str:
    """Return text with each '06-Aug-2026' as '6 August 2026'."""
    return _SHOWN.sub(
        lambda found: f"{int(found[1])} {_FULL_MONTHS[_MONTHS.index(found[2])].capitalize()} {found[3]}", text
    )


def show_month(day: date) -> str:
    """Return 'August 2026'."""
    return f"{_FULL_MONTHS[day.month - 1].capitalize()} {day.year}"


def show_age(born: date, on: date) -> str:
    """Return an age as the NHS writes it: days under 4 weeks, weeks and days under 1 year, and so on."""
    if on < born:
        return "not yet born"
    days = (on - born).days
    if days < 28:
        return f"{days}d"
    years = age_in_years(born, on)
    if years < 1:
        return f"{days // 7}w {days % 7}d"
    # Counted from the birthday, not from birth: who was born on 29 February has it on 1 March (TS-7).
    reached = birthday(born, years)
    months = relativedelta(on, reached).months
    if years < 2:
        return f"{12 + months}m {(on - add_months(reached, months)).days}d"
    return f"{years}y {months}m" if years < 18 else f"{years}y"


def show_distance(day: date, today: date) -> str:
    """Return 'today', 'tomorrow', 'in 30 days', 'yesterday' or '5 days ago'."""
    days = (day - today).days
    match days:
        case 0:
            return "today"
        case 1:
            return "tomorrow"
        case -1:
            return "yesterday"
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def show_weekday(day: date) -> str:
    """Return 'Mon' … 'Sun', in English in every locale."""
    return _FULL_WEEKDAYS[day.weekday()][:3].capitalize()


def refuse_far(day: date | None, label: str, today: date) -> None:
    """Raise UserError for a day so far ahead that it can only be a slip of the year. None is no day."""
    if day is not None and day > add_months(today, 12 * FARTHEST_YEARS):
        raise UserError(f"{label} is {(day - today).days // 365} years away. Check the year")


def refuse_before_pregnancy(day: date | None, label: str, born: date) -> None:
    """Raise UserError for a day before anybody could have known of the child. A child not yet born may be known of."""
    if day is not None and day < add_months(born, -10):
        raise UserError(f"{label} is long before the child was born, {show_date(born)}. Check the year")


def read_date(text: str, today: date, *, label: str = "Date", direction: Direction = "any") -> date:
    """Return the day a person typed, day first: '3/4/26', '030426', '3 apr', 'today', '+2w', 'next fri'.

    direction: which way a missing century or year points, and which days are accepted.

    Raises UserError with the label in the sentence when it is not a real date or points the wrong way.
    """
    typed = " ".join(text.casefold().split())
    if not typed:
        raise UserError(f"Enter the {label[:1].lower()}{label[1:]}")
    day = _relative(typed, today) or _calendar(typed, today, direction)
    if day is None:
        raise UserError(f"{label} must be a real date, such as 06-Aug-2026")
    if direction == "past" and day > today:
        raise UserError(f"{label} must be today or in the past")
    if direction == "future" and day < today:
        raise UserError(f"{label} must be today or in the future")
    return day


def _relative(typed: str, today: date) -> date | None:
    match typed:
        case "t" | "today":
            return today
        case "y" | "yesterday":
            return today - timedelta(days=1)
        case "tomorrow":
            return today + timedelta(days=1)
    if found := re.fullmatch(r"([+-])(\d{1,4}) ?([dwmy])", typed):
        count = int(found[2]) * (1 if found[1] == "+" else -1)
        try:
            match found[3]:
                case "d":
                    return today + timedelta(days=count)
                case "w":
                    return today + timedelta(weeks=count)
                case "m":
                    return add_months(today, count)
            return add_months(today, 12 * count)
        except (OverflowError, ValueError):
            return None
    if found := re.fullmatch(r"(next )?([a-z]{3,9})", typed):
        weekday = next((n for n, name in enumerate(_FULL_WEEKDAYS) if name.startswith(found[2])), None)
        if weekday is None:
            return None
        ahead = (weekday - today.weekday()) % 7 or 7
        return today + timedelta(days=ahead + (7 if found[1] else 0))
    return None


def _calendar(typed: str, today: date, direction: Direction) -> date | None:
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed):
        return _real(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d{2})(\d{2})(\d{2}|\d{4})", typed):
        return _dated(int(found[1]), int(found[2]), found[3], today, direction)
    if found := re.fullmatch(r"(\d{1,2})[ /.\-](\d{1,2})[ /.\-](\d{2}|\d{4})", typed):
        return _dated(int(found[1]), int(found[2]), found[3], today, direction)
    if found := re.fullmatch(r"(\d{1,2})[ /.\-]?([a-z]{3,9})[ /.\-]?(\d{4}|\d{2})?", typed):
        month = next((n for n, name in enumerate(_FULL_MONTHS, 1) if name.startswith(found[2])), None)
        return _dated(int(found[1]), month, found[3], today, direction) if month else None
    return None


def _dated(day: int, month: int, year: str | None, today: date, direction: Direction) -> date | None:
    if year is not None and len(year) == 4:
        return _real(int(year), month, day)
    if year is None:
        candidates = [today.year, today.year - 1 if direction == "past" else today.year + 1]
    elif direction == "past":
        candidates = [2000 + int(year), 1900 + int(year)]
    else:
        candidates = [2000 + int(year)]
    real = [found for candidate in candidates if (found := _real(candidate, month, day))]
    if direction == "past":
        return next((found for found in real if found <= today), real[0] if real else None)
    if year is None:
        return next((found for found in real if found >= today), real[0] if real else None)
    return real[0] if real else None


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
