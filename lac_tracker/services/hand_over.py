"""A completed assessment handed to the person who signs it. Until then it is 'seen, not signed' (decisions on clocks)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import first_name, show_name
from lac_tracker.domain.people import Actor, Registration
from lac_tracker.domain.restricted import RESTRICTED
from lac_tracker.services.access import hidden_from, is_kept_apart, needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import children, people


@dataclass(frozen=True)
class Signer:
    """Someone of the team who may sign a type of assessment."""

    person_id: int
    full_name: str
    is_doctor: bool


@dataclass(frozen=True)
class Handed:
    """One assessment that waits for a signature."""

    assessment_id: int
    child_id: int
    child_words: str
    kind: str
    completed_on: date | None
    handed_by: str
    handed_on: date | None

    @property
    def words(self) -> str:
        """'IHA of BAPTISTE, Amara, completed 04-Mar-2026, handed to you by Nadia Rahman on 05-Mar-2026'."""
        return (
            f"{self.kind} of {self.child_words}, completed {show_date(self.completed_on)}, "
            f"handed to you by {self.handed_by} on {show_date(self.handed_on)}"
        )


@needs(Action.SEE_CLINICAL, child=stored.child_of)
def signers(session: Session, assessment_id: int, *, by: Actor, now: datetime) -> tuple[Signer, ...]:
    """Return who else in the team may sign, doctors first: an initial assessment is for one of them (TS-4).

    Nobody who is kept apart from the record. A restricted one is theirs once it was handed to them.
    """
    child_id = stored.child_of(session, assessment_id)
    found = [
        Signer(one.person_id, one.full_name, one.registration is Registration.GMC)
        for one in people.everyone(session, by.team_id)
        if one.person_id != by.person_id
        and decide(one, Action.SIGN).allowed
        and not is_kept_apart(session, child_id, one.person_id, now.date())
    ]
    return tuple(sorted(found, key=lambda one: (not one.is_doctor, one.full_name)))


@needs(Action.HAND_OVER, child=stored.child_of)
def hand_over(
    session: Session,
    assessment_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    to_id: int,
    completed_on: date | None,
) -> Changes:
    """Hand an assessment that was completed with the child to the person who signs it.

    Its row stays open, as seen and not signed, until that person has signed.

    Raises UserError when the day is impossible, the person may not sign, or it is signed already.
    """
    one = stored.load(session, assessment_id)
    stored.refuse_signed(one.state)
    child = children.load(session, one.child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    if to_id not in {signer.person_id for signer in signers(session, assessment_id, by=by, now=now)}:
        raise UserError("Choose someone with a registration to sign")
    if one.state == "requested":
        raise UserError("This assessment has not been started, so there is nothing to sign")
    if completed_on is None:
        raise UserError("Enter the date assessment completed")
    if completed_on > today:
        raise UserError("Date assessment completed must be today or in the past")
    if completed_on < child.born:
        raise UserError(f"Date assessment completed must be after {called} was born, {show_date(child.born)}")
    if one.first_seen_on and completed_on < one.first_seen_on:
        started = show_date(one.first_seen_on)
        raise UserError(f"Date assessment completed is before the assessment was started, {started}")
    fields = {
        "state": "in_progress",
        "completed_on": completed_on,
        "completed_by": one.completed_by or by.full_name,
        "handed_to_id": to_id,
        "handed_on": today,
    }
    stored.change(session, assessment_id, fields)
    return Changes(assessments=True, child_id=one.child_id)


@needs(Action.SEE_LISTS)
def handed_to(session: Session, *, by: Actor, now: datetime) -> tuple[Handed, ...]:
    """Return the assessments that wait for this person's signature, the longest waiting first."""
    found, hidden = [], hidden_from(session, by=by, now=now)
    for one in stored.handed_to(session, by.person_id):
        child = children.load(session, one.child_id)
        if children.team_of(session, one.child_id) != by.team_id:
            continue
        found.append(
            Handed(
                one.id, one.child_id,
                RESTRICTED
                if one.child_id in hidden else show_name(child.family_name, child.given_name, child.council_id), one.kind,
                one.completed_on, one.completed_by or "the team", one.handed_on,
            )
        )  # fmt: skip
    return tuple(found)
