"""The young person's own page of how they have been feeling: made only when they chose it."""

from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain.children import Child
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.feelings_page import FeelingsPage
from lac_tracker.domain.names import first_name
from lac_tracker.domain.own_plan import tier_of
from lac_tracker.domain.sdq import Questionnaire
from lac_tracker.services import own_plan_facts as facts
from lac_tracker.services.papers import Gathered, Wanted
from lac_tracker.storage import assessments, children
from lac_tracker.storage import sdq as stored

DOCUMENT = "feelings-page"


def gather(session: Session, wanted: Wanted) -> Gathered:
    """Return what the page holds, before the gateway. Called by dispatch, which asked for leave already.

    Raises UserError in words when the young person did not choose it, or has said nothing themselves.
    """
    child = children.load(session, wanted.child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    own = _own(session, child.id, wanted.today)
    _refuse_unchosen(own, called)
    shared = tuple(reversed([one for one in own if one.shared_with_child != "no"]))
    tier = tier_of(child.born, wanted.today)
    held = FeelingsPage(
        service=facts.team_of(session, child),
        child=facts.identity(child, wanted.today),
        stage=tier.stage,
        points=tuple((one.completed_on, one.scores.total) for one in shared if one.scores.total is not None),
        said=tuple(_said(shared)),
        tell=_whom_to_tell(session, child),
        helplines=facts.printed_helplines(tier),
        made_on=wanted.today,
        reference=wanted.reference,
        version=wanted.version,
    )
    return Gathered(held, ("Scores of others, bands, and what we make of them",))


def can_be_made(session: Session, child_id: int, today: date) -> bool:
    """Return whether the young person chose to have the page."""
    own = _own(session, child_id, today)
    return bool(own) and own[0].shared_with_child == "yes"


def _own(session: Session, child_id: int, today: date) -> tuple[Questionnaire, ...]:
    """Return what they filled in themselves, newest first."""
    return tuple(
        one
        for one in stored.of_child(session, child_id)
        if one.state == "scored" and one.informant == "self" and one.completed_on <= today
    )


def _refuse_unchosen(own: tuple[Questionnaire, ...], called: str) -> None:
    if not own:
        raise UserError(
            f"{called} has not filled in an SDQ yet, so there is nothing of their own to put on this page"
        )
    where = f"'Share with {called}' on the page SDQ & wellbeing"
    if own[0].shared_with_child == "no":
        raise UserError(
            f"{called} chose not to have this page. If they changed their mind, record it: {where}"
        )
    if own[0].shared_with_child is None:
        raise UserError(f"This page is {called}’s choice, and they were not asked yet. Ask first: {where}")


def _said(shared: tuple[Questionnaire, ...]) -> list[tuple[date, str]]:
    """Return what they said, as they said it, oldest first."""
    return [
        (one.completed_on, words.strip())
        for one in shared
        for words in dict.fromkeys((one.own_words, one.child_thinks))
        if words.strip()
    ]


def _whom_to_tell(session: Session, child: Child) -> str:
    signed = assessments.in_force(assessments.of_child(session, child.id))
    return facts.whom_to_tell(session, child, signed[-1]) if signed else "us"
