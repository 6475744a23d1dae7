"""Drawing a sample: the rule, how many, and whose, before anything is assigned."""

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.quality_sampling import SampleRule
from lac_tracker.services import quality_samples
from lac_tracker.services.quality_samples import Proposal, ProposedRow
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.row_table import RowTable
from lac_tracker.ui.workplace import Workplace

_COLUMNS: tuple[Column[ProposedRow], ...] = (
    Column("Child", lambda row: row.initials, width=8, strong=True),
    Column("Type", lambda row: row.kind, width=6),
    Column("Author", lambda row: row.author, width=16, wraps=True),
    Column("Signed", lambda row: show_date(row.done_on), width=12),
    Column("Why chosen", lambda row: row.why, width=18, wraps=True),
    Column("Reviewer", lambda row: row.reviewer or "Nobody else can", width=16, wraps=True),
)
_ROWS = 6  # shown at once


class DrawSample(RecordDialog):
    """Enter assigns what is shown."""

    def __init__(self, parent: QWidget, workplace: Workplace) -> None:
        super().__init__(
            parent, workplace.operations, "Draw a sample", None,
            explanation="Nothing is assigned until you say so. Nobody reviews what they wrote.",
            verbs=("Cancel", "Assign"), names=("qa.draw.cancel", "qa.draw.assign"), enter_saves=True,
        )  # fmt: skip
        self.setObjectName("qa.draw.dialog")
        self._workplace = workplace
        self._proposal: Proposal = self._ask()
        self._since = DateField("Signed from", workplace.today(), direction="past", name="qa.draw.since")
        self._until = DateField("To", workplace.today(), direction="past", name="qa.draw.until")
        self._since.set_value(self._proposal.since)
        self._until.set_value(self._proposal.until)
        self._rule = hint("")
        self._rule.setObjectName("qa.draw.rule")
        self._found = PlainLabel("", type="strong", wraps=True)
        self._found.setObjectName("qa.draw.found")
        self._model: RowModel[ProposedRow] = RowModel(_COLUMNS, self)
        self._table = RowTable(self._model, label="What would be drawn", name="qa.draw.table", shares=True)
        self._table.setMinimumHeight(theme.current().row_height() * _ROWS)
        self.setMinimumWidth(
            min(theme.current().characters(96), round(self.screen().availableGeometry().width() * 0.9))
        )
        self.add_words(self._rule)
        self.add("Signed from", self._since)
        self.add("To", self._until)
        self.add_words(self._found)
        self.add_words(self._table)
        for day in (self._since, self._until):
            day.changed.connect(lambda _day: self._again())
        self._assign = next(iter(self.findChildren(PlainButton, "qa.draw.assign")))
        self._show_proposal()
        self.ready()
        if self._assign.isEnabled():
            self._assign.setFocus()
        self.words = ""

    def commands(self) -> Runs:
        held = self._proposal
        given = {
            "today": self._workplace.today(), "since": held.since, "until": held.until, "lot": held.lot,
            "expected": tuple(row.assessment_id for row in held.rows),
        }  # fmt: skip
        self.words = _assigned(held)
        return [(quality_samples.draw_sample, (), given)]

    def _ask(self, **days: object) -> Proposal:
        found: Proposal = self._workplace.operations.ask(
            quality_samples.proposal, today=self._workplace.today(), **days
        )
        return found

    def _again(self) -> None:
        """Other days: show what they would give. The number of the drawing stays."""
        since, until = self._since.value(), self._until.value()
        if since is None or until is None:
            return
        try:
            self._proposal = self._ask(since=since, until=until, lot=self._proposal.lot)
        except UserError as error:
            self._found.setText(f"{error}.")
            self._model.set_rows(())
            self._assign.setEnabled(False)
            return
        self._show_proposal()

    def _show_proposal(self) -> None:
        held = self._proposal
        self._rule.setText(f"Sample rule: {held.rule.in_words}.")
        self._model.set_rows((*held.rows, *held.nobody))
        parts = [f"{len(held.rows)} of {held.waiting} drawn, to review by {show_date(held.due_on)}"]
        if held.shares:
            parts.append(", ".join(f"{name} {count}" for name, count in held.shares))
        if not held.waiting:
            parts = [
                "Nothing was signed or came back in these days that is not reviewed yet. Choose other days"
            ]
        if held.nobody:
            parts.append(
                f"Nobody else can review {len(held.nobody)}: they stay out. Add a quality reviewer in People"
            )
        if held.closed:
            parts.append(f"Restricted records left out: {held.closed}. A manager draws those")
        self._found.setText(". ".join(parts) + ".")
        self._assign.setEnabled(bool(held.rows))


def _assigned(held: Proposal) -> str:
    who = ", ".join(f"{name} {count}" for name, count in held.shares)
    return f"{len(held.rows)} assigned to review by {show_date(held.due_on)}: {who}."


class RuleDialog(RecordDialog):
    """The numbers of the rule. Reports from out of area are always all taken."""

    def __init__(self, parent: QWidget, workplace: Workplace) -> None:
        super().__init__(
            parent, workplace.operations, "Sample rule", None,
            explanation="Every report from out of area is always taken. The rest is for the team to say.",
            names=("qa.rule.cancel", "qa.rule.save"),
        )  # fmt: skip
        self.setObjectName("qa.rule.dialog")
        rule: SampleRule = workplace.operations.ask(quality_samples.rule_of)
        self._fields = {}
        for key, words, value in (
            ("per_author", "Per author a month", rule.per_author),
            ("random_percent", "At random, in per cent of the rest", rule.random_percent),
            ("days_to_review", "Days to review", rule.days_to_review),
        ):
            line = QLineEdit(str(value))
            line.setObjectName(f"qa.rule.{key}")
            line.setMaximumWidth(theme.current().characters(8))
            self._fields[key] = line
            self.add(words, line)
        self._first = QCheckBox("Every first IHA by a new author")
        self._first.setObjectName("qa.rule.first")
        self._first.setChecked(rule.first_of_new_author)
        self.add_words(self._first)
        self.ready()

    def commands(self) -> Runs:
        numbers = {key: _number(line.text()) for key, line in self._fields.items()}
        rule = SampleRule(first_of_new_author=self._first.isChecked(), **numbers)
        return [(quality_samples.change_rule, (rule,), {})]


def _number(words: str) -> int:
    """Return a number that was typed, -1 for anything else: the service says which may be."""
    return int(words) if words.strip().isascii() and words.strip().isdigit() else -1


class GiveTo(RecordDialog):
    """Another reviewer for one review."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, review_id: int, words: str, *, seen_version: int
    ) -> None:
        """seen_version: of the review as the list shows it."""
        super().__init__(
            parent, workplace.operations, "Give the review to", None, explanation=words,
            names=("qa.give.cancel", "qa.give.save"),
        )  # fmt: skip
        self.setObjectName("qa.give.dialog")
        self._id, self._today, self._version = review_id, workplace.today(), seen_version
        people = workplace.operations.ask(quality_samples.reviewers_for, review_id, today=self._today)
        if not people:
            raise UserError(
                "Nobody else can review this: the others wrote it, may not review, or may not open a restricted record. "
                "Add a quality reviewer in People"
            )
        self._who = ChoiceBox("Reviewer", people, name="qa.give.who")
        self.add("Reviewer", self._who)
        self.ready()

    def commands(self) -> Runs:
        given = {"today": self._today, "seen_version": self._version}
        return [(quality_samples.give_to, (self._id, int(self._who.value() or 0)), given)]
