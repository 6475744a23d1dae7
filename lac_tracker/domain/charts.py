"""The shapes of a chart in units of its own: what the screen and the paper both draw, from one description.

Nothing here paints. x grows to the right and y downwards, from the top left; a text stands on its baseline. An ink or a
tone is a word that a theme, or the greys of paper, give a colour.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

Ink = Literal["text", "faint", "axis", "grid", "first", "second", "third"]
"""What a line or text is drawn in: text, quieter text, axis and boundaries, quiet lines, and the series one to three."""
Tone = Literal["band0", "band1", "band2", "band3", "span", "paper"]
"""What an area is filled with: the four tints of bands, a span of time beneath, and the ground."""
Shape = Literal["circle", "square", "triangle"]
Anchor = Literal["left", "middle", "right"]

SIZE = 13.5  # of type: on the screen a unit is a pixel at 100 % text, and no type is smaller than 10 points
LINE = 18.0  # from one line of text to the next
RISE = 10.0  # of a line of text above its baseline
DROP = 3.5  # and beneath it
SOLID: tuple[float, ...] = ()
DASHED, DOTTED, BOUNDARY = (7.0, 4.0), (2.0, 3.0), (4.0, 3.0)

_WIDTHS = {
    0.27: " !,.:;ijlJ'|’", 0.34: "()-[]If", 0.40: "t/\\{}\"r", 0.48: "?_csz", 0.54: "vFLxyEkS…",
}  # fmt: skip
_WIDE = {0.78: "&HUNOQDGw", 0.95: "%@MWm"}
_WIDTH = {
    letter: width for group in (_WIDTHS, _WIDE) for width, letters in group.items() for letter in letters
}
_USUAL, _UNKNOWN, _BOLD = 0.62, 1.0, 1.09


@dataclass(frozen=True)
class Area:
    """A rectangle. is_framed: with a thin edge."""

    left: float
    top: float
    right: float
    bottom: float
    tone: Tone
    is_framed: bool = False


@dataclass(frozen=True)
class Line:
    """A line through points. dash: lengths of line and gap in turn; () is solid."""

    points: tuple[tuple[float, float], ...]
    ink: Ink
    thickness: float = 1.0
    dash: tuple[float, ...] = SOLID


@dataclass(frozen=True)
class Mark:
    """A point of a series. size: how wide it is."""

    x: float
    y: float
    shape: Shape
    ink: Ink
    size: float = 8.0
    is_filled: bool = True


@dataclass(frozen=True)
class Words:
    """One line of text. y: of its baseline."""

    x: float
    y: float
    text: str
    anchor: Anchor = "left"
    ink: Ink = "text"
    size: float = SIZE
    is_bold: bool = False


@dataclass(frozen=True)
class Stop:
    """A place in the chart that the keyboard can rest on, and what it says there."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Chart:
    """A drawing: areas first, then lines, marks and texts over them. description: all of it in words."""

    width: float
    height: float
    areas: tuple[Area, ...] = ()
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    words: tuple[Words, ...] = ()
    stops: tuple[Stop, ...] = ()
    description: str = ""


@lru_cache(maxsize=2_048)
def text_width(text: str, size: float = SIZE, *, is_bold: bool = False) -> float:
    """Return about how wide a line of text is, never much too little: nobody here can measure a font."""
    units = sum(
        _WIDTH.get(letter, _USUAL if letter.isascii() or letter in "–éèöüñ" else _UNKNOWN) for letter in text
    )
    return units * size * (_BOLD if is_bold else 1.0)


def shortened(text: str, room: float, size: float = SIZE) -> str:
    """Return text cut with an ellipsis so that it fits a width; '' where not even three letters do."""
    if text_width(text, size) <= room:
        return text
    kept = text
    while kept and text_width(f"{kept.rstrip()}…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip(' ,;:')}…" if len(kept.strip()) >= 3 else ""


def box_of(words: Words) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of a text."""
    wide = text_width(words.text, words.size, is_bold=words.is_bold)
    left = words.x - {"left": 0.0, "middle": wide / 2, "right": wide}[words.anchor]
    scale = words.size / SIZE
    return left, words.y - RISE * scale, left + wide, words.y + DROP * scale


def beneath(charts: tuple[Chart, ...], gap: float = 10.0) -> Chart:
    """Return charts one under the other as one; its description is theirs."""
    top, made = 0.0, Chart(max(one.width for one in charts), 0.0)
    for number, one in enumerate(charts):
        top += gap if number else 0.0
        moved = shifted(one, top)
        made = replace(
            made, areas=made.areas + moved.areas, lines=made.lines + moved.lines, marks=made.marks + moved.marks,
            words=made.words + moved.words, stops=made.stops + moved.stops,
        )  # fmt: skip
        top += one.height
    said = "\n".join(one.description for one in charts if one.description)
    return replace(made, height=top, description=said)


def shifted(chart: Chart, down: float) -> Chart:
    """Return a chart whose shapes stand lower; its own size stays."""
    return replace(
        chart,
        areas=tuple(replace(one, top=one.top + down, bottom=one.bottom + down) for one in chart.areas),
        lines=tuple(
            replace(one, points=tuple((x, y + down) for x, y in one.points)) for one in chart.lines
        ),
        marks=tuple(replace(one, y=one.y + down) for one in chart.marks),
        words=tuple(replace(one, y=one.y + down) for one in chart.words),
        stops=tuple(replace(one, y=one.y + down) for one in chart.stops),
    )  # fmt: skip
