"""What a file that came from elsewhere really is, by its bytes: accepted, made harmless, or refused in words."""

from __future__ import annotations

import struct
import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_text
from lac_tracker.domain.received_files import (
    JPEG,
    LARGEST,
    MOST_DOTS,
    MOST_PAGES,
    PNG,
    TEXT,
    TIFF,
    CheckedFile,
)

if TYPE_CHECKING:
    from PIL.Image import Image

CHARACTERS_A_PAGE = 4_000  # of a text, shown at a time
_ACCEPTED = "Save it as PDF, PNG, JPEG, TIFF or plain text and file that"
_HUGE = "This picture is {}, which is more than any letter needs. Nothing was kept. Scan it at 200 or 300 dots per inch"
_PICTURES = {b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG, b"II*\x00": TIFF, b"MM\x00*": TIFF}
_FORMATS = {PNG: "PNG", JPEG: "JPEG", TIFF: "TIFF"}
_REFUSED = (  # what a file begins with → what it is
    (b"PK", "a ZIP archive, or a Word or Excel file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file, or an Outlook message"),
    (b"MZ", "a program"), (b"\x7fELF", "a program"), (b"\xcf\xfa\xed\xfe", "a program"), (b"#!", "a script"),
    (b"{\\rtf", "a rich text file"), (b"GIF8", "a GIF picture"), (b"BM", "a BMP picture"), (b"RIFF", "a WebP picture, a sound or a film"),
    (b"%!PS", "a PostScript file"), (b"Rar!", "an archive"), (b"7z\xbc\xaf", "an archive"), (b"\x1f\x8b", "an archive"),
)  # fmt: skip
# What the reader of pictures raises where a file is not what it says it is.
_BROKEN = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RuntimeError, struct.error)
_MARKUP = ("<!doctype", "<html", "<svg", "<?xml", "<script", "<head", "<body", "<!--", "<?php")


def check(content: bytes) -> CheckedFile:
    """Return a file that may be kept, with what could run taken out of it.

    Only its bytes count, never its name. Raises UserError, which says what is wrong and what to do, for another kind
    of file, one that is too large, damaged, or locked with a password, and one made to swell when it is opened.
    """
    if not content:
        raise UserError("This file is empty. Nothing was kept")
    if len(content) > LARGEST:
        raise UserError(
            f"This file has {len(content) / 1024 / 1024:.1f} MB; up to 20 MB can be kept. "
            "Scan it at 200 dots per inch in black and white, or file it in parts"
        )
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if start.startswith(b"%PDF-"):
        from lac_tracker.exchange import received_pdf  # brings large libraries with it

        return received_pdf.check(content)
    for magic, media_type in _PICTURES.items():
        if content.startswith(magic):
            return _picture(content, media_type)
    for magic, words in _REFUSED:
        is_sure = len(magic) > 2 or magic == b"#!" or b"\x00" in content[:64]  # notes may begin "BMI" or "MZ"
        if content.startswith(magic) and is_sure:
            raise UserError(f"This is {words}, whatever its name says. Nothing was kept. {_ACCEPTED}")
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"):
        raise UserError(f"This is a HEIC photograph. Nothing was kept. {_ACCEPTED}")
    return _text(content)


def text_of(content: bytes) -> str:
    """Return the characters of a plain text file, without control characters and direction overrides."""
    return clean_text(_decoded(content), longest=LARGEST)


def text_pages(text: str) -> tuple[str, ...]:
    """Return a text in pieces that a window can show at once, cut at the end of a line where there is one."""
    pages, start = [], 0
    while start < len(text):
        end = start + CHARACTERS_A_PAGE
        if end < len(text):
            end = text.rfind("\n", start + CHARACTERS_A_PAGE // 2, end) + 1 or end
        pages.append(text[start:end])
        start = end
    return tuple(pages)


def open_picture(content: bytes, media_type: str, page: int = 0) -> Image:
    """Return one picture of a file that was checked, upright by what the camera wrote into it."""
    from PIL import Image, ImageOps

    picture = Image.open(BytesIO(content), formats=(_FORMATS[media_type],))
    _refuse_huge(picture.size)
    if page:
        picture.seek(page)
        _refuse_huge(picture.size)
    return ImageOps.exif_transpose(picture) or picture


def picture_sizes(content: bytes, media_type: str) -> tuple[tuple[int, int], ...]:
    """Return width and height in dots of each page of a picture file that was checked."""
    from PIL import Image

    with Image.open(BytesIO(content), formats=(_FORMATS[media_type],)) as picture:
        pages = int(getattr(picture, "n_frames", 1)) if media_type == TIFF else 1
    found = []
    for page in range(pages):
        with open_picture(content, media_type, page) as picture:
            found.append(picture.size)
    return tuple(found)


def _picture(content: bytes, media_type: str) -> CheckedFile:
    from PIL import Image

    lying = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of sizes: they are measured here
            with Image.open(BytesIO(content), formats=(_FORMATS[media_type],)) as first:
                pages = int(getattr(first, "n_frames", 1)) if media_type == TIFF else 1
            if pages > MOST_PAGES:
                raise UserError(
                    f"This picture has {pages} pages; up to {MOST_PAGES} can be kept. File it in parts"
                )
            for page in range(pages):
                with open_picture(content, media_type, page) as picture:
                    picture.load()  # to the last dot: what is damaged is found now, not when it is needed
                    if picture.width > picture.height:
                        lying.append(page + 1)
    except Image.DecompressionBombError as error:
        raise UserError(_HUGE.format("huge")) from error
    except (OSError, EOFError, SyntaxError, *_BROKEN) as error:
        raise UserError(
            "This picture is damaged and cannot be read to its end. Nothing was kept. Scan or save it again"
        ) from error
    return CheckedFile(media_type, content, pages, tuple(lying))


def _refuse_huge(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_DOTS:
        raise UserError(_HUGE.format(f"{size[0]:,} by {size[1]:,} dots"))


def _text(content: bytes) -> CheckedFile:
    text = _decoded(content)
    strange = sum(ord(one) < 32 and one not in "\t\n\r\f" for one in text[:100_000])
    if "\x00" in text or strange > len(text[:100_000]) / 500:
        raise UserError(f"This is not a kind of file that can be kept, whatever its name says. {_ACCEPTED}")
    if text.lstrip("\ufeff \t\r\n")[:15].casefold().startswith(_MARKUP):
        raise UserError(
            f"This is a web page or a drawing made of commands, whatever its name says. Nothing was kept. {_ACCEPTED}"
        )
    pages = text_pages(text_of(content))
    if not "".join(pages).strip():
        raise UserError("This file has no words in it. Nothing was kept")
    return CheckedFile(TEXT, content, len(pages))


def _decoded(content: bytes) -> str:
    """Return text in the encoding it says it has, else UTF-8, else that of older Windows programs."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
