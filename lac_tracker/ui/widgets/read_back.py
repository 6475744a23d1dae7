"""What was keyed, five at a time, as letters to compare with the paper; each of them leads to its row."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce

ACROSS = 5
_CELL, _LINE = 28, 24  # pixels at 100 %
_LEAD = 7  # characters of '21-25'
EMPTY = "\u00b7"


class ReadBack(QWidget):
    """One stop of the keyboard. Arrows move; what they reach is told.

    Signals:
        jumped: the person went to a letter, by arrow or mouse; carries its number from 0.
        chosen: Enter, or the mouse: the keyboard is wanted in that row.
    """

    jumped = Signal(int)
    chosen = Signal(int)

    def __init__(self, label: str, count: int, *, name: str, spoken: Callable[[int], str]) -> None:
        """spoken: number → 'Item 13, left', for those who hear it."""
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._label, self._count, self._spoken = label, count, spoken
        self._letters = [""] * count
        self._at = 0
        self.setAccessibleName(label)
        self._fit()

    def show_letters(self, letters: list[str], at: int) -> None:
        """Show a letter for each number, '' for none, and where the keyboard is among them."""
        self._letters, self._at = letters, at
        self._say()
        self.update()

    def text(self) -> str:
        """Return the grid as it is read: 'R L M R R', five to a line."""
        shown = [letter or EMPTY for letter in self._letters]
        return "\n".join(" ".join(shown[at : at + ACROSS]) for at in range(0, self._count, ACROSS))

    def focus_rect(self) -> QRect:
        return self._place(self._at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, int] = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -ACROSS, Qt.Key.Key_Down: ACROSS,
            Qt.Key.Key_Home: -self._at, Qt.Key.Key_End: self._count - 1 - self._at,
        }  # fmt: skip
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() in steps:
            self._go(self._at + steps[event.key()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._at)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        for number in range(self._count):
            if self._place(number).contains(spot):
                self._go(number)
                self.chosen.emit(number)
                return

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()  # it was done on pressing

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_letters"):
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(
            self._lead() + ACROSS * theme.current().scaled(_CELL),
            -(-self._count // ACROSS) * theme.current().scaled(_LINE),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        shown, painter = theme.current(), QPainter(self)
        line = shown.scaled(_LINE)
        for first in range(0, self._count, ACROSS):
            painter.setFont(shown.font("hint"))
            painter.setPen(shown.colour("text2"))
            words = f"{first + 1}-{min(first + ACROSS, self._count)}"
            place = QRect(0, first // ACROSS * line, self._lead() - shown.space(2), line)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        for number, letter in enumerate(self._letters):
            self._paint_letter(painter, number, letter)

    def _paint_letter(self, painter: QPainter, number: int, letter: str) -> None:
        shown, place = theme.current(), self._place(number)
        is_here = number == self._at
        if is_here:
            painter.fillRect(place.adjusted(1, 1, -1, -1), shown.colour("sel"))
            if not self.hasFocus():
                painter.setPen(QPen(shown.colour("border"), 1))
                painter.drawRect(place.adjusted(1, 1, -2, -2))
        painter.setPen(shown.colour("onSel" if is_here else "text" if letter else "text2"))
        painter.setFont(shown.font("strong" if letter else "body"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, letter or EMPTY)

    def _go(self, number: int) -> None:
        if 0 <= number < self._count:
            self._at = number
            self._say()
            self.update()
            QCoreApplication.sendEvent(
                self, QEvent(QEvent.Type.LayoutRequest)
            )  # so that its ring looks again
            self.jumped.emit(number)
            announce(self, self.accessibleName())

    def _say(self) -> None:
        self.setAccessibleName(f"{self._label}: {self._spoken(self._at)}")

    def _place(self, number: int) -> QRect:
        cell, line = theme.current().scaled(_CELL), theme.current().scaled(_LINE)
        return QRect(self._lead() + number % ACROSS * cell, number // ACROSS * line, cell, line)

    def _lead(self) -> int:
        return theme.current().characters(_LEAD)

    def _fit(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()
