"""Starters beside a plan item: how an outcome of its kind of need may begin."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QVBoxLayout

from lac_tracker.domain.plan_starters import Starter
from lac_tracker.domain.plans import CATEGORY_WORDS
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.screens.record_page import clear
from lac_tracker.ui.widgets.status_delegate import in_lines

_MOST_LINES = 5


class StartersPanel(QFrame):
    """Signals:
    chosen: a starter is to begin the outcome; carries the Starter with the child's name.
    own_wanted: the person writes their own.
    """

    chosen = Signal(object)
    own_wanted = Signal()

    def __init__(self, starters: Mapping[str, tuple[Starter, ...]], called: str, width: int) -> None:
        """width: how wide the panel is, in pixels: a button wraps its words by hand."""
        super().__init__()
        self.setObjectName("item.starters")
        self.setAccessibleName("Starters")
        self.setProperty("card", True)
        self._starters, self._called = starters, called
        space = theme.current().space
        self._room = width - 2 * space(4) - 2 * space(3)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(4), space(4))
        column.setSpacing(space(2))
        self._title = PlainLabel(type="h2", wraps=True)
        column.addWidget(self._title)
        column.addWidget(hint("They fill in empty fields. Tab goes from gap to gap."))
        self._list = QVBoxLayout()
        self._list.setSpacing(space(2))
        column.addLayout(self._list)
        own = PlainButton("Write my own", "link", name="item.starter.own")
        own.clicked.connect(lambda _checked=False: self.own_wanted.emit())
        column.addWidget(own)
        self._own = own

    def show_for(self, category: str) -> None:
        """Show the starters of a kind of need."""
        self._title.setText(f"Starters: {CATEGORY_WORDS[category]}")
        clear(self._list)
        metrics = QFontMetrics(theme.current().font("body"))
        for number, starter in enumerate(self._starters.get(category, ()), 1):
            words = in_lines(starter.label, metrics, self._room, _MOST_LINES)
            button = PlainButton(words, name=f"item.starter{number}")
            button.setAccessibleName(f"Starter {number}: {starter.label.replace('_', 'blank')}")
            lines = words.count("\n") + 1
            button.setMinimumHeight(lines * metrics.lineSpacing() + 2 * theme.current().space(2))
            button.clicked.connect(
                lambda _checked=False, one=starter: self.chosen.emit(one.for_child(self._called))
            )
            self._list.addWidget(button)

    def tab_stops(self) -> list[PlainButton]:
        """Return the buttons, in the order of Tab."""
        held = (self._list.itemAt(place) for place in range(self._list.count()))
        shown = [item.widget() for item in held if item is not None]
        return [*(one for one in shown if isinstance(one, PlainButton)), self._own]
