"""Words of a line: which are shaped, how wide each is, and how they are drawn side by side."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from reportlab.pdfbase.pdfmetrics import stringWidth

from lac_tracker.documents import direction, glyphs, scripts
from lac_tracker.documents.embedding import marking_of, text_operators
from lac_tracker.documents.glyphs import Piece
from lac_tracker.documents.shaping import Shaped, shape

Run = tuple[Piece, bool]  # the piece, and whether it is bold
BREAKS = " \n"


@dataclass(frozen=True)
class Word:
    """Part of a line that is drawn in one go: of one font and one direction, or a blank."""

    text: str
    level: int  # of embedding: odd ones run from right to left
    size: float
    font: str  # of ReportLab, for what is not shaped
    file: str | None  # of the font that it is shaped with; None: not shaped
    bold: bool
    width: float = 0.0
    shaped: Shaped | None = None

    @property
    def is_blank(self) -> bool:
        """Return whether a line may be broken here."""
        return self.text[0] in BREAKS

    def of(self, text: str) -> "Word":
        """Return part of it, or another text in its font and direction, measured."""
        shaped, width = None, 0.0
        if self.file:
            shaped = shape(text, self.file, bold=self.bold, from_right=bool(self.level % 2))
            width = shaped.advance * self.size / 1000
        elif text != "\n":
            width = float(stringWidth(text, self.font, self.size))
        return Word(text, self.level, self.size, self.font, self.file, self.bold, width, shaped)


def words_of(runs: Iterable[Run], font: str, size: float, *, from_right: bool = False) -> Iterator[Word]:
    """Yield the words and blanks of runs of text, in the order of typing, with their widths.

    font, size: of the paragraph. from_right: whether it reads from the right as a whole.
    """
    runs = tuple(runs)
    text = "".join(piece.text for piece, _ in runs)
    levels: list[int] = []
    for part in re.split("(\n)", text):
        levels += [0] if part == "\n" else direction.levels(part, from_right=from_right)
    start = 0
    keys = (
        (character if character in BREAKS else None, look, level)
        for character, look, level in zip(text, _looks(runs, text, font), levels, strict=True)
    )
    for (blank, look, level), group in groupby(keys):
        count = sum(1 for _ in group)
        words = text[start : start + count]
        start += count
        # What runs from the right is shaped whatever it is: brackets are mirrored
        is_shaped = look.is_shaped or (level % 2 == 1 and look.file != glyphs.SYMBOLS and not blank)
        name = glyphs.SYMBOLS if look.file == glyphs.SYMBOLS else glyphs.BOLD if look.bold else font
        file = (look.file or scripts.BODY_FILE) if is_shaped else None
        scaled = size * scripts.scale_of(file) if file else size
        form = Word("", level, scaled, name, file, look.bold)
        for each in words if blank == "\n" else (words,):
            yield form.of(each)


class _Look(NamedTuple):
    """How a character is set."""

    file: str | None  # of `Piece.font`
    is_shaped: bool
    bold: bool


def _looks(runs: Sequence[Run], text: str, font: str) -> list[_Look]:
    """Return how each character is set. What belongs together is set in one way, so that it stays one text in the file:
    a Latin word of which one letter is shaped, and the blank inside a name."""
    looks: list[_Look] = []
    for piece, strong in runs:
        looks += [_Look(piece.font, piece.shaped, strong or font == glyphs.BOLD)] * len(piece.text)
    for word in re.finditer(f"[^{BREAKS}]+", text):
        places = range(word.start(), word.end())
        if any(looks[at].is_shaped and looks[at].file is None for at in places):
            for at in places:
                looks[at] = looks[at]._replace(is_shaped=looks[at].file != glyphs.SYMBOLS)
    for blank in re.finditer(" +", text):
        before, after = blank.start() - 1, blank.end()
        if before >= 0 and after < len(text) and looks[before] == looks[after] and looks[before].is_shaped:
            looks[before + 1 : after] = [looks[before]] * len(blank.group())
    return looks


def width_of(text: str, font: str, size: float) -> float:
    """Return how wide one line of text is, in points, shaped where it must be."""
    return sum(word.width for word in words_of(((piece, False) for piece in glyphs.pieces(text)), font, size))


def draw(canvas: Any, words: Sequence[Word], x: float, y: float) -> None:
    """Paint words side by side from a point of a `tags.TaggedCanvas` on, each at its place in the line, in the order of typing.

    So programs that read the text out in the order of painting get it as it was typed.
    """
    left: dict[int, float] = {}
    for word in direction.in_visual_order(words):
        left[id(word)] = x
        x += word.width
    for _, group in groupby(words, key=_drawn_together):
        together = direction.in_visual_order(tuple(group))
        first, start = together[0], left[id(together[0])]
        if first.shaped:
            shaped = tuple(word.shaped for word in together if word.shaped)
            operators = text_operators(canvas._doc, shaped, first.size, start, y)  # noqa: SLF001 - where its fonts are
            with canvas.tags.part(canvas, *marking_of(shaped)):
                canvas.mark(operators)
        else:
            canvas.setFont(first.font, first.size)
            canvas.drawString(start, y, "".join(word.text for word in together))


def draw_text(canvas: Any, text: str, font: str, size: float, x: float, y: float) -> None:
    """Paint one line of text from a point on, shaped where it must be."""
    draw(canvas, tuple(words_of(((piece, False) for piece in glyphs.pieces(text)), font, size)), x, y)


def _drawn_together(word: Word) -> tuple[object, ...]:
    """Return what neighbours have in common that are painted as one."""
    return (word.level, word.file, word.bold) if word.file else (word.level, word.font)
