"""Gathers the days of the steps of assessments from where each is kept: for one child, or for all of a team."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from lac_tracker.domain.consent import Purpose, Response
from lac_tracker.domain.deadlines import Exclusion
from lac_tracker.domain.errors import RecordChanged
from lac_tracker.domain.milestones import Chain, milestones
from lac_tracker.storage import care
from lac_tracker.storage.children import mark_for_due
from lac_tracker.storage.tables.assessments import (
    AppointmentRow,
    AssessmentRow,
    ConsentPurposeRow,
    ConsentRow,
)
from lac_tracker.storage.tables.care import PeriodOfCareRow
from lac_tracker.storage.tables.due import ClockRow, DueRow

CHANGED = "Someone else changed this assessment while you were working. Open it again to see their version"


@dataclass(frozen=True)
class OneClock:
    """Which clock of which child, and the assessment in it. period_began: of the period of care it belongs to."""

    child_id: int
    kind: str
    clock_start: date | None
    due_on: date | None
    assessment_id: int | None
    period_began: date | None = None


@dataclass(frozen=True)
class _Held:
    assessments: Mapping[int, Any]
    told: Mapping[int, list[Any]]
    agreed: Mapping[int, list[Any]]
    booked: Mapping[int, list[Any]]


def of_period(session: Session, team_id: int, since: date, until: date) -> tuple[OneClock, ...]:
    """Return every clock of a team that was due within a period, both days included, by due date.

    They are those that the figures of time count, and those that can still be met in time. What the figures leave out is
    not there; a child who left care after the day, or whose short break went over its limits before it, is.
    """
    rows = session.execute(
        select(
            ClockRow.child_id, ClockRow.kind, ClockRow.clock_start, ClockRow.due_on, ClockRow.met_by_id,
            ClockRow.period_began, DueRow.assessment_id,
        )
        .outerjoin(
            DueRow,
            and_(
                DueRow.child_id == ClockRow.child_id, DueRow.kind == ClockRow.kind,
                or_(DueRow.clock_start == ClockRow.clock_start, ClockRow.clock_start.is_(None)),
                ClockRow.met_on.is_(None),
            ),
        )
        .where(
            ClockRow.team_id == team_id, ClockRow.due_on.between(since, until),
            or_(
                ClockRow.excluded.is_(None),
                and_(ClockRow.exclusion == Exclusion.LEFT_CARE.value, ClockRow.closed_on > ClockRow.due_on),
                and_(ClockRow.exclusion == Exclusion.SHORT_BREAK.value, ClockRow.excluded_to < ClockRow.due_on),
            ),
            or_(ClockRow.history_missing.is_(False), ClockRow.met_on.is_not(None)),
        )
        .order_by(ClockRow.due_on, ClockRow.child_id, ClockRow.id)
    )  # fmt: skip
    return tuple(
        OneClock(one.child_id, one.kind, one.clock_start, one.due_on, one.met_by_id or one.assessment_id, one.period_began)
        for one in rows
    )  # fmt: skip


def of_child(session: Session, child_id: int) -> tuple[OneClock, ...]:
    """Return every clock of a child, whether it runs, was met or closed, in the order in which they came."""
    rows = session.execute(
        select(ClockRow).where(ClockRow.child_id == child_id).order_by(ClockRow.id)
    ).scalars()
    open_in = {
        (row.kind, row.clock_start): row.assessment_id
        for row in session.scalars(select(DueRow).where(DueRow.child_id == child_id))
    }
    return tuple(
        OneClock(
            child_id, one.kind, one.clock_start, one.due_on,
            one.met_by_id or (open_in.get((one.kind, one.clock_start)) if one.met_on is None else None),
            one.period_began,
        )
        for one in rows
    )  # fmt: skip


def chains(session: Session, clocks: Iterable[OneClock]) -> tuple[Chain, ...]:
    """Return the steps of each clock, in the order of the clocks; a few queries however many there are."""
    wanted = tuple(clocks)
    held = _gather(session, {one.child_id for one in wanted})
    return tuple(
        Chain(
            one.child_id, one.kind, one.clock_start, one.due_on, one.assessment_id,
            milestones(one.kind, days_of(one, held)),
        )
        for one in wanted
    )  # fmt: skip


def set_days(
    session: Session, assessment_id: int, fields: Mapping[str, Any], *, seen_version: int | None = None
) -> None:
    """Set when the council told us, the request was complete and consent came; a signed assessment keeps its content.

    Raises RecordChanged when somebody else changed the assessment meanwhile.
    """
    row = session.get_one(AssessmentRow, assessment_id)
    if seen_version not in (None, row.version):
        raise RecordChanged(CHANGED)
    for name in ("notified_on", "request_complete_on", "consent_received_on"):
        if name in fields:
            setattr(row, name, fields[name])
    session.flush()
    mark_for_due(session, row.child_id)


def version_of(session: Session, assessment_id: int) -> int:
    """Return the version of an assessment's row, for who edits it."""
    return session.get_one(AssessmentRow, assessment_id).version


