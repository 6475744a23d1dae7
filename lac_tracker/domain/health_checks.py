"""Immunisations and hospital visits: what is kept of each, and its words."""

from dataclasses import dataclass
from typing import Literal

from lac_tracker.domain.event_dates import EventDate

State = Literal["given", "declined"]
VisitKind = Literal["admission", "emergency", "operation"]

STATES: dict[str, str] = {"given": "Given", "declined": "Declined"}
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


def visit_words(visit: HospitalVisit) -> str:
    """Return 'Stay in hospital, Northgate General, 3 nights: asthma attack'."""
    nights = visit.nights
    stayed = {None: "", 0: ""}.get(nights, f", {nights} night{'' if nights == 1 else 's'}")
    return f"{VISIT_KINDS[visit.kind]}, {visit.hospital}{stayed}: {visit.why}"


def dose_words(label: str, number: int) -> str:
    """Return 'MMR, dose 2'. number: which of this vaccine's doses on record it is, from 1; 0 where that is not said."""
    return f"{label}, dose {number}" if number else label
