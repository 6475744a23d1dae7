"""Shaped words in a PDF: the part of a font that a document uses, and what each glyph means."""

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc

from lac_tracker.documents.scripts import Face
from lac_tracker.documents.shaping import Glyph, Shaped

_FILLED = 0xFFFF  # codes of two bytes
_WIDEST_LIST = 100  # entries between two brackets of a list of meanings, which the format limits


class EmbeddedFont:
    """One face in one document. Codes are given out as glyphs are drawn: one for each glyph and meaning."""

    def __init__(self, face: Face, name: str) -> None:
        self.face, self.name = face, name
        blank = face.font.get_nominal_glyph(ord(" "))
        # Every font has its blank: programs tell by its width which gaps between glyphs are blanks
        self._codes: dict[tuple[int, str], int] = {(blank, " "): 1} if blank else {}

    def code(self, glyph: Glyph) -> int:
        """Return the code that draws a glyph and is read as its text."""
        key = (glyph.number, glyph.text)
        if key not in self._codes:
            if len(self._codes) >= _FILLED:
                raise ValueError("A document holds at most 65,535 different glyphs of one font")
            self._codes[key] = len(self._codes) + 1
        return self._codes[key]

    def natural_advance(self, glyph: Glyph) -> float:
        """Return the advance that the file states for a glyph: a viewer moves by it."""
        return float(self.face.font.get_glyph_h_advance(glyph.number)) * 1000 / self.face.per_em

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - ReportLab calls it when it writes the file
        """Write the font: ReportLab's name for it."""
        base = f"SHAPED+{self.face.name}"
        fonts = doc.idToObject["BasicFonts"].dict
        fonts[self.name] = doc.Reference(
            _dictionary(
                Type=_name("Font"), Subtype=_name("Type0"), BaseFont=_name(base), Encoding=_name("Identity-H"),
                DescendantFonts=pdfdoc.PDFArray([doc.Reference(self._descendant(doc, base))]),
                ToUnicode=doc.Reference(_stream(doc, self._meanings())),
            )
        )  # fmt: skip

    def _descendant(self, doc: Any, base: str) -> Any:
        scale = 1000 / self.face.per_em
        font = self.face.font
        across = font.get_font_extents("ltr")
        file = _subset(self.face, {number for number, _ in self._codes})
        descriptor = _dictionary(
            Type=_name("FontDescriptor"), FontName=_name(base), Flags=4, ItalicAngle=0, StemV=80,
            FontBBox=pdfdoc.PDFArray([-1000, round(across.descender * scale), 3000, round(across.ascender * scale)]),
            Ascent=round(across.ascender * scale), Descent=round(across.descender * scale),
            CapHeight=round(across.ascender * scale * 0.7), FontFile2=doc.Reference(_stream(doc, file, Length1=len(file))),
        )  # fmt: skip
        to_glyph = b"\0\0" + b"".join(number.to_bytes(2, "big") for number, _ in self._codes)
        widths = [round(font.get_glyph_h_advance(number) * scale, 2) for number, _ in self._codes]
        return _dictionary(
            Type=_name("Font"), Subtype=_name("CIDFontType2"), BaseFont=_name(base), DW=0,
            CIDSystemInfo=_dictionary(
                Registry=pdfdoc.PDFString("Adobe"), Ordering=pdfdoc.PDFString("Identity"), Supplement=0
            ),
            FontDescriptor=doc.Reference(descriptor), W=pdfdoc.PDFArray([1, pdfdoc.PDFArray(widths)]),
            CIDToGIDMap=doc.Reference(_stream(doc, to_glyph)),
        )  # fmt: skip

    def _meanings(self) -> bytes:
        lines = [f"<{code:04X}> <{_hexed(text)}>" for (_, text), code in self._codes.items()]
        lists = []
        for start in range(0, len(lines), _WIDEST_LIST):
            part = lines[start : start + _WIDEST_LIST]
            lists += [f"{len(part)} beginbfchar", *part, "endbfchar"]
        return "\n".join([*_CMAP_HEAD, *lists, *_CMAP_FOOT]).encode("ascii")


_CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def", "/CMapName /Adobe-Identity-UCS def",
    "/CMapType 2 def", "1 begincodespacerange", "<0000> <FFFF>", "endcodespacerange",
)  # fmt: skip
_CMAP_FOOT = ("endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end")

_in_documents: "WeakKeyDictionary[Any, dict[int, EmbeddedFont]]" = WeakKeyDictionary()


def font_in(doc: Any, face: Face) -> EmbeddedFont:
    """Return the font of a face in a document that is being made."""
    fonts = _in_documents.setdefault(doc, {})
    if id(face) not in fonts:
        fonts[id(face)] = EmbeddedFont(face, f"S{len(fonts) + 1}")
        doc.delayedFonts.append(fonts[id(face)])
    return fonts[id(face)]


def text_operators(doc: Any, words: Sequence[Shaped], size: float, x: float, y: float) -> str:
    """Return what paints words of one font side by side from a point on."""
    font = font_in(doc, words[0].face)
    written = [f"BT /{font.name} {size:g} Tf 1 0 0 1 {x:.3f} {y:.3f} Tm"]
    line: list[str] = []
    rise = 0.0
    for glyph in (glyph for word in words for glyph in word.glyphs):
        if glyph.up != rise:
            written += _shown(line)
            written.append(f"{glyph.up * size / 1000:.3f} Ts")
            line, rise = [], glyph.up
        after = font.natural_advance(glyph) - glyph.advance + glyph.right
        line += [*_moved(-glyph.right), f"<{font.code(glyph):04X}>", *_moved(after)]
    return f"q {' '.join([*written, *_shown(line), 'ET'])} Q"


def marking_of(words: Sequence[Shaped]) -> tuple[str, str]:
    """Return how the marked part is called that words of one font and direction stand in, and its properties.

    From left to right it says its text, for what ToUnicode cannot say: vowels drawn before their consonant. From right
    to left it says that its letters are: programs turn them round, and would turn a text said beside them too.
    """
    if words[0].from_right:
        return "ReversedChars", ""
    return "Span", f" /ActualText <FEFF{_hexed(''.join(word.text for word in words))}>"


def _moved(thousandths: float) -> list[str]:
    return [f"{thousandths:.2f}"] if abs(thousandths) > 0.005 else []


def _shown(line: list[str]) -> list[str]:
    return [f"[{' '.join(line)}] TJ"] if line else []


def _subset(face: Face, glyphs: set[int]) -> bytes:
    """Return the font file with these glyphs only, at their own numbers."""
    import uharfbuzz

    wanted = uharfbuzz.SubsetInput()
    flags = uharfbuzz.SubsetFlags
    wanted.flags = flags.RETAIN_GIDS | flags.NO_HINTING | flags.NO_LAYOUT_CLOSURE | flags.NOTDEF_OUTLINE
    wanted.glyph_set.update(glyphs)
    tables = uharfbuzz.SubsetInputSets.DROP_TABLE_TAG
    wanted.sets(tables).update(
        _tag(name) for name in ("GSUB", "GPOS", "GDEF", "name", "DSIG", "STAT", "cmap", "post")
    )
    return bytes(uharfbuzz.subset(face.font.face, wanted).blob.data)


def _tag(name: str) -> int:
    return int.from_bytes(name.encode("ascii"), "big")


def _hexed(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()


def _name(words: str) -> Any:
    return pdfdoc.PDFName(words)


def _dictionary(**entries: Any) -> Any:
    return pdfdoc.PDFDictionary(entries)


def _stream(doc: Any, content: bytes, **entries: Any) -> Any:
    stream = pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress] if doc.compression else None)
    for key, value in entries.items():
        stream.dictionary[key] = value
    return stream
