"""Health checks by key press."""

from PySide6.QtCore import Qt

from lac_tracker.services import health_checks
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures


def rows(robot, name: str) -> list[str]:
    model = robot.find(name).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_a_dose_is_added_corrected_and_taken_out_by_keys(robot, operations, child_id):
    robot.alt(Qt.Key.Key_7)
    assert robot.shows("health_checks")
    assert "No immunisations on record for Mara" in robot.words("chk.imm.empty")
    robot.control(Qt.Key.Key_N)
    robot.find("chk.imm.dialog.vaccine").set_value("mmr")
    robot.type_into("chk.imm.dialog.when", "soon")
    robot.type_into("chk.imm.dialog.source", "Red book")
    robot.control(Qt.Key.Key_Return)
    robot.reads("When must be a day, a month or a year")
    assert robot.is_at("chk.imm.dialog.when")
    robot.type_into("chk.imm.dialog.when", "jul 2019")
    robot.control(Qt.Key.Key_Return)
    assert rows(robot, "chk.imm.table") == ["MMR"]
    robot.come_back()
    robot.go_into("chk.imm.table")
    robot.press(Qt.Key.Key_Return)
    robot.find("chk.imm.dialog.vaccine").set_value("other")
    robot.type_into("chk.imm.dialog.other", "Yellow fever")
    robot.control(Qt.Key.Key_Return)
    assert rows(robot, "chk.imm.table") == ["Yellow fever"]
    robot.come_back()
    robot.click("chk.imm.error")
    robot.type_into("chk.error.reason", "Another child's")
    robot.control(Qt.Key.Key_Return)
    assert operations.ask(health_checks.on_record, child_id).doses == ()
    assert robot.find("chk.imm.add").isVisible()


def test_a_hospital_visit_is_added_by_keys(robot, operations, child_id):
    robot.alt(Qt.Key.Key_7)
    robot.find("chk.hospital.add").click()
    robot.choose("chk.hospital.dialog.kind", 2)
    robot.type_into("chk.hospital.dialog.when", "3/2/2020")
    robot.type_into("chk.hospital.dialog.hospital", "Northgate General")
    robot.type_into("chk.hospital.dialog.why", "Broken arm")
    robot.type_into("chk.hospital.dialog.source", "Letter")
    robot.control(Qt.Key.Key_Return)
    assert rows(robot, "chk.hospital.table") == ["03-Feb-2020"]
    (visit,) = operations.ask(health_checks.on_record, child_id).visits
    assert (visit.kind, visit.why) == ("emergency", "Broken arm")
