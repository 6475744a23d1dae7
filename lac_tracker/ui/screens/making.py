"""Makes the papers of many copies off the screen's thread, one after the other, and writes their files."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from lac_tracker.domain.errors import DatabaseUnavailable, UserError
from lac_tracker.domain.filing_slip import FilingSlip
from lac_tracker.exchange import filing_slip
from lac_tracker.exchange.file_names import document_name
from lac_tracker.services import make_plans
from lac_tracker.services.loading import loading
from lac_tracker.services.make_plans import MadePaper
from lac_tracker.services.parcels import Copy
from lac_tracker.ui.workplace import Drawing, Workplace


@dataclass
class Report:
    """What a batch did. failed: key of the copy → why. no_slip: why a GP summary has no filing slip.

    not_printed: what no font can print, and so stands in brackets by its name.
    """

    wanted: int
    made: list[tuple[int, str, str]] = field(default_factory=list)  # keys of the copies
    files: int = 0
    failed: dict[tuple[int, str, str], str] = field(default_factory=dict)
    no_slip: list[str] = field(default_factory=list)
    not_printed: list[str] = field(default_factory=list)
    is_stopped: bool = False


@dataclass
class _Written:
    """What was written of one copy."""

    files: int = 0
    no_slip: list[str] = field(default_factory=list)
    not_printed: list[str] = field(default_factory=list)


class Making(QObject):
    """Each copy is one transaction and one job: what is finished is kept when the rest is stopped.

    Signals:
        began: the next one is begun; carries how many are done and whose it is.
        ended: nothing more is made; carries the Report.
    """

    began = Signal(int, str)
    ended = Signal(object)

    def __init__(self, workplace: Workplace, copies: tuple[Copy, ...], folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace, self._folder = workplace, folder
        self._done: set[tuple[int, str]] = set()
        self._rest = make_plans.still_to_make(copies, self._done)
        self.report = Report(len(copies))
        self._is_running = False
        self._drawing: Drawing | None = None

    @property
    def count(self) -> int:
        """How many were dealt with."""
        return len(self.report.made) + len(self.report.failed)

    def start(self) -> None:
        self._is_running = True
        self._next()

    def stop(self) -> None:
        """Make no more after the one that is being made."""
        self.report.is_stopped = True

    def _next(self) -> None:
        following = None if self.report.is_stopped else next(self._rest, None)
        if following is None:
            self._is_running = False
            if self._drawing is not None:
                self._workplace.run(self._drawing.close)
            self.ended.emit(self.report)
            return
        copy, papers = following
        self.began.emit(self.count, copy.shown_name)
        self._workplace.run(
            lambda: self._make(copy, papers),
            lambda made: self._made(copy, papers, made),
            lambda error: self._failed(copy, error),
        )

    def _make(self, copy: Copy, papers: tuple[str, ...]) -> _Written:
        """On the worker: make the papers and write their files."""
        if not papers:
            return _Written()
        # It brings the drawing with it, and so does the printer: a third of a second the screen would stand still.
        with loading("lac_tracker.documents.catalogue"):
            from lac_tracker.documents import catalogue
        if self._drawing is None and self._workplace.printer is not None:
            self._drawing = self._workplace.printer()
        draw = self._drawing.render if self._drawing else self._workplace.render
        missing: dict[str, None] = {}  # each once, though several papers tell it

        def render(name: str, held: object) -> bytes:
            missing.update(dict.fromkeys(catalogue.missing_glyphs(held)))
            return draw(name, held)

        changes = self._workplace.operations.work(make_plans.make, copy.parcel.child_id, papers, render)
        written = _Written(not_printed=[f"{copy.shown_name}: {words}" for words in missing])
        for paper in changes.report:
            for name, content in _files(paper):
                self._workplace.save_file(self._folder / name, content)
                written.files += 1
            if isinstance(paper.slip, tuple):
                written.no_slip += [f"{copy.shown_name}: {words}" for words in paper.slip]
        return written

    def _made(self, copy: Copy, papers: tuple[str, ...], made: _Written) -> None:
        if not isValid(self):
            return
        self.report.made.append(copy.key)
        self.report.files += made.files
        self.report.no_slip += made.no_slip
        self.report.not_printed += made.not_printed
        self._done.update((copy.parcel.child_id, paper) for paper in papers)
        self._next()

    def _failed(self, copy: Copy, error: UserError) -> None:
        if not isValid(self):
            return
        self.report.failed[copy.key] = str(error)
        if isinstance(error, DatabaseUnavailable):  # no other one will fare better
            self.report.is_stopped = True
        self._next()


def _files(paper: MadePaper) -> list[tuple[str, bytes]]:
    """Return the files of a paper under names that say nothing about the child: itself, and its slip beside it."""
    name = document_name(paper.document, paper.day, paper.reference)
    beside = filing_slip.files_beside(paper.slip, name) if isinstance(paper.slip, FilingSlip) else ()
    return [(name, paper.content), *beside]
