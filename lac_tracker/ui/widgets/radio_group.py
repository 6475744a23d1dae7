"""Choices that exclude each other, one below the other; a digit chooses while one of them has the keyboard."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from lac_tracker.ui import single_keys, theme
from lac_tracker.ui.plain import doubled


class RadioGroup(QWidget):
    """One of up to nine choices, or none yet. One tab stop; arrows move, digits choose, Backspace takes back.

    Signals:
        changed: the person chose another one, or none; carries its key, '' for none.
        picked: chosen by its digit, so that the keyboard may move on; carries its key.
        left: the keyboard left the group.
    """

    changed = Signal(str)
    picked = Signal(str)
    left = Signal()

    def __init__(
        self,
        label: str,
        options: tuple[tuple[str, str], ...],
        *,
        name: str = "",
        across: bool = False,
        columns: int = 0,
    ) -> None:
        """options: (key, words). across: beside each other, for choices of one word. columns: in rows of so many."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._group = QButtonGroup(self)
        self._keys = tuple(key for key, _ in options)
        self._read_only = False
        layout: QBoxLayout | QGridLayout
        layout = QGridLayout(self) if columns else QHBoxLayout(self) if across else QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.current().space(5 if across else 1))
        if isinstance(layout, QGridLayout):
            layout.setHorizontalSpacing(theme.current().space(5))
            layout.setColumnStretch(columns, 1)
        for number, (key, words) in enumerate(options):
            button = _Choice(doubled(words), self)
            button.setObjectName(f"{name}.{key}" if name else key)
            button.setAccessibleDescription(f"{label}, {number + 1} of {len(options)}")
            self._group.addButton(button, number)
            if isinstance(layout, QGridLayout):
                layout.addWidget(button, number // columns, number % columns, Qt.AlignmentFlag.AlignLeft)
            else:
                layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if across and isinstance(layout, QBoxLayout):
            layout.addStretch()
        self._group.buttonClicked.connect(self._tell)
        self._stop_at(0)

    def value(self) -> str:
        """Return the key of the choice, '' while there is none."""
        chosen = self._group.checkedId()
        return self._keys[chosen] if chosen >= 0 else ""

    def set_value(self, key: str) -> None:
        """Show a choice, or none for ''. A key that is not among the choices shows none."""
        if key in self._keys:
            self._group.button(self._keys.index(key)).setChecked(True)
            self._stop_at(self._keys.index(key))
        else:
            self._choose_none()

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        for button in self._group.buttons():
            button.setEnabled(not read_only)

    def buttons(self) -> list[QAbstractButton]:
        """Return the choices in their order, for the order of Tab."""
        return self._group.buttons()

    def button(self, key: str) -> QAbstractButton:
        return self._group.button(self._keys.index(key))

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        button = self._group.checkedButton() or self._group.button(0)
        button.setFocus(reason)

    def enter(self, button: QAbstractButton) -> None:
        """The keyboard came to a choice: Tab stops there from now on."""
        self._stop_at(self._group.id(button))

    def leave(self) -> None:
        """The keyboard left a choice; told when it did not go to another one."""
        if not self._has_focus_soon():
            self.left.emit()

    def _has_focus_soon(self) -> bool:
        now = self.window().focusWidget()
        return isinstance(now, QAbstractButton) and now in self._group.buttons() and now.hasFocus()

    def take_key(self, event: QKeyEvent) -> bool:
        """Choose by a digit or take the choice back; False when the key means nothing here."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or self._read_only:
            return False
        typed = single_keys.typed(event)
        if typed.isdigit() and 1 <= int(typed) <= len(self._keys):
            button = self._group.button(int(typed) - 1)
            button.setFocus()
            button.click()
            self.picked.emit(self.value())
            return True
        if event.key() == Qt.Key.Key_Backspace and self._group.checkedId() >= 0:
            self._choose_none()
            self.changed.emit("")
            return True
        return False

    def _tell(self) -> None:
        self._stop_at(self._group.checkedId())
        self.changed.emit(self.value())

    def _choose_none(self) -> None:
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(False)
        self._group.setExclusive(True)
        self._stop_at(0)

    def _stop_at(self, number: int) -> None:
        for other, button in enumerate(self._group.buttons()):
            stops = Qt.FocusPolicy.StrongFocus if other == number else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(stops)


class _Choice(QRadioButton):
    """One of the choices. It tells its group of keys and focus itself: a filter would be asked about every event."""

    def __init__(self, words: str, group: RadioGroup) -> None:
        super().__init__(words, group)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        group = self.parent()
        if not (isinstance(group, RadioGroup) and group.take_key(event)):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        group = self.parent()
        if isinstance(group, RadioGroup):
            group.enter(self)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        group = self.parent()
        if isinstance(group, RadioGroup):
            group.leave()
        super().focusOutEvent(event)
