"""Keying questionnaires through the real window, by key press: once, twice, in two sittings, and with a high score."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea

from lac_tracker import app
from lac_tracker.services import plans, sdq
from lac_tracker.services.sign_in import Opened
from lac_tracker.storage import database as storage
from lac_tracker.ui import theme
from tests import builders
from tests.conftest import NOW, SAM, TODAY
from tests.robots import ALT, CONTROL, Person

# Boxes of items 1 to 25, as keys: items 7, 11, 14, 21 and 25 count the other way round.
LOW = "3" + "11111" + "3" + "111" + "3" + "11" + "3" + "111111" + "3" + "111" + "3"
HIGH = "1" + "33333" + "1" + "333" + "1" + "33" + "1" + "333333" + "1" + "333" + "1"


@pytest.fixture
def a_child(database):
    """Return a function that adds a child of 12 with a carer."""

    def add(council_id: str) -> int:
        made = builders.a_child(database, council_id=council_id, born=date(2013, 5, 1))
        builders.write(
            database, builders.children.set_person, made, kind="carer", full_name="Jo Moss", role="Foster carer",
            organisation="Northgate Fostering", phone="",
        )  # fmt: skip
        return made

    return add


@pytest.fixture
def child(a_child):
    return a_child("100001")


@pytest.fixture
def open_window(qtbot, qapp, caseload_path, keys):
    """Return a function that opens the doctor's window at a record."""
    theme.apply(qapp, "light", 100)
    windows = []

    def at_record(child_id: int) -> Person:
        window = app.build_window(caseload_path, lambda: NOW)
        windows.append(window)
        window.resize(1366, 768)
        database = storage.open_caseload(caseload_path, keys, NOW)
        window.sign_in.opened.emit(caseload_path, Opened(database, SAM, keys, is_demonstration=False))
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: window.isActiveWindow() and qapp.focusWidget() is not None)
        window.shell.open_child(child_id)
        person = Person(qtbot, window)
        person.find("sum.next")
        return person

    yield at_record
    for window in windows:
        window.close()
        window.deleteLater()


def on_record(person: Person, child_id: int) -> sdq.SdqOnRecord:
    held: sdq.SdqOnRecord = person.window.workplace.operations.ask(sdq.on_record, child_id, today=TODAY)
    return held


def begin(person: Person) -> int:
    """From the record to the first item; return how many presses that took."""
    person.press(Qt.Key.Key_4, ALT)
    person.find("sdqv.new")
    person.press(Qt.Key.Key_N, CONTROL)
    person.find("sdq.items")
    person.press(Qt.Key.Key_Return)
    return 3


def key(person: Person, boxes: str) -> int:
    for box in boxes:
        person.press(Qt.Key[f"Key_{box}"])
    return len(boxes)


def in_dialog(person: Person) -> None:
    person.qtbot.waitUntil(lambda: QApplication.focusWidget().window() is not person.window)


def test_one_form_is_entered_in_29_presses_and_one_twice_in_two_sittings(open_window, child, a_child):
    person = open_window(child)
    presses = begin(person)
    assert QApplication.focusWidget().objectName() == "sdq.items"
    presses += key(person, LOW[:12])
    assert QApplication.focusWidget().accessibleName() == "Item 13, nothing chosen, 12 of 25 done"
    (area,) = (
        one for one in person.window.findChildren(QScrollArea) if one.isAncestorOf(person.find("sdq.items"))
    )
    person.qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)  # all of it on one screen
    person.qtbot.waitUntil(lambda: area.widget().width() == area.viewport().width())
    assert "Total" not in person.words()
    presses += key(person, LOW[12:])
    person.sees("Total 0, close to average")
    person.press(Qt.Key.Key_Return, CONTROL)
    assert presses + 1 == 29
    person.sees("Total 0, close to average. Emotional 0, close to average.")
    person.find("sdqv.new")
    (one,) = on_record(person, child).scored
    assert (one.version, one.completed_on, one.completed_by) == (
        "parent_4_17",
        TODAY,
        "Jo Moss, Foster carer",
    )
    assert [one.answers[f"item_{number}"] + 1 for number in range(1, 26)] == [int(box) for box in LOW]
    other = a_child("100002")
    person.window.shell.open_child(other)
    goes_on_with_a_part_and_keys_it_twice(person, other)


