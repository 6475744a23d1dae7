"""The team as its documents and filing slips name it: read, and corrected by a manager."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.identifiers import check_organisation_code
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import people
from lac_tracker.storage.people import Team as Team  # screens name its type


@dataclass(frozen=True)
class TeamDetails:
    """What a person enters about the team; '' where it is not known."""

    name: str
    ods_code: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


@needs(Action.SEE_LISTS)
def team(session: Session, *, by: Actor, now: datetime) -> Team:
    """Return the team of whoever asks."""
    return people.team(session, by.team_id)


@needs(Action.CHANGE_SETTINGS)
def change(session: Session, details: TeamDetails, *, by: Actor, now: datetime) -> Changes:
    """Correct the team's name, ODS code and addresses. Documents made before stay as they were.

    Raises UserError without a name, or for an ODS code or email that can't be right.
    """
    name = clean_line(details.name, label="Service name")
    if not name:
        raise UserError("Service name: enter what stands on every document")
    email = clean_line(details.email, label="Email")
    if email and ("@" not in email or " " in email):
        raise UserError("Email must look like name@example.nhs.uk")
    people.change_team(
        session, by.team_id, name=name,
        ods_code=check_organisation_code(details.ods_code) if details.ods_code.strip() else None,
        phone=clean_line(details.phone, label="Phone") or None, email=email or None,
        address=clean_text(details.address, label="Address", longest=1_000).strip() or None,
    )  # fmt: skip
    return Changes(people=True)
