"""Checks of teeth, eyes, hearing and development on a real file, and what clinicians state of immunisations."""

from dataclasses import replace
from datetime import date

import pytest

from lac_tracker.domain.errors import NotAllowed, RecordChanged, UserError
from lac_tracker.services import chronology, health_checks, immunisations, routine_checks
from lac_tracker.services.immunisations import NewStatement
from lac_tracker.services.routine_checks import Typed
from tests.builders import a_child, an_assessment, ask, write
from tests.conftest import NADIA, TODAY, TOM

DONE = Typed("done", when="4/3/2026", result="Two fillings", provider="Mill Dental", treatment_waiting="yes",
             registered="yes", next_on=date(2026, 9, 4), source="Dentist's letter")  # fmt: skip
SAID = NewStatement(TODAY, "not_up_to_date", "MMR, dose 2", "GP record", "Dr Osei")


@pytest.fixture
def beginning(made_once):
    return made_once("routine_checks", lambda database: a_child(database, born=date(2023, 5, 1)))


@pytest.fixture
def child(beginning):
    return beginning[1]


def page(database, child, **more):
    return ask(database, routine_checks.on_record, child, today=TODAY, **more)


def test_a_check_is_entered_corrected_and_taken_out(database, child):
    made = write(database, routine_checks.add, child, "dental", DONE).made_id
    (held,) = page(database, child).of("dental")
    assert (held.result, held.registered, held.treatment_waiting, held.next_on) == (
        "Two fillings", "yes", "yes", date(2026, 9, 4),
    )  # fmt: skip
    told = ask(database, chronology.of_child, child, today=TODAY).events
    assert [(one.what, one.is_key) for one in told if one.key.startswith("dental_check")] == [
        ("Dental check done, Mill Dental: Two fillings", False)
    ]
    write(
        database, routine_checks.change, made, "dental", replace(DONE, result="None needed"), seen_version=1
    )
    with pytest.raises(RecordChanged):
        write(database, routine_checks.change, made, "dental", DONE, seen_version=1)
    with pytest.raises(UserError, match="reason"):
        write(database, routine_checks.in_error, made, because=" ", seen_version=2)
    write(database, routine_checks.in_error, made, because="Another child's", seen_version=2)
    assert page(database, child).checks == ()


