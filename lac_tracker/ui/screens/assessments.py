"""S08 The assessments of one child: what is due, what was done, the appointments, and what may be done with each."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.visits import Appointment
from lac_tracker.services import child_summary, visits
from lac_tracker.services.changes import Changes
from lac_tracker.services.child_summary import ChildSummary
from lac_tracker.services.visit_rows import VisitRow
from lac_tracker.services.visits import VisitsPage, accepted_words
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import RowModel
from lac_tracker.ui.plain import PlainButton, PlainDialog, PlainLabel, heading, set_tooltip
from lac_tracker.ui.screens.amend import AmendDialog, CancelDialog
from lac_tracker.ui.screens.appointment import BookDialog, InterpreterDialog, OutcomeDialog
from lac_tracker.ui.screens.assessments_columns import APPOINTMENTS, ASSESSMENTS
from lac_tracker.ui.screens.assessments_work import WorkPanel
from lac_tracker.ui.screens.clock_holds import HoldDialog, Holds, LetRunDialog
from lac_tracker.ui.screens.declined import DeclinedDialog
from lac_tracker.ui.screens.past_assessment import PastAssessment, PastInError
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.screens.record_page import Desk, Place, RecordPage, attempt, scroll_area
from lac_tracker.ui.screens.starting import StartButton, resume
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.row_table import RowTable

_MOST_ROWS = 6  # rows shown at once before a table scrolls in itself


class AssessmentsPage(RecordPage):
    """Page 2 of a record."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "asm")
        self.head.title.setText("Assessments")
        self._past = self._button("asm.past", "Enter a past assessment", self._enter_past)
        self._host = self._button("asm.host", "Ask host team", self._ask_host)
        self._declined = self._button("asm.declined", "Declined", self._decline)
        self._book = self._button("asm.book", "Book", self._book_one)
        set_tooltip(self._book, "Book an appointment (Ctrl+B)")
        self._start = StartButton("asm.new")
        self._start.started.connect(self.wanted)
        self._start.said.connect(self.said)
        for button in (self._past, self._host, self._declined, self._book, self._start):
            self.head.add_button(button)
        self._model: RowModel[VisitRow] = RowModel(ASSESSMENTS, self)
        self._table = RowTable(self._model, label="Assessments", name="asm.table", shares=True)
        self._table.opened.connect(self._open)
        self._table.chosen.connect(self._chosen)
        self._booked: RowModel[Appointment] = RowModel(APPOINTMENTS, self)
        self._visits = RowTable(self._booked, label="Appointments", name="asm.appointments", shares=True)
        self._visits.opened.connect(self._record_outcome)
        self._visits.chosen.connect(self._visit_chosen)
        self._holds = Holds()
        self._work = WorkPanel(desk)
        self._work.said.connect(self.said)
        self._work.offered.connect(self.offered)
        self._work.place_wanted.connect(self.wanted)
        self._empty = PlainLabel(wraps=True)
        self._empty.setObjectName("asm.empty")
        self._build()
        self.refresh()

    # What the record asks

    def refresh(self) -> None:
        """Read everything anew; the chosen rows stay chosen."""
        today, ask = self.desk.workplace.today(), self.desk.operations.ask
        self._page: VisitsPage = ask(visits.page, self.desk.child_id, today=today)
        self._summary: ChildSummary = ask(child_summary.summary, self.desk.child_id, today=today)
        rows = self._page.rows
        number, visit = self._table.currentIndex().row(), self._visits.currentIndex().row()
        self._model.set_rows(rows)
        self._booked.set_rows(self._page.appointments)
        self._table.choose(max(number, 0))
        self._visits.choose(max(visit, 0))
        self._start.show_next(self._summary, self.desk)
        done = sum(row.assessment_id is not None for row in rows)
        count = f"{done} assessment{'s' if done != 1 else ''}, newest first" if done else ""
        self.head.say(". ".join(part for part in (count, self._start.why_not) if part))
        self._advice_line.setVisible(bool(self._page.advice))
        self._advice.setText(self._page.advice)
        self._prior_box.setVisible(self._page.prior is not None and self._may(Action.ENTER_PAST_ASSESSMENT))
        if self._page.prior:
            self._prior_words.setText(
                f"An earlier {self._page.prior.kind}, of {show_date(self._page.prior.completed_on)}, "
                "may be accepted for this period of care."
            )
        self._holds.show_holds(self._page.holds)
        self._work.refresh(self._page.banner)
        self._show_empty(done)
        self._fit_tables()
        self._chosen(self._table.current_row())
        self._visit_chosen(self._visits.current_row())

    def take_focus(self) -> None:
        (self._table if self._page.rows else self._start).setFocus()

    def run(self, command: str) -> bool:
        if command in ("edit.new", "edit.primary") and not self._start.isHidden():
            self._start.click()
        elif command == "edit.book" and self._may(Action.BOOK):
            self._book_one()
        elif command == "edit.followUp":
            self._work.log()
        else:
            return False
        return True

    def reload(self, changes: Changes) -> None:
        if changes.assessments or changes.documents or changes.children:
            self.refresh()

    # What the person does with an assessment

    def _open(self, row: VisitRow | None) -> None:
        if row is None:
            return
        if row.assessment_id is None:
            if not self._start.isHidden():
                self._start.click()
        elif row.can_open:
            goes_on = row.state in ("in_progress", "part_done") and self._may(Action.PAUSE)
            words = resume(self.desk, row.assessment_id) if goes_on else ""
            self.wanted.emit(Place(self.desk.child_id, "assessment", row.assessment_id))
            if words:
                self.said.emit(words)
        else:
            self.said.emit(f"Only the date of this {row.kind} is on record.")

    def _compare(self) -> None:
        row = self._current()
        if row and row.assessment_id and row.compare_with:
            self.wanted.emit(
                Place(self.desk.child_id, "compare", row.assessment_id, about=str(row.compare_with))
            )

    def _amend(self) -> None:
        row = self._current()
        if row is None or row.assessment_id is None:
            return
        dialog = AmendDialog(self, self.desk, self._page.banner, row)
        dialog.accepted.connect(lambda: self._amended(dialog.changes))
        dialog.open()

    def _amended(self, changes: Changes) -> None:
        self.wanted.emit(Place(self.desk.child_id, "assessment", changes.made_id))
        self.said.emit("This is the new version. The signed one stands until you sign this.")

    def _documents(self) -> None:
        self.wanted.emit(Place(self.desk.child_id, "preview", document="gp-summary"))

    def _chain(self) -> None:
        if (row := self._current()) and row.assessment_id:
            self.wanted.emit(Place(self.desk.child_id, "chain", row.assessment_id))

    def _cancel(self) -> None:
        row = self._current()
        if row and row.assessment_id:
            dialog = CancelDialog(self, self.desk, self._page.banner, row)
            self._ask(dialog, dialog.words)

    def _hold(self) -> None:
        if (row := self._current()) and row.is_due:
            dialog = HoldDialog(self, self.desk, self._page.banner, row.kind, row.hold)
            self._ask(dialog, dialog.words)

    def _let_run(self) -> None:
        if (row := self._current()) and row.hold:
            dialog = LetRunDialog(self, self.desk, self._page.banner, row.kind, row.hold)
            self._ask(dialog, dialog.words)

    def _decline(self) -> None:
        row = self._current()
        kind = row.kind if row and (row.is_due or row.is_open) else self._page.kinds[0]
        dialog = DeclinedDialog(self, self.desk, self._page.called, self._page.banner, kind)
        self._ask(dialog, dialog.words)

    def _accept(self) -> None:
        """An explicit act: what it means is said before it is done."""
        prior = self._page.prior
        if prior and PlainDialog.confirm(
            self, f"Accept the earlier {prior.kind}?", accepted_words(prior), "Not now", "Accept it"
        ):
            changes, words = attempt(self.desk.operations, visits.accept_prior, prior.assessment_id)
            self.said.emit("Accepted for this period of care." if changes else words)

    def _ask_host(self) -> None:
        self.wanted.emit(Place(self.desk.child_id, "out_of_area"))

    def _enter_past(self) -> None:
        kind = self._summary.next_kind
        PastAssessment(self, self.desk.workplace, self.desk.child_id, self._page.banner, kind).open()

    def _correct(self) -> None:
        if (row := self._current()) and row.entered:
            desk = self.desk
            dialog = PastAssessment(self, desk.workplace, desk.child_id, self._page.banner, row.kind, row)
            self._ask(dialog, dialog.words)

    def _take_out(self) -> None:
        if (row := self._current()) and row.entered:
            dialog = PastInError(self, self.desk.workplace, self._page.banner, row)
            self._ask(dialog, dialog.words)

    # What the person does with an appointment

    def _book_one(self) -> None:
        needs = self._summary.child.interpreter_needed == "yes"
        dialog = BookDialog(self, self.desk, self._page.banner, self._page.kinds, needs_interpreter=needs)
        self._ask(dialog, dialog.words)

    def _record_outcome(self, one: Appointment | None) -> None:
        if one is not None and one.outcome == "booked" and self._may(Action.BOOK):
            dialog = OutcomeDialog(self, self.desk, self._page.banner, one)
            self._ask(dialog, dialog.words)

    def _set_interpreter(self) -> None:
        one = self._visits.current_row()
        if one is not None and one.outcome == "booked":
            dialog = InterpreterDialog(self, self.desk, self._page.banner, one)
            self._ask(dialog, dialog.words)

    def _ask(self, dialog: RecordDialog, words: str) -> None:
        """Open a dialog; once it is done, say so."""
        dialog.accepted.connect(lambda: self.said.emit(words))
        dialog.open()

    # How it looks

    def _chosen(self, row: VisitRow | None) -> None:
        """Name the chosen row, and show what may be done with it."""
        about = row is not None and row.assessment_id is not None
        self._selected.setText(f"Selected: {_called(row)}" if row else "")
        said = ". ".join(part for part in (row.hold, row.note) if part) if row else ""
        self._note.setText(said)
        self._note.setVisible(bool(said))
        is_signed, is_open = (row is not None and row.state == "signed"), (row is not None and row.is_open)
        is_handled = self._may(Action.SEE_CLINICAL)
        self._open_button.setEnabled(row is not None and (row.can_open or not about))
        self._open_button.setText("Start" if row is not None and not about else "Open")
        self._open_button.setVisible(about or not self._start.isHidden())
        shown = (
            (self._compare_button, bool(row and row.compare_with) and is_handled),
            (self._amend_button, is_signed and self._may(Action.AMEND)),
            (self._documents_button, is_signed and self._may(Action.MAKE_DOCUMENT)),
            (self._chain_button, about and is_handled),
            (self._cancel_button, is_open and self._may(Action.START_ASSESSMENT)),
            (self._correct_button, bool(row and row.entered) and self._may(Action.ENTER_PAST_ASSESSMENT)),
            (self._error_button, bool(row and row.entered) and self._may(Action.ENTER_PAST_ASSESSMENT)),
            (self._hold_button, bool(row and row.is_due) and self._may(Action.PUT_ON_HOLD)),
            (self._run_button, bool(row and row.hold) and self._may(Action.PUT_ON_HOLD)),
        )
        for button, is_shown in shown:
            button.setVisible(is_shown)
        self._hold_button.setText("Hold to another day" if row is not None and row.hold else "Put on hold")
        self._work.show_row(row)

    def _visit_chosen(self, one: Appointment | None) -> None:
        can = one is not None and one.outcome == "booked" and self._may(Action.BOOK)
        self._outcome_button.setEnabled(can)
        self._interpreter_button.setEnabled(can)
        said = one.next_step if one is not None and one.next_step else ""
        by = f" {one.next_step_by}, by {show_date(one.next_step_on)}" if one is not None and said else ""
        note = one.outcome_note if one is not None and one.outcome_note else ""
        step = f"Next step: {said.rstrip('.')}.{by}" if said else ""
        words = ". ".join(part for part in (note.rstrip("."), step) if part)
        self._visit_note.setText(words)
        self._visit_note.setVisible(bool(words))

    def _current(self) -> VisitRow | None:
        row: VisitRow | None = self._table.current_row()
        return row

    def _may(self, action: Action) -> bool:
        return decide(self.desk.workplace.actor, action).allowed

    def _show_empty(self, done: int) -> None:
        due = next((row for row in self._page.rows if row.is_due), None)
        says = f" {due.kind} due {show_date(due.due_on)}." if due and due.due_on else ""
        self._empty.setText(f"No assessments yet.{says}")
        self._empty.setVisible(not done)
        self._table.setVisible(bool(self._page.rows))
        for widget in self._about_visits:
            widget.setVisible(bool(self._page.appointments))

    def _fit_tables(self) -> None:
        """Give each table the height of its rows; the page scrolls, not a table within it."""
        for table, rows in ((self._table, self._model.rowCount()), (self._visits, self._booked.rowCount())):
            header = table.horizontalHeader().sizeHint().height()
            height = header + min(max(rows, 1), _MOST_ROWS) * table.verticalHeader().defaultSectionSize()
            scroll = table.horizontalScrollBar().sizeHint().height()
            table.setFixedHeight(height + scroll + 2 * table.frameWidth())

    def _build(self) -> None:
        space = theme.current().space
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(6), space(1), space(6), space(6))
        column.setSpacing(space(3))
        self._advice = PlainLabel(type="strong", wraps=True)
        self._advice.setObjectName("asm.advice")
        self._advice_line = icon_line("at_risk", self._advice)
        column.addWidget(self._advice_line)
        column.addWidget(self._prior())
        column.addWidget(self._empty)
        column.addWidget(self._table)
        self._selected = PlainLabel(type="strong", wraps=True)
        self._selected.setObjectName("asm.selected")
        column.addWidget(self._selected)
        self._note = PlainLabel(wraps=True)
        self._note.setObjectName("asm.note")
        column.addWidget(self._note)
        column.addWidget(self._about_one())
        column.addWidget(self._holds)
        self._outcome_button = self._button(
            "asm.outcome", "Record what happened", lambda: self._record_outcome(self._visits.current_row())
        )
        self._interpreter_button = self._button("asm.interpreter", "Interpreter", self._set_interpreter)
        self._visit_note = PlainLabel(type="hint", wraps=True)
        self._visit_note.setObjectName("asm.visitNote")
        visits_heading = heading("Appointments")
        buttons = _flowing(self._outcome_button, self._interpreter_button)
        self._about_visits = (visits_heading, self._visits, buttons)
        for widget in (visits_heading, self._visits, self._visit_note, buttons, self._work):
            column.addWidget(widget)
        column.addStretch()
        self.content.addWidget(scroll_area(inside), 1)
        self._past.setVisible(self._may(Action.ENTER_PAST_ASSESSMENT))
        self._declined.setVisible(self._may(Action.RECORD_DECLINED))
        self._book.setVisible(self._may(Action.BOOK))
        self._host.setVisible(self._may(Action.ASK_FOR_INFORMATION))

    def _about_one(self) -> QWidget:
        """Return the buttons for the chosen assessment."""
        self._open_button = self._button("asm.open", "Open", lambda: self._open(self._current()))
        set_tooltip(self._open_button, "Open (Enter)")
        self._compare_button = self._button("asm.compare", "Compare with previous", self._compare)
        self._amend_button = self._button("asm.amend", "Amend", self._amend)
        self._documents_button = self._button("asm.makeDoc", "Make document", self._documents)
        self._chain_button = self._button("asm.chain", "Chain of custody", self._chain)
        self._cancel_button = self._button("asm.cancel", "Cancel it", self._cancel)
        self._correct_button = self._button("asm.correct", "Correct it", self._correct)
        self._error_button = self._button("asm.error", "Entered in error", self._take_out)
        self._hold_button = self._button("asm.hold", "Put on hold", self._hold)
        self._run_button = self._button("asm.letRun", "Let the clock run", self._let_run)
        return _flowing(
            self._open_button, self._compare_button, self._amend_button, self._documents_button,
            self._correct_button, self._error_button, self._chain_button, self._cancel_button, self._hold_button,
            self._run_button,
        )  # fmt: skip

    def _prior(self) -> QWidget:
        self._prior_words = PlainLabel(wraps=True)
        self._prior_words.setObjectName("asm.prior")
        accept = self._button("asm.accept", "Accept an earlier assessment", self._accept)
        self._prior_box = icon_line("information", self._prior_words, accept)
        return self._prior_box

    def _button(self, name: str, words: str, act: Callable[[], None]) -> PlainButton:
        button = PlainButton(words, name=name)
        button.clicked.connect(lambda _checked=False: act())
        return button


def _called(row: VisitRow) -> str:
    if row.assessment_id is None:
        return f"{row.kind}, {row.words[:1].lower()}{row.words[1:]}"
    if row.signed_on:
        version = f", version {row.edition}" if row.edition > 1 else ""
        return f"{row.kind} signed {show_date(row.signed_on)}{version}"
    return f"{row.kind}, {row.words[:1].lower()}{row.words[1:]}"


def _flowing(*buttons: QWidget) -> QWidget:
    holder = QWidget()
    flow = Flow(gap=theme.current().space(2), line_gap=theme.current().space(2))
    holder.setLayout(flow)
    for button in buttons:
        flow.addWidget(button)
    holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return holder
