"""The plan inside the form: its items as cards, and a way to add one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel
from lac_tracker.ui.screens.plan_cards import PlanCards
from lac_tracker.ui.screens.plan_rows import PlanRow


class PlanSection(QWidget):
    """What the section of the form that holds the plan shows.

    Signals:
        item_wanted: an item is to be opened; carries the PlanRow, or None for a new one.
    """

    item_wanted = Signal(object)

    def __init__(self, called: str, *, read_only: bool) -> None:
        super().__init__()
        self.setObjectName("plan.section")
        self._called, self._read_only = called, read_only
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(3))
        self._words = PlainLabel(wraps=True)
        column.addWidget(self._words)
        self._cards = PlanCards(read_only=read_only)
        self._cards.opened.connect(self.item_wanted)
        column.addWidget(self._cards)
        self.add = PlainButton("Add plan item (Ctrl+I)", icon="fa6s.plus", name="plan.add")
        self.add.clicked.connect(lambda _checked=False: self.item_wanted.emit(None))
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.setVisible(not read_only)

    def set_rows(self, rows: tuple[PlanRow, ...]) -> None:
        self._cards.set_rows(rows)
        self._words.setText(
            ""
            if rows
            else f"No items yet. Add what will be different for {self._called}, then who does what by when."
        )
        self._words.setVisible(not rows)
