"""A PDF that came from elsewhere: whole, unlocked, of sane size, and with nothing left in it that could run."""

import logging
import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.received_files import MOST_DOTS, MOST_PAGES, PDF, CheckedFile

logging.getLogger("pikepdf._core").setLevel(logging.CRITICAL)  # what it complains of may quote the file
_MOST_IN_LIST = 64 * 1024 * 1024  # bytes of one packed list of objects: real ones have thousands
_MOST_IN_STREAM = (
    256 * 1024 * 1024
)  # bytes of a page or a picture: the largest that may be kept has 200 million
_PIECE = 16 * 1024  # bytes read at a time
_DEEPEST = 60  # of things within things that are not objects of their own
_LARGEST_SIDE = 14_400  # points: what the format allows
# What the reader raises, besides its own error, where a file is not what it says it is.
_BROKEN = (RuntimeError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
_DAMAGED = "This PDF is damaged and cannot be read to its end. Nothing was kept. Ask for it again, or print and scan it"
# What an action or an annotation can do → what it is called when it was taken out.
_ACTIONS = {
    "/JavaScript": "a script", "/Launch": "a command that starts a program", "/SubmitForm": "a command that sends data",
    "/ImportData": "a command that reads a file", "/GoToR": "a link to a file", "/GoToE": "a link to a file",
    "/Rendition": "a sound or film", "/Movie": "a sound or film", "/Sound": "a sound or film", "/RichMediaExecute": "a sound or film",
}  # fmt: skip
_ANNOTATIONS = {
    "/FileAttachment": "an attached file", "/RichMedia": "a sound or film", "/Screen": "a sound or film",
    "/Movie": "a sound or film", "/Sound": "a sound or film", "/3D": "a moving model",
}  # fmt: skip


def check(content: bytes) -> CheckedFile:
    """Return a PDF that may be kept; `taken_out` says what was taken out of it, '' when it is as it came.

    Raises UserError for one with a password, a damaged one, and one whose pages or pictures are beyond reason.
    """
    _refuse_swelling(content)
    try:
        with pikepdf.open(BytesIO(content)) as opened:
            pages = len(opened.pages)
            if not pages:
                raise UserError(_DAMAGED)
            if pages > MOST_PAGES:
                raise UserError(
                    f"This PDF has {pages} pages; up to {MOST_PAGES} can be kept. File it in parts"
                )
            taken_out = _make_harmless(opened)
            lying = _lying(opened)
            if taken_out or opened.is_encrypted:
                kept = BytesIO()
                opened.save(kept, deterministic_id=True)
                content = kept.getvalue()
    except pikepdf.PasswordError as error:
        raise UserError(
            "This PDF is locked with a password. Nothing was kept. Ask the sender for it without one, or print and scan it"
        ) from error
    except (pikepdf.PdfError, *_BROKEN) as error:
        raise UserError(_DAMAGED) from error
    _refuse_undrawable(content, pages)
    words = f"Taken out: {', '.join(taken_out)}" if taken_out else ""
    return CheckedFile(PDF, content, pages, lying, words)


def _make_harmless(opened: pikepdf.Pdf) -> tuple[str, ...]:
    """Take out everything that could run or open something, and return what it was in words."""
    found: dict[str, None] = {}
    root = opened.Root
    for key, words in (("/OpenAction", ""), ("/AA", ""), ("/XFA", "a form with scripts")):
        if key in root:
            found |= _named(root[key], words)
            del root[key]
    if "/AcroForm" in root and "/XFA" in root.AcroForm:
        del root.AcroForm["/XFA"]
        found["a form with scripts"] = None
    if "/Names" in root:
        for key, words in (("/JavaScript", "a script"), ("/EmbeddedFiles", "an attached file")):
            if key in root.Names:
                del root.Names[key]
                found[words] = None
    for key in ("/AF", "/Collection"):
        if key in root:
            del root[key]
            found["an attached file"] = None
    for held in _dictionaries(opened):
        found |= _cleaned(held)
    return tuple(words for words in found if words)


def _cleaned(held: Any) -> dict[str, None]:
    """Take out of one dictionary what could run; return what it was. Refuses a picture beyond reason."""
    found: dict[str, None] = {}
    if held.get("/Subtype") == "/Image":
        width, height = int(held.get("/Width", 0)), int(held.get("/Height", 0))
        if width * height > MOST_DOTS:
            raise UserError(
                f"A page of this PDF is a picture of {width:,} by {height:,} dots, more than any letter needs. "
                "Nothing was kept. Ask for a copy at 200 or 300 dots per inch"
            )
    if "/AA" in held:
        found |= _named(held["/AA"], "a script")
        del held["/AA"]
    for key in ("/A", "/Next", "/PA"):
        action = held.get(key)
        if isinstance(action, pikepdf.Dictionary) and str(action.get("/S", "")) in _ACTIONS:
            found[_ACTIONS[str(action["/S"])]] = None
            del held[key]
    if str(held.get("/S", "")) in _ACTIONS:  # reached by another way: no key of it is left to run
        found[_ACTIONS[str(held["/S"])]] = None
        for key in list(held.keys()):
            if key not in ("/Type", "/Length", "/Filter", "/DecodeParms"):
                del held[key]
    if "/Annots" in held and isinstance(held["/Annots"], pikepdf.Array):
        kept = []
        for one in held["/Annots"]:
            kind = str(one.get("/Subtype", "")) if isinstance(one, pikepdf.Dictionary) else ""
            if kind in _ANNOTATIONS:
                found[_ANNOTATIONS[kind]] = None
            else:
                kept.append(one)
        if len(kept) < len(held["/Annots"]):
            held["/Annots"] = pikepdf.Array(kept)
    return found


def _named(action: Any, words: str) -> dict[str, None]:
    """Return what an action is called. A destination on a page is no action."""
    if isinstance(action, pikepdf.Dictionary):
        kinds = [str(action.get("/S", ""))]
        kinds += [str(one.get("/S", "")) for one in action.values() if isinstance(one, pikepdf.Dictionary)]
        said = [_ACTIONS[kind] for kind in kinds if kind in _ACTIONS]
        return dict.fromkeys(said or [words])
    return {}


def _dictionaries(opened: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every dictionary of a PDF: objects of their own, and those that stand within others."""
    for each in opened.objects:
        waiting: list[tuple[Any, int]] = [(each, 0)]
        while waiting:
            held, depth = waiting.pop()
            if depth > _DEEPEST:
                raise UserError(_DAMAGED)
            if isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
                yield held
                inside = (
                    list(held.values())
                    if isinstance(held, pikepdf.Dictionary)
                    else list(held.stream_dict.values())
                )
            elif isinstance(held, pikepdf.Array):
                inside = list(held)
            else:
                continue
            waiting += [
                (one, depth + 1)
                for one in inside
                if isinstance(one, pikepdf.Dictionary | pikepdf.Array) and not one.is_indirect
            ]


def _lying(opened: pikepdf.Pdf) -> tuple[int, ...]:
    found = []
    for number, page in enumerate(opened.pages, 1):
        left, bottom, right, top = (float(side) for side in page.mediabox)
        wide, high = abs(right - left), abs(top - bottom)
        if max(wide, high) > _LARGEST_SIDE or min(wide, high) < 1:
            raise UserError(_DAMAGED)
        if int(page.get("/Rotate", 0)) % 180:
            wide, high = high, wide
        if wide > high:
            found.append(number)
    return tuple(found)


def _refuse_swelling(content: bytes) -> None:
    """Refuse a PDF in which something unpacks to more than any real one holds: reading it would fill the memory."""
    for start in re.finditer(rb"stream\r?\n", content):
        about = content[max(0, start.start() - 600) : start.start()].rpartition(b" obj")[2]
        is_list = b"/ObjStm" in about or b"/XRef" in about
        if about.count(b"FlateDecode") > 1 or (is_list and b"LZWDecode" in about):
            raise UserError(_DAMAGED)
        most = _MOST_IN_LIST if is_list else _MOST_IN_STREAM
        if b"FlateDecode" in about and _unpacks_beyond(content, start.end(), most):
            raise UserError(_DAMAGED)


def _unpacks_beyond(content: bytes, start: int, most: int) -> bool:
    """Return whether what is packed from some place on is larger than `most` bytes, without ever holding it."""
    unpacker, made, held = zlib.decompressobj(), 0, memoryview(content)
    for place in range(start, len(content), _PIECE):
        piece: bytes | memoryview = held[place : place + _PIECE]
        while piece:
            try:
                made += len(unpacker.decompress(piece, 64 * _PIECE))
            except zlib.error:  # damaged, which opening it will tell
                return False
            if made > most:
                return True
            if unpacker.eof:
                return False
            piece = unpacker.unconsumed_tail
    return False


def _refuse_undrawable(content: bytes, pages: int) -> None:
    """Refuse what one reader opens and the one that draws it does not."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UserError(_DAMAGED) from error
    try:
        if len(document) != pages:
            raise UserError(_DAMAGED)
        for number in range(pages):
            document.get_page_size(number)
    except pypdfium2.PdfiumError as error:
        raise UserError(_DAMAGED) from error
    finally:
        document.close()
