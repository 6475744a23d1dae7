"""S14 Health checks: immunisations, and where the child was treated. Both show in the chronology."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.health_checks import STATES, VISIT_KINDS, HospitalVisit, visit_words
from lac_tracker.services import child_summary, health_checks
from lac_tracker.services.changes import Changes
from lac_tracker.services.health_checks import Dose
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, set_tooltip
from lac_tracker.ui.screens.health_checks_dialogs import CheckInError, DoseDialog, VisitDialog
from lac_tracker.ui.screens.record_page import Desk, Place, RecordPage
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.widgets.whole_table import WholeTable

DOSES: tuple[Column[Dose], ...] = (
    Column("Vaccine", lambda row: row.words, width=34, wraps=True, strong=True, detail=lambda row: row.protects),
    Column("When", lambda row: row.immunisation.when.words if row.immunisation.when else "Not known", width=16),
    Column(
        "Status", lambda row: STATES[row.immunisation.state], width=14,
        status=lambda row: "complete" if row.immunisation.state == "given" else "declined",
    ),
    Column("Source", lambda row: row.immunisation.source, width=22, wraps=True, detail=lambda row: row.immunisation.source),
    Column("Note", lambda row: row.immunisation.note, width=24, wraps=True, detail=lambda row: row.immunisation.note),
)  # fmt: skip
VISITS: tuple[Column[HospitalVisit], ...] = (
    Column("When", lambda row: row.when.words, width=16, strong=True),
    Column("What", lambda row: VISIT_KINDS[row.kind], second=lambda row: _stay(row), width=22, wraps=True),
    Column("Hospital", lambda row: row.hospital, width=24, wraps=True, detail=lambda row: row.hospital),
    Column("Why", lambda row: row.why, width=34, wraps=True, yields=True, detail=lambda row: row.why),
    Column("Source", lambda row: row.source, width=18, wraps=True, detail=lambda row: row.source),
)  # fmt: skip


class HealthChecksPage(RecordPage):
    """Page 7 of a record. Enter on a line corrects it."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "chk")
        self.head.title.setText("Health checks")
        self._may_edit = decide(desk.workplace.actor, Action.EDIT_HEALTH_CHECKS).allowed
        self._may_read = decide(desk.workplace.actor, Action.SEE_CLINICAL).allowed
        self._add_visit = PlainButton("Add hospital visit", name="chk.hospital.add")
        self._add_visit.clicked.connect(lambda _checked=False: self._open(self._visit_dialog(None)))
        self._add = PlainButton("Add immunisation", "primary", name="chk.imm.add")
        set_tooltip(self._add, "Add immunisation (Ctrl+N)")
        self._add.clicked.connect(lambda _checked=False: self.run("edit.new"))
        for button in (self._add_visit, self._add):
            self.head.add_button(button)
            button.setVisible(self._may_edit)
        self._doses: RowModel[Dose] = RowModel(DOSES, self)
        self._visits: RowModel[HospitalVisit] = RowModel(VISITS, self)
        self.doses = WholeTable(self._doses, label="Immunisations", name="chk.imm.table")
        self.visits = WholeTable(self._visits, label="Hospital visits", name="chk.hospital.table")
        self.doses.opened.connect(self._correct_dose)
        self.visits.opened.connect(self._correct_visit)
        inside = PageColumn()
        space = theme.current().space
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(6), space(1), space(6), space(6))
        column.setSpacing(space(3))
        self._no_doses = self._part(
            column, "Immunisations", self.doses, "imm", self._correct_dose, self._dose_in_error
        )
        column.addSpacing(space(3))
        self._no_visits = self._part(
            column, "Hospital", self.visits, "hospital", self._correct_visit, self._visit_in_error
        )
        column.addStretch()
        self.add_scrolled(inside)
        self.refresh()

    def refresh(self) -> None:
        """Read the record anew."""
        if not self._may_read:
            self._say_closed()
            return
        held = self.desk.operations.ask(health_checks.on_record, self.desk.child_id)
        self.head.say(f"{_count(held.doses, 'dose')}, {_count(held.visits, 'hospital visit')} on record")
        self._doses.set_rows(held.doses)
        self._visits.set_rows(held.visits)
        self._no_doses.setText(
            f"No immunisations on record for {held.called}. Ask the GP practice for the list."
        )
        self._no_visits.setText(f"No hospital visits on record for {held.called}.")
        for name, table, rows, empty in (
            ("imm", self.doses, held.doses, self._no_doses),
            ("hospital", self.visits, held.visits, self._no_visits),
        ):
            table.setVisible(bool(rows))
            empty.setVisible(not rows)
            for button in self.findChildren(PlainButton):
                if button.objectName() in (f"chk.{name}.change", f"chk.{name}.error"):
                    button.setVisible(bool(rows) and self._may_edit)

    def take_focus(self) -> None:
        shown = next((table for table in (self.doses, self.visits) if table.isVisibleTo(self)), None)
        (shown or (self._add if self._may_edit else self)).setFocus()

    def run(self, command: str) -> bool:
        if command in ("edit.new", "edit.primary") and self._may_edit:
            self._open(self._dose_dialog(None))
            return True
        return False

    def reload(self, changes: Changes) -> None:
        if changes.children:
            self.refresh()

    # Behind it

    def _part(
        self, column: QVBoxLayout, words: str, table: WholeTable, name: str,
        correct: Callable[[Any], None], in_error: Callable[[Any], None],
    ) -> PlainLabel:  # fmt: skip
        """Add a heading, a table with its buttons, and the words for an empty one, which are returned."""
        column.addWidget(heading(words))
        empty = PlainLabel("", wraps=True)
        empty.setObjectName(f"chk.{name}.empty")
        column.addWidget(empty)
        column.addWidget(table)
        row = QWidget()
        flow = Flow(gap=theme.current().space(2), line_gap=theme.current().space(2))
        row.setLayout(flow)
        for verb, button_name, act in (
            ("Correct", "change", correct),
            ("Entered in error", "error", in_error),
        ):
            button = PlainButton(verb, "row", name=f"chk.{name}.{button_name}")
            button.setAccessibleName(f"{verb}: the chosen line of {words}")
            button.clicked.connect(lambda _checked=False, act=act: act(table.current_row()))
            flow.addWidget(button)
        column.addWidget(row)
        return empty

    def _say_closed(self) -> None:
        self.head.say("Your role reads no clinical content")
        for widget in (self.doses, self.visits, self._no_visits):
            widget.hide()
        self._no_doses.setText("Immunisations and hospital visits are for those who read clinical content.")

    def _correct_dose(self, row: Dose | None) -> None:
        if row is not None and self._may_edit:
            self._open(self._dose_dialog(row))

    def _correct_visit(self, row: HospitalVisit | None) -> None:
        if row is not None and self._may_edit:
            self._open(self._visit_dialog(row))

    def _dose_in_error(self, row: Dose | None) -> None:
        if row is not None:
            held = row.immunisation
            self._open(
                CheckInError(
                    self, self.desk.workplace, self._facts(), row.words,
                    health_checks.immunisation_in_error, held.id, held.version,
                )
            )  # fmt: skip

    def _visit_in_error(self, row: HospitalVisit | None) -> None:
        if row is not None:
            self._open(
                CheckInError(
                    self, self.desk.workplace, self._facts(), visit_words(row),
                    health_checks.hospital_visit_in_error, row.id, row.version,
                )
            )  # fmt: skip

    def _dose_dialog(self, row: Dose | None) -> DoseDialog:
        return DoseDialog(self, self.desk.workplace, self.desk.child_id, self._facts(), row)

    def _visit_dialog(self, row: HospitalVisit | None) -> VisitDialog:
        return VisitDialog(self, self.desk.workplace, self.desk.child_id, self._facts(), row)

    def _open(self, dialog: Any) -> None:
        dialog.accepted.connect(self.refresh)
        dialog.open()

    def _facts(self) -> Any:
        today = self.desk.workplace.today()
        return self.desk.operations.ask(child_summary.heading, self.desk.child_id, today=today)


def _stay(visit: HospitalVisit) -> str:
    nights = visit.nights
    return f"{nights} night{'' if nights == 1 else 's'}" if nights else ""


def _count(rows: tuple[Any, ...], noun: str) -> str:
    return f"{len(rows)} {noun}{'' if len(rows) == 1 else 's'}"
