"""The panel beside the working list: the row that is current, its line of days, whom to ring, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.errors import UserError
from lac_tracker.services.due_item import DueItem
from lac_tracker.services.due_words import about, in_words
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint, label, set_tooltip
from lac_tracker.ui.widgets.day_line import DayLineKey, DayLineView
from lac_tracker.ui.widgets.emptied import emptied
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.workplace import Workplace

if TYPE_CHECKING:  # they bring tables with them that the first list does without
    from lac_tracker.services.due_details import DueDetails
    from lac_tracker.ui.screens.milestones import MilestoneStrip
    from lac_tracker.ui.screens.reason_choice import ReasonChoice

QUIET_MS = 100  # of one row being current, before its details are read
_BUTTONS = (
    ("log", "Log follow-up", "Ctrl+T", Action.LOG_FOLLOW_UP),
    ("book", "Book appointment", "Ctrl+B", Action.BOOK),
    ("assign", "Assign", "Ctrl+Shift+A", Action.ALLOCATE),
    ("escalate", "Escalate", "", Action.ESCALATE),
)
_FOR_MANY = frozenset({"log", "assign"})


class OverduePeek(QFrame):
    """Details of the current row. What it shows is read once the keyboard rests on a row.

    Signals:
        acted: a button was pressed; carries 'log', 'book', 'assign' or 'escalate'.
        reasoned: another reason for delay was chosen; carries its code, '' for none.
    """

    acted = Signal(str)
    reasoned = Signal(str)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.setObjectName("due.peek")
        self.setAccessibleName("Details of the selected row")
        self.setProperty("card", True)
        self._workplace = workplace
        self._row: DueItem | None = None
        self._many = 0
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._read)
        self._who = PlainLabel(type="strong", wraps=True)
        self._who.setObjectName("due.peek.who")
        self._stands = hint("")
        self._stands.setObjectName("due.peek.stands")
        self.line, self._key = DayLineView(), DayLineKey()
        self._contacts, self._events = QVBoxLayout(), QVBoxLayout()
        # Both are made with the first details: the list begins without them.
        self.reason: ReasonChoice | None = None
        self.steps: MilestoneStrip | None = None
        self.buttons: dict[str, PlainButton] = {}
        self._lay_out()
        self.show_row(None)

    def _lay_out(self) -> None:
        space = theme.current().space
        left, right = QVBoxLayout(), QVBoxLayout()
        for part in (right, self._contacts, self._events):
            part.setSpacing(space(1))
        left.setSpacing(0)  # the key of the line still stands whole where the panel is at its lowest
        self._steps_place = QVBoxLayout()
        for widget in (self._who, self.line, self._key, self._stands):
            left.addWidget(widget)
        left.addLayout(self._steps_place)
        left.addStretch()
        right.setContentsMargins(0, 0, space(1), 0)
        right.addLayout(self._contacts)
        right.addLayout(self._events)
        right.addStretch()
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(space(4))
        self._parts.addLayout(left, 3)
        self._parts.addLayout(right, 2)
        inside = QWidget()
        inside.setLayout(self._parts)
        self.area = QScrollArea()
        self.area.setObjectName("due.peek.details")
        self.area.setAccessibleName("Details")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.area.viewport().setAutoFillBackground(False)
        self._actions = Flow(gap=space(2), line_gap=space(1), is_centred=True)
        may = {key: decide(self._workplace.actor, action).allowed for key, _, _, action in _BUTTONS}
        self._reason_place = QWidget()
        self._reason_row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._reason_place)
        self._reason_row.setContentsMargins(0, 0, 0, 0)
        self._reason_place.hide()
        self._actions.addWidget(self._reason_place)
        for key, words, shortcut, _action in _BUTTONS:
            button = PlainButton(words, name=f"due.{key}")
            set_tooltip(button, f"{words} ({shortcut})" if shortcut else words)
            button.clicked.connect(lambda _checked=False, name=key: self.acted.emit(name))
            if not may[key]:  # to show one that has no place yet would make it a window of its own
                button.hide()
            self.buttons[key] = button
            self._actions.addWidget(button)
        self.foot = QWidget()
        self.foot.setLayout(self._actions)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.foot.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(1), space(3), space(1))
        column.setSpacing(space(1))
        column.addWidget(self.area, 1)
        column.addWidget(self.foot)

    def stand(self, *, at_the_side: bool, is_drawer: bool = False) -> None:
        """Have its parts one below the other where it is narrow or its text large, beside each other where it is not."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        is_column = at_the_side or is_drawer
        self._parts.setDirection(down if is_column else across)
        self._reason_row.setDirection(down if at_the_side else across)
        self._parts.setStretch(0, 0 if is_column else 3)
        self._parts.setStretch(1, 1 if is_column else 2)

    def take_focus(self) -> None:
        """Put the keyboard on the first thing that can be done."""
        next(
            (one for one in self.buttons.values() if one.isVisible() and one.isEnabled()), self.area
        ).setFocus()

    def least_height(self) -> int:
        """Return the height at which who it is, the line with its key and the buttons are seen; the rest scrolls."""
        return (
            self._foot_height()
            + self._who.fontMetrics().height()
            + self.line.sizeHint().height()
            + self._key.sizeHint().height()
            + self._around()
        )

    def wished_height(self) -> int:
        """Return the height at which nothing scrolls."""
        inside, width = self.area.widget(), max(self.width() - 2 * theme.current().space(3), 1)
        return self._parts.totalHeightForWidth(width) + self._foot_height() + self._around() if inside else 0

    def _foot_height(self) -> int:
        return self._actions.heightForWidth(max(self.width() - 2 * theme.current().space(3), 1))

    def _around(self) -> int:
        return 3 * theme.current().space(1) + 2

    def show_row(self, row: DueItem | None, many: int = 1) -> None:
        """Show a row; what is not in it is read a moment later. many: how many rows are chosen."""
        same = row is not None and self._row is not None and _key(row) == _key(self._row)
        self._row, self._many = row, many
        self._who.setText(_who(row, many))
        self._stands.setText(_stands(row) if row else "")
        for key, button in self.buttons.items():
            button.setEnabled(row is not None and (many == 1 or key in _FOR_MANY))
        if self.reason is not None:
            self.reason.setEnabled(row is not None and many == 1)
            if row is None:
                self.reason.set_value("")
        if not same:
            self._show_details(None)
        if row is not None and self.isVisible():
            self._quiet.start()
        else:
            self._quiet.stop()

    @property
    def waits_to_read(self) -> bool:
        """Whether the details of the row are still to be read."""
        return self._quiet.isActive()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._fit_foot()

    def _fit_foot(self) -> None:
        """Have every button in view: the details above give way."""
        self.foot.setFixedHeight(self._foot_height())

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._row is not None:
            self._quiet.start()

    def _read(self) -> None:
        row, door = self._row, self._workplace.door
        if row is None or (door is not None and door.is_shut):
            return
        from lac_tracker.services import due_details  # heavy: tables that the list does without

        try:
            found = self._workplace.operations.ask(
                due_details.details, row.child_id, today=self._workplace.today(), kind=row.assessment
            )
        except UserError:  # not for this person, or gone meanwhile: the row itself says what it can
            self._show_details(None)
            return
        self._show_details(found)

    def _show_details(self, found: DueDetails | None) -> None:
        self.line.show_line(found.line if found else None)
        self._key.show_line(found.line if found else None)
        for layout in (self._contacts, self._events):
            emptied(layout)
        if self.steps is not None:
            self.steps.show_steps(found.steps if found else ())
        if found is None:
            return
        self._show_reason(found.reason)
        self._show_steps(found)
        if found.is_restricted:
            self._contacts.addWidget(hint("This record is restricted. Open it to see more."))
            return
        for who, phone in found.contacts:
            whole = phone.replace(" ", "\u00a0")  # on one line, as it is dialled
            line = PlainLabel(f"{who}  {whole}" if phone else f"{who}, no phone number", wraps=True)
            line.make_selectable()
            self._contacts.addWidget(line)
        for number, words in enumerate(found.events):
            event = hint(words)
            event.setObjectName(f"due.peek.event{number}")
            self._events.addWidget(event)

    def _show_steps(self, found: DueDetails) -> None:
        if self.steps is None and found.steps:
            from lac_tracker.ui.screens.milestones import MilestoneStrip  # heavy, as above

            self.steps = MilestoneStrip(name="due.milestones")
            self._steps_place.addWidget(self.steps)
            self.steps.show_steps(found.steps)

    def _show_reason(self, code: str) -> None:
        if self.reason is None and decide(self._workplace.actor, Action.RECORD_DELAY).allowed:
            from lac_tracker.ui.screens.reason_choice import ReasonChoice  # heavy, as above

            self.reason = ReasonChoice(name="due.reason")
            self.reason.changed.connect(self.reasoned)
            caption = label("Reason for delay")
            caption.setWordWrap(False)
            caption.setBuddy(self.reason)
            self._reason_row.addWidget(caption)
            self._reason_row.addWidget(self.reason)
            first = self.buttons[_BUTTONS[0][0]]  # it stands before the buttons, though it came after them
            QWidget.setTabOrder(self.line, self.reason)
            QWidget.setTabOrder(self.reason, first)
            self._reason_place.show()
            self._fit_foot()
        if self.reason is not None and not self.reason.hasFocus():
            self.reason.setEnabled(self._row is not None and self._many == 1)
            self.reason.set_value(code)


def _key(row: DueItem) -> tuple[int, str]:
    return row.child_id, row.assessment


def _who(row: DueItem | None, many: int) -> str:
    if row is None:
        return "No row is selected."
    if many > 1:
        return f"{many} rows selected: Log follow-up, Assign and Export work on all of them"
    return f"{row.shown_name}   {about(row)}   {row.assessment}, {row.status_words[:1].lower()}{row.status_words[1:]}"


def _stands(row: DueItem) -> str:
    return ". ".join(part for part in (in_words(row), row.beside_words) if part)
