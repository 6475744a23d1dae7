"""The team's own words on consent, such as who signs for the council: read beside every record, written by a manager."""

from datetime import datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import RecordChanged
from lac_tracker.domain.names import clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import consent_policy as stored
from lac_tracker.storage.consent_policy import ConsentPolicy as ConsentPolicy  # screens name its type

LONGEST = 4_000  # characters


@needs(Action.OPEN_RECORD)
def read(session: Session, *, by: Actor, now: datetime) -> ConsentPolicy | None:
    """Return what the team wrote down; None while nothing is."""
    return stored.of_team(session, by.team_id)


@needs(Action.CHANGE_SETTINGS)
def write(
    session: Session, words: str, *, by: Actor, now: datetime, seen: ConsentPolicy | None = None
) -> Changes:
    """Keep the team's words, in the place of what was there, with who wrote them and when; '' takes them away.

    seen: what the writer read before. Raises UserError for more than 4,000 characters, and RecordChanged when somebody
    else wrote since. The same words again leave who and when as they were.
    """
    cleaned = clean_text(words, label="Local policy", longest=LONGEST).strip()
    now_kept = stored.of_team(session, by.team_id)
    if now_kept != seen:
        raise RecordChanged(
            "Local policy was changed by someone else while you were working. "
            "Copy what you typed, then open it again to see their version"
        )
    if cleaned != (now_kept.words if now_kept else ""):
        stored.keep(session, by.team_id, ConsentPolicy(cleaned, by.full_name, now.date()))
    return Changes()
