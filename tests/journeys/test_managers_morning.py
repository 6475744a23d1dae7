"""The manager's morning at the list, by key press through the real window: M1 to M4 of screens.md with their counts."""

import shutil

import pytest
from PySide6.QtCore import Qt

from lac_tracker.services import follow_ups
from lac_tracker.storage import database as storage
from tests.conftest import GRACE, NADIA, NOW, TODAY
from tests.robots_lists import Lists, a_window
from tests.ui.screens.test_overdue import six_children

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


class Morning(Lists):
    """A manager at the window, whose key presses are counted."""

    presses = 0

    def hit(self, *keys) -> None:
        """Press keys one after the other: a key, or (key, modifiers)."""
        for key in keys:
            self.presses += 1
            self.press(*(key if isinstance(key, tuple) else (key,)))

    def back_at_the_list(self) -> None:
        self.window.activateWindow()  # as the desktop does when a dialog closes; without effect under one
        self.until(lambda: self.window.isActiveWindow() and self.focused_name == "due.table")

    def peeked(self) -> str:
        self.until(lambda: not self.shell.overdue.peek.waits_to_read)
        return self.find("due.line").accessibleDescription()


@pytest.fixture
def morning(made_once, caseload_path, keys, qtbot):
    path, amara = made_once("overdue", six_children)
    shutil.copy(path, caseload_path)
    database = storage.open_caseload(caseload_path, keys, NOW)
    with a_window(caseload_path) as window:
        window.resize(1366, 768)
        robot = Morning(window, qtbot).signed_in(caseload_path, database, GRACE)
        robot.amara, robot.database = amara, database
        robot.until(lambda: not robot.shell.overdue.waits_to_ask)
        yield robot


def test_the_mornings_questions_are_answered_in_their_presses(morning):
    overdue = morning.shell.overdue
    # M1: nothing is pressed. The list is there, its first row has the keyboard, six rows stand above the panel.
    assert (morning.presses, morning.focused_name) == (0, "due.table")
    table = overdue.table
    assert overdue.peek.isVisible()
    assert table.viewport().height() >= 6 * table.rowHeight(0)
    assert table.horizontalScrollBar().maximum() == 0
    assert morning.cell("BAPTISTE, Amara", "Next step") == "none"
    assert morning.peeked() == (
        "Looked after 26 January, no consent, no appointment, due day 28, today is day 37"
    )

    # M2: whom the council holds up.
    morning.hit((Qt.Key.Key_W, ALT), Qt.Key.Key_C, Qt.Key.Key_Return)
    assert morning.presses == 3
    assert morning.focused_name == "due.table"
    assert "waiting on Council" in morning.text("due.summary")
    assert {row.waiting_on for row in overdue.model.rows()} == {"council"}
    morning.press(Qt.Key.Key_Escape)
    assert len(morning.names()) == 3

    # M3: what somebody promised. The row stays where it is.
    morning.presses = 0
    before = morning.names()
    morning.press(Qt.Key.Key_Down)
    held = table.current_row()
    morning.hit((Qt.Key.Key_T, CONTROL))
    morning.until(lambda: morning.focused is not None and morning.focused.window().objectName() == "follow")
    morning.hit(Qt.Key.Key_4, Qt.Key.Key_Plus, Qt.Key.Key_2, Qt.Key.Key_D, (Qt.Key.Key_Return, CONTROL))
    assert morning.presses == 6
    morning.back_at_the_list()
    assert morning.names() == before
    assert table.current_row().shown_name == held.shown_name
    assert morning.cell(held.shown_name, "Next step") == "06-Mar-2026"
    with morning.database.reading() as session:
        logged = follow_ups.of_child(session, held.child_id, by=GRACE, now=NOW)
    assert [one.result for one in logged] == ["will_act"]

    # M4: two rows to somebody else.
    morning.presses = 0
    morning.press(Qt.Key.Key_Up)
    morning.hit((Qt.Key.Key_Down, SHIFT))
    assert "2 selected." in morning.text("due.summary")
    morning.hit((Qt.Key.Key_A, CONTROL | SHIFT))
    morning.until(lambda: morning.focused is not None and morning.focused.window().objectName() == "assign")
    morning.hit(Qt.Key.Key_N, Qt.Key.Key_A, Qt.Key.Key_Return)
    assert morning.presses == 5
    morning.back_at_the_list()
    # Many rows are saved off the screen's thread: the list follows a moment after the dialog.
    whose = [NADIA.full_name, NADIA.full_name]
    morning.until(lambda: [row.assessor for row in overdue.model.rows()[:2]] == whose)
    rows = overdue.model.rows()
    assert len(table.picks()) == 2
    assert rows[0].today == TODAY
