"""One quality review: opened, answered in part, finished, or sent back for changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import refuse_far, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_text
from lac_tracker.domain.out_of_area import Step, StepDone
from lac_tracker.domain.people import Actor
from lac_tracker.domain.quality import (
    Answer,
    Checklist,
    Criterion,
    Overall,
    Score,
    asked_of,
    check_answer,
    score,
    unexplained,
)
from lac_tracker.domain.quality_sampling import WHY_WORDS
from lac_tracker.services import quality_access
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.services.quality_returns import kept_words, may_amend
from lac_tracker.storage import assessments, children, out_of_area, quality_checklists
from lac_tracker.storage import quality as stored
from lac_tracker.storage.assessments import Assessment
from lac_tracker.storage.quality import Review
from lac_tracker.storage.quality import Round as Round  # screens name its type

LONGEST_NOTE = 1_000


@dataclass(frozen=True)
class OpenReview:
    """All that the page of a review shows. asked: the criteria of this child and kind. rounds: also of what it follows."""

    review: Review
    why: str
    checklist: Checklist
    checklist_number: int
    asked: tuple[Criterion, ...]
    answers: Mapping[str, Answer]
    notes: Mapping[str, str]
    rounds: tuple[Round, ...]
    edition: int
    may_answer: bool  # this person does the review, and it is not finished
    may_amend: bool  # this person answers what came back
    return_by: date  # proposed for changes

    @property
    def score(self) -> Score:
        return score(self.asked, self.answers)


@needs(Action.REVIEW_QUALITY, child=stored.child_of)
def opened(session: Session, review_id: int, *, by: Actor, now: datetime, today: date) -> OpenReview:
    """Return a review for its page. Raises NotAllowed for one that is not this person's to see."""
    one = stored.load(session, review_id)
    quality_access.refuse_unless_seen(session, one, by, now)
    version = quality_checklists.load(session, one.checklist_id)
    answers, notes = stored.answers(session, review_id)
    checklist = version.checklist
    kept = assessments.load(session, one.assessment_id)
    rule = quality_checklists.rule(session, children.team_of(session, one.child_id))
    return OpenReview(
        one, WHY_WORDS[one.why_chosen], checklist, version.number,
        _asked(session, one, kept, checklist), answers, notes,
        _rounds(session, one), kept.edition,
        may_answer=one.is_open and one.reviewer_id == by.person_id,
        may_amend=one.state == "with_author"
        and decide(by, Action.ANSWER_REVIEW).allowed
        and may_amend(session, one, by),
        return_by=today + timedelta(days=rule.days_to_review),
    )  # fmt: skip


@needs(Action.REVIEW_QUALITY, child=stored.child_of)
def save_part(
    session: Session, review_id: int, *, by: Actor, now: datetime, today: date,
    answers: Mapping[str, str], notes: Mapping[str, str], praise: str = "", seen_version: int | None = None,
) -> Changes:  # fmt: skip
    """Keep the answers given so far: criterion → 'met', 'partly', 'not_met', 'not_applicable'; and the words to them.

    Raises NotAllowed for another's review, UserError for a finished one, RecordChanged when it changed since.
    """
    one = _to_answer(session, review_id, by, now)
    _keep(session, one, answers, notes, praise, seen_version, "started" if answers or praise else one.state)
    return Changes(quality=True, child_id=one.child_id)


@needs(Action.REVIEW_QUALITY, child=stored.child_of)
def finish(
    session: Session, review_id: int, *, by: Actor, now: datetime, today: date,
    answers: Mapping[str, str], notes: Mapping[str, str], overall: str, praise: str = "",
    what_to_change: str = "", change_by: date | None = None, seen_version: int | None = None,
) -> Changes:  # fmt: skip
    """Finish a review with what its reviewer chose. Sent back, it asks the author for changes until a day.

    Raises UserError while a criterion has no answer or an answer lacks its words, and when the whole would meet the
    standard although a critical criterion is not met.
    """
    one = _to_answer(session, review_id, by, now)
    chosen = _overall(overall)
    _keep(session, one, answers, notes, praise, seen_version, "started")
    given, words = stored.answers(session, review_id)
    checklist = quality_checklists.load(session, one.checklist_id).checklist
    asked = _asked(session, one, assessments.load(session, one.assessment_id), checklist)
    _refuse_unfinished(asked, given, words, chosen)
    if chosen is Overall.SENT_BACK:
        _send_back(session, review_id, what_to_change, change_by, by, today)
        state = "with_author"
    else:
        state = "closed" if one.follows_id is not None else "finished"
    stored.change(session, review_id, state=state, overall=chosen.value, finished_on=today)
    _close_before(session, one, by, today)
    if chosen is Overall.MEETS:
        stored.set_checked(session, one.assessment_id, today)
        _note_host_step(session, one, by, today)
    return Changes(quality=True, assessments=True, child_id=one.child_id)


