"""Excel workbooks out: real dates and numbers, a header that stays in view, nothing that a spreadsheet would run.

openpyxl makes the workbook, its styles and what stands around the rows. The rows go straight into the file as they come:
none are kept, and no copy of them is left in a folder for temporary files, where openpyxl would put one.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from lac_tracker.domain.exports import Cell, Column
from lac_tracker.exchange.csv_file import safe_cell

LONGEST_CELL = 32_767  # characters that Excel keeps in one cell
_LONGEST_TITLE = 31  # of a sheet's name
_DATE_FORMAT = "dd-mmm-yyyy"  # 06-Aug-2026
_A4 = "9"  # Excel's number of that paper
_FIRST_DAY = date(1900, 3, 1)  # days before it are counted differently by Excel and by others
_DAY_ZERO = date(1899, 12, 30)  # what Excel counts days from
_ROWS = re.compile(rb"<sheetData\s*(?:/>|></sheetData>)")
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
    from openpyxl.writer.excel import ExcelWriter

    class IntoTheFile(ExcelWriter):
        """openpyxl's own, without the file it would put the rows of each sheet into beside the workbook."""

        def __init__(self, book: Any, archive: zipfile.ZipFile, prepared: list[tuple[Any, Sheet]]) -> None:
            super().__init__(book, archive)
            self._into = archive
            self.rows = 0
            self._sheets = {id(made): sheet for made, sheet in prepared}

        def write_worksheet(self, ws: Any) -> None:
            with self._into.open(ws.path[1:], "w", force_zip64=True) as out:
                self.rows += _fill(out, ws, self._sheets[id(ws)])
            ws._drawing, ws._rels = None, ()  # noqa: SLF001 - what openpyxl looks for after a sheet
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
    made.page_setup.orientation, made.page_setup.paperSize = "portrait", _A4
    for place, column in enumerate(sheet.columns, 1):
        made.column_dimensions[get_column_letter(place)].width = max(column.wide, len(column.title) + 3)
    return made


def _fill(out: Any, made: Any, sheet: Sheet) -> int:
    """Write one sheet; return how many rows it has, without its header."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    title, day = WriteOnlyCell(made), WriteOnlyCell(made)
    title.font, day.number_format = Font(bold=True), _DATE_FORMAT
    letters = [get_column_letter(place) for place in range(1, len(sheet.columns) + 1)]
    out.write(_around(made)[0] + b"<sheetData>")
    for place, line in enumerate(sheet.stated, 1):
        out.write(_row(place, letters, [line], day.style_id))
    header = len(sheet.stated) + 1
    out.write(_row(header, letters, [column.title for column in sheet.columns], day.style_id, title.style_id))
    number = 0
    for row in sheet.rows:
        number += 1
        if len(row) != len(sheet.columns):
            raise ValueError(f"{len(row)} cells under {len(sheet.columns)} columns")
        out.write(_row(header + number, letters, row, day.style_id))
    made.auto_filter.ref = f"A{header}:{letters[-1]}{header + number}"
    out.write(b"</sheetData>" + _around(made)[1])
    return number


def _around(made: Any) -> tuple[bytes, bytes]:
    """Return what stands before the rows of a sheet and after them."""
    from openpyxl.worksheet._writer import WorksheetWriter

    written = io.BytesIO()
    writer = WorksheetWriter(made, out=written)
    writer.write()
    before, after = _ROWS.split(written.getvalue(), 1)
    return before, after


def _row(number: int, letters: Sequence[str], cells: Sequence[Cell], day: int, look: int = 0) -> bytes:
    """Return one row. day: the style of dates; look: that of text."""
    made = [f'<row r="{number}">']
    for letter, cell in zip(letters, cells, strict=False):
        place = f"{letter}{number}"
        if isinstance(cell, date) and cell >= _FIRST_DAY:
            made.append(f'<c r="{place}" s="{day}"><v>{(cell - _DAY_ZERO).days}</v></c>')
        elif isinstance(cell, int | float):
            made.append(f'<c r="{place}"><v>{cell}</v></c>')
        elif cell is not None and cell != "":
            words = escape(_text(cell.isoformat() if isinstance(cell, date) else cell))
            made.append(
                f'<c r="{place}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'
            )
    made.append("</row>")
    return "".join(made).encode()


def _text(words: str) -> str:
    return safe_cell(_NOT_IN_XML.sub("", words))[:LONGEST_CELL]
