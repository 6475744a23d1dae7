"""CSV files as they really come: size limits, encodings, separators, dates. Every refusal says where and why."""

import codecs
import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lac_tracker.domain.errors import ImportRefused
from lac_tracker.domain.imports import Problem

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 200
LONGEST_CELL = 20_000  # characters

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx, .xls
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LINE = re.compile("[^\\r\\n]*(?:\\r\\n?|\\n)|[^\\r\\n]+")
_SPACES = " \t\r\n\v\f\u00a0\ufeff"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME_OF_DAY = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?)?"
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})" + _TIME_OF_DAY, re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})" + _TIME_OF_DAY, re.ASCII)
_WORDED = re.compile(r"(\d{1,2})[ \-]([A-Za-z]{3})[A-Za-z]*[ \-](\d{4}|\d{2})" + _TIME_OF_DAY, re.ASCII)


@dataclass(frozen=True)
class OpenedCsv:
    """A file decoded, with its column names read and its rows not yet."""

    file: str
    text: str
    separator: str
    columns: tuple[str, ...]  # as received, blanks around them gone; empty for a file without any text
    columns_line: int
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class Row:
    line: int  # where the row begins
    cells: tuple[str, ...]  # exactly as many as there are columns


@dataclass(frozen=True)
class Table:
    """A whole file: its columns, its rows that are not blank, and the doubts about them."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    warnings: tuple[Problem, ...]


def refusal(file: str, line: int, column: str, value: str, reason: str) -> ImportRefused:
    """Return the error for a file that cannot be read at all, naming the place."""
    place = file + (f", line {line}" if line else "") + (f", column {column}" if column else "")
    shown = f": '{value[:60]}'" if value else ""
    return ImportRefused(f"{place}{shown}: {reason}. Nothing was imported")


def decode(file: str, data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Return the text of a file: UTF-8 with or without its mark, UTF-16 by its mark, else Windows-1252.

    The last is a guess and comes with a warning. Raises ImportRefused when none of them fits without
    losing a character, for a workbook, for a NUL character and above MOST_BYTES.
    """
    if len(data) > MOST_BYTES:
        size = f"{len(data) / 1024 / 1024:.1f} MiB"
        raise refusal(file, 0, "", size, "is larger than 20 MiB. Send it in parts, one year at a time")
    if data.startswith(_WORKBOOKS):
        raise refusal(
            file, 0, "", "", "is an Excel workbook, not a CSV file. Open it and save each sheet as CSV UTF-8"
        )
    text, warnings = _decoded(file, data)
    if (nul := text.find("\0")) >= 0:
        line, column = _place(text, nul)
        raise refusal(
            file,
            line,
            str(column),
            "NUL",
            "a character that no text has. The file is damaged; ask for it again",
        )
    return text, warnings


