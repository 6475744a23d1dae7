"""The head of Today: which day or week is shown, and going to another one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, icon_button, set_tooltip, title
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.flow import Flow


class TodayHead(QWidget):
    """Signals:
    stepped: a day or week earlier (-1) or later (1) is asked for, or today (0).
    widened: the whole week is asked for, or one day again.
    """

    stepped = Signal(int)
    widened = Signal()

    def __init__(self) -> None:
        super().__init__()
        name = title("Today")
        name.setWordWrap(False)
        self.heading = PlainLabel("", type="h2")
        self.heading.setObjectName("today.heading")
        self.prev = icon_button("fa6s.chevron-left", "Earlier (Ctrl+Left)", name="today.prev")
        self.date = PlainButton("Today", name="today.date")
        set_tooltip(self.date, "Back to today (Ctrl+Home)")
        self.next = icon_button("fa6s.chevron-right", "Later (Ctrl+Right)", name="today.next")
        self.week = PlainButton("Week view", name="today.week")
        self.week.setCheckable(True)
        set_tooltip(self.week, "Show the whole week, or one day again")
        for button, step in ((self.prev, -1), (self.date, 0), (self.next, 1)):
            button.clicked.connect(lambda _checked=False, step=step: self.stepped.emit(step))
        self.week.toggled.connect(lambda _on: self.widened.emit())
        self.busy = Busy(name="today.busy")
        space = theme.current().space
        around = QVBoxLayout(self)
        around.setContentsMargins(space(6), space(4), space(6), space(2))
        parts = QWidget()
        flow = Flow(gap=space(3), line_gap=space(2), is_centred=True)
        parts.setLayout(flow)
        for part in (name, self.heading, self.prev, self.date, self.next, self.week):
            flow.addWidget(part)
        around.addWidget(parts)
        around.addWidget(self.busy)
