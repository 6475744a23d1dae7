"""A table over frozen rows: what each column says, in one or two lines, to the eye and to a screen reader."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from lac_tracker.ui.plain import tooltip

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

SECOND_LINE = int(Qt.ItemDataRole.UserRole) + 1
STATUS = int(Qt.ItemDataRole.UserRole) + 2
ROW = int(Qt.ItemDataRole.UserRole) + 3
STRONG = int(Qt.ItemDataRole.UserRole) + 4
WRAPS = int(Qt.ItemDataRole.UserRole) + 5
STRUCK = int(Qt.ItemDataRole.UserRole) + 6
LINK = int(Qt.ItemDataRole.UserRole) + 7

NONE_SHOWN, NONE_SAID = "–", "none"
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column. The functions take a row and return words; '' is shown as a dash and read as 'none'."""

    title: str
    text: Callable[[Row], str]
    second: Callable[[Row], str] | None = None  # the line beneath, in hint style
    status: Callable[[Row], str] | None = (
        None  # a key of icons.STATUS_LOOKS: icon and colour before the words
    )
    sort: Callable[[Row], Any] | None = (
        None  # what to sort by; None sorts last. Without it the column does not sort
    )
    detail: Callable[[Row], str] | None = None  # the tooltip
    said: Callable[[Row], str] | None = None  # what a screen reader says in place of the words shown
    struck: Callable[[Row], bool] | None = None  # whether the words are struck through
    link: Callable[[Row], bool] | None = None  # whether a click on the cell does what its lowest line says
    align: Literal["left", "right"] = "left"
    width: int = 14  # characters at 100 %
    strong: bool = False
    wraps: bool = False  # prose: up to two lines. Names, numbers, dates and statuses are never cut
    yields: bool = False  # prose that is cut, with the rest in the tooltip, before its table scrolls sideways
    sorted_words: tuple[str, str] = ("A first", "Z first")  # 'earliest first', …


class RowModel(QAbstractTableModel, Generic[Row]):
    """Rows in the order they were given, until sorted by a column; sorting keeps that order among equals."""

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._given: tuple[Row, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows, sorted as before."""
        self.beginResetModel()
        self._given = tuple(rows)
        self._rows = self._in_order()
        self.endResetModel()

    def rows(self) -> tuple[Row, ...]:
        """Return the rows as they stand."""
        return self._rows

    def row(self, index: Index) -> Row:
        return self._rows[index.row()]

    def sorted_in_words(self) -> str:
        """Return 'Due, earliest first', or '' while the rows stand as they were given."""
        if self._sorted is None:
            return ""
        column, order = self._sorted
        return f"{self.columns[column].title}, {self.columns[column].sorted_words[order == Qt.SortOrder.DescendingOrder]}"

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.row(index), self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row) or NONE_SHOWN
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._said(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(column.detail(row)) if column.detail else None
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.align == "right" else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
        return self._own(row, column, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.align == "right" else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.AccessibleTextRole:
                if self._sorted and self._sorted[0] == section:
                    words = column.sorted_words[self._sorted[1] == Qt.SortOrder.DescendingOrder]
                    return f"{column.title}, sorted, {words}"
                return column.title
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1, or one that does not sort, restores the order in which the rows were given."""
        sorts = 0 <= column < len(self.columns) and self.columns[column].sort is not None
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [(id(self._rows[index.row()]), index.column()) for index in before]
        self._sorted = (column, order) if sorts else None
        self._rows = self._in_order()
        places = {id(row): place for place, row in enumerate(self._rows)}
        self.changePersistentIndexList(before, [self.index(places[row], place) for row, place in held])
        self.layoutChanged.emit()

    def _in_order(self) -> tuple[Row, ...]:
        if self._sorted is None:
            return self._given
        number, order = self._sorted
        key = self.columns[number].sort
        assert key is not None
        known = [row for row in self._given if key(row) is not None]
        known.sort(key=key, reverse=order == Qt.SortOrder.DescendingOrder)
        return (*known, *(row for row in self._given if key(row) is None))

    def _said(self, row: Row, column: Column[Row]) -> str:
        words = column.said(row) if column.said else column.text(row)
        parts = [
            words[:1].lower() + words[1:] if column.status and column.status(row) else words,
            column.second(row) if column.second else "",
        ]
        return f"{column.title}, {', '.join(part for part in parts if part) or NONE_SAID}"

    def _own(self, row: Row, column: Column[Row], role: int) -> Any:
        if role == SECOND_LINE:
            return column.second(row) if column.second else ""
        if role == STATUS:
            return column.status(row) if column.status else ""
        if role == ROW:
            return row
        if role == STRONG:
            return column.strong
        if role == WRAPS:
            return column.wraps
        if role == STRUCK:
            return bool(column.struck and column.struck(row))
        if role == LINK:
            return bool(column.link and column.link(row))
        return None
