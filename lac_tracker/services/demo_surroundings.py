"""What surrounds the children of the demonstration: family, letters asked for, flags, events, their own words."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker import paths
from lac_tracker.domain.completeness import HISTORY_COMPLETE
from lac_tracker.domain.dates import age_in_years, birthday
from lac_tracker.domain.event_dates import read_event_date
from lac_tracker.domain.people import Actor
from lac_tracker.services import demo_checks, demo_treatments, forms
from lac_tracker.services.demo_people import Person
from lac_tracker.services.family import derive_states
from lac_tracker.storage import (
    assessment_notes,
    assessments,
    chronology,
    consents,
    family,
    information,
    pathways,
)
from lac_tracker.storage.tables.care import MissingEpisodeRow, ProtectionStatusRow

_DUE_AFTER = timedelta(days=14)
_REPLY_AFTER = timedelta(days=5)


def surround(
    session: Session,
    person: Person,
    period_began: date | None,
    by: Actor,
    today: date,
    now: datetime,
    rng: Random,
) -> None:
    """Write what surrounds one child, differing from child to child. Uses up `rng` the same way for the same child."""
    texts = _texts()
    if person.is_unaccompanied:
        _far_family(session, person, by, rng, texts)
    else:
        _family(session, person, by, today, rng, texts)
    _history(session, person, by, today, rng, texts)
    _events(session, person, by, today, rng, texts)
    began = max(period_began or today - timedelta(days=60), person.born)
    _requests(session, person, began, by, today, rng, texts)
    _safety(session, person, began, by, today, rng, texts)
    _pathways(session, person, by, today, rng)
    if rng.random() < 0.12 and age_in_years(person.born, today) >= 8:
        for reader in rng.choice((["school"], ["parents"], ["school", "parents"])):
            consents.add_topic(session, person.id, "feelings", "", reader, today, None, by)
    if rng.random() < 0.5 and age_in_years(person.born, today) >= 4:
        _quote(session, person, by, now, rng, texts)
    demo_treatments.treat(session, person, by, today, rng, texts)
    demo_checks.check(session, person, by, today, Random(person.id + 3))


@cache
def _texts() -> Mapping[str, Any]:
    return tomllib.loads((paths.RESOURCES / "demo_surroundings.toml").read_text(encoding="utf-8"))


def _family(
    session: Session, person: Person, by: Actor, today: date, rng: Random, texts: Mapping[str, Any]
) -> None:
    def add(relation: str, name: str, sex: str, born_year: int | None, **more: Any) -> int:
        fields = {"relation": relation, "full_name": name, "sex": sex, "born_year": born_year, **more}
        return family.add_member(session, person.id, by.full_name, fields)

    year, surname = person.born.year, person.fields["family_name"] or "Example"
    grandmother = None
    if rng.random() < 0.4:
        died = rng.random() < 0.4
        grandmother = add(
            "mothers_mother", f"{rng.choice(texts['grandmothers'])} {surname}", "female", year - rng.randrange(46, 60),
            has_died=died, died_year=today.year - 1 if died else None, contact="none" if died else "some",
        )  # fmt: skip
    mother = add(
        "mother", f"{rng.choice(texts['mothers'])} {surname}", "female", year - rng.randrange(17, 38),
        health_notes=rng.choice(texts["mother_health"]), contact=rng.choice(("yes", "some", "none")), mother_id=grandmother,
    )  # fmt: skip
    father = None
    if rng.random() < 0.7:
        father = add(
            "father", rng.choice(texts["fathers"]), "male", year - rng.randrange(18, 42),
            health_notes=rng.choice(texts["father_health"]), contact=rng.choice(("some", "none", "not_known")),
            partnership=(None, "separated", "divorced", "separated", "married")[person.id % 5],
        )  # fmt: skip
    for _ in range(rng.choice((0, 1, 1, 2))):
        sex = rng.choice(("female", "male"))
        shares = father is not None and rng.random() < 0.6
        add(
            "sibling" if shares else "half_sibling_mother",
            f"{rng.choice(texts['sisters' if sex == 'female' else 'brothers'])} {surname}", sex,
            min(year + rng.randrange(-6, 6), today.year), mother_id=mother, father_id=father if shares else None,
            lives_with_child=rng.random() < 0.3, contact=rng.choice(("yes", "some")),
        )  # fmt: skip
    add("carer", person.around.carer, "not known", None, lives_with_child=True, contact="yes")


def _far_family(session: Session, person: Person, by: Actor, rng: Random, texts: Mapping[str, Any]) -> None:
    for relation, sex in (("mother", "female"), ("father", "male")):
        died = rng.random() < 0.3
        fields = {
            "relation": relation,
            "sex": sex,
            "has_died": died,
            "contact": "none" if died else "not_known",
        }
        family.add_member(session, person.id, by.full_name, fields)


def _history(
    session: Session, person: Person, by: Actor, today: date, rng: Random, texts: Mapping[str, Any]
) -> None:
    """Write birth and family history: known, asked for, or nothing yet; what an assessment brought is made whole for most."""
    how = rng.choice(("known", "known", "asked", "not_asked"))
    if person.is_unaccompanied and how == "known":
        how = "asked"
    held = family.history(session, person.id)
    if how == "not_asked" or (held and how == "asked"):
        return
    asked_on = today - timedelta(days=rng.randrange(10, 90))
    fields = {
        "source": "Social worker" if how == "known" else None, "asked_of": person.around.social_worker, "asked_on": asked_on,
        "chase_on": None if how == "known" else asked_on + _DUE_AFTER,
        "received_on": min(asked_on + timedelta(days=9), today) if how == "known" else None,
        "recorded_on": asked_on, "recorded_by": by.full_name,
    }  # fmt: skip
    items = {}
    for one in forms.history_items():
        if one.item in held and held[one.item].state in HISTORY_COMPLETE:
            continue
        value = texts["history"].get(one.item)
        state = "asked" if how == "asked" else "answered" if value is not None else "not_known_after_asking"
        items[one.item] = (fields | {"state": state}, value if state == "answered" else None)
    for item in held.keys() & items.keys():
        family.put_item(session, person.id, item, *items.pop(item))
    family.add_items(session, person.id, items)
    derive_states(session, person.id)


def _events(
    session: Session, person: Person, by: Actor, today: date, rng: Random, texts: Mapping[str, Any]
) -> None:
    for one in texts["events"]:
        happened = birthday(person.born, one["age"])
        if (
            happened.year >= today.year
            or rng.random() < 0.5
            or (person.is_unaccompanied and one["kind"] != "health")
        ):
            continue
        when = read_event_date(one["words"].format(year=happened.year), today)
        fields = {
            "event": one["event"], "kind": one["kind"], "source": one["source"], "impact": one["impact"],
            "is_key": one["key"], "recorded_by": by.full_name,
        }  # fmt: skip
        chronology.add_event(session, person.id, when, fields)


def _requests(
    session: Session,
    person: Person,
    began: date,
    by: Actor,
    today: date,
    rng: Random,
    texts: Mapping[str, Any],
) -> None:
    asked = max(began, today - timedelta(days=rng.randrange(6, 50)))
    whom = {
        "gp": person.around.practice.name,
        "school": person.around.school,
        "school_nurse": person.around.nurse,
    }
    for one in texts["requests"]:
        if rng.random() < 0.35:
            continue
        is_answered = rng.random() < 0.65
        came = asked + timedelta(days=rng.randrange(4, 30)) if is_answered else None
        if came is not None and came > today:
            came = None  # it is still to come
        fields = {
            "source": one["source"], "asked_of": whom.get(one["source"], "Northgate CAMHS"),
            "what": one["what"].format(name=person.called), "asked_on": asked, "due_on": asked + _DUE_AFTER,
            "answer": None if came is None else "received", "answered_on": came,
            "content": one["content"] if came else "", "sections": ",".join(one["sections"]), "recorded_by": by.full_name,
        }  # fmt: skip
        request = information.add(session, person.id, fields)
        if not is_answered and today > asked + _DUE_AFTER and rng.random() < 0.5:
            information.add_chase(
                session, request, asked + _DUE_AFTER, by.full_name, "Rang, promised by Friday"
            )


def _safety(
    session: Session,
    person: Person,
    began: date,
    by: Actor,
    today: date,
    rng: Random,
    texts: Mapping[str, Any],
) -> None:
    if rng.random() < 0.08:
        began = max(person.born, min(began, today) - timedelta(days=rng.randrange(30, 200)))
        row = ProtectionStatusRow(
            child_id=person.id, kind="child_protection_plan", category=rng.choice(texts["protection"]), began=began,
            next_review_on=today + timedelta(days=rng.randrange(5, 80)), recorded_by=by.full_name,
        )  # fmt: skip
        session.add(row)
    if age_in_years(person.born, today) >= 13 and rng.random() < 0.06:
        since = today - timedelta(days=rng.randrange(0, 9))
        is_over = rng.random() < 0.6
        session.add(
            MissingEpisodeRow(
                child_id=person.id, began=since, ended=today if is_over else None, told_by=person.around.social_worker,
                note=texts["missing"], recorded_by=by.full_name,
            )
        )  # fmt: skip
    session.flush()


def _pathways(session: Session, person: Person, by: Actor, today: date, rng: Random) -> None:
    age = age_in_years(person.born, today)
    if age >= 15 and person.fields["sex"] == "female" and rng.random() < 0.15:
        referred = today - timedelta(days=rng.randrange(2, 12))
        fields = {
            "due_on": today + timedelta(days=rng.randrange(60, 200)), "known_since": referred - timedelta(days=3),
            "referred_on": referred, "referred_to": "Northgate enhanced midwifery team",
            "reply_due_on": referred + _REPLY_AFTER, "recorded_by": by.full_name,
        }  # fmt: skip
        pathways.add_pregnancy(session, person.id, fields)
    if age >= 16:
        state = rng.choice(("not_started", "drafted", "checked", "given"))
        given = {"health_history_on": today - timedelta(days=30), "health_history_by": by.full_name}
        fields = {
            "health_history": state,
            "personal_adviser": "Ravi Nair",
            **(given if state == "given" else {}),
        }
        pathways.keep_leaving_care(
            session, person.id, {**fields, "recorded_by": by.full_name}, seen_version=0
        )


def _quote(
    session: Session, person: Person, by: Actor, now: datetime, rng: Random, texts: Mapping[str, Any]
) -> None:
    held = assessments.of_child(session, person.id)
    heard = now - timedelta(days=rng.randrange(1, 40))
    heard = datetime.combine(max(heard.date(), person.born), time(10, rng.randrange(60)), now.tzinfo)
    words = rng.choice(texts["quotes"])
    current = held[-1].id if held and held[-1].form_id else None
    assessment_notes.add_quote(
        session, person.id, current, "voice" if current else None, words, "own_words", by=by, now=heard
    )
