"""A printed list before it leaves: its pages, Save PDF and Print. The names on it are those the list showed."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from lac_tracker.domain.list_papers import OverdueList
from lac_tracker.exchange.file_names import document_name
from lac_tracker.services import list_papers
from lac_tracker.services.document_checks import Finding
from lac_tracker.ui.screens import letters, preview_checks
from lac_tracker.ui.screens.preview_pages import Drawn, PreviewPages
from lac_tracker.ui.screens.print_job import Printing
from lac_tracker.ui.screens.record_page import Desk, Place
from lac_tracker.ui.workplace import Workplace

_TITLE = "Overdue and due"
_NO_CHILD = 0  # the list is about many


class ListPreview(QDialog):
    """Open it with `open()`.

    Signals:
        said: something was done; carries the words for the message bar.
    """

    said = Signal(str)

    def __init__(self, workplace: Workplace, held: OverdueList, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("pv.list")
        self.setWindowTitle("Preview")
        self.page = _ListPages(workplace, held)
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


class _ListPages(PreviewPages):
    def __init__(self, workplace: Workplace, held: OverdueList) -> None:
        super().__init__(Desk(workplace, _NO_CHILD), Place(_NO_CHILD, "preview"), {"overdue-list": _TITLE})
        self._held = held
        self.head.title.setText("Preview")
        self.say_whose(
            f"{_TITLE}: {len(held.rows)} of {held.of}. Filtered: {held.filtered}. Sorted: {held.order}",
            always=True,
        )
        self.sent_button.hide()
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        self.print_button.clicked.connect(lambda _checked=False: self.print())

    def title_shown(self) -> str:
        return _TITLE

    def take_focus(self) -> None:
        self.area.setFocus()

    def shown(self, drawn: Drawn) -> None:
        self.show_ready(is_kept=False)
        self.sent_button.hide()
        self.checks.show_findings(
            preview_checks.of_file(drawn.measured, one_page=False, missing=drawn.missing)
        )

    def fix(self, one: Finding) -> None:
        """Nothing that is measured of a list is mended on another page."""

    def save(self) -> None:
        """Write the list under a name that names nobody."""
        if self.drawn is None:
            return
        name = document_name(list_papers.DOCUMENT, self._held.made_on, self._held.reference)
        path = letters.choose_file(self, name)
        if path is None:
            return
        write, content = self.desk.workplace.save_file, self.drawn.content
        self.work(lambda: write(path, content), lambda _done: self._say_saved(path), self.refuse)

    def print(self) -> None:
        """Print the list, upright."""
        if self.drawn is not None and self.may_print():
            self.send_to_printer(self.drawn.content, self._held.reference)

    def _say_saved(self, path: Path) -> None:
        self.say_error("")
        self.said.emit(f"Saved {path.name}. It names children: keep it safe, and delete it when done.")

    def printed(self, wanted: Printing) -> None:
        self.said.emit(f"Sent to {wanted.printer}.")

    def begin(self) -> None:
        self.panel.load()
        self.take_focus()
        render, held = self.desk.workplace.render, self._held
        self.draw(lambda: (render(list_papers.DOCUMENT, held), ()))
