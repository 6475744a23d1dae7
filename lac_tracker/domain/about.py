"""Who the child is: ethnicity, language, religion or belief, communication, and what they mean for care."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lac_tracker.domain.codes import CodeList, ethnicity_for_903, nhs_ethnic_category
from lac_tracker.domain.completeness import Knowledge
from lac_tracker.domain.errors import UserError

Subject = Literal["ethnicity", "language", "religion", "communication"]

SUBJECTS: dict[Subject, str] = {
    "ethnicity": "Ethnicity",
    "language": "Language",
    "religion": "Religion or belief",
    "communication": "Communication needs",
}
STATES = (
    (Knowledge.RECORDED, "Recorded"),
    (Knowledge.PREFERS_NOT_TO_SAY, "Prefers not to say"),
    (Knowledge.ASKED_NOT_KNOWN, "Asked, not known"),
    (Knowledge.NOT_ASKED, "Not asked yet"),
)
_DOUBTS = {"K?": "in doubt: the source gives no single answer", "K": "not checked against the source"}


@dataclass(frozen=True)
class Derived:
    """One code that follows from ours. doubt: '' where the source is clear."""

    system: str
    code: str
    doubt: str = ""

    @property
    def words(self) -> str:
        """Return 'NHS ethnic category D', with the doubt where there is one."""
        return f"{self.system} {self.code}{f' ({self.doubt})' if self.doubt else ''}"


def together(parts: Iterable[str | None]) -> str | None:
    """Return what ethnicity, language and religion mean for care as the one text that is printed; None when blank."""
    sentences = [
        words if words[-1] in ".!?" else f"{words}." for part in parts if (words := (part or "").strip())
    ]
    return " ".join(sentences) or None


def check_asked(state: Knowledge, asked_on: date | None, today: date, *, label: str) -> date | None:
    """Return the day it was asked: today where none was given, None while nobody asked.

    Raises UserError for a day in the future.
    """
    if state is Knowledge.NOT_ASKED:
        return None
    if asked_on is not None and asked_on > today:
        raise UserError("Date asked must be today or in the past")
    return asked_on or today


def derived_codes(subject: Subject, codes: CodeList, code: str | None) -> tuple[Derived, ...]:
    """Return the NHS code, and of an ethnicity the council's (SSDA903) code, with any doubt of the mapping."""
    found = codes.find(code) if code else None
    if found is None:
        return ()
    doubt = _DOUBTS.get(found.confidence, "")
    if subject == "ethnicity":
        nhs, council = nhs_ethnic_category(codes, found.code), ethnicity_for_903(codes, found.code)
        pairs: tuple[tuple[str, str | None], ...] = (
            ("NHS ethnic category", nhs),
            ("Council return (903)", council),
        )
    elif subject == "language":
        pairs = (("ISO 639-3", found.code), ("NHS language", found.mapped("nhs")))
    else:
        pairs = (("NHS religion group", found.code),)
    return tuple(Derived(system, value, doubt) for system, value in pairs if value)
