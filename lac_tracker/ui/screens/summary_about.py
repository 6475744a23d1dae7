"""Who the child is, health at a glance and the last events, as cards of the summary."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from lac_tracker.services.child_about import AboutRow, GlanceRow
from lac_tracker.services.child_summary import ChildSummary
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.flow import Flow

Actions = tuple[tuple[str, str, Callable[[], None]], ...]
_LABEL = 16  # characters


class AboutLine(QWidget):
    """One row of About that can be changed: Enter, F2 or a double click on it.

    Signals:
        edited: carries what the row is about.
    """

    edited = Signal(str)

    def __init__(self, row: AboutRow) -> None:
        super().__init__()
        self._row = row
        self.setObjectName(f"sum.about.{row.edits}")
        self.setAccessibleName(f"{row.label}, {row.words}")
        self.setAccessibleDescription("Enter or F2 changes it")
        self.setStatusTip("Enter or F2 changes it")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        _fill(self, row.label, row.words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and not (
            event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self.edited.emit(self._row.edits)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edited.emit(self._row.edits)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(theme.current().colour("primary"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


def about_card(summary: ChildSummary, actions: Actions, edit: Callable[[str], None] | None) -> Card:
    """Who the child is. actions: (words, object name, what it does). edit: changes a row; None for who may not."""
    card = Card(f"About {summary.called}", name="sum.about")
    card.body.setSpacing(theme.current().space(1))
    for row in summary.about_rows:
        if row.edits and edit is not None:
            line = AboutLine(row)
            line.edited.connect(edit)
            card.body.addWidget(line)
            continue
        plain = QWidget()
        plain.setObjectName(f"sum.about.row.{row.label}")
        _fill(plain, row.label, row.words)
        card.body.addWidget(plain)
    if actions:
        buttons = QWidget()
        flow = Flow(gap=theme.current().space(2), line_gap=theme.current().space(2))
        buttons.setLayout(flow)
        for words, name, act in actions:
            button = PlainButton(words, "row", name=name)
            button.clicked.connect(lambda _checked=False, do=act: do())
            flow.addWidget(button)
        card.body.addWidget(buttons)
    return card


def glance_card(rows: tuple[GlanceRow, ...]) -> Card:
    """Health at a glance: what the record and the last signed assessment say."""
    card = Card("Health at a glance", name="sum.glance")
    grid = QGridLayout()
    space = theme.current().space
    grid.setHorizontalSpacing(space(3))
    grid.setVerticalSpacing(space(1))
    grid.setColumnStretch(1, 1)
    stacked = theme.current().text_percent >= LARGE
    for place, row in enumerate(rows):
        caption = PlainLabel(row.label, tone="secondary")
        value = PlainLabel(row.words, wraps=True)
        value.setObjectName(f"sum.glance.{row.label}")
        shown = icon_line(row.look, value) if row.look else value
        if stacked:
            grid.addWidget(caption, 2 * place, 0, 1, 2)
            grid.addWidget(shown, 2 * place + 1, 0, 1, 2)
        else:
            grid.addWidget(caption, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, place, 1)
    card.body.addLayout(grid)
    return card


def events_card(summary: ChildSummary, show: Callable[[], None]) -> Card:
    """The last events of the chronology, newest first."""
    card = Card(
        f"Last {len(summary.events)} events" if len(summary.events) > 1 else "Last events", name="sum.events"
    )
    for event in summary.events:
        key = " (key)" if event.is_key else ""
        card.body.addWidget(PlainLabel(f"{event.when.words}  {event.what}{key}", wraps=True))
    if not summary.events:
        card.body.addWidget(PlainLabel("No events yet.", wraps=True))
    button = PlainButton("Full chronology", "row", name="sum.events.open")
    button.clicked.connect(lambda _checked=False: show())
    card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    return card


def _fill(widget: QWidget, label: str, words: str) -> None:
    """Put a label and its words into a widget: beside each other, in large text below each other."""
    stacked = theme.current().text_percent >= LARGE
    direction = QBoxLayout.Direction
    box = QBoxLayout(direction.TopToBottom if stacked else direction.LeftToRight, widget)
    space = theme.current().space
    box.setContentsMargins(space(1), space(1), space(1), space(1))
    box.setSpacing(space(2))
    caption = PlainLabel(label, tone="secondary")
    if not stacked:
        caption.setFixedWidth(theme.current().characters(_LABEL))
        caption.setWordWrap(True)
    value = PlainLabel(words, wraps=True)
    value.setAccessibleName(f"{label}, {words}")
    box.addWidget(caption, 0, Qt.AlignmentFlag.AlignTop)
    box.addWidget(value, 1)
