"""By key press: a clock put on hold and let run, a past assessment put right, a review date for a flag."""

from datetime import date

from PySide6.QtCore import Qt

from lac_tracker.services import children, flags, visits
from lac_tracker.ui.screens.record_page import Place
from tests.conftest import TODAY
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures


def rows(operations, child_id):
    return operations.ask(visits.page, child_id, today=TODAY).rows


def test_a_clock_is_put_on_hold_and_let_run(person_at, operations, child_id, qtbot):
    robot = person_at(Place(child_id, "assessments"))
    robot.click("asm.hold")
    qtbot.waitUntil(lambda: robot.is_at("hold.until"))
    robot.type_into("hold.until", "04/03/2026")
    robot.type_into("hold.why", "In hospital")
    robot.control(Qt.Key.Key_Return)
    robot.reads("On hold until must be after today")
    robot.type_into("hold.until", "24/03/2026")
    robot.control(Qt.Key.Key_Return)
    robot.reads("On hold until 24-Mar-2026: In hospital")
    robot.reads("Put on hold 04-Mar-2026 by Sam Iqbal")
    assert (rows(operations, child_id)[0].words, robot.words("asm.hold")) == (
        "Overdue by 9 days", "Hold to another day",
    )  # fmt: skip
    robot.come_back()
    robot.alt(Qt.Key.Key_1)
    robot.reads("On hold until 24-Mar-2026: In hospital")  # on the summary, too
    robot.alt(Qt.Key.Key_2)
    robot.click("asm.letRun")
    qtbot.waitUntil(lambda: robot.is_at("letRun.why"))
    robot.type_into("letRun.why", "Home again")
    robot.control(Qt.Key.Key_Return)
    robot.reads("Ended 04-Mar-2026 by Sam Iqbal: Home again")
    assert not robot.sees("asm.letRun")


def test_a_past_assessment_is_corrected_and_taken_out(person_at, operations, child_id, qtbot):
    past = {"kind": "IHA", "completed_on": date(2026, 2, 2), "completed_by": "Dr Old"}
    operations.do(children.enter_past_assessment, child_id, **past)
    robot = person_at(Place(child_id, "assessments"))
    robot.go_into("asm.table")
    robot.press(Qt.Key.Key_Down)
    robot.click("asm.correct")
    qtbot.waitUntil(lambda: robot.sees("details.past.on"))
    assert robot.find("details.past.by").text() == "Dr Old"
    robot.type_into("details.past.on", "03/02/2026")
    robot.control(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not robot.sees("details.past.on"))
    robot.come_back()
    assert next(row.entered for row in rows(operations, child_id) if row.entered) == (
        date(2026, 2, 3),
        "Dr Old",
    )
    robot.click("asm.error")
    qtbot.waitUntil(lambda: robot.is_at("past.why"))
    robot.type_into("past.why", "Another child's")
    robot.control(Qt.Key.Key_Return)
    robot.reads("Why: Another child's")
    assert {row.words for row in rows(operations, child_id)} == {"Overdue by 9 days", "Entered in error"}


def test_a_flag_of_the_record_gets_a_review_date(person_at, operations, child_id, qtbot):
    robot = person_at(Place(child_id, "flags"))
    robot.reads("Recorded by Sam Iqbal, 04-Mar-2026\nNo review date")
    robot.click("flg.reviewDate")
    qtbot.waitUntil(lambda: robot.is_at("flg.date.on"))
    robot.type_into("flg.date.on", "24/03/2026")
    robot.control(Qt.Key.Key_Return)
    robot.reads("Recorded by Sam Iqbal, 04-Mar-2026\nReview 24-Mar-2026")
    (chip,) = operations.ask(flags.on_record, child_id, today=TODAY).shown
    assert (chip.kind, chip.review_on) == ("allergies_not_recorded", date(2026, 3, 24))
