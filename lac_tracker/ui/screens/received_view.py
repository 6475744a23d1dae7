"""A file that came, shown inside the window: pages as pictures, or text. No other program ever opens it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.received_files import KINDS, MEDIA_WORDS, SUFFIXES, TEXT
from lac_tracker.exchange.file_names import document_name
from lac_tracker.services import child_summary, received_files
from lac_tracker.services.changes import Changes
from lac_tracker.services.received_files import OpenedFile
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, set_tooltip
from lac_tracker.ui.screens.preview_parts import PageArea, PageBar, TallPage, step_of, wants_fit
from lac_tracker.ui.screens.received_dialogs import CorrectReceived, InError
from lac_tracker.ui.screens.received_reading import PageShown, page_of
from lac_tracker.ui.screens.record_page import Desk, Place, RecordPage
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.flow import Flow

FILE = "file"  # in Place.typed: the id of the file
_A4_RATIO = 842 / 595


class ReceivedPage(RecordPage):
    """That it was opened is written down before anything is painted. Saving a copy asks where, and is written down too."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "rcv")
        self._id = int(dict(place.typed)[FILE])
        self._opened: OpenedFile | None = None
        self._page, self._zoom, self._wanted, self._begun = 0, 0.0, 0, False
        self.head.title.setText("Received")
        self._error = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._error.setObjectName("rcv.problem")
        self._error.hide()
        self._busy = Busy(name="rcv.busy")
        self.bar, self.area = PageBar(), PageArea()
        self.text = QPlainTextEdit()
        self.text.setObjectName("rcv.text")
        self.text.setAccessibleName("Text of the page")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.area)
        self._stack.addWidget(self.text)
        self._place_buttons()
        self._lay_out()

    def words(self) -> str:
        return f"{self.head.title.text()}, received"

    def take_focus(self) -> None:
        (self.text if self._stack.currentWidget() is self.text else self.area).setFocus()

    def run(self, command: str) -> bool:
        match command:
            case "file.save":
                self.save_copy()
            case "edit.primary":
                self.back_wanted.emit()
            case _:
                return False
        return True

    def reload(self, changes: Changes) -> None:
        if changes.documents and self._opened is not None:
            self._load()

    @classmethod
    def choose_file(cls, parent: QWidget, suggested: str) -> Path | None:
        """Ask where a copy goes; None when the person changed their mind."""
        chosen, _ = QFileDialog.getSaveFileName(parent, "Save a copy", str(Path.home() / suggested))
        return Path(chosen) if chosen else None

    def save_copy(self) -> None:
        """Write a copy under a name that says nothing about the child, where the person says."""
        if self._opened is None:
            return
        one = self._opened.file
        suggested = document_name("received", one.received_on, f"R{one.id:05d}", SUFFIXES[one.media_type])
        path = self.choose_file(self, suggested)
        if path is None:
            return
        content = self._look().content  # once more, as this is written down as well
        write = self.desk.workplace.save_file
        self.work(
            lambda: write(path, content),
            lambda _done: self.said.emit(f"Saved a copy as {path.name}. It is not protected there."),
            self._refuse,
        )

    def turn(self, step: int) -> None:
        """Turn the pages by a quarter and remember it."""
        if self._opened is not None:
            degrees = (self._opened.file.turned + step) % 360
            self.desk.operations.do(received_files.turn, self._id, degrees)

    # Behind it

    def _look(self) -> OpenedFile:
        found: OpenedFile = self.desk.operations.look(received_files.opened, self._id)
        return found

    def _load(self) -> None:
        try:
            found = (
                self._look()
                if self._opened is None
                else self.desk.operations.ask(received_files.opened, self._id)
            )
        except UserError as error:
            self._refuse(error)
            self._opened = None
            self.bar.nothing()
            self.area.show_page(None)
            self.text.clear()
            return
        self._opened = found
        one = found.file
        self.head.title.setText(one.title)
        written = f", written {show_date(one.written_on)}" if one.written_on else ""
        self._about.setText(
            ". ".join(
                part
                for part in (
                    f"{KINDS.get(one.kind, one.kind)} from {one.source}{written}",
                    f"Received {show_date(one.received_on)}, filed by {one.added_by}",
                    f"Answers: {found.request_words}" if found.request_words else "",
                    "Third-party information" if one.third_party else "",
                    one.taken_out,
                    MEDIA_WORDS[one.media_type],
                )
                if part
            )
        )
        is_text = one.media_type == TEXT
        self._stack.setCurrentWidget(self.text if is_text else self.area)
        for button in self._turns:
            button.setVisible(not is_text)
        self._draw()

    def _draw(self) -> None:
        if self._opened is None:
            return
        one = self._opened.file
        self._wanted += 1
        number, ratio = self._wanted, self.devicePixelRatioF()
        job = partial(
            page_of, self._opened.content, one.media_type, self._page, longest=round(self._longest() * ratio),
            turned=one.turned,
        )  # fmt: skip
        self._busy.start("Drawing the page")
        self.work(job, lambda page: self._show(page, number), self._refuse)

    def _longest(self) -> float:
        """Return how many pixels the longer side of the page has: 96 to the inch of A4 at 100 %."""
        return self.area.room() * _A4_RATIO if not self._zoom else 1123 * self._zoom

    def _show(self, page: PageShown, number: int) -> None:
        if number != self._wanted or self._opened is None:
            return
        self._busy.stop()
        pages = self._opened.file.pages or 1
        if page.image is None:
            self.text.setPlainText(page.text)
        else:
            page.image.setDevicePixelRatio(self.devicePixelRatioF())
            self.area.show_page(page.image, f"{self._opened.file.title}, page {self._page + 1} of {pages}")
        self.bar.show_page(self._page + 1, pages, percent=round(100 * self._longest() / 1123), paper="")

    def _turn_page(self, step: int) -> None:
        pages = (self._opened.file.pages or 1) if self._opened is not None else 0
        if 0 <= self._page + step < pages:
            self._page += step
            self._draw()

    def _change_zoom(self, step: int) -> None:
        self._zoom = step_of(self._longest() / 1123, step) if step else 0.0
        self._draw()

    def _refuse(self, error: UserError) -> None:
        self._busy.stop()
        self._error.setText(f"{str(error).removesuffix('.')}.")
        self._error.show()

    def _correct(self) -> None:
        if self._opened is not None:
            CorrectReceived(self, self.desk.workplace, self.desk.child_id, self._facts(), self._opened).open()

    def _in_error(self) -> None:
        if self._opened is not None:
            one = self._opened.file
            dialog = InError(self, self.desk.workplace, self._facts(), one.id, one.title)
            dialog.accepted.connect(self.back_wanted)
            dialog.open()

    def _facts(self) -> BannerFacts:
        found: BannerFacts = self.desk.operations.ask(
            child_summary.heading, self.desk.child_id, today=self.desk.workplace.today()
        )
        return found

    def _place_buttons(self) -> None:
        acts = (
            ("Correct", "rcv.change", "Correct what is recorded about it", self._correct),
            ("Entered in error", "rcv.inError", "Strike it out, with the reason", self._in_error),
            (
                "Save a copy",
                "rcv.copy",
                "Save a copy outside the record, unprotected (Ctrl+S)",
                self.save_copy,
            ),
        )
        for words, name, help_words, act in acts:
            button = PlainButton(words, name=name)
            set_tooltip(button, help_words)
            button.clicked.connect(lambda _checked=False, act=act: act())
            self.head.add_button(button)
        close = PlainButton("Close", "primary", name="rcv.close")
        set_tooltip(close, "Close (Esc)")
        close.clicked.connect(lambda _checked=False: self.back_wanted.emit())
        self.head.add_button(close)

    def _lay_out(self) -> None:
        space = theme.current().space
        column = QVBoxLayout()
        column.setContentsMargins(space(6), 0, space(6), space(4))
        column.setSpacing(space(2))
        self._about = PlainLabel("", wraps=True)
        self._about.setObjectName("rcv.about")
        self._about.make_selectable()
        row = QWidget()
        flow = Flow(gap=space(2), line_gap=space(1))
        row.setLayout(flow)
        flow.addWidget(self.bar)
        self._turns = []
        for words, name, step in (("Turn left", "rcv.left", -90), ("Turn right", "rcv.right", 90)):
            button = PlainButton(words, "row", name=name)
            button.clicked.connect(lambda _checked=False, step=step: self.turn(step))
            flow.addWidget(button)
            self._turns.append(button)
        for widget in (self._about, self._error, self._busy, row):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        self.bar.turned.connect(self._turn_page)
        self.bar.zoomed.connect(self._change_zoom)
        if self.head.is_large:
            self.content.addWidget(TallPage(column, self._stack), 1)
        else:
            self.content.addLayout(column, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        elif wants_fit(event):
            self._change_zoom(0)
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._turn_page(1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+0 for the page: everywhere else it is the size of text."""
        if event.type() == QEvent.Type.ShortcutOverride and wants_fit(event):
            event.accept()
            return True
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Only once the page stands in its window is it known how wide its pages may be."""
        super().showEvent(event)
        if not self._begun:
            self._begun = True
            QTimer.singleShot(0, self, self._load)
