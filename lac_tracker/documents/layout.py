"""Blocks of a page, and how they fill pages. Measures are points, from the top left of the frame.

How a document says what its blocks are, so that a screen reader tells them apart (`tags` holds the words):

    page.text(title, look, role="H1")                 the title: once, the first thing of the story
    page.heading("Health", 14)                        a heading of level 2, with a rule and a bookmark; level=3 beneath it
    page.text(words, look)                            a paragraph
    page.text(words, look, role=tags.ITEM)            an item of a list; those that follow each other make one list
    page.row([(18, "1", bold), (w, words, body)], role=tags.ITEM)     an item with its number
    page.text(quote, look, role=tags.IN_ITEM)         more of the item, or of the last cell of the row, before it
    page.row(labels, role=tags.LABELS)                labels of columns: a table begins, and they stand again on each
                                                      later page it reaches; `rule_under=0.5` draws a line under them
    page.row(cells, role=tags.CELLS)                  a row of that table: as many cells as there are labels
    page.row([(w1, "Lives", bold), (w2, words, body)], role=tags.LABELLED)   label and value: a row of a table
    page.row(cells)                                   texts that only stand side by side: a paragraph each
    page.row(cells, role="H2")                        a heading; what stands beside it labels the last columns of
                                                      the table beneath

A table or list goes on through rules, boxes and groups, and ends at the next heading or paragraph. A cell with a box to
tick and no words is no column. Head and foot of a page are not read out (`Sheet.edges_are_read` for a single page that
says in them what it says nowhere else). A block of a document's own has `role`: "Figure" with `alt` in words, "P", or
none when it is only lines to write on.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from lac_tracker.documents import tags

LEAST_START = 30.0  # what must fit of a block that follows its heading, if nothing is known of its lines
UNCUT = 3  # lines: of fewer, one alone would be left on a page, so a paragraph of so many is never cut

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
    role: str = tags.PARAGRAPH
    _tie: object = field(default_factory=object, repr=False, compare=False)  # its parts on two pages share it
    _heights: dict[float, list[float]] = field(default_factory=dict, repr=False)

    def _each(self, width: float) -> list[float]:
        if width not in self._heights:
            inner = width - self.indent
            self._heights = {width: [paragraph.wrap(inner, 1e6)[1] for paragraph in self.paragraphs]}
        return self._heights[width]

    def height(self, width: float) -> float:
        return sum(self._each(width))

    def split(self, width: float, room: float) -> "tuple[Text, Text] | None":
        (head, heads), (tail, tails) = _cut(self.paragraphs, self._each(width), width - self.indent, room)
        if not head:
            return None
        first = replace(self, paragraphs=head, keeps_with_next=False, _heights={width: heads})
        return first, replace(self, paragraphs=tail, before=0.0, bookmark=None, _heights={width: tails})

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        heights = self._each(width)
        _bookmark(canvas, self.bookmark, top)
        if self.bar:
            with canvas.tags.decoration(canvas):
                canvas.setLineWidth(2)
                canvas.line(x + 2, top, x + 2, top - sum(heights))
        if self.paragraphs:
            with canvas.tags.leaf(canvas, canvas.tags.of_text(self._tie, self.role)):
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
    role: str = tags.PARAGRAPH  # of each cell, or what the whole row is
    rule_under: float = 0.0  # thickness of a line beneath; 0: none
    bookmark: str | None = None
    _tie: object = field(default_factory=object, repr=False, compare=False)
    _heights: list[list[float]] = field(default_factory=list, repr=False)

    def _each(self) -> list[list[float]]:
        if not self._heights:
            self._heights = [[p.wrap(cell.width, 1e6)[1] for p in cell.paragraphs] for cell in self.cells]
        return self._heights

    def height(self, width: float) -> float:
        words = max(sum(each) + cell.drop for cell, each in zip(self.cells, self._each(), strict=True))
        return words + (self.rule_under + 2.0 if self.rule_under else 0.0)

    def split(self, width: float, room: float) -> "tuple[Row, Row] | None":
        heads, tails = [], []
        for cell, heights in zip(self.cells, self._each(), strict=True):
            (head, _), (tail, _) = _cut(cell.paragraphs, heights, cell.width, room - cell.drop)
            heads.append(replace(cell, paragraphs=head))
            tails.append(replace(cell, paragraphs=tail, tick=0.0, drop=0.0))
        if any(cell.paragraphs and not head.paragraphs for cell, head in zip(self.cells, heads, strict=True)):
            return None  # every column starts on the first page, or none does
        first = replace(self, cells=tuple(heads), keeps_with_next=False, _heights=[])
        return first, replace(self, cells=tuple(tails), before=0.0, bookmark=None, _heights=[])

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        _bookmark(canvas, self.bookmark, top)
        if self.rule_under:
            _draw_rule(canvas, x, top - self.height(width) + self.rule_under / 2, width, self.rule_under)
        nodes = canvas.tags.of_row(self._tie, self.role, self.cells)
        for cell, heights, node in zip(self.cells, self._each(), nodes, strict=True):
            if cell.tick:
                with canvas.tags.decoration(canvas):
                    canvas.setLineWidth(0.8)
                    canvas.rect(x, top - cell.tick - 3, cell.tick, cell.tick)
            if cell.paragraphs:
                with canvas.tags.leaf(canvas, node):
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
        _draw_rule(canvas, x, top - self.thickness / 2, width, self.thickness)


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
            with canvas.tags.decoration(canvas):
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
        if isinstance(block, Text | Row | Rule | Group):
            block.draw(canvas, x, top, width)
        else:
            _draw_own(block, canvas, x, top, width)
        top -= block.height(width)


def _draw_own(block: Block, canvas: Any, x: float, top: float, width: float) -> None:
    """Paint a block that a document brought along, as what it says it is."""
    marks, role = canvas.tags, getattr(block, "role", tags.DECORATION)
    if role == tags.DECORATION:
        with marks.decoration(canvas):
            block.draw(canvas, x, top, width)
        return
    if role == tags.FIGURE:
        box = (x, top - block.height(width), x + width, top)
        node = marks.of_figure(getattr(block, "alt", ""), box)
    else:
        node = marks.of_text(block, role)
    with marks.leaf(canvas, node):
        block.draw(canvas, x, top, width)


def _bookmark(canvas: Any, words: str | None, top: float) -> None:
    if words:
        key = f"part-{canvas.getPageNumber()}-{top:.0f}"
        canvas.bookmarkHorizontal(key, 0, top)
        canvas.addOutlineEntry(words, key, 0)


def _draw_rule(canvas: Any, x: float, y: float, width: float, thickness: float) -> None:
    with canvas.tags.decoration(canvas):
        canvas.setLineWidth(thickness)
        canvas.line(x, y, x + width, y)


def paginate(story: Sequence[Block], width: float, height: float) -> tuple[tuple[Block, ...], ...]:
    """Return the blocks of each page: headings stay with what follows, groups whole where they can be.

    There is always one page, and nothing is left out. Labels of columns stand again where their table goes on.
    """
    waiting = deque(story)
    pages: list[list[Block]] = [[]]
    labels: Row | None = None  # of the table that is open
    room, repeated = height, 0  # blocks at the top of the page that stand here again
    while waiting:
        block = waiting.popleft()
        gap = block.before if pages[-1] else 0.0
        high = block.height(width)
        if gap + high + _follower(block, waiting, width, height) <= room:
            pages[-1].append(block)
            room -= gap + high
            labels = _labels_after(labels, block)
            continue
        if isinstance(block, Group) and high > height:
            waiting.extendleft(reversed(block.blocks))
            continue
        may_cut = not isinstance(block, Group) and not block.keeps_with_next
        parts = block.split(width, room - gap) if may_cut and gap + high > room else None
        if parts:
            pages[-1].append(parts[0])
            labels = _labels_after(labels, block)
            waiting.appendleft(parts[1])
        elif len(pages[-1]) > repeated:
            waiting.appendleft(block)
        else:
            pages[-1].append(block)  # nothing can be done: a single line higher than a page
        again = [labels] if labels and _goes_on(waiting) else []
        pages.append([*again])
        room, repeated = height - height_of(again, width), len(again)
    return tuple(tuple(page) for page in pages if page) or ((),)


def _labels_after(labels: Row | None, block: Block) -> Row | None:
    """Return the labels of the table that is open once a block has been placed, if one is."""
    if isinstance(block, Group):
        for each in block.blocks:
            labels = _labels_after(labels, each)
        return labels
    if isinstance(block, Row) and block.role == tags.LABELS:
        return block
    return labels if isinstance(block, Rule) or _is_table_row(block) else None


def _is_table_row(block: Block) -> bool:
    """Return whether a block is of the table that is open: a row of it, or more of what its last cell says."""
    if isinstance(block, Text):
        return block.role == tags.IN_ITEM
    return isinstance(block, Row) and block.role in tags.TABLE_ROWS


def _goes_on(waiting: deque[Block]) -> bool:
    """Return whether what comes next is a row of the table that is open."""
    for block in waiting:
        inner = deque(block.blocks) if isinstance(block, Group) else None
        if inner is not None:
            return _goes_on(inner)
        if not isinstance(block, Rule):
            return _is_table_row(block)
    return False


def _follower(block: Block, waiting: deque[Block], width: float, height: float) -> float:
    """Return the room that must stay after a block so that what it belongs to begins on the same page."""
    needed = 0.0
    for later in waiting:
        if not block.keeps_with_next:
            break
        high = later.height(width)
        whole = isinstance(later, Group) and high <= height
        needed += later.before + (high if whole or later.keeps_with_next else _least_start(later, high))
        block = later
    return needed if needed < height / 2 else min(needed, LEAST_START)


def _least_start(block: Block, high: float) -> float:
    """Return how much of a block must fit below its heading, so that its first lines do stand there."""
    paragraphs = block.paragraphs if isinstance(block, Text) else ()
    if isinstance(block, Row):
        paragraphs = [one for cell in block.cells for one in cell.paragraphs]
    return min(high, max((UNCUT * one.style.leading for one in paragraphs), default=LEAST_START))


Measured = tuple[Paragraphs, list[float]]  # paragraphs and the height of each


def _cut(
    paragraphs: Paragraphs, heights: list[float], width: float, room: float
) -> tuple[Measured, Measured]:
    """Return the paragraphs that fit into the room and the others; one may be cut between its lines.

    What was measured is not measured again: of a long text, all that waits would be at the end of every page.
    """
    for place, (paragraph, high) in enumerate(zip(paragraphs, heights, strict=True)):
        if high > room:
            parts = paragraph.split(width, room)
            if len(parts) == 2:
                above, below = (part.wrap(width, 1e6)[1] for part in parts)
                return (
                    ([*paragraphs[:place], parts[0]], [*heights[:place], above]),
                    ([parts[1], *paragraphs[place + 1 :]], [below, *heights[place + 1 :]]),
                )
            paragraph.wrap(width, 1e6)  # a refused split forgets the lines
            return (paragraphs[:place], heights[:place]), (paragraphs[place:], heights[place:])
        room -= high
    return (paragraphs, heights), ([], [])


def _draw_down(canvas: Any, paragraphs: Paragraphs, heights: list[float], x: float, top: float) -> None:
    for paragraph, high in zip(paragraphs, heights, strict=True):
        top -= high
        paragraph.drawOn(canvas, x, top)


Edge = Callable[[int, int], Story]  # (page, of pages) → what stands at its top or bottom
