"""People, entries and children for the tests that write to a real caseload (the one of conftest.py)."""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.storage import children

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
GRACE = Actor(1, 1, "grace", "Grace Mensah", Role.MANAGER, Registration.NMC)
TOM = Actor(2, 1, "tom", "Tom Leigh", Role.ADMINISTRATOR, Registration.NONE)


def an_entry(action: str = "tested", *, by: Actor = GRACE, child_id: int | None = None) -> Entry:
    """Return a new entry: one is used for one transaction."""
    return Entry(by, NOW, action, child_id)


def a_child(
    session: Session, council_id: str = "100001", born: date = date(2016, 5, 1), **fields: Any
) -> int:
    """Add a child of the first council and return the id."""
    return children.add(session, 1, children.council(session, 1, "123"), council_id, born, fields)


def fingerprints(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a folder that holds something; an empty log file is no change."""
    files = (path for path in sorted(folder.iterdir()) if path.is_file() and path.stat().st_size)
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if not path.name.endswith("-shm")
    }
