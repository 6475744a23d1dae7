"""Larger print, for the papers that have it: the young person's own plan, in the size of its tier."""

from dataclasses import replace

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.errors import UserError
from lac_tracker.services import own_plan_page
from lac_tracker.services.own_plan import DOCUMENT
from lac_tracker.services.own_plan_page import OwnPlanPage
from lac_tracker.ui.screens.record_page import Desk


def offered(desk: Desk, document: str) -> tuple[str, bool]:
    """Return ('Larger print (18 pt)', whether it is on); ('', False) for a document of one size, or who may not choose."""
    page = _page(desk, document)
    if page is None:
        return "", False
    return f"Larger print ({own_plan_page.tier(page).large_points:g} pt)", page.copy.text_size == "large"


def choose(desk: Desk, document: str, is_on: bool) -> None:
    """Remember the size with the own plan: it is theirs, and they keep it for the next one."""
    page = _page(desk, document)
    if page is not None:
        copy = replace(page.copy, text_size="large" if is_on else "usual")
        desk.operations.do(own_plan_page.save, page.assessment_id, copy, {})


def _page(desk: Desk, document: str) -> OwnPlanPage | None:
    if document != DOCUMENT or not decide(desk.workplace.actor, Action.EDIT_OWN_COPY).allowed:
        return None
    try:
        found: OwnPlanPage | None = desk.operations.ask(
            own_plan_page.load, desk.child_id, today=desk.workplace.today()
        )
    except UserError:  # of a record that may not be read: there is nothing to choose
        return None
    return found if found is not None and found.is_signed else None
