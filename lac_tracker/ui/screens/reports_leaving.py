"""How a report leaves: through the preview as PDF, or as a file; why names are needed is asked and written down first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.exports import PURPOSES
from lac_tracker.domain.team_reports import Found, Report
from lac_tracker.services import evidence, list_exports, performance, team_reports
from lac_tracker.services.list_exports import Asked
from lac_tracker.ui.screens.dashboard_papers import export_dialog
from lac_tracker.ui.screens.export_list import ExportDialog
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.screens.report_preview import ReportPreview
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.workplace import Workplace

if TYPE_CHECKING:
    from lac_tracker.ui.screens.reports import Reports

_WHY = "Why do you need names?"


class PaperPurpose(RecordDialog):
    """Asks why names are needed before a list goes on paper.

    Signals:
        chosen: carries the key of the purpose.
    """

    chosen = Signal(str)

    def __init__(self, workplace: Workplace, what: str, parent: QWidget) -> None:
        super().__init__(
            parent, workplace.operations, f"On paper: {what}", None, verbs=("Cancel", "Preview"),
            names=("paper.cancel", "paper.preview"), enter_saves=True,
        )  # fmt: skip
        self.why = ChoiceBox(_WHY, tuple((one.key, one.words) for one in PURPOSES), name="paper.why")
        self.add(_WHY, self.why, hint="What you choose is kept in the audit log with this list.")
        self.ready()

    def commands(self) -> Runs:
        """It saves nothing: see `save`."""
        return []

    def save(self) -> None:
        """Go on once a purpose is chosen."""
        if not self.why.value():
            self._show(f"{_WHY} Choose one")
            return
        self.chosen.emit(self.why.value())
        self.done(1)

    def reject(self) -> None:
        """Nothing typed here is lost."""
        self.done(0)


def preview(page: Reports) -> None:
    """Show the pages of the chosen report; of a list with names, ask why they are needed first."""
    one = page.report
    if one.shape in ("performance", "evidence"):
        _paper_of_figures(page, one)
    elif page.found is not None and one.names_children:
        dialog = PaperPurpose(page.workplace, one.title, page)
        dialog.chosen.connect(lambda why: _list_on_paper(page, one, page.found, why))
        dialog.open()
    elif page.found is not None:
        _list_on_paper(page, one, page.found, "")


def export(page: Reports) -> None:
    """Write the chosen report as a file of the chosen format."""
    one, shape = page.report, page.format.value()
    if shape == "pdf" or one.shape == "evidence":
        preview(page)
        return
    if one.shape == "performance":
        _figures_as_file(page, shape)
        return
    if page.found is None:
        return
    dialog = ExportDialog(
        page.workplace, one.title, page.found.columns, team_reports.rows_of(page.found), page.found.stated, page,
        shape="xlsx" if shape == "xlsx" else "csv",
    )  # fmt: skip
    dialog.said.connect(page.said)
    dialog.open()


def _list_on_paper(page: Reports, one: Report, found: Found | None, why: str) -> None:
    assert found is not None
    operations, today = page.workplace.operations, page.workplace.today()

    def job() -> Any:
        operations.work(list_exports.note, Asked(one.title, found.columns, (), found.stated, why))
        return operations.ask(team_reports.on_paper, one.key, found, why, today=today)

    _show_pages(page, job, team_reports.DOCUMENT, one.title)


def _paper_of_figures(page: Reports, one: Report) -> None:
    operations, today, asked = page.workplace.operations, page.workplace.today(), page.params.params()

    def job() -> Any:
        operations.work(list_exports.note, Asked(one.title, (), ()))
        if one.shape == "evidence":
            return operations.ask(evidence.pack, asked.period, hides_small=asked.hides_small, today=today)
        return operations.ask(
            performance.report, asked.period, asked.compared, hides_small=asked.hides_small, today=today
        )

    _show_pages(page, job, evidence.DOCUMENT if one.shape == "evidence" else performance.DOCUMENT, one.title)


def _figures_as_file(page: Reports, shape: str) -> None:
    from lac_tracker.services import dashboard

    operations, today, asked = page.workplace.operations, page.workplace.today(), page.params.params()
    page.busy.start("Working out the figures")

    def done(lines: Any) -> None:
        page.busy.stop()
        dialog = export_dialog(page.workplace, lines, asked.period, asked.compared, page)
        dialog.shape.set_value(shape)
        dialog.said.connect(page.said)
        dialog.open()

    page.workplace.run(
        lambda: operations.ask(
            dashboard.lines, asked.period, asked.compared, today=today, hides_small=asked.hides_small
        ),
        done,
        lambda error: _refused(page, error),
    )


def _show_pages(page: Reports, job: Any, document: str, words: str) -> None:
    page.busy.start("Making the pages")

    def done(held: Any) -> None:
        page.busy.stop()
        shown = ReportPreview(page.workplace, document, words, held, page)
        shown.said.connect(page.said)
        shown.open()

    page.workplace.run(job, done, lambda error: _refused(page, error))


def _refused(page: Reports, error: UserError) -> None:
    page.busy.stop()
    page.count.setText(f"{str(error).removesuffix('.')}.")
