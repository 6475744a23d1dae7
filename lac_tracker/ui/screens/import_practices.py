"""The national file of GP practices: what is held, what a new file says, and putting it in the place of the one before."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.imports import Problem
from lac_tracker.domain.practices import Practice
from lac_tracker.services import files, practices
from lac_tracker.services.changes import Changes
from lac_tracker.services.practices import PracticesReport
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.screens.import_choose import FileArea
from lac_tracker.ui.screens.import_reading import Work, back_up
from lac_tracker.ui.screens.import_steps import Notice, reveal
from lac_tracker.ui.screens.import_work import OneJob
from lac_tracker.ui.screens.record_page import scroll_area
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.workplace import Workplace

_ABOUT = (
    "The file 'epraccur' of the Organisation Data Service, as CSV or in its ZIP. Practices can then be found by name, code or "
    "postcode, and one that has closed is said where its plan would go."
)
_REFUSED_SHOWN = 5

Read = tuple[str, tuple[Practice, ...], tuple[Problem, ...], PracticesReport]


class PracticeFile(QFrame):
    """Nothing is saved before Load.

    Signals:
        said: the file is loaded; carries the words for the message bar.
    """

    said = Signal(str)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.setProperty("region", "page")
        self.workplace = workplace
        self._read: Read | None = None
        self.held = PlainLabel(wraps=True)
        self.held.setObjectName("imp.gp.held")
        self.area = FileArea("Drop the practice file here", _ABOUT, "imp.gp")
        self.area.folder.hide()
        self.area.picked.connect(self.take)
        self.refused = hint("")
        self.refused.setObjectName("imp.gp.refused")
        self.busy = Busy(name="imp.gp.busy")
        self.load = PlainButton("Load practices", name="imp.gp.load")
        self.load.clicked.connect(lambda _checked=False: self.primary())
        self.state = Notice("imp.gp.state", "complete")
        self.job = OneJob(workplace, self)
        self.job.began.connect(self.busy.start)
        self.job.ended.connect(self.busy.stop)
        self._lay_out()
        self._show_read()

    def _lay_out(self) -> None:
        space = theme.current().space
        page = PageColumn()
        column = QVBoxLayout(page)
        column.setContentsMargins(space(6), space(3), space(6), space(4))
        column.setSpacing(space(4))
        for widget in (self.held, self.area, self.busy, self.refused, self.state):
            column.addWidget(widget)
        column.addStretch()
        footer = QFrame()
        footer.setProperty("region", "footer")
        line = QHBoxLayout(footer)
        line.setContentsMargins(space(6), space(2), space(6), space(2))
        line.addStretch()
        line.addWidget(self.load)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll_area(page), 1)
        whole.addWidget(footer)

    # What the screen asks

    def take_focus(self) -> bool:
        (self.load if self._read else self.area.pick).setFocus()
        return True

    def regions(self) -> tuple[QWidget, ...]:
        return (self.area.pick, self.load)

    def reload(self, _changes: object = None) -> None:
        """Say what is held, whoever loaded it."""
        found = self.workplace.operations.ask(practices.held)
        if found.at is None:
            self.held.setText("No practice file has been loaded yet.")
            return
        self.held.setText(
            f"{found.count:,} practices are held, loaded by {found.by} on {show_date(found.at.astimezone().date())} from {found.files}."
        )

    def primary(self) -> None:
        """Load what was read, or choose a file first."""
        if self.job.is_running:
            return
        if self._read is None:
            self.area.pick.click()
            return
        name, found, refused, _ = self._read
        today, operations = self.workplace.today(), self.workplace.operations

        def job(work: Work) -> Changes:
            back_up(self.workplace)
            work.go_on()
            done: Changes = operations.work(practices.load, found, refused, file_name=name, today=today)
            return done

        self.job.start("Loading the practices", job, self._loaded, self._refuse)

    def take(self, paths: list[Path]) -> None:
        """Read a file that was chosen or dropped, off the screen's thread."""
        path, today, operations = paths[0], self.workplace.today(), self.workplace.operations

        def job(work: Work) -> Read:
            from lac_tracker.exchange.practice_file import (
                read_practices,
            )  # not needed before somebody loads one

            found, refused = read_practices(path.name, files.read_one(path))
            work.go_on()
            return path.name, found, refused, operations.ask(practices.preview, found, refused, today=today)

        self._read = None
        self._show_read()
        self.job.start("Reading the file", job, self._was_read, self._refuse)

    def _was_read(self, found: Read) -> None:
        self._read = found
        self._show_read()
        self.load.setFocus()
        reveal(self.area, keeps=self.area)

    def _refuse(self, error: UserError) -> None:
        self._read = None
        self._show_read()
        self.area.say_problem(str(error))
        self.area.pick.setFocus()

    def _loaded(self, changes: Changes) -> None:
        report = changes.report
        assert isinstance(report, PracticesReport)
        self._read = None
        self._show_read()
        self.reload()
        words = f"Loaded {report.practices:,} practices."
        if report.closed_here:
            many = "1 child is" if report.closed_here == 1 else f"{report.closed_here} children are"
            words += f" {many} with a practice that has closed: see Send plans and Contacts."
        self.state.say(words, "information" if report.closed_here else "complete")
        self.said.emit(words)
        self.area.pick.setFocus()

    def _show_read(self) -> None:
        self.area.say_problem("")
        self.state.say("", "complete")
        self.area.lead(self._read is None)
        self.load.set_kind("secondary" if self._read is None else "primary")
        self.load.setEnabled(self._read is not None)
        if self._read is None:
            self.area.say_read("")
            self.refused.hide()
            return
        name, _, refused, report = self._read
        self.area.say_read(
            f"{name}: {report.practices:,} practices, {report.open:,} of them open. {report.before:,} are held now. "
            "Nothing is saved yet."
        )
        self.refused.setVisible(bool(refused))
        self.refused.setText(_refused_words(refused))


def _refused_words(refused: tuple[Problem, ...]) -> str:
    told = [
        f"Row {one.line}: {one.value} {one.reason}".replace("  ", " ") for one in refused[:_REFUSED_SHOWN]
    ]
    more = len(refused) - len(told)
    rows = "1 row is" if len(refused) == 1 else f"{len(refused):,} rows are"
    return f"{rows} left out. " + ". ".join(told) + (f". And {more:,} more" if more else "")
