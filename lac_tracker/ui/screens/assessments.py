"""The assessments of one child, newest first."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.services import child_summary
from lac_tracker.services.changes import Changes
from lac_tracker.services.child_summary import AssessmentItem, ChildSummary
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel
from lac_tracker.ui.screens.child_details import PastAssessment
from lac_tracker.ui.screens.record_page import Desk, Place, RecordPage
from lac_tracker.ui.screens.starting import StartButton
from lac_tracker.ui.widgets.row_table import RowTable

_LOOK = {
    "signed": "complete", "history": "complete", "in_progress": "started", "part_done": "part_done",
    "requested": "asked", "declined": "declined", "cancelled": "not_needed",
}  # fmt: skip
OPENED = ("signed", "in_progress", "part_done")

COLUMNS: tuple[Column[AssessmentItem], ...] = (
    Column("Type", lambda row: row.kind, width=8, strong=True),
    Column("Status", lambda row: row.words, status=lambda row: _LOOK[row.state], width=38),
    Column("Completed", lambda row: show_date(row.completed_on) if row.completed_on else "", width=14),
    Column("By", lambda row: row.by or "", width=30),
)


class AssessmentsPage(RecordPage):
    """Page 2 of a record."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "asm")
        self.head.title.setText("Assessments")
        self._open_button = PlainButton("Open", name="asm.open")
        self._open_button.clicked.connect(lambda _checked=False: self._open_current())
        self._past = PlainButton("Enter a past assessment", name="asm.past")
        self._past.clicked.connect(lambda _checked=False: self._enter_past())
        self._start = StartButton("asm.new")
        self._start.started.connect(self.wanted)
        for button in (self._open_button, self._past, self._start):
            self.head.add_button(button)
        self._past.setVisible(decide(desk.workplace.actor, Action.ENTER_PAST_ASSESSMENT).allowed)
        self._model: RowModel[AssessmentItem] = RowModel(COLUMNS, self)
        self._table = RowTable(self._model, label="Assessments", name="asm.table")
        self._table.opened.connect(self._open)
        self._table.chosen.connect(self._chosen)
        self._empty = PlainLabel(wraps=True)
        self._empty.setObjectName("asm.empty")
        space = theme.current().space
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(6), space(1), space(6), space(6))
        column.addWidget(self._empty)
        column.addWidget(self._table, 1)
        self.content.addWidget(inside, 1)
        self.refresh()

    def refresh(self) -> None:
        today = self.desk.workplace.today()
        self._summary: ChildSummary = self.desk.operations.ask(
            child_summary.summary, self.desk.child_id, today=today
        )
        rows = self._summary.assessments
        self._model.set_rows(rows)
        self._start.show_next(self._summary, self.desk)
        count = f"{len(rows)} assessment{'s' if len(rows) != 1 else ''}, newest first"
        self.head.say(". ".join(part for part in (count if rows else "", self._start.why_not) if part))
        self._table.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        due = next((one for one in self._summary.due if one.due_on), None)
        says = f" {due.assessment} due {show_date(due.due_on)}." if due else ""
        self._empty.setText(f"No assessments yet.{says}")
        self._chosen(self._table.current_row())

    def take_focus(self) -> None:
        (self._table if self._table.isVisibleTo(self) else self._start).setFocus()

    def run(self, command: str) -> bool:
        if command in ("edit.new", "edit.primary") and not self._start.isHidden():
            self._start.click()
            return True
        return False

    def reload(self, changes: Changes) -> None:
        if changes.assessments:
            self.refresh()

    def _chosen(self, row: AssessmentItem | None) -> None:
        can_open = row is not None and row.state in OPENED
        self._open_button.setEnabled(can_open)
        held_before = row is not None and row.state == "history"
        self._open_button.setToolTip(
            "Held before this caseload: only its date is on record" if held_before else "Open (Enter)"
        )

    def _open_current(self) -> None:
        self._open(self._table.current_row())

    def _open(self, row: AssessmentItem | None) -> None:
        if row is None:
            return
        if row.state in OPENED:
            self.wanted.emit(Place(self.desk.child_id, "assessment", row.id))
        elif row.state == "history":
            self.said.emit(f"This {row.kind} was held before this caseload: only its date is on record.")

    def _enter_past(self) -> None:
        kind = self._summary.next_kind
        PastAssessment(self, self.desk.workplace, self.desk.child_id, self._summary.banner, kind).open()
