"""Requests to the teams of other areas, and their steps: rows and domain."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound
from lac_tracker.domain.out_of_area import STEPS, Step, StepDone, waits_on_host
from lac_tracker.storage.care import among, chunks
from lac_tracker.storage.children import mark_for_due
from lac_tracker.storage.tables.information import OutOfAreaRequestRow, OutOfAreaStepRow


@dataclass(frozen=True)
class HostRequest:
    """One assessment asked of a host team. steps: those done, in the order of the strip."""

    id: int
    child_id: int
    kind: str
    assessment_id: int | None
    host_team: str
    host_contact: str | None
    who_pays: str | None
    note: str | None
    ended_on: date | None
    ended_because: str | None
    version: int
    steps: tuple[StepDone, ...] = ()


_PLAIN = tuple(name for name in HostRequest.__dataclass_fields__ if name != "steps")


def child_of(session: Session, request_id: int) -> int:
    """Return whose record a request is in. Raises NotFound."""
    child_id = session.scalar(
        select(OutOfAreaRequestRow.child_id).where(OutOfAreaRequestRow.id == request_id)
    )
    if child_id is None:
        raise NotFound("That request to a host team is not in this caseload")
    return child_id


def of_child(session: Session, child_id: int) -> tuple[HostRequest, ...]:
    """Return the requests about a child, oldest first."""
    rows = session.scalars(
        select(OutOfAreaRequestRow)
        .where(OutOfAreaRequestRow.child_id == child_id)
        .order_by(OutOfAreaRequestRow.id)
    ).all()
    steps = _steps(session, [row.id for row in rows])
    return tuple(_request(row, steps[row.id]) for row in rows)


def load(session: Session, request_id: int) -> HostRequest:
    """Return one request with its steps. Raises NotFound."""
    return next(one for one in of_child(session, child_of(session, request_id)) if one.id == request_id)


def hosts_of(session: Session, child_id: int) -> dict[int, str]:
    """Return the host team of each assessment of a child that one was asked for: id of the assessment → team."""
    rows = session.execute(
        select(OutOfAreaRequestRow.assessment_id, OutOfAreaRequestRow.host_team).where(
            OutOfAreaRequestRow.child_id == child_id, OutOfAreaRequestRow.assessment_id.is_not(None)
        )
    )
    return {row.assessment_id: row.host_team for row in rows}


def waiting_kinds(session: Session, child_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """Return for each child the kinds of assessment ('IHA', 'RHA') that wait on a host team."""
    found: dict[int, set[str]] = defaultdict(set)
    for part in chunks(child_ids):
        rows = session.execute(_running(), {"ids": part}).all()
        steps = _steps(session, [row.id for row in rows])
        for row in rows:
            if waits_on_host(steps[row.id]):
                found[row.child_id].add(row.kind)
    return {child_id: frozenset(kinds) for child_id, kinds in found.items()}


@cache
def _running() -> Any:
    row = OutOfAreaRequestRow
    return select(row.id, row.child_id, row.kind).where(among(row.child_id), row.ended_on.is_(None))


def add(session: Session, child_id: int, fields: Mapping[str, Any]) -> int:
    """Add a request and return its id."""
    row = OutOfAreaRequestRow(child_id=child_id, **fields)
    session.add(row)
    session.flush()
    mark_for_due(session, child_id)
    return row.id


def change(session: Session, request_id: int, fields: Mapping[str, Any]) -> None:
    """Set fields of a request."""
    row = session.get_one(OutOfAreaRequestRow, request_id)
    for name, value in fields.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    session.flush()
    mark_for_due(session, row.child_id)


def put_step(session: Session, request_id: int, done: StepDone) -> None:
    """Record a step, or correct it where it is recorded already."""
    row = _step_row(session, request_id, done.step)
    if row is None:
        row = OutOfAreaStepRow(request_id=request_id, step=done.step.value)
        session.add(row)
    row.done_on, row.done_by, row.note = done.done_on, done.done_by, done.note
    session.flush()
    mark_for_due(session, child_of(session, request_id))


def remove_step(session: Session, request_id: int, step: Step) -> None:
    """Take a step back that was recorded in error; the record of changes keeps it."""
    row = _step_row(session, request_id, step)
    if row is not None:
        session.delete(row)
        session.flush()
        mark_for_due(session, child_of(session, request_id))


def _step_row(session: Session, request_id: int, step: Step) -> OutOfAreaStepRow | None:
    return session.scalar(
        select(OutOfAreaStepRow).where(
            OutOfAreaStepRow.request_id == request_id, OutOfAreaStepRow.step == step.value
        )
    )


def _steps(session: Session, request_ids: list[int]) -> dict[int, tuple[StepDone, ...]]:
    found: dict[int, list[StepDone]] = defaultdict(list)
    if request_ids:
        for row in session.scalars(
            select(OutOfAreaStepRow).where(OutOfAreaStepRow.request_id.in_(request_ids))
        ):
            found[row.request_id].append(StepDone(Step(row.step), row.done_on, row.done_by, row.note))
    return defaultdict(
        tuple,
        {
            request_id: tuple(sorted(steps, key=lambda one: STEPS.index(one.step)))
            for request_id, steps in found.items()
        },
    )


def _request(row: OutOfAreaRequestRow, steps: tuple[StepDone, ...]) -> HostRequest:
    return HostRequest(**{name: getattr(row, name) for name in _PLAIN}, steps=steps)
