"""Improvement actions: what, where from, who, until when, how it stands, and all that was changed."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.improvement import RATING_WORDS, Change
from lac_tracker.services import improvement
from lac_tracker.services.improvement import ActionShown
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, PlainDialog, PlainTextEdit, heading, hint, set_tooltip
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.empty_state import EmptyState
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.widgets.row_table import RowTable
from lac_tracker.ui.workplace import Workplace

_MOST_LINES, _MOST_LINES_LARGE = 4, 8  # of what will be done
_LOOKS = {"on_track": "on_track", "at_risk": "at_risk", "late": "overdue", "done": "complete"}
_COLUMNS: tuple[Column[ActionShown], ...] = (
    Column("What", lambda row: row.action.what, width=26, wraps=True, strong=True, yields=True,
           detail=lambda row: row.action.what),
    Column("Source", lambda row: row.action.source, sort=lambda row: row.action.source, width=14, wraps=True),
    Column("Owner", lambda row: row.action.owner, sort=lambda row: row.action.owner.casefold(), width=18, wraps=True),
    Column("Due", lambda row: show_date(row.action.due_on), sort=lambda row: row.action.due_on, width=12,
           sorted_words=("earliest first", "latest first")),
    Column("Status", lambda row: row.words, second=lambda row: row.detail, status=lambda row: _LOOKS[row.rating],
           detail=lambda row: row.detail, width=28),
)  # fmt: skip
_HISTORY: tuple[Column[Change], ...] = (
    Column("When", lambda row: show_date(row.changed_at.astimezone().date()), width=12),
    Column("What was changed", lambda row: row.in_words, width=40, wraps=True),
    Column("Why", lambda row: row.because, width=28, wraps=True),
    Column("Who", lambda row: row.changed_by, width=18, wraps=True),
)


class ImprovementActions(QWidget):
    """Signals:
    said: something was done; carries the words for the message bar.
    """

    said = Signal(str)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self.has_offers = False
        self.may_edit = decide(workplace.actor, Action.EDIT_IMPROVEMENT).allowed
        self.model: RowModel[ActionShown] = RowModel(_COLUMNS)
        self.table = RowTable(
            self.model, label="Improvement actions", name="qa.actions", shares=True, most_lines=_MOST_LINES
        )
        self.table.opened.connect(lambda row: self.change(row))
        self.table.chosen.connect(lambda row: self._show_history(row))
        self.history: RowModel[Change] = RowModel(_HISTORY)
        self._changes = RowTable(
            self.history, label="What was changed", name="qa.actions.history", shares=True, most_lines=3
        )
        self._none = hint("Nothing was changed since it was added.")
        self._title = heading("History")
        self._change = PlainButton("Change", name="qa.action.change")
        set_tooltip(self._change, "Change the selected action (Enter)")
        self._change.clicked.connect(lambda _checked=False: self.change(self.table.current_row()))
        self._see = PlainButton("History", name="qa.action.history")
        set_tooltip(self._see, "Every change of the selected action")
        self._see.clicked.connect(lambda _checked=False: self._tell_history())
        self._is_large = False
        self.empty = EmptyState("qa.actions.empty")
        self._lay_out()
        self.fit()

    def reload(self) -> None:
        """Load the actions again; the selected one stays selected."""
        operations, today = self._workplace.operations, self._workplace.today()
        before = self.table.current_row()
        rows: tuple[ActionShown, ...] = operations.ask(improvement.actions, today=today)
        self.has_offers = bool(operations.ask(improvement.not_added))
        self.model.set_rows(rows)
        if before is not None:
            places = {row.action.id: place for place, row in enumerate(self.model.rows())}
            self.table.choose(places.get(before.action.id, 0))
        steps = (("Add the inspection's recommendations", self.add_recommended),) if self.may_edit else ()
        self.empty.say("No improvement actions yet.", steps)
        self._body.setCurrentIndex(0 if rows else 1)
        self._change.setVisible(self.may_edit)
        self._show_history(self.table.current_row())

    def take_focus(self) -> bool:
        if self.model.rowCount():
            self.table.setFocus()
            return True
        return self.empty.take_focus()

    def fit(self) -> None:
        """Take sizes from the theme. In large text the changes wait behind a button, source and owner in the dialog."""
        self._is_large = theme.current().text_percent >= LARGE
        self.table.most_lines = _MOST_LINES_LARGE if self._is_large else _MOST_LINES
        self.table.fit()
        self._changes.fit()
        for number in (1, 2):
            self.table.show_column(number, not self._is_large)
        self._see.setVisible(self._is_large)
        self._fit_history()  # nothing is read here: the look may change while the caseload is locked

    def add(self) -> None:
        """Add an action."""
        if self.may_edit:
            self._open(ActionDialog(self, self._workplace, None), "Added.")

    def add_recommended(self) -> None:
        """Add what the inspection recommended."""
        if self.may_edit and self.has_offers:
            self._open(Recommended(self, self._workplace), "Added. Each can be given its own owner and date.")

    def change(self, row: object) -> None:
        """Change an action: Enter on its row."""
        if self.may_edit and isinstance(row, ActionShown):
            self._open(ActionDialog(self, self._workplace, row), "Changed. What stood there before is kept.")

    def _open(self, dialog: RecordDialog, words: str) -> None:
        def done() -> None:
            self.reload()
            self.said.emit(words)

        dialog.accepted.connect(done)
        dialog.finished.connect(lambda _result: self.take_focus())
        dialog.open()

    def _show_history(self, row: object) -> None:
        changes: tuple[Change, ...] = ()
        if isinstance(row, ActionShown):
            changes = self._workplace.operations.ask(improvement.history, row.action.id)
            made = f"Added {show_date(row.action.made_on)} by {row.action.made_by}"
            self._none.setText(f"{made}. {'' if changes else 'Nothing was changed since.'}".strip())
        self.history.set_rows(changes)
        self._fit_history()

    def _fit_history(self) -> None:
        has_changes = bool(self.history.rowCount())
        self._changes.setVisible(has_changes and not self._is_large)
        self._see.setEnabled(has_changes)

    def _tell_history(self) -> None:
        """Show the changes in a window of their own."""
        lines = (
            f"{show_date(one.changed_at.astimezone().date())}, {one.changed_by}. {one.in_words}. {one.because}"
            for one in self.history.rows()
        )
        PlainDialog.tell(self, "History", "\n\n".join(lines))

    def _lay_out(self) -> None:
        space = theme.current().space
        full = QWidget()
        inner = QVBoxLayout(full)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(space(2))
        inner.addWidget(self.table, 3)
        row = QHBoxLayout()
        row.addWidget(self._title)
        row.addWidget(self._none, 1)
        row.addWidget(self._see)
        row.addWidget(self._change)
        inner.addLayout(row)
        inner.addWidget(self._changes, 1)
        self._body = QStackedWidget()
        self._body.addWidget(full)
        self._body.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._body)


class ActionDialog(RecordDialog):
    """One action, new or changed. Another rating or date asks for the reason, and what stood there is kept."""

    corrected = "_row"

    def __init__(self, parent: QWidget, workplace: Workplace, row: ActionShown | None) -> None:
        super().__init__(
            parent, workplace.operations, "Change the action" if row else "Add an action", None,
            explanation=f"{row.words}. {row.detail}" if row and row.is_late_by_itself else "",
            names=("qa.action.cancel", "qa.action.save"),
        )  # fmt: skip
        self.setObjectName("qa.action.dialog")
        self._row, self._today = row, workplace.today()
        self._workplace = workplace
        held = row.action if row else None
        self._what = PlainTextEdit(held.what if held else "", least_lines=2)
        self._what.setObjectName("qa.action.what")
        self._source, self._owner = (
            _line(f"qa.action.{key}", words)
            for key, words in (("source", held.source if held else ""), ("owner", held.owner if held else ""))
        )
        self._due = DateField("Due", self._today, name="qa.action.due")
        due: date | None = held.due_on if held else None
        self._due.set_value(due)
        choices = tuple((one.value, words) for one, words in RATING_WORDS.items())
        self._rating = RadioGroup("Rating", choices, name="qa.action.rating", across=True)
        self._rating.set_value(held.rating.value if held else "on_track")
        self._because = PlainTextEdit(least_lines=2)
        self._because.setObjectName("qa.action.because")
        self.add("What will be done", self._what)
        self.add("Source", self._source, hint="Such as CQC 3.12, or a criterion of the checklist.")
        self.add("Owner", self._owner, hint="One named person.")
        self.add("Due", self._due)
        self.add("Rating", self._rating)
        self.add("Reason", self._because, optional=True, hint="Needed when the rating or the date changes.")
        self.ready()

    def as_on_record(self) -> RecordDialog | None:
        if self._row is None:
            return None
        rows = self._operations.ask(improvement.actions, today=self._today)
        found = next((one for one in rows if one.action.id == self._row.action.id), None)
        return ActionDialog(self, self._workplace, found) if found is not None else None

    def commands(self) -> Runs:
        given = {
            "today": self._today, "what": self._what.toPlainText(), "source": self._source.text(),
            "owner": self._owner.text(), "due_on": self._due.value(), "rating": self._rating.value(),
            "because": self._because.toPlainText(),
        }  # fmt: skip
        if self._row is None:
            return [(improvement.add, (), given)]
        held = self._row.action
        return [(improvement.change, (held.id,), given | {"seen_version": held.version})]


class Recommended(RecordDialog):
    """The recommendations that have no action yet, under one owner to begin with."""

    def __init__(self, parent: QWidget, workplace: Workplace) -> None:
        super().__init__(
            parent, workplace.operations, "Add the inspection's recommendations", None,
            explanation="Each becomes an action with a date proposed. Change owner and date of each afterwards.",
            verbs=("Cancel", "Add"), names=("qa.recommended.cancel", "qa.recommended.add"),
        )  # fmt: skip
        self.setObjectName("qa.recommended.dialog")
        self._today = workplace.today()
        for one in workplace.operations.ask(improvement.not_added):
            self.add_words(hint(f"{one.source}: {one.what}."))
        self._owner = _line("qa.recommended.owner", workplace.actor.full_name)
        self.add("Owner", self._owner, hint="One named person, of all of them for now.")
        self.ready()

    def commands(self) -> Runs:
        return [(improvement.add_recommendations, (), {"today": self._today, "owner": self._owner.text()})]


def _line(name: str, words: str) -> QLineEdit:
    line = QLineEdit(words)
    line.setObjectName(name)
    line.setMaxLength(201)  # one more than fits, so that too much is explained and not cut
    return line
