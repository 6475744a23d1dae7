"""The team's own words on consent: kept as text among the caseload's settings."""

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.storage.tables.people import SettingRow

_NAME = "consent_policy:words"  # names with a colon hold texts, not rules


@dataclass(frozen=True)
class ConsentPolicy:
    """What the team wrote down, by whom and when."""

    words: str
    written_by: str
    written_on: date


def of_team(session: Session, team_id: int) -> ConsentPolicy | None:
    """Return what the team wrote down, or None."""
    row = _row(session, team_id)
    if row is None:
        return None
    held = json.loads(row.value)
    return ConsentPolicy(held["words"], held["written_by"], date.fromisoformat(held["written_on"]))


def keep(session: Session, team_id: int, policy: ConsentPolicy) -> None:
    """Keep it, in the place of what was there; without words nothing is kept."""
    row = _row(session, team_id)
    written_on = policy.written_on.isoformat()
    value = json.dumps(
        {"words": policy.words, "written_by": policy.written_by, "written_on": written_on},
        ensure_ascii=False,
    )
    if row is None:
        if policy.words:
            session.add(SettingRow(team_id=team_id, name=_NAME, value=value))
    elif policy.words:
        row.value = value
    else:
        session.delete(row)
    session.flush()


def _row(session: Session, team_id: int) -> SettingRow | None:
    return session.scalar(select(SettingRow).where(SettingRow.team_id == team_id, SettingRow.name == _NAME))
