"""Health checks by key press."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from lac_tracker.domain.people import Role
from lac_tracker.services import health_checks, immunisations, routine_checks
from lac_tracker.services.routine_checks import Typed
from lac_tracker.ui.plain import PlainButton
from lac_tracker.ui.screens.health_checks import TABS, HealthChecksPage
from lac_tracker.ui.screens.record_page import Desk, Place
from tests.conftest import NADIA, TODAY, TOM
from tests.robots_record import a_workplace
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
    robot.find("chk.tabs").chip("hospital").click()
    robot.control(Qt.Key.Key_N)
    robot.choose("chk.hospital.dialog.kind", 2)
    robot.type_into("chk.hospital.dialog.when", "3/2/2020")
    robot.type_into("chk.hospital.dialog.hospital", "Northgate General")
    robot.type_into("chk.hospital.dialog.why", "Broken arm")
    robot.type_into("chk.hospital.dialog.source", "Letter")
    robot.control(Qt.Key.Key_Return)
    assert rows(robot, "chk.hospital.table") == ["03-Feb-2020"]
    (visit,) = operations.ask(health_checks.on_record, child_id).visits
    assert (visit.kind, visit.why) == ("emergency", "Broken arm")


def page_down(robot, times: int = 1) -> None:
    for _ in range(times):
        robot.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)


def test_tabs_go_by_keys_and_back_comes_to_the_same_one(robot, child_id):
    robot.alt(Qt.Key.Key_7)
    page_down(robot)
    assert robot.record.place().about == "dental"
    assert robot.is_at("chk.dental.add")
    robot.alt(Qt.Key.Key_1)
    robot.alt(Qt.Key.Key_Left)
    assert robot.record.place().about == "dental"
    assert robot.words("chk.dental.said") == "No dental check on record"
    page_down(robot)
    robot.press(Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    robot.press(Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert robot.record.place().about == "imm"
    robot.press(Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert robot.record.place().about == TABS[-1].key
    robot.go_into("chk.tabs")
    robot.press(Qt.Key.Key_Home)
    robot.press(Qt.Key.Key_Right)
    robot.press(Qt.Key.Key_Return)
    assert robot.record.place().about == "dental"
    assert robot.find("chk.tabs").findChild(QAbstractButton, "development") is None  # she is 14


def test_a_dental_check_asks_only_for_what_belongs_to_it(robot, operations, child_id):
    robot.alt(Qt.Key.Key_7)
    page_down(robot)
    robot.control(Qt.Key.Key_N)
    assert robot.sees("chk.dental.dialog.result")
    assert not robot.sees("chk.dental.dialog.why")
    robot.choose("chk.dental.dialog.state", 4)  # declined
    assert robot.sees("chk.dental.dialog.why")
    assert not robot.sees("chk.dental.dialog.result")
    robot.type_into("chk.dental.dialog.source", "Carer")
    robot.control(Qt.Key.Key_Return)
    robot.reads("Why not is missing")
    assert robot.is_at("chk.dental.dialog.why")
    robot.type_into("chk.dental.dialog.why", "Afraid")
    robot.control(Qt.Key.Key_Return)
    assert rows(robot, "chk.dental.table") == ["04-Mar-2026"]
    robot.come_back()
    robot.go_into("chk.dental.table")
    robot.press(Qt.Key.Key_Return)
    robot.choose("chk.dental.dialog.state", 1)
    robot.choose("chk.dental.dialog.waiting", 1)
    robot.type_into("chk.dental.dialog.by", "Mill Dental")
    robot.control(Qt.Key.Key_Return)
    assert robot.words("chk.dental.said") == "Seen by a dentist 04-Mar-2026: within 12 months"
    robot.reads("Treatment is waiting (04-Mar-2026).")
    (held,) = operations.ask(routine_checks.on_record, child_id, today=TODAY).checks
    assert (held.state, held.reason, held.provider) == ("done", "", "Mill Dental")
    robot.come_back()
    robot.click("chk.dental.error")
    robot.type_into("chk.error.reason", "Twice")
    robot.control(Qt.Key.Key_Return)
    assert robot.words("chk.dental.said") == "No dental check on record"


def test_what_is_stated_stands_on_top_and_looks_outstanding_only_suggests(robot, operations, child_id):
    robot.alt(Qt.Key.Key_7)
    assert robot.words("chk.imm.said") == "No clinician has stated whether immunisations are up to date."
    assert "Looks outstanding: check with the record" in robot.words("chk.imm.looks")
    robot.click("chk.imm.state")
    robot.choose("chk.imm.state.status", 2)
    robot.type_into("chk.imm.state.source", "GP record")
    robot.control(Qt.Key.Key_Return)
    robot.reads("What is outstanding is missing")
    robot.type_into("chk.imm.state.outstanding", "HPV")
    robot.control(Qt.Key.Key_Return)
    assert robot.words("chk.imm.said") == (
        "Not up to date as at 04-Mar-2026, stated by Sam Iqbal (GP record): HPV"
    )
    robot.come_back()
    robot.go_into("chk.imm.schedule")
    robot.press(Qt.Key.Key_End)
    robot.press(Qt.Key.Key_Return)  # a line of the schedule adds a dose of it
    assert robot.find("chk.imm.dialog.vaccine").value()
    robot.press(Qt.Key.Key_Escape)


def test_an_unknown_history_opens_the_plan_item_for_the_catch_up(robot, operations, started, child_id):
    robot.alt(Qt.Key.Key_7)
    robot.click("chk.imm.unknown")
    robot.go_into("chk.imm.unknown.source")
    robot.control(Qt.Key.Key_Return)
    assert robot.shows("item")
    robot.come_back()
    assert "of the catch-up immunisations by" in robot.find("item.outcome").toPlainText()
    robot.reads("Starters: Immunisations")
    robot.alt(Qt.Key.Key_Left)
    assert robot.shows("health_checks")
    assert "History unknown as at 04-Mar-2026" in robot.words("chk.imm.said")
    robot.reads("Treat as not immunised")
    robot.reads("check the current algorithm before anything is given")
    (said,) = operations.ask(immunisations.on_record, child_id, today=TODAY).statements
    assert said.status == "history_unknown"


def test_who_may_only_read_changes_nothing_and_others_see_closed_words(
    qtbot, database, operations, background, tmp_path, child_id
):
    operations.do(
        routine_checks.add, child_id, "vision",
        Typed("done", when="1/2/2026", result="Glasses", source="Carer"),
    )  # fmt: skip

    def page(actor, about=""):
        desk = Desk(a_workplace(database, actor, background, tmp_path), child_id)
        opened = HealthChecksPage(desk, Place(child_id, "health_checks", about=about))
        qtbot.addWidget(opened)
        opened.show()
        return opened

    reader = page(replace(NADIA, role=Role.READ_ONLY), "senses")
    assert not [one.text() for one in reader.findChildren(PlainButton) if one.isVisible()]
    assert reader.findChild(object, "chk.eyes.table").model().rowCount() == 1
    assert reader.run("edit.new") is False
    closed = page(TOM)
    assert "read clinical content" in closed.findChild(object, "chk.closed").text()
    assert closed.findChild(object, "chk.tabs") is None
    assert closed.run("edit.new") is False
