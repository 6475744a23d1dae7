"""Reading the structure of a PDF back, as a screen reader does: with two libraries, neither of which wrote the text."""

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
import pypdfium2
from pypdfium2 import raw


@dataclass
class Element:
    """One element: its kind, its scope (of a header cell), what it says itself, and what is in it."""

    kind: str
    scope: str = ""
    alt: str = ""
    words: str = ""
    parts: int = 0  # marked parts of pages that are in it
    kids: list["Element"] = field(default_factory=list)

    def all(self, *kinds: str) -> list["Element"]:
        """Return every element of these kinds in it, in reading order."""
        return [each for each in self.walk() if not kinds or each.kind in kinds]

    def walk(self) -> Iterator["Element"]:
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def text(self) -> str:
        """Return what it says with everything in it, every run of blanks as one."""
        return " ".join(" ".join(each.words for each in self.walk()).split())


def read(pdf: bytes) -> Element:
    """Return the whole tree."""
    words = _words_of_parts(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = {page.obj.objgen: place for place, page in enumerate(opened.pages)}

        def element(item: pikepdf.Object) -> Element:
            attributes = item.get("/A", {})
            made = Element(str(item.S)[1:], str(attributes.get("/Scope", ""))[1:], str(item.get("/Alt", "")))
            kids = item.get("/K", pikepdf.Array())
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, int):
                    made.words += words.get((pages[item.Pg.objgen], kid), "")
                    made.parts += 1
                elif "/MCID" in kid:
                    made.words += words.get((pages[kid.Pg.objgen], int(kid.MCID)), "")
                    made.parts += 1
                else:
                    assert kid.P.objgen == item.objgen
                    made.kids.append(element(kid))
            return made

        (root,) = opened.Root.StructTreeRoot.K
        return element(root)


def _words_of_parts(pdf: bytes) -> dict[tuple[int, int], str]:
    """Return (page, number of the marked part) → text."""
    found: dict[tuple[int, int], str] = {}
    document = pypdfium2.PdfDocument(pdf)
    try:
        for place in range(len(document)):
            page = document[place]
            text = page.get_textpage()
            for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                key = (place, raw.FPDFPageObj_GetMarkedContentID(drawn))
                found[key] = found.get(key, "") + words_of(drawn, text)
    finally:
        document.close()
    return found


def pictures(pdf: bytes) -> set[tuple[int, int]]:
    """Return the marked parts that are pictures: (page, number on it)."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        places = {page.obj.objgen: place for place, page in enumerate(opened.pages)}
        (root,) = opened.Root.StructTreeRoot.K
        kids = root.K if isinstance(root.K, pikepdf.Array) else [root.K]
        return {(places[each.Pg.objgen], int(each.K)) for each in kids if each.S == "/Figure"}


def words_of(drawn: pypdfium2.PdfObject, text: pypdfium2.PdfTextPage) -> str:
    """Return the text of one piece."""
    length = raw.FPDFTextObj_GetText(drawn, text, None, 0)
    held = ctypes.create_string_buffer(length)
    raw.FPDFTextObj_GetText(drawn, text, ctypes.cast(held, ctypes.POINTER(ctypes.c_ushort)), length)
    return held.raw.decode("utf-16-le").rstrip("\0")
