"""S14, tab Growth: measurements as they were taken, centiles as a clinician read them, and a plain chart of own values."""

from lac_tracker.domain import growth_chart
from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.dates import age_in_years, show_age, show_date
from lac_tracker.domain.growth import (
    HEAD,
    HEAD_UNTIL,
    HEIGHT,
    MEASURES,
    WEIGHT,
    Measurement,
    measurement_words,
    show_quantity,
)
from lac_tracker.services import growth
from lac_tracker.services.growth import GrowthOnRecord
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import heading
from lac_tracker.ui.screens.health_checks_growth_dialog import TYPED_IN, MeasurementDialog
from lac_tracker.ui.screens.health_tab import HealthTab
from lac_tracker.ui.screens.record_page import Desk
from lac_tracker.ui.widgets.chart import ChartView
from lac_tracker.ui.widgets.whole_table import WholeTable

_HEAD_COLUMN = 4
_SEX = {"female": "Female", "male": "Male"}


class GrowthTab(HealthTab):
    """Enter on a line corrects it. The table is the chart in words."""

    key, words = "growth", "Growth"

    def __init__(self, desk: Desk, facts: BannerFacts) -> None:
        super().__init__(desk, facts)
        self._held: GrowthOnRecord | None = None
        self._said = self.add_line("chk.growth.said")
        self.add_line("chk.growth.typed_in", "hint").setText(TYPED_IN)
        self._corrected = self.add_line("chk.growth.corrected", "hint")
        self._corrected.setText("Age is counted from birth. Corrected age for prematurity is not worked out.")
        self.add_buttons(self.main_button("Add measurement", "chk.growth.add"))
        model: RowModel[Measurement] = RowModel(self._columns(), self)
        self.table = WholeTable(model, label="Measurements", name="chk.growth.table", most_lines=5)
        self._part = self.add_part("", self.table, "growth", self._correct, self._take_out)
        self._chart_heading = heading("Own values over time")
        self.column.addWidget(self._chart_heading)
        self._no_centiles = self.add_line("chk.growth.chart.said", "hint")
        self.chart = ChartView(
            growth_chart.draw((), desk.workplace.today(), desk.workplace.today(), 520.0), "",
            label="Growth: own values over time. Left and Right go from one measurement to the next",
            name="chk.growth.chart",
        )  # fmt: skip
        self.column.addWidget(self.chart)
        self._point = self.add_line("chk.growth.chart.point", "strong")
        self.chart.rested.connect(self._point.setText)
        self.column.addStretch()

    def show_record(self) -> None:
        """Read the measurements anew."""
        today = self.desk.workplace.today()
        held = self._held = self.desk.operations.ask(growth.on_record, self.desk.child_id, today=today)
        assert held is not None
        sex = _SEX.get(held.sex or "", "Not known")
        self._said.setText(f"{held.age} today. Sex at birth, for the paper chart: {sex}")
        self._corrected.setVisible(age_in_years(held.born, today) < HEAD_UNTIL)
        self._part.show_rows(held.measurements, f"No measurements on record for {held.called}.")
        self.table.show_column(_HEAD_COLUMN, any(one.head_millimetres for one in held.measurements))
        has_values = any(one.of(measure) is not None for one in held.measurements for measure in MEASURES)
        self._no_centiles.setText(growth_chart.NO_CENTILES)
        for widget in (self._chart_heading, self._no_centiles, self.chart, self._point):
            widget.setVisible(has_values)
        self.chart.show_chart(
            lambda width: growth_chart.draw(held.measurements, held.born, today, width),
            growth_chart.description(held.measurements, held.born),
        )

    def add(self) -> None:
        self._open(None)

    def _columns(self) -> tuple[Column[Measurement], ...]:
        return (
            Column("Date", lambda row: show_date(row.measured_on), second=self._age_then, width=14, strong=True),
            Column("Height", lambda row: show_quantity(row.height_millimetres, HEIGHT), second=lambda row: row.height_centile, width=14),
            Column("Weight", lambda row: show_quantity(row.weight_grams, WEIGHT), second=lambda row: row.weight_centile, width=14),
            Column("BMI", lambda row: row.bmi, second=lambda row: row.bmi_centile, width=12),
            Column("Head", lambda row: show_quantity(row.head_millimetres, HEAD), second=lambda row: row.head_centile, width=12),
            Column("By whom", lambda row: row.measured_by, width=18, wraps=True, detail=lambda row: row.measured_by),
            Column("Not measured, note", _note, width=26, wraps=True, detail=_note),
        )  # fmt: skip

    def _age_then(self, row: Measurement) -> str:
        return show_age(self._held.born, row.measured_on) if self._held else ""

    def _correct(self, row: Measurement) -> None:
        self._open(row)

    def _open(self, row: Measurement | None) -> None:
        if self._held is not None:
            self.open_dialog(
                MeasurementDialog(self, self.desk.workplace, self.desk.child_id, self.facts, self._held, row)
            )

    def _take_out(self, row: Measurement) -> None:
        words = f"{show_date(row.measured_on)}: {measurement_words(row)}"
        self.take_out(words, growth.measurement_in_error, row.id, row.version)


def _note(row: Measurement) -> str:
    why_not = f"Not measured: {row.not_measured_because}" if row.not_measured_because else ""
    return ". ".join(part.rstrip(".") for part in (why_not, row.note) if part)
