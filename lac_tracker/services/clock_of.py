"""The clock of an assessment that a follow-up, a reason or an escalation is about."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.standing import Standing, standing
from lac_tracker.storage import deadlines

KIND_WORDS = {"IHA": "initial health assessment", "RHA": "review health assessment"}


def clock_of(session: Session, child_id: int, kind: str) -> deadlines.Clock:
    """Return the clock of now of a kind. Raises UserError when there is none."""
    return clocks_of(session, ((child_id, kind),))[child_id, kind]


def clocks_of(session: Session, rows: Collection[tuple[int, str]]) -> dict[tuple[int, str], deadlines.Clock]:
    """Return the clock of now of each (child, kind). Raises UserError where there is none."""
    if any(kind not in KIND_WORDS for _, kind in rows):
        raise UserError("Choose which assessment it is about")
    computed = deadlines.compute(session, {child_id for child_id, _ in rows})
    held = {
        (child_id, clock.due.kind.value): clock for child_id, clocks in computed.items() for clock in clocks
    }
    for row in rows:
        if row not in held:
            raise UserError(f"This child has no {KIND_WORDS[row[1]]} to come. Choose the other assessment")
    return {row: held[row] for row in rows}


def standing_of(clock: deadlines.Clock, today: date) -> Standing:
    """Return how a clock stands on a day."""
    return standing(clock.due, clock.holds, today, clock.born)
