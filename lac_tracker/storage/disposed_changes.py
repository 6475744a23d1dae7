"""What the check of the audit chain must know of changes that went with a disposed record.

An entry whose changes went verifies by what is left of them: by the newest note about it. A note counts only when it stands,
word for word, among the sealed changes of a later entry that disposed of a record and says so of that disposal. Such an entry
is checked as every other: whoever deletes changes and writes a note has no key to seal it with.
"""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lac_tracker.domain.audit import digest_of
from lac_tracker.domain.authorisation import Action
from lac_tracker.storage.tables.audit import AuditRow, ChangeRow
from lac_tracker.storage.tables.retention import DisposedChangesRow

Left = tuple[int, str]  # how many changes of an entry are left, and the digest over them

_NOTE = ("id", "disposal_id", "entry_id", "removed", "left_digest")
_note, _entry, _change = DisposedChangesRow.__table__.c, AuditRow.__table__.c, ChangeRow.__table__.c
_NOTES = select(*(_note[name] for name in _NOTE)).order_by(_note.id)
_SEALED = (
    select(_entry.number, _change.table_name, _change.operation, _change.row_id, _change.after)
    .join_from(ChangeRow, AuditRow, _entry.entry_id == _change.entry_id)
    .where(
        _change.table_name.in_((DisposedChangesRow.__tablename__, "disposals")), _entry.action == Action.DISPOSE.value
    )
)  # fmt: skip
_ABOUT = select(_entry.entry_id, _entry.number, _entry.changes_count, _entry.changes_digest)
_OF_ENTRY = (
    select(_change.id, _change.table_name, _change.row_id, _change.operation, _change.before, _change.after)
    .where(_change.entry_id == bindparam("entry"))
    .order_by(_change.id)
)


def left_by_disposals(session: Session) -> tuple[dict[object, Left], tuple[str, ...]]:
    """Return what is left of each entry that lost changes to a disposal, and what is wrong with the notes, in words."""
    notes = session.execute(_NOTES).all()
    sealed = _sealed_notes(session)
    if not notes and not sealed:
        return {}, ()
    about = {
        row.entry_id: row
        for row in session.execute(_ABOUT.where(_entry.entry_id.in_(select(_note.entry_id))))
    }
    left: dict[object, Left] = {}
    faults = []
    for note in notes:
        entry, wrote = about.get(note.entry_id), sealed.pop(tuple(note), None)
        if entry is None or wrote is None or entry.number >= wrote:
            faults.append(
                f"The note {note.id} of changes that went with a disposed record belongs to no disposal."
            )
            continue
        count = left.get(note.entry_id, (entry.changes_count, ""))[0]
        left[note.entry_id] = (count - note.removed, note.left_digest)
    if sealed:
        faults.append(f"{len(sealed)} notes of changes that went with a disposed record are missing.")
    return left, tuple(faults)


def sealed_of(session: Session, entry_id: str) -> Left | None:
    """Return how many changes an entry should have now and their digest, before more of them go; None without an entry."""
    entry = session.execute(_ABOUT.where(_entry.entry_id == entry_id)).first()
    if entry is None:
        return None
    notes = session.execute(_NOTES.where(_note.entry_id == entry_id)).all()
    if not notes:
        return (entry.changes_count, entry.changes_digest)
    return (entry.changes_count - sum(note.removed for note in notes), notes[-1].left_digest)


def digest_without(session: Session, entry_id: str, without: Collection[int] = ()) -> Left | None:
    """Return count and digest of the changes of an entry, less some of them; None for values no change ever had."""
    rows = session.connection().execute(_OF_ENTRY, {"entry": entry_id})
    try:
        return digest_of(tuple(row) for row in rows if row[0] not in without)
    except (TypeError, ValueError):
        return None


def _sealed_notes(session: Session) -> dict[tuple[Any, ...], int]:
    """Return the notes as the changes of disposals have them, with the number of the entry that wrote each."""
    notes: list[tuple[int, dict[str, Any]]] = []
    done: set[tuple[int, object]] = set()
    for number, table, operation, row_id, after in session.execute(_SEALED):
        held = _read(after)
        if table == "disposals" and held.get("state") == "done":
            done.add((number, row_id))
        elif table != "disposals" and operation == "insert":
            notes.append((number, held))
    return {
        tuple(held.get(name) for name in _NOTE): number
        for number, held in notes
        if (number, held.get("disposal_id")) in done
    }


def _read(text: object) -> dict[str, Any]:
    try:
        held = json.loads(text) if isinstance(text, str) else {}
    except ValueError:
        return {}
    is_row = isinstance(held, dict) and not any(isinstance(value, list | dict) for value in held.values())
    return held if is_row else {}
