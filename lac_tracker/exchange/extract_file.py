"""A flat extract as a file: the columns under their keys in the first row, and nothing else on the sheet but rows."""

from collections.abc import Sequence
from typing import BinaryIO

from lac_tracker.domain.exports import Column, Rows
from lac_tracker.domain.extracts import Extract
from lac_tracker.exchange import csv_file

_ABOUT = (Column("Column", width=24), Column("Type", width=10), Column("What it holds", width=90))


def write(
    extract: Extract, file: BinaryIO, shape: str, what: str, stated: tuple[str, ...], columns: Sequence[Column], rows: Rows
) -> int:  # fmt: skip
    """Write an extract row by row; return how many rows it has. shape: 'csv' or 'xlsx'.

    columns: those that leave, which may be fewer than the extract has. A workbook has a sheet About that says when it
    was made, how it is sorted, and what each column holds.
    """
    if shape != "xlsx":
        return csv_file.write_into(file, [column.title for column in columns], rows, mark=True)
    from lac_tracker.exchange import workbook  # heavy: a CSV file does without it

    words = {one.key: one.words for one in extract.fields}
    about = [(column.title, column.kind, words[column.title]) for column in columns]
    sheets = [
        workbook.Sheet(extract.title, columns, rows),
        workbook.Sheet("About", _ABOUT, about, (what, *stated)),
    ]
    return workbook.write_into(file, sheets, title=what) - len(about)
