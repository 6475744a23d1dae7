"""What a partly done assessment left for another day, and the item of the plan that covers each part (TS-3)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import missing_parts as rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.forms import facts_about
from lac_tracker.domain.missing_parts import MissingPart
from lac_tracker.domain.names import first_name
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs
from lac_tracker.services.assessment_forms import form_of
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import children, missing_parts, plans


@dataclass(frozen=True)
class PartsToSign:
    """What Check and sign shows of the parts: each with its item, and the items that could be chosen."""

    parts: tuple[MissingPart, ...]
    items: tuple[tuple[int, str], ...]  # (id of the need, 'Item 2: Sleep')


@needs(Action.SEE_CLINICAL, child=stored.child_of)
def to_sign(session: Session, assessment_id: int, *, by: Actor, now: datetime, today: date) -> PartsToSign:
    """Return the parts an assessment left for another day, and the items of its plan."""
    one = stored.load(session, assessment_id)
    found = rules.counting(plans.plan_of(session, assessment_id))
    return PartsToSign(
        parts_of(session, one, today),
        tuple((need.id, f"Item {number}: {rules.called(need)}") for number, need in found if need.id is not None),
    )  # fmt: skip


@needs(Action.EDIT_PLAN, child=stored.child_of)
def choose_item(
    session: Session, assessment_id: int, section_id: str, need_id: int | None, *, by: Actor, now: datetime
) -> Changes:
    """Choose the item of the plan that covers a part; None takes the choice back.

    Raises UserError when the assessment is signed, the part was not left out, or the item is not of its plan.
    """
    one = stored.load(session, assessment_id)
    stored.refuse_signed(one.state)
    cover(session, one, section_id, need_id, now.date())
    return Changes(assessments=True, plans=True, child_id=one.child_id)


def cover(
    session: Session, one: stored.Assessment, section_id: str, need_id: int | None, today: date
) -> None:
    """Keep which item covers a part. Called by services that asked for leave already; raises UserError."""
    if section_id not in {part.section_id for part in parts_of(session, one, today)}:
        raise UserError("That section was not left for another day, so it needs no item of its own")
    if need_id is not None and plans.assessment_of(session, need_id) != one.id:
        raise UserError("That plan item belongs to another assessment. Choose one of this plan")
    missing_parts.put_item(session, one.id, section_id, need_id)


def parts_of(session: Session, one: stored.Assessment, today: date) -> tuple[MissingPart, ...]:
    """Return the parts an assessment left for another day, in the order of its form. Asks for no leave of its own."""
    if one.form_id is None or one.state == "history":
        return ()
    given = stored.answers(session, one.id)
    if not any(rules.marks_a_part(question_id) for question_id in given):
        return ()  # as nearly always: the form need not be read
    child = children.load(session, one.child_id)
    return rules.parts_left(
        form_of(session, one),
        given,
        facts_about(child, one.completed_on or one.first_seen_on or today),
        first_name(child.preferred_name, child.given_name, child.council_id),
        plans.plan_of(session, one.id),
        missing_parts.items(session, one.id),
    )


def left_from_last(session: Session, child_id: int, today: date) -> tuple[MissingPart, ...]:
    """Return what the last signed assessment of a child left for another day. Asks for no leave of its own."""
    signed = stored.in_force(stored.of_child(session, child_id))
    return parts_of(session, signed[-1], today) if signed else ()


def keep_signed(session: Session, one: stored.Assessment, today: date) -> None:
    """Write down the parts as they are when an assessment is signed, each with why and its item."""
    missing_parts.keep(session, one.id, {part.section_id: part.why for part in parts_of(session, one, today)})