def goes_on_with_a_part_and_keys_it_twice(person: Person, child: int) -> None:
    """Key ten items, leave, come back, key all of it twice with one difference, and settle that."""
    begin(person)
    key(person, LOW[:10])
    person.press(Qt.Key.Key_S, CONTROL)
    person.sees("Part saved, 10 of 25 items")
    (part,) = on_record(person, child).parts
    person.press(Qt.Key.Key_Escape)
    person.push(f"sdqv.goOn.{part.id}")
    grid = person.find("sdq.items")
    person.qtbot.waitUntil(grid.hasFocus)
    assert grid.accessibleName() == "Item 11, nothing chosen, 10 of 25 done"
    person.tick("sdq.twice")
    key(person, LOW[10:])
    person.sees("Second time")
    assert grid.accessibleName() == "Item 1, nothing chosen, 0 of 25 done"
    assert "L" not in person.find("sdq.readback").text()
    key(person, LOW[:6] + "2" + LOW[7:])
    person.sees("1 difference between the two times")
    person.press(Qt.Key.Key_Return, CONTROL)
    person.sees("The two times differ in item 7. Choose which is right")
    key(person, "1")
    person.sees("Total 0, close to average")
    person.press(Qt.Key.Key_Return, CONTROL)
    person.find("sdqv.new")
    held = on_record(person, child)
    (one,) = held.scored
    assert (one.id, one.keyed_twice, one.answers["item_7"], held.parts) == (part.id, True, 2, ())


def test_a_high_score_leads_to_a_plan_item_that_knows_where_it_comes_from(open_window, child, database):
    assessment_id = builders.an_assessment(database, child)
    person = open_window(child)
    begin(person)
    key(person, HIGH)
    key(person, "423344")  # severe difficulties, and the five after that
    person.press(Qt.Key.Key_Return)  # the keyboard stands on Save score
    in_dialog(person)
    assert "The total is 40." in person.words()
    key(person, "3")
    person.press(Qt.Key.Key_Return, CONTROL)
    person.window.activateWindow()  # as a window manager does when a dialog closes
    person.type("item.need", "Feelings")
    person.press(Qt.Key.Key_Return, CONTROL)
    person.find("sdqv.new")
    (one,) = on_record(person, child).scored
    assert (one.scores.total, one.scores.impact, one.next_step) == (40, 6, "plan_item")
    (need,) = person.window.workplace.operations.ask(plans.plan, assessment_id)
    assert need.id == one.next_step_need_id
    assert "SDQ" in need.found
    looks_at_the_trend(person, child)


def looks_at_the_trend(person: Person, child: int) -> None:
    """From the list to the scores over time: a second questionnaire, the chart by key, its table, and the paper."""
    earlier = TODAY - timedelta(days=365)
    answers = {f"item_{number}": 1 for number in range(1, 26)}
    person.window.workplace.operations.do(
        sdq.save_items, child, version="parent_4_17", completed_on=earlier, completed_by="Jo Moss", answers=answers
    )  # fmt: skip
    person.press(Qt.Key.Key_1, ALT)
    person.press(Qt.Key.Key_4, ALT)
    person.sees("Latest: carer total 40, very high (was 20, very high, 12 months ago). Up 20.")
    chart = person.find("sdqv.picture")
    chart.setFocus()
    person.press(Qt.Key.Key_Home)
    assert person.find("sdqv.point").text().endswith("carer, total 20, very high")
    person.press(Qt.Key.Key_Right)
    assert person.find("sdqv.point").text().endswith("carer, total 40, very high, up 20")
    person.find("sdqv.table").setFocus()
    person.press(Qt.Key.Key_Space)
    assert [row.change for row in person.find("sdqv.rows").model().rows()] == ["Up 20", "First"]
    person.press(Qt.Key.Key_P, CONTROL)
    person.sees("Page 1 of 2")
    person.sees("Not kept yet: Print or Save PDF keeps it")
