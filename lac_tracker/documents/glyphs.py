"""The bundled fonts, and which characters they can print."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from lac_tracker.paths import RESOURCES

BODY = "Body"
BOLD = "Body-Bold"
SYMBOLS = "Symbols"
_FILES = {BODY: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf", SYMBOLS: "DejaVuSans.ttf"}

# ReportLab neither joins letters nor turns lines round: these scripts would come out as nonsense, so they do not.
_NOT_LEFT_TO_RIGHT = ("R", "AL", "AN")
_SCRIPT_NAMES = {"Cjk": "Chinese", "Hiragana": "Japanese", "Katakana": "Japanese", "Hangul": "Korean"}
_INVISIBLE = ("Cf", "Mn", "Me")  # joiners and marks of a character that was not printed
_NOT_PRINTABLE = "[character not printable]"


class Piece(NamedTuple):
    """A run of characters of one font."""

    text: str
    font: str | None  # None: the font of the paragraph


@lru_cache(maxsize=1)
def register_fonts() -> tuple[frozenset[str], frozenset[str]]:
    """Register the fonts once; return the characters of the body font, and those only the symbols have."""
    faces = {}
    for name, file in _FILES.items():
        font = TTFont(name, RESOURCES / "fonts" / file)
        pdfmetrics.registerFont(font)
        faces[name] = frozenset(map(chr, font.face.charToGlyph))
    pdfmetrics.registerFontFamily(BODY, normal=BODY, bold=BOLD, italic=BODY, boldItalic=BOLD)
    body = {character for character in faces[BODY] & faces[BOLD] if _may_print(character)}
    symbols = {character for character in faces[SYMBOLS] - body if _may_print(character)}
    return frozenset(body | {"\n"}), frozenset(symbols)


def _may_print(character: str) -> bool:
    return (
        ord(character) <= 0xFFFF  # ReportLab writes no readable text for what lies beyond
        and unicodedata.category(character) not in ("Cf", "Cc", "Co", "Cn", "Cs", "Zl", "Zp")
        and unicodedata.bidirectional(character) not in _NOT_LEFT_TO_RIGHT
        and not unicodedata.name(character, "").startswith("LAO ")
    )


def pieces(text: str) -> tuple[Piece, ...]:
    """Return cleaned text as runs of one font, with words in brackets for what no font can print."""
    body, symbols = register_fonts()
    if body.issuperset(text):
        return (Piece(text, None),) if text else ()
    runs: list[Piece] = []
    for character in _in_words(text, body | symbols):
        font = None if character in body else SYMBOLS
        if runs and runs[-1].font == font:
            runs[-1] = Piece(runs[-1].text + character, font)
        else:
            runs.append(Piece(character, font))
    return tuple(runs)


def missing_glyphs(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the characters, each once in order of code, that print as words in brackets."""
    body, symbols = register_fonts()
    found = {
        character
        for text in texts
        for character in text
        if character not in body and character not in symbols
    }
    return tuple(sorted(character for character in found if unicodedata.category(character) not in _UNSEEN))


_UNSEEN = ("Cf", "Cc", "Zs", "Zl", "Zp", "Cs")  # nothing to see, so nothing is missed


def _in_words(text: str, printable: frozenset[str]) -> str:
    written: list[str] = []
    for character in text:
        if character in printable:
            written.append(character)
        else:
            written.append(_words_for(character))
    return re.sub(r"(\[[^\[\]]+ not printable\])(?:\s*\1)+", r"\1", "".join(written))


def _words_for(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category in ("Zl", "Zp"):
        return "\n"
    if category in _INVISIBLE or category == "Cc":
        return ""
    name = unicodedata.name(character, "")
    if not name or category in ("Co", "Cn", "Cs"):
        return _NOT_PRINTABLE
    if category[0] in "LMN":
        script = re.split(r"[ -]", name)[0].capitalize()
        return f"[{_SCRIPT_NAMES.get(script, script)} text not printable]"
    return "" if "MODIFIER" in name else f"[{name.lower()}]"
