"""The page every document is printed on: A4 portrait, type, head and foot, and text made safe to print."""

import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reportlab import rl_config
from reportlab.graphics import shapes
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.pagesizes import A5 as A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph

from lac_tracker.documents import glyphs, layout, tags
from lac_tracker.documents.shaped_line import width_of
from lac_tracker.documents.shaped_text import ShapedText
from lac_tracker.domain.names import clean_text

rl_config.trustedHosts = []  # nothing a person typed may open a file or an address
rl_config.trustedSchemes = []
rl_config.useA85 = 0  # streams stay bytes: a fifth smaller, and faster
shapes.STATE_DEFAULTS["fontName"] = glyphs.BODY  # or every drawing leaves an un-embedded Helvetica

PAGE_WIDTH, PAGE_HEIGHT = A4
SIDE = 15 * mm
SMALL_SIDE = 11 * mm  # of paper narrower than A4
TOP = 11 * mm
BOTTOM = 10 * mm
UNDER_HEAD = 5.0
OVER_FOOT = 4.0
WIDTH = PAGE_WIDTH - 2 * SIDE
DATE_WIDTH = 29 * mm  # a narrower column breaks 30-Apr-2026 at 12 pt
LONGEST_PARAGRAPH = 1_000  # characters; the time of one paragraph grows with the square of its length
BOOKMARKS_FROM = 4  # pages
LARGER_PRINT = 14 / 12  # of the usual 12 points
APART = " \u00a0 "  # keeps two facts of one line apart: ordinary blanks would fall together

missing_glyphs = glyphs.missing_glyphs

_enlarged: ContextVar[float] = ContextVar("enlarged", default=1.0)


@contextmanager
def enlarged(times: float) -> Iterator[None]:
    """Draw what is made meanwhile so many times larger, on the same paper: all of it, and so on more pages or with less."""
    before = _enlarged.set(times)
    try:
        yield
    finally:
        _enlarged.reset(before)


def smaller_steps() -> Iterator[float]:
    """Yield how many times larger to draw: as asked for, then in steps of half a point of 12 down to the usual size."""
    times = _enlarged.get()
    while times > 1:
        yield times
        times -= 0.5 / 12
    yield 1.0


def frame_width() -> float:
    """Return how wide the frame on A4 is that blocks are drawn in, in the points they are measured in."""
    return float(WIDTH) / _enlarged.get()


class Strong(str):
    """Text in bold."""

    __slots__ = ()


Value = str | Sequence[str]  # a sequence prints as one text; its `Strong` parts in bold
Placed = tuple[float, Value, Any]  # width in points, text, style


@lru_cache(maxsize=256)
def style(
    size: float,
    *,
    bold: bool = False,
    right: bool = False,
    whole_words: bool = False,
    from_right: bool | None = None,
) -> Any:
    """Return a paragraph style.

    size: points. whole_words: a word wider than its column runs over instead of being cut: for dates.
    from_right: whether lines in Arabic or Hebrew letters begin at the right and read from there, as a translated plan
    does; None: only those that are sentences, so that a name in an English line stays in its place.
    """
    font = glyphs.BOLD if bold else glyphs.BODY
    return ParagraphStyle(
        f"{font}-{size}-{right}-{whole_words}-{from_right}",
        fromRight=from_right,
        fontName=font,
        bulletFontName=glyphs.BODY,
        fontSize=size,
        leading=round(size * 1.2, 2),
        alignment=TA_RIGHT if right else TA_LEFT,
        splitLongWords=0 if whole_words else 1,
        allowWidows=0,
    )


def paragraph(value: Value, look: Any) -> list[Any]:
    """Return paragraphs of a person's text: cleaned, never read as markup, long text in pieces.

    The only place where a Paragraph is made. It is given finished fragments, so that ReportLab has no markup
    to read and nothing needs escaping. Blank text gives no paragraph. Letters that must be joined or run from the right
    make a `ShapedText` instead. Characters that no font has print as words in brackets; `missing_glyphs` lists them.
    """
    parts = (value,) if isinstance(value, str) else tuple(value)
    made = []
    for chunk in _chunks(parts):
        runs = [
            (piece, strong) for text, strong in chunk for piece in glyphs.pieces(text.replace("\t", "    "))
        ]
        if not any(piece.text.strip() for piece, _ in runs):
            continue
        if any(piece.shaped for piece, _ in runs):
            made.append(ShapedText(runs, look, from_right=getattr(look, "fromRight", None)))
        else:
            made.append(Paragraph("", look, frags=[*_fragments(runs, look)]))
    return made


