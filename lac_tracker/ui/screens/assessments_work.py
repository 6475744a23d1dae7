"""What S08 shows below the assessments: the steps of the chosen one, the follow-ups, and what was taken further."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.follow_ups import RESULT_WORDS, FollowUp
from lac_tracker.services import follow_ups, work_on_record
from lac_tracker.services.escalations import escalation_words
from lac_tracker.services.visit_rows import VisitRow
from lac_tracker.services.work_on_record import Work
from lac_tracker.ui import theme
from lac_tracker.ui.messages import UNDO
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, hint, set_tooltip
from lac_tracker.ui.screens import record_work
from lac_tracker.ui.screens.entered_in_error import EnteredInError
from lac_tracker.ui.screens.milestones import MilestonesDialog, MilestoneStrip
from lac_tracker.ui.screens.record_page import Desk
from lac_tracker.ui.screens.work_dialog import WorkDialog
from lac_tracker.ui.widgets.emptied import emptied
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.row_table import RowTable

_MOST_ROWS, _MOST_LINES = 5, 5


def _by_whom(one: FollowUp) -> str:
    return one.logged_by


def _whom(one: FollowUp) -> str:
    return one.words.removeprefix(f"{RESULT_WORDS[one.result]}: ")


def _look(one: FollowUp) -> str:
    if not one.next_step:
        return "booked" if one.result == "booked" else "not_needed"
    return "complete" if one.next_step_done_on else "due_soon"


COLUMNS: tuple[Column[FollowUp], ...] = (
    Column("Logged", lambda one: show_date(one.logged_at.date()), second=_by_whom, width=16),
    Column("For", lambda one: one.kind, width=6, strong=True),
    Column("What happened", lambda one: RESULT_WORDS[one.result], second=_whom, detail=_whom, width=36),
    Column("Next step", lambda one: one.next_words or "None", status=_look, wraps=True, width=40, detail=lambda one: one.next_words),
)  # fmt: skip


class WorkPanel(QWidget):
    """Signals: as those of a page of a record.

    place_wanted: a place of the record is asked for; carries a Place.
    """

    said = Signal(str)
    offered = Signal(str, str, object)
    place_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._row: VisitRow | None = None
        self._banner: BannerFacts | None = None
        self._work = Work((), (), ())
        self._model: RowModel[FollowUp] = RowModel(COLUMNS, self)
        self.table = RowTable(self._model, label="Follow-ups", name="asm.followUps", shares=True)
        self.table.chosen.connect(self._follow_up_chosen)
        self._strip = MilestoneStrip(name="asm.milestones")
        self._steps_heading = heading("Milestones")
        self._enter = self._button("asm.enterSteps", "Enter steps", self._enter_steps)
        self._log = self._button("asm.log", "Log follow-up", self.log)
        set_tooltip(self._log, "Log follow-up (Ctrl+T)")
        self._done = self._button("asm.stepDone", "Next step is done", self._mark_done)
        self._error = self._button("asm.followUpError", "Entered in error", self._in_error)
        self._escalate = self._button("asm.escalate", "Escalate", self._take_further)
        self._answer = self._button("asm.answer", "Record the answer", self._record_answer)
        self._none = hint("No follow-ups yet.")
        self._note = PlainLabel(type="hint", wraps=True)
        self._note.setObjectName("asm.followUpNote")
        self._lines = QVBoxLayout()
        self._lay_out()

    def refresh(self, banner: BannerFacts) -> None:
        """Read what was done anew."""
        self._banner = banner
        self._work = self._desk.operations.ask(work_on_record.of_record, self._desk.child_id)
        at = self.table.currentIndex().row()
        self._model.set_rows(self._work.follow_ups)
        self.table.choose(max(at, 0))
        self.table.setVisible(bool(self._work.follow_ups))
        self._none.setVisible(not self._work.follow_ups)
        self._follow_up_chosen(self.table.current_row())
        self._answer.setVisible(
            self._may(Action.ESCALATE) and any(not one.answered_on for one in self._work.escalations)
        )
        self._say_lines()
        self._fit()

    def show_row(self, row: VisitRow | None) -> None:
        """Show the steps of the chosen assessment, or of what is due."""
        self._row = row
        steps = ()
        if row is not None:
            steps = self._desk.operations.ask(
                work_on_record.steps, self._desk.child_id, kind=row.kind, assessment_id=row.assessment_id
            )
        self._strip.show_steps(steps)
        self._steps_heading.setText(f"Milestones of the {row.kind}" if row else "Milestones")
        self._steps_heading.setVisible(bool(steps))
        is_now = row is not None and (row.is_due or row.is_open)
        self._enter.setVisible(is_now and self._may(Action.EDIT_MILESTONES))
        self._escalate.setVisible(row is not None and row.is_due and self._may(Action.ESCALATE))

    def log(self) -> None:
        """Log a follow-up of the chosen assessment, or of what is due next."""
        kind = self._row.kind if self._row is not None and (self._row.is_due or self._row.is_open) else ""
        dialog = record_work.dialog_of("edit.followUp", self._desk, self, kind)
        if isinstance(dialog, WorkDialog):
            self._ask(dialog)
        else:
            self.said.emit(str(dialog))

    # What the person does

    def _enter_steps(self) -> None:
        if self._row is not None:
            self._try(lambda kind: MilestonesDialog(self._desk.workplace, self._desk.child_id, kind, self))

    def _take_further(self) -> None:
        from lac_tracker.ui.screens.escalate import EscalateDialog  # seldom wanted

        self._try(lambda kind: EscalateDialog(self._desk.workplace, self._desk.child_id, kind, self))

    def _try(self, make: Callable[[str], WorkDialog]) -> None:
        assert self._row is not None
        try:
            self._ask(make(self._row.kind))
        except UserError as error:
            self.said.emit(str(error))

    def _mark_done(self) -> None:
        one, operations = self.table.current_row(), self._desk.operations
        if one is None:
            return
        changes = operations.do(
            follow_ups.done, one.id, today=self._desk.workplace.today(), seen_version=one.version
        )
        if changes is not None:
            self.offered.emit(
                "Next step marked as done.", UNDO,
                partial(operations.do, follow_ups.not_done, one.id, seen_version=changes.report),
            )  # fmt: skip

    def _in_error(self) -> None:
        one = self.table.current_row()
        if one is None or self._banner is None:
            return
        dialog = EnteredInError(
            self, self._desk.workplace, self._banner, f"{one.words}. {one.next_words}".strip(), follow_ups.in_error,
            one.id, one.version, name="asm.followUp",
        )  # fmt: skip
        dialog.accepted.connect(
            lambda: self.said.emit("Taken out as entered in error. It stays in the history.")
        )
        dialog.open()

    def _record_answer(self) -> None:
        from lac_tracker.ui.screens.escalate import AnswerDialog  # seldom wanted

        waiting = next((one for one in self._work.escalations if not one.answered_on), None)
        if waiting is not None and self._banner is not None:
            self._ask(AnswerDialog(self._desk.workplace, waiting, self._banner, self))

    def _ask(self, dialog: WorkDialog) -> None:
        dialog.said.connect(self.said)
        dialog.offered.connect(self.offered)
        dialog.place_wanted.connect(self.place_wanted)
        dialog.open()

    # How it looks

    def _follow_up_chosen(self, one: FollowUp | None) -> None:
        may = self._may(Action.LOG_FOLLOW_UP)
        self._done.setVisible(may and one is not None and one.is_open)
        self._error.setVisible(may and one is not None)
        self._note.setText(one.note if one is not None else "")
        self._note.setVisible(one is not None and bool(one.note))

    def _say_lines(self) -> None:
        emptied(self._lines)
        for words, lines in (
            ("Taken further", tuple(escalation_words(one) for one in self._work.escalations)),
            ("Reasons for delay", tuple(f"{one.kind} {one.in_words}" for one in self._work.reasons)),
        ):
            if lines:
                self._lines.addWidget(heading(words))
            for line in lines[:_MOST_LINES]:
                self._lines.addWidget(PlainLabel(line, wraps=True))
            if len(lines) > _MOST_LINES:
                self._lines.addWidget(hint(f"{len(lines) - _MOST_LINES} earlier ones are in the chronology."))

    def _fit(self) -> None:
        header = self.table.horizontalHeader().sizeHint().height()
        rows = min(max(self._model.rowCount(), 1), _MOST_ROWS)
        height = header + rows * self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(
            height + self.table.horizontalScrollBar().sizeHint().height() + 2 * self.table.frameWidth()
        )

    def _lay_out(self) -> None:
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(3))
        self._lines.setSpacing(space(1))
        for widget in (
            self._steps_heading, self._strip, _flowing(self._enter, self._escalate), heading("Follow-ups"), self._none,
            self.table, self._note, _flowing(self._log, self._done, self._error, self._answer),
        ):  # fmt: skip
            column.addWidget(widget)
        column.addLayout(self._lines)
        self._log.setVisible(self._may(Action.LOG_FOLLOW_UP))

    def _may(self, action: Action) -> bool:
        return decide(self._desk.workplace.actor, action).allowed

    def _button(self, name: str, words: str, act: Callable[[], None]) -> PlainButton:
        button = PlainButton(words, name=name)
        button.clicked.connect(lambda _checked=False: act())
        return button


def _flowing(*buttons: QWidget) -> QWidget:
    holder, flow = QWidget(), Flow(gap=theme.current().space(2), line_gap=theme.current().space(2))
    holder.setLayout(flow)
    for button in buttons:
        flow.addWidget(button)
    return holder
