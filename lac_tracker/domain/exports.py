"""What a list that leaves the screen is made of: its columns, how it was asked for, and why somebody needs it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Cell = str | int | float | date | None
Rows = Iterable[Sequence[Cell]]
Source = Rows | Callable[..., Rows]
"""Rows as they stand, or a service function that finds them: `find(session, *, by, now)`."""

Kind = Literal["text", "date", "number"]
_WIDTHS: dict[Kind, int] = {"text": 24, "date": 13, "number": 10}
NO_NAMES = "none"


@dataclass(frozen=True)
class Column:
    """One column. names: it says who a child is. width: in characters; 0: as its kind has it."""

    title: str
    kind: Kind = "text"
    names: bool = False
    width: int = 0

    @property
    def wide(self) -> int:
        """How wide it is, in characters."""
        return self.width or _WIDTHS[self.kind]


@dataclass(frozen=True)
class Purpose:
    """Why names are needed. words: as they stand in the audit log."""

    key: str
    words: str


PURPOSES = (
    Purpose("care", "To arrange or give care to these children"),
    Purpose("council", "For the council that looks after them"),
    Purpose("host", "For the health team where they live"),
    Purpose("hospital", "For the hospital or GP to flag their records"),
    Purpose("records", "To check or correct what is recorded"),
    Purpose("review", "For an inspection, an audit or a complaint"),
    Purpose(NO_NAMES, "No names needed: leave names and numbers out"),
)

NOT_SAID = Purpose("not_said", "No reason given: a command that nobody was asked at")
"""What stands in the audit log for a script that does not say why; nobody can choose it on a screen."""


def purpose(key: str) -> Purpose:
    """Return a purpose by its key. Raises KeyError for one that is not on the list."""
    return _BY_KEY[key]


_BY_KEY = {one.key: one for one in PURPOSES}


def without_names(
    columns: Sequence[Column], rows: Rows
) -> tuple[tuple[Column, ...], Iterable[tuple[Cell, ...]]]:
    """Return columns and rows without what says who a child is. Rows are taken one by one."""
    kept = [place for place, column in enumerate(columns) if not column.names]
    return tuple(columns[place] for place in kept), (tuple(row[place] for place in kept) for row in rows)


def rows_of(source: Source, session: Any, **given: Any) -> Rows:
    """Return the rows of a source, asked for with what a service function takes."""
    return source(session, **given) if callable(source) else source
