"""Letters to owners: a typical one, thirty actions, and text that goes to the edge."""

from dataclasses import replace
from datetime import date

from lac_tracker.domain.letters import Addressee, LetterFoot, Subject
from lac_tracker.domain.plan_owners import OwnerLetter
from lac_tracker.domain.plans import Action
from lac_tracker.domain.reports import Service


def an_owner_letter(**changes: object) -> OwnerLetter:
    """A letter to a dentist with one action that is late and one to come."""
    actions = (
        Action("Do the two fillings", "Ms T Dean", "dentist", "Example Dental Access", date(2025, 4, 30)),
        Action(
            "Write to us what was done", "Ms T Dean", "dentist", "Example Dental Access", date(2026, 4, 30)
        ),
    )
    typical = OwnerLetter(
        service=Service(
            "Northgate looked-after children’s health team", "01632 960 100", "lac.health@example.org"
        ),
        to=Addressee("Ms T Dean", "dentist, Example Dental Access", "3 Example Street, Northgate AA1 3AB"),
        child=Subject("Ellie BROWN", date(2009, 8, 8), "9990563411"),
        agreed_on=date(2025, 3, 11),
        actions=actions,
        today=date(2026, 3, 4),
        foot=LetterFoot("0L7T3RDE", date(2026, 3, 4), "Nadia Rahman"),
        reply_to="Nadia Rahman",
    )
    return replace(typical, **changes)  # type: ignore[arg-type]


def owner_letters() -> dict[str, tuple[str, object]]:
    """Return example name → (name of the document, what it holds)."""
    one = an_owner_letter().actions[1]
    many = tuple(replace(one, text=f"Number {n}: {one.text.lower()}, and tell Ellie") for n in range(1, 31))
    hostile = replace(one, text="Give <b>0.5</b> ml & check </para> limits", by=None)
    return {
        "owner letter": ("owner-letter", an_owner_letter()),
        "owner letter, thirty actions": ("owner-letter", an_owner_letter(actions=many, address_withheld=True)),
        "owner letter, long name": (
            "owner-letter",
            an_owner_letter(
                to=Addressee("Maximiliane-Theodora " * 5, "key worker"), actions=(hostile,), reply_to="",
                child=Subject("Wilhelmina Alexandrina " * 5, date(2009, 8, 8)),
            ),
        ),
    }  # fmt: skip
