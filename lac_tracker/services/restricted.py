"""Restricted records: access taken with a reason, and looked through afterwards. Never a wall before a child in danger."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.authorisation import Action, Standing, decide
from lac_tracker.domain.errors import NotAllowed
from lac_tracker.domain.names import clean_line, clean_text, show_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.restricted import RESTRICTED, Claim, checked_reason, why_words
from lac_tracker.services.access import concerns, needs, standing, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import access_claims as stored
from lac_tracker.storage import record_access, team_choices

_LONGEST_NOTE = 1_000
_LONGEST_REASON = 2_000  # characters of a reason in the audit log


@dataclass(frozen=True)
class Looks:
    """Access taken to restricted records of the team: the newest 500, those nobody looked through first, and how many in all."""

    rows: tuple[Claim, ...]
    total: int


@needs(Action.CLAIM_ACCESS, child=the_child, of_restricted=True)
def claim(
    session: Session, child_id: int, *, by: Actor, now: datetime, reason: str, more: str = ""
) -> Changes:
    """Take access to a restricted record for the hours the team chose. The manager is told, the audit log says why.

    reason: a key of `domain.restricted.REASONS`. The record opens on the screen, and papers about it can be made.

    Raises UserError without a reason and for 'Other' without what it is; NotAllowed for who is kept apart from it.
    """
    why, said = checked_reason(reason, more)
    entry: Entry | None = session.info.get("entry")
    if entry is not None:
        entry.reason = clean_line(why_words(why, said), longest=_LONGEST_REASON)
    if standing(session, child_id, by=by, now=now)[1] is Standing.OPEN:
        return Changes(
            child_id=child_id
        )  # it opens already: pressed twice, or the restriction has ended meanwhile
    hours = int(team_choices.value(session, by.team_id, "claim_hours"))
    made = stored.add(session, by.team_id, child_id, by.person_id, reason=why, more=said, at=now, hours=hours)
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.SEE_CLAIMS)
def claims(session: Session, *, by: Actor, now: datetime) -> Looks:
    """Return who took access to restricted records of the team, when, why and until when.

    The child has a name for who may open its record, and is the council's number for the others.
    """
    names = Names(session, by, now)
    rows = tuple(_claim(row, names) for row in stored.of_team(session, by.team_id))
    return Looks(rows, stored.count(session, by.team_id))


@needs(Action.SEE_CLAIMS)
def mark_seen(
    session: Session, claim_id: int, *, by: Actor, now: datetime, note: str = "", seen_version: int
) -> Changes:
    """Keep that a claim was looked through, with what was found. Raises NotAllowed for one's own, and RecordChanged."""
    if stored.person_of(session, claim_id) == by.person_id:
        raise NotAllowed(
            "You took this access yourself. Another manager or the Caldicott Guardian looks through it"
        )
    said = clean_text(note, label="Note", longest=_LONGEST_NOTE).strip()
    child_id = stored.mark_seen(
        session, claim_id, by.team_id, by_id=by.person_id, at=now, note=said, seen_version=seen_version
    )
    concerns(session, child_id)
    return Changes(people=True)


def unseen(session: Session, *, by: Actor, now: datetime) -> tuple[Claim, ...]:
    """Return the claims nobody has looked through, for the page of who looks through them. Asks for no leave of its own."""
    if not decide(by, Action.SEE_CLAIMS).allowed:
        return ()
    names = Names(session, by, now)
    return tuple(
        _claim(row, names)
        for row in stored.of_team(session, by.team_id, unseen_only=True)
        if row[0].person_id != by.person_id
    )


class Names:
    """What a child is called in the lists of who keeps restricted records: by name only for who may open the record."""

    def __init__(self, session: Session, by: Actor, now: datetime) -> None:
        self._is_reader = decide(by, Action.OPEN_RECORD).allowed
        self._apart = record_access.apart_from(session, by.person_id, now.date())

    def of(self, child_id: int, row: Any) -> str:
        """Return 'BAPTISTE, Amara (council ID 300101)', or the council's number, or that it is restricted."""
        if child_id in self._apart:
            return RESTRICTED
        if not self._is_reader or not (row.family_name or row.given_name):
            return f"Council ID {row.council_child_id}"
        return f"{show_name(row.family_name, row.given_name, '')} (council ID {row.council_child_id})"


def _claim(row: Any, names: Names) -> Claim:
    held = row[0]
    return Claim(
        held.id, held.child_id, names.of(held.child_id, row), row.person, held.reason, held.more, held.made_at,
        held.ends_at, row.seen_by or "", held.seen_at, held.seen_note, held.version,
    )  # fmt: skip
