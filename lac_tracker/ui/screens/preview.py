"""S25 Preview and print: a document's pages as they will be on paper, checks, Save PDF and Print."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from lac_tracker.domain.disclosure import PAPERS
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.filing_slip import FilingSlip
from lac_tracker.exchange.file_names import document_name
from lac_tracker.services import child_summary, dispatch, document_checks, documents_page, filing
from lac_tracker.services.changes import Changes
from lac_tracker.services.dispatch import KeptDocument
from lac_tracker.services.document_checks import Finding
from lac_tracker.ui.screens import preview_checks
from lac_tracker.ui.screens.mark_as_sent import MarkAsSent
from lac_tracker.ui.screens.preview_larger import LargerPrint
from lac_tracker.ui.screens.preview_pages import Drawn, PreviewPages
from lac_tracker.ui.screens.print_job import Printing
from lac_tracker.ui.screens.record_page import Desk, Place, attempt

TITLES = {"gp-summary": "GP summary", "full-plan": "Full plan"}
ONE_PAGE = ("gp-summary",)
MADE_FOR = "made_for"  # in Place.typed: of several readers of a document, which
JUST_MADE = "made:"  # in Place.typed: before the name of a document, with its id: it was kept a moment ago


@dataclass(frozen=True)
class KeptPaper:
    """A document that is in the record."""

    id: int
    held: KeptDocument


class PreviewPage(PreviewPages):
    """Nothing is kept by looking. Save PDF, Print and Make and mark as sent make the document and keep it first.

    titles: the documents to look at, by name; other papers of the record override it with `gather` and `make`.

    Signals:
        document_wanted: Ctrl+PgDn or Ctrl+PgUp, where there is one document here; carries 1 or -1.
    """

    titles = TITLES
    document_wanted = Signal(int)

    def __init__(self, desk: Desk, place: Place, *, only: bool = False) -> None:
        """only: show this document and no choice of others, with whose it is above it whatever the size of text."""
        if place.document and (only or place.document not in self.titles):
            paper = PAPERS.get(place.document)
            self.titles = {place.document: paper.title if paper else place.document}
        facts = desk.operations.ask(child_summary.heading, desk.child_id, today=desk.workplace.today())
        self.titles = {
            name: title.replace("{name}", facts.preferred or facts.name_words.rpartition(", ")[2])
            for name, title in self.titles.items()
        }
        super().__init__(desk, place, self.titles)
        self.head.title.setText("Preview")
        self.say_whose(
            f"{facts.name_words}   Born {facts.born_words}   NHS No. {facts.nhs_words}", always=only
        )
        self.made_for = dict(place.typed).get(MADE_FOR, "")
        self._document = place.document or next(iter(self.titles))
        self._kept: dict[str, KeptPaper] = {}
        self._larger = LargerPrint(desk, place)
        self._connect()

    # What papers of the record override

    def gather(self, document: str) -> object:
        """Return what a document holds, as it would be made now."""
        return self.desk.operations.ask(
            dispatch.preview_document, self.desk.child_id, document, made_for=self.made_for
        )

    def paper(self, document: str) -> str:
        """Return the name by which a document is drawn."""
        return dispatch.drawn_as(document)

    def make(self, document: str) -> tuple[Changes | None, str]:
        """Make a document and keep it; return (its changes, ''), or (None, the words of the refusal)."""
        return attempt(
            self.desk.operations, dispatch.make_document, self.desk.child_id, document, self.drawing,
            made_for=self.made_for,
        )  # fmt: skip

    def more_findings(self) -> tuple[Finding, ...]:
        """Return what else there is to say of the document, after the other checks."""
        kept = self._kept.get(self._document)
        words = (
            f"Kept in the record as version {kept.held.version_number}"
            if kept
            else "Not kept yet: Print or Save PDF keeps it"
        )
        left_out = kept.held.left_out if kept else self._left_out()
        found = [Finding("complete" if kept else "information", words)]
        if left_out:
            found.append(Finding("information", f"Left out for this reader: {'; '.join(left_out)}"))
        return tuple(found)

    def larger(self, document: str) -> tuple[str, bool]:
        """Return the words of the choice of larger print and whether it is on; ('', False) for a paper of one size."""
        return self._larger.offered(document, self.paper(document))

    @property
    def drawing(self) -> Callable[[str, object], bytes]:
        """What draws the document that is shown, in the print that was chosen for it."""
        return self._larger.render(self._document)

    # What the record asks

    def title_shown(self) -> str:
        return self.titles[self._document]

    def words(self) -> str:
        return f"{self.title_shown()}, preview"

    def take_focus(self) -> None:
        self.area.setFocus()

    def place(self) -> Place:
        return replace(self.here, document=self._document)

    def run(self, command: str) -> bool:
        match command:
            case "file.save":
                self.save()
            case "edit.print" | "edit.primary":
                self.print()
            case "edit.sent":
                self.mark_as_sent()
            case "view.side":
                self.toggle_side()
            case _:
                return False
        return True

    @classmethod
    def choose_file(cls, parent: QWidget, suggested: str) -> Path | None:
        """Ask where to save; None when the person changed their mind."""
        chosen, _ = QFileDialog.getSaveFileName(
            parent, "Save PDF", str(Path.home() / suggested), "PDF (*.pdf)"
        )
        return Path(chosen) if chosen else None

    # What it does

    def show_document(self, document: str) -> None:
        """Draw a document: as it was kept here, else as it would be made now."""
        self._document = document
        self.chips.switch(document)
        self.drawn = None
        self.say_error("")
        self.show_nothing()
        words, is_on = self.larger(document)
        self.panel.offer_larger(words, is_on=is_on)
        kept = self._kept.get(document)
        if kept is not None:
            self.draw(lambda: (kept.held.content, ()))
            return
        try:
            held = self.gather(document)
        except UserError as error:
            self.refuse(error)
            return
        render, paper = self.drawing, self.paper(document)
        self.draw(lambda: (render(paper, held), _missing(held)))

    def show_kept(self, document: str, kept: KeptPaper) -> None:
        """Show a document as it stands in the record."""
        self._kept[document] = kept
        self.show_document(document)

    def save(self) -> None:
        """Make the document, keep it, and write the file under a name that says nothing about the child.

        A GP summary has its filing slip beside it.
        """
        kept = self.keep()
        if kept is None:
            return
        held = kept.held
        day = held.assessed_on or self.desk.workplace.today()
        path = self.choose_file(self, document_name(held.document, day, held.reference.split("-")[0]))
        if path is None:
            return
        write, (beside, refused) = self.desk.workplace.save_file, self._slip_beside(kept.id, path.name)

        def write_all() -> None:
            for name, content in ((path.name, held.content), *beside):
                write(path.with_name(name), content)

        self.work(write_all, lambda _done: self._say_saved(path, refused), self.refuse)

    def print(self) -> None:
        """Make the document, keep it, and print it on paper of its own size, upright."""
        if self.may_print() and (kept := self.keep()) is not None:
            self.send_to_printer(kept.held.content, kept.held.reference)

    def mark_as_sent(self) -> None:
        """Make the document, keep it, and record where it goes."""
        kept = self.keep()
        if kept is None:
            return
        try:
            dialog = MarkAsSent(self.desk, (kept.id,), self)
        except UserError as error:
            self.refuse(error)
            return
        dialog.accepted.connect(lambda: self.said.emit("Marked as sent."))
        dialog.open()

    def keep(self) -> KeptPaper | None:
        """Return the document as kept in the record, making it if it is not; None where that was refused or is drawn still."""
        if self.drawn is None:
            return None
        if self._document in self._kept:
            return self._kept[self._document]
        changes, words = self.make(self._document)
        if changes is None or changes.made_id is None:
            self.say_error(words)
            return None
        held = self.desk.operations.ask(dispatch.kept_document, self.desk.child_id, changes.made_id)
        kept = self._kept[self._document] = KeptPaper(changes.made_id, held)
        self.draw(lambda: (held.content, ()))
        return kept

    # Behind it

    def _connect(self) -> None:
        self.chips.toggled.connect(lambda key, _on: self.show_document(key))
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        self.print_button.clicked.connect(lambda _checked=False: self.print())
        self.sent_button.clicked.connect(lambda _checked=False: self.mark_as_sent())
        self.panel.large.toggled.connect(self._set_larger)

    def _slip_beside(self, document_id: int, name: str) -> tuple[tuple[tuple[str, bytes], ...], str]:
        """Return the files of the filing slip beside a document of this name, and why there is none."""
        slip = self.desk.operations.ask(filing.kept_slip, self.desk.child_id, document_id)
        if isinstance(slip, FilingSlip):
            from lac_tracker.exchange import filing_slip  # with the CSV of it: only where a summary is saved

            return filing_slip.files_beside(slip, name), ""
        return (), "; ".join(slip or ())

    def _say_saved(self, path: Path, no_slip: str) -> None:
        self.say_error("")
        without = f" It has no filing slip: {no_slip.removesuffix('.')}." if no_slip else ""
        self.said.emit(f"Saved {path.name}. A copy is kept in the record.{without}")

    def printed(self, wanted: Printing) -> None:
        kept = next(one for one in self._kept.values() if one.held.reference == wanted.name)
        changes, words = attempt(
            self.desk.operations, documents_page.printed, self.desk.child_id, kept.id, copies=wanted.copies
        )
        if changes is None:  # it is printed all the same
            self.say_error(f"Printed, but that was not written down. {words.removesuffix('.')}.")
        pages = f"{len(wanted.sizes)} pages" if len(wanted.sizes) > 1 else "1 page"
        copies = f", {wanted.copies} copies" if wanted.copies > 1 else ""
        self.said.emit(f"Sent to {wanted.printer}: {pages}{copies}. A copy is kept in the record.")

    def shown(self, drawn: Drawn) -> None:
        self.show_ready(is_kept=self._document in self._kept)
        self.panel.suggest_sides(drawn.measured.pages)
        self.show_findings()

    def show_findings(self) -> None:
        """Say what the file shows of itself, and how it stands beside the record."""
        if self.drawn is None:
            return
        compared = self.desk.operations.ask(
            document_checks.of_document, self.desk.child_id, self._document, self.drawn.measured.text,
            today=self.desk.workplace.today(),
        )  # fmt: skip
        measured = preview_checks.of_file(
            self.drawn.measured, one_page=self._document in ONE_PAGE, missing=self.drawn.missing
        )
        self.checks.show_findings((*measured[:2], *compared, *measured[2:], *self.more_findings()))

    def reload(self, changes: Changes) -> None:
        if changes.documents:
            self.show_findings()

    def _left_out(self) -> tuple[str, ...]:
        if self._document not in PAPERS:
            return ()
        try:
            found: tuple[str, ...] = self.desk.operations.ask(
                dispatch.left_out, self.desk.child_id, self._document, made_for=self.made_for
            )
        except UserError:  # it is said already, where the pages would be
            return ()
        return found

    def fix(self, one: Finding) -> None:
        """Go where something that a check found is mended."""
        self.wanted.emit(
            Place(self.desk.child_id, one.page, assessment_id=one.assessment_id, need_number=one.need_number)
        )

    def next_document(self, step: int) -> None:
        names = list(self.titles)
        if len(names) > 1:
            self.show_document(names[(names.index(self._document) + step) % len(names)])
        else:
            self.document_wanted.emit(step)

    def _set_larger(self, is_on: bool) -> None:
        self._larger.choose(self._document, is_on)
        self._kept.pop(self._document, None)
        self.show_document(self._document)

    def begin(self) -> None:
        """Show what the page was opened for; documents that were made a moment ago as they were kept."""
        self.panel.load()
        for key, made_id in self.here.typed:
            if key.startswith(JUST_MADE):
                document = key.removeprefix(JUST_MADE)
                held = self.desk.operations.ask(dispatch.kept_document, self.desk.child_id, int(made_id))
                self._kept[document] = KeptPaper(int(made_id), held)
        self.show_document(self._document)


def _missing(held: object) -> tuple[str, ...]:
    from lac_tracker.documents import catalogue  # brings the drawing with it: only where pages are drawn

    return catalogue.missing_glyphs(held)
