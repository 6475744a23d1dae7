"""Which rows are a child's: found from the foreign keys of the tables, so that no table can be forgotten."""

from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, bindparam, delete, or_, select

CHILDREN = "children"


class Reached(NamedTuple):
    """A table that holds rows of a child. condition: which they are, of :child; links: column → the table it points at."""

    name: str
    table: Table
    condition: ColumnElement[bool]
    links: dict[str, str]


@cache
def reached() -> tuple[Reached, ...]:
    """Return every table with rows of a child, what is pointed at before what points at it.

    A row is the child's when it names the child; where it has no column that always does, when it points at a row of the
    child's.
    """
    from lac_tracker.storage.tables.every import Base  # heavy: what a start needs is few of them

    top = Base.metadata.tables[CHILDREN]
    found: dict[str, Reached] = {CHILDREN: Reached(CHILDREN, top, top.c.id == bindparam("child"), {})}
    for table in Base.metadata.sorted_tables:
        if table.name != CHILDREN and (links := _links(table, found)):
            parts = [_condition(table, column, found[target]) for column, target in links.items()]
            found[table.name] = Reached(table.name, table, or_(*parts), links)
    return tuple(found.values())


def ids(connection: Connection, child_id: int, name: str) -> set[int]:
    """Return the ids of a child's rows in a table that has ids."""
    one = next(held for held in reached() if held.name == name)
    return set(connection.execute(select(one.table.c.id).where(one.condition), {"child": child_id}).scalars())


def delete_all(connection: Connection, child_id: int) -> dict[str, int]:
    """Delete every row of a child, what points first, and return how many went of each table that had any.

    Raises the driver's IntegrityError when a row of somebody else points at one of them.
    """
    counts = {}
    for one in reversed(reached()):
        gone = connection.execute(delete(one.table).where(one.condition), {"child": child_id})
        if gone.rowcount:
            counts[one.name] = gone.rowcount
    return counts


def _links(table: Table, found: dict[str, Reached]) -> dict[str, str]:
    pointing = {
        column.name: (key.column.table.name, column.nullable)
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in found and key.column.table.name != table.name
    }
    always = {
        name: target for name, (target, optional) in pointing.items() if target == CHILDREN and not optional
    }
    return always or {name: target for name, (target, _) in pointing.items()}


def _condition(table: Table, column: str, target: Reached) -> ColumnElement[bool]:
    if target.name == CHILDREN:
        return table.c[column] == bindparam("child")
    return table.c[column].in_(select(target.table.c.id).where(target.condition))
