"""The actions of a plan item: who does what by when, as many as are needed."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from lac_tracker.domain.plans import Action
from lac_tracker.domain.smart import message_of
from lac_tracker.domain.smart_words import is_no_date, vague_times
from lac_tracker.services.plans import ItemSurroundings, PersonToChoose
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, label
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.date_offers import DateOffers
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.gap_text import GapText

_LONGEST_LINE = 201  # one more than fits, so that too much is explained and not cut


class ActionRows(QWidget):
    """Signals:
    edited: something was typed, chosen, added or taken away.
    numbered: there are more rows now, or fewer.
    """

    edited = Signal()
    numbered = Signal()

    def __init__(self, around: ItemSurroundings, today: date) -> None:
        super().__init__()
        self.setObjectName("item.actions")
        self.setAccessibleName("Actions")
        self._around, self._today = around, today
        self.rows: list[ActionRow] = []
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(3))
        self._list = QVBoxLayout()
        self._list.setSpacing(space(3))
        column.addLayout(self._list)
        self._add = PlainButton("Add action", icon="fa6s.plus", name="item.addAction")
        self._add.clicked.connect(lambda _checked=False: self.add(focus=True))
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)

    def set_actions(self, actions: tuple[Action, ...]) -> None:
        """Show these actions, or one empty row."""
        for row in list(self.rows):
            self._drop(row)
        for action in actions or (Action(text=""),):
            self.add(action)

    def written(self) -> tuple[Action, ...]:
        """Return what stands in the rows that hold anything."""
        return tuple(row.action() for row in self.rows if row.is_filled())

    def add(self, action: Action | None = None, *, focus: bool = False) -> None:
        row = ActionRow(self._around, self._today, self.edited.emit, self._remove)
        row.show_action(action or Action(text=""))
        self.rows.append(row)
        self._list.addWidget(row)
        self._number()
        if focus:
            row.text.setFocus()
            self.edited.emit()

    def add_after(self, focused: QWidget | None) -> bool:
        """Add a row when the keyboard is in one that holds something; False elsewhere."""
        here = next((row for row in self.rows if focused is not None and row.isAncestorOf(focused)), None)
        if here is None or not here.is_filled() or not here.by.is_readable():
            return False
        empty = next((row for row in self.rows if not row.is_filled()), None)
        if empty is None:
            self.add(focus=True)
        else:
            empty.text.setFocus()
        return True

    def tab_stops(self) -> list[QWidget]:
        """Return what Tab visits, in the order in which it is read."""
        stops: list[QWidget] = []
        for row in self.rows:
            stops += row.tab_stops()
        return [*stops, self._add]

    def set_read_only(self) -> None:
        self._add.hide()
        for row in self.rows:
            row.set_read_only()

    def _remove(self, row: "ActionRow") -> None:
        place = self.rows.index(row)
        self._drop(row)
        if not self.rows:
            self.add()
        self._number()
        self.rows[min(place, len(self.rows) - 1)].text.setFocus()
        self.edited.emit()

    def _drop(self, row: "ActionRow") -> None:
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _number(self) -> None:
        for number, row in enumerate(self.rows, 1):
            row.set_number(number)
        self.numbered.emit()


class ActionRow(QFrame):
    """One action: what, one named person with role and organisation, and by when."""

    def __init__(
        self,
        around: ItemSurroundings,
        today: date,
        edited: Callable[[], None],
        remove: Callable[["ActionRow"], None],
    ) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._people = tuple(one for one in around.people if one.person or one.organisation)
        self._words = around.words
        self._id: int | None = None
        space = theme.current().space
        self._title = label("")
        self.text = GapText(partial(vague_times, words=around.words))
        self.person = _PersonCombo(self._people)
        self.person.chosen.connect(self._fill)
        self.role, self.organisation, self.why = QLineEdit(), QLineEdit(), QLineEdit()
        for line in (self.role, self.organisation, self.why):
            line.setMaxLength(_LONGEST_LINE)
        self.by = DateField("By when", today)
        self.offer = DateOffers(self.by, today, around.next_review_on, about="by when")
        self._remove = PlainButton("Remove", "row")
        self._remove.clicked.connect(lambda _checked=False: remove(self))
        self.fields = {
            "text": Field("What is done", self.text),
            "person": Field("Who: one named person", self.person),
            "role": Field("Role", self.role),
            "organisation": Field("Organisation", self.organisation),
            "by": Field("By when", self.by, grows=False),
            "why": Field("Why", self.why, optional=True, hint="Printed for the GP practice."),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(3), space(3), space(3))
        column.setSpacing(space(3))
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._remove)
        column.addLayout(head)
        column.addWidget(self.fields["text"])
        large = theme.current().text_percent >= LARGE
        self.fields["by"].add_beside(self.offer)
        self.by.problem.connect(self._explain)
        for group in (("person", "role"), ("organisation", "by"), ("why",)):
            across = QBoxLayout(
                QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight
            )
            across.setSpacing(space(3))
            for name in group:
                across.addWidget(self.fields[name], 1)
            column.addLayout(across)
        self.text.textChanged.connect(edited)
        self.person.editTextChanged.connect(lambda _text: edited())
        for line in (self.role, self.organisation, self.why):
            line.textEdited.connect(lambda _text: edited())
        self.by.changed.connect(lambda _day: edited())
        self.by.line.textEdited.connect(lambda _text: edited())

    def set_number(self, number: int) -> None:
        """Name the controls after the place of the row."""
        self._title.setText(f"Action {number}")
        self._remove.setAccessibleName(f"Remove action {number}")
        self._remove.setObjectName(f"item.action{number}.remove")
        for part, field in self.fields.items():
            field.control.setObjectName(f"item.action{number}.{part}")
            field.control.setAccessibleName(f"Action {number}, {field.label.text()}")
        self.by.line.setObjectName(f"item.action{number}.by.text")
        self.by.line.setAccessibleName(f"Action {number}, by when")
        self.offer.setObjectName(f"item.action{number}.offer")
        self.offer.setAccessibleName(f"Action {number}, offer a date")

    def tab_stops(self) -> list[QWidget]:
        return [
            self.text, self.person, self.role, self.organisation, self.by.line, self.offer, self.why, self._remove,
        ]  # fmt: skip

    def action(self) -> Action:
        return Action(
            text=self.text.toPlainText().strip(),
            person=self.person.currentText().strip(),
            role=self.role.text().strip(),
            organisation=self.organisation.text().strip(),
            by=self.by.value(),
            why=self.why.text().strip() or None,
            id=self._id,
        )

    def is_filled(self) -> bool:
        """Return whether anything stands in the row."""
        said = self.action()
        return any((said.text, said.person, said.role, said.organisation, said.by))

    def show_action(self, action: Action) -> None:
        self._id = action.id
        self.text.setPlainText(action.text)
        self.person.setEditText(action.person)
        self.role.setText(action.role)
        self.organisation.setText(action.organisation)
        self.by.set_value(action.by)
        self.why.setText(action.why or "")

    def set_read_only(self) -> None:
        self._remove.hide()
        self.text.setReadOnly(True)
        self.person.setEnabled(False)
        for line in (self.role, self.organisation, self.why):
            line.setReadOnly(True)
        self.by.set_read_only(True)
        self.offer.hide()

    def _explain(self, problem: str) -> None:
        """Where 'ongoing' was typed for a date, say where that belongs."""
        if problem and is_no_date(self.by.line.text(), self._words):
            self.fields["by"].show_error(message_of("no_date"))

    def _fill(self, number: int) -> None:
        """Take role and organisation from the person chosen."""
        who = self._people[number]
        self.person.setEditText(who.person)
        self.role.setText(who.role if who.person else "")
        self.organisation.setText(who.organisation)


class _PersonCombo(QComboBox):
    """Type to search the people around this child, or type another name.

    Signals:
        chosen: somebody of the list was chosen; carries the number.
    """

    chosen = Signal(int)

    def __init__(self, people: tuple[PersonToChoose, ...]) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(20)
        for one in people:
            words = ", ".join(part for part in (one.person, one.role, one.organisation) if part)
            self.addItem(words if one.person else f"Somebody at {one.organisation}")
        self.setCurrentIndex(-1)
        completer = self.completer() or QCompleter(self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        # The completer writes the whole line into the field after this signal: fill when it has.
        self.activated.connect(lambda number: QTimer.singleShot(0, self, lambda: self.chosen.emit(number)))
        line = self.lineEdit()
        if line is not None:
            line.setMaxLength(_LONGEST_LINE)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling the page must not change who does it
