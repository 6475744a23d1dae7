"""A child's record on the screen, at a real database, for the tests of its pages."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget

from lac_tracker.ui.background import Background
from lac_tracker.ui.commands import build_menus
from lac_tracker.ui.screens.child_record import ChildRecord
from tests.conftest import SAM
from tests.robots_record import (
    RecordRobot,
    a_workplace,
    add_mara,
    fill_assessment,
    sign_assessment,
    start_assessment,
)


@pytest.fixture
def background(qapp):
    lanes = Background()
    yield lanes
    lanes.close()


@pytest.fixture
def workplace(database, background, tmp_path):
    return a_workplace(database, SAM, background, tmp_path)


@pytest.fixture
def operations(workplace):
    return workplace.operations


@pytest.fixture
def child_id(operations):
    return add_mara(operations)


@pytest.fixture
def started(operations, child_id):
    return start_assessment(operations, child_id)


@pytest.fixture
def filled(operations, started):
    fill_assessment(operations, started)
    return started


@pytest.fixture
def signed(operations, filled):
    sign_assessment(operations, filled)
    return filled


class Window(QMainWindow):
    """The frame in small: the menus with their shortcuts, around one record."""

    def __init__(self, workplace):
        super().__init__()
        self.record = ChildRecord(workplace)
        self.setCentralWidget(self.record)
        build_menus(self, self.record.run_command)
        workplace.operations.changed.connect(self.record.reload)


class Watch(QObject):
    """Notices widgets that are shown before they have a parent: they flash up as windows and take the keyboard."""

    def __init__(self):
        super().__init__()
        self.windows = []

    def eventFilter(self, watched, event):
        is_shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        is_ours = isinstance(watched, QMainWindow | QDialog)
        if is_shown and not is_ours and watched.windowType() == Qt.WindowType.Window:  # no popup or tooltip
            self.windows.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.fixture
def only_one_window(qapp):
    """Fail the test when anything but a window or a dialog was shown as one."""
    watch = Watch()
    qapp.installEventFilter(watch)
    yield
    qapp.removeEventFilter(watch)
    assert not watch.windows, f"shown as a window: {watch.windows}"


@pytest.fixture
def window(qtbot, workplace, only_one_window):
    window = Window(workplace)
    qtbot.addWidget(window)
    window.resize(1180, 700)
    with qtbot.waitActive(window):
        window.show()
    yield window
    workplace.operations.wait_for_saves()


@pytest.fixture
def robot(qtbot, window, child_id):
    """A person at the summary of one record, with the keyboard in the window."""
    window.record.open(child_id)
    return RecordRobot(qtbot, window.record)
