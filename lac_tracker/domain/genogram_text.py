"""The genogram in words: everybody who is drawn and how they are linked, for who cannot see a picture."""

from collections.abc import Iterable, Mapping
from datetime import date

from lac_tracker.domain.dates import show_age
from lac_tracker.domain.family import (
    FamilyMember,
    IndexChild,
    age_words,
    in_order,
    relation_in_full,
)
from lac_tracker.domain.partnerships import partner_words

_SEX_WORDS = {"male": "male", "female": "female"}


def as_text(members: Iterable[FamilyMember], index: IndexChild, today: date) -> tuple[str, ...]:
    """Return one line for the child, one for each person in the order of the list of people, and one for the home."""
    people = {member.id: member for member in in_order(members)}
    sex = f", {_SEX_WORDS[index.sex]}" if index.sex in _SEX_WORDS else ""
    lines = [f"{index.name}, {show_age(index.born, today)}{sex}: the child this is about."]
    if not people:
        return (*lines, "Nobody of the family is recorded yet.")
    lines += [line_of(member, people, today) for member in people.values()]
    home = [member.name for member in people.values() if member.lives_with_child]
    lines.append(f"Lives with {index.name}: {', '.join(home) if home else 'nobody recorded'}.")
    return tuple(lines)


def line_of(member: FamilyMember, people: Mapping[int, FamilyMember], today: date) -> str:
    """Return one person in a sentence: relation, name, sex, age, contact, home, and links. people: all, by id."""
    relation = relation_in_full(member)
    named = f"{relation}: {member.full_name}" if member.full_name else f"{relation}: name not known"
    facts = [named, _SEX_WORDS.get(member.sex, "sex not known"), age_words(member, today) or "age not known"]
    if not member.has_died:
        facts.append(contact_in_words(member))
    if member.lives_with_child:
        facts.append("lives with the child")
    mother, father = (people.get(one or 0) for one in (member.mother_id, member.father_id))
    if partner := partner_words(member, people):
        facts.append(partner)
    parents = [one.name for one in (mother, father) if one is not None]
    if parents:
        facts.append(f"child of {' and '.join(parents)}")
    return f"{', '.join(facts)}."


def contact_in_words(member: FamilyMember) -> str:
    """Return 'contact: weekly', 'some contact', 'no contact' or 'contact not known'."""
    words = {"yes": "in contact", "some": "some contact", "none": "no contact"}.get(
        member.contact, "contact not known"
    )
    return f"{words} ({member.contact_words})" if member.contact_words else words
