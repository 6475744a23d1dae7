"""Reports that a person keeps under a name of their own: listed, kept, forgotten."""

from datetime import datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import saved_reports as stored

LONGEST = 60  # characters of a name
MOST = 50


@needs(Action.SEE_LISTS)
def listed(session: Session, *, by: Actor, now: datetime) -> tuple[tuple[str, str], ...]:
    """Return (name, content) of the reports this person keeps, by name."""
    return stored.of_person(session, by.person_id)


@needs(Action.SAVE_VIEW)
def keep(session: Session, *, by: Actor, now: datetime, name: str, content: str) -> Changes:
    """Keep a report under a name; the same name again takes the place of what was kept. Raises UserError without one."""
    said = clean_line(name, label="Name")
    if not said:
        raise UserError("Name is missing: enter what it is to be called")
    if len(said) > LONGEST:
        raise UserError(f"Name may have {LONGEST} characters")
    held = {one for one, _ in stored.of_person(session, by.person_id)}
    if said not in held and len(held) >= MOST:
        raise UserError(f"You keep {MOST} reports already. Forget one first")
    stored.keep(session, by.person_id, said, content)
    return Changes()


@needs(Action.SAVE_VIEW)
def forget(session: Session, name: str, *, by: Actor, now: datetime) -> Changes:
    """Forget a report that was kept."""
    stored.forget(session, by.person_id, name)
    return Changes()
