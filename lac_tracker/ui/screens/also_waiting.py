"""Above the list of what is due: what waits beside the clocks, one line and one button each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint, set_tooltip
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.emptied import emptied

if TYPE_CHECKING:
    from lac_tracker.services.also_waiting import Waiting  # heavy: tables that the list does without

_FEW, _MOST = 1, 6  # lines before and after all are asked for: the list below keeps its room


class AlsoWaiting(QWidget):
    """The first few things that wait; hidden while nothing does. One alone stands in `brief`, for beside other words."""

    def __init__(self, open_child: Callable[[int], None]) -> None:
        super().__init__()
        self.setObjectName("due.also")
        self.setAccessibleName("Also waiting")
        self._open = open_child
        self._found: tuple[Waiting, ...] = ()
        self._shows_all = self._is_large = self._is_back = False
        self.brief = QWidget()
        self.brief.setObjectName("due.also.brief")
        self.brief.setAccessibleName("Also waiting")
        self._brief_line = QVBoxLayout(self.brief)
        self._brief_line.setContentsMargins(0, 0, 0, 0)
        self.brief.hide()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.current().space(1))
        self.hide()

    def stand(self, *, large: bool) -> None:
        """Stand beside other words, or in large text on lines of its own: the rows below keep their room."""
        if large != self._is_large:
            self._is_large = large
            self.show_waiting(self._found)

    def stand_back(self, is_back: bool) -> None:
        """Leave the room to something else for a while."""
        self._is_back = is_back
        self._appear()

    @property
    def _is_brief(self) -> bool:
        return not self._is_large and not self._shows_all

    def _appear(self) -> None:
        shown = bool(self._found) and not self._is_back
        self.brief.setVisible(shown and self._is_brief)
        self.setVisible(shown and not self._is_brief)

    def renew(self, found: tuple[Waiting, ...]) -> None:
        """Show these where they are other ones than before: who stands on a line keeps it."""
        if found != self._found:
            self.show_waiting(found)

    def show_waiting(self, found: tuple[Waiting, ...]) -> None:
        """Show these; what stood here before goes."""
        emptied(self._lines)
        emptied(self._brief_line)
        self._found = found
        most = _MOST if self._shows_all else _FEW
        for number, one in enumerate(found[:most]):
            is_whole = self._shows_all and not self._is_large
            words = PlainLabel(one.words if is_whole else _short(one.words), wraps=not self._is_brief)
            set_tooltip(words, one.words)
            words.setObjectName(f"due.also.{number}.words")
            button = PlainButton("Open", "row", name=f"due.also.{number}")
            button.setAccessibleName(f"Open: {one.words}")
            button.clicked.connect(lambda _checked=False, child_id=one.child_id: self._open(child_id))
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.current().space(2))
            row.addWidget(icon_line(one.look, words), 1)
            row.addWidget(button)
            if number == 0 and len(found) > 1:
                row.addWidget(self._all_or_one(len(found) - 1))
            (self._brief_line if self._is_brief else self._lines).addWidget(line)
        if self._shows_all and len(found) > most:
            self._lines.addWidget(hint(f"{most} of {len(found)} shown, the longest waiting first."))
        self._appear()

    def _all_or_one(self, others: int) -> PlainButton:
        """Return the button that shows the other lines, or takes them away again."""
        button = PlainButton(
            "Show one" if self._shows_all else f"Show {others} more", "row", name="due.also.more"
        )

        def turn(_checked: bool = False) -> None:
            self._shows_all = not self._shows_all
            self.show_waiting(self._found)
            held = self.brief if self._is_brief else self
            more = held.findChild(PlainButton, "due.also.more")
            if more is not None:
                more.setFocus()

        button.clicked.connect(turn)
        return button


def _short(words: str) -> str:
    """Return what waits without where it is done and whose is the latest: those stand in the tooltip."""
    return words.partition(". ")[0].partition(" (")[0]
