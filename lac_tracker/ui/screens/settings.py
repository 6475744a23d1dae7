"""S26: the settings. A list of sections at the left, one of them on the screen; each saves as it is changed."""

from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QStackedWidget, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.screens import settings_sections
from lac_tracker.ui.screens.page_list import PageList
from lac_tracker.ui.workplace import Workplace

_NARROW = 900  # pixels of the screen's own width under which its sections are a drop-down
_LARGE = 150  # per cent of text from where they are too


class Settings(QFrame):
    """Signals:
    said: something was done; words for the message bar.
    offered: it can be taken back: words, those of the button, and what the button calls.
    helped: the line of help below should say this.
    child_opened: a record is wanted; carries the child's id.
    """

    said = Signal(str)
    offered = Signal(str, str, object)
    helped = Signal(str)
    child_opened = Signal(int)
    name, words = "settings", "Settings"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.setObjectName("set")
        self.setAccessibleName(self.words)
        self.setProperty("region", "page")
        self._sections = {one.key: one for one in settings_sections.offered(workplace.actor)}
        self._made: dict[str, Any] = {}
        self.nav = PageList(
            tuple((one.key, one.words, "") for one in self._sections.values()),
            name="set.nav",
            label="Sections of the settings",
        )
        self.nav.chosen.connect(self.show_section)
        self._stack = QStackedWidget()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)
        self._line.addWidget(self.nav)
        self._line.addWidget(self._stack, 1)
        self._fit()
        if self._sections:
            self.show_section(next(iter(self._sections)))

    @property
    def section(self) -> Any:
        """The section on the screen; None where a person may see none."""
        return self._stack.currentWidget()

    def show_section(self, key: str) -> bool:
        """Show a section by its key; False when the one shown must stay or the person may not see it."""
        if key not in self._sections or not self.leave():
            here = next((each for each, screen in self._made.items() if screen is self.section), "")
            self.nav.show_current(here)
            return False
        if key not in self._made:
            screen = self._made[key] = settings_sections.make(self._sections[key], self.workplace)
            for name in ("said", "offered", "helped", "child_opened"):
                if hasattr(screen, name):
                    getattr(screen, name).connect(getattr(self, name))
            self._stack.addWidget(screen)
        else:
            self._made[key].reload(None)
        if self._stack.currentWidget() is not self._made[key]:
            self._stack.setCurrentWidget(self._made[key])
            self.helped.emit("")  # what was said there is about a row of the other section
        self.nav.show_current(key)
        return True

    # What the frame asks

    def reload(self, changes: object = None) -> None:
        if self.section is not None:
            self.section.reload(changes)

    def focus_first(self) -> None:
        (self.nav.drop_down if self._is_narrow() else self.nav.list).setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        nav = self.nav.drop_down if self._is_narrow() else self.nav.list
        return (nav, *(self.section.regions() if self.section is not None else ()))

    def leave(self) -> bool:
        return self.section is None or bool(self.section.leave())

    def run_command(self, name: str) -> bool:
        return self.section is not None and bool(self.section.run_command(name))

    def _is_narrow(self) -> bool:
        return self.width() < _NARROW or theme.current().text_percent >= _LARGE

    def _fit(self) -> None:
        narrow = self._is_narrow()
        direction = QBoxLayout.Direction
        self._line.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self.nav.fit(narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_line"):
            self._fit()