def days_of(one: OneClock, held: _Held) -> dict[str, date | None]:
    """Return the day of each step of a clock, by its key."""
    row = held.assessments.get(one.assessment_id or 0)
    seen = _seen(row)
    return {
        "looked_after": one.clock_start,
        "notified": (row.notified_on if row else None) or _told(one, held),
        "request_complete": row.request_complete_on if row else None,
        "consent": (row.consent_received_on if row else None) or _agreed(one, held, seen),
        "offered": (row.first_offered_on if row else None) or _offered(one, held, seen),
        "seen": seen,
        "signed": row.signed_at.date() if row and row.signed_at else None,
        "sent": min((on for on in (row.sent_to_gp_on, row.sent_to_social_worker_on) if on), default=None)
        if row
        else None,
    }


def _seen(row: Any) -> date | None:
    if row is None:
        return None
    days = [on for on in (row.first_seen_on, row.part_done_on, row.completed_on) if on]
    return min(days, default=None)


def _told(one: OneClock, held: _Held) -> date | None:
    if one.kind != "IHA":
        return None
    return next(
        (row.council_told_us_on for row in held.told.get(one.child_id, ()) if row.began == one.period_began),
        None,
    )


def _agreed(one: OneClock, held: _Held, seen: date | None) -> date | None:
    """Return when consent to the assessment came: to this one, else the first since the clock began, until it was seen."""
    given = held.agreed.get(one.child_id, ())
    own = [row.given_on for row in given if one.assessment_id and row.assessment_id == one.assessment_id]
    since = [
        row.given_on for row in given
        if row.assessment_id is None and (one.clock_start is None or row.given_on >= one.clock_start)
        and (seen is None or row.given_on <= seen)
    ]  # fmt: skip
    return min((*own, *since), default=None)


def _offered(one: OneClock, held: _Held, seen: date | None) -> date | None:
    days = [
        row.offered_on for row in held.booked.get(one.child_id, ())
        if row.kind == one.kind
        and (row.assessment_id == one.assessment_id if row.assessment_id and one.assessment_id else True)
        and (one.clock_start is None or row.offered_on >= one.clock_start)
        and (seen is None or row.offered_on <= seen)
    ]  # fmt: skip
    return min(days, default=None)


def _gather(session: Session, child_ids: set[int]) -> _Held:
    assessments: dict[int, Any] = {}
    told: dict[int, list[Any]] = defaultdict(list)
    agreed: dict[int, list[Any]] = defaultdict(list)
    booked: dict[int, list[Any]] = defaultdict(list)
    of_rows = select(
        AssessmentRow.id, AssessmentRow.notified_on, AssessmentRow.request_complete_on,
        AssessmentRow.consent_received_on, AssessmentRow.first_offered_on, AssessmentRow.first_seen_on,
        AssessmentRow.part_done_on, AssessmentRow.completed_on, AssessmentRow.signed_at, AssessmentRow.sent_to_gp_on,
        AssessmentRow.sent_to_social_worker_on,
    )  # fmt: skip
    of_periods = select(PeriodOfCareRow.child_id, PeriodOfCareRow.began, PeriodOfCareRow.council_told_us_on)
    of_consents = (
        select(ConsentRow.child_id, ConsentRow.given_on, ConsentRow.assessment_id)
        .join(ConsentPurposeRow, ConsentPurposeRow.consent_id == ConsentRow.id)
        .where(
            ConsentRow.response == Response.GIVEN.value, ConsentRow.invalidated_on.is_(None),
            ConsentPurposeRow.purpose == Purpose.HEALTH_ASSESSMENT.value, ConsentPurposeRow.is_agreed,
        )
    )  # fmt: skip
    of_bookings = select(
        AppointmentRow.child_id, AppointmentRow.kind, AppointmentRow.offered_on, AppointmentRow.assessment_id
    )
    for part in care.chunks(child_ids):
        assessments |= {
            row.id: row for row in session.execute(of_rows.where(AssessmentRow.child_id.in_(part)))
        }
        queries: tuple[tuple[dict[int, list[Any]], Any, Any], ...] = (
            (told, of_periods, PeriodOfCareRow.child_id),
            (agreed, of_consents, ConsentRow.child_id),
            (booked, of_bookings, AppointmentRow.child_id),
        )
        for found, query, child in queries:
            for row in session.execute(query.where(child.in_(part))):
                found[row.child_id].append(row)
    return _Held(assessments, told, agreed, booked)
