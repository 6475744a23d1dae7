"""What the answers of a signed assessment say of health checks."""

from datetime import date

import pytest

from lac_tracker.domain.learned_checks import QUESTIONS, NamedLine, learned, same_condition
from lac_tracker.services import forms

ON = date(2026, 3, 4)
LABELS = {
    "imm_source": {"gp": "GP summary"},
    "substances": {"none": "None", "alcohol": "Alcohol", "cannabis": "Cannabis"},
}


def told(**given):
    return learned(given, LABELS, ON)


def test_every_question_it_reads_is_asked_by_a_form():
    asked = {
        question.id
        for form in forms.all_forms()
        for section in form.sections
        for question in section.questions
    }
    assert asked >= QUESTIONS


@pytest.mark.parametrize(
    ("answer", "status", "outstanding"),
    [("yes", "up_to_date", ""), ("no", "not_up_to_date", "MMR"), ("not_known", "history_unknown", "MMR")],
)
def test_a_statement_is_what_the_clinician_said(answer, status, outstanding):
    said = told(imm_up_to_date=answer, imm_outstanding="MMR", imm_source="gp").statement
    assert said == {"as_at": ON, "status": status, "outstanding": outstanding, "from": "GP summary"}
    assert told(imm_up_to_date="no").statement["outstanding"] == "Not said what"
    assert told(imm_outstanding="MMR").statement is None


@pytest.mark.parametrize(
    ("given", "state", "when", "words"),
    [
        ({"dental_seen": "yes", "dental_seen_on": "2026-01-07"}, "done", "07-Jan-2026", ""),
        ({"dental_seen": "yes", "dental_outcome": "Varnish"}, "done", "04-Mar-2026, about", "Varnish"),
        ({"dental_seen": "no", "dental_doing": "Booked"}, "not_done", "04-Mar-2026", "Booked"),
        ({"dental_seen": "no"}, "not_done", "04-Mar-2026", "Not seen by a dentist in the 12 months before"),
        ({"dental_seen": "no_teeth"}, "not_needed", "04-Mar-2026", "No teeth yet"),
    ],
)
def test_teeth(given, state, when, words):
    said = told(**given).checks["dental"]
    assert (said["state"], said["when"].words) == (state, when)
    assert said.get("result", "") + said.get("reason", "") == words


def test_what_is_not_known_teaches_nothing_but_is_told_apart_from_a_blank():
    said = told(vision_checked="not_known", hearing_checked="", substance_problem="not_known")
    assert (said.checks, said.substances) == ({}, None)
    assert said.taken_back == {"vision", "substances"}


def test_development_is_said_as_a_whole():
    assert told(development_check="yes").checks["development"]["up_to_date"] == "yes"
    late = told(development_check="no", development_check_doing="Asked for").checks["development"]
    assert (late["up_to_date"], late["state"], late["reason"]) == ("no", "not_done", "Asked for")


def test_growth_is_kept_in_whole_numbers_and_centiles_as_read():
    said = told(height_cm=158.2, weight_kg=47.15, height_centile="50th", bmi="18.8, 50th").growth
    assert (said["height_millimetres"], said["weight_grams"], said["head_millimetres"]) == (1582, 47150, None)
    assert (said["height_centile"], said["bmi_centile"]) == ("50th", "18.8, 50th")
    assert told(growth_not_measured_why="Did not want to").growth["not_measured_because"] == "Did not want to"
    assert told(height_centile="50th").growth is None


def test_substances_as_the_return_asks():
    said = told(substance_problem="yes", substances=["alcohol", "cannabis"], substance_help="refused", substance_what="Weekly").substances  # fmt: skip
    assert (said["substances"], said["intervention"], said["note"]) == ("Alcohol, Cannabis", "offered_refused", "Weekly")  # fmt: skip
    none = told(substance_problem="no", substances=["none"], substance_help="refused").substances
    assert (none["problem"], none["substances"], none["intervention"]) == ("no", "", None)


def test_lines_name_one_thing_each():
    assert told(medicines="- Salbutamol inhaler, 2 puffs\n\nMelatonin\nsalbutamol inhaler").medicines == (
        NamedLine("Salbutamol inhaler", "2 puffs"),
        NamedLine("Melatonin"),
    )
    found = told(
        conditions_ongoing="None known\nAsthma: mild\nAutism, ADHD\n? coeliac disease",
        conditions_new="None found today\nEczema (arms)",
    ).conditions
    assert found == (
        NamedLine("Asthma", "mild"),
        NamedLine("Autism, ADHD"),
        NamedLine("coeliac disease", is_suspected=True),
        NamedLine("Eczema", "arms", is_new=True),
    )
    (long,) = told(medicines="word " * 100).medicines
    assert len(long.name) <= 200
    assert long.more.startswith("word")


@pytest.mark.parametrize(
    ("named", "held", "same"),
    [("Mild eczema in winter", "Eczema", True), ("asthma", "Asthma", True), ("Eczema", "Severe eczema", True), ("Hearing loss", "Hear", False)],
)  # fmt: skip
def test_one_condition_in_two_wordings(named, held, same):
    assert same_condition(NamedLine(named), held) is same
