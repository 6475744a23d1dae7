"""Who has something to do in a plan: the persons of its open actions, and the letter each of them gets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.disclosure import PRIVATE_CATEGORIES
from lac_tracker.domain.letters import Addressee, LetterFoot, Subject
from lac_tracker.domain.names import search_key
from lac_tracker.domain.plans import Action, Need, open_outcomes
from lac_tracker.domain.reports import Service

# What a letter to one owner never tells of.
PRIVATE_NEEDS = frozenset(PRIVATE_CATEGORIES)


@dataclass(frozen=True)
class OwnedAction:
    """One open action and the kind of need it belongs to."""

    action: Action
    category: str  # a key of domain.plans.CATEGORIES


@dataclass(frozen=True)
class Owner:
    """One person with open actions, earliest first."""

    person: str
    role: str
    organisation: str
    actions: tuple[OwnedAction, ...]

    @property
    def name(self) -> str:
        """'Lee Hunt, Northgate Homes': how a letter is known from those to others."""
        return ", ".join(part for part in (self.person, self.organisation) if part)

    def without(self, categories: frozenset[str]) -> "Owner":
        """Return the owner without the actions of some kinds of need."""
        kept = tuple(one for one in self.actions if one.category not in categories)
        return Owner(self.person, self.role, self.organisation, kept)


@dataclass(frozen=True)
class OwnerLetter:
    """A letter to one person: what they agreed to do, by when, and how to answer. Nothing else of the plan."""

    service: Service
    to: Addressee
    child: Subject
    agreed_on: date
    actions: tuple[Action, ...]
    today: date
    foot: LetterFoot
    reply_to: str  # who answers questions; '' for the team
    address_withheld: bool = False


def owners_of(plan: Iterable[Need]) -> tuple[Owner, ...]:
    """Return the persons of the open actions of a plan, in the order in which they are first named.

    A person is known by name and organisation; case, accents and punctuation do not matter. An action that names
    nobody has no owner here.
    """
    found: dict[tuple[str, str], list[OwnedAction]] = {}
    for need, outcome in open_outcomes(plan):
        for action in outcome.actions:
            if action.person.strip():
                key = (search_key(action.person), search_key(action.organisation))
                found.setdefault(key, []).append(OwnedAction(action, need.category))
    return tuple(_owner(actions) for actions in found.values())


def counts(plan: Iterable[Need]) -> tuple[tuple[str, int], ...]:
    """Return how many open items each person answers for, most first, and 'none' last for those without anybody."""
    found: dict[str, int] = {}
    names: dict[str, str] = {}
    nobody = 0
    for _, outcome in open_outcomes(plan):
        persons = {
            search_key(one.person): one.person.strip() for one in outcome.actions if one.person.strip()
        }
        nobody += not persons
        for key, person in persons.items():
            names.setdefault(key, person)
            found[key] = found.get(key, 0) + 1
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], names[pair[0]]))
    return (*((names[key], count) for key, count in ranked), *((("none", nobody),) if nobody else ()))


def _owner(owned: list[OwnedAction]) -> Owner:
    first = owned[0].action
    role = next((one.action.role for one in owned if one.action.role), "")
    in_order = sorted(owned, key=lambda one: (one.action.by is None, one.action.by or date.min))
    return Owner(first.person.strip(), role, first.organisation.strip(), tuple(in_order))
