"""Raw answers of questionnaires from a CSV file, row by row, and their scores as rows of one: memory stays flat."""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from lac_tracker.domain.errors import ImportRefused
from lac_tracker.domain.sdq import DIFFICULTIES, SCALES, Scores, highest_answer
from lac_tracker.exchange.reading import separator_of

# Column → answer. The names are those of the published scoring syntax.
COLUMNS: Mapping[str, str] = {f"q{number}": f"item_{number}" for number in range(1, 26)} | {
    "ebddiff": DIFFICULTIES, "distres": "distress", "imphome": "home", "impfrie": "friends", "impclas": "classroom",
    "impleis": "leisure",
}  # fmt: skip
SCORES = (*SCALES, "total", "externalising", "internalising", "impact")
BANDED = ("total", *SCALES, "impact")
WRITTEN = (*SCORES, *(f"band3_{one}" for one in BANDED), *(f"band4_{one}" for one in BANDED))

LONGEST_LINE = 200_000  # characters
MOST_COLUMNS = 2_000
_BLANKS = " \t\r\n\v\f\u00a0\ufeff"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx, .xls
_RAW: Mapping[str, int | None] = {"": None, "0": 0, "1": 1, "2": 2, "3": 3}
_WHOLE = re.compile(r"([+-]?\d{1,9})(?:\.0*)?", re.ASCII)  # spreadsheets and statistics programs write 2.0


@dataclass(frozen=True)
class AnsweredRow:
    """One row. line: of the file, where the row begins. faults: why it has no scores, in words. doubt: else."""

    line: int
    answers: Mapping[str, int | None]
    faults: tuple[str, ...] = ()
    doubt: str = ""


def find_encoding(file: str, chunks: Iterable[bytes]) -> str:
    """Return how a file is encoded: UTF-8 with or without its mark, UTF-16 by its mark, else Windows-1252.

    chunks: of the whole file. Raises ImportRefused for a workbook, for what is no text, and where none of them fits.
    """
    begun = iter(chunks)
    first = next(begun, b"")
    if first.startswith(_WORKBOOKS):
        raise _refusal(
            file, 1, "is an Excel workbook, not a CSV file. Open it and save the sheet as CSV UTF-8"
        )
    is_wide = first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    fitting = {
        name: codecs.getincrementaldecoder(name)()
        for name in (("utf-16",) if is_wide else ("utf-8", "cp1252"))
    }
    for chunk in chain((first,), begun, (b"",)):
        for name, decoder in list(fitting.items()):
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError:
                del fitting[name]
                continue
            if "\0" in text:
                raise _refusal(
                    file, 1, "has characters that no text has. The file is damaged, or no CSV file"
                )
        if not fitting:
            raise _refusal(file, 1, "is not text in UTF-8 or Windows-1252. Save it as CSV UTF-8")
    found = next(iter(fitting))
    return "utf-8-sig" if found == "utf-8" else found


def read_answers(
    file: str, lines: Iterable[str], *, missing: list[str] | None = None
) -> Iterator[AnsweredRow]:
    """Give the rows of a file one by one, each with its answers. Wholly empty lines are no rows.

    lines: with their ends, as a file opened with newline='' gives them. missing: is given the known columns that the
    file does not have. Blank is not answered; a column that is not known is passed over.

    Raises ImportRefused where the columns cannot be told, or the quoting is damaged.
    """
    reader, columns = _begin(file, _bounded(file, lines))
    if missing is not None:
        missing += [name for name in COLUMNS if name not in columns]
    wanted = tuple((columns.index(name), answer, highest_answer(answer)) for name, answer in COLUMNS.items() if name in columns)  # fmt: skip
    line = reader.line_num + 1
    for cells in _walk(file, reader):
        if cells:
            yield _row(line, cells, columns, wanted)
        line = reader.line_num + 1


