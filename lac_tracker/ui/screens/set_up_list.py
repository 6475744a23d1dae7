"""The list of steps beside a wizard: first-time set-up, and import."""

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.ui import icons, theme
from lac_tracker.ui.plain import PlainButton, PlainLabel


class StepList(QWidget):
    """The steps in words, with what is done, where one is, and what is to come. A click goes back only.

    Signals:
        chosen: a step was clicked; carries its number from 0.
    """

    chosen = Signal(int)

    def __init__(self, words: list[str], *, name: str = "setup") -> None:
        """name: of the wizard; the list is `name.steps`, a step that can be gone back to `name.step0`, …"""
        super().__init__()
        self.setObjectName(f"{name}.steps")
        self._words, self._name = words, name
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().space(1))

    def show_step(self, here: int, *, can_go_back: bool, not_needed: Collection[int] = ()) -> None:
        """Show where one is. not_needed: the numbers of steps that this time has no use for."""
        self.setAccessibleName(f"Step {here + 1} of {len(self._words)}, {self._words[here]}")
        while self._column.count():
            item = self._column.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        for number, words in enumerate(self._words):
            self._column.addWidget(
                self._not_needed(words)
                if number in not_needed
                else self._row(number, words, here, can_go_back=can_go_back)
            )

    def _row(self, number: int, words: str, here: int, *, can_go_back: bool) -> QWidget:
        icon, tone = ("fa6.circle", "neutral")
        if number < here:
            icon, tone = "fa6s.circle-check", "ok"
        elif number == here:
            icon, tone = "fa6s.circle-chevron-right", "primary"
        row, line = _line(icon, tone)
        if number < here and can_go_back:
            back = PlainButton(words, "link", name=f"{self._name}.step{number}")
            back.clicked.connect(lambda _checked=False: self.chosen.emit(number))
            line.addWidget(back)
        else:
            line.addWidget(
                PlainLabel(words, type="strong") if number == here else PlainLabel(words, tone="secondary")
            )
        line.addStretch()
        return row

    def _not_needed(self, words: str) -> QWidget:
        row, line = _line("fa6s.circle-minus", "neutral")
        line.addWidget(PlainLabel(f"{words}: not needed", tone="secondary"))
        line.addStretch()
        return row


def _line(icon: str, tone: str) -> tuple[QWidget, QHBoxLayout]:
    """Return a row with its mark, and where its words go."""
    row = QWidget()
    row.setMinimumHeight(theme.current().control_height("rowAction"))
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.current().space(2))
    mark = PlainLabel()
    mark.setPixmap(icons.pixmap(icon, tone, theme.current().scaled(16)))
    line.addWidget(mark)
    return row, line
