"""The list of steps beside first-time set-up."""

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

    def __init__(self, words: list[str]) -> None:
        super().__init__()
        self.setObjectName("setup.steps")
        self._words = words
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().space(1))

    def show_step(self, here: int, *, can_go_back: bool) -> None:
        self.setAccessibleName(f"Step {here + 1} of {len(self._words)}, {self._words[here]}")
        while self._column.count():
            item = self._column.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        for number, words in enumerate(self._words):
            self._column.addWidget(self._row(number, words, here, can_go_back=can_go_back))

    def _row(self, number: int, words: str, here: int, *, can_go_back: bool) -> QWidget:
        row = QWidget()
        row.setMinimumHeight(theme.current().control_height("rowAction"))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.current().space(2))
        icon, tone = ("fa6.circle", "neutral")
        if number < here:
            icon, tone = "fa6s.circle-check", "ok"
        elif number == here:
            icon, tone = "fa6s.circle-chevron-right", "primary"
        mark = PlainLabel()
        mark.setPixmap(icons.pixmap(icon, tone, theme.current().scaled(16)))
        line.addWidget(mark)
        if number < here and can_go_back:
            back = PlainButton(words, "link", name=f"setup.step{number}")
            back.clicked.connect(lambda _checked=False: self.chosen.emit(number))
            line.addWidget(back)
        else:
            line.addWidget(
                PlainLabel(words, type="strong") if number == here else PlainLabel(words, tone="secondary")
            )
        line.addStretch()
        return row