@pytest.mark.parametrize(
    ("kind", "changed", "says"),
    [
        ("dental", {"state": ""}, "What happened is missing"),
        ("dental", {"when": ""}, "When is missing"),
        ("dental", {"when": "1/1/2020"}, "When must be after the date of birth"),
        ("dental", {"when": "1/1/2027"}, "When must be today or in the past"),
        ("dental", {"source": " "}, "Source is missing"),
        ("dental", {"next_on": date(2026, 3, 4)}, "Next must be after the day of this check"),
        ("dental", {"next_on": date(2062, 3, 4)}, "Next is 3\\d years away"),
        ("dental", {"state": "booked"}, "Booked for is missing"),
        ("dental", {"state": "booked", "booked_for": date(2026, 1, 1)}, "Booked for must be today or in the future"),
        ("dental", {"state": "booked", "booked_for": date(2066, 1, 1)}, "Booked for is"),
        ("dental", {"state": "not_done"}, "Why not is missing"),
        ("vision", {"state": "declined", "why_not": "\n"}, "Why not is missing"),
        ("development", {}, "Which review is missing: choose one, or say"),
        ("development", {"what": "hair"}, "Which review is missing: choose one"),
        ("teeth", {}, "Which check it was is missing"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(database, child, kind, changed, says):
    with pytest.raises(UserError, match=says):
        write(database, routine_checks.add, child, kind, replace(DONE, **changed))
    assert page(database, child).checks == ()


def test_every_state_keeps_what_belongs_to_it(database, child):
    write(database, routine_checks.add, child, "vision", replace(DONE, state="booked", booked_for=TODAY))
    write(
        database,
        routine_checks.add,
        child,
        "dental",
        replace(DONE, state="not_needed", why_not="No teeth yet"),
    )
    write(
        database, routine_checks.add, child, "development", replace(DONE, what="two_years", up_to_date="yes")
    )
    held = page(database, child)
    (booked,), (not_needed,), (review,) = held.of("vision"), held.of("dental"), held.of("development")
    assert (booked.on, booked.result, booked.next_on, booked.registered) == (TODAY, "", None, None)
    assert (not_needed.reason, not_needed.treatment_waiting is None) == ("No teeth yet", False)
    assert (review.what, review.up_to_date, review.treatment_waiting) == ("two_years", "yes", None)
    assert held.standings["development"].words.startswith("Reviews up to date, as said 04-Mar-2026")


def test_a_review_of_development_is_for_those_under_five(database):
    child = a_child(database, "2", born=date(2015, 1, 1))
    with pytest.raises(UserError, match="before the fifth birthday"):
        write(database, routine_checks.add, child, "development", replace(DONE, what="other"))
    write(
        database,
        routine_checks.add,
        child,
        "development",
        replace(DONE, when="1/1/2017", next_on=None, what="two_years"),
    )


def seen(database, child, **more):
    return ask(database, immunisations.on_record, child, today=TODAY, **more)


def test_what_is_stated_is_shown_with_its_date_and_doubted_when_it_is_old(database, child):
    write(database, immunisations.state, child, replace(SAID, as_at=date(2024, 6, 1)))
    write(
        database,
        health_checks.add_immunisation,
        child,
        vaccine="mmr",
        state="given",
        when="6/7/2024",
        source="GP",
    )
    held = seen(database, child)
    assert held.doubts == (
        "A dose was given after this statement: 06-Jul-2024.",
        "This statement is over 12 months old.",
    )
    made = write(database, immunisations.state, child, SAID).made_id
    held = seen(database, child)
    assert (held.statements[0].outstanding, held.doubts) == ("MMR, dose 2", ())
    given = {"seen_version": 1}
    write(database, immunisations.change_statement, made, replace(SAID, status="up_to_date"), **given)
    assert seen(database, child).statements[0].outstanding == ""
    write(database, immunisations.statement_in_error, made, because="Wrong child", seen_version=2)
    assert len(seen(database, child).statements) == 1


def test_doses_on_record_never_state_anything(database, child):
    held = seen(database, child)
    assert held.statements == ()
    assert held.suggestion.endswith("Looks outstanding: check with the record.")
    assert "6-in-1 (DTaP/IPV/Hib/HepB), dose 1" in [slot.words for slot in held.outlook.outstanding]


def test_an_unknown_history_is_treated_as_not_immunised(database, child):
    assert seen(database, child).assessment_id is None
    writing = an_assessment(database, child)
    write(database, immunisations.mark_unknown, child, source="", stated_by="Dr Osei")
    held = seen(database, child)
    assert (held.statements[0].status, held.statements[0].source) == (
        "history_unknown",
        "No record was found",
    )
    assert held.visits[0] == "Visit 1: 6-in-1 (DTaP/IPV/Hib/HepB) + MMRV"
    assert held.assessment_id == writing


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"status": ""}, "What is stated is missing"),
        ({"outstanding": " "}, "What is outstanding is missing"),
        ({"as_at": None}, "As at is missing"),
        ({"as_at": date(2027, 1, 1)}, "As at must be today or in the past"),
        ({"as_at": date(2020, 1, 1)}, "As at must be after the date of birth"),
        ({"source": ""}, "Source is missing"),
        ({"stated_by": ""}, "Stated by is missing"),
    ],
)
def test_a_statement_that_cannot_be_is_refused(database, child, changed, says):
    with pytest.raises(UserError, match=says):
        write(database, immunisations.state, child, replace(SAID, **changed))


def test_some_read_and_some_do_not_even_read(database, child):
    for service in (routine_checks.on_record, immunisations.on_record):
        with pytest.raises(NotAllowed):
            ask(database, service, child, today=TODAY, by=TOM)
    with pytest.raises(NotAllowed):
        write(database, routine_checks.add, child, "dental", DONE, by=TOM)
    with pytest.raises(NotAllowed):
        write(database, immunisations.state, child, SAID, by=TOM)
    assert page(database, child, by=NADIA).checks == ()
