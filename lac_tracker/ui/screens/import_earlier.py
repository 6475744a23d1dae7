"""The imports there were: what each did, undoing one as a whole, and the rows it set aside."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.exports import Column as ExportColumn
from lac_tracker.domain.import_history import ImportItem, SetAsideRow
from lac_tracker.domain.list_import import ReceivedList, ReceivedRow
from lac_tracker.services import import_history
from lac_tracker.services.changes import Changes
from lac_tracker.ui import theme
from lac_tracker.ui.models.import_model import HeldRows
from lac_tracker.ui.models.row_model import Column
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, set_tooltip
from lac_tracker.ui.screens.export_list import ExportDialog
from lac_tracker.ui.screens.import_draft import Draft
from lac_tracker.ui.screens.import_steps import Notice
from lac_tracker.ui.screens.import_undo import SettleRow, UndoImport, files_words, when_words
from lac_tracker.ui.screens.record_page import LARGE, scroll_area
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.empty_state import EmptyState
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.widgets.paged_table import PagedTable
from lac_tracker.ui.workplace import Workplace

_LISTED = 3  # imports that stand on the screen at least
_ASIDE = 3  # rows set aside that do


class EarlierImports(QFrame):
    """Ctrl+Enter undoes the one the keyboard stands on.

    Signals:
        said: something was done; carries the words for the message bar.
        helped: the line of help below should say this.
        child_opened: a record is asked for; carries the child's id.
        decide_wanted: rows set aside are to be decided now; carries a Draft that holds them.
        new_wanted: there is no import yet; one is to be begun.
        undone: an import was undone; carries its id.
    """

    said = Signal(str)
    helped = Signal(str)
    child_opened = Signal(int)
    decide_wanted = Signal(object)
    new_wanted = Signal()
    undone = Signal(int)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.setProperty("region", "page")
        self.workplace = workplace
        self._wanted: int | None = None  # the import to stand on once they are loaded
        self._opens_aside = False
        self.model = HeldRows(_import_columns())
        self.table = PagedTable(self.model, label="Earlier imports", name="imp.earlier", key_column=1)
        self.table.chosen.connect(self._show_item)
        self.aside_model = HeldRows(_aside_columns())
        self.aside = PagedTable(self.aside_model, label="Rows set aside", name="imp.aside", key_column=1)
        self.aside.chosen.connect(lambda _row: self._fit_buttons())
        self.aside.opened.connect(lambda _row: self._settle())
        self.empty = EmptyState("imp.noEarlier")
        self.busy = Busy(name="imp.earlierBusy")
        self.title, self.done = heading(""), PlainLabel(wraps=True)
        self.done.setObjectName("imp.earlier.counts")
        self.was_undone, self.why_not = (
            Notice("imp.earlier.undone", "cancelled"),
            Notice("imp.earlier.whyNot", "locked"),
        )
        self.aside_title = heading("")
        self._make_buttons()
        self._lay_out()
        self._rows_shown(())

    def _make_buttons(self) -> None:
        def button(words: str, name: str, why: str, kind: str = "secondary") -> PlainButton:
            made = PlainButton(words, kind, name=name)  # type: ignore[arg-type]  # one of the kinds
            set_tooltip(made, why)
            return made

        self.undo = button(
            "Undo this import", "imp.earlier.undo", "Put back everything it wrote (Ctrl+Enter)", "primary"
        )
        self.undo.clicked.connect(lambda _checked=False: self.ask_to_undo())
        self.decide = button(
            "Decide these now", "imp.aside.decide", "Go through the open rows again, as in a new import"
        )
        self.decide.clicked.connect(lambda _checked=False: self._decide())
        self.settle = button("Say what became of it", "imp.aside.settle", "Close this row in words (Enter)")
        self.settle.clicked.connect(lambda _checked=False: self._settle())
        self.open_child = button("Open the child", "imp.aside.child", "The record this row may be about")
        self.open_child.clicked.connect(lambda _checked=False: self._open_child())
        self.left_out = button(
            "Save list of rows left out", "imp.earlier.leftOut", "A file to send back to the council (Ctrl+E)"
        )
        self.left_out.clicked.connect(lambda _checked=False: self.save_left_out())

    def _lay_out(self) -> None:
        space = theme.current().space
        self.table.setMinimumHeight(theme.current().row_height() * _LISTED)
        self.aside.setMinimumHeight(theme.current().row_height() * _ASIDE)
        self._detail = QWidget()
        inside = QVBoxLayout(self._detail)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(space(2))
        for widget in (self.title, self.done, self.was_undone, self.why_not, self.aside_title):
            inside.addWidget(widget)
        inside.addWidget(self.aside, 1)
        beside = _flow(self.decide, self.settle, self.open_child, self.left_out)
        large = theme.current().text_percent >= LARGE
        if large:  # the line below keeps to one button, so that the rows have the height
            inside.addWidget(beside)
        page = PageColumn()
        column = QVBoxLayout(page)
        column.setContentsMargins(space(6), space(2), space(6), space(4))
        column.setSpacing(space(3))
        column.addWidget(self.busy)
        column.addWidget(self.empty, 1)
        column.addWidget(self.table, 2)
        column.addWidget(self._detail, 3)
        footer = QFrame()
        footer.setProperty("region", "footer")
        line = QHBoxLayout(footer)
        line.setContentsMargins(space(6), space(2), space(6), space(2))
        line.setSpacing(space(2))
        if large:
            line.addStretch()
        else:
            line.addWidget(beside, 1)
        line.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignTop)
        self._footer = footer
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll_area(page), 1)
        whole.addWidget(footer)

    # What the screen asks

    def reload(self, changes: object = None) -> None:
        """Load the list again on the worker: whether each can be undone is looked up in the record of changes."""
        if changes is not None and not (isinstance(changes, Changes) and changes.children):
            return
        self.busy.start("Looking up the imports")
        operations = self.workplace.operations
        self.workplace.run(lambda: operations.ask(import_history.imports), self._loaded, self._refused)

    def show_import(self, import_id: int, *, opens_aside: bool = False) -> None:
        """Stand on an import, once the list is there. opens_aside: the keyboard goes to its rows set aside."""
        self._wanted, self._opens_aside = import_id, opens_aside
        self.reload(None)

    def take_focus(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
        else:
            self.empty.take_focus()

    def regions(self) -> tuple[QWidget, ...]:
        return (self.table, self.aside, self.undo)

    def primary(self) -> None:
        """Ctrl+Enter."""
        if self.undo.isEnabled() and self.undo.isVisibleTo(self):
            self.ask_to_undo()

    def current(self) -> ImportItem | None:
        item = self.table.current_row()
        return item if isinstance(item, ImportItem) else None

    def ask_to_undo(self) -> None:
        """Ask by name, then undo the import the keyboard stands on."""
        item = self.current()
        if item is not None:
            self._undo(item, self).finished.connect(lambda _result: self.take_focus())

    def undo_one(self, import_id: int, parent: QWidget) -> None:
        """Ask over another widget to undo an import by its id."""
        try:
            items = self.workplace.operations.ask(import_history.imports)
        except UserError as error:
            self.said.emit(f"{error}.")
            return
        item = next((one for one in items if one.id == import_id), None)
        if item is not None and not item.is_looked_up:
            item = self.workplace.operations.ask(import_history.look_up, import_id)
        if item is None or not item.may_undo:
            self.said.emit(f"{item.why_not}." if item is not None else "This import is not there any more.")
            return
        self._undo(item, parent)

    def _undo(self, item: ImportItem, parent: QWidget) -> UndoImport:
        dialog = UndoImport(parent, self.workplace, item)
        dialog.accepted.connect(lambda: self.undone.emit(item.id))
        dialog.accepted.connect(lambda: self.said.emit(f"The import of {files_words(item)} is undone."))
        dialog.open()
        return dialog

    def save_left_out(self, import_id: int | None = None) -> None:
        """Write the rows that were not taken in as a file, after asking why it has to name children."""
        wanted = import_id if import_id is not None else (item.id if (item := self.current()) else None)
        if wanted is None:
            return
        try:
            rows = self.workplace.operations.ask(import_history.set_aside, wanted)
        except UserError as error:
            self.said.emit(f"{error}.")
            return
        columns, cells = import_history.left_out_file(rows)
        dialog = ExportDialog(
            self.workplace, "Rows left out", tuple(ExportColumn(one, names=place > 0) for place, one in enumerate(columns)),
            cells, (f"{len(rows):,} rows that were not taken in",), self,
        )  # fmt: skip
        dialog.said.connect(self.said)
        dialog.open()

    # Loading and showing

    def _loaded(self, items: Sequence[ImportItem]) -> None:
        self.busy.stop()
        here = self.current()
        wanted = self._wanted if self._wanted is not None else here.id if here is not None else None
        had_keyboard = self.isAncestorOf(self.window().focusWidget() or self.window())
        self._rows_shown(items)
        place = next((place for place, one in enumerate(items) if one.id == wanted), 0)
        self.table.restore(place, ())
        self._show_item(self.table.current_row())
        if self._wanted is not None and self._opens_aside and self.aside_model.rowCount():
            self.aside.setFocus()
        elif self.isVisible() and (self._wanted is not None or had_keyboard):
            self.take_focus()
        self._wanted, self._opens_aside = None, False

    def _rows_shown(self, items: Sequence[ImportItem]) -> None:
        self.model.set_rows(items)
        self.empty.setVisible(not items)
        if not items:
            self.empty.say("Nothing was imported yet.", (("Import a list", self.new_wanted.emit),))
        for widget in (self.table, self._detail, self._footer):
            widget.setVisible(bool(items))

    def _refused(self, error: UserError) -> None:
        self.busy.stop()
        self.said.emit(f"{error}.")

    def _show_item(self, item: ImportItem | None) -> None:
        if item is None:
            return
        self.title.setText(f"{item.words}: {files_words(item)}")
        self.done.setText(f"{when_words(item)}. {item.counts}.")
        self.was_undone.say(item.undone)
        self.why_not.say(item.why_not if not item.undone else "")
        self.undo.setEnabled(item.may_undo and item.is_looked_up)
        if not item.is_looked_up:
            self._look_up(item)
        try:
            rows = self.workplace.operations.ask(import_history.set_aside, item.id)
        except UserError as error:
            rows = ()
            self.said.emit(f"{error}.")
        self.aside_model.set_rows(rows)
        self.aside.restore(0, ())
        still = sum(row.is_open for row in rows)
        self.aside_title.setText(
            f"Rows set aside: {len(rows):,}, {still:,} still open" if rows else "No rows were set aside"
        )
        self.aside.setVisible(bool(rows))
        self.helped.emit(item.why_not or item.counts)
        self._fit_buttons()

    def _look_up(self, item: ImportItem) -> None:
        """Find out on the worker whether an old import can be undone, once the keyboard stands on it."""
        self.busy.start("Looking up whether it can be undone")
        operations = self.workplace.operations
        self.workplace.run(
            lambda: operations.ask(import_history.look_up, item.id), self._looked_up, self._refused
        )

    def _looked_up(self, found: ImportItem) -> None:
        self.busy.stop()
        rows = tuple(found if one.id == found.id else one for one in self.model.all_rows())
        place = max(self.table.currentIndex().row(), 0)
        self.model.set_rows(rows)
        self.table.restore(place, ())
        self._show_item(self.table.current_row())

    def _fit_buttons(self) -> None:
        row, item = self._row(), self.current()
        has_open = any(one.is_open for one in self.aside_model.all_rows())
        self.decide.setVisible(has_open and item is not None and item.kind == "list" and not item.undone)
        self.settle.setVisible(self.aside_model.rowCount() > 0)
        self.settle.setEnabled(row is not None and row.is_open)
        self.open_child.setVisible(row is not None and row.child_id is not None)
        self.left_out.setVisible(self.aside_model.rowCount() > 0)

    # What can be done with a row

    def _row(self) -> SetAsideRow | None:
        row = self.aside.current_row()
        return row if isinstance(row, SetAsideRow) else None

    def _settle(self) -> None:
        row = self._row()
        if row is not None and row.is_open:
            self._open(SettleRow(self, self.workplace, row), "The row is closed.")

    def _open_child(self) -> None:
        row = self._row()
        if row is not None and row.child_id is not None:
            self.child_opened.emit(row.child_id)

    def _decide(self) -> None:
        """The open rows as a list of their own, which goes through the same steps again."""
        item = self.current()
        rows = tuple(one for one in self.aside_model.all_rows() if one.is_open)
        if item is None or not rows:
            return
        columns = tuple(dict.fromkeys(name for row in rows for name, _ in row.content))
        held = tuple(
            ReceivedRow(row.line, tuple(dict(row.content).get(name, "") for name in columns)) for row in rows
        )
        self.decide_wanted.emit(Draft(item.council, received=ReceivedList(files_words(item), columns, held)))

    def _open(self, dialog: QDialog, words: str) -> None:
        dialog.accepted.connect(lambda: self.said.emit(words))
        dialog.finished.connect(lambda _result: self.take_focus())
        dialog.open()


def _flow(*parts: QWidget) -> QWidget:
    held = QWidget()
    line = Flow(gap=theme.current().space(2), line_gap=theme.current().space(2))
    held.setLayout(line)
    for part in parts:
        line.addWidget(part)
    return held


def _state(item: ImportItem) -> tuple[str, str]:
    """Return (status, words) of how an import stands."""
    if item.undone:
        return "cancelled", "Undone"
    if item.set_aside:
        return "to_decide", f"{item.set_aside:,} set aside"
    return "complete", "Done"


def _import_columns() -> tuple[Column[ImportItem], ...]:
    return (
        Column("When", lambda one: show_date(one.made_at.astimezone().date()), width=18,
               second=lambda one: f"{one.made_at.astimezone():%H:%M}, {one.made_by}", sort=lambda one: one.made_at,
               sorted_words=("oldest first", "newest first")),
        Column("File", files_words, strong=True, width=26, sort=files_words, detail=lambda one: "\n".join(one.files),
               second=lambda one: ", ".join(filter(None, (one.words, one.council)))),
        Column("What it did", lambda one: one.counts, width=22, wraps=True),
        Column("State", lambda one: _state(one)[1], status=lambda one: _state(one)[0], width=14,
               sort=lambda one: _state(one)[1], detail=lambda one: one.undone),
    )  # fmt: skip


def _aside_columns() -> tuple[Column[SetAsideRow], ...]:
    return (
        Column("Row", lambda one: str(one.line) if one.line else "", width=6, sort=lambda one: one.line,
               sorted_words=("first line first", "last line first")),
        Column("What the list says", lambda one: ", ".join(value for _, value in one.content if value), strong=True,
               width=26, wraps=True, yields=True, detail=lambda one: "\n".join(f"{name}: {value}" for name, value in one.content)),
        Column("Why", lambda one: one.reason, width=26, wraps=True, yields=True, detail=lambda one: one.reason),
        Column("State", lambda one: one.settled or one.words, width=20, wraps=True, sort=lambda one: one.settled or one.words,
               status=lambda one: "complete" if one.settled else {"close_match": "to_decide", "refused": "fix"}.get(one.kind, "not_needed")),
    )  # fmt: skip
