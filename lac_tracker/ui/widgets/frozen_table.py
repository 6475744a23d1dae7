"""A table of rows whose first columns stay in view while it scrolls sideways."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView

from lac_tracker.ui.models.row_model import RowModel
from lac_tracker.ui.widgets.frozen_columns import FrozenColumns
from lac_tracker.ui.widgets.row_table import RowTable


class FrozenTable(RowTable):
    """Shows a RowModel; who a row is about never scrolls away. still: how many columns stand still, from the left."""

    still = 1

    def __init__(self, model: RowModel[Any], *, label: str, name: str = "", key_column: int = 0) -> None:
        self._frozen: FrozenColumns | None = None
        super().__init__(model, label=label, name=name, key_column=key_column)
        self._frozen = FrozenColumns(self, self.still)

    def fit(self) -> None:
        super().fit()
        self.stand()

    def setSelectionMode(self, mode: QAbstractItemView.SelectionMode) -> None:
        super().setSelectionMode(mode)
        if self._frozen is not None:
            self._frozen.setSelectionMode(mode)

    def stand(self) -> None:
        """Have the columns that stand still take their widths and place anew."""
        if self._frozen is not None:
            self._frozen.stand()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.stand()

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into view beside the columns that stand still, and not sideways to one of those."""
        bar = self.horizontalScrollBar()
        before, covered = bar.value(), self._frozen.width_taken() if self._frozen is not None else 0
        super().scrollTo(index, hint)
        if not covered or self._frozen is None:
            return
        if index.column() in self._frozen.columns():
            bar.setValue(before)
        elif (hidden := covered - self.columnViewportPosition(index.column())) > 0:
            bar.setValue(bar.value() - hidden)
