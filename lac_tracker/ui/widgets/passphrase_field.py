"""A passphrase: hidden until shown, with words for Caps Lock and for its strength."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from lac_tracker.domain import passphrases
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel


class PassphraseField(QWidget):
    """A passphrase with a Show button; hidden again when the keyboard leaves.

    Signals:
        edited: something was typed; carries the passphrase.
        entered: Enter was pressed in it.
    """

    edited = Signal(str)
    entered = Signal()

    def __init__(
        self,
        label: str = "Passphrase",
        *,
        name: str = "",
        shows_strength: bool = False,
        own_words: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:
        """own_words: the names of whoever chooses it, which are looked for in it."""
        super().__init__()
        self._own_words = own_words
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
        self._strength = PlainLabel(type="hint", wraps=True)
        self._strength.setObjectName(f"{name}.strength" if name else "")
        self._bar = QProgressBar()
        self._bar.setRange(0, len(passphrases.STRENGTHS) - 1)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(theme.current().scaled(96), theme.current().scaled(8))
        self._bar.setAccessibleName("Strength")
        row = QHBoxLayout()
        row.setSpacing(theme.current().space(2))
        row.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._strength, 1)
        column.addLayout(row)
        self._edited("")

    def _edited(self, passphrase: str) -> None:
        if self._strength is not None and self._bar is not None:
            self._say_strength(self._strength, self._bar, passphrase)
        self.edited.emit(passphrase)

    def _say_strength(self, words: PlainLabel, bar: QProgressBar, passphrase: str) -> None:
        """Say live how strong it is, and what would make it strong enough."""
        if not passphrase:
            words.setText(f"At least {passphrases.SHORTEST} characters. Several unrelated words are best.")
            bar.setValue(0)
            return
        judged = passphrases.judge(passphrase, self._own_words())
        bar.setValue(passphrases.STRENGTHS.index(judged.strength))
        is_short = len(passphrase) < passphrases.SHORTEST
        why = f"At least {passphrases.SHORTEST} characters" if is_short else judged.problem
        words.setText(f"Strength: {judged.strength}.{f' {why}.' if why else ''}")


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
