"""S19b: the next 8 weeks: slots against what falls due, and what would change it."""

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.capacity import Forecast
from lac_tracker.domain.capacity import forecast as work_out
from lac_tracker.domain.capacity_chart import capacity_chart, summary
from lac_tracker.domain.capacity_facts import Facts
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.exports import Column as ExportColumn
from lac_tracker.services import capacity
from lac_tracker.ui import theme
from lac_tracker.ui.asking import Asking
from lac_tracker.ui.messages import announce
from lac_tracker.ui.models.clinics_model import WEEKS, WEEKS_LARGE
from lac_tracker.ui.models.row_model import RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, hint, set_tooltip
from lac_tracker.ui.screens.clinics_what_if import WhatIf
from lac_tracker.ui.screens.record_page import LARGE, scroll_area
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.chart import ChartView
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.widgets.whole_table import WholeTable
from lac_tracker.ui.workplace import Workplace

_INTRO = "Slots are what clinicians have put in the diary. Demand is children whose assessment falls due that week."
_EXPORTED = (
    ExportColumn("Week of", "date"), ExportColumn("IHA due", "number"), ExportColumn("IHA expected", "number"),
    ExportColumn("IHA slots", "number"), ExportColumn("IHA gap", "number"), ExportColumn("RHA due", "number"),
    ExportColumn("RHA slots", "number"), ExportColumn("RHA gap", "number"), ExportColumn("What this means"),
)  # fmt: skip


