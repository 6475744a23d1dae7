"""How Today is laid out: what was begun and the appointments, beside them what came and the numbers."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading
from lac_tracker.ui.screens.record_page import scroll_area
from lac_tracker.ui.screens.today_head import TodayHead
from lac_tracker.ui.screens.today_side import CaseloadCard, ForMe
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.card_list import CardList
from lac_tracker.ui.widgets.page_column import PageColumn

LARGE = 150  # per cent of text from where everything stands below each other
_NARROW = 820  # pixels of the page, the same


class TodayLayout(QFrame):
    """What stands on the page, hidden below its head until there is something to show. Today fills it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("today")
        self.setAccessibleName("Today")
        self.setProperty("region", "page")
        self.begun = CardList("Part done: pick up where you left off", "today.partDone")
        self.visits = CardList("Appointments", "today.appts")
        self.head, self.for_me, self.caseload = TodayHead(), ForMe(), CaseloadCard()
        self.heading, self.date, self.week = self.head.heading, self.head.date, self.head.week
        self._lay_out()

    def _lay_out(self) -> None:
        space = theme.current().space
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.head)
        self.inside = PageColumn()
        self.inside.hide()  # until there is something to show
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.inside)
        self._columns.setContentsMargins(space(6), space(2), space(6), space(6))
        self._columns.setSpacing(space(4))
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(4))
        self.begun_card = Card(self.begun.accessibleName())
        self.begun_card.body.addWidget(self.begun)
        self.all_begun = PlainButton("", "link", name="today.partDone.all")
        self.begun_card.body.addWidget(self.all_begun, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.begun_card)
        column.addWidget(self._appointments())
        column.addStretch()
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(space(4))
        side.addWidget(self.for_me)
        side.addWidget(self.caseload)
        side.addStretch()
        self._columns.addWidget(left, 1)
        self._columns.addWidget(self._side)
        page.addWidget(scroll_area(self.inside), 1)
        self.fit()

    def _appointments(self) -> QWidget:
        space = theme.current().space
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        self.count = heading("Appointments")
        self.count.setObjectName("today.appts.heading")
        column.addWidget(self.count)
        column.addWidget(self.visits)
        self.none = PlainLabel("", wraps=True)
        self.none.setObjectName("today.empty.words")
        self.show_them = PlainButton("Show them", name="today.empty.step0")
        column.addWidget(self.none)
        column.addWidget(self.show_them, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def focus_rect(self) -> QRect:
        """No ring of the keyboard around the page, which has it until the cards are there."""
        return QRect()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """What came stands beside the appointments where there is room, else below them."""
        shown = theme.current()
        is_stacked = shown.text_percent >= LARGE or 0 < self.width() < _NARROW
        direction = QBoxLayout.Direction.TopToBottom if is_stacked else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(direction)
        self._side.setFixedWidth(16_777_215) if is_stacked else self._side.setFixedWidth(shown.width("side"))
