"""A document as it stands in the record: the very bytes that were made, to look at, print, save and mark as sent."""

from lac_tracker.domain.errors import UserError
from lac_tracker.services import documents_page
from lac_tracker.services.document_checks import Finding
from lac_tracker.ui.screens.preview import KeptPaper, PreviewPage
from lac_tracker.ui.screens.record_page import Desk, Place

_STATUS = {"sent": "complete", "complete": "complete", "fix": "fix"}  # look of a state → status of a finding
KEPT = "kept"  # in Place.typed: the id of the document


class KeptPreview(PreviewPage):
    """Nothing is made here. That it was opened is written down."""

    def __init__(self, desk: Desk, place: Place, *, only: bool = False) -> None:
        self.titles = {}
        super().__init__(desk, place, only=only)
        self.head.title.setText("Document")
        self._id = int(dict(place.typed)[KEPT])

    def begin(self) -> None:
        self.panel.load()
        try:
            held = self.desk.operations.look(documents_page.opened, self.desk.child_id, self._id)
        except UserError as error:
            self.refuse(error)
            return
        self.show_kept(self.here.document, KeptPaper(self._id, held))

    def larger(self, document: str) -> tuple[str, bool]:
        return "", False  # it stays as it was made

    def more_findings(self) -> tuple[Finding, ...]:
        lines = self.desk.operations.ask(documents_page.listed, self.desk.child_id)
        now = [one for one in lines if one.id == self._id and not one.received]
        state = [Finding(_STATUS.get(one.look, "information"), one.state) for one in now]
        return (*state, *super().more_findings())

    def words(self) -> str:
        return f"{self.title_shown()}, as kept"
