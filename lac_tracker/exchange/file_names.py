"""File names without identity, legal on every system."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

_LONGEST = 60  # bytes, with the ending
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?: .*)?", re.IGNORECASE)  # devices of Windows
_SHORT_NAMES = {
    "gp-summary": "LAC-GP",
    "full-plan": "LAC-PLAN",
    "own-plan": "MY-PLAN",  # theirs: no file of it says LAC
    "feelings-page": "MY-PAGE",
    "overdue-list": "LAC-OVERDUE",
    "performance-report": "LAC-PERFORMANCE",
    "evidence-pack": "LAC-EVIDENCE",
    "health-history": "HH",
    "health-history-booklet": "HH-A5",
}


def safe_file_name(text: str) -> str:
    """Return text as a file name, without an ending: letters, digits, blanks, - _ ' only, at most 60 bytes.

    'document' when nothing is left. Never starts or ends with a blank, dash or dot; never a name that
    Windows keeps for a device.
    """
    return _safe(text, _LONGEST)


def document_name(kind: str, day: date, reference: str, suffix: str = ".pdf") -> str:
    """Return a name such as 'LAC-GP_2026-11-22_7F3K2.pdf': never one that says whose document it is.

    kind: the document's name in the catalogue, such as 'gp-summary'.
    reference: made by us for this document: 4 to 8 capitals and digits, not only capitals, not only digits.

    Raises ValueError when the reference could be a name or a number of the child.
    """
    if not re.fullmatch(r"(?=.*[0-9])(?=.*[A-Z])[0-9A-Z]{4,8}", reference):
        raise ValueError("a reference has 4 to 8 capitals and digits, and both of them")
    if not re.fullmatch(r"\.[a-z]{2,5}", suffix):
        raise ValueError("a suffix is a full stop and 2 to 5 letters")
    tail = f"_{day.isoformat()}_{reference}"
    stem = _safe(_SHORT_NAMES.get(kind, f"LAC-{kind.upper()}"), _LONGEST - len(tail) - len(suffix))
    return f"{stem}{tail}{suffix}"


def _safe(text: str, longest: int) -> str:
    name = " ".join("".join(_kept(text, longest)).split()).lstrip(" -")
    name = name.encode("utf-8", errors="ignore")[:longest].decode("utf-8", errors="ignore").rstrip(" -")
    if _RESERVED.fullmatch(name):
        return f"{name[: longest - 1]}_"
    return name or "document"


def _kept(text: str, enough: int) -> Iterator[str]:
    """Yield the signs that may stand in a name, until so many are no blank or dash: the rest would be cut off."""
    for sign in unicodedata.normalize("NFKC", text):
        if sign.isalpha() or sign.isdecimal() or sign in " -_'":
            yield sign
            enough -= sign not in " -"
            if enough <= 0:
                return
