"""A report before it leaves: its pages, Save PDF and Print. What it names is what its reader may have."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from lac_tracker.domain.disposal import DisposalCertificate
from lac_tracker.domain.list_papers import OverdueList
from lac_tracker.domain.performance import EvidencePack, PerformanceReport
from lac_tracker.domain.table_report import TableReport
from lac_tracker.exchange.file_names import document_name
from lac_tracker.services.document_checks import Finding
from lac_tracker.ui.screens import letters, preview_checks
from lac_tracker.ui.screens.preview_pages import Drawn, PreviewPages
from lac_tracker.ui.screens.print_job import Printing
from lac_tracker.ui.screens.record_page import Desk, Place
from lac_tracker.ui.workplace import Workplace

Held = PerformanceReport | EvidencePack | TableReport | OverdueList | DisposalCertificate
_NO_CHILD = 0  # a report is about many
_NAMED = "It names children: keep it safe, and delete it when done."
_COUNTS = "It names nobody."


class ReportPreview(QDialog):
    """Open it with `open()`.

    Signals:
        said: something was done; carries the words for the message bar.
    """

    said = Signal(str)

    def __init__(self, workplace: Workplace, document: str, title: str, held: Held, parent: QWidget) -> None:
        """document: its name in the catalogue. title: what it is called on the screen."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("pv.report")
        self.setWindowTitle("Preview")
        self.page = _ReportPages(workplace, document, title, held)
        self.page.back_wanted.connect(self.reject)
        self.page.said.connect(self.said)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        room = self.screen().availableGeometry()
        self.resize(min(room.width(), 1280), round(room.height() * 0.94))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_P, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.page.print()
        elif control and event.key() == Qt.Key.Key_S:
            self.page.save()
        else:
            super().keyPressEvent(event)


class _ReportPages(PreviewPages):
    def __init__(self, workplace: Workplace, document: str, title: str, held: Held) -> None:
        super().__init__(Desk(workplace, _NO_CHILD), Place(_NO_CHILD, "preview"), {document: title})
        self._document, self._title, self._held = document, title, held
        self.head.title.setText("Preview")
        self.say_whose(f"{title}: {_about(held)}", always=True)
        self.sent_button.hide()
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        self.print_button.clicked.connect(lambda _checked=False: self.print())

    def title_shown(self) -> str:
        return self._title

    def take_focus(self) -> None:
        self.area.setFocus()

    def shown(self, drawn: Drawn) -> None:
        self.show_ready(is_kept=False)
        self.sent_button.hide()
        self.checks.show_findings(
            preview_checks.of_file(drawn.measured, one_page=False, missing=drawn.missing)
        )

    def fix(self, one: Finding) -> None:
        """Nothing that is measured of a report is mended on another page."""

    def save(self) -> None:
        """Write the report under a name that names nobody."""
        if self.drawn is None:
            return
        name = document_name(self._document, self._held.made_on, self._held.reference)
        path = letters.choose_file(self, name)
        if path is None:
            return
        write, content = self.desk.workplace.save_file, self.drawn.content
        self.work(lambda: write(path, content), lambda _done: self._say_saved(path), self.refuse)

    def print(self) -> None:
        """Print the report, upright."""
        if self.drawn is not None and self.may_print():
            self.send_to_printer(self.drawn.content, self._held.reference)

    def _say_saved(self, path: Path) -> None:
        self.say_error("")
        names = isinstance(self._held, TableReport | OverdueList) and self._held.names_children
        self.said.emit(f"Saved {path.name}. {_NAMED if names else _COUNTS}")

    def printed(self, wanted: Printing) -> None:
        self.said.emit(f"Sent to {wanted.printer}.")

    def begin(self) -> None:
        self.panel.load()
        self.take_focus()
        render, held = self.desk.workplace.render, self._held
        self.draw(lambda: (render(self._document, held), ()))


def _about(held: Held) -> str:
    if isinstance(held, OverdueList):
        return f"{len(held.rows)} of {held.of}. Filtered: {held.filtered}. Sorted: {held.order}"
    if isinstance(held, TableReport):
        return ". ".join((*held.stated, "1 row" if len(held.rows) == 1 else f"{len(held.rows):,} rows"))
    if isinstance(held, DisposalCertificate):
        return f"{held.record_number}. It tells nothing of whom it was about"
    return f"{held.period}. Counts only"
