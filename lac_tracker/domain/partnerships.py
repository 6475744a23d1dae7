"""Whether two who are or were a couple are together, separated or divorced: what the genogram marks their line with.

Notation: McGoldrick, Gerson and Petry, Genograms: one stroke across the line for separated, two for divorced.
"""

from collections.abc import Iterable, Mapping

from lac_tracker.domain.family import FamilyMember

PARTNERSHIPS: tuple[tuple[str, str], ...] = (
    ("married", "Married or in a civil partnership"),
    ("partners", "Partners, not married"),
    ("separated", "Separated"),
    ("divorced", "Divorced"),
)
STROKES = {"separated": 1, "divorced": 2}  # across the line between them

_SAID = {
    "married": "married to",
    "partners": "partner of",
    "separated": "separated from",
    "divorced": "divorced from",
}
# Where nobody says with whom: what was recorded is told all the same.
_SAID_ALONE = {
    "married": "married",
    "partners": "has a partner",
    "separated": "separated",
    "divorced": "divorced",
}
_CHILD = 0  # the person the genogram is about
# With whom somebody of a relation is, where no partner is named: the relation it implies.
_WITH = {
    "mother": ("father",),
    "father": ("mother",),
    "mothers_partner": ("mother",),
    "fathers_partner": ("father",),
    "mothers_mother": ("mothers_father",),
    "mothers_father": ("mothers_mother",),
    "fathers_mother": ("fathers_father",),
    "fathers_father": ("fathers_mother",),
}


def partner_of(member: FamilyMember, people: Mapping[int, FamilyMember]) -> int | None:
    """Return with whom the partnership of a person is: the partner named, else the one the relation implies."""
    if member.partner_id is not None:
        return member.partner_id
    if member.relation == "partner":
        return _CHILD
    wanted = _WITH.get(member.relation, ())
    others = sorted(one for one, other in people.items() if other.relation in wanted and one != member.id)
    return others[0] if others else None


def between(pair: Iterable[int], people: Mapping[int, FamilyMember]) -> str:
    """Return how a couple is, a key of PARTNERSHIPS; '' where nobody said. An end that one of the two has counts."""
    one, other = tuple(pair)
    said = {
        people[here].partnership
        for here, there in ((one, other), (other, one))
        if here in people and partner_of(people[here], people) == there
    }
    return next((key for key, _ in reversed(PARTNERSHIPS) if key in said), "")


def partner_words(
    member: FamilyMember, people: Mapping[int, FamilyMember], child: str = "the young person"
) -> str:
    """Return 'separated from Leon Hart', 'partner of Steve Pike', 'divorced' where nobody says from whom; '' for nothing."""
    with_whom = partner_of(member, people)
    if with_whom is None or (with_whom not in people and with_whom != _CHILD):
        return _SAID_ALONE.get(member.partnership or "", "")
    name = people[with_whom].name if with_whom in people else child
    how = between((member.id, with_whom), people)
    if how:
        return f"{_SAID[how]} {name}"
    return f"partner of {name}" if member.partner_id is not None else ""
