"""S14, tab Substances: was a problem identified, and what was done, as the council's yearly return defines them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.substance_use import (
    CHECKED_ON,
    CONFIDENCE,
    DEFINITION,
    INTERVENTIONS,
    PROBLEMS,
    SOURCE,
    SubstanceUse,
    intervention_words,
)
from lac_tracker.services import substance_use
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.screens.dialog_fields import WORDS_WIDTH, line, long_text
from lac_tracker.ui.screens.health_tab import HealthTab
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.screens.record_page import Desk
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.widgets.whole_table import WholeTable
from lac_tracker.ui.workplace import Workplace

Runs = list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]

_PRIVATE = "{name} may keep this private. No paper tells it unless they agreed; the yearly return gets only yes or no."
_NAME = "chk.substances.dialog"

ASKINGS: tuple[Column[SubstanceUse], ...] = (
    Column("Asked on", lambda row: show_date(row.asked_on), width=14, strong=True),
    Column("Problem identified", lambda row: "Yes" if row.problem == "yes" else "No", width=14),
    Column("What", lambda row: row.substances, width=24, wraps=True, detail=lambda row: row.substances),
    Column("What was done", intervention_words, width=26, wraps=True, detail=intervention_words),
    Column("Source", lambda row: row.source, width=18, wraps=True, detail=lambda row: f"{row.source}, written by {row.recorded_by}"),
    Column("Note", lambda row: row.note, width=22, wraps=True, yields=True, detail=lambda row: row.note),
)  # fmt: skip


class SubstancesTab(HealthTab):
    """Enter on a line corrects it, or says what was done since."""

    key, words = "substances", "Substances"

    def __init__(self, desk: Desk, facts: BannerFacts) -> None:
        super().__init__(desk, facts)
        self._private = self.add_line("chk.substances.private")
        self.add_line("chk.substances.definition").setText(DEFINITION)
        self.add_line("chk.substances.definition.source", "hint").setText(definition_source())
        self.add_buttons(self.main_button("Record what was found", "chk.substances.add"))
        self.table = WholeTable(
            RowModel(ASKINGS, self), label="Substance use", name="chk.substances.table", most_lines=6
        )
        self._part = self.add_part("", self.table, "substances", self._open, self._take_out)
        self.column.addStretch()

    def show_record(self) -> None:
        """Read the askings anew."""
        held = self.desk.operations.ask(substance_use.on_record, self.desk.child_id)
        self._private.setText(_PRIVATE.format(name=held.called))
        self._part.show_rows(held.askings, f"Nothing on record yet of whether {held.called} was asked.")

    def add(self) -> None:
        self._open(None)

    def _open(self, row: SubstanceUse | None) -> None:
        self.open_dialog(AskingDialog(self, self.desk.workplace, self.desk.child_id, self.facts, row))

    def _take_out(self, row: SubstanceUse) -> None:
        words = f"{show_date(row.asked_on)}: {PROBLEMS[row.problem]}"
        self.take_out(words, substance_use.asking_in_error, row.id, row.version)


class AskingDialog(RecordDialog):
    """What was found when it was asked, or a correction of it."""

    corrected = "_held"

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, held: SubstanceUse | None
    ) -> None:  # fmt: skip
        words = "Record what was found" if held is None else "Correct what was found"
        super().__init__(
            parent, workplace.operations, words, facts, explanation=f"{DEFINITION}\n{definition_source()}"
        )
        self.setObjectName(_NAME)
        self._child_id, self._held = child_id, held
        self._made_with = (workplace, child_id, facts)
        today = workplace.today()
        self._asked = DateField("Asked on", today, direction="past", name=f"{_NAME}.asked")
        self._problem = RadioGroup("Problem identified", tuple(PROBLEMS.items()), name=f"{_NAME}.problem")
        self._what = long_text(f"{_NAME}.what")
        self._done = RadioGroup("What was done", tuple(INTERVENTIONS.items()), name=f"{_NAME}.done")
        self._when = DateField("When", today, direction="past", name=f"{_NAME}.when")
        self._source = line(f"{_NAME}.source", width=WORDS_WIDTH)
        self._note = long_text(f"{_NAME}.note")
        self._asked.set_value(held.asked_on if held else today)
        if held is not None:
            self._problem.set_value(held.problem)
            self._what.setPlainText(held.substances)
            self._done.set_value(held.intervention or "")
            self._when.set_value(held.intervention_on)
            self._source.setText(held.source)
            self._note.setPlainText(held.note)
        self._add_fields()
        for group in (self._problem, self._done):
            group.changed.connect(lambda _key: self._show_fields())
        self._show_fields()
        self.ready()

    def as_on_record(self) -> RecordDialog | None:
        return self.anew(
            partial(AskingDialog, self, *self._made_with),
            substance_use.on_record,
            self._child_id,
            lambda found: found.askings,
        )

    def commands(self) -> Runs:
        given: dict[str, Any] = {
            "asked_on": self._asked.value(),
            "problem": self._problem.value(),
            "substances": self._what.toPlainText(),
            "intervention": self._done.value(),
            "intervention_on": self._when.value(),
            "note": self._note.toPlainText(),
            "source": self._source.text(),
        }
        if self._held is None:
            return [(substance_use.add_asking, (self._child_id,), given)]
        given["seen_version"] = self._held.version
        return [(substance_use.change_asking, (self._held.id,), given)]

    def _add_fields(self) -> None:
        self.add("Asked on", self._asked)
        self.add("Problem identified", self._problem)
        self._of_a_problem = (
            self.add("What", self._what, hint="Which substances, in the young person's words where you can."),
            self.add("What was done", self._done, hint="The yearly return asks for it.", optional=True),
        )
        self._on_a_day = self.add("When", self._when, optional=True)
        self.add("Source", self._source, hint="Who said so: the young person, or who told us.")
        self.add("Note", self._note, optional=True)

    def _show_fields(self) -> None:
        is_problem = self._problem.value() == "yes"
        for field in self._of_a_problem:
            field.setVisible(is_problem)
        self._on_a_day.setVisible(is_problem and self._done.value() in ("received", "offered_refused"))


def definition_source() -> str:
    """Return where the definition comes from, when it was checked, and how sure that is."""
    return (
        f"Source: {SOURCE}. Checked on {show_date(CHECKED_ON)}. Confidence {CONFIDENCE}: read in that source"
    )
