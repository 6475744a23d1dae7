"""What must not reach every reader, read from the record: where the child lives, the family's names, what was noted of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from lac_tracker.domain.blotting import ADDRESS_WITHHELD, NUMBER_WITHHELD, ORGANISATION_WITHHELD, Alias
from lac_tracker.domain.children import Child
from lac_tracker.domain.family import FamilyMember, relation_words
from lac_tracker.domain.plans import Need
from lac_tracker.storage import assessments, care, chronology, information, people, plans
from lac_tracker.storage import family as stored_family
from lac_tracker.storage.care import Contact

_FEWEST_WORDS = 3  # of a text that tells where it comes from: fewer words are said everywhere
_PARENTS = {"mother": "mother", "father": "father", "mum": "mother", "dad": "father"}
_OTHERS_HEALTH = ("mother.", "father.", "family.")
_GENERAL = ("other", "household")


class Named(Protocol):
    """Who a child is, so far as it must not be taken for somebody of the family."""

    @property
    def family_name(self) -> str | None: ...
    @property
    def given_name(self) -> str | None: ...
    @property
    def preferred_name(self) -> str | None: ...


@dataclass(frozen=True)
class Family:
    """Who is named only by what they are to the child, and what was noted of their lives."""

    names: tuple[Alias, ...]
    notes: tuple[str, ...]


def where_the_child_lives(
    session: Session, child_id: int, *, hides_carer: bool, also: tuple[str, ...] = ()
) -> tuple[tuple[str, str], ...]:
    """Return what must not be printed when the address is withheld, each with what stands in its place.

    Addresses and postcodes of the carer and of every placement; with hides_carer also how to reach who cares for the
    child, and where they work when nobody else on record works there: the name of a home tells where it is.
    also: whom the paper is written to, who may read where they work themselves.
    """
    contacts = care.contacts(session, child_id)
    carers = [one for one in contacts if one.kind == "carer"]
    whole = [one.address for one in carers if one.address]
    whole += chronology.placement_addresses(session, child_id)
    postcodes = [
        place.postcode for place in care.histories(session, [child_id])[child_id].placements if place.postcode
    ]
    lines = [line.strip() for one in whole for line in one.splitlines() if line.strip()]
    first = [line.split(",")[0] for line in lines]
    found = [(one, ADDRESS_WITHHELD) for one in (*whole, *lines, *first, *postcodes)]
    if hides_carer:
        for one in carers:
            found += [(number, NUMBER_WITHHELD) for number in (one.phone, one.email) if number]
        shared = {one.organisation for one in contacts if one.kind != "carer"}
        found += [
            (one.organisation, ORGANISATION_WITHHELD) for one in carers
            if one.organisation and one.organisation not in shared and one.full_name not in also
        ]  # fmt: skip
    return tuple(dict.fromkeys(found))


def carers(
    session: Session, child_id: int, *, is_to_them: bool, also: tuple[str, ...] = ()
) -> tuple[Alias, ...]:
    """Return who cares or cared for the child, with what is said instead where the address is withheld.

    is_to_them: the paper speaks to the young person. also: whom the paper is written to; they are named.
    """
    names = [
        one.full_name for one in care.contacts(session, child_id) if one.kind == "carer" and one.full_name
    ]
    names += care.placement_carers(session, child_id)
    said = "your carer" if is_to_them else "their carer"
    return tuple(
        Alias(name, said, surname=name.split()[-1] if " " in name else "")
        for name in dict.fromkeys(names)
        if name not in also
    )


def is_written_to_family(session: Session, child_id: int, whom: tuple[str, ...]) -> bool:
    """Return whether a letter goes to a parent or a relative of the child with whom the child does not live.

    whom: whom it is written to, by name. Safety design 4.4: the recipient is looked at when the letter is made.
    """
    contacts = care.contacts(session, child_id)
    cares = {one.full_name for one in contacts if one.kind == "carer"} | set(
        care.placement_carers(session, child_id)
    )
    names = [one.full_name for one in stored_family.members(session, child_id)]
    names += [one.full_name for one in contacts if one.kind == "parent"]
    names += [one.asked_of for one in information.requests(session, child_id) if one.source == "family"]
    kin = {name.casefold() for name in names if name and name not in cares}
    return any(one.casefold() in kin for one in whom if one)


def family(session: Session, child: Child, *, is_to_them: bool, also: tuple[str, ...] = ()) -> Family:
    """Return the family's names with what is said instead, and what was noted of their health and lives.

    is_to_them: the paper speaks to the young person. also: whom the paper is written to; they are named. Who cares
    for the child, treats it or decides for it is named too, even where they are family.
    """
    return families(session, child.team_id, {child.id: child}, is_to_them=is_to_them, also=also)[child.id]


def families(
    session: Session, team_id: int, children: Mapping[int, Named], *, is_to_them: bool = False, also: tuple[str, ...] = ()
) -> dict[int, Family]:  # fmt: skip
    """Return the families of children of a team, each as `family` has it, in as many queries as for one."""
    contacts, members = care.contacts_of(session, children), stored_family.members_of(session, children)
    told = stored_family.texts(session, children, _OTHERS_HEALTH)
    known = {
        name.casefold() for name in (*(one.full_name for one in people.everyone(session, team_id)), *also)
    }
    whose = "your" if is_to_them else "their"
    return {
        number: _family(child, whose, contacts[number], members[number], told[number], known)
        for number, child in children.items()
    }


def _family(
    child: Named, whose: str, contacts: tuple[Contact, ...], members: tuple[FamilyMember, ...], told: list[str], known: set[str]
) -> Family:  # fmt: skip
    """known: who is named in any case, in small letters."""
    named = {
        *(one.full_name.casefold() for one in contacts if one.full_name and one.kind != "parent"),
        *known,
        f"{child.given_name or ''} {child.family_name or ''}".strip().casefold(),
    }
    called = {word for name in named for word in name.split()} | {(child.preferred_name or "").casefold()}
    aliases = [
        _alias(name, f"{whose} {words}", called)
        for name, words in (*_members(members), *_parents(contacts))
        if name.casefold() not in named
    ]
    return Family(tuple(dict.fromkeys(aliases)), tuple(dict.fromkeys(_notes(members, told))))


def texts_of_needs(session: Session, child_id: int, categories: frozenset[str]) -> tuple[str, ...]:
    """Return what the child's plans say under some categories of need and nowhere else: to be found again when quoted."""
    hidden: list[str] = []
    shown: list[str] = []
    for one in assessments.of_child(session, child_id):
        for need in plans.plan_of(session, one.id):
            (hidden if need.category in categories else shown).extend(_texts(need))
    elsewhere = "\n".join(shown).casefold()
    return tuple(
        dict.fromkeys(
            text for text in hidden
            if len(text.split()) >= _FEWEST_WORDS and text.casefold().rstrip(". ") not in elsewhere
        )
    )  # fmt: skip


