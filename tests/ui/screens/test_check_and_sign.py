"""Check and sign by key press: what stops it, what is explained, going to mend it and coming back, and signing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from sqlalchemy import text

from lac_tracker.services import assessments, jotter
from lac_tracker.ui.screens.record_page import Place
from tests.conftest import NADIA, TODAY
from tests.robots_record import PASSPHRASE, RecordRobot, a_workplace
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures
from tests.ui.screens.record_fixtures import Window


@pytest.fixture
def at_sign(person_at, child_id, filled):
    robot = person_at(Place(child_id, "assessment", filled))
    robot.check_and_sign()
    assert robot.shows("sign")
    return robot


def title_of(robot, name):
    return robot.find(name).accessibleName()


def test_an_unfinished_assessment_lists_what_to_fix(person_at, child_id, started):
    robot = person_at(Place(child_id, "sign", started))
    assert title_of(robot, "sign.fix") == "Fix before signing (15)"
    assert not robot.find("sign.go").isEnabled()
    assert robot.words("sign.why") == "Signing is off until 15 things are fixed."


def test_go_leads_to_the_question_and_back_returns(person_at, started, child_id):
    robot = person_at(Place(child_id, "sign", started))
    robot.click("sign.go.fix.1")
    assert robot.shows("assessment")
    assert robot.is_at("matters")
    robot.type_into("matters", "My dog")
    robot.alt(Qt.Key.Key_Left)
    assert robot.shows("sign")
    assert title_of(robot, "sign.fix") == "Fix before signing (14)"


def test_go_leads_to_the_jotter(robot, operations, started):
    operations.do(jotter.add, started, "tooth hurts")
    robot.record.go(Place(robot.record.child_id, "sign", started))
    robot.reads("File or remove 1 jotter note first")
    number = next(
        one.objectName()
        for one in robot.record.page.findChildren(QAbstractButton)
        if one.accessibleName().startswith("Go to: File or remove")
    )
    robot.click(number)
    assert robot.shows("assessment")
    assert robot.is_at("jot.new")


def test_go_leads_to_the_plan_item(robot, operations, filled):
    from dataclasses import replace

    from lac_tracker.services import plans

    need = operations.ask(plans.plan, filled)[1]
    operations.do(plans.save_item, filled, replace(need, outcomes=(replace(need.outcomes[0], measure=""),)))
    robot.record.go(Place(robot.record.child_id, "sign", filled))
    robot.reads("Sleep: Enter how you'll know")
    robot.click("sign.go.fix.1")
    assert robot.shows("item")
    assert robot.is_at("item.measure")


def test_a_reason_is_kept_while_one_goes_and_comes_back(at_sign):
    assert title_of(at_sign, "sign.explain") == "Explain, or fix (1)"
    at_sign.reads("No consent from someone with parental responsibility")
    at_sign.type_into("sign.reason.1", "Mara consented for herself")
    at_sign.click("sign.go.explain.1")
    at_sign.alt(Qt.Key.Key_Left)
    assert at_sign.find("sign.reason.1").text() == "Mara consented for herself"


def test_the_words_beside_the_button_follow(at_sign):
    assert at_sign.words("sign.why") == "Signing is off until 1 reason is given."
    at_sign.type_into("sign.reason.1", "Mara consented for herself")
    assert at_sign.words("sign.why") == "Enter your passphrase to sign."
    at_sign.type_into("sign.pass", "x")
    assert at_sign.find("sign.go").isEnabled()


def test_the_date_says_its_day_and_is_checked(at_sign):
    assert at_sign.find("sign.date.text").text() == "04-Mar-2026"
    assert at_sign.words("sign.day") == "Day 37 since 26-Jan-2026"
    at_sign.type_into("sign.date", "1/3/26")
    at_sign.go_into("sign.pass")
    at_sign.reads("Date assessment completed is before the assessment was started, 04-Mar-2026")
    assert at_sign.words("sign.day") == "Day 34 since 26-Jan-2026"
    at_sign.type_into("sign.date", "5/3/2026")
    at_sign.go_into("sign.pass")
    at_sign.reads("Date assessment completed must be today or in the past")


def test_a_wrong_passphrase_signs_nothing(at_sign, operations, filled):
    at_sign.type_into("sign.reason.1", "Mara consented for herself")
    at_sign.type_into("sign.pass", "not this one")
    at_sign.check_and_sign()
    at_sign.reads("That passphrase doesn't match. Nothing has been signed")
    assert at_sign.find("sign.pass").text() == ""
    assert at_sign.find("sign.reason.1").text() == "Mara consented for herself"
    assert not operations.ask(assessments.for_entry, filled, today=TODAY).is_signed


def test_signing_makes_what_is_ticked_and_goes_on_to_it(at_sign, operations, filled, qtbot, database):
    at_sign.type_into("sign.reason.1", "Mara consented for herself")
    at_sign.find("sign.after.own").setFocus()
    at_sign.press(Qt.Key.Key_Space)  # everything is ticked beforehand
    at_sign.type_into("sign.pass", PASSPHRASE)
    with qtbot.waitSignal(at_sign.record.said) as told:
        at_sign.press(Qt.Key.Key_Return)
    assert told.args == ["Signed. Made: GP summary, plan."]
    qtbot.waitUntil(lambda: at_sign.shows("preview"))
    qtbot.waitUntil(lambda: "Kept in the record as version 1" in at_sign.all_words(), timeout=10_000)
    with database.reading() as session:
        made = session.execute(text("select document, version_number from documents_made order by id")).all()
    assert made == [("gp-summary", 1), ("full-plan", 1)]
    assert operations.ask(assessments.for_entry, filled, today=TODAY).is_signed
    at_sign.alt(Qt.Key.Key_Left)
    assert at_sign.shows("assessment")
    at_sign.alt(Qt.Key.Key_Left)
    assert at_sign.shows("summary")


def test_good_is_shown_on_demand(at_sign):
    assert not at_sign.sees("sign.good.words")
    at_sign.click("sign.good.show")
    at_sign.reads("SMART: 2 of 2 items complete")


def test_a_nurse_signing_an_initial_assessment_gives_a_reason(
    qtbot, database, background, tmp_path, child_id, filled
):
    window = Window(a_workplace(database, NADIA, background, tmp_path))
    qtbot.addWidget(window)
    window.resize(1180, 700)
    with qtbot.waitActive(window):
        window.show()
    window.record.open(child_id)
    nurse = RecordRobot(qtbot, window.record)
    nurse.record.go(Place(child_id, "sign", filled))
    nurse.reads("An IHA is for a registered medical practitioner to do. Say who supervised it, and why")
    assert nurse.words("sign.as") == "Signing as Nadia Rahman, NMC registered nurse or midwife"
