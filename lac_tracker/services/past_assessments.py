"""Assessments held before this caseload or on paper: corrected, and taken out as entered in error.

They drive the clocks like any other, so every change computes the due dates anew in the same transaction.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.care import last_period
from lac_tracker.domain.clocks import check_accepted_prior
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.domain.settings import rules_from
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessments, care, children, out_of_area, people

IN_ERROR = "Entered in error: "


@needs(Action.ENTER_PAST_ASSESSMENT, child=assessments.child_of)
def correct(
    session: Session,
    assessment_id: int,
    *,
    by: Actor,
    now: datetime,
    kind: str,
    completed_on: date,
    completed_by: str,
) -> Changes:
    """Correct which assessment it was, when it was completed and by whom. What stood there stays in the changes.

    One that was accepted for this period of care is so no longer once its date does not allow it (TS-5).

    Raises UserError when the date is impossible or the same one is there already, NotFound for one made here.
    """
    one = _entered(session, assessment_id)
    entered = entered_fields(
        session, one.child_id, kind, completed_on, completed_by, now.date(), but=assessment_id
    )
    keeps = one.accepted_from_earlier_period and _may_be_accepted(session, one.child_id, completed_on)
    fields = {**entered, "kind": kind, "accepted_from_earlier_period": keeps}
    assessments.change_entered(session, assessment_id, fields)
    return Changes(assessments=True, child_id=one.child_id)


@needs(Action.ENTER_PAST_ASSESSMENT, child=assessments.child_of)
def enter_in_error(
    session: Session, assessment_id: int, *, by: Actor, now: datetime, because: str
) -> Changes:
    """Take an assessment out that was entered and should not have been. It stays on record, and drives no clock.

    Raises UserError without a reason, NotFound for one made here.
    """
    one = _entered(session, assessment_id)
    why = clean_text(because, label="Reason", longest=2_000).strip()
    if not why:
        raise UserError("Enter the reason: why this assessment was entered in error")
    fields = {
        "state": "cancelled",
        "cancelled_because": f"{IN_ERROR}{why}",
        "accepted_from_earlier_period": False,
    }
    assessments.change_entered(session, assessment_id, fields)
    return Changes(assessments=True, child_id=one.child_id)


def _entered(session: Session, assessment_id: int) -> assessments.Assessment:
    """Return an assessment of which only the date was entered. Raises NotFound for any other."""
    one = assessments.load(session, assessment_id)
    if one.state != "history":
        raise NotFound("That assessment was made here, or taken out already: there is nothing to correct")
    if (host := out_of_area.hosts_of(session, one.child_id).get(assessment_id)) is not None:
        raise UserError(f"This was done by {host}: correct its date at the step 'Seen' under Ask host team")
    return one


def entered_fields(
    session: Session,
    child_id: int,
    kind: str,
    completed_on: date,
    completed_by: str,
    today: date,
    *,
    but: int | None = None,
) -> dict[str, Any]:
    """Return what is kept of an assessment held elsewhere: when it was completed, and by whom.

    but: the one that is being corrected. Raises UserError for an impossible date, and where it is there already.
    """
    child = children.load(session, child_id)
    if kind not in ("IHA", "RHA"):
        raise UserError("The assessment must be IHA or RHA")
    if completed_on > today:
        raise UserError("Date completed must be today or in the past")
    if completed_on < child.born:
        raise UserError(f"Date completed must be after the child was born, {show_date(child.born)}")
    held = assessments.of_child(session, child_id)
    same = (one for one in held if one.kind == kind and one.completed_on == completed_on)
    if any(one.state != "cancelled" and one.id != but for one in same):
        raise UserError(f"An {kind} completed on {show_date(completed_on)} is on record already")
    return {
        "completed_on": completed_on,
        "completed_by": clean_line(completed_by, label="Completed by") or None,
    }


def _may_be_accepted(session: Session, child_id: int, completed_on: date) -> bool:
    child = children.load(session, child_id)
    period = last_period(care.histories(session, [child_id])[child_id])
    if period is None or period.began is None:
        return False
    try:
        check_accepted_prior(completed_on, period.began, rules_from(people.settings(session, child.team_id)))
    except UserError:
        return False
    return True
