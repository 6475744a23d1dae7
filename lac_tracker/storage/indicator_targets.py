"""What the team wants to reach: as shipped, and where the team chose otherwise, kept as text among its settings."""

import json
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.storage import reference_data
from lac_tracker.storage.tables.people import SettingRow

_NAME = "indicator_targets:percent"  # names with a colon hold texts, not rules


@cache
def shipped() -> dict[str, float]:
    """Return the targets of resources/indicators.toml by indicator."""
    return {one["id"]: float(one["target"]) for one in reference_data.table("indicators.toml")["target"]}


def of_team(session: Session, team_id: int) -> dict[str, float]:
    """Return the targets of a team; an indicator without one is not there."""
    row = _row(session, team_id)
    chosen = json.loads(row.value) if row is not None else {}
    return {name: target for name, target in (shipped() | chosen).items() if target is not None}


def keep(session: Session, team_id: int, indicator_id: str, target: float | None) -> None:
    """Keep what the team chose for an indicator; None: it wants no target."""
    row = _row(session, team_id)
    chosen = json.loads(row.value) if row is not None else {}
    if target == shipped().get(indicator_id):
        chosen.pop(indicator_id, None)  # as shipped again
    else:
        chosen[indicator_id] = target
    value = json.dumps(chosen, sort_keys=True)
    if row is None:
        session.add(SettingRow(team_id=team_id, name=_NAME, value=value))
    else:
        row.value = value
    session.flush()


def _row(session: Session, team_id: int) -> SettingRow | None:
    return session.scalar(select(SettingRow).where(SettingRow.team_id == team_id, SettingRow.name == _NAME))
