"""New rows by the thousand, past the classes of the tables: a tenth of the time that each of them would take alone."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain, islice
from types import NoneType
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.storage.triggers import AUDITED

_AT_ONCE = 10_000
_TOGETHER = 20
_MANY = 100  # of fewer the same statement every time is quicker
_NOTHING, _DAYS, _TRUTH = {NoneType}, {date}, {bool}


def insert_rows(session: Session, table: Any, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows into a table of a class. names: the columns; every row has their values in this order.

    For columns of text, numbers, truth and days; what the class alone would fill in has to be given, save where the
    table itself has a default. The triggers write each of them down as any other. Rows that stand together in the table
    are best given together: each of its pages is then turned once.
    """
    left = iter(rows)
    while kept := list(islice(left, _AT_ONCE)):
        session.flush()
        columns = [_as_kept(column) for column in zip(*kept, strict=True)]
        is_said = tuple(column is not None or len(kept) < _MANY for column in columns)
        nothing = (None,) * len(kept)
        given = [column or nothing for column, said in zip(columns, is_said, strict=True) if said]
        _insert(session, table, tuple(names), is_said, list(zip(*given, strict=True)))


def _insert(
    session: Session, table: Any, names: tuple[str, ...], is_said: tuple[bool, ...], rows: list[tuple[Any, ...]]
) -> None:  # fmt: skip
    # A statement that sets a trigger off keeps how each page was that it changes: of one row as much as of some.
    together = _TOGETHER if table.__tablename__ in AUDITED else 1
    whole = len(rows) - len(rows) % together if together > 1 else 0
    if whole:
        some = (rows[at : at + together] for at in range(0, whole, together))
        joined = [tuple(chain.from_iterable(one)) for one in some]
        session.connection().exec_driver_sql(_statement(table, names, is_said, together), joined)
    if whole < len(rows):
        session.connection().exec_driver_sql(_statement(table, names, is_said, 1), rows[whole:])


def _as_kept(column: Sequence[Any]) -> Sequence[Any] | None:
    """Return the values of a column as the table has them; None where none of them says anything.

    A column at a time: the driver alone would ask each value what it is, at several times the cost.
    """
    kinds = set(map(type, column))
    if kinds == _NOTHING:
        return None
    if kinds == _DAYS:
        return list(map(date.isoformat, column))
    if date in kinds:
        return [value.isoformat() if value.__class__ is date else value for value in column]
    return list(map(int, column)) if kinds == _TRUTH else column


@lru_cache(maxsize=128)
def _statement(table: Any, names: tuple[str, ...], is_said: tuple[bool, ...], together: int) -> str:
    """Return the statement that inserts so many rows. is_said: which columns are given; the others are empty."""
    quoted = ", ".join(f'"{name}"' for name in names)
    values = ", ".join("?" if said else "NULL" for said in is_said)
    return f"INSERT INTO {table.__tablename__} ({quoted}) VALUES {', '.join([f'({values})'] * together)}"
