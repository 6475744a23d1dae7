"""What stands beside a form: tabs, of which one is shown; Esc goes back into the form."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.plain import doubled

_NO_LIMIT = 16_777_215  # QWIDGETSIZE_MAX


class SidePanel(QFrame):
    """Signals:
    left: Esc was pressed: the keyboard wants to go back into the form.
    tab_shown: another tab is shown; carries its key.
    """

    left = Signal()
    tab_shown = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("region", "side")
        self.setObjectName("form.side")
        self.setAccessibleName("Side panel")
        self.tabs = QTabBar()
        self.tabs.setObjectName("form.side.tabs")
        self.tabs.setAccessibleName("Side panel")
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.tabs.currentChanged.connect(self._show)
        self._stack = QStackedWidget()
        self._keys: list[str] = []
        self._titles: list[str] = []
        column = QVBoxLayout(self)
        space = theme.current().space
        column.setContentsMargins(space(3), space(2), space(3), space(2))
        column.setSpacing(space(2))
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self.fill(whole=False)

    @property
    def is_empty(self) -> bool:
        return not self._keys

    @property
    def current(self) -> str:
        """The key of the tab that is shown; '' without one."""
        place = self.tabs.currentIndex()
        return self._keys[place] if 0 <= place < len(self._keys) else ""

    def add_tab(self, key: str, words: str, content: QWidget) -> None:
        """Add a tab; its content scrolls down, never sideways."""
        self._keys.append(key)
        self._titles.append(words)
        self._stack.addWidget(scrolled(content))
        self.tabs.addTab(doubled(words))

    def count(self, key: str, number: int) -> None:
        """Show beside a tab how much is in it; nothing for none."""
        place = self._keys.index(key)
        words = self._titles[place]
        self.tabs.setTabText(place, doubled(f"{words} {number}" if number else words))

    def show_tab(self, key: str) -> None:
        self.tabs.setCurrentIndex(self._keys.index(key))

    def next_tab(self) -> bool:
        """Show the next tab; False, and the first one again, when the last was shown."""
        place = self.tabs.currentIndex() + 1
        is_there = place < len(self._keys)
        self.tabs.setCurrentIndex(place if is_there else 0)
        return is_there

    def fill(self, *, whole: bool) -> None:
        """Take the room of the form, or stand beside it."""
        width = theme.current().width("side")
        self.setMinimumWidth(0 if whole else width)
        self.setMaximumWidth(_NO_LIMIT if whole else width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _show(self, place: int) -> None:
        if 0 <= place < self._stack.count():
            self._stack.setCurrentIndex(place)
            self.tab_shown.emit(self._keys[place])


def scrolled(content: QWidget) -> QScrollArea:
    """Return an area that scrolls its content down, never sideways."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    content.setAutoFillBackground(False)  # the panel's own colour shows through
    area.viewport().setAutoFillBackground(False)
    return area
