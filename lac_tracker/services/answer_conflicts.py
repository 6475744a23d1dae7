"""Answers that two people changed, or that a changed form no longer takes: both are kept, a person chooses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from lac_tracker.domain import answers as answer_rules
from lac_tracker.domain.answers import Circumstances
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.forms import find_question, not_today_question
from lac_tracker.domain.people import Actor
from lac_tracker.domain.questions import Question, Value, is_blank, words
from lac_tracker.services.access import needs
from lac_tracker.services.assessment_forms import HeldForm, held_form
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessment_notes as notes
from lac_tracker.storage import assessments as stored

ANYTHING = (
    object()
)  # whatever stands there: for steps of the program itself, where nobody looked at an answer

# Why an answer was set aside; kept as such.
WAITING = "waits for a decision"
FORM_CHANGED = "no longer fits the form"
_TEXTS = ("text", "long text")

Keep = Literal["mine", "theirs", "both"]


@dataclass(frozen=True)
class Refused:
    """An answer was not put in place of another person's newer one."""

    assessment_id: int
    question_id: str


@dataclass(frozen=True)
class Conflict:
    """Two answers to one question, in words."""

    question_id: str
    asked: str
    section_words: str  # '7 Health checks'
    mine: str  # '' for none
    mine_by: str
    mine_at: datetime
    theirs: str
    theirs_by: str
    theirs_at: datetime | None
    both_fit: bool  # two texts can stand below each other


@dataclass(frozen=True)
class OldAnswer:
    """An answer that the form as it is today no longer takes."""

    question_id: str
    asked: str
    words: str
    section_id: str | None  # None where the question itself is gone


def refuse(
    session: Session,
    assessment_id: int,
    question: Question,
    kept: Value | None,
    was: object,
    circumstances: Circumstances,
    *,
    by: Actor,
    now: datetime,
) -> Refused | None:
    """Set an answer aside and say so when another one has taken the place of what the person saw; else None.

    An answer that gives way because the form was changed is set aside here, too.
    """
    if was is ANYTHING:
        return None
    there = notes.given_answer(session, assessment_id, question.id)
    value = there.value if there else None
    if value == kept:
        same = _waiting_of(session, assessment_id, question.id, by.full_name)
        if same is not None:
            notes.change_set_aside(session, same.id, because="both gave the same answer in the end")
        return None
    if value == was:
        if there is not None and not _fits(question, there.value, circumstances):
            notes.set_aside(
                session, assessment_id, question.id, there.value, given_by=there.given_by,
                given_at=there.given_at, because=FORM_CHANGED, now=now,
            )  # fmt: skip
        return None
    mine = _waiting_of(session, assessment_id, question.id, by.full_name)
    if mine is None:
        notes.set_aside(
            session, assessment_id, question.id, kept, given_by=by.full_name, given_at=now,
            because=WAITING, now=now,
        )  # fmt: skip
    else:  # more of the same answer was typed since
        notes.change_set_aside(session, mine.id, value=kept, given_at=now)
    return Refused(assessment_id, question.id)


def waiting_count(session: Session, assessment_id: int) -> int:
    """Return how many answers wait for a decision: signing waits for them."""
    return notes.count_set_aside(session, assessment_id, WAITING)


@needs(Action.SEE_CLINICAL, child=stored.child_of)
def waiting(session: Session, assessment_id: int, *, by: Actor, now: datetime) -> tuple[Conflict, ...]:
    """Return the answers that wait for a decision, in the order of the form."""
    held = held_form(session, stored.load(session, assessment_id), now.date())
    given = notes.given_answers(session, assessment_id)
    found = {one.question_id: one for one in notes.all_set_aside(session, assessment_id, because=WAITING)}
    name = held.circumstances.name
    conflicts = []
    for section in held.form.sections:
        for question in (*section.questions, not_today_question(section)):
            mine, theirs = found.get(question.id), given.get(question.id)
            if mine is None:
                continue
            label = getattr(section, "label", "") or str(section.number)
            conflicts.append(
                Conflict(
                    question.id,
                    words(question.ask, name),
                    f"{label} {words(section.title, name)}",
                    answer_rules.to_words(question, mine.value, name),
                    mine.given_by,
                    mine.given_at,
                    answer_rules.to_words(question, theirs.value, name) if theirs else "",
                    theirs.given_by if theirs else "",
                    theirs.given_at if theirs else None,
                    question.type in _TEXTS and theirs is not None and not is_blank(mine.value),
                )
            )
    return tuple(conflicts)


