"""A backup becomes the caseload: taken out into a new file, verified there, and put in place of the other at once."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.backups import Manifest, show_size
from lac_tracker.domain.errors import BackupRefused, CaseloadRefused, DatabaseUnavailable
from lac_tracker.storage import audit, backup_file, dialects, restored_files
from lac_tracker.storage import database as storage
from lac_tracker.storage.backups import BESIDE, faults_of
from lac_tracker.storage.database import SCHEMA_NUMBER, Database
from lac_tracker.storage.faults import explained
from lac_tracker.storage.tables.audit import AuditRow
from lac_tracker.storage.vault import Keys

OTHERS = "Another window or command has this caseload open. Nothing has been changed. Close it there, then try again"


def take_out(file: Path, keys: Keys, target: Path, now: datetime) -> tuple[Database, Manifest, bytes]:
    """Take the database of a backup out into a new file, verify all of it, and open it with today's schema.

    Returns the open database, what the backup said of itself, and its key slots.

    Raises BackupRefused when anything in it is not as it was made, or it comes from a newer program, and
    DatabaseUnavailable when there is no room. Nothing is left at `target` then.
    """
    try:
        manifest = _manifest(file, keys)
        _check_room(target, manifest.database.size)
        remove(target)
        dialects.make_private(target)
        with target.open("wb") as written:
            manifest, slots = backup_file.take_out(file, keys, written)
        with explained():
            _refuse(file, faults_of(target, keys, manifest, goes_through_structure=False))
            if manifest.schema < SCHEMA_NUMBER:
                storage.upgrade(target, keys, at=now)
        return _whole(file, target, keys), manifest, slots
    except OSError as error:
        remove(target)
        raise DatabaseUnavailable(
            f"The backup cannot be taken out beside {target}: {error.strerror}"
        ) from error
    except BaseException:
        remove(target)
        raise


def put_in_place(caseload: Path, opened: Database, entry: Entry, key_slots: bytes | None) -> None:
    """Write the restore down in the database that was taken out, close it, and put it in place of the caseload.

    opened: at `restored_files.restoring(caseload)`. key_slots: those to come with it; None where today's stay.

    Raises DatabaseUnavailable in words; the caseload is as it was then.
    """
    new = restored_files.restoring(caseload)
    try:
        try:
            with opened.writing(entry):
                pass
        finally:
            opened.close()
        with new.open("rb+") as written:
            os.fsync(written.fileno())
        restored_files.put_in_place(caseload, key_slots)
    except OSError as error:
        raise DatabaseUnavailable(f"The backup cannot be put in place: {error.strerror}") from error


def settle(caseload: Path, keys: Keys) -> None:
    """Write the log of a caseload into it and leave none beside it: only possible while nobody else has it open.

    Raises DatabaseUnavailable when somebody has, and CaseloadDamaged when the file cannot be read.
    """
    with explained(), dialects.alone(caseload, keys.file_key) as only:
        if only is None:
            raise DatabaseUnavailable(OTHERS)


def mac_at(session: Session, number: int) -> str | None:
    """Return the MAC of an entry of the audit chain by its number; None where there is none."""
    return session.scalar(select(AuditRow.mac).where(AuditRow.number == number))


def remove(database: Path) -> None:
    """Remove a database that was taken out, and what lies beside it."""
    for ending in BESIDE:
        database.with_name(database.name + ending).unlink(missing_ok=True)


def _manifest(file: Path, keys: Keys) -> Manifest:
    header = backup_file.read_header(file)
    if not header.is_sealed_by(keys):
        backup_file.check(file, keys)  # says which it is
    if header.manifest.schema > SCHEMA_NUMBER:
        raise BackupRefused(
            f"{file.name} was made by a newer version of Health Tracker. Update this computer to restore it. "
            "Nothing has been changed"
        )
    return header.manifest


def _whole(file: Path, target: Path, keys: Keys) -> Database:
    """Open what was taken out. Raises BackupRefused unless it is a caseload with a whole audit chain."""
    application, _ = dialects.identify(target, keys.file_key)
    if application != dialects.APPLICATION_ID:
        raise CaseloadRefused(f"{file.name} holds no caseload of this program. Nothing has been changed")
    opened = Database(dialects.make_engine(target, key=keys.file_key), target, keys.audit_key, keys)
    try:
        with opened.reading() as session:
            _refuse(file, audit.verify(session, keys.audit_key))
    except BaseException:
        opened.close()
        raise
    return opened


def _refuse(file: Path, faults: tuple[str, ...]) -> None:
    if faults:
        raise BackupRefused(f"{file.name} did not verify, so it is not used: {faults[0]}")


def _check_room(target: Path, size: int) -> None:
    free = shutil.disk_usage(target.parent).free
    if free < 2 * size:
        raise DatabaseUnavailable(
            f"There is not enough room in {target.parent}: restoring needs {show_size(2 * size)} free, and there are "
            f"{show_size(free)}. Nothing has been changed. Make room, then try again"
        )
