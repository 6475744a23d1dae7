"""A table among other things on a page that scrolls: as high as its rows, so that it does not scroll by itself."""

from typing import Any

from PySide6.QtGui import QResizeEvent

from lac_tracker.ui.models.row_model import RowModel
from lac_tracker.ui.widgets.row_table import RowTable


class WholeTable(RowTable):
    """Shows every row; its own bar is only for going sideways, where the columns need more than the page has."""

    def __init__(self, model: RowModel[Any], *, label: str, name: str, most_lines: int = 2) -> None:
        super().__init__(model, label=label, name=name, shares=True, most_lines=most_lines)
        model.modelReset.connect(self._fit_height)
        self.horizontalScrollBar().rangeChanged.connect(lambda _least, _most: self._fit_height())

    def fit(self) -> None:
        super().fit()
        self._fit_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        rows = self.model().rowCount()
        bar = self.horizontalScrollBar()
        sideways = bar.sizeHint().height() if bar.maximum() > 0 else 0
        header = self.horizontalHeader().sizeHint().height()
        lines = sum(self.rowHeight(row) for row in range(rows))
        height = lines + header + 2 * self.frameWidth() + sideways
        if height != self.height():
            self.setFixedHeight(height)
