"""The window locks by itself: by either clock, at once after sleep, over whatever is open; and nothing is asked of the file then."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QVBoxLayout, QWidget
from sqlalchemy import Engine, event

from lac_tracker.services import team_choices
from lac_tracker.ui.idle_lock import IdleLock
from lac_tracker.ui.plain import PlainDialog
from tests.conftest import GRACE, PASSPHRASE
from tests.promises.results import note
from tests.robots_lists import Lists, a_window, add_child, make_slots


class Clocks:
    """Two clocks that go when told to."""

    def __init__(self):
        self.monotonic_now = self.wall_now = 1_000.0

    def pass_on(self, seconds, *, idle=None):
        """Let seconds pass, with the look that the timer takes at each."""
        for _ in range(seconds):
            self.monotonic_now += 1
            self.wall_now += 1
            if idle is not None:
                idle.look()


@pytest.fixture
def clocks():
    return Clocks()


@pytest.fixture
def idle(clocks, qapp):
    lock = IdleLock(monotonic=lambda: clocks.monotonic_now, wall=lambda: clocks.wall_now)
    lock.told = []
    lock.warned.connect(lambda left: lock.told.append(left))
    lock.awake.connect(lambda: lock.told.append("awake"))
    lock.due.connect(lambda: (lock.told.append("lock"), lock.stop()))
    lock.start(10)
    yield lock
    lock.stop()


def test_it_warns_for_two_minutes_and_then_locks(idle, clocks):
    clocks.pass_on(479, idle=idle)
    assert idle.told == []
    clocks.pass_on(120, idle=idle)
    assert idle.told == list(range(120, 0, -1))
    clocks.pass_on(1, idle=idle)
    assert "lock" in idle.told
    note("P9", "locked after the limit by the injected clock", "0 s late")


@pytest.mark.parametrize(
    ("monotonic", "wall"),
    [(5, 7_200), (5, -7_200), (7_200, 7_200), (60, 0)],
    ids=["slept", "clock put back", "slept with the other clock going on", "wall clock stopped"],
)
def test_a_sleep_and_a_clock_that_was_set_lock_at_once(idle, clocks, monotonic, wall):
    clocks.pass_on(3, idle=idle)
    clocks.monotonic_now += monotonic
    clocks.wall_now += wall
    idle.look()
    assert idle.told == ["lock"]


@pytest.mark.parametrize("which", ["monotonic_now", "wall_now"])
def test_either_clock_is_enough(idle, clocks, which):
    """One clock drifts away by less than a jump each second: the one that has passed the limit counts."""
    for _ in range(60):
        setattr(clocks, which, getattr(clocks, which) + 15)
        idle.look()
        if "lock" in idle.told:
            break
    assert "lock" in idle.told


def test_only_the_person_keeps_it_open(idle, clocks, qtbot):
    window = QWidget()
    field = QLineEdit()
    QVBoxLayout(window).addWidget(field)
    qtbot.addWidget(window)
    window.show()
    field.setFocus()
    clocks.pass_on(500, idle=idle)
    del idle.told[:]
    field.setText("read anew")  # what the program does
    window.repaint()
    QApplication.sendEvent(field, _a_key())
    QApplication.processEvents()
    assert idle.told == []
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)  # what the window system delivers
    assert idle.told == ["awake"]
    clocks.pass_on(500, idle=idle)
    QTest.mouseMove(window.windowHandle(), QPoint(20, 20))
    QApplication.processEvents()
    assert idle.told[-1] == "awake"
    clocks.pass_on(500, idle=idle)
    told = len(idle.told)
    QTest.mouseMove(window.windowHandle(), QPoint(20, 20))  # the pointer stood still
    QApplication.processEvents()
    assert len(idle.told) == told


def _a_key():
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")


@pytest.fixture
def inside(database, caseload_path, keys, monkeypatch, qtbot):
    make_slots(caseload_path, keys, monkeypatch, ((GRACE, PASSPHRASE),))
    add_child(database, "1001", family_name="Canaryson", given_name="Amara")
    database.close()
    with a_window(caseload_path) as window:
        lists = Lists(window, qtbot)
        lists.type(PASSPHRASE)
        lists.press(Qt.Key.Key_Return)
        lists.until(lambda: window.shell is not None)
        yield lists


class _Stubborn(QDialog):
    """A dialog that asks before it closes, as one does that was typed in, and keeps that when it has to go."""

    def reject(self):
        if PlainDialog.confirm(self, "Leave without saving?", "", "Keep typing", "Discard"):
            super().reject()


def test_it_locks_over_dialogs_menus_and_windows_and_asks_the_file_nothing_more(inside, monkeypatch):
    window = inside.window
    watch = window.locking.watch
    assert watch.idle.is_watching
    kept = []
    dialog, other, menu, typed_in = _Stubborn(window), QWidget(None), QMenu(window), QWidget(None)
    typed_in.give_way = lambda: (kept.append(window.workplace.door.is_shut), typed_in.close())
    typed_in.show()
    dialog.open()
    other.show()
    menu.popup(QPoint(0, 0))
    watch.warning.say(120)
    assert watch.warning.words.text() == "Locks in 2 minutes. Press a key or move the mouse to stay."
    assert watch.warning.isVisible()
    asked = []
    watch.idle.due.emit()
    event.listen(Engine, "before_cursor_execute", listener := lambda *_args: asked.append(_args[2]))
    try:
        assert kept == [False], "what is typed is kept before the file is let go of"
        assert window.pages.currentWidget() is window.locked
        assert window.workplace.door.is_shut
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.isWindow()]
        assert shown == [window]
        assert QGuiApplication.clipboard().text() == ""
        assert not watch.idle.is_watching
        for key in (Qt.Key.Key_F5, Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape):
            inside.press(key)
        QApplication.processEvents()
        assert asked == [], "0 queries after the lock"
    finally:
        event.remove(Engine, "before_cursor_execute", listener)
    note("P9", "queries after the lock", "0")
    other.deleteLater()
    typed_in.deleteLater()
    inside.find("lock.pass").setFocus()
    inside.type(PASSPHRASE)
    inside.press(Qt.Key.Key_Return)
    inside.until(lambda: window.pages.currentWidget() is window.shell)
    assert watch.idle.is_watching, "it counts again"


def test_the_team_chooses_the_minutes_and_sleep_locks_at_once(inside):
    window = inside.window
    watch = window.locking.watch
    assert watch.idle._limit == 600  # noqa: SLF001 - what the team chose has arrived
    window.workplace.operations.do(team_choices.choose, "lock_minutes", "5")
    assert watch.idle._limit == 300  # noqa: SLF001
    watch.system.told(False)
    assert window.pages.currentWidget() is window.shell
    watch.system.told(True)
    assert window.pages.currentWidget() is window.locked
