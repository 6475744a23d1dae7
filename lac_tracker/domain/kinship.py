"""Who stands in which generation, who are whose parents, and in which order a generation stands, left to right.

The child is person 0; everybody else is the id of a family member.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lac_tracker.domain.family import OLDEST, RELATION, YOUNGEST, FamilyMember, IndexChild

INDEX = 0
_FULL, _OF_MOTHER, _OF_FATHER = ("sibling", "twin"), "half_sibling_mother", "half_sibling_father"
# The father's side stands left, the mother's right; their own brothers and sisters farther out.
_PLACE = {
    "fathers_father": 0, "fathers_mother": 1, "mothers_father": 2, "mothers_mother": 3,
    "aunt_uncle_father": 10, "fathers_partner": 11, "father": 12, "mother": 13, "mothers_partner": 14,
    "aunt_uncle_mother": 15,
    _OF_FATHER: 20, "sibling": 21, "twin": 21, _OF_MOTHER: 22, "step_sibling": 23, "child": 30,
}  # fmt: skip
_UNKNOWN_YEAR = 9_999
_FAR = 10_000.0


@dataclass(frozen=True)
class Union:
    """One, two or no known parents, and the children they have together, oldest first."""

    parents: tuple[int, ...]
    children: tuple[int, ...]


@dataclass(frozen=True)
class Kinship:
    """The family as it is drawn: rows of generations from the oldest, unions, and who is in none of the rows."""

    generation: dict[int, int]
    rows: dict[int, tuple[int, ...]]  # generation → people from left to right
    unions: tuple[Union, ...]
    twins: frozenset[int]
    household: tuple[int, ...]  # in no row, but living with the child
    others: tuple[int, ...]  # in no row and not living with the child


def kinship(members: Iterable[FamilyMember], index: IndexChild) -> Kinship:
    """Return how a family stands. Links that contradict the relations are left out of it, people never are."""
    people = {member.id: member for member in members}
    generation = _generations(people)
    parents = {person: _parents(person, people, generation) for person in generation}
    couples = _couples(people, generation, parents)
    rows = _rows(people, index, generation, parents, couples)
    apart = [one for one in sorted(people) if one not in generation]
    return Kinship(
        generation,
        rows,
        _unions(rows, parents, couples, people),
        frozenset(one for one, member in people.items() if member.relation == "twin"),
        tuple(one for one in apart if people[one].lives_with_child),
        tuple(one for one in apart if not people[one].lives_with_child),
    )


def _generations(people: Mapping[int, FamilyMember]) -> dict[int, int]:
    """Return the generation of everyone who has one: by relation, else by whose parent, child or partner they are."""
    found = {INDEX: 0}
    for member in people.values():
        fixed = RELATION[member.relation].generation if member.relation in RELATION else None
        if fixed is not None:
            found[member.id] = fixed
    grew = True
    while grew:
        grew = False
        for member in sorted(people.values(), key=lambda one: one.id):
            for other, is_parent in _links(member):
                if other not in people:
                    continue
                step = 1 if is_parent else 0
                if member.id not in found and other in found:
                    new, level = member.id, found[other] + step
                elif other not in found and member.id in found:
                    new, level = other, found[member.id] - step
                else:
                    continue
                if OLDEST <= level <= YOUNGEST:
                    found[new], grew = level, True
    return found


def _links(member: FamilyMember) -> tuple[tuple[int, bool], ...]:
    linked = ((member.mother_id, True), (member.father_id, True), (member.partner_id, False))
    return tuple(
        (other, is_parent) for other, is_parent in linked if other is not None and other != member.id
    )


def _with(people: Mapping[int, FamilyMember], *relations: str) -> list[int]:
    return sorted(one for one, member in people.items() if member.relation in relations)


def _parents(
    person: int, people: Mapping[int, FamilyMember], generation: Mapping[int, int]
) -> tuple[int, ...]:
    """Return the parents of a person that are drawn: those linked, else those whom the relation implies."""
    linked: list[int] = []
    if person in people:
        member = people[person]
        linked = [one for one in (member.father_id, member.mother_id) if one is not None and one in people]
    missing = 2 - len(linked)
    implied = [one for one in _implied(person, people) if one not in linked] if missing else []
    if linked and implied:
        implied = _unfilled(people[person], implied, people)
    found = [*linked, *implied[:missing]]
    return tuple(
        dict.fromkeys(one for one in found if generation.get(one) == generation[person] - 1 and one != person)
    )


def _unfilled(member: FamilyMember, implied: list[int], people: Mapping[int, FamilyMember]) -> list[int]:
    """Return the implied parents for whose place no other person is linked."""
    taken = {"mother"} if member.mother_id is not None else set()
    if member.father_id is not None:
        taken.add("father")
    places = {
        "mothers_mother": "mother",
        "fathers_mother": "mother",
        "mothers_father": "father",
        "fathers_father": "father",
    }
    return [
        one
        for one in implied
        if one == INDEX or places.get(people[one].relation, people[one].relation) not in taken
    ]


def _implied(person: int, people: Mapping[int, FamilyMember]) -> list[int]:
    relation = people[person].relation if person in people else "sibling"
    fathers, mothers = _with(people, "father"), _with(people, "mother")
    match relation:
        case "sibling" | "twin":
            both = [*fathers[:1], *mothers[:1]]
            return both if len(both) == 2 else [*fathers[:2], *mothers[:2]]  # two fathers, two mothers
        case "half_sibling_mother":
            return mothers[:1]
        case "half_sibling_father":
            return fathers[:1]
        case "mother" | "aunt_uncle_mother":
            return _one_each(people, "mothers_father", "mothers_mother")
        case "father" | "aunt_uncle_father":
            return _one_each(people, "fathers_father", "fathers_mother")
        case "child":
            partners = _with(people, "partner")
            return [INDEX, *(partners if len(partners) == 1 else [])]
    return []


def _one_each(people: Mapping[int, FamilyMember], *relations: str) -> list[int]:
    return [one for relation in relations for one in _with(people, relation)[:1]]


def _couples(
    people: Mapping[int, FamilyMember],
    generation: Mapping[int, int],
    parents: Mapping[int, tuple[int, ...]],
) -> list[tuple[int, int]]:
    """Return who is or was with whom: parents of the same child, links, and what relations imply."""
    found = [pair for pair in parents.values() if len(pair) == 2]
    for member in people.values():
        if member.partner_id is not None:
            found.append((member.id, member.partner_id))
    for one, other in (
        ("father", "mother"), ("fathers_father", "fathers_mother"), ("mothers_father", "mothers_mother"),
        ("fathers_partner", "father"), ("mother", "mothers_partner"),
    ):  # fmt: skip
        first = _with(people, one) if "partner" in one else _with(people, one)[:1]
        second = _with(people, other) if "partner" in other else _with(people, other)[:1]
        found += [(left, right) for left in first for right in second]
    found += [(INDEX, partner) for partner in _with(people, "partner")]
    same_row = [
        (min(pair), max(pair))
        for pair in found
        if pair[0] != pair[1] and pair[0] in generation and generation[pair[0]] == generation.get(pair[1])
    ]
    return sorted(set(same_row))


def _rows(
    people: Mapping[int, FamilyMember],
    index: IndexChild,
    generation: Mapping[int, int],
    parents: Mapping[int, tuple[int, ...]],
    couples: list[tuple[int, int]],
) -> dict[int, tuple[int, ...]]:
    rows: dict[int, tuple[int, ...]] = {}
    above: dict[int, int] = {}
    for level in sorted(set(generation.values())):
        here = [one for one in generation if generation[one] == level]
        born_into = [one for one in here if one == INDEX or people[one].relation in _PLACE or parents[one]]
        married = [one for one in here if one not in born_into]
        keys = {one: _key(one, people, index, parents[one], above) for one in born_into}
        row = sorted(born_into, key=lambda one: keys[one])
        for one in sorted(married):
            _join(one, row, couples, people)
        rows[level] = tuple(row)
        above = {one: place for place, one in enumerate(row)}
    return rows


def _key(
    person: int,
    people: Mapping[int, FamilyMember],
    index: IndexChild,
    parents: tuple[int, ...],
    above: Mapping[int, int],
) -> tuple[float, float, float, int, int]:
    """Return what a row is sorted by: where the parents stand, the relation, the year of birth."""
    relation = "sibling" if person == INDEX else people[person].relation
    born = index.born.year if person == INDEX else people[person].born_year or _UNKNOWN_YEAR
    is_twin = person == INDEX or relation == "twin"
    if is_twin:  # twins stand together, whatever year was typed
        born = index.born.year
    place = float(_PLACE.get(relation, 25))
    if relation in _PLACE and place < 20:  # the sides of the two oldest rows are fixed
        return (0.0 if place in (0, 1, 10, 11, 12) else 1.0, place, born, not is_twin, person)
    own = _middle(parents, above)
    if own is None:
        own = _FAR if relation == "step_sibling" else _implied_place(relation, people, above)
    return (own, place, born, not is_twin, person)


def _middle(parents: tuple[int, ...], above: Mapping[int, int]) -> float | None:
    stand = [above[one] for one in parents if one in above]
    return sum(stand) / len(stand) if stand else None


def _implied_place(relation: str, people: Mapping[int, FamilyMember], above: Mapping[int, int]) -> float:
    """Return where brothers and sisters stand whose parent is not on record: beside the child's own."""
    centre = _middle(tuple(_implied(INDEX, people)), above)
    centre = _FAR / 2 if centre is None else centre
    return centre + {_OF_FATHER: -0.1, _OF_MOTHER: 0.1}.get(relation, 0.0)