def _members(members: tuple[FamilyMember, ...]) -> Iterator[tuple[str, str]]:
    for one in members:
        if one.full_name and one.relation != "carer":
            words = "relative" if one.relation in _GENERAL else relation_words(one).lower()
            yield one.full_name, words


def _parents(contacts: tuple[Contact, ...]) -> Iterator[tuple[str, str]]:
    for one in contacts:
        if one.kind == "parent" and one.full_name:
            yield one.full_name, _PARENTS.get((one.role or "").casefold(), "parent")


def _alias(full_name: str, said_as: str, called: set[str]) -> Alias:
    """called: words of names that stay, so that one of them alone tells nobody of the family."""
    first, *rest = full_name.split()
    surname = rest[-1] if rest and rest[-1].casefold() not in called else ""
    return Alias(full_name, said_as, "" if first.casefold() in called else first, surname)


def _notes(members: tuple[FamilyMember, ...], told: list[str]) -> Iterator[str]:
    for one in members:
        yield from _long(one.health_notes, one.note, one.contact_words)
    yield from _long(*told)


def _long(*texts: str | None) -> Iterator[str]:
    """Return texts and their sentences that are long enough to be known again."""
    for text in texts:
        for part in (text or "", *(text or "").splitlines(), *(text or "").replace("\n", " ").split(". ")):
            if len(part.split()) >= _FEWEST_WORDS:
                yield part.strip().rstrip(".")


def _texts(need: Need) -> Iterator[str]:
    yield from (need.title, need.found, need.childs_words)
    for outcome in need.outcomes:
        yield from (outcome.text, outcome.measure, outcome.plain_words, outcome.mark_note)
        for action in outcome.actions:
            yield from (action.text, action.why or "")
