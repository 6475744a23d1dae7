"""The health history (passport) of a young person who leaves care: what it holds, and what must be done before it is given.

It belongs to the young person. Everything that was asked for and not found is said with who was asked and when; other
people's health stands in it only where it may be shared, and never with their names.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from lac_tracker.domain.dates import show_plain_date
from lac_tracker.domain.information_pages import InformationPage
from lac_tracker.domain.reports import Identity, Service

# Part → heading for the young person, in the order of the paper.
PARTS = {
    "birth": "When I was born",
    "story": "My health so far",
    "operations": "Operations",
    "hospital": "Hospital",
    "checks": "Eyes, ears and teeth",
    "growth": "Height and weight",
    "family": "Runs in my family",
    "family_advice": "Worth telling a doctor",
    "jabs": "More about my jabs",
    "helps_me": "Things that help me",
}
FAMILY_PARTS = ("family", "family_advice")
# How the part is called beside the text of a line: 'Where' of a birth, 'When' of an event.
WHEN_LABELS = {"birth": "What", "helps_me": "About", "family": "About", "family_advice": "About"}
COLOURS = {
    "sea": "Sea blue",
    "leaf": "Leaf green",
    "sun": "Sun yellow",
    "coral": "Coral",
    "lilac": "Lilac",
    "stone": "Stone grey",
}
BLOOD_GROUPS = ("A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-")
OFFER_WORDS = {
    "accepted": "Yes, please",
    "later": "Not now, ask again",
    "declined": "No, thank you",
}
COULD_NOT_FIND = "We asked for this and could not find it."
STILL_WAITING = "We have asked for this and are waiting."
_SHORTEST_NAME = 2  # letters
_MONTHS = frozenset({"April", "May", "June", "August", "January", "March", "July"})  # which are names, too


@dataclass(frozen=True)
class Line:
    """One line of a part as it is kept. record_key, record_said: what of the record it was taken from, and its words then."""

    id: int
    part: str
    position: int
    when: str
    words: str
    could_not_find: bool = False
    asked_of: str = ""
    asked_on: date | None = None
    left_out: bool = False
    recorded_by: str = ""
    record_key: str | None = None
    record_said: str = ""
    version: int = 1


@dataclass(frozen=True)
class Suggestion:
    """What the record holds for a part and no line has taken. is_third_party: about other people; never taken in a row."""

    key: str
    part: str
    when: str
    words: str
    is_third_party: bool = False


@dataclass(frozen=True)
class NotFound:
    """What was asked for: of whom, when, and whether an answer may still come."""

    what: str
    asked_of: str
    asked_on: date | None
    is_waiting: bool = False

    @property
    def words(self) -> str:
        """'Birth weight: We asked for this and could not find it. Asked: Northgate Council, 2 March 2026.'"""
        day = f", {show_plain_date(self.asked_on)}" if self.asked_on else ""
        told = STILL_WAITING if self.is_waiting else COULD_NOT_FIND
        return f"{self.what}: {told} Asked: {self.asked_of}{day}."


@dataclass(frozen=True)
class Told:
    """One part on paper: (when or what, words), what could not be found, and what is not known."""

    part: str
    lines: tuple[tuple[str, str], ...] = ()
    not_found: tuple[NotFound, ...] = ()
    not_known: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.not_found or self.not_known)


@dataclass(frozen=True)
class Jab:
    """One immunisation that was given."""

    name: str
    protects_from: str
    when: str  # '6 July 2010', '2012', 'date not known'


@dataclass(frozen=True)
class OpenItem:
    """Something of the plan that is still to come, in plain words."""

    words: str
    who: str
    by: date | None


@dataclass(frozen=True)
class HealthHistory:
    """What the health history holds. `information` is public; all else is the young person's own."""

    service: Service
    return_to: str  # where a lost book goes
    child: Identity
    details: tuple[tuple[str, str], ...]
    important: tuple[tuple[str, str], ...]
    parts: tuple[Told, ...]
    jabs: tuple[Jab, ...]
    jabs_missing: tuple[str, ...]
    plan: tuple[OpenItem, ...]
    information: tuple[InformationPage, ...]
    made_by: str
    made_on: date
    reference: str
    version: int
    made_with_them_on: date | None = None
    colour: str = "sea"
    is_draft: bool = False
    replaces: str | None = None

    def part(self, key: str) -> Told:
        """Return one part; an empty one where nothing is known of it."""
        return next((one for one in self.parts if one.part == key), Told(key))

    def own_words(self) -> tuple[str, ...]:
        """Return every text that somebody wrote about the young person: where other people may be named by mistake.

        Practices, owners of actions and the team are named on purpose and are not among them.
        """
        found = [words for _, words in self.important]
        for one in self.parts:
            found += [text for line in one.lines for text in line]
            found += [text for gap in one.not_found for text in (gap.what, gap.asked_of)]
            found += one.not_known
        found += [jab.name for jab in self.jabs]
        found += [*self.jabs_missing, *(item.words for item in self.plan)]
        return tuple(text for text in found if text)

    def fingerprint(self) -> str:
        """Return a mark of all that was looked at in the third-party check: what changes after it needs another look."""
        return hashlib.sha256("\x1f".join(self.own_words()).encode()).hexdigest()


