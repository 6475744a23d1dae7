"""Medicines, conditions and allergies: what is kept of each, their words, and how a list of names becomes rows."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.event_dates import EventDate
from lac_tracker.domain.names import search_key

ConditionState = Literal["suspected", "confirmed", "resolved"]
Severity = Literal["mild", "moderate", "severe", "not_known"]
AllergiesState = Literal["known", "none_known", "not_recorded"]

CONDITION_STATES: dict[str, str] = {
    "suspected": "Suspected",
    "confirmed": "Confirmed",
    "resolved": "Resolved",
}
SEVERITIES: dict[str, str] = {
    "mild": "Mild",
    "moderate": "Moderate",
    "severe": "Severe",
    "not_known": "Not known",
}


# What people write where they mean that none are known. It names no allergy, and ends none.
_NONE_KNOWN = frozenset((
    "nkda", "nka", "n k d a", "n k a", "none", "none known", "no known", "no known allergies", "no known drug allergies",
    "no allergies", "no", "nil", "nil known", "nothing", "nothing known", "n a", "na", "not known", "unknown", "not recorded",
))  # fmt: skip


@dataclass(frozen=True)
class Medicine:
    """A medicine. dose: as on the label. ended: the day it stopped; None while it is taken."""

    id: int
    name: str
    dose: str
    for_what: str
    began: EventDate | None
    ended: date | None
    ended_because: str
    prescribed_by: str
    source: str
    recorded_by: str = ""
    recorded_on: date | None = None
    version: int = 1


@dataclass(frozen=True)
class Condition:
    """A diagnosis. ended: the day it was found resolved, where that is known."""

    id: int
    name: str
    state: ConditionState
    began: EventDate | None
    ended: date | None
    diagnosed_by: str
    note: str
    source: str
    recorded_by: str = ""
    recorded_on: date | None = None
    version: int = 1


@dataclass(frozen=True)
class Allergy:
    """One allergy. ended: the day from which it no longer stands, with `ended_because`."""

    id: int
    substance: str
    reaction: str
    severity: Severity
    began: EventDate | None
    ended: date | None
    ended_because: str
    source: str
    recorded_by: str = ""
    recorded_on: date | None = None
    version: int = 1


@dataclass(frozen=True)
class NamedAllergy:
    """An allergy as a line of words names it: 'Penicillin: rash'."""

    substance: str
    reaction: str = ""

    @property
    def words(self) -> str:
        return f"{self.substance}: {self.reaction}" if self.reaction else self.substance

    @property
    def key(self) -> str:
        """Return what two spellings of one substance share; signs alone are told apart as they are."""
        return search_key(self.substance) or self.substance


@dataclass(frozen=True)
class AllergyChanges:
    """What a list of names alters in the rows.

    reworded: (a row that stands, as it is named now). gone: rows that stand and are named no longer.
    """

    new: tuple[NamedAllergy, ...]
    reworded: tuple[tuple[Allergy, NamedAllergy], ...]
    gone: tuple[Allergy, ...]


def named_allergies(words: str) -> tuple[NamedAllergy, ...]:
    """Return the allergies a text names, one on each line or between semicolons, each substance once.

    The reaction is what follows the first colon. A substance that is named twice has both reactions. Words such as
    'NKDA' name none: `says_none` finds them.
    """
    found: dict[str, NamedAllergy] = {}
    for named in _parts(words):
        if is_none_known(named.words):
            continue
        before = found.get(named.key)
        reaction = both_reactions(before.reaction, named.reaction) if before else named.reaction
        found[named.key] = replace(before or named, reaction=reaction)
    return tuple(found.values())


def says_none(words: str) -> str:
    """Return the first words of a list of allergies that say that none are known, as written; '' where none do."""
    return next((part.words for part in _parts(words) if is_none_known(part.words)), "")


def is_none_known(words: str) -> bool:
    """Return whether words name no allergy, but say that none are known: 'NKDA', 'None known', 'nil'."""
    return search_key(words) in _NONE_KNOWN


def both_reactions(before: str, now: str) -> str:
    """Return two tellings of a reaction as one: neither is lost, and what says the same is said once."""
    old, new = search_key(before), search_key(now)
    if not old or f" {old} " in f" {new} ":
        return now or before
    return before if not new or f" {new} " in f" {old} " else f"{before}, {now}"


def standing(rows: Iterable[Allergy]) -> tuple[Allergy, ...]:
    """Return the allergies that have not ended."""
    return tuple(row for row in rows if row.ended is None)


def allergy_name(row: Allergy) -> NamedAllergy:
    """Return how a row is named in the banner, on papers and on the flags page."""
    return NamedAllergy(row.substance, row.reaction)


def allergies_told(rows: Iterable[Allergy]) -> str:
    """Return the allergies that stand, one on each line: what `named_allergies` reads back."""
    return "\n".join(allergy_name(row).words for row in standing(rows))


def allergy_changes(held: Sequence[Allergy], named: Iterable[NamedAllergy]) -> AllergyChanges:
    """Return what has to change so that the rows that stand are those a list names.

    A substance keeps its row, with its severity, date and source; only its reaction follows the list, and a list that
    names none wipes none. A row whose substance the list mentions anywhere stands: 'Penicillin and nuts' ends neither.
    """
    rows = {_key(row): row for row in standing(held)}
    listed = tuple(named)
    keys = {one.key for one in listed}
    # Between two lines stands what is in no key: what was put there would be mentioned by every list.
    told = " " + " \n ".join(search_key(one.words) for one in listed) + " "
    reworded = [
        (rows[one.key], NamedAllergy(_as_read(rows[one.key]).substance, one.reaction))
        for one in listed
        if one.key in rows and one.reaction not in ("", _as_read(rows[one.key]).reaction)
    ]
    return AllergyChanges(
        new=tuple(one for one in listed if one.key not in rows and not _are_held(one.substance, rows)),
        reworded=tuple(reworded),
        gone=tuple(row for row in standing(held) if _key(row) not in keys and f" {_key(row)} " not in told),
    )


def same_substance(rows: Iterable[Allergy], substance: str) -> Allergy | None:
    """Return the allergy that stands for this substance already, however it is spelled."""
    key = NamedAllergy(substance).key
    return next((row for row in standing(rows) if _key(row) == key), None)


def medicine_words(one: Medicine) -> str:
    """Return 'Salbutamol inhaler, 2 puffs when needed, for asthma, since Mar 2024'."""
    since = f"since {one.began.words}" if one.began else ""
    ended = f"stopped {show_date(one.ended)}" if one.ended else ""
    for_what = f"for {one.for_what}" if one.for_what else ""
    return ", ".join(part for part in (one.name, one.dose, for_what, since, ended) if part)


def condition_words(one: Condition) -> str:
    """Return 'Asthma, since 2019', 'Suspected: ADHD' or 'Eczema, since 2012, resolved 04-Mar-2020'."""
    name = f"Suspected: {one.name}" if one.state == "suspected" else one.name
    since = f"since {one.began.words}" if one.began else ""
    over = ""
    if one.state == "resolved":
        over = f"resolved {show_date(one.ended)}" if one.ended else "resolved"
    return ", ".join(part for part in (name, since, over) if part)


def allergy_words(one: Allergy) -> str:
    """Return 'Penicillin: rash (severe, since 2018)': all that is known of it on one line."""
    more = ", ".join(
        part
        for part in (
            SEVERITIES[one.severity].lower() if one.severity != "not_known" else "",
            f"since {one.began.words}" if one.began else "",
        )
        if part
    )
    words = allergy_name(one).words
    return f"{words} ({more})" if more else words


def _parts(words: str) -> tuple[NamedAllergy, ...]:
    parts = (" ".join(part.split()).strip(" :") for line in words.splitlines() for part in line.split(";"))
    split = (part.partition(":") for part in parts)
    return tuple(NamedAllergy(name.strip(), reaction.strip()) for name, _, reaction in split if name.strip())


def _are_held(substance: str, rows: Collection[str]) -> bool:
    """Return whether a name such as 'Penicillin, nuts' lists only substances that have rows of their own."""
    return "," in substance and all(NamedAllergy(each).key in rows for each in substance.split(","))


def _as_read(row: Allergy) -> NamedAllergy:
    """Return how a row's words read in a list: a substance with a colon of its own is cut there."""
    read = _parts(allergy_name(row).words)
    return read[0] if read else allergy_name(row)


def _key(row: Allergy) -> str:
    return _as_read(row).key
