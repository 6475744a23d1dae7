"""A team's own wording of a form: kept as text among the caseload's settings."""

import json
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.sdq_wording import Wording
from lac_tracker.storage.tables.people import SettingRow

_NAME = "sdq_wording:"  # names with a colon hold texts, not rules


def of_form(session: Session, team_id: int, version: str) -> Wording | None:
    """Return what the team loaded for a form, or None."""
    row = _row(session, team_id, version)
    return None if row is None else _wording(row)


def every(session: Session, team_id: int) -> tuple[Wording, ...]:
    """Return all the team loaded."""
    rows = session.scalars(
        select(SettingRow)
        .where(SettingRow.team_id == team_id, SettingRow.name.startswith(_NAME, autoescape=True))
        .order_by(SettingRow.name)
    )
    return tuple(_wording(row) for row in rows)


def keep(session: Session, team_id: int, wording: Wording) -> None:
    """Keep the wording of a form, in the place of what was there."""
    value = json.dumps(
        {
            "items": wording.items, "licence_note": wording.licence_note, "loaded_by": wording.loaded_by,
            "loaded_on": wording.loaded_on.isoformat(),
        },
        ensure_ascii=False,
    )  # fmt: skip
    row = _row(session, team_id, wording.version)
    if row is None:
        session.add(SettingRow(team_id=team_id, name=f"{_NAME}{wording.version}", value=value))
    else:
        row.value = value
    session.flush()


def remove(session: Session, team_id: int, version: str) -> bool:
    """Take the wording of a form away, and tell whether there was any."""
    row = _row(session, team_id, version)
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True


def _row(session: Session, team_id: int, version: str) -> SettingRow | None:
    return session.scalar(
        select(SettingRow).where(SettingRow.team_id == team_id, SettingRow.name == f"{_NAME}{version}")
    )


def _wording(row: SettingRow) -> Wording:
    held = json.loads(row.value)
    return Wording(
        row.name.removeprefix(_NAME), tuple(held["items"]), held["licence_note"], held["loaded_by"],
        date.fromisoformat(held["loaded_on"]),
    )  # fmt: skip
