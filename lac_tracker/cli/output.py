"""What commands print: one JSON value, a CSV or a table on standard output; words on standard error."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import Any

import click

Row = Mapping[str, Any]
_CELLS = frozenset({type(None), str, int, bool, date})  # most cells of a long list


def plain(value: Any) -> Any:
    """Return a value as JSON has it: dates YYYY-MM-DD, words of enumerations, lists; unknown stays null."""
    if value is None or type(value) in (str, int, bool):  # most values of a long list
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [plain(one) for one in value]
    return value


def as_json(value: Any) -> None:
    """Print one JSON value in UTF-8 and nothing else."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=1)
    # Half of a surrogate pair, from a file name that is no UTF-8, becomes its JSON escape.
    sys.stdout.buffer.write(text.encode(errors="backslashreplace") + b"\n")


def as_csv(columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Print rows as CSV with the JSON keys as header, as they come; cells a spreadsheet would run are made harmless."""
    from lac_tracker.exchange.csv_file import write_into

    write_into(sys.stdout.buffer, columns, (cells([row[column] for column in columns]) for row in rows))


def as_table(columns: Sequence[tuple[str, str]], rows: Sequence[Row]) -> None:
    """Print rows in columns a person can read.

    columns: (key of the row, heading).
    """
    lines = [[heading for _, heading in columns]]
    lines += [["" if row[key] is None else str(row[key]) for key, _ in columns] for row in rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(columns))]
    for line in lines:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def cells(values: Iterable[Any]) -> list[Any]:
    """Return values as the cells of a CSV file have them."""
    return [value if type(value) in _CELLS else _cell(value) for value in values]


def _cell(value: Any) -> Any:
    if isinstance(value, StrEnum):  # a long list has several in each row
        return str(value)
    value = plain(value)
    if isinstance(value, list):
        return " ".join(str(one) for one in value)
    return value
