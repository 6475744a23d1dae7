"""The genogram on the screen: drawn from the same layout as on paper, with its words for who cannot see it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from lac_tracker.domain.genogram import LABEL_LINE, LABEL_WIDTH, SYMBOL, Genogram, Ring, Symbol
from lac_tracker.ui import icons, theme

_AGE, _LABEL = 15, 13  # pixels of type at the scale of 1
_SMALLEST = 0.85  # of the size that reads well: a wider family is scrolled
_ROUND = 9.0
_WIDEST = LABEL_WIDTH - 6


class GenogramPicture(QWidget):
    """A picture that is read, never edited. It takes the width it is given; the keyboard may rest on it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("Genogram")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self._drawing: Genogram | None = None
        self._zoom: float | None = None

    def set_drawing(self, drawing: Genogram) -> None:
        """Show a genogram; its words become the accessible description."""
        self._drawing = drawing
        self.setAccessibleDescription("\n".join(drawing.text))
        self._fit()

    def set_zoom(self, zoom: float) -> None:
        """Draw at a size of its own, whatever the width."""
        self._zoom = zoom
        self._fit()

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def sizeHint(self) -> QSize:
        if self._drawing is None:
            return QSize(0, 0)
        scale = self._scale()
        return QSize(round(self._drawing.width * scale), round(self._drawing.height * scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drawing is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self._scale()
        painter.translate(max((self.width() - self._drawing.width * scale) / 2, 0), 0)
        painter.scale(scale, scale)
        _paint(painter, self._drawing)

    def _best(self) -> float:
        return (self._zoom or 1.0) * theme.current().text_percent / 100

    def _scale(self) -> float:
        assert self._drawing is not None
        if self._zoom is not None:
            return self._best()
        return min(self._best(), max(self.width() / self._drawing.width, self._best() * _SMALLEST))

    def _fit(self) -> None:
        if self._drawing is None:
            return
        least = self._best() * (1.0 if self._zoom is not None else _SMALLEST)
        self.setMinimumWidth(min(round(self._drawing.width * least), 16_000))
        self.setFixedHeight(min(round(self._drawing.height * self._scale()) + 2, 16_000))
        self.update()


def _paint(painter: QPainter, drawing: Genogram) -> None:
    shown = theme.current()
    ink, paper = shown.colour("text"), shown.colour("surface")
    painter.setPen(QPen(shown.colour("info"), 2))
    painter.setBrush(QBrush(shown.colour("info.fill")))
    for ring in drawing.rings:
        painter.drawPath(_ring(ring))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in drawing.lines:
        pen = QPen(ink, 1.6)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if line.no_contact:
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in line.points]))
    for symbol in drawing.symbols:
        painter.setPen(QPen(ink, 2))
        painter.setBrush(QBrush(paper))
        _outline(painter, symbol, SYMBOL / 2)
        if symbol.is_index:
            _outline(painter, symbol, SYMBOL / 2 - 4)
        _inside(painter, symbol)
        _labels(painter, symbol)


def _ring(ring: Ring) -> QPainterPath:
    path = QPainterPath()
    count = len(ring.corners)
    for number, corner in enumerate(ring.corners):
        start = _towards(corner, ring.corners[number - 1])
        end = _towards(corner, ring.corners[(number + 1) % count])
        if number:
            path.lineTo(start)
        else:
            path.moveTo(start)
        path.quadTo(QPointF(*corner), end)
    path.closeSubpath()
    return path


def _towards(corner: tuple[float, float], other: tuple[float, float]) -> QPointF:
    """Return the point near a corner on the way to the next: where the rounding begins."""
    far = max(abs(other[0] - corner[0]), abs(other[1] - corner[1]), 0.01)
    part = min(_ROUND, far / 2) / far
    return QPointF(corner[0] + (other[0] - corner[0]) * part, corner[1] + (other[1] - corner[1]) * part)


def _outline(painter: QPainter, symbol: Symbol, half: float) -> None:
    box = QRectF(symbol.x - half, symbol.y - half, 2 * half, 2 * half)
    if symbol.shape == "square":
        painter.drawRect(box)
    elif symbol.shape == "circle":
        painter.drawEllipse(box)
    else:
        corners = ((0, -half), (half, 0), (0, half), (-half, 0))
        painter.drawPolygon(QPolygonF([QPointF(symbol.x + x, symbol.y + y) for x, y in corners]))


def _inside(painter: QPainter, symbol: Symbol) -> None:
    shown = theme.current()
    if symbol.has_died:
        reach = SYMBOL / 2 * {"square": 1.0, "circle": 0.71, "diamond": 0.5}[symbol.shape]
        painter.drawLine(
            QPointF(symbol.x - reach, symbol.y + reach), QPointF(symbol.x + reach, symbol.y - reach)
        )
    if symbol.inside:
        font = _font(_AGE, bold=True)
        wide = QFontMetricsF(font).horizontalAdvance(symbol.inside)
        box = QRectF(symbol.x - wide / 2 - 2, symbol.y - 8, wide + 4, 16)
        if symbol.has_died:  # the figure stays readable on the diagonal
            painter.fillRect(box, shown.colour("surface"))
        painter.setFont(font)
        painter.drawText(box.adjusted(-4, -4, 4, 4), int(Qt.AlignmentFlag.AlignCenter), symbol.inside)
    if symbol.is_index:
        area = QRectF(symbol.x + SYMBOL / 2 - 5, symbol.y - SYMBOL / 2 - 5, 15, 15)
        icons.paint_icon(painter, area, "fa6s.star", shown.colour("text"))


def _labels(painter: QPainter, symbol: Symbol) -> None:
    for number, words in enumerate(symbol.labels):
        font = _font(_LABEL, bold=symbol.is_index)
        wide = QFontMetricsF(font).horizontalAdvance(words)
        if wide > _WIDEST:  # smaller where it would reach its neighbour or the ring
            font.setPixelSize(max(int(_LABEL * _WIDEST / wide), 5))
        painter.setFont(font)
        top = symbol.label_top() + number * LABEL_LINE
        box = QRectF(symbol.x - LABEL_WIDTH / 2 - 4, top, LABEL_WIDTH + 8, LABEL_LINE)
        painter.drawText(
            box,
            int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip),
            words,
        )


def _font(pixels: int, *, bold: bool) -> QFont:
    font = QFont(theme.current().font("strong" if bold else "body"))
    font.setPixelSize(pixels)
    return font
