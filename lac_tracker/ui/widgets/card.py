"""A card: a border, a surface, a heading, and what belongs together."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.plain import heading


class Card(QFrame):
    """Add what it holds to `body`; a button beside its heading with `add_action`."""

    def __init__(self, title: str = "", *, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("card", True)
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(4), space(4))
        column.setSpacing(space(3))
        self._head = QHBoxLayout()
        self._head.setSpacing(space(2))
        if title:
            self.setAccessibleName(title)
            self._head.addWidget(heading(title), 1)
            column.addLayout(self._head)
        self.body = QVBoxLayout()
        self.body.setSpacing(space(2))
        column.addLayout(self.body)

    def add_action(self, button: QWidget) -> None:
        self._head.addWidget(button)
