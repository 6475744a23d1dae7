"""Whether a caseload is whole: file, triggers, audit chain, due dates."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs
from lac_tracker.storage import audit, deadlines, dialects, triggers


@dataclass(frozen=True)
class CheckPart:
    """One part of the check and what it found: nothing when all is well."""

    name: str
    problems: tuple[str, ...]


@needs(Action.CHECK_CASELOAD)
def check_caseload(session: Session, audit_key: bytes, *, by: Actor, now: datetime) -> tuple[CheckPart, ...]:
    """Return every part with what it found. Nothing is mended."""
    connection = session.connection()
    orphans = tuple(f"A row of {row[0]} has no parent in {row[2]}." for row in dialects.orphans(connection))
    return (
        CheckPart("File: every page and index", dialects.integrity_problems(connection)),
        CheckPart("Rows: every one has its parent", orphans),
        CheckPart("Audit triggers", triggers.problems(connection)),
        CheckPart("Audit chain", audit.verify(session, audit_key)),
        CheckPart("Due dates: stored equal computed", deadlines.differences(session)),
    )
