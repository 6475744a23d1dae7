"""The genogram in a window of its own, as large as the screen allows, with its words beneath."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.genogram import Genogram
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, icon_button
from lac_tracker.ui.screens.record_page import scroll_area
from lac_tracker.ui.screens.who_line import who_line
from lac_tracker.ui.widgets.genogram import GenogramPicture

_ZOOMS = (0.6, 0.8, 1.0, 1.25, 1.5, 2.0)


class GenogramWindow(QDialog):
    """Opened with `open()`; Esc closes it, plus and minus zoom."""

    def __init__(self, parent: QWidget, drawing: Genogram, facts: BannerFacts) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("fam.genogram.window")
        self.setWindowTitle("Genogram")
        self._zoom = _ZOOMS.index(1.25)
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(4), space(6), space(4))
        column.setSpacing(space(3))
        head = QHBoxLayout()
        head.addWidget(heading("Genogram"), 1)
        smaller = icon_button("fa6s.minus", "Smaller (-)", name="fam.genogram.smaller")
        larger = icon_button("fa6s.plus", "Larger (+)", name="fam.genogram.larger")
        smaller.clicked.connect(lambda _checked=False: self._change(-1))
        larger.clicked.connect(lambda _checked=False: self._change(1))
        head.addWidget(smaller)
        head.addWidget(larger)
        column.addLayout(head)
        column.addWidget(who_line(facts))
        inside = QWidget()
        inner = QVBoxLayout(inside)
        self._picture = GenogramPicture("fam.genogram.picture")
        self._picture.set_drawing(drawing)
        inner.addWidget(self._picture)
        text = PlainLabel("\n".join(drawing.text), wraps=True)
        text.setObjectName("fam.genogram.text")
        text.make_selectable(tab_stop=True)
        inner.addWidget(text)
        inner.addStretch()
        area = scroll_area(inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        column.addWidget(area, 1)
        close = PlainButton("Close", name="fam.genogram.close")
        close.clicked.connect(lambda _checked=False: self.accept())
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self._change(0)
        room = self.screen().availableGeometry()
        self.resize(round(room.width() * 0.85), round(room.height() * 0.85))
        self._picture.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in ("+", "="):
            self._change(1)
        elif event.text() == "-":
            self._change(-1)
        else:
            super().keyPressEvent(event)

    def _change(self, step: int) -> None:
        self._zoom = min(max(self._zoom + step, 0), len(_ZOOMS) - 1)
        self._picture.set_zoom(_ZOOMS[self._zoom])
