"""The children behind a figure: those who missed it, who were in time, all of them, or who were left out and why."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox
from shiboken6 import isValid

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.exports import Column as Exported
from lac_tracker.domain.figures import Behind
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.domain.indicators import ALL, EXCLUDED, EXCLUDED_WORDS, INDICATOR, MET, MISSED
from lac_tracker.domain.names import search_key
from lac_tracker.services import figure_lists
from lac_tracker.services.dashboard import FigureWanted
from lac_tracker.ui.models.row_model import Column
from lac_tracker.ui.plain import PlainButton, PlainDialog, set_tooltip
from lac_tracker.ui.screens.list_page import ListPage, alters_lists, beside
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.workplace import Workplace

_DAYS = ("earliest first", "latest first")
COLUMNS: tuple[Column[Behind], ...] = (
    Column(
        "Child", lambda row: row.shown_name, second=lambda row: show_nhs_number(row.nhs_number) if row.nhs_number else "",
        sort=lambda row: row.shown_name, width=26, strong=True,
    ),
    Column("Type", lambda row: row.kind, sort=lambda row: row.kind, width=8),
    Column("Due", lambda row: show_date(row.due_on) if row.due_on else "", sort=lambda row: row.due_on, width=13, sorted_words=_DAYS),
    Column("Done", lambda row: show_date(row.met_on) if row.met_on else "", sort=lambda row: row.met_on, width=13, sorted_words=_DAYS),
    Column("What", lambda row: row.whole_words, detail=lambda row: row.whole_words, width=40, wraps=True),
)  # fmt: skip
EXPORTED = (
    Exported("Council ID", names=True, width=14), Exported("Child", names=True), Exported("NHS No.", names=True, width=14),
    Exported("Type", width=8), Exported("Due", "date"), Exported("Done", "date"), Exported("What", width=50),
    Exported("Other reason", names=True, width=34),  # as it was typed
)  # fmt: skip


class BehindFigure(ListPage):
    """Enter opens the record; Alt+Left goes back to the figures."""

    name, words = "behind", "Behind the figure"
    unsorted = "Due, earliest first"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, "behind", "Behind the figure", COLUMNS, 0)
        self._figure: FigureWanted | None = None
        self._rows: tuple[Behind, ...] = ()
        self._asked = 0
        self._is_new = False  # another figure, whose rows have not come yet
        self.part = QComboBox()
        self.part.setObjectName("behind.part")
        self.part.setAccessibleName("Which children")
        self.part.activated.connect(lambda _place: self._choose())
        self.filters.addWidget(beside("Show", self.part))
        self.add_filter("Filter this list", "behind.filter", 30)
        self.add_sorting()
        self.back = PlainButton("Back to the dashboard", name="behind.back")
        set_tooltip(self.back, "Back to the figures (Alt+Left)")
        self.back.clicked.connect(lambda _checked=False: self.went.emit("dashboard"))
        self.export = PlainButton("Export", name="behind.export")
        set_tooltip(self.export, "Export what the list shows (Ctrl+E)")
        self.export.clicked.connect(lambda _checked=False: self._export())
        self.print_list = PlainButton("Print", name="behind.print")
        set_tooltip(self.print_list, "Print what the list shows (Ctrl+P)")
        self.print_list.clicked.connect(lambda _checked=False: self._print())
        self.how = PlainButton("How it is counted", "link", name="behind.how")
        set_tooltip(self.how, "What is counted, of what, and what is left out")
        self.how.clicked.connect(lambda _checked=False: self._tell_how())
        self.add_more(self.back, self.how, self.export, self.print_list)
        self.buttons.addWidget(self.open)
        self.busy = Busy(name="behind.busy")
        self.add_above(self.busy)
        self._fit()

    def show_figure(self, figure: FigureWanted) -> None:
        """Show the children behind a figure: the part that was asked for first."""
        self._figure, self._is_new = figure, True
        self.filter.clear()
        self._quiet.stop()
        self.part.clear()
        for key, words in parts(figure):
            self.part.addItem(words, key)
        self.part.setCurrentIndex(max(self.part.findData(figure.part), 0))
        fraction = f" ({figure.line.fraction})" if figure.line.fraction else ""
        self.heading.setText(f"{figure.title}: {figure.line.big}{fraction}. {figure.period.words}")
        self._rows = ()  # those of another figure never stand under this one
        self.show_rows([], lambda row: row.child_id)
        self.empty.say("Looking for the children.", ())
        self.say_summary("", aloud=False)
        self._choose()

    def reload(self, changes: object = None) -> None:
        """Load the rows again, unless what changed is nothing that is counted."""
        if self._figure is not None and alters_lists(changes):
            self._choose()

    def _choose(self) -> None:
        assert self._figure is not None
        self._asked += 1
        number, today, figure, part = (
            self._asked,
            self.workplace.today(),
            self._figure,
            str(self.part.currentData()),
        )
        ask = self.workplace.operations.ask

        def done(rows: tuple[Behind, ...]) -> None:
            if isValid(self) and number == self._asked:
                self.busy.stop()
                self._rows = rows
                self.updated = self.now_words()
                self._show(aloud=True)
                if self._is_new and self.isVisible():  # the keyboard waited elsewhere for the rows
                    self._is_new = False
                    self.focus_first()

        def refused(error: UserError) -> None:
            if isValid(self) and number == self._asked:
                self.busy.stop()
                self.empty.say(f"{str(error).removesuffix('.')}.", ())

        self.busy.start("Looking for the children")
        self.workplace.run(lambda: ask(figure_lists.behind, figure, part, today=today), done, refused)

    def everything(self) -> Sequence[Any]:
        return self._rows

    def apply_filter(self) -> None:
        self._show(aloud=True)

    def about(self, row: Any) -> str:
        return f"{row.shown_name}. {row.whole_words}" if row.words else str(row.shown_name)

    def run_command(self, name: str) -> bool:
        match name:
            case "edit.export":
                self._export()
            case "edit.print":
                self._print()
            case _:
                return super().run_command(name)
        return True

    def _tell_how(self) -> None:
        if self._figure is not None:
            line = self._figure.line
            PlainDialog.tell(self, line.title, f"{line.definition}\n\nSource: {line.source}")

    def stated(self) -> tuple[str, ...]:
        """Return which figure, which part of it, and the order, in words."""
        assert self._figure is not None
        text = self.filter.text().strip()
        shown = f"{self.part.currentText()}{f', “{text}”' if text else ''}"
        return (
            f"{self._figure.title}, {self._figure.period.words}", f"Filtered: {shown}",
            f"Sorted: {self.model.sorted_in_words() or self.unsorted}",
        )  # fmt: skip

    def _show(self, *, aloud: bool) -> None:
        key = search_key(self.filter.text())
        rows = [
            row
            for row in self._rows
            if not key or key in search_key(f"{row.shown_name} {row.council_id} {row.whole_words}")
        ]
        self.show_rows(rows, lambda row: (row.child_id, row.kind, row.due_on, row.words))
        for button in (self.export, self.print_list):
            button.setEnabled(bool(rows))
        if not rows:
            self.empty.say("No rows match this filter." if key else "No children here.", ())
        self.summarise(aloud=aloud)

    def summarise(self, *, aloud: bool) -> None:
        order = self.model.sorted_in_words() or self.unsorted
        self.say_summary(
            f"Showing {self.model.rowCount()} of {len(self._rows)}. Filtered: {self.part.currentText()}. "
            f"Sorted: {order}. Updated {self.updated}",
            aloud=aloud,
        )

    def _export(self) -> None:
        if self._figure is None or not self.model.rowCount():
            return
        from lac_tracker.ui.screens.export_list import ExportDialog

        dialog = ExportDialog(
            self.workplace, self._figure.title, EXPORTED, figure_lists.to_export(self.model.rows(), self.workplace.today()),
            self.stated(), self,
        )  # fmt: skip
        dialog.said.connect(self.said)
        dialog.open()

    def _print(self) -> None:
        """Ask why names are needed, then show the rows on paper before they are printed."""
        if self._figure is None or not self.model.rowCount():
            return
        from lac_tracker.ui.screens.paper_purpose import ask_why

        ask_why(self.workplace, self._figure.title, EXPORTED, self.stated(), self, self._show_paper)

    def _show_paper(self, why: str) -> None:
        assert self._figure is not None
        from lac_tracker.ui.screens.report_preview import (
            ReportPreview,
        )  # the drawing of pages is not for the start

        held = self.workplace.operations.ask(
            figure_lists.on_paper, self.model.rows(), title=self._figure.title, stated=self.stated(), why=why,
            today=self.workplace.today(),
        )  # fmt: skip
        preview = ReportPreview(self.workplace, figure_lists.DOCUMENT, self._figure.title, held, self)
        preview.said.connect(self.said)
        preview.open()


def parts(figure: FigureWanted) -> tuple[tuple[str, str], ...]:
    """Return the parts of a figure that have children behind them, with their words and numbers."""
    line, known = figure.line, INDICATOR[figure.id]
    met = line.counted - line.missed
    words = (
        ("In time", "Missed")
        if known.group == "timeliness" and known.unit == "percent"
        else ("Counted as yes", "Counted as no")
    )
    found = [(MISSED, f"{words[1]} {line.missed}"), (MET, f"{words[0]} {met}"), (ALL, f"All {line.counted}")]
    left = {EXCLUDED_WORDS[key]: key for key in EXCLUDED_WORDS}
    found += [
        (f"{EXCLUDED}{left[said]}", f"Left out: {said} {count}")
        for said, count in line.excluded
        if said in left
    ]
    return tuple(found)
