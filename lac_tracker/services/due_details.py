"""What stands beside one row of the working list: its line of days, whom to ring, what was done last. Nothing clinical."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action, Standing
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.day_line import DayLine, LineFacts, day_line
from lac_tracker.domain.follow_ups import FollowUp
from lac_tracker.domain.milestones import Milestone
from lac_tracker.domain.people import Actor
from lac_tracker.domain.standing import Status
from lac_tracker.domain.standing import standing as clock_standing
from lac_tracker.services import delay_reasons, escalations, milestones
from lac_tracker.services.access import needs, standing, the_child
from lac_tracker.services.clock_of import clock_of
from lac_tracker.storage import care, deadlines
from lac_tracker.storage import delay_reasons as stored_reasons
from lac_tracker.storage import follow_ups as stored_follow_ups

_RUNG = ("social_worker", "carer", "host_team")  # the contacts that a delay is about, in this order
_MOST_EVENTS = 4


@dataclass(frozen=True)
class DueDetails:
    """line: None where the start is not known. contacts: (who, phone). events: the newest first, each with its day.

    reason: the code of why it is late as it was said last, '' for none. steps: the milestones, with the days between and
    who held it. is_restricted: nobody and no event is named, as the record is to be opened with a reason.
    """

    line: DayLine | None
    contacts: tuple[tuple[str, str], ...]
    events: tuple[str, ...]
    reason: str
    steps: tuple[Milestone, ...] = ()
    is_restricted: bool = False


@needs(Action.OPEN_RECORD, child=the_child, of_restricted=True)
def details(
    session: Session, child_id: int, *, by: Actor, now: datetime, today: date, kind: str
) -> DueDetails:
    """Return what is shown beside a row. Raises UserError where the child has no such assessment to come."""
    clock = clock_of(session, child_id, kind)
    held = stored_reasons.of_clock(session, child_id, kind, clock.due.clock_start)
    reason = held[0].code if held else ""
    if standing(session, child_id, by=by, now=now)[1] is not Standing.OPEN:
        return DueDetails(day_line(_facts(clock, {}, today)), (), (), reason, is_restricted=True)
    steps = milestones.of_clock(session, child_id, by=by, now=now, kind=kind)
    line = day_line(_facts(clock, {one.key: one.on for one in steps}, today))
    found = sorted(_events(session, child_id, kind, by=by, now=now), key=lambda one: one[0], reverse=True)
    return DueDetails(
        line, _contacts(session, child_id), tuple(words for _, words in found[:_MOST_EVENTS]), reason, steps
    )


def _facts(clock: deadlines.Clock, on: Mapping[str, date | None], today: date) -> LineFacts:
    due, holds = clock.due, clock.holds
    stand = clock_standing(due, holds, today, clock.born)
    return LineFacts(
        is_initial=due.kind.value == "IHA",
        started_on=due.clock_start,
        due_on=due.on,
        today=today,
        due_20_working_days=due.due_20_working_days,
        notified_on=on.get("notified"),
        consent_on=on.get("consent"),
        wants_consent=not holds.consent_on_record and not due.met_on,
        booked_on=stand.booked_on,
        part_done_on=holds.part_done_on,
        seen_on=on.get("seen") or holds.seen_not_signed_on,
        signed_on=on.get("signed") or due.signed_on,
        sent_on=on.get("sent"),
        is_late=stand.status is Status.OVERDUE,
    )


def _contacts(session: Session, child_id: int) -> tuple[tuple[str, str], ...]:
    """Return whom to ring about a delay: the social worker, the carer, the host team."""
    held = {one.kind: one for one in care.contacts(session, child_id)}
    found = []
    for kind in _RUNG:
        one = held.get(kind)
        if one is None:
            continue
        role = (
            one.role or {"social_worker": "social worker", "carer": "carer", "host_team": "host team"}[kind]
        )
        who = ", ".join(part for part in (one.full_name or one.organisation, role) if part)
        found.append((who, one.phone or ""))
    return tuple(found)


def _events(
    session: Session, child_id: int, kind: str, *, by: Actor, now: datetime
) -> Iterator[tuple[datetime, str]]:
    """Yield what was done about this clock: follow-ups, reasons and what was taken further, each in one line."""
    for one in stored_follow_ups.of_child(session, child_id):
        if one.kind == kind:
            yield one.logged_at, _follow_up_words(one)
    for said in delay_reasons.history(session, child_id, by=by, now=now, kind=kind):
        yield said.recorded_at, said.in_words
    for raised in escalations.history(session, child_id, by=by, now=now):
        if raised.kind == kind:
            at = datetime.combine(raised.escalated_on, time(23, 59), now.tzinfo)
            yield at, escalations.escalation_words(raised).removeprefix(f"{kind} ")


def _follow_up_words(one: FollowUp) -> str:
    note = f". {one.note.rstrip('.')}" if one.note else ""
    step = f". Next: {one.next_words}" if one.next_words else ""
    return f"{show_date(one.logged_at.date())} {one.logged_by}: {one.words}{note}{step}"
