"""The charts of the dashboard, each with its sentence and its table: a figure month by month, and why assessments were late."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.charts import Chart
from lac_tracker.domain.figure_charts import (
    MonthBar,
    ReasonBar,
    month_words,
    months_chart,
    reasons_chart,
    sentence,
)
from lac_tracker.domain.indicators import INDICATORS
from lac_tracker.services.dashboard import TREND_FIRST, Late, Trend
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.screens.list_page import beside
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.chart import ChartView
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.widgets.whole_table import WholeTable

_VIEWS = (("chart", "Chart"), ("table", "Table"))
_POINTS = "Left and right arrow in the chart: from bar to bar."


class _Pictured(QWidget):
    """A chart with a sentence above it and a table that says the same."""

    def __init__(self, label: str, name: str, columns: Sequence[Column[Any]]) -> None:
        super().__init__()
        self.words = PlainLabel(wraps=True)
        self.words.setObjectName(f"{name}.words")
        self.picture = ChartView(Chart(1, 1), "", label=label, name=name)
        self.point = hint(_POINTS)
        self.picture.rested.connect(lambda words: self.point.setText(words or _POINTS))
        self.model: RowModel[Any] = RowModel(columns, self)
        self.table = WholeTable(self.model, label=label, name=f"{name}.table")
        self.views = RadioGroup(f"Show {label} as", _VIEWS, name=f"{name}.view", across=True)
        self.views.set_value("chart")
        self.views.changed.connect(lambda _key: self._show())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(2))
        for widget in (self.words, self.picture, self.point, self.table, self.views):
            column.addWidget(widget)
        self._show()

    def _show(self) -> None:
        is_chart = self.views.value() != "table"
        self.picture.setVisible(is_chart)
        self.point.setVisible(is_chart)
        self.table.setVisible(not is_chart)


class TrendCard(Card):
    """One figure month by month.

    Signals:
        wanted: another figure is asked for; carries its id.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("Month by month", name="kpi.trend")
        choices = tuple((one.id, one.title) for one in INDICATORS if one.looks == "period")
        self.which = ChoiceBox("Figure", choices, name="kpi.trend.which", none="")
        self.which.removeItem(0)
        self.which.set_value(TREND_FIRST)
        self.which.changed.connect(self.wanted)
        self._unit = "percent"
        columns: tuple[Column[MonthBar], ...] = (
            Column("Month", lambda bar: bar.name, width=12),
            Column("Result", lambda bar: month_words(bar, self._unit), width=22),
            Column("Counted", lambda bar: str(bar.of), width=9, align="right"),
        )
        self.shown = _Pictured("Month by month", "kpi.trend.chart", columns)
        self.body.addWidget(beside("Figure", self.which))
        self.body.addWidget(self.shown)
        self.body.addStretch()

    def show_trend(self, held: Trend) -> None:
        """Show a figure."""
        self._unit = held.unit
        words = sentence(held.title, held.bars, held.target, held.unit)
        self.shown.words.setText(words)
        self.shown.picture.show_chart(
            lambda width: months_chart(held.title, held.bars, held.target, width, unit=held.unit), words
        )
        self.shown.model.set_rows(held.bars)


class ReasonsCard(Card):
    """Why assessments were late.

    Signals:
        opened: the children are asked for.
    """

    opened = Signal()

    def __init__(self) -> None:
        super().__init__("Why assessments were late", name="kpi.reasons")
        columns: tuple[Column[ReasonBar], ...] = (
            Column("Reason", lambda bar: bar.words, width=24, wraps=True),
            Column("Whose delay", lambda bar: bar.owner, width=22, wraps=True),
            Column("How often", lambda bar: str(bar.count), width=10, align="right"),
        )
        self.shown = _Pictured("Why assessments were late", "kpi.reasons.chart", columns)
        self.see = PlainButton("See the children", "row", name="kpi.reasons.see")
        self.see.clicked.connect(lambda _checked=False: self.opened.emit())
        self.body.addWidget(self.shown)
        foot = QHBoxLayout()
        foot.addWidget(self.see)
        foot.addStretch()
        self.body.addLayout(foot)
        self.body.addStretch()

    def show_late(self, held: Late) -> None:
        """Show the reasons of a period."""
        words = held.sentence
        self.see.setText(f"See the {held.count} children" if held.count != 1 else "See the child")
        self.shown.words.setText(words)
        self.shown.picture.show_chart(lambda width: reasons_chart(held.bars, width), words)
        self.shown.model.set_rows(held.bars)
        self.shown.picture.setVisible(bool(held.bars) and self.shown.views.value() != "table")
        self.shown.point.setVisible(self.shown.picture.isVisibleTo(self))
        self.shown.views.setVisible(bool(held.bars))
        self.see.setEnabled(bool(held.bars))
