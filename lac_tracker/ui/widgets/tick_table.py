"""A table whose rows can be ticked: Space for the row of the keyboard, Ctrl+A for all, a click on the tick."""

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent

from lac_tracker.ui.models.row_model import RowModel
from lac_tracker.ui.models.ticks import TITLES
from lac_tracker.ui.widgets.row_table import RowTable


class TickTable(RowTable):
    """Signals:
    toggled: the tick of a row is to change; carries the row.
    all_asked: every row is to be ticked, or none when all are.
    """

    toggled = Signal(object)
    all_asked = Signal()

    def __init__(self, model: RowModel[Any], *, label: str, name: str = "", key_column: int = 0) -> None:
        super().__init__(model, label=label, name=name, key_column=key_column)
        self.clicked.connect(self._clicked)

    def ticks_changed(self) -> None:
        """Have the ticks drawn and read again."""
        model = self.model()
        if model.rowCount():
            model.dataChanged.emit(
                model.index(0, 0), model.index(model.rowCount() - 1, model.columnCount() - 1)
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Space and not control and self.current_row() is not None:
            self.toggled.emit(self.current_row())
        elif event.key() == Qt.Key.Key_A and control:
            self.all_asked.emit()
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        if self._rows.columns[index.column()].title in TITLES:
            self.toggled.emit(self._rows.row(index))
