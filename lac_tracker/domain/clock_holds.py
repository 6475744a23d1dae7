"""A clock on hold: it waits until a day, with a reason. The due date and the days that count stay what they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.dates import refuse_far, show_date
from lac_tracker.domain.errors import UserError

AGAIN = "Put on hold to another day"
COMPLETED = "The assessment was completed"


@dataclass(frozen=True)
class ClockHold:
    """One hold, in force or over. until: the last day it is on hold."""

    id: int
    kind: str  # 'IHA' or 'RHA'
    began_on: date
    until: date
    reason: str
    recorded_by: str
    ended_on: date | None = None
    ended_by: str | None = None
    ended_because: str = ""


def check_until(until: date | None, today: date) -> date:
    """Return the day a hold lasts until. Raises UserError without one, and for a day that is over or far away."""
    if until is None:
        raise UserError("Enter the date it is on hold until")
    if until <= today:
        raise UserError("On hold until must be after today. Let the clock run if it no longer waits")
    refuse_far(until, "On hold until", today)
    return until


def holding(holds: Iterable[ClockHold], kind: str, since: date) -> ClockHold | None:
    """Return the hold a clock goes by: the newest that nobody ended, put on it since the clock began."""
    mine = [one for one in holds if one.kind == kind and one.ended_on is None and one.began_on >= since]
    return max(mine, key=lambda one: one.id, default=None)


def is_on_hold(hold: ClockHold | None, today: date) -> bool:
    """Return whether a hold holds on a day: it is over by itself after its last day."""
    return hold is not None and today <= hold.until


def hold_words(hold: ClockHold) -> str:
    """Return one hold in words: who, when, until when and why, and how it ended."""
    said = (
        f"{hold.kind} on hold until {show_date(hold.until)}: {hold.reason.rstrip('.')}. "
        f"Put on hold {show_date(hold.began_on)} by {hold.recorded_by}"
    )
    if hold.ended_on is None:
        return said
    why = f": {hold.ended_because}" if hold.ended_because else ""
    return f"{said}. Ended {show_date(hold.ended_on)} by {hold.ended_by}{why}"
