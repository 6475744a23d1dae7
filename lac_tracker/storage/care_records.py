"""Periods, placements, legal statuses, protection and missing episodes as rows that people enter and correct."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.storage.children import mark_for_due
from lac_tracker.storage.tables.care import (
    LegalStatusRow,
    MissingEpisodeRow,
    PeriodOfCareRow,
    PlacementRow,
    ProtectionStatusRow,
)


@dataclass(frozen=True)
class Period:
    """One period of care as it stands in the record."""

    id: int
    began: date | None
    ended: date | None
    reason_ended: str | None
    council_told_us_on: date | None
    import_id: int | None
    version: int


@dataclass(frozen=True)
class PlacementRecord:
    """One placement. import_id: the return it came with; None when it was entered here."""

    id: int
    began: date
    ended: date | None
    placement_type: str
    provider: str | None
    postcode: str | None
    provider_urn: str | None
    reason_for_change: str | None
    address: str | None
    carer_name: str | None
    host_area: str | None
    council_told_us_on: date | None
    import_id: int | None
    version: int


@dataclass(frozen=True)
class LegalRecord:
    """One legal status, and who holds parental responsibility under it, in words."""

    id: int
    began: date
    ended: date | None
    code: str
    parental_responsibility: str | None
    import_id: int | None
    version: int


@dataclass(frozen=True)
class ProtectionRecord:
    """A child protection plan, a section 47 enquiry or a child in need plan."""

    id: int
    kind: str
    category: str | None
    began: date
    ended: date | None
    next_review_on: date | None
    note: str | None
    recorded_by: str
    version: int


@dataclass(frozen=True)
class MissingRecord:
    """From when to when the child was missing."""

    id: int
    began: date
    ended: date | None
    told_by: str | None
    note: str | None
    recorded_by: str
    version: int


_TABLES: dict[type[Any], Any] = {
    Period: PeriodOfCareRow,
    PlacementRecord: PlacementRow,
    LegalRecord: LegalStatusRow,
    ProtectionRecord: ProtectionStatusRow,
    MissingRecord: MissingEpisodeRow,
}


def periods(session: Session, child_id: int) -> tuple[Period, ...]:
    """Return the periods of care, oldest first; one without a beginning stands where it ended."""
    return tuple(
        sorted(
            _all(session, child_id, Period),
            key=lambda one: (one.ended or date.max, one.began or date.min),
        )
    )


def placements(session: Session, child_id: int) -> tuple[PlacementRecord, ...]:
    """Return the placements, oldest first."""
    return tuple(_by_day(_all(session, child_id, PlacementRecord)))


def legal_statuses(session: Session, child_id: int) -> tuple[LegalRecord, ...]:
    """Return the legal statuses, oldest first."""
    return tuple(_by_day(_all(session, child_id, LegalRecord)))


def protection(session: Session, child_id: int) -> tuple[ProtectionRecord, ...]:
    """Return what was recorded of protection and need, oldest first."""
    return tuple(_by_day(_all(session, child_id, ProtectionRecord)))


def missing(session: Session, child_id: int) -> tuple[MissingRecord, ...]:
    """Return the missing episodes, oldest first."""
    return tuple(_by_day(_all(session, child_id, MissingRecord)))


def add(session: Session, record: type[Any], child_id: int, fields: Mapping[str, Any]) -> int:
    """Add a row of a kind of record and return its id."""
    row = _TABLES[record](child_id=child_id, **fields)
    session.add(row)
    session.flush()
    mark_for_due(session, child_id)
    return int(row.id)


def change(
    session: Session,
    record: type[Any],
    row_id: int,
    fields: Mapping[str, Any],
    *,
    seen_version: int | None = None,
) -> None:
    """Set fields of a row. Raises RecordChanged when another person changed it since it was looked at."""
    row = session.get_one(_TABLES[record], row_id)
    if seen_version is not None and row.version != seen_version:
        raise RecordChanged(
            "Someone else changed this while you were working. Open it again to see their version"
        )
    for name, value in fields.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    session.flush()
    mark_for_due(session, row.child_id)


def remove(session: Session, record: type[Any], row_id: int) -> None:
    """Take away a row that was entered in error; the record of changes keeps it."""
    row = session.get_one(_TABLES[record], row_id)
    child_id = row.child_id
    session.delete(row)
    session.flush()
    mark_for_due(session, child_id)


def load(session: Session, record: type[Any], row_id: int) -> Any:
    """Return one row of a kind of record. Raises NotFound."""
    row = session.get(_TABLES[record], row_id)
    if row is None:
        raise NotFound("That line is not in this caseload any more. Press F5 to see the record as it is")
    return _as(record, row)


def child_of_placement(session: Session, row_id: int) -> int:
    """Return whose placement it is. Raises NotFound."""
    return _child_of(session, PlacementRecord, row_id)


def child_of_legal_status(session: Session, row_id: int) -> int:
    """Return whose legal status it is. Raises NotFound."""
    return _child_of(session, LegalRecord, row_id)


def child_of_protection(session: Session, row_id: int) -> int:
    """Return whose protection status it is. Raises NotFound."""
    return _child_of(session, ProtectionRecord, row_id)


def child_of_missing(session: Session, row_id: int) -> int:
    """Return whose missing episode it is. Raises NotFound."""
    return _child_of(session, MissingRecord, row_id)


def responsibility_changed_on(session: Session, child_id: int) -> date | None:
    """Return the last day on which someone else came to hold parental responsibility, as recorded; None if never.

    A status whose holders nobody entered says nothing about a change.
    """
    known = [one for one in legal_statuses(session, child_id) if one.parental_responsibility]
    days = [
        later.began
        for earlier, later in zip(known, known[1:], strict=False)
        if later.parental_responsibility != earlier.parental_responsibility
    ]
    return max(days, default=None)


def _all(session: Session, child_id: int, record: type[Any]) -> list[Any]:
    table = _TABLES[record]
    rows = session.scalars(select(table).where(table.child_id == child_id).order_by(table.id))
    return [_as(record, row) for row in rows]


def _as(record: type[Any], row: Any) -> Any:
    return record(**{name: getattr(row, name) for name in record.__dataclass_fields__})


def _by_day(rows: list[Any]) -> list[Any]:
    return sorted(rows, key=lambda one: (one.began, one.ended or date.max))


def _child_of(session: Session, record: type[Any], row_id: int) -> int:
    table = _TABLES[record]
    child_id = session.scalar(select(table.child_id).where(table.id == row_id))
    if child_id is None:
        raise NotFound("That line is not in this caseload any more. Press F5 to see the record as it is")
    return int(child_id)
