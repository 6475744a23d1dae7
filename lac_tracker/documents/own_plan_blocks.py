"""Blocks of the young person's own plan: the band with the title, a picture beside words, a box to tick, the feelings."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from lac_tracker.documents import glyphs, layout, own_pictures
from lac_tracker.documents.page import style, text, text_width
from lac_tracker.domain.dates import show_month
from lac_tracker.domain.own_plan import COLOUR, PICTURES

_PLAIN_GREY = 0.93
_CORNER = 9.0
_CHART = 60.0  # points high
_MOST = 40  # of the questionnaire's total


@dataclass
class Band(layout.Group):
    """Blocks on a tinted ground: what a page begins with. Black type on it stays readable without the tint."""

    colour: str | None = None
    padding: float = 14.0
    picture: str = ""  # a decoration at the right

    def height(self, width: float) -> float:
        return layout.height_of(self.blocks, width - 2 * self.padding) + 2 * self.padding * 0.8

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        high = self.height(width)
        with canvas.tags.decoration(canvas):
            canvas.saveState()
            if self.colour is None:
                canvas.setFillGray(_PLAIN_GREY)
            else:
                canvas.setFillColorRGB(*COLOUR[self.colour])
            canvas.setStrokeGray(0.35)
            canvas.setLineWidth(0.8)
            canvas.roundRect(x, top - high, width, high, _CORNER, stroke=1, fill=1)
            canvas.restoreState()
            if self.picture:
                side = high - self.padding
                left = x + width - side - self.padding
                own_pictures.draw(canvas, self.picture, left, top - high + self.padding / 2, side)
        inner = x + self.padding
        layout.draw_down(self.blocks, canvas, inner, top - self.padding * 0.7, width - 2 * self.padding)


@dataclass
class Pictured(layout.Group):
    """Blocks with a picture at their left. Longer than a page, the blocks go on without it."""

    picture: str = "smile"
    side: float = 58.0
    gap: float = 14.0
    rounded: bool = False  # a frame round both
    is_decoration: bool = False  # the picture says nothing that the words do not

    @property
    def _inset(self) -> float:
        return 10.0 if self.rounded else 0.0

    def height(self, width: float) -> float:
        words = layout.height_of(self.blocks, self._room(width))
        return max(words, self.side) + 2 * self._inset

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        high, inset = self.height(width), self._inset
        if self.rounded:
            with canvas.tags.decoration(canvas):
                canvas.setStrokeGray(0)
                canvas.setLineWidth(1.4)
                canvas.roundRect(x, top - high, width, high, _CORNER, stroke=1, fill=0)
        left, bottom = x + inset, top - inset - self.side
        with self._as_what_it_is(canvas, (left, bottom, left + self.side, bottom + self.side)):
            own_pictures.draw(canvas, self.picture, left, bottom, self.side)
        words = layout.height_of(self.blocks, self._room(width))
        down = max(self.side - words, 0.0) / 2  # short words stand beside the middle of the picture
        layout.draw_down(
            self.blocks, canvas, left + self.side + self.gap, top - inset - down, self._room(width)
        )

    def _as_what_it_is(self, canvas: Any, box: tuple[float, float, float, float]) -> Any:
        if self.is_decoration:
            return canvas.tags.decoration(canvas)
        return canvas.tags.leaf(canvas, canvas.tags.of_figure(PICTURES[self.picture], box))

    def _room(self, width: float) -> float:
        return width - self.side - self.gap - 2 * self._inset


@dataclass
class DoneBox(layout.Group):
    """Two blocks on one line, the second at the right with a box to tick before it."""

    box_side: float = 13.0
    right: float = 60.0

    def height(self, width: float) -> float:
        first, second = self.blocks
        return max(
            first.height(width - self.right), second.height(self.right - self.box_side - 6), self.box_side + 3
        )

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        first, second = self.blocks
        layout.draw_down((first,), canvas, x, top, width - self.right)
        with canvas.tags.decoration(canvas):
            canvas.setStrokeGray(0)
            canvas.setLineWidth(1.1)
            canvas.rect(x + width - self.right, top - self.box_side - 3, self.box_side, self.box_side)
        left = x + width - self.right + self.box_side + 6
        layout.draw_down((second,), canvas, left, top, self.right - self.box_side - 6)


def done_box(by: layout.Block, size: float, role: str, before: float) -> DoneBox:
    """Return a line that begins with a day and ends with a box to tick and 'Done'."""
    side = size
    right = side + 8 + text_width("Done", size) + 4
    return DoneBox((by, text("Done", style(size), role=role)), before=before, box_side=side, right=right)


@dataclass
class FeelingsLine:
    """Totals over time as points with their numbers: how far apart they stand is how far apart the days were."""

    points: tuple[tuple[date, int], ...]
    size: float
    before: float = 6.0
    keeps_with_next: bool = False
    role: str = "Figure"

    @property
    def alt(self) -> str:
        """What the picture shows, in words."""
        return "; ".join(f"{show_month(day)}: {total}" for day, total in self.points)

    def height(self, width: float) -> float:
        return _CHART + 2 * self.size

    def split(self, width: float, room: float) -> None:
        return None

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        glyphs.register_fonts()
        half = text_width("September 2026", self.size) / 2 + 4
        spots = self._spots(x + half, top - self.size * 1.4, min(width, 380) - 2 * half)
        canvas.saveState()
        canvas.setStrokeGray(0)
        canvas.setLineWidth(1.4)
        for (left, low), (right, high) in zip(spots, spots[1:], strict=False):
            canvas.line(left, low, right, high)
        for across, high in spots:
            canvas.setFillGray(1)
            canvas.circle(across, high, 5, stroke=1, fill=1)
        canvas.setFillGray(0)
        # The months first: read aloud after a total, a month would be a day.
        canvas.setFont(glyphs.BODY, self.size)
        for (across, _), (day, _) in zip(spots, self.points, strict=True):
            canvas.drawCentredString(across, top - self.height(width) + 4, show_month(day))
        canvas.setFont(glyphs.BOLD, self.size)
        for (across, high), (_, total) in zip(spots, self.points, strict=True):
            canvas.drawCentredString(across, high + 9, str(total))
        canvas.restoreState()

    def _spots(self, left: float, top: float, wide: float) -> list[tuple[float, float]]:
        first, last = self.points[0][0], self.points[-1][0]
        days = max((last - first).days, 1)
        least = 1.0 / max(len(self.points) - 1, 1) * 0.6  # labels of neighbours must not touch
        shares = [(day - first).days / days for day, _ in self.points]
        for place in range(1, len(shares)):
            shares[place] = max(shares[place], shares[place - 1] + least)
        longest = max(shares[-1], 1.0)
        return [
            (left + wide * share / longest, top - _CHART * 0.75 * (1 - total / _MOST))
            for share, (_, total) in zip(shares, self.points, strict=True)
        ]
