"""The young person's own plan by key presses: written in plain words, saved on leaving, and looked at as paper."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPlainTextEdit

from lac_tracker.services import own_plan_page
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton
from lac_tracker.ui.screens.record_page import Place
from tests.conftest import TODAY
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures


@pytest.fixture
def at_own_plan(person_at, child_id, signed):
    robot = person_at(Place(child_id, "own_plan"))
    assert robot.shows("own_plan")
    return robot


def kept(robot):
    operations = robot.record.page.desk.operations
    return operations.ask(own_plan_page.load, robot.record.child_id, today=TODAY)


def test_it_begins_with_her_words_and_what_the_plan_says(at_own_plan):
    robot = at_own_plan
    assert robot.is_at("own.opening")
    said = robot.all_words()
    assert "Mara’s plan" in said
    assert "I want to stay at my school and see my brother." in said
    assert "In the plan: Mara eats on both sides without tooth pain" in said
    assert "Who helps: Jo, foster carer and Kofi, GP, by 30 April." in said
    assert "Your GP, your social worker and your carer. Not your parents or your school." in said
    assert "Not given yet." in said


def test_what_is_typed_is_told_how_it_reads(at_own_plan):
    robot = at_own_plan
    robot.type_into("own.item1", "CAMHS will be asked by the nurse about your dental appointment soon")
    robot.reads("'CAMHS' is a short form: say 'mental health team'.")
    assert "Reading age about" in robot.words("own.item1.reads")
    robot.type_into("own.item1", "Your tooth stops hurting")
    robot.reads("Average sentence 4 words. Too short to tell a reading age.")
    assert "short form" not in robot.words("own.item1.reads")


def test_everything_is_written_and_saved_by_keyboard(at_own_plan):
    robot = at_own_plan
    robot.type_into("own.opening", "You told us about Bruno.")
    robot.type_into("own.item1", "Your tooth stops hurting")
    robot.choose("own.size", 2)
    stage = robot.go_into("own.stage")
    assert isinstance(stage, QComboBox)
    assert stage.currentText() == "By age: 14 and 15"
    for _ in range(6):
        robot.press(Qt.Key.Key_Down)
    robot.type_into("own.translated", "Samira, interpreter")
    robot.type_into("own.checked", "y")
    robot.control(Qt.Key.Key_Return)
    robot.reads("Saved 09:30")
    shown = kept(robot)
    assert (shown.copy.opening, shown.copy.stage, shown.copy.text_size) == (
        "You told us about Bruno.",
        "easy_read",
        "large",
    )
    assert shown.copy.translated_by == "Samira, interpreter"
    assert str(shown.copy.checked_with_them_on) == "2026-03-03"
    assert shown.copy.talked_about == "Teeth\nSleep"  # what it began with
    assert shown.items[0].plain_words == "Your tooth stops hurting"
    assert robot.is_at("own.checked")  # saving takes the keyboard nowhere


def test_leaving_saves_and_coming_back_shows_it(at_own_plan):
    robot = at_own_plan
    robot.type_into("own.well", "You sleep better")
    robot.alt(Qt.Key.Key_3)
    assert robot.shows("plan")
    assert kept(robot).copy.going_well == "You sleep better"
    robot.record.run_command("child.own_plan")
    shown = robot.go_into("own.well")
    assert isinstance(shown, QPlainTextEdit)
    assert shown.toPlainText() == "You sleep better"


def test_a_day_ahead_keeps_the_page_and_says_why(at_own_plan):
    robot = at_own_plan
    robot.type_into("own.checked", "tomorrow")
    robot.alt(Qt.Key.Key_3)
    assert robot.shows("own_plan")
    robot.reads("must be today or in the past")
    robot.type_into("own.checked", "today")
    robot.alt(Qt.Key.Key_3)
    assert robot.shows("plan")


def test_the_suggestion_is_taken_by_one_key(at_own_plan):
    robot = at_own_plan
    robot.click("own.useWell")
    well = robot.find("own.well")
    assert isinstance(well, QPlainTextEdit)
    assert well.toPlainText() == "I like living with Jo and her dog."


def test_ctrl_p_saves_and_shows_the_paper(at_own_plan, qtbot):
    robot = at_own_plan
    robot.type_into("own.opening", "You told us about Bruno.")
    robot.control(Qt.Key.Key_P)
    assert robot.shows("own_plan_preview")
    assert kept(robot).copy.opening == "You told us about Bruno."
    qtbot.waitUntil(lambda: robot.words("pv.count").startswith("Page 1 of"), timeout=10_000)
    robot.press(Qt.Key.Key_Escape)
    assert robot.shows("own_plan")


def test_before_signing_it_can_be_written_but_not_printed(robot, filled):
    robot.record.run_command("child.own_plan")
    robot.reads("It can be printed once that is signed.")
    assert not robot.find("own.preview").isEnabled()
    robot.type_into("own.item1", "Your tooth stops hurting")
    robot.control(Qt.Key.Key_S)
    robot.reads("Saved 09:30")
    assert kept(robot).items[0].plain_words == "Your tooth stops hurting"


def test_the_health_plan_leads_to_it(robot, signed):
    robot.alt(Qt.Key.Key_3)
    robot.click("plan.own")
    assert robot.shows("own_plan")


def test_before_an_assessment_there_is_a_sentence(robot):
    robot.record.run_command("child.own_plan")
    robot.reads("There is no assessment yet.")
    assert not robot.sees("own.save")


def test_tab_reaches_every_control_in_large_text_too(at_own_plan, qapp):
    robot = at_own_plan
    theme.apply(qapp, "light", 200)
    robot.record.run_command("child.summary")
    robot.record.run_command("child.own_plan")
    seen = set()
    for _ in range(40):
        seen.add(robot.record.page.focused())
        robot.press(Qt.Key.Key_Tab)
    wanted = {
        "own.opening", "own.talked", "own.well", "own.item1", "own.item2", "own.part", "own.stage", "own.size.usual",
        "own.colour", "own.translated", "own.checked.text", "own.preview", "own.save",
    }  # fmt: skip
    assert wanted <= seen
    primary = [
        one
        for one in robot.record.page.findChildren(PlainButton)
        if one.isVisible() and one.property("kind") == "primary"
    ]
    assert [one.objectName() for one in primary] == ["own.save"]


def test_without_an_assessment_it_leads_to_where_one_is_started(robot):
    assert robot.record.run_command("child.own_plan")
    assert robot.is_at("own.assessments")
    assert not robot.sees("own.preview")
    assert robot.record.run_command("edit.primary")
    assert robot.shows("assessments")
