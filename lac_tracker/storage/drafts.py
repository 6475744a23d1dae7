"""What people typed and have not saved: in the encrypted file, part of no record."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lac_tracker.storage.tables.access import DraftRow


@dataclass(frozen=True)
class Draft:
    """place: which dialog, of which child and row. fields: what stood in each, by the name of the control."""

    place: str
    child_id: int | None
    base_version: int | None
    fields: dict[str, object]
    kept_at: datetime


def keep(session: Session, person_id: int, draft: Draft) -> None:
    """Keep a draft in place of the one before at the same place."""
    row = session.scalar(
        select(DraftRow).where(DraftRow.person_id == person_id, DraftRow.place == draft.place)
    )
    if row is None:
        row = DraftRow(person_id=person_id, place=draft.place)
        session.add(row)
    row.child_id, row.base_version, row.kept_at = draft.child_id, draft.base_version, draft.kept_at
    row.content = json.dumps(draft.fields, ensure_ascii=False)


def at(session: Session, person_id: int, place: str) -> Draft | None:
    """Return a person's draft at a place."""
    row = session.scalar(select(DraftRow).where(DraftRow.person_id == person_id, DraftRow.place == place))
    return _draft(row) if row is not None else None


def of_person(session: Session, person_id: int) -> tuple[Draft, ...]:
    """Return a person's drafts, the newest first."""
    rows = session.scalars(
        select(DraftRow).where(DraftRow.person_id == person_id).order_by(DraftRow.kept_at.desc(), DraftRow.id.desc())
    )  # fmt: skip
    return tuple(_draft(row) for row in rows)


def drop(session: Session, person_id: int, place: str) -> None:
    """Throw a draft away."""
    session.execute(
        delete(DraftRow).where(DraftRow.person_id == person_id, DraftRow.place == place),
        execution_options={"raises_versions_itself": True},
    )


def _draft(row: DraftRow) -> Draft:
    fields = json.loads(row.content)
    return Draft(row.place, row.child_id, row.base_version, fields, row.kept_at)
