"""Letters to the people who have something to do in a plan: each learns what is theirs, and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.disclosure import Reader
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.letters import Addressee, LetterFoot
from lac_tracker.domain.names import search_key
from lac_tracker.domain.people import Actor
from lac_tracker.domain.plan_owners import PRIVATE_NEEDS, Owner, OwnerLetter, owners_of
from lac_tracker.domain.reports import Service
from lac_tracker.services import sharing
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.information_letters import subject
from lac_tracker.services.papers import Gathered, Wanted
from lac_tracker.storage import assessments, care, children, people, plans

DOCUMENT = "owner-letter"

# Colleagues who find a record by its NHS number.
_HEALTH = frozenset({
    "gp_practice", "health_visitor", "school_nurse", "camhs", "hospital", "dentist", "optician", "midwife", "host_team",
})  # fmt: skip
# Whoever lives with the child, or may: their address is the child's, and is nobody's to print.
_AT_HOME = frozenset({"carer", "parent", "other"})


@dataclass(frozen=True)
class OwnerToMessage:
    """One person with open actions, and how many of them a letter would hold."""

    name: str  # for whom `dispatch.make_document` makes the letter
    role: str
    actions: int
    private: int  # actions about what no letter says: told in person
    is_ours: bool


@needs(Action.SEE_CLINICAL, child=the_child)
def owners(
    session: Session, child_id: int, *, by: Actor, now: datetime, today: date
) -> tuple[OwnerToMessage, ...]:
    """Return everybody with open actions in the plan in force; none before one is signed."""
    team = people.team(session, by.team_id)
    return tuple(
        OwnerToMessage(
            one.name, one.role, len(_told(session, child_id, one, today).actions),
            len(one.actions) - len(_told(session, child_id, one, today).actions),
            search_key(one.organisation) == search_key(team.name),
        )
        for one in _owners(session, child_id)
    )  # fmt: skip


def recipients(session: Session, child_id: int, today: date) -> tuple[str, ...]:
    """Return for whom a letter can be made: everybody with an open action that a letter may say."""
    return tuple(
        one.name for one in _owners(session, child_id) if _told(session, child_id, one, today).actions
    )


def gather(session: Session, wanted: Wanted) -> Gathered:
    """Return what the letter to one owner holds. Raises UserError when nothing of theirs is open any more."""
    owner = next((one for one in _owners(session, wanted.child_id) if one.name == wanted.made_for), None)
    told = _told(session, wanted.child_id, owner, wanted.today) if owner else None
    if owner is None or told is None or not told.actions:
        raise UserError(f"'{wanted.made_for}' has nothing open in this plan that a letter may say")
    child = children.load(session, wanted.child_id)
    team = people.team(session, child.team_id)
    signed = assessments.in_force(assessments.of_child(session, child.id))[-1]
    contact = _contact(session, child.id, owner)
    letter = OwnerLetter(
        service=Service(team.name, team.phone, team.email),
        to=_addressee(owner, contact),
        child=subject(child, with_number=contact is not None and contact.kind in _HEALTH),
        agreed_on=signed.completed_on or wanted.today,
        actions=tuple(one.action for one in told.actions),
        today=wanted.today,
        foot=LetterFoot(wanted.reference, wanted.today, wanted.by.full_name),
        reply_to=wanted.by.full_name,
        address_withheld=child.address_withheld,
    )
    private = len(owner.actions) - len(told.actions)
    left_out = (
        f"{'1 action' if private == 1 else f'{private} actions'} about a private topic: say this in person"
    )
    return Gathered(letter, (left_out,) if private else (), hidden=PRIVATE_NEEDS)


def _owners(session: Session, child_id: int) -> tuple[Owner, ...]:
    """Return who has something to do in the plan in force; not the young person, who has a copy of their own."""
    signed = assessments.in_force(assessments.of_child(session, child_id))
    child = children.load(session, child_id)
    first = {child.preferred_name or "", child.given_name or ""}
    own = {search_key(name) for called in first for name in (called, f"{called} {child.family_name or ''}")}
    found = owners_of(plans.plan_of(session, signed[-1].id)) if signed else ()
    return tuple(one for one in found if search_key(one.person) not in own)


def _told(session: Session, child_id: int, owner: Owner, today: date) -> Owner:
    """Return an owner with what a letter may say: nothing private, and nothing the young person keeps from them."""
    kept_from = sharing.kept_from(session, child_id, (Reader.OWNER,), (owner.person, owner.organisation))
    return owner.without(PRIVATE_NEEDS | sharing.withheld(session, child_id, kept_from, today).categories)


def _contact(session: Session, child_id: int, owner: Owner) -> care.Contact | None:
    """Return the contact an owner is: by name, or else the practice or service of that name."""
    held, person = care.contacts(session, child_id), search_key(owner.person)
    by_name = next((one for one in held if person and search_key(one.full_name or "") == person), None)
    place = search_key(owner.organisation)
    by_place = next((one for one in held if place and search_key(one.organisation or "") == place), None)
    return by_name or (by_place if by_place and by_place.kind not in _AT_HOME else None)


def _addressee(owner: Owner, contact: care.Contact | None) -> Addressee:
    role = ", ".join(part for part in (owner.role, owner.organisation) if part)
    if contact is None or contact.kind in _AT_HOME:
        return Addressee(owner.person, role)
    return Addressee(
        owner.person, role, contact.address or "", contact.ods_code or "", contact.last_confirmed_on
    )
