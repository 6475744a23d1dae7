"""A paragraph with letters that ReportLab cannot set: shaped by HarfBuzz, each line in its order of reading.

It is wrapped, cut and drawn as a ReportLab paragraph is, so that blocks of a page hold either. Plain words in it are
drawn in ReportLab's way, so that a document embeds its body font once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reportlab.lib.enums import TA_RIGHT
from reportlab.pdfbase.pdfmetrics import getAscentDescent

from lac_tracker.documents import direction, shaped_line
from lac_tracker.documents.shaped_line import Run, Word
from lac_tracker.documents.shaping import break_points

_ROOM_OVER, _ROOM_UNDER = 0.95, 0.29  # of the size of type: ink beyond makes a line higher
_CLOSE = 0.01  # points; sums of widths are not exact


@dataclass(frozen=True)
class Line:
    """Words in the order of typing, without the blank at which the line was broken."""

    words: tuple[Word, ...]
    end: int  # how many characters of the paragraph are used up
    over: float  # how much further than usual the ink reaches up and down, in points
    under: float

    @property
    def width(self) -> float:
        return sum(word.width for word in self.words)


class ShapedText:
    """Runs of text in one style. from_right: the whole paragraph reads from the right; None: as its text is."""

    def __init__(self, runs: Sequence[Run], look: Any, *, from_right: bool | None = None) -> None:
        self.runs = tuple(runs)
        self.style = look
        self.text = "".join(piece.text for piece, _ in self.runs)
        self.from_right = direction.is_paragraph_from_right(self.text) if from_right is None else from_right
        self._lines: tuple[Line, ...] = ()
        self._width = 0.0

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the width, and the height that the text takes at it."""
        if width != self._width:
            self._width, self._lines = width, tuple(self._broken(width))
        return width, sum(map(self._high, self._lines))

    def split(self, width: float, room: float) -> list["ShapedText"]:
        """Return the part whose lines fit into the room and the rest; nothing when no line fits, itself when all do."""
        self.wrap(width, 0)
        used, fitting = 0.0, 0
        for line in self._lines:
            used += self._high(line)
            if used > room + _CLOSE:
                break
            fitting += 1
        if fitting == len(self._lines):
            return [self]
        if not fitting:
            return []
        cut = self._lines[fitting - 1].end
        return [self._part(0, cut), self._part(cut, len(self.text))]

    def drawOn(self, canvas: Any, x: float, y: float) -> None:  # noqa: N802 - as ReportLab's are called
        """Paint it, wrapped before; x, y: its lower left corner."""
        ascent = getAscentDescent(self.style.fontName, self.style.fontSize)[0]
        top = y + sum(map(self._high, self._lines))
        to_right = self.from_right or self.style.alignment == TA_RIGHT
        for line in self._lines:
            start = x + (self._width - line.width if to_right else 0.0)
            shaped_line.draw(canvas, line.words, start, top - line.over - ascent)
            top -= self._high(line)

    def _high(self, line: Line) -> float:
        return float(self.style.leading) + line.over + line.under

    def _part(self, start: int, end: int) -> "ShapedText":
        kept: list[Run] = []
        at = 0
        for piece, strong in self.runs:
            first, last = max(start - at, 0), min(end - at, len(piece.text))
            if first < last:
                kept.append((piece._replace(text=piece.text[first:last]), strong))
            at += len(piece.text)
        return ShapedText(kept, self.style, from_right=self.from_right)

    @cached_property
    def _words(self) -> tuple[Word, ...]:
        look = self.style
        return tuple(
            shaped_line.words_of(self.runs, look.fontName, look.fontSize, from_right=self.from_right)
        )

    def _broken(self, width: float) -> Iterator[Line]:
        """Yield lines, broken at blanks, or inside a word that alone is wider than a line."""
        waiting = [*reversed(self._words)]
        line: list[Word] = []
        room, used = width, 0
        while waiting:
            whole = _unbreakable(waiting)
            if whole[0].text != "\n" and not whole[0].is_blank and _wide(whole) > room + _CLOSE:
                if line:
                    yield self._line(line, used)
                    line, room = [], width
                if _wide(whole) > room + _CLOSE and self.style.splitLongWords:
                    whole, rest = _cut(whole, room)
                    waiting += reversed(rest)
            used += sum(len(word.text) for word in whole)
            if whole[0].text == "\n":
                yield self._line(line, used)
                line, room = [], width
            elif (
                line or not whole[0].is_blank or used == len(whole[0].text)
            ):  # none at the start of a later line
                line += whole
                room -= _wide(whole)
        if line:
            yield self._line(line, used)

    def _line(self, words: list[Word], end: int) -> Line:
        while words and words[-1].is_blank:
            words = words[:-1]
        size = float(self.style.fontSize)
        inks = [(word.shaped, word.size / 1000) for word in words if word.shaped]
        over = max((ink.top * scale for ink, scale in inks), default=0.0) - _ROOM_OVER * size
        under = max((-ink.bottom * scale for ink, scale in inks), default=0.0) - _ROOM_UNDER * size
        return Line(tuple(words), end, max(0.0, over), max(0.0, under))


def _unbreakable(waiting: list[Word]) -> list[Word]:
    """Take the next words that belong together off the end of a list: a blank, or all up to the next blank."""
    whole = [waiting.pop()]
    while waiting and not whole[0].is_blank and not waiting[-1].is_blank:
        whole.append(waiting.pop())
    return whole


def _wide(words: Sequence[Word]) -> float:
    return sum(word.width for word in words)


def _cut(words: list[Word], room: float) -> tuple[list[Word], list[Word]]:
    """Return the beginning of a long word that fits the room, at least one letter, and the rest."""
    for place, word in enumerate(words):
        if word.width > room + _CLOSE:
            start = _fitting(word, room, at_least_one=place == 0)
            if not start:
                return words[:place], words[place:]
            rest = word.text[len(start) :]
            return [*words[:place], word.of(start)], [*([word.of(rest)] if rest else []), *words[place + 1 :]]
        room -= word.width
    return words, []


def _fitting(word: Word, room: float, *, at_least_one: bool) -> str:
    fitting = ""
    for at in (*break_points(word.text), len(word.text)):
        if word.of(word.text[:at]).width > room + _CLOSE and (fitting or not at_least_one):
            break
        fitting = word.text[:at]
        if word.of(fitting).width > room + _CLOSE:
            break
    return fitting
