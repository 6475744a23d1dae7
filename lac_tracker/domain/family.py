"""The child's family and household: who is who, how they are related, and what in it cannot be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Side = Literal["father", "mother", "own", "none"]

OLDEST, YOUNGEST = -2, 1  # generations that are drawn: grandparents to own children; the child is 0


@dataclass(frozen=True)
class Relation:
    """What somebody is to the child. generation: 0 is the child's own; None: says nothing about the family tree."""

    key: str
    words: str
    generation: int | None
    side: Side
    short: str = ""  # beneath a symbol of the genogram; '' as `words`

    @property
    def label(self) -> str:
        return self.short or self.words


# In the order in which a screen offers and lists them.
RELATIONS = (
    Relation("mother", "Mother", -1, "mother"),
    Relation("father", "Father", -1, "father"),
    Relation("mothers_partner", "Step-parent (mother's partner)", -1, "mother", "Mother's partner"),
    Relation("fathers_partner", "Step-parent (father's partner)", -1, "father", "Father's partner"),
    Relation("sibling", "Brother or sister", 0, "none"),
    Relation("twin", "Twin (or triplet) brother or sister", 0, "none", "Twin"),
    Relation("half_sibling_mother", "Half-brother or half-sister, same mother", 0, "mother", "Half-sibling"),
    Relation("half_sibling_father", "Half-brother or half-sister, same father", 0, "father", "Half-sibling"),
    Relation("step_sibling", "Step-brother or step-sister", 0, "none", "Step-sibling"),
    Relation("mothers_mother", "Grandmother (mother's mother)", -2, "mother", "Grandmother"),
    Relation("mothers_father", "Grandfather (mother's father)", -2, "mother", "Grandfather"),
    Relation("fathers_mother", "Grandmother (father's mother)", -2, "father", "Grandmother"),
    Relation("fathers_father", "Grandfather (father's father)", -2, "father", "Grandfather"),
    Relation("aunt_uncle_mother", "Aunt or uncle (mother's side)", -1, "mother", "Aunt or uncle"),
    Relation("aunt_uncle_father", "Aunt or uncle (father's side)", -1, "father", "Aunt or uncle"),
    Relation("partner", "Partner of the young person", 0, "own", "Partner"),
    Relation("child", "The young person's own child", 1, "own", "Own child"),
    Relation("carer", "Carer", None, "none"),
    Relation("household", "Lives in the household", None, "none", "Household"),
    Relation("other", "Other", None, "none"),
)  # fmt: skip
RELATION = {relation.key: relation for relation in RELATIONS}
CONTACT_WORDS = {"yes": "Yes", "some": "Some", "none": "None", "not_known": "Not known"}
SEXES = ("male", "female", "not known")

_BY_SEX = {
    ("sibling", "female"): "Sister", ("sibling", "male"): "Brother",
    ("twin", "female"): "Twin sister", ("twin", "male"): "Twin brother",
    ("half_sibling_mother", "female"): "Half-sister", ("half_sibling_mother", "male"): "Half-brother",
    ("half_sibling_father", "female"): "Half-sister", ("half_sibling_father", "male"): "Half-brother",
    ("step_sibling", "female"): "Step-sister", ("step_sibling", "male"): "Step-brother",
    ("aunt_uncle_mother", "female"): "Aunt", ("aunt_uncle_mother", "male"): "Uncle",
    ("aunt_uncle_father", "female"): "Aunt", ("aunt_uncle_father", "male"): "Uncle",
    ("child", "female"): "Daughter", ("child", "male"): "Son",
}  # fmt: skip
_SIDE_WORDS = {
    "half_sibling_mother": "same mother", "half_sibling_father": "same father",
    "mothers_mother": "mother's side", "mothers_father": "mother's side", "aunt_uncle_mother": "mother's side",
    "fathers_mother": "father's side", "fathers_father": "father's side", "aunt_uncle_father": "father's side",
}  # fmt: skip
_YOUNGEST_PARENT = 12  # years between a parent and a child, under which the years are worth a second look


@dataclass(frozen=True)
class FamilyMember:
    """Somebody of the child's family or household. The only source of the genogram."""

    id: int
    relation: str  # a key of RELATION
    full_name: str | None = None
    sex: str = "not known"
    born_year: int | None = None
    has_died: bool = False
    died_year: int | None = None
    lives_with_child: bool = False
    contact: str = "not_known"  # a key of CONTACT_WORDS
    contact_words: str | None = None
    health_notes: str | None = None  # third-party information
    mother_id: int | None = None
    father_id: int | None = None
    partner_id: int | None = None
    note: str | None = None
    partnership: str | None = None  # with the partner, or the one implied: a key of PARTNERSHIPS
    version: int = 1

    @property
    def name(self) -> str:
        """The name, or what they are while no name is known."""
        return self.full_name or f"{relation_words(self)} (name not known)"


