"""A council's list as it comes, CSV or Excel: its column names found, its rows as text, nothing understood yet."""

from collections.abc import Iterable, Iterator, Sequence

from lac_tracker.domain.errors import ImportRefused
from lac_tracker.domain.imports import Problem
from lac_tracker.domain.list_fields import header_at, header_score
from lac_tracker.domain.list_import import ReceivedList, ReceivedRow
from lac_tracker.exchange.csv_file import read_own_cell
from lac_tracker.exchange.reading import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    Row,
    clean_cell,
    decode,
    garbled,
    refusal,
    rows_of,
)

LOOKED_AT = 40  # rows among which the names of the columns are looked for
MOST_WARNINGS = 500
_LONGEST_NAME = 200  # characters of a column's name
_SEPARATORS = ",;\t|"
_OTHER_FILES = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text document"),
    (b"<html", "a web page"),
    (b"<!DOCTYPE", "a web page"),
    (b"<?xml", "an XML file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_SAVE_AS = "Save it as an Excel workbook (.xlsx) or as CSV UTF-8 and choose that"


def read_list(file_name: str, data: bytes, *, password: str = "") -> ReceivedList:
    """Return a CSV or Excel list as it was read.

    file_name: without folders, to speak of it by. password: of a workbook that has one. The names of the columns are
    looked for below title lines; names that stand there twice are told apart; what was doubtful is in the warnings.

    Raises PasswordNeeded when a workbook opens with a password only, or with another, and ImportRefused in words for
    everything else that is no such list, or a larger one than is read.
    """
    if len(data) > MOST_BYTES:
        size = f"{len(data) / 1024 / 1024:.1f} MiB"
        raise refusal(file_name, 0, "", size, "is larger than 20 MiB. Send it in parts")
    if not data.strip():
        raise refusal(file_name, 0, "", "", "the file is empty. Ask for it again")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        from lac_tracker.exchange.list_workbook import read_workbook  # heavy: only for who brings a workbook

        with read_workbook(file_name, data, password=password) as sheet:
            return as_list(file_name, sheet.rows, sheet.warnings, columns_at=sheet.columns_at)
    for begins, kind in _OTHER_FILES:
        if data.lstrip()[: len(begins)].lower() == begins.lower():
            raise refusal(file_name, 0, "", "", f"is {kind}, not a list. {_SAVE_AS}")
    return _read_csv(file_name, data)


def as_list(
    file: str, rows: Iterable[Row], warnings: Iterable[Problem], *, columns_at: tuple[int, tuple[str, ...]]
) -> ReceivedList:
    """Return the rows below the names of the columns as a list. columns_at: the line of these names, and the names.

    Blank rows and rows that repeat the names are no rows. Raises ImportRefused above MOST_ROWS.
    """
    line, received = columns_at
    found = list(warnings)
    columns = _told_apart(file, line, received, found)
    if len(columns) < 2:
        raise refusal(
            file, line, "", received[0] if received else "",
            "only one column was found. Cells must be separated by commas, semicolons or tabs",
        )  # fmt: skip
    width, kept = len(columns), list[ReceivedRow]()
    same: dict[str, str] = {}  # one copy of each word: a list says the same few thousands of times
    for row in rows:
        if row.line <= line or not any(row.cells) or row.cells[:width] == received:
            continue
        if len(kept) == MOST_ROWS:
            raise refusal(file, row.line, "", "", f"more than {MOST_ROWS:,} rows. Send the file in parts")
        cells, extra = row.cells[:width], row.cells[width:]
        because = ""
        if any(extra):
            because = (
                f"has more cells than the list has columns ('{next(filter(None, extra))[:40]}' is one too many): "
                "a text with a comma needs quotation marks"
            )
        elif len(cells) < width:
            found.append(
                Problem(
                    file,
                    row.line,
                    "",
                    "",
                    f"{len(cells)} cells under {width} columns; the others are blank",
                )
            )
        cells = tuple(same.setdefault(cell, cell) for cell in cells) + ("",) * (width - len(cells))
        kept.append(ReceivedRow(row.line, cells, because))
        if not "".join(cells).isascii():
            found += garbled(file, columns, Row(row.line, cells))
    if not kept:
        raise refusal(
            file, line, "", "", "there is no row below the names of the columns. Ask for the list again"
        )
    return ReceivedList(file, columns, tuple(kept), _not_too_many(file, found))


def _read_csv(file: str, data: bytes) -> ReceivedList:
    text, warnings = decode(file, data)
    separator, first = _separator(file, text)
    at = header_at([row.cells for row in first])
    if at < 0:
        raise refusal(
            file, first[0].line if first else 0, "", first[0].cells[0] if first else "",
            "no row with the names of columns was found. Cells must be separated by commas, semicolons or tabs",
        )  # fmt: skip
    names = _without_end(first[at].cells)
    return as_list(file, _cleaned(file, text, separator), warnings, columns_at=(first[at].line, names))


def _cleaned(file: str, text: str, separator: str) -> Iterator[Row]:
    for row in rows_of(file, text, separator):
        yield Row(row.line, tuple(read_own_cell(clean_cell(cell)) for cell in row.cells))


def _separator(file: str, text: str) -> tuple[str, list[Row]]:
    """Return what separates the cells, and the first rows read so: the sign by which most usual names are found."""
    best: tuple[tuple[int, int], str, list[Row]] | None = None
    refused: ImportRefused | None = None
    for sign in _SEPARATORS:
        if sign not in text and sign != _SEPARATORS[0]:
            continue
        try:
            rows = _first_rows(file, text, sign)
        except ImportRefused as error:  # quotation marks make no sense with a sign that is not the right one
            refused = refused or error
            continue
        at = header_at([row.cells for row in rows])
        cells = rows[at].cells if at >= 0 else ()
        score = (header_score(cells), sum(map(bool, cells)))
        if best is None or score > best[0]:
            best = (score, sign, rows)
    if refused is not None and (best is None or best[0][0] < 2):
        raise refused
    assert best is not None
    return best[1], best[2]


def _first_rows(file: str, text: str, separator: str) -> list[Row]:
    """Return the first rows that are not blank. What is damaged further down is found when all are read."""
    found = []
    for row in _cleaned(file, text, separator):
        if any(row.cells) and not (
            len(row.cells) <= 2 and row.cells[0].startswith("sep=")
        ):  # Excel's own first line
            found.append(row)
        if len(found) == LOOKED_AT:
            break
    return found


def _told_apart(file: str, line: int, received: Sequence[str], warnings: list[Problem]) -> tuple[str, ...]:
    """Return the names of the columns, no two alike: a blank one is named by its place, a second one numbered."""
    if len(received) > MOST_COLUMNS:
        raise refusal(file, line, "", f"{len(received)} columns", f"more than {MOST_COLUMNS} columns")
    names: list[str] = []
    for at, name in enumerate(received, 1):
        plain = " ".join(name[:_LONGEST_NAME].split()) or f"(column {at})"
        unlike, number = plain, 1
        while unlike.casefold() in (one.casefold() for one in names):
            number += 1
            unlike = f"{plain} ({number})"
        if unlike != plain:
            reason = f"the column stands there twice; the second is called '{unlike}'. Check which is meant"
            warnings.append(Problem(file, line, plain, "", reason))
        names.append(unlike)
    return tuple(names)


def _without_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _not_too_many(file: str, warnings: list[Problem]) -> tuple[Problem, ...]:
    if len(warnings) <= MOST_WARNINGS:
        return tuple(warnings)
    more = len(warnings) - MOST_WARNINGS
    last = Problem(file, warnings[MOST_WARNINGS].line, "", "", f"and {more:,} doubts of this kind more")
    return (*warnings[:MOST_WARNINGS], last)
