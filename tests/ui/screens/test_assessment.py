"""From the consent gate to the form: what may start, what is saved while it is typed, and where one comes back to."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from lac_tracker.domain.errors import DatabaseUnavailable
from lac_tracker.services import assessments
from lac_tracker.ui.screens.record_page import Place
from tests.conftest import TODAY
from tests.robots_record import fill_assessment, sign_assessment
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures


@pytest.fixture
def at_gate(robot):
    robot.control(Qt.Key.Key_Return)
    assert robot.shows("gate")
    return robot


@pytest.fixture
def in_form(person_at, child_id, started):
    return person_at(Place(child_id, "assessment", started))


def kept(operations, assessment_id):
    return operations.ask(assessments.for_entry, assessment_id, today=TODAY).answers


def test_the_gate_says_what_is_missing(at_gate):
    assert at_gate.words("gate.pr") == "Not on record"
    assert at_gate.words("gate.words") == "Choose whether Mara was asked for their own consent."
    assert not at_gate.find("gate.start").isEnabled()
    at_gate.choose("gate.own", 1)
    assert at_gate.words("gate.words") == "Choose whether Mara can decide this, or record consent."
    at_gate.choose("gate.canDecide", 2)
    assert at_gate.words("gate.words").startswith("Start needs consent on record, or Mara agreeing")


def test_a_young_person_who_agrees_and_can_decide_is_enough(at_gate, operations):
    at_gate.choose("gate.own", 1)
    at_gate.choose("gate.canDecide", 1)
    at_gate.choose("gate.where", 1)
    at_gate.control(Qt.Key.Key_Return)
    assert at_gate.shows("assessment")
    assert at_gate.words("form.state") == "IHA in progress"
    said = kept(operations, at_gate.record.place().assessment_id)
    assert (said["own_consent"], said["can_decide"], said["seen_where"]) == ("agreed", "yes", "home")
    at_gate.alt(Qt.Key.Key_Left)
    assert at_gate.shows("summary")  # there is no way back to before it was started


def test_consent_of_a_parent_is_recorded_at_the_gate(at_gate, operations):
    at_gate.click("gate.record")
    at_gate.choose("gate.own", 4)
    assert at_gate.words("gate.words") == "Choose who gave consent."
    at_gate.choose("gate.pr.giver", 1)
    assert at_gate.words("gate.words") == "Enter the name of who gave consent."
    at_gate.type_into("gate.pr.name", "Ms C Baptiste")
    at_gate.type_into("gate.pr.date", "30/1/26")
    at_gate.choose("gate.pr.how", 3)
    at_gate.choose("gate.canDecide", 2)
    at_gate.click("gate.start")
    assert at_gate.shows("assessment")
    found = operations.ask(
        assessments.check, at_gate.record.place().assessment_id, today=TODAY, completed_on=TODAY
    )
    assert "consent" in {finding.id for finding in found.good}


def test_a_consent_date_ahead_is_refused_beside_the_field(at_gate):
    at_gate.click("gate.record")
    at_gate.choose("gate.own", 1)
    at_gate.choose("gate.canDecide", 1)
    at_gate.choose("gate.pr.giver", 1)
    at_gate.type_into("gate.pr.name", "Ms C Baptiste")
    at_gate.type_into("gate.pr.date", "+2w")
    at_gate.control(Qt.Key.Key_Return)
    assert at_gate.shows("gate")
    at_gate.reads("Date given must be today or in the past")
    assert at_gate.find("gate.pr.date.text").text() == "+2w"


def test_what_is_typed_is_on_the_disk_and_says_so(in_form, operations, started, qtbot):
    with qtbot.waitSignal(operations.saved, timeout=4000):
        in_form.type_into("well", "I like my school")
    assert kept(operations, started)["well"] == "I like my school"
    assert in_form.words("form.saved").startswith("Saved 0")


def test_leaving_at_once_loses_nothing(in_form, operations, started):
    in_form.type_into("well", "Football")
    in_form.alt(Qt.Key.Key_1)
    assert kept(operations, started)["well"] == "Football"


def test_one_comes_back_to_the_exact_field(in_form, operations, started):
    in_form.type_into("people", "Jay, brother")
    in_form.alt(Qt.Key.Key_1)
    in_form.control(Qt.Key.Key_Return)  # Resume
    assert in_form.is_at("people")


def test_the_head_says_the_day_and_when_seen(in_form):
    assert in_form.words("form.day") == "Day 37 of 28   Seen 04-Mar-2026"


def test_sections_by_key(in_form):
    in_form.press(Qt.Key.Key_F8)
    in_form.control(Qt.Key.Key_G)
    assert in_form.is_at("form.sections")
    in_form.press(Qt.Key.Key_Down)
    in_form.press(Qt.Key.Key_F7)
    assert in_form.shows("assessment")


def test_an_answer_that_is_refused_says_why_at_its_question_and_stays(in_form, operations, started, qtbot):
    fill_assessment(operations, started)
    sign_assessment(operations, started)  # by somebody else, meanwhile
    with qtbot.waitSignal(operations.refused, timeout=4000):
        in_form.type_into("well", "One thing more")
    in_form.reads("This assessment is signed and can't be changed")
    assert in_form.find("well").toPlainText() == "One thing more"


def test_when_the_disk_is_gone_the_words_stay_and_it_says_so(
    in_form, operations, database, monkeypatch, qtbot
):
    def gone(*_args, **_kwargs):
        raise DatabaseUnavailable("The disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(type(database), "writing", gone)
        with qtbot.waitSignal(operations.not_saved, timeout=4000):
            in_form.type_into("well", "Not lost")
        assert in_form.words("form.saved") == "Not saved"
        assert in_form.find("well").toPlainText() == "Not lost"
        in_form.alt(Qt.Key.Key_1)
        assert in_form.shows("assessment")  # leaving would lose it
    operations.try_again()
    qtbot.waitUntil(lambda: in_form.words("form.saved").startswith("Saved 0"))


def test_control_i_makes_a_plan_item_from_the_question(in_form, operations, started):
    operations.do(assessments.record_answer, started, "dental_seen", "no")
    in_form.record.go(Place(in_form.record.child_id, "assessment", started, field="dental_seen"))
    in_form.control(Qt.Key.Key_I)
    assert in_form.shows("item")
    assert in_form.find("item.category").currentText() == "Teeth"
    assert "No" in in_form.find("item.found").toPlainText()
    in_form.press(Qt.Key.Key_Escape)
    assert in_form.shows("assessment")
    assert in_form.is_at("dental_seen")


def test_the_plan_stands_in_its_section(in_form, filled):
    in_form.record.go(Place(in_form.record.child_id, "assessment", filled, field="plan"))
    in_form.reads("Mara eats on both sides without tooth pain")
    in_form.reads("SMART: all five")
    in_form.click("plan.open.2")
    assert in_form.find("item.need").text() == "Sleep"


def test_a_signed_assessment_is_read_only_with_who_signed_it(person_at, signed, child_id):
    robot = person_at(Place(child_id, "assessment", signed))
    assert robot.words("form.signed") == "Signed 04-Mar-2026 by Sam Iqbal, GMC registered doctor"
    assert robot.find("matters").isReadOnly()
    assert not robot.sees("form.toPlan")
    robot.control(Qt.Key.Key_Return)
    assert robot.shows("preview")


def test_saved_means_within_two_seconds(in_form, operations, qtbot):
    """Typing without a pause is kept, too: a question is told at the latest two seconds after its first key."""
    edit = in_form.go_into("well")
    with qtbot.waitSignal(operations.saved, timeout=int(timedelta(seconds=4).total_seconds() * 1000)):
        qtbot.keyClicks(edit, "abc", delay=0)
    assert isinstance(edit, QWidget)
