"""The message bar, what is announced, and what happens when the program itself goes wrong."""

import logging
import sys
import threading

import pytest
from PySide6.QtCore import Qt, qWarning
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from lac_tracker.domain.errors import UserError
from lac_tracker.ui import messages
from lac_tracker.ui.messages import CrashDialog, ErrorHooks, MessageBar, place_of


@pytest.fixture
def announced(monkeypatch):
    """What a screen reader would have been told, with how urgently."""
    heard = []

    def hear(event):
        heard.append((event.message(), event.politeness()))

    monkeypatch.setattr(messages.QAccessible, "updateAccessibility", hear)
    return heard


@pytest.fixture
def bar(qtbot):
    bar = MessageBar()
    qtbot.addWidget(bar)
    return bar


def test_a_problem_is_announced_as_an_error_and_stays(bar, announced):
    bar.show_problem("Consent needs an answer.")
    politeness = QAccessible.AnnouncementPoliteness
    assert announced == [("Error: Consent needs an answer.", politeness.Assertive)]
    assert bar.findChild(QLabel, "message.text").text() == "Consent needs an answer."
    assert bar.isVisible()


def test_information_can_be_taken_back_and_goes(bar, qtbot, announced):
    undone = []
    bar.show_info("Follow-up saved.", "Undo", lambda: undone.append(True))
    assert announced[0][1] == QAccessible.AnnouncementPoliteness.Polite
    with qtbot.waitSignal(bar.acted):
        qtbot.keyClick(bar.findChild(messages.PlainButton, "message.act"), Qt.Key.Key_Return)
    assert undone == [True]
    assert not bar.isVisible()


def test_control_z_takes_back_what_the_bar_offers_except_from_a_field_that_is_typed_in(qtbot, announced):
    undone, window = [], QWidget()
    column = QVBoxLayout(window)
    bar, field, button = MessageBar(window), QLineEdit(window), QPushButton("Next", window)
    for widget in (bar, field, button):
        column.addWidget(widget)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    bar.show_info("Item 1 marked Met.", messages.UNDO, lambda: undone.append("mark"))
    field.setFocus()
    qtbot.keyClicks(field, "x")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (undone, field.text()) == ([], "")
    button.setFocus()
    for _ in range(2):  # once taken back, there is nothing more
        qtbot.keyClick(button, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == ["mark"]
    bar.show_problem("Not saved", "Details", lambda: undone.append("no"))
    qtbot.keyClick(button, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == ["mark"]


def test_a_message_is_closed_by_its_button(bar, qtbot):
    bar.show_problem("Not saved")
    qtbot.mouseClick(bar.findChild(messages.QWidget, "message.close"), Qt.MouseButton.LeftButton)
    assert not bar.isVisible()


@pytest.fixture
def hooks(qapp, monkeypatch):
    shown, crashes = [], []
    monkeypatch.setattr(CrashDialog, "show_for", crashes.append)
    hooks = ErrorHooks(shown.append)
    hooks.shown, hooks.crashes = shown, crashes
    hooks.install()
    yield hooks
    hooks.remove()


def raised(error):
    try:
        raise error
    except type(error):
        return sys.exc_info()


def test_words_for_the_person_go_to_the_bar_and_not_to_the_crash_dialog(hooks, qtbot):
    sys.excepthook(*raised(UserError("The drive has gone.")))
    qtbot.waitUntil(lambda: bool(hooks.shown))
    assert hooks.shown == ["The drive has gone."]
    assert hooks.crashes == []


def test_a_bug_is_shown_and_logged_by_type_and_place_without_its_text(hooks, qtbot, caplog):
    with caplog.at_level(logging.ERROR):
        sys.excepthook(*raised(KeyError("BAPTISTE, Amara")))
    qtbot.waitUntil(lambda: bool(hooks.crashes))
    assert hooks.crashes[0].startswith("KeyError at test_messages:")
    assert "BAPTISTE" not in caplog.text + hooks.crashes[0]
    expected(caplog)


def test_a_bug_on_another_thread_is_shown_too(hooks, qtbot, caplog):
    with caplog.at_level(logging.ERROR):
        thread = threading.Thread(target=lambda: {}["999 012 3454"])
        thread.start()
        thread.join()
    qtbot.waitUntil(lambda: bool(hooks.crashes))
    assert "999" not in hooks.crashes[0] + caplog.text
    expected(caplog)


def test_what_qt_says_is_logged_without_its_text(hooks, caplog):
    with caplog.at_level(logging.WARNING):
        qWarning("BAPTISTE, Amara")
    assert "Qt" in caplog.text
    assert "BAPTISTE" not in caplog.text
    expected(caplog)


def test_the_place_is_the_last_line_of_ours():
    kind, _, trace = raised_in_ours()
    assert place_of(kind, trace).startswith("KeyError at lac_tracker.ui.icons:")


def raised_in_ours():
    from lac_tracker.ui.icons import look

    try:
        look("no such status")
    except KeyError:
        return sys.exc_info()


def test_the_crash_dialog_copies_its_details(qtbot):
    dialog = CrashDialog("KeyError at lac_tracker.ui.banner:41")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog.findChild(messages.PlainButton, "crash.copy"), Qt.Key.Key_Space)
    assert QApplication.clipboard().text() == "KeyError at lac_tracker.ui.banner:41"


def expected(caplog):
    """Mark what was logged on purpose; anything else would fail the test."""
    for record in caplog.records:
        record.expected = True
