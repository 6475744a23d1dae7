"""Larger print: of the young person's own plan in the size of its tier, remembered with it; of other papers 14 points."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.errors import UserError
from lac_tracker.services import own_plan_page
from lac_tracker.services.own_plan import DOCUMENT
from lac_tracker.services.own_plan_page import OwnPlanPage
from lac_tracker.ui.screens.record_page import Desk, Place

LARGER = "larger"  # in Place.typed: the document is wanted in larger print
_ONE_PAGE = "gp-summary"


class LargerPrint:
    """Which documents of a page were chosen in larger print."""

    def __init__(self, desk: Desk, place: Place) -> None:
        self._desk = desk
        self._chosen = {place.document} if dict(place.typed).get(LARGER) else set()

    def offered(self, document: str, drawn_as: str) -> tuple[str, bool]:
        """Return ('Larger print (18 pt)', whether it is on); ('', False) for a paper of one size, or who may not choose."""
        page = self._own_plan(document)
        if page is not None:
            words = f"Larger print ({own_plan_page.tier(page).large_points:g} pt)"
            return words, page.copy.text_size == "large"
        from lac_tracker.documents import catalogue  # brings the drawing with it: only where pages are drawn

        if not catalogue.DOCUMENTS[drawn_as].has_larger:
            return "", False
        # One page stays one page: it grows as far as its words stay whole.
        return f"Larger print ({'up to ' if document == _ONE_PAGE else ''}14 pt)", document in self._chosen

    def choose(self, document: str, is_on: bool) -> None:
        """Take a choice. That of an own plan is kept with it: it is theirs, and they keep it for the next one."""
        page = self._own_plan(document)
        if page is None:
            (self._chosen.add if is_on else self._chosen.discard)(document)
            return
        copy = replace(page.copy, text_size="large" if is_on else "usual")
        self._desk.operations.do(own_plan_page.save, page.assessment_id, copy, {})

    def typed(self, document: str) -> tuple[tuple[str, str], ...]:
        """Return what a Place carries so that the next page knows the choice."""
        return ((LARGER, "1"),) if document in self._chosen else ()

    def render(self, document: str) -> Callable[[str, object], bytes]:
        """Return what draws a document in the print that was chosen for it."""
        draw = self._desk.workplace.render
        return partial(draw, larger=True) if document in self._chosen else draw

    def _own_plan(self, document: str) -> OwnPlanPage | None:
        if document != DOCUMENT or not decide(self._desk.workplace.actor, Action.EDIT_OWN_COPY).allowed:
            return None
        try:
            found: OwnPlanPage | None = self._desk.operations.ask(
                own_plan_page.load, self._desk.child_id, today=self._desk.workplace.today()
            )
        except UserError:  # of a record that may not be read: there is nothing to choose
            return None
        return found if found is not None and found.is_signed else None
