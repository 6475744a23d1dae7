"""S14, tab Immunisations: what a clinician states, how the record looks beside the schedule, and every dose.

The doses show in the chronology. What looks outstanding is a suggestion; up to date is stated by a person.
"""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.health_checks import OTHER, STATES, STATUSES, ImmunisationStatement, statement_words
from lac_tracker.domain.immunisation_outlook import SUGGESTED, Line
from lac_tracker.services import health_checks, immunisations
from lac_tracker.services.health_checks import Dose
from lac_tracker.services.immunisations import CATCH_UP, Immunisations
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainLabel, hint
from lac_tracker.ui.screens.health_checks_dialogs import DoseDialog
from lac_tracker.ui.screens.health_checks_immunisation_dialogs import StatementDialog, UnknownDialog
from lac_tracker.ui.screens.health_tab import HealthTab
from lac_tracker.ui.screens.record_page import LARGE, Desk, Place, clear
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.whole_table import WholeTable

_MARKS = {"V": "V", "C": "C, worked out", "K": "K, to be checked"}
_MARKS_SAID = (
    "V: read in the source. C: worked out from it. K: known, not read in a source, so to be checked."
)
_LOOKS = {
    "overdue": "overdue", "due": "due_soon", "ask": "asked", "declined": "declined", "past": "not_needed",
    "not_yet": "on_track", "given": "complete", "not_needed": "not_needed",
}  # fmt: skip
_STATED = {"up_to_date": "complete", "not_up_to_date": "missing", "history_unknown": "needs_review"}
LINES: tuple[Column[Line], ...] = (
    Column("Vaccine", lambda row: row.title, width=26, wraps=True, strong=True, detail=lambda row: row.source),
    Column("Due", lambda row: row.ages, width=20, wraps=True),
    Column("Given", lambda row: row.given, width=24, wraps=True, detail=lambda row: row.given),
    Column(
        "Status", lambda row: row.says, second=lambda row: row.note, width=36, wraps=True,
        status=lambda row: _LOOKS[row.state], detail=lambda row: row.note,
    ),
    Column("Mark", lambda row: row.confidence, width=6, detail=lambda row: f"{_MARKS[row.confidence]}. {row.source}"),
)  # fmt: skip
# In large text: what has no room stands in the tooltip of the vaccine.
LINES_LARGE: tuple[Column[Line], ...] = (
    Column(
        "Vaccine (mark)", lambda row: f"{row.title} ({row.confidence})", width=20, wraps=True, strong=True,
        detail=lambda row: f"Due: {row.ages}. {_MARKS[row.confidence]}. {row.source}",
    ),
    Column("Status", lambda row: row.says, width=26, wraps=True, status=lambda row: _LOOKS[row.state], detail=lambda row: row.note),
    Column("Given", lambda row: row.given, width=14, wraps=True, detail=lambda row: row.given),
)  # fmt: skip
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
STATEMENTS: tuple[Column[ImmunisationStatement], ...] = (
    Column("As at", lambda row: show_date(row.as_at), width=14, strong=True),
    Column(
        "Stated", lambda row: STATUSES[row.status].partition(":")[0], width=20, status=lambda row: _STATED[row.status]
    ),
    Column("Outstanding", lambda row: row.outstanding, width=30, wraps=True, yields=True, detail=lambda row: row.outstanding),
    Column("Source", lambda row: row.source, width=20, wraps=True, detail=lambda row: row.source),
    Column("Stated by", lambda row: row.stated_by, width=20, wraps=True),
)  # fmt: skip


