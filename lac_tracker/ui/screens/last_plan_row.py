"""One outcome of the last plan as a card: what was agreed, the six marks, and what was said about it."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QRadioButton, QScrollArea, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.last_plan import WHAT_NEXT_WORDS, LastOutcome
from lac_tracker.domain.plans import CATEGORY_WORDS, MARK_WORDS, MARKS, carried_words
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel, doubled, heading, hint, quote
from lac_tracker.ui.screens.plan_cards import carried_line
from lac_tracker.ui.screens.plan_rows import action_words
from lac_tracker.ui.screens.status_icon import icon_line, show_status, status_icon
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.flow import Flow

_SHORT = {"declined": "Declined"}  # 'by child or carer' is said once it is chosen


class LastPlanRow(Card):
    """One stop of the keyboard. What its keys do is for the list to say.

    Signals:
        entered: the keyboard, or the mouse, came to it.
        marked: a mark was chosen by the mouse; carries the mark.
        key_pressed: carries the QKeyEvent, accepted by whoever did something with it.
    """

    entered = Signal()
    marked = Signal(str)
    key_pressed = Signal(object)

    def __init__(self, item: LastOutcome, *, read_only: bool, is_older: bool = False) -> None:
        """is_older: it comes from another plan than the last."""
        super().__init__(name=f"prev.row.{item.number}")
        self._read_only = read_only
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        space = theme.current().space
        head = QHBoxLayout()
        head.setSpacing(space(2))
        self._icon: QLabel = status_icon("not_started")
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(heading(f"{item.number}  {item.outcome.text or 'Outcome not written'}"), 1)
        self.body.addLayout(head)
        self.body.setSpacing(space(1))
        self._agreed(item, is_older)
        self.body.addSpacing(space(1))
        self._buttons = QButtonGroup(self)
        self._marks = QWidget()
        self._marks.setObjectName(f"prev.marks.{item.number}")
        flow = Flow(gap=space(4), line_gap=0)
        self._marks.setLayout(flow)
        for number, (mark, words, _) in enumerate(MARKS, 1):
            flow.addWidget(self._button(number, mark, words, item))
        self.body.addWidget(self._marks)
        self._marks.setVisible(not read_only)  # after that: without a parent it would be a window
        self._next, self._note = PlainLabel(type="strong", wraps=True), PlainLabel(wraps=True)
        self._words = quote("")
        self._lacks = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._lacks.setObjectName(f"prev.lacks.{item.number}")
        self._lacks_line = icon_line("fix", self._lacks)
        for said in (self._next, self._note, self._words, self._lacks_line):
            said.hide()
            self.body.addWidget(said)
        self._shown: tuple[LastOutcome, bool] | None = None

    def show_item(self, item: LastOutcome, *, is_current: bool) -> None:
        """Show the mark of an item and, where its fields are not open, what was said."""
        if self._shown == (item, is_current):
            return
        self._shown = (item, is_current)
        marking = item.marking
        show_status(self._icon, _state(item))
        self._buttons.setExclusive(False)
        for button in self._buttons.buttons():
            button.setChecked(marking is not None and button.property("mark") == marking.mark)
        self._buttons.setExclusive(True)
        self._say(item, is_current=is_current)
        self.setAccessibleName(_said_of(item))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
        self.key_pressed.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def _agreed(self, item: LastOutcome, is_older: bool) -> None:
        need = item.need.title or CATEGORY_WORDS[item.need.category]
        measure = f". How we'll know: {item.outcome.measure}" if item.outcome.measure else ""
        self.body.addWidget(hint(f"{need}{measure}"))
        for action in item.outcome.actions:
            self.body.addWidget(PlainLabel(action_words(action), wraps=True))
        if carried := carried_words(item.outcome):
            self.body.addWidget(carried_line(carried))
        elif is_older:
            self.body.addWidget(hint(f"Agreed {show_date(item.agreed_on)}, {item.kind}"))

    def _button(self, number: int, mark: str, words: str, item: LastOutcome) -> QRadioButton:
        button = QRadioButton(doubled(f"{number} {_SHORT.get(mark, words)}"))
        button.setObjectName(f"prev.mark{number}")
        button.setProperty("mark", mark)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the row is the stop: its digits choose
        button.setAccessibleName(f"Item {item.number}: {words}")
        button.clicked.connect(lambda _checked=False: self.marked.emit(mark))
        self._buttons.addButton(button, number)
        return button

    def _say(self, item: LastOutcome, *, is_current: bool) -> None:
        marking = item.marking
        is_told = marking is not None and (self._read_only or not is_current)  # else its fields tell it
        note = item.note if is_told else ""
        if marking is not None and not is_told and item.note != marking.note:
            note = f"While you write nothing, it says: {item.note}"
        for label, words in (
            (self._next, _next_words(item) if is_told else ""),
            (self._note, note),
            (self._words, marking.childs_words if is_told and marking else ""),
        ):
            label.setText(words)
            label.setVisible(bool(words))
        lacks = item.lacks if marking is not None and not self._read_only else ""
        self._lacks.setText(lacks)
        self._lacks_line.setVisible(bool(lacks))


def bring_into_view(widget: QWidget) -> None:
    """Scroll to a widget, once what opened and closed above it has its height."""
    QTimer.singleShot(0, widget, partial(_scroll_to, widget))


def _scroll_to(widget: QWidget) -> None:
    ancestor = widget.parentWidget()
    while ancestor is not None:
        if isinstance(ancestor, QScrollArea):
            margin = theme.current().space(2)
            ancestor.ensureWidgetVisible(widget, 0, margin)
            inside = ancestor.widget() or widget
            top = widget.mapTo(inside, QPoint(0, 0)).y() - margin
            if top < ancestor.verticalScrollBar().value():  # higher than the page: its beginning must be seen
                ancestor.verticalScrollBar().setValue(top)
        ancestor = ancestor.parentWidget()


def _state(item: LastOutcome) -> str:
    if item.marking is None:
        return "not_started"
    return "fix" if item.lacks else item.marking.mark


def _next_words(item: LastOutcome) -> str:
    """Return 'Partly met. Carry forward, new date 30-Apr-2026'."""
    assert item.marking is not None
    day = item.carried.review_on if item.carried else None
    date_words = f", new date {show_date(day)}" if day else ""
    follows = WHAT_NEXT_WORDS[item.marking.what_next]
    return f"{MARK_WORDS[item.marking.mark]}. {follows}{date_words}"


def _said_of(item: LastOutcome) -> str:
    """Return what a screen reader says of a row."""
    mark = _next_words(item) if item.marking else "Not marked"
    parts = (f"Item {item.number}", item.outcome.text, carried_words(item.outcome), mark, item.lacks)
    return ". ".join(part for part in parts if part)
