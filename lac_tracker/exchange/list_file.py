"""A list as a file, CSV or Excel: the same columns, the same rows, and how it was filtered and sorted in both."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import BinaryIO

from lac_tracker.domain.exports import Cell, Column, Rows
from lac_tracker.exchange import csv_file
from lac_tracker.exchange.file_names import document_name

_ABOUT = "About this list"  # the column of a CSV file that says how it was filtered and sorted


def write(
    file: BinaryIO, shape: str, what: str, stated: tuple[str, ...], columns: Sequence[Column], rows: Rows
) -> int:
    """Write a list row by row; return how many rows it has. shape: 'csv' or 'xlsx'."""
    if shape == "xlsx":
        from lac_tracker.exchange import workbook  # heavy: most exports do without it

        return workbook.write_into(file, [workbook.Sheet(what, columns, rows, (what, *stated))], title=what)
    titles = [*(column.title for column in columns), _ABOUT]
    return csv_file.write_into(file, titles, _told(rows, what, stated, len(columns)), mark=True)


def name(what: str, day: date, reference: str, shape: str) -> str:
    """Return a name for the file that says nothing of any child: 'LAC-OVERDUE-AND-DUE_2026-11-22_7F3K2.xlsx'."""
    return document_name("-".join(what.split()), day, reference, f".{shape}")


def _told(rows: Rows, what: str, stated: tuple[str, ...], columns: int) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows with how the list was filtered and sorted beside the first: a line of its own would be no row."""
    words, is_first = ". ".join((what, *stated)), True
    for row in rows:
        yield (*row, words if is_first else None)
        is_first = False
    if is_first:
        yield (*(None,) * columns, f"No rows. {words}")
