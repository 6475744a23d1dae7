"""One choice of many in a drop-down list: arrows and first letters choose, the wheel never does."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox

from lac_tracker.ui import theme

_WIDTH = 48  # characters


class ChoiceBox(QComboBox):
    """Signals:
    changed: the person chose another one; carries its key, '' for none.
    """

    changed = Signal(str)

    def __init__(
        self, label: str, options: tuple[tuple[str, str], ...], *, name: str, none: str = "Choose one"
    ) -> None:
        """options: (key, words). none: the words while nothing is chosen."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.addItem(none, "")
        for key, words in options:
            self.addItem(words, key)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        longest = max((len(words) for _, words in options), default=0)
        self.setMinimumContentsLength(min(max(longest, 16), _WIDTH))
        self.setMinimumHeight(theme.current().control_height())
        self.currentIndexChanged.connect(lambda _place: self.changed.emit(self.value()))

    def value(self) -> str:
        """Return the key of the choice, '' while there is none."""
        return str(self.currentData() or "")

    def set_value(self, key: str) -> None:
        """Show a choice; a key that is not among them, such as one of a retired code, is added as it stands."""
        if key and self.findData(key) < 0:
            self.addItem(key, key)
        self.setCurrentIndex(max(self.findData(key), 0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling past must not change an answer