def _chunks(parts: tuple[str, ...]) -> list[list[tuple[str, bool]]]:
    cleaned = [(clean_text(part, longest=sys.maxsize), isinstance(part, Strong)) for part in parts]
    if sum(len(text) for text, _ in cleaned) <= LONGEST_PARAGRAPH:
        return [cleaned]
    chunks: list[list[tuple[str, bool]]] = [[]]
    room = LONGEST_PARAGRAPH
    for text, strong in cleaned:
        rest = text
        while len(rest) > room:
            end = max(rest.rfind(" ", 0, room), rest.rfind("\n", 0, room)) + 1 or room
            chunks[-1].append((rest[:end], strong))
            chunks.append([])
            rest, room = rest[end:], LONGEST_PARAGRAPH
        chunks[-1].append((rest, strong))
        room = max(room - len(rest), 1)
    return chunks


def _fragments(runs: list[tuple[glyphs.Piece, bool]], look: Any) -> Iterator[Any]:
    """Yield the runs of one font, with an empty fragment for each line break."""
    template = _template(look)
    for piece, strong in runs:
        font = piece.font or (glyphs.BOLD if strong else look.fontName)
        for place, line in enumerate(piece.text.split("\n")):
            if place:
                yield template.clone(text="", lineBreak=True)
            if line:
                yield template.clone(text=line, fontName=font)


@lru_cache(maxsize=256)
def _template(look: Any) -> Any:
    """Return a fragment as ReportLab's own parser makes it for this style."""
    glyphs.register_fonts()
    return Paragraph("x", look).frags[0]


def text(value: Value, look: Any, **placing: Any) -> layout.Text:
    """Return a block of text. placing: what `layout.Text` takes."""
    return layout.Text(paragraph(value, look), **placing)


def heading(words: str, size: float, *, before: float = 7.0, level: int = 2) -> layout.Story:
    """Return a rule and a heading that stays with what follows and is a bookmark of a long document."""
    title = text(words, style(size, bold=True), keeps_with_next=True, bookmark=words, role=f"H{level}")
    return [layout.Rule(0.8, before=before, keeps_with_next=True), title]


def row(cells: Sequence[Placed], **placing: Any) -> layout.Row:
    """Return texts side by side, on one line at the top; placing: what `layout.Row` takes."""
    largest = max(look.fontSize for _, _, look in cells)
    placed = (
        layout.Cell(wide, paragraph(value, look), drop=0.97 * (largest - look.fontSize))
        for wide, value, look in cells
    )
    return layout.Row(tuple(placed), **placing)


def ends(
    left: Value, right: str, size: float, *, bold: bool = False, wide: float | None = None, **placing: Any
) -> layout.Row:
    """Return one text at the left edge and a short one at the right edge. wide: the frame's width; None: as A4 has it."""
    wide = frame_width() if wide is None else wide
    side = min(text_width(right, size) + 4, wide / 2)
    left_style, right_style = style(size, bold=bold), style(size, right=True)
    return row([(wide - side - 8, left, left_style), (side, right, right_style)], **placing)


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """Return how wide one line is, in points."""
    font = glyphs.BOLD if bold else glyphs.BODY
    return float(stringWidth(words, font, size)) if glyphs.is_plain(words) else width_of(words, font, size)


