"""The table of every list: whole rows, two lines each, Tab leaves it, Enter opens."""

from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import RowModel
from lac_tracker.ui.widgets import column_widths
from lac_tracker.ui.widgets.status_delegate import StatusDelegate, in_lines


class RowTable(QTableView):
    """Shows a RowModel.

    Signals:
        opened: Enter or a double click on a row; carries the row.
        chosen: another row became current; carries the row, or None.
    """

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(
        self,
        model: RowModel[Any],
        *,
        label: str,
        name: str = "",
        key_column: int = 0,
        shares: bool = False,
        most_lines: int = 2,
    ) -> None:
        """key_column: the column where the keyboard stands first, so that its words are read first.
        shares: a table of few rows, whose columns share the width by what stands in them.
        most_lines: of prose in a row, which is as high as it needs then; two is the height of every row."""
        super().__init__()
        self.most_lines = most_lines
        self._key_column, self._shares = key_column, shares
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
        model.modelReset.connect(self._share)
        model.modelReset.connect(self._choose_first)
        self.fit()

    def fit(self) -> None:
        """Take row height and column widths from the theme; called again when the text size changes."""
        shown = theme.current()
        self.verticalHeader().setDefaultSectionSize(shown.row_height())
        self.horizontalHeader().setMinimumSectionSize(shown.space(8))
        for number, column in enumerate(self._rows.columns):
            self.setColumnWidth(number, shown.characters(column.width) + 2 * shown.space(2))
        self._share()

    def show_column(self, number: int, shown: bool) -> None:
        """Show or hide a column; the others take its room, or give it theirs."""
        self.setColumnHidden(number, not shown)
        self._share()

    def stand_in(self, column: int) -> None:
        """Have the keyboard stand in another column first, where the model has other columns now."""
        self._key_column = column

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        )
        if plain_enter and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _share(self) -> None:
        rows, room = self._rows.rows(), self.viewport().width()
        if not self._shares or len(rows) > column_widths.MOST_ROWS:
            return
        shown = theme.current()
        columns = {
            place: one for place, one in enumerate(self._rows.columns) if not self.isColumnHidden(place)
        }
        needed = [column_widths.needed_width(column, rows) for column in columns.values()]
        wished = [
            # All but prose stands whole, and if the table has to scroll sideways for it.
            max(
                shown.characters(column.width) + 2 * shown.space(2),
                0 if column.wraps and not column.status else need,
            )
            for column, need in zip(columns.values(), needed, strict=True)
        ]
        widths = column_widths.shared(wished, needed, room)
        least = [
            min(width, shown.characters(column.width) // 2) if column.yields else width
            for column, width in zip(columns.values(), widths, strict=True)
        ]
        if sum(widths) > room >= sum(least):
            widths = column_widths.shared(widths, least, room)
        if widths == [self.columnWidth(place) for place in columns]:
            self._fit_rows()
            return
        for place, width in zip(columns, widths, strict=True):
            self.setColumnWidth(place, width)
        self._fit_rows()
        self.updateGeometries()  # else the bar below keeps the range it had

    def _fit_rows(self) -> None:
        """Make each row as high as its prose needs at the width of its columns."""
        if self.most_lines <= 2:
            return
        shown = theme.current()
        for number, row in enumerate(self._rows.rows()):
            lines = 2
            for place, column in enumerate(self._rows.columns):
                if (column.wraps or column.status) and not column.second and not self.isColumnHidden(place):
                    metrics = QFontMetrics(shown.font("strong" if column.strong or column.status else "body"))
                    icon = shown.scaled(16) + shown.space(2) if column.status and column.status(row) else 0
                    room = self.columnWidth(place) - 2 * shown.space(2) - icon
                    words = in_lines(column.text(row), metrics, room, self.most_lines)
                    lines = max(lines, words.count("\n") + 1)
            spacing = QFontMetrics(shown.font("strong")).lineSpacing()
            self.setRowHeight(number, max(shown.row_height(), lines * spacing + 2 * shown.space(2)))

    def _choose_first(self) -> None:
        self.choose(0)
        if not self._rows.rowCount():
            self.chosen.emit(None)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self._rows.row(index))

    def _tell(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self._rows.row(now) if now.isValid() else None)
