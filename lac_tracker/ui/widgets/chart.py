"""A chart on the screen: the shapes of `domain.charts` in the tones of the theme, read by eye, by keyboard and in words."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from lac_tracker.domain.charts import Area, Chart, Line, Mark, Words
from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import in_reading_order

Maker = Callable[[float], Chart]  # (width in units) → the chart laid out for it
NARROWEST = 520.0  # units: in less room the whole chart is drawn smaller

_INKS = {
    "text": "text", "faint": "text2", "axis": "border", "grid": "divider", "first": "chart.first",
    "second": "chart.second", "third": "chart.third",
}  # fmt: skip
_TONES = {
    "band0": "chart.band0", "band1": "chart.band1", "band2": "chart.band2", "band3": "chart.band3",
    "span": "surface2", "paper": "surface",
}  # fmt: skip
_HELP = "Left and right arrow: from point to point. Home and End: the first and the last."
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


class ChartView(QWidget):
    """A picture that takes the width it is given. Left and Right go from point to point, Home and End to the first and last.

    Signals:
        rested: the keyboard is at a point; carries its words, '' when it left.
    """

    rested = Signal(str)

    def __init__(
        self, chart: Chart | Maker, accessible_text: str, *, label: str = "Chart", name: str = ""
    ) -> None:
        """chart: the shapes, or what makes them for a width. accessible_text: all of it in words."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed))
        self.setStatusTip(_HELP)
        self._at: int | None = None
        self._make: Maker
        self.show_chart(chart, accessible_text)

    def show_chart(self, chart: Chart | Maker, accessible_text: str) -> None:
        """Show another chart."""
        self._make = chart if not isinstance(chart, Chart) else lambda _width: chart
        self._drawn: Chart | None = None
        self._at = None
        self.setAccessibleDescription(accessible_text)
        self._fit()

    def chart(self) -> Chart:
        """Return what is drawn, laid out for the width there is."""
        if self._drawn is None:
            self._drawn = self._make(max(self.width() / self._full(), NARROWEST))
        return self._drawn

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._drawn = None
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(round(NARROWEST * self._full()), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(round(NARROWEST * self._full() / 2), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter, self.chart(), self._scale())
        if self._at is not None and self.hasFocus():
            self._ring(painter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        stops = self.chart().stops
        key = Qt.Key(event.key())
        if not stops or key not in (*_STEPS, Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
            return
        if key in _STEPS:
            last = len(stops) - 1
            start = self._at if self._at is not None else (-1 if _STEPS[key] > 0 else len(stops))
            self._at = min(max(start + _STEPS[key], 0), last)
        else:
            self._at = 0 if key == Qt.Key.Key_Home else len(stops) - 1
        words = stops[self._at].words
        announce(self, words)
        self.rested.emit(words)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._at = None
            self.rested.emit("")
            self.update()

    def _full(self) -> float:
        return theme.current().text_percent / 100

    def _scale(self) -> float:
        return min(self._full(), self.width() / self.chart().width)

    def _fit(self) -> None:
        self.setFixedHeight(round(self.chart().height * self._scale()) + 1)
        self.updateGeometry()
        self.update()

    def _ring(self, painter: QPainter) -> None:
        assert self._at is not None
        stop, scale = self.chart().stops[self._at], self._scale()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for token, reach in (("focusOuter", 11), ("focusInner", 9)):
            painter.setPen(QPen(theme.current().colour(token), 2))
            painter.drawEllipse(QPointF(stop.x * scale, stop.y * scale), reach * scale, reach * scale)


def paint(painter: QPainter, chart: Chart, scale: float) -> None:
    """Draw the shapes of a chart from the top left. Bars stand before the grid: in high contrast both are white lines."""
    for is_before in (False, True):
        for area in chart.areas:
            if area.is_framed is is_before:
                _area(painter, area, scale)
        for line in chart.lines:
            if (line.ink != "grid") is is_before:
                _line(painter, line, scale)
    for mark in chart.marks:
        _mark(painter, mark, scale)
    for words in chart.words:
        _words(painter, words, scale)


def _area(painter: QPainter, area: Area, scale: float) -> None:
    shown = theme.current()
    box = QRectF(area.left, area.top, area.right - area.left, area.bottom - area.top)
    box = QRectF(box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale)
    painter.setPen(QPen(shown.colour("border"), 1) if area.is_framed else Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(shown.colour(_TONES[area.tone])))
    painter.drawRect(box)


def _line(painter: QPainter, line: Line, scale: float) -> None:
    pen = QPen(theme.current().colour(_INKS[line.ink]), line.thickness * scale)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if line.dash:
        pen.setDashPattern([length / line.thickness for length in line.dash])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(x * scale, y * scale) for x, y in line.points]))


def _mark(painter: QPainter, mark: Mark, scale: float) -> None:
    shown = theme.current()
    ink = shown.colour(_INKS[mark.ink])
    half = mark.size / 2 * scale
    x, y = mark.x * scale, mark.y * scale
    painter.setPen(QPen(ink, 2 * scale))
    painter.setBrush(QBrush(ink if mark.is_filled else shown.colour("surface")))
    if mark.shape == "circle":
        painter.drawEllipse(QPointF(x, y), half, half)
    elif mark.shape == "square":
        painter.drawRect(QRectF(x - half, y - half, 2 * half, 2 * half))
    else:
        painter.drawPolygon(
            QPolygonF([QPointF(x, y - half), QPointF(x + half, y + half), QPointF(x - half, y + half)])
        )


def _words(painter: QPainter, words: Words, scale: float) -> None:
    shown = theme.current()
    font = QFont(shown.font("strong" if words.is_bold else "body"))
    font.setPixelSize(max(round(words.size * scale), 1))
    painter.setFont(font)
    painter.setPen(QPen(shown.colour(_INKS[words.ink])))
    said = in_reading_order(words.text)
    wide = painter.fontMetrics().horizontalAdvance(said)
    left = words.x * scale - {"left": 0.0, "middle": wide / 2, "right": wide}[words.anchor]
    painter.drawText(QPointF(left, words.y * scale), said)
