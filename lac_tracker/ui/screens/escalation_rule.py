"""The team's own rule of escalation: a table of steps that a manager edits."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.escalation import PARTIES
from lac_tracker.services import escalations
from lac_tracker.services.escalations import Step
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, label
from lac_tracker.ui.screens.dialog_fields import line
from lac_tracker.ui.screens.record_dialog import Runs
from lac_tracker.ui.screens.record_page import LARGE, attempt
from lac_tracker.ui.screens.work_dialog import WorkDialog
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.workplace import Workplace

_LEAST_WIDTH = 14  # characters of 'To whom'
_HEADINGS = ("Waiting on", "From days overdue", "To whom", "Days for an answer", "")
_PLACES = ((0, 0), (0, 1), (0, 2), (0, 3), (0, 4))  # line of the step, column
_LARGE_PLACES = ((0, 0), (0, 1), (1, 0), (0, 2), (0, 3))  # in large text 'To whom' has a line of its own


@dataclass(frozen=True)
class _Row:
    party: ChoiceBox
    days: QLineEdit
    to: QLineEdit
    answer: QLineEdit
    remove: PlainButton

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        return (self.party, self.days, self.to, self.answer, self.remove)


class EscalationRuleDialog(WorkDialog):
    """Opened with `open()`; only a manager keeps it."""

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        self._seen = workplace.operations.ask(escalations.rule)
        who = (
            f"Changed {show_date(self._seen.changed_on)} by {self._seen.changed_by}."
            if self._seen.changed_by
            else "As it came with the program. Make it the team's own."
        )
        super().__init__(
            parent, workplace, "The team's rule of escalation", None,
            explanation=f"To whom something late is taken, by who has to act and by days overdue. {who}",
            verbs=("Cancel", "Save the rule"), names=("rule.cancel", "rule.save"),
        )  # fmt: skip
        self.setObjectName("rule")
        self.setMinimumWidth(
            min(theme.current().scaled(1000), round(self.screen().availableGeometry().width() * 0.9))
        )
        self._rows: list[_Row] = []
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.current().space(2))
        is_large = theme.current().text_percent >= LARGE
        self._places = _LARGE_PLACES if is_large else _PLACES
        self._grid.setColumnStretch(0 if is_large else 2, 1)
        for (line_of, column), words in zip(self._places, _HEADINGS, strict=True):
            self._grid.addWidget(label(words), line_of, column, Qt.AlignmentFlag.AlignBottom)
        self.add_words(inside)
        for step in self._seen.steps:
            self._add(step)
        self.add_words(self._buttons())
        self._taken_back = False
        self.ready()
        self._rows[0].party.setFocus()

    def commands(self) -> Runs:
        return [(escalations.change_rule, (self._steps(),), {"seen": self._seen})]

    def save(self) -> None:
        try:
            steps = self._steps()
        except UserError as error:
            self._show(str(error))
            return
        if not steps:
            self._show("Add at least one step, or bring back the rule that came with the program")
            return
        super().save()

    def told(self) -> tuple[str, Callable[[], object] | None]:
        words = "As it came: the rule of escalation." if self._taken_back else "Rule of escalation saved."
        return words, None

    def _typed(self) -> tuple[object, ...]:
        return tuple(
            (row.party.value(), row.days.text(), row.to.text(), row.answer.text()) for row in self._rows
        )

    def _steps(self) -> tuple[Step, ...]:
        """Return the steps as typed. Raises UserError for a number that is none."""
        return tuple(
            Step(
                row.party.value(), _number(row.days, f"Step {number}: days overdue"), row.to.text(),
                _number(row.answer, f"Step {number}: days for an answer"),
            )
            for number, row in enumerate(self._rows, 1)
        )  # fmt: skip

    def _add(self, step: Step | None = None) -> None:
        number = max((int(row.days.objectName().rsplit(".", 1)[1]) for row in self._rows), default=0) + 1
        party = ChoiceBox("Waiting on", PARTIES, name=f"rule.party.{number}")
        row = _Row(
            party, line(f"rule.days.{number}", str(step.days_overdue) if step else "", width=6, longest=4),
            line(f"rule.to.{number}", step.to if step else ""),
            line(f"rule.answer.{number}", str(step.answer_within) if step else "", width=6, longest=4),
            PlainButton("Remove", "row", name=f"rule.remove.{number}"),
        )  # fmt: skip
        for widget, words in zip(row.widgets, _HEADINGS, strict=True):
            if words:
                widget.setAccessibleName(f"{words}, step {number}")
        row.to.setMinimumWidth(theme.current().characters(_LEAST_WIDTH))
        row.remove.setAccessibleName(f"Remove step {number}")
        row.party.set_value(step.waiting_on if step else "")
        row.remove.clicked.connect(lambda _checked=False: self._remove(row))
        at = self._grid.rowCount()
        for (line_of, column), widget in zip(self._places, row.widgets, strict=True):
            self._grid.addWidget(widget, at + line_of, column, 1, 4 if line_of else 1)
        row.to.setCursorPosition(0)
        self._rows.append(row)

    def _remove(self, row: _Row) -> None:
        at = self._rows.index(row)
        self._rows.remove(row)
        for widget in row.widgets:
            widget.hide()
            widget.deleteLater()
        if self._rows:
            self._rows[min(at, len(self._rows) - 1)].party.setFocus()

    def _add_one(self) -> None:
        self._add()
        self._rows[-1].party.setFocus()

    def _bring_back(self) -> None:
        changes, words = attempt(self._operations, escalations.change_rule, (), seen=self._seen)
        if changes is None:
            self._show(words)
            return
        self.changes, self._taken_back = changes, True
        self.accept()

    def _buttons(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        add = PlainButton("Add a step", name="rule.add")
        add.clicked.connect(lambda _checked=False: self._add_one())
        back = PlainButton("Bring back the one it came with", "link", name="rule.bringBack")
        back.clicked.connect(lambda _checked=False: self._bring_back())
        back.setVisible(bool(self._seen.changed_by))
        row.addWidget(add)
        row.addWidget(back)
        row.addStretch()
        return holder


def _number(typed: QLineEdit, label_words: str) -> int:
    try:
        return int(typed.text())
    except ValueError:
        raise UserError(f"{label_words} must be a whole number, such as 5") from None