class ImmunisationsTab(HealthTab):
    """Enter on a dose or a statement corrects it; on a line of the schedule it adds a dose."""

    key, words = "imm", "Immunisations"

    def __init__(self, desk: Desk, facts: BannerFacts) -> None:
        super().__init__(desk, facts)
        self._held: Immunisations | None = None
        self._unknown_said = False  # the history was marked unknown just now: the plan item comes next
        self._top = QWidget()
        self._top_lines = QVBoxLayout(self._top)
        self._top_lines.setContentsMargins(0, 0, 0, 0)
        self._top_lines.setSpacing(theme.current().space(2))
        self.column.addWidget(self._top)
        self._add = self.main_button("Add immunisation", "chk.imm.add")
        self.add_buttons(
            self._add,
            self.button("Record clinician's statement", "chk.imm.state", lambda: self._state(None)),
            self.button("Mark unknown: start catch-up", "chk.imm.unknown", self._mark_unknown),
        )
        self._catch_up = Card("Treat as not immunised", name="chk.imm.catchUp")
        self.column.addWidget(self._catch_up)
        columns = LINES_LARGE if theme.current().text_percent >= LARGE else LINES
        schedule = WholeTable(
            RowModel(columns, self), label="Beside the schedule", name="chk.imm.schedule", most_lines=4
        )
        self._schedule = self.add_part("Beside the schedule", schedule, "imm.line", self._add_of, None)
        self._schedule.let_be_read()
        self._about = self.add_line("chk.imm.about", "hint")
        doses = WholeTable(RowModel(DOSES, self), label="Doses on record", name="chk.imm.table")
        self._doses = self.add_part("Doses on record", doses, "imm", self._correct, self._take_out)
        stated = WholeTable(RowModel(STATEMENTS, self), label="What clinicians stated", name="chk.imm.stated")
        self._stated = self.add_part(
            "What clinicians stated", stated, "imm.stated", self._state, self._statement_in_error
        )
        self.column.addStretch()

    def show_record(self) -> None:
        """Read the record anew."""
        today = self.desk.workplace.today()
        held = self._held = self.desk.operations.ask(immunisations.on_record, self.desk.child_id, today=today)
        self._show_top(held)
        self._show_catch_up(held)
        self._schedule.show_rows(held.outlook.lines, "")
        self._about.setText(_about(held))
        self._doses.show_rows(
            held.doses,
            f"No immunisations on record for {held.called}. Ask the GP practice for the list.",
        )
        self._stated.show_rows(held.statements, "")
        self._stated.setVisible(bool(held.statements))

    def add(self) -> None:
        self._open(None)

    def take_focus(self) -> None:
        """Put the keyboard beneath what is stated, so that this is in view."""
        if self.may_edit:
            self._add.setFocus()
        else:
            super().take_focus()

    # Behind it

    def _show_top(self, held: Immunisations) -> None:
        """Say what is stated, with its date and by whom; then what the record looks like."""
        clear(self._top_lines)
        newest = next(iter(held.statements), None)
        if newest is None:
            said = PlainLabel(
                "No clinician has stated whether immunisations are up to date.", type="strong", wraps=True
            )
            look = "not_started"
        else:
            said, look = (
                PlainLabel(statement_words(newest), type="strong", wraps=True),
                _STATED[newest.status],
            )
        said.setObjectName("chk.imm.said")
        self._top_lines.addWidget(icon_line(look, said))
        for words in held.doubts:
            doubt = PlainLabel(words, wraps=True)
            doubt.setObjectName("chk.imm.doubt")
            self._top_lines.addWidget(icon_line("needs_review", doubt))
        if held.suggestion:
            is_late = any(slot.state == "overdue" for slot in held.outlook.outstanding)
            is_said = is_late and newest is not None and newest.status == "up_to_date"
            more = " The list of doses may be incomplete: ask for it." if is_said else ""
            looks = PlainLabel(f"{held.suggestion}{more}", wraps=True)
            looks.setObjectName("chk.imm.looks")
            self._top_lines.addWidget(icon_line("information", looks))
        for words in _counted(held):
            self._top_lines.addWidget(hint(words))

    def _show_catch_up(self, held: Immunisations) -> None:
        """Show the catch-up for this age while the history is stated to be unknown."""
        is_unknown = bool(held.statements) and held.statements[0].status == "history_unknown"
        self._catch_up.setVisible(is_unknown)
        clear(self._catch_up.body)
        if not is_unknown:
            return
        unknown = held.schedule.unknown
        self._catch_up.body.addWidget(PlainLabel(unknown.rule, wraps=True))
        for words in held.visits:
            self._catch_up.body.addWidget(PlainLabel(words, wraps=True))
        self._catch_up.body.addWidget(PlainLabel(f"{unknown.gap}. {held.then}.", wraps=True))
        self._catch_up.body.addWidget(icon_line("needs_review", PlainLabel(f"{unknown.doubt}.", wraps=True)))
        self._catch_up.body.addWidget(hint(f"Source: {unknown.source}. {_MARKS[unknown.confidence]}."))

    def _add_of(self, row: Line) -> None:
        """Add a dose of a line of the schedule: of what looks outstanding, where something does."""
        vaccines = [slot.vaccine for slot in row.slots if slot.state in SUGGESTED]
        vaccines += [slot.vaccine for slot in row.slots[-1:]]
        self._open(None, next(iter(vaccines), ""))

    def _correct(self, row: Dose) -> None:
        self._open(row)

    def _open(self, row: Dose | None, vaccine: str = "") -> None:
        self.open_dialog(
            DoseDialog(self, self.desk.workplace, self.desk.child_id, self.facts, row, vaccine=vaccine)
        )

    def _take_out(self, row: Dose) -> None:
        held = row.immunisation
        self.take_out(row.words, health_checks.immunisation_in_error, held.id, held.version)

    def _state(self, row: ImmunisationStatement | None) -> None:
        assert self._held is not None
        looking = [slot.words for slot in self._held.outlook.outstanding]
        looks = f"Looks outstanding by the record: {'; '.join(looking)}. Check each." if looking else ""
        self.open_dialog(
            StatementDialog(self, self.desk.workplace, self.desk.child_id, self.facts, row, looks)
        )

    def _statement_in_error(self, row: ImmunisationStatement) -> None:
        self.take_out(statement_words(row), immunisations.statement_in_error, row.id, row.version)

    def _mark_unknown(self) -> None:
        assert self._held is not None
        writing = self._held.assessment_id
        dialog = UnknownDialog(
            self, self.desk.workplace, self.desk.child_id, self.facts, has_plan=writing is not None
        )
        dialog.accepted.connect(lambda: self._plan_catch_up(writing))
        self.open_dialog(dialog)

    def _plan_catch_up(self, writing: int | None) -> None:
        if writing is None:
            self.said.emit(
                "History marked as unknown. No assessment is being written: add the catch-up to the next plan."
            )
        else:
            self.said.emit("History marked as unknown. Fill in the plan item for the catch-up.")
            self.wanted.emit(Place(self.desk.child_id, "item", writing, about=CATCH_UP))


