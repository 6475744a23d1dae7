"""The steps of each assessment with the days between and who held it; the days people enter; the same for reports."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import milestones as rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.milestones import Chain as Chain
from lac_tracker.domain.milestones import Milestone as Milestone  # screens name both types
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.child_banner import banner
from lac_tracker.services.clock_of import clock_of
from lac_tracker.storage import assessments as stored_assessments
from lac_tracker.storage import children
from lac_tracker.storage import milestones as stored


@dataclass(frozen=True)
class Entered:
    """What the dialog shows and gives back. version: of the assessment; None where there is none yet."""

    banner: BannerFacts
    kind: str
    start: date | None
    assessment_id: int | None
    version: int | None
    notified_on: date | None
    request_complete_on: date | None
    consent_received_on: date | None


@needs(Action.OPEN_RECORD, child=the_child)
def of_clock(
    session: Session, child_id: int, *, by: Actor, now: datetime, kind: str
) -> tuple[Milestone, ...]:
    """Return the steps of the clock of now of a kind. Raises UserError where there is none."""
    return stored.chains(session, (_now(session, child_id, kind),))[0].milestones


@needs(Action.OPEN_RECORD, child=stored_assessments.child_of)
def of_assessment(session: Session, assessment_id: int, *, by: Actor, now: datetime) -> tuple[Milestone, ...]:
    """Return the steps of one assessment: of the clock that it met or stands in, else of its own days."""
    one = stored_assessments.load(session, assessment_id)
    held = stored_assessments.of_child(session, one.child_id)
    newer = stored_assessments.replaced_by(held)
    first = {old: new.id for old, new in newer.items()}
    clocks = stored.of_child(session, one.child_id)
    found = next(
        (clock for clock in clocks if clock.assessment_id in (assessment_id, first.get(assessment_id))), None
    )
    alone = stored.OneClock(one.child_id, one.kind, None, None, assessment_id)
    return stored.chains(session, (found or alone,))[0].milestones


@needs(Action.SEE_FIGURES)
def chains(
    session: Session, *, by: Actor, now: datetime, since: date, until: date, kind: str = ""
) -> tuple[Chain, ...]:
    """Return the steps of every assessment that was due within a period, both days included, by due date.

    kind: 'IHA' or 'RHA' alone. They are those that the figures of time count, and those that can still be met in time.
    """
    wanted = stored.of_period(session, by.team_id, since, until)
    return stored.chains(session, (one for one in wanted if kind in ("", one.kind)))


@needs(Action.EDIT_MILESTONES, child=the_child)
def for_entry(session: Session, child_id: int, *, by: Actor, now: datetime, kind: str) -> Entered:
    """Return the days of the clock of now that a person can enter. Raises UserError where there is none."""
    child = children.load(session, child_id)
    clock = _now(session, child_id, kind)
    on = {one.key: one.on for one in stored.chains(session, (clock,))[0].milestones}
    version = stored.version_of(session, clock.assessment_id) if clock.assessment_id else None
    return Entered(
        banner(session, child, now.date()), kind, clock.clock_start, clock.assessment_id, version,
        on["notified"], on["request_complete"], on["consent"],
    )  # fmt: skip


@needs(Action.EDIT_MILESTONES, child=the_child)
def enter(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    kind: str,
    notified_on: date | None,
    request_complete_on: date | None,
    consent_received_on: date | None,
    seen_version: int | None = None,
) -> Changes:
    """Keep when the council told us, when the request was complete and when consent came, of the clock of now.

    None: not known, or not yet. Where no assessment stands in the clock, one is made that is asked for.

    consent_received_on is the day the paper came; whether consent is in force is said on the consent page.

    Raises UserError for a day in the future, before the clock began or out of order, and where there is no clock;
    RecordChanged when somebody else changed the assessment meanwhile.
    """
    child = children.load(session, child_id)
    clock = _now(session, child_id, kind)
    days = {"notified": notified_on, "request_complete": request_complete_on, "consent": consent_received_on}
    sent = stored.chains(session, (clock,))[0].on("sent")
    rules.check_entered(days, clock.clock_start, child.born, today, sent)
    fields = {
        "notified_on": notified_on,
        "request_complete_on": request_complete_on,
        "consent_received_on": consent_received_on,
    }
    made = clock.assessment_id
    if made is not None:
        stored.set_days(session, made, fields, seen_version=seen_version)
    elif not any(fields.values()):
        raise UserError("Enter at least one date")
    else:
        made = stored_assessments.add(session, child_id, kind, "requested", fields)
    return Changes(assessments=True, child_id=child_id, made_id=made)


def _now(session: Session, child_id: int, kind: str) -> stored.OneClock:
    """Return the clock of now of a kind, with the assessment that stands in it or met it."""
    clock = clock_of(session, child_id, kind)
    found = [
        one for one in stored.of_child(session, child_id)
        if one.kind == kind and one.clock_start == clock.due.clock_start
    ]  # fmt: skip
    if found:
        last = found[-1]
        return last if last.assessment_id or not clock.assessment_id else stored.OneClock(
            child_id, kind, last.clock_start, last.due_on, clock.assessment_id, last.period_began
        )  # fmt: skip
    return stored.OneClock(child_id, kind, clock.due.clock_start, clock.due.on, clock.assessment_id)
