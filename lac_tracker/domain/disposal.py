"""The disposal of a record: proposed by one person, decided by another, then carried out; and what is left of it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line, search_key

# The newest backup of a month is kept until the twelfth month after it, and every other kind for less (domain/backups.py).
BACKUPS_KEPT_DAYS = 366
STATE_WORDS = {
    "proposed": "Waiting for a second person",
    "approved": "Approved, not carried out yet",
    "refused": "Refused",
    "withdrawn": "Withdrawn",
    "done": "Disposed of",
}
METHOD = (
    "Every row of the record was deleted from the encrypted caseload file, with the content of its changes in the record of "
    "changes, in one transaction. Freed pages are overwritten with zeros. The audit log still says who did what and when, "
    "under a number that leads to nobody."
)
_FIGURES, _LETTERS = (
    "23456789",
    "BCDFGHJKMNPQRSTVWXYZ",
)  # none that is taken for another, and no words by chance
REMOVED = "(removed)"  # what stands in the place of a number
_SHORTEST_ID = 5  # digits
_SHORTEST_NAME = 3  # letters: 'Al' stands in too many words to be looked for alone

_POSSESSIVE = re.compile("['\u2019]s\\b")  # 'Amara's' names Amara

# Tables whose own name says little to who reads a certificate; all others are told by theirs.
_TABLE_WORDS = {
    "children": "names, numbers and details",
    "due": "due dates worked out",
    "due_stretches": "spans of due dates worked out",
    "clocks": "clocks worked out",
    "clock_parts": "parts of clocks worked out",
    "signed_parts": "parts of signatures worked out",
    "sdq_questionnaires": "strengths and difficulties questionnaires",
    "sdq_not_done": "questionnaires not done, and why",
    "contacts": "people around the child",
    "declined": "assessments declined",
    "documents_made": "documents made, with their files",
    "files_received": "files received, with their content",
    "drafts": "texts typed and not saved",
    "needs": "needs of health plans",
    "outcomes": "outcomes of health plans",
    "actions": "actions of health plans",
    "pauses": "pauses of assessments",
    "retention": "decisions how long the record is kept",
    "notices_seen": "notices seen by members of the team",
    "saved_views": "saved views that look for the child",
}


@dataclass(frozen=True)
class Identity:
    """What tells who a child is, as far as a text may repeat it."""

    child_id: int
    council_id: str
    nhs_number: str | None = None
    family_name: str | None = None
    given_name: str | None = None
    preferred_name: str | None = None

    def is_named_in(self, text: str) -> bool:
        """Return whether a text holds a number of the child, or a single one of the names as a word."""
        if self.is_numbered_in(text):
            return True
        told = (self.family_name, self.given_name, self.preferred_name, self.council_id)
        keys = (search_key(one or "") for one in told)
        return any(len(key) >= _SHORTEST_NAME and _holds_words(text, key) for key in keys)

    def is_meant_in(self, text: str) -> bool:
        """Return whether a text is about the child: a number of theirs, or family and given name together.

        The council's id counts where it is long enough not to be taken for a count or a line.
        """
        if self.is_numbered_in(text):
            return True
        if len(self.council_id) >= _SHORTEST_ID and _stands_alone(self.council_id, text):
            return True
        both = [search_key(name or "") for name in (self.family_name, self.given_name)]
        return all(key and _holds_words(text, key) for key in both)

    def is_numbered_in(self, text: str) -> bool:
        """Return whether the NHS number, however it is spaced, or the number of the record stands in a text."""
        return any(pattern.search(text) for pattern in self._numbers())

    def without_numbers(self, text: str) -> str:
        """Return a text in which no number says whose it was any more."""
        for pattern in self._numbers():
            text = pattern.sub(REMOVED, text)
        return text

    def _numbers(self) -> tuple[re.Pattern[str], ...]:
        spaced = "[ -]?".join(self.nhs_number or "")
        return tuple(_number(one) for one in (str(self.child_id), spaced) if one)


@dataclass(frozen=True)
class Disposal:
    """A disposal from its proposal on. The texts name nobody: that is refused when they are typed.

    child_id: leads to nobody once it was carried out.
    """

    id: int
    record_number: str
    child_id: int
    state: str
    kept_class: str  # its key
    kept_until: date
    authority: str
    proposed_by_id: int
    proposed_by: str
    proposed_at: datetime
    proposed_because: str
    decided_by: str
    decided_at: datetime | None
    decided_because: str
    done_at: datetime | None
    backups_until: date | None
    version: int

    @property
    def state_words(self) -> str:
        """What became of it, in words."""
        return STATE_WORDS[self.state]


@dataclass(frozen=True)
class Destroyed:
    """What went with a record. rows: table → how many. changes: of the record of changes, in so many audit entries."""

    rows: Mapping[str, int]
    changes: int
    entries: int

    def in_words(self) -> tuple[tuple[str, int], ...]:
        """Return what went and how many of it, in the order of the words."""
        told = sorted(
            (_TABLE_WORDS.get(table, table.replace("_", " ")), count) for table, count in self.rows.items()
        )
        return (*told, ("entries of the record of changes", self.changes))


@dataclass(frozen=True)
class DisposalCertificate:
    """The paper that says a record was disposed of. It tells nothing of whom it was about."""

    record_number: str
    team: str
    class_words: str
    rule: str
    kept_until: date
    authority: str
    proposed_by: str
    proposed_on: date
    proposed_because: str
    decided_by: str
    decided_on: date
    decided_because: str
    carried_out_by: str
    made_on: date  # the day it was carried out
    destroyed: tuple[tuple[str, int], ...]
    entries: int
    backups_until: date
    method: str
    reference: str


def record_number(random: Iterable[int]) -> str:
    """Return the number a disposal is known by, 'D-K7M3-9QXT', from eight random numbers.

    It begins with a letter and goes on with a figure after the hyphen, so that it is never read as a name or a number of ours.
    """
    alphabets = (_LETTERS, *[_FIGURES + _LETTERS] * 3, _FIGURES, *[_FIGURES + _LETTERS] * 3)
    held = "".join(alphabet[one % len(alphabet)] for alphabet, one in zip(alphabets, random, strict=True))
    return f"D-{held[:4]}-{held[4:]}"


def backups_until(done_on: date) -> date:
    """Return the day by which the last backup that still holds a record has gone."""
    return done_on + timedelta(days=BACKUPS_KEPT_DAYS)


def said_without_name(text: str, label: str, whose: Identity) -> str:
    """Return a text that stays for ever, cleaned. Raises UserError when it is empty or tells who the child is."""
    said = clean_line(text, label=label)
    if not said:
        raise UserError(f"Enter the {label[:1].lower()}{label[1:]}")
    if whose.is_named_in(said):
        raise UserError(
            f"{label} stays after the record has gone, so it must not name the child or give a number of theirs. "
            "Say it without"
        )
    return said


def check_second_person(one: Disposal, person_id: int) -> None:
    """Raise UserError when whoever decides is whoever proposed."""
    if one.proposed_by_id == person_id:
        raise UserError(
            "You proposed this disposal, so another manager or the Caldicott guardian has to decide on it. "
            "You can withdraw it"
        )


def check_state(one: Disposal, *wanted: str) -> None:
    """Raise UserError when a disposal is not, or no longer, at the step that is asked for."""
    if one.state not in wanted:
        told = one.state_words[:1].lower() + one.state_words[1:]
        raise UserError(f"Disposal {one.record_number} can't be changed like that: it is {told}")


def refuse(obstacles: tuple[str, ...]) -> None:
    """Raise UserError with everything that is in the way of disposing of a record."""
    if obstacles:
        raise UserError(f"This record can't be disposed of. {'. '.join(obstacles)}")


def backup_words(until: date) -> str:
    """Return what a certificate says of backups."""
    return (
        f"Backups made before still hold the record, encrypted. The last of them goes by {show_date(until)}, as long as backups "
        "go on being made and thinned. Those from before a change of the key stay until somebody removes them. Copies that were "
        "made by hand, papers and files that were sent or printed are not reached: destroy them by the trust's own rules."
    )


@cache
def _number(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\d){pattern}(?!\d)")


def _holds_words(text: str, key: str) -> bool:
    return any(f" {key} " in f" {search_key(one)} " for one in (text, _POSSESSIVE.sub("", text)))


def _stands_alone(number: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(number)}(?!\w)", text) is not None
