"""A field for a measured quantity: the number is typed, the unit stands beside it and does not change."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from lac_tracker.domain.errors import UserError
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel

_WIDTH = 9  # characters
_LONGEST = 40


class QuantityField(QWidget):
    """A number that may be empty. It is read when the keyboard leaves.

    Signals:
        changed: something else was typed.
        problem: what is wrong with what was typed, '' when nothing is.
    """

    changed = Signal()
    problem = Signal(str)

    def __init__(
        self, label: str, unit: str, check: Callable[[str], object], *, text: str = "", name: str
    ) -> None:
        """check: takes what was typed, and raises UserError where that cannot be."""
        super().__init__()
        self._check = check
        self.setObjectName(name)
        self.setAccessibleName(f"{label} in {unit}")
        self.line = QLineEdit(text)
        self.line.setObjectName(f"{name}.text")
        self.line.setAccessibleName(f"{label} in {unit}")
        self.line.setFixedWidth(theme.current().characters(_WIDTH) + theme.current().space(4))
        self.line.setMaxLength(_LONGEST)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.line.editingFinished.connect(self.read)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space(2))
        row.addWidget(self.line)
        row.addWidget(PlainLabel(unit))
        row.addStretch()
        self.setFocusProxy(self.line)

    def value(self) -> str:
        """Return what was typed."""
        return self.line.text()

    def read(self) -> None:
        """Say what is wrong with what stands here, if anything is."""
        try:
            self._check(self.line.text())
        except UserError as error:
            self.problem.emit(str(error))
        else:
            self.problem.emit("")
