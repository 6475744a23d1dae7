"""The health plan and its items by key press."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from lac_tracker.services import plans
from lac_tracker.ui import theme
from lac_tracker.ui.screens.record_page import Place
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures


@pytest.fixture
def at_item(person_at, child_id, started):
    """In the editor of a new item."""
    robot = person_at(Place(child_id, "plan"))
    robot.control(Qt.Key.Key_N)
    assert robot.shows("item")
    return robot


def fill(robot):
    """Write a whole item, as a person would."""
    robot.type_into("item.need", "Sleep")
    robot.type_into("item.found", "Wakes 3 or 4 times a night since the move")
    robot.type_into("item.outcome", "Mara sleeps 7 hours on at least 5 nights a week")
    robot.type_into("item.measure", "Sleep diary, checked at 6 weeks")
    robot.type_into("item.action1.text", "Show Mara the sleep diary")
    robot.type_into("item.action1.person", "Nadia Rahman")
    robot.type_into("item.action1.role", "specialist nurse")
    robot.type_into("item.action1.organisation", "Northgate LAC health team")
    robot.type_into("item.action1.by", "15/4/26")
    robot.type_into("item.review", "15/4/26")
    robot.choose("item.agreedChild", 1)


def test_before_an_assessment_the_plan_says_how_it_starts(robot):
    robot.alt(Qt.Key.Key_3)
    assert robot.words("plan.empty") == "No plan yet. It starts with the IHA."
    assert not robot.sees("plan.add")
    robot.control(Qt.Key.Key_Return)
    assert robot.shows("gate")


def test_an_item_is_written_and_stands_in_the_table(at_item, operations, started, qtbot):
    fill(at_item)
    at_item.control(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at_item.shows("plan"))
    saved = operations.ask(plans.plan, started)
    outcome = saved[0].outcomes[0]
    assert outcome.text == "Mara sleeps 7 hours on at least 5 nights a week"
    assert (outcome.actions[0].person, outcome.actions[0].by) == ("Nadia Rahman", date(2026, 4, 15))
    assert outcome.agreed_child == "yes"
    model = at_item.find("plan.table").model()
    said = [model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in range(9)]
    assert said[2] == "Need, Sleep"
    assert said[5:9] == [
        "Owner, Nadia Rahman", "By when, 15-Apr-2026, in 42 days", "Status, open",
        "SMART, Specific yes, Measurable yes, Agreed yes, Relevant yes, Timed yes",
    ]  # fmt: skip


def test_outcome_stands_before_actions_in_tab_order(at_item):
    at_item.go_into("item.outcome")
    at_item.press(Qt.Key.Key_Tab)
    assert at_item.is_at("item.measure")
    at_item.press(Qt.Key.Key_Tab)
    assert at_item.is_at("item.action1.text")


def test_tab_goes_through_an_item_as_it_is_read_and_then_on(at_item):
    at_item.go_into("item.action1.organisation")
    wanted = ("by.text", "offer", "why", "remove")
    for name in (*(f"item.action1.{one}" for one in wanted), "item.addAction"):
        at_item.press(Qt.Key.Key_Tab)
        assert at_item.is_at(name), name
    at_item.go_into("item.save")
    at_item.press(Qt.Key.Key_Tab)
    assert not at_item.is_at("item.action1.by.text")


def test_the_smart_check_says_each_letter_in_words(at_item):
    assert at_item.words("item.smart.S") == "Specific: not yet. Enter what will be different for Mara"
    fill(at_item)
    at_item.go_into("item.need")
    for letter, word in (
        ("S", "Specific"),
        ("M", "Measurable"),
        ("A", "Agreed"),
        ("R", "Relevant"),
        ("T", "Timed"),
    ):
        assert at_item.words(f"item.smart.{letter}") == f"{word}: yes"


def test_a_task_for_an_outcome_is_a_tip_and_no_error(at_item):
    at_item.type_into("item.outcome", "Refer to CAMHS")
    at_item.go_into("item.measure")
    assert "'Refer to CAMHS' is something to do" in at_item.words("item.smart.S")


def test_a_field_left_empty_or_naming_a_team_is_explained_beside_it(at_item):
    at_item.go_into("item.measure")
    at_item.go_into("item.action1.organisation")
    at_item.reads("Enter how you'll know")
    at_item.type_into("item.action1.text", "Look at teeth")
    at_item.type_into("item.action1.organisation", "Dental Access")
    at_item.type_into("item.action1.person", "the team")
    at_item.go_into("item.need")
    at_item.reads("Name one person at Dental Access")
    at_item.type_into("item.action1.person", "Tess Dean")
    at_item.go_into("item.need")
    assert "Name one person at Dental Access" not in at_item.all_words()


def test_words_for_a_date_are_explained_and_nothing_is_lost(at_item, operations, started):
    at_item.type_into("item.need", "Sleep")
    at_item.type_into("item.action1.by", "ongoing")
    at_item.control(Qt.Key.Key_Return)
    assert at_item.shows("item")
    at_item.reads("By when must be a")
    assert at_item.find("item.action1.by.text").text() == "ongoing"
    assert operations.ask(plans.plan, started) == ()


def test_choosing_a_person_fills_role_and_organisation(at_item, qtbot):
    combo = at_item.go_into("item.action1.person")
    qtbot.keyClick(combo, Qt.Key.Key_Down)  # the first of the list: somebody at the practice
    box = at_item.find("item.action1.person")
    names = [box.itemText(number) for number in range(box.count())]
    number = next(place for place, words in enumerate(names) if words.startswith("Jo Moss"))
    box.setCurrentIndex(number)
    box.activated.emit(number)
    qtbot.waitUntil(lambda: at_item.find("item.action1.role").text() == "Foster carer")
    assert box.currentText() == "Jo Moss"
    assert at_item.find("item.action1.organisation").text() == "Northgate Fostering"
    assert any(words.startswith("Sam Iqbal, doctor") for words in names)


def test_actions_are_added_and_taken_away(at_item):
    at_item.type_into("item.action1.text", "First")
    at_item.click("item.addAction")
    assert at_item.is_at("item.action2.text")
    at_item.type_into("item.action2.text", "Second")
    at_item.click("item.action1.remove")
    assert at_item.find("item.action1.text").toPlainText() == "Second"


def test_an_empty_item_is_not_saved_and_says_why(at_item):
    at_item.control(Qt.Key.Key_Return)
    at_item.reads("Enter the need or what will be different before saving this item")
    assert at_item.shows("item")


def test_save_and_add_another_starts_afresh(at_item, operations, started):
    at_item.type_into("item.need", "Sleep")
    at_item.control(Qt.Key.Key_N)
    assert at_item.find("item.need").text() == ""
    assert at_item.is_at("item.need")
    at_item.type_into("item.need", "Teeth")
    at_item.control(Qt.Key.Key_Return)
    assert [need.title for need in operations.ask(plans.plan, started)] == ["Sleep", "Teeth"]


def test_going_elsewhere_saves_what_was_typed(at_item, operations, started):
    at_item.type_into("item.need", "Sleep")
    at_item.alt(Qt.Key.Key_1)
    assert at_item.shows("summary")
    assert [need.title for need in operations.ask(plans.plan, started)] == ["Sleep"]


def test_an_item_is_opened_from_the_table_and_changed(robot, operations, filled):
    robot.alt(Qt.Key.Key_3)
    robot.go_into("plan.table")
    robot.press(Qt.Key.Key_Return)
    assert robot.words("page.title") == "Plan item 1 of 2"
    robot.type_into("item.measure", "Letter from the dentist")
    robot.control(Qt.Key.Key_Return)
    first = operations.ask(plans.plan, filled)[0]
    assert first.outcomes[0].measure == "Letter from the dentist"
    assert len(first.outcomes[0].actions) == 2


def test_the_plan_of_a_signed_assessment_can_be_read(robot, signed):
    robot.alt(Qt.Key.Key_3)
    assert not robot.sees("plan.add")
    robot.go_into("plan.table")
    robot.press(Qt.Key.Key_Return)
    assert robot.find("item.outcome").isReadOnly()
    assert not robot.sees("item.save")


def test_in_large_text_the_plan_is_cards(robot, qapp, filled):
    theme.apply(qapp, "light", 200)
    robot.record.go(Place(robot.record.child_id, "plan"))
    robot.reads("SMART: all five")
    assert not robot.sees("plan.table")
    robot.click("plan.open.1")
    assert robot.shows("item")
