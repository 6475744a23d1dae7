"""How many quality reviews wait, counted without the tables that the first list does without."""

from sqlalchemy import column, func, select, table
from sqlalchemy.orm import Session

_REVIEWS = table(
    "quality_reviews", column("team_id"), column("state"), column("reviewer_id"), column("author_id")
)
_STATES = ("not_started", "started", "with_author")


def count(session: Session, team_id: int, person_id: int | None) -> int:
    """Return how many reviews of a team wait for somebody; with a person, those they do or that are about their work."""
    held = _REVIEWS.c
    which = select(func.count()).select_from(_REVIEWS)
    which = which.where(held.team_id == team_id, held.state.in_(_STATES))
    if person_id is not None:
        which = which.where((held.reviewer_id == person_id) | (held.author_id == person_id))
    return session.scalar(which) or 0
