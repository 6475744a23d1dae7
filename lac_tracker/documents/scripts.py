"""The scripts whose letters must be joined, stacked or run from the right, and the font files that have them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from lac_tracker import paths

FONTS = paths.RESOURCES / "fonts"


@dataclass(frozen=True)
class Script:
    """A script and the first part of its font's file name: NAME-Regular.ttf, NAME-Bold.ttf."""

    name: str
    file: str
    blocks: tuple[tuple[int, int], ...]  # of Unicode, with both ends
    scale: float = 1.0  # of its type beside the body font, so that it looks as large


SCRIPTS = (
    Script(
        "Arabic",
        "NotoNaskhArabic",
        ((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
        1.2,
    ),
    Script("Hebrew", "NotoSansHebrew", ((0x590, 0x5FF), (0xFB1D, 0xFB4F))),
    Script("Devanagari", "NotoSansDevanagari", ((0x900, 0x97F), (0xA8E0, 0xA8FF))),
    Script("Bengali", "NotoSansBengali", ((0x980, 0x9FF),)),
    Script("Gurmukhi", "NotoSansGurmukhi", ((0xA00, 0xA7F),)),
    Script("Gujarati", "NotoSansGujarati", ((0xA80, 0xAFF),)),
    Script("Tamil", "NotoSansTamil", ((0xB80, 0xBFF),)),
    Script("Ethiopic", "NotoSansEthiopic", ((0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F))),
    Script("Armenian", "NotoSansArmenian", ((0x530, 0x58F), (0xFB13, 0xFB17))),
    Script("Georgian", "NotoSansGeorgian", ((0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F))),
)
BODY_FILE = "NotoSans"


@dataclass(frozen=True, eq=False)
class Face:
    """One font file, open for shaping."""

    name: str  # in a PDF; letters, digits and hyphens
    font: Any  # uharfbuzz.Font
    characters: frozenset[str]
    per_em: int


@lru_cache(maxsize=64)
def open_face(file: str, *, bold: bool) -> Face:
    """Return the face of a font: a name of `SCRIPTS`, `BODY_FILE`, or a path of `optional_fonts`.

    A font without a bold file has the regular one for both. Raises OSError when there is no such file.
    """
    import uharfbuzz  # loaded by the first text that needs it, which most documents have not

    path = Path(file)
    if not path.suffix:
        path = FONTS / f"{file}-{'Bold' if bold else 'Regular'}.ttf"
    elif bold:
        path = path.with_stem(f"{path.stem.removesuffix('-Regular')}-Bold")
        if not path.is_file():
            return open_face(file, bold=False)
    opened = uharfbuzz.Face(path.read_bytes())
    characters = frozenset(map(chr, opened.unicodes))
    name = re.sub(r"[^A-Za-z0-9-]", "", path.stem) or "Own"
    return Face(name, uharfbuzz.Font(opened), characters, opened.upem)


@lru_cache(maxsize=4096)
def font_for(character: str) -> str | None:
    """Return the font that prints a character of a script (`open_face` takes it); None when there is none."""
    code = ord(character)
    for script in SCRIPTS:
        if any(first <= code <= last for first, last in script.blocks):
            return script.file if has(script.file, character) else None
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return None
    return next((file for file in optional_fonts() if has(file, character)), None)


def has(file: str, character: str) -> bool:
    """Return whether both weights of a font have a character."""
    return all(character in open_face(file, bold=bold).characters for bold in (False, True))


@lru_cache(maxsize=1)
def optional_fonts() -> tuple[str, ...]:
    """Return the font files that the team added for further scripts, in order of name: see resources/fonts/README.md.

    A file that does not open, or whose letters are not TrueType outlines, is passed over: its script is reported.
    """
    found: list[Path] = []
    for folder in paths.optional_fonts():
        found += sorted(path for path in folder.glob("*.ttf") if not path.stem.endswith("-Bold"))
    return tuple(str(path) for path in found if _opens(path))


def _opens(path: Path) -> bool:
    import uharfbuzz

    try:
        face = uharfbuzz.Face(path.read_bytes())
    except (OSError, ValueError, uharfbuzz.HarfBuzzError):
        return False
    return bool(face.glyph_count) and "glyf" in face.table_tags


@lru_cache(maxsize=64)
def scale_of(file: str) -> float:
    """Return by how much type of a font is larger than the body font beside it."""
    return next((script.scale for script in SCRIPTS if script.file == file), 1.0)


def script_name(character: str) -> str:
    """Return the script of a letter in words, as 'Arabic' or 'Chinese'."""
    script = re.split(r"[ -]", unicodedata.name(character, ""))[0].capitalize()
    return _SCRIPT_NAMES.get(script, script)


_SCRIPT_NAMES = {"Cjk": "Chinese", "Hiragana": "Japanese", "Katakana": "Japanese", "Hangul": "Korean"}
