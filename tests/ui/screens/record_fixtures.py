"""A child's record on the screen, at a real database, for the tests of its pages.

How far the record has come (`child_id`, `started`, `filled`, `signed`, `open_review`) is made once for the run; a test
gets a copy of the file of the furthest state it asks for, before its window opens.
"""

import shutil
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget

from lac_tracker.ui.background import Background
from lac_tracker.ui.commands import build_menus
from lac_tracker.ui.operations import Operations
from lac_tracker.ui.screens.child_record import ChildRecord
from tests.conftest import NOW, SAM
from tests.reviews import a_review
from tests.robots_record import (
    RecordRobot,
    a_workplace,
    add_mara,
    fill_assessment,
    sign_assessment,
    start_assessment,
)


def _mara(database, operations, _before):
    return add_mara(operations)


def _start(database, operations, child_id):
    return start_assessment(operations, child_id)


def _fill(database, operations, assessment_id):
    fill_assessment(operations, assessment_id)
    return assessment_id


def _sign(database, operations, assessment_id):
    sign_assessment(operations, assessment_id)
    return assessment_id


def _review(database, operations, child_id):
    return a_review(database, child_id)


# Each state, the one it comes after, and how it is made from that.
_STATES = {
    "child_id": (None, _mara),
    "started": ("child_id", _start),
    "filled": ("started", _fill),
    "signed": ("filled", _sign),
    "open_review": ("child_id", _review),
}


@pytest.fixture(scope="session")
def record_states(qapp, made_once):
    """Return a caseload file in which Mara's record has come as far as a state, and the ids of the states on the way."""

    def ids_in(database, state, ids):
        before, make = _STATES[state]
        operations = Operations(database, SAM, lambda: NOW, None)  # nothing is saved while typing
        return ids | {state: make(database, operations, ids.get(before))}

    def reach(state):
        before = _STATES[state][0]
        path, ids = reach(before) if before else (None, {})
        return made_once(state, lambda database: ids_in(database, state, ids), after=path)

    return reach


@pytest.fixture
def record_state(request, record_states):
    """The file and the ids this test starts with: of the furthest state it asks for, or none."""
    wanted = [state for state in _STATES if state in request.fixturenames]
    path, ids = record_states(wanted[-1]) if wanted else (None, {})
    assert set(wanted) <= set(ids), f"no caseload is in all of these states: {wanted}"
    return path, ids


@pytest.fixture
def caseload_path(template, record_state, tmp_path):
    path = tmp_path / "caseload.lac"
    shutil.copy(record_state[0] or template[0], path)
    return path


@pytest.fixture
def background(qapp):
    lanes = Background()
    yield lanes
    lanes.close()


@pytest.fixture
def workplace(request, database, background, tmp_path):
    """A doctor's; a test may ask for somebody else's by its parameter."""
    return a_workplace(database, getattr(request, "param", SAM), background, tmp_path)


@pytest.fixture
def operations(workplace):
    return workplace.operations


@pytest.fixture
def child_id(record_state):
    return record_state[1]["child_id"]


@pytest.fixture
def started(record_state):
    return record_state[1]["started"]


@pytest.fixture
def filled(record_state):
    return record_state[1]["filled"]


@pytest.fixture
def signed(record_state):
    return record_state[1]["signed"]


@pytest.fixture
def open_review(record_state):
    """A review, still open, after a plan of six items."""
    return record_state[1]["open_review"]


class Window(QMainWindow):
    """The frame in small: the menus with their shortcuts, around one record."""

    def __init__(self, workplace):
        super().__init__()
        self.record = ChildRecord(workplace)
        self.setCentralWidget(self.record)
        build_menus(self, self.record.run_command)
        workplace.operations.changed.connect(self.record.reload)


def _flashes(widget) -> bool:
    """Whether a widget was shown as a window of its own that is none of ours, and no popup or tooltip."""
    is_ours = isinstance(widget, QMainWindow | QDialog)
    return not is_ours and widget.isWindow() and widget.windowType() == Qt.WindowType.Window


class Watch(QObject):
    """Notices widgets that are shown before they have a parent: they flash up as windows and take the keyboard.

    It sees every event there is, which takes as long as all the rest of a test: only where it is asked for.
    """

    def __init__(self):
        super().__init__()
        self.windows = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and _flashes(watched):
            self.windows.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.fixture
def only_one_window_ever(qapp):
    """Fail the test when anything but a window or a dialog was shown as one, by us or by Qt."""
    watch = Watch()
    qapp.installEventFilter(watch)
    yield
    qapp.removeEventFilter(watch)
    assert not watch.windows, f"shown as a window: {watch.windows}"


class _Shows:
    """A method of QWidget that tells whom it made visible.

    No function: Qt would take one for a reimplementation in Python and call it from `hide()`, too.
    """

    def __init__(self, method, tell):
        self._method, self._tell = method, tell

    def __get__(self, widget, kind=None):
        return self._method if widget is None else partial(self._show, widget)

    def _show(self, widget, *how):
        self._method(widget, *how)
        if widget.isVisible():
            self._tell(widget)


@pytest.fixture
def only_one_window(monkeypatch):
    """Fail the test when we showed anything but a window or a dialog as one."""
    windows = []

    def tell(widget):
        if _flashes(widget):
            windows.append(f"{type(widget).__name__} {widget.objectName()}")

    for name in ("show", "setVisible", "setHidden"):
        monkeypatch.setattr(QWidget, name, _Shows(getattr(QWidget, name), tell))
    yield
    assert not windows, f"shown as a window: {windows}"


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
def person_at(qtbot, window):
    """Return a function that opens a record at a place of it, as unlocking does, and returns the person there."""

    def open_at(place):
        window.record.return_to(place)
        return RecordRobot(qtbot, window.record)

    return open_at


@pytest.fixture
def robot(qtbot, window, child_id):
    """A person at the summary of one record, with the keyboard in the window."""
    window.record.open(child_id)
    return RecordRobot(qtbot, window.record)
