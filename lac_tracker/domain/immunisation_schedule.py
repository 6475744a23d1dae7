"""The routine childhood immunisation schedule: which doses are for a child, by date of birth, and when each is due.

Source and confidence of every rule stand beside it in resources/immunisation_schedule.toml.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lac_tracker.domain.dates import add_months, birthday, show_date
from lac_tracker.domain.errors import UserError

_AGE = re.compile(r"(?:(\d+)w)|(?:(\d+)m)|(?:(\d+)y(?:(\d+)m)?)")
_YEAR = re.compile(r"year (\d+)")
_FIRST_SCHOOL_AGE = 5  # who is 5 on 31 August begins Year 1 the day after


@dataclass(frozen=True)
class DoseRule:
    """One dose of a course. at: '8w', 'year 8', or words where due_on says the day."""

    vaccine: str
    at: str
    born_from: date | None = None
    born_to: date | None = None
    due_on: date | None = None
    late_from: date | None = None  # of a catch-up: from when it looks overdue

    def is_for(self, born: date) -> bool:
        """Return whether the dose is for somebody born on a day."""
        return _is_within(born, self.born_from, self.born_to)


@dataclass(frozen=True)
class Course:
    """Doses that are shown as one line. also: other vaccines that count; enough: vaccine → doses that complete it."""

    key: str
    vaccine: str
    doses: tuple[DoseRule, ...]
    also: tuple[str, ...] = ()
    born_from: date | None = None
    born_to: date | None = None
    offered_to: str = ""
    not_before: str = ""
    enough: tuple[tuple[str, int], ...] = ()
    note: str = ""  # said while something is outstanding
    past_note: str = ""  # said once it is no longer offered
    source: str = ""
    confidence: str = "K"

    def doses_for(self, born: date) -> tuple[DoseRule, ...]:
        """Return the doses for somebody born on a day; none where the course is not theirs."""
        if not _is_within(born, self.born_from, self.born_to):
            return ()
        return tuple(one for one in self.doses if one.is_for(born))


@dataclass(frozen=True)
class Yearly:
    """A vaccine for every winter, by age on 31 August before it."""

    vaccine: str
    from_years: int
    to_years: int
    begins: tuple[int, int]  # month, day
    ends: tuple[int, int]
    source: str
    confidence: str


@dataclass(frozen=True)
class Offer:
    """A dose offered for a while to those the record can't tell: said, never counted as outstanding."""

    vaccine: str
    also: tuple[str, ...]
    born_from: date
    born_to: date
    from_day: date
    to_day: date
    who: str
    source: str
    confidence: str


@dataclass(frozen=True)
class Selective:
    """A vaccine for some children only, for reasons the schedule can't see."""

    vaccine: str
    who: str
    confidence: str


@dataclass(frozen=True)
class UnknownHistory:
    """What is planned where nobody knows what was given. plans: (up to which age, vaccines by visit, what follows)."""

    rule: str
    source: str
    doubt: str
    gap: str
    confidence: str
    plans: tuple[tuple[str, tuple[tuple[str, ...], ...], str], ...]


@dataclass(frozen=True)
class Schedule:
    """The schedule as its data file has it."""

    version: str
    title: str
    valid_from: date
    publisher: str
    source: str
    checked_on: date
    late_after_weeks: int
    courses: tuple[Course, ...]
    yearly: Yearly
    offers: tuple[Offer, ...]
    selective: tuple[Selective, ...]
    unknown: UnknownHistory

    @property
    def source_words(self) -> str:
        """Where it is from, and when that was looked at."""
        return f"{self.publisher}: {self.source}. Checked {show_date(self.checked_on)}"


def reached(born: date, age: str) -> date:
    """Return the day an age such as '8w', '18m' or '3y4m' is reached. Raises UserError for anything else."""
    found = _AGE.fullmatch(age)
    if found is None:
        raise UserError(f"'{age}' is not an age")
    if found[1]:
        return born + timedelta(weeks=int(found[1]))
    if found[2]:
        return add_months(born, int(found[2]))
    day = birthday(born, int(found[3]))
    return add_months(day, int(found[4])) if found[4] else day


def school_year_begins(born: date, year: int) -> date:
    """Return the 1 September on which somebody begins a school year: Year 1 is begun by who is 5 on 31 August before."""
    years = year + _FIRST_SCHOOL_AGE - 1
    is_summer = (born.month, born.day) <= (8, 31)
    return date(born.year + years + (0 if is_summer else 1), 9, 1)


def due_on(dose: DoseRule, born: date) -> date:
    """Return from which day a dose is due."""
    if dose.due_on is not None:
        return dose.due_on
    if found := _YEAR.fullmatch(dose.at):
        return school_year_begins(born, int(found[1]))
    return reached(born, dose.at)


def late_from(dose: DoseRule, born: date, weeks: int) -> date:
    """Return from which day a dose that was not given looks overdue. weeks: after it was due; a school year has its end."""
    if dose.late_from is not None:
        return dose.late_from
    due = due_on(dose, born)
    return due.replace(year=due.year + 1) if _YEAR.fullmatch(dose.at) else due + timedelta(weeks=weeks)


def age_words(at: str) -> str:
    """Return '8 weeks', '18 months', '3 years 4 months' or 'School Year 8'; other words as they stand."""
    if found := _YEAR.fullmatch(at):
        return f"school Year {found[1]}"
    found = _AGE.fullmatch(at)
    if found is None:
        return at
    counts = ((found[1], "week"), (found[2], "month"), (found[3], "year"), (found[4], "month"))
    return " ".join(f"{count} {noun}{'' if count == '1' else 's'}" for count, noun in counts if count)


def schedule_from(table: Mapping[str, Any]) -> Schedule:
    """Return the schedule of the data file. Raises UserError where an age in it can't be read."""
    unknown = table["unknown"]
    held = Schedule(
        courses=tuple(_course(one) for one in table["course"]),
        yearly=Yearly(**_known(table["yearly"], Yearly)),
        offers=tuple(Offer(**_known(one, Offer)) for one in table["offer"]),
        selective=tuple(Selective(**_known(one, Selective)) for one in table["selective"]),
        unknown=UnknownHistory(
            **{name: unknown[name] for name in ("rule", "source", "doubt", "gap", "confidence")},
            plans=tuple(
                (one["to_age"], tuple(tuple(visit) for visit in one["visits"]), one["then"])
                for one in unknown["plan"]
            ),
        ),
        **{name: table[name] for name in ("version", "title", "valid_from", "publisher", "source", "checked_on", "late_after_weeks")},
    )  # fmt: skip
    for course in held.courses:
        ages = [course.offered_to, course.not_before]
        ages += [one.at for one in course.doses if one.due_on is None and not _YEAR.fullmatch(one.at)]
        for age in ages:
            if age:
                reached(held.valid_from, age)
    return held


def _course(table: Mapping[str, Any]) -> Course:
    doses = tuple(DoseRule(**{"vaccine": table["vaccine"], **one}) for one in table["dose"])
    fields = {name: value for name, value in _known(table, Course).items() if name not in ("doses", "enough")}
    return Course(doses=doses, enough=tuple(table.get("enough", {}).items()), **fields)


def _known(table: Mapping[str, Any], kind: type) -> dict[str, Any]:
    names = kind.__dataclass_fields__  # type: ignore[attr-defined]  # every kind here is a dataclass
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in table.items()
        if name in names
    }


def _is_within(born: date, start: date | None, end: date | None) -> bool:
    return (start is None or born >= start) and (end is None or born <= end)
