"""Who may see which quality review: an object's own rule, beside the role's."""

from datetime import datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.errors import NotAllowed
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.services import redaction
from lac_tracker.storage import people
from lac_tracker.storage.quality import DONE_STATES, Review

SEES_ALL = frozenset({Role.MANAGER, Role.QUALITY_REVIEWER})


def may_review(person: Actor) -> bool:
    """Return whether a person can be given reviews: registered clinicians, managers and quality reviewers."""
    return decide(person, Action.REVIEW_QUALITY).allowed and (
        person.role in SEES_ALL or person.registration is not Registration.NONE
    )


def reviewers(session: Session, team_id: int) -> tuple[Actor, ...]:
    """Return who of a team can be given reviews, by full name."""
    return tuple(one for one in people.everyone(session, team_id) if may_review(one))


def may_see(review: Review, by: Actor) -> bool:
    """Return whether a person may open a review: who does it, who keeps an eye on all, and its author once it is done.

    Nobody looks into the review of what they wrote before it is finished, a manager no more than others.
    """
    if review.author_id == by.person_id:
        return review.state in DONE_STATES
    return review.reviewer_id == by.person_id or by.role in SEES_ALL


def refuse_unless_seen(session: Session, review: Review, by: Actor, now: datetime) -> None:
    """Raise NotAllowed in words when a person may not open a review, or its record is restricted."""
    if not may_see(review, by):
        raise NotAllowed(
            "This review is given to somebody else. Ask the team manager"
            if review.author_id != by.person_id
            else "You wrote this assessment: you see its review once it is finished"
        )
    redaction.refuse_restricted(session, review.child_id, by=by, now=now)


def refuse_unless_reviewer(session: Session, review: Review, by: Actor, now: datetime) -> None:
    """Raise NotAllowed in words when a review is not this person's to do."""
    refuse_unless_seen(session, review, by, now)
    if review.reviewer_id != by.person_id:
        raise NotAllowed(f"This review is given to {review.reviewer}. Only they answer it")
