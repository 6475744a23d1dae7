"""Pregnancy and leaving care: rows and domain."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.domain.pathways import LeavingCare, Pregnancy
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.pathways import LeavingCareRow, PregnancyRow

CHANGED = "Someone else changed this while you were working. Open it again to see their version"


def pregnancies(session: Session, child_id: int) -> tuple[Pregnancy, ...]:
    """Return the pregnancies of a young person, oldest first."""
    rows = session.scalars(
        select(PregnancyRow).where(PregnancyRow.child_id == child_id).order_by(PregnancyRow.id)
    )
    return tuple(_pregnancy(row) for row in rows)


def without_reply(session: Session, team_id: int, today: date) -> tuple[tuple[int, Pregnancy], ...]:
    """Return (child, pregnancy) of a team where the midwifery team's reply was due before today and has not come."""
    rows = session.scalars(
        select(PregnancyRow)
        .join(ChildRow, ChildRow.id == PregnancyRow.child_id)
        .where(
            ChildRow.team_id == team_id, PregnancyRow.ended_on.is_(None), PregnancyRow.replied_on.is_(None),
            PregnancyRow.reply_due_on < today,
        )
        .order_by(PregnancyRow.reply_due_on, PregnancyRow.id)
    )  # fmt: skip
    return tuple((row.child_id, _pregnancy(row)) for row in rows)


def child_of(session: Session, pregnancy_id: int) -> int:
    """Return whose pregnancy it is. Raises NotFound."""
    child_id = session.scalar(select(PregnancyRow.child_id).where(PregnancyRow.id == pregnancy_id))
    if child_id is None:
        raise NotFound("That pregnancy is not in this caseload")
    return child_id


def add_pregnancy(session: Session, child_id: int, fields: Mapping[str, Any]) -> int:
    """Open the pathway and return its id; one that is open already is kept."""
    held = next((one for one in pregnancies(session, child_id) if one.ended_on is None), None)
    if held is not None:
        return held.id
    row = PregnancyRow(child_id=child_id, **fields)
    session.add(row)
    session.flush()
    return row.id


def change_pregnancy(
    session: Session, pregnancy_id: int, fields: Mapping[str, Any], *, seen_version: int
) -> None:
    """Set fields of a pregnancy. Raises RecordChanged when somebody else did so meanwhile."""
    row = session.get_one(PregnancyRow, pregnancy_id)
    if row.version != seen_version:
        raise RecordChanged(CHANGED)
    for name, value in fields.items():
        setattr(row, name, value)
    session.flush()


def end_pregnancies(session: Session, child_id: int, on: date, words: str) -> bool:
    """End what is open and return whether anything was."""
    rows = session.scalars(
        select(PregnancyRow).where(PregnancyRow.child_id == child_id, PregnancyRow.ended_on.is_(None))
    ).all()
    for row in rows:
        row.ended_on, row.ended_words = on, words
    session.flush()
    return bool(rows)


def leaving_care(session: Session, child_id: int) -> LeavingCare:
    """Return what is recorded about leaving care; version 0 while nothing is."""
    row = session.scalar(select(LeavingCareRow).where(LeavingCareRow.child_id == child_id))
    if row is None:
        return LeavingCare()
    return LeavingCare(
        row.health_history, row.health_history_on, row.health_history_by or "", row.health_history_note,
        row.explained_on, row.personal_adviser or "", row.adult_services or "", row.version,
    )  # fmt: skip


def keep_leaving_care(
    session: Session, child_id: int, fields: Mapping[str, Any], *, seen_version: int
) -> None:
    """Write what is recorded about leaving care. Raises RecordChanged when somebody else did so meanwhile."""
    row = session.scalar(select(LeavingCareRow).where(LeavingCareRow.child_id == child_id))
    if (row.version if row else 0) != seen_version:
        raise RecordChanged(CHANGED)
    if row is None:
        row = LeavingCareRow(child_id=child_id)
        session.add(row)
    for name, value in fields.items():
        setattr(row, name, value)
    session.flush()


def _pregnancy(row: PregnancyRow) -> Pregnancy:
    return Pregnancy(
        row.id, row.due_on, row.known_since, row.referred_on, row.referred_to or "", row.reply_due_on, row.replied_on,
        row.accepted or "", row.midwife or "", row.midwife_phone or "", row.unborn_child_plan or "", row.ended_on,
        row.ended_words or "", row.version,
    )  # fmt: skip
