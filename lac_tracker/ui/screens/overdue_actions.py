"""What is done from the working list: log, book, assign, escalate, give a reason; print and export what is shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.errors import UserError
from lac_tracker.ui.models.row_model import LINK
from lac_tracker.ui.plain import PlainButton, set_tooltip

if TYPE_CHECKING:
    from lac_tracker.services.due_item import DueItem
    from lac_tracker.ui.screens.overdue import Overdue

_COMMANDS = {
    "edit.followUp": "log", "edit.book": "book", "edit.assign": "assign", "edit.export": "export", "edit.print": "print",
}  # fmt: skip
_MAY = {
    "log": Action.LOG_FOLLOW_UP, "book": Action.BOOK, "assign": Action.ALLOCATE, "escalate": Action.ESCALATE,
    "export": Action.EXPORT, "print": Action.EXPORT,
}  # fmt: skip
_FOR_ONE = frozenset({"book", "escalate"})
_MOST = 500  # rows that one dialog is about


class OverdueActions(QObject):
    """Opens the dialogs. Each is loaded when it is first wanted: the list begins without them."""

    def __init__(self, page: Overdue) -> None:
        super().__init__(page)
        self._page = page
        self.export = PlainButton("Export", name="due.export")
        set_tooltip(self.export, "Save what the list shows as a file (Ctrl+E)")
        self.print = PlainButton("Print", name="due.print")
        set_tooltip(self.print, "Print what the list shows (Ctrl+P)")
        for place, (name, button) in enumerate((("export", self.export), ("print", self.print))):
            button.clicked.connect(lambda _checked=False, what=name: self.act(what))
            page.buttons.insertWidget(place, button)
        page.peek.acted.connect(self.act)
        page.table.clicked.connect(self._clicked)
        page.peek.reasoned.connect(self._give_reason)

    def fit(self, *, large: bool) -> None:
        """In large text both are in the menu of the list."""
        for name, button in (("export", self.export), ("print", self.print)):
            button.setVisible(not large and decide(self._page.workplace.actor, _MAY[name]).allowed)

    def run(self, name: str) -> bool:
        """Do a command of commands.py; False where it is not about the rows."""
        if name not in _COMMANDS:
            return False
        self.act(_COMMANDS[name])
        return True

    def act(self, what: str) -> None:
        """Do it for the rows chosen, or say why not."""
        page = self._page
        decision = decide(page.workplace.actor, _MAY[what])
        rows = self._rows() if what not in ("export", "print") else []
        if not decision.allowed:
            page.said.emit(decision.words)
        elif what == "export":
            self._export()
        elif what == "print":
            self._print()
        elif not rows:
            page.said.emit("There is no row to do that for.")
        elif what in _FOR_ONE and len(rows) > 1:
            page.said.emit("That is done for one child at a time: Esc lets the other rows go.")
        elif len(rows) > _MOST:
            page.said.emit(f"{len(rows)} rows are too many at once. Choose up to {_MOST}.")
        else:
            self._open(what, rows)

    def _clicked(self, index: QModelIndex) -> None:
        """Log a follow-up where a row offers it; a click that chooses several rows does no more."""
        if index.data(LINK) and QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            self.act("log")

    def _rows(self) -> list[DueItem]:
        model = self._page.model
        found = (model.row_at(number) for number in self._page.table.picks())
        return [row for row in found if row is not None]

    def _open(self, what: str, rows: list[DueItem]) -> None:
        try:
            dialog = self._dialog(what, rows)
        except UserError as error:
            self._page.said.emit(str(error))
            return
        self._follow(dialog)

    def _dialog(self, what: str, rows: list[DueItem]) -> QDialog:
        page, first = self._page, rows[0]
        keys = [(row.child_id, row.assessment) for row in rows]
        names = [f"{row.shown_name}, {row.assessment}" for row in rows]
        if what == "log":
            from lac_tracker.ui.screens.follow_up import FollowUpDialog

            return FollowUpDialog(
                page.workplace, first.child_id, first.assessment, page, also=keys[1:], also_words=names
            )
        if what == "assign":
            from lac_tracker.ui.screens.assign import AssignDialog

            return AssignDialog(page.workplace, keys, page, rows_words=names)
        if what == "escalate":
            from lac_tracker.ui.screens.escalate import EscalateDialog

            return EscalateDialog(page.workplace, first.child_id, first.assessment, page)
        return self._booking(first)

    def _booking(self, row: DueItem) -> QDialog:
        from lac_tracker.services import follow_up_start
        from lac_tracker.ui.screens.appointment import BookDialog
        from lac_tracker.ui.screens.record_page import Desk

        page = self._page
        known = page.workplace.operations.ask(
            follow_up_start.start, row.child_id, today=page.workplace.today(), kind=row.assessment
        )
        dialog = BookDialog(
            page, Desk(page.workplace, row.child_id), known.banner, (row.assessment,),
            needs_interpreter=known.needs_interpreter,
        )  # fmt: skip
        dialog.accepted.connect(lambda: page.said.emit(dialog.words))
        return dialog

    def _follow(self, dialog: Any) -> None:
        """Pass on what a dialog tells; the keyboard comes back to the row it was on."""
        page = self._page
        for name in ("said", "offered", "place_wanted"):
            if hasattr(dialog, name):
                getattr(dialog, name).connect(getattr(page, name))
        if hasattr(dialog, "finished"):
            dialog.finished.connect(lambda _result: page.table.setFocus())
        dialog.open()

    def _give_reason(self, code: str) -> None:
        """Keep a reason chosen in the panel; one that says nothing without a note asks for it."""
        page = self._page
        row, choice = page.table.current_row(), page.peek.reason
        if row is None or choice is None:
            return
        if choice.needs_text(code):
            self._ask_note(row, code)
            return
        from lac_tracker.services import delay_reasons
        from lac_tracker.ui.messages import UNDO
        from lac_tracker.ui.screens.reason_choice import taking_back

        before, given = row.delay_code or "", {"kind": row.assessment, "code": code}
        changes = page.workplace.operations.do(
            delay_reasons.record, row.child_id, today=page.workplace.today(), seen_code=before, **given
        )
        if changes is None:
            choice.set_value(before)
            return
        words = delay_reasons.reason_words(code)
        undo = taking_back(page.workplace, row.child_id, row.assessment, before)
        page.offered.emit(f"Reason for delay: {words or 'none any more'}.", UNDO, undo)

    def _ask_note(self, row: DueItem, code: str) -> None:
        from lac_tracker.ui.screens.reason_choice import ReasonDialog

        page, choice = self._page, self._page.peek.reason
        dialog = ReasonDialog(page.workplace, row.child_id, row.assessment, page, code=code)
        if choice is not None:
            dialog.rejected.connect(lambda: choice.set_value(row.delay_code or ""))
        self._follow(dialog)

    # Out of the screen

    def _only(self) -> tuple[tuple[int, str], ...] | None:
        """Return the rows chosen; None where no choice was made and all are meant."""
        rows = self._rows() if len(self._page.table.picks()) > 1 else []
        return tuple((row.child_id, row.assessment) for row in rows) or None

    def _filtered(self) -> tuple[str, str]:
        filtered, order = self._page.in_words()
        only = self._only()
        return f"{filtered}, {len(only)} rows selected" if only else filtered, order

    def _export(self) -> None:
        from lac_tracker.services import due_export
        from lac_tracker.ui.screens.export_list import ExportDialog

        page, shown = self._page, self._page.look.shown_columns()
        filtered, order = self._filtered()
        find = partial(
            due_export.rows, today=page.workplace.today(), wanted=page.wanted, shown=shown, only=self._only()
        )
        count = len(page.table.picks()) if self._only() else page.model.rowCount()
        stated = (
            f"{count} of {sum(page.numbers.get(key, 0) for key in ('open', 'closed'))} rows",
            f"Filtered: {filtered}", f"Sorted: {order}", f"As it stood at {page.updated}",
        )  # fmt: skip
        dialog = ExportDialog(
            page.workplace,
            due_export.NAME,
            due_export.columns(shown),
            find,
            stated,
            page,
        )
        self._follow(dialog)

    def _print(self) -> None:
        """Ask why names are needed, then show the rows in their order as they will be on paper."""
        from lac_tracker.services import due_export
        from lac_tracker.ui.screens.paper_purpose import ask_why

        page = self._page
        filtered, order = self._filtered()
        columns = due_export.columns(page.look.shown_columns())
        stated = (f"Filtered: {filtered}", f"Sorted: {order}")
        ask_why(page.workplace, due_export.NAME, columns, stated, page, self._show_paper)

    def _show_paper(self, why: str) -> None:
        from lac_tracker.services import list_papers  # it and the drawing of pages are not for the start
        from lac_tracker.ui.screens.list_preview import ListPreview

        page = self._page
        filtered, order = self._filtered()
        held = page.workplace.operations.ask(
            list_papers.overdue_list, self._only(), wanted=page.wanted, filtered=filtered, order=order,
            today=page.workplace.today(), why=why,
        )  # fmt: skip
        preview: Any = ListPreview(page.workplace, held, _parent(page))
        self._follow(preview)


def _parent(page: QWidget) -> QWidget:
    return page
