"""Family and birth history before it is printed: for the health team, marked as third-party information."""

from lac_tracker.services import family_history
from lac_tracker.services.changes import Changes
from lac_tracker.ui.screens.preview import PreviewPage
from lac_tracker.ui.screens.record_page import attempt


class FamilyPreview(PreviewPage):
    """Save PDF keeps the page with the record and writes the file."""

    titles = {family_history.DOCUMENT: "Family and birth history"}

    def gather(self, document: str) -> object:
        return self.desk.operations.ask(family_history.gather, self.desk.child_id)

    def make(self, document: str) -> tuple[Changes | None, str]:
        return attempt(self.desk.operations, family_history.keep_paper, self.desk.child_id, self.drawing)
