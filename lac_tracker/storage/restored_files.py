"""A restore puts a database in the place of another, and sometimes its key slots: all of it or none, whenever it is cut off.

The rename of the database decides. What belongs to it and was not done by then is done before the files are next read:
a marker says which file it is about. Knows no key and no database: it is asked each time somebody signs in.
"""

import json
import os
from contextlib import suppress
from pathlib import Path

from lac_tracker.storage import safe_files

_LOGS = ("-wal", "-shm", "-journal")


def restoring(caseload: Path) -> Path:
    """Return where the database of a backup lies until it takes its place."""
    return caseload.with_name(f"{caseload.name}.restoring")


def before_restore(caseload: Path) -> Path:
    """Return where the database that was there before lies afterwards."""
    return caseload.with_name(f"{caseload.name}.before-restore")


def put_in_place(caseload: Path, key_slots: bytes | None) -> None:
    """Put the restored database, closed and on the disk, in its place, and keep what was there as `.before-restore`.

    key_slots: those that come with it; None where today's stay. Raises OSError; the caseload is as it was then.
    """
    new = restoring(caseload)
    if key_slots is not None:
        safe_files.write_safely(_slots(new), key_slots)
    _keep(caseload)
    safe_files.write_safely(_marker(caseload), json.dumps(_identity(new)).encode())
    os.replace(new, caseload)  # from here on it is the new one
    safe_files.sync_folder(caseload.parent)
    finish(caseload)


def finish(caseload: Path) -> None:
    """Do what a restore that was cut off left to be done; nothing where there was none. Raises OSError."""
    marker = _marker(caseload)
    try:
        said = json.loads(marker.read_bytes())
    except (FileNotFoundError, ValueError):
        return
    if caseload.exists() and _identity(caseload) == said:
        for ending in _LOGS:  # they belong to the database that was there before
            caseload.with_name(caseload.name + ending).unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            os.replace(_slots(restoring(caseload)), _slots(caseload))
        safe_files.sync_folder(caseload.parent)
        marker.unlink(missing_ok=True)


def clear(caseload: Path) -> None:
    """Remove what a restore that never came to its end left behind. Call `finish` first."""
    new = restoring(caseload)
    _marker(caseload).unlink(missing_ok=True)  # first: it must never speak of a file that is not there
    for path in (_slots(new), *(new.with_name(new.name + ending) for ending in ("", *_LOGS))):
        path.unlink(missing_ok=True)


def _keep(caseload: Path) -> None:
    """Keep database, log and slots under names of their own. A copy of the names only, where the disk can do that."""
    kept = before_restore(caseload)
    for ending in ("", "-wal", ".keys"):
        source, target = (path.with_name(path.name + ending) for path in (caseload, kept))
        target.unlink(missing_ok=True)
        if source.exists():
            _second_name(source, target)


def _second_name(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a disk without second names
        import shutil  # rarely needed

        with safe_files.writing_safely(target) as file, source.open("rb") as held:
            shutil.copyfileobj(held, file, 1_048_576)


def _identity(path: Path) -> list[int]:
    """What tells a file from the one that stood there before, under the same name."""
    found = path.stat()
    return [found.st_ino, found.st_size, found.st_mtime_ns]


def _marker(caseload: Path) -> Path:
    return caseload.with_name(f"{caseload.name}.restored")


def _slots(database: Path) -> Path:
    return database.with_name(f"{database.name}.keys")
