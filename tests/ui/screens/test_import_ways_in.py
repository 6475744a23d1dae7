"""How a file comes to the import of a list: dropped with the mouse, and as a real workbook with a password."""

import io

import msoffcrypto
import pytest
from openpyxl import Workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from lac_tracker.ui.screens import import_choose
from tests.conftest import TOM
from tests.robots_lists import Lists, a_window

ROWS = (
    ("Child ID", "Surname", "Forename", "DOB", "LAC start"),
    ("301", "Turner", "Kai", "12/07/2008", "12/01/2026"),
)


@pytest.fixture
def robot(database, caseload_path, qtbot):
    with a_window(caseload_path) as window:
        robot = Lists(window, qtbot).signed_in(caseload_path, database, TOM)
        robot.control(Qt.Key.Key_9)
        yield robot


def step(robot, number):
    robot.until(lambda: robot.text("imp.place").startswith(f"Step {number} of 5"))


def drop(widget, *urls):
    """Drag something onto a widget and let go of it there, as the window system tells it; whether it was taken."""
    held = QMimeData()
    held.setUrls(list(urls))
    middle, left, none = widget.rect().center(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    over = QDragEnterEvent(middle, Qt.DropAction.CopyAction, held, left, none)
    over.ignore()
    QApplication.sendEvent(widget, over)
    if over.isAccepted():
        let_go = QDropEvent(QPointF(middle), Qt.DropAction.CopyAction, held, left, none)
        QApplication.sendEvent(widget, let_go)
        assert let_go.isAccepted()
    return over.isAccepted()


def test_a_file_dropped_with_the_mouse_is_read(robot, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("\n".join(map(",".join, ROWS)), encoding="utf-8")
    area = robot.find("imp.drop")
    assert not drop(area, QUrl("https://example.invalid/list.csv"))  # no file of this computer
    assert robot.text("imp.place").startswith("Step 1 of 5")
    assert drop(area, QUrl.fromLocalFile(str(path)))
    step(robot, 2)
    robot.control(Qt.Key.Key_Return)
    step(robot, 3)
    assert robot.text("imp.count.new") == "1"


def test_a_workbook_with_a_password_asks_for_it_and_opens(robot, tmp_path, monkeypatch):
    book, plain, locked = Workbook(), io.BytesIO(), io.BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.save(plain)
    msoffcrypto.OfficeFile(plain).encrypt("blue otter", locked)
    path = tmp_path / "list.xlsx"
    path.write_bytes(locked.getvalue())
    monkeypatch.setattr(import_choose, "choose_files", lambda _parent: [path])
    robot.find("imp.pick").setFocus()
    robot.press(Qt.Key.Key_Return)
    robot.until(lambda: robot.focused_name == "imp.password")
    robot.type("green heron")
    robot.press(Qt.Key.Key_Return)
    robot.until(lambda: robot.shell.shown.body.choose.password_field.has_error)
    assert robot.text("imp.place").startswith("Step 1 of 5")
    robot.control(Qt.Key.Key_A)
    robot.type("blue otter")
    robot.press(Qt.Key.Key_Return)
    step(robot, 2)
    assert robot.text("imp.password") == ""  # it is not kept
    robot.control(Qt.Key.Key_Return)
    step(robot, 3)
    assert robot.text("imp.count.new") == "1"
