"""How many quality reviews wait for a person, for the navigation before their lists are read."""

from datetime import datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs
from lac_tracker.storage import quality_waiting as stored


@needs(Action.SEE_QUALITY)
def count(session: Session, *, by: Actor, now: datetime) -> int:
    """Return how many reviews stand under To review: everybody's for who draws samples, else one's own."""
    sees_all = decide(by, Action.DRAW_SAMPLE).allowed
    return stored.count(session, by.team_id, None if sees_all else by.person_id)
