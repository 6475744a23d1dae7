"""A remark below a question: text copied and to be checked, another person's answer, an answer of an older form."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from lac_tracker.ui import icons, theme
from lac_tracker.ui.plain import PlainButton, PlainLabel


class FieldNote(QFrame):
    """Words, and where there is something to do about them, one button."""

    def __init__(self, question_id: str) -> None:
        super().__init__()
        self.setObjectName(f"form.note.{question_id}")
        self.setProperty("bar", "info")
        self._act: Callable[[], None] | None = None
        self._icon = QLabel()
        self._icon.setPixmap(icons.pixmap("fa6s.circle-info", "info", theme.current().scaled(16)))
        self.words = PlainLabel(wraps=True)
        self.words.setObjectName(f"form.note.words.{question_id}")
        self._button = PlainButton("", "row", name=f"form.note.act.{question_id}")
        self._button.clicked.connect(lambda _checked=False: self._act() if self._act else None)
        space = theme.current().space
        row = QHBoxLayout(self)
        row.setContentsMargins(space(3), space(1), space(2), space(1))
        row.setSpacing(space(2))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def say(self, words: str, button: str, act: Callable[[], None] | None) -> None:
        """Show words, and a button that does something; '' for none."""
        self.words.setText(words)
        self._act = act
        self._button.setText(button)
        self._button.setAccessibleName(f"{button}: {words}")
        self._button.setVisible(bool(button))