def _join(
    person: int, row: list[int], couples: list[tuple[int, int]], people: Mapping[int, FamilyMember]
) -> None:
    """Put somebody without parents of their own beside their partner, on the outer side of the family."""
    beside = [one if other == person else other for one, other in couples if person in (one, other)]
    beside = [one for one in beside if one in row]
    if not beside:
        row.append(person)
        return
    anchor = beside[0]
    place = row.index(anchor)
    relation = people[anchor].relation if anchor in people else ""
    on_the_left = relation in ("aunt_uncle_father", "father", "fathers_partner", _OF_FATHER)
    row.insert(place if on_the_left else place + 1, person)


def _unions(
    rows: Mapping[int, tuple[int, ...]],
    parents: Mapping[int, tuple[int, ...]],
    couples: list[tuple[int, int]],
    people: Mapping[int, FamilyMember],
) -> tuple[Union, ...]:
    of: dict[tuple[int, ...], list[int]] = {tuple(sorted(couple)): [] for couple in couples}
    unparented = []
    for row in rows.values():
        for person in row:
            if parents[person]:
                of.setdefault(tuple(sorted(parents[person])), []).append(person)
            elif person == INDEX or people[person].relation in _FULL:
                unparented.append(person)
    if len(unparented) > 1:  # brothers and sisters whose parents are not on record still belong together
        of[()] = unparented
    return tuple(Union(pair, tuple(children)) for pair, children in of.items())
