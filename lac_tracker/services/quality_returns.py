"""What was sent back: the author says what was changed, and the reviewer looks again. Every date of every round is kept."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.names import clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.domain.quality import Answer
from lac_tracker.domain.quality_sampling import CHECK_AGAIN
from lac_tracker.services import quality_access, redaction
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessments, children, people, quality_checklists
from lac_tracker.storage import quality as stored
from lac_tracker.storage.assessments import Assessment
from lac_tracker.storage.quality import Review

LONGEST = 4_000  # characters of praise, of what to change and of an answer


@needs(Action.ANSWER_REVIEW, child=stored.child_of)
def answer_changes(
    session: Session, review_id: int, *, by: Actor, now: datetime, today: date, answer: str,
    seen_version: int | None = None,
) -> Changes:  # fmt: skip
    """Say what was changed after it was sent back: the reviewer looks again, at the newest signed edition.

    What was met stays answered; the rest is asked again. The id of the new round is `made_id`. What a host team wrote is
    answered by whoever has their answer. Raises UserError without words, or while an amendment is still open;
    RecordChanged when somebody else changed the review since `seen_version`.
    """
    one = stored.load(session, review_id)
    if one.state != "with_author":
        raise UserError("Nothing is asked of the author of this one now")
    if not may_amend(session, one, by):
        raise NotAllowed(f"This was sent back to {one.author}. Only they, or a manager, answer it")
    said = kept_words(answer, "What was changed")
    if not said:
        raise UserError("Enter what was changed")
    newest = _newest_edition(session, one)
    rounds = stored.rounds(session, [review_id]).get(review_id, ())
    if rounds:
        stored.change_round(
            session, rounds[-1].id, {"amended_on": today, "amended_by": by.full_name, "answer": said}
        )
    stored.change(session, review_id, seen_version, state="amended")
    made = _again(session, one, newest, by, now, today)
    return Changes(quality=True, assessments=True, child_id=one.child_id, made_id=made)


def may_amend(session: Session, one: Review, by: Actor) -> bool:
    """Return whether a person answers what was sent back: its author, or anybody for a host team.

    Another manager may do it for them; the reviewer does so only for an author who has left the team.
    """
    if one.author_id in (None, by.person_id):
        return True
    if by.role not in quality_access.SEES_ALL:
        return False
    here = {each.person_id for each in people.everyone(session, by.team_id)}
    return one.reviewer_id != by.person_id or one.author_id not in here


def kept_words(text: str, label: str) -> str:
    """Return words fit to keep. Raises UserError for more than 4,000 characters."""
    return clean_text(text, label=label, longest=LONGEST).strip()


def _newest_edition(session: Session, one: Review) -> Assessment:
    """Return the newest signed edition of what was reviewed. Raises UserError while an amendment is open."""
    held = assessments.of_child(session, one.child_id)
    replaced = assessments.replaced_by(held)
    now = assessments.load(session, one.assessment_id)
    while now.id in replaced:
        now = replaced[now.id]
    if any(each.amends_id == now.id and each.state in assessments.OPEN_STATES for each in held):
        raise UserError("The amendment is not signed yet. Sign it first, then answer")
    return now


def _again(session: Session, one: Review, newest: Assessment, by: Actor, now: datetime, today: date) -> int:
    """Add the review that looks again, by the same person where they may still do it."""
    team_id = children.team_of(session, one.child_id)
    wrote = {newest.assessor_id, newest.signed_by_id, one.author_id}
    possible = [
        each.person_id
        for each in quality_access.reviewers(session, team_id)
        if each.person_id not in wrote and redaction.may_see(session, one.child_id, by=each, now=now)
    ]
    busy = stored.load_of(session, team_id)
    if one.reviewer_id in possible:
        reviewer_id = one.reviewer_id
    elif possible:
        reviewer_id = min(possible, key=lambda person: (busy.get(person, 0), person))
    else:
        raise UserError(
            "Nobody else can check it again: everybody else who may review took part in writing it, or may not open the record"
        )
    rule = quality_checklists.rule(session, team_id)
    fields: dict[str, Any] = {
        "sample_id": one.sample_id, "child_id": one.child_id, "assessment_id": newest.id,
        "checklist_id": one.checklist_id, "kind": one.kind,
        "signed_on": newest.signed_at.date() if newest.signed_at else one.signed_on,
        "author": one.author, "author_id": one.author_id, "provider": one.provider,
        "is_out_of_area": one.is_out_of_area, "why_chosen": CHECK_AGAIN, "reviewer_id": reviewer_id,
        "due_on": today + timedelta(days=rule.days_to_review), "follows_id": one.id,
    }  # fmt: skip
    made = stored.add(session, team_id, fields)
    answers, notes = stored.answers(session, one.id)
    stays = {key: each for key, each in answers.items() if each in (Answer.MET, Answer.NOT_APPLICABLE)}
    stored.put_answers(session, made, stays, notes)
    return made
