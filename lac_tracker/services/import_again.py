"""Whether the same file came in before, so that nobody imports Monday's list twice without knowing."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.imports import StagedReturn
from lac_tracker.domain.list_import import ReceivedList
from lac_tracker.domain.people import Actor
from lac_tracker.services import list_imports
from lac_tracker.services.access import needs
from lac_tracker.storage import import_children


@dataclass(frozen=True)
class ImportedBefore:
    """The import of the same content that still stands."""

    import_id: int
    made_at: datetime
    made_by: str


@needs(Action.IMPORT)
def imported_before(
    session: Session, read: ReceivedList | StagedReturn, *, by: Actor, now: datetime
) -> ImportedBefore | None:
    """Return the newest import of exactly this list or return that was not undone; None for one that is new."""
    if isinstance(read, ReceivedList):
        known = list_imports.digest(read)
    else:
        known = hashlib.sha256(repr(read.children).encode()).hexdigest()
    found = import_children.import_of(session, by.team_id, known)
    return ImportedBefore(*found) if found is not None else None
