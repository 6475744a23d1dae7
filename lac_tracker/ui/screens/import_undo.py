"""Undoing a whole import, named and confirmed; and saying what became of a row that was set aside."""

from typing import Any

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.import_history import ImportItem, SetAsideRow
from lac_tracker.services import import_history
from lac_tracker.ui.screens.dialog_fields import line
from lac_tracker.ui.screens.import_reading import back_up
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.workplace import Workplace


class UndoImport(RecordDialog):
    """Ctrl+Enter undoes it, off the screen's thread: all of it, or nothing."""

    def __init__(self, parent: QWidget, workplace: Workplace, item: ImportItem) -> None:
        super().__init__(
            parent, workplace.operations, f"Undo the import of {files_words(item)}?", None,
            explanation=f"{item.words} of {when_words(item)}: {item.counts}. Everything it wrote is put back as it was "
            "before. That it was made, and undone, stays on record.",
            verbs=("Keep it", "Undo this import"), names=("imp.undo.keep", "imp.undo.go"),
        )  # fmt: skip
        self.setObjectName("imp.undoing")
        self._workplace, self._item = workplace, item
        self._why = line("imp.undo.why")
        self.add("Why it is undone", self._why, optional=True)
        self._busy = Busy(name="imp.undo.busy")
        self.add_words(self._busy)
        self._is_undoing = False
        self.ready()

    def commands(self) -> Runs:
        """It does not save in one step: see `save`."""
        return []

    def save(self) -> None:
        """Undo it; why that is refused stands above the buttons."""
        if self._is_undoing:
            return
        operations, because = self._workplace.operations, self._why.text()
        self._is_undoing = True
        self._error.hide()
        self._busy.start("Undoing the import")

        def job() -> Any:
            back_up(self._workplace)
            return operations.work(import_history.undo, self._item.id, because=because)

        self._workplace.run(job, self._undone, self._refused)

    def reject(self) -> None:
        """Close, but not while it is being undone."""
        if not self._is_undoing:
            self.done(0)

    def _undone(self, changes: Any) -> None:
        self._is_undoing = False
        self.changes = changes
        self._workplace.operations.changed.emit(changes)
        self.accept()

    def _refused(self, error: UserError) -> None:
        self._is_undoing = False
        self._busy.stop()
        self._show(f"{error}.")


class SettleRow(RecordDialog):
    """A row that was set aside is closed in words; nothing else is written."""

    def __init__(self, parent: QWidget, workplace: Workplace, row: SetAsideRow) -> None:
        super().__init__(
            parent, workplace.operations, f"What became of row {row.line}?" if row.line else "What became of it?", None,
            explanation=f"{row.words}. {row.reason.rstrip('.')}.",
        )  # fmt: skip
        self.setObjectName("imp.settling")
        self._row = row
        self._words = line("imp.settle.words")
        self.add("What became of this row", self._words, hint="Such as: the council took it off its list.")
        self.ready()

    def commands(self) -> Runs:
        given = {"words": self._words.text(), "seen_version": self._row.version}
        return [(import_history.settle, (self._row.id,), given)]


def files_words(item: ImportItem) -> str:
    """'council_w10.csv', or 'header.csv and 3 more files'."""
    first, *others = [name.rpartition("/")[2] for name in item.files] or [item.words]
    if not others:
        return first
    return f"{first} and {len(others)} more file{'' if len(others) == 1 else 's'}"


def when_words(item: ImportItem) -> str:
    """'04-Mar-2026 09:12 by Tom Leigh'."""
    at = item.made_at.astimezone()
    return f"{show_date(at.date())} {at:%H:%M} by {item.made_by}"
