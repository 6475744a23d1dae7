"""Today by keyboard at the real window: it opens by itself, Ctrl+Enter starts and resumes, everything leads somewhere."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from lac_tracker.ui import theme
from lac_tracker.ui.screens.child_record import ChildRecord
from lac_tracker.ui.screens.training import TrainingDialog
from lac_tracker.ui.screens.training_entry import TrainingEntry
from tests.conftest import GRACE, NADIA, SAM, TODAY
from tests.robots_lists import Lists, a_window
from tests.services.test_today import a_morning

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def caseload(made_once, caseload_path):
    path, ids = made_once("today", a_morning)
    shutil.copy(path, caseload_path)
    return ids


@pytest.fixture
def at_window(caseload, database, caseload_path, qtbot):
    """Who signs in → the window as it opens for them."""
    windows = []

    def enter(actor):
        holder = a_window(caseload_path, ChildRecord)
        windows.append(holder)
        return Lists(holder.__enter__(), qtbot).signed_in(caseload_path, database, actor)

    yield enter
    for holder in windows:
        holder.__exit__(None, None, None)


def primaries(lists):
    shown = lists.shell.shown.findChildren(QPushButton)
    return [one.objectName() for one in shown if one.property("kind") == "primary" and one.isVisible()]


def test_an_assessor_lands_here_and_one_press_starts_or_resumes(at_window, caseload):
    """A2: one press from unlocking to the consent gate, one to go on with what was begun."""
    amara, _, kai, lily, begun = caseload
    lists = at_window(SAM)
    page = lists.shell.shown
    assert (page.name, lists.focused_name) == ("today", "today.appts")
    assert page.visits.current().visit.child_id == kai
    assert primaries(lists) == ["today.start"]
    lists.press(Qt.Key.Key_Return, CONTROL)  # 1
    assert lists.shell.shown.place().page == "gate"
    assert lists.shell.shown.place().child_id == kai
    lists.shell.go("today")
    lists.at_rest()
    lists.press(Qt.Key.Key_Return)  # Enter alone opens the record
    assert lists.shell.shown.place().page == "summary"


def test_what_was_begun_is_first_and_the_arrows_and_links_lead_on(at_window, caseload):
    amara, reza, kai, lily, begun = caseload
    lists = at_window(NADIA)
    page = lists.shell.shown
    assert lists.focused_name == "today.partDone"
    assert primaries(lists) == ["today.resume"]
    lists.press(Qt.Key.Key_Return, CONTROL)  # 1
    assert (lists.shell.shown.place().page, lists.shell.shown.place().assessment_id) == ("assessment", begun)
    lists.shell.go("today")
    lists.at_rest()
    page.visits.setFocus()
    assert primaries(lists) == ["today.start"]  # where the keyboard is
    lists.press(Qt.Key.Key_Down)
    assert page.visits.current().visit.child_id == reza
    link = next(one for one in page.visits.current().links if one.objectName() == "today.ready.gp")
    link.setFocus()
    lists.press(Qt.Key.Key_Return)
    assert (lists.shell.shown.place().child_id, lists.shell.shown.place().page) == (reza, "contacts")
    lists.shell.go("today")
    lists.at_rest()
    page.for_me.list.setFocus()
    assert page.for_me.count.text() == "1"
    lists.press(Qt.Key.Key_Space)
    assert (page.for_me.count.text(), page.for_me.list.current().notice.is_seen) == ("0", True)
    lists.press(Qt.Key.Key_Return)
    assert (lists.shell.shown.place().child_id, lists.shell.shown.place().page) == (reza, "contacts")
    lists.shell.go("today")
    lists.at_rest()
    page.visits.setFocus()
    lists.press(Qt.Key.Key_Right, CONTROL)
    assert page.heading.text() == "Thu 05-Mar-2026"
    assert [one.visit.child_id for one in page.visits.cards] == [kai]
    assert not page.visits.current().may_start  # tomorrow's is not started today
    lists.press(Qt.Key.Key_Right, CONTROL)
    assert page.none.text() == "No appointments on Fri 06-Mar-2026. 1 child on your caseload needs one."
    lists.press(Qt.Key.Key_Home, CONTROL)
    page.week.click()
    lists.at_rest()
    assert (page.heading.text(), len(page.visits.cards)) == ("Week of Mon 02-Mar-2026", 3)
    page.week.click()
    lists.at_rest()
    wanted = []
    page.due_wanted.disconnect()
    page.due_wanted.connect(wanted.append)
    for name in ("today.caseload.overdue", "today.openWork"):
        lists.find(name).click()
    assert [(one.view, one.assessor_id) for one in wanted] == [("overdue", NADIA.person_id), ("mine", None)]


def test_a_day_without_appointments_says_who_still_needs_one(at_window, caseload, qtbot):
    lists = at_window(GRACE)
    assert lists.shell.shown.name == "overdue"  # the manager begins with the list
    lists.shell.go("today")
    lists.at_rest()
    page = lists.shell.shown
    assert page.none.text() == "No appointments today."
    assert lists.focused_name == "today.openWork"
    assert primaries(lists) == ["today.openWork"]
    dialog = TrainingDialog(lists.window.workplace, page)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.summary.text() == "4 people, 4 with none recorded."
    said = []
    dialog.saved.connect(said.append)
    dialog.table.choose(1)
    assert dialog.table.current_row().full_name == NADIA.full_name
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    (entry,) = dialog.findChildren(TrainingEntry)
    entry.findChild(object, "training.completed").set_value(TODAY)
    entry.save()
    assert said == ["Training recorded."]
    assert dialog.table.current_row().expiry.words == "Does not run out"
    dialog.close()


def test_nothing_is_cut_in_large_text(at_window, caseload, themed):
    theme.apply(themed, "light", 200)
    lists = at_window(NADIA)
    lists.window.resize(1366, 768)
    page = lists.shell.shown
    width = page.width()
    for one in page.findChildren(QPushButton):
        if one.isVisible():
            assert one.width() >= one.minimumSizeHint().width(), one.objectName()
            assert one.mapTo(page, one.rect().topRight()).x() <= width, one.objectName()
