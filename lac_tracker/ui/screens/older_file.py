"""The caseload is an older copy of the one last used here: a manager may go on with it, and says why."""

from PySide6.QtWidgets import QWidget

from lac_tracker.ui.plain import PlainDialog
from lac_tracker.ui.screens.dialog_fields import line
from lac_tracker.ui.widgets.field import Field

QUESTION = "This file is older than the one last used here"


class OlderFileDialog(PlainDialog):
    """Open with `exec()`; `because` is why the person goes on, '' when they do not."""

    def __init__(self, parent: QWidget, words: str) -> None:
        super().__init__(parent, QUESTION, words, ("Look for the newer file", "Go on with this file"))
        self.setObjectName("older")
        self.because = ""
        self.why = line("older.why")
        self._field = Field("Reason", self.why, hint="It stands in the audit log with your name.", grows=True)
        self.extra.addWidget(self._field)

    def _choose(self, number: int) -> None:
        reason = self.why.text().strip()
        if number and not reason:
            self._field.show_error("Reason is missing: say why this is the file to go on with")
            self.why.setFocus()
            return
        self.because = reason if number else ""
        super()._choose(number)


def ask_why(parent: QWidget, words: str) -> str:
    """Return why a manager goes on with an older file, '' when they do not."""
    dialog = OlderFileDialog(parent, words)
    dialog.exec()
    return dialog.because
