"""What people type: cleaned, made searchable, and shown as a name."""

import re
import unicodedata

from lac_tracker.domain.errors import UserError

LONGEST_LINE = 200  # characters of a name, a role, an organisation
LONGEST_TEXT = 20_000  # characters of an answer or a note

# They change the order in which neighbouring text is read: a name must never rearrange the line it stands in.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_WORD = re.compile(r"\w+")
# Breaks that word processors paste: taken out, they would join two names into one.
_OTHER_BREAKS = re.compile("[\x0b\x0c\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")


def clean_text(text: str, *, label: str = "This text", longest: int = LONGEST_TEXT) -> str:
    """Return text fit to keep: composed (NFC), without control characters and direction overrides.

    Line breaks and tabs stay. Raises UserError when it is longer than `longest` characters.
    """
    lines = _OTHER_BREAKS.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    # Composed last: a control taken out may have stood between a letter and its accent.
    cleaned = unicodedata.normalize("NFC", _CONTROLS.sub("", _BIDI_CONTROLS.sub("", lines)))
    if len(cleaned) > longest:
        raise UserError(
            f"{label} has {len(cleaned):,} characters; {longest:,} fit. Shorten it, or attach it as a document"
        )
    return cleaned


def clean_line(text: str, *, label: str = "This", longest: int = LONGEST_LINE) -> str:
    """Return one line fit to keep: as `clean_text`, with all white space made single spaces."""
    return " ".join(clean_text(text, label=label, longest=longest).split())


def search_key(text: str) -> str:
    """Return the form in which names are compared: no accents, case, apostrophes, hyphens or spaces runs.

    "O’Brien-Łukasz" becomes "obrien lukasz".
    """
    if text.isascii():  # most are, and nothing of them has to be taken apart
        return " ".join(_WORD.findall(text.lower().replace("'", "").replace("`", "")))
    folded = text.casefold().replace("ł", "l").replace("ø", "o").replace("đ", "d").replace("ı", "i")
    decomposed = unicodedata.normalize("NFKD", folded)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    joined = re.sub("['\u2018\u2019\u02bc`´]", "", bare)
    return " ".join(_WORD.findall(joined))


def show_name(family: str | None, given: str | None, council_id: str) -> str:
    """Return 'BAPTISTE, Amara', or 'Council ID 123456' while no name is known."""
    if family and given:
        return f"{family.upper()}, {given}"
    return family.upper() if family else given or f"Council ID {council_id}"


def initials(given: str | None, family: str | None, council_id: str) -> str:
    """Return 'M.O.', or the council's number while no name is known."""
    letters = [name.strip()[0].upper() for name in (given, family) if name and name.strip()]
    return f"{'.'.join(letters)}." if letters else council_id


def first_name(preferred: str | None, given: str | None, council_id: str) -> str:
    """Return how prompts address the child: the preferred name, else the given name."""
    return preferred or given or f"Council ID {council_id}"
