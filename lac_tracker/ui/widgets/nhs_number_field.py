"""An NHS number: grouped 3-3-4 while it is typed, checked when the field is left."""

import re

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.identifiers import check_nhs_number, show_nhs_number
from lac_tracker.ui import theme

_WIDTH = 14  # characters


class NhsNumberField(QLineEdit):
    """An NHS number that may be empty.

    Signals:
        changed: another number, or none, was given; carries ten digits or None.
        problem: what is wrong with what was typed, '' when nothing is.
    """

    changed = Signal(object)
    problem = Signal(str)

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("NHS number")
        self.setFixedWidth(theme.current().characters(_WIDTH) + theme.current().space(4))
        self.setMaxLength(40)  # room for a number pasted with its label
        self._value: str | None = None
        self._read = ""
        self.textEdited.connect(self._group)

    def value(self) -> str | None:
        """Return ten digits, or None while the field is empty or wrong."""
        self.read()
        return self._value

    def set_value(self, digits: str | None) -> None:
        self._value = digits
        self._read = show_nhs_number(digits) if digits else ""
        self.setText(self._read)
        self.problem.emit("")

    def read(self) -> None:
        """Check what was typed; called on leaving the field."""
        text = self.text().strip()
        if text == self._read:
            return
        self._read = text
        try:
            digits = check_nhs_number(text) if text else None
        except UserError as error:
            self._take(None)
            self.problem.emit(str(error))
            return
        self._take(digits)
        self.problem.emit("")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.read()

    def _take(self, digits: str | None) -> None:
        if digits != self._value:
            self._value = digits
            self.changed.emit(digits)

    def _group(self, text: str) -> None:
        digits = re.sub(r"\D", "", text)[:10]
        if re.search(r"[^\d\s\u00a0-]", text) and not digits:
            return  # words, not a number: left as typed, and explained on leaving
        before = len(re.sub(r"\D", "", text[: self.cursorPosition()]))
        grouped = " ".join(part for part in (digits[:3], digits[3:6], digits[6:]) if part)
        if grouped != text:
            self.setText(grouped)
            self.setCursorPosition(before + (before > 3) + (before > 6))
