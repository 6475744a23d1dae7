"""The period figures are counted over, as their queries are given it, and the words those queries are made of.

Each query is built once and then given the days of a period: building one takes longer than a small caseload answers.
Days are compared as ISO texts: they sort as days do, and a hundred thousand of them are read in a moment.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import (
    Integer,
    String,
    bindparam,
    case,
    func,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from lac_tracker.domain.dates import add_months
from lac_tracker.domain.indicator_rules import CHECKED_MONTHS
from lac_tracker.domain.timescales import RHA_STOP_AGE
from lac_tracker.domain.working_days import BankHolidays

TEAM = bindparam("team_id", type_=Integer)
SINCE, UNTIL, TODAY, LAST_DAY, DAY_AFTER, YEAR_AGO = (
    bindparam(name, type_=String) for name in ("since", "until", "today", "last_day", "day_after", "year_ago")
)
BORN_BY, BORN_AFTER = (bindparam(name, type_=String) for name in ("born_by", "born_after"))


@dataclass(frozen=True)
class Span:
    """Of whom, over which days (both included), seen on which day."""

    team_id: int
    since: date
    until: date
    today: date
    holidays: BankHolidays
    is_only_team: bool = False  # of the file: then nobody has to be asked whose child it is

    @cached_property
    def last_day(self) -> date:
        """The day on which children are looked at: the last one, today at the latest."""
        return min(self.until, self.today)

    @cached_property
    def known(self) -> dict[str, Any]:
        """What queries are given. born_by, born_after: who turned 18 in the period was born by, and after, these days."""
        days = {
            "since": self.since,
            "until": self.until,
            "today": self.today,
            "last_day": self.last_day,
            "day_after": self.until + timedelta(days=1),
            "year_ago": add_months(self.last_day, -CHECKED_MONTHS),
        }
        adult = RHA_STOP_AGE.figure
        return {name: day.isoformat() for name, day in days.items()} | {
            "team_id": self.team_id,
            "born_by": years_before(self.last_day, adult),
            "born_after": years_before(self.since - timedelta(days=1), adult),
        }

    def also(self, **more: str) -> dict[str, Any]:
        """Return what queries are given, and something of their own."""
        return self.known | more


def years_before(day: date, years: int) -> str:
    """Return a day so many years earlier as text; who was born on it or before has that age, leap days too (TS-7)."""
    return f"{day.year - years:04d}{day.isoformat()[4:]}"


def iso(column: Any) -> Any:
    """Return a column of days as texts."""
    return type_coerce(column, String)


def yes(condition: Any) -> Any:
    """Return a condition as 1 or 0, never null."""
    return type_coerce(func.coalesce(condition, 0), Integer)


def where(condition: Any, found: Any) -> Any:
    """Return 1 where both hold; what is dear is asked only where the condition does."""
    return type_coerce(case((condition, found), else_=0), Integer)


def bits(conditions: Any) -> Any:
    """Return conditions as the digits of one number: a group by one column costs half of one by many."""
    return sum(yes(one) * (1 << place) for place, one in enumerate(conditions))


def within(day: Any, until: Any = UNTIL) -> tuple[Any, Any]:
    """Return the conditions that a day lies in the period."""
    return day >= SINCE, day <= until


def first_columns(count: int) -> tuple[Any, ...]:
    """Return the first columns of a query by their place, to group by."""
    return tuple(literal_column(str(place)) for place in range(1, count + 1))


def counted(each: bool, facts: tuple[Any, ...], day: Any, child_id: Any) -> Any:
    """Return the columns of facts: each by itself with its day and child, or alike ones of a month together."""
    if each:
        return select(*facts, day, child_id, yes(1))
    return select(*facts, func.substr(day, 1, 7) + "-01", yes(0), func.count())


def grouped(query: Any, each: bool, facts: int) -> Any:
    """Return the query of `counted` with alike ones together, unless each is wanted by itself."""
    return query if each else query.group_by(*first_columns(facts + 1))


def streamed(session: Session, query: Any, known: Mapping[str, Any]) -> Iterator[Any]:
    """Return the rows a query answers one by one, as the driver has them: a hundred thousand that are kept at once cost
    more in looking after them than in reading them.
    """
    result = session.connection().execute(query, known)
    yield from result.cursor  # type: ignore[misc]  # a query always has one
    result.close()


def rows_of(session: Session, query: Any, known: Mapping[str, Any] | None = None) -> Sequence[Any]:
    """Return the rows a query answers, as they come: a figure reads columns alone, and asking the session for them costs
    twice as much as a small caseload takes to answer.
    """
    return session.connection().execute(query, known).all()
