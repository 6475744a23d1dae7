"""The table of a long list: several rows can be chosen, columns are as wide as what stands in them, rows dense or not."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView

from lac_tracker.ui import theme
from lac_tracker.ui.models.paged_model import PagedModel
from lac_tracker.ui.models.row_model import Column
from lac_tracker.ui.widgets import column_widths
from lac_tracker.ui.widgets.frozen_table import FrozenTable

_MEASURED = 6  # rows of a column that are measured: those with the most letters
_WIDEST = 44  # characters at 100 %
_ARROWS = frozenset({
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
})  # fmt: skip


class PagedTable(FrozenTable):
    """Shows a PagedModel. Space chooses a row and lets it go, Shift and arrows choose a run; arrows alone then only move.

    Signals:
        picked: other rows are chosen; carries how many.
    """

    picked = Signal(int)
    still = 2

    def __init__(self, model: PagedModel[Any], *, label: str, name: str = "", key_column: int = 0) -> None:
        self._paged, self._keeps_picks, self._is_restoring = model, False, False
        self._wished: list[int] = []  # of each column, in pixels
        self._least: list[int] = []
        super().__init__(model, label=label, name=name, key_column=key_column)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(False)
        self.horizontalHeader().setSectionsMovable(False)  # by the Columns dialog, which the keyboard reaches
        self.selectionModel().selectionChanged.connect(self._tell_picked)
        model.arrived.connect(self._widen)
        model.modelReset.connect(self.measure)

    @property
    def is_compact(self) -> bool:
        return self._paged.is_compact

    def set_compact(self, is_compact: bool) -> None:
        """Show one line to a row, or two."""
        self._paged.is_compact = is_compact
        self.most_lines = 1 if is_compact else 2
        self.fit()
        self.viewport().update()

    def fit(self) -> None:
        """Take row height and column widths from the theme; called again when the text size changes."""
        super().fit()
        kind = "compact" if self._paged.is_compact else "comfortable"
        self.verticalHeader().setDefaultSectionSize(theme.current().row_height(kind))
        self.horizontalHeader().setFixedHeight(theme.current().control_height() + theme.current().space(1))
        self.measure()

    def measure(self) -> None:
        """Make each column as wide as its title and the words in it need: names, numbers, dates and statuses stand whole."""
        rows = self._paged.rows()
        self._wished = [self._needed(column, rows) for column in self._paged.columns]
        self._least = [
            min(wish, self._least_of(column, rows)) if self._gives_way(column) else wish
            for column, wish in zip(self._paged.columns, self._wished, strict=True)
        ]
        self._place_columns()

    def _place_columns(self) -> None:
        """Give the columns their widths; prose gives way before the table scrolls sideways."""
        shown = [place for place in range(len(self._wished)) if not self.isColumnHidden(place)]
        widths = column_widths.shared(
            [self._wished[place] for place in shown],
            [self._least[place] for place in shown],
            self.viewport().width(),
        )
        for place, width in zip(shown, widths, strict=True):
            self.setColumnWidth(place, width)
        self.stand()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_columns()

    def show_order(self) -> None:
        """Show at the column by which the rows are sorted which way they are."""
        if self._paged.sorted_by is not None:
            self.horizontalHeader().setSortIndicator(*self._paged.sorted_by)

    def picks(self) -> tuple[int, ...]:
        """Return the numbers of the rows chosen, in their order; the current one alone where no other is."""
        chosen: set[int] = set()
        selection = self.selectionModel().selection()
        for place in range(selection.count()):
            run = selection.at(place)
            chosen.update(range(run.top(), run.bottom() + 1))
        if not chosen and self.currentIndex().isValid():
            chosen.add(self.currentIndex().row())
        return tuple(sorted(chosen))

    def restore(self, current: int, picks: Sequence[int]) -> None:
        """After other rows came: the keyboard stands on a row and these are chosen."""
        last = self._paged.rowCount() - 1
        if last < 0:
            return
        self._is_restoring = True
        at = self._paged.index(min(current, last), self._key_column)
        self.selectionModel().setCurrentIndex(at, QItemSelectionModel.SelectionFlag.NoUpdate)
        wanted = QItemSelection()
        for number in picks or (at.row(),):
            index = self._paged.index(number, 0)
            wanted.select(index, index)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(wanted, flags.ClearAndSelect | flags.Rows)
        self._keeps_picks = len(picks) > 1
        self._is_restoring = False
        self._tell_picked()

    def drop_picks(self) -> bool:
        """Choose the current row alone; False when no other was chosen."""
        had = len(self.picks()) > 1 or self._keeps_picks
        self._keeps_picks = False
        if had:
            self.restore(max(self.currentIndex().row(), 0), ())
        return had

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Space and plain and self.currentIndex().isValid():
            self._toggle(self.currentIndex())
            return
        super().keyPressEvent(event)

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Arrows alone leave what was chosen with Space."""
        if (
            self._keeps_picks
            and isinstance(event, QKeyEvent)
            and event.key() in _ARROWS
            and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            return QItemSelectionModel.SelectionFlag.NoUpdate
        if event is not None and event.type() == QEvent.Type.MouseButtonPress:
            self._keeps_picks = False
        return super().selectionCommand(index, event)

    def _toggle(self, index: QModelIndex) -> None:
        """Choose the current row beside the others, or let it go. The first time it is the beginning of a choice."""
        flags = QItemSelectionModel.SelectionFlag
        if self._keeps_picks:
            self.selectionModel().select(index, flags.Toggle | flags.Rows)
        else:
            self._keeps_picks = True
            self.selectionModel().select(index, flags.Select | flags.Rows)
        if not self.selectionModel().hasSelection():
            self._keeps_picks = False
        self._tell_picked()

    def _choose_first(self) -> None:
        """What is chosen after other rows came is for the screen to say."""
        self._keeps_picks = False
        if not self._rows.rowCount():
            self.chosen.emit(None)

    def _tell_picked(self, *_: object) -> None:
        if not self._is_restoring:
            self.picked.emit(len(self.picks()))

    def _widen(self, rows: Sequence[Any]) -> None:
        """Rows of another page came: no column becomes narrower under the pointer."""
        for number, column in enumerate(self._paged.columns):
            needed = self._needed(column, rows)
            self._wished[number] = max(self._wished[number], needed)
            least = min(needed, self._least_of(column, rows)) if self._gives_way(column) else needed
            self._least[number] = max(self._least[number], least)
        self._place_columns()

    def _gives_way(self, column: Column[Any]) -> bool:
        """Return whether a column may be narrower than its words: one that wraps, or on one line only the longest prose."""
        return column.yields if self._paged.is_compact else column.wraps

    def _least_of(self, column: Column[Any], rows: Sequence[Any]) -> int:
        """Return the width at which no word of prose is broken."""
        shown = theme.current()
        strong, body = QFontMetrics(shown.font("strong")), QFontMetrics(shown.font("body"))
        words = {part for text in {column.text(row) for row in rows} for part in text.split()}
        longest = max((body.horizontalAdvance(one) for one in words), default=0)
        icon = 0
        if column.status is not None and any(column.status(row) for row in rows):
            icon = shown.scaled(16) + shown.space(2)
            longest = max((strong.horizontalAdvance(one) for one in words), default=0)
        title = body.horizontalAdvance(column.title) + shown.space(2)
        return max(longest + icon, title, shown.characters(column.width) * 4 // 5) + 2 * shown.space(2) + 2

    def _needed(self, column: Column[Any], rows: Sequence[Any]) -> int:
        shown, is_compact = theme.current(), self._paged.is_compact
        longest = {column.text(row): row for row in rows}
        if column.second is not None and not is_compact:
            longest |= {column.second(row): row for row in rows}
        kept = [longest[words] for words in sorted(longest, key=len)[-_MEASURED:]]
        needed = column_widths.needed_width(column, kept, is_compact=is_compact)
        return min(needed, shown.characters(_WIDEST) + 2 * shown.space(2))
