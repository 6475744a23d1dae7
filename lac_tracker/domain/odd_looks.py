"""Odd looks at records: which of a week's looks somebody should ask about. Each is a question, never an accusation.

The rules are those of confidentiality audits in the NHS (same family name, own record, out of hours, no part in the
child's care, many records in an hour, restricted records again and again). Members of the team have no address here, so
a shared address or postcode cannot be looked for.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from lac_tracker.domain.names import search_key
from lac_tracker.domain.people import Role

OPENS, CLOSES = 7, 20  # working hours: from 07:00 until before 20:00, Monday to Friday
MANY = 30  # records in an hour; more are odd
OFTEN = 3  # looks at restricted records that are not theirs, or accesses taken, in a week
_HOUR = timedelta(hours=1)
# Whose work is to look at all records, or at none of their own.
_SEE_ALL = frozenset({Role.MANAGER, Role.QUALITY_REVIEWER, Role.CALDICOTT})
_TITLES = frozenset({"dr", "doctor", "mr", "mrs", "miss", "ms", "mx", "prof", "professor", "sir", "dame"})


class Rule(StrEnum):
    """The order is that of how much each asks for an answer."""

    OWN_RECORD = "own_record"
    SAME_NAME = "same_name"
    RESTRICTED_OFTEN = "restricted_often"
    MANY_IN_AN_HOUR = "many_in_an_hour"
    NOT_THEIRS = "not_theirs"
    OUT_OF_HOURS = "out_of_hours"


WORDS = {
    Rule.OWN_RECORD: "Same full name as the person who looked",
    Rule.SAME_NAME: "Same family name as the person who looked",
    Rule.RESTRICTED_OFTEN: f"Restricted records looked at {OFTEN} times or more, and none of them theirs",
    Rule.MANY_IN_AN_HOUR: f"More than {MANY} records within an hour",
    Rule.NOT_THEIRS: "Not on their caseload, and nothing of theirs in the record",
    Rule.OUT_OF_HOURS: "Out of hours",
}
NOTE = (
    "Working hours are Monday to Friday, 07:00 to 20:00. Theirs is a record with an assessment, an appointment, a letter or "
    "another entry of theirs within a year. People of the team have no address here, so a shared address "
    "cannot be found. Managers and quality reviewers look at every record: that one is not theirs is not odd for them."
)


@dataclass(frozen=True)
class Looked:
    """One look. at: by the clock of this place. is_theirs: the child is on the person's caseload, or they wrote in the record."""

    at: datetime
    person_id: int
    child_id: int
    is_restricted: bool = False
    is_theirs: bool = False


@dataclass(frozen=True)
class Reader:
    """A member of the team."""

    person_id: int
    full_name: str
    role: Role


@dataclass(frozen=True)
class Named:
    """A child's names. families: the family name and any former one that is known."""

    families: tuple[str, ...]
    given: tuple[str, ...] = ()


@dataclass(frozen=True)
class Odd:
    """What to ask about: one person and one record, or one person and many records, in a week.

    child_id: None where it is about many records. rules: why, the weightiest first.
    """

    person_id: int
    child_id: int | None
    rules: tuple[Rule, ...]
    first_at: datetime
    last_at: datetime
    times: int
    records: int = 1


def odd_looks(
    looks: Iterable[Looked], readers: Mapping[int, Reader], children: Mapping[int, Named]
) -> tuple[Odd, ...]:
    """Return the odd ones among some days' looks, the weightiest first, then by person and time."""
    by_person: dict[int, list[Looked]] = defaultdict(list)
    for look in sorted(looks, key=lambda one: one.at):
        by_person[look.person_id].append(look)
    found: list[Odd] = []
    for person_id, theirs in by_person.items():
        found += _of_records(theirs, readers.get(person_id), children)
        found += _of_hours(person_id, theirs)
    weight = list(Rule)
    return tuple(sorted(found, key=lambda odd: (weight.index(odd.rules[0]), odd.person_id, odd.first_at)))


def is_out_of_hours(at: datetime) -> bool:
    """Return whether a moment is before 07:00, from 20:00, or on a Saturday or Sunday, by the clock of this place."""
    return at.weekday() >= 5 or not OPENS <= at.hour < CLOSES


def week_of(day: date) -> tuple[date, date]:
    """Return Monday and Sunday of the week a day is in."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _of_records(looks: list[Looked], reader: Reader | None, children: Mapping[int, Named]) -> list[Odd]:
    by_child: dict[int, list[Looked]] = defaultdict(list)
    for look in looks:
        by_child[look.child_id].append(look)
    often = sum(1 for look in looks if look.is_restricted and not look.is_theirs) >= OFTEN
    found = []
    for child_id, held in by_child.items():
        rules = [*_by_name(reader, children.get(child_id))]
        if often and held[0].is_restricted and not held[0].is_theirs and not _sees_all(reader):
            rules.append(Rule.RESTRICTED_OFTEN)
        if not held[0].is_theirs and not _sees_all(reader):
            rules.append(Rule.NOT_THEIRS)
        if any(is_out_of_hours(look.at) for look in held):
            rules.append(Rule.OUT_OF_HOURS)
        if rules:
            person_id = held[0].person_id
            found.append(Odd(person_id, child_id, tuple(rules), held[0].at, held[-1].at, len(held)))
    return found


def _by_name(reader: Reader | None, child: Named | None) -> Iterable[Rule]:
    if reader is None or child is None:
        return
    given, family = _parts(reader.full_name)
    if family and any(family in _families(name) for name in child.families):
        yield (
            Rule.OWN_RECORD
            if given and given in {search_key(name) for name in child.given}
            else Rule.SAME_NAME
        )


def _of_hours(person_id: int, looks: list[Looked]) -> list[Odd]:
    """Return each stretch of an hour in which a person opened more records than anybody reads."""
    found, first = [], 0
    while first < len(looks):
        begun = looks[first].at
        within = list(takewhile(lambda look, begun=begun: look.at - begun < _HOUR, looks[first:]))  # type: ignore[misc]  # bound now
        records = len({look.child_id for look in within})
        if records > MANY:
            found.append(
                Odd(
                    person_id,
                    None,
                    (Rule.MANY_IN_AN_HOUR,),
                    within[0].at,
                    within[-1].at,
                    len(within),
                    records,
                )
            )
            first += len(within)
        else:
            first += 1
    return found


def _sees_all(reader: Reader | None) -> bool:
    return reader is not None and reader.role in _SEE_ALL


def _parts(full_name: str) -> tuple[str, str]:
    """Return given and family name of a colleague: the first word that is no title, and the last."""
    words = [word for word in search_key(full_name).split() if word not in _TITLES]
    return (words[0], words[-1]) if len(words) > 1 else ("", words[0] if words else "")


def _families(name: str) -> frozenset[str]:
    """Return the family names in a double one: 'Okafor-Reid' is both Okafor and Reid."""
    return frozenset(search_key(name.replace("-", " ")).split())
