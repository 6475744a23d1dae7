"""Immunisations and hospital visits of the children of the demonstration, different from child to child."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.dates import add_months
from lac_tracker.domain.event_dates import on_day, read_event_date
from lac_tracker.domain.people import Actor
from lac_tracker.services.demo_people import Person
from lac_tracker.storage import health_checks

_GIVEN, _DECLINED = 0.85, 0.03  # of the doses whose time has come
_TREATED = 0.3


def treat(
    session: Session, person: Person, by: Actor, today: date, rng: Random, texts: Mapping[str, Any]
) -> None:
    """Write what one child was given and where they were treated. Nothing is known of an unaccompanied child."""
    if person.is_unaccompanied:
        return
    for dose in texts["doses"]:
        for months in dose["months"]:
            on = add_months(person.born, months) + timedelta(days=rng.randrange(25))
            chance = rng.random()
            if on < today and chance < _GIVEN + _DECLINED:
                state = "given" if chance < _GIVEN else "declined"
                when = on_day(on) if rng.random() < 0.9 else read_event_date(str(on.year), today)
                fields = {
                    "vaccine": dose["vaccine"], "state": state, "source": "GP record", "recorded_by": by.full_name,
                }  # fmt: skip
                health_checks.save_immunisation(session, person.id, None, when, fields, seen_version=1)
    for visit in texts["visits"]:
        on = add_months(person.born, visit["months"]) + timedelta(days=rng.randrange(200))
        if rng.random() < _TREATED and on < today - timedelta(days=5):
            nights = visit.get("nights")
            fields = {
                "kind": visit["kind"], "hospital": visit["hospital"], "why": visit["why"], "source": "GP record",
                "ended_on": on + timedelta(days=nights) if nights is not None else None, "recorded_by": by.full_name,
            }  # fmt: skip
            health_checks.save_hospital_visit(session, person.id, None, on_day(on), fields, seen_version=1)
