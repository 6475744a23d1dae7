"""The caseload beside a council's list: who is on one alone, and which days differ; each resolved with a reason."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain import list_fields
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
from lac_tracker.ui.screens.import_match_dialog import MatchColumns
from lac_tracker.ui.screens.import_password import FilePassword
from lac_tracker.ui.screens.import_reading import Work
from lac_tracker.ui.screens.import_steps import Notice, reveal
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
# The fields by which a list is compared with the caseload.
_COMPARED_BY = frozenset({
    "council_id", "nhs_number", "family_name", "given_name", "full_name", "born", "became_looked_after", "left_care",
    "reason_left",
})  # fmt: skip
Compared = tuple[Draft, tuple[Difference, ...] | None]

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
        self._paths: list[Path] = []  # what was chosen last: a password or other columns are for it
        self._draft: Draft | None = None  # the list that was read last
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
        self.password = FilePassword("imp.diff.password")
        self.password.given.connect(
            lambda password: self._compare(self._paths, password) if password else None
        )
        self.columns = hint("")
        self.columns.setObjectName("imp.diff.columns")
        self.busy = Busy(name="imp.diff.busy")
        self.job.began.connect(self.busy.start)
        self.job.ended.connect(self.busy.stop)
        self._make_buttons()
        self._lay_out()
        self._show_columns(None)
        self._show(())

    def _make_buttons(self) -> None:
        self.pick = PlainButton("Choose file", icon="fa6s.file-import", name="imp.diff.pick")
        set_tooltip(self.pick, "A list, or several files of one return")
        self.pick.clicked.connect(lambda _checked=False: self._compare(choose_files(self)))
        self.folder = PlainButton("Choose folder", name="imp.diff.pickFolder")
        set_tooltip(self.folder, "The folder with the files of an SSDA903 return")
        self.folder.clicked.connect(lambda _checked=False: self._compare(choose_folder(self)))
        self.match = PlainButton("Match columns", name="imp.diff.match")
        set_tooltip(self.match, "Say what the columns of this list mean, and compare again")
        self.match.clicked.connect(lambda _checked=False: self._match())
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
        column.addWidget(_flow(self.council, self.pick, self.folder, self.match, self.busy))
        for widget in (self.password, self.problem, self.columns, self.standing, self.kinds):
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
        if not self.password.isHidden():
            self.password.take_focus()
            return
        wanted = self.table if self.model.rowCount() else self.pick
        wanted.setFocus()
        reveal(wanted)

    def regions(self) -> tuple[QWidget, ...]:
        return (self.pick, self.kinds, self.table, self.go)

    def primary(self) -> None:
        """Ctrl+Enter."""
        self.resolve()

    def council_name(self) -> str:
        """Return the council that is named."""
        return self.council.currentText().strip() or DEFAULT_COUNCIL

    # Comparing

    def _compare(self, paths: list[Path], password: str = "") -> None:
        if not paths or self.job.is_running:
            return
        workplace, council = self.workplace, self.council_name()
        if not password:
            self.password.forget()
        self._paths = list(paths)

        def job(work: Work) -> Compared:
            return _from_files(paths, workplace, work, council, password)

        self._start(job)

    def _match(self) -> None:
        """Ask what the columns of the list mean, then compare again with what was said."""
        if self._draft is None or self.job.is_running:
            return
        dialog = MatchColumns(self, self.workplace, self._draft)
        workplace, draft = self.workplace, dialog.draft

        def job(work: Work) -> Compared:
            return _from_draft(draft, workplace, work, is_said=True)

        dialog.accepted.connect(lambda: self._start(job))
        dialog.finished.connect(lambda _result: self.take_focus())
        dialog.open()

    def _start(self, job: Callable[[Work], Compared]) -> None:
        self.problem.say("")
        self.job.start("Comparing", job, self._was_compared, self._refused)

    def _show_columns(self, draft: Draft | None) -> None:
        """Say which columns were compared. draft: None where what was compared is no list."""
        self._draft = draft
        self.match.setVisible(draft is not None)
        words = columns_words(draft) if draft is not None else ""
        self.columns.setText(words)
        self.columns.setVisible(bool(words))

    def _was_compared(self, done: Compared) -> None:
        draft, differences = done
        self.password.forget()
        self._show_columns(draft if draft.received is not None else None)
        if differences is None:  # a column that is needed is not known: nothing was compared
            self._match()
            return
        self._compared = file_words(draft)
        self.reload(None)
        self.said.emit(f"Compared with {self._compared}: {_many(len(differences))}.")
        self.take_focus()

    def _refused(self, error: UserError) -> None:
        if isinstance(error, PasswordNeeded):
            self.password.ask(str(error))
            reveal(self.password)
            return
        self.problem.say(f"{error}.", "fix")
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
        self.go.setEnabled(row is not None and not row.is_closed)
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


def _from_files(paths: list[Path], workplace: Workplace, work: Work, council: str, password: str) -> Compared:
    """Read what was chosen and compare it, on the worker. Raises as `import_reading.read`."""
    read = import_reading.read(paths, workplace, work, password)
    work.go_on()
    if isinstance(read, StagedReturn):
        return _from_draft(Draft(council, staged=read), workplace, work)
    draft = Draft(council, received=read)
    draft.matching, draft.known_columns = import_reading.matched(draft, workplace)
    return _from_draft(draft, workplace, work)


def _from_draft(draft: Draft, workplace: Workplace, work: Work, *, is_said: bool = False) -> Compared:
    """Compare on the worker and keep what differs; None where a column is not known that is needed.

    is_said: a person matched the columns, which is remembered.
    """
    operations, more = workplace.operations, {"council": draft.council, "today": workplace.today()}
    if draft.received is not None and lacking_words(draft.matching):
        return draft, None
    found: tuple[Difference, ...]
    if draft.received is None:
        found = operations.ask(reconciliation.compare, draft.staged, **more)
    else:
        found = operations.ask(reconciliation.compare_list, draft.received, draft.matching, **more)
    work.go_on()
    operations.work(reconciliation.keep, found, files=draft.files, **more)
    if is_said:
        operations.work(reconciliation.remember_matching, draft.received, draft.matching, **more)
    return draft, found


def columns_words(draft: Draft) -> str:
    """Return which columns of a list are compared, and whether that is remembered."""
    assert draft.received is not None
    names, fields = draft.received.columns, draft.matching.fields
    read = [
        f"{list_fields.BY_KEY[key].words} from '{names[at]}'"
        for at, key in fields.items()
        if key in _COMPARED_BY
    ]
    how = f"As remembered for {draft.council}" if draft.is_remembered else "By the names of the columns"
    return f"{how}: {', '.join(read)}. {list_fields.date_words(draft.matching)}." if read else ""


def _many(count: int) -> str:
    return "1 difference" if count == 1 else f"{count:,} differences"


def _flow(*parts: QWidget) -> QWidget:
    held = QWidget()
    line = Flow(gap=theme.current().space(2), line_gap=theme.current().space(2), is_centred=True)
    held.setLayout(line)
    for part in parts:
        line.addWidget(part)
    return held
