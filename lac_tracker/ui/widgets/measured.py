"""Widths counted in characters, which follow the text size while the window is open."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from lac_tracker.ui import theme


class MeasuredLine(QLineEdit):
    """One line of text, as wide as its answer."""

    def __init__(self, name: str, characters: int, *, longest: int = 200) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setMaxLength(longest)
        self._characters = characters
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_characters"):
            self._measure()

    def _measure(self) -> None:
        width = theme.current().characters(self._characters) + theme.current().space(3)
        if self.minimumWidth() != width:
            self.setMinimumWidth(width)


class Measured(QWidget):
    """Holds a widget no wider than so many characters; in the middle or at the left of what there is."""

    def __init__(self, held: QWidget, characters: int, *, in_the_middle: bool = False) -> None:
        super().__init__()
        self._held, self._characters = held, characters
        # Beside stretches, not by alignment: an aligned widget is asked for its height at the full width.
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        if in_the_middle:
            row.addStretch(1)
        row.addWidget(held, 1000)
        row.addStretch(1)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_held"):
            self._measure()

    def _measure(self) -> None:
        width = theme.current().characters(self._characters)
        if self._held.maximumWidth() != width:
            self._held.setMaximumWidth(width)


def typed_choice(name: str, label: str) -> QComboBox:
    """Return a choice in which something else may be typed; the line inside has its name, too."""
    choice = QComboBox()
    choice.setObjectName(name)
    choice.setAccessibleName(label)
    line = QLineEdit()
    line.setAccessibleName(label)
    line.setMaxLength(200)
    choice.setLineEdit(line)
    choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    return choice
