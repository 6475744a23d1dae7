"""What stands where a list has no rows: a sentence and a next step."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel


class EmptyState(QWidget):
    """Call `say("No rows match these filters.", (("Clear filters", clear),))`."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        space = theme.current().space
        self._sentence = PlainLabel(type="body", wraps=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sentence.setObjectName(f"{name}.words" if name else "")
        self._steps = QHBoxLayout()
        self._steps.setSpacing(space(2))
        column = QVBoxLayout(self)
        column.setSpacing(space(3))
        column.addStretch(2)
        column.addWidget(self._sentence)
        column.addLayout(self._steps)
        column.addStretch(3)

    def words(self) -> str:
        return self._sentence.text()

    def take_focus(self) -> bool:
        """Put the keyboard on the first step; False when there is none."""
        step = self.findChild(PlainButton, f"{self.objectName()}.step0")
        if step is None:
            return False
        step.setFocus()
        return True

    def say(self, sentence: str, steps: tuple[tuple[str, Callable[[], None]], ...] = ()) -> None:
        """Show a sentence and the buttons that lead on."""
        self._sentence.setText(sentence)
        while self._steps.count():
            item = self._steps.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self._steps.addStretch()
        for number, (words, act) in enumerate(steps):
            button = PlainButton(words, name=f"{self.objectName()}.step{number}")
            button.clicked.connect(_calling(act))
            self._steps.addWidget(button)
        self._steps.addStretch()


def _calling(act: Callable[[], None]) -> Callable[..., None]:
    """Return `act` without the argument that `clicked` passes."""
    return lambda _checked=False: act()
