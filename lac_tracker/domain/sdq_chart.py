"""How scores over time are drawn: a panel for each measure over one axis of days, and what happened beneath.

Informants are told apart by line, mark and name; never by colour alone, and never joined to each other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from lac_tracker.domain.chart_layout import Placer, TimeAxis, axis_for, spread
from lac_tracker.domain.chart_track import Happening, track
from lac_tracker.domain.charts import BOUNDARY as BOUNDARY_DASH
from lac_tracker.domain.charts import (
    DASHED,
    DOTTED,
    DROP,
    LINE,
    RISE,
    SOLID,
    Area,
    Chart,
    Ink,
    Line,
    Mark,
    Shape,
    Stop,
    Tone,
    Words,
    box_of,
    shifted,
    text_width,
)
from lac_tracker.domain.dates import add_months
from lac_tracker.domain.sdq import Informant

BREAKS_AFTER_MONTHS = 18  # a longer silence is no line
TOTAL_HEIGHT, SCALE_HEIGHT = 264.0, 88.0  # units from the lowest score to the highest
_LEFT, _HEAD = 30.0, 30.0  # for the figures at the axis, and above the plot for its name
_TICK_ROOM = 22.0
_RINGS_OF_TOTAL, _RINGS_OF_SCALE = 7, 2  # how far from its mark a value may stand
_GRID_DASH = (2.0, 4.0)
_NUDGE = 5.0  # marks that lie on each other stand side by side
_NAMES_APART = 16.0
_NAME_ROOM = 96.0  # for the name of a series after its last point
_COLUMN = 96.0  # at the right, where no bands are named
_TONES: Mapping[int, tuple[Tone, ...]] = {
    3: ("band0", "band1", "band3"),
    4: ("band0", "band1", "band2", "band3"),
}


class Look(NamedTuple):
    """How an informant is drawn."""

    words: str
    letter: str
    shape: Shape
    ink: Ink
    dash: tuple[float, ...]
    size: float
    is_filled: bool


LOOKS: Mapping[Informant, Look] = {
    "teacher": Look("Teacher", "T", "triangle", "third", DOTTED, 9.0, True),
    "carer": Look("Carer", "C", "circle", "first", SOLID, 8.0, True),
    "self": Look("Self", "S", "square", "second", DASHED, 9.0, False),
}


@dataclass(frozen=True)
class Point:
    """One score. words: all that is said of it."""

    on: date
    score: int
    words: str


@dataclass(frozen=True)
class Series:
    """The scores of one informant, oldest first."""

    informant: Informant
    points: tuple[Point, ...]


@dataclass(frozen=True)
class BandArea:
    """A band as it is drawn, the closest to average first."""

    words: str
    low: int
    high: int


@dataclass(frozen=True)
class Panel:
    """One measure. upwards: what a higher score means. name: over the plot; '' where there is only one."""

    highest: int
    upwards: str
    series: tuple[Series, ...]
    bands: tuple[BandArea, ...] = ()
    name: str = ""


def draw(
    panels: tuple[Panel, ...], happened: Iterable[tuple[str, tuple[Happening, ...], int]], today: date, width: float,
    description: str = "",
) -> Chart:  # fmt: skip
    """Return panels over one axis of days, and the track of what happened beneath. width: in units.

    happened: rows as `chart_track.track` takes them.
    """
    days = [point.on for panel in panels for series in panel.series for point in series.points]
    right = width - max((_column(panel) for panel in panels), default=_COLUMN)
    axis = axis_for(days, today, _LEFT, right, _NAME_ROOM)
    ticks = axis.ticks()
    high = SCALE_HEIGHT if len(panels) > 1 else TOTAL_HEIGHT
    shapes = _Shapes()
    top = 0.0
    for panel in panels:
        drawn = _Plot(panel, axis, high).draw(ticks)
        shapes.take(shifted(drawn, top))
        top += drawn.height
    top += _axis(shapes, ticks, axis, top - _foot(panels))
    told = track(happened, axis, top, width)
    shapes.areas += told.areas
    shapes.lines += told.lines
    shapes.words += told.words
    shapes.stops.sort(key=lambda stop: (stop.x, stop.y))
    return Chart(
        width, top + told.height + DROP, tuple(shapes.areas), tuple(shapes.lines), tuple(shapes.marks),
        tuple(shapes.words), tuple(shapes.stops), description,
    )  # fmt: skip


class _Shapes:
    """What is drawn, as it comes together."""

    def __init__(self) -> None:
        self.areas: list[Area] = []
        self.lines: list[Line] = []
        self.marks: list[Mark] = []
        self.words: list[Words] = []
        self.stops: list[Stop] = []

    def take(self, chart: Chart) -> None:
        self.areas += chart.areas
        self.lines += chart.lines
        self.marks += chart.marks
        self.words += chart.words
        self.stops += chart.stops


class _Plot:
    """One panel: its bands, its axis, and the series with their labels."""

    def __init__(self, panel: Panel, axis: TimeAxis, high: float) -> None:
        self.panel, self.axis = panel, axis
        self.top, self.bottom = _HEAD, _HEAD + high
        self.shapes = _Shapes()
        rings = _RINGS_OF_SCALE if panel.name else _RINGS_OF_TOTAL
        self.placer = Placer((axis.left + 2, self.top - 6, axis.right - 2, self.bottom - 1), rings)

    def y(self, score: float) -> float:
        """Return the height of a score."""
        return self.bottom - (self.bottom - self.top) * score / self.panel.highest

    def draw(self, ticks: tuple[tuple[float, str], ...]) -> Chart:
        self._head()
        self._bands()
        self._axis(ticks)
        self._series()
        held = self.shapes
        return Chart(
            self.axis.right, self.bottom + _foot((self.panel,) if not self.panel.name else (self.panel, self.panel)),
            tuple(held.areas), tuple(held.lines), tuple(held.marks), tuple(held.words), tuple(held.stops),
        )  # fmt: skip

    def _head(self) -> None:
        """Say what it is, and what upwards means, with an arrow."""
        words, x = self.shapes.words, self.axis.left
        base = RISE + 4
        if self.panel.name:
            words.append(Words(x, base, self.panel.name, is_bold=True))
            x += text_width(self.panel.name, is_bold=True) + 12
        self.shapes.lines += [
            Line(((x + 4, base), (x + 4, base - 10)), "faint", 1.4),
            Line(((x, base - 6), (x + 4, base - 10), (x + 8, base - 6)), "faint", 1.4),
        ]
        words.append(Words(x + 14, base, self.panel.upwards, ink="faint"))
        if note := self._note():
            words.append(Words(self.axis.right, base, note, "right"))

    def _note(self) -> str:
        counts = [len(series.points) for series in self.panel.series if series.points]
        if not counts or max(counts) > 1:
            return ""
        return "One score: no trend yet" if len(counts) == 1 else "One score each: no trend yet"

    def _bands(self) -> None:
        bands = self.panel.bands
        tones = _TONES.get(len(bands), ())
        centres = []
        for band, tone in zip(bands, tones, strict=False):
            low, high = self._edges(band)
            self.shapes.areas.append(Area(self.axis.left, high, self.axis.right, low, tone))
            if high > self.top:
                edge = ((self.axis.left, high), (self.axis.right, high))
                self.shapes.lines.append(Line(edge, "axis", 1.0, BOUNDARY_DASH))
            centres.append(((low + high) / 2, band))
        centres.sort(key=lambda pair: pair[0])
        down = (RISE - DROP) / 2
        heights = spread((centre for centre, _ in centres), _NAMES_APART, self.top - 4, self.bottom)
        for (centre, band), height in zip(centres, heights, strict=True):
            start, end = (self.axis.right + 2, centre), (self.axis.right + 8, height)
            if abs(centre - height) > 2:
                self.shapes.lines.append(Line((start, end), "axis"))
            self.shapes.words.append(
                Words(self.axis.right + 11, height + down, band_words(band), ink="faint")
            )

    def _edges(self, band: BandArea) -> tuple[float, float]:
        """Return how low and how high a band is drawn: half way to its neighbours."""
        low = band.low - 0.5 if band.low > 0 else 0
        high = band.high + 0.5 if band.high < self.panel.highest else self.panel.highest
        return self.y(low), self.y(high)

    def _axis(self, ticks: tuple[tuple[float, str], ...]) -> None:
        lines, words = self.shapes.lines, self.shapes.words
        step = 10 if self.panel.highest > 10 else 5
        for score in range(0, self.panel.highest + 1, step):
            y = self.y(score)
            if score and not self.panel.bands:
                lines.append(Line(((self.axis.left, y), (self.axis.right, y)), "grid", 1.0, _GRID_DASH))
            words.append(Words(self.axis.left - 7, y + (RISE - DROP) / 2, str(score), "right", "faint"))
            lines.append(Line(((self.axis.left - 4, y), (self.axis.left, y)), "axis"))
        for x, _ in ticks:
            lines.append(Line(((x, self.bottom), (x, self.bottom + 4)), "axis"))
        corner = ((self.axis.left, self.top), (self.axis.left, self.bottom), (self.axis.right, self.bottom))
        lines.append(Line(corner, "axis", 1.2))

    def _series(self) -> None:
        spots = self._spots()
        drawn: list[Line] = []
        for informant, points in spots.items():
            look = LOOKS[informant]
            for run in _runs(points):
                if len(run) > 1:
                    drawn.append(Line(tuple((x, y) for x, y, _ in run), look.ink, 2.0, look.dash))
            for x, y, point in points:
                self.shapes.marks.append(Mark(x, y, look.shape, look.ink, look.size, look.is_filled))
                self.shapes.stops.append(Stop(x, y, point.words))
                half = look.size / 2 + 1
                self.placer.keep_off((x - half, y - half, x + half, y + half))
        self.shapes.lines += drawn
        self.placer.cross(drawn)
        self._labels(spots)

    def _spots(self) -> "dict[Informant, list[Spot]]":
        """Return where each mark stands; those of one day and score beside each other."""
        taken: dict[tuple[int, int], int] = {}
        found: dict[Informant, list[Spot]] = {}
        held = {series.informant: series.points for series in self.panel.series if series.points}
        for informant in LOOKS:
            for point in held.get(informant, ()):
                x, y = self.axis.x(point.on), self.y(point.score)
                place = (round(x / (2 * _NUDGE)), round(y / 4))
                aside = taken.get(place, 0)
                taken[place] = aside + 1
                found.setdefault(informant, []).append((x + 2 * _NUDGE * aside, y, point))
        return found

    def _labels(self, spots: "dict[Informant, list[Spot]]") -> None:
        """Name each series at its last point, then give each other point its value; the newest first."""
        for informant, points in spots.items():
            x, y, point = points[-1]
            self._label(x, y, f"{LOOKS[informant].words} {point.score}", is_name=True)
        rest = [(spot, informant) for informant, points in spots.items() for spot in points[:-1]]
        rest.sort(key=lambda pair: pair[0][0], reverse=True)
        for (x, y, point), informant in rest:
            self._label(x, y, f"{LOOKS[informant].letter} {point.score}")

    def _label(self, x: float, y: float, text: str, *, is_name: bool = False) -> None:
        found = self.placer.put(x, y, text, is_bold=is_name, prefers_right=is_name)
        if found is None:
            return  # there is no room: its words are at the mark, and in the table
        words, is_far = found
        self.shapes.words.append(words)
        if is_far:
            left, top, right, bottom = box_of(words)
            near = (
                min(max(x, left), right),
                bottom if bottom < y else top if top > y else (top + bottom) / 2,
            )
            self.shapes.lines.append(Line(((x, y), near), "axis", 0.8))


Spot = tuple[float, float, Point]


def band_words(band: BandArea) -> str:
    """Return 'High 17–19', 'Slightly raised 4'."""
    return f"{band.words} {band.low}–{band.high}" if band.high > band.low else f"{band.words} {band.low}"


def _runs(points: list[Spot]) -> list[list[Spot]]:
    """Return the points that a line joins: a silence of more than 18 months breaks it."""
    runs: list[list[Spot]] = []
    for spot in points:
        if runs and add_months(runs[-1][-1][2].on, BREAKS_AFTER_MONTHS) >= spot[2].on:
            runs[-1].append(spot)
        else:
            runs.append([spot])
    return runs


def _column(panel: Panel) -> float:
    widest = max((text_width(band_words(band)) for band in panel.bands), default=0.0)
    return max(widest + 14, _COLUMN)


def _foot(panels: tuple[Panel, ...]) -> float:
    """Return the room beneath a panel: more where another follows."""
    return 12.0 if len(panels) > 1 else 4.0


def _axis(shapes: _Shapes, ticks: tuple[tuple[float, str], ...], axis: TimeAxis, bottom: float) -> float:
    """Label the days beneath the last panel; return how much higher that makes the drawing."""
    base = bottom + 4 + LINE - DROP
    for x, words in ticks:
        half = text_width(words) / 2
        shapes.words.append(Words(min(max(x, half), axis.right - half), base, words, "middle", "faint"))
    return _TICK_ROOM
