"""The first columns of a table that scrolls sideways: they stay in view, so that no row loses whom it is about."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from lac_tracker.ui import theme
from lac_tracker.ui.widgets.row_table import RowTable
from lac_tracker.ui.widgets.status_delegate import StatusDelegate

_MOST = 0.65  # of the table's width that stands still: the rest has to show something


class FrozenColumns(QTableView):
    """Lies over the left of a table and shows its first columns; hidden while the table does not scroll sideways.

    The keyboard stays with the table: this view only shows the same rows and passes clicks and the wheel on.
    """

    def __init__(self, table: RowTable, count: int = 2) -> None:
        super().__init__(table)
        self.leader, self._count = table, count
        self.setObjectName(f"{table.objectName()}.frozen")
        self.setAccessibleName("First columns, kept in view")
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setItemDelegate(StatusDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(table.selectionMode())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(table.verticalScrollMode())
        for bar in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.sectionClicked.connect(table.sort_by)
        table.horizontalHeader().sortIndicatorChanged.connect(
            lambda column, order: header.setSortIndicator(column, order)
        )
        table.horizontalHeader().sectionMoved.connect(lambda *_: self.stand())
        table.horizontalScrollBar().rangeChanged.connect(lambda *_: self.stand())
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.clicked.connect(table.clicked)
        self.doubleClicked.connect(table.doubleClicked)
        self.hide()

    @property
    def most_lines(self) -> int:
        """How many lines of prose a row has: as many as in the table."""
        return self.leader.most_lines

    def columns(self) -> tuple[int, ...]:
        """Return the columns that stand still, from the left: fewer where they would take most of the width."""
        table = self.leader
        header = table.horizontalHeader()
        order = (header.logicalIndex(place) for place in range(header.count()))
        first = [column for column in order if not table.isColumnHidden(column)][: self._count]
        while first and sum(table.columnWidth(column) for column in first) > _MOST * table.viewport().width():
            first.pop()
        return tuple(first)

    def width_taken(self) -> int:
        """Return how much of the table's left it covers, in pixels; 0 while it is hidden."""
        return self.width() if self.isVisibleTo(self.leader) else 0

    def stand(self) -> None:
        """Take columns, sizes and place from the table; called again when any of them changed."""
        table, shown = self.leader, self.columns()
        if not shown or not table.horizontalScrollBar().maximum():
            self.hide()
            return
        own, header = self.horizontalHeader(), table.horizontalHeader()
        for column in range(header.count()):
            self.setColumnHidden(column, column not in shown)
        for place, column in enumerate(shown):
            own.moveSection(own.visualIndex(column), place)
            self.setColumnWidth(column, table.columnWidth(column))
        own.setSortIndicator(header.sortIndicatorSection(), header.sortIndicatorOrder())
        own.setFixedHeight(header.height())
        self.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
        edge = table.frameWidth()
        width = sum(table.columnWidth(column) for column in shown)
        self.setGeometry(edge, edge, width, header.height() + table.viewport().height())
        self.show()
        self.raise_()
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setPen(theme.current().colour("border"))
        edge = self.viewport().width() - 1
        painter.drawLine(edge, 0, edge, self.viewport().height())
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.leader.setFocus(Qt.FocusReason.MouseFocusReason)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.leader.wheelEvent(event)

    def selectionCommand(self, index: QModelIndex | QPersistentModelIndex, event: Any = None) -> Any:
        """What a click chooses is for the table to say."""
        return self.leader.selectionCommand(index, event)
