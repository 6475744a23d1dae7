"""A passphrase: hidden until shown, with words for Caps Lock and for its strength."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel

LEAST_CHARACTERS = 12
STRENGTHS = ("Too short", "Weak", "Good", "Strong")


def strength(passphrase: str) -> str:
    """Return one of STRENGTHS. Length counts most; a few characters over and over do not."""
    if len(passphrase) < LEAST_CHARACTERS:
        return "Too short"
    different = len(set(passphrase.casefold()))
    if different < 6:
        return "Weak"
    several_words = len(passphrase.split()) >= 4
    if (len(passphrase) >= 20 and different >= 10) or (several_words and len(passphrase) >= 18):
        return "Strong"
    return "Good" if len(passphrase) >= 14 or different >= 10 else "Weak"


class PassphraseField(QWidget):
    """A passphrase with a Show button; hidden again when the keyboard leaves.

    Signals:
        edited: something was typed; carries the passphrase.
        entered: Enter was pressed in it.
    """

    edited = Signal(str)
    entered = Signal()

    def __init__(self, label: str = "Passphrase", *, name: str = "", shows_strength: bool = False) -> None:
        super().__init__()
        self.setObjectName(f"{name}.field" if name else "")
        self.line = _Line(self)
        self.line.setObjectName(name)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(label)
        self.line.setMinimumWidth(theme.current().characters(32))
        self.line.textEdited.connect(self._edited)
        self.line.returnPressed.connect(self.entered)
        self.show_button = PlainButton("Show")
        self.show_button.setObjectName(f"{name}.show" if name else "")
        self.show_button.setCheckable(True)
        self.show_button.setAccessibleName(f"Show {label[:1].lower()}{label[1:]}")
        self.show_button.toggled.connect(self.reveal)
        self.caps = PlainLabel("Caps Lock is on", type="strong", tone="warn")
        self.caps.setObjectName(f"{name}.caps" if name else "")
        self.caps.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.current().space(2))
        row.addWidget(self.line, 1)
        row.addWidget(self.show_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(1))
        column.addLayout(row)
        column.addWidget(self.caps)
        self._strength: PlainLabel | None = None
        self._bar: QProgressBar | None = None
        if shows_strength:
            self._add_strength(column, name)
        self.setFocusProxy(self.line)

    def text(self) -> str:
        return self.line.text()

    def clear(self) -> None:
        self.line.clear()
        self._edited("")

    def reveal(self, shown: bool) -> None:
        """Show or hide what is typed; toggled by the button, and for two fields at once by a screen."""
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.show_button.setChecked(shown)
        self.show_button.setText("Hide" if shown else "Show")

    def say_caps_lock(self, on: bool) -> None:
        self.caps.setVisible(on)

    def _add_strength(self, column: QVBoxLayout, name: str) -> None:
        self._strength = PlainLabel(type="hint")
        self._strength.setObjectName(f"{name}.strength" if name else "")
        self._bar = QProgressBar()
        self._bar.setRange(0, len(STRENGTHS) - 1)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(theme.current().scaled(96), theme.current().scaled(8))
        self._bar.setAccessibleName("Strength")
        row = QHBoxLayout()
        row.setSpacing(theme.current().space(2))
        row.addWidget(self._strength)
        row.addWidget(self._bar)
        row.addStretch()
        column.addLayout(row)
        self._edited("")

    def _edited(self, passphrase: str) -> None:
        if self._strength is not None and self._bar is not None:
            words = strength(passphrase)
            said = f" Strength: {words}" if passphrase else ""
            self._strength.setText(f"At least {LEAST_CHARACTERS} characters.{said}")
            self._bar.setValue(STRENGTHS.index(words) if passphrase else 0)
        self.edited.emit(passphrase)


class _Line(QLineEdit):
    """Notices Caps Lock by what a key gives: Qt does not tell the state itself."""

    def __init__(self, field: PassphraseField) -> None:
        super().__init__()
        self._field = field

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if len(typed) == 1 and typed.isalpha() and typed.upper() != typed.lower():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._field.say_caps_lock(typed.isupper() != shifted)
        elif event.key() == Qt.Key.Key_CapsLock:
            self._field.say_caps_lock(False)  # unknown until the next letter
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._field.say_caps_lock(False)
        going = event.reason()
        if going not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason) and not (
            self._field.show_button.underMouse() or self._field.show_button.hasFocus()
        ):
            self._field.reveal(False)