def _counted(held: Immunisations) -> list[str]:
    """Return what was counted that should be known: doses without a date, and those that came too early to count."""
    found = []
    undated = held.outlook.undated
    if undated:
        found.append(
            f"{undated} dose{'s have' if undated > 1 else ' has'} no date: counted as given, to be checked."
        )
    named = sum(one.immunisation.vaccine == OTHER and one.immunisation.state == "given" for one in held.doses)
    if named:
        found.append(
            f"{named} dose{'s are' if named > 1 else ' is'} of a vaccine named in own words: not counted here."
        )
    for one in held.outlook.too_early:
        when = one.when.words if one.when else ""
        found.append(
            f"{held.names[one.vaccine]} on {when} was before the age at which it counts: not counted."
        )
    if any(line.state in SUGGESTED and line.confidence != "V" for line in held.outlook.lines):
        found.append("Rows marked C or K are not verified: check them with the schedule.")
    return found


def _about(held: Immunisations) -> str:
    schedule = held.schedule
    some = "; ".join(
        f"{held.names[one.vaccine]} ({one.who[:1].lower()}{one.who[1:]})" for one in schedule.selective
    )
    return (
        f"{schedule.title}, version {schedule.version}. {schedule.source_words}. {_MARKS_SAID} Overdue is counted from "
        f"{schedule.late_after_weeks} weeks after the day, or the end of the school year: our own margin (K).\n"
        f"For some children only, never suggested here (K): {some}."
    )
