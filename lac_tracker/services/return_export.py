"""The health part of the council's yearly return (OC2) of a year as a whole: gathered, written down, written into a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.exports import NO_NAMES, PURPOSES
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor
from lac_tracker.domain.return_cohort import NOT_LOOKED_AFTER, ReturnYear, return_year, year_being_returned
from lac_tracker.domain.return_export import OnReturn, ReturnFile, Row, counted_words, return_file
from lac_tracker.domain.yearly_return import checklist
from lac_tracker.services import files, redaction
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import report_lists as lists
from lac_tracker.storage import yearly_return as stored

Writer = Callable[[Sequence[Row]], bytes]
FILE_NAME = "oc2.csv"
_FIRST_YEAR = 2018  # of which returns are read
_YEARS_BACK = 3  # that can be chosen, beside those that were imported
WHY = tuple(one for one in PURPOSES if one.key != NO_NAMES)  # it is about known children, or it is nothing


@dataclass(frozen=True)
class Choices:
    """What can be asked for. years: newest first. year: the one that is being returned. councils: (code, name)."""

    years: tuple[ReturnYear, ...]
    year: ReturnYear
    councils: tuple[tuple[str, str], ...]


@needs(Action.RETURN_HEALTH)
def choices(session: Session, *, by: Actor, now: datetime, today: date) -> Choices:
    """Return the years and councils a return can be made for."""
    newest = return_year(today).year
    held = {year for year in stored.years_received(session, by.team_id) if year <= newest}
    years = sorted(held | {newest - back for back in range(_YEARS_BACK + 1)}, reverse=True)
    return Choices(
        tuple(map(ReturnYear, years)), year_being_returned(today), lists.councils(session, by.team_id)
    )


@needs(Action.RETURN_HEALTH)
def whole(
    session: Session, year: int, *, by: Actor, now: datetime, today: date, council: str | None = None
) -> ReturnFile:
    """Return the return of a council for the year that ended on 31 March of `year`.

    council: its code; None for the only one of the caseload. Raises UserError for a year that has not begun, or where
    the council has to be said, and NotFound for one that is not there.
    """
    check_year(year, today)
    return gather(session, year, _council(session, council, by), by=by, today=today)


def gather(session: Session, year: int, council: str, *, by: Actor, today: date) -> ReturnFile:
    """Return the return of a council, '' for all, to a service that asked for leave already.

    A restricted record has its row, as the council must return it, and is named to nobody but a manager.
    """
    chosen = ReturnYear(year)
    listed = redaction.without_restricted(
        session, lists.everybody(session, by.team_id, council), by=by, today=today
    )
    facts = stored.facts_of(session, {one.child_id: one.born for one in listed}, chosen, today)
    children = []
    for one in listed:
        held = facts[one.child_id]
        said = held.answers or held.council_year == year
        if held.cohort.because != NOT_LOOKED_AFTER or said:
            children.append(
                OnReturn(one.child_id, one.council_id, one.shown_name, one.born, held.cohort.because, checklist(held))
            )  # fmt: skip
    return return_file(chosen, council, children)


@needs(Action.RETURN_HEALTH)
def note(
    session: Session, found: ReturnFile, *, by: Actor, now: datetime, why: str = "council", incomplete: bool = False
) -> Changes:  # fmt: skip
    """Write down that a return leaves and why, before it does. why: a key of WHY.

    Raises UserError when something is missing, unless `incomplete` says that it may be.
    """
    words = {one.key: one.words for one in WHY}
    if why not in words:
        raise UserError("Why do you need the return: choose one. It is kept in the audit log")
    if found.missing and not incomplete:
        raise UserError(
            f"{counted_words(len(found.missing), 'answer is', 'answers are')} missing. Nothing was written. "
            "Answer what the list names, or export all the same"
        )
    entry: Entry | None = session.info.get("entry")
    if entry is not None:
        rows = counted_words(len(found.rows), "child", "children")
        gaps = f", {counted_words(len(found.missing), 'answer', 'answers')} missing" if found.missing else ""
        entry.reason = clean_line(
            f"Health return {found.year.year} of {found.council}, {rows}{gaps}: {words[why]}"
        )
    return Changes()


@needs(Action.RETURN_HEALTH)
def write(
    session: Session, found: ReturnFile, folder: Path, writer: Writer, *, by: Actor, now: datetime
) -> Path:
    """Write the file oc2.csv of a return into a folder that is there; return where it is. `note` comes before.

    writer: `exchange.oc2_file.write`. Raises UserError when a file is there already or cannot be written.
    """
    path = folder / FILE_NAME
    files.write_new_file(path, writer(found.rows))
    return path


def check_year(year: int, today: date) -> None:
    """Raise UserError for a year that no return can be of."""
    if not _FIRST_YEAR <= year <= return_year(today).year:
        raise UserError(
            f"There is no return of {year}: name a year from {_FIRST_YEAR} to {return_year(today).year}, by its 31 March"
        )


def _council(session: Session, council: str | None, by: Actor) -> str:
    known = [code for code, _name in lists.councils(session, by.team_id)]
    if council is not None:
        if council not in known:
            raise NotFound(f"There is no child of the council '{council}'. It can be: {', '.join(known)}")
        return council
    if len(known) > 1:
        raise UserError(f"This caseload has several councils ({', '.join(known)}). Say which with --council")
    if not known:
        raise UserError("This caseload has no children yet: there is nothing to return")
    return known[0]
