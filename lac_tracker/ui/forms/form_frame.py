"""How a form is laid out: sections at the left, the page, the side panel, the footer; wide, narrow and in focus mode."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from lac_tracker.ui import theme
from lac_tracker.ui.forms.form_footer import FormFooter
from lac_tracker.ui.forms.section_list import SectionList
from lac_tracker.ui.forms.side_panel import SidePanel

NARROW = 1100  # pixels of the form's own width under which the side panel is a drawer
VERY_NARROW = 820  # and under which the sections are a drop-down
LARGE = 150  # per cent of text from where things go below each other


class FormFrame(QWidget):
    """The parts of a form and where they stand. What they do is the editor's."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("form")
        self.sections = SectionList()
        self.side = SidePanel()
        self.side.hide()
        self.side.left.connect(self.leave_side)
        self.footer = FormFooter()
        self._stack = QStackedWidget()
        self._side_wanted: bool | None = None  # None: as the width allows
        self._came_from: QWidget | None = None  # what had the keyboard before the side panel took it
        self._in_focus_mode = False
        space = theme.current().space
        self._left = QWidget()
        self._left_layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._left)
        self._left_layout.setContentsMargins(space(4), space(1), space(3), space(2))
        self._left_layout.setSpacing(space(2))
        self._left_layout.addWidget(self.sections, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(space(2))
        self._left_layout.addLayout(self._buttons)
        page_and_side = QHBoxLayout()
        page_and_side.setSpacing(0)
        page_and_side.addWidget(self._stack, 1)
        page_and_side.addWidget(self.side)
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.setSpacing(0)
        self._middle.addWidget(self._left)
        self._middle.addLayout(page_and_side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._middle, 1)
        column.addWidget(self.footer)

    # The side panel

    def next_side_tab(self) -> None:
        """Show the side panel, then its next tab, then hide it. F9."""
        if self.side.is_empty:
            return
        if self.side.isHidden():
            self._remember_keyboard()
            self.show_side(True)
            self.side.tabs.setFocus()
        elif self.side.next_tab():
            self._remember_keyboard()
            self.side.tabs.setFocus()
        else:
            self.close_side()

    def open_side(self, key: str, inside: QWidget) -> None:
        """Show one tab and put the keyboard into a control of it."""
        self._remember_keyboard()
        self.side.show_tab(key)
        if self.side.isHidden():
            self.show_side(True)
        inside.setFocus()

    def leave_side(self) -> None:
        """Put the keyboard back to where it was in the form; a drawer over the form closes."""
        if self._side_covers_form():
            self.show_side(False)
        self._go_back()

    def close_side(self) -> None:
        """Hide the side panel and put the keyboard back into the form."""
        self.show_side(False)
        self._go_back()

    def is_in_side(self) -> bool:
        """Return whether the side panel has the keyboard."""
        now = QApplication.focusWidget()
        return now is not None and self.side.isAncestorOf(now)

    def show_side(self, shown: bool) -> None:
        self._side_wanted = shown
        self._fit()

    def _remember_keyboard(self) -> None:
        now = QApplication.focusWidget()
        if now is not None and self.isAncestorOf(now) and not self.side.isAncestorOf(now):
            self._came_from = now

    def _go_back(self) -> None:
        before = self._came_from
        if before is not None and isValid(before) and before.isVisibleTo(self):
            before.setFocus()
        else:
            self.sections.take_focus()

    # Focus mode

    def set_focus_mode(self, on: bool) -> None:
        """Hide the list of sections, or show it again."""
        self._in_focus_mode = on
        self._fit()

    # Room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before, now = event.oldSize().width(), event.size().width()
        if any((before < edge) != (now < edge) for edge in (NARROW, VERY_NARROW)):
            if (before < NARROW) != (now < NARROW):
                self._side_wanted = None
            self._fit()

    def _side_covers_form(self) -> bool:
        return theme.current().text_percent >= LARGE or self.width() < VERY_NARROW

    def _fit(self) -> None:
        """Large text or a narrow window: the sections become a drop-down above, the side panel a drawer."""
        covers = self._side_covers_form()
        has_room = self.width() >= NARROW and not covers
        side = not self.side.is_empty and (has_room if self._side_wanted is None else self._side_wanted)
        above = covers or (side and not has_room)
        self.sections.set_narrow(above)
        direction = QBoxLayout.Direction
        self._middle.setDirection(direction.TopToBottom if above else direction.LeftToRight)
        self._left_layout.setDirection(direction.LeftToRight if above else direction.TopToBottom)
        self._left.setVisible(not self._in_focus_mode)
        self.side.fill(whole=covers)
        self.side.setVisible(side)
        self._stack.setVisible(not (covers and side))
        self.footer.setVisible(not (covers and side))  # it speaks of the section that the panel covers
        self._fit_buttons(above=above)

    def _fit_buttons(self, *, above: bool) -> None:
        """Show the buttons beside or below the sections as the room allows; the editor says which."""
