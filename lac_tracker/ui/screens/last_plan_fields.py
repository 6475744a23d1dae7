"""What is said about one mark: what got in the way, what the child says, and what follows."""

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.last_plan import WHAT_NEXT, LastOutcome, Marking, note_question
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainTextEdit
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.radio_group import RadioGroup

QUIET_MS = 800  # what is typed is told after so long without a key
LONGEST_NOTE = 2_000  # characters
LATEST_MS = 2000  # and never later than this after the first


class LastPlanFields(QWidget):
    """The fields of the item the keyboard is at; there is one set of them, wherever that is.

    Signals:
        typed: words to keep were typed; the person may still be typing.
        decided: what follows was chosen, or a date was given.
        open_wanted: the item is to be opened in the plan of this review.
    """

    typed = Signal()
    decided = Signal()
    open_wanted = Signal()

    def __init__(self, called: str, today: date) -> None:
        super().__init__()
        self.setObjectName("prev.fields")
        self._base: Marking | None = None
        self._shown: int | None = None  # id of the outcome
        self._is_unsaid = False
        self.note = PlainTextEdit(least_lines=2)
        self.note.setObjectName("prev.whyNot")
        self.child = PlainTextEdit(least_lines=2)
        self.child.setObjectName("prev.childSays")
        self._next = RadioGroup(
            "What next", WHAT_NEXT, name="prev.next", across=theme.current().text_percent < LARGE
        )
        self._date = DateField("New date", today, direction="future", name="prev.newDate")
        self._open = PlainButton("Open it in this plan", "link", name="prev.open")
        self._open.clicked.connect(lambda _checked=False: self.open_wanted.emit())
        self._note_field = Field("What got in the way?", self.note)
        self._child_field = Field(f"What does {called} say about it?", self.child, optional=True)
        self._date_field = Field(
            "New date", self._date, hint="When it will be done. You can type +6w or 3 apr.", grows=False
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.current().space(2), 0, 0)
        column.setSpacing(theme.current().space(3))
        for widget in (
            self._note_field,
            self._child_field,
            Field("What next", self._next),
            self._date_field,
            self._open,
        ):
            column.addWidget(widget)
        self._quiet, self._latest = self._timer(QUIET_MS), self._timer(LATEST_MS)
        for text in (self.note, self.child):
            text.textChanged.connect(self._wait)
            text.left.connect(self.flush)
        self._next.changed.connect(lambda _key: self.decided.emit())
        self._date.changed.connect(lambda _day: self.decided.emit())

    def show_item(self, item: LastOutcome, *, afresh: bool = False) -> None:
        """Show what was said about a marked item. What is being typed into it stays, unless it is shown afresh."""
        marking = item.marking
        assert marking is not None
        self._base = None  # what is set below is not typed
        question = note_question(marking.mark)
        self._note_field.label.setText(question)
        self.note.setAccessibleName(question)
        if afresh or self._shown != item.outcome.id:
            self._shown, self._is_unsaid = item.outcome.id, False
            self.note.setPlainText(marking.note)
            self.child.setPlainText(marking.childs_words)
            self._date.set_value(None)
        self._next.set_value(marking.what_next)
        day = item.carried.review_on if item.carried else marking.new_review_on
        if self._date.is_readable() and self._date.value() != day:
            self._date.set_value(day)
        self._date_field.setVisible(marking.carries)
        self._open.setVisible(item.carried_to is not None)
        self._base = marking

    def written(self) -> Marking:
        """Return the marking with what stands in the fields."""
        assert self._base is not None
        return Marking(
            self._base.mark,
            self.note.toPlainText().strip(),
            self.child.toPlainText().strip(),
            self._next.value() or self._base.what_next,  # type: ignore[arg-type]  # its own keys
            self._date.value() if self._next.value() != "close" else None,
        )

    def is_wrong(self) -> bool:
        """Show what can't be kept of what stands in the fields, and go there; False when all can."""
        wrong: QWidget | None = None
        for field, text in ((self._note_field, self.note), (self._child_field, self.child)):
            count = len(text.toPlainText().strip())
            if count > LONGEST_NOTE:
                field.show_error(f"This has {count:,} characters; {LONGEST_NOTE:,} fit. Shorten it")
                wrong = wrong or text
            else:
                field.clear_error()
        if wrong is None and not self._date_field.isHidden() and not self._date.is_readable():
            wrong = self._date
        if wrong is not None and not wrong.hasFocus():
            wrong.setFocus()
        return wrong is not None

    def flush(self) -> None:
        """Tell at once what was typed and not yet told."""
        self._quiet.stop()
        self._latest.stop()
        if self._is_unsaid and self._base is not None:
            self._is_unsaid = False
            self.typed.emit()

    def tab_stops(self) -> list[QWidget]:
        """Return the controls in the order of Tab."""
        return [self.note, self.child, *self._next.buttons(), self._date.line, self._open]

    def _wait(self) -> None:
        if self._base is None:
            return
        self._is_unsaid = True
        self._quiet.start()
        if not self._latest.isActive():
            self._latest.start()

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self.flush)
        return timer
