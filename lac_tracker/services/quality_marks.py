"""How the quality review of each assessment of a child stands, in two or three words for its row."""

from sqlalchemy.orm import Session

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.quality import Overall
from lac_tracker.storage import quality as stored


def of_child(session: Session, child_id: int) -> dict[int, str]:
    """Return 'Checked 12-Feb-2026', 'With author', 'Being checked' or 'Needs changes' by assessment; none for the rest.

    Called by services that asked for leave already.
    """
    found: dict[int, str] = {}
    for one in stored.of_child(session, child_id):
        if one.state == "with_author":
            found[one.assessment_id] = "With host team" if one.author_id is None else "With author"
        elif one.is_open:
            found[one.assessment_id] = "Being checked"
        elif one.state == "amended":
            found[one.assessment_id] = "Amended"
        elif one.overall == Overall.NEEDS_CHANGES:
            found[one.assessment_id] = "Needs changes"
    checked = stored.checked_on(session, child_id)
    return found | {key: f"Checked {show_date(day)}" for key, day in checked.items()}
