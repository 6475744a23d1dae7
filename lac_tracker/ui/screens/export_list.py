"""A list as a file: CSV or Excel, why names are needed, and where it goes. Written off the screen's thread."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.exports import PURPOSES, Column, Source
from lac_tracker.exchange import list_file
from lac_tracker.services import list_exports
from lac_tracker.services.list_exports import Asked, Shape, Writer
from lac_tracker.ui.plain import hint
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace

_SHAPES: tuple[tuple[Shape, str], ...] = (("csv", "CSV"), ("xlsx", "Excel"))
_FILES = {"csv": "CSV (*.csv)", "xlsx": "Excel workbook (*.xlsx)"}
_WHY = "Why do you need names?"
_KEEP_SAFE = "It names children: keep it safe, and delete it when done."


class ExportDialog(RecordDialog):
    """Open it with `open()`. Nothing leaves before the purpose is in the audit log.

    Signals:
        said: the file is written; carries the words for the message bar.
    """

    said = Signal(str)

    def __init__(
        self,
        workplace: Workplace,
        what: str,
        columns: Sequence[Column],
        rows: Source,
        stated: tuple[str, ...],
        parent: QWidget,
        *,
        shape: Shape = "csv",
        writer: Writer = list_file.write,
        service: Any = list_exports,
    ) -> None:
        """what: the list's name. rows: as they are shown, without names of restricted records, or a service function
        `find(session, *, by, now)` that yields them. stated: how it is filtered and sorted, in words. shape: chosen first.
        writer: makes the file. service: writes down that a list leaves, writes it, and writes down that it is done.
        """
        super().__init__(
            parent, workplace.operations, f"Export: {what}", None,
            explanation=". ".join(line.removesuffix(".") for line in stated),
            verbs=("Cancel", "Choose where to save"), names=("export.cancel", "export.go"), enter_saves=True,
        )  # fmt: skip
        self.setObjectName("export")
        self._workplace, self._what, self._columns = workplace, what, tuple(columns)
        self._rows, self._stated, self._writer, self._service = rows, stated, writer, service
        self.shape = RadioGroup("Format", _SHAPES, name="export.format", across=True)
        self.shape.set_value(shape)
        self.add("Format", self.shape)
        self.why: ChoiceBox | None = None
        if any(column.names for column in columns):
            choices = tuple((one.key, one.words) for one in PURPOSES)
            self.why = ChoiceBox(_WHY, choices, name="export.why")
            self.add(_WHY, self.why, hint="What you choose is kept in the audit log with this export.")
        else:
            self.add_words(hint("No child is named in this list."))
        self._busy = Busy(name="export.busy")
        self.add_words(self._busy)
        self._is_writing = False
        self.ready()
        (self.why or self.shape).setFocus()

    def commands(self) -> Runs:
        """It does not save in one step: see `save`."""
        return []

    def save(self) -> None:
        """Ask for the place, write down why, then write the file."""
        if self._is_writing:
            return
        for field in self.fields:
            field.clear_error()
        self._error.hide()
        asked = self._asked()
        if asked.names_anybody and not asked.why:
            self._show(f"{_WHY} Choose one")
            return
        shape: Shape = "xlsx" if self.shape.value() == "xlsx" else "csv"
        name = list_file.name(self._what, self._workplace.today(), list_exports.reference(), shape)
        path = choose_place(self, name, shape)
        if path is not None:
            self._write(asked, path, shape)

    def reject(self) -> None:
        """Close, but not while the file is being written."""
        if not self._is_writing:
            self.done(0)

    def _asked(self) -> Asked:
        why = self.why.value() if self.why is not None else ""
        return Asked(self._what, self._columns, self._rows, self._stated, why)

    def _write(self, asked: Asked, path: Path, shape: Shape) -> None:
        operations, service = self._workplace.operations, self._service

        def work() -> int:
            operations.work(service.note, asked)
            rows = int(operations.ask(service.write, asked, path, shape, self._writer))
            operations.work(service.done, asked, rows)
            return rows

        self._is_writing = True
        self._busy.start("Writing the file")
        self._workplace.run(work, lambda rows: self._written(asked, path, rows), self._refused)

    def _written(self, asked: Asked, path: Path, rows: int) -> None:
        self._is_writing = False
        self._busy.stop()
        many = "1 row" if rows == 1 else f"{rows:,} rows"
        self.said.emit(
            f"Saved {path.name}, {many}. {_KEEP_SAFE if asked.names_anybody else 'It names nobody.'}"
        )
        self.accept()

    def _refused(self, error: UserError) -> None:
        self._is_writing = False
        self._busy.stop()
        self._show(str(error))


def choose_place(parent: QWidget, suggested: str, shape: str) -> Path | None:
    """Ask where the file goes; None when the person changed their mind. A file that is there is refused, not written over."""
    start = str(Path.home() / suggested)
    options: Any = QFileDialog.Option.DontConfirmOverwrite
    chosen, _ = QFileDialog.getSaveFileName(parent, "Export", start, _FILES[shape], options=options)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.casefold() == f".{shape}" else path.with_name(f"{path.name}.{shape}")
