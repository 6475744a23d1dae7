"""The page of the young person's own plan: what was written and chosen for it, suggestions, and saving."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.children import Child
from lac_tracker.domain.dates import show_date, show_plain_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.helplines import to_check
from lac_tracker.domain.names import clean_line, clean_text, first_name
from lac_tracker.domain.own_plan import (
    COLOUR,
    TEXTS,
    TIER,
    OwnCopy,
    Tier,
    day_by,
    helpers_of,
    is_told,
    joined,
    must_be_written,
    show_day,
    tier_of,
    words_of,
)
from lac_tracker.domain.people import Actor
from lac_tracker.domain.plans import CATEGORY_WORDS, Need, Outcome
from lac_tracker.domain.reading_ease import ReadingEase, read_ease
from lac_tracker.services import own_plan_facts as facts
from lac_tracker.services import sharing
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.own_plan import DOCUMENT
from lac_tracker.storage import assessments, children, consents, own_copies
from lac_tracker.storage.assessments import Assessment

LONGEST_ITEM = 300  # characters of one item in plain words
LONGEST_PART = 2_000


@dataclass(frozen=True)
class ItemToWrite:
    """One outcome of the plan and its words for the young person. stops: what its paper may not say."""

    outcome_id: int
    about: str  # 'Teeth'
    agreed: str  # as it stands in the plan
    plain_words: str
    helped_by: str  # 'Amy, midwife and Lou, key worker, by 13 March'
    is_told: bool
    stops: tuple[str, ...]
    note: str = ""  # 'Kept from the carer: …'
    advice: str = ""  # 'It says ‘Mara’. To Mara it should say ‘you’.'


@dataclass(frozen=True)
class PlanOfAssessment:
    """An assessment whose plan can be written for the child."""

    assessment_id: int
    words: str  # 'RHA signed 12-Mar-2025'


@dataclass(frozen=True)
class OwnPlanPage:
    """Everything the page of the own plan shows."""

    called: str
    plans: tuple[PlanOfAssessment, ...]  # the signed one first
    assessment_id: int
    is_signed: bool
    by_age: Tier
    copy: OwnCopy
    items: tuple[ItemToWrite, ...]
    said: tuple[str, ...]
    going_well: tuple[str, ...]  # as the assessment says
    talked_about: tuple[str, ...]  # kinds of need, to begin with
    has_feelings: bool
    who_sees: str
    numbers_to_check: tuple[str, ...]
    given: str  # 'Given to Ellie on 13 March 2026, read out loud.'; '' before


@needs(Action.SEE_CLINICAL, child=the_child)
def load(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    assessment_id: int | None = None,
) -> OwnPlanPage | None:
    """Return what was written for a young person's own plan, with suggestions; None before an assessment began.

    assessment_id: of which plan; None: the newest signed one, else the one being written.
    """
    child = children.load(session, child_id)
    chosen = _assessments(session, child_id)
    if not chosen:
        return None
    one = next((each for each in chosen if each.id == assessment_id), chosen[0])
    copy = own_copies.load(session, one.id)
    tier = tier_of(child.born, today, copy.stage)
    held = facts.of_plan(session, one)
    readers = facts.readers(session, child, today, facts.whom_to_tell(session, child, one))
    return OwnPlanPage(
        first_name(child.preferred_name, child.given_name, child.council_id),
        tuple(PlanOfAssessment(each.id, _words(each)) for each in chosen),
        one.id,
        one.state == "signed",
        tier_of(child.born, today),
        copy,
        tuple(_to_write(session, child, need, outcome, today) for need, outcome in held),
        facts.said(session, one),
        facts.going_well(session, one),
        tuple(
            dict.fromkeys(CATEGORY_WORDS[need.category] for need, outcome in held if is_told(need, outcome))
        ),
        facts.feelings(session, one) is not None,
        _who_sees(readers.sees, readers.not_sees),
        to_check(facts.printed_helplines(tier), today),
        _given(session, child_id),
    )


@needs(Action.EDIT_OWN_COPY, child=assessments.child_of)
def save(
    session: Session,
    assessment_id: int,
    copy: OwnCopy,
    plain_words: Mapping[int, str],
    *,
    by: Actor,
    now: datetime,
) -> Changes:
    """Keep what a young person chose, and the words of the plan for them. What was agreed stays as it was signed.

    plain_words: id of an outcome → words, '' to print what was agreed.

    Raises UserError for too long words or a day in the future, RecordChanged when somebody else saved first.
    """
    child_id = assessments.child_of(session, assessment_id)
    kept = _cleaned(copy, now.date())
    own_copies.save(session, child_id, assessment_id, kept)
    said = {
        outcome_id: clean_line(words, label="Plain words", longest=LONGEST_ITEM)
        for outcome_id, words in plain_words.items()
    }
    rewritten = own_copies.write_plain_words(session, assessment_id, said)
    return Changes(plans=rewritten, documents=True, child_id=child_id)


def tier(page: OwnPlanPage) -> Tier:
    """Return the tier the paper of a page is made for."""
    return TIER[page.copy.stage] if page.copy.stage else page.by_age


def reading_hint(text: str) -> ReadingEase:
    """Return how easy a text is to read, for the hint as somebody types. Needs no record."""
    return read_ease(text, facts.plain_words())


def _assessments(session: Session, child_id: int) -> tuple[Assessment, ...]:
    """Return the newest signed assessment and the one being written, as far as there are."""
    held = assessments.of_child(session, child_id)
    signed = assessments.in_force(held)
    going_on = assessments.open_of(held)
    being_written = going_on if going_on is not None and going_on.form_id else None
    return (*signed[-1:], *([being_written] if being_written else []))


def _words(one: Assessment) -> str:
    if one.state == "signed":
        return f"{one.kind} signed {show_date(one.signed_at.date() if one.signed_at else one.completed_on)}"
    return f"{one.kind} being written"


def _to_write(session: Session, child: Child, need: Need, outcome: Outcome, today: date) -> ItemToWrite:
    assert outcome.id is not None  # it was read from the caseload
    words = facts.plain_words()
    by = day_by(outcome)
    who = joined(helpers_of(outcome.actions, facts.names_of(child), words)) or "nobody named yet"
    kept = [one for one in consents.topics(session, child.id, today) if one.topic == need.category]
    note = f"Kept from {joined(sharing.READER_WORDS[one.kept_from] for one in kept)}: give this paper where they are not"
    return ItemToWrite(
        outcome.id, CATEGORY_WORDS[need.category], outcome.text, outcome.plain_words,
        f"{who}{f', by {show_day(by, today)}' if by else ''}", is_told(need, outcome),
        must_be_written(outcome, words), note if kept else "", _to_you(child, words_of(outcome), today),
    )  # fmt: skip


def _to_you(child: Child, text: str, today: date) -> str:
    """Return advice where a plan that speaks to the child names them; a letter to the carer does."""
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    if tier_of(child.born, today).is_letter or not re.search(rf"(?<!\w){re.escape(called)}(?!\w)", text):
        return ""
    return f"It says ‘{called}’. To {called} it should say ‘you’."


def _cleaned(copy: OwnCopy, today: date) -> OwnCopy:
    if copy.stage is not None and copy.stage not in TIER:
        raise UserError("Choose the stage from the list")
    if copy.colour is not None and copy.colour not in COLOUR:
        raise UserError("Choose the colour from the list")
    checked = copy.checked_with_them_on
    if checked is not None and checked > today:
        raise UserError("Checked with them must be today or in the past")
    texts: dict[str, Any] = {
        name: clean_text(getattr(copy, name), label=label, longest=LONGEST_PART).strip()
        for name, label in TEXTS.items()
    }
    return replace(copy, translated_by=clean_line(copy.translated_by, label="Translated by"), **texts)


def _who_sees(sees: tuple[str, ...], not_sees: tuple[str, ...]) -> str:
    first = joined(sees) or "nobody else"
    hidden = f" Not {joined(not_sees, 'or')}." if not_sees else ""
    return f"{first[:1].upper()}{first[1:]}.{hidden}"


def _given(session: Session, child_id: int) -> str:
    given = own_copies.given(session, child_id, DOCUMENT)
    if given is None:
        return ""
    to, on, read = given
    aloud = {"yes": ", read out loud", "no": ", not read out loud"}.get(read or "", "")
    return f"Given to {to} on {show_plain_date(on)}{aloud}."
