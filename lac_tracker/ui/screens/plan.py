"""The health plan: needs, outcomes, owners and dates; the one being written, else the one last signed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.services import child_summary, plans
from lac_tracker.services.changes import Changes
from lac_tracker.services.child_summary import AssessmentItem
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel
from lac_tracker.ui.screens.plan_cards import PlanCards
from lac_tracker.ui.screens.plan_rows import PlanRow, count_words, rows_of
from lac_tracker.ui.screens.record_page import LARGE, Desk, Place, RecordPage
from lac_tracker.ui.widgets.row_table import RowTable

COLUMNS: tuple[Column[PlanRow], ...] = (
    Column("Need", lambda row: row.need_words, width=13, strong=True, wraps=True, detail=lambda row: row.need.found),
    Column(
        "What will be different", lambda row: row.outcome_words, width=28, wraps=True, yields=True,
        detail=lambda row: row.outcome_words,
    ),
    Column(
        "How we'll know", lambda row: row.outcome.measure, width=21, wraps=True, yields=True,
        detail=lambda row: row.outcome.measure,
    ),
    Column("Owner", lambda row: row.owners, width=15, wraps=True, detail=lambda row: row.owners),
    Column("By when", lambda row: row.by_words, second=lambda row: row.by_distance, width=12),
    Column(
        "SMART", lambda row: row.smart_short, status=lambda row: row.state, width=9, detail=lambda row: row.smart_said
    ),
    Column(
        "Carried forward", lambda row: row.carried_short, status=lambda row: "carried" if row.carried_words else "",
        width=9, detail=lambda row: row.carried_said,
    ),
)  # fmt: skip
_CARRIED = len(COLUMNS) - 1  # shown only where something was carried; then prose gives way to it


class PlanPage(RecordPage):
    """Page 3 of a record."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "plan")
        self.head.title.setText("Health plan")
        self._model: RowModel[PlanRow] = RowModel(COLUMNS, self)
        self._table = RowTable(self._model, label="Health plan", name="plan.table", shares=True)
        self._table.opened.connect(self._open)
        self._cards = PlanCards()
        self._cards.opened.connect(self._open)
        self._empty = PlainLabel(wraps=True)
        self._empty.setObjectName("plan.empty")
        self._other = PlainButton("", "link", name="plan.other")
        self._other.clicked.connect(self._switch)
        self._other.setParent(self)  # it has no place of its own until there are two plans
        self._other.hide()
        self._preview = PlainButton("Preview", icon="fa6s.print", name="plan.print")
        self._preview.clicked.connect(
            lambda _checked=False: self.wanted.emit(Place(desk.child_id, "preview", document="full-plan"))
        )
        self._add = PlainButton("Add item", "primary", icon="fa6s.plus", name="plan.add")
        self._add.setToolTip("Add item (Ctrl+N)")
        self._add.clicked.connect(lambda _checked=False: self.add_item())
        for button in (self._other, self._preview, self._add):
            self.head.add_button(button)
        self._lay_out()
        self._wants_signed = False
        self.refresh()

    def refresh(self) -> None:
        """Read the plan anew."""
        workplace, operations = self.desk.workplace, self.desk.operations
        summary = operations.ask(child_summary.summary, self.desk.child_id, today=workplace.today())
        self._choose(summary.assessments)
        rows: tuple[PlanRow, ...] = ()
        if self._shown is not None:
            plan = operations.ask(plans.plan, self._shown.id)
            rows = rows_of(operations, self._shown.id, plan, workplace.today())
        self._model.set_rows(rows)
        self._table.show_column(_CARRIED, any(row.carried_words for row in rows))
        self._cards.set_rows(rows)
        self._say(summary.called, rows)
        as_cards = theme.current().text_percent >= LARGE
        self._table.setVisible(bool(rows) and not as_cards)
        self._cards_area.setVisible(bool(rows) and as_cards)
        self._empty_row.setVisible(not rows)

    def add_item(self) -> None:
        if self._draft is not None and self._shown is self._draft:
            self.wanted.emit(Place(self.desk.child_id, "item", self._draft.id, about="plan"))

    def take_focus(self) -> None:
        if self._table.isVisibleTo(self):
            self._table.setFocus()
        elif not self._add.isHidden():
            self._add.setFocus()
        else:
            self._preview.setFocus()

    def run(self, command: str) -> bool:
        if command in ("edit.new", "edit.primary", "edit.planItem") and not self._add.isHidden():
            self.add_item()
            return True
        return False

    def reload(self, changes: Changes) -> None:
        if changes.plans or changes.assessments:
            self.refresh()

    def _lay_out(self) -> None:
        space = theme.current().space
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(6), space(1), space(6), space(6))
        self._cards_area = self._cards
        self._empty_row = QWidget()
        row = QHBoxLayout(self._empty_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._empty, 1)
        column.addWidget(self._empty_row)
        column.addWidget(self._table, 1)
        column.addWidget(self._cards)
        column.addStretch()
        self.add_scrolled(inside)

    def _choose(self, held: tuple[AssessmentItem, ...]) -> None:
        """Find the plan to show: that of the assessment in progress, or the last signed one."""
        self._draft = next((one for one in held if one.state in ("in_progress", "part_done")), None)
        self._signed = next((one for one in held if one.state == "signed"), None)
        self._shown = self._signed if self._wants_signed or self._draft is None else self._draft

    def _switch(self) -> None:
        self._wants_signed = not self._wants_signed
        self.refresh()

    def _say(self, called: str, rows: tuple[PlanRow, ...]) -> None:
        may_write = decide(self.desk.workplace.actor, Action.EDIT_PLAN).allowed
        draft_shown = self._draft is not None and self._shown is self._draft
        self._add.setVisible(draft_shown and may_write)
        self._preview.setVisible(self._signed is not None)
        both = self._draft is not None and self._signed is not None
        self._other.setVisible(both)
        if both and self._draft and self._signed:
            signed = f"Show the plan of the {self._signed.kind}, {self._signed.words[:1].lower()}{self._signed.words[1:]}"
            self._other.setText(
                f"Show the plan of the {self._draft.kind} in progress" if not draft_shown else signed
            )
        if self._shown is None:
            self.head.say("")
            self._empty.setText(
                "No plan yet. It starts with the assessment: start it on page 1, Summary (Alt+1)."
            )
            return
        origin = (
            f"Being written with the {self._shown.kind} in progress"
            if draft_shown
            else (f"From the {self._shown.kind}. {self._shown.words}")
        )
        as_cards = theme.current().text_percent >= LARGE  # these say their number themselves
        self.head.say(f"{origin}. {count_words(rows)}" if rows and not as_cards else origin)
        self._empty.setText(
            f"No items yet. Add what will be different for {called} (Ctrl+N)."
            if draft_shown
            else "This assessment found no health needs."
        )

    def _open(self, row: PlanRow) -> None:
        if self._shown is not None:
            place = Place(
                self.desk.child_id, "item", self._shown.id, need_number=row.need_number,
                outcome_number=row.outcome_number,
            )  # fmt: skip
            self.wanted.emit(place)


class PlanSection(QWidget):
    """The plan inside the form: its items, and a way to add one.

    Signals:
        item_wanted: an item is to be opened; carries the PlanRow, or None for a new one.
    """

    item_wanted = Signal(object)

    def __init__(self, called: str, *, read_only: bool) -> None:
        super().__init__()
        self.setObjectName("plan.section")
        self._called, self._read_only = called, read_only
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(3))
        self._words = PlainLabel(wraps=True)
        column.addWidget(self._words)
        self._cards = PlanCards(read_only=read_only)
        self._cards.opened.connect(self.item_wanted)
        column.addWidget(self._cards)
        self.add = PlainButton("Add plan item (Ctrl+I)", icon="fa6s.plus", name="plan.add")
        self.add.clicked.connect(lambda _checked=False: self.item_wanted.emit(None))
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.setVisible(not read_only)

    def set_rows(self, rows: tuple[PlanRow, ...]) -> None:
        self._cards.set_rows(rows)
        self._words.setText(
            ""
            if rows
            else f"No items yet. Add what will be different for {self._called}, then who does what by when."
        )
        self._words.setVisible(not rows)
