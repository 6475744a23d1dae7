"""Above the list of what is due: what waits beside the clocks, one line and one button each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.emptied import emptied

if TYPE_CHECKING:
    from lac_tracker.services.also_waiting import Waiting  # heavy: tables that the list does without

_MOST, _MOST_LARGE, _LARGE = 3, 1, 150  # lines, in text of so many per cent: the list below keeps its room


class AlsoWaiting(QWidget):
    """The first few things that wait; hidden while nothing does."""

    def __init__(self, open_child: Callable[[int], None]) -> None:
        super().__init__()
        self.setObjectName("due.waiting")
        self.setAccessibleName("Also waiting")
        self._open = open_child
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.current().space(1))
        self.hide()

    def show_waiting(self, found: tuple[Waiting, ...]) -> None:
        """Show these; what stood here before goes."""
        emptied(self._lines)
        most = _MOST_LARGE if theme.current().text_percent >= _LARGE else _MOST
        for number, one in enumerate(found[:most]):
            words = PlainLabel(one.words, wraps=True)
            words.setObjectName(f"due.waiting.{number}.words")
            button = PlainButton("Open", "row", name=f"due.waiting.{number}")
            button.setAccessibleName(f"Open: {one.words}")
            button.clicked.connect(lambda _checked=False, child_id=one.child_id: self._open(child_id))
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.current().space(2))
            row.addWidget(icon_line(one.look, words), 1)
            row.addWidget(button)
            self._lines.addWidget(line)
        if len(found) > most:
            self._lines.addWidget(hint(f"{most} of {len(found)} shown, the longest waiting first."))
        self.setVisible(bool(found))
