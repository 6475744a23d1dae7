"""Where a plan item comes from: carried forward from the last plan, or typed in from a plan on paper."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from lac_tracker.domain.plans import Outcome, carried_words
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel, hint
from lac_tracker.ui.screens.plan_cards import carried_line
from lac_tracker.ui.screens.record_page import clear
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field

FROM_PAPER = "From a paper plan, made before or elsewhere"


class Origin(QWidget):
    """Signals:
    edited: something was ticked or a date given.
    """

    edited = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._outcome = Outcome(text="")
        self.paper = QCheckBox(FROM_PAPER)
        self.paper.setObjectName("item.paper")
        self.first_agreed = DateField("First agreed on", today, direction="past", name="item.firstAgreed")
        hint_words = "The date on the paper plan. It is kept, and the item counts as carried forward."
        self._field = Field("First agreed on", self.first_agreed, hint=hint_words, grows=False)
        self.told = QWidget()  # stands at the top of the item
        self._told = QVBoxLayout(self.told)
        self._told.setContentsMargins(0, 0, 0, 0)
        self._told.setSpacing(theme.current().space(1))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(2))
        column.addWidget(self.paper)
        column.addWidget(self._field)
        self.paper.toggled.connect(self._toggle)
        self.first_agreed.changed.connect(lambda _day: self.edited.emit())

    def show_outcome(self, outcome: Outcome) -> None:
        """Show where an outcome comes from, and how it went where that is known."""
        self._outcome = outcome
        is_ours = outcome.carried_from_id is not None
        self.paper.blockSignals(True)
        self.paper.setChecked(outcome.carried_count > 0 and not is_ours)
        self.paper.blockSignals(False)
        self.first_agreed.set_value(None if is_ours else outcome.first_agreed_on)
        self.paper.setVisible(not is_ours)
        self._field.setVisible(self.paper.isChecked() and not is_ours)

    def tell(self, history: tuple[str, ...], marked: str) -> None:
        """Say how often it was carried, what became of it before, and how it went since; '' where it is open."""
        clear(self._told)
        if words := carried_words(self._outcome):
            self._told.addWidget(carried_line(words))
        for line in history:
            self._told.addWidget(hint(line))
        look = "cancelled" if self._outcome.entered_in_error else self._outcome.mark
        if marked and look:
            label = PlainLabel(marked, wraps=True)
            label.setObjectName("plan.marked")
            self._told.addWidget(icon_line(look, label))
        self.told.setVisible(self._told.count() > 0)

    def read(self, outcome: Outcome) -> Outcome:
        """Return an outcome with what is said here; one that was carried from our own plan stays as it is."""
        if outcome.carried_from_id is not None:
            return outcome
        if not self.paper.isChecked():
            return replace(outcome, carried_count=0, first_agreed_on=None)
        count = max(outcome.carried_count, 1)
        return replace(outcome, carried_count=count, first_agreed_on=self.first_agreed.value())

    def lock(self) -> None:
        """Let it be read, not changed."""
        self.paper.setEnabled(False)
        self.paper.setVisible(self.paper.isChecked())
        self.first_agreed.set_read_only(True)

    def tab_stops(self) -> list[QWidget]:
        return [self.paper, self.first_agreed.line]

    def _toggle(self, is_paper: bool) -> None:
        self._field.setVisible(is_paper)
        if is_paper:
            self.first_agreed.setFocus()
        self.edited.emit()
