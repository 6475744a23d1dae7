"""Settings > Keeping and disposal: records to review, disposals that wait, holds, what was done. Nothing goes by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from lac_tracker.domain.disposal import Disposal, DisposalCertificate
from lac_tracker.domain.errors import UserError
from lac_tracker.services import disposal, retention
from lac_tracker.services.changes import Changes
from lac_tracker.services.retention import Found, RecordRow
from lac_tracker.ui import theme
from lac_tracker.ui.asking import Asking
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint, set_tooltip, title
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.screens.report_preview import ReportPreview
from lac_tracker.ui.screens.settings_retention_dialogs import CarryOut, Decide, Propose, Withdraw
from lac_tracker.ui.screens.settings_retention_lists import DISPOSALS, RECORDS, RetentionList
from lac_tracker.ui.screens.settings_retention_record import RecordKeeping
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow
from lac_tracker.ui.widgets.measured import MeasuredLine
from lac_tracker.ui.workplace import Workplace

_TABS = {"review": "To review", "waiting": "Waiting", "held": "On hold", "done": "Done"}
_NOTHING = {
    "review": "No record has passed the day it is kept until.",
    "waiting": "No disposal waits for a second person.",
    "held": "Nobody has put a record on hold. Records with an adoption are held by themselves: find one by its council ID.",
    "done": "No record was disposed of.",
    "found": "Nothing is known under that number.",
}
_CERTIFICATE = "disposal-certificate"


@dataclass(frozen=True)
class _Loaded:
    review: tuple[RecordRow, ...]
    held: tuple[RecordRow, ...]
    waiting: tuple[Disposal, ...]
    done: tuple[Disposal, ...]


class Retention(QFrame):
    """Signals:
    said: something was done; words for the message bar.
    helped: the line of help should say this about the current row.
    """

    said = Signal(str)
    helped = Signal(str)
    name, words = "retention", "Keeping and disposal"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.setObjectName("ret")
        self.setAccessibleName(self.words)
        self.setProperty("region", "page")
        self.tab, self._found = "review", Found((), ())
        self._asking, self._loaded = Asking(self, workplace), _Loaded((), (), (), ())
        self._is_drawing = False
        self.tabs = ChipRow(label="What is shown", name="ret.tabs", one_only=True)
        self.tabs.toggled.connect(lambda key, _on: self.show_tab(key))
        self.search = MeasuredLine("ret.find", 40)
        self.search.setAccessibleName("Find by council ID or record number")
        self.search.setPlaceholderText("Council ID or record number  (Ctrl+F)")
        self.search.setClearButtonEnabled(True)
        self.search.returnPressed.connect(self.look_for)
        self.records = RetentionList(RECORDS, label="Records", name="ret.records")
        self.disposals = RetentionList(DISPOSALS, label="Disposals", name="ret.disposals")
        self.act = PlainButton("Propose disposal", "primary", name="ret.act")
        self.kept = PlainButton("How it is kept", name="ret.kept")
        set_tooltip(self.kept, "Class and holds of the selected record (Enter)")
        self.withdraw = PlainButton("Withdraw", name="ret.withdraw")
        set_tooltip(self.withdraw, "Take the selected disposal back, with the reason")
        self.busy = Busy(name="ret.busy")
        self._problem = PlainLabel("", type="strong", tone="overdue", wraps=True)
        self._problem.setObjectName("ret.problem")
        self._problem.hide()
        for button, act in (
            (self.act, self.primary),
            (self.kept, self.open_record),
            (self.withdraw, self._withdraw),
        ):
            button.clicked.connect(lambda _checked=False, act=act: act())
        for part in (self.records, self.disposals):
            part.opened.connect(lambda _row: self._enter())
            part.chosen.connect(lambda _row: self._offer())
        self._lay_out()
        self.reload()

    def _lay_out(self) -> None:
        space = theme.current().space
        head = QHBoxLayout()
        head.setSpacing(space(3))
        head.addWidget(title(self.words), 1)
        for button in (self.withdraw, self.kept, self.act):
            head.addWidget(button)
        found = QHBoxLayout()
        found.setSpacing(space(3))
        found.addWidget(self.search)
        found.addWidget(self.busy)
        found.addStretch()
        self._body = QStackedWidget()
        self._body.addWidget(self.records)
        self._body.addWidget(self.disposals)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(4), space(6), space(4))
        column.setSpacing(space(2))
        column.addLayout(head)
        self.about = hint(
            "Nothing is disposed of by itself: one person proposes, another decides, and it is on record."
        )
        column.addWidget(self.about)
        column.addWidget(self.tabs)
        column.addLayout(found)
        column.addWidget(self._problem)
        column.addWidget(self._body, 1)
        self._fit()

    # What the frame asks

    def reload(self, changes: object = None) -> None:
        """Read the lists again off the screen's thread; what was found is looked up again too."""
        today, typed = self.workplace.today(), self.search.text() if self.tab == "found" else ""
        self.busy.start("Looking up the records")

        def question(ask: Callable[..., Any]) -> tuple[_Loaded, Found | None]:
            held = _Loaded(
                ask(retention.review, today=today), ask(retention.on_hold, today=today), ask(disposal.waiting),
                ask(disposal.settled),
            )  # fmt: skip
            return held, ask(retention.find, typed, today=today) if typed.strip() else None

        self._asking.ask(question, self._show, self._refuse, is_patient=True)

    @property
    def is_waiting(self) -> bool:
        """Whether something is still being read or drawn."""
        return self._asking.is_waiting or self._is_drawing

    def focus_first(self) -> None:
        shown = self._list()
        (shown.table if shown.model.rowCount() else self.search).setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        shown = self._list()
        return (self.tabs, self.search, *((shown.table,) if shown.model.rowCount() else ()))

    def leave(self) -> bool:
        return True

    def run_command(self, name: str) -> bool:
        match name:
            case "edit.primary":
                self.primary()
            case "edit.find":
                self.search.setFocus()
                self.search.selectAll()
            case "edit.print" | "edit.preview":
                self.show_certificate()
            case "view.nextTab" | "view.previousTab":
                keys = [*_TABS, *(("found",) if self.tab == "found" else ())]
                step = 1 if name == "view.nextTab" else -1
                self.show_tab(keys[(keys.index(self.tab) + step) % len(keys)])
                self.focus_first()
            case "view.refresh":
                self.reload()
            case _:
                return False
        return True

    # What a person does

    def show_tab(self, key: str) -> None:
        """Show one of the lists."""
        self.tab = key
        self._show_tabs()
        rows: tuple[Any, ...]
        if key == "found":
            rows = self._found.disposals if self._found.disposals else self._found.records
            is_disposals = bool(self._found.disposals)
        else:
            rows, is_disposals = getattr(self._loaded, key), key in ("waiting", "done")
        shown = self.disposals if is_disposals else self.records
        self._body.setCurrentWidget(shown)
        shown.show_rows(rows, _NOTHING[key])
        self._offer()

    def look_for(self) -> None:
        """Show what is known under what was typed."""
        self._say("")
        today = self.workplace.today()
        try:
            self._found = self.workplace.operations.ask(retention.find, self.search.text(), today=today)
        except UserError as error:
            self._say(str(error))
            return
        self.show_tab("found")
        many = len(self._found.records) + len(self._found.disposals)
        announce(self, f"{many} found" if many else _NOTHING["found"])
        if many:
            self.focus_first()

    def primary(self) -> None:
        """Do the next step with the selected row."""
        row = self._row()
        if isinstance(row, RecordRow):
            if row.is_due:
                self._open(Propose(self, self.workplace, row), "Proposed. It waits for a second person.")
            elif row.disposal:
                self.show_tab("waiting")
                self.focus_first()
            else:
                self.open_record()
        elif isinstance(row, Disposal):
            self._go_on(row)

    def open_record(self) -> None:
        """Show how the selected record is kept."""
        row = self._row()
        if isinstance(row, RecordRow):
            dialog = RecordKeeping(self, self.workplace, row.child_id)
            dialog.said.connect(self.said)
            dialog.altered.connect(self.reload)
            self._return_from(dialog)
            dialog.open()

    def show_certificate(self) -> None:
        """Preview the certificate of the selected disposal."""
        row = self._row()
        if not isinstance(row, Disposal) or row.state != "done":
            return
        try:
            held = self.workplace.operations.ask(disposal.certificate, row.id)
        except UserError as error:
            self._say(str(error))
            return
        self._preview(held)

    # Behind it

    def _show(self, found: tuple[_Loaded, Found | None]) -> None:
        self.busy.stop()
        self._say("")
        self._loaded, again = found
        self._found = again or self._found
        waited = self.window().focusWidget() is self.search and not self.search.text()
        self.show_tab(self.tab)
        if waited:
            self.focus_first()

    def _show_tabs(self) -> None:
        counts = {key: len(getattr(self._loaded, key)) for key in _TABS}
        chips = [
            ChipFacts(key, f"{words} {counts[key]}" if counts[key] and key != "done" else words)
            for key, words in _TABS.items()
        ]
        if self.tab == "found":
            chips.append(ChipFacts("found", "Found"))
        self.tabs.set_chips(tuple(chips))
        self.tabs.switch(self.tab)

    def _enter(self) -> None:
        if isinstance(self._row(), RecordRow):
            self.open_record()
        else:
            self.primary()

    def _go_on(self, row: Disposal) -> None:
        if row.state == "proposed" and self._is_mine(row):
            self._withdraw()
        elif row.state == "proposed":
            self._open(Decide(self, self.workplace, row), "Kept what was decided.")
        elif row.state == "approved":
            dialog = CarryOut(self, self.workplace, row)
            dialog.saved.connect(self._destroyed)
            self._open(dialog, "")
        else:
            self.show_certificate()

    def _withdraw(self) -> None:
        row = self._row()
        if isinstance(row, Disposal) and row.state in disposal.WAITING:
            self._open(Withdraw(self, self.workplace, row), "Withdrawn. The record stays as it is.")

    def _destroyed(self, changes: Changes) -> None:
        if isinstance(changes.report, DisposalCertificate):
            self.said.emit(f"The record of disposal {changes.report.record_number} was destroyed.")
            self._preview(changes.report)

    def _preview(self, held: DisposalCertificate) -> None:
        dialog = ReportPreview(self.workplace, _CERTIFICATE, "Certificate of disposal", held, self)
        dialog.said.connect(self.said)
        self._return_from(dialog)
        dialog.open()

    def _offer(self) -> None:
        """Say what can be done with the selected row."""
        row = self._row()
        words, about, can = _next_step(row, is_mine=isinstance(row, Disposal) and self._is_mine(row))
        self.act.setText(words)
        set_tooltip(self.act, f"{about} (Ctrl+Enter)")
        self.act.setEnabled(can)
        self.kept.setVisible(isinstance(row, RecordRow))
        is_open = isinstance(row, Disposal) and row.state in disposal.WAITING
        self.withdraw.setVisible(is_open and words != "Withdraw")
        self.helped.emit(self._list().about())

    def _is_mine(self, row: Disposal) -> bool:
        return row.proposed_by_id == self.workplace.actor.person_id

    def _open(self, dialog: QDialog, words: str) -> None:
        dialog.accepted.connect(lambda: self._after(words))
        self._return_from(dialog)
        dialog.open()

    def _return_from(self, dialog: QDialog) -> None:
        dialog.finished.connect(lambda _result: self._come_back())

    def _come_back(self) -> None:
        if isValid(self):
            self.focus_first()

    def _after(self, words: str) -> None:
        self.reload()
        if words:
            self.said.emit(words)

    def _list(self) -> RetentionList:
        return self.disposals if self._body.currentWidget() is self.disposals else self.records

    def _row(self) -> object:
        return self._list().table.current_row() if self._list().model.rowCount() else None

    def _refuse(self, error: UserError) -> None:
        self.busy.stop()
        self._say(str(error))

    def _say(self, words: str) -> None:
        self._problem.setText(f"{words.removesuffix('.')}." if words else "")
        self._problem.setVisible(bool(words))
        if words:
            announce(self._problem, words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "about"):
            self.records.fit()
            self.disposals.fit()
            self._fit()

    def _fit(self) -> None:
        """In large text the rows have the room of what can be read elsewhere."""
        self.about.setVisible(theme.current().text_percent < LARGE)


def _next_step(row: object, *, is_mine: bool) -> tuple[str, str, bool]:
    """Return the words of the primary button for a row, what it does, and whether it can be pressed."""
    match row:
        case RecordRow(disposal=number) if number:
            return "See the disposal", "Go to the disposals that wait", True
        case RecordRow(is_due=True):
            return (
                "Propose disposal",
                "Propose to dispose of the selected record: a second person decides",
                True,
            )
        case RecordRow():
            return "How it is kept", "Class and holds of the selected record", True
        case Disposal(state="proposed") if is_mine:
            return "Withdraw", "Take your own proposal back: another person decides on it", True
        case Disposal(state="proposed"):
            return "Decide", "Approve or refuse the selected disposal", True
        case Disposal(state="approved"):
            return "Destroy the record", "Carry out the selected disposal: it can't be undone", True
        case Disposal(state="done"):
            return "Certificate", "Preview the certificate of the selected disposal", True
    return "Propose disposal", "Choose a record first", False
