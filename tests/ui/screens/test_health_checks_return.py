"""What the yearly return needs, by key press."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.care import CareHistory, PeriodOfCare
from lac_tracker.domain.event_dates import on_day
from lac_tracker.services import yearly_return
from lac_tracker.storage import care, health_checks
from lac_tracker.storage.tables.health_checks import RoutineCheckRow
from lac_tracker.ui.screens.record_page import Place
from tests.conftest import GRACE, NOW, TODAY
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures


@pytest.fixture
def looked_after(database, child_id):
    """Mara has been looked after for years, and has seen a dentist."""
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        history = CareHistory((PeriodOfCare(date(2020, 1, 6), None, None),), (), ())
        care.replace_history(session, child_id, history, import_id=None)
        seen = {"kind": "dental", "state": "done"}
        seen |= health_checks.date_fields("happened_on", on_day(date(2025, 6, 4)))
        told = {"source": "Carer", "recorded_by": "Grace Mensah"}
        health_checks.save_row(session, RoutineCheckRow, child_id, None, seen | told, seen_version=1)
    return child_id


def column(robot, number: int) -> list[str]:
    model = robot.find("chk.return.table").model()
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def test_a_missing_answer_is_given_contradicts_and_is_taken_back_by_keys(person_at, looked_after, operations):
    robot = person_at(Place(looked_after, "health_checks", about="return"))
    assert robot.words("chk.return.counted") == "5 of 6 missing"
    assert column(robot, 1)[:5] == ["Missing", "Missing", "Does not apply", "Missing", "Known"]
    robot.go_into("chk.return.table")
    robot.press(Qt.Key.Key_Down)
    assert robot.find("chk.return.go").text() == "Answer"
    assert "youth justice team" in robot.words("chk.return.detail")
    robot.press(Qt.Key.Key_Return)
    robot.choose("chk.return.dialog.says", 2)
    robot.control(Qt.Key.Key_Return)
    robot.reads("Who told you is missing")
    robot.type_into("chk.return.dialog.source", "Dan Price, social worker")
    robot.control(Qt.Key.Key_Return)
    assert robot.words("chk.return.counted") == "4 of 6 missing"
    assert "Dan Price, social worker, kept by" in robot.words("chk.return.detail")
    robot.come_back()

    # The dentist is on record; the carer says no: both stand, until one is put right.
    robot.find("chk.return.table").choose(4)
    assert robot.find("chk.return.go").text() == "Go to Dental"
    robot.click("chk.return.answer")
    robot.choose("chk.return.dialog.says", 2)
    robot.type_into("chk.return.dialog.source", "Carer")
    robot.control(Qt.Key.Key_Return)
    assert column(robot, 1)[4] == "Two answers"
    words = robot.words("chk.return.detail")
    assert "No was answered, the record says Yes" in words
    assert "Dentist 04-Jun-2025" in words
    robot.come_back()
    robot.click("chk.return.back")
    assert column(robot, 1)[4] == "Known"
    held = operations.ask(yearly_return.on_record, looked_after, today=TODAY)
    assert held.counted == "4 of 6 missing"

    # Another year, and from a line to where it is mended.
    years = robot.find("chk.return.year")
    years.setFocus()
    robot.press(Qt.Key.Key_Down)
    assert years.currentText() == "Year to 31-Mar-2025"
    assert column(robot, 1)[4] == "Missing"
    robot.go_into("chk.return.table")
    robot.find("chk.return.table").choose(4)
    robot.press(Qt.Key.Key_Return)
    assert robot.shows("health_checks")
    assert robot.find("chk.dental").isVisible()


def test_a_child_who_came_this_year_is_in_no_return_yet(person_at, child_id):
    robot = person_at(Place(child_id, "health_checks", about="return"))
    assert robot.words("chk.return.counted") == "Not in this return"
    assert "became looked after on" in robot.words("chk.return.cohort")
    assert set(column(robot, 1)) == {"Does not apply"}
    assert not robot.find("chk.return.go").isEnabled()
