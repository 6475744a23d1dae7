"""The pages of a preview: drawn off the screen's thread, turned and enlarged by key; only the one shown in full size."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QShowEvent
from shiboken6 import isValid

from lac_tracker.domain.errors import UserError
from lac_tracker.ui.screens.page_pictures import PagePictures, draw_page, draw_pages, page_width, paper_name
from lac_tracker.ui.screens.preview_layout import PreviewLayout
from lac_tracker.ui.screens.preview_measures import Measures, measure
from lac_tracker.ui.screens.preview_parts import THUMBNAIL, fitting, step_of, wants_fit
from lac_tracker.ui.screens.print_job import Printing, PrintJob
from lac_tracker.ui.screens.print_panel import NO_PRINTER
from lac_tracker.ui.screens.record_page import Desk, Place

Made = Callable[[], tuple[bytes, tuple[str, ...]]]  # → a PDF, and the characters it cannot print


@dataclass(frozen=True)
class Drawn:
    """A document drawn: only the page on the screen in full size, as there may be hundreds."""

    content: bytes
    page: QImage
    thumbnails: PagePictures
    measured: Measures
    missing: tuple[str, ...]


class PreviewPages(PreviewLayout):
    """Shows the pages of what `draw` is given. Subclasses say what that is, and what else happens when it is there."""

    def __init__(self, desk: Desk, place: Place, titles: Mapping[str, str]) -> None:
        super().__init__(desk, place, titles)
        self.drawn: Drawn | None = None
        self._zoom: float | None = None  # None: as wide as there is room
        self._wanted = 0  # the newest drawing asked for: older ones are not shown
        self._has_begun = False
        self.strip.currentRowChanged.connect(self._show_page)
        self.bar.turned.connect(self._turn)
        self.bar.zoomed.connect(self._change_zoom)
        self.show_nothing()

    def title_shown(self) -> str:
        """Return what the document on the screen is called."""
        raise NotImplementedError

    def shown(self, drawn: Drawn) -> None:
        """The pages stand on the screen."""

    def next_document(self, step: int) -> None:
        """Show the document before or after this one; step: 1 or -1."""

    def begin(self) -> None:
        """Show what the page was opened for. Called once, when the page stands in its window."""
        raise NotImplementedError

    def printed(self, wanted: Printing) -> None:
        """Everything was handed to the printer."""

    def may_print(self) -> bool:
        """Return whether there are pages and a printer; says what is missing."""
        if self.drawn is not None and not self.panel.printer.value():
            self.say_error(f"{NO_PRINTER}.")
            return False
        return self.drawn is not None

    def send_to_printer(self, content: bytes, name: str) -> None:
        """Print what stands here on paper of its own size, upright. name: of the job, which names nobody."""
        assert self.drawn is not None
        self.busy.start("Printing")
        panel = self.panel
        wanted = Printing(
            content, self.drawn.measured.sizes, name, panel.printer.value(), panel.copies.value(), panel.two_sided.isChecked()
        )  # fmt: skip

        def done() -> None:
            if isValid(self):
                self.busy.stop()
                self.say_error("")
                self.printed(wanted)

        PrintJob(
            wanted, self.desk.workplace.run, done,
            lambda error: self.refuse(error) if isValid(self) else None,
        ).start()  # fmt: skip

    def draw(self, made: Made) -> None:
        """Have the bytes made, measured and drawn; what is asked for later wins."""
        self._wanted += 1
        number, ratio, row = self._wanted, self.devicePixelRatioF(), max(self.strip.currentRow(), 0)
        dots = self._dots()

        def job() -> Drawn:
            content, missing = made()
            thumbnails = draw_pages(content, THUMBNAIL, ratio)
            page = draw_page(content, min(row, len(thumbnails.images) - 1), dots(thumbnails.sizes[0][0]))
            return Drawn(content, page, thumbnails, measure(content), missing)

        self.busy.start("Drawing the pages")
        self.work(job, lambda drawn: self._take(drawn, number), lambda error: self._could_not(error, number))

    def _dots(self) -> Callable[[float], float]:
        """Return how many dots to the inch a page of some width is drawn with, as large as it is wanted now."""
        room, zoom, ratio = self.area.room(), self._zoom, self.devicePixelRatioF()
        return lambda points: ratio * page_width(fitting(room, points) if zoom is None else zoom, 72)

    def refuse(self, error: UserError) -> None:
        """Say above the page what went wrong."""
        self.busy.stop()
        self.say_error(f"{str(error).removesuffix('.')}.")

    def _could_not(self, error: UserError, number: int) -> None:
        if number == self._wanted:
            self.refuse(error)

    def _take(self, drawn: Drawn, number: int) -> None:
        if number == self._wanted:
            self.busy.stop()
            self.drawn = drawn
            self._put(self.strip.show_pages(drawn.thumbnails.images), drawn.page)
            self.shown(drawn)

    def _show_page(self, row: int) -> None:
        """Have one page drawn; its number stands there at once."""
        if self.drawn is None or row < 0:
            return
        self._say_page(row)
        self._wanted += 1
        number, content, dots = self._wanted, self.drawn.content, self._dots()
        points = self.drawn.thumbnails.sizes[row][0]
        self.work(
            lambda: draw_page(content, row, dots(points)),
            lambda image: self._put(row, image) if number == self._wanted else None,
            lambda error: self._could_not(error, number),
        )

    def _put(self, row: int, image: QImage) -> None:
        assert self.drawn is not None
        image.setDevicePixelRatio(self.devicePixelRatioF())
        words = f"{self.title_shown()}, page {row + 1} of {self.strip.count()}"
        self.area.show_page(image, words)
        self._say_page(row)

    def _say_page(self, row: int) -> None:
        assert self.drawn is not None
        size = self.drawn.thumbnails.sizes[row]
        zoom = fitting(self.area.room(), size[0]) if self._zoom is None else self._zoom
        self.bar.show_page(row + 1, self.strip.count(), percent=round(100 * zoom), paper=paper_name(size))

    def _turn(self, step: int) -> None:
        row = self.strip.currentRow() + step
        if 0 <= row < self.strip.count():
            self.strip.setCurrentRow(row)

    def _change_zoom(self, step: int) -> None:
        if self.drawn is None:
            return
        points = self.drawn.thumbnails.sizes[0][0]
        now = fitting(self.area.room(), points) if self._zoom is None else self._zoom
        self._zoom = step_of(now, step) if step else None
        self._show_page(self.strip.currentRow())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        down = event.key() == Qt.Key.Key_PageDown
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        elif wants_fit(event):
            self._change_zoom(0)
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            (self.next_document if control else self._turn)(1 if down else -1)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Only once the page stands in its window is it known how wide the pages may be."""
        super().showEvent(event)
        if not self._has_begun:
            self._has_begun = True
            QTimer.singleShot(0, self, self.begin)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+0 for the page: everywhere else it is the size of text."""
        if event.type() == QEvent.Type.ShortcutOverride and wants_fit(event):
            event.accept()
            return True
        return super().event(event)
