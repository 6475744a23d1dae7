"""What a report asks: its period, its view, its council, a flag, a year or a day. Only what the report asks is shown."""

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from lac_tracker.domain.flags import KINDS
from lac_tracker.domain.periods import Period
from lac_tracker.domain.return_cohort import return_year
from lac_tracker.domain.team_reports import LEVELS, Asks, Params, Report
from lac_tracker.domain.worklist import VIEWS
from lac_tracker.ui import theme
from lac_tracker.ui.screens.list_page import beside
from lac_tracker.ui.screens.period_bar import PeriodBar
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.workplace import Workplace

_YEARS = 4


class ReportParams(QWidget):
    """Signals:
    changed: something else is asked for.
    """

    changed = Signal()

    def __init__(self, workplace: Workplace, councils: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        today = workplace.today()
        self._shown_for: Report | None = None
        self._periods: dict[
            str, tuple[str, Period | None]
        ] = {}  # of reports with a period of their own; '': of the others
        self.bar = PeriodBar(workplace, "rep.params")
        self.view = _choices("View", "rep.params.view", tuple((one.key, one.words) for one in VIEWS))
        self.council = _choices("Council", "rep.params.council", (("", "All councils"), *councils))
        self.flag = _choices(
            "Flag", "rep.params.flag", (("", "Every flag"), *((one.key, one.words) for one in KINDS))
        )
        newest = return_year(today).year
        years = tuple((str(newest - back), f"31-Mar-{newest - back}") for back in range(_YEARS))
        self.year = _choices("Year to", "rep.params.year", years)
        self.level = _choices("Show", "rep.params.level", LEVELS)
        self.day = DateField("On", today, name="rep.params.day")
        self.day.set_value(today)
        self.hides = QCheckBox("Hide numbers under 5: for readers outside the team")
        self.hides.setObjectName("rep.params.hideSmall")
        self.hides.setChecked(True)
        self._shown: dict[Asks, QWidget] = {
            "period": self.bar, "view": beside("View", self.view), "council": beside("Council", self.council),
            "flag": beside("Flag", self.flag), "year": beside("Year to", self.year), "day": beside("On", self.day), "level": beside("Show", self.level),
            "hide_small": self.hides,
        }  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(2))
        column.addWidget(self.bar)
        column.addWidget(self.hides)
        line = QWidget()
        flow = Flow(gap=theme.current().space(3), line_gap=theme.current().space(2))
        line.setLayout(flow)
        for widget in self._shown.values():
            if widget not in (self.bar, self.hides):
                flow.addWidget(widget)
        column.addWidget(line)
        for choice in (self.view, self.council, self.flag, self.year, self.level):
            choice.changed.connect(lambda _key: self.changed.emit())
        self.bar.changed.connect(self.changed)
        self.hides.toggled.connect(lambda _on: self.changed.emit())
        self.day.changed.connect(lambda _day: self.changed.emit())

    def show_for(self, report: Report) -> None:
        """Show what a report asks."""
        for what, widget in self._shown.items():
            widget.setVisible(what in report.asks)
        self.bar.show_comparison(shown="compare" in report.asks)
        self._change_period(report)
        self._shown_for = report

    def _change_period(self, report: Report) -> None:
        """Have a report that begins with a period of its own keep it apart: the others go on with what was chosen."""
        before, now = _whose(self._shown_for), _whose(report)
        if before is not None:
            self._periods[before] = self.bar.chosen
        if now is None or before == now:
            return
        key, typed = self._periods.get(now, (report.begins_with or self.bar.choice.itemData(0), None))
        self.bar.blockSignals(True)
        self.bar.choose(key, typed)
        self.bar.blockSignals(False)

    def params(self) -> Params:
        """Return what is asked for now."""
        return Params(
            self.bar.period(), self.bar.compared(), str(self.view.currentData()), str(self.council.currentData()),
            str(self.flag.currentData()), int(self.year.currentData()), self.day.value(), self.hides.isChecked(),
            str(self.level.currentData()),
        )  # fmt: skip

    def said(self) -> dict[str, Any]:
        """Return what is asked for, to be kept under a name."""
        day = self.day.value()
        return self.bar.said() | {
            "view": self.view.currentData(), "council": self.council.currentData(), "flag": self.flag.currentData(),
            "year": self.year.currentData(), "day": day.isoformat() if day else "", "hides_small": self.hides.isChecked(),
            "level": self.level.currentData(),
        }  # fmt: skip

    def show_said(self, said: dict[str, Any]) -> None:
        """Ask for what was kept; what no longer exists is left as it is."""
        for name in ("view", "council", "flag", "year", "level"):
            choice = getattr(self, name)
            place = choice.findData(said.get(name))
            if place >= 0:
                choice.setCurrentIndex(place)
        self.hides.setChecked(said.get("hides_small") is not False)
        if said.get("day"):
            self.day.set_value(date.fromisoformat(said["day"]))
        against = self.bar.against.findData(said.get("compare", ""))
        if against >= 0:
            self.bar.against.setCurrentIndex(against)
        if said.get("period") == "chosen":
            held = Period(date.fromisoformat(said["since"]), date.fromisoformat(said["until"]))
            self.bar.choose("chosen", held)
        elif self.bar.choice.findData(said.get("period")) >= 0:
            self.bar.choose(str(said["period"]))


def _whose(report: Report | None) -> str | None:
    """Return whose period a report shows: its own, '' for the one that reports share, None for one that asks for none."""
    if report is None or "period" not in report.asks:
        return None
    return report.key if report.begins_with else ""


def _choices(label: str, name: str, options: tuple[tuple[str, str], ...]) -> ChoiceBox:
    made = ChoiceBox(label, options, name=name, none="")
    made.removeItem(0)
    made.setCurrentIndex(0)
    return made
