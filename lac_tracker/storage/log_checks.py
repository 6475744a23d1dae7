"""What the last check of the audit log found, kept beside the choices of the team."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.storage.tables.people import SettingRow

_NAME = "audit:checked"  # with a colon: no setting a person chooses


def last(session: Session, team_id: int) -> str:
    """Return what the last check found, in words; '' where the log was never checked."""
    row = _row(session, team_id)
    return row.value if row is not None else ""


def keep(session: Session, team_id: int, words: str) -> None:
    """Keep what a check found in place of the one before."""
    row = _row(session, team_id)
    if row is None:
        session.add(SettingRow(team_id=team_id, name=_NAME, value=words))
    else:
        row.value = words
    session.flush()


def _row(session: Session, team_id: int) -> SettingRow | None:
    return session.scalar(select(SettingRow).where(SettingRow.team_id == team_id, SettingRow.name == _NAME))
