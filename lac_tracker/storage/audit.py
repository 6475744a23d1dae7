"""Opens, seals and verifies the entries of the audit chain."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, String, bindparam, delete, func, insert, select, type_coerce
from sqlalchemy.orm import Session

from lac_tracker.domain.audit import FIRST_MAC, Entry, SealedEntry, digest_of, mac_of
from lac_tracker.storage.tables.audit import AuditRow, ChangeRow, CurrentEntryRow

_CHANGE = (
    ChangeRow.id,
    ChangeRow.table_name,
    ChangeRow.row_id,
    ChangeRow.operation,
    ChangeRow.before,
    ChangeRow.after,
)
_AT_ONCE = 1_000  # rows fetched from the driver in one call
# Every change runs them: built once.
_OPEN, _CLOSE, _SEAL = insert(CurrentEntryRow), delete(CurrentEntryRow), insert(AuditRow)
_CHANGES = select(*_CHANGE).where(ChangeRow.entry_id == bindparam("entry")).order_by(ChangeRow.id)
_NEWEST = select(AuditRow.number, AuditRow.mac).order_by(AuditRow.number.desc()).limit(1)


def open_entry(session: Session, entry: Entry) -> None:
    """Open the entry of this transaction: without one no audited table can be written."""
    if entry.at.tzinfo is None:
        raise ValueError("The moment of an entry needs its time zone")
    entry_id = secrets.token_hex(16)
    session.info["entry"], session.info["entry_id"] = entry, entry_id
    session.connection().execute(_OPEN, {"only_row": 1, "entry_id": entry_id})


def seal(session: Session, audit_key: bytes) -> None:
    """Add this transaction to the chain, as its last act before the commit.

    An entry that neither named an action nor changed a row leaves no trace.
    """
    entry: Entry = session.info["entry"]
    entry_id: str = session.info["entry_id"]
    connection = session.connection()
    connection.execute(_CLOSE)
    session.info["sealed"] = True
    changes = connection.execute(_CHANGES, {"entry": entry_id})
    count, digest = digest_of(change for some in changes.partitions(_AT_ONCE) for change in some)
    if not count and not entry.action:
        return
    last = connection.execute(_NEWEST).first()
    sealed = SealedEntry(
        number=last.number + 1 if last else 1,
        entry_id=entry_id,
        at=entry.at.astimezone(UTC),
        person_id=entry.by.person_id,
        person_name=entry.by.full_name,
        workstation=entry.workstation,
        action=entry.action or "changed without a name",
        child_id=entry.child_id,
        reason=entry.reason,
        changes_count=count,
        changes_digest=digest,
        previous_mac=last.mac if last else FIRST_MAC,
    )
    values = {name: getattr(sealed, name) for name in sealed.__dataclass_fields__} | {
        "mac": mac_of(sealed, audit_key)
    }
    connection.execute(_SEAL, values)


def verify(session: Session, audit_key: bytes) -> tuple[str, ...]:
    """Return everything that is missing, changed, added or out of order, in words; nothing when the chain is whole.

    An end that was cut off is no fault of the chain: compare `head` with the one remembered outside.
    """
    return tuple(_faults(session, audit_key))


def head(session: Session) -> tuple[int, str]:
    """Return number and MAC of the newest entry: what is remembered outside, to notice an older file."""
    last = session.execute(_NEWEST).first()
    return (last.number, last.mac) if last else (0, FIRST_MAC)


def _faults(session: Session, audit_key: bytes) -> Iterator[str]:
    previous, expected_number = FIRST_MAC, 1
    known: set[object] = set()
    # The moment as the text that is there: what was changed to something else must still be read.
    columns = [
        type_coerce(column, String) if column.name == "at" else column
        for column in AuditRow.__table__.columns
    ]
    for row in session.execute(select(*columns).order_by(AuditRow.number)):
        if row.number != expected_number:
            yield f"Audit entry {expected_number} is missing."
        if row.previous_mac != previous:
            yield f"Audit entry {row.number} does not follow the one before it."
        if _mac_again(row, audit_key) != row.mac:
            yield f"Audit entry {row.number} was changed."
        if _digest_again(session, row.entry_id) != (row.changes_count, row.changes_digest):
            yield f"The changes of audit entry {row.number} are not those that were sealed."
        known.add(row.entry_id)
        previous, expected_number = row.mac, row.number + 1
    for entry_id, count in session.execute(
        select(ChangeRow.entry_id, func.count()).group_by(ChangeRow.entry_id)
    ):
        if entry_id not in known:
            yield f"{count} changes belong to no audit entry."


def _mac_again(row: Row[Any], audit_key: bytes) -> str | None:
    values = dict(row._mapping)  # noqa: SLF001 - the documented way to read a row by name
    try:
        values["at"] = datetime.fromisoformat(values["at"]).replace(tzinfo=UTC)
        return mac_of(SealedEntry(**values), audit_key)
    except (TypeError, ValueError):
        return None  # a value no entry ever had


def _digest_again(session: Session, entry_id: object) -> tuple[int, str] | None:
    rows = session.execute(_CHANGES, {"entry": entry_id})
    try:
        return digest_of(tuple(change) for change in rows)
    except (TypeError, ValueError):
        return None
