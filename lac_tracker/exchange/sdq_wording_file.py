"""A team's own wording of the items of a form, from its TOML or CSV file: read and checked, every fault named."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from lac_tracker.domain.errors import ImportRefused, UserError
from lac_tracker.domain.sdq import ITEMS
from lac_tracker.domain.sdq_wording import check_words
from lac_tracker.exchange.csv_file import read_own_cell
from lac_tracker.exchange.reading import decode, read_table

LARGEST = 200_000  # bytes
_NUMBER = re.compile(r"(?:item[ _-]?|q)?(\d{1,2})", re.ASCII | re.IGNORECASE)
_WORDS_COLUMNS = ("words", "wording", "text")

_Said = tuple[str, str, str]  # where it stands, the item, its words


def read_wording(file: str, data: bytes) -> tuple[str, ...]:
    """Return the words of items 1 to 25.

    file: its name; TOML when it ends so, with the words under [items] ("1" = "…"); else CSV with the columns item and
    words.

    Raises ImportRefused naming every item that is missing, twice, too long or not on the form, and where.
    """
    if len(data) > LARGEST:
        raise ImportRefused(f"{file} is over 200 KB. That is no wording of 25 items: nothing was loaded")
    is_toml = file.casefold().endswith(".toml")
    said = list(_toml(file, data) if is_toml else _csv(file, data))
    found: dict[int, str] = {}
    faults = []
    for place, item, words in said:
        number = _NUMBER.fullmatch(item.strip())
        known = int(number[1]) if number else 0
        try:
            cleaned = check_words(known, words)
        except UserError as error:
            faults.append(f"{place}: {error}")
            continue
        if not 1 <= known <= len(ITEMS):
            faults.append(f"{place}: there is no item '{item.strip()[:20]}'. Items are 1 to {len(ITEMS)}")
        elif known in found:
            faults.append(f"{place}: item {known} is there twice")
        elif cleaned:
            found[known] = cleaned
    faults += [f"Item {number} has no words" for number in range(1, len(ITEMS) + 1) if number not in found]
    if faults:
        raise ImportRefused(f"{file} can't be used. {'. '.join(faults)}. Nothing was loaded")
    return tuple(found[number] for number in range(1, len(ITEMS) + 1))


def _toml(file: str, data: bytes) -> Iterator[_Said]:
    text, _ = decode(file, data)
    try:
        items: Any = tomllib.loads(text).get("items")
    except tomllib.TOMLDecodeError as error:
        raise ImportRefused(f"{file} is no TOML file: {error}. Nothing was loaded") from error
    if not isinstance(items, dict):
        raise ImportRefused(f"{file} has no table [items] with the words of each number. Nothing was loaded")
    for name, words in items.items():
        yield f"[items] {name[:20]}", name, words if isinstance(words, str) else ""


def _csv(file: str, data: bytes) -> Iterator[_Said]:
    table = read_table(file, data)
    columns = [column.casefold() for column in table.columns]
    words = next((columns.index(name) for name in _WORDS_COLUMNS if name in columns), None)
    if "item" not in columns or words is None:
        raise ImportRefused(f"{file}, line 1: the columns must be item and words. Nothing was loaded")
    at = columns.index("item")
    for row in table.rows:
        yield f"line {row.line}", row.cells[at], read_own_cell(row.cells[words])
