"""Who is doing it: roles, registrations and the person signed in."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    ASSESSOR = "assessor"
    DOCTOR = "doctor"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    QUALITY_REVIEWER = "quality_reviewer"
    CALDICOTT = "caldicott"
    AUDITOR = "auditor"
    IT = "it"
    READ_ONLY = "read_only"


class Registration(StrEnum):
    """The register a person is on. The right to sign follows from it, not from the role."""

    GMC = "gmc"  # registered medical practitioner
    NMC = "nmc"  # registered nurse or midwife
    NONE = "none"


@dataclass(frozen=True)
class Actor:
    """The person signed in."""

    person_id: int
    team_id: int
    user_name: str
    full_name: str
    role: Role
    registration: Registration


# Who stands in the audit log for what no person did.
PROGRAM = Actor(0, 0, "", "Health Tracker", Role.IT, Registration.NONE)
