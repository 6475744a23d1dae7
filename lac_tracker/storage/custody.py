"""What the record of changes says about one assessment: every entry with who, when, and the rows it touched."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lac_tracker.storage.tables.audit import AuditRow, ChangeRow
from lac_tracker.storage.tables.papers import DocumentRow, SendingRow

_OWN = (
    "answers",
    "pauses",
    "last_plan_marks",
    "jotter_notes",
    "quotes",
    "documents_made",
    "documents_printed",
    "needs",
    "signing_reasons",
)

SENT = "documents_sent"
_AT_ONCE = 500  # a statement takes only so many values


@dataclass(frozen=True)
class RowChange:
    """One row before and after. Both as the tables had it; None where it was not there."""

    table: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True)
class CustodyEntry:
    """One act on an assessment."""

    at: datetime
    who: str
    action: str
    changes: tuple[RowChange, ...]


def entries_about(session: Session, child_id: int, assessment_id: int) -> tuple[CustodyEntry, ...]:
    """Return every entry that changed an assessment, what belongs to it or where it was sent, oldest first."""
    sent = session.scalars(
        select(SendingRow.id)
        .join(DocumentRow, DocumentRow.id == SendingRow.document_id)
        .where(DocumentRow.assessment_id == assessment_id)
    ).all()
    # Plans of several children are marked as sent in one act, whose entry names none of them.
    together = select(ChangeRow.entry_id).where(ChangeRow.table_name == SENT, ChangeRow.row_id.in_(sent))
    rows = session.execute(
        select(AuditRow.entry_id, AuditRow.at, AuditRow.person_name, AuditRow.action)
        .where(
            or_(AuditRow.child_id == child_id, AuditRow.entry_id.in_(together)), AuditRow.changes_count > 0
        )
        .order_by(AuditRow.number)
    ).all()
    touched = _touched(session, [row.entry_id for row in rows], assessment_id, frozenset(sent))
    return tuple(
        CustodyEntry(row.at, row.person_name, row.action, tuple(touched[row.entry_id]))
        for row in rows
        if row.entry_id in touched
    )


def _touched(
    session: Session, entry_ids: list[str], assessment_id: int, sent: frozenset[int]
) -> dict[str, list[RowChange]]:
    found: dict[str, list[RowChange]] = defaultdict(list)
    wanted = select(ChangeRow).where(ChangeRow.table_name.in_(("assessments", SENT, *_OWN)))
    for start in range(0, len(entry_ids), _AT_ONCE):
        part = entry_ids[start : start + _AT_ONCE]
        for row in session.scalars(wanted.where(ChangeRow.entry_id.in_(part)).order_by(ChangeRow.id)):
            before, after = (json.loads(text) if text else None for text in (row.before, row.after))
            one = after or before or {}
            is_amendment = row.table_name == "assessments" and one.get("amends_id") == assessment_id
            is_own = row.table_name != "assessments" and one.get("assessment_id") == assessment_id
            is_own = is_own or (row.table_name == SENT and row.row_id in sent)
            if is_own or is_amendment or (row.table_name == "assessments" and row.row_id == assessment_id):
                found[row.entry_id].append(RowChange(row.table_name, before, after))
    return found
