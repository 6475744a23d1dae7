"""Questionnaires over time before they are printed, as the page was shown; and the young person's own page."""

from lac_tracker.services import feelings_page, sdq_trend
from lac_tracker.services.changes import Changes
from lac_tracker.ui.screens.preview import PreviewPage
from lac_tracker.ui.screens.record_page import Desk, Place, attempt
from lac_tracker.ui.screens.sdq_controls import from_typed


class SdqPreview(PreviewPage):
    """Save PDF and Print keep the paper with the record."""

    titles = {sdq_trend.DOCUMENT: "SDQ over time"}

    def __init__(self, desk: Desk, place: Place) -> None:
        self._as_shown = from_typed(dict(place.typed))
        super().__init__(desk, place)

    def gather(self, document: str) -> object:
        return self.desk.operations.ask(sdq_trend.for_paper, self.desk.child_id, self._as_shown)

    def make(self, document: str) -> tuple[Changes | None, str]:
        return attempt(
            self.desk.operations, sdq_trend.keep_paper, self.desk.child_id, self._as_shown, self.desk.workplace.render
        )  # fmt: skip


class FeelingsPreview(PreviewPage):
    """The page that is theirs: made only when they chose it."""

    titles = {feelings_page.DOCUMENT: "{name}’s page: how I’ve been feeling"}
