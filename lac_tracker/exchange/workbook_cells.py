"""The cells of an Excel sheet as text, row by row, and the table of texts they refer to.

openpyxl opens a workbook; what it makes of each cell (an element, an object for its text, a dictionary) takes a quarter
of a minute for a list of 50,000 rows. Here the parts with a million cells are read as they pass by, in a fifth of that.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from lac_tracker.exchange.reading import clean_cell
from lac_tracker.exchange.workbook_parts import CHUNK, plain_parser

_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_ROW, _CELL, _VALUE = f"{_SPREADSHEET}row", f"{_SPREADSHEET}c", f"{_SPREADSHEET}v"
_TEXT, _SPOKEN, _ONE = f"{_SPREADSHEET}t", f"{_SPREADSHEET}rPh", f"{_SPREADSHEET}si"
_DIGITS = "0123456789"
_ESCAPED_MARK = "x005F_"  # as Excel writes an underscore that would be taken for the beginning of a code
_NO_DAY = "#VALUE!"


def cell_text(value: Any) -> str:
    """Return a cell as text: days YYYY-MM-DD without a time of day, whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean_cell(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d") if value.year >= 1000 else str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
    if isinstance(value, time | timedelta):
        return str(value)
    return clean_cell(str(value))


def read_texts(part: IO[bytes]) -> list[str]:
    """Return the table of texts of a workbook, cleaned as cells are. Raises NotPlain and expat.ExpatError."""
    found: list[str] = []
    pieces: list[str] = []
    words: list[str] = []
    spoken = False  # how a word is said, beside it in Japanese workbooks: no part of it

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal spoken
        if name == _TEXT:
            pieces.clear()
        elif name == _ONE:
            words.clear()
        elif name == _SPOKEN:
            spoken = True

    def end(name: str) -> None:
        nonlocal spoken
        if name == _TEXT and not spoken:
            words.extend(pieces)
        elif name == _ONE:
            found.append(clean_cell("".join(words).replace(_ESCAPED_MARK, "")))
        elif name == _SPOKEN:
            spoken = False

    parser = plain_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = pieces.append
    while chunk := part.read(CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return found


def number_reader(book: Any) -> Callable[[str, int], str]:
    """Return how a number of a workbook of openpyxl becomes text, by the number of its style: a day where that says so."""
    from openpyxl.utils.datetime import from_excel

    days, spans, epoch = book._date_formats, book._timedelta_formats, book.epoch  # noqa: SLF001 - told nowhere else
    known: dict[tuple[str, bool], str] = {}  # the same few thousand days stand in all the rows

    def read(said: str, style: int) -> str:
        if style not in days:
            number = float(said) if "." in said or "e" in said.lower() else int(said)
            return cell_text(number)
        is_span = style in spans
        text = known.get((said, is_span))
        if text is None:
            number = float(said) if "." in said or "e" in said.lower() else int(said)
            try:
                text = cell_text(from_excel(number, epoch, timedelta=is_span))
            except (OverflowError, ValueError):
                text = _NO_DAY
            known[said, is_span] = text
        return text

    return read


def rows(
    part: IO[bytes], texts: list[str], read_number: Callable[[str, int], str], *, width: int
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield (line, cells as text) of each row that says something, in the order of the sheet; `width` cells to a row.

    A row out of order is left out, as openpyxl does. Raises NotPlain, expat.ExpatError, and what a cell that cannot be
    read comes to: LookupError, ValueError.
    """
    sheet = _Sheet(texts, read_number, width)
    parser = plain_parser()
    parser.StartElementHandler, parser.EndElementHandler = sheet.start, sheet.end
    parser.CharacterDataHandler = sheet.pieces.append
    last = 0
    is_more = True
    while is_more:
        chunk = part.read(CHUNK)
        is_more = bool(chunk)
        parser.Parse(chunk, not is_more)
        for line, cells in sheet.ready:
            if line > last:
                last = line
                yield line, cells
        sheet.ready.clear()


class _Sheet:
    """What is known while the elements of a sheet pass by. ready: the rows that are complete."""

    def __init__(self, texts: list[str], read_number: Callable[[str, int], str], width: int) -> None:
        self.pieces: list[str] = []
        self.ready: list[tuple[int, tuple[str, ...]]] = []
        self._texts, self._read_number = texts, read_number
        self._blank, self._width = [""] * width, width
        self._places: dict[str, int] = {}  # letters of a column → its place, from 0
        self._cleaned: dict[str, str] = {}  # one copy of each text
        self._line, self._row = 0, list[str]()
        self._place, self._cell = (
            -1,
            dict[str, str](),
        )  # its attributes: r where it stands, t its kind, s its style
        self._value = self._inline = ""
        self._is_spoken = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _CELL:
            self._cell = attributes
            self._value = self._inline = ""
        elif name in (_VALUE, _TEXT):
            self.pieces.clear()
        elif name == _ROW:
            at = attributes.get("r")
            self._line = self._line + 1 if at is None else int(at) if at.isdecimal() else _whole(at)
            self._row, self._place = self._blank.copy(), -1
        elif name == _SPOKEN:
            self._is_spoken = True

    def end(self, name: str) -> None:
        if name == _VALUE:
            self._value = "".join(self.pieces)
        elif name == _CELL:
            reference = self._cell.get("r")
            self._place = self._place + 1 if reference is None else self._place_of(reference)
            if self._place < self._width:
                self._row[self._place] = self._text()
        elif name == _TEXT:
            if not self._is_spoken:
                self._inline += "".join(self.pieces)
        elif name == _ROW:
            cells = tuple(self._row)
            if any(cells):
                self.ready.append((self._line, cells))
        elif name == _SPOKEN:
            self._is_spoken = False

    def _text(self) -> str:
        """Return what the cell that ends says."""
        kind, said = self._cell.get("t", "n"), self._value
        if kind == "inlineStr":
            said = self._inline
        elif not said:
            return ""
        elif kind == "s":
            return self._texts[int(said)]
        elif kind == "n":
            return self._read_number(said, int(self._cell.get("s") or 0))
        elif kind == "b":
            return cell_text(bool(int(said)))
        elif kind == "d":
            return _day_of_standard(said)
        text = self._cleaned.get(said)
        if text is None:
            text = self._cleaned[said] = clean_cell(said)
        return text

    def _place_of(self, reference: str) -> int:
        letters = reference.rstrip(_DIGITS)
        place = self._places.get(letters)
        if place is None:
            from openpyxl.utils import column_index_from_string

            place = self._places[letters] = column_index_from_string(letters) - 1
        return place


def _whole(said: str) -> int:
    number = float(said)
    if not number.is_integer():
        raise ValueError(f"{said} is no number of a row")
    return int(number)


def _day_of_standard(said: str) -> str:
    from openpyxl.utils import datetime as days

    read: Callable[[str], Any] = days.from_ISO8601
    return cell_text(read(said))
