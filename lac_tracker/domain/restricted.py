"""Restricted records: why somebody opens one, and what they have to say."""

from dataclasses import dataclass
from datetime import date, datetime

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_text

RESTRICTED = "Restricted record"  # what a list says in place of a name
ASK = "Restricted record: ask the manager"  # the same, where somebody has to decide about the row

# Why somebody opens a restricted record: screens.md's words, in its order; keys are what is stored.
REASONS: tuple[tuple[str, str], ...] = (
    ("seeing_this_child", "I am seeing this child"),
    ("someone_rang", "Someone rang about this child"),
    ("safeguarding", "Safeguarding"),
    ("other", "Other"),
)
REASON_WORDS = dict(REASONS)
LONGEST_MORE = 1_000  # characters of what is said beside a reason


@dataclass(frozen=True)
class Claim:
    """Access somebody took to a restricted record. who: the child as whoever looks may know them; seen_by '' while unseen."""

    id: int
    child_id: int
    who: str
    person: str
    reason: str
    more: str
    made_at: datetime
    ends_at: datetime
    seen_by: str
    seen_at: datetime | None
    seen_note: str
    version: int

    @property
    def why(self) -> str:
        """'Other: the court asked for the birth weight'."""
        return why_words(self.reason, self.more)


@dataclass(frozen=True)
class Conflict:
    """A member of the team who may not open a record. who: the child as whoever looks may know them."""

    id: int
    child_id: int
    person_id: int
    who: str
    person: str
    because: str
    recorded_by: str
    recorded_at: datetime
    ended_on: date | None
    ended_because: str
    version: int


def checked_reason(reason: str, more: str) -> tuple[str, str]:
    """Return the reason and what was said beside it, as they are kept.

    Raises UserError without a reason, and for 'Other' without what it is.
    """
    if reason not in REASON_WORDS:
        raise UserError("Choose why you need to open this record")
    said = clean_text(more, label="Say more", longest=LONGEST_MORE).strip()
    if reason == "other" and not said:
        raise UserError("Say more: why you need to open this record")
    return reason, said


def why_words(reason: str, more: str) -> str:
    """Return a reason in words, with what was said beside it."""
    words = REASON_WORDS[reason]
    return f"{words}: {more}" if more else words
