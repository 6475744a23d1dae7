"""What is remembered of a caseload outside it: number and MAC of the newest audit entry, so that an older file is noticed.

A chain whose end was cut off is whole, and so is a file that an old copy was put in the place of: only what is
remembered elsewhere tells.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker import paths
from lac_tracker.storage import audit, safe_files
from lac_tracker.storage.tables.audit import AuditRow

_FILE = "known-heads.json"


@dataclass(frozen=True)
class Head:
    """The newest entry of a caseload as it was when it was last used. seen: when, as it is shown."""

    number: int
    mac: str
    seen: str


def here() -> Path:
    """Return the file in which this person's workstation remembers."""
    return paths.own_folder() / _FILE


def beside_backups(folder: Path) -> Path:
    """Return the file in a folder of backups, which every workstation can see."""
    return folder / _FILE


def of(session: Session, seen: str) -> Head:
    """Return the head of an open caseload."""
    number, mac = audit.head(session)
    return Head(number, mac, seen)


def remembered(file: Path, database_id: str) -> Head | None:
    """Return what a file remembers of a caseload; None where it remembers nothing that can be read."""
    held = _read(file).get(database_id)
    try:
        return Head(int(held["number"]), str(held["mac"]), str(held["seen"])) if held else None
    except (KeyError, TypeError, ValueError):
        return None


def remember(file: Path, database_id: str, head: Head, *, also_older: bool = False) -> None:
    """Write down the head of a caseload, beside those of others. A newer one that is remembered stays.

    also_older: somebody took the older file on, knowing that it is one. Raises OSError when it cannot be written.
    """
    before = remembered(file, database_id)
    if before is not None and (before.number > head.number or before.mac == head.mac) and not also_older:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    known = _read(file) | {database_id: asdict(head)}
    safe_files.write_safely(file, json.dumps(known, indent=1, sort_keys=True).encode())


def is_in(session: Session, head: Head) -> bool:
    """Return whether an open caseload holds the entry that is remembered: then nothing of it was cut off or put back."""
    if head.number == 0:
        return True
    return session.scalar(select(AuditRow.mac).where(AuditRow.number == head.number)) == head.mac


def _read(file: Path) -> dict[str, dict[str, Any]]:
    try:
        held = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}
