"""A spinner and a verb, shown when something takes longer than 300 ms."""

from PySide6.QtCore import QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainLabel

SHOWN_AFTER_MS = 300
_DOTS = 8
_TURN_MS = 120


class Busy(QWidget):
    """Call `start("Making documents")` and `stop()`; what ends sooner is never seen."""

    def __init__(self, *, name: str = "busy") -> None:
        super().__init__()
        self.setObjectName(name)
        self._spinner = _Spinner()
        self._words = PlainLabel(type="hint")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space(2))
        row.addWidget(self._spinner)
        row.addWidget(self._words, 1)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(SHOWN_AFTER_MS)
        self._wait.timeout.connect(self._appear)
        self.hide()

    def start(self, verb: str) -> None:
        """Say what is being done, in a moment."""
        self._words.setText(verb)
        if not self.isVisible():
            self._wait.start()

    def stop(self) -> None:
        self._wait.stop()
        self.hide()

    def _appear(self) -> None:
        self.show()
        announce(self, self._words.text())


class _Spinner(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(QSize(1, 1) * theme.current().scaled(16))
        self._turn = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TURN_MS)
        self._timer.timeout.connect(self._step)

    def showEvent(self, event: object) -> None:
        self._timer.start()

    def hideEvent(self, event: object) -> None:
        self._timer.stop()

    def _step(self) -> None:
        self._turn = (self._turn + 1) % _DOTS
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.translate(self.width() / 2, self.height() / 2)
        radius = self.width() / 2 - 2
        for dot in range(_DOTS):
            colour = theme.current().colour("primary")
            colour.setAlphaF(0.2 + 0.8 * ((dot - self._turn) % _DOTS) / (_DOTS - 1))
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(0, -radius), 1.8, 1.8)
            painter.rotate(360 / _DOTS)
