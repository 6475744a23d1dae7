"""S18 Documents: everything that was made and everything that came, where it went, and what can be done with it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.received_files import CheckedFile
from lac_tracker.services import child_summary, documents_page
from lac_tracker.services.changes import Changes
from lac_tracker.services.documents_page import DocumentLine
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint, set_tooltip
from lac_tracker.ui.screens.mark_as_sent import MarkAsSent
from lac_tracker.ui.screens.preview import MADE_FOR
from lac_tracker.ui.screens.preview_kept import KEPT
from lac_tracker.ui.screens.received_dialogs import AddReceived, InError
from lac_tracker.ui.screens.received_reading import read_checked
from lac_tracker.ui.screens.received_view import FILE
from lac_tracker.ui.screens.record_page import Desk, Place, RecordPage
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.widgets.whole_table import WholeTable

_BELOW = ("From", "Sent to")  # in large text they stand below the table, for the chosen row
NONE_YET = "No documents yet. They are made after signing."
_FILES = "Letters and scans (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.txt);;All files (*)"
COLUMNS: tuple[Column[DocumentLine], ...] = (
    Column("Made", lambda row: show_date(row.on), width=12, sort=lambda row: row.on, sorted_words=("earliest first", "latest first")),
    Column("Document", lambda row: row.title, width=30, wraps=True, strong=True, detail=lambda row: row.title, sort=lambda row: row.title.casefold()),
    Column("Version", lambda row: row.version, width=8),
    Column("From", lambda row: row.source, width=20, wraps=True, detail=lambda row: row.source),
    Column("Sent to", lambda row: row.sent_to, width=18, wraps=True, detail=lambda row: row.sent_to),
    Column("State", lambda row: row.state, status=lambda row: row.look, width=24, wraps=True, detail=lambda row: row.detail or row.state),
)  # fmt: skip


class DocumentsPage(RecordPage):
    """Enter on a row opens it as it was kept. Nothing is printed without its preview."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "doc")
        self.head.title.setText("Documents")
        actor = desk.workplace.actor
        self._may_file = decide(actor, Action.FILE_RECEIVED).allowed
        self._may_make = decide(actor, Action.MAKE_DOCUMENT).allowed
        self._may_send = decide(actor, Action.SEND_DOCUMENT).allowed
        self._add = PlainButton("Scan or add file", name="doc.add")
        set_tooltip(
            self._add, "File a letter, report or scan that came: PDF, PNG, JPEG, TIFF or text, up to 20 MB"
        )
        self._add.clicked.connect(lambda _checked=False: self.add_file())
        self._make = PlainButton("Make a document", "primary", name="doc.make")
        set_tooltip(self._make, "Make a document (Ctrl+N)")
        self._make.clicked.connect(lambda _checked=False: self.run("edit.new"))
        self.head.add_button(self._add)
        self.head.add_button(self._make)
        self._add.setVisible(self._may_file)
        self._make.setVisible(self._may_make)
        self.rows: RowModel[DocumentLine] = RowModel(COLUMNS, self)
        self.table = WholeTable(self.rows, label="Documents", name="doc.table")
        self.table.opened.connect(self.open_line)
        self.table.chosen.connect(self._chosen)
        for number, column in enumerate(COLUMNS):
            if column.title in _BELOW and self.head.is_large:
                self.table.show_column(number, False)
        self._empty = PlainLabel("", wraps=True)
        self._empty.setObjectName("doc.empty")
        self._error = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._error.setObjectName("doc.error")
        self._error.hide()
        self._busy = Busy(name="doc.busy")
        self._about = hint("")
        self._about.setObjectName("doc.about")
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Read the record anew."""
        held = self.table.current_row()
        lines = self.desk.operations.ask(documents_page.listed, self.desk.child_id)
        self.rows.set_rows(lines)
        came = sum(one.received for one in lines)
        self.head.say(f"{len(lines) - came} made, {came} received" if lines else "")
        self._empty.setText(NONE_YET)
        self._empty.setVisible(not lines)
        self.table.setVisible(bool(lines))
        keys = [(one.received, one.id) for one in self.rows.rows()]
        if held is not None and (held.received, held.id) in keys:
            self.table.choose(keys.index((held.received, held.id)))
        self._chosen(self.table.current_row())

    def take_focus(self) -> None:
        wanted = dict(self.here.typed).get(KEPT, "")
        if wanted and self.rows.rows():
            ids = [one.id if not one.received else 0 for one in self.rows.rows()]
            self.table.choose(ids.index(int(wanted)) if int(wanted) in ids else 0)
        if self.rows.rows():
            self.table.setFocus()
        else:
            (self._make if self._may_make else self).setFocus()

    def run(self, command: str) -> bool:
        line = self.table.current_row()
        match command:
            case "edit.new" | "edit.primary" if self._may_make:
                self.wanted.emit(Place(self.desk.child_id, "make_document"))
            case "edit.print" | "edit.preview" if line is not None:
                self.open_line(line)
            case "edit.sent" if line is not None and line.can_send and self._may_send:
                self.mark_as_sent(line)
            case _:
                return False
        return True

    def reload(self, changes: Changes) -> None:
        if changes.documents or changes.assessments:
            self.refresh()

    def open_line(self, line: DocumentLine) -> None:
        """Show a document as it was kept, or a file that came, in the window."""
        if not line.can_open:
            self._say("This was entered in error, so it is not opened any more.")
        elif line.received and not self._may_file:
            self._say("Your role may not open what was received. Ask someone of the team.")
        elif line.received:
            self.wanted.emit(Place(self.desk.child_id, "received", typed=((FILE, str(line.id)),)))
        else:
            self.wanted.emit(
                Place(
                    self.desk.child_id, "kept_document", document=line.document, typed=((KEPT, str(line.id)),)
                )
            )

    def mark_as_sent(self, line: DocumentLine) -> None:
        """Record where a document went."""
        try:
            dialog = MarkAsSent(self.desk, (line.id,), self)
        except UserError as error:
            self._refuse(error)
            return
        dialog.accepted.connect(lambda: self.said.emit("Marked as sent."))
        dialog.open()

    def replace(self, line: DocumentLine) -> None:
        """Look at a new version of a document before it is made."""
        typed = ((MADE_FOR, line.made_for),) if line.made_for else ()
        self.wanted.emit(Place(self.desk.child_id, "preview", document=line.document, typed=typed))

    @classmethod
    def choose_file(cls, parent: QWidget) -> Path | None:
        """Ask which file came; None when the person changed their mind."""
        chosen, _ = QFileDialog.getOpenFileName(parent, "Scan or add file", str(Path.home()), _FILES)
        return Path(chosen) if chosen else None

    def add_file(self) -> None:
        """Ask for a file, look at what it really is, and ask what to record about it."""
        path = self.choose_file(self)
        if path is None:
            return
        self._say("")
        self._busy.start("Checking the file")
        self.work(partial(read_checked, path), self._ask_about, self._refuse)

    # Behind it

    def _ask_about(self, found: CheckedFile) -> None:
        self._busy.stop()
        dialog = AddReceived(self, self.desk.workplace, self.desk.child_id, self._facts(), found)
        dialog.accepted.connect(lambda: self.said.emit(_filed(found)))
        dialog.open()

    def _refuse(self, error: UserError) -> None:
        self._busy.stop()
        self._say(f"{str(error).removesuffix('.')}.")

    def _say(self, words: str) -> None:
        self._error.setText(words)
        self._error.setVisible(bool(words))

    def _facts(self) -> BannerFacts:
        found: BannerFacts = self.desk.operations.ask(
            child_summary.heading, self.desk.child_id, today=self.desk.workplace.today()
        )
        return found

    def _lay_out(self) -> None:
        space = theme.current().space
        inside = PageColumn()
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(6), space(1), space(6), space(6))
        column.setSpacing(space(3))
        for widget in (self._error, self._busy, self._empty, self.table, self._buttons(), self._about):
            column.addWidget(widget)
        column.addStretch()
        self.add_scrolled(inside)

    def _buttons(self) -> QWidget:
        acts = (
            ("Open", "doc.open", "Open (Enter)", self.open_line),
            ("Print", "doc.print", "Print, through its preview (Ctrl+P)", self.open_line),
            ("Mark as sent", "doc.sent", "Record where it went (Ctrl+Shift+S)", self.mark_as_sent),
            (
                "Replace: make new version",
                "doc.replace",
                "Make it anew from the record as it is now",
                self.replace,
            ),
            (
                "Entered in error",
                "doc.error.open",
                "Strike out a file that does not belong here",
                self._in_error,
            ),
        )
        row = QWidget()
        flow = Flow(gap=theme.current().space(2), line_gap=theme.current().space(2))
        row.setLayout(flow)
        self._acts: dict[str, PlainButton] = {}
        for words, name, help_words, act in acts:
            button = PlainButton(words, "row", name=name)
            button.setAccessibleName(f"{words}: the chosen document")
            set_tooltip(button, help_words)
            button.clicked.connect(lambda _checked=False, act=act: self._act(act))
            flow.addWidget(button)
            self._acts[name] = button
        return row

    def _act(self, act: Callable[[DocumentLine], None]) -> None:
        line = self.table.current_row()
        if line is not None:
            act(line)

    def _in_error(self, line: DocumentLine) -> None:
        InError(self, self.desk.workplace, self._facts(), line.id, line.title).open()

    def _chosen(self, line: DocumentLine | None) -> None:
        came = line is not None and line.received
        can = {
            "doc.open": line is not None and line.can_open and (self._may_file or not came),
            "doc.print": line is not None and not came,
            "doc.sent": line is not None and line.can_send and self._may_send,
            "doc.replace": line is not None and line.can_replace and self._may_make,
            "doc.error.open": came and line is not None and line.can_open and self._may_file,
        }
        for name, button in self._acts.items():
            button.setEnabled(can[name])
            button.setVisible(bool(self.rows.rows()))
        self._about.setText(self._words_about(line) if line is not None else "")
        self._about.setVisible(bool(self._about.text()))

    def _words_about(self, line: DocumentLine) -> str:
        """Return what the columns have no room for."""
        if not self.head.is_large:
            return line.detail
        sent = f"Sent to {line.sent_to}" if line.sent_to else ""
        return ". ".join(
            part for part in (f"From {line.source}" if line.source else "", sent, line.detail) if part
        )


def _filed(found: CheckedFile) -> str:
    return f"Filed. {found.taken_out} before it was kept." if found.taken_out else "Filed."
