"""Training of the team: who was trained in what and until when it holds; recorded, corrected, entered in error."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.services import training
from lac_tracker.services.training import TrainingLine
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, hint, set_tooltip, title
from lac_tracker.ui.screens.entered_in_error import EnteredInError
from lac_tracker.ui.screens.list_page import LARGE
from lac_tracker.ui.screens.training_entry import TrainingEntry
from lac_tracker.ui.widgets.row_table import RowTable
from lac_tracker.ui.workplace import Workplace

_SIZE = (112, 30)  # characters across, rows
_EVIDENCE = 4  # place of its column


class TrainingDialog(QDialog):
    """The team's training in one list. Enter corrects the chosen line, or records what is missing.

    Signals:
        saved: something was recorded, corrected or taken out; carries the words for the message bar.
    """

    saved = Signal(str)

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("training")
        self.setWindowTitle("Training of the team")
        self._workplace = workplace
        self._may_record = decide(workplace.actor, Action.RECORD_TRAINING).allowed
        shown = theme.current()
        self._is_large = shown.text_percent >= LARGE
        column = QVBoxLayout(self)
        column.setContentsMargins(*(shown.space(6),) * 2, shown.space(6), shown.space(4))
        column.setSpacing(shown.space(3))
        column.addWidget(title("Training of the team"))
        self.summary = hint("")
        self.summary.setObjectName("training.summary")
        column.addWidget(self.summary)
        self.table = RowTable(
            RowModel(_columns(), self), label="Training of the team", name="training.table", shares=True
        )
        self.table.opened.connect(lambda _row: self._correct() if self._may_record else None)
        self.table.chosen.connect(lambda _row: self._offer())
        column.addWidget(self.table, 1)
        self.evidence = hint("")
        self.evidence.setObjectName("training.evidence")
        column.addWidget(self.evidence)
        column.addLayout(self._buttons())
        self.table.show_column(_EVIDENCE, not self._is_large)
        self.reload()
        room = self.screen().availableGeometry()
        self.resize(
            min(shown.characters(_SIZE[0]), round(room.width() * 0.9)),
            min(shown.row_height() * _SIZE[1], round(room.height() * 0.85)),
        )
        self.table.setFocus()

    def reload(self) -> None:
        """Read the training anew."""
        operations, today = self._workplace.operations, self._workplace.today()
        lines: tuple[TrainingLine, ...] = operations.ask(training.listed, today=today)
        chosen = self.table.currentIndex().row()
        model = self.table.model()
        assert isinstance(model, RowModel)
        model.set_rows(lines)
        self.table.choose(max(chosen, 0))
        self.summary.setText(_in_words(lines))
        self._offer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_new = event.key() == Qt.Key.Key_N and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if is_new and self._may_record:
            self._add()
        else:
            super().keyPressEvent(event)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.current().space(2))
        self._change = PlainButton("Correct", name="training.change")
        self._change.clicked.connect(lambda _checked=False: self._correct())
        self._error = PlainButton("Entered in error", name="training.error")
        self._error.clicked.connect(lambda _checked=False: self._take_out())
        for button in (self._change, self._error):
            row.addWidget(button)
            button.setVisible(self._may_record)
        row.addStretch()
        close = PlainButton("Close", "secondary" if self._may_record else "primary", name="training.close")
        set_tooltip(close, "Close (Esc)")
        close.clicked.connect(self.reject)
        row.addWidget(close)
        if self._may_record:
            add = PlainButton("Add training", "primary", name="training.add")
            set_tooltip(add, "Add training (Ctrl+N)")
            add.clicked.connect(lambda _checked=False: self._add())
            row.addWidget(add)
        return row

    def _offer(self) -> None:
        line = self._chosen()
        is_entry = line is not None and line.training is not None
        held = line.training.evidence if line is not None and line.training is not None else ""
        self.evidence.setText(f"Evidence: {held}" if held else "")
        self.evidence.setVisible(self._is_large and bool(held))  # where the table has no room for it
        self._change.setText("Correct" if is_entry else "Add for this person")
        self._change.setEnabled(line is not None)
        self._error.setEnabled(is_entry)

    def _chosen(self) -> TrainingLine | None:
        line = self.table.current_row()
        return line if isinstance(line, TrainingLine) else None

    def _add(self) -> None:
        self._open(TrainingEntry(self, self._workplace), "Training recorded.")

    def _correct(self) -> None:
        line = self._chosen()
        if line is not None:
            words = "Training corrected." if line.training else "Training recorded."
            self._open(TrainingEntry(self, self._workplace, line), words)

    def _take_out(self) -> None:
        line = self._chosen()
        if line is None or line.training is None:
            return
        held = line.training
        words = f"{line.full_name}: {held.words}, completed {show_date(held.completed_on)}"
        dialog = EnteredInError(
            self, self._workplace, None, words, training.in_error, held.id, held.version, name="training"
        )  # fmt: skip
        self._open(dialog, "Taken out as entered in error.")

    def _open(self, dialog: QDialog, words: str) -> None:
        dialog.accepted.connect(lambda: self._saved(words))
        dialog.open()

    def _saved(self, words: str) -> None:
        self.reload()
        self.saved.emit(words)


def _columns() -> tuple[Column[TrainingLine], ...]:
    return (
        Column("Who", lambda one: one.full_name, second=lambda one: one.role.capitalize(), width=22, strong=True,
               sort=lambda one: one.full_name.casefold()),
        Column("Training", lambda one: one.words, width=34, wraps=True, sort=lambda one: one.words or None),
        Column("Holds", lambda one: one.expiry.words, status=lambda one: one.expiry.look, width=26,
               sort=lambda one: one.training.expires_on if one.training else None,
               sorted_words=("earliest first", "latest first")),
        Column("Completed", lambda one: show_date(one.training.completed_on) if one.training else "", width=13,
               sort=lambda one: one.training.completed_on if one.training else None,
               sorted_words=("earliest first", "latest first")),
        Column("Evidence", lambda one: one.training.evidence if one.training else "", width=24, wraps=True, yields=True,
               detail=lambda one: one.training.evidence if one.training else ""),
    )  # fmt: skip


def _in_words(lines: tuple[TrainingLine, ...]) -> str:
    """Return how many people there are, and how much of their training is missing, expired or runs out soon."""
    people = len({one.person_id for one in lines})
    parts = [f"{people} {'person' if people == 1 else 'people'}"]
    for look, words in (
        ("overdue", "expired"),
        ("due_soon", "running out soon"),
        ("missing", "with none recorded"),
    ):
        count = sum(1 for one in lines if one.expiry.look == look)
        if count:
            parts.append(f"{count} {words}")
    return f"{', '.join(parts)}."
