"""The summary of a child by key press: what is due, what is known, and what is changed from it."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from lac_tracker.services import child_summary, children
from lac_tracker.ui.plain import PlainDialog
from lac_tracker.ui.screens.record_page import Place
from tests.conftest import NADIA, TOM
from tests.robots_record import a_workplace
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures


def dialog_of(robot) -> QDialog:
    return [one for one in robot.record.findChildren(QDialog) if one.isVisible()][-1]


def test_what_is_next_says_when_why_and_who(robot):
    said = robot.all_words()
    assert "IHA overdue by 9 days. Day 37 of 28" in said
    assert "Due 23-Feb-2026: 28 days from 26-Jan-2026" in said
    assert "Waiting on: Council" in said


def test_essentials_say_how_many_of_how_many(robot):
    assert robot.words("sum.essentials.count") == "1 of 7 done"
    assert robot.words("sum.essentials.gp_record") == "GP record: here"
    assert robot.words("sum.essentials.birth_history") == "Birth history: missing"


def test_the_childs_words_stand_on_the_summary_once_heard(person_at, signed, child_id):
    robot = person_at(Place(child_id, "summary"))
    assert robot.words("sum.voice.words").startswith("I want to stay at my school")
    assert "heard by Sam Iqbal" in robot.all_words()


def test_control_enter_starts_the_assessment(robot):
    assert robot.is_at("sum.start")
    robot.control(Qt.Key.Key_Return)
    assert robot.shows("gate")


def test_the_one_primary_button_follows_the_state(person_at, operations, started, child_id):
    robot = person_at(Place(child_id, "summary"))
    assert robot.find("sum.start").words() == "Resume IHA"
    primary = [
        button for button in robot.record.findChildren(type(robot.find("sum.start")))
        if button.isVisible() and button.property("kind") == "primary"
    ]  # fmt: skip
    assert [button.objectName() for button in primary] == ["sum.start"]
    robot.control(Qt.Key.Key_Return)
    assert robot.shows("assessment")


def test_after_signing_the_primary_button_is_the_documents(person_at, signed, child_id):
    robot = person_at(Place(child_id, "summary"))
    assert robot.find("sum.makeDoc").property("kind") == "primary"
    assert robot.find("sum.start").property("kind") == "secondary"  # the review is not due for months


def test_f2_changes_names_and_numbers(robot, operations, child_id):
    robot.press(Qt.Key.Key_F2)
    who = robot.words("dialog.who")
    assert (
        who.replace("\N{NO-BREAK SPACE}", " ")
        == "BAPTISTE, Amara   Born 12-Jun-2011 (14y 8m)   NHS No. 999 012 3454"
    )
    assert "999\N{NO-BREAK SPACE}012\N{NO-BREAK SPACE}3454" in who  # an NHS number never wraps
    robot.type_into("details.preferred", "Amy")
    robot.control(Qt.Key.Key_Return)
    assert robot.words("banner.preferred") == "Amy"
    robot.reads("What matters to Amy")


def test_a_wrong_nhs_number_is_explained_beside_it_and_stays(robot, operations, child_id):
    robot.press(Qt.Key.Key_F2)
    robot.type_into("details.nhs", "9990123455")
    robot.control(Qt.Key.Key_Return)
    dialog = dialog_of(robot)
    assert "NHS number has a digit that doesn't match. Check what you copied" in robot.all_words()
    assert robot.find("details.nhs").text() == "999 012 3455"
    robot.type_into("details.nhs", "9990123454")
    robot.control(Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_a_number_of_another_child_is_refused_beside_the_field(robot, operations):
    operations.do(
        children.add_child,
        council="Northgate",
        council_id="7",
        born=date(2012, 1, 1),
        nhs_number="9990563411",
    )
    robot.press(Qt.Key.Key_F2)
    robot.type_into("details.nhs", "9990563411")
    robot.control(Qt.Key.Key_Return)
    assert "NHS number belongs to" in robot.all_words()
    assert robot.is_at("details.nhs")


def test_escape_asks_before_it_gives_up_what_was_typed(robot, monkeypatch):
    asked = []
    monkeypatch.setattr(PlainDialog, "confirm", lambda *words: asked.append(words[1]) is not None)
    robot.press(Qt.Key.Key_F2)
    robot.type_into("details.given", "Amy")
    robot.press(Qt.Key.Key_Escape)
    assert asked == ["Leave without saving?"]
    assert robot.find("details.given").text() == "Amy"
    monkeypatch.setattr(PlainDialog, "confirm", lambda *words: True)
    robot.press(Qt.Key.Key_Escape)
    assert not robot.sees("details.given")


def test_the_practice_is_changed_with_the_day_it_was_confirmed(robot, operations, child_id):
    robot.click("sum.practice")
    assert robot.find("details.practice.name").text() == "Mill Road Surgery"
    robot.type_into("details.practice.name", "Elm Surgery")
    robot.type_into("details.practice.confirmed", "y")
    robot.control(Qt.Key.Key_Return)
    held = operations.ask(child_summary.gp_practice, child_id)
    assert (held.organisation, held.last_confirmed_on) == ("Elm Surgery", date(2026, 3, 3))


def test_a_carer_is_changed_and_the_social_worker_stays(robot):
    robot.click("sum.people")
    robot.type_into("details.carer.full_name", "Ada Hill")
    robot.type_into("details.carer.role", "Foster carer")
    robot.control(Qt.Key.Key_Return)
    robot.reads("Ada Hill, Foster carer")
    robot.reads("Dana Price, Social worker")


def test_a_past_assessment_needs_its_date_and_then_counts(robot):
    robot.click("sum.past")
    robot.choose("details.past.kind", 1)
    robot.type_into("details.past.by", "Dr Elm")
    robot.control(Qt.Key.Key_Return)
    assert "Enter the date completed" in robot.all_words()
    robot.type_into("details.past.on", "20/2/26")
    robot.control(Qt.Key.Key_Return)
    robot.reads("IHA: done 20-Feb-2026, before this caseload, Dr Elm")
    robot.reads("RHA on track")


@pytest.mark.parametrize(("who", "may_start"), [(TOM, False), (NADIA, True)])
def test_buttons_are_those_the_role_may_press(
    qtbot, database, background, tmp_path, child_id, who, may_start
):
    from lac_tracker.ui.screens.child_record import ChildRecord

    record = ChildRecord(a_workplace(database, who, background, tmp_path))
    qtbot.addWidget(record)
    record.show()
    record.open(child_id)
    start = record.findChild(QWidget, "sum.start")
    assert start.isVisible() == may_start
    assert record.findChild(QWidget, "sum.practice").isVisible()
