"""Whether a caseload is whole: file, triggers, audit chain, due dates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs
from lac_tracker.storage import audit, deadlines, dialects, rows_as_changed, triggers

UNREADABLE = (
    "Cannot be read: the file is damaged. Stop working in it and restore the newest backup of both files."
)


@dataclass(frozen=True)
class CheckPart:
    """One part of the check and what it found: nothing when all is well."""

    name: str
    problems: tuple[str, ...]


@needs(Action.CHECK_CASELOAD)
def check_caseload(session: Session, audit_key: bytes, *, by: Actor, now: datetime) -> tuple[CheckPart, ...]:
    """Return every part with what it found. Nothing is mended."""
    connection = session.connection()
    parts: tuple[tuple[str, Callable[[], tuple[str, ...]]], ...] = (
        ("File: every page and index", lambda: dialects.integrity_problems(connection)),
        ("Rows: every one has its parent", lambda: _orphans(session)),
        ("Audit triggers", lambda: triggers.problems(connection)),
        ("Audit chain", lambda: audit.verify(session, audit_key)),
        ("Rows: each as its last change left it", lambda: rows_as_changed.differences(connection)),
        ("Due dates: stored equal computed", lambda: deadlines.differences(session)),
    )
    return tuple(CheckPart(name, _found(find)) for name, find in parts)


def _found(find: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
    """Return what one part finds. Damage that stops it is its finding: the other parts still have their say."""
    try:
        return find()
    except DBAPIError as error:
        if error.orig is None or not dialects.is_damage(error.orig):
            raise
        return (UNREADABLE,)


def _orphans(session: Session) -> tuple[str, ...]:
    return tuple(
        f"A row of {row[0]} has no parent in {row[2]}." for row in dialects.orphans(session.connection())
    )
