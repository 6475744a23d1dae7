"""The filing slip of a GP summary: made with it, kept with it, and given to whoever saves it."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.care import last_period
from lac_tracker.domain.errors import NotFound
from lac_tracker.domain.filing_slip import ClinicalCode, FilingSlip, refusals, slip_of
from lac_tracker.domain.people import Actor
from lac_tracker.domain.reports import GpSummary
from lac_tracker.services.access import needs, the_child
from lac_tracker.storage import care, care_records, children, filing_slips, people, reference_data
from lac_tracker.storage import sending as stored


def slip_text(session: Session, child_id: int, reference: str, held: object, today: date) -> str | None:
    """Return what is kept as the slip of a paper that was released: the slip, or why there is none; None for other papers.

    Called by services that asked for leave already.
    """
    if not isinstance(held, GpSummary):
        return None
    team = people.team(session, children.team_of(session, child_id))
    slip = slip_of(
        held, sender_ods=team.ods_code or "", file_name=f"{reference}.pdf", codes=_codes(session, child_id, today),
        closed_on=held.practice.closed_on if held.practice else None,
    )  # fmt: skip
    return filing_slips.as_kept(slip, refusals(slip, today))


@needs(Action.MAKE_DOCUMENT, child=the_child)
def kept_slip(
    session: Session, child_id: int, document_id: int, *, by: Actor, now: datetime
) -> FilingSlip | tuple[str, ...] | None:
    """Return the slip kept with a document, or why it was refused; None for a document that has none.

    Raises NotFound for a document of another record.
    """
    found = stored.documents(session, (document_id,)).get(document_id)
    if found is None or found.child_id != child_id:
        raise NotFound("That document is not in this record")
    text = stored.filing_slip(session, document_id)
    return filing_slips.read_kept(text) if text else None


def _codes(session: Session, child_id: int, today: date) -> tuple[ClinicalCode, ...]:
    """Return the codes of what holds today: looked after, and a child protection plan."""
    holds = set()
    period = last_period(care.histories(session, [child_id])[child_id])
    if period is not None and (period.ended is None or period.ended > today):
        holds.add("looked_after")
    for one in care_records.protection(session, child_id):
        if (
            one.kind == "child_protection_plan"
            and one.began <= today
            and not (one.ended and one.ended <= today)
        ):
            holds.add("child_protection_plan")
    return tuple(code for code in reference_data.clinical_codes() if code.use in holds)