def shorten(words: str, longest: int) -> str:
    """Return text cut at a word to at most `longest` characters and an ellipsis; short text as it is."""
    flat = " ".join(
        words.split(None, longest)
    )  # so many words are longer: what follows need not be looked at
    if len(flat) <= longest:
        return flat
    kept = flat[:longest]
    return (kept.rsplit(" ", 1)[0] if " " in kept[longest // 2 :] else kept).rstrip(" ,;:.") + "…"


def sentence(words: str) -> str:
    """Return text that ends as a sentence does."""
    trimmed = words.strip()
    return trimmed if not trimmed or re.search(r"[.!?…][\"'”’)]?$", trimmed[-2:]) else f"{trimmed}."


@dataclass(frozen=True)
class Sheet:
    """What stands on every page, and what the file says of itself. title names no child.

    size: of the paper, upright: A4, or A5 for a booklet. What is drawn on it is `width` wide: `width_on(size)`.
    edges_are_read: head and foot say what stands nowhere else, so that they are read out: for a single page.
    """

    title: str
    author: str
    subject: str
    head: layout.Edge
    foot: layout.Edge
    size: tuple[float, float] = A4
    edges_are_read: bool = False

    @property
    def width(self) -> float:
        """Return how wide the frame is that blocks are drawn in, in points."""
        return width_on(self.size)

    def room(self) -> float:
        """Return the height between head and foot, in points."""
        width = self.width
        edges = layout.height_of(self.head(1, 1), width) + layout.height_of(self.foot(1, 1), width)
        return float((self.size[1] - TOP - BOTTOM) / _enlarged.get() - edges - UNDER_HEAD - OVER_FOOT)


def width_on(size: tuple[float, float]) -> float:
    """Return the width of the frame on paper of a size, such as `page.A5`: what `page.frame_width` is on A4."""
    return (size[0] - 2 * _side_of(size)) / _enlarged.get()


def _side_of(size: tuple[float, float]) -> float:
    return float(SIDE if size[0] >= PAGE_WIDTH else SMALL_SIDE)


def render(story: layout.Story, sheet: Sheet) -> bytes:
    """Return a tagged PDF. The same story gives the same bytes."""
    times = _enlarged.get()
    width, side, bottom = sheet.width, _side_of(sheet.size) / times, BOTTOM / times
    pages = layout.paginate(story, width, sheet.room())
    written = io.BytesIO()
    canvas = _canvas(written, sheet)
    for number, blocks in enumerate(pages, 1):
        if times != 1:
            canvas.scale(times, times)
        top = (sheet.size[1] - TOP) / times
        head, foot = sheet.head(number, len(pages)), sheet.foot(number, len(pages))
        with canvas.tags.edge(canvas, is_read=sheet.edges_are_read):
            layout.draw_down(head, canvas, side, top, width)
        layout.draw_down(blocks, canvas, side, top - layout.height_of(head, width) - UNDER_HEAD, width)
        with canvas.tags.edge(canvas, is_read=sheet.edges_are_read):
            layout.draw_down(foot, canvas, side, bottom + layout.height_of(foot, width), width)
        canvas.showPage()
    if len(pages) >= BOOKMARKS_FROM:
        canvas.showOutline()
    canvas.save()
    return tags.add_structure(written.getvalue(), canvas.tags.finish())


def _canvas(file: io.BytesIO, sheet: Sheet) -> Any:
    glyphs.register_fonts()
    canvas = tags.TaggedCanvas(
        file,
        pagesize=sheet.size,
        invariant=1,
        pageCompression=1,
        lang="en-GB",
        initialFontName=glyphs.BODY,
        initialFontSize=10,
    )
    canvas._pageRotation = None  # noqa: SLF001 - else every page says /Rotate 0, and some scanners' software acts on the key
    canvas.setTitle(sheet.title)
    canvas.setAuthor(sheet.author)
    canvas.setSubject(sheet.subject)
    canvas.setCreator("LAC health assessment tracker")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def texts_in(held: object) -> Iterable[str]:
    """Yield every text of a document's dataclass, for `missing_glyphs`."""
    return (words for _, words in placed_texts_in(held))


def placed_texts_in(held: object, *names: str) -> Iterator[tuple[str, str]]:
    """Yield where each text of a document's dataclass stands, as 'child (given)', and the text."""
    if isinstance(held, str):
        outer, *inner = (name.replace("_", " ") for name in (*(names or ("text",))[:1], *names[1:][-1:]))
        yield f"{outer} ({inner[0]})" if inner else outer, held
    elif isinstance(held, tuple):
        for each in held:
            yield from placed_texts_in(each, *names)
    elif hasattr(held, "__dataclass_fields__"):
        for name in held.__dataclass_fields__:
            yield from placed_texts_in(getattr(held, name), *names, name)
