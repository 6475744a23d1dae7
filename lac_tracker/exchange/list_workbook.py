"""Excel workbooks that come from elsewhere: bounded before they are opened, one sheet of them read, row by row."""

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS

from lac_tracker.domain import list_fields
from lac_tracker.domain.errors import PasswordNeeded
from lac_tracker.domain.imports import Problem
from lac_tracker.domain.list_import import ReceivedRow
from lac_tracker.exchange.reading import (
    LONGEST_CELL,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    Row,
    refusal,
)
from lac_tracker.exchange.workbook_cells import number_reader, read_texts, rows
from lac_tracker.exchange.workbook_parts import DAMAGE, NotPlain, check_archive, not_plain

_LAST_ROW = 1_048_576  # of a sheet in Excel
_LOOKED_AT = 40
_MOST_BLANK = 5_000  # blank rows one after another: what is below them was formatted, not filled in
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
# A cell with a formula and no value: what wrote the workbook left the sum to Excel. One that comes to nothing is a 'str'.
_NOT_WORKED_OUT = re.compile(
    rb"<(?:\w+:)?c ([^>]*)><(?:\w+:)?f(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)(<(?:\w+:)?v(?: ?/>|></(?:\w+:)?v>))?</(?:\w+:)?c>"
)
_CELL = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_LONGEST_FORMULA = 10_000  # characters, with what stands around it; Excel allows 8,192
_MOST_NAMED = 100  # cells with such a formula
_OF_EXCEL_97 = "is a workbook of Excel 97 to 2003 (.xls). Save it as .xlsx and choose that"


@dataclass(frozen=True)
class ReadSheet:
    """The sheet that was read. columns_at: the line of the names of its columns, and the names. rows: all, as text."""

    columns_at: tuple[int, tuple[str, ...]]
    rows: Iterable[Row]
    warnings: tuple[Problem, ...]


@contextmanager
def read_workbook(file: str, data: bytes, *, password: str) -> Iterator[ReadSheet]:
    """Open the first visible sheet whose column names fit a list, else the one with most usual names.

    Formulas give the value Excel kept; days come as YYYY-MM-DD, whichever day the workbook counts from; a cell merged
    with others below gives its value to all of them. Raises PasswordNeeded and ImportRefused as `read_list`.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        data = _decrypted(file, data, password)
    check_archive(file, data)
    with _explained(file):
        reader = _Reader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        reader.read()
        book = reader.wb
        try:
            yield _read_sheet(file, book)
        finally:
            book.close()


class _Reader(ExcelReader):
    """openpyxl's reader of a workbook, save that the table of texts, which may be long, is read by ours."""

    def read_strings(self) -> None:
        package: Any = self.package
        if (table := package.find(SHARED_STRINGS)) is not None:
            with self.archive.open(table.PartName[1:]) as part:
                self.shared_strings = read_texts(part)


def _decrypted(file: str, data: bytes, password: str) -> bytes:
    """Return the workbook inside a file of the older kind: with a password Excel keeps an .xlsx in one."""
    if "EncryptedPackage".encode("utf-16-le") not in data:
        raise refusal(file, 0, "", "", _OF_EXCEL_97)
    if not password:
        raise PasswordNeeded(f"{file} opens with a password. Enter it, or ask the council for it")
    from msoffcrypto import OfficeFile  # heavy, and few workbooks have a password
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    opened = io.BytesIO()
    try:
        book = OfficeFile(io.BytesIO(data))
        book.load_key(password=password)
        book.decrypt(opened)
    except InvalidKeyError:
        raise PasswordNeeded(f"That password does not open {file}. Check it and try again") from None
    except (DecryptionError, FileFormatError, ParseError, *DAMAGE) as error:
        raise refusal(
            file, 0, "", "", "is damaged or locked in a way that can't be opened. Ask for it again"
        ) from error
    if len(opened.getvalue()) > MOST_BYTES:
        raise refusal(file, 0, "", "", "is larger than 20 MiB. Send it in parts")
    return opened.getvalue()


