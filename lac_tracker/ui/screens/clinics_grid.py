"""The grid of the diary: arrow keys go from slot to slot, Enter acts on one, the menu key offers the rest."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from lac_tracker.ui import theme
from lac_tracker.ui.models.diary_model import DiaryCell, DiaryModel
from lac_tracker.ui.widgets.status_delegate import StatusDelegate, in_lines

LEAST_DAY = 18  # characters: narrower days give way to one day at a time
_NAMES = 16  # characters
_MOST_LINES = 3


class DiaryGrid(QTableView):
    """Shows a DiaryModel.

    Signals:
        acted: Enter or a double click on a cell; carries it.
        menu_wanted: the menu key or a right click; carries the cell and where.
        rested: the keyboard is on another cell; carries its words.
    """

    acted = Signal(object)
    menu_wanted = Signal(object, QPoint)
    rested = Signal(str)
    narrowed = Signal()

    def __init__(self, model: DiaryModel) -> None:
        super().__init__()
        self.most_lines = _MOST_LINES
        self.setObjectName("cln.grid")
        self.setAccessibleName("Diary")
        self.setAccessibleDescription(
            "Arrow keys go from slot to slot. Enter acts, the menu key offers more."
        )
        self._lines = model
        self.setModel(model)
        self.setItemDelegate(StatusDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        model.modelReset.connect(self.fit)
        self.selectionModel().currentChanged.connect(lambda _now, _before: self._tell())
        self.doubleClicked.connect(lambda _index: self._act())

    def fits_week(self, days: int) -> bool:
        """Return whether all days fit beside each other at this width and size of text."""
        shown = theme.current()
        needed = shown.characters(_NAMES) + days * shown.characters(LEAST_DAY)
        return needed <= self.width()

    def fit(self) -> None:
        """Share the width among the days, and make each line as high as its words."""
        shown = theme.current()
        columns = self._lines.columnCount()
        if columns < 2:
            return
        room = self.viewport().width()
        names = shown.characters(_NAMES) + 2 * shown.space(2)
        each = max((room - names) // (columns - 1), shown.characters(LEAST_DAY) - shown.space(2))
        self.setColumnWidth(0, names)
        for column in range(1, columns):
            self.setColumnWidth(column, each)
        self._fit_rows(names, each)
        self.clearSpans()
        for first, many in self._lines.blocks:
            if many > 1:
                self.setSpan(first, 0, many, 1)

    def _fit_rows(self, names: int, each: int) -> None:
        shown = theme.current()
        strong, icon = QFontMetrics(shown.font("strong")), shown.scaled(16) + shown.space(2)
        for line in range(self._lines.rowCount()):
            most = 1
            for column in range(self._lines.columnCount()):
                index = self._lines.index(line, column)
                around = 2 * shown.space(2) + (
                    icon if column and index.data(int(Qt.ItemDataRole.UserRole) + 2) else 0
                )
                width = (each if column else names) - around
                most = max(
                    most, in_lines(str(index.data() or ""), strong, width, self.most_lines).count("\n") + 1
                )
            self.setRowHeight(line, max(most * strong.lineSpacing(), shown.scaled(18)) + 2 * shown.space(1))

    def cell(self) -> DiaryCell | None:
        """Return the cell where the keyboard is."""
        return self._lines.cell(self.currentIndex())

    def rest_on(self, wanted: object) -> bool:
        """Put the keyboard's place on the first cell that is wanted; False where there is none."""
        index = self._lines.find(wanted)
        if index is None:
            return False
        self.setCurrentIndex(self._lines.index(index.row(), index.column()))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._act()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(self.viewport().mapFrom(self, event.pos()))
            if index.isValid():
                self.setCurrentIndex(index)
        if self.cell() is not None:
            self.menu_wanted.emit(self.cell(), self.below())

    def below(self) -> QPoint:
        """Return where a menu of the current cell opens."""
        return self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()
            self.narrowed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_lines"):
            self.fit()
            self.narrowed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a stronger line between clinicians."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setPen(QPen(theme.current().colour("border"), 1))
        for first, many in self._lines.blocks:
            bottom = self.rowViewportPosition(first + many - 1) + self.rowHeight(first + many - 1) - 1
            painter.drawLine(0, bottom, self.viewport().width(), bottom)

    def _act(self) -> None:
        if self.cell() is not None:
            self.acted.emit(self.cell())

    def _tell(self) -> None:
        cell = self.cell()
        self.rested.emit(cell.said if cell else "")