def _asked(session: Session, one: Review, kept: Assessment, checklist: Checklist) -> tuple[Criterion, ...]:
    child = children.load(session, one.child_id)
    return asked_of(checklist, one.kind, child, kept.completed_on or one.signed_on)


def _to_answer(session: Session, review_id: int, by: Actor, now: datetime) -> Review:
    one = stored.load(session, review_id)
    quality_access.refuse_unless_reviewer(session, one, by, now)
    if not one.is_open:
        raise UserError("This review is finished. What was answered stays as it is")
    return one


def _keep(
    session: Session, one: Review, answers: Mapping[str, str], notes: Mapping[str, str], praise: str,
    seen_version: int | None, state: str,
) -> None:  # fmt: skip
    checklist = quality_checklists.load(session, one.checklist_id).checklist
    known = {each.id for each in checklist.criteria}
    if unknown := sorted(set(answers) - known):
        raise UserError(f"The checklist of this review has no criterion '{unknown[0]}'")
    given = {key: check_answer(value) for key, value in answers.items()}
    said = {
        key: clean_text(note, label="What would make it better", longest=LONGEST_NOTE).strip()
        for key, note in notes.items()
    }
    stored.change(session, one.id, seen_version, praise=kept_words(praise, "Praise"), state=state)
    stored.put_answers(session, one.id, given, said)


def _overall(value: str) -> Overall:
    if value not in set(Overall):
        raise UserError("Choose the result: Meets the standard, Needs changes or Send back")
    return Overall(value)


def _refuse_unfinished(
    asked: tuple[Criterion, ...], given: Mapping[str, Answer], words: Mapping[str, str], chosen: Overall
) -> None:
    missing = [one for one in asked if one.id not in given]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise UserError(f"No answer yet: {missing[0].words}{more}")
    if bare := unexplained(asked, given, words):
        ask = (
            "Say why it does not apply"
            if given[bare[0].id] is Answer.NOT_APPLICABLE
            else "Say what would make it better"
        )
        more = f" ({len(bare) - 1} more need words too)" if len(bare) > 1 else ""
        raise UserError(f"{ask}: {bare[0].words}{more}")
    found = score(asked, given)
    if chosen is Overall.MEETS and found.failed:
        failed = next(one for one in asked if one.id == found.failed[0])
        raise UserError(
            f"This can't meet the standard: '{failed.words}' is critical and not met. "
            "Choose Needs changes or Send back"
        )


def _send_back(
    session: Session, review_id: int, what: str, until: date | None, by: Actor, today: date
) -> None:
    said = kept_words(what, "What to change")
    if not said:
        raise UserError("Enter what to change")
    if until is None:
        raise UserError("Enter the date by when it is to be changed")
    if until < today:
        raise UserError(f"Changed by must be today or later, not {show_date(until)}")
    refuse_far(until, "Changed by", today)
    stored.add_round(
        session, review_id,
        {"returned_on": today, "returned_by": by.full_name, "what_to_change": said, "due_on": until},
    )  # fmt: skip


def _close_before(session: Session, one: Review, by: Actor, today: date) -> None:
    """End the round that this one checked: its dates are kept with it."""
    if one.follows_id is None:
        return
    rounds = stored.rounds(session, [one.follows_id]).get(one.follows_id, ())
    if rounds:
        stored.change_round(session, rounds[-1].id, {"checked_on": today, "checked_by": by.full_name})
    stored.change(session, one.follows_id, state="closed")


def _note_host_step(session: Session, one: Review, by: Actor, today: date) -> None:
    """Record 'Quality checked' on the strip of the host team's request, where it is not recorded yet."""
    for request in out_of_area.of_child(session, one.child_id):
        if request.assessment_id == one.assessment_id and Step.QUALITY_CHECKED not in {
            step.step for step in request.steps
        }:
            done = StepDone(Step.QUALITY_CHECKED, today, by.full_name)
            out_of_area.put_step(session, request.id, done)


def _rounds(session: Session, one: Review) -> tuple[Round, ...]:
    """Return the rounds of a review and of those it follows, the oldest first."""
    chain, now = [one.id], one
    while now.follows_id is not None:
        now = stored.load(session, now.follows_id)
        chain.append(now.id)
    held = stored.rounds(session, chain)
    return tuple(each for key in reversed(chain) for each in held.get(key, ()))
