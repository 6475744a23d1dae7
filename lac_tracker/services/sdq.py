"""Strengths and difficulties questionnaires: kept in part or scored, used, shared, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args

from sqlalchemy.orm import Session

from lac_tracker.domain import sdq_rules as rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import age_in_years
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.names import clean_line, clean_text, first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.sdq import (
    Answers,
    NextStep,
    NotDone,
    Questionnaire,
    Scores,
    Version,
    score,
    usual_version,
)
from lac_tracker.domain.sdq_rules import NextDue
from lac_tracker.domain.settings import rules_from
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import care, children, people
from lac_tracker.storage import sdq as stored

PAPER = "Paper form"
_LONGEST = 2_000  # characters


@dataclass(frozen=True)
class SdqOnRecord:
    """All that pages of questionnaires start from; the newest first.

    usual: the carer's form for the age, None where no form is used. usual_by: the carer on record, '' without one.
    """

    called: str
    born: date
    age: int
    scored: tuple[Questionnaire, ...]
    parts: tuple[Questionnaire, ...]
    not_done: tuple[NotDone, ...]
    next_due: NextDue
    usual: Version | None
    usual_by: str


@needs(Action.SEE_CLINICAL, child=the_child)
def on_record(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> SdqOnRecord:
    """Return the questionnaires of a child, and what the next one would be."""
    child = children.load(session, child_id)
    held = stored.of_child(session, child_id)
    age = age_in_years(child.born, today)
    chosen = rules_from(people.settings(session, child.team_id))
    carer = care.contact(session, child_id, "carer")
    named = [part for part in (carer.full_name, carer.role) if part] if carer and carer.full_name else []
    return SdqOnRecord(
        called=first_name(child.preferred_name, child.given_name, child.council_id),
        born=child.born,
        age=age,
        scored=tuple(one for one in held if one.state == "scored"),
        parts=tuple(one for one in held if one.state == "part"),
        not_done=stored.not_done(session, child_id),
        next_due=rules.next_due(held, child.born, today, chosen),
        usual=usual_version(age),
        usual_by=", ".join(named),
    )


@needs(Action.EDIT_SDQ, child=the_child)
def save_part(
    session: Session, child_id: int, *, by: Actor, now: datetime, version: str, completed_on: date | None,
    completed_by: str = "", answers: Answers, is_follow_up: bool = False, keyed_twice: bool = False,
    questionnaire_id: int | None = None, seen_version: int | None = None, own_words: str | None = None,
) -> Changes:  # fmt: skip
    """Keep what was entered so far, to go on with later. Only form and date are needed; nothing else is judged.

    answers: None: keyed as not answered; missing: not keyed yet. own_words: None leaves them. The report of the
    changes is the part as it was kept: nothing else that is shown depends on it. Raises UserError without form or
    date, or where it is scored already.
    """
    before = _before(session, child_id, questionnaire_id)
    if before is not None and before.state == "scored":
        raise UserError("This questionnaire is scored already. Save its score again instead")
    form = rules.check_form(version)
    if completed_on is None:
        raise UserError("Date is missing: enter the day it was filled in, as the form has it")
    given = rules.check_answers(answers)
    changed = _head(form, completed_on, completed_by, is_follow_up, own_words, by, now) | {
        "entry": "items", "state": "part", "keyed_twice": keyed_twice, "source": PAPER,
        **stored.answer_columns(given), **stored.score_columns(Scores()),
    }  # fmt: skip
    made = stored.save(session, child_id, questionnaire_id, changed, seen_version=seen_version)
    return Changes(child_id=child_id, made_id=made, report=stored.load(session, made))


@needs(Action.EDIT_SDQ, child=the_child)
def save_items(
    session: Session, child_id: int, *, by: Actor, now: datetime, version: str, completed_on: date | None,
    completed_by: str, answers: Answers, is_follow_up: bool = False, keyed_twice: bool = False,
    questionnaire_id: int | None = None, seen_version: int | None = None, own_words: str | None = None,
    though_incomplete: bool = False,
) -> Changes:  # fmt: skip
    """Score the answers of a form and keep both: new, a part that is now complete, or a correction.

    though_incomplete: the person was told which scales lack answers and wants the rest scored. own_words: None
    leaves them. Raises UserError naming what is wrong: NotEnoughAnswers (ask, then though_incomplete) and
    AlreadyThere (which one is there) among them.
    """
    form, head = _checked_head(
        session, child_id, by, now, version, completed_on, completed_by, questionnaire_id, is_follow_up, own_words
    )  # fmt: skip
    given = rules.check_answers(answers)
    rules.check_enough(given, though_incomplete=though_incomplete)
    changed = head | {
        "entry": "items", "state": "scored", "keyed_twice": keyed_twice, "source": PAPER, "licence_note": "",
        **stored.answer_columns(given), **stored.score_columns(score(given, form.key)),
    }  # fmt: skip
    made = stored.save(session, child_id, questionnaire_id, changed, seen_version=seen_version)
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.EDIT_SDQ, child=the_child)
def save_scores(
    session: Session, child_id: int, *, by: Actor, now: datetime, version: str, completed_on: date | None,
    completed_by: str, scores: Mapping[str, int | None] | None = None, total: int | None = None, source: str,
    licence_note: str = "", is_follow_up: bool = False, questionnaire_id: int | None = None,
    seen_version: int | None = None, own_words: str | None = None,
) -> Changes:  # fmt: skip
    """Keep scores that stand in a licensed report: the scales (and 'impact'), or a total alone.

    source: which report, such as who scored it and when. Raises UserError naming what is wrong.
    """
    form, head = _checked_head(
        session, child_id, by, now, version, completed_on, completed_by, questionnaire_id, is_follow_up, own_words
    )  # fmt: skip
    given = dict(scores or {})
    found = rules.check_scores(form, given, total)
    told = clean_line(source, label="Source")
    if not told:
        raise UserError("Source is missing: enter which report the scores were taken from")
    has_scales = any(value is not None for name, value in given.items() if name != "impact")
    changed = head | {
        "entry": "scales" if has_scales else "total", "state": "scored", "keyed_twice": False, "source": told,
        "licence_note": clean_text(licence_note, label="Licence note", longest=_LONGEST).strip(),
        **stored.answer_columns({}), **stored.score_columns(found),
    }  # fmt: skip
    made = stored.save(session, child_id, questionnaire_id, changed, seen_version=seen_version)
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.EDIT_SDQ, child=stored.child_of_questionnaire)
def say(
    session: Session, questionnaire_id: int, *, by: Actor, now: datetime, means: str | None = None,
    child_thinks: str | None = None, own_words: str | None = None, seen_version: int,
) -> Changes:  # fmt: skip
    """Write down what a questionnaire means, what the child thinks, and their own words; None leaves that as it is.

    It counts as used in a review once the first two are there.
    """
    said = {
        "means": (means, "What it means"),
        "child_thinks": (child_thinks, "What they think"),
        "own_words": (own_words, "Their own words"),
    }
    changed = {
        column: clean_text(words, label=label, longest=_LONGEST).strip()
        for column, (words, label) in said.items()
        if words is not None
    }
    return _change(session, questionnaire_id, changed, seen_version)


@needs(Action.EDIT_SDQ, child=stored.child_of_questionnaire)
def choose_sharing(
    session: Session,
    questionnaire_id: int,
    *,
    by: Actor,
    now: datetime,
    shared: str | None,
    seen_version: int,
) -> Changes:
    """Keep what the young person chose: 'yes' or 'no' to a page of their own; None takes the choice back."""
    if shared not in ("yes", "no", None):
        raise UserError("Choose whether they want a page of their own: yes or no")
    return _change(session, questionnaire_id, {"shared_with_child": shared}, seen_version)


@needs(Action.EDIT_SDQ, child=stored.child_of_questionnaire)
def next_step(
    session: Session, questionnaire_id: int, *, by: Actor, now: datetime, step: str, words: str = "",
    need_id: int | None = None, seen_version: int,
) -> Changes:  # fmt: skip
    """Keep what happens next: step is of NEXT_STEP_WORDS. Nothing needs a reason; a plan item may be named."""
    if step not in get_args(NextStep):
        raise UserError("What happens next is missing: choose one")
    told = clean_text(words, label="What happens next", longest=_LONGEST).strip()
    if step == "nothing" and not told:
        raise UserError("Enter why nothing is needed")
    child_id = stored.child_of_questionnaire(session, questionnaire_id)
    if need_id is not None and not stored.is_need_of(session, need_id, child_id):
        raise NotFound("That plan item is not in this record. Choose another")
    changed = {
        "next_step": step,
        "next_step_words": told,
        "next_step_need_id": need_id if step == "plan_item" else None,
    }
    return _change(session, questionnaire_id, changed, seen_version)


@needs(Action.EDIT_SDQ, child=the_child)
def record_not_done(
    session: Session, child_id: int, *, by: Actor, now: datetime, asked_on: date | None, reason: str, words: str = "",
) -> Changes:  # fmt: skip
    """Keep why there is no questionnaire, in the return's five reasons. Raises UserError for one that can't be."""
    child = children.load(session, child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    on = rules.check_day(asked_on, child.born, now.date(), called, label="Asked on")
    told = clean_text(words, label="Reason", longest=_LONGEST).strip()
    known = rules.check_not_done(reason, told, child.born, on, called)
    columns = {"asked_on": on, "reason": known, "words": told, "recorded_by": by.full_name}
    made = stored.add_not_done(session, child_id, columns)
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.EDIT_SDQ, child=stored.child_of_questionnaire)
def in_error(
    session: Session, questionnaire_id: int, *, by: Actor, now: datetime, because: str, seen_version: int
) -> Changes:
    """Take a questionnaire out as entered in error. It is kept with the reason. Raises UserError without one."""
    child_id = stored.child_of_questionnaire(session, questionnaire_id)
    stored.in_error(session, questionnaire_id, _because(because, by), seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_SDQ, child=stored.child_of_not_done)
def not_done_in_error(
    session: Session, not_done_id: int, *, by: Actor, now: datetime, because: str, seen_version: int
) -> Changes:
    """Take a reason for none out as entered in error. It is kept with why. Raises UserError without one."""
    child_id = stored.child_of_not_done(session, not_done_id)
    stored.not_done_in_error(session, not_done_id, _because(because, by), seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


def _before(session: Session, child_id: int, questionnaire_id: int | None) -> Questionnaire | None:
    if questionnaire_id is None:
        return None
    before = stored.load(session, questionnaire_id)
    if before.child_id != child_id:
        raise NotFound("That questionnaire is not in this record. Refresh the page")
    return before


def _head(
    form: Version, on: date, completed_by: str, is_follow_up: bool, own_words: str | None, by: Actor, now: datetime
) -> dict[str, Any]:  # fmt: skip
    head = {
        "form": form.key,
        "completed_on": on,
        "completed_by": clean_line(completed_by, label="Filled in by"),
        "is_follow_up": is_follow_up,
        "recorded_by": by.full_name,
        "recorded_at": now,
    }
    if own_words is not None:
        head["own_words"] = clean_text(own_words, label="Their own words", longest=_LONGEST).strip()
    return head


def _checked_head(
    session: Session, child_id: int, by: Actor, now: datetime, version: str, completed_on: date | None,
    completed_by: str, questionnaire_id: int | None, is_follow_up: bool, own_words: str | None,
) -> tuple[Version, dict[str, Any]]:  # fmt: skip
    _before(session, child_id, questionnaire_id)
    child = children.load(session, child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    form = rules.check_form(version)
    on = rules.check_day(completed_on, child.born, now.date(), called)
    rules.check_age(form, child.born, on, called)
    head = _head(form, on, completed_by, is_follow_up, own_words, by, now)
    if not head["completed_by"]:
        raise UserError("Filled in by is missing: enter who filled it in")
    wanted = Questionnaire(
        questionnaire_id or 0,
        child_id,
        form.key,
        on,
        head["completed_by"],
        Scores(),
        is_follow_up=is_follow_up,
    )
    rules.check_same_day(stored.on_day(session, child_id, form.key, on), wanted)
    return form, head


def _change(session: Session, questionnaire_id: int, changed: dict[str, Any], seen_version: int) -> Changes:
    before = stored.load(session, questionnaire_id)
    stored.save(session, before.child_id, questionnaire_id, changed, seen_version=seen_version)
    return Changes(children=True, child_id=before.child_id)


def _because(words: str, by: Actor) -> str:
    reason = clean_text(words, label="Reason", longest=1_000).strip()
    if not reason:
        raise UserError("Enter the reason why this was an error")
    return f"{reason} ({by.full_name})"
