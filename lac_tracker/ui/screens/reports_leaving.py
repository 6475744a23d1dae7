"""How a report leaves: through the preview as PDF, or as a file; why names are needed is asked and written down first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.exports import NO_NAMES
from lac_tracker.domain.extracts import EXTRACT, Extract
from lac_tracker.domain.team_reports import Found, Report
from lac_tracker.services import evidence, list_exports, performance, team_reports
from lac_tracker.services.list_exports import Asked
from lac_tracker.ui.screens.dashboard_papers import export_dialog
from lac_tracker.ui.screens.export_list import ExportDialog
from lac_tracker.ui.screens.paper_purpose import ask_why
from lac_tracker.ui.screens.report_preview import ReportPreview

if TYPE_CHECKING:
    from lac_tracker.ui.screens.reports import Reports


def preview(page: Reports) -> None:
    """Show the pages of the chosen report; of a list with names, ask why they are needed first."""
    one = page.report
    if one.shape in ("performance", "evidence"):
        _paper_of_figures(page, one)
    elif (found := page.found) is not None:
        ask_why(
            page.workplace, one.title, found.columns, found.stated, page,
            lambda why: _list_on_paper(page, one, found, why),
        )  # fmt: skip


def export(page: Reports) -> None:
    """Write the chosen report as a file of the chosen format."""
    one, shape = page.report, page.format.value()
    if shape == "pdf" or one.shape == "evidence":
        preview(page)
        return
    if one.shape == "performance":
        _figures_as_file(page, shape)
        return
    if one.shape == "extract":
        _extract(page, one, shape)
        return
    if page.found is None:
        return
    dialog = ExportDialog(
        page.workplace, one.title, page.found.columns, team_reports.rows_of(page.found), page.found.stated, page,
        shape="xlsx" if shape == "xlsx" else "csv",
    )  # fmt: skip
    dialog.said.connect(page.said)
    dialog.open()


def extract_words(one: Report) -> str:
    """Return in words what an extract holds, and that every row of the team leaves."""
    extract = _extract_of(one)
    names = "It names children." if extract.names_anybody else "It names nobody."
    return f"{len(extract.fields)} columns, every child of the team. {names} Sorted: {extract.order}."


def _extract_of(one: Report) -> Extract:
    return EXTRACT[one.key.removeprefix("extract_").replace("_", "-")]


def _extract(page: Reports, one: Report, shape: str) -> None:
    """Ask why names are needed, then write an extract: its rows are found as they are written."""
    from lac_tracker.exchange import extract_file  # as what the rows are made of: most reports do without
    from lac_tracker.services import flat_extracts

    extract = _extract_of(one)
    asked = flat_extracts.asked(extract.key, today=page.workplace.today(), why=NO_NAMES)
    dialog = ExportDialog(
        page.workplace, asked.what, asked.columns, asked.rows, asked.stated, page,
        shape="xlsx" if shape == "xlsx" else "csv", writer=partial(extract_file.write, extract),
    )  # fmt: skip
    dialog.said.connect(page.said)
    dialog.open()


def _list_on_paper(page: Reports, one: Report, found: Found, why: str) -> None:
    operations, today = page.workplace.operations, page.workplace.today()

    def job() -> Any:
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
