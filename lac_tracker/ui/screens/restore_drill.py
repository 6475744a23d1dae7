"""The report on a restore that was tried: to read, to copy, and to keep as a file for the toolkit."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from lac_tracker.domain.errors import UserError
from lac_tracker.services.restore_drill import Drill, drill_lines
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainDialog, PlainLabel, PlainTextEdit
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.workplace import Workplace

_LINES, _LINES_LARGE = 14, 7


class DrillReport(PlainDialog):
    """Opened with `open()`."""

    def __init__(self, parent: QWidget, workplace: Workplace, held: Drill) -> None:
        what = "The backup can be restored" if held.is_fine else "This backup can't be relied on"
        super().__init__(parent, what, "", ("Close",))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workplace = workplace
        self._held = held
        self.body.hide()
        words = (
            "Every part of it is in order" if held.is_fine else "Something in it is not in order: see below"
        )
        self.extra.addWidget(
            icon_line("met" if held.is_fine else "not_met", PlainLabel(f"{words}.", wraps=True))
        )
        shown = theme.current()
        self.setMinimumWidth(min(shown.characters(66) + 2 * shown.space(6), 1200))
        lines = _LINES_LARGE if shown.text_percent >= LARGE else _LINES
        self.report = PlainTextEdit("\n".join(drill_lines(held)), least_lines=lines, most_lines=lines)
        self.report.setObjectName("drill.report")
        self.report.setAccessibleName("Report on the restore that was tried")
        self.report.setReadOnly(True)
        self.extra.addWidget(self.report)
        self.save = PlainButton("Save the report as a file", name="drill.save")
        self.save.clicked.connect(lambda _checked=False: self._save())
        self.said = PlainLabel("", wraps=True)
        self.said.setObjectName("drill.said")
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addWidget(self.said, 1)
        self.extra.addLayout(row)
        close = self.findChild(PlainButton, "dialog.choice0")
        if close is not None:
            close.setFocus()

    def _save(self) -> None:
        offered = Path.home() / f"restore-drill-{self._held.held_at:%Y-%m-%d}.txt"
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the report", str(offered), "Text (*.txt)")
        if not chosen:
            return
        try:
            self._workplace.save_file(Path(chosen), ("\n".join(drill_lines(self._held)) + "\n").encode())
        except UserError as error:
            self.said.setText(str(error))
        else:
            self.said.setText(f"Saved as {chosen}.")
