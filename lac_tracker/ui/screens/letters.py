"""Letters just made, saved as PDF where the person says: one by its name, several into a folder."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from lac_tracker.exchange.file_names import document_name
from lac_tracker.services import dispatch
from lac_tracker.ui.screens.record_page import RecordPage


def save_letters(page: RecordPage, document_ids: Sequence[int]) -> None:
    """Ask where letters of this record go and write them; they are kept with the record whether or not they are saved."""
    kept = [page.desk.operations.ask(dispatch.kept_document, page.desk.child_id, one) for one in document_ids]
    if not kept:
        return
    today = page.desk.workplace.today()
    names = [document_name(one.document, today, one.reference.split("-")[0]) for one in kept]
    places = _places(page, names)
    if not places:
        page.said.emit(f"{_count(len(kept))} kept with the record, and not saved as a file.")
        return
    write = page.desk.workplace.save_file

    def save() -> None:
        for path, one in zip(places, kept, strict=True):
            write(path, one.content)

    page.work(
        save,
        lambda _done: page.said.emit(f"{_count(len(kept))} saved in {places[0].parent}."),
        lambda error: page.said.emit(str(error)),
    )


def choose_file(parent: QWidget, suggested: str) -> Path | None:
    """Ask where one letter goes; None when the person changed their mind."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "Save PDF", str(Path.home() / suggested), "PDF (*.pdf)")
    return Path(chosen) if chosen else None


def choose_folder(parent: QWidget) -> Path | None:
    """Ask for the folder of several letters; None when the person changed their mind."""
    chosen = QFileDialog.getExistingDirectory(parent, "Save the letters in", str(Path.home()))
    return Path(chosen) if chosen else None


def _places(page: RecordPage, names: list[str]) -> list[Path]:
    if len(names) == 1:
        path = choose_file(page, names[0])
        return [path] if path else []
    folder = choose_folder(page)
    return [folder / name for name in names] if folder else []


def _count(number: int) -> str:
    return "1 letter" if number == 1 else f"{number} letters"
