"""The dialog in which the yearly return leaves: where to, why, and a warning when something is missing."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.return_export import UNFINISHED, ReturnFile, counted_words
from lac_tracker.exchange import oc2_file
from lac_tracker.services import return_export
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.measured import MeasuredLine
from lac_tracker.ui.workplace import Workplace

_FOLDER, _WHY = "Folder for oc2.csv", "Why do you need it?"
_KEEP_SAFE = "It holds children's health answers: keep it safe, and delete it when done."


class ExportReturn(RecordDialog):
    """Open it with `open()`. The return is worked out anew, its purpose written down, then the file is written.

    Signals:
        said: the file is written; carries the words for the message bar.
    """

    said = Signal(str)

    def __init__(self, workplace: Workplace, found: ReturnFile, parent: QWidget) -> None:
        self._is_incomplete = bool(found.missing)
        super().__init__(
            parent, workplace.operations, "Export the return", None,
            explanation=f"{found.year.words}, council {found.council}: {counted_words(len(found.rows), 'child', 'children')}.",
            verbs=("Cancel", "Export all the same" if self._is_incomplete else "Export the return"),
            names=("ret.export.cancel", "ret.export.go"), enter_saves=True,
        )  # fmt: skip
        self.setObjectName("ret.export.dialog")
        self._workplace, self._found = workplace, found
        if not found.year.is_over(workplace.today()):
            self._warn("ret.export.early", f"{UNFINISHED}: the file will hold how it stands today.")
        if self._is_incomplete:
            self._warn("ret.export.warning", _lacking(found))
        self.folder = MeasuredLine("ret.export.folder", 36, longest=1_000)
        self.folder.setAccessibleName(_FOLDER)
        self._folder_field = self.add(
            _FOLDER, self._with_browse(), hint="A file that is there is never written over."
        )
        self.why = ChoiceBox(
            _WHY, tuple((one.key, one.words) for one in return_export.WHY), name="ret.export.why"
        )
        self.why.set_value("council")
        self.add(_WHY, self.why, hint="What you choose is kept in the audit log with this export.")
        self._busy = Busy(name="ret.export.busy")
        self.add_words(self._busy)
        self._is_writing = False
        self.ready()
        self.folder.setFocus()

    def _warn(self, name: str, words: str) -> None:
        warning = icon_line("at_risk", PlainLabel(words, wraps=True))
        warning.setObjectName(name)
        self.add_words(warning)

    def _with_browse(self) -> QWidget:
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space(2))
        browse = PlainButton("Browse", name="ret.export.browse")
        browse.clicked.connect(lambda _checked=False: self._browse())
        row.addWidget(self.folder, 1)
        row.addWidget(browse)
        pair.setFocusProxy(self.folder)
        return pair

    def commands(self) -> Runs:
        """It does not save in one step: see `save`."""
        return []

    def save(self) -> None:
        """Write down why, then write the file, off the screen's thread."""
        if self._is_writing:
            return
        for field in self.fields:
            field.clear_error()
        self._error.hide()
        named = self.folder.text().strip()
        folder = Path(named).expanduser()
        if not named or not folder.is_dir():
            self._folder_field.show_error(
                "There is no such folder: choose one" if named else "Choose a folder"
            )
            self.folder.setFocus()
            return
        if not self.why.value():
            self._show(f"{_WHY} Choose one")
            return
        self._write(folder, self.why.value())

    def reject(self) -> None:
        """Close, but not while the file is being written. Nothing typed here is lost."""
        if not self._is_writing:
            self.done(0)

    def _write(self, folder: Path, why: str) -> None:
        operations, today, shown = self._workplace.operations, self._workplace.today(), self._found
        incomplete = self._is_incomplete

        def work() -> tuple[Path, int]:
            found = operations.ask(return_export.whole, shown.year.year, council=shown.council, today=today)
            operations.work(return_export.note, found, why=why, incomplete=incomplete)
            return operations.ask(return_export.write, found, folder, oc2_file.write), len(found.rows)

        self._is_writing = True
        self._busy.start("Writing the file")
        self._workplace.run(work, self._written, self._refused)

    def _written(self, made: tuple[Path, int]) -> None:
        self._is_writing = False
        self._busy.stop()
        path, rows = made
        self.said.emit(f"Saved {path.name}, {counted_words(rows, 'child', 'children')}. {_KEEP_SAFE}")
        self.accept()

    def _refused(self, error: UserError) -> None:
        self._is_writing = False
        self._busy.stop()
        self._show(str(error))

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _FOLDER, self.folder.text() or str(Path.home()))
        if chosen:
            self.folder.setText(chosen)


def _lacking(found: ReturnFile) -> str:
    """Return in words what is missing, and what becomes of a file without it."""
    waiting = counted_words(len({gap.child_id for gap in found.missing}), "child", "children")
    lacking = counted_words(len(found.missing), "answer is", "answers are")
    return f"{lacking} missing, of {waiting}. The file will have blanks there, and the council's system will refuse them."