@dataclass(frozen=True)
class IndexChild:
    """The child the record is about."""

    name: str
    sex: str
    born: date


def relation_words(member: FamilyMember) -> str:
    """Return what somebody is to the child as one says it: 'Sister', 'Half-brother', 'Grandmother'."""
    relation = RELATION.get(member.relation, RELATION["other"])
    return _BY_SEX.get((relation.key, member.sex), relation.label)


def relation_in_full(member: FamilyMember) -> str:
    """Return the relation with its side: 'Half-brother (same mother)', 'Grandmother (mother's side)'."""
    side = side_words(member)
    return f"{relation_words(member)} ({side})" if side else relation_words(member)


def side_words(member: FamilyMember) -> str:
    """Return 'mother's side', 'same father' … or '' where the relation says it all."""
    return _SIDE_WORDS.get(member.relation, "")


def age_words(member: FamilyMember, today: date) -> str:
    """Return 'about 41', 'died 2019, about 54', 'died', or '' when no year is known. Only years are kept."""
    if member.has_died:
        died = f"died {member.died_year}" if member.died_year else "died"
        if member.died_year and member.born_year:
            return f"{died}, about {member.died_year - member.born_year}"
        return f"{died}, born {member.born_year}" if member.born_year else died
    return f"about {max(today.year - member.born_year, 0)}" if member.born_year else ""


def own_children(members: Iterable[FamilyMember]) -> tuple[FamilyMember, ...]:
    """Return a young parent's own children, oldest first."""
    found = [member for member in members if member.relation == "child"]
    return tuple(sorted(found, key=lambda one: (one.born_year or 9_999, one.id)))


def in_order(members: Iterable[FamilyMember]) -> tuple[FamilyMember, ...]:
    """Return people in the order of RELATIONS, the oldest first among equals."""
    place = {relation.key: number for number, relation in enumerate(RELATIONS)}
    return tuple(
        sorted(
            members,
            key=lambda one: (place.get(one.relation, len(place)), one.born_year or 9_999, one.id),
        )
    )


def links_problem(member: FamilyMember, others: Mapping[int, FamilyMember]) -> str:
    """Return what is impossible in the mother, father and partner of a person, '' when nothing is.

    others: everybody else of the family by id, as they stand. A person is nobody's ancestor and descendant at once.
    """
    linked = {"Mother": member.mother_id, "Father": member.father_id, "Partner": member.partner_id}
    for label, other in linked.items():
        if other is not None and other not in others:
            return f"{label}: choose somebody of this family who is on record, or nobody"
        if other is not None and other == member.id:
            return (
                f"{label}: {member.name} can't be their own {label.lower()}. Choose somebody else, or nobody"
            )
    if member.mother_id is not None and member.mother_id == member.father_id:
        return "Father: the same person is chosen as mother. Choose somebody else, or nobody"
    for label, parent in (("Mother", member.mother_id), ("Father", member.father_id)):
        if parent is not None and member.id in _ancestors(parent, others):
            name = others[parent].name
            return f"{label}: {name} descends from {member.name} on this record. Mend one of the two"
    return ""


def links_doubts(
    member: FamilyMember, others: Mapping[int, FamilyMember], *, index_born: date
) -> tuple[str, ...]:
    """Return what is unlikely about the years of a person and their parents: said, never refused."""
    doubts = []
    for label, parent_id in (("mother", member.mother_id), ("father", member.father_id)):
        parent = others.get(parent_id or 0)
        if parent is not None and _is_too_young(parent.born_year, member.born_year):
            doubts.append(
                f"{parent.name} would have been {_years(parent.born_year, member.born_year)} as {label}"
            )
    if member.relation in ("mother", "father") and _is_too_young(member.born_year, index_born.year):
        doubts.append(
            f"{member.name} would have been {_years(member.born_year, index_born.year)} at this birth"
        )
    if member.relation == "child" and _is_too_young(index_born.year, member.born_year):
        doubts.append(
            f"The young person would have been {_years(index_born.year, member.born_year)} at that birth"
        )
    return tuple(f"{doubt}. Check the years" for doubt in doubts)


def _is_too_young(parent_born: int | None, child_born: int | None) -> bool:
    return parent_born is not None and child_born is not None and child_born - parent_born < _YOUNGEST_PARENT


def _years(parent_born: int | None, child_born: int | None) -> str:
    assert parent_born is not None
    assert child_born is not None
    years = child_born - parent_born
    return f"{years} years old" if years >= 0 else "not yet born"


def _ancestors(person: int, others: Mapping[int, FamilyMember]) -> set[int]:
    found: set[int] = set()
    waiting = [person]
    while waiting:
        here = waiting.pop()
        if here in found:
            continue
        found.add(here)
        member = others.get(here)
        if member is not None:
            waiting += [parent for parent in (member.mother_id, member.father_id) if parent is not None]
    return found
