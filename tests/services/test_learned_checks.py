"""A signed assessment teaches the record of health checks once; an amended one corrects what it taught."""

from datetime import date, timedelta

import pytest

from lac_tracker.domain.audit import Entry
from lac_tracker.services import amending, assessments, forms
from lac_tracker.services.allergies import add_allergy, change_allergy
from lac_tracker.services.learned_checks import fill_checks
from lac_tracker.services.learned_history import Heard
from lac_tracker.services.treatments import on_record
from lac_tracker.storage import health_checks, treatments
from lac_tracker.storage.tables.health_checks import (
    ImmunisationStatementRow,
    MeasurementRow,
    RoutineCheckRow,
    SubstanceUseRow,
)
from tests.builders import a_child, a_signed_assessment, ask, sign, sign_at_once, write
from tests.conftest import GRACE, NOW, SAM, TODAY

SAID = {
    "allergies_state": "known", "allergies": "Penicillin: rash",
    "imm_up_to_date": "no", "imm_outstanding": "MMR 2", "imm_source": "gp", "imm_doing": "Booked",
    "dental_seen": "yes", "dental_seen_on": "2026-01-07", "dental_outcome": "Varnish",
    "vision_checked": "no", "vision_doing": "Optician booked", "hearing_checked": "yes", "hearing_outcome": "Normal",
    "height_cm": 158.2, "weight_kg": 47.1, "height_centile": "50th",
    "medicines_state": "yes", "medicines": "Salbutamol inhaler, 2 puffs\nMelatonin",
    "conditions_ongoing": "Asthma", "conditions_new": "Eczema (arms)",
    "private_talk": "yes", "asked_alone": "yes", "substances": ["alcohol"], "substance_problem": "yes",
    "substance_help": "refused", "substance_what": "Most weekends", "substance_screen": "none",
}  # fmt: skip
SOURCE = "IHA 04-Mar-2026"


@pytest.fixture
def child(database):
    found = a_child(database, born=date(2010, 5, 1))
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        held = {"state": "done", "happened_on": date(2026, 1, 7), "date_precision": "day", "kind": "dental"}
        fields = held | {"source": "Dentist's letter", "recorded_by": "Tom Leigh"}
        health_checks.save_row(session, RoutineCheckRow, found, None, fields, seen_version=1)
    return found


class Record:
    """What the record holds of health checks, in few words."""

    def __init__(self, database, child):
        with database.reading() as session:
            self.statements = [
                (row.status, row.outstanding, row.source)
                for row in health_checks.rows_of(session, ImmunisationStatementRow, child)
            ]
            self.checks = [
                (row.kind, row.state, row.source, row.result or row.reason)
                for row in health_checks.rows_of(session, RoutineCheckRow, child)
            ]
            self.growth = [
                (row.height_millimetres, row.weight_grams, row.height_centile)
                for row in health_checks.rows_of(session, MeasurementRow, child)
            ]
            self.substances = [
                (row.problem, row.substances, row.intervention)
                for row in health_checks.rows_of(session, SubstanceUseRow, child)
            ]
            self.medicines = {one.name: (one.dose, one.ended) for one in treatments.medicines(session, child)}
            self.conditions = {
                one.name: (one.state, one.began.words if one.began else "")
                for one in treatments.conditions(session, child)
            }


def amend(database, assessment_id, **changed):
    made = write(database, amending.amend, assessment_id, by=SAM, reason="It was wrong").made_id
    with database.writing(Entry(SAM, NOW)) as session:
        for question, value in changed.items():
            assessments.record_answer(session, made, question, value, by=SAM, now=NOW)
    sign(database, made)
    return made


