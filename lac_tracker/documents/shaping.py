"""Letters that join, stack or run from the right, as glyphs at their places (HarfBuzz, through uharfbuzz)."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lac_tracker.documents.scripts import Face, open_face

_PER_EM = 1000.0  # a PDF measures glyphs in thousandths of the size of type


@dataclass(frozen=True)
class Glyph:
    """One glyph of a shaped word. Measures are thousandths of the size of type."""

    number: int  # in its font
    text: str  # what a reader of the PDF gets for it; all glyphs of a word together give the word
    advance: float
    right: float  # how far from its place it stands
    up: float


@dataclass(frozen=True)
class Shaped:
    """A word of one font and one direction, its glyphs from left to right."""

    text: str
    from_right: bool
    face: Face
    glyphs: tuple[Glyph, ...]
    advance: float
    top: float  # of the ink above the line, and below it
    bottom: float


@lru_cache(maxsize=4096)
def shape(text: str, file: str, *, bold: bool, from_right: bool) -> Shaped:
    """Return a word as glyphs. file: a font as `scripts.open_face` takes it."""
    import uharfbuzz

    face = open_face(file, bold=bold)
    buffer = uharfbuzz.Buffer()
    levels = uharfbuzz.BufferClusterLevel
    buffer.cluster_level = levels.MONOTONE_GRAPHEMES if from_right else levels.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if from_right else "ltr"
    uharfbuzz.shape(face.font, buffer)
    infos, places = buffer.glyph_infos, buffer.glyph_positions
    scale = _PER_EM / face.per_em
    written = _texts([info.cluster for info in infos], text, from_right=from_right)
    glyphs, at, top, bottom = [], 0.0, 0.0, 0.0
    for info, place, words in zip(infos, places, written, strict=True):
        glyphs.append(
            Glyph(
                info.codepoint, words, place.x_advance * scale, place.x_offset * scale, place.y_offset * scale
            )
        )
        ink = face.font.get_glyph_extents(info.codepoint)
        if ink and ink.height:
            top = max(top, (place.y_offset + ink.y_bearing) * scale)
            bottom = min(bottom, (place.y_offset + ink.y_bearing + ink.height) * scale)
        at += place.x_advance * scale
    return Shaped(text, from_right, face, tuple(glyphs), at, top, bottom)


def _texts(clusters: list[int], text: str, *, from_right: bool) -> list[str]:
    """Return what each glyph stands for, so that the glyphs in the order of reading give the text.

    From left to right the characters of a cluster are dealt to its glyphs one by one, the last takes what is left over:
    a vowel that is drawn before its consonant is still read after it. From right to left a letter has its marks with it:
    programs that turn the glyphs round would lose them.
    """
    starts = sorted({*clusters, len(text)})
    following = dict(zip(starts, starts[1:], strict=False))
    order = range(len(clusters) - 1, -1, -1) if from_right else range(len(clusters))
    written = [""] * len(clusters)
    members: dict[int, list[int]] = {}
    for place in order:
        members.setdefault(clusters[place], []).append(place)
    for start, places in members.items():
        characters = text[start : following[start]]
        if from_right:
            written[places[0]] = characters
            continue
        for count, place in enumerate(places):
            last = count == len(places) - 1
            written[place] = characters[count:] if last else characters[count : count + 1]
    return written


def break_points(word: str) -> Iterator[int]:
    """Yield the places where a word that is too long for a line may be cut: never inside a letter with its marks."""
    for place in range(1, len(word)):
        if unicodedata.category(word[place]) in ("Mn", "Mc", "Me", "Cf"):
            continue
        if unicodedata.combining(word[place - 1]) == _JOINS_NEXT or word[place - 1] == "\u200d":
            continue
        yield place


_JOINS_NEXT = 9  # the combining class of the sign that makes one letter of two, as in Devanagari
