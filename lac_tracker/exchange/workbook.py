"""Excel workbooks out: real dates and numbers, a header that stays in view, nothing that a spreadsheet would run.

Rows go straight into the file as they come: none are kept, and no copy of them is left in a folder for temporary files.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from lac_tracker.domain.exports import Cell, Column
from lac_tracker.exchange.csv_file import safe_cell

LONGEST_CELL = 32_767  # characters that Excel keeps in one cell
_LONGEST_TITLE = 31  # of a sheet's name
_DATE_FORMAT = "dd-mmm-yyyy"  # 06-Aug-2026
_FIRST_DAY = date(1900, 3, 1)  # days before it are counted differently by Excel and by others
_NOT_IN_A_NAME = re.compile(r"[\\/*?:\[\]']")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Sheet:
    """One sheet. stated: lines above the header, such as the filter and the order of a list in words."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    stated: tuple[str, ...] = ()


def write_into(file: BinaryIO, sheets: Sequence[Sheet], *, title: str = "") -> int:
    """Write a workbook row by row; return how many rows its sheets have, without their headers.

    Text is made safe as in a CSV file and stays text (a number of the NHS too); dates are dates, shown as 06-Aug-2026.

    Raises ValueError when a row has more or fewer cells than its sheet has columns.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = "Health assessment tracker", title
    prepared = [(_prepared(book, sheet, number), sheet) for number, sheet in enumerate(sheets, 1)]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        counted = _writer()(book, archive, prepared)
        counted.write_data()
    return int(counted.rows)


def _writer() -> Any:
    """Return the class that writes a workbook: made once openpyxl is there, which the start does without."""
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class IntoTheFile(ExcelWriter):  # type: ignore[misc]
        """openpyxl's own, without the file it would put the rows of each sheet into beside the workbook."""

        def __init__(self, book: Any, archive: zipfile.ZipFile, prepared: list[tuple[Any, Sheet]]) -> None:
            super().__init__(book, archive)
            self.rows = 0
            self._sheets = {id(made): sheet for made, sheet in prepared}

        def write_worksheet(self, ws: Any) -> None:
            with self._archive.open(ws.path[1:], "w", force_zip64=True) as out:
                ws._writer = WorksheetWriter(ws, out=out)  # noqa: SLF001 - where it would open a file of its own
                ws._writer.write_top()  # noqa: SLF001
                self.rows += _fill(ws, self._sheets[id(ws)])
                ws.close()
            ws._drawing, ws._rels = None, ws._writer._rels  # noqa: SLF001
            self.manifest.append(ws)

    return IntoTheFile


def _prepared(book: Any, sheet: Sheet, number: int) -> Any:
    from openpyxl.utils import get_column_letter

    made = book.create_sheet(
        _NOT_IN_A_NAME.sub(" ", sheet.title)[:_LONGEST_TITLE].strip() or f"Sheet {number}"
    )
    header = len(sheet.stated) + 1
    made.freeze_panes = f"A{header + 1}"
    made.print_title_rows = f"{header}:{header}"
    made.page_setup.orientation, made.page_setup.paperSize = (
        "portrait",
        made.PAPERSIZE_A4 if hasattr(made, "PAPERSIZE_A4") else "9",
    )
    for place, column in enumerate(sheet.columns, 1):
        made.column_dimensions[get_column_letter(place)].width = max(column.wide, len(column.title) + 3)
    return made


def _fill(made: Any, sheet: Sheet) -> int:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    def bold(words: str) -> Any:
        cell = WriteOnlyCell(made, value=_text(words))
        cell.font, cell.alignment = Font(bold=True), Alignment(vertical="top")
        return cell

    for line in sheet.stated:
        made.append([_text(line)])
    made.append([bold(column.title) for column in sheet.columns])
    day = WriteOnlyCell(made)  # one for all dates: a cell is written before the next one is asked for
    day.number_format = _DATE_FORMAT
    number = 0
    for number, row in enumerate(sheet.rows, 1):
        if len(row) != len(sheet.columns):
            raise ValueError(f"{len(row)} cells under {len(sheet.columns)} columns")
        made.append(_cells(row, day))
    header = len(sheet.stated) + 1
    made.auto_filter.ref = f"A{header}:{get_column_letter(max(len(sheet.columns), 1))}{header + number}"
    return number


def _cells(row: Sequence[Cell], day: Any) -> Any:
    """Yield what is written of a row, one after the other."""
    for cell in row:
        if isinstance(cell, str):
            yield _text(cell) or None
        elif isinstance(cell, date):
            if cell < _FIRST_DAY:
                yield cell.isoformat()
            else:
                day.value = cell
                yield day
        else:
            yield cell


def _text(words: str) -> str:
    return safe_cell(_NOT_IN_XML.sub("", words))[:LONGEST_CELL]
