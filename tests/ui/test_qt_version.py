"""Guards the pin of PySide6: 6.12.0 loses a reference to None with every call on Python 3.10 and 3.11."""

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel


class Sender(QObject):
    sent = Signal(bool)


def test_calls_that_return_nothing_do_not_lose_references_to_none(qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(1_000):
        label.setText(str(number))
    assert sys.getrefcount(None) > before - 100


def test_signals_do_not_lose_references_to_true():
    sender = Sender()
    before = sys.getrefcount(True)
    for _ in range(500):
        sender.sent.emit(True)
    assert sys.getrefcount(True) > before - 100
