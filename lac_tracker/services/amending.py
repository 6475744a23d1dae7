"""A signed assessment corrected: a new edition with a reason. The signed one stays as it is until that is signed."""

from datetime import datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import editions

LONGEST_REASON = 2_000


@needs(Action.AMEND, child=stored.child_of)
def amend(session: Session, assessment_id: int, *, by: Actor, now: datetime, reason: str) -> Changes:
    """Begin the next edition of a signed assessment, with all its answers, its plan and the form it was signed with.

    The completion on record stands while the amendment is open: it moves no clock.

    Raises UserError without a reason, and when it is not signed, was replaced, or is being amended already.
    """
    one = stored.load(session, assessment_id)
    held = stored.of_child(session, one.child_id)
    if one.state != "signed":
        raise UserError("Only a signed assessment is amended. This one is not signed: change it as it is")
    if later := stored.replaced_by(held).get(one.id):
        raise UserError(f"This was replaced by version {later.edition}. Amend that one instead")
    if any(other.amends_id == one.id and other.state in stored.OPEN_STATES for other in held):
        raise UserError("This is being amended already. Open that version to go on")
    why = clean_text(reason, label="Why it is amended", longest=LONGEST_REASON).strip()
    if not why:
        raise UserError("Enter why it is amended")
    fields = {"assessor_id": by.person_id, "started_at": now, "amendment_reason": why}
    made = editions.add_edition(session, one, fields)
    return Changes(assessments=True, plans=True, child_id=one.child_id, made_id=made)
