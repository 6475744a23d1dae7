"""The 28-day line: draws what `domain.day_line` has decided, and says the same to a screen reader."""

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from lac_tracker.domain.day_line import DayLine, DayMark, Sign
from lac_tracker.ui import icons, theme
from lac_tracker.ui.plain import hint
from lac_tracker.ui.widgets.emptied import emptied
from lac_tracker.ui.widgets.flow import Flow

ICONS: dict[Sign, str] = {
    "circle": "fa6.circle",
    "star": "fa6s.star",
    "document": "fa6s.file-lines",
    "calendar": "fa6s.calendar-check",
    "half_circle": "fa6s.circle-half-stroke",
    "tick": "fa6s.circle-check",
    "envelope": "fa6s.envelope",
    "triangle": "fa6s.triangle-exclamation",
    "caret": "fa6s.caret-down",
    "cross": "fa6s.xmark",
    "bar": "fa6s.grip-lines-vertical",
}
_TONES: dict[Sign, str] = {
    "document": "info", "calendar": "info", "half_circle": "part", "tick": "ok", "envelope": "ok",
    "triangle": "overdue", "cross": "overdue",
}  # fmt: skip
_SIGN = 14  # pixels at 100 %
_AXIS = 2


class DayLineView(QWidget):
    """The line itself. Colour repeats what the signs say; the words are in `DayLineKey` and in its description."""

    def __init__(self, *, name: str = "due.line") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._line: DayLine | None = None
        self.show_line(None)

    def show_line(self, line: DayLine | None) -> None:
        """Show another line; None shows nothing."""
        self._line = line
        self.setAccessibleName(line.title if line else "Line of days")
        self.setAccessibleDescription(line.said if line else "")
        self.setStatusTip(line.said if line else "")
        self.setVisible(line is not None)
        self.updateGeometry()
        self.update()

    @property
    def line(self) -> DayLine | None:
        return self._line

    def sizeHint(self) -> QSize:
        shown = theme.current()
        levels = 1 + max((mark.level for mark in self._line.marks), default=0) if self._line else 1
        height = self._row() * levels + _AXIS + shown.space(1) + self._words_height() + 2 * self._edge()
        return QSize(shown.characters(40), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().characters(24), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._line is None:
            return
        shown, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(shown.font("hint"))
        axis = self.height() - self._edge() - self._words_height() - shown.space(1)
        painter.setPen(QPen(shown.colour("border"), _AXIS))
        painter.drawLine(QLineF(self._x(0), axis, self._x(self._line.last_day), axis))
        for tick in self._line.ticks:
            self._tick(painter, tick.day, tick.words, axis, "text2")
        for upright in self._line.uprights:
            self._upright(painter, upright.day, axis, is_dashed=upright.is_dashed)
            self._tick(painter, upright.day, upright.words, axis, "text", row=upright.row)
        for mark in self._line.marks:
            self._mark(painter, mark, axis)
        if self.hasFocus():
            self._ring(painter)

    def _x(self, day: int) -> float:
        assert self._line is not None
        half = (
            max(theme.current().scaled(_SIGN), self._metrics().horizontalAdvance("0000")) / 2 + self._edge()
        )
        return half + (self.width() - 2 * half) * day / self._line.last_day

    def _edge(self) -> int:
        return 4  # of the ring around what has the keyboard

    def _row(self) -> int:
        return theme.current().scaled(_SIGN) + 2

    def _words_height(self) -> int:
        rows = 1 + max((one.row for one in self._line.uprights), default=0) if self._line else 1
        return rows * self._metrics().height()

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(theme.current().font("hint"))

    def _tick(self, painter: QPainter, day: int, words: str, axis: float, ink: str, row: int = 0) -> None:
        shown, x = theme.current(), self._x(day)
        painter.setPen(QPen(shown.colour("border"), 1))
        painter.drawLine(QLineF(x, axis, x, axis + shown.space(1)))
        painter.setPen(shown.colour(ink))
        wide = self._metrics().horizontalAdvance(words)
        left = min(max(x - wide / 2, self._edge()), self.width() - self._edge() - wide)
        down = axis + shown.space(1) + row * self._metrics().height() + self._metrics().ascent()
        painter.drawText(QPointF(left, down), words)

    def _upright(self, painter: QPainter, day: int, axis: float, *, is_dashed: bool) -> None:
        pen = QPen(theme.current().colour("text"), 1 if is_dashed else 2)
        if is_dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(QLineF(self._x(day), self._edge(), self._x(day), axis))

    def _mark(self, painter: QPainter, mark: DayMark, axis: float) -> None:
        shown, size = theme.current(), theme.current().scaled(_SIGN)
        top = axis - _AXIS - self._row() * (mark.level + 1)
        spot = QRectF(self._x(mark.day) - size / 2, top, size, size)
        painter.fillRect(spot.adjusted(-1, -1, 1, 1), shown.colour("surface"))
        icons.paint_icon(painter, spot, ICONS[mark.sign], shown.colour(mark.tone))

    def _ring(self, painter: QPainter) -> None:
        shown = theme.current()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for inset, token in ((1, "focusOuter"), (3, "focusInner")):
            painter.setPen(QPen(shown.colour(token), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))


class DayLineKey(QWidget):
    """The text twin of the line: each sign with its words, flowing over lines."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("due.lineKey")
        self.setAccessibleName("The line of days in words")
        shown = theme.current()
        self._flow = Flow(gap=shown.space(3), line_gap=2, is_centred=True)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_line(self, line: DayLine | None) -> None:
        """Show the words of another line; None shows nothing."""
        emptied(self._flow)
        for sign, words in line.keys if line else ():
            self._flow.addWidget(_Key(sign, words))
        self.setVisible(line is not None)
        self.updateGeometry()


class _Key(QWidget):
    """One sign with its words, painted: both take the colour and the size of the theme of the moment."""

    def __init__(self, sign: Sign, words: str) -> None:
        super().__init__()
        self._sign = sign
        self._words = hint(words)
        self._words.setWordWrap(False)
        self._words.setParent(self)
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        shown, words = theme.current(), self._words.sizeHint()
        size = shown.scaled(_SIGN)
        return QSize(size + shown.space(1) + words.width(), max(size, words.height()))

    def resizeEvent(self, _event: object) -> None:
        shown, size = theme.current(), theme.current().scaled(_SIGN)
        self._words.setGeometry(size + shown.space(1), 0, self.width() - size - shown.space(1), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        size = theme.current().scaled(_SIGN)
        spot = QRectF(0, (self.height() - size) / 2, size, size)
        tone = _TONES.get(self._sign, "neutral")
        icons.paint_icon(QPainter(self), spot, ICONS[self._sign], theme.current().colour(tone))
