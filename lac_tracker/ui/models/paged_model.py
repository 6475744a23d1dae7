"""Rows of a list of any length: a page at a time is fetched when the table first shows one of its rows."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from lac_tracker.domain.errors import UserError
from lac_tracker.ui.models.row_model import SECOND_LINE, Column, Index, Row, RowModel

PAGE = 200
Fetch = Callable[
    [int], tuple[Sequence[Row], int]
]  # offset → (the rows from there, how many there are in all)

_NOWHERE = QModelIndex()


class PagedModel(RowModel[Row]):
    """As a RowModel, but what sorts and what is shown is decided where the rows come from.

    Signals:
        sorting: the person wants another order; carries the number of the column, and whether downwards.
        arrived: rows that were not there before; carries them.
    """

    sorting = Signal(int, bool)
    arrived = Signal(object)

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._fetch: Fetch[Row] | None = None
        self._pages: dict[int, tuple[Row, ...]] = {}
        self._total = 0
        self.is_compact = False

    def show(self, fetch: Fetch[Row]) -> None:
        """Show a list from its beginning. Raises what fetching its first page raises; the rows stay then."""
        first, total = fetch(0)
        self.beginResetModel()
        self._fetch, self._total, self._pages = fetch, total, {0: tuple(first)}
        self.endResetModel()

    def say_sorted(self, column: int, *, descending: bool) -> None:
        """Say how the rows that are shown are sorted."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self._sorted = (column, order)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(len(self.columns) - 1, 0))

    @property
    def sorted_by(self) -> tuple[int, Qt.SortOrder] | None:
        return self._sorted

    def rows(self) -> tuple[Row, ...]:
        """Return the rows fetched so far, in their order."""
        return tuple(row for page in sorted(self._pages) for row in self._pages[page])

    def numbered(self) -> tuple[tuple[int, Row], ...]:
        """Return the rows fetched so far, each with its number."""
        return tuple(
            (page * PAGE + place, row)
            for page in sorted(self._pages)
            for place, row in enumerate(self._pages[page])
        )

    def row(self, index: Index) -> Row:
        found = self.row_at(index.row())
        assert found is not None
        return found

    def row_at(self, number: int) -> Row | None:
        """Return a row by its number, fetched if need be; None where it cannot be had now."""
        page = number // PAGE
        if page not in self._pages and self._fetch is not None and 0 <= number < self._total:
            try:
                rows, _ = self._fetch(page * PAGE)
            except UserError:  # locked, or the file is busy: painting must not fail, and tries again
                return None
            self._pages[page] = tuple(rows)
            self.arrived.emit(rows)
        held = self._pages.get(page, ())
        return held[number % PAGE] if number % PAGE < len(held) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._total

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.row_at(index.row()) is None:
            return None
        if role == SECOND_LINE and self.is_compact:
            return ""
        return super().data(index, role)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for another order."""
        if 0 <= column < len(self.columns) and self.columns[column].sort is not None:
            self.sorting.emit(column, order == Qt.SortOrder.DescendingOrder)
