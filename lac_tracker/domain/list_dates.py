"""Days as lists write them: which order a list uses, and what a cell then means. 03/04 is never read by chance."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import get_args

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.list_import import DateOrder

ORDERS: tuple[DateOrder, ...] = get_args(DateOrder)
ORDER_WORDS: dict[DateOrder, str] = {
    "day_first": "day, month, year",
    "month_first": "month, day, year",
    "year_first": "year, month, day",
}

_SLIPS = 0.05  # a list of which fewer dates than this fit the other order only has slips, not two orders

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?)?"
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})" + _TIME, re.ASCII)
_SHORT = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})" + _TIME, re.ASCII)
_WORDED = re.compile(
    r"(?:[A-Za-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[ \-/]([A-Za-z]{3,9})[ \-/,]+(\d{4}|\d{2})" + _TIME,
    re.ASCII,
)
_WORDED_FIRST = re.compile(r"([A-Za-z]{3,9})[ \-](\d{1,2})(?:st|nd|rd|th)?,? (\d{4})" + _TIME, re.ASCII)
_SERIAL = re.compile(r"[1-9]\d{4}(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True)
class OrderSeen:
    """What the dates of a list say about their order."""

    order: DateOrder
    day_first: int = 0  # how many can only be day first, such as 13/04/2026
    month_first: int = 0
    year_first: int = 0  # two digits of the year in front, as in 26-04-13
    either: int = 0

    @property
    def decides(self) -> bool:
        """Whether any date fits one order only."""
        return bool(self.day_first or self.month_first or self.year_first)

    def speaks_against(self, order: DateOrder) -> bool:
        """Return whether so many dates fit only another order that one that fits both cannot be read at all."""
        against = self.day_first if order == "month_first" else self.month_first
        return against > _SLIPS * (self.day_first + self.month_first)


def order_of(texts: Iterable[str]) -> OrderSeen:
    """Return the order in which a list writes its days: 13/04 decides. Where nothing does it is the English one."""
    day = month = year = either = 0
    for text in texts:
        found = _SHORT.fullmatch(text)
        if found is None:
            continue
        first, second, third = int(found[1]), int(found[2]), int(found[3])
        if len(found[3]) == 2 and (
            first > 31 or (third > 12 and first > 12 and second <= 12 and third <= 31)
        ):
            year += first > 31
        elif first > 12 >= second:
            day += 1
        elif second > 12 >= first:
            month += 1
        else:
            either += 1
    order: DateOrder = "month_first" if month > day else "day_first"
    if year > day + month:
        order = "year_first"
    return OrderSeen(order, day, month, year, either)


def order_words(order: DateOrder, example: str = "03/04/2026") -> str:
    """Return '03/04/2026 means 03-Apr-2026': what a person checks before anything is read."""
    try:
        return f"{example} means {show_date(read_list_day(example, order))}"
    except UserError:
        return f"{example} is not a date: {ORDER_WORDS[order]}"


@lru_cache(maxsize=50_000)
def read_list_day(text: str, order: DateOrder = "day_first", *, is_mixed: bool = False) -> date:
    """Return the day a cell gives. A year of four digits in front is always the year; a time of day is ignored.

    is_mixed: the list uses both orders, so that a day that fits both cannot be read. Two-digit years are this century.

    Raises UserError with what is wrong and how to mend it.
    """
    if found := _YEAR_FIRST.fullmatch(text):
        return _real(text, int(found[1]), int(found[2]), int(found[3]))
    if found := _SHORT.fullmatch(text):
        return _short(text, found[1], found[2], found[3], order, is_mixed)
    if found := _WORDED.fullmatch(text):
        return _real(text, _year(found[3]), _month(text, found[2]), int(found[1]))
    if found := _WORDED_FIRST.fullmatch(text):
        return _real(text, int(found[3]), _month(text, found[1]), int(found[2]))
    if _SERIAL.fullmatch(text):
        raise UserError("is a number, as Excel keeps days. Show the column as dates and save the list again")
    raise UserError("is not a date. Write it as 03-Apr-2026")


def _short(text: str, first: str, second: str, third: str, order: DateOrder, is_mixed: bool) -> date:
    if order == "year_first" and len(third) == 2 and len(first) == 2:
        return _real(text, _year(first), int(second), int(third))
    day, month = int(first), int(second)
    if is_mixed and day <= 12 and month <= 12 and day != month:
        raise UserError(
            "could be two days: this list writes some dates day first and some month first. Write it as 03-Apr-2026"
        )
    if is_mixed:
        if month > 12:
            day, month = month, day
    elif order == "month_first":
        day, month = month, day
    if month > 12 >= day:
        raise UserError(
            f"is not a date of this list, which writes {ORDER_WORDS[order]}. Write it as 03-Apr-2026"
        )
    return _real(text, _year(third), month, day)


def _year(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)


def _month(text: str, name: str) -> int:
    name = name.casefold()
    known = name in _MONTHS or name in _FULL or name == "sept"
    if not known:
        raise UserError("is not a date. Write it as 03-Apr-2026")
    return _MONTHS.index(name[:3]) + 1


def _real(text: str, year: int, month: int, day: int) -> date:
    try:
        real = date(year, month, day)
    except ValueError:
        raise UserError("must be a real date. Write it as 03-Apr-2026") from None
    if not 1900 <= year <= 2099:
        raise UserError("has a year nobody in this caseload can have. Check the year")
    return real
