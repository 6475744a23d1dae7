"""The password of a workbook, asked for where a list is chosen. It is let go of as soon as the file was read."""

from PySide6.QtCore import Signal

from lac_tracker.ui.plain import PlainButton
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.passphrase_field import PassphraseField


class FilePassword(Field):
    """Hidden until it is asked for.

    Signals:
        given: the password was typed; carries it.
    """

    given = Signal(str)

    def __init__(self, name: str) -> None:
        """name: object name of its line; that of its button ends in Go."""
        password = PassphraseField("Password of the file", name=name)
        super().__init__("Password of the file", password, grows=False)
        self.password = password
        self.open = PlainButton("Open the file", name=f"{name}Go")
        self.open.clicked.connect(lambda _checked=False: self.given.emit(self.password.text()))
        self.password.entered.connect(lambda: self.given.emit(self.password.text()))
        self.add_beside(self.open)
        self.hide()

    def ask(self, words: str) -> None:
        """Ask for it. words: why, such as that the one typed does not fit."""
        self.show()
        if self.password.text():
            self.show_error(words)
        self.take_focus()

    def take_focus(self) -> None:
        """Put the keyboard where it is typed."""
        self.password.line.setFocus()

    def forget(self) -> None:
        """Let go of it, once the file was read or another was chosen."""
        self.password.clear()
        self.clear_error()
        self.hide()
