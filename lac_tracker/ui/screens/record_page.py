"""What every page of a child's record has: where it is, its heading, its buttons, and how it is left."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from lac_tracker.domain.errors import UserError
from lac_tracker.services.changes import Changes
from lac_tracker.ui import theme
from lac_tracker.ui.focus_ring import show_top
from lac_tracker.ui.operations import Operations
from lac_tracker.ui.plain import PlainLabel, title
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.workplace import Workplace

_SHORT = 45  # characters of a line that still stands beside the title
LARGE = 150  # per cent of text size from where things that stand beside each other go below each other


@dataclass(frozen=True)
class Place:
    """Somewhere in a record, down to the field: what Back, Go and unlocking return to."""

    child_id: int
    page: str  # a key of record_pages.PAGES
    assessment_id: int | None = None
    kind: str = ""  # of the assessment to start
    need_number: int | None = None  # from 1; None for a new plan item
    outcome_number: int = 1  # from 1
    about: str = ""  # question or section that a new plan item comes from
    document: str = ""
    field: str = ""  # object name, or id of the question, that has the keyboard
    typed: tuple[tuple[str, str], ...] = ()  # (what it belongs to, words) typed here and saved nowhere yet


@dataclass(frozen=True)
class Desk:
    """What a page is given: the workplace, and whose record it is.

    holder: what the page will stand in. Made inside it, a page is styled once, not again with all its parts.
    """

    workplace: Workplace
    child_id: int
    holder: QWidget | None = None

    @property
    def operations(self) -> Operations:
        return self.workplace.operations


class RecordPage(QFrame):
    """One page. Its heading stays; only what is below scrolls.

    Signals:
        wanted: another place of the record is asked for; carries a Place.
        back_wanted: the person is done here and goes back to where they came from.
        said: something was done; carries the words for the message bar.
        offered: something was done that can be taken back; carries the words, those of the button, and what it calls.
        focused_on: the page wants the screen for itself, or gives it back.
    """

    wanted = Signal(object)
    back_wanted = Signal()
    said = Signal(str)
    offered = Signal(str, str, object)
    focused_on = Signal(bool)

    def __init__(self, desk: Desk, place: Place, name: str) -> None:
        super().__init__(desk.holder)
        self.desk, self.here = desk, place
        self.setObjectName(name)
        self.setProperty("region", "page")
        self.head = Head()
        self.content = QVBoxLayout()
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(self.content, 1)

    def add_scrolled(self, widget: QWidget) -> QScrollArea:
        """Put a widget below the heading, in the part that scrolls."""
        area = scroll_area(widget)
        self.content.addWidget(area, 1)
        return area

    def work(
        self, job: Callable[[], Any], on_done: Callable[[Any], None], on_error: Callable[[UserError], None]
    ) -> None:
        """Do something slow off the screen's thread. What comes back after the page was left is dropped."""

        def here(act: Callable[[Any], None]) -> Callable[[Any], None]:
            return lambda answer: act(answer) if isValid(self) else None

        self.desk.workplace.run(job, here(on_done), here(on_error))

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard was placed before the page had its size: bring what has it into view once it has."""
        super().showEvent(event)
        QTimer.singleShot(0, self, lambda: reveal_focus(self))

    # What the record asks of a page; each page overrides what it needs.

    def words(self) -> str:
        """Return what the title of the window calls this page."""
        return self.head.title.text()

    def take_focus(self) -> None:
        """Put the keyboard where it is most likely wanted."""
        if self.here.field:
            focus_by_name(self, self.here.field)

    def run(self, command: str) -> bool:
        """Do a command of commands.py; False when it means nothing here."""
        return False

    def leave(self) -> bool:
        """Keep what was typed; False when the page can't be left yet, and shows why."""
        return True

    def reload(self, changes: Changes) -> None:
        """Show what a command has altered."""

    def place(self) -> Place:
        """Return where the person is now."""
        return self.here

    def focused(self) -> str:
        """Return the object name of the control with the keyboard, '' when it is not on this page."""
        now = QApplication.focusWidget()
        while now is not None and now is not self:
            if now.objectName() and not now.objectName().startswith("qt_"):
                return now.objectName() if self.isAncestorOf(now) else ""
            now = now.parentWidget()
        return ""


