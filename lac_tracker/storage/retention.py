"""How long records are kept and what holds them: rows and domain."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from lac_tracker.domain.dates import birthday
from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.domain.retention import AdoptionSigns, Chosen, Hold, RecordFacts, Rules, read_rules
from lac_tracker.storage import care, reference_data
from lac_tracker.storage.tables.assessments import AssessmentRow
from lac_tracker.storage.tables.care import EpisodeRow, LegalStatusRow, PeriodOfCareRow, PlacementRow
from lac_tracker.storage.tables.children import ChildRow, CouncilRow
from lac_tracker.storage.tables.retention import RetentionHoldRow, RetentionRow

_CLOSED = ("signed", "history", "declined", "cancelled")


@cache
def rules() -> Rules:
    """Return the classes and the signs of adoption."""
    return read_rules(reference_data.table("retention.toml"))


def may_be_due(session: Session, team_id: int, today: date) -> list[int]:
    """Return the children of a team who may be due: old enough for the default, or with a class of their own."""
    by_default = max(one.years for one in rules().classes if one.applies_to_everybody)
    born_by = birthday(today, -by_default)  # younger ones can be due only where somebody chose a class
    query = select(ChildRow.id).where(
        ChildRow.team_id == team_id,
        or_(ChildRow.born <= born_by, exists().where(RetentionRow.child_id == ChildRow.id)),
    )
    return list(session.scalars(query.order_by(ChildRow.born, ChildRow.id)))


def held(session: Session, team_id: int) -> list[int]:
    """Return the children of a team whose record a person put on hold."""
    query = (
        select(RetentionHoldRow.child_id)
        .join(ChildRow, ChildRow.id == RetentionHoldRow.child_id)
        .where(ChildRow.team_id == team_id, RetentionHoldRow.lifted_at.is_(None))
        .distinct()
    )
    return list(session.scalars(query))


def with_council_id(session: Session, team_id: int, council_id: str) -> list[int]:
    """Return the children of a team whom a council knows by an id."""
    query = select(ChildRow.id).where(ChildRow.team_id == team_id, ChildRow.council_child_id == council_id)
    return list(session.scalars(query))


def facts(session: Session, child_ids: Iterable[int]) -> tuple[RecordFacts, ...]:
    """Return what decides on each record, in the order of the ids given."""
    wanted = list(child_ids)
    signs = rules().adoption
    placed = _with_signs(session, wanted, signs)
    care_of, chosen, holds = _care(session, wanted, signs), _chosen(session, wanted), _holds(session, wanted)
    work = _open_work(session, wanted)
    rows = {
        row.id: row
        for row in care.portions(
            session,
            select(ChildRow.id, ChildRow.council_child_id, ChildRow.born, CouncilRow.code)
            .join(CouncilRow, CouncilRow.id == ChildRow.responsible_council_id)
            .where(care.among(ChildRow.id)),
            wanted,
        )
    }
    return tuple(
        RecordFacts(
            child_id, row.code, row.council_child_id, row.born, chosen.get(child_id), tuple(holds.get(child_id, ())),
            child_id in placed, *care_of.get(child_id, (None, None, False)), work.get(child_id, 0),
        )
        for child_id in wanted
        if (row := rows.get(child_id)) is not None
    )  # fmt: skip


def facts_of(session: Session, child_id: int) -> RecordFacts:
    """Return what decides on one record. Raises NotFound."""
    found = facts(session, [child_id])
    if not found:
        raise NotFound("That child is not in this caseload")
    return found[0]


def choose(
    session: Session, child_id: int, key: str, *, because: str, died_on: date | None, adoption_order_on: date | None,
    by: str, now: datetime, seen_version: int,
) -> None:  # fmt: skip
    """Write down how long a record is kept. seen_version: 0 where nobody had decided. Raises RecordChanged."""
    row = session.scalar(select(RetentionRow).where(RetentionRow.child_id == child_id))
    if (row.version if row else 0) != seen_version:
        raise RecordChanged("Somebody else decided on this record meanwhile. Look at it again")
    if row is None:
        row = RetentionRow(child_id=child_id)
        session.add(row)
    row.retention_class, row.because, row.died_on, row.adoption_order_on = (
        key,
        because,
        died_on,
        adoption_order_on,
    )
    row.decided_by, row.decided_at = by, now
    session.flush()


def add_hold(session: Session, child_id: int, kind: str, *, because: str, by: str, now: datetime) -> int:
    """Put a record on hold, and return the id of the hold."""
    row = RetentionHoldRow(child_id=child_id, kind=kind, because=because, set_by=by, set_at=now)
    session.add(row)
    session.flush()
    return row.id


def lift_hold(
    session: Session, hold_id: int, *, because: str, by: str, now: datetime, seen_version: int
) -> None:
    """Lift a hold. It stays on record. Raises RecordChanged when it was lifted, or changed, meanwhile."""
    row = session.get_one(RetentionHoldRow, hold_id)
    if row.version != seen_version or row.lifted_at is not None:
        raise RecordChanged("Somebody else changed this hold meanwhile. Look at it again")
    row.lifted_because, row.lifted_by, row.lifted_at = because, by, now
    session.flush()


def child_of_hold(session: Session, hold_id: int) -> int:
    """Return whose record a hold is on. Raises NotFound."""
    child_id = session.scalar(select(RetentionHoldRow.child_id).where(RetentionHoldRow.id == hold_id))
    if child_id is None:
        raise NotFound("That hold is not in this caseload")
    return child_id


def _chosen(session: Session, child_ids: Sequence[int]) -> dict[int, Chosen]:
    query = select(RetentionRow).where(care.among(RetentionRow.child_id))
    return {
        row.child_id: Chosen(
            row.retention_class, row.because, row.died_on, row.adoption_order_on, row.decided_by, row.decided_at,
            row.version,
        )
        for (row,) in care.portions(session, query, child_ids)
    }  # fmt: skip


def _holds(session: Session, child_ids: Sequence[int]) -> dict[int, list[Hold]]:
    found: dict[int, list[Hold]] = {}
    query = (
        select(RetentionHoldRow)
        .where(care.among(RetentionHoldRow.child_id))
        .order_by(RetentionHoldRow.id.desc())
    )
    for (row,) in care.portions(session, query, child_ids):
        found.setdefault(row.child_id, []).append(
            Hold(
                row.id, row.kind, row.because, row.set_by, row.set_at, row.version, row.lifted_by or "", row.lifted_at,
                row.lifted_because or "",
            )
        )  # fmt: skip
    return found


def _care(
    session: Session, child_ids: Sequence[int], signs: AdoptionSigns
) -> dict[int, tuple[date | None, date | None, bool]]:
    """Return of each child the day care ended with an adoption, the day it last ended, and whether it goes on."""
    row = PeriodOfCareRow
    query = select(row.child_id, row.ended, row.reason_ended).where(care.among(row.child_id))
    found: dict[int, tuple[date | None, date | None, bool]] = {}
    for child_id, ended, reason in care.portions(session, query, child_ids):
        adopted, last, goes_on = found.get(child_id, (None, None, False))
        if ended is None:
            goes_on = True
        elif last is None or ended > last:
            last = ended
        if reason in signs.reasons_ended and ended is not None:
            adopted = max(adopted or ended, ended)
        found[child_id] = (adopted, None if goes_on else last, goes_on)
    return found


def _with_signs(session: Session, child_ids: Sequence[int], signs: AdoptionSigns) -> set[int]:
    """Return the children who were placed for adoption, or about whom an order to place was made."""
    placements, statuses = sorted(signs.placement_types), sorted(signs.legal_statuses)
    asked: tuple[tuple[Any, ColumnElement[bool]], ...] = (
        (PlacementRow.child_id, PlacementRow.placement_type.in_(placements)),
        (LegalStatusRow.child_id, LegalStatusRow.code.in_(statuses)),
        (
            EpisodeRow.child_id,
            or_(EpisodeRow.placement_type.in_(placements), EpisodeRow.legal_status.in_(statuses)),
        ),
    )
    return {
        found
        for column, condition in asked
        for (found,) in care.portions(session, select(column).where(care.among(column), condition), child_ids)
    }


def _open_work(session: Session, child_ids: Sequence[int]) -> dict[int, int]:
    row = AssessmentRow
    query = (
        select(row.child_id, func.count())
        .where(care.among(row.child_id), row.state.not_in(_CLOSED))
        .group_by(row.child_id)
    )
    return {child_id: count for child_id, count in care.portions(session, query, child_ids)}
