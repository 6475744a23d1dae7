"""Whether anybody changed something since a list was loaded: one number, asked for often, so it reads one row."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs
from lac_tracker.storage.tables.audit import AuditRow


@needs(Action.SEE_LISTS)
def newest_entry(session: Session, *, by: Actor, now: datetime) -> int:
    """Return the number of the newest entry of the audit log: every change has one, and most are no change of a list."""
    return session.scalar(select(func.max(AuditRow.number))) or 0
