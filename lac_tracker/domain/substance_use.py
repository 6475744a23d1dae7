"""Substance use as the council's yearly return asks for it: was a problem identified, and what was done.

The definition is the Department for Education's, quoted in short from its guidance on the return. A young person may
keep all of this private (`disclosure.Content.PRIVATE_TOPICS`): no paper tells it by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lac_tracker.domain.dates import show_date

Problem = Literal["yes", "no"]
Intervention = Literal["received", "offered_refused", "not_offered"]

PROBLEMS: dict[str, str] = {"yes": "Yes, a problem was identified", "no": "No problem identified"}
INTERVENTIONS: dict[str, str] = {
    "received": "Intervention received",
    "offered_refused": "Intervention offered and refused",
    "not_offered": "Intervention not offered",
}
DEFINITION = (
    "A substance problem here is intoxication by, regular excessive consumption of, or dependence on psychoactive "
    "substances that leads to social, psychological, physical or legal problems. Alcohol, other substances and "
    "volatile substances all count."
)
SOURCE = "Department for Education, guidance on the return of children looked after, 2020"
CHECKED_ON = date(2026, 11, 23)
CONFIDENCE = "V"  # read in the source named


@dataclass(frozen=True)
class SubstanceUse:
    """One asking. intervention: None where no problem was identified, or nobody has said yet what was done."""

    id: int
    asked_on: date
    problem: Problem
    substances: str
    intervention: Intervention | None
    intervention_on: date | None
    note: str
    source: str
    recorded_by: str = ""
    version: int = 1


def intervention_words(one: SubstanceUse) -> str:
    """Return what was done: 'Intervention received, 04-Mar-2026', 'Not said yet', '' where there was no problem."""
    if one.problem == "no":
        return ""
    if one.intervention is None:
        return "Not said yet"
    on = f", {show_date(one.intervention_on)}" if one.intervention_on else ""
    return f"{INTERVENTIONS[one.intervention]}{on}"


def within(rows: Iterable[SubstanceUse], first: date, last: date) -> tuple[SubstanceUse, ...]:
    """Return the askings of a stretch of days, newest first, such as a year of the return."""
    return tuple(
        sorted(
            (one for one in rows if first <= one.asked_on <= last),
            key=lambda one: (one.asked_on, one.id),
            reverse=True,
        )
    )
