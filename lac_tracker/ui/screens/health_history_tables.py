"""The two tables of the health history: its lines, and what the record could add."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.health_history import PARTS, Suggestion
from lac_tracker.services.health_history import LineShown
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.widgets.whole_table import WholeTable


def line_status(row: LineShown) -> str:
    """Return how a line stands, as a key of the icons."""
    if row.line.left_out:
        return "not_needed"
    if row.now_said:
        return "needs_review"
    return "asked" if row.line.could_not_find else "complete"


def line_words(row: LineShown) -> str:
    """Return how a line stands, in words."""
    if row.line.left_out:
        return "Left out"
    if row.now_said:
        return "Record changed"
    return "Could not find" if row.line.could_not_find else "Prints"


def _asked(row: LineShown) -> str:
    line = row.line
    return f"Asked: {line.asked_of}, {show_date(line.asked_on)}" if line.could_not_find else ""


LINES: tuple[Column[LineShown], ...] = (
    Column("Part", lambda row: PARTS[row.line.part], width=22, wraps=True),
    Column("When or what", lambda row: row.line.when, width=18, wraps=True),
    Column(
        "Words", lambda row: row.line.words, second=_asked, width=52, wraps=True, strong=True,
        detail=lambda row: row.line.words,
    ),
    Column("State", line_words, status=line_status, width=18),
)  # fmt: skip
SUGGESTED: tuple[Column[Suggestion], ...] = (
    Column("Part", lambda row: PARTS[row.part], width=22, wraps=True),
    Column("When or what", lambda row: row.when, width=18, wraps=True),
    Column("The record says", lambda row: row.words, width=52, wraps=True, detail=lambda row: row.words),
    Column(
        "Note", lambda row: "About others" if row.is_third_party else "",
        status=lambda row: "at_risk" if row.is_third_party else "", width=18,
    ),
)  # fmt: skip


class LinesTable(WholeTable):
    """Signals:
    moved: Alt+Up or Alt+Down was pressed; carries the LineShown and -1 or 1.
    """

    moved = Signal(object, int)

    def __init__(self, model: RowModel[LineShown]) -> None:
        super().__init__(model, label="Lines of the health history", name="hh.lines")
        self.setAccessibleDescription("Enter changes a line. Alt+Up and Alt+Down move it in its part")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if row is not None and step and held == Qt.KeyboardModifier.AltModifier:
            self.moved.emit(row, step)
        else:
            super().keyPressEvent(event)
