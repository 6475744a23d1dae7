"""Requests for information and their reminders: rows and domain."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.storage.care import among, portions
from lac_tracker.storage.tables.information import ChaseRow, InformationRequestRow


@dataclass(frozen=True)
class Chase:
    """One reminder."""

    chased_on: date
    chased_by: str
    note: str | None


@dataclass(frozen=True)
class Request:
    """One thing asked of one source. sections: ids of form sections where the answer belongs."""

    id: int
    child_id: int
    assessment_id: int | None
    source: str
    asked_of: str
    what: str
    asked_on: date
    due_on: date
    answer: str | None
    answered_on: date | None
    content: str
    sections: tuple[str, ...]
    used_in: str | None
    recorded_by: str
    version: int
    chases: tuple[Chase, ...] = ()


_PLAIN = tuple(name for name in Request.__dataclass_fields__ if name not in ("sections", "chases"))


def child_of(session: Session, request_id: int) -> int:
    """Return whose record a request is in. Raises NotFound."""
    child_id = session.scalar(
        select(InformationRequestRow.child_id).where(InformationRequestRow.id == request_id)
    )
    if child_id is None:
        raise NotFound("That request is not in this caseload")
    return child_id


def requests(session: Session, child_id: int) -> tuple[Request, ...]:
    """Return everything asked about a child, in the order it was asked."""
    rows = session.scalars(_requests(), {"child": child_id}).all()
    reminders: dict[int, list[Chase]] = defaultdict(list)
    for (row,) in portions(session, _reminders(), [row.id for row in rows]):
        reminders[row.request_id].append(Chase(row.chased_on, row.chased_by, row.note))
    return tuple(_request(row, tuple(reminders[row.id])) for row in rows)


@cache
def _requests() -> Any:
    row = InformationRequestRow
    return select(row).where(row.child_id == bindparam("child")).order_by(row.asked_on, row.id)


@cache
def _reminders() -> Any:
    return select(ChaseRow).where(among(ChaseRow.request_id)).order_by(ChaseRow.id)


def load(session: Session, request_id: int) -> Request:
    """Return one request with its reminders. Raises NotFound."""
    child_id = child_of(session, request_id)
    return next(one for one in requests(session, child_id) if one.id == request_id)


def add(session: Session, child_id: int, fields: Mapping[str, Any]) -> int:
    """Record that something was asked and return the request's id."""
    row = InformationRequestRow(child_id=child_id, **fields)
    session.add(row)
    session.flush()
    return row.id


def change(
    session: Session, request_id: int, fields: Mapping[str, Any], *, seen_version: int | None = None
) -> None:
    """Set fields of a request. Raises RecordChanged when another person changed it since it was looked at."""
    row = session.get_one(InformationRequestRow, request_id)
    if seen_version is not None and row.version != seen_version:
        raise RecordChanged(
            "Someone else changed this while you were working. Open it again to see their version"
        )
    for name, value in fields.items():
        held = ",".join(value) if name == "sections" else value
        if getattr(row, name) != held:
            setattr(row, name, held)
    session.flush()


def add_chase(session: Session, request_id: int, on: date, by: str, note: str | None) -> None:
    """Record a reminder."""
    session.add(ChaseRow(request_id=request_id, chased_on=on, chased_by=by, note=note))
    session.flush()


def asked_on(session: Session, child_id: int, source: str | None = None) -> date | None:
    """Return the day something was first asked, of one source or of any; None when nothing was."""
    days = [one.asked_on for one in requests(session, child_id) if source in (None, one.source)]
    return min(days, default=None)


def _request(row: InformationRequestRow, chases: tuple[Chase, ...]) -> Request:
    values = {name: getattr(row, name) for name in _PLAIN}
    return Request(**values, sections=tuple(filter(None, row.sections.split(","))), chases=chases)
