"""Opens and seals the entries of the audit chain."""

import secrets
from datetime import UTC

from sqlalchemy import bindparam, delete, insert, select
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

    Changes that went with a disposed record are none, as far as its disposal was sealed: see `disposed_changes`.
    An end that was cut off is no fault of the chain: compare `head` with the one remembered outside.
    """
    from lac_tracker.storage import audit_chain  # only a check needs it

    return audit_chain.examined(session, audit_key).faults


def head(session: Session) -> tuple[int, str]:
    """Return number and MAC of the newest entry: what is remembered outside, to notice an older file."""
    last = session.execute(_NEWEST).first()
    return (last.number, last.mac) if last else (0, FIRST_MAC)
