"""The buttons beneath the entry of a questionnaire, and above them what is wrong."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.sdq import Questionnaire
from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainButton, PlainLabel, set_tooltip


class EntryFoot(QFrame):
    """Cancel and Save part at the left, Save score at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("region", "footer")
        space = theme.current().space
        self.error = PlainLabel(type="strong", tone="overdue", wraps=True)
        self.error.setObjectName("sdq.error")
        self.error.hide()
        self.offered: Questionnaire | None = None
        self.other = PlainButton("Open that one", name="sdq.openOther")
        self.other.hide()
        self.cancel = PlainButton("Cancel", name="sdq.cancel")
        self.part = PlainButton("Save part", name="sdq.part")
        self.save = PlainButton("Save score", "primary", name="sdq.save")
        for button, keys in ((self.cancel, "Esc"), (self.part, "Ctrl+S"), (self.save, "Ctrl+Enter")):
            set_tooltip(button, f"{button.words()} ({keys})")
        row = QHBoxLayout()
        row.setSpacing(space(2))
        row.addWidget(self.cancel)
        row.addWidget(self.part)
        row.addWidget(self.other)
        row.addStretch()
        row.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(2), space(4), space(2))
        column.setSpacing(space(2))
        column.addWidget(self.error)
        column.addLayout(row)

    def refuse(self, words: str) -> None:
        """Show what is wrong and how to mend it, and have it said."""
        self.error.setText(words)
        self.error.show()
        announce(self, f"Error: {words}")

    def offer(self, one: Questionnaire | None) -> None:
        """Offer the questionnaire that is there already instead; None offers none."""
        self.offered = one
        self.other.setVisible(one is not None)
        if one is not None:
            self.other.setText("Go on with that part" if one.state == "part" else "Open that one")
            about = f"SDQ of {show_date(one.completed_on)}, by {one.completed_by}"
            self.other.setAccessibleName(f"{self.other.text()}: {about}")

    def clear(self) -> None:
        self.offer(None)
        self.error.setText("")
        self.error.hide()