@contextmanager
def _explained(file: str) -> Iterator[None]:
    """Say in words what openpyxl comes across in a damaged or hostile workbook; its own warnings are for programmers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except NotPlain:
            raise not_plain(file) from None
        except MemoryError:
            raise refusal(file, 0, "", "", "is too large to be opened. Send it in parts") from None
        except DAMAGE as error:
            reason = "is damaged: Excel itself may mend it. Open it there, save it as .xlsx and choose that"
            raise refusal(file, 0, "", "", reason) from error


def _read_sheet(file: str, book: Any) -> ReadSheet:
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    looked = [(sheet, _first_rows(file, sheet)) for sheet in visible]
    filled = [(sheet, rows) for sheet, rows in looked if rows]
    if not filled:
        more = f" Its other sheets are hidden: {', '.join(hidden)[:200]}" if hidden else ""
        raise refusal(file, 0, "", "", f"no sheet has any rows.{more}")
    sheet, rows = max(filled, key=lambda one: _fit(one[1]))
    at = list_fields.header_at([row.cells for row in rows])
    if at < 0:
        raise refusal(file, rows[0].line, "", rows[0].cells[0], "no row with the names of columns was found")
    said = []
    if others := [other.title for other, _ in filled if other is not sheet]:
        said.append(f"the sheet '{sheet.title}' was read, not: {', '.join(others)[:200]}")
    if hidden:
        said.append(f"hidden sheets were not read: {', '.join(hidden)[:200]}")
    names = rows[at].cells
    while names and not names[-1]:
        names = names[:-1]
    areas, blank = _marks(book, sheet)
    merged = _merged(areas, below=rows[at].line, width=len(names))
    if merged:
        said.append("cells merged with others below them give each of those rows their value")
    body = _filled(_rows(file, sheet, len(names)), merged)
    doubts = [Problem(file, 0, "", "", words) for words in said]
    doubts += _without_value(file, blank, names, columns_at=rows[at].line)
    return ReadSheet((rows[at].line, names), body, tuple(doubts))


def _first_rows(file: str, sheet: Any) -> list[Row]:
    found: list[Row] = []
    for row in _rows(file, sheet, MOST_COLUMNS):
        if any(row.cells):
            found.append(row)
        if len(found) == _LOOKED_AT:
            break
    return found


def _fit(rows: Sequence[Row]) -> tuple[bool, int]:
    """Return how well a sheet fits: whether all that a list needs is there, and how many usual names."""
    at = list_fields.header_at([row.cells for row in rows])
    if at < 0:
        return False, -1
    names = rows[at].cells
    below = [ReceivedRow(row.line, row.cells) for row in rows[at + 1 :]]
    fits = not list_fields.missing(list_fields.guess(names, below))
    return fits, 0 if fits else list_fields.header_score(names)


def _rows(file: str, sheet: Any, width: int) -> Iterator[Row]:
    """Yield the rows of a sheet as text, one cell more than `width` where there is one."""
    book, last, taken = sheet.parent, 0, 0
    cells_in_all = min(width, MOST_COLUMNS) + 1
    # Which part a sheet is, and its texts, openpyxl tells nowhere else.
    with book._archive.open(sheet._worksheet_path) as part:  # noqa: SLF001
        for line, cells in rows(part, sheet._shared_strings, number_reader(book), width=cells_in_all):  # noqa: SLF001
            if line > _LAST_ROW or line - last > _MOST_BLANK:
                return
            last, taken = line, taken + 1
            if taken > MOST_ROWS + _LOOKED_AT:
                raise refusal(file, line, "", "", f"more than {MOST_ROWS:,} rows. Send the file in parts")
            if max(map(len, cells)) > LONGEST_CELL:
                number, cell = next(
                    (at, cell) for at, cell in enumerate(cells, 1) if len(cell) > LONGEST_CELL
                )
                reason = f"{len(cell):,} characters in one cell; {LONGEST_CELL:,} fit"
                raise refusal(file, line, str(number), cell, reason)
            yield Row(line, cells)


def _marks(book: Any, sheet: Any) -> tuple[list[tuple[bytes, ...]], list[tuple[int, bytes]]]:
    """Return what openpyxl does not tell of a sheet it only reads: merged cells, and (line, column) of formulas without a value."""
    path, merged, blank = sheet._worksheet_path, set(), set()  # noqa: SLF001 - which part a sheet is, it tells nowhere else
    with book._archive.open(path) as part:  # noqa: SLF001 - likewise
        rest = b""
        while chunk := part.read(1024 * 1024):
            text = rest + chunk
            merged |= {ref.groups() for ref in _MERGED.finditer(text)}
            if b"f>" in text or b"/>" in text:
                blank |= {place for cell in _NOT_WORKED_OUT.finditer(text) if (place := _blank_at(cell))}
            rest = text[-_LONGEST_FORMULA:]
    return sorted(merged), sorted(blank)


def _blank_at(cell: re.Match[bytes]) -> tuple[int, bytes] | None:
    """Return (line, column) of a cell whose formula has no value; None where it was worked out and came to nothing."""
    place = _CELL.search(cell[1])
    if place is None or (cell[2] and b't="str"' in cell[1]):
        return None
    return int(place[2]), place[1]


def _without_value(
    file: str, blank: Sequence[tuple[int, bytes]], names: Sequence[str], *, columns_at: int
) -> Iterator[Problem]:
    """Yield a doubt about each formula that stands for a blank, within the list."""
    from openpyxl.utils import column_index_from_string

    told = 0
    for line, column in blank:
        at = column_index_from_string(column.decode()) - 1
        if line < columns_at or at >= len(names):
            continue
        told += 1
        if told > _MOST_NAMED:
            yield Problem(file, line, "", "", "and more formulas of this kind below")
            return
        what = "the name of the column is" if line == columns_at else "is"
        reason = f"{what} a formula without a value, and was read as blank. Open the file in Excel, save it, and choose it again"
        yield Problem(file, line, names[at] or f"column {column.decode()}", "", reason)


def _merged(areas: Sequence[tuple[bytes, ...]], *, below: int, width: int) -> list[tuple[int, int, int, int]]:
    """Return (first row, last row, first column, last column) of each merged cell that reaches over rows of the list."""
    from openpyxl.utils import column_index_from_string

    merged = []
    for left, top, right, bottom in areas:
        first, last = max(int(top), below + 1), min(int(bottom), _LAST_ROW)
        columns = (column_index_from_string(left.decode()) - 1, column_index_from_string(right.decode()) - 1)
        if int(top) > below and last > first and columns[0] < width:
            merged.append((first, last, columns[0], min(columns[1], width - 1)))
    return merged


def _filled(rows: Iterator[Row], merged: Sequence[tuple[int, int, int, int]]) -> Iterator[Row]:
    if not merged:
        yield from rows
        return
    by_line: dict[int, list[tuple[int, int, int, int]]] = {}
    for area in merged[:MOST_ROWS]:
        for line in range(area[0], min(area[1], area[0] + 500) + 1):
            by_line.setdefault(line, []).append(area)
    values: dict[tuple[int, int, int, int], str] = {}
    for row in rows:
        cells = list(row.cells)
        for area in by_line.get(row.line, ()):
            if row.line == area[0]:
                values[area] = cells[area[2]]
            for at in range(area[2], area[3] + 1):
                cells[at] = cells[at] or (values.get(area, "") if at == area[2] else cells[at])
        yield Row(row.line, tuple(cells))
