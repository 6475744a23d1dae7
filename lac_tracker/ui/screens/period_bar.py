"""Which days figures are counted over, and what they are compared with: shared by the dashboard and the reports."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.periods import COMPARISONS, PERIODS, Period, chosen, compared, period
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.screens.list_page import beside
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.workplace import Workplace

_CHOSEN = "chosen"


class PeriodBar(QWidget):
    """Signals:
    changed: another period or comparison was chosen.
    """

    changed = Signal()

    def __init__(self, workplace: Workplace, prefix: str, *, compares: bool = True) -> None:
        super().__init__()
        self._today = workplace.today
        today = workplace.today()
        self.choice = ChoiceBox("Period", (), name=f"{prefix}.period", none="")
        self.choice.clear()
        for key, words in PERIODS:
            said = words if key == _CHOSEN else f"{words}: {period(key, today).words}"
            self.choice.addItem(said, key)
        self.choice.setMinimumContentsLength(16)
        self.choice.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self.against = ChoiceBox("Compare with", (), name=f"{prefix}.compare", none="")
        self.against.clear()
        for key, words in COMPARISONS:
            self.against.addItem(words, key)
        self.since = DateField("From", today, name=f"{prefix}.since")
        self.until = DateField("To", today, name=f"{prefix}.until")
        self.show_button = PlainButton("Show", name=f"{prefix}.showPeriod")
        self.show_button.clicked.connect(lambda _checked=False: self._use_typed())
        self._error = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._error.setObjectName(f"{prefix}.periodError")
        self._error.hide()
        self.words = hint("")
        self.words.setObjectName(f"{prefix}.periodWords")
        self._typed: Period | None = None
        self._compares = compares
        self._lay_out(compares=compares)
        self.choice.changed.connect(lambda _key: self._choose())
        self.against.changed.connect(lambda _key: self.changed.emit())
        self._choose(tells=False)

    def _lay_out(self, *, compares: bool) -> None:
        space = theme.current().space
        flow = Flow(gap=space(3), line_gap=space(2))
        line = QWidget()
        line.setLayout(flow)
        flow.addWidget(beside("Period", self.choice))
        self._dates = QWidget()
        typed = QHBoxLayout(self._dates)
        typed.setContentsMargins(0, 0, 0, 0)
        typed.setSpacing(space(2))
        for words, field in (("From", self.since), ("To", self.until)):
            typed.addWidget(beside(words, field))
        typed.addWidget(self.show_button)
        flow.addWidget(self._dates)
        self._against = beside("Compare with", self.against)
        flow.addWidget(self._against)
        self._against.setVisible(compares)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(1))
        column.addWidget(line)
        column.addWidget(self._error)
        column.addWidget(self.words)

    def period(self) -> Period:
        """Return the days that are chosen; while none were typed, the first choice."""
        key = self.choice.value()
        if key == _CHOSEN:
            return self._typed or period(PERIODS[0][0], self._today())
        return period(key, self._today())

    @property
    def chosen(self) -> tuple[str, Period | None]:
        """The key of the choice, and the days that were typed: what `choose` takes."""
        return self.choice.value(), self._typed

    def compared(self) -> Period | None:
        """Return the days to compare with, None for nothing."""
        return compared(self.period(), str(self.against.currentData() or "")) if self._compares else None

    def show_comparison(self, *, shown: bool) -> None:
        """Show or hide the choice of what is compared with."""
        self._against.setVisible(shown)
        self._compares = shown
        self._tell(tells=False)

    def said(self) -> dict[str, str]:
        """Return what is chosen, for a report kept under a name."""
        held = self.period()
        return {
            "period": self.choice.value(), "compare": str(self.against.currentData() or ""),
            "since": held.since.isoformat(), "until": held.until.isoformat(),
        }  # fmt: skip

    def choose(self, key: str, typed: Period | None = None) -> None:
        """Choose a period by its key; typed: of 'chosen', which days."""
        self._typed = typed
        if typed is not None:
            self.since.set_value(typed.since)
            self.until.set_value(typed.until)
        self.choice.set_value(key)
        self._choose()

    def _choose(self, *, tells: bool = True) -> None:
        is_typed = self.choice.value() == _CHOSEN
        self._dates.setVisible(is_typed)
        self._error.hide()
        if is_typed and self._typed is None:
            self.since.setFocus()
            return
        self._tell(tells=tells)

    def _use_typed(self) -> None:
        try:
            self._typed = chosen(self.since.value(), self.until.value())
        except UserError as error:
            self._error.setText(f"{str(error).removesuffix('.')}.")
            self._error.show()
            return
        self._error.hide()
        self._tell(tells=True)

    def _tell(self, *, tells: bool) -> None:
        before = self.compared()
        self.words.setText(f"{self.period().words}{f', compared with {before.words}' if before else ''}")
        if tells:
            self.changed.emit()
