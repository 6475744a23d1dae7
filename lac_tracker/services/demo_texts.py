"""Invents what an assessment says and the plan that follows from it, in our own words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from lac_tracker.domain import sdq_known, smart
from lac_tracker.domain.dates import add_months, age_in_years, birthday
from lac_tracker.domain.forms import Form, child_facts, holds
from lac_tracker.domain.plans import Action, Need, Outcome
from lac_tracker.domain.questions import Question, Value
from lac_tracker.domain.sdq import Questionnaire
from lac_tracker.services import demo_sdq, forms
from lac_tracker.services.demo_people import Around, Person
from lac_tracker.storage import reference_data

TEAM = "Northgate LAC health team"
_NURSES = ("Nadia Rahman", "Priya Nair")
_BANDS = ((2, "0_1"), (5, "2_4"), (10, "5_9"), (16, "10_15"), (18, "16_17"))
# Height in cm and weight in kg at each birthday, roughly: figures for an invented child, not a growth chart.
_HEIGHTS = (58, 75, 87, 95, 102, 109, 115, 121, 127, 133, 138, 143, 149, 156, 163, 168, 171, 173)
_WEIGHTS = (5.2, 9.5, 12.2, 14.3, 16.3, 18.4, 20.7, 23.2, 26, 29, 32.5, 36.5, 41, 46, 51, 56, 60, 63)


@dataclass(frozen=True)
class Told:
    """One assessment: the answers and the plan."""

    answers: dict[str, Value]
    plan: tuple[Need, ...]


def told(
    form: Form, person: Person, done: date, signed: date, rng: Random, answered: int | None = None,
    questionnaires: tuple[Questionnaire, ...] = (),
) -> Told:  # fmt: skip
    """Return answers to every question that applies, and a plan of two to five needs.

    done, signed: the days of the assessment and of the signature, between which and the next review every date of the
    plan lies. answered: stop after so many answers, as in an assessment that is not finished. questionnaires: of the
    record, which the form asks about.
    """
    texts = _texts()
    age = age_in_years(person.born, done)
    chosen = _needs(texts, age, person, rng)
    said = _said(texts, person, age, chosen, done, rng)
    if (used := sdq_known.used(questionnaires, done)) is not None:
        said |= demo_sdq.said(used.scores.total or 0, rng, person.called)
    facts = child_facts(
        person.born, done, unaccompanied=person.is_unaccompanied, sex=person.fields["sex"],
        sdq=sdq_known.facts_on(questionnaires, done),
    )  # fmt: skip
    answers: dict[str, Value] = {}
    for section in form.sections:
        if section.holds_plan or not all(holds(condition, answers, facts) for condition in section.show_if):
            continue
        for question in section.questions:
            if all(holds(condition, answers, facts) for condition in question.show_if):
                value = said.get(question.id) or _general(texts, question, age, person, rng)
                if value not in (None, "", []):
                    answers[question.id] = value
            if answered is not None and len(answers) >= answered:
                return Told(answers, ())
    last = min(add_months(done, 6 if age < 5 else 12), birthday(person.born, 18) - timedelta(days=1))
    return Told(answers, tuple(_need(one, person, done, signed, last, age) for one in chosen))


@cache
def _texts() -> dict[str, Any]:
    return reference_data.table("demo_texts.toml")


def _needs(texts: Mapping[str, Any], age: int, person: Person, rng: Random) -> list[dict[str, Any]]:
    """Return two to five needs that fit the child; those after arrival always for who came alone."""
    fitting = [one for one in texts["need"] if one["ages"][0] <= age <= one["ages"][1]]
    always = [one for one in fitting if one.get("unaccompanied") and person.is_unaccompanied]
    always += [one for one in fitting if one["id"] == "leaving_care" and not person.is_unaccompanied]
    others = [one for one in fitting if one not in always and not one.get("unaccompanied")]
    wanted = max(len(always), rng.choice((2, 3, 3, 4, 5)))
    found = always + rng.sample(others, min(len(others), wanted - len(always)))
    return [
        one
        for place, one in enumerate(found)
        if one["category"] not in [two["category"] for two in found[:place]]
    ]


def _said(
    texts: Mapping[str, Any], person: Person, age: int, chosen: list[dict[str, Any]], done: date, rng: Random
) -> dict[str, Any]:
    """Return the answers that follow from the child, from the needs found, and from one another."""
    fields, band = person.fields, _band(age)
    said: dict[str, Any] = {
        "matters": _filled(rng.choice(texts["quotes"][band]), person),
        "matters_kind": "seen" if age < 2 else "written_for" if age < 5 else None,
        "own_consent": "not_asked" if age < 4 else "agreed_to_some" if rng.random() < 0.1 else "agreed",
        "can_decide": "yes" if age >= 14 else "partly" if age >= 9 else "no",
        "preferred_name": person.called,
        "allergies_state": fields["allergies_state"],
        "allergies": fields["allergies"],
        "interpreter_needed": fields["interpreter_needed"],
        "interpreter_used": "yes" if fields["interpreter_needed"] == "yes" else None,
        "imm_last_on": (done - timedelta(days=rng.randrange(40, 300))).isoformat() if age else None,
        "birth_gestation_weeks": rng.randrange(35, 42),
        "birth_weight_kg": rng.randrange(22, 42) / 10,
    }
    if age < 2:
        said |= {"alone": "too_young", "safe_now": "too_young", "attendance": "not_of_age"}
        said |= {"dental_seen": "no_teeth"} if age == 0 else {}
    for subject, code in (
        ("ethnicity", "ethnicity_code"),
        ("language", "first_language"),
        ("religion", "religion_code"),
    ):
        said |= {f"{subject}_state": fields[f"{subject}_state"], subject: fields[code]}
    if fields["first_language"]:
        said["language"] = reference_data.codes()["language"].label(fields["first_language"])
    for one in chosen:
        said |= {name: _filled(value, person) for name, value in one["answers"].items()}
    return said | _measured(person, done, age) | {"summary": _summary(texts, chosen, person, rng)}


def size_on(person: Person, on: date) -> tuple[float, float]:
    """Return height in cm and weight in kg on a day: one line of growth for each child, somewhere about the usual."""
    age = min(age_in_years(person.born, on), 17)
    share = (on - birthday(person.born, age)).days / 366
    after = min(age + 1, 17)
    height = _HEIGHTS[age] + share * (_HEIGHTS[after] - _HEIGHTS[age])
    weight = _WEIGHTS[age] + share * (_WEIGHTS[after] - _WEIGHTS[age])
    spread = Random(person.id).uniform(0.94, 1.05)
    return round(height * spread, 1), round(weight * spread**2, 1)


def _measured(person: Person, done: date, age: int) -> dict[str, Any]:
    height, weight = size_on(person, done)
    share = (done - birthday(person.born, age)).days / 366
    return {
        "height_cm": height,
        "weight_kg": weight,
        "head_cm": round(40 + 6 * min(1.0, age + share), 1),
    }


def _general(texts: Mapping[str, Any], question: Question, age: int, person: Person, rng: Random) -> Any:
    """Return an answer from the texts; a key of the form for choices. Empty where the texts have none."""
    if question.id in texts["choices"]:
        return rng.choice(texts["choices"][question.id])
    found = texts["text"][_band(age)].get(question.id) or texts["text"]["any"].get(question.id)
    return _filled(rng.choice(found), person) if found else None


def _summary(texts: Mapping[str, Any], chosen: list[dict[str, Any]], person: Person, rng: Random) -> str:
    parts = [
        rng.choice(texts["summary"]["start"]),
        *(one["summary"] for one in chosen if "summary" in one),
        rng.choice(texts["summary"]["end"]),
    ]
    return str(_filled(" ".join(parts), person))


def _need(one: Mapping[str, Any], person: Person, done: date, signed: date, last: date, age: int) -> Need:
    review_on = _working(min(done + timedelta(days=one["days"]), last), signed)
    outcome = Outcome(
        text=_filled(one["outcome"], person),
        measure=_filled(one["measure"], person),
        review_on=review_on,
        actions=tuple(_action(each, person, done, signed, last) for each in one["actions"]),
        agreed_child="yes" if age >= 4 else "no",
        agreed_child_because="" if age >= 4 else "Too young to be asked",
        agreed_carer="yes",
        plain_words=one["plain"],
    )
    need = Need(
        None, _filled(one["title"], person), one["category"], _filled(one["found"], person),
        one.get("words", "") if age >= 5 else "", one["section"], (outcome,),
    )  # fmt: skip
    found = smart.check_outcome(
        need, outcome, name=person.called, today=signed, next_due=None, eighteenth_birthday=birthday(person.born, 18),
        words=forms.smart_words(),
    )  # fmt: skip
    return replace(need, outcomes=(replace(outcome, smart_letters=smart.shorthand(smart.letters(found))),))


def _action(one: Mapping[str, Any], person: Person, done: date, signed: date, last: date) -> Action:
    who, role, organisation = _persons(person.around)[one["who"]]
    by = _working(min(done + timedelta(days=one["days"]), last), signed)
    why = _filled(one["why"], person) if "why" in one else None
    return Action(_filled(one["text"], person), who, role, organisation, by, why)


def _persons(around: Around) -> dict[str, tuple[str, str, str]]:
    """Return who can be given an action: person, role, organisation."""
    return {
        "practice": (around.practice.doctor, "GP", around.practice.name),
        "carer": (around.carer, around.carer_role, around.carer_organisation),
        "social_worker": (around.social_worker, "social worker", "Northgate Council"),
        "dentist": (around.dentist, "dentist", "Example Dental Access"),
        "optician": (around.optician, "optometrist", "Example Opticians"),
        "school": (around.teacher, "designated teacher", around.school),
        "community_nurse": (around.nurse, "health visitor", "Northgate Children's Health"),
        "therapist": (around.therapist, "therapist", "Northgate Children's Therapies"),
        "nurse": (_NURSES[sum(map(ord, around.postcode)) % len(_NURSES)], "specialist nurse", TEAM),
        "doctor": ("Sam Iqbal", "paediatrician", TEAM),
    }


def _working(day: date, not_before: date) -> date:
    """Return the day, or the Friday before a weekend; never before another one."""
    friday = day - timedelta(days=max(0, day.weekday() - 4))
    return friday if friday >= not_before else max(day, not_before)


def _band(age: int) -> str:
    return next(band for below, band in _BANDS if age < below)


def _filled(value: Any, person: Person) -> Any:
    if not isinstance(value, str):
        return value
    return value.replace("{name}", person.called).replace("{carer}", person.around.carer)