def test_an_assessment_teaches_once_and_its_amendments_correct(database, child):
    signed = a_signed_assessment(database, child, **SAID)
    first = Record(database, child)
    assert first.statements == [("not_up_to_date", "MMR 2", f"{SOURCE}, GP summary")]
    assert first.checks == [
        ("dental", "done", "Dentist's letter", "Varnish"),  # entered by hand before: one row, filled up
        ("vision", "not_done", SOURCE, "Optician booked"),
        ("hearing", "done", SOURCE, "Normal"),
    ]
    assert first.growth == [(1582, 47100, "50th")]
    assert first.substances == [("yes", "Alcohol", "offered_refused")]
    assert first.medicines == {"Salbutamol inhaler": ("2 puffs", None), "Melatonin": ("", None)}
    assert first.conditions == {"Asthma": ("confirmed", ""), "Eczema": ("confirmed", "04-Mar-2026")}

    # Somebody corrects rows by hand; an amendment of something else leaves them.
    (rash,) = ask(database, on_record, child).allergies
    worse = {
        "substance": "Penicillin",
        "reaction": "collapse",
        "severity": "severe",
        "since": "",
        "source": "Ward",
    }
    write(database, change_allergy, rash.id, **worse, seen_version=rash.version)
    write(database, add_allergy, child, **worse | {"substance": "Latex"})
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        (row,) = health_checks.rows_of(session, MeasurementRow, child)
        health_checks.save_row(session, MeasurementRow, child, row.id, {"height_millimetres": 1592}, seen_version=row.version)  # fmt: skip
    second = amend(
        database, signed, imm_outstanding="MMR 2, HPV", hearing_checked="not_known", substance_help="received",
        medicines="Salbutamol inhaler, 4 puffs", conditions_new="",
    )  # fmt: skip
    after = Record(database, child)
    assert after.statements == [("not_up_to_date", "MMR 2, HPV", f"{SOURCE}, GP summary")]
    assert [kind for kind, *_ in after.checks] == ["dental", "vision"]
    assert after.growth == [(1592, 47100, "50th")]
    assert after.substances == [("yes", "Alcohol", "received")]
    assert after.medicines == {"Salbutamol inhaler": ("4 puffs", None)}
    assert after.conditions == {"Asthma": ("confirmed", "")}  # the other was named, and is no longer

    held = ask(database, on_record, child).allergies
    assert [(one.substance, one.reaction, one.ended) for one in held] == [
        ("Penicillin", "collapse", None), ("Latex", "collapse", None),
    ]  # fmt: skip

    # 'Takes none' ends what stands; said back again, it stands again.
    third = amend(database, second, medicines_state="no", weight_kg=48.0)
    ended = Record(database, child)
    assert ended.medicines == {}  # it was this assessment's own word
    assert ended.growth == [(1592, 48000, "50th")]  # only what the amendment altered: the correction stays
    amend(database, third, medicines_state="yes", vision_checked="yes", vision_outcome="Glasses")
    last = Record(database, child)
    assert last.medicines == {"Salbutamol inhaler": ("4 puffs", None)}
    assert ("vision", "done", SOURCE, "Glasses") in last.checks
    assert len(last.checks) == 2


def test_a_blank_erases_nothing_and_takes_none_ends_what_stood(database, child):
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        told = {"source": "GP record", "recorded_by": "Tom Leigh", "recorded_on": date(2025, 1, 7)}
        treatments.save_medicine(session, child, None, None, told | {"name": "Iron"}, seen_version=1)
        treatments.save_condition(session, child, None, None, told | {"name": "Asthma", "state": "resolved"}, seen_version=1)  # fmt: skip
        for name, day in (
            ("Antibiotic", TODAY + timedelta(days=2)),
            ("Drops", None),
        ):  # the ward's, after the visit
            treatments.save_medicine(session, child, None, None, told | {"name": name, "recorded_on": day}, seen_version=1)  # fmt: skip
    said = {
        "medicines_state": "no", "conditions_ongoing": "Mild asthma", "growth_not_measured_why": "Did not want to",
        "dental_seen": "not_known", "substance_problem": "not_known",
    }  # fmt: skip
    signed = sign_at_once(database, child, (), **said)
    form = forms.find_form("iha_10_plus")
    questions = tuple(question for section in form.sections for question in section.questions)
    with database.writing(Entry(SAM, NOW, "tested")) as session:
        fill_checks(session, child, signed, questions, said, Heard(SOURCE, TODAY, SAM))
    held = Record(database, child)
    assert held.medicines == {"Iron": ("", TODAY), "Antibiotic": ("", None), "Drops": ("", None)}
    assert held.conditions == {"Asthma": ("confirmed", "")}
    assert held.checks[0][:2] == ("dental", "done")
    assert held.substances == []
    assert held.growth == [(None, None, "")]
