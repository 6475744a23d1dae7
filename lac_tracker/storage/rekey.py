"""Another key for the caseload: after somebody left who may have kept the old one, or when a copy was lost.

The key of a database can be changed in place, but a loss of power in the middle leaves pages under both keys, and nobody
who reads either. So a copy is made beside the caseload, put under the new key and verified page by page and entry by
entry; then it and its slots take their place together (`restored_files`): the rename of the database decides, and what
was not done by then is done before the files are next read. Killed at any step, the caseload is the old one or the new.

Nobody else may have the caseload open: what they saved into the old file would be lost. It is held alone from before
the copy until the new file is in place, and the old one is made unreadable, so that no program that was waiting for it
goes on with it.

The audit log is copied with everything else and still verifies: its key stays, in a slot of its own (`Keys.audit_key`).
Backups made before keep the key, the passphrases and the recovery sheet they were made with.
"""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.errors import CaseloadDamaged, DatabaseUnavailable
from lac_tracker.storage import audit, dialects, restored_files, safe_files, vault_changes
from lac_tracker.storage.faults import explained
from lac_tracker.storage.vault import Keys

STEPS = (
    "Copying the caseload",
    "Putting the copy under the new key",
    "Checking the copy",
    "Putting it in place",
)
OTHERS = "Another window or command has this caseload open, so its key was not changed. Close it there, then try again"
_PAGE = 4_096  # bytes


@dataclass(frozen=True)
class Rekeyed:
    """The new keys; the key of the new recovery sheet; who needs a new passphrase from a manager, by full name."""

    keys: Keys
    recovery_key: str
    left_out: tuple[str, ...]


def change_key(caseload: Path, keys: Keys, tell: Callable[[int], None] = lambda _step: None) -> Rekeyed:
    """Put a caseload under a new database key. The caller has closed its own connections.

    tell: is given the place in STEPS of each step as it begins.

    Raises DatabaseUnavailable in words when somebody else has the caseload open or the disk refuses, CaseloadDamaged when
    what was copied does not verify. The caseload is as it was then.
    """
    new = Keys(keys.database_id, secrets.token_bytes(32), keys.audit_key)
    target = restored_files.restoring(caseload)
    try:
        restored_files.finish(caseload)
        restored_files.clear(caseload)
        with explained(), dialects.alone(caseload, keys.file_key) as only:
            if only is None:
                raise DatabaseUnavailable(OTHERS)  # noqa: TRY301 - it is cleared up below, as for any refusal
            tell(0)
            before = _copy(only, target, keys)
            tell(1)
            with explained():
                dialects.change_key(target, keys.file_key, new.file_key)
            tell(2)
            _verify(target, new, before)
            tell(3)
            slots, printable, left_out = vault_changes.slots_for(caseload, keys, new)
            _put_in_place(caseload, slots)
    except OSError as error:
        raise DatabaseUnavailable(
            f"The key of the caseload cannot be changed: {error.strerror}. It is as it was"
        ) from error
    except BaseException:
        with suppress(OSError):
            restored_files.finish(caseload)
            restored_files.clear(caseload)
        raise
    return Rekeyed(new, printable, left_out)


def _copy(only: Any, target: Path, keys: Keys) -> dict[str, int]:
    """Copy the caseload to `target`, still under its old key; return how many rows each table has."""
    dialects.make_private(target)
    dialects.copy_from(only, target, keys.file_key)
    engine = dialects.make_engine(target, key=keys.file_key)
    try:
        with engine.execution_options(reads_only=True).begin() as connection:
            return dialects.row_counts(connection)
    finally:
        engine.dispose()


def _verify(target: Path, new: Keys, before: dict[str, int]) -> None:
    """Raise CaseloadDamaged unless the copy is whole under the new key, with every row and the whole audit log."""
    engine = dialects.make_engine(target, key=new.file_key)
    try:
        with explained(), engine.execution_options(reads_only=True).begin() as connection:
            faults = list(dialects.integrity_problems(connection))
            if dialects.row_counts(connection) != before:
                faults.append("it has other rows than the caseload")
            with Session(connection) as session:
                faults += audit.verify(session, new.audit_key)
    finally:
        engine.dispose()
    if faults:
        raise CaseloadDamaged(
            f"The copy under the new key did not verify, so the caseload keeps its key: {faults[0]}"
        )
    with target.open("rb+") as written:
        os.fsync(written.fileno())


def _put_in_place(caseload: Path, slots: bytes) -> None:
    """Put the copy and its slots in place. Raises OSError where that was not decided yet."""
    try:
        restored_files.put_in_place(caseload, slots)
    except OSError:
        if restored_files.restoring(caseload).exists():
            raise
        restored_files.finish(caseload)
    _spoil(restored_files.before_restore(caseload))


def _spoil(old: Path) -> None:
    """Make the file of before unreadable, also for a program that has it open, and remove it and what lies beside it."""
    with suppress(OSError), old.open("rb+") as file:
        file.write(bytes(_PAGE))
        file.flush()
        os.fsync(file.fileno())
    for ending in ("", "-wal", ".keys"):
        with suppress(OSError):
            old.with_name(old.name + ending).unlink(missing_ok=True)
    safe_files.sync_folder(old.parent)
