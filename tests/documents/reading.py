"""Reading a PDF back, as a practice's document system would."""

import io

import pypdf
import pypdfium2
from pypdf import PdfReader


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page, every run of blanks and line ends as one blank."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in document]
    finally:
        document.close()


def text_of(pdf: bytes) -> str:
    return " ".join(pages_of(pdf))


def text_as_typed(pdf: bytes) -> str:
    """Return the text by another reader, ten times slower: words from the right in the order they were typed in."""
    return " ".join(" ".join(page.extract_text().split()) for page in open_pdf(pdf).pages)


def open_pdf(pdf: bytes) -> PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def names_of(child: object) -> tuple[str, ...]:
    """Return the given and family name of whom a document is about, as it has them."""
    if hasattr(child, "family"):
        return child.given, child.family
    return tuple(str(child.name).split())  # type: ignore[attr-defined]
