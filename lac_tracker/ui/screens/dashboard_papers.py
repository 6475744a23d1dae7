"""What leaves the dashboard: its report through the preview, and its figures as a file."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget
from shiboken6 import isValid

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.exports import Cell, Column
from lac_tracker.domain.figure_words import STANDING_WORDS, FigureLine
from lac_tracker.domain.periods import Period
from lac_tracker.services import list_exports, performance
from lac_tracker.services.list_exports import Asked
from lac_tracker.ui.screens.export_list import ExportDialog
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.screens.report_preview import ReportPreview
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.workplace import Workplace

TITLE = "Performance report"
HIDE = "Hide numbers under 5: for readers outside the team"
COLUMNS = (
    Column("Indicator", width=24), Column("Title", width=40), Column("Group"), Column("Result", width=14),
    Column("Numbers", width=16), Column("Target", width=14), Column("Standing", width=16), Column("Before", width=26),
    Column("Parts", width=50), Column("Left out", width=50), Column("How it is counted", width=80),
)  # fmt: skip


class PrintReport(RecordDialog):
    """Asks who reads the report, works it out, and shows it before it is printed.

    Signals:
        said: something was done; carries the words for the message bar.
    """

    said = Signal(str)

    def __init__(self, workplace: Workplace, held: Period, before: Period | None, parent: QWidget) -> None:
        super().__init__(
            parent, workplace.operations, TITLE, None,
            explanation=f"{held.words}{f', compared with {before.words}' if before else ''}. Counts only: no child is named.",
            verbs=("Cancel", "Preview"), names=("report.cancel", "report.preview"), enter_saves=True,
        )  # fmt: skip
        self._workplace, self._held, self._compared = workplace, held, before
        self.hides = QCheckBox(HIDE)
        self.hides.setObjectName("report.hideSmall")
        self.hides.setChecked(True)
        self.add_words(self.hides)
        self._busy = Busy(name="report.busy")
        self.add_words(self._busy)
        self.ready()
        self.hides.setFocus()

    def commands(self) -> Runs:
        """It saves nothing: see `save`."""
        return []

    def save(self) -> None:
        """Work the report out off the screen's thread, then show its pages."""
        operations, today = self._workplace.operations, self._workplace.today()
        held, before, hides = self._held, self._compared, self.hides.isChecked()

        def job() -> object:
            operations.work(list_exports.note, Asked(TITLE, (), ()))
            return operations.ask(performance.report, held, before, hides_small=hides, today=today)

        self._busy.start("Working out the report")
        self._workplace.run(job, self._show_pages, self._refuse)

    def reject(self) -> None:
        """Nothing typed here is lost."""
        self.done(0)

    def _show_pages(self, held: object) -> None:
        if not isValid(self):
            return
        self._busy.stop()
        parent = self.parentWidget()
        preview = ReportPreview(self._workplace, performance.DOCUMENT, TITLE, held, parent)  # type: ignore[arg-type]
        preview.said.connect(self.said)
        self.accept()
        preview.open()

    def _refuse(self, error: UserError) -> None:
        if isValid(self):
            self._busy.stop()
            self._show(str(error))


def rows(lines: tuple[FigureLine, ...]) -> list[tuple[Cell, ...]]:
    """Return figures as rows under COLUMNS."""
    return [
        (
            line.id, line.title, line.group, line.big, line.fraction, line.target, STANDING_WORDS[line.standing],
            line.change, "; ".join(f"{words}: {told}" for words, told in line.split),
            "; ".join(f"{words}: {told}" for words, told in line.excluded), line.definition,
        )
        for line in lines
    ]  # fmt: skip


def export_dialog(
    workplace: Workplace, lines: tuple[FigureLine, ...], held: Period, before: Period | None, parent: QWidget
) -> ExportDialog:
    """Return the dialog that writes the figures of a period into a file."""
    stated = [f"Period: {held.words}", *([f"Compared with {before.words}"] if before else [])]
    return ExportDialog(workplace, "Figures", COLUMNS, rows(lines), tuple(stated), parent, shape="xlsx")
