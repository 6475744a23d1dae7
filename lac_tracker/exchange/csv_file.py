"""CSV out: safe in a spreadsheet, and the same values when it is read in again."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import BinaryIO

Cell = str | int | float | date | None
_AS_THEY_ARE = frozenset({type(None), int, date})  # the writer itself writes them as `_written` would

# What a spreadsheet would run, or take for something else, after the blanks and controls before it.
# Excel runs the wide forms too where the system's language is Chinese, Japanese or Korean. Apostrophes in
# front are looked through, so that putting one more there can always be undone.
_DANGEROUS = re.compile("'*(?:[\\s\x00-\x20\ufeff]*[=+\\-@|%\uff1d\uff0b\uff0d\uff20]|[\t\r\n\x00])")


def safe_cell(text: str) -> str:
    """Return text that no spreadsheet runs as a formula: with an apostrophe before it where it would be one."""
    if text[:1].isalnum():  # most are; every dangerous one begins with a sign
        return text
    return f"'{text}" if _DANGEROUS.match(text) else text


def read_own_cell(text: str) -> str:
    """Return the text that `safe_cell` was given."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text[1:]) else text


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, mark: bool = False) -> bytes:
    """Return a CSV file in UTF-8 with CRLF, every cell in quotation marks.

    rows: text is made safe, integers stay numbers, dates are ISO (2026-08-06), None is an empty cell.
    mark: put a byte-order mark first, for Excel.

    Raises ValueError when a row has more or fewer cells than there are columns.
    """
    file = io.BytesIO()
    write_into(file, columns, rows, mark=mark)
    return file.getvalue()


def write_into(
    file: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, mark: bool = False
) -> int:
    """Write a CSV file as `write_csv` does, row by row as they come; return how many rows there were."""
    # Half of a surrogate pair is no character and cannot be written; names and texts are cleaned of them on entry.
    text = io.TextIOWrapper(file, "utf-8-sig" if mark else "utf-8", errors="replace", newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([_written(column) for column in columns])
    number, wide = 0, len(columns)
    for row in rows:
        number += 1
        if len(row) != wide:
            raise ValueError(f"{len(row)} cells under {wide} columns")
        writer.writerow(
            [
                cell
                if type(cell) in _AS_THEY_ARE
                or (type(cell) is str and cell[:1].isalnum() and "\x00" not in cell)
                else _written(cell)
                for cell in row
            ]
        )
    text.detach()  # writes what is left, and leaves the file open to whoever opened it
    return number


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if type(cell) is str and "\x00" not in cell:  # most cells of a long list
        return cell if cell[:1].isalnum() else safe_cell(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float):
        return str(cell)
    return safe_cell(cell.replace("\x00", ""))  # a file with NUL in it is refused by every reader, ours too
