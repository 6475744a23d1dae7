"""The differences between two passes over the same paper form, to be settled one by one."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel, heading, hint
from lac_tracker.ui.screens.last_plan_row import bring_into_view
from lac_tracker.ui.screens.record_page import clear
from lac_tracker.ui.widgets.radio_group import RadioGroup


@dataclass(frozen=True)
class Different:
    """name: of the answer. words: 'Item 13'. first, second: what was keyed each time, in words."""

    name: str
    words: str
    first: str
    second: str


class Differences(QWidget):
    """Where the two passes differ, question by question: 1 for the first time, 2 for the second.

    Signals:
        settled: the person said which is right; carries the name and 'first', 'second' or ''.
        finished: the last one was settled by its key.
    """

    settled = Signal(str, str)
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sdq.differences")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().space(2))
        self._groups: dict[str, RadioGroup] = {}
        self._shown: tuple[Different, ...] = ()
        self.hide()

    def show_them(self, rows: tuple[Different, ...], chosen: Callable[[str], str]) -> bool:
        """Show the differences; return whether they are others than before. chosen: name → 'first', 'second' or ''."""
        self.setVisible(bool(rows))
        if rows == self._shown:
            return False
        self._shown = rows
        clear(self._column)
        self._groups = {}
        if not rows:
            return True
        count = "1 difference" if len(rows) == 1 else f"{len(rows)} differences"
        self._column.addWidget(heading(f"{count} between the two times"))
        self._column.addWidget(hint("Look at the paper form again, and choose what it has: 1 or 2."))
        for row in rows:
            options = (
                ("first", f"1  {row.first}, the first time"),
                ("second", f"2  {row.second}, the second time"),
            )
            called = row.name.removeprefix("item_")
            group = RadioGroup(row.words, options, name=f"sdq.difference.{called}")
            group.set_value(chosen(row.name))
            group.changed.connect(lambda key, name=row.name: self.settled.emit(name, key))
            group.picked.connect(lambda _key: self._go_on())
            line = QWidget()
            inside = QVBoxLayout(line)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(0)
            inside.addWidget(PlainLabel(row.words, type="strong"))
            inside.addWidget(group)
            self._column.addWidget(line)
            self._groups[row.name] = group
        return True

    def stops(self) -> list[QWidget]:
        """Return what Tab goes through, in its order."""
        return [button for group in self._groups.values() for button in group.buttons()]

    def take_focus(self) -> None:
        """Go to the first that is not settled."""
        groups = list(self._groups.values())
        if groups:
            self._go(next((group for group in groups if not group.value()), groups[0]))

    def _go(self, group: RadioGroup) -> None:
        group.setFocus()
        bring_into_view(
            group.parentWidget() or group
        )  # the list may have been made just now, and have no place yet

    def _go_on(self) -> None:
        waiting = [group for group in self._groups.values() if not group.value()]
        if waiting:
            self._go(waiting[0])
        else:
            self.finished.emit()
