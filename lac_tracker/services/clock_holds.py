"""A clock put on hold, and let run again. It stays overdue and counts its days: the hold only stands beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import clock_holds as rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.domain.standing import OPEN_STATUSES, standing
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import children, deadlines
from lac_tracker.storage import clock_holds as stored

LONGEST_REASON = 1_000


@needs(Action.PUT_ON_HOLD, child=the_child)
def put_on_hold(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    kind: str,
    until: date | None,
    reason: str,
) -> Changes:
    """Put the clock of an assessment on hold until a day. The due date stays; one on hold already waits anew.

    kind: 'IHA' or 'RHA'. Raises UserError without a reason, for a day that is not after today, and where no clock runs.
    """
    clock = _running(session, child_id, kind, today)
    last_day = rules.check_until(until, today)
    why = clean_text(reason, label="Reason", longest=LONGEST_REASON).strip()
    if not why:
        raise UserError("Enter the reason why it is on hold")
    if (held := _held(session, child_id, kind, clock)) is not None and rules.is_on_hold(held, today):
        stored.end(session, held.id, on=today, by=by.full_name, because=rules.AGAIN)
    made = stored.add(
        session, child_id, kind, began_on=today, until=last_day, reason=why, recorded_by=by.full_name
    )
    return Changes(assessments=True, child_id=child_id, made_id=made)


@needs(Action.PUT_ON_HOLD, child=the_child)
def let_run(
    session: Session, child_id: int, *, by: Actor, now: datetime, today: date, kind: str, because: str = ""
) -> Changes:
    """End the hold on a clock before its day. Raises UserError when it is not on hold."""
    clock = _running(session, child_id, kind, today)
    held = _held(session, child_id, kind, clock)
    if held is None or not rules.is_on_hold(held, today):
        raise UserError(f"The {kind} is not on hold")
    why = clean_text(because, label="Why it runs again", longest=LONGEST_REASON).strip()
    stored.end(session, held.id, on=today, by=by.full_name, because=why)
    return Changes(assessments=True, child_id=child_id)


@contextmanager
def settled_if_met(session: Session, child_id: int, kind: str, *, by: Actor, today: date) -> Iterator[None]:
    """End the hold on a clock when what is done inside completes it: the clock after it begins without one."""
    is_held = any(one.kind == kind and one.ended_on is None for one in stored.of_child(session, child_id))
    before = _ran_from(session, child_id, kind) if is_held else ()
    yield
    if is_held and _ran_from(session, child_id, kind) != before:
        stored.settle(session, child_id, kind, on=today, by=by.full_name, because=rules.COMPLETED)


def _ran_from(session: Session, child_id: int, kind: str) -> tuple[date | None, ...]:
    """Return since when the clock of an assessment runs, and when it was met."""
    clocks = deadlines.compute(session, {child_id})[child_id]
    return tuple(
        day for one in clocks if one.due.kind.value == kind for day in (one.due.clock_start, one.due.met_on)
    )


def _running(session: Session, child_id: int, kind: str, today: date) -> deadlines.Clock:
    """Return the clock of an assessment that is still due. Raises UserError when there is none."""
    child = children.load(session, child_id)
    for clock in deadlines.compute(session, {child_id})[child_id]:
        is_open = standing(clock.due, clock.holds, today, child.born).status in OPEN_STATUSES
        if clock.due.kind.value == kind and is_open:
            return clock
    raise UserError(f"No {kind} is due for this child, so there is no clock to put on hold")


def _held(session: Session, child_id: int, kind: str, clock: deadlines.Clock) -> rules.ClockHold | None:
    return rules.holding(stored.of_child(session, child_id), kind, clock.due.clock_start or date.min)
