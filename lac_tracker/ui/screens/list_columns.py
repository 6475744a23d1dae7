"""Which columns a list shows, and in which order: ticked and moved by keyboard, taken back in one press."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, set_tooltip
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.workplace import Workplace


class ColumnsDialog(RecordDialog):
    """Space shows or hides a column, Alt+Up and Alt+Down move it. Enter keeps it.

    Signals:
        chosen: carries the keys in their order, and those hidden; () and () is how the list has them.
    """

    chosen = Signal(tuple, tuple)

    def __init__(
        self,
        parent: QWidget,
        workplace: Workplace,
        titles: Mapping[str, str],
        order: Sequence[str],
        hidden: Sequence[str],
        always: Sequence[str],
    ) -> None:
        """titles: of every column, by key, in the order the list has them. always: those that are never hidden."""
        super().__init__(
            parent, workplace.operations, "Columns", None,
            explanation=f"{' and '.join(titles[key] for key in always)} are always shown.",
            verbs=("Cancel", "Show these columns"), names=("columns.cancel", "columns.show"), enter_saves=True,
        )  # fmt: skip
        self.setObjectName("columns")
        self._titles, self._always = titles, tuple(always)
        self.list = QListWidget()
        self.list.setObjectName("columns.list")
        self.list.setAccessibleName("Columns: Space shows or hides one")
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space(2))
        for words, name, keys, act in (
            ("Move up", "columns.up", "Alt+Up", lambda: self._move(-1)),
            ("Move down", "columns.down", "Alt+Down", lambda: self._move(1)),
            ("Reset", "columns.reset", "", self._reset),
        ):
            button = PlainButton(words, name=name)
            if keys:
                button.setShortcut(keys)
            set_tooltip(button, f"{words} ({keys})" if keys else "As the list has them")
            button.clicked.connect(lambda _checked=False, do=act: do())
            row.addWidget(button)
        row.addStretch()
        self._fill(order, hidden)
        self.add("Columns", self.list)
        self.add_words(buttons)
        line = self.list.sizeHintForRow(0)
        self.list.setFixedHeight(line * len(titles) + 2 * theme.current().space(2))
        self.ready()

    def commands(self) -> Runs:
        """Nothing is saved: see `save`."""
        return []

    def save(self) -> None:
        """Give what was chosen to the list."""
        order, hidden = self._chosen()
        if order == tuple(self._titles) and not hidden:
            order = ()
        self.chosen.emit(order, hidden)
        self.accept()

    def reject(self) -> None:
        """Close: nothing was typed."""
        self.done(0)

    def _chosen(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        items = [self.list.item(place) for place in range(self.list.count())]
        keys = tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in items)
        hidden = tuple(
            key for key, item in zip(keys, items, strict=True) if item.checkState() == Qt.CheckState.Unchecked
        )
        return keys, hidden

    def _fill(self, order: Sequence[str], hidden: Sequence[str]) -> None:
        self.list.clear()
        for key in order:
            item = QListWidgetItem(self._titles[key])
            item.setData(Qt.ItemDataRole.UserRole, key)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(flags if key in self._always else flags | Qt.ItemFlag.ItemIsUserCheckable)
            shown = key in self._always or key not in hidden
            item.setCheckState(Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _move(self, step: int) -> None:
        here = self.list.currentRow()
        there = here + step
        if 0 <= there < self.list.count():
            item = self.list.takeItem(here)
            self.list.insertItem(there, item)
            self.list.setCurrentRow(there)
        self.list.setFocus()

    def _reset(self) -> None:
        self._fill(tuple(self._titles), ())
        self.list.setFocus()
