"""The people and practices around a child: listed, added, corrected, ended."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.contacts import GETS_PLAN_WORDS, KIND_WORDS, ONE_AT_A_TIME, USUALLY_GETS
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.identifiers import check_ods_code
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import care, children
from lac_tracker.storage.care import Contact as Contact  # screens name its type


@dataclass(frozen=True)
class ContactDetails:
    """What a person enters about a contact; '' where it is not known."""

    kind: str
    full_name: str = ""
    role: str = ""
    organisation: str = ""
    ods_code: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    since: date | None = None
    last_confirmed_on: date | None = None
    gets_plan: str = ""
    note: str = ""
    closed_on: date | None = None  # of a GP practice: it takes no more letters


@dataclass(frozen=True)
class ContactItem:
    """One row of the contacts."""

    contact: Contact
    role: str
    name: str
    gets_plan: str
    note: str


@needs(Action.OPEN_RECORD, child=the_child)
def listed(session: Session, child_id: int, *, by: Actor, now: datetime) -> tuple[ContactItem, ...]:
    """Return the contacts in force, in the order of their kinds."""
    order = list(KIND_WORDS)
    withheld = children.load(session, child_id).address_withheld
    held = sorted(care.contacts(session, child_id), key=lambda one: (order.index(one.kind), one.id))
    return tuple(_item(one, now.date(), withheld=withheld) for one in held)


@needs(Action.EDIT_CONTACTS, child=the_child)
def add_contact(
    session: Session, child_id: int, details: ContactDetails, *, by: Actor, now: datetime, today: date
) -> Changes:
    """Add a contact. Of a kind of which there is one at a time, the one before ends the day this one begins.

    Raises UserError when nobody is named, or something can't be right.
    """
    fields = _checked(session, child_id, details, today)
    since = details.since or today
    if details.kind in ONE_AT_A_TIME:
        for old in care.contacts(session, child_id):
            if old.kind == details.kind:
                care.end_contact(session, old.id, max(since, old.since or since))
    made = care.add_contact(session, child_id, fields)
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.EDIT_CONTACTS, child=care.child_of_contact)
def change_contact(
    session: Session,
    contact_id: int,
    details: ContactDetails,
    *,
    by: Actor,
    now: datetime,
    today: date,
    seen_version: int | None = None,
) -> Changes:
    """Correct a contact. Another person in the same part is added, not typed over this one."""
    child_id = care.child_of_contact(session, contact_id)
    fields = _checked(session, child_id, details, today)
    care.change_contact(session, contact_id, fields, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_CONTACTS, child=care.child_of_contact)
def end_contact(
    session: Session, contact_id: int, *, by: Actor, now: datetime, today: date, ended_on: date | None
) -> Changes:
    """End a contact. The record keeps it. Raises UserError for a day in the future or before it began."""
    child_id = care.child_of_contact(session, contact_id)
    held = next((one for one in care.contacts(session, child_id) if one.id == contact_id), None)
    if held is None:
        raise UserError("This contact has ended already")
    if ended_on is None:
        raise UserError("Enter the date it ended")
    if ended_on > today:
        raise UserError("Date it ended must be today or in the past")
    if held.since and ended_on < held.since:
        raise UserError(f"Date it ended must be on or after {show_date(held.since)}, when it began")
    care.end_contact(session, contact_id, ended_on)
    return Changes(children=True, child_id=child_id)


def _checked(session: Session, child_id: int, details: ContactDetails, today: date) -> dict[str, object]:
    if details.kind not in KIND_WORDS:
        raise UserError("Choose the role")
    name = clean_line(details.full_name, label="Name") or None
    organisation = clean_line(details.organisation, label="Organisation") or None
    if details.kind == "gp_practice" and not organisation:
        raise UserError("Enter the organisation: the name of the GP practice")
    if not name and not organisation:
        raise UserError("Name or organisation: enter at least one")
    born = children.load(session, child_id).born
    for label, day in (("Since", details.since), ("Last confirmed", details.last_confirmed_on)):
        if day is not None and day > today:
            raise UserError(f"{label} must be today or in the past")
        if day is not None and day < born and details.kind != "parent":
            raise UserError(f"{label} must be after the child was born, {show_date(born)}")
    closed = details.closed_on if details.kind == "gp_practice" else None
    if closed is not None and closed < (details.since or born):
        raise UserError(f"Practice closed on must be on or after {show_date(details.since or born)}")
    gets = details.gets_plan or USUALLY_GETS.get(details.kind, "no")
    if gets not in GETS_PLAN_WORDS:
        raise UserError("Gets plan: choose one of the copies, or No")
    email = clean_line(details.email, label="Email")
    if email and ("@" not in email or " " in email):
        raise UserError("Email must be an address such as name@example.nhs.uk")
    return {
        "kind": details.kind,
        "full_name": name,
        "role": clean_line(details.role, label="Job title") or None,
        "organisation": organisation,
        "ods_code": check_ods_code(details.ods_code) if details.ods_code.strip() else None,
        "phone": clean_line(details.phone, label="Phone", longest=40) or None,
        "email": email or None,
        "address": clean_text(details.address, label="Address", longest=500).strip() or None,
        "since": details.since,
        "last_confirmed_on": details.last_confirmed_on,
        "gets_plan": gets,
        "note": clean_line(details.note, label="Note") or None,
        "closed_on": closed,
    }


def _item(one: Contact, today: date, *, withheld: bool) -> ContactItem:
    role = KIND_WORDS[one.kind]
    title = f"{role}: {one.role}" if one.role and one.role.casefold() != role.casefold() else role
    notes = (
        f"Since {show_date(one.since)}" if one.since else "",
        f"Confirmed {show_date(one.last_confirmed_on)}" if one.last_confirmed_on else "",
        _closed_words(one.closed_on, today),
        "Address withheld" if withheld and one.kind == "carer" and one.address else "",
        one.note or "",
    )
    return ContactItem(
        one,
        title,
        ", ".join(part for part in (one.full_name, one.organisation) if part),
        GETS_PLAN_WORDS[one.gets_plan or USUALLY_GETS.get(one.kind, "no")],
        ". ".join(part for part in notes if part),
    )


def _closed_words(closed_on: date | None, today: date) -> str:
    if closed_on is None:
        return ""
    if closed_on > today:
        return f"Closes {show_date(closed_on)}"
    return f"Closed {show_date(closed_on)}: find the child’s practice"
