"""S23, step 4: the close matches, one after the other: same child or different, or decided later."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout

from lac_tracker.domain.list_import import PreviewRow
from lac_tracker.ui import theme
from lac_tracker.ui.models.import_model import HeldRows, choice_state, row_columns
from lac_tracker.ui.plain import PlainLabel, hint
from lac_tracker.ui.screens.import_draft import Draft, said_words
from lac_tracker.ui.screens.import_matching import MatchPanel
from lac_tracker.ui.screens.import_steps import Step, reveal
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.widgets.paged_table import PagedTable

_ROWS_SEEN = 4  # at least so many stand on the screen


class DecideStep(Step):
    """A digit decides and goes on to the next one.

    Signals:
        all_seen: the last one was decided by its digit.
    """

    all_seen = Signal()

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self.total = PlainLabel(type="strong", wraps=True)
        self.total.setObjectName("imp.undecided")
        self.model = HeldRows(
            row_columns(
                lambda row: self.draft.place(row),
                lambda row: self.draft.who(row),
                said_words,
                lambda row: choice_state(self.draft.choice(row)),
            )
        )
        self.table = PagedTable(self.model, label="Close matches", name="imp.matches", key_column=1)
        self.table.show_column(2, False)  # what is alike stands beside the table, in full
        self.table.setMinimumHeight(theme.current().row_height() * _ROWS_SEEN)
        self.table.chosen.connect(self._show_row)
        self.table.opened.connect(lambda _row: self._into_panel())
        self.panel = MatchPanel()
        self.panel.chosen.connect(self._chosen)
        self.panel.decided.connect(self._next)
        large = theme.current().text_percent >= LARGE
        direction = QBoxLayout.Direction
        pair = QBoxLayout(direction.TopToBottom if large else direction.LeftToRight)
        pair.setSpacing(theme.current().space(5))
        pair.addWidget(self.table, 5)
        pair.addWidget(self.panel, 4)
        self.column.addWidget(self.total)
        self.column.addWidget(
            hint("What you leave for later is set aside with this import, and changes nothing until then.")
        )
        self.column.addLayout(pair, 1)

    def show_draft(self, draft: Draft) -> None:
        super().show_draft(draft)
        rows = draft.close_matches()
        if rows != self.model.all_rows():
            self.model.set_rows(rows)
            self.table.restore(0, ())
        self._show_row(self.table.current_row())
        self._count()

    def take_focus(self) -> bool:
        if not self.model.rowCount():
            return False
        undecided = (
            number for number, row in enumerate(self.model.all_rows()) if self.draft.choice(row) == "later"
        )
        self.table.restore(next(undecided, 0), ())
        self._into_panel()
        return True

    def _show_row(self, row: PreviewRow | None) -> None:
        self.panel.setVisible(row is not None)
        if row is not None:
            self.panel.show_row(row, self.draft)

    def _chosen(self) -> None:
        self.table.viewport().update()
        self._count()
        self.changed.emit()

    def _next(self) -> None:
        """The keyboard goes on: to the next one, after the last to the button below."""
        number = self.table.currentIndex().row() + 1
        if number >= self.model.rowCount():
            self.all_seen.emit()
            return
        self.table.restore(number, ())
        self._show_row(self.table.current_row())
        self._into_panel()

    def _into_panel(self) -> None:
        self.panel.choice.setFocus()
        reveal(self.panel, keeps=self.panel.choice)

    def _count(self) -> None:
        rows = self.model.all_rows()
        later = sum(self.draft.choice(row) == "later" for row in rows)
        match = "1 close match" if len(rows) == 1 else f"{len(rows):,} close matches"
        self.total.setText(f"{match}: {len(rows) - later:,} decided, {later:,} for later")
