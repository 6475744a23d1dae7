"""Immunisations, what clinicians state of them, and hospital visits: what is kept of each, and its words."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from lac_tracker.domain.dates import add_months, show_date
from lac_tracker.domain.event_dates import EventDate, earliest_day

State = Literal["given", "declined"]
VisitKind = Literal["admission", "emergency", "operation"]

STATES: dict[str, str] = {"given": "Given", "declined": "Declined"}
Status = Literal["up_to_date", "not_up_to_date", "history_unknown"]
STATUSES: dict[str, str] = {
    "up_to_date": "Up to date",
    "not_up_to_date": "Not up to date",
    "history_unknown": "History unknown: treat as not immunised",
}
STATEMENT_MONTHS = 12  # after which a statement says that it is old
VISIT_KINDS: dict[str, str] = {
    "admission": "Stay in hospital",
    "emergency": "Emergency department",
    "operation": "Operation",
}
OTHER = "other"  # a vaccine that the list does not name


@dataclass(frozen=True)
class Vaccine:
    """A vaccine of resources/immunisations.toml."""

    key: str
    label: str
    protects: str  # from what, in plain words


@dataclass(frozen=True)
class Immunisation:
    """One dose. when: None where nobody knows. vaccine_words: of a vaccine the list does not name."""

    id: int
    vaccine: str  # the key of a Vaccine, or OTHER
    vaccine_words: str
    state: State
    when: EventDate | None
    source: str
    note: str = ""
    version: int = 1


@dataclass(frozen=True)
class ImmunisationStatement:
    """What a clinician stated of a child's immunisations as a whole, as at a day. Never worked out."""

    id: int
    as_at: date
    status: Status
    outstanding: str
    source: str
    stated_by: str
    version: int = 1


@dataclass(frozen=True)
class HospitalVisit:
    """A stay, an emergency visit or an operation. nights: None where the day it ended is not known."""

    id: int
    kind: VisitKind
    when: EventDate
    ended: EventDate | None
    hospital: str
    why: str
    source: str
    version: int = 1

    @property
    def nights(self) -> int | None:
        if self.ended is None or self.when.precision != "day":
            return None
        return (self.ended.on - self.when.on).days


def statement_words(one: ImmunisationStatement) -> str:
    """Return 'Not up to date as at 04-Mar-2026, stated by Dr Osei (GP summary): MMR, dose 2'."""
    missing = f": {one.outstanding}" if one.outstanding else ""
    status = STATUSES[one.status].partition(":")[0]
    return f"{status} as at {show_date(one.as_at)}, stated by {one.stated_by} ({one.source}){missing}"


def statement_doubts(
    one: ImmunisationStatement, doses: tuple[Immunisation, ...], today: date
) -> tuple[str, ...]:
    """Return why a statement may no longer hold, a sentence each: a dose since then, or its age."""
    given = [dose.when for dose in doses if dose.when and dose.state == "given"]
    later = [when for when in given if earliest_day(when) > one.as_at]
    found = []
    if later:
        newest = max(later, key=lambda when: when.on)
        found.append(f"A dose was given after this statement: {newest.words}.")
    if today > add_months(one.as_at, STATEMENT_MONTHS):
        found.append(f"This statement is over {STATEMENT_MONTHS} months old.")
    return tuple(found)


def visit_words(visit: HospitalVisit) -> str:
    """Return 'Stay in hospital, Northgate General, 3 nights: asthma attack'."""
    nights = visit.nights
    stayed = {None: "", 0: ""}.get(nights, f", {nights} night{'' if nights == 1 else 's'}")
    return f"{VISIT_KINDS[visit.kind]}, {visit.hospital}{stayed}: {visit.why}"


def dose_words(label: str, number: int) -> str:
    """Return 'MMR, dose 2'. number: which of this vaccine's doses on record it is, from 1; 0 where that is not said."""
    return f"{label}, dose {number}" if number else label
