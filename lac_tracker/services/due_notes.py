"""What was typed where the reason of a delay says nothing by itself: read for the few rows of a list that have such a reason."""

from functools import cache

from sqlalchemy.orm import Session

from lac_tracker.services.due_item import DueItem
from lac_tracker.storage import reference_data


def with_notes(session: Session, items: list[DueItem]) -> list[DueItem]:
    """Return the rows of a list with what was typed of a reason such as 'Other'."""
    codes = _codes()
    wanted = {one.child_id for one in items if one.delay_code in codes}
    if not wanted:
        return items
    from lac_tracker.storage import delay_reasons  # heavy: most lists do without it

    notes = delay_reasons.notes_of(session, wanted)
    return [
        one._replace(delay_note=notes.get((one.child_id, one.assessment, one.clock_start), ""))
        if one.delay_code in codes else one
        for one in items
    ]  # fmt: skip


@cache
def _codes() -> frozenset[str]:
    return frozenset(one.code for one in reference_data.delay_reasons() if one.needs_text)