class Head(QWidget):
    """The heading of a page: its title, a line beneath, and its buttons at the right.

    In large text all of it flows over one line or two, with the list of pages first: the page needs the height.
    """

    def __init__(self) -> None:
        super().__init__()
        self.is_large = theme.current().text_percent >= LARGE
        self.title = title("")
        self.title.setObjectName("page.title")
        self.state = PlainLabel(type="hint", wraps=not self.is_large)
        self.state.hide()
        self._buttons = QWidget()
        space = theme.current().space
        self._flow = Flow(gap=space(2), line_gap=space(2), is_centred=True)
        if self.is_large:
            self._lay_out_large()
            return
        self._buttons.setLayout(self._flow)
        self._left = QVBoxLayout()
        self._left.setSpacing(space(1))
        self._left.addWidget(self.title)
        self._left.addWidget(self.state)
        row = QHBoxLayout(self)
        row.setContentsMargins(space(6), space(3), space(6), space(3))
        row.setSpacing(space(4))
        row.addLayout(self._left, 1)
        row.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignTop)

    def add_button(self, button: QWidget) -> None:
        """Add a button; the primary one last."""
        if isinstance(button, QLabel):
            button.setMinimumHeight(theme.current().control_height("primary"))
        self._flow.addWidget(button)

    def add_below(self, widget: QWidget) -> None:
        """Add something beneath the title."""
        if self.is_large:
            self._flow.addWidget(widget)
        else:
            self._left.addWidget(widget)

    def say(self, words: str, *, is_in_banner: bool = False) -> None:
        """Show the line beneath the title. is_in_banner: said above already, and left out where room is short."""
        self.state.setText(words)
        if self.is_large:  # what is long takes lines of its own, and wraps
            is_long = self.state.fontMetrics().horizontalAdvance(words) > theme.current().characters(_SHORT)
            self.state.setWordWrap(is_long)
            self.state.setMinimumHeight(0 if is_long else theme.current().control_height("primary"))
            (self._column if is_long else self._flow).addWidget(self.state)
        self.state.setVisible(bool(words) and not (is_in_banner and self.is_large))

    def lead_with(self, pages: QWidget) -> None:
        """Put the drop-down of pages before the title; for large text."""
        self._lead.addWidget(pages)

    def _lay_out_large(self) -> None:
        space = theme.current().space
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(1), space(4), space(2))
        flowing = QWidget()
        flowing.setLayout(self._flow)
        column.addWidget(flowing)
        lead = QWidget()
        self._lead = QHBoxLayout(lead)
        self._lead.setContentsMargins(0, 0, 0, 0)
        height = theme.current().control_height("primary")
        self.title.setWordWrap(False)
        self.title.setMinimumHeight(height)
        self._flow.addWidget(lead)
        self._flow.addWidget(self.title)


def scroll_area(widget: QWidget) -> QScrollArea:
    """Return an area that scrolls down, never sideways."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    return area


def clear(layout: QLayout) -> None:
    """Take all widgets out of a layout, for good: they are neither found by name nor seen any more."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.setParent(None)
            widget.hide()  # after that: what was still to be shown would appear as a window of its own
            widget.deleteLater()


def focus_by_name(page: QWidget, name: str) -> bool:
    """Put the keyboard into the control with this object name; False when it is not there."""
    found = page.findChild(QWidget, name)
    if found is None:
        return False
    _reveal(found, page)
    found.setFocus(Qt.FocusReason.ShortcutFocusReason)
    return True


def reveal_focus(page: QWidget) -> None:
    """Scroll to what has the keyboard on this page or dialog, or will have it once its window is the active one."""
    now = page.focusWidget()
    if now is not None:
        _reveal(now, page)


def _reveal(found: QWidget, page: QWidget) -> None:
    ancestor: QObject | None = found.parent()
    while ancestor is not None and ancestor is not page:
        if isinstance(ancestor, QScrollArea):
            ancestor.ensureWidgetVisible(found, 0, theme.current().space(8))
            show_top(ancestor, found)
        ancestor = ancestor.parent()


def attempt(
    operations: Operations, command: Callable[..., Any], *args: Any, **kwargs: Any
) -> tuple[Changes | None, str]:
    """Run a command and return (its changes, ''), or (None, the words of the refusal) to show beside the field."""
    return operations.attempt(command, *args, **kwargs)
