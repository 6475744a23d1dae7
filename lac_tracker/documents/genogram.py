"""A genogram on paper: black on white, drawn from the same layout as on the screen."""

from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth

from lac_tracker.documents import glyphs, shaped_line, tags
from lac_tracker.domain.genogram import LABEL_LINE, LABEL_WIDTH, SYMBOL, Genogram, Ring, Symbol

_LARGEST = 0.8  # points for each unit of the drawing
_AGE, _LABEL = 14.0, 12.5  # sizes of type in units of the drawing
_NO_CONTACT = (3.0, 3.0)
_RING_GREY = 0.45
_ROUND = 9.0


@dataclass
class GenogramBlock:
    """The drawing as a block of a page: as wide as the page, and no larger than reads well."""

    role = tags.FIGURE
    alt = "Genogram: a drawing of the family. The same follows in words."

    drawing: Genogram
    most_high: float
    before: float = 4.0
    keeps_with_next: bool = False

    def _scale(self, width: float) -> float:
        drawing = self.drawing
        return min(_LARGEST, width / drawing.width, self.most_high / drawing.height)

    def height(self, width: float) -> float:
        """Return how high it is at a width."""
        return self.drawing.height * self._scale(width)

    def split(self, width: float, room: float) -> None:
        """A picture is never cut."""
        return None

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        """Paint it in the middle of the width, downwards from `top`."""
        glyphs.register_fonts()
        scale = self._scale(width)
        canvas.saveState()
        canvas.translate(x + (width - self.drawing.width * scale) / 2, top)
        canvas.scale(scale, scale)
        for ring in self.drawing.rings:
            _ring(canvas, ring)
        canvas.setLineWidth(1.3)
        for line in self.drawing.lines:
            canvas.setDash(*(_NO_CONTACT if line.no_contact else ()))
            path = canvas.beginPath()
            path.moveTo(line.points[0][0], -line.points[0][1])
            for point in line.points[1:]:
                path.lineTo(point[0], -point[1])
            canvas.drawPath(path, stroke=1, fill=0)
        canvas.setDash()
        for symbol in self.drawing.symbols:
            _symbol(canvas, symbol)
        canvas.restoreState()


def _ring(canvas: Any, ring: Ring) -> None:
    path = canvas.beginPath()
    count = len(ring.corners)
    for number, (x, y) in enumerate(ring.corners):
        start = _towards((x, y), ring.corners[number - 1])
        end = _towards((x, y), ring.corners[(number + 1) % count])
        if number:
            path.lineTo(start[0], -start[1])
        else:
            path.moveTo(start[0], -start[1])
        path.curveTo(x, -y, x, -y, end[0], -end[1])
    path.close()
    canvas.setLineWidth(2.2)
    canvas.setStrokeGray(_RING_GREY)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.setStrokeGray(0)


def _towards(corner: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """Return the point near a corner on the way to the next: where the rounding begins."""
    far = max(abs(other[0] - corner[0]), abs(other[1] - corner[1]), 0.01)
    part = min(_ROUND, far / 2) / far
    return (corner[0] + (other[0] - corner[0]) * part, corner[1] + (other[1] - corner[1]) * part)


def _symbol(canvas: Any, symbol: Symbol) -> None:
    canvas.setFillGray(1)
    canvas.setLineWidth(1.6)
    _outline(canvas, symbol, SYMBOL / 2, fill=1)
    if symbol.is_index:
        _outline(canvas, symbol, SYMBOL / 2 - 4, fill=0)
    canvas.setFillGray(0)
    if symbol.has_died:
        canvas.setLineWidth(1.2)
        reach = SYMBOL / 2 * {"square": 1.0, "circle": 0.71, "diamond": 0.5}[symbol.shape]
        canvas.line(symbol.x - reach, -symbol.y - reach, symbol.x + reach, -symbol.y + reach)
    if symbol.inside:
        width = stringWidth(symbol.inside, glyphs.BOLD, _AGE)
        if symbol.has_died:  # the figure stays readable on the diagonal
            canvas.setFillGray(1)
            canvas.rect(symbol.x - width / 2 - 1, -symbol.y - 6, width + 2, 12, stroke=0, fill=1)
            canvas.setFillGray(0)
        canvas.setFont(glyphs.BOLD, _AGE)
        canvas.drawCentredString(symbol.x, -symbol.y - _AGE * 0.36, symbol.inside)
    if symbol.is_index:
        _star(canvas, symbol.x + SYMBOL / 2 + 3, -symbol.y + SYMBOL / 2 - 2)
    for number, words in enumerate(symbol.labels):
        strong = symbol.is_index
        _label(canvas, symbol.x, -symbol.label_top() - LABEL_LINE * (number + 0.8), words, strong=strong)


def _outline(canvas: Any, symbol: Symbol, half: float, *, fill: int) -> None:
    x, y = symbol.x, -symbol.y
    if symbol.shape == "square":
        canvas.rect(x - half, y - half, 2 * half, 2 * half, stroke=1, fill=fill)
    elif symbol.shape == "circle":
        canvas.circle(x, y, half, stroke=1, fill=fill)
    else:
        path = canvas.beginPath()
        path.moveTo(x, y + half)
        for point in ((x + half, y), (x, y - half), (x - half, y)):
            path.lineTo(*point)
        path.close()
        canvas.drawPath(path, stroke=1, fill=fill)


def _star(canvas: Any, x: float, y: float) -> None:
    canvas.setFont(glyphs.SYMBOLS, 15)
    canvas.drawCentredString(x, y - 5, "★")


def _label(canvas: Any, x: float, y: float, words: str, *, strong: bool) -> None:
    """Print one line, smaller where it would reach its neighbour. What no font has prints as words in brackets."""
    font = glyphs.BOLD if strong else glyphs.BODY
    wide = shaped_line.width_of(words, font, _LABEL)
    size = _LABEL * min(1.0, (LABEL_WIDTH - 6) / wide) if wide else _LABEL
    shaped_line.draw_text(canvas, words, font, size, x - wide * size / _LABEL / 2, y)
