"""One row in full beside its list: what the file says, what would change, or what has to be mended."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from lac_tracker.domain import list_fields
from lac_tracker.domain.list_import import FieldChange, PreviewRow
from lac_tracker.ui import theme
from lac_tracker.ui.models.import_model import change_columns, received_columns
from lac_tracker.ui.models.row_model import RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint, set_tooltip
from lac_tracker.ui.screens.dialog_fields import line
from lac_tracker.ui.screens.import_draft import Draft, problem_words
from lac_tracker.ui.screens.record_page import clear
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.whole_table import WholeTable

_LEAVE_OUT, _TAKE_IN = "Leave this row out", "Take this row back in"
_LONGEST_VALUE = 2_000  # characters


class RowDetail(QWidget):
    """What one row says, and what would become of it.

    Signals:
        left_out: carries the row, and whether it is left out now.
    """

    left_out = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self._row: PreviewRow | None = None
        self.out = PlainButton(_LEAVE_OUT, "row", name="imp.detail.out")
        self.out.clicked.connect(lambda _checked=False: self._leave_out())
        self.who = PlainLabel(type="strong", wraps=True)
        self.who.setObjectName("imp.detail.who")
        self.about = hint("")
        self.changes: RowModel[FieldChange] = RowModel(change_columns())
        self.change_table = WholeTable(self.changes, label="What differs", name="imp.changes", most_lines=4)
        self.received: RowModel[tuple[str, str]] = RowModel(received_columns())
        self.received_table = WholeTable(
            self.received, label="What the list says", name="imp.received", most_lines=4
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(2))
        for widget in (self.who, self.about, self.change_table, self.received_table):
            column.addWidget(widget)
        column.addWidget(self.out, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()

    def show_row(self, row: PreviewRow, draft: Draft) -> None:
        """Show a row: its changes where it has some, else all it says."""
        self._row = row
        self.out.setText(_TAKE_IN if draft.group_of(row) == "left_out" else _LEAVE_OUT)
        name = draft.who(row)
        self.who.setText(f"{draft.place(row)}: {name}{f', born {row.born}' if row.born else ''}")
        self.about.setText("; ".join(problem_words(one) for one in row.problems))
        self.about.setVisible(bool(row.problems))
        said = draft.received_of(row)
        self.changes.set_rows(row.changes)
        self.received.set_rows(() if row.changes else said)
        self.change_table.setVisible(bool(row.changes))
        self.received_table.setVisible(bool(said) and not row.changes)

    def _leave_out(self) -> None:
        if self._row is not None:
            self.left_out.emit(self._row, self.out.words() == _LEAVE_OUT)


class RowEditor(QWidget):
    """A row that can't be read: each value that is wrong, to mend in place, or the row left out.

    Signals:
        corrected: a value was changed; carries the row and {key of the field: text}.
        left_out: carries the row, and whether it is left out now.
    """

    corrected = Signal(object, object)
    left_out = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("imp.row")
        self._row: PreviewRow | None = None
        self._lines: dict[str, QLineEdit] = {}
        self._before: dict[str, str] = {}
        self.who = PlainLabel(type="strong", wraps=True)
        self.who.setObjectName("imp.row.who")
        self._words = QVBoxLayout()
        self._words.setSpacing(theme.current().space(2))
        self.again = PlainButton("Read this row again", name="imp.row.again")
        set_tooltip(self.again, "Look whether the row can be read now (Enter)")
        self.again.clicked.connect(lambda _checked=False: self.give())
        self.out = PlainButton(_LEAVE_OUT, name="imp.row.out")
        self.out.clicked.connect(lambda _checked=False: self._leave_out())
        buttons = QWidget()
        flow = Flow(gap=theme.current().space(2), line_gap=theme.current().space(2))
        buttons.setLayout(flow)
        flow.addWidget(self.again)
        flow.addWidget(self.out)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(3))
        column.addWidget(self.who)
        column.addLayout(self._words)
        column.addWidget(buttons)
        column.addStretch()

    def show_row(self, row: PreviewRow, draft: Draft, *, is_out: bool) -> None:
        """Show what is wrong with a row. What a person typed for it before is in its fields."""
        self._row = row
        self.who.setText(f"{draft.place(row)}: {draft.who(row)}")
        clear(self._words)
        self._lines, self._before = {}, {}
        keys = _keys_by_column(draft)
        labels = {one.key: one.words for one in list_fields.FIELDS}
        for problem in row.problems:
            key = keys.get(problem.column, "")
            if draft.received is None or not key or key in self._lines:
                self._words.addWidget(PlainLabel(f"{problem_words(problem)}.", wraps=True))
                if problem.value:
                    self._words.addWidget(hint(f"In the list: {problem.value}"))
                continue
            self._add_field(key, labels[key], row, draft, problem.value, problem_words(problem, labels[key]))
        self.again.setVisible(bool(self._lines) and not is_out)
        self.out.setText(_TAKE_IN if is_out else _LEAVE_OUT)
        self.out.setVisible(draft.received is not None)
        for edit in self._lines.values():
            edit.setEnabled(not is_out)

    def take_focus(self) -> None:
        """Put the keyboard into the first value to mend."""
        first = next(iter(self._lines.values()), None)
        (first if first is not None and first.isEnabled() else self.out).setFocus()

    def give(self) -> bool:
        """Tell what was changed; False when nothing was."""
        given = {key: edit.text() for key, edit in self._lines.items() if edit.text() != self._before[key]}
        if self._row is None or not given:
            return False
        self.corrected.emit(self._row, given)
        return True

    def _add_field(
        self, key: str, words: str, row: PreviewRow, draft: Draft, value: str, reason: str
    ) -> None:
        given = draft.decisions.corrections.get((row.line, key), value)
        edit = line(f"imp.row.{key}", given, width=0, longest=_LONGEST_VALUE)
        edit.returnPressed.connect(self.give)
        field = Field(words, edit)
        field.show_error(reason)
        self._words.addWidget(field)
        self._lines[key], self._before[key] = edit, given

    def _leave_out(self) -> None:
        if self._row is not None:
            self.left_out.emit(self._row, self.out.words() == _LEAVE_OUT)


def _keys_by_column(draft: Draft) -> dict[str, str]:
    """Return which field a problem is about, by the column it names: theirs, or ours where it says so."""
    ours = {one.words: one.key for one in list_fields.FIELDS} | {
        one.key: one.key for one in list_fields.FIELDS
    }
    if draft.received is None:
        return ours
    columns = draft.received.columns
    theirs = {columns[place]: key for place, key in draft.matching.fields.items() if place < len(columns)}
    return ours | theirs
