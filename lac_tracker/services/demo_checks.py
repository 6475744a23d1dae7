"""Health checks of the children of the demonstration over the years, different from child to child.

What signed assessments taught is there already: nothing here is told twice. Rows go in by table, a statement for each.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from lac_tracker.domain.dates import add_months, age_in_years, birthday
from lac_tracker.domain.event_dates import EventDate, on_day
from lac_tracker.domain.names import search_key
from lac_tracker.domain.people import Actor
from lac_tracker.domain.return_cohort import return_year
from lac_tracker.domain.routine_checks import DEVELOPMENT_UNDER, REVIEWS
from lac_tracker.services.demo_people import Person
from lac_tracker.services.demo_texts import size_on
from lac_tracker.storage import reference_data, treatments
from lac_tracker.storage.health_checks import date_fields
from lac_tracker.storage.tables.health_checks import (
    ConditionRow,
    ImmunisationStatementRow,
    MeasurementRow,
    MedicineRow,
    ReturnAnswerRow,
    RoutineCheckRow,
    SubstanceUseRow,
)

_YEARS = 3  # of checks that are told back
_DONE = 0.86  # of the checks whose time has come
_ASKED_FROM = 13  # years: substances
_CONVICTED_FROM = 10


def check(session: Session, person: Person, by: Actor, today: date, rng: Random) -> None:
    """Write the checks of one child. Uses up `rng` the same way for the same child."""
    texts = _texts()
    told = {"child_id": person.id, "recorded_by": by.full_name}
    rows: dict[Any, list[dict[str, Any]]] = {
        ImmunisationStatementRow: _statements(person, by, today, rng, texts),
        RoutineCheckRow: [*_routine(person, today, rng, texts), *_development(person, today, rng, texts)],
        MeasurementRow: _growth(person, by, today, rng, texts),
        SubstanceUseRow: _substances(person, today, rng, texts),
        ReturnAnswerRow: _answers(person, today, rng),
    }
    rows[ConditionRow], rows[MedicineRow] = _conditions(session, person, today, rng, texts)
    for table, found in rows.items():
        if found:
            session.execute(insert(table), [told | row for row in found])


@cache
def _texts() -> Mapping[str, Any]:
    return reference_data.table("demo_checks.toml")


def _statements(
    person: Person, by: Actor, today: date, rng: Random, texts: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return what was stated of immunisations: once a year, of some children only that nobody knows."""
    found = []
    is_unknown = person.is_unaccompanied or rng.random() < 0.03
    for as_at in _days_back(person, today, rng, years=1 if is_unknown else _YEARS):
        chance = rng.random()
        status = "up_to_date" if chance < 0.8 else "not_up_to_date"
        row = {
            "as_at": as_at,
            "status": status,
            "outstanding": "",
            "source": rng.choice(texts["statement_sources"]),
        }
        if is_unknown:
            row |= {"status": "history_unknown", "outstanding": texts["unknown_outstanding"]}
            row["source"] = rng.choice(texts["unknown_sources"])
        elif status == "not_up_to_date":
            age = age_in_years(person.born, as_at)
            left = [one["words"] for one in texts["outstanding"] if one["ages"][0] <= age <= one["ages"][1]]
            row["outstanding"] = rng.choice(left)
        if chance < 0.95:
            found.append(row | {"stated_by": by.full_name})
    return found


