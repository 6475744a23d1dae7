"""What commands print: one JSON value, a CSV or a table on standard output; words on standard error."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

import click

Row = Mapping[str, Any]


def plain(value: Any) -> Any:
    """Return a value as JSON has it: dates YYYY-MM-DD, words of enumerations, lists; unknown stays null."""
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


def as_csv(columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Print rows as CSV with the JSON keys as header; cells a spreadsheet would run are made harmless."""
    from lac_tracker.exchange.csv_file import write_csv

    cells = [[_cell(row[column]) for column in columns] for row in rows]
    sys.stdout.buffer.write(write_csv(columns, cells))


def as_table(columns: Sequence[tuple[str, str]], rows: Sequence[Row]) -> None:
    """Print rows in columns a person can read.

    columns: (key of the row, heading).
    """
    lines = [[heading for _, heading in columns]]
    lines += [["" if row[key] is None else str(row[key]) for key, _ in columns] for row in rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(columns))]
    for line in lines:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _cell(value: Any) -> Any:
    value = plain(value)
    if isinstance(value, list):
        return " ".join(str(one) for one in value)
    return value
