"""Typing that is not saved yet: kept for the person who typed it, offered again, dropped once it is saved or given up.

It is part of no record until it is saved, and so leaves no entry in the audit log: ten seconds of typing would be one.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.names import show_name
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs, standing
from lac_tracker.storage import children
from lac_tracker.storage import drafts as stored
from lac_tracker.storage.drafts import Draft as Draft


@needs(Action.KEEP_DRAFT)
def keep(session: Session, draft: Draft, *, by: Actor, now: datetime) -> None:
    """Keep what a person typed, in place of what was kept there before."""
    _leave_no_entry(session)
    stored.keep(session, by.person_id, draft)


@needs(Action.KEEP_DRAFT)
def drop(session: Session, place: str, *, by: Actor, now: datetime) -> None:
    """Throw away what a person typed at a place: it was saved, or they gave it up."""
    _leave_no_entry(session)
    stored.drop(session, by.person_id, place)


@needs(Action.KEEP_DRAFT)
def at(session: Session, place: str, *, by: Actor, now: datetime) -> Draft | None:
    """Return what a person typed at a place and has not saved; None where the record is closed to them by now."""
    found = stored.at(session, by.person_id, place)
    return None if found is None or _is_closed(session, found, by, now) else found


@dataclass(frozen=True)
class Waiting:
    """A draft as its person sees it. child_words: '' where it is about no child."""

    draft: Draft
    title: str
    child_words: str
    said: tuple[tuple[str, str], ...]


@needs(Action.KEEP_DRAFT)
def waiting(session: Session, *, by: Actor, now: datetime) -> tuple[Waiting, ...]:
    """Return what a person typed about any child and has not saved, the newest first.

    Of a record that is closed to them by now nothing is said, not even that something was typed: beside their words it
    holds what stood on record in the same dialog. It waits until the record opens to them again.
    """
    held = stored.of_person(session, by.person_id)
    return tuple(_waiting(session, one) for one in held if not _is_closed(session, one, by, now))


def _is_closed(session: Session, one: Draft, by: Actor, now: datetime) -> bool:
    """Return whether a person may not open the record a draft is about: restricted, kept apart, or their role has changed."""
    if one.child_id is None:
        return False
    team_id, stands = standing(session, one.child_id, by=by, now=now)
    return not decide(by, Action.OPEN_RECORD, team_id=team_id, standing=stands).allowed


def _waiting(session: Session, one: Draft) -> Waiting:
    words = ""
    if one.child_id is not None:
        child = children.load(session, one.child_id)
        words = show_name(child.family_name, child.given_name, child.council_id)
    said = one.fields.get("said")
    pairs = tuple((str(label), str(text)) for label, text in said) if isinstance(said, list) else ()
    return Waiting(one, str(one.fields.get("title", "")), words, pairs)


def _leave_no_entry(session: Session) -> None:
    entry = session.info.get("entry")
    if entry is not None:
        entry.action = ""
