"""What the council's yearly return needs for a child: a checklist of what is known and missing, and people's answers."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line, first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.return_cohort import ReturnYear, return_year, year_being_returned
from lac_tracker.domain.return_facts import PersonsAnswer
from lac_tracker.domain.yearly_return import COLUMN, Line, checklist, missing_words
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import children
from lac_tracker.storage import yearly_return as stored

_YEARS_BACK = 3  # that can be chosen beside the current one


@dataclass(frozen=True)
class ReturnOfChild:
    """The checklist of one year.

    cohort: why this year is shown, and whether the child belongs in its return, in words. council_year: of the council's own return
    that stands beside; None where none was imported.
    """

    called: str
    year: ReturnYear
    years: tuple[ReturnYear, ...]  # to choose from, newest first
    cohort: str
    lines: tuple[Line, ...]
    counted: str  # '3 of 9 missing'
    council_year: int | None

    @property
    def words(self) -> str:
        return self.year.words


@needs(Action.SEE_CLINICAL, child=the_child)
def on_record(
    session: Session, child_id: int, *, by: Actor, now: datetime, today: date, year: int | None = None
) -> ReturnOfChild:
    """Return the checklist for the year that ends on 31 March of `year`; without one, for the year being returned."""
    child = children.load(session, child_id)
    current = return_year(today)
    chosen = ReturnYear(year) if year is not None else _usual(today, child.born)
    found = stored.facts(session, child_id, child.born, chosen, today)
    lines = checklist(found)
    return ReturnOfChild(
        called=first_name(child.preferred_name, child.given_name, child.council_id),
        year=chosen,
        years=_years((*stored.council_years(session, child_id), chosen.year), current, child.born),
        cohort=f"{_why_this_year(chosen, today)}{_cohort_words(found.cohort.because, chosen, today)}",
        lines=lines,
        counted=missing_words(lines),
        council_year=found.council_year,
    )


@needs(Action.EDIT_RETURN, child=the_child)
def answer(
    session: Session, child_id: int, *, by: Actor, now: datetime, today: date, year: int, column: str, says: str,
    source: str, seen_version: int,
) -> Changes:  # fmt: skip
    """Keep what a person says of a column: '1' or '0', and who told them. seen_version: 0 where nothing was said.

    The record stays as it is: where it says something else, both are shown. Raises UserError naming what is wrong.
    """
    told = clean_line(source, label="Who told you")
    if column not in COLUMN or not COLUMN[column].a_person_may_say:
        raise UserError("This follows from the record. Correct it there")
    if says not in ("0", "1"):
        raise UserError("Yes or no is missing: choose one")
    if not told:
        raise UserError("Who told you is missing: enter who or which record says so")
    chosen = ReturnYear(year)
    if chosen.start > today:
        raise UserError(f"The {chosen.words.lower()} has not begun")
    born = children.load(session, child_id).born
    lines = {line.name: line for line in checklist(stored.facts(session, child_id, born, chosen, today))}
    if lines[column].state == "does_not_apply":
        raise UserError(f"{COLUMN[column].words} {lines[column].says}. Nothing is returned for it")
    said = PersonsAnswer(column, says, told, today, by.full_name)
    stored.set_answer(session, child_id, chosen, said, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_RETURN, child=the_child)
def take_back(
    session: Session, child_id: int, *, by: Actor, now: datetime, year: int, column: str, seen_version: int
) -> Changes:
    """Take back what was said of a column: it then follows from the record again."""
    stored.take_back(session, child_id, ReturnYear(year), column, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


def _years(asked: tuple[int, ...], current: ReturnYear, born: date) -> tuple[ReturnYear, ...]:
    """Return the years to choose from: this one, those before it that matter still, those the council sent or asked for."""
    recent = {current.year - back for back in range(_YEARS_BACK + 1)}
    held = {year for year in {*recent, *asked} if ReturnYear(year).end >= born and year <= current.year}
    return tuple(ReturnYear(year) for year in sorted(held or {current.year}, reverse=True))


def _usual(today: date, born: date) -> ReturnYear:
    """Return the year to show first: the one being returned, unless the child was born after it."""
    found = year_being_returned(today)
    return found if found.end >= born else return_year(today)


def _why_this_year(chosen: ReturnYear, today: date) -> str:
    """Return why the year that has ended is shown first, while its return is being made."""
    found = year_being_returned(today)
    return (
        "This year has ended and its return is being made. " if chosen == found != return_year(today) else ""
    )


def _cohort_words(because: str, year: ReturnYear, today: date) -> str:
    if because:
        return f"Not in this return: {because}"
    if year.is_over(today):
        return "Looked after for the whole year: in this return"
    return "Looked after since the year began: in this return if that lasts until it ends"
