"""The page of contacts by key presses: a contact, asking several at once, chasing, recording what came."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lac_tracker.exchange.practice_file import read_practices
from lac_tracker.services import information, practices
from lac_tracker.services.information import Asked
from tests.builders import write
from tests.conftest import GRACE, TODAY
from tests.exchange.practice_files import a_file, line
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures
from tests.ui.screens.test_placements import pick, rows, save


@pytest.fixture
def at_contacts(robot):
    robot.alt(Qt.Key.Key_9)
    assert robot.shows("contacts")
    return robot


def test_a_contact_is_added_and_ended(at_contacts, qtbot):
    robot = at_contacts
    before = len(rows(robot, "ppl.table"))
    robot.control(Qt.Key.Key_N)
    pick(robot, "ppl.contact.kind", "Reviewing officer")
    save(robot)
    robot.reads("Name or organisation: enter at least one")
    robot.type_into("ppl.contact.name", "P Grant")
    robot.type_into("ppl.contact.phone", "01632 960 140")
    save(robot)
    qtbot.waitUntil(lambda: len(rows(robot, "ppl.table")) == before + 1)
    (added,) = [row for row in rows(robot, "ppl.table") if row[1] == "P Grant"]
    assert added[0] == "Reviewing officer"
    assert (added[2], added[4]) == ("01632 960 140", "Yes")
    robot.go_into("ppl.table")
    robot.click("ppl.end")  # the first: the social worker
    robot.go_into("ppl.ending.on")
    save(robot)
    qtbot.waitUntil(lambda: len(rows(robot, "ppl.table")) == before)
    assert "Dana Price, Northgate Council" not in [row[1] for row in rows(robot, "ppl.table")]


def test_several_are_asked_at_once_and_each_gets_a_letter(at_contacts, qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr("lac_tracker.ui.screens.letters.choose_folder", lambda _page: tmp_path)
    robot = at_contacts
    robot.click("ppl.ask")
    robot.go_into("ppl.ask.gp.tick")
    save(robot)
    robot.reads("Choose at least one source to ask")
    robot.click("ppl.ask.gp.tick")
    robot.click("ppl.ask.camhs.tick")
    save(robot)
    qtbot.waitUntil(lambda: len(rows(robot, "ppl.asked")) == 3)
    assert [row[0] for row in rows(robot, "ppl.asked")] == ["GP practice", "CAMHS", "CAMHS"]
    assert {row[3] for row in rows(robot, "ppl.asked")} == {"18-Mar-2026"}
    qtbot.waitUntil(lambda: len(list(tmp_path.glob("LAC-INFORMATION*.pdf"))) == 2)


def test_a_late_one_is_chased_and_what_came_is_recorded(at_contacts, operations, child_id, qtbot):
    robot = at_contacts
    school = Asked("school", "Northgate High", ("Health and attendance",))
    assert operations.do(information.ask, child_id, (school,), today=TODAY.replace(month=1, day=30))
    qtbot.waitUntil(lambda: rows(robot, "ppl.asked")[0][4] == "19 days late")
    robot.click("ppl.chase")
    robot.type_into("ppl.chase.note", "Rang the office")
    save(robot)
    qtbot.waitUntil(lambda: rows(robot, "ppl.asked")[0][4] == "Asked")
    robot.reads("Rang the office; was due 13-Feb-2026")
    robot.go_into("ppl.asked")
    robot.press(Qt.Key.Key_Return)
    robot.go_into("ppl.answer.content")
    save(robot)
    robot.reads("Enter what it says")
    robot.type_into("ppl.answer.content", "Attends every day.")
    robot.type_into("ppl.answer.on", "26/2/26")
    save(robot)
    qtbot.waitUntil(lambda: rows(robot, "ppl.asked")[0][4] == "Here 26-Feb-2026")
    robot.reads("Attends every day.")


def test_a_practice_is_found_by_its_postcode_and_a_closed_one_is_said(at_contacts, database, qtbot):
    closed = line("K83002", "OLD MILL LANE PRACTICE", postcode="NN16 9ZZ", closed="20200331", status="C")
    found, refused = read_practices("p.csv", a_file(line("K83001"), closed))
    write(database, practices.load, found, refused, by=GRACE, file_name="p.csv", today=TODAY)
    robot = at_contacts
    robot.control(Qt.Key.Key_N)
    pick(robot, "ppl.contact.kind", "GP practice")
    field = robot.find("ppl.contact.find")
    robot.type_into("ppl.contact.find", "nn16 9")
    popup = field.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: robot.find("ppl.contact.organisation").text() == "Old Mill Lane Practice")
    assert robot.find("ppl.contact.ods").text() == "K83002"
    assert robot.find("ppl.contact.address").toPlainText().endswith("Kettering\nNorthamptonshire\nNN16 9ZZ")
    robot.reads("Old Mill Lane Practice: Closed 31-Mar-2020. Find the child’s practice.")
    save(robot)
    qtbot.waitUntil(lambda: any("Old Mill Lane" in row[1] for row in rows(robot, "ppl.table")))
