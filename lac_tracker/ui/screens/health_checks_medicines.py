"""S14, tab Medicines and allergies: allergies first, then medicines and conditions. The banner follows the allergies."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.event_dates import EventDate
from lac_tracker.domain.treatments import (
    CONDITION_STATES,
    SEVERITIES,
    Allergy,
    Condition,
    Medicine,
    allergy_words,
    condition_words,
    medicine_words,
    standing,
)
from lac_tracker.services import allergies, treatments
from lac_tracker.services.treatments import TreatmentsOnRecord
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainLabel
from lac_tracker.ui.screens.health_checks_allergies_dialogs import AllergyDialog, NoneKnown
from lac_tracker.ui.screens.health_checks_ended import EndDialog
from lac_tracker.ui.screens.health_checks_medicines_dialogs import (
    ConditionDialog,
    MedicineDialog,
)
from lac_tracker.ui.screens.health_tab import HealthTab, Part
from lac_tracker.ui.screens.record_page import LARGE, Desk, clear
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.whole_table import WholeTable

_STATES = {
    "known": ("Known allergies", "at_risk"),
    "none_known": ("No known allergies", "complete"),
    "not_recorded": ("Allergies not recorded: ask", "missing"),
}

ALLERGIES: tuple[Column[Allergy], ...] = (
    Column(
        "Substance", lambda row: row.substance, width=20, wraps=True, strong=True,
        struck=lambda row: row.ended is not None, detail=allergy_words,
    ),
    Column("What happens", lambda row: row.reaction, width=24, wraps=True, detail=lambda row: row.reaction),
    Column("How bad", lambda row: SEVERITIES[row.severity], width=10),
    Column("Since", lambda row: _since(row.began), width=14),
    Column(
        "Status", lambda row: _ended(row.ended, "Current", "Ended"), width=14,
        status=lambda row: "at_risk" if row.ended is None else "replaced",
    ),
    Column("Source", lambda row: row.source, width=18, wraps=True, detail=lambda row: _told(row.source, row.recorded_by)),
    Column("Why ended", lambda row: row.ended_because, width=20, wraps=True, yields=True, detail=lambda row: row.ended_because),
)  # fmt: skip
MEDICINES: tuple[Column[Medicine], ...] = (
    Column(
        "Medicine", lambda row: row.name, width=22, wraps=True, strong=True,
        struck=lambda row: row.ended is not None, detail=medicine_words,
    ),
    Column("Dose", lambda row: row.dose, width=20, wraps=True, detail=lambda row: row.dose),
    Column("For what", lambda row: row.for_what, width=16, wraps=True, detail=lambda row: row.for_what),
    Column("Since", lambda row: _since(row.began), width=14),
    Column("Status", lambda row: _ended(row.ended, "Takes it", "Stopped"), width=14, wraps=True),
    Column("Prescribed by", lambda row: row.prescribed_by, width=18, wraps=True, detail=lambda row: row.prescribed_by),
    Column("Source", lambda row: row.source, width=16, wraps=True, detail=lambda row: _told(row.source, row.recorded_by)),
    Column("Why stopped", lambda row: row.ended_because, width=20, wraps=True, yields=True, detail=lambda row: row.ended_because),
)  # fmt: skip
CONDITIONS: tuple[Column[Condition], ...] = (
    Column("Condition", lambda row: row.name, width=26, wraps=True, strong=True, detail=condition_words),
    Column(
        "State", lambda row: CONDITION_STATES[row.state], width=14,
        second=lambda row: show_date(row.ended) if row.ended else "",
    ),
    Column("Since", lambda row: _since(row.began), width=14),
    Column("By whom", lambda row: row.diagnosed_by, width=20, wraps=True, detail=lambda row: row.diagnosed_by),
    Column("Source", lambda row: row.source, width=18, wraps=True, detail=lambda row: _told(row.source, row.recorded_by)),
    Column("Note", lambda row: row.note, width=22, wraps=True, yields=True, detail=lambda row: row.note),
)  # fmt: skip

# In large text: what has no room of its own stands beneath, or in the tooltip of the name.
ALLERGIES_LARGE: tuple[Column[Allergy], ...] = (
    Column(
        "Substance", lambda row: row.substance, width=18, wraps=True, strong=True,
        struck=lambda row: row.ended is not None,
        detail=lambda row: f"{allergy_words(row)}. {_told(row.source, row.recorded_by)}",
    ),
    Column("What happens", lambda row: row.reaction, width=20, wraps=True, detail=lambda row: row.reaction),
    Column(
        "Status", lambda row: _ended(row.ended, "Current", "Ended"), second=lambda row: _how_bad(row), width=20,
        wraps=True, status=lambda row: "at_risk" if row.ended is None else "replaced", detail=lambda row: row.ended_because,
    ),
)  # fmt: skip
MEDICINES_LARGE: tuple[Column[Medicine], ...] = (
    Column(
        "Medicine", lambda row: row.name, width=20, wraps=True, strong=True,
        struck=lambda row: row.ended is not None, detail=lambda row: f"{medicine_words(row)}. {_told(row.source, row.recorded_by)}",
    ),
    Column("Dose", lambda row: row.dose, width=20, wraps=True, detail=lambda row: row.dose),
    Column(
        "Status", lambda row: _ended(row.ended, "Takes it", "Stopped"), second=lambda row: f"Since: {_since(row.began)}", width=18,
        wraps=True, detail=lambda row: row.ended_because or row.prescribed_by,
    ),
)  # fmt: skip
CONDITIONS_LARGE: tuple[Column[Condition], ...] = (
    Column(
        "Condition", lambda row: row.name, width=24, wraps=True, strong=True,
        detail=lambda row: f"{condition_words(row)}. {_told(row.source, row.recorded_by)}",
    ),
    Column(
        "State", lambda row: CONDITION_STATES[row.state], second=lambda row: f"Since: {_since(row.began)}", width=18,
        wraps=True, detail=lambda row: row.note,
    ),
    Column("By whom", lambda row: row.diagnosed_by, width=16, wraps=True, yields=True, detail=lambda row: row.diagnosed_by),
)  # fmt: skip


class MedicinesTab(HealthTab):
    """Three tables. Enter on a line corrects it; Ctrl+N adds a medicine."""

    key, words = "meds", "Medicines and allergies"

    def __init__(self, desk: Desk, facts: BannerFacts) -> None:
        super().__init__(desk, facts)
        self._held: TreatmentsOnRecord | None = None
        self.tables: dict[str, WholeTable] = {}
        box = QWidget()
        self._state = QVBoxLayout(box)
        self._state.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(box)
        self._hint = self.add_line("chk.allergies.hint", "hint")
        self._none = self.button("No known allergies", "chk.allergies.none", self._say_none)
        self.add_buttons(
            self.main_button("Add medicine", "chk.meds.add"),
            self.button("Add allergy", "chk.allergies.add", lambda: self._allergy(None)),
            self._none,
            self.button("Add condition", "chk.conditions.add", lambda: self._condition(None)),
        )
        is_large = self._is_large = theme.current().text_percent >= LARGE
        self._allergies = self._table(
            "Allergies",
            ALLERGIES_LARGE if is_large else ALLERGIES,
            "allergies",
            self._allergy,
            self._allergy_in_error,
            ("Ended", self._end),
        )
        self._medicines = self._table(
            "Medicines",
            MEDICINES_LARGE if is_large else MEDICINES,
            "meds",
            self._medicine,
            self._medicine_in_error,
            ("Stopped", self._stop),
        )
        self._conditions = self._table(
            "Conditions",
            CONDITIONS_LARGE if is_large else CONDITIONS,
            "conditions",
            self._condition,
            self._condition_in_error,
        )
        self.column.addStretch()

    def show_record(self) -> None:
        """Read the allergies, medicines and conditions anew."""
        held = self._held = self.desk.operations.ask(treatments.on_record, self.desk.child_id)
        assert held is not None
        words, look = _STATES[held.allergies_state]
        state = PlainLabel(words, type="strong", wraps=True)
        state.setObjectName("chk.allergies.state")
        clear(self._state)
        self._state.addWidget(icon_line(look, state))
        asks = held.allergies_state == "not_recorded"
        self._hint.setText(
            "Ask, and add each allergy, or choose 'No known allergies'. An empty list says neither." if asks else ""
        )  # fmt: skip
        self._hint.setVisible(asks)
        self._none.setVisible(self.may_edit and held.allergies_state != "none_known")
        self._allergies.show_rows(held.allergies, _no_allergies(held))
        if not self._is_large:  # why something ended is a column only where something has
            self._show_why("allergies", ALLERGIES, any(row.ended is not None for row in held.allergies))
            self._show_why("meds", MEDICINES, any(row.ended is not None for row in held.medicines))
        self._medicines.show_rows(held.medicines, f"No medicines on record for {held.called}.")
        self._conditions.show_rows(held.conditions, f"No conditions on record for {held.called}.")

    def add(self) -> None:
        self._medicine(None)

    # Behind it

    def _show_why(self, name: str, columns: tuple[Column[Any], ...], is_shown: bool) -> None:
        self.tables[name].show_column(len(columns) - 1, is_shown)

    def _table(
        self, words: str, columns: tuple[Column[Any], ...], name: str, correct: Callable[[Any], None],
        take_out: Callable[[Any], None], ends: tuple[str, Callable[[Any], None]] | None = None,
    ) -> Part:  # fmt: skip
        model: RowModel[Any] = RowModel(columns, self)
        table = WholeTable(model, label=words, name=f"chk.{name}.table", most_lines=3)
        self.tables[name] = table
        part = self.add_part(words, table, name, correct, take_out)
        part.setObjectName(f"chk.{name}.part" if name == self.key else f"chk.{name}")
        if ends is not None:
            part.add_verb(ends[0], f"chk.{name}.end", ends[1])
        return part

    def _allergy(self, row: Allergy | None) -> None:
        self.open_dialog(AllergyDialog(self, self.desk.workplace, self.desk.child_id, self.facts, row))

    def _medicine(self, row: Medicine | None) -> None:
        self.open_dialog(MedicineDialog(self, self.desk.workplace, self.desk.child_id, self.facts, row))

    def _condition(self, row: Condition | None) -> None:
        self.open_dialog(ConditionDialog(self, self.desk.workplace, self.desk.child_id, self.facts, row))

    def _say_none(self) -> None:
        held = standing(self._held.allergies) if self._held else ()
        self.open_dialog(NoneKnown(self, self.desk.workplace, self.desk.child_id, self.facts, held))

    def _end(self, row: Allergy) -> None:
        if row.ended is not None:
            self.said.emit(f"'{row.substance}' ended already on {show_date(row.ended)}")
            return
        self.open_dialog(
            EndDialog(
                self, self.desk.workplace, self.facts, name="chk.allergies.end", question="Does this allergy no longer stand?",
                explanation=f"{allergy_words(row)}\nIt stays on the record as ended, and leaves the banner.", verb="End it",
                day="Ended on", service=allergies.end_allergy, row_id=row.id, version=row.version,
                hint="Such as 'tested, and not allergic'.",
            )
        )  # fmt: skip

    def _stop(self, row: Medicine) -> None:
        if row.ended is not None:
            self.said.emit(f"'{row.name}' was stopped already on {show_date(row.ended)}")
            return
        self.open_dialog(
            EndDialog(
                self, self.desk.workplace, self.facts, name="chk.meds.stop", question="Was this medicine stopped?",
                explanation=f"{medicine_words(row)}\nIt stays on the record as stopped.", verb="Stop it", day="Stopped on",
                service=treatments.stop_medicine, row_id=row.id, version=row.version,
            )
        )  # fmt: skip

    def _allergy_in_error(self, row: Allergy) -> None:
        self.take_out(allergy_words(row), allergies.allergy_in_error, row.id, row.version)

    def _medicine_in_error(self, row: Medicine) -> None:
        self.take_out(medicine_words(row), treatments.medicine_in_error, row.id, row.version)

    def _condition_in_error(self, row: Condition) -> None:
        self.take_out(condition_words(row), treatments.condition_in_error, row.id, row.version)


def _no_allergies(held: TreatmentsOnRecord) -> str:
    return {
        "known": f"{held.called} has known allergies, and none is named yet. Add each.",
        "none_known": f"It was asked: {held.called} has no known allergies.",
        "not_recorded": f"No allergies are named for {held.called}.",
    }[held.allergies_state]


def _how_bad(row: Allergy) -> str:
    return f"How bad: {SEVERITIES[row.severity].lower()}"


def _since(when: EventDate | None) -> str:
    return when.words if when else "Not known"


def _ended(on: date | None, stands: str, ended: str) -> str:
    return stands if on is None else f"{ended} {show_date(on)}"


def _told(source: str, by: str) -> str:
    return f"{source}, written by {by}" if by else source
