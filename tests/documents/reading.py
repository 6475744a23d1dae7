"""Reading a PDF back, as a practice's document system would."""

import io

import pypdf
from pypdf import PdfReader


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page, every run of blanks and line ends as one blank."""
    return [" ".join(page.extract_text().split()) for page in open_pdf(pdf).pages]


def text_of(pdf: bytes) -> str:
    return " ".join(pages_of(pdf))


def open_pdf(pdf: bytes) -> PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def names_of(child: object) -> tuple[str, ...]:
    """Return the given and family name of whom a document is about, as it has them."""
    if hasattr(child, "family"):
        return child.given, child.family
    return tuple(str(child.name).split())  # type: ignore[attr-defined]
