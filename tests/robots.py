"""What a person does at the real window, in their words: the one place to mend when a screen changes."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.questions import Question, Value
from lac_tracker.ui.main_window import MainWindow

CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class Person:
    """Someone at the keyboard. Everything they do is a key press where the keyboard is."""

    def __init__(self, qtbot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window

    # Where things are

    def shown(self, name: str) -> list[QWidget]:
        """Return the visible controls with an object name: in the window or in a dialog over it."""
        tops = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
        return [one for top in tops for one in top.findChildren(QWidget, name) if one.isVisible()]

    def find(self, name: str) -> QWidget:
        if found := self.shown(name):
            return found[-1]
        self.qtbot.waitUntil(lambda: bool(self.shown(name)), timeout=10_000)
        return self.shown(name)[-1]

    def words(self) -> str:
        """Return every word that stands on the screen."""
        labels = (
            label
            for top in QApplication.topLevelWidgets()
            if top.isVisible()
            for label in top.findChildren(QLabel)
        )
        return "\n".join(label.text() for label in labels if label.isVisible())

    def sees(self, words: str) -> None:
        """Wait until these words stand on the screen."""

        def stands() -> None:
            seen = self.words()
            assert words in seen, f"not on the screen: {words!r} in {seen!r}"

        self.qtbot.waitUntil(stands, timeout=10_000)

    # What hands do

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is; it is somewhere, or the screen has lost it."""

        if (
            QApplication.activeWindow() is None
        ):  # a window manager would do this when a dialog closes; offscreen has none
            self.window.activateWindow()

        def keyboard_is_somewhere() -> None:
            held = QApplication.focusWidget()
            assert held is not None
            assert held.isVisible()
            assert held.window().isActiveWindow()

        self.qtbot.waitUntil(keyboard_is_somewhere, timeout=5_000)
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifiers)

    def go(self, name: str) -> QWidget:
        """Put the keyboard into a control, as Tab would, and return what has it."""
        control = self.find(name)

        def is_there() -> bool:
            control.setFocus(Qt.FocusReason.TabFocusReason)
            inner = QApplication.focusWidget()
            return inner is not None and (
                inner is control or control.isAncestorOf(inner) or inner is _proxy(control)
            )

        self.qtbot.waitUntil(is_there, timeout=5_000)
        inner = QApplication.focusWidget()
        assert inner is not None
        return inner

    def type(self, name: str, text: str) -> None:
        """Type into a field, replacing what stands there."""
        inner = self.go(name)
        self.qtbot.keyClick(inner, Qt.Key.Key_A, CONTROL)
        self.qtbot.keyClicks(inner, text)

    def choose(self, name: str, digit: int) -> None:
        """Choose among radio buttons by their digit."""
        self.qtbot.keyClicks(self.go(name), str(digit))

    def push(self, name: str) -> None:
        """Press a button by the keyboard."""
        button = self.find(name)
        assert isinstance(button, QAbstractButton), name
        self.qtbot.waitUntil(button.isEnabled, timeout=10_000)
        button.setFocus(Qt.FocusReason.TabFocusReason)
        self.qtbot.keyClick(button, Qt.Key.Key_Space)

    def tick(self, name: str) -> None:
        box = self.find(name)
        assert isinstance(box, QCheckBox)
        self.qtbot.keyClick(box, Qt.Key.Key_Space)

    def pick_row(self, table: str, words: str) -> None:
        """Walk down a table until the row shows these words."""
        view = self.find(table)
        assert isinstance(view, QTableView)
        self.qtbot.waitUntil(lambda: any(words in row for row in rows_of(view)), timeout=10_000)
        view.setFocus()
        self.qtbot.keyClick(view, Qt.Key.Key_Home, CONTROL)
        wanted = next(number for number, row in enumerate(rows_of(view)) if words in row)
        for _ in range(wanted - view.currentIndex().row()):
            self.qtbot.keyClick(view, Qt.Key.Key_Down)

    # One answer of a form

    def answer(self, question: Question, value: Value) -> None:
        """Give one answer by key press, whatever kind of control the question has."""
        control = self.find(question.id)
        if isinstance(control, QComboBox):
            self._choose_in(control, dict(question.options)[str(value)])
        elif question.options and question.type != "several choices":
            keys = [key for key, _ in question.options]
            self.choose(question.id, keys.index(str(value)) + 1)
        elif isinstance(value, list):
            labels = dict(question.options)
            for box in control.findChildren(QCheckBox):
                if box.property("answer") in value or box.text() in {labels[key] for key in value}:
                    self.qtbot.keyClick(box, Qt.Key.Key_Space)
        else:
            text = show_date(date.fromisoformat(str(value))) if question.type == "date" else str(value)
            self.type(question.id, text)
            self.press(Qt.Key.Key_Tab)

    def _choose_in(self, combo: QComboBox, label: str) -> None:
        combo.setFocus(Qt.FocusReason.TabFocusReason)
        wanted = next(at for at in range(combo.count()) if combo.itemText(at) == label)
        inner = QApplication.focusWidget() or combo
        for _ in range(combo.count()):
            if combo.currentIndex() == wanted:
                return
            self.qtbot.keyClick(inner, Qt.Key.Key_Down if combo.currentIndex() < wanted else Qt.Key.Key_Up)
        raise AssertionError(f"{combo.objectName()} does not reach {label}")


def _proxy(control: QWidget) -> QWidget:
    inner = control
    while (after := inner.focusProxy()) is not None:
        inner = after
    return inner


def rows_of(view: QTableView) -> list[str]:
    """Return the words of every row of a table."""
    model = view.model()
    return [
        " ".join(str(model.index(row, column).data() or "") for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def field_text(control: QWidget) -> str:
    """Return what stands in a field."""
    if isinstance(control, QLineEdit):
        return control.text()
    if isinstance(control, QPlainTextEdit):
        return control.toPlainText()
    inner = control.focusProxy()
    return field_text(inner) if inner is not None else ""
