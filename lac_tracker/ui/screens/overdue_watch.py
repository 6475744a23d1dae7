"""What somebody else changed in the working list: counted and said, never moved under the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from lac_tracker.domain.errors import UserError
from lac_tracker.services import list_watch
from lac_tracker.ui.messages import announce
from lac_tracker.ui.models.paged_model import PAGE
from lac_tracker.ui.plain import PlainButton, set_tooltip

if TYPE_CHECKING:
    from lac_tracker.ui.screens.overdue import Overdue

EVERY_MS = 20_000


class OverdueWatch(QObject):
    """Looks every 20 seconds whether anything was written, and only then whether rows on show are other ones."""

    def __init__(self, page: Overdue) -> None:
        super().__init__(page)
        self._page, self._newest = page, 0
        self.button = PlainButton("", "link", name="due.changed")
        set_tooltip(self.button, "Somebody else changed them. Show them as they are now (F5)")
        self.button.clicked.connect(lambda _checked=False: page.run_command("view.refresh"))
        self.button.hide()
        page.beside_summary(self.button)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def begin(self) -> None:
        """The rows were loaded: what was written before is in them."""
        self._newest = self._page.workplace.operations.ask(list_watch.newest_entry)
        self.button.hide()

    def look(self) -> None:
        """Count the rows on show that are not as they were loaded."""
        page, door = self._page, self._page.workplace.door
        if not page.isVisible() or (door is not None and door.is_shut):
            return
        try:
            newest = page.workplace.operations.ask(list_watch.newest_entry)
            if newest == self._newest:
                return
            changed = self._changed()
        except UserError:  # the file is busy: the next look tells
            return
        self._newest = newest
        if changed:
            self.button.setText(f"{changed} {'row' if changed == 1 else 'rows'} changed: show")
            self.button.show()
            announce(self.button, f"{changed} {'row' if changed == 1 else 'rows'} changed")

    def _changed(self) -> int:
        """Return how many rows of the page in view are new, gone or different."""
        page = self._page
        top = max(page.table.rowAt(0), 0) // PAGE * PAGE
        rows, _total = page.fetch(top)
        held = {
            (row.child_id, row.assessment): row
            for number, row in page.model.numbered()
            if top <= number < top + PAGE
        }
        found = {(row.child_id, row.assessment): row for row in rows}
        return sum(
            held.get(key) is None or found.get(key) is None or tuple(held[key]) != tuple(found[key])
            for key in held.keys() | found.keys()
        )
