"""The flags of a record: those in force in their order, those that ended, and what may be done with each."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.children import BannerFacts, FlagChip
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.flags import (
    ALLERGY_KINDS,
    KIND,
    SETTABLE,
    review_said,
    takes_review_date,
    when_words,
    where_set,
    who_words,
)
from lac_tracker.services import child_summary, flags
from lac_tracker.services.changes import Changes
from lac_tracker.services.flags import FlagsOnRecord
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint, set_tooltip
from lac_tracker.ui.screens.flags_dialogs import Allergies, EndFlag, ReviewDate, ReviewFlag, SetFlag
from lac_tracker.ui.screens.record_page import LARGE, Desk, Place, RecordPage, clear
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.row_table import RowTable

_SETTABLE = {kind.key for kind in SETTABLE}


class FlagsPage(RecordPage):
    """Reached from the banner and from the menu Child. Enter on a flag reviews it."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "flg")
        self.head.title.setText("Flags")
        self._may = decide(desk.workplace.actor, Action.SET_FLAG).allowed
        self._held: FlagsOnRecord
        self._review = PlainButton("Review", name="flg.reviewButton")
        self._end = PlainButton("End flag", name="flg.endButton")
        self._set = PlainButton("Set a flag", "primary", name="flg.add")
        set_tooltip(self._set, "Set a flag (Ctrl+N)")
        self._review.clicked.connect(lambda _checked=False: self._review_chosen())
        self._date = PlainButton("Set review date", name="flg.reviewDate")
        self._date.clicked.connect(lambda _checked=False: self._date_chosen())
        self._end.clicked.connect(lambda _checked=False: self._end_chosen())
        self._set.clicked.connect(lambda _checked=False: self._add())
        for button in (self._date, self._review, self._end, self._set):
            self.head.add_button(button)
            button.setVisible(self._may)
        self._model: RowModel[FlagChip] = RowModel(self._columns(), self)
        self.table = RowTable(self._model, label="Flags", name="flg.table", shares=True)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _row: self._review_chosen())
        self._detail = PlainLabel(wraps=True)
        self._detail.setObjectName("flg.detail")
        self._detail.make_selectable()
        self._ended = Card("Ended flags", name="flg.ended")
        space = theme.current().space
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(6), space(1), space(6), space(6))
        column.setSpacing(space(3))
        self.table.setMinimumHeight(5 * theme.current().row_height())
        column.addWidget(self.table, 1)
        column.addWidget(self._detail)
        column.addWidget(self._ended)
        self.add_scrolled(inside)
        self.refresh()

    def refresh(self) -> None:
        """Read the flags anew; the row that was chosen stays chosen."""
        chosen = self.table.current_row()
        wanted = chosen.kind if chosen is not None else self.here.field
        today = self.desk.workplace.today()
        self._held = self.desk.operations.ask(flags.on_record, self.desk.child_id, today=today)
        self._model.set_rows(self._held.shown)
        self.table.choose(next((n for n, row in enumerate(self._held.shown) if row.kind == wanted), 0))
        clear(self._ended.body)
        for one in self._held.ended:
            words = KIND[one.kind].words if one.kind in KIND else one.kind.replace("_", " ").capitalize()
            line = f"{words}: {show_date(one.set_on)} to {show_date(one.ended_on)}"
            self._ended.body.addWidget(PlainLabel(line, wraps=True))
            self._ended.body.addWidget(hint(f"{one.ended_because} ({one.ended_by})"))
        self._ended.setVisible(bool(self._held.ended))
        self._chosen(self.table.current_row())

    def take_focus(self) -> None:
        self.table.setFocus()

    def run(self, command: str) -> bool:
        if command in ("edit.new", "edit.primary") and self._may:
            self._add()
            return True
        return False

    def reload(self, changes: Changes) -> None:
        if changes.children:
            self.refresh()

    def _columns(self) -> tuple[Column[FlagChip], ...]:
        large = theme.current().text_percent >= LARGE
        flag: Column[FlagChip] = Column(
            "Flag", lambda row: row.words, strong=True, wraps=not large, width=32 if large else 44,
            second=_set_words if large else None,
        )  # fmt: skip
        review = Column("Review", self._review_words, status=self._review_look, width=28)
        if large:
            return (flag, review)
        return (
            flag,
            Column("Set", when_words, who_words, width=26, detail=who_words),
            review,
        )  # fmt: skip

    def _review_words(self, row: FlagChip) -> str:
        return review_said(row, self.desk.workplace.today())

    def _review_look(self, row: FlagChip) -> str:
        late = row.review_on is not None and row.review_on < self.desk.workplace.today()
        return "overdue" if late else ""

    def _chosen(self, row: FlagChip | None) -> None:
        where = where_set(row.kind) if row is not None and not row.is_set_here else ""
        lines = [row.detail if row else ""]
        if where and row is not None and row.kind not in ALLERGY_KINDS:
            lines.append(f"Follows from what is recorded under {where}.")
        self._detail.setText("\n".join(line for line in lines if line))
        is_ours = row is not None and (row.kind in _SETTABLE or row.is_set_here)
        is_dated = row is not None and not row.is_set_here and takes_review_date(row.kind)
        is_allergies = row is not None and row.kind in ALLERGY_KINDS
        self._review.setEnabled(is_ours or is_allergies)
        self._review.setText("Change allergies" if is_allergies else "Review")
        self._end.setEnabled(is_ours)
        self._date.setVisible(is_dated and self._may)

    def _add(self) -> None:
        SetFlag(self, self.desk.workplace, self.desk.child_id, self._facts(), self._held).open()

    def _review_chosen(self) -> None:
        row = self.table.current_row()
        if row is None or not self._may or not self._review.isEnabled():
            return
        if row.kind in ALLERGY_KINDS:
            Allergies(self, self.desk.workplace, self.desk.child_id, self._facts(), self._held).open()
            return
        detail = self._held.details.get(row.kind, "")
        ReviewFlag(self, self.desk.workplace, self.desk.child_id, self._facts(), row, detail).open()

    def _date_chosen(self) -> None:
        row = self.table.current_row()
        if row is not None:
            ReviewDate(self, self.desk.workplace, self.desk.child_id, self._facts(), row).open()

    def _end_chosen(self) -> None:
        row = self.table.current_row()
        if row is not None:
            EndFlag(self, self.desk.workplace, self.desk.child_id, self._facts(), row).open()

    def _facts(self) -> BannerFacts:
        today = self.desk.workplace.today()
        facts: BannerFacts = self.desk.operations.ask(child_summary.heading, self.desk.child_id, today=today)
        return facts


def _set_words(row: FlagChip) -> str:
    return f"{when_words(row)}, {who_words(row)}"
