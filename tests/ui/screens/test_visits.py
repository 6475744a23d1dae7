"""What comes of a visit, by key press: declined, paused and resumed, not brought, handed over, amended."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from lac_tracker.domain.standing import Status
from lac_tracker.services import assessments, caseload, pauses, visits
from lac_tracker.ui.screens.pause import PauseDialog
from lac_tracker.ui.screens.record_page import Place
from tests.conftest import NADIA, TODAY
from tests.robots_record import RecordRobot, a_workplace
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures
from tests.ui.screens.record_fixtures import Window


def due_row(operations, kind="IHA"):
    found = operations.ask(caseload.due_list, today=TODAY, statuses=frozenset(Status)).rows
    return next(row for row in found if row.assessment == kind)


def wait_at(qtbot, robot, name):
    """Wait for the keyboard to be in a control: a dialog takes a moment to be the active window."""
    qtbot.waitUntil(lambda: robot.is_at(name))


def wait_back(qtbot, robot):
    """Activate the window, as the desktop does when a dialog closes, and wait until it is."""
    robot.record.window().activateWindow()
    qtbot.waitUntil(robot.record.window().isActiveWindow)


def page(operations, child_id):
    return operations.ask(visits.page, child_id, today=TODAY)


@pytest.fixture
def at_gate(robot):
    robot.control(Qt.Key.Key_Return)
    assert robot.shows("gate")
    return robot


@pytest.fixture
def at_list(robot):
    robot.alt(Qt.Key.Key_2)
    assert robot.shows("assessments")
    return robot


def test_four_presses_start_an_assessment(robot, operations):
    """Flow A2: Ctrl+Enter, 2, 1, Enter; the keyboard moves on by itself."""
    robot.control(Qt.Key.Key_Return)
    robot.press(Qt.Key.Key_2)
    assert robot.is_at("gate.canDecide")
    robot.find("gate.topics").setText("Nothing about her dad")  # optional, and no press of the four
    robot.press(Qt.Key.Key_1)
    robot.press(Qt.Key.Key_Return)
    assert robot.shows("assessment")
    made = robot.record.place().assessment_id
    said = operations.ask(assessments.for_entry, made, today=TODAY).answers
    assert said["own_consent_not_to"] == "Nothing about her dad"
    assert (said["own_consent"], said["can_decide"]) == ("agreed_to_some", "yes")


def test_said_no_opens_declined_and_the_row_stays(at_gate, operations, child_id, qtbot):
    at_gate.choose("gate.canDecide", 1)
    at_gate.choose("gate.own", 3)
    wait_at(qtbot, at_gate, "declined.said")
    at_gate.click("declined.confirm")
    at_gate.reads("Enter what was said")
    at_gate.type_into("declined.said", "Not with a stranger")
    at_gate.control(Qt.Key.Key_Return)
    assert at_gate.shows("assessments")
    row = due_row(operations)
    assert (row.status.value, [one.value for one in row.overlays], row.waiting_on.value) == (
        "overdue", ["declined"], "young_person",
    )  # fmt: skip
    due, declined = page(operations, child_id).rows
    assert (due.words, due.detail) == ("Overdue by 9 days", "Day 37 of 28. Declined for now")
    assert (declined.words, declined.detail) == ("Declined for now", "Ask again 04-Jun-2026")
    wait_back(qtbot, at_gate)
    at_gate.control(Qt.Key.Key_N)  # asking again starts another
    assert at_gate.shows("gate")


def test_without_consent_one_talks_and_uses_the_jotter(at_gate, operations, child_id):
    at_gate.choose("gate.own", 4)
    at_gate.press(Qt.Key.Key_Return)
    assert at_gate.shows("assessment")
    made = at_gate.record.place().assessment_id
    entry = operations.ask(assessments.for_entry, made, today=TODAY)
    assert (entry.state, entry.may_answer) == ("requested", False)


def test_a_lawful_reason_starts_it_and_is_shown_at_signing(at_gate, operations):
    at_gate.choose("gate.own", 4)
    at_gate.click("gate.lawful.show")
    at_gate.choose("gate.lawful", 1)
    at_gate.press(Qt.Key.Key_Return)
    assert at_gate.shows("assessment")
    made = at_gate.record.place().assessment_id
    found = operations.ask(assessments.check, made, today=TODAY, completed_on=TODAY)
    assert "Goes by a lawful reason, not consent: A court directed it" in {one.words for one in found.look}


def test_pause_is_a_digit_and_enter_and_resume_is_one_press(robot, operations, started, qtbot):
    operations.do(assessments.record_answer, started, "people", "Jay, brother")
    dialog = PauseDialog(robot.record, robot.record.page.desk, started, at="people")
    dialog.open()
    assert "Journey so far" in robot.find("pause.left").toPlainText()
    assert robot.find("pause.when.text").text() == "11-Mar-2026"
    wait_at(qtbot, robot, "pause.why")
    robot.press(Qt.Key.Key_1)
    with qtbot.waitSignal(dialog.accepted):
        robot.press(Qt.Key.Key_Return)
    assert dialog.words == "Paused. Mara's IHA shows as seen, part done."
    row = due_row(operations)
    assert (row.status.value, [one.value for one in row.overlays]) == ("overdue", ["part_done"])
    robot.record.reload()
    assert robot.words("sum.start") == "Resume IHA"
    wait_back(qtbot, robot)
    with qtbot.waitSignal(robot.record.said) as told:
        robot.control(Qt.Key.Key_Return)
    assert told.args == ["You're back in section 1."]
    assert robot.is_at("people")
    assert operations.ask(assessments.for_entry, started, today=TODAY).state == "in_progress"


def test_something_else_asks_why(robot, operations, started, qtbot):
    dialog = PauseDialog(robot.record, robot.record.page.desk, started)
    dialog.open()
    wait_at(qtbot, robot, "pause.why")
    robot.press(Qt.Key.Key_6)
    assert robot.is_at("pause.other")
    robot.press(Qt.Key.Key_Return)
    robot.reads("Enter why you are stopping")
    robot.type_into("pause.other", "Fire alarm")
    robot.press(Qt.Key.Key_Return)
    assert not dialog.isVisible()
    found = operations.ask(pauses.before_pause, started, today=TODAY)
    assert found.called == "Mara"


def book(qtbot, robot, day):
    robot.control(Qt.Key.Key_B)
    robot.type_into("book.on", day)
    robot.type_into("book.place", "Clinic 2")
    robot.control(Qt.Key.Key_Return)
    wait_back(qtbot, robot)


def test_was_not_brought_needs_a_next_step_and_twice_is_told(at_list, operations, child_id, qtbot):
    for day in ("2/3/2026", "3/3/2026"):
        book(qtbot, at_list, day)
        at_list.click("asm.outcome")
        at_list.choose("outcome.what", 3)
        wait_at(qtbot, at_list, "outcome.step")
        at_list.control(Qt.Key.Key_Return)
        at_list.reads("Enter the next step: what will be done so that the child is seen")
        at_list.type_into("outcome.step", "See her at school")
        at_list.type_into("outcome.stepBy", "Nadia Rahman, nurse")
        at_list.type_into("outcome.stepOn", "+1w")
        at_list.control(Qt.Key.Key_Return)
        wait_back(qtbot, at_list)
    assert at_list.words("asm.advice") == (
        "Was not brought twice: tell the social worker, the reviewing officer and the designated nurse"
    )
    assert at_list.words("asm.visitNote").startswith(
        "Next step: See her at school. Nadia Rahman, nurse, by 11-Mar"
    )
    assert due_row(operations).status is Status.OVERDUE
    book(qtbot, at_list, "9/3/2026")
    at_list.click("asm.outcome")
    at_list.choose("outcome.what", 5)
    at_list.type_into("outcome.movedTo", "12/3/2026")
    at_list.control(Qt.Key.Key_Return)
    newest, moved = page(operations, child_id).appointments[:2]
    assert (newest.takes_place_on, newest.offered_on, newest.place) == (date(2026, 3, 12), TODAY, "Clinic 2")
    assert (moved.outcome, moved.moved_to_id) == ("moved", newest.id)
    assert due_row(operations).standing.booked_on == date(2026, 3, 12)


@pytest.fixture
def nurse(qtbot, database, background, tmp_path, child_id, filled):
    window = Window(a_workplace(database, NADIA, background, tmp_path))
    qtbot.addWidget(window)
    window.resize(1180, 700)
    with qtbot.waitActive(window):
        window.show()
    window.record.open(child_id)
    return RecordRobot(qtbot, window.record)


def test_a_nurse_hands_an_initial_assessment_to_the_doctor(nurse, operations, filled):
    nurse.record.go(Place(nurse.record.child_id, "sign", filled))
    assert nurse.words("sign.hand") == "Hand to Sam Iqbal to sign"
    assert nurse.find("sign.hand").property("kind") == "primary"
    assert nurse.find("sign.go").property("kind") == "secondary"
    nurse.control(Qt.Key.Key_Return)
    assert nurse.shows("assessments")
    row = page(operations, nurse.record.child_id).rows[0]
    assert (row.words, row.detail) == ("Seen, not signed", "Overdue by 9 days. Day 37 of 28")
    assert nurse.words("asm.note") == "Handed to Sam Iqbal to sign on 04-Mar-2026"
    assert [one.value for one in due_row(operations).overlays] == ["seen_not_signed"]


def test_amending_makes_version_2_and_the_first_stays_in_force(at_list, operations, signed, qtbot):
    at_list.record.reload()
    at_list.go_into("asm.table")
    at_list.press(Qt.Key.Key_Down)
    at_list.click("asm.amend")
    at_list.click("amend.confirm")
    at_list.reads("Enter why it is amended")
    at_list.type_into("amend.why", "The height was wrong")
    at_list.control(Qt.Key.Key_Return)
    assert at_list.shows("assessment")
    made = at_list.record.place().assessment_id
    assert made != signed
    rows = {row.assessment_id: row for row in page(operations, at_list.record.child_id).rows}
    assert (rows[made].words, rows[signed].words) == ("Amending: version 2", "Signed late, day 37")
    wait_back(qtbot, at_list)
    at_list.alt(Qt.Key.Key_2)
    assert at_list.shows("assessments")
    assert due_row(operations).status is Status.COMPLETED_LATE
    assert at_list.words("asm.new") == "Start RHA"
    operations.do(assessments.record_answer, made, "height_cm", 160)
    at_list.go_into("asm.table")
    at_list.press(Qt.Key.Key_Home)
    at_list.find("asm.table").choose(1)
    at_list.click("asm.compare")
    assert at_list.shows("compare")
    at_list.reads("Height (changed)")
    at_list.reads("158 cm")
    at_list.reads("160 cm")


def test_the_chain_of_custody_says_what_was_done(at_list, operations, signed):
    at_list.record.reload()
    at_list.go_into("asm.table")
    at_list.press(Qt.Key.Key_Down)
    at_list.click("asm.chain")
    assert at_list.shows("chain")
    assert "Created and started" in at_list.words("chain.line")
    at_list.press(Qt.Key.Key_End)
    at_list.alt(Qt.Key.Key_Left)
    assert at_list.shows("assessments")


def test_cancelling_asks_why_and_keeps_the_row(at_list, operations, started):
    at_list.record.reload()
    at_list.click("asm.cancel")
    at_list.type_into("cancel.why", "Opened for the wrong child")
    at_list.control(Qt.Key.Key_Return)
    rows = page(operations, at_list.record.child_id).rows
    assert [(row.words, row.note) for row in rows[1:]] == [("Cancelled", "Why: Opened for the wrong child")]
    assert rows[0].words == "Overdue by 9 days"
    assert not [one for one in at_list.record.findChildren(QDialog) if one.isVisible()]