def _decoded(file: str, data: bytes) -> tuple[str, tuple[Problem, ...]]:
    if data.startswith(_UTF_16_MARKS):
        return _strictly(file, data, "utf-16"), ()
    if data.startswith(codecs.BOM_UTF8):
        return _strictly(file, data.removeprefix(codecs.BOM_UTF8), "utf-8"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        first = error.start
    text = _strictly(file, data, "cp1252")
    line = data.count(b"\n", 0, first) + 1
    reason = "the file is not UTF-8; it was read as Windows-1252. Check that letters with accents are right"
    return text, (Problem(file, line, "", text[first], reason),)


def _strictly(file: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        name = "UTF-8 or Windows-1252" if encoding == "cp1252" else encoding.upper()
        value = f"byte {data[error.start]:02X}"
        reason = f"is not {name} text. Save the file as CSV UTF-8"
        raise refusal(file, line, str(column), value, reason) from None


def _place(text: str, position: int) -> tuple[int, int]:
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


def open_csv(file: str, data: bytes) -> OpenedCsv:
    """Return a file with its column names read. Separators: comma, semicolon, tab.

    Raises ImportRefused as `decode`, and when the first row is not one of column names that can be told apart.
    """
    text, warnings = decode(file, data)
    separator = separator_of(text)
    for row in rows_of(file, text, separator):
        cells = tuple(cell.strip(_SPACES) for cell in row.cells)
        if any(cells) and not (len(cells) <= 2 and cells[0].startswith("sep=")):  # Excel's own first line
            while cells and not cells[-1]:
                cells = cells[:-1]
            if len(cells) > MOST_COLUMNS:
                raise refusal(
                    file, row.line, "", f"{len(cells)} columns", f"more than {MOST_COLUMNS} columns"
                )
            return OpenedCsv(file, text, separator, cells, row.line, warnings)
    return OpenedCsv(file, text, separator, (), 1, warnings)


def read_rows(opened: OpenedCsv) -> Table:
    """Return all rows that are not blank, each with as many cells as there are columns.

    Cells are stripped of blanks around them and of control characters. Raises ImportRefused for damaged
    quoting, more than MOST_ROWS rows or a cell above LONGEST_CELL characters.
    """
    width, file = len(opened.columns), opened.file
    rows: list[Row] = []
    warnings = list(opened.warnings)
    for row in rows_of(file, opened.text, opened.separator):
        if row.line <= opened.columns_line or not any(row.cells):
            continue
        cells = tuple(clean_cell(cell) for cell in row.cells)
        if not any(cells):
            continue
        if len(rows) == MOST_ROWS:
            raise refusal(file, row.line, "", "", f"more than {MOST_ROWS:,} rows. Send the file in parts")
        if len(cells) != width:
            if len(cells) < width or any(cells[width:]):
                reason = f"{len(cells)} cells under {width} columns; blanks were put, or cells left out, at the end"
                warnings.append(Problem(file, row.line, "", "", reason))
            cells = (cells + ("",) * width)[:width]
        rows.append(Row(row.line, cells))
        if not "".join(cells).isascii():
            warnings += garbled(file, opened.columns, rows[-1])
    return Table(file, opened.columns, tuple(rows), tuple(warnings))


def read_table(file: str, data: bytes) -> Table:
    """Return a whole CSV file. Raises ImportRefused as `open_csv` and `read_rows`."""
    return read_rows(open_csv(file, data))


def read_whole(file: str, data: bytes, *, width: int) -> Iterator[Row]:
    """Yield every row of a CSV file without column names, as it stands; no more than MOST_ROWS.

    width: how many columns are expected at most. Raises ImportRefused as `decode` and `read_rows`.
    """
    text, _ = decode(file, data)
    for number, row in enumerate(rows_of(file, text, separator_of(text))):
        if number == MOST_ROWS:
            raise refusal(file, row.line, "", "", f"more than {MOST_ROWS:,} rows. Send the file in parts")
        if len(row.cells) > max(width, MOST_COLUMNS):
            raise refusal(
                file, row.line, "", f"{len(row.cells)} columns", f"more than {MOST_COLUMNS} columns"
            )
        if any(cell.strip() for cell in row.cells):
            yield Row(row.line, tuple(clean_cell(cell) for cell in row.cells))


def rows_of(file: str, text: str, separator: str) -> Iterator[Row]:
    """Yield every row as it stands, with the line on which it begins. Raises ImportRefused as `read_rows`."""
    # Not a StringIO: it keeps four bytes for each letter.
    reader = csv.reader((found[0] for found in _LINE.finditer(text)), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            for number, cell in enumerate(cells, 1):
                if len(cell) > LONGEST_CELL:
                    reason = (
                        f"{len(cell):,} characters in one cell; {LONGEST_CELL:,} fit. "
                        "Look for a quotation mark that is missing there"
                    )
                    raise refusal(file, line, str(number), cell, reason)
            yield Row(line, tuple(cells))
            line = reader.line_num + 1
    except csv.Error as error:
        if "field larger" in str(error):
            reason = f"more than {LONGEST_CELL:,} characters in one cell. Look for a quotation mark that is missing there"
        else:
            reason = "a quotation mark is not closed, or stands in the middle of a cell. Mend the row, or save the list anew"
        raise refusal(file, line, "", "", reason) from None


def separator_of(text: str) -> str:
    """Return what separates the cells: comma, semicolon or tab, by the first line that is not blank."""
    line = next((line for line in text.splitlines() if line.strip(_SPACES)), "")
    if line.startswith("sep=") and len(line) == 5:
        return line[4] if line[4] in ",;\t" else ","
    outside_quotes = re.sub(r'"[^"]*"', "", line)
    return max(",;\t", key=outside_quotes.count)


def clean_cell(cell: str) -> str:
    """Return a cell without blanks around it and without control characters, in composed letters."""
    cell = cell.strip(_SPACES)
    if cell.isascii() and cell.isprintable():
        return cell
    kept = (
        c
        for c in unicodedata.normalize("NFC", cell)
        if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs")
    )
    return "".join(kept).strip(_SPACES)


def garbled(file: str, columns: tuple[str, ...], row: Row) -> Iterator[Problem]:
    """Return a doubt about each cell that looks like UTF-8 taken for Windows-1252 on the way."""
    for column, cell in zip(columns, row.cells, strict=True):
        if cell.isascii():
            continue
        try:
            meant = cell.encode("cp1252").decode("utf-8")
        except UnicodeError:
            continue
        reason = f"looks garbled on the way here ('{meant[:200]}' was probably meant). Taken as it stands"
        yield Problem(file, row.line, column, cell[:200], reason)


@lru_cache(maxsize=20_000)
def read_day(text: str) -> date | None:
    """Return the day a cell gives, or None when it gives no real day between 1900 and 2099.

    Day first (25/12/2024, 25-12-24, 25.12.2024), year first (2024-12-25) or with the month in letters
    (25-Dec-2024). Two-digit years are this century. A time of day, which spreadsheets add, is ignored.
    """
    try:
        if found := _DAY_FIRST.fullmatch(text):
            return _real(found[3], int(found[2]), int(found[1]))
        if found := _YEAR_FIRST.fullmatch(text):
            return _real(found[1], int(found[2]), int(found[3]))
        if (found := _WORDED.fullmatch(text)) and found[2].casefold() in _MONTHS:
            return _real(found[3], _MONTHS.index(found[2].casefold()) + 1, int(found[1]))
    except ValueError:
        return None
    return None


def _real(year: str, month: int, day: int) -> date | None:
    number = int(year) + 2000 if len(year) == 2 else int(year)
    return date(number, month, day) if 1900 <= number <= 2099 else None
