"""The table of audit entries, wherever it stands, and one entry whole."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.services.audit_changes import Detail, FieldChange
from lac_tracker.services.audit_export import when
from lac_tracker.services.audit_log import Line
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainDialog, PlainLabel, hint
from lac_tracker.ui.widgets.row_table import RowTable

COLUMNS: tuple[Column[Line], ...] = (
    Column("When", when, width=19),
    Column("Who", lambda row: row.who, width=16, strong=True),
    Column("Did", lambda row: row.did, width=20, wraps=True),
    Column("Child", lambda row: row.child, width=16, wraps=True),
    Column(
        "Detail", lambda row: row.detail, width=24, wraps=True, yields=True, detail=lambda row: row.detail
    ),
)
_FIELDS: tuple[Column[FieldChange], ...] = (
    Column("What", lambda row: row.what, width=20, wraps=True),
    Column("Field", lambda row: row.field, width=16, strong=True, wraps=True),
    Column("Before", lambda row: row.before, width=20, wraps=True, detail=lambda row: row.before),
    Column("After", lambda row: row.after, width=20, wraps=True, detail=lambda row: row.after),
)
_DETAIL, _LARGE = 4, 175  # the column, and the per cent of text from where it gives way
_MOST_LINES = 8


def audit_table(name: str, label: str) -> tuple[RowModel[Line], RowTable]:
    """Return an empty table of entries with its model."""
    model: RowModel[Line] = RowModel(COLUMNS)
    return model, RowTable(model, label=label, name=name, key_column=1, shares=True)


def fit(table: RowTable) -> None:
    """Have the table follow the text size; in large text the detail of an entry is shown by Enter alone."""
    table.show_column(_DETAIL, theme.current().text_percent < _LARGE)
    table.fit()


def about(row: object) -> str:
    """Return what the line of help says about an entry."""
    if not isinstance(row, Line):
        return ""
    return f"Entry {row.number:,}, {when(row)}, by {row.who}. {row.did}. Enter shows what it changed"


class EntryDialog(PlainDialog):
    """One entry: who, when, where, why, and which fields with what stood in them before and after."""

    def __init__(self, parent: QWidget, found: Detail) -> None:
        line = found.line
        said = [f"{when(line)} by {line.who}" + (f", at {line.workstation}" if line.workstation else "")]
        said += [line.child] if line.child else []
        said += [line.detail] if line.detail and line.detail[0].isalpha() else []
        super().__init__(parent, line.did, ". ".join(said) + ".", ("Close",))
        self.setObjectName("aud.entry")
        self.setWindowTitle(f"Entry {line.number:,}")
        shown = theme.current()
        column = QVBoxLayout()
        column.setSpacing(shown.space(2))
        self.model: RowModel[FieldChange] = RowModel(_FIELDS)
        self.table = RowTable(
            self.model,
            label="What was changed",
            name="aud.entry.table",
            key_column=1,
            shares=True,
            most_lines=_MOST_LINES,
        )
        self.model.set_rows(found.changes)
        self.table.setVisible(bool(found.changes))
        column.addWidget(self.table, 1)
        if not found.changes and not found.left_out:
            column.addWidget(
                PlainLabel(
                    "It changed nothing: it says that somebody looked, or did something once.", wraps=True
                )
            )
        if found.left_out:
            words = hint(f"{found.left_out}.")
            words.setObjectName("aud.entry.leftOut")
            column.addWidget(words)
        self.extra.addLayout(column)
        room = self.screen().availableGeometry()
        if found.changes:
            height = min(shown.scaled(600), round(room.height() * 0.9))
            self.table.setMinimumHeight(height - shown.scaled(200))
            self.resize(min(shown.characters(140), round(room.width() * 0.9)), height)
            self.table.setFocus()
