"""How the list is worked, on a child's own record: follow-ups, escalations, reasons, and the steps of one assessment."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.follow_ups import FollowUp
from lac_tracker.domain.milestones import Milestone
from lac_tracker.domain.people import Actor
from lac_tracker.domain.standing import OPEN_STATUSES
from lac_tracker.services import delay_reasons, milestones
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.clock_of import standing_of
from lac_tracker.services.delay_reasons import Said
from lac_tracker.storage import deadlines
from lac_tracker.storage import escalations as stored_escalations
from lac_tracker.storage import follow_ups as stored
from lac_tracker.storage.escalations import Escalation


@dataclass(frozen=True)
class Work:
    """What the team did about what is due, each the newest first."""

    follow_ups: tuple[FollowUp, ...]
    escalations: tuple[Escalation, ...]
    reasons: tuple[Said, ...]


@needs(Action.OPEN_RECORD, child=the_child)
def of_record(session: Session, child_id: int, *, by: Actor, now: datetime) -> Work:
    """Return what the team did about what is due for a child."""
    return Work(
        stored.of_child(session, child_id),
        stored_escalations.of_child(session, child_id),
        delay_reasons.history(session, child_id, by=by, now=now),
    )


@needs(Action.OPEN_RECORD, child=the_child)
def steps(
    session: Session, child_id: int, *, by: Actor, now: datetime, kind: str, assessment_id: int | None
) -> tuple[Milestone, ...]:
    """Return the steps of an assessment, or where there is none yet of the clock of its kind; () without a clock."""
    if assessment_id is not None:
        return milestones.of_assessment(session, assessment_id, by=by, now=now)
    try:
        return milestones.of_clock(session, child_id, by=by, now=now, kind=kind)
    except UserError:
        return ()


@needs(Action.OPEN_RECORD, child=the_child)
def kind_due(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> str:
    """Return which assessment is due next, 'IHA' or 'RHA'. Raises UserError where no clock runs."""
    clocks = [
        one
        for one in deadlines.compute(session, {child_id})[child_id]
        if standing_of(one, today).status in OPEN_STATUSES
    ]
    if not clocks:
        raise UserError("Nothing is due for this child now")
    return min(clocks, key=lambda one: one.due.on or date.min).due.kind.value