def written_row(scores: Scores | None, bands: Mapping[str, str]) -> str:
    """Return a row of scores as WRITTEN has its columns, with its end. scores: None leaves every cell blank.

    bands: column → key of the band. All cells are numbers and keys of ours, so that nothing needs quoting.
    """
    cells = [] if scores is None else [scores.of(name) for name in SCORES]
    told = ["" if cell is None else str(cell) for cell in cells] or [""] * len(SCORES)
    told += [bands.get(column, "") for column in WRITTEN[len(SCORES) :]]
    return ",".join(told) + "\r\n"


class _Reader(Protocol):
    """What csv.reader gives."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


def _begin(file: str, lines: Iterator[str]) -> tuple[_Reader, list[str]]:
    """Return a reader that stands before the first row, and the columns in small letters."""
    passed: list[str] = []
    separator = ""
    for head in lines:
        bare = head.strip(_BLANKS)
        if bare.startswith("sep=") and len(bare) <= 5:  # Excel's own first line
            separator = separator_of(bare)
        elif bare:
            break
        passed.append("\n")  # it still counts as a line
    else:
        raise _refusal(file, 1, "is empty: its first line must name the columns q1 to q25")
    reader = csv.reader(chain(passed, (head,), lines), delimiter=separator or separator_of(head), strict=True)
    columns = next(cells for cells in _walk(file, reader) if cells)
    names = [name.strip(_BLANKS).strip("\"'").strip(_BLANKS).casefold() for name in columns]
    _check_columns(file, len(passed) + 1, names)
    return reader, names


def _check_columns(file: str, line: int, names: list[str]) -> None:
    if len(names) > MOST_COLUMNS:
        raise _refusal(file, line, f"has {len(names)} columns, more than {MOST_COLUMNS}")
    if twice := [name for name in COLUMNS if names.count(name) > 1]:
        raise _refusal(file, line, f"names the column {twice[0]} twice. Take one of them out")
    if not any(name.startswith("q") and name in COLUMNS for name in names):
        raise _refusal(file, line, "has none of the columns q1 to q25. Its first line must name them")


def _row(
    line: int, cells: list[str], columns: list[str], wanted: tuple[tuple[int, str, int], ...]
) -> AnsweredRow:
    answers: dict[str, int | None] = {}
    faults = []
    count = len(cells)
    for at, answer, highest in wanted:
        cell = cells[at] if at < count else ""
        raw = _RAW[cell] if cell in _RAW else _read(cell)
        if raw is not None and not 0 <= raw <= highest:
            faults.append(
                f"{columns[at]} is '{cell.strip(_BLANKS)[:20]}': it must be 0 to {highest}, or blank"
            )
        answers[answer] = raw
    doubt = ""
    if count < len(columns) or any(cell.strip(_BLANKS) for cell in cells[len(columns) :]):
        doubt = f"{count} cells under {len(columns)} columns. Check that none was left out"
    return AnsweredRow(line, answers, tuple(faults), doubt)


def _read(cell: str) -> int | None:
    """Return the number of a cell, None for a blank one, -1 for what is no whole number."""
    bare = cell.strip(_BLANKS)
    if not bare:
        return None
    found = _WHOLE.fullmatch(bare)
    return int(found[1]) if found else -1


def _bounded(file: str, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if len(line) >= LONGEST_LINE:
            raise _refusal(
                file, number, f"is longer than {LONGEST_LINE:,} characters. The file is no CSV file"
            )
        yield line


def _walk(file: str, reader: _Reader) -> Iterator[list[str]]:
    line = reader.line_num + 1
    try:
        for cells in reader:
            yield cells
            line = reader.line_num + 1
    except csv.Error:
        raise _refusal(
            file, line, "has a quotation mark that is not closed, or stands in the middle of a cell"
        ) from None


def _refusal(file: str, line: int, reason: str) -> ImportRefused:
    return ImportRefused(f"{file}, line {line} {reason}. Nothing was scored")
