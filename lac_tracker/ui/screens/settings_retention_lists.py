"""The lists of keeping and disposal: records to review or on hold, and disposals with what became of them."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.disposal import Disposal
from lac_tracker.services.retention import RecordRow
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.screens.settings_retention_record import LOOKS, WAITING_LOOK
from lac_tracker.ui.widgets.empty_state import EmptyState
from lac_tracker.ui.widgets.row_table import RowTable

_DAYS = ("earliest first", "latest first")
_STATES = {
    "proposed": "asked", "approved": "at_risk", "done": "complete", "refused": "declined", "withdrawn": "cancelled",
}  # fmt: skip
RECORDS: tuple[Column[RecordRow], ...] = (
    Column("Record", lambda row: f"Council ID {row.council_id}", second=lambda row: f"Council {row.council}",
           sort=lambda row: row.council_id, width=20, strong=True),
    Column("Born", lambda row: show_date(row.born), sort=lambda row: row.born, width=12, sorted_words=_DAYS),
    Column("Kept until", lambda row: show_date(row.kept_until) if row.kept_until else "Not known",
           sort=lambda row: row.kept_until, width=12, sorted_words=_DAYS),
    Column("Status", lambda row: row.status, sort=lambda row: row.status, width=28,
           status=lambda row: WAITING_LOOK if row.disposal else LOOKS[row.status],
           second=lambda row: row.holds[0].partition(":")[0] if row.holds else ""),
    Column("Class", lambda row: row.class_words, sort=lambda row: row.class_words, width=26, wraps=True),
)  # fmt: skip
DISPOSALS: tuple[Column[Disposal], ...] = (
    Column("Record number", lambda row: row.record_number, sort=lambda row: row.record_number, width=15, strong=True),
    Column("State", lambda row: row.state_words, sort=lambda row: row.state, status=lambda row: _STATES[row.state],
           second=lambda row: show_date(row.done_at.astimezone().date()) if row.done_at else "", width=28),
    Column("Proposed by", lambda row: row.proposed_by, sort=lambda row: row.proposed_by,
           second=lambda row: show_date(row.proposed_at.astimezone().date()), width=20),
    Column("Decided by", lambda row: row.decided_by, sort=lambda row: row.decided_by,
           second=lambda row: show_date(row.decided_at.astimezone().date()) if row.decided_at else "", width=20),
    Column("Authority", lambda row: row.authority, width=26, wraps=True, yields=True, detail=lambda row: row.authority),
)  # fmt: skip
_YIELDS = ("Born", "Class", "Authority")  # in large text: the dialogs and the line of help say them


class RetentionList(QWidget):
    """One list with the words that stand in its place while it is empty.

    Signals:
        opened: Enter on a row; carries it.
        chosen: another row became current, or None.
    """

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self, columns: Sequence[Column[Any]], *, label: str, name: str) -> None:
        super().__init__()
        self.model: RowModel[Any] = RowModel(columns)
        self.table = RowTable(self.model, label=label, name=name, shares=True, most_lines=3)
        self.table.opened.connect(self.opened)
        self.table.chosen.connect(self.chosen)
        self.empty = EmptyState(f"{name}.empty")
        self._body = QStackedWidget()
        self._body.addWidget(self.table)
        self._body.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._body)
        self.fit()

    def show_rows(self, rows: Sequence[Any], nothing: str) -> None:
        """Show rows, or why there are none; the selected one stays selected."""
        before = self.table.current_row()
        self.model.set_rows(rows)
        if before is not None:
            places = {_key(row): place for place, row in enumerate(self.model.rows())}
            self.table.choose(places.get(_key(before), 0))
        self.empty.say(nothing)
        self._body.setCurrentWidget(self.table if rows else self.empty)

    def fit(self) -> None:
        """Take sizes from the theme."""
        self.table.fit()
        large = theme.current().text_percent >= LARGE
        for number, column in enumerate(self.model.columns):
            self.table.show_column(number, not large or column.title not in _YIELDS)

    def about(self) -> str:
        """Return what the line of help says of the selected row."""
        row = self.table.current_row()
        if isinstance(row, RecordRow):
            return f"Council ID {row.council_id}. {row.why}. {'. '.join(row.holds) or row.status}"
        if isinstance(row, Disposal):
            decided = f". {row.decided_by}: {row.decided_because}" if row.decided_by else ""
            return f"{row.record_number}. {row.authority}. {row.proposed_by}: {row.proposed_because}{decided}"
        return ""


def _key(row: Any) -> int:
    return row.child_id if isinstance(row, RecordRow) else int(row.id)
