"""Improvement actions of the team: added, changed with every change kept, and what the inspection recommended to begin with."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain import improvement as rules
from lac_tracker.domain.authorisation import Action as Act
from lac_tracker.domain.dates import add_months, refuse_far, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.improvement import Action, Change, Offer, Rating
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import improvement as stored

LONGEST = 1_000  # characters of what is to be done, and of a reason


@dataclass(frozen=True)
class ActionShown:
    """An action as it stands today. rating: by the calendar too; said: the last a person gave."""

    action: Action
    rating: Rating
    words: str
    detail: str
    said: Rating
    is_late_by_itself: bool


@needs(Act.SEE_QUALITY)
def actions(session: Session, *, by: Actor, now: datetime, today: date) -> tuple[ActionShown, ...]:
    """Return the actions of the team, the open ones first and the earliest first."""
    return of_team(session, by.team_id, today)


def of_team(session: Session, team_id: int, today: date) -> tuple[ActionShown, ...]:
    """Return the actions of a team. Called by services that asked for leave already."""
    return tuple(_shown(one, today) for one in stored.of_team(session, team_id))


@needs(Act.SEE_QUALITY)
def history(session: Session, action_id: int, *, by: Actor, now: datetime) -> tuple[Change, ...]:
    """Return every change of an action, the newest first."""
    stored.load(session, by.team_id, action_id)
    return stored.changes(session, action_id)


@needs(Act.EDIT_IMPROVEMENT)
def add(
    session: Session, *, by: Actor, now: datetime, today: date, what: str, source: str, owner: str,
    due_on: date | None, rating: str = Rating.ON_TRACK.value, because: str = "",
) -> Changes:  # fmt: skip
    """Add an action. Raises UserError without words, source, owner or date."""
    fields = _checked(what, source, owner, due_on, rating, today)
    reason = _reason(because)
    if fields["rating"] in (Rating.AT_RISK, Rating.LATE) and not reason:
        raise UserError("Enter the reason for this rating")
    made = stored.add(
        session, by.team_id, **fields, because=reason, made_on=today, made_by=by.full_name, now=now
    )
    return Changes(quality=True, made_id=made)


@needs(Act.EDIT_IMPROVEMENT)
def change(
    session: Session, action_id: int, *, by: Actor, now: datetime, today: date, what: str, source: str,
    owner: str, due_on: date | None, rating: str, because: str = "", seen_version: int | None = None,
) -> Changes:  # fmt: skip
    """Change an action; what stood there before is kept with who, when and why.

    Raises UserError without words, source, owner or date, and for another rating or date without a reason.
    """
    before = stored.load(session, by.team_id, action_id)
    fields = _checked(what, source, owner, due_on, rating, today, before)
    reason = _reason(because)
    for key, words in (("rating", "rating"), ("due_on", "date")):
        if fields[key] != getattr(before, key) and not reason:
            raise UserError(f"Enter the reason: the {words} is changed")
    stored.change(
        session, by.team_id, action_id, fields, reason, who=by.full_name, now=now, today=today,
        seen_version=seen_version,
    )  # fmt: skip
    return Changes(quality=True, made_id=action_id)


@needs(Act.SEE_QUALITY)
def not_added(session: Session, *, by: Actor, now: datetime) -> tuple[Offer, ...]:
    """Return which of the inspection's recommendations have no action yet."""
    held = {one.source for one in stored.of_team(session, by.team_id)}
    return tuple(one for one in stored.offered() if one.source not in held)


@needs(Act.EDIT_IMPROVEMENT)
def add_recommendations(session: Session, *, by: Actor, now: datetime, today: date, owner: str) -> Changes:
    """Add an action for each recommendation that has none, all owned by one person to begin with.

    Raises UserError without an owner, or when every one is there.
    """
    missing = not_added(session, by=by, now=now)
    if not missing:
        raise UserError("Every recommendation has its action already")
    for one in missing:
        due_on = add_months(today, one.months)
        fields = _checked(one.what, one.source, owner, due_on, Rating.ON_TRACK.value, today)
        stored.add(session, by.team_id, **fields, because="", made_on=today, made_by=by.full_name, now=now)
    return Changes(quality=True, report=len(missing))


def _shown(one: Action, today: date) -> ActionShown:
    rating = rules.standing(one, today)
    return ActionShown(
        one, rating, rules.RATING_WORDS[rating], rules.standing_detail(one, today), one.rating,
        rules.is_late_by_itself(one, today),
    )  # fmt: skip


def _checked(
    what: str,
    source: str,
    owner: str,
    due_on: date | None,
    rating: str,
    today: date,
    before: Action | None = None,
) -> dict[str, Any]:
    said = clean_text(what, label="What will be done", longest=LONGEST).strip()
    if not said:
        raise UserError("Enter what will be done")
    named = {"source": clean_line(source, label="Source"), "owner": clean_line(owner, label="Owner")}
    for key, words in (("source", "source"), ("owner", "owner")):
        if not named[key]:
            raise UserError(f"Enter the {words}")
    if due_on is None:
        raise UserError("Enter the date it is due")
    if due_on < today and (before is None or due_on != before.due_on):
        raise UserError(f"Due must be today or later, not {show_date(due_on)}")
    refuse_far(due_on, "Due", today)
    return {"what": said, **named, "due_on": due_on, "rating": rules.check_rating(rating)}


def _reason(because: str) -> str:
    return clean_text(because, label="Reason", longest=LONGEST).strip()
