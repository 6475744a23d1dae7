"""Trends of quality: month by month with a chart and its table, by criterion, by author, by provider and area."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.charts import Chart
from lac_tracker.domain.figure_charts import MonthBar, months_chart, sentence
from lac_tracker.domain.quality import share_words
from lac_tracker.domain.quality_results import CriterionResult, GroupResult, Results, count_words
from lac_tracker.services import quality
from lac_tracker.ui import theme
from lac_tracker.ui.asking import Asking
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainLabel, heading, hint
from lac_tracker.ui.screens.record_page import LARGE, scroll_area
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.chart import ChartView
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.widgets.whole_table import WholeTable
from lac_tracker.ui.workplace import Workplace

_MONTHS = 12
_YIELDS = ("Needs changes", "Sent back", "Mended since", "Voice", "N/A")  # in large text
_WHAT = "Meets the standard"
_POINTS = "Left and right arrow in the chart: from month to month."


def _voice(row: GroupResult) -> str:
    return f"{row.voice:.1f} out of 2" if row.voice is not None else ""


def _groups(
    first: str, width: int = 24, earlier: dict[str, str] | None = None
) -> tuple[Column[GroupResult], ...]:
    """Return the columns of a table. earlier: words of a row → how it stood in the twelve months before."""
    columns: tuple[Column[GroupResult], ...] = (
        Column(first, lambda row: row.words, width=width, wraps=True, strong=True),
        Column("Reviewed", lambda row: str(row.reviews), width=10, align="right"),
        Column("Needs changes", lambda row: str(row.needs_changes), width=14, align="right"),
        Column("Sent back", lambda row: str(row.sent_back), width=10, align="right"),
        Column("Mended since", lambda row: str(row.mended), width=13, align="right"),
        Column("Voice", _voice, width=14),
        Column("Meets the standard", lambda row: share_words(row.meets, row.reviews), width=34, wraps=True),
    )
    if earlier is None:
        return columns
    before = Column[GroupResult](
        "The year before", lambda row: earlier.get(row.words, "None"), width=26, wraps=True
    )
    return (*columns, before)


_CRITERIA: tuple[Column[CriterionResult], ...] = (
    Column("Criterion", lambda row: row.words, width=44, wraps=True, strong=True),
    Column("Partly", lambda row: str(row.partly), width=8, align="right"),
    Column("Not met", lambda row: str(row.not_met), width=9, align="right"),
    Column("N/A", lambda row: str(row.not_applicable), width=6, align="right"),
    Column("Met", lambda row: share_words(row.met, row.applies), width=34),
)


class Trends(QWidget):
    """The last twelve months. Under five reviews there are numbers and no percentage.

    Signals:
        helped: the line of help should say this.
    """

    helped = Signal(str)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace, self._asking = workplace, Asking(self, workplace)
        self.busy = Busy(name="qa.trends.busy")
        self.setObjectName("qa.trends")
        self.setAccessibleName("Trends")
        self.words = PlainLabel("", wraps=True)
        self.words.setObjectName("qa.trends.words")
        self.versions = hint("")
        self.versions.setObjectName("qa.trends.versions")
        self.chart = ChartView(
            Chart(1, 1), "", label="Meets the standard, month by month", name="qa.trends.chart"
        )
        self.point = hint(_POINTS)
        self.chart.rested.connect(lambda words: self.point.setText(words or _POINTS))
        self.view = RadioGroup(
            "Show the months as", (("chart", "Chart"), ("table", "Table")), name="qa.trends.view", across=True
        )
        self.view.set_value("chart")
        self.view.changed.connect(lambda _key: self._show())
        self.months: RowModel[GroupResult] = RowModel(_groups("Month", 12), self)
        self.criteria: RowModel[CriterionResult] = RowModel(_CRITERIA, self)
        self._earlier: dict[str, dict[str, str]] = {"authors": {}, "providers": {}, "areas": {}}
        self.authors, self.providers, self.areas = (
            RowModel[GroupResult](_groups(words, earlier=self._earlier[key]), self)
            for words, key in (("Author", "authors"), ("Team", "providers"), ("Area", "areas"))
        )
        self._lay_out()
        self.fit()

    def reload(self) -> None:
        """Count again; what is shown stays until then."""
        today = self._workplace.today()
        began = first_day(today)
        before = began.replace(year=began.year - 1)

        def question(ask: Any) -> tuple[Results, Results]:
            return ask(quality.results, began, today), ask(quality.results, before, began - timedelta(days=1))

        self.busy.start("Counting the reviews")
        self._asking.ask(question, self._loaded, lambda _error: self.busy.stop(), is_patient=True)

    @property
    def is_waiting(self) -> bool:
        """Whether the reviews are still being counted."""
        return self._asking.is_waiting

    def _loaded(self, both: tuple[Results, Results]) -> None:
        self.busy.stop()
        found, before = both
        bars = [MonthBar(one.began, one.meets, one.reviews, one.percent) for one in found.months if one.began]
        words = (
            f"{count_words(found.whole.reviews)} in twelve months. {sentence(_WHAT, bars, None, 'percent')}"
        )
        self.words.setText(words)
        self.chart.show_chart(lambda width: months_chart(_WHAT, bars, None, width), words)
        self.criteria.set_rows(found.criteria)
        for key, held in self._earlier.items():
            held.clear()
            held.update({one.words: share_words(one.meets, one.reviews) for one in getattr(before, key)})
        for model, rows in (
            (self.months, found.months), (self.authors, found.authors), (self.providers, found.providers),
            (self.areas, found.areas),
        ):  # fmt: skip
            model.set_rows(rows)
        for table, model in self._tables:
            table.setVisible(bool(model.rowCount()))
        several = len(found.versions) > 1
        self.versions.setText(
            "Scored by more than one version of the checklist: a criterion is followed over them by its id alone."
            if several
            else ""
        )
        self.versions.setVisible(several)
        self._show()

    def fit(self) -> None:
        """In large text the tables say how many and how many met the standard; the line of help says the rest."""
        large = theme.current().text_percent >= LARGE
        for table, model in (*self._tables, (self._months, self.months)):
            for number, column in enumerate(model.columns):
                table.show_column(number, not (large and column.title in _YIELDS))
            table.fit()

    def take_focus(self) -> bool:
        self.chart.setFocus()
        return True

    def _show(self) -> None:
        is_chart = self.view.value() != "table"
        self.chart.setVisible(is_chart)
        self.point.setVisible(is_chart)
        self._months.setVisible(not is_chart)

    def _lay_out(self) -> None:
        space = theme.current().space
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(1), 0, space(2), space(4))  # room for the ring of the keyboard
        column.setSpacing(space(2))
        self._months = WholeTable(self.months, label="Month by month", name="qa.trends.months")
        for widget in (self.busy, self.words, self.view, self.chart, self.point, self._months, self.versions):
            column.addWidget(widget)
        self._tables: list[tuple[WholeTable, RowModel]] = []
        for words, model, name in (
            ("By criterion", self.criteria, "qa.trends.criteria"),
            ("By author", self.authors, "qa.trends.authors"),
            ("By team that assessed", self.providers, "qa.trends.providers"),
            ("In or out of area", self.areas, "qa.trends.areas"),
        ):
            table = WholeTable(model, label=words, name=name)
            column.addWidget(heading(words))
            column.addWidget(table)
            self._tables.append((table, model))
        for table, _model in (*self._tables, (self._months, self.months)):
            table.chosen.connect(lambda row: self.helped.emit(told(row)))
        column.addWidget(
            hint("The first look at each assessment is counted. A check of what was sent back is not.")
        )
        column.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll_area(inside))


def told(row: object) -> str:
    """Return what the line of help says of a row: all of it, as in large text some columns give way."""
    if isinstance(row, GroupResult):
        parts = [
            f"Needs changes {row.needs_changes}, sent back {row.sent_back}, mended since {row.mended}"
        ] + ([f"Voice {_voice(row)}"] if row.voice is not None else [])
        return f"{row.words}: {row.reviews} reviewed. {'. '.join(parts)}"
    if isinstance(row, CriterionResult):
        return (
            f"Met {row.met}, partly {row.partly}, not met {row.not_met}, not applicable {row.not_applicable}"
        )
    return ""


def first_day(today: date) -> date:
    """Return the first day of the twelve months that end with this one."""
    months = today.year * 12 + today.month - _MONTHS
    return date(months // 12, months % 12 + 1, 1)
