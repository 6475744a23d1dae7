"""Whom a row of a council's list is about: matched by itself where two things that name one child agree, else shown.

A name alone never matches. What is near is a close match for a person to decide: nothing of it is written until then.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.identifiers import bare_council_id, show_nhs_number
from lac_tracker.domain.list_rows import ListRow
from lac_tracker.domain.names import search_key

MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class KnownChild:
    """A child of ours, as far as a row of a list can be about them. Names and address as they are compared."""

    id: int
    born: date
    council_id: str  # '' where it is not known, or another council is responsible
    nhs_number: str = ""
    family_key: str = ""
    given_key: str = ""
    preferred_key: str = ""
    address_key: str = ""
    postcode_key: str = ""


@dataclass(frozen=True)
class Likeness:
    """A child of ours to whom a row is near. rank: the lower, the likelier."""

    child_id: int
    rank: int
    why: str


@dataclass(frozen=True)
class Match:
    """What was found for one row. child_id: matched by itself. refused: why the row cannot be about a child of its own."""

    child_id: int | None = None
    candidates: tuple[Likeness, ...] = ()
    refused: str = ""


NOBODY = Match()


@dataclass
class _Index:
    by_nhs_number: dict[str, KnownChild] = field(default_factory=dict)
    by_council_id: dict[str, KnownChild] = field(default_factory=dict)
    by_bare_id: dict[str, KnownChild | None] = field(default_factory=dict)  # None: two of ours have it
    by_birth_date: dict[date, list[KnownChild]] = field(default_factory=lambda: defaultdict(list))
    by_names: dict[tuple[str, str], list[KnownChild]] = field(default_factory=lambda: defaultdict(list))

    def with_council_id(self, council_id: str) -> KnownChild | None:
        """Return who has this id; else the only child who has it but for noughts in front."""
        return self.by_council_id.get(council_id) or self.by_bare_id.get(bare_council_id(council_id))


def match_rows(rows: Sequence[ListRow], known: Iterable[KnownChild]) -> dict[int, Match]:
    """Return line → whom each row is about. No child of ours is matched by two rows: the second is refused."""
    index = _indexed(known)
    found: dict[int, Match] = {}
    taken: dict[int, int] = {}
    for row in rows:
        child = _certain(row, index)
        if child is None:
            continue
        if (line := taken.get(child.id)) is not None:
            words = f"line {line} is about the same child of ours. Correct one of them, or leave one out"
            found[row.line] = Match(refused=words)
        else:
            taken[child.id] = row.line
            found[row.line] = Match(child.id)
    for row in rows:
        if row.line not in found:
            found[row.line] = _near(row, index, taken)
    return found


def address_keys(address: str, postcode: str) -> tuple[str, str]:
    """Return an address and its postcode as they are compared."""
    return search_key(address), postcode.replace(" ", "").upper()


def given_alike(row: ListRow, child: KnownChild) -> bool | None:
    """Return whether the given names may be one: the same, a short form, two letters apart; None while one is unknown."""
    theirs = [key for key in (row.given_key, search_key(row.preferred_name)) if key]
    ours = [key for key in (child.given_key, child.preferred_key) if key]
    if not theirs or not ours:
        return None
    return any(_alike(one, other) for one in theirs for other in ours)


def names_wholly_different(row: ListRow, child: KnownChild) -> bool:
    """Return whether the names speak against one child. Twins share the family name: the given name decides."""
    given = given_alike(row, child)
    if given is not None:
        return not given
    return bool(row.family_key and child.family_key) and not _alike(row.family_key, child.family_key)


def differences(row: ListRow, child: KnownChild, *, family: str, given: str) -> tuple[str, ...]:
    """Return in words what is not alike. family, given: ours as they are written."""
    said = []
    if row.family_name and row.family_key != child.family_key:
        said.append(f"Family name: {family or 'not known'} here, {row.family_name} in the list")
    if row.given_name and row.given_key != child.given_key:
        said.append(f"Given name: {given or 'not known'} here, {row.given_name} in the list")
    if row.born != child.born:
        said.append(f"Born: {show_date(child.born)} here, {show_date(row.born)} in the list")
    if row.nhs_number and row.nhs_number != child.nhs_number:
        ours = show_nhs_number(child.nhs_number) if child.nhs_number else "none"
        said.append(f"NHS number: {ours} here, {show_nhs_number(row.nhs_number)} in the list")
    if row.council_id and bare_council_id(row.council_id) != bare_council_id(child.council_id):
        said.append(f"Council ID: {child.council_id or 'not given'} here, {row.council_id} in the list")
    return tuple(said)


def within_two_letters(one: str, other: str) -> bool:
    """Return whether two names are spelled within two letters; of short names one letter, of very short ones none.

    Neighbouring letters that changed places are one difference.
    """
    if one == other:
        return True
    shortest = min(len(one), len(other))
    most = 2 if shortest >= 5 else 1 if shortest >= 3 else 0
    return most > 0 and _distance(one, other, most) <= most


def _indexed(known: Iterable[KnownChild]) -> _Index:
    index = _Index()
    for child in known:
        if child.nhs_number:
            index.by_nhs_number[child.nhs_number] = child
        if child.council_id:
            index.by_council_id[child.council_id] = child
            bare = bare_council_id(child.council_id)
            index.by_bare_id[bare] = None if bare in index.by_bare_id else child
        index.by_birth_date[child.born].append(child)
        if child.family_key and child.given_key:
            index.by_names[child.family_key, child.given_key].append(child)
    return index


def _certain(row: ListRow, index: _Index) -> KnownChild | None:
    by_nhs_number = index.by_nhs_number.get(row.nhs_number) if row.nhs_number else None
    by_council_id = index.with_council_id(row.council_id)
    if by_nhs_number and by_council_id and by_nhs_number is not by_council_id:
        return None  # the two numbers name two children
    child = by_nhs_number or by_council_id
    if child is None or child.born != row.born:
        return None
    if by_nhs_number is None and row.nhs_number and child.nhs_number:
        return None  # the council's id agrees, the NHS number does not
    others = [one for one in index.by_birth_date[row.born] if one is not child]
    if (
        row.given_key
        and row.given_key != child.given_key
        and any(one.given_key == row.given_key and one.family_key == row.family_key for one in others)
    ):
        return None  # a twin, or another child of that day, has exactly this name
    if names_wholly_different(row, child) and (
        not (by_nhs_number and by_council_id) or any(given_alike(row, one) for one in others)
    ):
        return None
    return child


def _near(row: ListRow, index: _Index, taken: dict[int, int]) -> Match:
    by_number = [
        (child, words)
        for child, words in (
            (index.by_nhs_number.get(row.nhs_number) if row.nhs_number else None, "NHS number"),
            (index.with_council_id(row.council_id), "council ID"),
        )
        if child is not None
    ]
    for child, words in by_number:
        if child.id in taken:
            return Match(
                refused=f"its {words} is that of the child in line {taken[child.id]}. Correct one of them"
            )
    pool = {child.id: child for child, _ in by_number}
    pool |= {child.id: child for child in index.by_birth_date.get(row.born, ())}
    pool |= {child.id: child for child in index.by_names.get((row.family_key, row.given_key), ())}
    likely = [
        one for child in pool.values() if child.id not in taken and (one := _likeness(row, child)) is not None
    ]
    likely.sort(key=lambda one: (one.rank, one.child_id))
    return Match(candidates=tuple(likely[:MOST_CANDIDATES])) if likely else NOBODY


def _likeness(row: ListRow, child: KnownChild) -> Likeness | None:
    """Return why a child of ours may be the one a row is about; None where nothing speaks for it.

    The best reason of several is given. Two numbers that both contradict leave only the same name and birth date.
    """
    return next((Likeness(child.id, rank, why) for rank, why in _reasons(row, child)), None)


def _reasons(row: ListRow, child: KnownChild) -> Iterator[tuple[int, str]]:
    """Yield (rank, why), the best first."""
    same_day = row.born == child.born
    swapped = _is_swapped(row.born, child.born)
    families = bool(row.family_key) and row.family_key == child.family_key
    givens = bool(row.given_key) and row.given_key == child.given_key
    for mine, theirs, words in (
        (row.nhs_number, child.nhs_number, "NHS number"),
        (bare_council_id(row.council_id), bare_council_id(child.council_id), "council ID"),
    ):
        if mine and mine == theirs:
            yield 0, _same_number(words, same_day, swapped, names_wholly_different(row, child))
    if same_day and families and givens:
        yield 1, "The names and the birth date are the same"
    if swapped and families and givens:
        yield 2, "Day and month look swapped"
    contradicting = _contradicting(row, child)
    if contradicting == 2:
        return
    if same_day:
        yield from _same_day_reasons(row, child, families, givens, contradicting)
    elif families and givens and (not contradicting or _is_a_slip(row, child)):
        yield 6, "The names are the same, the birth date is another"


def _same_day_reasons(
    row: ListRow, child: KnownChild, families: bool, givens: bool, contradicting: int
) -> Iterator[tuple[int, str]]:
    """Yield why a child born the same day may be the one. Twins are not: their given names are further apart."""
    if _spelled_alike(row, child):
        yield 3, "The birth date is the same, and the names are spelled within two letters"
    if row.family_key and row.family_key == child.given_key and row.given_key == child.family_key:
        yield 3, "The birth date is the same; family and given name look swapped"
    given = given_alike(row, child)
    is_twin = (families or _alike(row.family_key, child.family_key)) and given is False
    if _same_address(row, child) and not is_twin:
        yield 4, "The birth date and the address are the same"
    if contradicting:
        return
    if (families and given is not False) or givens:
        what = "family name" if families else "given name"
        yield 5, f"The birth date and the {what} are the same"


def _same_number(words: str, same_day: bool, swapped: bool, strange: bool) -> str:
    if swapped:
        return f"The {words} is the same; day and month of the birth date look swapped"
    if not same_day:
        return f"The {words} is the same, the birth date is another"
    if strange:
        return f"The {words} and the birth date are the same, the name is another: twins whose numbers were mixed up?"
    return f"The {words} and the birth date are the same, another number is not"


def _contradicting(row: ListRow, child: KnownChild) -> int:
    """Return how many numbers both sides know and do not agree on."""
    ids = (bare_council_id(row.council_id), bare_council_id(child.council_id))
    pairs = ((row.nhs_number, child.nhs_number), ids)
    return sum(bool(mine and theirs and mine != theirs) for mine, theirs in pairs)


def _spelled_alike(row: ListRow, child: KnownChild) -> bool:
    if not (row.family_key and child.family_key and row.given_key and child.given_key):
        return False
    return within_two_letters(row.family_key, child.family_key) and within_two_letters(
        row.given_key, child.given_key
    )


def _same_address(row: ListRow, child: KnownChild) -> bool:
    address, postcode = address_keys(row.placement_address, row.placement_postcode)
    if address and child.address_key:
        return address == child.address_key
    return bool(postcode) and postcode == child.postcode_key


def _is_a_slip(row: ListRow, child: KnownChild) -> bool:
    """Return whether day, month or year alone differ, and no NHS number says that these are two children.

    A council's id changes when the council changes its system.
    """
    ours, theirs = child.born, row.born
    alike = (ours.day == theirs.day) + (ours.month == theirs.month) + (ours.year == theirs.year)
    return alike == 2 and not (row.nhs_number and child.nhs_number)


def _is_swapped(one: date, other: date) -> bool:
    return one != other and (one.year, one.month, one.day) == (other.year, other.day, other.month)


def _alike(one: str, other: str) -> bool:
    """Return whether two names may be one name: the same, one word of it, a short form, two letters apart."""
    if not one or not other:
        return False
    if one == other or set(one.split()) & set(other.split()):
        return True
    shortest = min(len(one), len(other))
    return (shortest >= 3 and one[:3] == other[:3]) or within_two_letters(one, other)


def _distance(one: str, other: str, most: int) -> int:
    """Return how many letters differ, or more than `most` as soon as that is sure."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    line = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        earlier, before, line = before, line, [at]
        for to, theirs in enumerate(other, 1):
            cost = min(before[to] + 1, line[to - 1] + 1, before[to - 1] + (letter != theirs))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == theirs:
                cost = min(cost, earlier[to - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
    return line[-1]
