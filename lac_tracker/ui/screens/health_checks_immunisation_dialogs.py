"""What a clinician states of immunisations, and an unknown history that starts the catch-up."""

from typing import Any

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.health_checks import STATUSES, ImmunisationStatement
from lac_tracker.services import immunisations
from lac_tracker.services.immunisations import NewStatement
from lac_tracker.ui.screens.dialog_fields import WORDS_WIDTH, line, long_text
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace


class StatementDialog(RecordDialog):
    """A new statement, or one that is corrected. What looks outstanding is offered as text, to be changed."""

    corrected = "_statement"

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts,
        statement: ImmunisationStatement | None, looks: str,
    ) -> None:  # fmt: skip
        """looks: what the record looks like, said as a hint and never filled in."""
        verb = "State" if statement is None else "Correct statement on"
        super().__init__(
            parent, workplace.operations, f"{verb} immunisations", facts,
            explanation="What a clinician says after looking at the record. The program works out no such statement.",
        )  # fmt: skip
        self.setObjectName("chk.imm.state.dialog")
        self._child_id, self._statement = child_id, statement
        self._made_with = (workplace, child_id, facts)
        name = "chk.imm.state"
        self._status = RadioGroup("What is stated", tuple(STATUSES.items()), name=f"{name}.status")
        self._outstanding = long_text(f"{name}.outstanding")
        self._as_at = DateField("As at", workplace.today(), direction="past", name=f"{name}.asAt")
        self._source = line(f"{name}.source", width=WORDS_WIDTH)
        self._by = line(f"{name}.by", width=WORDS_WIDTH)
        self._as_at.set_value(statement.as_at if statement else workplace.today())
        if statement is None:
            self._by.setText(workplace.actor.full_name)
        else:
            self._status.set_value(statement.status)
            self._outstanding.setPlainText(statement.outstanding)
            self._source.setText(statement.source)
            self._by.setText(statement.stated_by)
        self.add("What is stated", self._status)
        self._missing = self.add("What is outstanding", self._outstanding, hint=looks)
        self.add("As at", self._as_at)
        self.add("Source", self._source, hint="The record it was read in: GP record, child health, red book.")
        self.add("Stated by", self._by, hint="The clinician.")
        self._status.changed.connect(lambda _key: self._show_missing())
        self._show_missing()
        self.ready()

    def as_on_record(self) -> RecordDialog | None:
        workplace, child_id, facts = self._made_with
        return self.anew(
            lambda one: StatementDialog(self, workplace, child_id, facts, one, ""), immunisations.on_record, child_id,
            lambda found: found.statements, today=workplace.today(),
        )  # fmt: skip

    def commands(self) -> Runs:
        said = NewStatement(
            self._as_at.value(),
            self._status.value(),
            self._outstanding.toPlainText(),
            self._source.text(),
            self._by.text(),
        )
        if self._statement is None:
            return [(immunisations.state, (self._child_id, said), {})]
        known: dict[str, Any] = {"seen_version": self._statement.version}
        return [(immunisations.change_statement, (self._statement.id, said), known)]

    def _show_missing(self) -> None:
        self._missing.setVisible(self._status.value() == "not_up_to_date")


class UnknownDialog(RecordDialog):
    """Records that nobody knows what was given; the catch-up is planned next."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, *, has_plan: bool
    ) -> None:
        """has_plan: an assessment is being written, whose plan the catch-up goes into."""
        then = (
            "The plan item for the catch-up opens next."
            if has_plan
            else "No assessment is being written: add the catch-up to the plan when the next one is started."
        )
        super().__init__(
            parent, workplace.operations, "Mark history unknown: start catch-up?", facts,
            explanation=f"The child is treated as not immunised. Doses that are found later still count. {then}",
            verbs=("Cancel", "Mark unknown"),
        )  # fmt: skip
        self.setObjectName("chk.imm.unknown.dialog")
        self._child_id = child_id
        self._source = line("chk.imm.unknown.source", width=WORDS_WIDTH)
        self._by = line("chk.imm.unknown.by", width=WORDS_WIDTH)
        self._by.setText(workplace.actor.full_name)
        self.add(
            "Source", self._source, optional=True,
            hint="Where it was looked for: GP record, child health, papers, what the child tells.",
        )  # fmt: skip
        self.add("Stated by", self._by, hint="The clinician.")
        self.ready()

    def commands(self) -> Runs:
        given = {"source": self._source.text(), "stated_by": self._by.text()}
        return [(immunisations.mark_unknown, (self._child_id,), given)]
