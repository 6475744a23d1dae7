"""The health history on its way to the young person: offered, gone through, checked for others' information, given."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.disclosure import Reader
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.health_history import HealthHistory, Named, Person, names_in
from lac_tracker.domain.health_history_readiness import check_choices, refuse_gp_copy, refuse_unchecked
from lac_tracker.domain.people import Actor
from lac_tracker.services import health_history_paper as paper
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.papers import Wanted
from lac_tracker.storage import care, children, pathways
from lac_tracker.storage import family as stored_family
from lac_tracker.storage import health_history as stored

DOCUMENT = "health-history"
BOOKLET = "health-history-booklet"


@needs(Action.EDIT_HEALTH_HISTORY, child=the_child)
def save_choices(
    session: Session, child_id: int, *, by: Actor, now: datetime, offered_on: date | None, offer_answer: str,
    made_with_them_on: date | None, jabs_checked_on: date | None, gp_copy: str, colour: str, blood_group: str,
    seen_version: int,
) -> Changes:  # fmt: skip
    """Record what was offered, said and chosen. A no is kept on the leaving care card, too.

    Raises UserError when a date cannot be or an answer is none.
    """
    child = children.load(session, child_id)
    before = stored.choices(session, child_id)
    after = replace(
        before, offered_on=offered_on, offer_answer=offer_answer, made_with_them_on=made_with_them_on,
        jabs_checked_on=jabs_checked_on, gp_copy=gp_copy, colour=colour, blood_group=blood_group,
    )  # fmt: skip
    check_choices(after, child.born, now.date())
    fields = {
        name: getattr(after, name)
        for name in (
            "offered_on", "offer_answer", "made_with_them_on", "jabs_checked_on", "gp_copy", "colour", "blood_group",
        )
    }  # fmt: skip
    stored.keep_choices(session, child_id, fields, seen_version=seen_version)
    said_no = after.offer_answer == "declined"
    if said_no and before.offer_answer != "declined":
        move_to(session, child_id, "declined", after.offered_on, by)
    elif not said_no and pathways.leaving_care(session, child_id).health_history == "declined":
        move_to(session, child_id, "drafted", now.date(), by)
    if made_with_them_on and made_with_them_on != before.made_with_them_on and not said_no:
        move_to(session, child_id, "checked", made_with_them_on, by)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_HISTORY, child=the_child)
def check_third_party(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    read_all: bool,
    names_are_others: bool,
    seen_version: int,
) -> Changes:
    """Record that a person read all of it and it tells nothing of others that may not be shared.

    read_all: they say so. names_are_others: the first names found are somebody else's. Raises UserError when a family
    member is named, or when it was not read.
    """
    held = built(session, child_id, by, now)
    named = named_in(session, child_id, held)
    if not read_all:
        raise UserError("Read every line first, then tick that you did")
    if named.full:
        raise UserError(
            f"It names {', '.join(named.full)}. Say who they are instead, such as 'your mother', or leave the line out"
        )
    if named.first and not names_are_others:
        raise UserError(
            f"Names found: {', '.join(named.first)}. Change them, or say that they are not people of the family"
        )
    fields = {
        "checked_on": now.date(),
        "checked_by": by.full_name,
        "checked_sha256": held.fingerprint(),
    }
    stored.keep_choices(session, child_id, fields, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_HISTORY, child=the_child)
def give(
    session: Session, child_id: int, *, by: Actor, now: datetime, given_on: date, explained_on: date | None
) -> Changes:
    """Record that it is in the young person's hands. Raises UserError before its check, and for a day that cannot be."""
    refuse_unreleased(session, child_id, by, now)
    born = children.load(session, child_id).born
    for label, day in (("Given on", given_on), ("Explained on", explained_on)):
        if day is not None and not born < day <= now.date():
            raise UserError(f"{label} must be today or in the past, and after {show_date(born)}")
    more = {"explained_on": explained_on} if explained_on else {}
    move_to(session, child_id, "given", given_on, by, **more)
    return Changes(children=True, child_id=child_id)


def refuse_unreleased(session: Session, child_id: int, by: Actor, now: datetime) -> None:
    """Raise UserError while the health history as it stands may not be given: it was not checked, or changed since.

    The one rule of every way to say that it was given. Called by services that asked for leave already.
    """
    refuse_unchecked(stored.choices(session, child_id), built(session, child_id, by, now).fingerprint())


def refuse_reader(session: Session, child_id: int, document: str, reader: str) -> None:
    """Raise UserError when a health history would go to anybody but the young person without their yes.

    Called by services that asked for leave already. A practice gets a copy if the young person said so; nobody else gets
    one from us: they can pass theirs on (local published practice, Sutton).
    """
    if document not in (DOCUMENT, BOOKLET) or reader in (Reader.CHILD, Reader.HEALTH_HISTORY):
        return
    if reader == Reader.GP:
        refuse_gp_copy(stored.choices(session, child_id))
        return
    raise UserError(
        "The health history is the young person's own. Give it to them: whom they show it to is for them to say"
    )


def given_with(
    session: Session, child_id: int, document: str, reader: str, on: date | None, by: Actor
) -> None:
    """Let the card of leaving care say 'Given' once a health history was marked as given to the young person."""
    is_theirs = document in (DOCUMENT, BOOKLET) and reader in (Reader.CHILD, Reader.HEALTH_HISTORY)
    if is_theirs and pathways.leaving_care(session, child_id).health_history != "given":
        move_to(session, child_id, "given", on, by)


def built(session: Session, child_id: int, by: Actor, now: datetime) -> HealthHistory:
    """Return the health history as it would be printed now. Called by services that asked for leave already."""
    return paper.build(session, Wanted(child_id, DOCUMENT, paper.PREVIEW, 1, by, now))


def named_in(session: Session, child_id: int, held: HealthHistory) -> Named:
    """Return who of the family is named. Who cares for or treats the young person is named on purpose."""
    known = {one.full_name for one in care.contacts(session, child_id) if one.kind != "parent"}
    family = [
        Person(one.full_name, one.relation)
        for one in stored_family.members(session, child_id)
        if one.full_name and one.full_name not in known
    ]
    family += [
        Person(one.full_name, "parent")
        for one in care.contacts(session, child_id)
        if one.kind == "parent" and one.full_name
    ]
    child = held.child
    own = [name for name in (child.given, child.family, child.likes_to_be_called) if name]
    return names_in(held.own_words(), family, own)


def move_to(
    session: Session, child_id: int, state: str, on: date | None, by: Actor, **more: date | None
) -> None:
    """Let the card of leaving care say the same: one place where a state of the health history is kept."""
    before = pathways.leaving_care(session, child_id)
    if (before.health_history, before.health_history_on) == (state, on) and not more:
        return
    fields: dict[str, Any] = {
        "health_history": state, "health_history_on": on, "health_history_by": by.full_name,
        "recorded_by": by.full_name, **more,
    }  # fmt: skip
    pathways.keep_leaving_care(session, child_id, fields, seen_version=before.version)
