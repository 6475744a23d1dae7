"""The bundled fonts, which characters they can print, and by which of the two ways: plainly or shaped."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from lac_tracker.documents import scripts
from lac_tracker.paths import RESOURCES

BODY = "Body"
BOLD = "Body-Bold"
SYMBOLS = "Symbols"
_FILES = {BODY: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf", SYMBOLS: "DejaVuSans.ttf"}

MOST_MARKS = 4  # on one letter; more would run into the lines above and below, and hide them
_NOT_LEFT_TO_RIGHT = ("R", "AL", "AN")
_MARKS = ("Mn", "Me")
_JOINERS = "\u200c\u200d"  # they belong to the spelling of Persian, Kurdish and Indian languages
_STOPS = "\u0964\u0965"  # full stops of all Indian scripts
_MARKS_LEFT_OUT = "marks with no letter or no room"


class Piece(NamedTuple):
    """A run of characters of one font. `shaped` ones are given to HarfBuzz, the others to ReportLab."""

    text: str
    font: str | None  # None: the font of the paragraph; SYMBOLS; else a font as `scripts.open_face` takes it
    shaped: bool = False


@lru_cache(maxsize=1)
def register_fonts() -> tuple[frozenset[str], frozenset[str]]:
    """Register the fonts once; return the characters that the body font, and that only the symbols, print plainly."""
    faces = {}
    for name, file in _FILES.items():
        font = TTFont(name, RESOURCES / "fonts" / file)
        pdfmetrics.registerFont(font)
        faces[name] = frozenset(map(chr, font.face.charToGlyph))
    pdfmetrics.registerFontFamily(BODY, normal=BODY, bold=BOLD, italic=BODY, boldItalic=BOLD)
    body = {character for character in faces[BODY] & faces[BOLD] if _is_plain(character)}
    symbols = {
        character for character in faces[SYMBOLS] - body if _is_plain(character) and _is_symbol(character)
    }
    return frozenset(body | {"\n"}), frozenset(symbols)


def _is_plain(character: str) -> bool:
    return (
        ord(character) <= 0xFFFF  # ReportLab writes no readable text for what lies beyond
        and unicodedata.category(character) not in ("Cf", "Cc", "Co", "Cn", "Cs", "Zl", "Zp", *_MARKS)
        and unicodedata.bidirectional(character) not in _NOT_LEFT_TO_RIGHT
    )


def _is_symbol(character: str) -> bool:
    """Return whether the symbol font may lend a character: not letters that are joined or have a font of their own."""
    return not unicodedata.name(character, "").startswith(("LAO ", "ARMENIAN ", "GEORGIAN "))


def is_plain(text: str) -> bool:
    """Return whether ReportLab prints a text right: nothing to shape, to turn round or to say in words."""
    return register_fonts()[0].issuperset(text)


def pieces(text: str) -> tuple[Piece, ...]:
    """Return cleaned text as runs of one font, with words in brackets for what no font can print."""
    if is_plain(text):
        return (Piece(text, None),) if text else ()
    return tuple(
        Piece("".join(piece.text for piece in alike), font, is_shaped)
        for (font, is_shaped), alike in groupby(_in_words(text), key=lambda piece: piece[1:])
    )


def missing_glyphs(texts: Iterable[str]) -> tuple[str, ...]:
    """Return what prints as words in brackets, for the person who prints: 'Chinese text: 日本', 'grinning face: 😀'.

    Each script and each sign comes once, in the order of the texts, with its characters.
    """
    found: dict[str, str] = {}
    for text in texts:
        if not is_plain(text):
            for character, words in _unprintable(text):
                if character not in found.setdefault(words, ""):
                    found[words] += character
    return tuple(f"{words}: {characters}" for words, characters in found.items())


def _unprintable(text: str) -> Iterable[tuple[str, str]]:
    """Yield each character that is not printed and can be seen, with what it is in words."""
    for character, piece in _placed(text):
        if (
            piece is None
            and unicodedata.category(character) not in _UNSEEN
            and not _colours_a_sign(character)
        ):
            yield character, _MARKS_LEFT_OUT if _is_mark(character) else _what(character)


_UNSEEN = ("Cf", "Cc", "Zs", "Zl", "Zp", "Cs")  # nothing to see, so nothing is missed


def _placed(text: str) -> Iterable[tuple[str, Piece | None]]:
    """Yield each character with the piece it makes; None where no font prints it."""
    base: Piece | None = None  # of the letter before, which its marks and joiners follow
    marks = 0
    for character in text:
        marks = marks + 1 if _is_mark(character) else 0
        if _goes_with_letter(character):
            yield character, None if marks > MOST_MARKS else _following(character, base)
            continue
        shared = _following(character, base) if character in _STOPS else None
        base = shared or _alone(character)
        yield character, base


@lru_cache(maxsize=4096)
def _alone(character: str) -> Piece | None:
    body, symbols = register_fonts()
    if character in body:
        return Piece(character, None)
    if character in symbols:
        return Piece(character, SYMBOLS)
    font = scripts.font_for(character)
    return Piece(character, font, shaped=True) if font else None


def _following(character: str, base: Piece | None) -> Piece | None:
    """Return a mark or joiner in the font of its letter, when that has it."""
    if base is None or base.font == SYMBOLS or (base.font is None and not _is_mark(character)):
        return None
    if scripts.has(base.font or scripts.BODY_FILE, character):
        return Piece(character, base.font, shaped=True)
    return None


@lru_cache(maxsize=4096)
def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in _MARKS


def _goes_with_letter(character: str) -> bool:
    return _is_mark(character) or character in _JOINERS


def _colours_a_sign(character: str) -> bool:
    return unicodedata.category(character) == "Sk" and "MODIFIER" in unicodedata.name(character, "")


def _in_words(text: str) -> list[Piece]:
    """Return pieces of one letter with its marks, and of words for what is not printed, each said once in a row."""
    made: list[Piece] = []
    for character, piece in _placed(text):
        if piece and made and _goes_with_letter(character):
            made[-1] = piece._replace(text=made[-1].text + character)
            continue
        printed = piece or Piece(_words_for(character), None)
        if printed.text.endswith(" not printable]"):
            last = next((n for n in range(len(made) - 1, -1, -1) if made[n].text.strip()), None)
            if last is not None and made[last] == printed:
                del made[last + 1 :]
                continue
        if printed.text:
            made.append(printed)
    return made


def _words_for(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category in ("Zl", "Zp"):
        return "\n"
    if category in ("Cf", "Cc") or _is_mark(character) or _colours_a_sign(character):
        return ""
    what = _what(character)
    return f"[{what} not printable]" if what.endswith((" text", "character")) else f"[{what}]"


def _what(character: str) -> str:
    """Return what a character is, in words: 'Chinese text', 'grinning face'."""
    category = unicodedata.category(character)
    name = unicodedata.name(character, "")
    if not name or category in ("Co", "Cn", "Cs"):
        return "character"
    if category[0] in "LMN":
        return f"{scripts.script_name(character)} text"
    return name.lower()