@needs(Action.ANSWER, child=stored.child_of)
def decide(
    session: Session, assessment_id: int, choices: Mapping[str, Keep], *, by: Actor, now: datetime
) -> Changes:
    """Use the answers chosen: question id → 'mine' (the one set aside), 'theirs' (the one in place) or 'both' texts.

    What is not used stays set aside, with who chose. Raises UserError when both texts together are too long, or
    nothing waits for a decision there.
    """
    one = stored.load(session, assessment_id)
    stored.refuse_signed(one.state)
    held = held_form(session, one, now.date())
    for question_id, keep in choices.items():
        _decide_one(session, assessment_id, question_id, keep, held, by=by, now=now)
    return Changes(assessments=True, child_id=one.child_id)


@needs(Action.SEE_CLINICAL, child=stored.child_of)
def answers_now(session: Session, assessment_id: int, *, by: Actor, now: datetime) -> dict[str, Value]:
    """Return the answers as they are kept at this moment, for a screen that has been open for a while."""
    return stored.answers(session, assessment_id)


@needs(Action.SEE_CLINICAL, child=stored.child_of)
def old_answers(session: Session, assessment_id: int, *, by: Actor, now: datetime) -> tuple[OldAnswer, ...]:
    """Return the answers of an open assessment that its form, changed since, no longer takes."""
    one = stored.load(session, assessment_id)
    if one.form_sha256 or one.form_id is None:
        return ()
    held = held_form(session, one, now.date())
    found = []
    for question_id, value in stored.answers(session, assessment_id).items():
        question = find_question(held.form, question_id)
        if question is None or not _fits(question, value, held.circumstances):
            section = next(
                (one.id for one in held.form.sections if question in one.questions) if question else iter(()),
                None,
            )
            asked = (
                words(question.ask, held.circumstances.name)
                if question
                else question_id.replace("_", " ").capitalize()
            )
            found.append(OldAnswer(question_id, asked, _as_kept(value), section))
    return tuple(found)


@needs(Action.ANSWER, child=stored.child_of)
def put_old_aside(
    session: Session,
    assessment_id: int,
    question_id: str,
    *,
    by: Actor,
    now: datetime,
    to_jotter: bool = False,
) -> Changes:
    """Take an answer that no longer fits out of the form, and keep it in the history.

    to_jotter: it becomes a note, too, to be filed where it belongs now.
    """
    one = stored.load(session, assessment_id)
    stored.refuse_signed(one.state)
    there = notes.given_answer(session, assessment_id, question_id)
    if there is None:
        raise NotFound("That answer was taken out of the form already")
    notes.set_aside(
        session, assessment_id, question_id, there.value, given_by=there.given_by, given_at=there.given_at,
        because=FORM_CHANGED, now=now,
    )  # fmt: skip
    stored.put_answer(session, assessment_id, question_id, None, by=by, now=now)
    if to_jotter:
        notes.add_note(
            session, assessment_id, f"{question_id.replace('_', ' ').capitalize()}: {_as_kept(there.value)}",
            by=by, now=now,
        )  # fmt: skip
    return Changes(assessments=True, child_id=one.child_id)


def _decide_one(
    session: Session,
    assessment_id: int,
    question_id: str,
    keep: Keep,
    held: HeldForm,
    *,
    by: Actor,
    now: datetime,
) -> None:
    question = find_question(held.form, question_id)
    waits = [
        one
        for one in notes.all_set_aside(session, assessment_id, because=WAITING)
        if one.question_id == question_id
    ]
    if question is None or not waits:
        raise UserError("That was decided already. Open the assessment again to see how")
    mine, there = waits[-1], notes.given_answer(session, assessment_id, question_id)
    chose = f"{by.full_name} kept {'both answers' if keep == 'both' else 'the other answer'}"
    for one in waits[:-1]:
        notes.change_set_aside(session, one.id, because=f"{by.full_name} kept a newer answer")
    if keep == "theirs":
        notes.change_set_aside(session, mine.id, because=chose)
        return
    value = mine.value
    if keep == "both":
        if question.type not in _TEXTS or there is None:
            raise UserError(f"{question.ask}: only two texts can both be kept. Choose one of the answers")
        value = ("\n" if question.type == "long text" else "; ").join((str(there.value), str(mine.value)))
    if there is not None:
        notes.set_aside(
            session, assessment_id, question_id, there.value, given_by=there.given_by,
            given_at=there.given_at, because=chose, now=now,
        )  # fmt: skip
    notes.change_set_aside(session, mine.id, because=f"{by.full_name} used it after all")
    checked = answer_rules.check(question, value, held.circumstances)
    stored.put_answer(session, assessment_id, question_id, checked, by=by, now=now)


def _waiting_of(
    session: Session, assessment_id: int, question_id: str, given_by: str
) -> notes.SetAside | None:
    waits = notes.all_set_aside(session, assessment_id, because=WAITING)
    return next((one for one in waits if (one.question_id, one.given_by) == (question_id, given_by)), None)


def _fits(question: Question, value: Value, circumstances: Circumstances) -> bool:
    try:
        answer_rules.check(question, value, circumstances)
    except UserError:
        return False
    return True


def _as_kept(value: Value) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
