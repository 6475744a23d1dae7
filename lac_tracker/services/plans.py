"""The health plan: read, written item by item, and checked field by field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import smart
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.children import Child
from lac_tracker.domain.dates import add_months, age_in_years, birthday
from lac_tracker.domain.disclosure import Reader
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line, clean_text, first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.plan_starters import Starter
from lac_tracker.domain.plans import Action as PlanAction
from lac_tracker.domain.plans import Need, Outcome, moved
from lac_tracker.services import forms, missing_parts
from lac_tracker.services.access import is_kept_apart, needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessments, care, children, people, plans


@dataclass(frozen=True)
class PersonToChoose:
    """Someone who can be given an action: offered while a person types."""

    person: str
    role: str
    organisation: str


@dataclass(frozen=True)
class ItemCheck:
    """What the SMART check says of one plan item."""

    findings: tuple[smart.Finding, ...]
    letters: tuple[smart.LetterResult, ...]


@dataclass(frozen=True)
class ItemSurroundings:
    """What the editor of an item offers besides its fields."""

    people: tuple[PersonToChoose, ...]
    next_review_on: date  # when the review after this plan is due
    review_name: str  # 'next RHA'
    starters: Mapping[str, tuple[Starter, ...]]  # by kind of need
    words: smart.Words


@needs(Action.SEE_CLINICAL, child=assessments.child_of)
def plan(session: Session, assessment_id: int, *, by: Actor, now: datetime) -> tuple[Need, ...]:
    """Return the plan written with an assessment."""
    return plans.plan_of(session, assessment_id)


@needs(Action.EDIT_PLAN, child=assessments.child_of)
def save_item(
    session: Session, assessment_id: int, need: Need, *, by: Actor, now: datetime, covers: str = ""
) -> Changes:
    """Save one need with its outcomes and actions, complete or not: what is missing stops signing, never writing.

    covers: the section left for another day that this item covers.

    Raises UserError when nothing at all was written, or the assessment is signed.
    """
    one = assessments.load(session, assessment_id)
    assessments.refuse_signed(one.state)
    cleaned = _cleaned(need)
    if not (cleaned.title or cleaned.found or any(outcome.text for outcome in cleaned.outcomes)):
        raise UserError("Enter the need or what will be different before saving this item")
    for outcome in cleaned.outcomes:
        if outcome.first_agreed_on and outcome.first_agreed_on > now.date():
            raise UserError(f"First agreed on must be today or in the past: '{outcome.text}'")
    if cleaned.id is not None and plans.assessment_of(session, cleaned.id) != assessment_id:
        raise UserError("That plan item belongs to another assessment")
    judged = _judge(session, one, now.date())
    outcomes = tuple(
        replace(outcome, smart_letters=smart.shorthand(judged(cleaned, outcome).letters))
        for outcome in cleaned.outcomes
    )
    made = plans.save_need(session, one.child_id, assessment_id, replace(cleaned, outcomes=outcomes))
    if covers:
        missing_parts.cover(session, one, covers, made, now.date())
    return Changes(plans=True, child_id=one.child_id, made_id=made)


@needs(Action.SEE_CLINICAL, child=assessments.child_of)
def check_item(
    session: Session, assessment_id: int, need: Need, *, by: Actor, now: datetime, today: date
) -> ItemCheck:
    """Return what the SMART check says of an item, saved or not. Fields first, wording second.

    An item of a signed plan is judged as on the day it was agreed: its dates pass, and that is no fault of it.
    """
    judged = _judge(session, assessments.load(session, assessment_id), today)
    found = tuple(
        finding
        for outcome in need.outcomes or (Outcome(text=""),)
        for finding in judged(need, outcome).findings
    )
    return ItemCheck(found, smart.letters(found))


@needs(Action.SEE_CLINICAL, child=assessments.child_of)
def checked(
    session: Session, assessment_id: int, *, by: Actor, now: datetime, today: date
) -> Mapping[tuple[int, int], ItemCheck]:
    """Return what the SMART check says of every outcome of a plan: (number of the need, of the outcome) → check."""
    judged = _judge(session, assessments.load(session, assessment_id), today)
    return {
        (need_number, number): judged(need, outcome)
        for need_number, need in enumerate(plans.plan_of(session, assessment_id), 1)
        for number, outcome in enumerate(need.outcomes or (Outcome(text=""),), 1)
    }


@needs(Action.EDIT_PLAN, child=assessments.child_of)
def move_item(
    session: Session,
    assessment_id: int,
    need_number: int,
    outcome_number: int,
    step: int,
    *,
    by: Actor,
    now: datetime,
) -> Changes:
    """Move an item one place up (-1) or down (1) in a plan that is being written.

    Raises UserError when the assessment is signed: the order of a signed plan is that of its papers.
    """
    one = assessments.load(session, assessment_id)
    assessments.refuse_signed(one.state)
    before = plans.plan_of(session, assessment_id)
    after = moved(before, need_number, outcome_number, step)
    if after != before:
        plans.put_order(session, after)
    return Changes(plans=after != before, child_id=one.child_id)


@needs(Action.SEE_CLINICAL, child=assessments.child_of)
def surroundings(
    session: Session, assessment_id: int, *, by: Actor, now: datetime, today: date
) -> ItemSurroundings:
    """Return whom an action can be given to, when the next review is due, and the starters."""
    one = assessments.load(session, assessment_id)
    child = children.load(session, one.child_id)
    return ItemSurroundings(
        people=people_to_choose(session, assessment_id, by=by, now=now),
        next_review_on=_next_due(child, _judged_on(one, today)),
        review_name="next RHA",
        starters=forms.plan_starters(),
        words=forms.smart_words(),
    )


@needs(Action.SEE_CLINICAL, child=assessments.child_of)
def people_to_choose(
    session: Session, assessment_id: int, *, by: Actor, now: datetime
) -> tuple[PersonToChoose, ...]:
    """Return who is around this child: those of the team who may open the record, the practice, the social worker, the carer."""
    child_id = assessments.child_of(session, assessment_id)
    team = people.team(session, by.team_id)
    ours = [
        PersonToChoose(actor.full_name, actor.role.value.replace("_", " "), team.name)
        for actor in people.everyone(session, by.team_id)
        if not is_kept_apart(session, child_id, actor.person_id, now.date())
    ]
    theirs = [
        PersonToChoose(
            contact.full_name or "",
            contact.role or contact.kind.replace("_", " "),
            contact.organisation or "",
        )
        for contact in care.contacts(session, child_id)
    ]
    return (*theirs, *ours)


def _judge(
    session: Session, one: assessments.Assessment, today: date
) -> Callable[[Need, Outcome], ItemCheck]:
    """Return the check as it is for the items of one plan."""
    child = children.load(session, one.child_id)
    on = _judged_on(one, today)
    name = first_name(child.preferred_name, child.given_name, child.council_id)
    words = forms.smart_words()

    def judged(need: Need, outcome: Outcome) -> ItemCheck:
        found = smart.check_outcome(
            need, outcome, name=name, today=on if one.state == "signed" else today, next_due=_next_due(child, on),
            eighteenth_birthday=birthday(child.born, 18), words=words,
        )  # fmt: skip
        return ItemCheck(found, smart.letters(found))

    return judged


def _judged_on(one: assessments.Assessment, today: date) -> date:
    return one.completed_on or one.first_seen_on or today


def _next_due(child: Child, on: date) -> date:
    return add_months(on, 6 if age_in_years(child.born, on) < 5 else 12)


def _cleaned(need: Need) -> Need:
    return replace(
        need,
        title=clean_line(need.title, label="Need"),
        found=clean_text(need.found, label="What was found").strip(),
        childs_words=clean_text(need.childs_words, label="In the child's words").strip(),
        outcomes=tuple(
            replace(
                outcome,
                text=clean_text(outcome.text, label="Outcome", longest=2_000).strip(),
                measure=clean_text(outcome.measure, label="How we'll know", longest=2_000).strip(),
                agreed_child_because=_reason(outcome.agreed_child_because),
                agreed_carer_because=_reason(outcome.agreed_carer_because),
                mark_note=_reason(outcome.mark_note),
                entered_in_error_because=_reason(outcome.entered_in_error_because),
                plain_words=clean_text(outcome.plain_words, label="In plain words", longest=2_000).strip(),
                seen_by=_readers(outcome.seen_by),
                actions=tuple(_cleaned_action(action) for action in outcome.actions if _has_words(action)),
            )
            for outcome in need.outcomes
        ),
    )


def _cleaned_action(action: PlanAction) -> PlanAction:
    return replace(
        action,
        text=clean_text(action.text, label="Action", longest=2_000).strip(),
        why=clean_text(action.why or "", label="Why", longest=2_000).strip() or None,
        person=clean_line(action.person, label="Person"),
        role=clean_line(action.role, label="Role"),
        organisation=clean_line(action.organisation, label="Organisation"),
    )


def _readers(keys: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if keys is None:
        return None
    unknown = set(keys) - {reader.value for reader in Reader}
    if unknown:
        raise UserError(f"Who sees this: '{min(unknown)}' is nobody who gets a copy")
    return tuple(dict.fromkeys(keys))


def _reason(text: str) -> str:
    return clean_text(text, label="Reason", longest=2_000).strip()


def _has_words(action: PlanAction) -> bool:
    said = (action.text, action.why or "", action.person, action.role, action.organisation)
    return any(words.strip() for words in said)
