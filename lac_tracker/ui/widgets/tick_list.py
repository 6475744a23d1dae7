"""Several choices to tick, one below the other."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLayout, QVBoxLayout, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.plain import doubled
from lac_tracker.ui.widgets.flow import Flow


class TickList(QWidget):
    """Each choice is a tab stop of its own; Space ticks.

    Signals:
        changed: the person ticked or unticked something.
    """

    changed = Signal()

    def __init__(
        self, label: str, options: tuple[tuple[str, str], ...], *, name: str, across: bool = False
    ) -> None:
        """options: (key, words). across: beside each other while there is room, for choices of one word."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        space = theme.current().space
        column: QLayout = Flow(gap=space(4), line_gap=space(1)) if across else QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        if not across:
            column.setSpacing(space(1))
        self.setLayout(column)
        self._boxes: dict[str, QCheckBox] = {}
        for key, words in options:
            box = QCheckBox(doubled(words))
            box.setObjectName(f"{name}.{key}")
            box.setAccessibleDescription(label)
            box.clicked.connect(lambda _checked=False: self.changed.emit())
            column.addWidget(box)
            self._boxes[key] = box
        self.setFocusProxy(next(iter(self._boxes.values())))

    def value(self) -> tuple[str, ...]:
        """Return the keys that are ticked, in the order shown."""
        return tuple(key for key, box in self._boxes.items() if box.isChecked())

    def boxes(self) -> list[QWidget]:
        """Return the boxes in their order, for the order of Tab."""
        return list(self._boxes.values())

    def set_value(self, keys: Iterable[str]) -> None:
        ticked = set(keys)
        for key, box in self._boxes.items():
            box.setChecked(key in ticked)
