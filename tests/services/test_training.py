"""Training of the team on a real file: recorded, corrected, taken out, and said before an assessment."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import NotAllowed, NotFound, RecordChanged, UserError
from lac_tracker.domain.training import LOOKED_AFTER_LEVEL, UNACCOMPANIED, Training, expiry, holds
from lac_tracker.services import consent_gate, training
from lac_tracker.services.training import TypedTraining
from lac_tracker.storage import children
from lac_tracker.storage import training as stored
from tests.builders import a_child, ask, write
from tests.conftest import NADIA, NOW, SAM, TODAY, TOM

GIVEN = TypedTraining(SAM.person_id, UNACCOMPANIED, None, date(2025, 3, 4), date(2026, 3, 24), "NCSPP course")


@pytest.fixture
def beginning(made_once):
    def make(database):
        child = a_child(database)
        with database.writing(Entry(NADIA, NOW, "tested")) as session:
            children.change(session, child, {"is_unaccompanied": True})
        return child

    return made_once("training", make)


def lines(database, name, **more):
    return [one for one in ask(database, training.listed, today=TODAY, **more) if one.full_name == name]


def test_training_is_recorded_listed_corrected_and_taken_out(database, beginning):
    assert [(one.subject, one.expiry.words) for one in lines(database, SAM.full_name)] == [
        ("", "None recorded")
    ]
    made = write(database, training.record, GIVEN, by=TOM, today=TODAY).made_id
    assert [
        (one.words, one.expiry.words, one.expiry.look) for one in lines(database, SAM.full_name, by=NADIA)
    ] == [("Unaccompanied asylum-seeking children", "Expires in 20 days", "due_soon")]
    level = replace(GIVEN, subject=LOOKED_AFTER_LEVEL, level=3, expires_on=date(2026, 2, 12))
    write(database, training.record, level, by=TOM, today=TODAY)
    assert [one.expiry.words for one in lines(database, SAM.full_name)][1:] == ["Expired 12-Feb-2026"]
    with pytest.raises(UserError, match="recorded already"):
        write(database, training.record, GIVEN, by=TOM, today=TODAY)
    longer = replace(GIVEN, expires_on=None)
    write(database, training.change, made, longer, by=TOM, today=TODAY, seen_version=1)
    with pytest.raises(RecordChanged):
        write(database, training.change, made, longer, by=TOM, today=TODAY, seen_version=1)
    assert lines(database, SAM.full_name)[0].expiry.words == "Does not run out"
    with pytest.raises(UserError, match="reason"):
        write(database, training.in_error, made, by=TOM, because=" ", seen_version=2)
    write(database, training.in_error, made, by=TOM, because="Another person's", seen_version=2)
    held = lines(database, SAM.full_name)
    assert [(one.subject, one.expiry.words) for one in held] == [
        (UNACCOMPANIED, "None recorded"),  # who sees children is told of what is missing beside what there is
        (LOOKED_AFTER_LEVEL, "Expired 12-Feb-2026"),
    ]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"person_id": 99}, "Who is missing"),
        ({"subject": "juggling"}, "Training is missing"),
        ({"subject": LOOKED_AFTER_LEVEL}, "Level is missing"),
        ({"subject": LOOKED_AFTER_LEVEL, "level": 6}, "Level is missing"),
        ({"completed_on": None}, "Completed on is missing"),
        ({"completed_on": TODAY + timedelta(days=1)}, "Completed on must be today or in the past"),
        ({"expires_on": date(2025, 3, 4)}, "Holds until must be after"),
        ({"expires_on": date(9999, 1, 1)}, "too far away"),
        ({"evidence": "x" * 201}, "Evidence has 201 characters"),
    ],
)
def test_what_cannot_be_is_refused_in_words(database, beginning, changed, says):
    with pytest.raises(UserError, match=says):
        write(database, training.record, replace(GIVEN, **changed), by=TOM, today=TODAY)


def test_who_sees_children_records_nothing_of_their_own(database, beginning):
    with pytest.raises(NotAllowed):
        write(database, training.record, GIVEN, by=NADIA, today=TODAY)
    made = write(database, training.record, GIVEN, by=TOM, today=TODAY).made_id
    with pytest.raises(NotFound):
        write(database, training.in_error, made + 1, by=TOM, because="x", seen_version=1)


def test_the_gate_says_what_training_is_missing_and_who_has_it(database, beginning):
    _, child = beginning

    def said(by=SAM, today=TODAY):
        return ask(database, consent_gate.gate, child, by=by, today=today, kind="IHA").training_words

    assert said() == (
        "No UASC training recorded for Sam Iqbal. Ask for a joint visit with someone who is trained, or go on"
    )
    write(database, training.record, replace(GIVEN, person_id=NADIA.person_id), by=TOM, today=TODAY)
    assert said(NADIA) == ""
    assert said() == (
        "No UASC training recorded for Sam Iqbal. Ask Nadia Rahman, who is trained, for a joint visit, or go on"
    )
    after = date(2026, 3, 25)
    assert said(NADIA, after).startswith(
        "UASC training of Nadia Rahman expired 24-Mar-2026. Ask for a joint visit"
    )
    with database.reading() as session:
        words = training.missing_for_unaccompanied(session, SAM.person_id, TODAY)
    assert words == "No UASC training recorded for Sam Iqbal"


def test_training_holds_from_the_day_it_was_completed_to_its_last_day(database, beginning):
    write(database, training.record, GIVEN, by=TOM, today=TODAY)
    with database.reading() as session:
        (held,) = stored.of_person(session, SAM.person_id)
        for day, is_trained in (
            (date(2025, 3, 3), False), (date(2025, 3, 4), True), (date(2026, 3, 24), True), (date(2026, 3, 25), False),
        ):  # fmt: skip
            assert (
                stored.is_trained(session, SAM.person_id, UNACCOMPANIED, day)
                is is_trained
                is holds(held, day)
            )


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (TODAY - timedelta(days=1), "Expired 03-Mar-2026"),
        (TODAY, "Expires today"),
        (TODAY + timedelta(days=1), "Expires in 1 day"),
        (TODAY + timedelta(days=60), "Expires in 60 days"),
        (TODAY + timedelta(days=61), "Holds until 04-May-2026"),
        (None, "Does not run out"),
    ],
)
def test_how_long_it_holds_in_words(until, words):
    assert expiry(Training(1, 1, UNACCOMPANIED, None, date(2020, 1, 1), until, ""), TODAY).words == words
