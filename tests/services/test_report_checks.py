"""Papers and the summary tell health checks from the record where it is newer than the assessment, with day and source."""

from datetime import date, timedelta

import pytest

from lac_tracker.domain.audit import Entry
from lac_tracker.services import child_summary, report_checks, reports
from lac_tracker.services import health_history_checks as history
from lac_tracker.services import health_history_sources as sources
from lac_tracker.storage import children as stored_children
from lac_tracker.storage import consents, growth, health_checks, treatments
from lac_tracker.storage.tables.health_checks import ImmunisationStatementRow, RoutineCheckRow
from tests.builders import a_child, ask, sign_at_once
from tests.complete_answers import complete_plan
from tests.conftest import GRACE, NOW, SAM, TODAY

LATER = TODAY + timedelta(days=20)
SAID = {
    "imm_up_to_date": "yes", "imm_source": "gp", "dental_seen": "yes", "vision_checked": "no", "vision_doing": "Booked",
    "conditions_ongoing": "Asthma", "medicines_state": "yes", "medicines": "Salbutamol", "height_cm": 158,
    "hearing_checked": "",
}  # fmt: skip


@pytest.fixture
def beginning(made_once):
    def make(database):
        child = a_child(database)
        return child, sign_at_once(database, child, complete_plan(), **SAID)

    return made_once("report checks", make)


@pytest.fixture
def signed(beginning):
    return beginning[1]


def add_rows(database, child, on):
    """Write one row of each kind, as of a day."""
    told = {"recorded_by": "Nadia Rahman", "source": "GP letter"}
    day = health_checks.date_fields("happened_on", health_checks.on_day(on))
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        stated = {"as_at": on, "status": "not_up_to_date", "outstanding": "HPV", "stated_by": "Dr Lee"}
        health_checks.save_row(session, ImmunisationStatementRow, child, None, told | stated, seen_version=1)
        for kind in ("dental", "vision", "hearing"):
            check = {"kind": kind, "state": "done", "result": f"{kind} fine", "provider": "Mill House"} | day
            health_checks.save_row(session, RoutineCheckRow, child, None, told | check, seen_version=1)
        figures = {"measured_on": on, "height_millimetres": 1601, "measured_by": "Nadia Rahman"}
        growth.save_measurement(
            session, child, None, figures | {"recorded_by": "Nadia Rahman"}, seen_version=1
        )
        listed = told | {"recorded_on": on}
        treatments.save_medicine(session, child, None, None, listed | {"name": "Iron"}, seen_version=1)
        treatments.save_condition(session, child, None, None, listed | {"name": "Anaemia", "state": "confirmed"}, seen_version=1)  # fmt: skip


def gp_records(database, assessment):
    with database.reading() as session:
        held = reports.gather(
            session,
            assessment,
            "gp-summary",
            reference="ABC",
            version=1,
            by=SAM,
            now=NOW + timedelta(days=25),
        )
    return held.records


def glance(database, child):
    rows = ask(database, child_summary.summary, child, today=LATER).glance
    return {row.label: row.words for row in rows}


def test_what_is_newer_is_told_with_its_day_and_source(database, signed):
    child, assessment = signed
    before = gp_records(database, assessment)
    assert before.immunisations[0] == "Up to date for age and country"
    assert "Stated 04-Mar-2026" in before.immunisations
    assert glance(database, child)["Immunisations"] == "Up to date. Stated 04-Mar-2026"
    add_rows(database, child, LATER)
    after = gp_records(database, assessment)
    assert after.immunisations == (
        "Not up to date: HPV", "Stated 24-Mar-2026 by Dr Lee (GP letter)",
    )  # fmt: skip
    assert after.medicines == ("Iron (GP letter, 24-Mar-2026)",)
    assert after.measurements[0] == "Height 160.1 cm, 24-Mar-2026, measured by Nadia Rahman"
    assert after.ongoing == (
        "Anaemia (GP letter, 24-Mar-2026)",
        "Dental: Checked 24-Mar-2026 at Mill House: dental fine (GP letter)",
        "Eye test: Checked 24-Mar-2026 at Mill House: vision fine (GP letter)",  # it was waiting
    )
    shown = glance(database, child)
    assert shown["Immunisations"] == "Not up to date: HPV. Stated 24-Mar-2026 by Dr Lee (GP letter)"
    assert shown["Hearing"] == "Checked 24-Mar-2026 at Mill House: hearing fine (GP letter)"
    with database.reading() as session:
        plan = reports.gather(
            session, assessment, "full-plan", reference="ABC", version=1, by=SAM, now=NOW + timedelta(days=25)
        )
    assert dict(plan.checks)["Hearing"] == "Checked 24-Mar-2026 at Mill House: hearing fine (GP letter)."

    # And to the young person, in the health history.
    with database.reading() as session:
        held = sources.signed_assessments(session, stored_children.load(session, child), "Amara")
        known = history.newer(session, child, held, LATER)
        told = {one.key.partition(":")[0]: one.words for one in history.suggestions(session, child, held)}
    assert history.conditions(known) == ("Anaemia",)
    assert history.medicines(known) == "Iron"
    assert history.jabs_missing(known, held) == ("HPV",)
    assert told["measured"] == "Height 160.1 cm"
    assert told["check"] == "Hearing tested 24 March 2026: hearing fine"


def test_what_is_older_stands_only_where_the_assessment_said_nothing(database, signed):
    child, assessment = signed
    add_rows(database, child, date(2026, 1, 7))
    records = gp_records(database, assessment)
    assert records.immunisations[0] == "Up to date for age and country"
    assert records.medicines[0] == "Salbutamol"
    assert records.measurements[0].startswith("Height 158")
    shown = glance(database, child)
    assert shown["Hearing"] == "Checked 07-Jan-2026 at Mill House: hearing fine (GP letter)"
    assert shown["Vision"] == "Not when it should have been"


def test_before_anything_is_signed_the_record_is_all_there_is(database):
    child = a_child(database, "2")
    assert "Immunisations" not in glance(database, child)
    add_rows(database, child, date(2026, 1, 7))
    assert glance(database, child)["Medicines"] == "Iron (GP letter, 07-Jan-2026)"


def test_what_is_kept_from_a_reader_is_not_told_from_the_record_either(database, signed):
    child, assessment = signed
    add_rows(database, child, LATER)
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        for topic in ("teeth", "medicines"):
            consents.add_topic(session, child, topic, "", "gp", TODAY, None, GRACE)
    records = gp_records(database, assessment)
    assert "Iron" not in str(records)
    assert "dental fine" not in str(records)
    assert "Anaemia" in str(records)


def test_every_kept_topic_of_a_check_is_a_topic():
    assert set(report_checks._OF_TOPIC) <= set(reports.say.QUESTIONS_OF_TOPIC)  # noqa: SLF001