class NextWeeks(QFrame):
    """Signals:
    said: something was done; carries the words for the message bar.
    helped: what the line of help says.
    made_real: what was tried out is to be added; carries a NewSession and why, in words.
    """

    said = Signal(str)
    helped = Signal(str)
    made_real = Signal(object, str)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self._held: Forecast | None = None  # None until it was worked out
        self._asking = Asking(self, workplace, is_long=True)
        self.busy = Busy(name="cap.busy")
        self.shown: Forecast | None = None  # with what is tried out
        self.model: RowModel[Any] = RowModel(_columns())
        self.table = WholeTable(self.model, label="Next 8 weeks", name="cap.table", most_lines=4)
        self.panel = WhatIf()
        self.panel.setVisible(False)
        self._make_parts()
        self._lay_out()
        self.panel.tried.connect(self._try)
        self.panel.closed.connect(self._close_panel)
        self.panel.made_real.connect(self.made_real)
        shortcut = QShortcut(QKeySequence("Alt+W"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.open_panel)
        self._let_work()
        self.load()

    def _make_parts(self) -> None:
        self.what_if = PlainButton("What if…", "primary", name="cap.whatIf")
        set_tooltip(self.what_if, "Try out more or fewer slots. Nothing is saved (Alt+W)")
        self.what_if.clicked.connect(lambda _on=False: self.open_panel())
        self.export = PlainButton("Export", name="cap.export")
        set_tooltip(self.export, "Save this table as a file (Ctrl+E)")
        self.export.clicked.connect(lambda _on=False: self._export())
        self.totals = PlainLabel(type="strong", wraps=True)
        self.totals.setObjectName("cap.totals")
        self.expected = hint("")
        self.expected.setObjectName("cap.expected")
        self.left_out = hint("")
        self.left_out.setObjectName("cap.notCounted")
        self.how = PlainButton("How this is worked out", "link", name="cap.how")
        self.how.setCheckable(True)
        self.how_words = PlainLabel(wraps=True)
        self.how_words.setObjectName("cap.howWords")
        self.how_words.setVisible(False)
        self.how.toggled.connect(self.how_words.setVisible)
        self.message = PlainLabel(wraps=True)
        self.message.setObjectName("cap.message")
        self.message.make_selectable(tab_stop=True)
        self.message.setAccessibleName("Sentence to send")
        self.copy = PlainButton("Copy this", name="cap.copy")
        self.copy.setAccessibleName("Copy the sentence to send")
        self.copy.clicked.connect(lambda _on=False: self._copy())
        self.chart_words = hint("")
        self.chart_words.setObjectName("cap.chartWords")
        self.chart = ChartView(
            lambda width: capacity_chart((), width), "", label="Chart of the next weeks", name="cap.chart"
        )
        self.chart.rested.connect(self.helped)

    def _lay_out(self) -> None:
        space = theme.current().space
        inside = PageColumn()
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(6), 0, space(6), space(6))
        column.setSpacing(space(2))
        head = QHBoxLayout()
        head.setSpacing(space(3))
        head.addWidget(hint(_INTRO), 1)
        for button in (self.export, self.what_if):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self.busy)
        column.addWidget(self.panel)
        column.addWidget(self.table)
        column.addWidget(self.totals)
        column.addWidget(self.expected)
        column.addWidget(self.left_out)
        column.addWidget(_row(self.how))
        column.addWidget(self.how_words)
        column.addWidget(heading("To send"))
        column.addWidget(self.message)
        column.addWidget(_row(self.copy))
        column.addWidget(heading("As a chart"))
        column.addWidget(self.chart_words)
        column.addWidget(self.chart)
        column.addStretch()
        self.area = scroll_area(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)

    # What is shown

    @property
    def is_waiting(self) -> bool:
        """Whether the forecast is still being worked out."""
        return self._asking.is_waiting

    def load(self) -> None:
        """Work the forecast out anew; what is tried out is tried out on it. What is shown stays until then."""
        today = self.workplace.today()
        self.busy.start("Working out the next 8 weeks")
        self._asking.ask(lambda ask: ask(capacity.forecast, today=today), self._loaded, self._refused)

    def _loaded(self, held: Forecast) -> None:
        self.busy.stop()
        self._held = held
        self._let_work()
        self.panel.show_weeks(held)
        self._show(held if self.panel.isHidden() else work_out(self.panel.applied(held.facts)))

    def _refused(self, error: UserError) -> None:
        self.busy.stop()
        self.said.emit(str(error))

    def _let_work(self) -> None:
        """Nothing can be tried out, copied or saved as a file before there is a forecast."""
        for button in (self.what_if, self.export, self.copy):
            button.setEnabled(self._held is not None)

    def _show(self, made: Forecast) -> None:
        self.shown = made
        place = max(self.table.currentIndex().row(), 0)
        self.model.set_rows(made.weeks)
        self.table.choose(place)
        self.totals.setText(made.totals)
        self.expected.setText(made.expected_words)
        self.left_out.setText(" ".join(made.not_counted))
        self.left_out.setVisible(bool(made.not_counted))
        self.how_words.setText("\n".join(made.how))
        self.message.setText(self._held.message if self._held else "")  # of the diary, whatever is tried out
        words = summary(made.weeks)
        self.chart_words.setText(words)
        self.chart.show_chart(lambda width: capacity_chart(made.weeks, width), words)

    def _try(self, facts: Facts | None) -> None:
        """Show the weeks as they would be; None: as they are."""
        assert self._held is not None
        self._show(self._held if facts is None else work_out(facts))
        assert self.shown is not None
        announce(self.totals, self.shown.totals)

    # What Clinics asks

    def take_focus(self) -> None:
        self.table.setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        return (self.table, self.message, self.chart)

    def run(self, name: str) -> bool:
        match name:
            case "edit.export":
                self._export()
            case "edit.primary":
                self.open_panel()
            case _:
                return False
        return True

    # What is done

    def open_panel(self) -> None:
        """Open What if…, with the week where the keyboard is; the gaps change as it is filled in."""
        if self._held is None:
            return
        self.panel.open_for(self._held, self.table.current_row())
        self.panel.setVisible(True)
        self.area.ensureWidgetVisible(self.panel)
        self.panel.take_focus()

    def _close_panel(self) -> None:
        self.panel.setVisible(False)
        self._try(None)
        self.take_focus()

    def _copy(self) -> None:
        assert self._held is not None
        QGuiApplication.clipboard().setText(self._held.message)
        self.said.emit("Copied. It names nobody.")

    def _export(self) -> None:
        from lac_tracker.ui.screens.export_list import ExportDialog

        made = self.shown
        if made is None:
            return
        rows = tuple(
            (
                week.starts_on, week.initial.due, week.initial.expected, week.initial.slots, week.initial.gap,
                week.review.due, week.review.slots, week.review.gap, "; ".join(week.means),
            )
            for week in made.weeks
        )  # fmt: skip
        tried = ("Tried out, not in the diary",) if made is not self._held else ()
        stated = (
            f"As of {show_date(made.facts.today)}",
            made.totals,
            made.expected_words,
            *made.not_counted,
            *tried,
        )
        dialog = ExportDialog(self.workplace, "Next 8 weeks", _EXPORTED, rows, stated, self)
        dialog.said.connect(self.said)
        dialog.open()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "area"):
            if self.model.columns != _columns() and self.shown is not None:
                self.model.columns = _columns()
                self.model.set_rows(self.shown.weeks)
            self.table.fit()


def _columns() -> tuple[Any, ...]:
    return WEEKS_LARGE if theme.current().text_percent >= LARGE else WEEKS


def _row(*parts: QWidget) -> QWidget:
    row = QWidget()
    flow = Flow(gap=theme.current().space(3), line_gap=theme.current().space(2), is_centred=True)
    row.setLayout(flow)
    for part in parts:
        flow.addWidget(part)
    return row
