"""What was answered last time, and taking it over: marked, checked by a person, never silently."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import answers as answer_rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.forms import find_question
from lac_tracker.domain.people import Actor
from lac_tracker.domain.questions import words
from lac_tracker.services.access import needs
from lac_tracker.services.assessment_forms import form_of, held_form, refuse_unstarted
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessment_notes as notes
from lac_tracker.storage import assessments as stored

_TEXTS = ("text", "long text")


@dataclass(frozen=True)
class LastAnswer:
    """One answer of last time."""

    asked: str
    words: str
    can_be_copied: bool  # text into text; anything else is asked anew


@dataclass(frozen=True)
class LastTime:
    """The answers of the assessment before this one: id of the question → answer."""

    title: str  # 'RHA 11-Mar-2025', with its version from the second on
    on: date
    answers: Mapping[str, LastAnswer]


@needs(Action.SEE_CLINICAL, child=stored.child_of)
def last_time(session: Session, assessment_id: int, *, by: Actor, now: datetime) -> LastTime | None:
    """Return what the last signed assessment says, in its newest edition; None when there is none."""
    one = stored.load(session, assessment_id)
    before = _before(session, one)
    if before is None:
        return None
    old, held = form_of(session, before), held_form(session, one, now.date())
    name = held.circumstances.name
    found = {}
    for question_id, value in stored.answers(session, before.id).items():
        question, asked_now = find_question(old, question_id), find_question(held.form, question_id)
        if question is not None:
            copies = bool(asked_now and asked_now.type in _TEXTS and question.type in _TEXTS)
            said = answer_rules.to_words(question, value, name)
            found[question_id] = LastAnswer(words(question.ask, name), said, copies and bool(said))
    version = f", version {before.edition}" if before.edition > 1 else ""
    assert before.completed_on is not None
    return LastTime(f"{before.kind} {show_date(before.completed_on)}{version}", before.completed_on, found)


@needs(Action.ANSWER, child=stored.child_of)
def copy(session: Session, assessment_id: int, question_id: str, *, by: Actor, now: datetime) -> Changes:
    """Put the text of last time at the end of an answer, marked with its date, and remember that it was copied.

    Raises UserError when there is nothing to copy, the answer is no text, or both together are too long.
    """
    one = stored.load(session, assessment_id)
    refuse_unstarted(one)
    before, held = _before(session, one), held_form(session, one, now.date())
    question = find_question(held.form, question_id)
    if question is None or question.type not in _TEXTS:
        raise UserError("Only text can be copied. Ask this again, and choose the answer")
    value = stored.answers(session, before.id).get(question_id) if before else None
    if before is None or before.completed_on is None or not isinstance(value, str):
        raise UserError("Last time there was nothing here that could be copied")
    copied = f"From {show_date(before.completed_on)}: {value}"
    there = stored.answers(session, assessment_id).get(question_id)
    if there and copied in str(there):
        raise UserError("That text is copied here already")
    joined = (f"{there}\n" if question.type == "long text" else f"{there}; ") if there else ""
    checked = answer_rules.check(question, joined + copied, held.circumstances)
    stored.put_answer(session, assessment_id, question_id, checked, by=by, now=now)
    notes.keep_copy(session, assessment_id, question_id, copied, before.id)
    return Changes(assessments=True, child_id=one.child_id)


@needs(Action.SEE_CLINICAL, child=stored.child_of)
def unconfirmed(session: Session, assessment_id: int, *, by: Actor, now: datetime) -> tuple[str, ...]:
    """Return the ids of the questions with copied text that was neither changed nor confirmed."""
    return notes.unconfirmed_copies(session, assessment_id)


@needs(Action.ANSWER, child=stored.child_of)
def confirm(session: Session, assessment_id: int, question_id: str, *, by: Actor, now: datetime) -> Changes:
    """Keep that copied text was read and is still right."""
    one = stored.load(session, assessment_id)
    stored.refuse_signed(one.state)
    notes.confirm_copy(session, assessment_id, question_id, now=now)
    return Changes(assessments=True, child_id=one.child_id)


def _before(session: Session, one: stored.Assessment) -> stored.Assessment | None:
    """Return the signed assessment before this one; for an amendment not the one that it amends."""
    held = [
        other
        for other in stored.in_force(stored.of_child(session, one.child_id))
        if other.id not in (one.id, one.amends_id) and other.form_sha256
    ]
    if one.completed_on is not None:
        held = [other for other in held if other.completed_on and other.completed_on <= one.completed_on]
    return held[-1] if held else None
