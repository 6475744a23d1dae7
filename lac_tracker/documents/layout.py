"""Blocks of a page, and how they fill pages. Measures are points, from the top left of the frame."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

LEAST_START = 30.0  # what must fit of a block that follows its heading: two lines

Paragraphs = list[Any]  # of reportlab.platypus.Paragraph, which has no types


class Block(Protocol):
    """Something that is stacked on a page."""

    before: float
    keeps_with_next: bool

    def height(self, width: float) -> float:
        """Return how high it is at a width."""

    def split(self, width: float, room: float) -> "tuple[Block, Block] | None":
        """Return a part that fits into the room and the rest; None when it cannot be cut there."""

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        """Paint it, downwards from `top` (in page coordinates)."""


Story = list[Block]


@dataclass
class Text:
    """Paragraphs, one under the other."""

    paragraphs: Paragraphs
    before: float = 0.0
    indent: float = 0.0
    keeps_with_next: bool = False
    bookmark: str | None = None
    bar: bool = False  # a line beside it: somebody's own words
    _heights: dict[float, list[float]] = field(default_factory=dict, repr=False)

    def _each(self, width: float) -> list[float]:
        if width not in self._heights:
            inner = width - self.indent
            self._heights = {width: [paragraph.wrap(inner, 1e6)[1] for paragraph in self.paragraphs]}
        return self._heights[width]

    def height(self, width: float) -> float:
        return sum(self._each(width))

    def split(self, width: float, room: float) -> "tuple[Text, Text] | None":
        head, tail = _cut(self.paragraphs, self._each(width), width - self.indent, room)
        if not head:
            return None
        first = replace(self, paragraphs=head, keeps_with_next=False, _heights={})
        return first, replace(self, paragraphs=tail, before=0.0, bookmark=None, _heights={})

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        heights = self._each(width)
        if self.bookmark:
            key = f"part-{canvas.getPageNumber()}-{top:.0f}"
            canvas.bookmarkHorizontal(key, 0, top)
            canvas.addOutlineEntry(self.bookmark, key, 0)
        if self.bar:
            canvas.setLineWidth(2)
            canvas.line(x + 2, top, x + 2, top - sum(heights))
        _draw_down(canvas, self.paragraphs, heights, x + self.indent, top)


@dataclass(frozen=True)
class Cell:
    """One column of a row: its width, and either paragraphs or an empty box to tick."""

    width: float
    paragraphs: Paragraphs
    tick: float = 0.0  # side of the box; 0: no box
    drop: float = 0.0  # how much lower it begins, so that small type stands on the line of large type


@dataclass
class Row:
    """Cells side by side, aligned at the top. The widths and gaps add up to the width of the frame."""

    cells: tuple[Cell, ...]
    gap: float = 8.0
    before: float = 0.0
    keeps_with_next: bool = False
    _heights: list[list[float]] = field(default_factory=list, repr=False)

    def _each(self) -> list[list[float]]:
        if not self._heights:
            self._heights = [[p.wrap(cell.width, 1e6)[1] for p in cell.paragraphs] for cell in self.cells]
        return self._heights

    def height(self, width: float) -> float:
        return max(sum(each) + cell.drop for cell, each in zip(self.cells, self._each(), strict=True))

    def split(self, width: float, room: float) -> "tuple[Row, Row] | None":
        heads, tails = [], []
        for cell, heights in zip(self.cells, self._each(), strict=True):
            head, tail = _cut(cell.paragraphs, heights, cell.width, room - cell.drop)
            heads.append(replace(cell, paragraphs=head))
            tails.append(replace(cell, paragraphs=tail, tick=0.0, drop=0.0))
        if any(cell.paragraphs and not head.paragraphs for cell, head in zip(self.cells, heads, strict=True)):
            return None  # every column starts on the first page, or none does
        first = replace(self, cells=tuple(heads), keeps_with_next=False, _heights=[])
        return first, replace(self, cells=tuple(tails), before=0.0, _heights=[])

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        for cell, heights in zip(self.cells, self._each(), strict=True):
            if cell.tick:
                canvas.setLineWidth(0.8)
                canvas.rect(x, top - cell.tick - 3, cell.tick, cell.tick)
            _draw_down(canvas, cell.paragraphs, heights, x, top - cell.drop)
            x += cell.width + self.gap


@dataclass
class Rule:
    """A line across the frame."""

    thickness: float = 0.5
    before: float = 3.0
    keeps_with_next: bool = False

    def height(self, width: float) -> float:
        return self.thickness + 2.0

    def split(self, width: float, room: float) -> None:
        return None

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        canvas.setLineWidth(self.thickness)
        canvas.line(x, top - self.thickness / 2, x + width, top - self.thickness / 2)


@dataclass
class Group:
    """Blocks that stay on one page wherever a page is long enough; `box` draws a frame round them."""

    blocks: tuple[Block, ...]
    before: float = 0.0
    box: float = 0.0  # thickness of the frame; 0: none. A framed group is never longer than a page
    keeps_with_next: bool = False

    @property
    def _padding(self) -> float:
        return 5.0 if self.box else 0.0

    def height(self, width: float) -> float:
        inner = width - 2 * self._padding
        return height_of(self.blocks, inner) + self._padding * 1.4

    def split(self, width: float, room: float) -> None:
        return None

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        if self.box:
            high = self.height(width)
            canvas.setLineWidth(self.box)
            canvas.rect(x, top - high, width, high)
        draw_down(
            self.blocks, canvas, x + self._padding, top - self._padding * 0.4, width - 2 * self._padding
        )


def height_of(blocks: Sequence[Block], width: float) -> float:
    """Return how high blocks are when stacked; the space before the first does not count."""
    return sum(block.height(width) + (block.before if place else 0.0) for place, block in enumerate(blocks))


def height_up_to(blocks: Sequence[Block], width: float, enough: float) -> float:
    """Return how high blocks are when stacked, or a height above `enough` once there is no need to measure on."""
    high = 0.0
    for place, block in enumerate(blocks):
        high += block.height(width) + (block.before if place else 0.0)
        if high > enough:
            break
    return high


def draw_down(blocks: Sequence[Block], canvas: Any, x: float, top: float, width: float) -> None:
    """Paint blocks one under the other; the space before the first does not count."""
    for place, block in enumerate(blocks):
        top -= block.before if place else 0.0
        block.draw(canvas, x, top, width)
        top -= block.height(width)


def paginate(story: Sequence[Block], width: float, height: float) -> tuple[tuple[Block, ...], ...]:
    """Return the blocks of each page: headings stay with what follows, groups whole where they can be.

    There is always one page, and nothing is left out.
    """
    waiting = deque(story)
    pages: list[list[Block]] = [[]]
    room = height
    while waiting:
        block = waiting.popleft()
        gap = block.before if pages[-1] else 0.0
        high = block.height(width)
        if gap + high + _follower(block, waiting, width, height) <= room:
            pages[-1].append(block)
            room -= gap + high
            continue
        if isinstance(block, Group) and high > height:
            waiting.extendleft(reversed(block.blocks))
            continue
        may_cut = not isinstance(block, Group) and not block.keeps_with_next
        parts = block.split(width, room - gap) if may_cut and gap + high > room else None
        if parts:
            pages[-1].append(parts[0])
            waiting.appendleft(parts[1])
        elif pages[-1]:
            waiting.appendleft(block)
        else:
            pages[-1].append(block)  # nothing can be done: a single line higher than a page
        pages.append([])
        room = height
    return tuple(tuple(page) for page in pages if page) or ((),)


def _follower(block: Block, waiting: deque[Block], width: float, height: float) -> float:
    """Return the room that must stay after a block so that what it belongs to begins on the same page."""
    needed = 0.0
    for later in waiting:
        if not block.keeps_with_next:
            break
        high = later.height(width)
        whole = isinstance(later, Group) and high <= height
        needed += later.before + (high if whole or later.keeps_with_next else min(high, LEAST_START))
        block = later
    return needed if needed < height / 2 else min(needed, LEAST_START)


def _cut(
    paragraphs: Paragraphs, heights: list[float], width: float, room: float
) -> tuple[Paragraphs, Paragraphs]:
    """Return the paragraphs that fit into the room and the others; one may be cut between its lines."""
    for place, (paragraph, high) in enumerate(zip(paragraphs, heights, strict=True)):
        if high > room:
            parts = paragraph.split(width, room)
            if len(parts) == 2:
                return [*paragraphs[:place], parts[0]], [parts[1], *paragraphs[place + 1 :]]
            paragraph.wrap(width, 1e6)  # a refused split forgets the lines
            return paragraphs[:place], paragraphs[place:]
        room -= high
    return paragraphs, []


def _draw_down(canvas: Any, paragraphs: Paragraphs, heights: list[float], x: float, top: float) -> None:
    for paragraph, high in zip(paragraphs, heights, strict=True):
        top -= high
        paragraph.drawOn(canvas, x, top)


Edge = Callable[[int, int], Story]  # (page, of pages) → what stands at its top or bottom
