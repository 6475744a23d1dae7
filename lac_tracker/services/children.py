"""What is done to one child's record: added, details and contacts changed, a past assessment entered."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.identifiers import check_nhs_number, check_ods_code
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.services import clock_holds
from lac_tracker.services.access import concerns, needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.past_assessments import entered_fields
from lac_tracker.storage import assessments, care
from lac_tracker.storage import children as stored
from lac_tracker.storage.tables.care import CONTACT_KINDS


@needs(Action.ADD_CHILD)
def add_child(
    session: Session,
    *,
    by: Actor,
    now: datetime,
    council: str,
    council_id: str,
    born: date,
    family_name: str = "",
    given_name: str = "",
    nhs_number: str = "",
    became_looked_after: date | None = None,
    legal_status: str = "",
    sex: str = "not known",
) -> Changes:
    """Add a child who came into care.

    Raises UserError when the council already gave that id, or a field cannot be right.
    """
    council_id = clean_line(council_id, label="Council ID")
    if not council_id:
        raise UserError("Enter the council's ID for the child")
    if born > now.date():
        raise UserError("Date of birth must be today or in the past")
    if became_looked_after and became_looked_after > now.date():
        raise UserError("Date became looked after must be today or in the past")
    if became_looked_after and became_looked_after < born:
        raise UserError(f"Date became looked after must be after the child was born, {show_date(born)}")
    council_row_id = stored.council(session, by.team_id, clean_line(council, label="Council") or "own")
    if council_id in stored.ids_by_council_id(session, council_row_id):
        raise UserError(f"Council ID {council_id} is already in this caseload. Open that record instead")
    fields = {
        "family_name": clean_line(family_name) or None,
        "given_name": clean_line(given_name) or None,
        "sex": sex,
    }
    child_id = stored.add(session, by.team_id, council_row_id, council_id, born, fields)
    concerns(session, child_id)
    if nhs_number.strip():
        stored.change(session, child_id, {"nhs_number": check_nhs_number(nhs_number)})
    if became_looked_after:
        care.begin_period(session, child_id, became_looked_after)
        if legal_status:
            care.add_legal_status(session, child_id, legal_status, became_looked_after)
    return Changes(children=True, child_id=child_id, made_id=child_id)


@needs(Action.EDIT_DETAILS, child=the_child)
def change_details(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    family_name: str,
    given_name: str,
    preferred_name: str = "",
    nhs_number: str = "",
    seen_version: int | None = None,
) -> Changes:
    """Set names and NHS number; blank means not known.

    Raises UserError when the number is impossible or another child's.
    """
    fields = {
        "family_name": clean_line(family_name, label="Family name") or None,
        "given_name": clean_line(given_name, label="Given name") or None,
        "preferred_name": clean_line(preferred_name, label="Preferred name") or None,
        "nhs_number": check_nhs_number(nhs_number) if nhs_number.strip() else None,
    }
    stored.change(session, child_id, fields, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_CONTACTS, child=the_child)
def set_gp_practice(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    name: str,
    ods_code: str = "",
    address: str = "",
    phone: str = "",
    confirmed_on: date | None = None,
) -> Changes:
    """Record the child's GP practice and the day somebody made sure of it. An earlier one is ended, not lost."""
    name = clean_line(name, label="GP practice")
    if not name:
        raise UserError("Enter the name of the GP practice")
    if confirmed_on and confirmed_on > now.date():
        raise UserError("Date last confirmed must be today or in the past")
    fields = {
        "organisation": name,
        "role": "GP practice",
        "ods_code": check_ods_code(ods_code) if ods_code.strip() else None,
        "address": clean_text(address, label="Address", longest=500) or None,
        "phone": clean_line(phone, label="Phone") or None,
        "last_confirmed_on": confirmed_on,
    }
    care.set_contact(session, child_id, "gp_practice", fields, now.date())
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_CONTACTS, child=the_child)
def set_person(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    kind: str,
    full_name: str,
    role: str = "",
    organisation: str = "",
    phone: str = "",
) -> Changes:
    """Record the social worker, the carer or another person who acts for the child."""
    full_name = clean_line(full_name, label="Name")
    if not full_name:
        raise UserError("Enter the name")
    if kind not in CONTACT_KINDS:
        raise UserError(f"'{kind}' is no part in a child's life. It can be {', '.join(CONTACT_KINDS)}")
    fields = {
        "full_name": full_name,
        "role": clean_line(role, label="Role") or None,
        "organisation": clean_line(organisation, label="Organisation") or None,
        "phone": clean_line(phone, label="Phone") or None,
    }
    care.set_contact(session, child_id, kind, fields, now.date())
    return Changes(children=True, child_id=child_id)


@needs(Action.ENTER_PAST_ASSESSMENT, child=the_child)
def enter_past_assessment(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    kind: str,
    completed_on: date,
    completed_by: str,
) -> Changes:
    """Record the last IHA or RHA a child had before the caseload was made. It drives the clocks like any other.

    Raises UserError when the date is impossible or the same one is there already.
    """
    fields = entered_fields(session, child_id, kind, completed_on, completed_by, now.date())
    with clock_holds.settled_if_met(session, child_id, kind, by=by, today=now.date()):
        made = assessments.add(session, child_id, kind, "history", fields)
    return Changes(assessments=True, child_id=child_id, made_id=made)
