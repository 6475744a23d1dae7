"""The page of placements by key presses: a move, a legal status, protection, leaving care, the out-of-area strip."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures


@pytest.fixture
def at_placements(robot):
    robot.alt(Qt.Key.Key_8)
    assert robot.shows("placements")
    return robot


def save(robot):
    robot.control(Qt.Key.Key_Return)
    robot.record.window().activateWindow()  # as the desktop does when a dialog closes; without effect under one


def pick(robot, name, words):
    """Choose in a list with the arrow."""
    combo = robot.go_into(name)
    assert isinstance(combo, QComboBox)
    for _ in range(combo.count()):
        if combo.currentText().startswith(words):
            return
        QTest.keyClick(combo, Qt.Key.Key_Down)
    pytest.fail(f"{words} is not in the list")


def rows(robot, name):
    model = robot.find(name).model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_move_and_a_legal_status_by_keyboard(at_placements, qtbot):
    robot = at_placements
    assert robot.words("plc.placements.empty") == "No placements on record."
    robot.control(Qt.Key.Key_N)
    robot.type_into("plc.placement.from", "5/3/2026")
    pick(robot, "plc.placement.type", "Foster care, long")
    save(robot)
    robot.reads("From must be today or in the past")
    robot.type_into("plc.placement.from", "26/1/26")
    robot.type_into("plc.placement.carer", "Jo Moss")
    robot.type_into("plc.placement.told", "30/1/26")
    save(robot)
    qtbot.waitUntil(lambda: robot.sees("plc.placements"))
    assert rows(robot, "plc.placements") == [
        [
            "26-Jan-2026",
            "now",
            "Jo Moss",
            "Foster care, long term",
            "–",
            "30-Jan-2026 (day 4)",
            "Came into care",
        ]
    ]
    robot.go_into("plc.placements")
    robot.control(Qt.Key.Key_N)
    robot.choose("plc.change.what", 2)
    robot.type_into("plc.legal.from", "20/2/26")
    pick(robot, "plc.legal.status", "Accommodated")
    assert "Parents; the council has none" in robot.words("plc.legal.advice")
    robot.type_into("plc.legal.pr", "Mother")
    save(robot)
    qtbot.waitUntil(lambda: len(rows(robot, "plc.legal")) == 2)
    assert rows(robot, "plc.legal")[0][:4] == [
        "20-Feb-2026", "now", "Accommodated under section 20, single period", "Mother",
    ]  # fmt: skip
    robot.go_into("plc.placements")
    robot.press(Qt.Key.Key_Return)
    robot.type_into("plc.placement.host", "Leicestershire")
    save(robot)
    qtbot.waitUntil(lambda: rows(robot, "plc.placements")[0][4] == "Leicestershire")
    robot.reads("Lives in Leicestershire, outside our own area.")


def test_an_old_term_is_corrected_as_it_is_typed(at_placements, qtbot):
    robot = at_placements
    robot.click("plc.cp.add")
    robot.type_into("plc.cp.typed", "on the at risk register")
    assert robot.words("plc.cp.suggestion") == "Use this: Child protection plan"
    robot.click("plc.cp.use")
    robot.choose("plc.cp.category", 1)
    robot.type_into("plc.cp.from", "14/11/25")
    save(robot)
    robot.reads("Child protection plan: Neglect, from 14-Nov-2025")
    robot.click("plc.cp.remove.0")
    robot.reads("Child protection plan: ")
    robot.go_into("dialog.save")
    save(robot)
    qtbot.waitUntil(lambda: not robot.record.window().findChildren(QWidget, "plc.cp.remove.0"))


def test_a_missing_episode_entered_in_error_is_taken_away(at_placements, qtbot):
    robot = at_placements
    robot.click("plc.missing.add")
    robot.type_into("plc.missing.from", "1/3/26")
    save(robot)
    robot.reads("From 01-Mar-2026 still missing")
    robot.click("plc.missing.remove.0")
    robot.go_into("dialog.save")
    save(robot)
    robot.reads("None on record.")


def test_left_care_says_what_follows_and_can_be_taken_back(at_placements, qtbot):
    robot = at_placements
    robot.click("plc.left")
    robot.reads("Mara has left care?")
    robot.reads("Open assessments will close as not needed")
    robot.type_into("plc.left.on", "2/3/26")
    pick(robot, "plc.left.reason", "Returned home, planned")
    save(robot)
    robot.reads("Left care 02-Mar-2026: returned home, planned")
    assert robot.words("plc.left") == "Take back leaving"
    robot.click("plc.left")
    robot.go_into("dialog.save")
    save(robot)
    robot.reads("Looked after since 26-Jan-2026")


def test_the_strip_leads_from_asking_to_completed(robot, operations, monkeypatch, tmp_path, qtbot, child_id):
    monkeypatch.setattr("lac_tracker.ui.screens.letters.choose_file", lambda _page, name: tmp_path / name)
    robot.alt(Qt.Key.Key_2)
    robot.click("asm.host")
    assert robot.shows("out_of_area")
    robot.type_into("ooa.team", "Leicester LAC team")
    robot.type_into("ooa.on", "20/2/26")
    save(robot)
    robot.reads("Host team asked: 20-Feb-2026, Sam Iqbal")
    qtbot.waitUntil(lambda: [one.suffix for one in tmp_path.glob("LAC-OUT*")] == [".pdf"])
    assert "Baptiste" not in "".join(one.name for one in tmp_path.iterdir())
    for step, typed in (("seen", "24/2/26"), ("report_back", "2/3/26")):
        robot.click(f"plc.ooa.{step}.record")
        robot.type_into("ooa.step.on", typed)
        save(robot)
        qtbot.waitUntil(lambda step=step: robot.words(f"plc.ooa.{step}.record") == "Change")
    robot.click("plc.ooa.report_back.takeBack")
    robot.go_into("dialog.save")
    save(robot)
    qtbot.waitUntil(lambda: robot.words("plc.ooa.report_back.record") == "Record")
    robot.click("plc.ooa.report_back.record")
    robot.type_into("ooa.step.on", "2/3/26")
    save(robot)
    qtbot.waitUntil(lambda: robot.words("plc.ooa.report_back.record") == "Change")
    robot.reads("Not recorded: Accepted, Booked")
    assert robot.words("plc.ooa.complete") == "Enter it as completed by Leicester LAC team on 24-Feb-2026"
    robot.click("plc.ooa.complete")
    robot.go_into("ooa.completing.by")
    save(robot)
    qtbot.waitUntil(lambda: not robot.sees("plc.ooa.complete"))
    assert robot.go_into("plc.ooa.next") is not None
    robot.alt(Qt.Key.Key_2)
    assert robot.shows("assessments")
    robot.go_into("asm.table")
    assert any("24-Feb-2026" in " ".join(map(str, row)) for row in rows(robot, "asm.table"))


def test_every_control_has_a_name_that_is_said(at_placements):
    page = at_placements.record.page
    for name in (
        "plc.placements",
        "plc.legal",
        "plc.add",
        "plc.missing",
        "plc.left",
        "plc.cp.add",
        "plc.ooa",
    ):
        assert page.findChild(QWidget, name) is not None, name
    assert QApplication.focusWidget() is page.findChild(QWidget, "plc.legal") or at_placements.is_at(
        "plc.add"
    )