@dataclass(frozen=True)
class Person:
    """Somebody of the family, whose name must not stand in the health history."""

    full_name: str
    as_called: str  # 'mother', 'half-brother'


@dataclass(frozen=True)
class Named:
    """Names of others that were found. full: nobody else is meant by them; first: first names, which may be somebody else's."""

    full: tuple[str, ...] = ()
    first: tuple[str, ...] = ()


def names_in(texts: Iterable[str], people: Iterable[Person], own_names: Iterable[str]) -> Named:
    """Return which people of the family are named in texts, by their full name or by a first name alone.

    own_names: the young person's own, which they may share with somebody of the family. First names count only with a
    capital letter, and months are no names: 'may have had' and 'May 2019' are not about anybody.
    """
    held = "\n".join(texts)
    mine = {part.casefold() for name in own_names for part in name.split()}
    full: dict[str, None] = {}
    first: dict[str, None] = {}
    for person in people:
        names = person.full_name.split()
        if len(names) > 1 and _holds(held, r"\s+".join(map(re.escape, names)), re.IGNORECASE):
            full[person.full_name] = None
            continue
        called = names[0] if names else ""
        is_mine = called.casefold() in mine or called in _MONTHS or len(called) < _SHORTEST_NAME
        if not is_mine and _holds(held, re.escape(called)):
            first[called] = None
    return Named(tuple(full), tuple(first))


def _holds(text: str, pattern: str, flags: int = 0) -> bool:
    return re.search(rf"(?<!\w){pattern}(?!\w)", text, flags) is not None


@dataclass(frozen=True)
class Choices:
    """What was offered, chosen, checked and given. version 0: nothing is recorded yet."""

    offered_on: date | None = None
    offer_answer: str = ""
    made_with_them_on: date | None = None
    jabs_checked_on: date | None = None
    checked_on: date | None = None
    checked_by: str = ""
    checked_sha256: str = ""
    gp_copy: str = ""  # 'yes', 'no', '' while they were not asked
    colour: str = ""
    blood_group: str = ""
    version: int = 0


@dataclass(frozen=True)
class Gap:
    """How a group of history stands: how many items are complete, were asked for, and are there."""

    complete: int
    asked: int
    of: int


@dataclass(frozen=True)
class Standing:
    """What readiness is judged by, beside the choices."""

    born: date
    birth: Gap
    family: Gap
    state: str  # a key of pathways.HEALTH_HISTORY
    state_on: date | None
    explained_on: date | None
    lines: int
    fingerprint: str
    choices: Choices = field(default_factory=Choices)
