"""A document before it leaves the room: its pages as they will be on paper, checks, and Save PDF."""

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lac_tracker.domain.errors import UserError
from lac_tracker.exchange.file_names import document_name
from lac_tracker.services import child_summary, dispatch
from lac_tracker.services.changes import Changes
from lac_tracker.services.dispatch import KeptDocument
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint, icon_button
from lac_tracker.ui.screens.page_pictures import PagePictures, draw_pages, page_width
from lac_tracker.ui.screens.record_page import LARGE, Desk, Place, RecordPage, attempt, clear
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow

TITLES = {"gp-summary": "GP summary", "full-plan": "Full plan"}
ONE_PAGE = ("gp-summary",)
_ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_THUMBNAIL = 0.12  # of the size on paper


@dataclass(frozen=True)
class _Drawn:
    content: bytes
    pages: PagePictures
    thumbnails: PagePictures


class PreviewPage(RecordPage):
    """Nothing is kept by looking. Save PDF makes the document, keeps it with the record and writes the file.

    titles: the documents to look at, by name; other papers of the record override it with `gather` and `make`.
    """

    titles = TITLES

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "pv")
        facts = desk.operations.ask(child_summary.summary, desk.child_id, today=desk.workplace.today()).banner
        self.head.title.setText("Preview")
        self.head.say(
            f"{facts.name_words}   Born {facts.born_words}   NHS No. {facts.nhs_words}", is_in_banner=True
        )
        self._document = place.document or next(iter(self.titles))
        self._drawn: _Drawn | None = None
        self._kept: dict[str, KeptDocument] = {}
        self._zoom: float | None = None  # None: as wide as there is room
        self._wanted = 0  # the newest drawing asked for: older ones are not shown
        self._shown = False
        self._build()
        self._show_nothing()

    def words(self) -> str:
        return f"{self.titles[self._document]}, preview"

    def take_focus(self) -> None:
        self._area.setFocus()

    def run(self, command: str) -> bool:
        match command:
            case "file.save" | "edit.primary":
                self.save()
            case _:
                return False
        return True

    def place(self) -> Place:
        return replace(self.here, document=self._document)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Escape:
                self.back_wanted.emit()
            case Qt.Key.Key_PageDown | Qt.Key.Key_PageUp if control:
                self._next_document()
            case Qt.Key.Key_PageDown:
                self._turn(1)
            case Qt.Key.Key_PageUp:
                self._turn(-1)
            case _:
                super().keyPressEvent(event)

    @classmethod
    def choose_file(cls, parent: QWidget, suggested: str) -> Path | None:
        """Ask where to save; None when the person changed their mind."""
        chosen, _ = QFileDialog.getSaveFileName(
            parent, "Save PDF", str(Path.home() / suggested), "PDF (*.pdf)"
        )
        return Path(chosen) if chosen else None

    def show_document(self, document: str) -> None:
        """Draw a document: as it was kept here, else as it would be made now."""
        self._document = document
        self._chips.switch(document)
        self._drawn = None
        self._error.hide()
        self._show_nothing()
        kept = self._kept.get(document)
        if kept is not None:
            self._draw(lambda: kept.content)
            return
        held = self.gather(document)
        render, paper = self.desk.workplace.render, self.paper(document)
        self._draw(lambda: render(paper, held))

    def gather(self, document: str) -> object:
        """Return what a document holds, as it would be made now."""
        return self.desk.operations.ask(dispatch.preview_document, self.desk.child_id, document)

    def paper(self, document: str) -> str:
        """Return the name by which a document is drawn."""
        return document

    def make(self, document: str) -> tuple[Changes | None, str]:
        """Make a document and keep it; return (its changes, ''), or (None, the words of the refusal)."""
        operations, child_id = self.desk.operations, self.desk.child_id
        return attempt(operations, dispatch.make_document, child_id, document, self.desk.workplace.render)

    def save(self) -> None:
        """Make the document, keep it, and write the file under a name that says nothing about the child."""
        if self._drawn is None:
            return
        kept = self._kept.get(self._document) or self._make()
        if kept is None:
            return
        day = kept.assessed_on or self.desk.workplace.today()
        path = self.choose_file(self, document_name(kept.document, day, kept.reference.split("-")[0]))
        if path is None:
            return
        write = self.desk.workplace.save_file
        self.work(lambda: write(path, kept.content), lambda _done: self._say_saved(path), self._refuse)

    def _make(self) -> KeptDocument | None:
        changes, words = self.make(self._document)
        if changes is None:
            self._say_error(words)
            return None
        kept: KeptDocument = self.desk.operations.ask(
            dispatch.kept_document, self.desk.child_id, changes.made_id
        )
        self._kept[self._document] = kept
        self._draw(lambda: kept.content)
        return kept

    def _say_saved(self, path: Path) -> None:
        self._error.hide()
        self.said.emit(f"Saved {path.name}. A copy is kept in the record.")

    def _refuse(self, error: UserError) -> None:
        self._say_error(str(error))

    def _say_error(self, words: str) -> None:
        self._error.setText(words)
        self._error.show()

    def _draw(self, made) -> None:
        """Have the bytes made and the pages drawn; what is asked for later wins."""
        self._wanted += 1
        number, zoom, ratio = self._wanted, self._zoom_now(), self.devicePixelRatioF()

        def job() -> _Drawn:
            content = made()
            return _Drawn(content, draw_pages(content, zoom, ratio), draw_pages(content, _THUMBNAIL, ratio))

        self._busy.start("Drawing the pages")
        self.work(job, lambda drawn: self._show(drawn, number), lambda error: self._could_not(error, number))

    def _could_not(self, error: UserError, number: int) -> None:
        if number == self._wanted:
            self._busy.stop()
            self._say_error(str(error))

    def _show(self, drawn: _Drawn, number: int) -> None:
        if number != self._wanted:
            return
        self._busy.stop()
        self._drawn = drawn
        page = max(self._pages.currentRow(), 0)
        self._pages.blockSignals(True)
        self._pages.clear()
        for place, picture in enumerate(drawn.thumbnails.images, 1):
            item = QListWidgetItem(QIcon(QPixmap.fromImage(picture)), f"Page {place}")
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._pages.addItem(item)
        self._pages.setCurrentRow(min(page, len(drawn.pages.images) - 1))
        self._pages.blockSignals(False)
        self._show_page(self._pages.currentRow())
        self._show_checks(drawn.pages)
        for button in (self._save, self._smaller, self._larger):
            button.setEnabled(True)

    def _show_nothing(self) -> None:
        self._page.clear()
        self._count.setText("")
        self._pages.clear()
        for button in (self._previous, self._next, self._save, self._smaller, self._larger):
            button.setEnabled(False)

    def _show_page(self, row: int) -> None:
        if self._drawn is None or row < 0:
            return
        images = self._drawn.pages.images
        self._page.setPixmap(QPixmap.fromImage(images[row]))
        self._page.setFixedSize((images[row].deviceIndependentSize()).toSize())
        self._count.setText(f"Page {row + 1} of {len(images)}")
        self._page.setAccessibleName(f"{self.titles[self._document]}, page {row + 1} of {len(images)}")
        self._previous.setEnabled(row > 0)
        self._next.setEnabled(row + 1 < len(images))
        self._area.verticalScrollBar().setValue(0)

    def _show_checks(self, pages: PagePictures) -> None:
        clear(self._checks.body)
        count = len(pages.images)
        lines = [
            (
                "complete" if pages.is_portrait_a4 else "fix",
                "A4 portrait, upright" if pages.is_portrait_a4 else "Not A4 portrait",
            )
        ]
        if self._document in ONE_PAGE:
            lines.insert(0, ("complete", "1 page") if count == 1 else ("fix", f"{count} pages: it must be 1"))
        else:
            lines.insert(0, ("information", "1 page" if count == 1 else f"{count} pages"))
        kept = self._kept.get(self._document)
        version = (
            f"Kept in the record as version {kept.version_number}"
            if kept
            else "Not kept yet: Save PDF keeps it"
        )
        lines.append(("complete" if kept else "information", version))
        for status, words in lines:
            self._checks.body.addWidget(icon_line(status, PlainLabel(words, wraps=True)))

    def _turn(self, step: int) -> None:
        row = self._pages.currentRow() + step
        if 0 <= row < self._pages.count():
            self._pages.setCurrentRow(row)

    def _next_document(self) -> None:
        names = list(self.titles)
        self.show_document(names[(names.index(self._document) + 1) % len(names)])

    def _zoom_now(self) -> float:
        if self._zoom is not None:
            return self._zoom
        room = max(self._area.width() - theme.current().space(8), 320)
        return min(max(room / page_width(1), _ZOOMS[0]), _ZOOMS[-1])

    def _change_zoom(self, step: int) -> None:
        now = self._zoom_now()
        steps = [zoom for zoom in _ZOOMS if (zoom > now + 0.01 if step > 0 else zoom < now - 0.01)]
        if steps:
            self._set_zoom(steps[0] if step > 0 else steps[-1])

    def _set_zoom(self, zoom: float | None) -> None:
        self._zoom = zoom
        if self._drawn is not None:
            content = self._drawn.content
            self._draw(lambda: content)

    def showEvent(self, event: QShowEvent) -> None:
        """Only once the page stands in its window is it known how wide the pages may be."""
        super().showEvent(event)
        if not self._shown:
            self._shown = True
            QTimer.singleShot(0, self, lambda: self.show_document(self._document))

    def _build(self) -> None:
        space = theme.current().space
        self._chips = ChipRow(
            tuple(ChipFacts(name, title) for name, title in self.titles.items()), label="Documents", name="pv.documents",
            one_only=True,
        )  # fmt: skip
        self._chips.toggled.connect(lambda key, _on: self.show_document(key))
        self.head.add_below(self._chips)
        self._save = PlainButton("Save PDF", "primary", icon="fa6s.file-pdf", name="pv.save")
        self._save.setToolTip("Save PDF (Ctrl+S)")
        self._save.clicked.connect(lambda _checked=False: self.save())
        close = PlainButton("Close", name="pv.close")
        close.setToolTip("Close (Esc)")
        close.clicked.connect(lambda _checked=False: self.back_wanted.emit())
        self.head.add_button(close)
        self.head.add_button(self._save)
        self._error = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._error.setObjectName("pv.error")
        self._error.hide()
        self._busy = Busy(name="pv.busy")
        column = QVBoxLayout()
        column.setContentsMargins(space(6), 0, space(6), space(4))
        column.setSpacing(space(2))
        column.addWidget(self._error)
        column.addWidget(self._busy)
        column.addLayout(self._bar())
        large = theme.current().text_percent >= LARGE
        across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        across.setSpacing(space(3))
        across.addWidget(self._page_list())
        across.addWidget(self._page_area(), 1)
        self._checks = Card("Checks", name="pv.checks")
        if large:
            self._pages.hide()
            column.addLayout(across, 1)
        else:
            self._checks.setFixedWidth(theme.current().characters(30))
            side = QVBoxLayout()
            side.addWidget(self._checks)
            side.addStretch()
            across.addLayout(side)
            column.addLayout(across, 1)
        if large:  # no room: the pages say it themselves
            self._checks.setParent(self)
            self._checks.hide()
        self.content.addLayout(column, 1)

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.current().space(2))
        self._previous = icon_button("fa6s.chevron-left", "Previous page (PgUp)", name="pv.prev")
        self._next = icon_button("fa6s.chevron-right", "Next page (PgDn)", name="pv.next")
        self._previous.clicked.connect(lambda _checked=False: self._turn(-1))
        self._next.clicked.connect(lambda _checked=False: self._turn(1))
        self._count = hint("")
        self._count.setWordWrap(False)
        self._count.setObjectName("pv.count")
        self._smaller = icon_button("fa6s.minus", "Smaller", name="pv.zoom.smaller")
        self._larger = icon_button("fa6s.plus", "Larger", name="pv.zoom.larger")
        self._smaller.clicked.connect(lambda _checked=False: self._change_zoom(-1))
        self._larger.clicked.connect(lambda _checked=False: self._change_zoom(1))
        fit = PlainButton("Fit width", "row", name="pv.zoom")
        fit.clicked.connect(lambda _checked=False: self._set_zoom(None))
        row.addWidget(self._previous)
        row.addWidget(self._count)
        row.addWidget(self._next)
        row.addStretch()
        for button in (fit, self._smaller, self._larger):
            row.addWidget(button)
        return row

    def _page_list(self) -> QListWidget:
        self._pages = QListWidget()
        self._pages.setObjectName("pv.pages")
        self._pages.setAccessibleName("Pages")
        self._pages.setViewMode(QListWidget.ViewMode.IconMode)
        self._pages.setFlow(QListWidget.Flow.TopToBottom)
        self._pages.setWrapping(False)
        self._pages.setMovement(QListWidget.Movement.Static)
        width = round(page_width(_THUMBNAIL))
        self._pages.setIconSize(QSize(width, round(width * 1.42)))
        self._pages.setFixedWidth(width + theme.current().scaled(56))
        self._pages.currentRowChanged.connect(self._show_page)
        return self._pages

    def _page_area(self) -> QScrollArea:
        self._page = QLabel()
        self._page.setObjectName("pv.page")
        self._page.setFrameShape(QFrame.Shape.Box)
        self._area = _PageArea()
        self._area.setObjectName("pv.area")
        self._area.setAccessibleName("Page")
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setWidget(self._page)
        return self._area


class _PageArea(QScrollArea):
    """Leaves the keys that turn pages to the preview."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)
