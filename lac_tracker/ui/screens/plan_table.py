"""The table of a plan: columns, and the keys that mark, move and take back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from lac_tracker.domain.plans import MARKS
from lac_tracker.ui import single_keys
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.screens.plan_rows import PlanRow
from lac_tracker.ui.widgets.row_table import RowTable

_MOST_LINES = 8


def _wrong(row: PlanRow) -> bool:
    return row.outcome.entered_in_error


COLUMNS: tuple[Column[PlanRow], ...] = (
    Column("#", lambda row: str(row.number), width=2),
    Column("Group", lambda row: row.group, width=14, wraps=True, strong=True),
    Column(
        "Need", lambda row: row.need_words, width=11, strong=True, wraps=True, struck=_wrong,
        detail=lambda row: row.need.found,
    ),
    Column(
        "What will be different", lambda row: row.outcome_words, width=26, wraps=True, yields=True, struck=_wrong,
        detail=lambda row: row.outcome_words,
    ),
    Column(
        "How we'll know", lambda row: row.outcome.measure, width=19, wraps=True, yields=True, struck=_wrong,
        detail=lambda row: row.outcome.measure,
    ),
    Column("Owner", lambda row: row.owners, width=13, wraps=True, detail=lambda row: row.owners),
    Column(
        "By when", lambda row: row.by_words, second=lambda row: row.by_distance,
        status=lambda row: "overdue" if row.is_overdue else "", width=12,
    ),
    Column(
        "Status", lambda row: row.status_words, status=lambda row: row.status, width=9,
        detail=lambda row: row.outcome.entered_in_error_because if _wrong(row) else row.mark_words,
    ),
    Column(
        "SMART", lambda row: row.smart_letters, width=9, said=lambda row: row.smart_spoken,
        detail=lambda row: row.smart_said,
    ),
    Column(
        "Carried", lambda row: row.carried_short, status=lambda row: "carried" if row.carried_words else "",
        width=6, said=lambda row: row.carried_words, detail=lambda row: row.carried_said,
    ),
)  # fmt: skip
GROUP, OWNER, CARRIED = 1, 5, len(COLUMNS) - 1  # shown only where they say something


class PlanTable(RowTable):
    """Signals:
    marked: a digit was pressed; carries the PlanRow and the mark.
    moved: Alt+Up or Alt+Down was pressed; carries the PlanRow and -1 or 1.
    taken_back: Ctrl+Z was pressed.
    """

    marked = Signal(object, str)
    moved = Signal(object, int)
    taken_back = Signal()

    def __init__(self, model: RowModel[PlanRow]) -> None:
        super().__init__(
            model, label="Health plan", name="plan.table", key_column=2, shares=True, most_lines=_MOST_LINES
        )
        self.say_keys(can_mark=False, can_move=False)

    def say_keys(self, *, can_mark: bool, can_move: bool) -> None:
        """Say in the line of help what the keys do here."""
        marks = ", ".join(f"{key} {words}" for key, (_, words, _) in enumerate(MARKS, 1))
        said = (
            "Enter opens",
            f"Marks: {marks}" if can_mark else "",
            "Alt+Up and Alt+Down move an item" if can_move else "",
        )
        words = ". ".join(part for part in said if part)
        self.setAccessibleDescription(words)
        self.setStatusTip(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        typed = single_keys.typed(event)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if row is not None and not held and typed.isdigit() and 1 <= int(typed) <= len(MARKS):
            self.marked.emit(row, MARKS[int(typed) - 1][0])
        elif row is not None and held == Qt.KeyboardModifier.AltModifier and step:
            self.moved.emit(row, step)
        elif held == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_Z:
            self.taken_back.emit()
        else:
            super().keyPressEvent(event)
