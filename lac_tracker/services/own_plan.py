"""What the paper of a young person's own plan holds, gathered from the record and from what was written for them."""

from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain.children import Child
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.names import first_name
from lac_tracker.domain.own_plan import (
    PICTURE_OF,
    TEXTS,
    OwnCopy,
    OwnItem,
    OwnPlan,
    Tier,
    day_by,
    helpers_of,
    is_told,
    lines_of,
    must_be_written,
    tier_of,
    words_of,
)
from lac_tracker.domain.plans import Need, Outcome
from lac_tracker.domain.reading_ease import short_forms
from lac_tracker.services import own_plan_facts as facts
from lac_tracker.services.papers import Gathered, Wanted
from lac_tracker.storage import assessments, children, own_copies
from lac_tracker.storage.assessments import Assessment

DOCUMENT = "own-plan"


def gather(session: Session, wanted: Wanted) -> Gathered:
    """Return what the paper holds. Called by dispatch, which asked for leave already.

    Raises UserError naming the items that must be put in plain words first, NotFound without a signed assessment.
    """
    assert wanted.assessment_id is not None  # it comes from an assessment: domain.disclosure.PAPERS
    child = children.load(session, wanted.child_id)
    one = assessments.load(session, wanted.assessment_id)
    if one.completed_on is None:
        raise NotFound("This assessment is not signed, so no document can be made from it. Sign it first")
    copy = own_copies.load(session, one.id)
    tier = tier_of(child.born, wanted.today, copy.stage)
    told = tuple(pair for pair in facts.of_plan(session, one) if is_told(*pair))
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    _refuse_unwritten(called, copy, tuple(outcome for _, outcome in told))
    every = _items(child, told)
    items = every[: tier.most_items]
    tell = facts.whom_to_tell(session, child, one)
    well = lines_of(copy.going_well) if copy.version else _suggested(session, one)
    held = OwnPlan(
        service=facts.team_of(session, child),
        child=facts.identity(child, one.completed_on),
        stage=tier.stage,
        is_large=copy.text_size == "large",
        colour=copy.colour,
        talked_on=one.completed_on,
        made_on=wanted.today,
        opening=copy.opening,
        talked_about=lines_of(copy.talked_about),
        said=facts.said(session, one),
        going_well=well[: tier.most_lines],
        items=items,
        items_left_out=len(every) - len(items),
        their_part=lines_of(copy.their_part),
        feelings=facts.feelings(session, one) if copy.shows_feelings else None,
        readers=facts.readers(session, child, wanted.today, tell),
        helpers=facts.helpers(session, child, one, items, facts.assessor_of(one)),
        helplines=facts.printed_helplines(tier),
        next_time=facts.next_time(session, child.id),
        dear=facts.dear(session, child.id) if tier.is_letter else "",
        translated_by=copy.translated_by,
        reference=wanted.reference,
        version=wanted.version,
        replaces=f"version {wanted.version - 1}" if wanted.version > 1 else "",
    )
    return Gathered(held, _left_out(session, one, called, len(every) - len(items), tier))


def _items(child: Child, told: tuple[tuple[Need, Outcome], ...]) -> tuple[OwnItem, ...]:
    """Return the items, what is soonest first."""
    words, own = facts.plain_words(), facts.names_of(child)
    items = [
        OwnItem(
            words_of(outcome),
            PICTURE_OF.get(need.category, "smile"),
            helpers_of(outcome.actions, own, words),
            day_by(outcome),
        )
        for need, outcome in told
    ]
    return tuple(sorted(items, key=lambda item: (item.by is None, item.by or date.min)))


def _refuse_unwritten(called: str, copy: OwnCopy, outcomes: tuple[Outcome, ...]) -> None:
    """Raise UserError naming everything that holds short forms, or what is not for the child."""
    words = facts.plain_words()
    found = [(outcome.text, must_be_written(outcome, words)) for outcome in outcomes]
    found += [(getattr(copy, name), short_forms(getattr(copy, name), words)) for name in TEXTS]
    stopped = [(text, stops) for text, stops in found if stops]
    if stopped:
        each = "; ".join(f"'{_short(text)}' ({', '.join(stops)})" for text, stops in stopped)
        raise UserError(f"Put this in plain words for {called} first, on the page {called}’s plan: {each}")


def _suggested(session: Session, one: Assessment) -> tuple[str, ...]:
    return tuple(line for line in facts.going_well(session, one) if facts.may_stand(line))


def _left_out(session: Session, one: Assessment, called: str, more: int, tier: Tier) -> tuple[str, ...]:
    hidden = sum(not is_told(*pair) for pair in facts.of_plan(session, one))
    said = ["Flags, legal status and the family's health"]
    if hidden:
        said.append(f"{hidden} item{'s' if hidden > 1 else ''} of the plan not written for {called}")
    if more:
        said.append(f"{more} item{'s' if more > 1 else ''} of the plan: this copy holds {tier.most_items}")
    return tuple(said)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57].rstrip()}…"
