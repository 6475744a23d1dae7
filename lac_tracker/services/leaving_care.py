"""The card of leaving care: where the health history stands, and who stays in touch."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import pathways as rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.pathways import LeavingCare
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.health_history_release import refuse_unreleased
from lac_tracker.storage import children
from lac_tracker.storage import pathways as stored


@needs(Action.EDIT_PATHWAY, child=the_child)
def save_leaving_care(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    health_history: str,
    health_history_on: date | None = None,
    health_history_note: str = "",
    explained_on: date | None = None,
    personal_adviser: str = "",
    adult_services: str = "",
    seen_version: int,
) -> Changes:
    """Record where the health history (passport) stands, and who stays in touch. Open to care leavers of any age.

    Raises UserError when dates cannot be, and where it is said to be given before it may be released.
    """
    before = stored.leaving_care(session, child_id)
    moved = (before.health_history, before.health_history_on) != (health_history, health_history_on)
    after = LeavingCare(
        health_history,
        health_history_on if health_history != "not_started" else None,
        by.full_name if moved else before.health_history_by,
        clean_text(health_history_note, label="Note").strip(),
        explained_on,
        clean_line(personal_adviser, label="Personal adviser"),
        clean_text(adult_services, label="Adult services").strip(),
    )
    rules.check_leaving_care(after, children.load(session, child_id).born, now.date())
    if after.health_history == "given" and before.health_history != "given":
        refuse_unreleased(session, child_id, by, now)
    fields = {
        "health_history": after.health_history,
        "health_history_on": after.health_history_on,
        "health_history_by": after.health_history_by or None,
        "health_history_note": after.health_history_note,
        "explained_on": after.explained_on,
        "personal_adviser": after.personal_adviser or None,
        "adult_services": after.adult_services or None,
        "recorded_by": by.full_name,
    }
    stored.keep_leaving_care(session, child_id, fields, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)
