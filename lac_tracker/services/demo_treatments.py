"""Immunisations and hospital visits of the children of the demonstration, different from child to child."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from lac_tracker.domain.dates import add_months
from lac_tracker.domain.event_dates import on_day, read_event_date
from lac_tracker.domain.immunisation_schedule import due_on
from lac_tracker.domain.people import Actor
from lac_tracker.services.demo_people import Person
from lac_tracker.storage import immunisations, treatments
from lac_tracker.storage.health_checks import date_fields
from lac_tracker.storage.tables.health_checks import HospitalVisitRow, ImmunisationRow

_GIVEN, _DECLINED = 0.97, 0.01  # of the doses whose time has come
_TREATED = 0.3


def treat(
    session: Session, person: Person, by: Actor, today: date, rng: Random, texts: Mapping[str, Any]
) -> None:
    """Write what one child was given and where they were treated. Nothing is known of an unaccompanied child."""
    if person.fields["allergies_state"] == "known":
        treatments.set_allergy_names(
            session, person.id, person.fields["allergies"], "GP record", by.full_name,
            on=today - timedelta(days=40), because="",
        )  # fmt: skip
    if person.is_unaccompanied:
        return
    told = {"child_id": person.id, "source": "GP record", "recorded_by": by.full_name}
    doses: list[dict[str, Any]] = []
    visits: list[dict[str, Any]] = []
    for vaccine, due in _doses(person.born):
        on = due + timedelta(days=rng.randrange(25))
        chance = rng.random()
        if on < today and chance < _GIVEN + _DECLINED:
            state = "given" if chance < _GIVEN else "declined"
            when = on_day(on) if rng.random() < 0.9 else read_event_date(str(on.year), today)
            doses.append(told | {"vaccine": vaccine, "state": state, **date_fields("given_on", when)})
    for visit in texts["visits"]:
        on = add_months(person.born, visit["months"]) + timedelta(days=rng.randrange(200))
        if rng.random() < _TREATED and on < today - timedelta(days=5):
            nights = visit.get("nights")
            visits.append(
                told
                | {
                    "kind": visit["kind"], "hospital": visit["hospital"], "why": visit["why"],
                    "ended_on": on + timedelta(days=nights) if nights is not None else None,
                    **date_fields("began_on", on_day(on)),
                }
            )  # fmt: skip
    for table, rows in ((ImmunisationRow, doses), (HospitalVisitRow, visits)):
        if rows:
            session.execute(insert(table), rows)


def _doses(born: date) -> list[tuple[str, date]]:
    """Return the vaccines of the schedule for somebody born on a day, and when each is due."""
    courses = immunisations.schedule().courses
    return [(dose.vaccine, due_on(dose, born)) for course in courses for dose in course.doses_for(born)]
