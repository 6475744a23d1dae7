"""The table of every list: whole rows, two lines each, Tab leaves it, Enter opens."""

from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import RowModel
from lac_tracker.ui.widgets.status_delegate import StatusDelegate


class RowTable(QTableView):
    """Shows a RowModel.

    Signals:
        opened: Enter or a double click on a row; carries the row.
        chosen: another row became current; carries the row, or None.
    """

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self, model: RowModel[Any], *, label: str, name: str = "", key_column: int = 0) -> None:
        """key_column: the column where the keyboard stands first, so that its words are read first."""
        super().__init__()
        self._key_column = key_column
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setModel(model)
        self._rows = model
        self.setItemDelegate(StatusDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setMouseTracking(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sectionClicked.connect(self.sort_by)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._tell)
        model.modelReset.connect(self._choose_first)
        self.fit()

    def fit(self) -> None:
        """Take row height and column widths from the theme; called again when the text size changes."""
        shown = theme.current()
        self.verticalHeader().setDefaultSectionSize(shown.row_height())
        self.horizontalHeader().setMinimumSectionSize(shown.space(8))
        for number, column in enumerate(self._rows.columns):
            self.setColumnWidth(number, shown.characters(column.width) + 2 * shown.space(2))

    def sort_by(self, column: int) -> None:
        """Sort by a column, the other way round when it is sorted by it already."""
        if self._rows.columns[column].sort is None:
            return
        header = self.horizontalHeader()
        up = Qt.SortOrder.AscendingOrder
        again = header.sortIndicatorSection() == column and header.sortIndicatorOrder() == up
        # A click on the header has moved the arrow already; the model knows how the rows stand.
        if self._rows.sorted_in_words().startswith(f"{self._rows.columns[column].title},"):
            again = self._rows.sorted_in_words().endswith(self._rows.columns[column].sorted_words[0])
        order = Qt.SortOrder.DescendingOrder if again else up
        header.setSortIndicator(column, order)
        self._rows.sort(column, order)

    def current_row(self) -> Any | None:
        index = self.currentIndex()
        return self._rows.row(index) if index.isValid() else None

    def choose(self, number: int) -> None:
        """Make a row current and bring it into view; past the end it is the last one."""
        if self._rows.rowCount():
            index = self._rows.index(min(number, self._rows.rowCount() - 1), self._key_column)
            self.selectionModel().setCurrentIndex(
                index,
                QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
            )
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        )
        if plain_enter and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose_first(self) -> None:
        self.choose(0)
        if not self._rows.rowCount():
            self.chosen.emit(None)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self._rows.row(index))

    def _tell(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self._rows.row(now) if now.isValid() else None)
