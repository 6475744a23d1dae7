"""Who opened what: the first page of an auditor. Each person, record and day on which they opened it, from the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import search_key
from lac_tracker.domain.team_reports import Found, Params
from lac_tracker.services import report_opened
from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, hint, set_tooltip, title
from lac_tracker.ui.screens.period_bar import PeriodBar
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.measured import MeasuredLine
from lac_tracker.ui.widgets.row_table import RowTable
from lac_tracker.ui.workplace import Workplace

_BEGINS_WITH = "this_month"
_DAYS = ("earliest first", "latest first")


@dataclass(frozen=True)
class Line:
    """One row: a person opened a record on a day."""

    council_id: str
    name: str
    day: date
    person: str
    first: str
    last: str
    times: int
    record: str

    @property
    def at(self) -> str:
        """'09:00', or '09:00 to 11:30'."""
        return self.first if self.first == self.last else f"{self.first} to {self.last}"

    @property
    def beneath(self) -> str:
        """What stands below the record: its number where it has a name, and whether it is restricted."""
        return ", ".join(
            part for part in (f"Council ID {self.council_id}" if self.name else "", self.record) if part
        )

    @property
    def words(self) -> str:
        """What the filter looks in."""
        return f"{self.council_id} {self.name} {self.person} {self.record} {show_date(self.day)}"


COLUMNS: tuple[Column[Line], ...] = (
    Column("Day", lambda row: show_date(row.day), sort=lambda row: row.day, width=13, sorted_words=_DAYS),
    Column("Opened by", lambda row: row.person, sort=lambda row: row.person, width=24, strong=True),
    Column(
        "Record", lambda row: row.name or f"Council ID {row.council_id}", second=lambda row: row.beneath,
        sort=lambda row: row.council_id, width=26,
    ),
    Column(
        "Times", lambda row: str(row.times), sort=lambda row: row.times, width=7, align="right",
        sorted_words=("fewest first", "most first"),
    ),
    Column("At", lambda row: row.at, sort=lambda row: row.first, width=16, sorted_words=_DAYS),
)  # fmt: skip


class Opened(QFrame):
    """Signals:
    helped: the line of help below should say this about the current row.
    """

    helped = Signal(str)
    name, words = "opened", "Who opened what"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.setObjectName("opened")
        self.setAccessibleName(self.words)
        self.setProperty("region", "page")
        self._asked = 0
        self._lines: tuple[Line, ...] = ()
        self._stated = ""
        self.bar = PeriodBar(workplace, "opened", compares=False)
        self.bar.choice.blockSignals(True)
        self.bar.choose(_BEGINS_WITH)
        self.bar.choice.blockSignals(False)
        self.bar.changed.connect(self._ask)
        self.filter = MeasuredLine("opened.filter", 30)
        self.filter.setAccessibleName("Filter this list")
        self.filter.setPlaceholderText("Filter this list  (Ctrl+F)")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(lambda _text: self._show())
        self.refresh = PlainButton("Refresh", "primary", name="opened.refresh")
        set_tooltip(self.refresh, "Read the audit log again (F5)")
        self.refresh.clicked.connect(lambda _checked=False: self._ask())
        self.busy = Busy(name="opened.busy")
        self.summary = hint("")
        self.summary.setObjectName("opened.summary")
        self._model: RowModel[Line] = RowModel(COLUMNS)
        self.table = RowTable(self._model, label=self.words, name="opened.table", key_column=1, shares=True)
        self.table.chosen.connect(lambda row: self.helped.emit(self.about(row)))
        self._lay_out()
        self._ask()

    def _lay_out(self) -> None:
        space = theme.current().space
        head = QHBoxLayout()
        head.addWidget(title(self.words), 1)
        head.addWidget(self.refresh)
        self.bar.words.hide()  # the line that says what is shown says the days too
        chosen = QWidget()
        line = Flow(gap=space(3), line_gap=space(2))
        chosen.setLayout(line)
        for widget in (self.bar, self.filter):
            line.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        chosen.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(4), space(6), space(4))
        column.setSpacing(space(2))
        column.addLayout(head)
        column.addWidget(chosen)
        column.addWidget(self.busy)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)

    # What the frame asks

    def reload(self, changes: object = None) -> None:
        """Read the log again when it is asked for: what is done meanwhile moves no row under the pointer."""
        if changes is None:
            self._ask()

    def focus_first(self) -> None:
        (self.table if self._model.rowCount() else self.filter).setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        return (self.filter, self.table)

    def leave(self) -> bool:
        return True

    def about(self, row: Any) -> str:
        """Return what the line of help says about a row."""
        if not isinstance(row, Line):
            return ""
        times = "once" if row.times == 1 else f"{row.times} times"
        whose = row.name or f"council ID {row.council_id}"
        return f"{row.person} opened the record of {whose} {times} on {show_date(row.day)}"

    def run_command(self, name: str) -> bool:
        match name:
            case "edit.find":
                self.filter.setFocus()
                self.filter.selectAll()
            case "view.refresh" | "edit.primary":
                self._ask()
            case _:
                return False
        return True

    # Behind it

    def _ask(self) -> None:
        """Read the audit log on the slow lane."""
        self._asked += 1
        number, asked, today = self._asked, Params(self.bar.period()), self.workplace.today()
        ask = self.workplace.operations.ask

        def done(found: Found) -> None:
            if isValid(self) and number == self._asked:
                self.busy.stop()
                self._lines = tuple(_line(row) for row in found.rows)
                self._stated = ". ".join(found.stated)
                waited = self.window().focusWidget() is self.filter and not self.filter.text()
                self._show()
                if waited and self._model.rowCount():
                    self.table.setFocus()

        def refused(error: UserError) -> None:
            if isValid(self) and number == self._asked:
                self.busy.stop()
                self.summary.setText(f"{str(error).removesuffix('.')}.")

        self.busy.start("Reading the audit log")
        self.workplace.run(lambda: ask(report_opened.opened, asked, today=today), done, refused)

    def _show(self) -> None:
        key = search_key(self.filter.text())
        rows = [one for one in self._lines if not key or key in search_key(one.words)]
        self._model.set_rows(rows)
        none = " Nobody opened a record in these days." if not self._lines else ""
        self.summary.setText(f"Showing {len(rows):,} of {len(self._lines):,}. {self._stated}.{none}")
        announce(self.summary, f"Showing {len(rows):,} of {len(self._lines):,}")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "table"):
            self.table.fit()


def _line(row: tuple[Any, ...]) -> Line:
    """Return a row of the report as the screen shows it."""
    council_id, name, _number, day, person, first, last, times, record = row
    return Line(council_id or "", name or "", day, person, first, last, times, record or "")
