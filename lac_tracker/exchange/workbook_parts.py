"""The parts of an Excel workbook, bounded before any is opened; none may declare what grows or fetches when it is read."""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from xml.parsers import expat

from lac_tracker.exchange.reading import refusal

MOST_UNCOMPRESSED = 150 * 1024 * 1024
MOST_PARTS = 2_000
MOST_RATIO = 250  # lists with many alike cells shrink to a hundredth; a bomb to a thousandth
# What the libraries come across in a part that is damaged, or made to be.
DAMAGE = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError,
    ValueError, expat.ExpatError, struct.error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
_XML = (".xml", ".rels")
_BEFORE_XML = b"\xef\xbb\xbf \t\r\n"
_LONGEST_PROLOGUE = 64 * 1024
CHUNK = 128 * 1024  # read at a time
_UTF_8 = ("utf-8", "us-ascii")


class NotPlain(ValueError):
    """A part declares entities or a document type, or is in another encoding than UTF-8: no spreadsheet writes that."""


class _RootReached(Exception):  # noqa: N818 - no error: what is looked at ends here
    pass


def check_archive(file: str, data: bytes) -> None:
    """Raise ImportRefused for what is no .xlsx, would grow beyond all bounds when it is opened, or is no plain XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_parts(file, parts)
            plain = all(_is_plain(archive, part) for part in parts)
    except DAMAGE:
        raise refusal(
            file, 0, "", "", "is damaged: it is no complete Excel workbook. Ask for it again"
        ) from None
    if not plain:
        raise not_plain(file)


def not_plain(file: str) -> Exception:
    """Return the refusal of a workbook with a part that raised NotPlain."""
    return refusal(
        file, 0, "", "", "is damaged: a part of it is no plain XML. Save it anew as .xlsx in Excel"
    )


def plain_parser() -> expat.XMLParserType:
    """Return Python's parser in C, namespace and name with a blank between, that refuses all but plain XML.

    What can make a part grow beyond its size, or fetch something, is declared in a document type: it stops there. So it
    needs no slower parser around it. Raises NotPlain while it parses, and expat.ExpatError for what is no XML.
    """
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.XmlDeclHandler = _check_encoding
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.UnparsedEntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    return parser


def _check_parts(file: str, parts: Sequence[zipfile.ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise refusal(file, 0, "", "", "is a locked archive, not an Excel workbook")
    if "xl/workbook.bin" in names:
        raise refusal(file, 0, "", "", "is a binary workbook (.xlsb). Save it as .xlsx and choose that")
    if not any(name.startswith("xl/") for name in names):
        raise refusal(file, 0, "", "", "is no Excel workbook. Save the list as .xlsx or as CSV UTF-8")
    whole = sum(part.file_size for part in parts)
    grows = any(
        part.file_size > 1024 * 1024 and part.file_size > MOST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if whole > MOST_UNCOMPRESSED or len(parts) > MOST_PARTS or grows:
        raise refusal(
            file, 0, "", f"{whole / 1024 / 1024:.0f} MiB unpacked",
            "would grow too large when it is opened. Save only the list itself as a new workbook",
        )  # fmt: skip


def _is_plain(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Return whether a part is no XML, or begins as plain XML: only before its first element can it declare anything."""
    with archive.open(part) as opened:
        head = opened.read(_LONGEST_PROLOGUE)
    if not part.filename.lower().endswith(_XML) and not head.lstrip(_BEFORE_XML).startswith(b"<"):
        return True
    if b"\0" in head[:100]:  # UTF-16, which nothing that makes workbooks writes
        return False
    parser = plain_parser()
    parser.StartElementHandler = _stop
    try:
        parser.Parse(head, False)
    except _RootReached:
        return True
    except (NotPlain, expat.ExpatError):
        return False
    return False  # no element in all that: nothing a spreadsheet writes


def _stop(*_element: object) -> None:
    raise _RootReached


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in _UTF_8:
        raise NotPlain


def _refuse(*_what: object) -> int:
    raise NotPlain
