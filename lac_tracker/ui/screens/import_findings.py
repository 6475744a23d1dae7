"""What the files of a return say: counts, the rows left out, the rows to look at."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QTabWidget

from lac_tracker.domain.imports import ImportReport, Problem
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.row_table import RowTable

_PROBLEM_COLUMNS: tuple[Column[Problem], ...] = (
    Column("File", lambda row: row.file.rpartition("/")[2], width=18, strong=True, sort=lambda row: row.file,
           second=lambda row: row.file.rpartition("/")[0], detail=lambda row: row.file),
    Column("Line", lambda row: str(row.line) if row.line else "", width=7, sort=lambda row: row.line,
           sorted_words=("first line first", "last line first")),
    Column("Column", lambda row: row.column, width=16, sort=lambda row: row.column or None),
    Column("Value", lambda row: row.value, width=18, sort=lambda row: row.value or None, detail=lambda row: row.value),
    Column("Reason", lambda row: row.reason, width=60, wraps=True, detail=lambda row: row.reason),
)  # fmt: skip


class Findings(Card):
    """Shows an ImportReport, before and after it was done.

    Signals:
        helped: the line of help below should say this about the current row.
        overdue_wanted: the list of what is due is asked for.
    """

    helped = Signal(str)
    overdue_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("What the files say", name="imp.found")
        self.result = PlainLabel(type="strong", wraps=True)
        self.result.setObjectName("imp.result")
        self.numbers = PlainLabel(wraps=True)
        self.numbers.setObjectName("imp.groups")
        self.to_list = PlainButton("Open Overdue", "row", name="imp.toOverdue")
        self.to_list.clicked.connect(self._to_overdue)
        self.refused_rows: RowModel[Problem] = RowModel(_PROBLEM_COLUMNS)
        self.warnings: RowModel[Problem] = RowModel(_PROBLEM_COLUMNS)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("imp.tabs")
        self.tabs.setMinimumHeight(theme.current().row_height() * 3)
        for model, name, words in (
            (self.refused_rows, "imp.refused", "Rows left out"),
            (self.warnings, "imp.warnings", "Rows to look at"),
        ):
            table = RowTable(model, label=words, name=name)
            table.chosen.connect(self._help)
            self.tabs.addTab(table, words)
        self.body.addWidget(self.result)
        line = QHBoxLayout()
        line.setSpacing(theme.current().space(2))
        line.addWidget(self.numbers, 1)
        line.addWidget(self.to_list, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)
        self.body.addWidget(self.tabs, 1)

    def show_report(self, report: ImportReport) -> None:
        would = "would be " if report.dry_run else ""
        self.result.setText(
            f"{children_words(report.children_created)} {would}new, {report.children_updated} {would}changed, "
            f"{report.children_unchanged} as before."
        )
        files = f"{len(report.files)} file{'' if len(report.files) == 1 else 's'} read"
        refused, warnings = len(report.rows_refused), len(report.warnings)
        self.numbers.setText(
            f"{files}. {report.episodes_created} new episodes. {_rows(refused)} left out. {_rows(warnings)} to look at."
        )
        self.refused_rows.set_rows(report.rows_refused)
        self.warnings.set_rows(report.warnings)
        self.tabs.setTabText(0, f"Rows left out {refused}")
        self.tabs.setTabText(1, f"Rows to look at {warnings}")
        self.tabs.setCurrentIndex(0 if refused or not warnings else 1)
        self.tabs.setVisible(bool(refused or warnings))
        self.to_list.setVisible(not report.dry_run)

    def _help(self, row: Problem | None) -> None:
        self.helped.emit(f"{row.value}: {row.reason}" if row and row.value else row.reason if row else "")

    def _to_overdue(self, _checked: bool = False) -> None:
        self.overdue_wanted.emit()


def children_words(count: int) -> str:
    return f"{count} child" if count == 1 else f"{count} children"


def _rows(count: int) -> str:
    return f"{count} row" if count == 1 else f"{count} rows"
