"""Ways of looking at the list, and reports, under a person's own names: kept as JSON, checked when they are read."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.storage.tables.monitoring import SavedViewRow


def of_person(session: Session, person_id: int, what: str) -> dict[str, Mapping[str, Any] | None]:
    """Return what a person saved, by name in the order of names; None for what cannot be read any more.

    what: 'list' or 'report'.
    """
    rows = session.execute(
        select(SavedViewRow.name, SavedViewRow.content)
        .where(SavedViewRow.person_id == person_id, SavedViewRow.what == what)
        .order_by(SavedViewRow.name)
    )
    return {row.name: _read(row.content) for row in rows}


def keep(session: Session, person_id: int, what: str, name: str, content: Mapping[str, Any]) -> bool:
    """Keep something under a name, in the place of what the person had there. Returns whether it was there before."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    row = _row(session, person_id, what, name)
    if row is None:
        session.add(SavedViewRow(person_id=person_id, what=what, name=name, content=text))
    else:
        row.content = text
    session.flush()
    return row is not None


def forget(session: Session, person_id: int, what: str, name: str) -> bool:
    """Take away what a person saved under a name. Returns whether there was anything."""
    row = _row(session, person_id, what, name)
    if row is not None:
        session.delete(row)
        session.flush()
    return row is not None


def _row(session: Session, person_id: int, what: str, name: str) -> SavedViewRow | None:
    return session.scalar(
        select(SavedViewRow).where(
            SavedViewRow.person_id == person_id, SavedViewRow.what == what, SavedViewRow.name == name
        )
    )


def _read(content: str) -> Mapping[str, Any] | None:
    try:
        held = json.loads(content)
    except ValueError:
        return None
    return held if isinstance(held, dict) else None
