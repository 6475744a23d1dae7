"""The page of family and birth history: what it prints, gathered from the record."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_age
from lac_tracker.domain.errors import NotAllowed
from lac_tracker.domain.family import in_order, relation_in_full
from lac_tracker.domain.family_history import GROUPS, FamilyHistory, HistoryItem, PrintedItem, state_words
from lac_tracker.domain.genogram import layout
from lac_tracker.domain.people import Actor
from lac_tracker.domain.reports import Identity, Service
from lac_tracker.services import dispatch, family, forms
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.papers import Gathered, Wanted
from lac_tracker.storage import children, documents, people
from lac_tracker.storage import family as stored

DOCUMENT = "family-history"
Render = Callable[[str, object], bytes]  # (name of the document, what it holds) → the bytes of a PDF
_ACROSS_ON_PAPER = 7  # people beside each other who are still easy to read on A4


@needs(Action.MAKE_DOCUMENT, child=the_child)
def gather(session: Session, child_id: int, *, by: Actor, now: datetime) -> FamilyHistory:
    """Return what the page of family and birth history holds: for the health team and the health history given at 18.

    Raises NotAllowed for who may not read clinical answers: it holds the health of others.
    """
    wanted = Wanted(child_id, DOCUMENT, documents.new_reference(), 1, by, now)
    held = dispatch.release(session, wanted, gather_paper(session, wanted)).held
    assert isinstance(held, FamilyHistory)
    return held


def gather_paper(session: Session, wanted: Wanted) -> Gathered:
    """Return what the page holds, before the gateway. Raises NotAllowed for who may not read clinical answers."""
    decision = decide(wanted.by, Action.SEE_CLINICAL)
    if not decision.allowed:
        raise NotAllowed(decision.words)
    child_id, today = wanted.child_id, wanted.today
    child = children.load(session, child_id)
    team = people.team(session, child.team_id)
    members = stored.members(session, child_id)
    held = family.held_items(session, child_id)
    groups = []
    for key, title in GROUPS:
        items = (one for one in forms.history_items() if one.group == key)
        shown = [(one, held.get(one.item, HistoryItem(one.item))) for one in items]
        groups.append(
            (title, tuple(PrintedItem(one.words, item.words, state_words(item)) for one, item in shown))
        )
    page = FamilyHistory(
        service=Service(team.name, team.phone, team.email),
        child=Identity(
            child.given_name, child.family_name, child.council_id, child.born, show_age(child.born, today),
            child.gender or child.sex.capitalize(), child.nhs_number, child.preferred_name,
        ),
        drawing=layout(members, family.index_child(child), today, across=_ACROSS_ON_PAPER),
        groups=tuple(groups),
        people_health=tuple(
            (f"{one.name}, {relation_in_full(one).lower()}", one.health_notes)
            for one in in_order(members)
            if one.health_notes
        ),
        counts=" · ".join(one.words for one in family.counts(session, child_id)),
        made_by=wanted.by.full_name,
        made_on=today,
    )  # fmt: skip
    return Gathered(page)


@needs(Action.MAKE_DOCUMENT, child=the_child)
def keep_paper(session: Session, child_id: int, render: Render, *, by: Actor, now: datetime) -> Changes:
    """Draw the page as it is now and keep it with the record."""
    return dispatch.make_document(session, child_id, DOCUMENT, render, by=by, now=now)
