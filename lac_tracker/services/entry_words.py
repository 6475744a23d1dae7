"""What every entry of the health checks is asked for: when, on whose word, and why it is taken out."""

from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.event_dates import EventDate, read_event_date
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.storage import children

LONGEST = 2_000  # characters of a note
_LONGEST_REASON = 1_000


def told_when(
    session: Session, child_id: int, typed: str, today: date, *, label: str = "Since"
) -> EventDate | None:
    """Return when something began, as a person remembers it; None where nothing was typed.

    Raises UserError for what is no date, lies in the future, or was over before the child was born.
    """
    if not typed.strip():
        return None
    when = read_event_date(typed, today, label=label)
    born = children.load(session, child_id).born
    # A month or a year is known by its middle: only one that was over before the birth is impossible.
    is_before = when.on < born if when.precision == "day" else when.on.year < born.year
    if is_before:
        raise UserError(f"{label} must be after the date of birth")
    return when


def told_by(source: str) -> str:
    """Return who or which record told us. Raises UserError where nobody is named."""
    told = clean_line(source, label="Source")
    if not told:
        raise UserError("Source is missing: enter who or which record told us")
    return told


def reason(words: str, by: Actor, *, missing: str = "Enter the reason why this was an error") -> str:
    """Return a reason with who gave it. Raises UserError, in the words of `missing`, without one."""
    given = clean_text(words, label="Reason", longest=_LONGEST_REASON).strip()
    if not given:
        raise UserError(missing)
    return f"{given} ({by.full_name})"


def not_before_birth(session: Session, child_id: int, on: date | None, today: date, *, label: str) -> date:
    """Return a day between birth and today. Raises UserError for any other, and for none."""
    if on is None:
        raise UserError(f"{label} is missing: enter the day")
    if on > today:
        raise UserError(f"{label} must be today or in the past")
    if on < children.load(session, child_id).born:
        raise UserError(f"{label} must be on or after the date of birth")
    return on


def ended_on(
    session: Session, child_id: int, on: date | None, began: EventDate | None, today: date, *, label: str, after: str
) -> date:  # fmt: skip
    """Return the day something ended: as `not_before_birth`, and not before the day it began where that is known.

    after: how it began, in words: 'it was started'.
    """
    day = not_before_birth(session, child_id, on, today, label=label)
    if began is not None and began.precision == "day" and day < began.on:
        raise UserError(f"{label} must be on or after the day {after}")
    return day
