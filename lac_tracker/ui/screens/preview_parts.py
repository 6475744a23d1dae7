"""The parts of a preview: its pages in small, the page itself, and the bar that turns and enlarges it."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QWidget,
)

from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint, icon_button, set_tooltip
from lac_tracker.ui.screens.page_pictures import page_width
from lac_tracker.ui.widgets.flow import Flow

ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
THUMBNAIL = 0.12  # of the size on paper


class PageStrip(QListWidget):
    """The pages in small, one below the other. `currentRowChanged` says which is wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pv.pages")
        self.setAccessibleName("Pages")
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setFlow(QListWidget.Flow.TopToBottom)
        self.setWrapping(False)
        self.setMovement(QListWidget.Movement.Static)
        width = round(page_width(THUMBNAIL))
        self.setIconSize(QSize(width, round(width * 1.42)))
        self.setFixedWidth(width + theme.current().scaled(40))

    def show_pages(self, pictures: tuple[QImage, ...]) -> int:
        """Show these pages and return which is current: the one that was, as far as there is one."""
        page = max(self.currentRow(), 0)
        self.blockSignals(True)
        self.clear()
        for place, picture in enumerate(pictures, 1):
            item = QListWidgetItem(QIcon(QPixmap.fromImage(picture)), f"Page {place}")
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.addItem(item)
        self.setCurrentRow(min(page, len(pictures) - 1))
        self.blockSignals(False)
        return self.currentRow()


class PageArea(QScrollArea):
    """One page, as large as wanted. The keys that turn pages and change documents are left to the preview."""

    def __init__(self) -> None:
        super().__init__()
        self._page = QLabel()
        self._page.setObjectName("pv.page")
        self._page.setFrameShape(QFrame.Shape.Box)
        self.setObjectName("pv.area")
        self.setAccessibleName("Page")
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWidget(self._page)

    def show_page(self, picture: QImage | None, words: str = "") -> None:
        """Show one page from its top, or nothing."""
        if picture is None:
            self._page.clear()
            return
        self._page.setPixmap(QPixmap.fromImage(picture))
        self._page.setFixedSize(picture.deviceIndependentSize().toSize())
        self._page.setAccessibleName(words)
        self.verticalScrollBar().setValue(0)

    def room(self) -> int:
        """Return how many pixels there are across."""
        return max(self.width() - theme.current().space(8), 320)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)


class TallPage(QScrollArea):
    """Large text leaves little height: here all scrolls, so that a page has the whole of it once it has the keyboard."""

    def __init__(self, parts: QLayout, page: QWidget) -> None:
        """parts: what stands below each other; page: which of it shall be as high as the room there is."""
        super().__init__()
        self._tall = page
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setLayout(parts)
        self.setWidget(inside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._tall.setMinimumHeight(max(self.viewport().height() - 2 * theme.current().space(2), 0))
        super().resizeEvent(event)


class PageBar(QWidget):
    """Signals:
    turned: a page further, or back; carries 1 or -1.
    zoomed: larger or smaller; carries 1, -1, or 0 for as wide as there is room.
    """

    turned = Signal(int)
    zoomed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._flow = flow = Flow(gap=theme.current().space(2), line_gap=theme.current().space(1))
        self.setLayout(flow)
        self.previous = icon_button("fa6s.chevron-left", "Previous page (PgUp)", name="pv.prev")
        self.next = icon_button("fa6s.chevron-right", "Next page (PgDn)", name="pv.next")
        self.previous.clicked.connect(lambda _checked=False: self.turned.emit(-1))
        self.next.clicked.connect(lambda _checked=False: self.turned.emit(1))
        self.count = self._words("pv.count")
        self.smaller = icon_button("fa6s.minus", "Smaller", name="pv.zoom.smaller")
        self.larger = icon_button("fa6s.plus", "Larger", name="pv.zoom.larger")
        self.smaller.clicked.connect(lambda _checked=False: self.zoomed.emit(-1))
        self.larger.clicked.connect(lambda _checked=False: self.zoomed.emit(1))
        self.fit = PlainButton("Fit width", "row", name="pv.zoom")
        set_tooltip(self.fit, "As wide as there is room (Ctrl+0)")
        self.fit.clicked.connect(lambda _checked=False: self.zoomed.emit(0))
        self.percent = self._words("pv.percent")
        self.paper = self._words("pv.paper")
        for widget in (
            self.previous, self.count, self.next, self.fit, self.percent, self.smaller, self.larger, self.paper,
        ):  # fmt: skip
            flow.addWidget(widget)
        self.nothing()

    def nothing(self) -> None:
        """There is no page to turn or to enlarge."""
        self.count.setText("")
        self.paper.setText("")
        for button in (self.previous, self.next, self.smaller, self.larger):
            button.setEnabled(False)

    def show_page(self, number: int, count: int, *, percent: int, paper: str) -> None:
        """Say which page of how many is shown, how large, and on which paper it prints."""
        self.count.setText(f"Page {number} of {count}")
        self.percent.setText(f"{percent}%")
        self.paper.setText(paper)
        self.previous.setEnabled(number > 1)
        self.next.setEnabled(number < count)
        self.smaller.setEnabled(True)
        self.larger.setEnabled(True)
        self._flow.invalidate()

    def _words(self, name: str) -> PlainLabel:
        label = hint("")
        label.setWordWrap(False)
        label.setObjectName(name)
        label.setMinimumHeight(theme.current().control_height("rowAction"))
        return label


def wants_fit(event: QEvent) -> bool:
    """Return whether a key is Ctrl+0, which here fits the page instead of setting the size of text."""
    return (
        isinstance(event, QKeyEvent)
        and event.key() == Qt.Key.Key_0
        and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.ControlModifier
    )


def fitting(room: int, points: float) -> float:
    """Return the zoom at which a page of some width is as wide as the room there is."""
    return min(max(room / page_width(1, points), ZOOMS[0]), ZOOMS[-1])


def step_of(zoom: float, step: int) -> float:
    """Return the next zoom up or down; the same one at the end."""
    found = [each for each in ZOOMS if (each > zoom + 0.01 if step > 0 else each < zoom - 0.01)]
    return (found[0] if step > 0 else found[-1]) if found else zoom
