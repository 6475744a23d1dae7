"""Blocks that only the health history has: a band of the chosen colour, a page of its own, lines to write on."""

from dataclasses import dataclass
from typing import Any

from lac_tracker.documents import layout

# Red, green, blue of each colour a young person can choose. No text stands on them and nothing is told by them; in grey
# they are between a fifth and two thirds, so that the band is still a band.
COLOURS = {
    "sea": (0.36, 0.62, 0.78),
    "leaf": (0.45, 0.68, 0.44),
    "sun": (0.95, 0.78, 0.30),
    "coral": (0.93, 0.55, 0.45),
    "lilac": (0.68, 0.58, 0.82),
    "stone": (0.60, 0.60, 0.60),
}


@dataclass
class Band:
    """A bar across the frame in the chosen colour."""

    colour: str
    thickness: float
    before: float = 0.0
    keeps_with_next: bool = True

    def height(self, width: float) -> float:
        return self.thickness

    def split(self, width: float, room: float) -> None:
        return None

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        canvas.saveState()
        canvas.setFillColorRGB(*COLOURS.get(self.colour, COLOURS["stone"]))
        canvas.rect(x, top - self.thickness, width, self.thickness, stroke=0, fill=1)
        canvas.restoreState()


@dataclass
class Space:
    """Nothing, so high."""

    high: float
    before: float = 0.0
    keeps_with_next: bool = False

    def height(self, width: float) -> float:
        return self.high

    def split(self, width: float, room: float) -> None:
        return None

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        """Leave it as it is."""


@dataclass
class WholePage(layout.Group):
    """Blocks that fill a page, however few they are: what follows begins on the next."""

    room: float = 0.0

    def height(self, width: float) -> float:
        return max(self.room, layout.height_of(self.blocks, width))


def write_on(lines: int, *, apart: float = 26.0) -> layout.Story:
    """Return lines to write on."""
    return [layout.Rule(0.5, before=apart) for _ in range(lines)]
