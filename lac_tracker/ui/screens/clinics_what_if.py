"""What if…: more or fewer slots in a week, tried out on the screen. Nothing is saved."""

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from lac_tracker.domain.capacity import Forecast, what_if
from lac_tracker.domain.capacity_facts import Facts, Week
from lac_tracker.domain.clinics import SLOT_KINDS
from lac_tracker.domain.dates import show_date
from lac_tracker.services.clinics import NewSession
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel
from lac_tracker.ui.screens.clinics_dialogs import number_field
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.flow import Flow


class WhatIf(QFrame):
    """A panel. A digit chooses the week and goes on to the type, I, R or E the type and goes on to the number; Enter keeps
    what stands there for the next try.

    Signals:
        tried: the facts with what is tried out; None without.
        closed: the panel is left, and nothing is kept.
        made_real: a clinic of it is to be added; carries a NewSession and why, in words.
    """

    tried = Signal(object)
    closed = Signal()
    made_real = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("cap.panel")
        self.setAccessibleName("What if")
        self.setProperty("card", True)
        self._facts: Facts | None = None
        self._kept: list[tuple[Any, str, int]] = []  # (Monday, kind, number) of earlier tries
        self.week, self.kind = _Keyed("cap.if.week", "Week"), _Keyed("cap.if.type", "Type")
        for key, words in SLOT_KINDS:
            self.kind.addItem(words, key)
        self.number = number_field("cap.if.number", 0, -20, 20)
        self.number.setAccessibleName("Slots more, or fewer with a minus")
        self.said = PlainLabel(type="strong", wraps=True)
        self.said.setObjectName("cap.if.said")
        self.real = PlainButton("Make this real", name="cap.if.real")
        self.real.clicked.connect(lambda _on=False: self._make_real())
        self.clear = PlainButton("Start again", name="cap.if.clear")
        self.clear.clicked.connect(lambda _on=False: self._start_again())
        self.close_it = PlainButton("Close", name="cap.if.close")
        self.close_it.setToolTip("Close; nothing is saved (Esc)")
        self.close_it.clicked.connect(lambda _on=False: self.closed.emit())
        self._lay_out()
        self.week.picked.connect(self.kind.setFocus)
        self.kind.picked.connect(self._to_number)
        for box in (self.week, self.kind):
            box.currentIndexChanged.connect(lambda _place: self._tell())
        self.number.valueChanged.connect(lambda _number: self._tell())
        self.number.lineEdit().returnPressed.connect(self._keep)

    def _lay_out(self) -> None:
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(2), space(3), space(2))
        column.setSpacing(space(1))
        row = QWidget()
        flow = Flow(gap=space(4), line_gap=space(2))
        row.setLayout(flow)
        flow.addWidget(Field("Week", self.week, grows=False))
        flow.addWidget(Field("Type", self.kind, grows=False))
        flow.addWidget(Field("Slots more or fewer", self.number, grows=False))
        column.addWidget(row)
        column.addWidget(self.said)
        buttons = QWidget()
        line = Flow(gap=space(2), line_gap=space(2), is_centred=True)
        buttons.setLayout(line)
        for button in (self.real, self.clear, self.close_it):
            line.addWidget(button)
        column.addWidget(buttons)

    def show_weeks(self, made: Forecast) -> None:
        """Offer the weeks of a forecast, numbered; the one chosen stays."""
        self._facts = made.facts
        held = self.week.currentData()
        self.week.blockSignals(True)
        self.week.clear()
        for number, week in enumerate(made.weeks, 1):
            self.week.addItem(f"{number}  {show_date(week.starts_on)}", week.starts_on)
        self.week.setCurrentIndex(max(self.week.findData(held), 0))
        self.week.blockSignals(False)

    def open_for(self, made: Forecast, row: Week | None) -> None:
        """Begin with a week: the one given, in its kind that is shortest of slots."""
        self.show_weeks(made)
        if row is not None:
            self.week.setCurrentIndex(max(self.week.findData(row.starts_on), 0))
            kind = "RHA" if row.review.short > row.initial.short else "IHA"
            self.kind.setCurrentIndex(self.kind.findData(kind))
        self._tell()

    def take_focus(self) -> None:
        self.week.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def applied(self, facts: Facts) -> Facts:
        """Return facts with everything that is tried out."""
        for week, kind, number in (*self._kept, self._now()):
            if week is not None and number:
                facts = what_if(facts, week, kind, number)
        return facts

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _now(self) -> tuple[Any, str, int]:
        return self.week.currentData(), str(self.kind.currentData()), self.number.value()

    def _to_number(self) -> None:
        self.number.setFocus(Qt.FocusReason.TabFocusReason)
        self.number.selectAll()

    def _tell(self) -> None:
        if self._facts is None:
            return
        tries = [one for one in (*self._kept, self._now()) if one[0] is not None and one[2]]
        said = "; ".join(_in_words(*one) for one in tries)
        self.said.setText(f"Tried out: {said}. Nothing is saved." if said else "Nothing is tried out yet.")
        self.real.setEnabled(any(number > 0 for _, _, number in tries))
        self.tried.emit(self.applied(self._facts))

    def _keep(self) -> None:
        """Enter: keep what stands here and go on with another try."""
        now = self._now()
        if now[0] is not None and now[2]:
            self._kept.append(now)
            self.number.blockSignals(True)
            self.number.setValue(0)
            self.number.blockSignals(False)
            self._tell()
        self.take_focus()

    def _start_again(self) -> None:
        self._kept.clear()
        self.number.setValue(0)
        self._tell()
        self.take_focus()

    def _make_real(self) -> None:
        """Hand the first addition over to Add clinic."""
        assert self._facts is not None
        week, kind, number = next(
            one for one in (*self._kept, self._now()) if one[0] is not None and one[2] > 0
        )
        day = max(week, min(self._facts.today, week + timedelta(days=4)))
        words = f"From What if: {_in_words(week, kind, number)}. Choose whose it is, the day and the time."
        self.made_real.emit(NewSession(None, "clinic", on=day, slot_kind=kind, slots=number), words)


class _Keyed(QComboBox):
    """Chosen by the first letter or digit of its words; then the keyboard goes on.

    Signals:
        picked: chosen by a key.
    """

    picked = Signal()

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setMinimumHeight(theme.current().control_height())
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text().casefold()
        place = next(
            (
                place
                for place in range(self.count())
                if typed and self.itemText(place).casefold().startswith(typed)
            ),
            -1,
        )
        if place < 0 or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not typed.isalnum():
            super().keyPressEvent(event)
            return
        self.setCurrentIndex(place)
        self.picked.emit()


def _in_words(week: Any, kind: str, number: int) -> str:
    slots = "slot" if abs(number) == 1 else "slots"
    more = "more" if number > 0 else "fewer"
    name = "for either kind" if kind == "any" else kind
    counted = (
        f"{abs(number)} {more} {slots} {name}" if kind == "any" else f"{abs(number)} {more} {name} {slots}"
    )
    return f"{counted} in the week of {show_date(week)}"
