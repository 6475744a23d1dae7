"""Family members and items of birth and family history: rows and domain."""

import json
from collections.abc import Collection, Mapping
from dataclasses import fields as fields_of
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lac_tracker.domain.completeness import HistoryState
from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.domain.family import FamilyMember
from lac_tracker.domain.family_history import HistoryItem
from lac_tracker.storage.care import among, chunks, portions
from lac_tracker.storage.tables.family import FamilyMemberRow, HistoryItemRow

_MEMBER = tuple(field.name for field in fields_of(FamilyMember))
_CHANGED = "Someone else changed this while you were working. Open it again to see their version"


def members(session: Session, child_id: int) -> tuple[FamilyMember, ...]:
    """Return the people of a child's family, in the order they were recorded; without those entered in error."""
    return members_of(session, [child_id])[child_id]


def members_of(session: Session, child_ids: Collection[int]) -> dict[int, tuple[FamilyMember, ...]]:
    """Return the families of children, each as `members` has it, in as many queries as for one."""
    found: dict[int, list[FamilyMember]] = {child_id: [] for child_id in child_ids}
    for (row,) in portions(session, _members(), child_ids):
        found[row.child_id].append(FamilyMember(**{name: getattr(row, name) for name in _MEMBER}))
    return {child_id: tuple(held) for child_id, held in found.items()}


@cache
def _members() -> Any:
    one = FamilyMemberRow
    of_children = (among(one.child_id), one.entered_in_error_because.is_(None))
    return select(one).where(*of_children).order_by(one.id)


def add_member(session: Session, child_id: int, recorded_by: str, fields: Mapping[str, Any]) -> int:
    """Add a person and return the id."""
    row = FamilyMemberRow(child_id=child_id, recorded_by=recorded_by, **fields)
    session.add(row)
    session.flush()
    return row.id


def change_member(
    session: Session, child_id: int, member_id: int, fields: Mapping[str, Any], *, seen_version: int | None
) -> bool:
    """Set fields of a person and return whether anything differed.

    Raises NotFound when they are not of this family, and RecordChanged when somebody else saved them first.
    """
    row = _member(session, child_id, member_id)
    if seen_version is not None and row.version != seen_version:
        raise RecordChanged(_CHANGED)
    differing = {name: value for name, value in fields.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    if differing:
        session.flush()
    return bool(differing)


def enter_in_error(session: Session, child_id: int, member_id: int, because: str) -> None:
    """Strike a person out, with the reason. The row stays; nobody is linked to it any more."""
    struck = _member(session, child_id, member_id)
    struck.entered_in_error_because = because
    for row in session.scalars(select(FamilyMemberRow).where(FamilyMemberRow.child_id == child_id)):
        for link in ("mother_id", "father_id", "partner_id"):
            if getattr(row, link) == member_id:
                setattr(row, link, None)
    session.flush()


def texts(session: Session, child_ids: Collection[int], items: tuple[str, ...]) -> dict[int, list[str]]:
    """Return what was written under items of the history of children. items: how their keys begin."""
    found: dict[int, list[str]] = {child_id: [] for child_id in child_ids}
    one = HistoryItemRow
    for part in chunks(child_ids):
        wanted = select(one.child_id, one.item, one.value).where(
            one.child_id.in_(part), one.value.is_not(None)
        )
        for child_id, item, value in session.execute(wanted.order_by(one.id)):
            if item.startswith(items) and isinstance(text := json.loads(value or "null"), str):
                found[child_id].append(text)
    return found


def history(session: Session, child_id: int) -> dict[str, HistoryItem]:
    """Return what is on record of each item; an item that is not here has not been asked."""
    rows = session.scalars(_history(), {"child": child_id})
    return {
        row.item: HistoryItem(
            row.item,
            HistoryState(row.state),
            json.loads(row.value) if row.value is not None else None,
            "",
            row.source or "",
            row.asked_of or "",
            row.asked_on,
            row.chase_on,
            row.received_on,
            row.recorded_on,
            row.recorded_by,
            row.version,
        )
        for row in rows
    }


@cache
def _history() -> Any:
    return select(HistoryItemRow).where(HistoryItemRow.child_id == bindparam("child"))


def last_asked(session: Session, child_id: int, *groups: str) -> date | None:
    """Return the last day on which an item of these groups was asked for; None when none was."""
    days = (
        one.asked_on for item, one in history(session, child_id).items() if item.partition(".")[0] in groups
    )
    return max((day for day in days if day is not None), default=None)


def add_items(session: Session, child_id: int, items: Mapping[str, tuple[Mapping[str, Any], object]]) -> None:
    """Record items that the child has none of yet, all at once. items: item → fields and value."""
    session.add_all(
        HistoryItemRow(child_id=child_id, item=item, **_kept(fields, value))
        for item, (fields, value) in items.items()
    )
    session.flush()


def put_item(
    session: Session,
    child_id: int,
    item: str,
    fields: Mapping[str, Any],
    value: object,
    *,
    seen_version: int | None = None,
) -> bool:
    """Record one item, new or again, and return whether anything differed.

    seen_version: of the row the person saw, 0 when there was none. Raises RecordChanged when it is another one now.
    """
    row = session.scalar(
        select(HistoryItemRow).where(HistoryItemRow.child_id == child_id, HistoryItemRow.item == item)
    )
    if seen_version is not None and seen_version != (row.version if row else 0):
        raise RecordChanged(_CHANGED)
    kept = _kept(fields, value)
    if row is None:
        session.add(HistoryItemRow(child_id=child_id, item=item, **kept))
        session.flush()
        return True
    recorded = ("recorded_on", "recorded_by")
    if all(getattr(row, name) == new for name, new in kept.items() if name not in recorded):
        return False
    for name, new in kept.items():
        setattr(row, name, new)
    session.flush()
    return True


def _kept(fields: Mapping[str, Any], value: object) -> dict[str, Any]:
    return {**fields, "value": json.dumps(value) if value is not None else None}


def _member(session: Session, child_id: int, member_id: int) -> FamilyMemberRow:
    row = session.get(FamilyMemberRow, member_id)
    if row is None or row.child_id != child_id or row.entered_in_error_because is not None:
        raise NotFound("That person is not on this child's record any more")
    return row
