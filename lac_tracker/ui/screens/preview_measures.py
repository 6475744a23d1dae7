"""A document measured from its own file, not from what was meant: size, turn, direction of text, lines, characters."""

import math
import re
from dataclasses import dataclass
from typing import Any

from lac_tracker.domain.errors import UserError

_TOLERANCE = 0.5  # degrees of a turn that is none


@dataclass(frozen=True)
class Measures:
    """sizes: width and height of each page in points as it is looked at; turned: pages, from 1, that are not upright.

    lines: of the first page, and how many would fit on it; (0, 0) where there is no text.
    """

    sizes: tuple[tuple[float, float], ...]
    turned: tuple[int, ...]
    bytes: int
    lines: tuple[int, int]
    text: str

    @property
    def pages(self) -> int:
        return len(self.sizes)

    @property
    def is_upright(self) -> bool:
        return not self.turned and all(height > width for width, height in self.sizes)


def measure(content: bytes) -> Measures:
    """Return what a PDF says of itself. Slow: run it off the screen's thread. Raises UserError for a damaged one."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UserError("This document is damaged and cannot be checked") from error
    try:
        sizes, turned, texts, lines = [], [], [], (0, 0)
        for number in range(len(document)):
            page = document[number]
            left, bottom, right, top = page.get_mediabox()
            sizes.append(page.get_size())
            words = page.get_textpage()
            texts.append(words.get_text_bounded())
            if page.get_rotation() or right - left > top - bottom or _has_turned_text(words):
                turned.append(number + 1)
            if not number:
                lines = _lines(words, top - bottom)
            words.close()
            page.close()
        return Measures(tuple(sizes), tuple(turned), len(content), lines, "\n".join(texts))
    finally:
        document.close()


def _has_turned_text(words: Any) -> bool:
    import pypdfium2.raw as library

    for place in range(words.count_chars()):
        angle = math.degrees(library.FPDFText_GetCharAngle(words.raw, place))
        if angle > 0 and _TOLERANCE < angle < 360 - _TOLERANCE:
            return True
    return False


def _lines(words: Any, height: float) -> tuple[int, int]:
    """Return how many lines stand on a page and how many would, by the largest gap above its foot."""
    tops = sorted({round(words.get_rect(place)[1]) for place in range(words.count_rects())}, reverse=True)
    lines = [top for place, top in enumerate(tops) if not place or tops[place - 1] - top > 4]
    gaps = [upper - lower for upper, lower in zip(lines, lines[1:], strict=False)]
    if len(gaps) < 3:
        return (0, 0)
    usual = sorted(gaps)[len(gaps) // 2]
    widest = max((gap for gap, top in zip(gaps, lines, strict=False) if top < height / 2), default=usual)
    return len(lines), len(lines) + max(int(widest / max(usual, 1)) - 1, 0)


def size_words(count: int) -> str:
    """Return '58 KB' or '1.4 MB'."""
    return f"{count / 1024 / 1024:.1f} MB" if count >= 1024 * 1024 else f"{max(round(count / 1024), 1)} KB"


def as_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
