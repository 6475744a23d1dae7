"""The letter that asks somebody for consent: what was recorded as asked and has no answer yet."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.children import Child
from lac_tracker.domain.consent import ConsentRequest, Purpose
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.information import DAYS_TO_ANSWER
from lac_tracker.domain.letters import Addressee, ConsentAsked, ConsentLetter, LetterFoot
from lac_tracker.domain.names import first_name, search_key
from lac_tracker.domain.people import Actor
from lac_tracker.domain.reports import Service
from lac_tracker.services import dispatch
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.information_letters import subject, why_now
from lac_tracker.services.papers import Gathered, Wanted
from lac_tracker.storage import care, children, people
from lac_tracker.storage import consents as stored

Render = Callable[[str, object], bytes]  # (name of the document, what it holds) → the bytes of a PDF
DOCUMENT = "consent-request"

# What is asked and what saying yes means, for somebody who reads it once. {name} is how the child is called.
_ASKED: dict[Purpose, tuple[str, str]] = {
    Purpose.HEALTH_ASSESSMENT: ("The health assessment", "A doctor or nurse sees {name}, asks about health and writes a health plan."),
    Purpose.OBTAIN_RECORDS: ("Health records", "We ask the GP, the hospital and the child health service what they know about {name}."),
    Purpose.MOTHER_AND_NEWBORN: ("Records of mother and newborn", "We ask for the records of the pregnancy and the birth."),
    Purpose.PARENTAL_HEALTH: ("Health of the parents", "We note health in the family that may matter for {name} one day."),
    Purpose.SHARE_GP: ("Sharing with the GP practice", "The practice gets the summary and the plan."),
    Purpose.SHARE_COUNCIL: ("Sharing with the council", "The social worker gets the plan, for the care plan."),
    Purpose.SHARE_CARER: ("Sharing with the carer", "The carer gets what they need to look after {name}."),
    Purpose.SHARE_PARENTS: ("Sharing with the parents", "The parents get a copy."),
    Purpose.SHARE_SCHOOL_AND_SERVICES: ("Sharing with school and services", "School, school nurse and other services get what is theirs to do."),
    Purpose.BLOOD_BORNE_VIRUS_TEST: ("A test for infections in the blood", "A blood sample is tested, and the result is explained."),
    Purpose.IMMUNISATION: ("Vaccines", "The vaccines that are due are given."),
}  # fmt: skip


def gather(session: Session, wanted: Wanted) -> Gathered:
    """Return the letter for everything one person was asked and has not answered. Raises UserError when that is nothing."""
    child = children.load(session, wanted.child_id)
    asked = [one for one in _open(session, child.id) if one.asked_of == wanted.made_for]
    if not asked:
        raise UserError(
            "Nobody waits to be asked for consent. Record under Consent who is asked, and for what"
        )
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    purposes = dict.fromkeys(one.purpose for one in asked)
    team = people.team(session, child.team_id)
    first = min(one.asked_on for one in asked)
    return Gathered(
        ConsentLetter(
            service=Service(team.name, team.phone, team.email),
            to=_addressee(session, child, wanted.made_for),
            child=subject(child, with_number=False),
            called=called,
            why=why_now(session, child),
            asked=tuple(ConsentAsked(_ASKED[one][0], _ASKED[one][1].format(name=called)) for one in purposes),
            reply_by=wanted.today + timedelta(days=DAYS_TO_ANSWER),
            foot=LetterFoot(wanted.reference, wanted.today, wanted.by.full_name),
            by_the_young_person=_is_the_child(child, wanted.made_for),
            first_asked_on=first if first < wanted.today else None,
            address_withheld=child.address_withheld,
        )
    )


def recipients(session: Session, child_id: int, today: date) -> tuple[str, ...]:
    """Return who was asked for consent and has not answered."""
    return tuple(dict.fromkeys(one.asked_of for one in _open(session, child_id)))


@needs(Action.RECORD_CONSENT, child=the_child)
def make_letters(session: Session, child_id: int, render: Render, *, by: Actor, now: datetime) -> Changes:
    """Make one letter for each person who was asked and has not answered; their ids are `report`.

    Raises UserError when there is nobody.
    """
    whom = recipients(session, child_id, now.date())
    if not whom:
        raise UserError(
            "Nobody waits to be asked for consent. Record under Consent who is asked, and for what"
        )
    made = tuple(
        dispatch.make_document(session, child_id, DOCUMENT, render, made_for=one, by=by, now=now).made_id
        for one in whom
    )
    return Changes(documents=True, child_id=child_id, report=made)


def _open(session: Session, child_id: int) -> list[ConsentRequest]:
    return [one for one in stored.requests(session, child_id) if not one.answered]


def _addressee(session: Session, child: Child, name: str) -> Addressee:
    """Return whom the letter is to. A parent's address stays off it: it may be unsafe, and is nobody else's to know."""
    key = search_key(name)
    for contact in care.contacts(session, child.id):
        if contact.full_name and contact.kind != "parent" and search_key(contact.full_name) in key:
            return Addressee(name, contact.role or "")
    return Addressee(name)


def _is_the_child(child: Child, name: str) -> bool:
    known = (child.preferred_name, child.given_name, f"{child.given_name} {child.family_name}")
    return search_key(name) in {search_key(one) for one in known if one}
