"""The caseload beside a council's list: who is on one alone, and which days differ; each resolved with a reason."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.errors import PasswordNeeded, UserError
from lac_tracker.domain.imports import StagedReturn
from lac_tracker.domain.reconciliation import KIND_WORDS, Difference
from lac_tracker.services import reconciliation
from lac_tracker.services.changes import Changes
from lac_tracker.services.imports import DEFAULT_COUNCIL
from lac_tracker.ui import theme
from lac_tracker.ui.models.import_model import HeldRows
from lac_tracker.ui.plain import PlainButton, hint, set_tooltip
from lac_tracker.ui.screens import import_reading
from lac_tracker.ui.screens.export_list import ExportDialog
from lac_tracker.ui.screens.import_choose import choose_files, choose_folder, file_words
from lac_tracker.ui.screens.import_differences import (
    EXPORTED,
    ResolveDifference,
    difference_columns,
    exported,
)
from lac_tracker.ui.screens.import_draft import Draft
from lac_tracker.ui.screens.import_match import lacking_words
from lac_tracker.ui.screens.import_reading import Work
from lac_tracker.ui.screens.import_steps import Notice
from lac_tracker.ui.screens.import_work import OneJob
from lac_tracker.ui.screens.record_page import scroll_area
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.measured import typed_choice
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.widgets.paged_table import PagedTable
from lac_tracker.ui.workplace import Workplace

_ROWS_SEEN = 4
_ALL, _OPEN = "imp.diff.all", "imp.diff.open"
_ABOUT = (
    "Choose the council's list or return. Nothing is imported: what differs from the caseload is listed, kept, and resolved "
    "one by one."
)


class CompareWithCaseload(QFrame):
    """Ctrl+Enter resolves the one the keyboard stands on.

    Signals:
        said: something was done; carries the words for the message bar.
        helped: the line of help below should say this.
        child_opened: a record is asked for; carries the child's id.
    """

    said = Signal(str)
    helped = Signal(str)
    child_opened = Signal(int)

    def __init__(self, workplace: Workplace, councils: tuple[str, ...]) -> None:
        super().__init__()
        self.setProperty("region", "page")
        self.workplace = workplace
        self._found: tuple[Difference, ...] = ()
        self._compared = ""  # the files of the last comparison, in words
        self.job = OneJob(workplace, self)
        self.council = typed_choice("imp.diff.council", "Council")
        self.council.addItems(list(councils) or [DEFAULT_COUNCIL])
        self.council.setMinimumWidth(theme.current().characters(20))
        self.council.currentIndexChanged.connect(lambda _place: self.reload(None))
        self.model = HeldRows(difference_columns())
        self.table = PagedTable(self.model, label="Differences", name="imp.diff.table")
        self.table.chosen.connect(self._follow)
        self.table.opened.connect(lambda _row: self.resolve())
        self.kinds = ChipRow((), label="What differs", name="imp.diff.kinds", one_only=True)
        self.kinds.toggled.connect(lambda _key, _on: self._fill())
        self.standing, self.problem = Notice("imp.diff.standing"), Notice("imp.diff.problem", "fix")
        self.busy = Busy(name="imp.diff.busy")
        self.job.began.connect(self.busy.start)
        self.job.ended.connect(self.busy.stop)
        self._make_buttons()
        self._lay_out()
        self._show(())

    def _make_buttons(self) -> None:
        self.pick = PlainButton("Choose file", icon="fa6s.file-import", name="imp.diff.pick")
        set_tooltip(self.pick, "A list, or several files of one return")
        self.pick.clicked.connect(lambda _checked=False: self._compare(choose_files(self)))
        self.folder = PlainButton("Choose folder", name="imp.diff.pickFolder")
        set_tooltip(self.folder, "The folder with the files of an SSDA903 return")
        self.folder.clicked.connect(lambda _checked=False: self._compare(choose_folder(self)))
        self.go = PlainButton("Resolve", "primary", name="imp.diff.resolve")
        set_tooltip(self.go, "Say what is right, and why (Ctrl+Enter)")
        self.go.clicked.connect(lambda _checked=False: self.resolve())
        self.open_child = PlainButton("Open the child", name="imp.diff.child")
        self.open_child.clicked.connect(lambda _checked=False: self._open_child())
        self.export = PlainButton("Export", name="imp.diff.export")
        set_tooltip(self.export, "Save these differences as a file (Ctrl+E)")
        self.export.clicked.connect(lambda _checked=False: self.save_as_file())

    def _lay_out(self) -> None:
        space = theme.current().space
        self.table.setMinimumHeight(theme.current().row_height() * _ROWS_SEEN)
        page = PageColumn()
        column = QVBoxLayout(page)
        column.setContentsMargins(space(6), space(2), space(6), space(4))
        column.setSpacing(space(3))
        column.addWidget(hint(_ABOUT))
        column.addWidget(_flow(self.council, self.pick, self.folder, self.busy))
        for widget in (self.problem, self.standing, self.kinds):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addStretch()
        footer = QFrame()
        footer.setProperty("region", "footer")
        line = QHBoxLayout(footer)
        line.setContentsMargins(space(6), space(2), space(6), space(2))
        line.addWidget(_flow(self.export, self.open_child), 1)
        line.addWidget(self.go, 0, Qt.AlignmentFlag.AlignTop)
        self._footer = footer
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll_area(page), 1)
        whole.addWidget(footer)

    # What the screen asks

    def reload(self, changes: object = None) -> None:
        """Show what is kept of this council's differences, as it stands now."""
        if self.job.is_running or (
            changes is not None and not (isinstance(changes, Changes) and changes.children)
        ):
            return
        try:
            held = self.workplace.operations.ask(
                reconciliation.open_differences, council=self.council_name(), resolved_too=True
            )
        except UserError as error:
            self.problem.say(f"{error}.", "fix")
            return
        self._show(held)

    def take_focus(self) -> None:
        (self.table if self.model.rowCount() else self.pick).setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        return (self.pick, self.kinds, self.table, self.go)

    def primary(self) -> None:
        """Ctrl+Enter."""
        self.resolve()

    def council_name(self) -> str:
        """Return the council that is named."""
        return self.council.currentText().strip() or DEFAULT_COUNCIL

    # Comparing

    def _compare(self, paths: list[Path]) -> None:
        if not paths or self.job.is_running:
            return
        workplace, council = self.workplace, self.council_name()
        self.problem.say("")

        def job(work: Work) -> tuple[Any, str]:
            read = import_reading.read(paths, workplace, work)
            draft = (
                Draft(council, staged=read)
                if isinstance(read, StagedReturn)
                else Draft(council, received=read)
            )
            found = _differences(draft, workplace)
            work.go_on()
            workplace.operations.work(
                reconciliation.keep, found, council=council, files=draft.files, today=workplace.today()
            )
            return found, file_words(draft)

        self.job.start("Comparing", job, self._was_compared, self._refused)

    def _was_compared(self, found: tuple[Sequence[Difference], str]) -> None:
        differences, self._compared = found
        self.reload(None)
        self.said.emit(f"Compared with {self._compared}: {_many(len(differences))}.")
        self.take_focus()

    def _refused(self, error: UserError) -> None:
        words = f"{error}."
        if isinstance(error, PasswordNeeded):
            words = (
                f"{error}. Open it in a new import, where the password can be given, or save it without one."
            )
        self.problem.say(words, "fix")
        self.pick.setFocus()

    # Showing and resolving

    def _show(self, found: Sequence[Difference]) -> None:
        self._found = tuple(found)
        kinds = [kind for kind in KIND_WORDS if any(one.kind == kind for one in found)]
        still = sum(one.is_open for one in found)
        chips = [ChipFacts(_OPEN, f"To resolve {still:,}"), ChipFacts(_ALL, f"All {len(found):,}")]
        chips += [
            ChipFacts(kind, f"{KIND_WORDS[kind]} {sum(one.kind == kind for one in found):,}")
            for kind in kinds
        ]
        self.kinds.set_chips(tuple(chips) if found else ())
        if found and not self.kinds.on():
            self.kinds.switch(_OPEN if still else _ALL)
        last = f" Last compared with {self._compared}." if self._compared else ""
        words = (
            f"{_many(len(found))}, {still:,} still to resolve.{last}"
            if found
            else f"Nothing differs that is known of.{last}"
        )
        self.standing.say(words, "to_decide" if still else "information")
        for widget in (self.table, self.kinds, self._footer):
            widget.setVisible(bool(found))
        self.pick.set_kind("secondary" if found else "primary")
        self._fill()

    def _fill(self) -> None:
        on = self.kinds.on()
        shown = tuple(
            one for one in self._found
            if _ALL in on or (_OPEN in on and one.is_open) or one.kind in on or not on
        )  # fmt: skip
        number = max(self.table.currentIndex().row(), 0)
        self.model.set_rows(shown)
        self.table.restore(number, ())
        self._follow(self.table.current_row())

    def _follow(self, row: Difference | None) -> None:
        self.go.setEnabled(row is not None)
        self.open_child.setEnabled(row is not None and row.child_id is not None)
        if row is not None:
            self.helped.emit(row.resolved_words or row.words)

    def resolve(self) -> None:
        """Ask what is right about the difference the keyboard stands on, and why."""
        row = self.table.current_row()
        if not isinstance(row, Difference) or row.id is None:
            return
        dialog = ResolveDifference(self, self.workplace, row)
        dialog.accepted.connect(lambda: self.said.emit("Resolved."))
        dialog.finished.connect(lambda _result: self.take_focus())
        dialog.open()

    def _open_child(self) -> None:
        row = self.table.current_row()
        if isinstance(row, Difference) and row.child_id is not None:
            self.child_opened.emit(row.child_id)

    def save_as_file(self) -> None:
        """Save the differences that are shown as CSV or Excel, after asking why names are needed."""
        rows = self.model.all_rows()
        if not rows:
            return
        stated = (f"Council {self.council_name()}", f"{len(rows):,} of {len(self._found):,} differences")
        dialog = ExportDialog(
            self.workplace, "Differences from the council's list", EXPORTED, exported(rows), stated, self
        )
        dialog.said.connect(self.said)
        dialog.open()


def _differences(draft: Draft, workplace: Workplace) -> tuple[Difference, ...]:
    """Compare on the worker. Raises UserError where the columns of a list are not known."""
    today, council, ask = workplace.today(), draft.council, workplace.operations.ask
    if draft.received is None:
        found: tuple[Difference, ...] = ask(
            reconciliation.compare, draft.staged, council=council, today=today
        )
        return found
    draft.matching, _ = import_reading.matched(draft, workplace)
    if words := lacking_words(draft.matching):
        raise UserError(f"{words} under New import; its columns are remembered from then on")
    listed: tuple[Difference, ...] = ask(
        reconciliation.compare_list, draft.received, draft.matching, council=council, today=today
    )
    return listed


def _many(count: int) -> str:
    return "1 difference" if count == 1 else f"{count:,} differences"


def _flow(*parts: QWidget) -> QWidget:
    held = QWidget()
    line = Flow(gap=theme.current().space(2), line_gap=theme.current().space(2), is_centred=True)
    held.setLayout(line)
    for part in parts:
        line.addWidget(part)
    return held
