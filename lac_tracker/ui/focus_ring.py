"""The focus ring: a dark line inside a yellow one around whatever has the keyboard."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QMenu,
    QMenuBar,
    QRadioButton,
    QScrollArea,
    QWidget,
)

_MOVES = {
    QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest,
}  # fmt: skip
_THICK = 2  # pixels of each of the two lines


class FocusRing(QWidget):
    """Drawn over the window, around the focused widget, inside what its scroll areas show.

    A widget that holds several stops names the rectangle itself: `focus_rect() -> QRect`, in its own coordinates.
    """

    def __init__(self, window: QWidget, theme: Callable[[], Any]) -> None:
        super().__init__(window)
        self._window, self._theme = window, theme
        self._area = QRect()
        self.setObjectName("focus.ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def surround(self, target: QWidget) -> None:
        """Move to `target`, or hide when nothing of it is in view."""
        window = self._window
        wanted = target.focus_rect() if hasattr(target, "focus_rect") else target.rect()
        area = QRect(target.mapTo(window, wanted.topLeft()), wanted.size())
        # The circle or box of a choice stands at its very edge: the ring goes around that, not through it.
        out = 2 * _THICK if isinstance(target, QRadioButton | QCheckBox) else _THICK
        area.adjust(-out, -_THICK, out, _THICK)
        shown = window.rect()
        ancestor = target.parentWidget()
        while ancestor is not None and ancestor is not window:
            if isinstance(ancestor.parentWidget(), QScrollArea):
                shown &= QRect(ancestor.mapTo(window, ancestor.rect().topLeft()), ancestor.size())
            ancestor = ancestor.parentWidget()
        visible = area & shown
        if visible.isEmpty() or not target.isVisibleTo(window):
            self.hide()
            return
        self._area = area.translated(-visible.topLeft())
        self.setGeometry(visible)
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for inset, token in ((_THICK / 2, "focusOuter"), (_THICK * 1.5, "focusInner")):
            pen = QPen(self._theme().colour(token), _THICK)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawRoundedRect(self._area.toRectF().adjusted(inset, inset, -inset, -inset), 4, 4)

    class Keeper(QObject):
        """Lives with the application and moves the ring of each window as focus moves."""

        def __init__(self, application: QApplication, theme: Callable[[], Any]) -> None:
            super().__init__(application)
            self._theme = theme
            self._watched: list[QWidget] = []
            self._ring: FocusRing | None = None
            application.focusChanged.connect(self._follow)

        def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
            for widget in self._watched:
                _if_alive(widget, lambda alive: alive.removeEventFilter(self))
            self._watched = []
            if self._ring is not None:
                _if_alive(self._ring, lambda ring: ring.hide())
            self._ring = None
            if now is None or not _ringed(now):
                return
            _bring_into_view(now)
            window = now.window()
            ring = window.findChild(FocusRing, options=Qt.FindChildOption.FindDirectChildrenOnly)
            self._ring = ring or FocusRing(window, self._theme)
            chain: QWidget | None = now
            while chain is not None:
                chain.installEventFilter(self)
                self._watched.append(chain)
                chain = None if chain is window else chain.parentWidget()
            self._ring.surround(now)

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() in _MOVES and self._ring is not None and self._watched:
                _if_alive(self._watched[0], self._ring.surround)
            return False


def _bring_into_view(widget: QWidget) -> None:
    """Scroll to what Tab reached from outside a scroll area, which Qt leaves where it is; never under the mouse."""
    if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
        return
    ancestor = widget.parentWidget()
    while ancestor is not None and not ancestor.isWindow():
        if isinstance(ancestor, QScrollArea):
            ancestor.ensureWidgetVisible(widget, 0, 2 * _THICK)
            show_top(ancestor, widget)
        ancestor = ancestor.parentWidget()


def show_top(area: QScrollArea, widget: QWidget) -> None:
    """Of what is higher than the area that scrolls, show where it begins: its name stands there."""
    inside = area.widget()
    if inside is not None and inside.isAncestorOf(widget) and widget.height() > area.viewport().height():
        area.verticalScrollBar().setValue(widget.mapTo(inside, QPoint(0, 0)).y())


def _ringed(widget: QWidget) -> bool:
    if isinstance(widget, QMenu | QMenuBar) or widget.isWindow():
        return False
    if isinstance(widget, QAbstractItemView):  # its delegate rings the current row; an empty list has no row
        return widget.model() is None or widget.model().rowCount() == 0
    return True


def _if_alive(widget: QWidget, act: Callable[[Any], None]) -> None:
    try:
        act(widget)
    except RuntimeError:  # the window of this widget was closed and Qt has deleted it
        return
