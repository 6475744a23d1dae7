"""What a team chose that moves no date: read by everyone, changed by whoever the choice is about."""

from datetime import datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import team_choices as stored


@needs(Action.SEE_TEAM)
def value(session: Session, name: str, *, by: Actor, now: datetime) -> str:
    """Return what the team chose, or the default."""
    return stored.value(session, by.team_id, name)


@needs(Action.CHANGE_SETTINGS)
def choose(session: Session, name: str, value: str, *, by: Actor, now: datetime) -> Changes:
    """Change a choice of the team. Raises UserError with what it may be."""
    stored.choose(session, by.team_id, name, value)
    return Changes(people=True)


@needs(Action.MAKE_BACKUP)
def choose_place(session: Session, name: str, folder: str, *, by: Actor, now: datetime) -> Changes:
    """Change where backups go: IT may, who may choose nothing else."""
    stored.choose(session, by.team_id, name if name.startswith("backup_") else "", folder)
    return Changes(people=True)