def _routine(person: Person, today: date, rng: Random, texts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return checks of teeth every year, of eyes every other year from four, and of hearing twice."""
    found = []
    for on in _days_back(person, today, rng):
        if on >= add_months(person.born, 12):
            provider = "Example Dental Access"
            found.append(
                _row("dental", on, rng, texts["dental_results"], texts["dental_reasons"], provider, "Carer")
            )
    for on in _days_back(person, today, rng, step=2):
        if age_in_years(person.born, on) >= 4:
            found.append(_row("vision", on, rng, texts["eye_results"], texts["eye_reasons"], "Example Opticians", "Carer"))  # fmt: skip
    newborn = person.born + timedelta(days=rng.randrange(5, 25))
    screen = add_months(person.born, 55) + timedelta(days=rng.randrange(200))
    if not person.is_unaccompanied and newborn < today:
        found.append(_row("hearing", newborn, rng, texts["hearing_results"][:1], (), "Newborn screen", "Child health record"))  # fmt: skip
    if screen < today and rng.random() < 0.8 and not person.is_unaccompanied:
        found.append(_row("hearing", screen, rng, texts["hearing_results"][1:], (), "School screen", "Child health record"))  # fmt: skip
    return found


def _row(
    kind: str, on: date, rng: Random, results: Any, reasons: Any, provider: str, source: str
) -> dict[str, Any]:
    """Return a check that was done, or why it was not; now and then with only the month known."""
    done = rng.random() < _DONE or not reasons
    when = on_day(on) if rng.random() < 0.9 else EventDate(on.replace(day=15), "month", f"{on:%b} {on.year}")
    return _CHECK | {
        "kind": kind, "state": "done" if done else "not_done", "provider": provider if done else "", "source": source,
        "result": rng.choice(results) if done else "", "reason": "" if done else rng.choice(reasons),
        **date_fields("happened_on", when),
    }  # fmt: skip


_CHECK = {"what": "", "up_to_date": None, "registered": None, "treatment_waiting": None, "next_on": None}


def _development(person: Person, today: date, rng: Random, texts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the health visitor's reviews, and of children under five whether they are up to date."""
    if person.is_unaccompanied:
        return []
    found = []
    for what, (_, months) in REVIEWS.items():
        on = add_months(person.born, months) - timedelta(days=rng.randrange(3, 12))
        if person.born < on < today and rng.random() < _DONE:
            row = _row(
                "development", on, rng, texts["review_results"], (), "Health visitor", "Child health record"
            )
            found.append(row | {"what": what})
    as_at = today - timedelta(days=rng.randrange(10, 150))
    if age_in_years(person.born, as_at) < DEVELOPMENT_UNDER and as_at > person.born and rng.random() < 0.6:
        said = _row("development", as_at, rng, ("",), (), "", "Health visitor")
        found.append(said | {"up_to_date": rng.choice(("yes", "yes", "yes", "no"))})
    return found


def _growth(
    person: Person, by: Actor, today: date, rng: Random, texts: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return measurements of the last years, along one line of growth of the child's own."""
    found = []
    centile = rng.choice(texts["centiles"])
    for on in _days_back(person, today, rng, years=_YEARS + 1):
        height, weight = size_on(person, on)
        row = {
            "measured_on": on, "height_millimetres": round(height * 10), "weight_grams": round(weight * 10) * 100,
            "head_millimetres": None, "height_centile": centile, "weight_centile": centile, "bmi_centile": "",
            "head_centile": "", "not_measured_because": "", "measured_by": by.full_name, "note": "",
        }  # fmt: skip
        if rng.random() < 0.06:
            row |= {"weight_grams": None, "weight_centile": "", "not_measured_because": rng.choice(texts["not_weighed"])}  # fmt: skip
        found.append(row)
    return found


def _conditions(
    session: Session, person: Person, today: date, rng: Random, texts: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return conditions, and the medicines that go with them; none that an assessment has named already."""
    age = age_in_years(person.born, today)
    drawn = []
    for one in texts["condition"]:
        is_theirs = rng.random() < one["share"] and age >= one["from_age"]
        draws = (
            rng.randrange(1, 4),
            rng.randrange(20, 400),
            one.get("resolves", False) and rng.random() < 0.5,
        )
        if is_theirs and one.get("unaccompanied", False) == person.is_unaccompanied:
            drawn.append((one, *draws))
    if not drawn:
        return [], []
    held = " ".join(search_key(one.name) for one in treatments.conditions(session, person.id))
    taken = " ".join(search_key(one.name) for one in treatments.medicines(session, person.id))
    conditions, medicines = [], []
    for one, years, days, over in drawn:
        written = today - timedelta(days=days)
        began = max(add_months(today, -12 * years), birthday(person.born, one["from_age"]))
        since = date_fields("began_on", EventDate(date(began.year, 7, 1), "year", str(began.year)))
        told = {"source": "GP record", "recorded_on": written, **since}
        if search_key(one["name"]) not in held:
            state = (
                "resolved" if over else "suspected" if one.get("suspected") and years == 1 else "confirmed"
            )
            conditions.append(
                told | {"name": one["name"], "state": state, "ended_on": written if over else None}
            )
        medicine = one.get("medicine")
        if medicine and search_key(medicine["name"]).split()[0] not in taken:
            ended = {
                "ended_on": written if over else None,
                "ended_because": "No longer needed" if over else "",
            }
            medicines.append(told | medicine | ended | {"prescribed_by": "GP"})
    return conditions, medicines


def _substances(person: Person, today: date, rng: Random, texts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what was found when young people were asked, as the return defines it."""
    found = []
    for on in _days_back(person, today, rng):
        if age_in_years(person.born, on) < _ASKED_FROM or rng.random() > 0.75:
            continue
        row = {"asked_on": on, "problem": "no", "substances": "", "intervention": None, "note": "", "source": "Asked alone"}  # fmt: skip
        if rng.random() < 0.12:
            row |= {"problem": "yes", **rng.choice(texts["problem"])}
        found.append(row)
    return found


def _answers(person: Person, today: date, rng: Random) -> list[dict[str, Any]]:
    """Return what the social worker said for the return of last year, and for some already of this one."""
    year = return_year(today)
    found = []
    for back, share in ((1, 0.7), (0, 0.3)):
        of_year = year.year - back
        if age_in_years(person.born, date(of_year, 3, 31)) >= _CONVICTED_FROM and rng.random() < share:
            found.append(
                {
                    "return_year": of_year, "field": "CONVICTED", "answer": "1" if rng.random() < 0.03 else "0",
                    "source": f"{person.around.social_worker}, social worker",
                    "recorded_on": min(today, date(of_year, 3, 31)) - timedelta(days=rng.randrange(5, 40)),
                }
            )  # fmt: skip
    return found


def _days_back(person: Person, today: date, rng: Random, *, years: int = _YEARS, step: int = 1) -> list[date]:
    """Return a day in each of the last years since birth, the newest last year's or this one's."""
    latest = today - timedelta(days=rng.randrange(40, 300))
    days = [
        add_months(latest, -12 * back) - timedelta(days=rng.randrange(20)) for back in range(0, years, step)
    ]
    arrived = today - timedelta(days=400) if person.is_unaccompanied else person.born + timedelta(days=30)
    return [day for day in reversed(days) if day >= max(arrived, person.born)]
