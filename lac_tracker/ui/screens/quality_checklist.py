"""The checklist with its sources. A manager changes words, adds, takes out, marks critical, or loads a file."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.quality import CONDITION_WORDS, Checklist, Condition, Criterion
from lac_tracker.domain.quality_checklist import read_checklist
from lac_tracker.services import files, quality_checklist
from lac_tracker.services.quality_checklist import TeamChecklist
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.operations import Operations
from lac_tracker.ui.plain import PlainButton, PlainLabel, PlainTextEdit, set_tooltip
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.widgets.row_table import RowTable
from lac_tracker.ui.workplace import Workplace

_MARKS = "[V] read in its source. [K] known, not checked against it. [design] our own choice."
_ROWS = 8


class ChecklistDialog(RecordDialog):
    """Everybody reads it; saving makes a new version, and reviews that are open keep theirs."""

    def __init__(self, parent: QWidget, workplace: Workplace) -> None:
        self._may = decide(workplace.actor, Action.CHANGE_CHECKLIST).allowed
        self._held: TeamChecklist = workplace.operations.ask(quality_checklist.shown)
        self._now: Checklist = self._held.checklist
        super().__init__(
            parent, workplace.operations, "Checklist", None,
            explanation=f"{self._held.words}. {_MARKS}",
            verbs=("Cancel" if self._may else "Close", "Save as a new version"),
            names=("qa.checklist.close", "qa.checklist.save"),
        )  # fmt: skip
        self.setObjectName("qa.checklist.dialog")
        groups = self._now.groups
        self.model: RowModel[Criterion] = RowModel(_columns(groups), self)
        self.table = RowTable(
            self.model, label="Criteria", name="qa.checklist.table", shares=True, most_lines=3
        )
        self.table.show_column(
            0, theme.current().text_percent < LARGE
        )  # they stand in the order of their groups
        self.table.setMinimumHeight(theme.current().row_height() * _ROWS)
        room = self.screen().availableGeometry().width()
        self.setMinimumWidth(min(theme.current().characters(110), round(room * 0.9)))
        self.add_words(self.table)
        self._problem = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._problem.setObjectName("qa.checklist.problem")
        self._problem.hide()
        self.add_words(self._problem)
        if self._may:
            self.add_words(self._buttons())
            self.table.opened.connect(lambda _row: self.change())
        self._save_button = next(iter(self.findChildren(PlainButton, "qa.checklist.save")))
        self._save_button.setVisible(self._may)
        self._fill()
        self.ready()
        self.table.setFocus()

    def commands(self) -> Runs:
        return [(quality_checklist.change, (self._now,), {"seen_number": self._held.number})]

    def save(self) -> None:
        if self._may:
            super().save()

    def change(self) -> None:
        """Change the selected criterion: better words keep its results, another question begins anew."""
        row = self.table.current_row()
        if isinstance(row, Criterion):
            dialog = CriterionDialog(self, self._operations, self._now, row)
            dialog.taken.append(lambda: self._take(dialog.result_of(self._now, self._held.taken)))
            dialog.open()

    def add_one(self) -> None:
        """Add a criterion."""
        dialog = CriterionDialog(self, self._operations, self._now, None)
        dialog.taken.append(lambda: self._take(dialog.result_of(self._now, self._held.taken)))
        dialog.open()

    def take_out(self) -> None:
        """Take the selected criterion out. What was answered to it stays in the results."""
        row = self.table.current_row()
        if isinstance(row, Criterion):
            self._take(replace(self._now, criteria=tuple(one for one in self._now.criteria if one != row)))

    def load_file(self) -> None:
        """Load another checklist from a file; nothing is kept before it is saved."""
        path = self.choose_file(self)
        if path is None:
            return
        try:
            self._take(read_checklist(files.read_text(path)))
        except UserError as error:
            self._say(f"{error}.")

    @classmethod
    def choose_file(cls, parent: QWidget) -> Path | None:
        """Ask for the file; None when the person changed their mind."""
        chosen, _ = QFileDialog.getOpenFileName(parent, "Load a checklist", str(Path.home()), "TOML (*.toml)")
        return Path(chosen) if chosen else None

    def _take(self, checklist: Checklist) -> None:
        self._now = checklist
        self._say("")
        self._fill()

    def _fill(self) -> None:
        place = max(self.table.currentIndex().row(), 0)
        self.model.columns = _columns(self._now.groups)
        self.model.set_rows(self._now.criteria)
        self.table.choose(place)
        self._save_button.setEnabled(self._now != self._held.checklist)

    def _say(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    def _typed(self) -> tuple[object, ...]:
        return (self._now,)

    def _buttons(self) -> QWidget:
        row = QWidget()
        flow = Flow(gap=theme.current().space(2), line_gap=theme.current().space(2))
        row.setLayout(flow)
        for words, name, help_words, act in (
            ("Change", "change", "Change the selected criterion (Enter)", self.change),
            ("Add", "add", "Add a criterion", self.add_one),
            ("Take out", "remove", "Take the selected criterion out of the checklist", self.take_out),
            ("Load a file", "load", "Load a checklist from a TOML file", self.load_file),
        ):
            button = PlainButton(words, name=f"qa.checklist.{name}")
            set_tooltip(button, help_words)
            button.clicked.connect(lambda _checked=False, act=act: act())
            flow.addWidget(button)
        return row


class CriterionDialog(RecordDialog):
    """One criterion. It is kept with the checklist, when that is saved."""

    def __init__(
        self, parent: QWidget, operations: Operations, checklist: Checklist, one: Criterion | None
    ) -> None:
        super().__init__(
            parent, operations, "Change the criterion" if one else "Add a criterion", None,
            verbs=("Cancel", "Use"), names=("qa.criterion.cancel", "qa.criterion.use"),
        )  # fmt: skip
        self.setObjectName("qa.criterion.dialog")
        self._one = one
        self.taken: list = []
        self._words = PlainTextEdit(one.words if one else "", least_lines=2)
        self._words.setObjectName("qa.criterion.words")
        self._group = ChoiceBox("Group", tuple(checklist.groups.items()), name="qa.criterion.group")
        self._group.set_value(one.group if one else next(iter(checklist.groups)))
        self._about = QLineEdit(one.about if one else "")
        self._about.setObjectName("qa.criterion.about")
        self._only = ChoiceBox(
            "Asked of", tuple((key.value, words) for key, words in CONDITION_WORDS.items()),
            name="qa.criterion.onlyIf", none="Everybody",
        )  # fmt: skip
        self._only.set_value(one.only_if.value if one and one.only_if else "")
        self._kinds = RadioGroup(
            "Applies to",
            (("both", "IHA and RHA"), ("IHA", "IHA"), ("RHA", "RHA")),
            name="qa.criterion.applies",
            across=True,
        )
        self._kinds.set_value("both" if one is None or len(one.applies) == 2 else one.applies[0])
        self._critical = QCheckBox("Critical: not met fails the assessment")
        self._critical.setObjectName("qa.criterion.critical")
        self._critical.setChecked(bool(one and one.is_critical))
        self.add("Words", self._words)
        if one is not None:
            self._same = RadioGroup(
                "What was changed",
                (("same", "The same question in better words: results go on"),
                 ("new", "Another question: results begin anew")),
                name="qa.criterion.same",
            )  # fmt: skip
            self._same.set_value("same")
            self.add("What was changed", self._same)
        self.add("Group", self._group)
        self.add(
            "Part of the document", self._about, optional=True, hint="A heading or word that stands there."
        )
        self.add("Asked of", self._only)
        self.add("Applies to", self._kinds)
        self.add_words(self._critical)
        self.ready()

    def save(self) -> None:
        """Give the criterion to the checklist."""
        if not self._words.toPlainText().strip():
            self._show("Enter the words")
            return
        self._before = None
        for act in self.taken:
            act()
        self.accept()

    def result_of(self, checklist: Checklist, taken: tuple[str, ...]) -> Checklist:
        """Return the checklist with this criterion in it."""
        kinds = ("IHA", "RHA") if self._kinds.value() in ("both", "") else (self._kinds.value(),)
        only = Condition(self._only.value()) if self._only.value() else None
        words = " ".join(self._words.toPlainText().split())
        fields: dict[str, Any] = {
            "words": words, "group": self._group.value() or next(iter(checklist.groups)),
            "about": " ".join(self._about.text().split()), "only_if": only, "applies": kinds,
            "is_critical": self._critical.isChecked(),
        }  # fmt: skip
        used = (*taken, *(one.id for one in checklist.criteria))
        if self._one is None:
            return quality_checklist.with_criterion(
                checklist, Criterion(id="", source="The team's own", **fields), used
            )
        order = list(checklist.groups)
        changed = replace(
            checklist,
            criteria=tuple(
                sorted(
                    (replace(one, **fields) if one.id == self._one.id else one for one in checklist.criteria),
                    key=lambda one: order.index(one.group),
                )
            ),
        )
        if self._same.value() == "new":
            return quality_checklist.as_new_question(changed, self._one.id, words, used)
        return changed


def _columns(groups) -> tuple[Column[Criterion], ...]:
    return (
        Column("Group", lambda row: groups[row.group], width=12, wraps=True),
        Column("Criterion", lambda row: row.words, width=28, wraps=True, strong=True),
        Column("Asked of", _asked, width=12, wraps=True),
        Column("Critical", lambda row: "Critical" if row.is_critical else "", width=9),
        Column("Source", lambda row: f"{row.source} [{row.confidence}]", width=13, wraps=True),
    )


def _asked(row: Criterion) -> str:
    who = CONDITION_WORDS[row.only_if] if row.only_if else "everybody"
    kinds = "" if len(row.applies) == 2 else f"{row.applies[0]} only, "
    return f"{kinds}{who}"
