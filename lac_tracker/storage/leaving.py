"""The end of care, written once for whoever records it: a person, a council's list, a difference that was resolved."""

from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.storage import assessments, care_records
from lac_tracker.storage.care_records import LegalRecord, Period, PlacementRecord


def end_care(session: Session, child_id: int, left_on: date, reason: str | None) -> None:
    """End the last period of care with its placements and legal status on a day: then the clocks close.

    Assessments nobody began with the child are cancelled as not needed; one that was begun stays, to be signed or left.
    reason: code of `reason_ended`; None where nobody said. Raises UserError when something begins after that day.
    """
    period = care_records.periods(session, child_id)[-1]
    care_records.change(session, Period, period.id, {"ended": left_on, "reason_ended": reason})
    for record, rows in (
        (PlacementRecord, care_records.placements(session, child_id)),
        (LegalRecord, care_records.legal_statuses(session, child_id)),
    ):
        for row in rows:
            if row.began > left_on:
                raise UserError(
                    f"Left care: something on this page begins after that day, on {show_date(row.began)}. Correct it first"
                )
            if row.ended is None:
                care_records.change(session, record, row.id, {"ended": left_on})
    cancel_not_begun(session, child_id, left_on)


def cancel_not_begun(session: Session, child_id: int, left_on: date) -> None:
    """Cancel the assessments nobody began with a child who left care: they are not needed any more."""
    because = f"Left care on {show_date(left_on)}"
    for one in assessments.of_child(session, child_id):
        if one.state in assessments.OPEN_STATES and not (
            one.first_seen_on or one.part_done_on or one.completed_on
        ):
            assessments.change(session, one.id, {"state": "cancelled", "cancelled_because": because})
