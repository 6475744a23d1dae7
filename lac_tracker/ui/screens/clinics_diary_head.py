"""What stands above the diary: the week, whose and where, what is free, and the buttons."""

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date, show_weekday
from lac_tracker.services.clinics import Week
from lac_tracker.ui import theme
from lac_tracker.ui.models.diary_model import Shown
from lac_tracker.ui.plain import PlainButton, PlainLabel, icon_button, set_tooltip
from lac_tracker.ui.screens.list_page import beside
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.workplace import Workplace


class DiaryHead(QWidget):
    """Signals:
    week_wanted: another week; carries one of its days.
    filtered: something else of the week is to be shown.
    """

    week_wanted = Signal(object)
    filtered = Signal()

    def __init__(self, workplace: Workplace, *, may_change: bool, may_book: bool) -> None:
        super().__init__()
        self._today = workplace.today
        self._week: Week | None = None
        self.at = workplace.today()  # in the week that is asked for: a step goes on from there
        self._day: date | None = None
        self._make(may_change=may_change, may_book=may_book)
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        for parts in (
            (self.back, beside("Week of", self.on), self.next, self.this_week, self.add, self.book),
            (beside("Show", self.who), self.place, self.only_free, self.free),
        ):
            row = QWidget()
            flow = Flow(gap=space(3), line_gap=space(2), is_centred=True)
            row.setLayout(flow)
            for part in parts:
                flow.addWidget(part)
            column.addWidget(row)
        column.addWidget(self.days)
        self.days.hide()

    def _make(self, *, may_change: bool, may_book: bool) -> None:
        self.back = icon_button("fa6s.chevron-left", "Week before", name="cln.week.back")
        self.back.clicked.connect(lambda _on=False: self._step(-7))
        self.on = DateField("Week of", self._today(), name="cln.week.on")
        self.on.changed.connect(self._typed)
        self.next = icon_button("fa6s.chevron-right", "Week after", name="cln.week.next")
        self.next.clicked.connect(lambda _on=False: self._step(7))
        self.this_week = PlainButton("This week", "link", name="cln.week.today")
        self.this_week.clicked.connect(lambda _on=False: self.week_wanted.emit(self._today()))
        self.add = PlainButton("Add clinic", name="cln.add")
        set_tooltip(self.add, "Add a clinic, visits, leave or training (Ctrl+N)")
        if not may_change:  # shown before it has its place, it would be a window
            self.add.hide()
        self.book = PlainButton("Book", "primary", name="cln.bookBest")
        set_tooltip(self.book, "Book the free slot, or the best one for who is selected (Ctrl+B)")
        if not may_book:
            self.book.hide()
        self.who = self._choice("All clinicians", "cln.who")
        self.place = self._choice("All places", "cln.place")
        self.only_free = QCheckBox("Only free slots")
        self.only_free.setObjectName("cln.onlyFree")
        self.only_free.toggled.connect(lambda _on: self.filtered.emit())
        self.free = PlainLabel(type="strong")
        self.free.setObjectName("cln.free")
        self.days = ChipRow((), label="Day", name="cln.days", one_only=True)
        self.days.toggled.connect(self._day_chosen)

    def _choice(self, words: str, name: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.addItem(words, None)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.activated.connect(lambda _place: self.filtered.emit())
        return box

    def first(self) -> QWidget:
        """Return what F6 goes to."""
        return self.on.line

    def show_week(self, week: Week) -> None:
        """Show which week it is, and offer who and where is in the diary."""
        self._week = week
        self.on.set_value(week.starts_on)
        self.on.echo.setText(show_weekday(week.starts_on))
        self.free.setText(week.free_words)
        _fill(self.who, [(one.name, one.id) for one in week.clinicians])
        _fill(self.place, [(place, place) for place in week.places])
        if self._day not in week.days:
            self._day = self._today() if self._today() in week.days else week.days[0]
        self.days.set_chips(
            tuple(
                ChipFacts(day.isoformat(), f"{show_weekday(day)} {show_date(day)[:6]}") for day in week.days
            )
        )
        self.days.switch(self._day.isoformat())

    def show_days(self, on: bool) -> None:
        """Offer the days one by one, or not."""
        self.days.setVisible(on)

    def day(self) -> date | None:
        """Return the day that is shown where only one is."""
        return self._day

    def wanted(self, day: date | None) -> Shown:
        """Return what of the week is to be shown."""
        return Shown(
            int(self.who.currentData() or 0),
            str(self.place.currentData() or ""),
            self.only_free.isChecked(),
            day,
        )

    def _step(self, days: int) -> None:
        self.week_wanted.emit(self.at + timedelta(days=days))

    def _typed(self, day: date | None) -> None:
        if day is not None:
            self.week_wanted.emit(day)

    def _day_chosen(self, key: str, _on: bool) -> None:
        self._day = date.fromisoformat(key)
        self.filtered.emit()


def _fill(box: QComboBox, options: list[tuple[str, object]]) -> None:
    """Offer other choices; the one that is chosen stays where it still is one."""
    held, words = box.currentData(), box.itemText(0)
    box.clear()
    box.addItem(words, None)
    for said, key in options:
        box.addItem(said, key)
    box.setCurrentIndex(max(box.findData(held), 0) if held is not None else 0)
