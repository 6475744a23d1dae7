"""The health history by key press: lines, suggestions, the check, and paper that is refused until it is checked."""

import io

import pikepdf
import pytest
from PySide6.QtCore import Qt

from lac_tracker.services import chronology, family, health_history, health_history_release
from lac_tracker.services.family import ItemGiven
from lac_tracker.ui.screens.preview import PreviewPage
from lac_tracker.ui.screens.record_page import Place
from tests.conftest import TODAY
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures

RASH = {"when": "2018, about", "event": "Penicillin rash", "kind": "health", "source": "carer"}


@pytest.fixture
def page(robot, operations, child_id):
    """The page of the health history, with two things that the record could add."""
    operations.do(chronology.add_event, child_id, **RASH)
    told = ItemGiven("answered", "Epilepsy in an uncle on the mother's side")
    operations.do(family.save_item, child_id, "family.conditions", told)
    robot.record.run_command("child.health_history")
    assert robot.shows("health_history")
    return robot


def lines(robot):
    return [(one.line.when, one.line.words) for one in robot.find("hh.lines").model().rows()]


def held(operations, child_id):
    return operations.ask(health_history.page, child_id, today=TODAY)


def save(robot):
    """Save a dialog, and do what a window manager does then, which there is none of without a screen."""
    robot.control(Qt.Key.Key_Return)
    robot.record.window().activateWindow()
    robot.go_into("hh.add")


def add(robot, words, when="2019"):
    robot.control(Qt.Key.Key_N)
    robot.find("hh.dialog.part").set_value("story")
    robot.type_into("hh.dialog.when", when)
    robot.type_into("hh.dialog.words", words)
    save(robot)


def check(robot):
    robot.click("hh.check.open")
    robot.click("hh.check.ticks.read")
    save(robot)


def test_a_line_is_added_changed_and_moved_by_keys(page, operations, child_id):
    robot = page
    robot.control(Qt.Key.Key_N)
    robot.type_into("hh.dialog.words", "Broke her arm")
    robot.control(Qt.Key.Key_Return)
    robot.reads("Part is missing: choose where the line belongs")
    robot.find("hh.dialog.part").set_value("story")
    save(robot)
    add(robot, "Chickenpox", "2016")
    assert lines(robot) == [("", "Broke her arm"), ("2016", "Chickenpox")]
    robot.find("hh.lines").choose(1)
    robot.go_into("hh.lines")
    robot.alt(Qt.Key.Key_Up)
    assert lines(robot) == [("2016", "Chickenpox"), ("", "Broke her arm")]
    robot.find("hh.lines").choose(0)
    robot.go_into("hh.lines")
    robot.press(Qt.Key.Key_Return)
    robot.type_into("hh.dialog.when", "about 2016")
    save(robot)
    assert lines(robot)[0] == ("about 2016", "Chickenpox")
    robot.click("hh.leaveOut")
    assert held(operations, child_id).lines[0].line.left_out
    assert robot.words("hh.leaveOut") == "Put back"


def test_what_could_not_be_found_needs_who_was_asked_and_when(page, operations, child_id):
    robot = page
    robot.control(Qt.Key.Key_N)
    robot.find("hh.dialog.part").set_value("growth")
    robot.type_into("hh.dialog.words", "Her red book")
    robot.choose("hh.dialog.kind", 2)
    robot.control(Qt.Key.Key_Return)
    robot.reads("Asked of is missing: enter who was asked")
    robot.type_into("hh.dialog.whom", "Health visiting team")
    robot.type_into("hh.dialog.askedOn", "2/2/2026")
    save(robot)
    line = held(operations, child_id).lines[0].line
    assert (line.could_not_find, line.asked_of) == (True, "Health visiting team")


def test_enter_takes_a_suggestion_and_the_familys_only_in_own_words(page, operations, child_id):
    robot = page
    robot.find("hh.suggested").choose(0)
    robot.go_into("hh.suggested")
    robot.press(Qt.Key.Key_Return)
    assert lines(robot) == [("2018, about", "Penicillin rash")]
    robot.go_into("hh.suggested")
    robot.press(Qt.Key.Key_Return)
    assert "Epilepsy in an uncle" in robot.words("hh.dialog.thirdParty")
    robot.type_into("hh.dialog.words", "Epilepsy runs on one side of the family.")
    save(robot)
    assert robot.words("hh.suggested.empty") == "Everything the record holds is taken."
    assert lines(robot)[-1] == ("", "Epilepsy runs on one side of the family.")


def test_offer_answers_and_giving_are_recorded(page, operations, child_id):
    robot = page
    add(robot, "Chickenpox")
    robot.click("hh.choices.open")
    robot.type_into("hh.choices.offered", "today")
    robot.control(Qt.Key.Key_Return)
    robot.reads("What they said is missing: choose it")
    robot.choose("hh.choices.said", 1)
    robot.choose("hh.choices.gp", 2)
    robot.find("hh.choices.colour").set_value("lilac")
    save(robot)
    assert robot.words("hh.step.offered") == "Offered 04-Mar-2026: “Yes, please”"
    assert robot.words("hh.step.gp_copy") == "Copy for the GP: they said no"
    assert held(operations, child_id).choices.colour == "lilac"
    robot.click("hh.give.open")
    robot.go_into("hh.give.on")
    robot.control(Qt.Key.Key_Return)
    robot.reads("has not been checked for third-party information")
    robot.press(Qt.Key.Key_Escape)
    robot.record.window().activateWindow()
    check(robot)
    assert "Third-party check 04-Mar-2026 by Sam Iqbal" in robot.words("hh.step.checked")
    robot.click("hh.give.open")
    robot.go_into("hh.give.on")
    save(robot)
    assert robot.words("hh.step.given") == "Given 04-Mar-2026"


def test_names_of_the_family_are_pointed_out(page, operations, child_id):
    given = {"relation": "mother", "full_name": "Kelly Baptiste", "sex": "female"}
    operations.do(family.save_person, child_id, None, given)
    add(page, "Kelly Baptiste was ill as well")
    assert page.words("hh.named") == "Names of the family found: Kelly Baptiste"
    page.click("hh.check.open")
    page.reads("It names Kelly Baptiste. Change those lines first.")
    page.go_into("hh.check.ticks.read")
    page.control(Qt.Key.Key_Return)
    page.reads("Read every line first, then tick that you did")


def test_a_draft_is_looked_at_and_refused_on_paper_until_it_is_checked(page, tmp_path, monkeypatch, qtbot):
    robot, target = page, tmp_path / "out.pdf"
    monkeypatch.setattr(PreviewPage, "choose_file", classmethod(lambda cls, parent, name: target))
    add(robot, "Chickenpox")
    robot.click("hh.preview")
    assert robot.shows("health_history_print")
    qtbot.waitUntil(lambda: robot.find("pv.save").isEnabled())
    robot.reads("Third-party check: not yet")
    robot.control(Qt.Key.Key_S)
    robot.reads("has not been checked for third-party information")
    assert not target.exists()
    robot.press(Qt.Key.Key_Escape)
    check(robot)
    robot.record.go(
        Place(robot.record.child_id, "health_history_print", document=health_history_release.BOOKLET)
    )
    qtbot.waitUntil(lambda: robot.sees("pv.fold") and robot.find("pv.fold").isEnabled())
    robot.click("pv.fold")
    qtbot.waitUntil(lambda: target.exists() and target.read_bytes().endswith(b"%%EOF\n"))
    with pikepdf.open(io.BytesIO(target.read_bytes())) as sheets:
        assert round(float(sheets.pages[0].mediabox[3])) == 842
