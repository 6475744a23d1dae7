"""Immunisations and hospital visits on a real file: entered, corrected, taken out, and told by the chronology."""

from datetime import date

import pytest

from lac_tracker.domain.errors import NotAllowed, RecordChanged, UserError
from lac_tracker.services import chronology, health_checks
from tests.builders import a_child, ask, write
from tests.conftest import NADIA, TODAY, TOM

DOSE = {"vaccine": "mmr", "state": "given", "when": "6/7/2019", "source": "GP record"}
STAY = {
    "kind": "admission", "when": "4/3/2020", "ended": date(2020, 3, 7), "hospital": "Northgate General",
    "why": "Asthma attack", "source": "Hospital letter",
}  # fmt: skip


@pytest.fixture
def beginning(made_once):
    return made_once("health_checks", lambda database: a_child(database, born=date(2018, 5, 1)))


@pytest.fixture
def child(beginning):
    return beginning[1]


def page(database, child, **more):
    return ask(database, health_checks.on_record, child, **more)


def told(database, child) -> dict[str, str]:
    events = ask(database, chronology.of_child, child, today=TODAY).events
    return {event.what: event.when.words for event in events if event.key.startswith(("immu", "hosp"))}


def test_doses_of_one_vaccine_are_numbered_and_the_chronology_tells_them(database, child):
    write(database, health_checks.add_immunisation, child, **DOSE)
    write(database, health_checks.add_immunisation, child, **DOSE | {"when": "2021, about"})
    write(database, health_checks.add_immunisation, child, **DOSE | {"when": "2022", "state": "declined"})
    words = [dose.words for dose in page(database, child).doses]
    assert words == ["MMR", "MMR, dose 2", "MMR, dose 1"]
    assert told(database, child) == {
        "Immunisation given: MMR, dose 1": "06-Jul-2019",
        "Immunisation given: MMR, dose 2": "2021, about",
    }


def test_a_stay_says_its_nights_and_is_a_key_event(database, child):
    write(database, health_checks.add_hospital_visit, child, **STAY)
    assert told(database, child) == {
        "Stay in hospital, Northgate General, 3 nights: Asthma attack": "04-Mar-2020"
    }
    events = ask(database, chronology.of_child, child, today=TODAY).events
    assert next(one for one in events if one.key.startswith("hospital")).is_key


def test_a_dose_is_corrected_once_and_taken_out_with_a_reason(database, child):
    made = write(database, health_checks.add_immunisation, child, **DOSE).made_id
    write(
        database,
        health_checks.change_immunisation,
        made,
        **DOSE | {"vaccine": "other", "vaccine_words": "Yellow fever", "when": "", "seen_version": 1},
    )
    (dose,) = page(database, child).doses
    assert (dose.words, dose.immunisation.when) == ("Yellow fever", None)
    assert told(database, child) == {}
    with pytest.raises(RecordChanged):
        write(database, health_checks.change_immunisation, made, **DOSE | {"seen_version": 1})
    with pytest.raises(UserError, match="reason"):
        write(database, health_checks.immunisation_in_error, made, because=" ", seen_version=2)
    write(database, health_checks.immunisation_in_error, made, because="Wrong child", seen_version=2)
    assert page(database, child).doses == ()


def test_a_visit_is_corrected_and_taken_out(database, child):
    made = write(database, health_checks.add_hospital_visit, child, **STAY).made_id
    changed = STAY | {"kind": "emergency", "when": "Mar 2020", "ended": None}
    write(database, health_checks.change_hospital_visit, made, **changed, seen_version=1)
    (visit,) = page(database, child).visits
    assert (visit.kind, visit.when.words, visit.nights) == ("emergency", "Mar 2020", None)
    write(database, health_checks.hospital_visit_in_error, made, because="Twice", seen_version=2)
    assert page(database, child).visits == ()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"vaccine": ""}, "Vaccine is missing"),
        ({"vaccine": "other"}, "Which vaccine is missing"),
        ({"state": ""}, "Given or declined is missing"),
        ({"when": "1/1/2018"}, "after the date of birth"),
        ({"when": "soon"}, "When must be a day, a month or a year"),
        ({"source": "  "}, "Source is missing"),
    ],
)
def test_a_dose_that_cannot_be_is_refused_in_words(database, child, wrong, words):
    with pytest.raises(UserError, match=words):
        write(database, health_checks.add_immunisation, child, **DOSE | wrong)
    assert page(database, child).doses == ()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": ""}, "What it was is missing"),
        ({"when": ""}, "When is missing"),
        ({"when": "Mar 2020"}, "When must be a day"),
        ({"ended": date(2020, 3, 1)}, "on or after the day it began"),
        ({"ended": date(2999, 1, 1)}, "today or in the past"),
        ({"hospital": ""}, "Hospital is missing"),
        ({"why": ""}, "Why is missing"),
    ],
)
def test_a_visit_that_cannot_be_is_refused_in_words(database, child, wrong, words):
    with pytest.raises(UserError, match=words):
        write(database, health_checks.add_hospital_visit, child, **STAY | wrong)
    assert page(database, child).visits == ()


def test_administrators_read_and_write_none_of_it(database, child):
    with pytest.raises(NotAllowed):
        page(database, child, by=TOM)
    with pytest.raises(NotAllowed):
        write(database, health_checks.add_immunisation, child, by=TOM, **DOSE)
    write(database, health_checks.add_immunisation, child, by=NADIA, **DOSE)


def test_the_list_of_vaccines_has_no_key_twice_and_says_what_each_protects_from():
    known = health_checks.vaccines()
    assert len({one.key for one in known}) == len(known) > 10
    assert all(one.label and one.protects for one in known)
