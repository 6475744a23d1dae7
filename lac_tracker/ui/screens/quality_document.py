"""The document of a review as pages, and the page that a criterion is about."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.received_files import PDF, TEXT
from lac_tracker.services import quality_documents
from lac_tracker.services.quality_documents import ReviewedDocument
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel, hint
from lac_tracker.ui.screens.page_pictures import page_sizes, page_words
from lac_tracker.ui.screens.preview_parts import PageArea, PageBar, step_of
from lac_tracker.ui.screens.received_reading import PageShown, page_of
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.workplace import Workplace

_A4_HEIGHT = 1123  # pixels at 96 to the inch
_RATIO = 842 / 595


class DocumentPane(QWidget):
    """Read only. That it was opened is written down before anything is painted."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.setObjectName("qar.doc")
        self.setAccessibleName("The document")
        self._workplace = workplace
        self._content, self._media, self._turned = b"", PDF, 0
        self._pages, self._page, self._zoom, self._wanted = 0, 0, 0.0, 0
        self._words: tuple[str, ...] = ()
        self._title = hint("")
        self._title.setObjectName("qar.doc.title")
        self._error = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._error.setObjectName("qar.doc.problem")
        self._error.hide()
        self._busy = Busy(name="qar.doc.busy")
        self.bar, self.area = PageBar(), PageArea()
        self.bar.paper.hide()
        self.text = QPlainTextEdit()
        self.text.setObjectName("qar.doc.text")
        self.text.setAccessibleName("Text of the page")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.area)
        self._stack.addWidget(self.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(2))
        for widget in (self._title, self._error, self._busy, self._stack, self.bar):
            column.addWidget(widget, 1 if widget is self._stack else 0)
        self.bar.turned.connect(self.turn)
        self.bar.zoomed.connect(self._change_zoom)

    def load(self, review_id: int) -> None:
        """Show the document of a review; what went wrong stands in its place, in words."""
        try:
            found: ReviewedDocument = self._workplace.operations.look(
                quality_documents.document, review_id, today=self._workplace.today()
            )
        except UserError as error:
            self._refuse(error)
            return
        self._title.setText(f"{found.title}. {found.note}")
        self._media, self._turned = found.media_type, found.turned
        self._stack.setCurrentWidget(self.text if self._media == TEXT else self.area)
        render = self._workplace.render
        self._busy.start("Drawing the document")

        def job() -> tuple[bytes, int, tuple[str, ...]]:
            content = found.content if found.content is not None else render(found.drawn_as, found.held)
            pages = len(page_sizes(content)) if found.media_type == PDF else found.pages or 1
            return content, pages, page_words(content) if found.media_type == PDF else ()

        self._run(job, self._take)

    def bring(self, about: str) -> None:
        """Turn to the first page that says what a criterion is about; stay where none does."""
        wanted = about.casefold()
        last = wanted.rpartition(" ")[2]
        for words in (wanted, last if len(last) > 3 else ""):
            page = next((number for number, held in enumerate(self._words) if words and words in held), None)
            if page is not None:
                if page != self._page:
                    self._page = page
                    self._draw()
                return

    def turn(self, step: int) -> None:
        """Turn to the next page, or back."""
        if 0 <= self._page + step < self._pages:
            self._page += step
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turn(1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    def _take(self, found: tuple[bytes, int, tuple[str, ...]]) -> None:
        self._busy.stop()
        self._content, self._pages, self._words = found
        self._page = min(self._page, max(self._pages - 1, 0))
        self._draw()

    def _draw(self) -> None:
        if not self._content:
            return
        self._wanted += 1
        number, ratio = self._wanted, self.devicePixelRatioF()
        longest = self.area.room() * _RATIO if not self._zoom else _A4_HEIGHT * self._zoom
        job = partial(
            page_of,
            self._content,
            self._media,
            self._page,
            longest=round(longest * ratio),
            turned=self._turned,
        )
        self._run(job, lambda page: self._show(page, number))

    def _show(self, page: PageShown, number: int) -> None:
        if number != self._wanted:
            return
        self._busy.stop()
        if page.image is None:
            self.text.setPlainText(page.text)
        else:
            page.image.setDevicePixelRatio(self.devicePixelRatioF())
            self.area.show_page(page.image, f"The document, page {self._page + 1} of {self._pages}")
        zoom = self._zoom or self.area.room() * _RATIO / _A4_HEIGHT
        self.bar.show_page(self._page + 1, self._pages, percent=round(100 * zoom), paper="")

    def _change_zoom(self, step: int) -> None:
        now = self._zoom or self.area.room() * _RATIO / _A4_HEIGHT
        self._zoom = step_of(now, step) if step else 0.0
        self._draw()

    def _run(self, job, on_done) -> None:
        def here(act):
            return lambda answer: act(answer) if isValid(self) else None

        self._workplace.run(job, here(on_done), here(self._refuse))

    def _refuse(self, error: UserError) -> None:
        self._busy.stop()
        self._error.setText(f"{str(error).removesuffix('.')}.")
        self._error.show()
        self.bar.hide()
        self._stack.hide()

    def resizeEvent(self, event) -> None:
        """As wide as there is room again, once the window has settled."""
        super().resizeEvent(event)
        if self._content and not self._zoom:
            QTimer.singleShot(0, self, self._draw_again)

    def _draw_again(self) -> None:
        """Draw at the new width; not once the window is closed, as its worker has ended by then."""
        if self.isVisible():
            self._draw()
