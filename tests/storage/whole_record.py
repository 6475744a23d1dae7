"""A record with a row in every table that can hold one, found from the tables themselves: a new table is not forgotten."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, LargeBinary, Table, insert, text
from sqlalchemy.orm import Session

from lac_tracker.storage.disposal_reach import CHILDREN, reached
from lac_tracker.storage.tables.every import Base

AT = datetime(2020, 5, 6, 7, 8, tzinfo=UTC)
_THERE = {"teams": 1, "people": 1, "councils": 1}
# What rows of a record point at and is nobody's.
_NOBODYS = ("form_texts", "imports", "quality_checklists")


def fill(session: Session, child_id: int, canary: str, *, born: date = date(1950, 1, 10)) -> None:
    """Write one row into every table a record reaches, with the canary in every text."""
    session.execute(text("PRAGMA ignore_check_constraints = ON"))
    connection, tables = session.connection(), Base.metadata.tables
    known: dict[str, Any] = {CHILDREN: child_id, **_THERE}
    for name in _NOBODYS:
        own = {"version_number": child_id % 1_000} if name == "quality_checklists" else {}
        row = _row(tables[name], known, canary[::-1]) | own
        known[name] = connection.execute(insert(tables[name]), row).inserted_primary_key[0]
        if name == "form_texts":
            known[name] = row["sha256"]
    row = _row(tables[CHILDREN], known, canary) | {"id": child_id, "born": born}
    connection.execute(insert(tables[CHILDREN]), row)
    for one in reached():
        if one.name != CHILDREN:
            table = one.table
            made = connection.execute(insert(table), _row(table, known, canary))
            if "id" in table.columns:
                known[one.name] = made.inserted_primary_key[0]
    session.flush()
    session.execute(text("PRAGMA ignore_check_constraints = OFF"))


def _row(table: Table, known: dict[str, Any], canary: str) -> dict[str, Any]:
    return {
        column.name: _value(column, known, canary)
        for column in table.columns
        if not (column.primary_key and column.name == "id") and _is_given(column, known)
    }


def _is_given(column: Column[Any], known: dict[str, Any]) -> bool:
    targets = [key.column.table.name for key in column.foreign_keys]
    return not targets or targets[0] in known


def _value(column: Column[Any], known: dict[str, Any], canary: str) -> Any:
    for key in column.foreign_keys:
        return known[key.column.table.name]
    if column.name == "child_id":
        return known[CHILDREN]
    match column.type:
        case Boolean():
            return False
        case Integer():
            return 1
        case Date():
            return AT.date()
        case DateTime():
            return AT
        case LargeBinary():
            return canary.encode()
    impl = getattr(column.type, "impl", None)
    return AT if isinstance(impl, DateTime) else f"{canary} {column.name}"
