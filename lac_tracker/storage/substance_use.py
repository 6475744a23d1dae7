"""Substance use: rows and domain."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.substance_use import SubstanceUse
from lac_tracker.storage import health_checks as stored
from lac_tracker.storage.tables.health_checks import SubstanceUseRow

child_of_substance_use = stored.child_of(SubstanceUseRow)
_FIELDS = tuple(SubstanceUse.__dataclass_fields__)


def askings(session: Session, child_id: int) -> tuple[SubstanceUse, ...]:
    """Return what was found each time it was asked, newest first; none that were entered in error."""
    found = (
        SubstanceUse(**{name: getattr(row, name) for name in _FIELDS})
        for row in stored.rows_of(session, SubstanceUseRow, child_id)
    )
    return tuple(sorted(found, key=lambda one: (one.asked_on, one.id), reverse=True))


def save_asking(
    session: Session, child_id: int, asking_id: int | None, fields: Mapping[str, Any], *, seen_version: int
) -> int:
    """Keep an asking, new (asking_id None) or corrected, and return its id. Raises RecordChanged."""
    return stored.save_row(session, SubstanceUseRow, child_id, asking_id, fields, seen_version=seen_version)


def asking_in_error(session: Session, row_id: int, because: str, *, seen_version: int) -> None:
    """Take an asking out, with the reason. Raises RecordChanged."""
    stored.in_error(session, SubstanceUseRow, row_id, because, seen_version=seen_version)
