"""Reports that a person keeps under a name, with what each asks as JSON."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.storage.tables.monitoring import SavedViewRow

_WHAT = "report"


def of_person(session: Session, person_id: int) -> tuple[tuple[str, str], ...]:
    """Return (name, content) of the reports a person keeps, by name."""
    rows = session.execute(
        select(SavedViewRow.name, SavedViewRow.content)
        .where(SavedViewRow.person_id == person_id, SavedViewRow.what == _WHAT)
        .order_by(SavedViewRow.name)
    )
    return tuple((row.name, row.content) for row in rows)


def keep(session: Session, person_id: int, name: str, content: str) -> None:
    """Keep a report under a name, in place of what was kept under it."""
    row = _row(session, person_id, name)
    if row is None:
        session.add(SavedViewRow(person_id=person_id, what=_WHAT, name=name, content=content))
    else:
        row.content = content
    session.flush()


def forget(session: Session, person_id: int, name: str) -> None:
    """Forget what was kept under a name."""
    row = _row(session, person_id, name)
    if row is not None:
        session.delete(row)
        session.flush()


def _row(session: Session, person_id: int, name: str) -> SavedViewRow | None:
    return session.scalar(
        select(SavedViewRow).where(
            SavedViewRow.person_id == person_id, SavedViewRow.what == _WHAT, SavedViewRow.name == name
        )
    )
