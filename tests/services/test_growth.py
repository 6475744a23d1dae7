"""Measurements and substance use on a real file: entered, doubted, corrected, taken out."""

from dataclasses import replace
from datetime import date

import pytest

from lac_tracker.domain.errors import NotAllowed, RecordChanged, UserError
from lac_tracker.services import chronology, growth, substance_use
from lac_tracker.services.growth import Typed
from tests.builders import a_child, ask, write
from tests.conftest import NADIA, TODAY, TOM

MEASURED = Typed(
    TODAY, height="158.2", weight="47.1", height_centile="25th to 50th", bmi_centile="50th", measured_by="Sam Iqbal"
)  # fmt: skip
ASKED = {
    "asked_on": TODAY, "problem": "yes", "substances": "Cannabis", "intervention": "offered_refused",
    "intervention_on": TODAY, "source": "Told us alone",
}  # fmt: skip


@pytest.fixture
def beginning(with_a_child):
    return with_a_child


@pytest.fixture
def child(beginning):
    return beginning[1]


def measurements(database, child, **more):
    return ask(database, growth.on_record, child, today=TODAY, **more).measurements


def test_a_measurement_is_entered_corrected_and_taken_out(database, child):
    with database.reading() as session:
        assert growth.latest(session, child) is None
    made = write(database, growth.add_measurement, child, typed=MEASURED).made_id
    (one,) = measurements(database, child)
    assert (one.height_millimetres, one.weight_grams, one.bmi, one.height_centile) == (
        1582,
        47100,
        "18.8",
        "25th to 50th",
    )
    changed = replace(MEASURED, weight="47.15", note="In shoes")
    write(database, growth.change_measurement, made, typed=changed, seen_version=1)
    with pytest.raises(RecordChanged):
        write(database, growth.change_measurement, made, typed=MEASURED, seen_version=1)
    refused = Typed(TODAY, not_measured_because="Did not want to", measured_by="Sam Iqbal")
    write(database, growth.add_measurement, child, typed=refused)
    with database.reading() as session:
        latest = growth.latest(session, child)
    assert latest is not None
    assert (latest.weight_grams, latest.note) == (47150, "In shoes")
    write(database, growth.measurement_in_error, made, because="Another child's", seen_version=2)
    assert [row.not_measured_because for row in measurements(database, child)] == ["Did not want to"]


def test_an_unlikely_change_is_doubted_and_saved_all_the_same(database, child):
    before = replace(MEASURED, measured_on=date(2025, 5, 14), height="153.0", weight="44")
    made = write(database, growth.add_measurement, child, typed=before).made_id
    odd = replace(MEASURED, height="140")
    (said,) = ask(database, growth.doubts, child, typed=odd)
    assert said == "Height 140.0 cm is 13.0 cm less than 153.0 cm on 14-May-2025."
    assert ask(database, growth.doubts, child, typed=odd, measurement_id=made) == ()
    write(database, growth.add_measurement, child, typed=odd)
    assert [one.height_millimetres for one in measurements(database, child)] == [1400, 1530]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"measured_on": None}, "Measured on is missing"),
        ({"measured_on": date(2999, 1, 1)}, "Measured on must be today or in the past"),
        ({"measured_on": date(2009, 1, 1)}, "Measured on must be on or after the date of birth"),
        ({"height": "1582"}, "Height 1582 cm looks wrong: did you mean 158.2?"),
        (
            {"height": "", "weight": "", "height_centile": "", "bmi_centile": ""},
            "Height or weight is missing",
        ),
        ({"height": ""}, "Height centile is of nothing measured"),
        ({"height_centile": "30th"}, "Height centile must be a line of the chart"),
        ({"head": "55"}, "Head circumference is measured under 2 years"),
        ({"measured_by": " "}, "By whom is missing"),
    ],
)
def test_a_measurement_that_cannot_be_is_refused_in_words(database, child, wrong, words):
    with pytest.raises(UserError) as told:
        write(database, growth.add_measurement, child, typed=replace(MEASURED, **wrong))
    assert str(told.value).startswith(words)
    assert measurements(database, child) == ()


def test_a_baby_has_a_head_circumference(database):
    child = a_child(database, "2", born=date(2025, 12, 1), became_looked_after=date(2026, 1, 20))
    baby = Typed(TODAY, "58.5", "5.12", "39.6", "9th", "2nd to 9th", "", "9th", measured_by="Sam Iqbal")
    write(database, growth.add_measurement, child, typed=baby)
    (one,) = measurements(database, child)
    assert (one.head_millimetres, one.weight_grams, one.head_centile) == (396, 5120, "9th")


def test_substance_use_is_entered_corrected_and_taken_out(database, child):
    made = write(database, substance_use.add_asking, child, **ASKED).made_id
    none = {"asked_on": date(2025, 3, 1), "problem": "no", "substances": "", "source": "RHA"}
    write(
        database,
        substance_use.add_asking,
        child,
        **none | {"intervention": "received", "intervention_on": TODAY},
    )
    newest, older = ask(database, substance_use.on_record, child).askings
    events = ask(database, chronology.of_child, child, today=TODAY).events
    assert "Cannabis" not in str(events)  # a young person may keep it private: nothing else tells it
    assert "ubstance" not in str(events)
    assert (newest.problem, newest.intervention, newest.intervention_on) == ("yes", "offered_refused", TODAY)
    assert (older.problem, older.intervention, older.intervention_on) == ("no", None, None)
    changed = ASKED | {"intervention": ""}
    write(database, substance_use.change_asking, made, **changed, seen_version=1)
    assert ask(database, substance_use.on_record, child).askings[0].intervention is None
    with pytest.raises(RecordChanged):
        write(database, substance_use.asking_in_error, made, because="Twice", seen_version=1)
    write(database, substance_use.asking_in_error, made, because="Twice", seen_version=2)
    assert len(ask(database, substance_use.on_record, child).askings) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"asked_on": None}, "Asked on is missing"),
        ({"problem": ""}, "Problem identified is missing"),
        ({"substances": " "}, "What is missing"),
        ({"intervention": "some"}, "What was done is missing"),
        ({"intervention_on": date(2999, 1, 1)}, "When must be today or in the past"),
        ({"source": ""}, "Source is missing"),
    ],
)
def test_an_asking_that_cannot_be_is_refused_in_words(database, child, wrong, words):
    with pytest.raises(UserError, match=words):
        write(database, substance_use.add_asking, child, **ASKED | wrong)


def test_administrators_read_and_write_none_of_it(database, child):
    for service, more in ((growth.on_record, {"today": TODAY}), (substance_use.on_record, {})):
        with pytest.raises(NotAllowed):
            ask(database, service, child, by=TOM, **more)
    with pytest.raises(NotAllowed):
        write(database, growth.add_measurement, child, by=TOM, typed=MEASURED)
    write(database, growth.add_measurement, child, by=NADIA, typed=MEASURED)
