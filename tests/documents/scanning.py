"""A practice's scanner: a page in black and white at 200 dots to the inch, and its letters read again."""

import io
import os
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher

import pypdfium2

DOTS_PER_INCH = 200
DATE = re.compile(r"\b\d{1,2}(?:-| )[A-Z][a-z]+(?:-| )\d{4}\b")
_ONE_CORE = os.environ | {"OMP_THREAD_LIMIT": "1"}


def pictures_of(pdf: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the text of each page, and its picture as a fax sends it: one bit a dot, CCITT Group 4."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            page = document[number]
            grey = page.render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil()
            held = io.BytesIO()
            dots = (DOTS_PER_INCH, DOTS_PER_INCH)
            grey.point(lambda shade: 255 * (shade >= 128)).convert("1").save(
                held, "TIFF", compression="group4", dpi=dots
            )
            yield " ".join(page.get_textpage().get_text_range().split()), held.getvalue()
    finally:
        document.close()


def words_read(picture: bytes) -> str:
    """Return what Tesseract reads."""
    return _tesseract(picture, "--psm", "3")


def orientation(picture: bytes) -> int:
    """Return by how many degrees Tesseract would turn the page."""
    found = re.search(r"Rotate: (\d+)", _tesseract(picture, "--psm", "0"))
    assert found
    return int(found[1])


def _tesseract(picture: bytes, *options: str) -> str:
    command = ["tesseract", "stdin", "stdout", "--dpi", str(DOTS_PER_INCH), *options]
    return subprocess.run(
        command, input=picture, capture_output=True, check=True, env=_ONE_CORE
    ).stdout.decode()


def plain(words: str) -> str:
    """Return words as a reader of English letters gives them back: small, without accents, quotes and dashes alike."""
    flat = words.casefold().translate(str.maketrans("łđøıœæ’‘“”–—", "ldoioa''\"\"--"))
    return "".join(each for each in unicodedata.normalize("NFKD", flat) if not unicodedata.combining(each))


def words_of(text: str) -> list[str]:
    """Return its words of three letters and more, and its numbers."""
    return re.findall(r"[a-z]{3,}|\d+", plain(text))


def is_latin(words: str) -> bool:
    return all(unicodedata.name(each, "").startswith("LATIN") for each in words if each.isalpha())


def likeness(words: str, text: str) -> float:
    """Return how well words are found in a text, from 0 to 1, wherever they stand in it."""
    wanted, inside = plain(words), plain(text)
    if wanted in inside:
        return 1.0
    best = 0.0
    for start in range(0, max(len(inside) - len(wanted), 0) + 1):
        if inside[start : start + 1] == wanted[:1] or start == 0:
            best = max(best, SequenceMatcher(None, wanted, inside[start : start + len(wanted)]).ratio())
    return best
