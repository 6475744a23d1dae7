"""A chart on paper: the shapes of `domain.charts` as lines and real text, in black and greys that survive a scan."""

from dataclasses import dataclass
from typing import Any

from lac_tracker.documents import glyphs, shaped_line, tags
from lac_tracker.domain.charts import Area, Chart, Line, Mark, Words

LARGEST = 0.85  # points for a unit
_INKS = {"text": 0.0, "faint": 0.0, "axis": 0.35, "grid": 0.75, "first": 0.0, "second": 0.0, "third": 0.0}
_TONES = {"band0": 1.0, "band1": 0.95, "band2": 0.89, "band3": 0.82, "span": 0.97, "paper": 1.0}
_THINNEST = 0.5  # points: less does not survive a scan


@dataclass
class ChartBlock:
    """A chart as a block of a page: as wide as the page, and no larger than reads well."""

    chart: Chart
    before: float = 6.0
    largest: float = LARGEST
    keeps_with_next: bool = False
    role: str = tags.FIGURE

    @property
    def alt(self) -> str:
        """What the picture shows, in words."""
        return self.chart.description

    def _scale(self, width: float) -> float:
        return min(self.largest, width / self.chart.width)

    def height(self, width: float) -> float:
        """Return how high it is at a width."""
        return self.chart.height * self._scale(width)

    def split(self, width: float, room: float) -> None:
        """A picture is never cut."""
        return None

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        """Paint it downwards from `top`."""
        glyphs.register_fonts()
        brush = _Brush(canvas, x, top, self._scale(width))
        canvas.saveState()
        for area in self.chart.areas:
            brush.area(area)
        for line in self.chart.lines:
            brush.line(line)
        canvas.setDash()
        for mark in self.chart.marks:
            brush.mark(mark)
        canvas.setFillGray(0)
        for words in self.chart.words:
            brush.words(words)
        canvas.restoreState()


def flowable(chart: Chart, *, before: float = 6.0, largest: float = LARGEST) -> ChartBlock:
    """Return a chart as a block of `layout`. largest: points for a unit, where it has all the room."""
    return ChartBlock(chart, before=before, largest=largest)


@dataclass(frozen=True)
class _Brush:
    """Draws shapes in units of the chart on a canvas whose origin is at the bottom."""

    canvas: Any
    left: float
    top: float
    scale: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.left + x * self.scale, self.top - y * self.scale

    def area(self, area: Area) -> None:
        x, y = self.at(area.left, area.bottom)
        wide, high = (area.right - area.left) * self.scale, (area.bottom - area.top) * self.scale
        self.canvas.setFillGray(_TONES[area.tone])
        self.canvas.setStrokeGray(_INKS["axis"])
        self.canvas.setLineWidth(_THINNEST)
        self.canvas.rect(x, y, wide, high, stroke=int(area.is_framed), fill=1)

    def line(self, line: Line) -> None:
        self.canvas.setStrokeGray(_INKS[line.ink])
        self.canvas.setLineWidth(max(line.thickness * self.scale, _THINNEST))
        self.canvas.setDash([length * self.scale for length in line.dash])
        self._path(line.points, is_closed=False)

    def mark(self, mark: Mark) -> None:
        self.canvas.setStrokeGray(_INKS[mark.ink])
        self.canvas.setFillGray(_INKS[mark.ink] if mark.is_filled else 1)
        self.canvas.setLineWidth(max(2 * self.scale, _THINNEST))
        half = mark.size / 2
        x, y = self.at(mark.x, mark.y)
        if mark.shape == "circle":
            self.canvas.circle(x, y, half * self.scale, stroke=1, fill=1)
            return
        high, low, left, right = mark.y - half, mark.y + half, mark.x - half, mark.x + half
        corners = (
            ((left, high), (right, high), (right, low), (left, low))
            if mark.shape == "square"
            else ((mark.x, high), (right, low), (left, low))
        )
        self._path(corners, is_closed=True)

    def words(self, words: Words) -> None:
        """Print one line of text; what no font has prints as words in brackets."""
        font = glyphs.BOLD if words.is_bold else glyphs.BODY
        size = words.size * self.scale
        wide = shaped_line.width_of(words.text, font, size)
        x, y = self.at(words.x, words.y)
        left = x - {"left": 0.0, "middle": wide / 2, "right": wide}[words.anchor]
        shaped_line.draw_text(self.canvas, words.text, font, size, left, y)

    def _path(self, points: tuple[tuple[float, float], ...], *, is_closed: bool) -> None:
        path = self.canvas.beginPath()
        path.moveTo(*self.at(*points[0]))
        for point in points[1:]:
            path.lineTo(*self.at(*point))
        if is_closed:
            path.close()
        self.canvas.drawPath(path, stroke=1, fill=int(is_closed))
