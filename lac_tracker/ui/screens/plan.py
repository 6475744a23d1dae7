"""The health plan: needs, outcomes, owners and dates; the one being written, else the one in force."""

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.plans import Mark, Need
from lac_tracker.services import child_summary, owner_letters, plan_history, plan_marks, plans
from lac_tracker.services.changes import Changes
from lac_tracker.services.child_summary import ChildSummary
from lac_tracker.services.plan_history import PlanVersion
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import RowModel
from lac_tracker.ui.plain import PlainButton, set_tooltip
from lac_tracker.ui.screens.letters import save_letters
from lac_tracker.ui.screens.plan_bars import OwnersLine, PlanEmpty, ViewBar
from lac_tracker.ui.screens.plan_cards import PlanCards
from lac_tracker.ui.screens.plan_dialogs import About, MarkItem, MessageOwners, marked_words
from lac_tracker.ui.screens.plan_rows import PlanRow, rows_of, smart_count
from lac_tracker.ui.screens.plan_table import CARRIED, COLUMNS, GROUP, OWNER, PlanTable
from lac_tracker.ui.screens.plan_views import grouped, seen
from lac_tracker.ui.screens.record_page import LARGE, Desk, Place, RecordPage


class PlanPage(RecordPage):
    """Page 3 of a record. One primary button: Add item while the plan is written, Print once it is signed."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "plan")
        self.head.title.setText("Health plan")
        self._model: RowModel[PlanRow] = RowModel(COLUMNS, self)
        self._table = PlanTable(self._model)
        self._table.opened.connect(self._open)
        self._table.marked.connect(self._mark)
        self._table.moved.connect(self._move)
        self._table.taken_back.connect(self._take_back)
        self._cards = PlanCards()
        self._cards.opened.connect(self._open)
        self.views = ViewBar()
        self.views.changed.connect(self._show_rows)
        self._owners = OwnersLine()
        self._owners.message.clicked.connect(lambda _checked=False: self._message())
        self._empty = PlanEmpty()
        self._empty.start.started.connect(self.wanted)
        self._empty.start.said.connect(self.said)
        self._make_buttons()
        self._lay_out()
        self._wanted_id = (
            place.assessment_id
        )  # of a plan that was asked for; None: the one being written, or in force
        self._rows: tuple[PlanRow, ...] = ()
        self._plan: tuple[Need, ...] = ()
        self._before: PlanRow | None = None  # the row as it was before it was marked: what Ctrl+Z brings back
        self.refresh()

    def refresh(self) -> None:
        """Read the plan anew."""
        workplace, operations = self.desk.workplace, self.desk.operations
        self._summary: ChildSummary = operations.ask(
            child_summary.summary, self.desk.child_id, today=workplace.today()
        )
        self._versions: tuple[PlanVersion, ...] = operations.ask(plan_history.versions, self.desk.child_id)
        self._choose()
        self._rows, self._plan = (), ()
        if self._shown is not None:
            self._plan = operations.ask(plans.plan, self._shown.assessment_id)
            self._rows = rows_of(operations, self._shown.assessment_id, self._plan, workplace.today())
        self._say()
        self._show_rows()

    def add_item(self) -> None:
        if self._may_add and self._shown is not None:
            self.wanted.emit(Place(self.desk.child_id, "item", self._shown.assessment_id, about="plan"))

    def take_focus(self) -> None:
        if self._table.isVisibleTo(self):
            self._table.setFocus()
        elif not self._add.isHidden():
            self._add.setFocus()
        elif not self._print.isHidden():
            self._print.setFocus()
        else:
            self._empty.start.setFocus()

    def run(self, command: str) -> bool:
        match command:
            case "edit.new" | "edit.planItem" if self._may_add:
                self.add_item()
            case "edit.print" | "edit.preview" if not self._print.isHidden():
                self._preview()
            case "edit.primary" if self._may_add:
                self.add_item()
            case "edit.primary" if not self._print.isHidden():
                self._preview()
            case "edit.primary" if not self._other.isHidden():
                self._switch()
            case "edit.primary" if self._empty.start.isVisibleTo(self):
                self._empty.start.click()
            case "edit.find":
                self.views.chips.setFocus()
            case _:
                return False
        return True

    def reload(self, changes: Changes) -> None:
        if changes.plans or changes.assessments:
            self.refresh()

    def place(self) -> Place:
        return replace(self.here, field=self.focused())

    # Behind it

    def _make_buttons(self) -> None:
        self._other = PlainButton("", "link", name="plan.other")
        self._other.clicked.connect(lambda _checked=False: self._switch())
        self._print = PlainButton("Print", "primary", icon="fa6s.print", name="plan.print")
        set_tooltip(self._print, "Print, always through preview (Ctrl+P)")
        self._print.clicked.connect(lambda _checked=False: self._preview())
        self._history = PlainButton("History", name="plan.history")
        set_tooltip(self._history, "The versions of this plan, and who changed what when")
        self._history.clicked.connect(
            lambda _checked=False: self.wanted.emit(Place(self.desk.child_id, "plan_history"))
        )
        self._own = PlainButton("Plain words", name="plan.own")
        set_tooltip(self._own, "This plan in words for the young person, and their own copy")
        self._own.clicked.connect(
            lambda _checked=False: self.wanted.emit(Place(self.desk.child_id, "own_plan"))
        )
        self._add = PlainButton("Add item", "primary", icon="fa6s.plus", name="plan.add")
        set_tooltip(self._add, "Add item (Ctrl+N)")
        self._add.clicked.connect(lambda _checked=False: self.add_item())
        for button in (self._other, self._history, self._own, self._print, self._add):
            self.head.add_button(button)

    def _lay_out(self) -> None:
        space = theme.current().space
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(6), space(1), space(6), space(4))
        column.setSpacing(space(2))
        column.addWidget(self.views)
        column.addWidget(self._empty)
        column.addWidget(self._table, 1)
        column.addWidget(self._cards)
        column.addStretch()
        column.addWidget(self._owners)
        self.add_scrolled(inside)

    def _choose(self) -> None:
        """Find the plan to show: the one asked for, that of the assessment in progress, or the one in force."""
        self._draft = next((one for one in self._versions if one.on is None), None)
        self._signed = next((one for one in self._versions if one.is_in_force), None)
        asked = next((one for one in self._versions if one.assessment_id == self._wanted_id), None)
        self._shown = asked or self._draft or self._signed
        may_write = decide(self.desk.workplace.actor, Action.EDIT_PLAN).allowed
        self._may_add = self._draft is not None and self._shown is self._draft and may_write
        may_mark = decide(self.desk.workplace.actor, Action.MARK_LAST_PLAN).allowed
        self._may_mark = self._shown is not None and self._shown is self._signed and may_mark

    def _switch(self) -> None:
        other = self._signed if self._shown is self._draft else self._draft
        self._wanted_id = (other or self._signed or self._versions[0]).assessment_id
        self.refresh()

    def _say(self) -> None:
        self._add.setVisible(self._may_add)
        self._print.setVisible(self._shown is not None and self._shown is self._signed)
        self._history.setVisible(self._shown is not None)
        self._own.setVisible(self._shown is not None)
        other = self._signed if self._shown is self._draft else self._draft or self._signed
        self._other.setVisible(other is not None and other is not self._shown)
        if other is not None:
            self._other.setText(f"Show {other.words[:1].lower()}{other.words[1:]}")
        self._other.set_kind("link" if self._may_add or not self._print.isHidden() else "primary")
        self._table.say_keys(can_mark=self._may_mark and self._draft is None, can_move=self._may_add)
        self.head.say("" if self._shown is None else f"{self._shown.words}. {self._shown.signed_words}")

    def _show_rows(self) -> None:
        """Show what the chips and the grouping ask for."""
        shown = grouped(seen(self._rows, self.views.view), self.views.group, self.desk.workplace.today())
        self.views.show_counts(self._rows, smart_count(self._rows))
        self.views.setVisible(bool(self._rows))
        here = self._table.current_row()
        self._model.set_rows(shown)
        self._table.show_column(GROUP, self.views.group != "need")
        self._table.show_column(OWNER, self.views.group != "owner")
        self._table.show_column(CARRIED, any(row.carried_words for row in shown))
        if here is not None:
            ids = [row.outcome.id for row in shown]
            self._table.choose(ids.index(here.outcome.id) if here.outcome.id in ids else 0)
        self._cards.set_rows(shown)
        as_cards = theme.current().text_percent >= LARGE
        self._table.setVisible(bool(shown) and not as_cards)
        self._cards.setVisible(bool(shown) and as_cards)
        self._empty.show_for(self._summary, self.desk, self._shown, self._rows, shown, self.views)
        may_message = decide(self.desk.workplace.actor, Action.MAKE_DOCUMENT).allowed
        self._owners.show_plan(self._plan, may_message=may_message and self._shown is self._signed)

    def _preview(self) -> None:
        self.wanted.emit(Place(self.desk.child_id, "preview", document="full-plan"))

    def _open(self, row: PlanRow) -> None:
        if self._shown is not None:
            place = Place(
                self.desk.child_id, "item", self._shown.assessment_id, need_number=row.need_number,
                outcome_number=row.outcome_number,
            )  # fmt: skip
            self.wanted.emit(place)

    def _mark(self, row: PlanRow, mark: Mark) -> None:
        if self._shown is None or not self._may_mark or self._draft is not None:
            self.said.emit(self._why_no_mark())
            return
        about = About(row.number, row.outcome, row.need_words)
        dialog = MarkItem(self, self.desk, self._summary.banner, about, mark)
        dialog.accepted.connect(lambda: self._marked(row, dialog.mark))
        dialog.open()

    def _why_no_mark(self) -> str:
        if self._shown is self._draft:
            return "Items are marked once the plan is signed, or in the next review."
        if self._may_mark and self._draft is not None:
            return f"The {self._draft.kind} in progress looks back on this plan. Mark its items there, in Last plan."
        return "Only the plan in force can be marked, by those who may."

    def _marked(self, row: PlanRow, mark: Mark | None) -> None:
        if mark is not None:
            self._before = row
            self.offered.emit(marked_words(row.number, mark), "Undo", partial(self._take_back, row))

    def _take_back(self, row: PlanRow | None = None) -> None:
        """Put back the mark of the item that was marked last."""
        before = row or self._before
        if before is None:
            self.said.emit("There is nothing to take back here.")
            return
        changes = self.desk.operations.do(plan_marks.take_mark_back, before.outcome.id, before.outcome)
        self._before = None
        if changes is not None:
            self.said.emit(f"Item {before.number} is as it was before.")

    def _move(self, row: PlanRow, step: int) -> None:
        if not self._may_add or self._shown is None or self.views.group != "need":
            self.said.emit("Items can be moved while the plan is being written and grouped by need.")
            return
        self.desk.operations.do(
            plans.move_item, self._shown.assessment_id, row.need_number, row.outcome_number,
            step,
        )  # fmt: skip

    def _message(self) -> None:
        today = self.desk.workplace.today()
        people = self.desk.operations.ask(owner_letters.owners, self.desk.child_id, today=today)
        dialog = MessageOwners(self, self.desk, self._summary.banner, people)
        dialog.finished.connect(lambda _result: save_letters(self, dialog.made))
        dialog.open()
