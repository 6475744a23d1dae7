"""S24 Send plans: what waits to go, made in one go; what was sent and waits for a reply; what was sent."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.services import mark_sent, sending
from lac_tracker.services.parcels import Copy
from lac_tracker.services.sending import SentItem
from lac_tracker.ui.asking import Asking
from lac_tracker.ui.plain import PlainButton, PlainDialog, set_tooltip
from lac_tracker.ui.screens.making import Making, Report
from lac_tracker.ui.screens.mark_as_sent import MarkAsSent
from lac_tracker.ui.screens.record_page import attempt
from lac_tracker.ui.screens.send_list import SendList
from lac_tracker.ui.screens.send_plans_dialogs import Rejected, TakeBack, TeamDialog
from lac_tracker.ui.workplace import Workplace


class SendPlans(SendList):
    """Ctrl+A ticks all, Ctrl+P makes them, Ctrl+Shift+S marks them as sent.

    Signals:
        place_wanted: something has to be mended in a record first; carries its Place.
    """

    place_wanted = Signal(object)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._again = False  # what is made now is marked as sent next
        self._copies = Asking(self, workplace, is_long=True)
        self.settings = PlainButton("Settings for GPs", name="send.gpSettings")
        set_tooltip(self.settings, "The team's name, ODS code and addresses on documents and filing slips")
        self.settings.clicked.connect(lambda _checked=False: self._open(TeamDialog(self, self.workplace)))
        self.buttons.addWidget(self.settings)
        # once it has its place: before, it would be a window of its own and take the keyboard
        self.settings.setVisible(decide(self.workplace.actor, Action.CHANGE_SETTINGS).allowed)
        self.footer.pressed.connect(self.press)
        self.footer.stopped.connect(self._ask_to_stop)
        self._fit()
        self._name_tabs()
        self._say_chosen()
        self.reload(None)

    # Commands

    def run_command(self, name: str) -> bool:
        if self._making is not None and name in ("edit.print", "edit.sent", "edit.preview", "edit.primary"):
            self.footer.say("Documents are being made. Cancel stops after this one.", aloud=True)
            return True
        on_tab = self.tab == "to_send"
        match name:
            case "edit.print" if on_tab:
                self.press("send.make")
            case "edit.sent" if on_tab:
                self.press("send.mark")
            case "edit.preview" if on_tab:
                self.press("send.preview")
            case "edit.primary":
                self.press(next(reversed(self.footer.all)))
            case _:
                return super().run_command(name)
        return True

    def press(self, name: str) -> None:
        """Do what a button of the line below does."""
        match name:
            case "send.preview":
                self._preview()
            case "send.make":
                self._make(self._chosen())
            case "send.mark":
                self._mark()
            case "send.folder":
                self._ask_folder()
            case "send.accepted":
                self._accept()
            case "send.rejected" | "send.undo":
                row = self.table.current_row()
                if isinstance(row, SentItem):
                    dialog = Rejected if name == "send.rejected" else TakeBack
                    self._open(dialog(self, self.workplace, row))
            case "send.again":
                self._send_again()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._making is not None:
            self._ask_to_stop()
            return
        super().keyPressEvent(event)

    @classmethod
    def choose_folder(cls, parent: QWidget, before: str) -> Path | None:
        """Ask where the files go; None when the person changed their mind."""
        chosen = QFileDialog.getExistingDirectory(parent, "Save the documents in", before)
        return Path(chosen) if chosen else None

    # Making

    def _ask_folder(self) -> bool:
        chosen = self.choose_folder(self, str(self.folder or Path.home()))
        if chosen is not None:
            self.folder = chosen
            self._say_chosen()
        return chosen is not None

    def _make(self, copies: tuple[Copy, ...]) -> None:
        if not copies or self._making is not None or not self._may_send:
            self.footer.say("Tick what is to be made first: Space, or Ctrl+A for all.", aloud=True)
            return
        if self.folder is None and not self._ask_folder():
            return
        assert self.folder is not None
        self._failed = {}
        self._asking.drop()  # the list is read once they are made
        self.busy.stop()
        self._making = Making(self.workplace, copies, self.folder, self)
        self._making.began.connect(self.footer.step)
        self._making.ended.connect(self._made)
        self.footer.begin(len(copies))
        self._making.start()

    def _ask_to_stop(self) -> None:
        making = self._making
        if making is None:
            return
        body = f"{making.count} of {making.report.wanted} are made and will be kept."
        if PlainDialog.confirm(self, "Stop making documents?", body, "Carry on", "Stop"):
            making.stop()

    def _made(self, report: Report) -> None:
        if self._making is not None:
            self._making.deleteLater()
        self._making = None
        self._failed = report.failed
        self.footer.end()
        self.table.setFocus()
        words = _what_was_made(report, self.folder)
        self.footer.say(words, aloud=True)
        self._then = lambda: self.footer.say(words)  # it stays, though the list is read anew
        self.reload(None)
        if self._again:
            self._again = False
            self._ask_copies(partial(self._mark_made, report))

    def _mark_made(self, report: Report, copies: tuple[Copy, ...]) -> None:
        """Open Mark as sent for what was made."""
        made = {one.key: one for one in copies}
        ids = [
            held.document_id
            for key in report.made
            if key in made
            for paper, held in made[key].parcel.made.items()
            if paper in made[key].parcel.papers
        ]
        if ids:
            self._open_mark(ids)

    def _ask_copies(self, then: Callable[[tuple[Copy, ...]], None]) -> None:
        """Look up every copy off the screen's thread: in a large caseload that takes long."""
        today = self.workplace.today()
        busy = self.busy

        def found(copies: tuple[Copy, ...]) -> None:
            if not self._asking.is_waiting:
                busy.stop()
            then(copies)

        busy.start("Looking up the plans")
        self._copies.ask(
            lambda ask: ask(sending.every_copy, today=today), found, self._refused, is_patient=True
        )

    def _send_again(self) -> None:
        """Make anew what went, and mark it as sent: the new version says which one it replaces."""
        row = self.table.current_row()
        if isinstance(row, SentItem) and self._making is None:
            self._ask_copies(partial(self._make_again, row))

    def _make_again(self, row: SentItem, every: tuple[Copy, ...]) -> None:
        papers = row.sending.document
        copies = tuple(
            one
            for one in every
            if one.parcel.child_id == row.child_id
            and one.parcel.reader.value == row.sending.reader
            and papers in one.parcel.papers
        )
        if not copies:
            self.footer.say(
                "This is not part of the child's plan of today. Make it on Documents.", aloud=True
            )
            return
        self._again = True
        self._make(copies)
        self._again = self._making is not None

    # Marking

    def _mark(self) -> None:
        if self._asking.is_waiting:  # what was made a moment ago is not in the list yet
            self._then = self._mark
            return
        ids = [
            held.document_id
            for one in self._chosen()
            for paper, held in one.parcel.made.items()
            if paper in one.parcel.papers
        ]
        if not ids:
            self.footer.say("Make the documents first (Ctrl+P), then mark them as sent.", aloud=True)
            return
        self._open_mark(ids)

    def _open_mark(self, document_ids: list[int]) -> None:
        try:
            self._open(MarkAsSent(self.workplace, document_ids, self))
        except UserError as error:
            self.footer.say(str(error), aloud=True)

    def _accept(self) -> None:
        row = self.table.current_row()
        if not isinstance(row, SentItem):
            return
        today = self.workplace.today()
        changes, words = attempt(
            self.workplace.operations,
            mark_sent.record_reply,
            row.sending.id,
            "accepted",
            replied_on=today,
            today=today,
        )
        self.said.emit(f"{row.shown_name}: accepted {show_date(today)}." if changes is not None else words)

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(lambda _result: self.table.setFocus())
        dialog.open()

    def _preview(self) -> None:
        chosen = self._chosen()
        if not chosen:
            self.footer.say("Tick what is to be looked at first: Space, or Ctrl+A for all.", aloud=True)
            return
        from lac_tracker.ui.screens.preview_batch import PreviewBatch, ToPreview  # brings the drawing with it

        documents = dict.fromkeys(
            ToPreview(one.parcel.child_id, paper, document_id=made.document_id if made else None)
            for one in chosen
            for paper in one.parcel.papers
            for made in [one.parcel.made.get(paper)]
        )
        batch = PreviewBatch(self.workplace, tuple(documents), self)
        batch.said.connect(self.said)
        batch.went.connect(self.place_wanted)
        self._open(batch)


def _what_was_made(report: Report, folder: Path | None) -> str:
    number = len(report.made)
    words = f"{number} made, in {report.files} files in {folder}."
    if report.is_stopped:
        words += f" Stopped: {report.wanted - number - len(report.failed)} were not begun."
    if report.failed:
        words += f" {len(report.failed)} could not be made: {next(iter(report.failed.values()))}."
    if report.not_printed:
        words += f" No font for this, so its name stands in brackets ({len(report.not_printed)}): {report.not_printed[0]}."
    if report.no_slip:
        words += f" {len(report.no_slip)} without filing slip: {report.no_slip[0]}."
    return words + (" Now mark them as sent (Ctrl+Shift+S)." if number else "")
