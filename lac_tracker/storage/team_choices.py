"""What a team chose that moves no date, beside its named rules."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.team_choices import PREFIX, choice
from lac_tracker.storage.tables.people import SettingRow


def value(session: Session, team_id: int, name: str) -> str:
    """Return what a team chose, or the default. Raises UserError for a choice there is not."""
    row = _row(session, team_id, name)
    return row.value if row is not None else choice(name).default


def choose(session: Session, team_id: int, name: str, value: str) -> None:
    """Write down what a team chose, as it is kept. Raises UserError when it may not be that."""
    checked = choice(name).check(value)
    row = _row(session, team_id, name)
    if row is None:
        session.add(SettingRow(team_id=team_id, name=PREFIX + name, value=checked))
    else:
        row.value = checked


def _row(session: Session, team_id: int, name: str) -> SettingRow | None:
    return session.scalar(
        select(SettingRow).where(SettingRow.team_id == team_id, SettingRow.name == PREFIX + name)
    )
