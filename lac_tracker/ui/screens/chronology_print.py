"""The chronology before it is printed: as the page was filtered, for the team or as the child's own copy."""

from dataclasses import replace

from lac_tracker.services import chronology
from lac_tracker.services.changes import Changes
from lac_tracker.services.chronology import Filter
from lac_tracker.ui.screens.preview import PreviewPage
from lac_tracker.ui.screens.record_page import Desk, Place, attempt

_FOR_CHILD = "chronology-child"


class ChronologyPreview(PreviewPage):
    """Save PDF keeps the chronology with the record and writes the file."""

    titles = {"chronology": "Chronology", _FOR_CHILD: "Copy for the child"}

    def __init__(self, desk: Desk, place: Place) -> None:
        typed = dict(place.typed)
        kinds = frozenset(kind for kind in typed.get("kinds", "").split(",") if kind)
        self._filter = Filter(
            kinds, bool(typed.get("key_only")), typed.get("text", ""), bool(typed.get("since_last"))
        )
        super().__init__(desk, place)

    def gather(self, document: str) -> object:
        return self.desk.operations.ask(chronology.for_paper, self.desk.child_id, self._wanted_of(document))

    def paper(self, document: str) -> str:
        return chronology.DOCUMENT

    def make(self, document: str) -> tuple[Changes | None, str]:
        return attempt(
            self.desk.operations, chronology.keep_paper, self.desk.child_id, self._wanted_of(document),
            self.drawing,
        )  # fmt: skip

    def _wanted_of(self, document: str) -> Filter:
        return replace(self._filter, for_child=document == _FOR_CHILD)
