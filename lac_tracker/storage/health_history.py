"""The health history: its lines, and what was offered, chosen and checked."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.domain.health_history import Choices, Line
from lac_tracker.storage.tables.papers import HealthHistoryCheckRow, HealthHistoryRow

CHANGED = "Someone else changed this while you were working. Open it again to see their version"


def child_of_line(session: Session, line_id: int) -> int:
    """Return whose line it is. Raises NotFound."""
    child_id = session.scalar(select(HealthHistoryRow.child_id).where(HealthHistoryRow.id == line_id))
    if child_id is None:
        raise NotFound("That line is not in this health history any more")
    return child_id


def lines(session: Session, child_id: int) -> tuple[Line, ...]:
    """Return every line, those left out too, in the order of their part."""
    rows = session.scalars(
        select(HealthHistoryRow)
        .where(HealthHistoryRow.child_id == child_id)
        .order_by(HealthHistoryRow.part, HealthHistoryRow.position, HealthHistoryRow.id)
    )
    return tuple(
        Line(
            row.id, row.part, row.position, row.when_words, row.words, row.could_not_find, row.asked_of, row.asked_on,
            row.left_out, row.recorded_by, row.record_key, row.record_said, row.version,
        )
        for row in rows
    )  # fmt: skip


def add_line(session: Session, child_id: int, fields: Mapping[str, Any]) -> int:
    """Add a line at the end of its part and return its id."""
    last = session.scalar(
        select(func.max(HealthHistoryRow.position)).where(
            HealthHistoryRow.child_id == child_id, HealthHistoryRow.part == fields["part"]
        )
    )
    row = HealthHistoryRow(child_id=child_id, position=(last or 0) + 1, **fields)
    session.add(row)
    session.flush()
    return row.id


def change_line(session: Session, line_id: int, fields: Mapping[str, Any], *, seen_version: int) -> None:
    """Set fields of a line. Raises RecordChanged when somebody else did so meanwhile."""
    row = session.get_one(HealthHistoryRow, line_id)
    if row.version != seen_version:
        raise RecordChanged(CHANGED)
    for name, value in fields.items():
        setattr(row, name, value)
    session.flush()


def move_line(session: Session, line_id: int, step: int) -> bool:
    """Let a line change places with its neighbour in the part, -1 up and 1 down; False at the end of the part."""
    moved = session.get_one(HealthHistoryRow, line_id)
    rows = session.scalars(
        select(HealthHistoryRow)
        .where(HealthHistoryRow.child_id == moved.child_id, HealthHistoryRow.part == moved.part)
        .order_by(HealthHistoryRow.position, HealthHistoryRow.id)
    ).all()
    place = rows.index(moved)
    if not 0 <= place + step < len(rows):
        return False
    order = list(rows)
    order[place], order[place + step] = order[place + step], order[place]
    for position, row in enumerate(order, 1):
        if row.position != position:
            row.position = position
    session.flush()
    return True


def choices(session: Session, child_id: int) -> Choices:
    """Return what was offered, chosen and checked; version 0 while nothing is recorded."""
    row = session.scalar(select(HealthHistoryCheckRow).where(HealthHistoryCheckRow.child_id == child_id))
    if row is None:
        return Choices()
    return Choices(
        row.offered_on, row.offer_answer or "", row.made_with_them_on, row.jabs_checked_on, row.checked_on,
        row.checked_by or "", row.checked_sha256 or "", row.gp_copy or "", row.colour or "", row.blood_group or "",
        row.version,
    )  # fmt: skip


def keep_choices(session: Session, child_id: int, fields: Mapping[str, Any], *, seen_version: int) -> None:
    """Write what was chosen or checked; '' is kept as not known. Raises RecordChanged when somebody else was first."""
    row = session.scalar(select(HealthHistoryCheckRow).where(HealthHistoryCheckRow.child_id == child_id))
    if (row.version if row else 0) != seen_version:
        raise RecordChanged(CHANGED)
    if row is None:
        row = HealthHistoryCheckRow(child_id=child_id)
        session.add(row)
    for name, value in fields.items():
        setattr(row, name, value or None)
    session.flush()
