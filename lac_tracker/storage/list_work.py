"""What the team does about a clock: whose it is, why it is late as somebody said, the next step, and whether it was escalated."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from lac_tracker.storage import care
from lac_tracker.storage.tables.monitoring import AllocationRow, DelayReasonRow, EscalationRow, FollowUpRow
from lac_tracker.storage.tables.people import PersonRow


@dataclass(frozen=True)
class Work:
    """What is done about one clock. assessor_id: a person of the team; the name alone where it is nobody of it."""

    delay_code: str | None = None
    assessor_id: int | None = None
    assessor_name: str | None = None
    next_step: str | None = None
    next_step_on: date | None = None
    next_step_by: str | None = None
    escalated_on: date | None = None


@dataclass(frozen=True)
class OfChild:
    """The rows about one child, each in the order in which they were written."""

    follow_ups: Sequence[Any] = ()
    reasons: Sequence[Any] = ()
    allocations: Sequence[Any] = ()
    escalations: Sequence[Any] = ()


@dataclass
class _Gathered:
    follow_ups: list[Any] = field(default_factory=list)
    reasons: list[Any] = field(default_factory=list)
    allocations: list[Any] = field(default_factory=list)
    escalations: list[Any] = field(default_factory=list)


NOTHING, NO_WORK = Work(), OfChild()


def of_children(session: Session, child_ids: Iterable[int]) -> Mapping[int, OfChild]:
    """Return what was written down about each child that has any of it."""
    found: dict[int, _Gathered] = defaultdict(_Gathered)
    queries: tuple[tuple[str, Any], ...] = (
        ("follow_ups", _follow_ups()),
        ("reasons", _reasons()),
        ("allocations", _allocations()),
        ("escalations", _escalations()),
    )
    wanted = set(child_ids)
    has_any = {name for _, name in care.portions(session, _which(), wanted)}
    for name, query in queries:
        if name in has_any:  # of most children nothing was written down: one question, not four
            for row in care.portions(session, query, wanted):
                getattr(found[row.child_id], name).append(row)
    return {
        child_id: OfChild(one.follow_ups, one.reasons, one.allocations, one.escalations)
        for child_id, one in found.items()
    }


def of_clock(
    work: OfChild, kind: str, clock_start: date | None, assessment: Any | None, booking: Any | None
) -> Work:
    """Return what is done about one clock.

    assessment: the one that stands in it, booking: its appointment, each with the person's id and name. The clock is
    whose it was allocated to, else who assesses, else whom it is booked with.
    """
    if work is NO_WORK and assessment is None and booking is None:
        return NOTHING
    reason = _last(one for one in work.reasons if one.kind == kind and one.clock_start == clock_start)
    allocated = _last(one for one in work.allocations if one.kind == kind)
    step = _last(
        one for one in work.follow_ups
        if one.kind == kind and (clock_start is None or one.logged_at.date() >= clock_start)
    )  # fmt: skip
    open_step = step if step is not None and step.next_step and step.next_step_done_on is None else None
    raised = _last(one for one in work.escalations if one.kind == kind and one.clock_start == clock_start)
    whose: tuple[int | None, str | None] = (None, None)
    if allocated is not None and allocated.person_id is not None:
        whose = (allocated.person_id, allocated.full_name)
    elif assessment is not None and assessment.full_name:
        whose = (assessment.assessor_id, assessment.full_name)
    elif booking is not None and booking.clinician_id is not None:
        whose = (booking.clinician_id, booking.full_name)
    return Work(
        delay_code=(reason.code or None) if reason is not None else None,
        assessor_id=whose[0],
        assessor_name=whose[1],
        next_step=open_step.next_step if open_step is not None else None,
        next_step_on=open_step.next_step_on if open_step is not None else None,
        next_step_by=open_step.next_step_by if open_step is not None else None,
        escalated_on=raised.escalated_on if raised is not None else None,
    )


def as_columns(work: Work) -> dict[str, Any]:
    """Return it as columns of `due`."""
    return {name: getattr(work, name) for name in Work.__dataclass_fields__}


@cache
def _which() -> Any:
    """Return the query for which of the four kinds there is anything: (1, name)."""
    tables = (
        ("follow_ups", FollowUpRow), ("reasons", DelayReasonRow), ("allocations", AllocationRow),
        ("escalations", EscalationRow),
    )  # fmt: skip
    return union_all(
        *(
            select(literal(1), literal(name)).where(
                select(row.child_id).where(care.among(row.child_id)).exists()
            )
            for name, row in tables
        )
    )


def _last(rows: Iterable[Any]) -> Any | None:
    found = None
    for found in rows:  # noqa: B007 - the last one is wanted
        pass
    return found


@cache
def _follow_ups() -> Any:
    return (
        select(
            FollowUpRow.child_id, FollowUpRow.kind, FollowUpRow.logged_at, FollowUpRow.next_step,
            FollowUpRow.next_step_on, FollowUpRow.next_step_by, FollowUpRow.next_step_done_on,
        )
        .where(FollowUpRow.entered_in_error_because.is_(None), care.among(FollowUpRow.child_id))
        .order_by(FollowUpRow.id)
    )  # fmt: skip


@cache
def _reasons() -> Any:
    return (
        select(DelayReasonRow.child_id, DelayReasonRow.kind, DelayReasonRow.clock_start, DelayReasonRow.code)
        .where(care.among(DelayReasonRow.child_id))
        .order_by(DelayReasonRow.id)
    )


@cache
def _allocations() -> Any:
    return (
        select(AllocationRow.child_id, AllocationRow.kind, AllocationRow.person_id, PersonRow.full_name)
        .outerjoin(PersonRow, PersonRow.id == AllocationRow.person_id)
        .where(care.among(AllocationRow.child_id))
        .order_by(AllocationRow.id)
    )


@cache
def _escalations() -> Any:
    return (
        select(
            EscalationRow.child_id, EscalationRow.kind, EscalationRow.clock_start, EscalationRow.escalated_on
        )
        .where(care.among(EscalationRow.child_id))
        .order_by(EscalationRow.id)
    )
