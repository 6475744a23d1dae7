"""An import taken back by the record of changes: every row it wrote is again what it was before.

Read and written with the values the triggers noted, past the classes of the tables: they are what stands in the file.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.orm import Session

from lac_tracker.domain.import_history import Obstacle
from lac_tracker.storage.children import mark_for_due
from lac_tracker.storage.import_records import TAKEN_IN
from lac_tracker.storage.tables.audit import AuditRow
from lac_tracker.storage.triggers import AUDITED

# What stays when an import is undone: that it was made, for which council, and how its columns were understood.
_STAYS = ("imports", "councils", "import_mappings")
# Where a later row of the same child goes on from what the import wrote.
_GOES_ON = ("periods_of_care", "placements", "legal_statuses", "episodes", "contacts", "protection_statuses")
_STRETCHES = "DELETE FROM due_stretches WHERE due_id IN (SELECT id FROM due WHERE child_id = ?)"
# What nobody has said anything about yet follows from comparing: found again when lists are compared again.
_OPEN_DIFFERENCES = "DELETE FROM list_differences WHERE child_id = ? AND resolution IS NULL"
_AT_ONCE = 5_000  # changes in memory together

# Entries that no longer count: imports undone since, and the undoing of them.
_TAKEN_BACK = """
    SELECT entry_id FROM imports WHERE undone_at IS NOT NULL AND entry_id IS NOT NULL
    UNION ALL
    SELECT entry_id FROM changes WHERE table_name = 'imports' AND operation = 'update'
        AND json_extract(before, '$.undone_at') IS NULL AND json_extract(after, '$.undone_at') IS NOT NULL
"""
# A row set aside and closed with words, or a difference that nobody resolved, is no work that would be lost.
_IS_NO_WORK = f"""(
    later.table_name = 'import_rows_set_aside' AND later.operation = 'update'
        AND json_extract(later.after, '$.settled_as') NOT LIKE '{TAKEN_IN}%'
    OR later.table_name = 'list_differences' AND json_extract(later.after, '$.resolution') IS NULL
)"""
_ANSWER = "later.table_name, later.row_id, coalesce(later.after, later.before), later.entry_id"
_RANGE = "SELECT min(id), max(id), (SELECT max(id) FROM changes) FROM changes WHERE entry_id = :entry"
_MADE = "SELECT DISTINCT table_name FROM changes WHERE entry_id = :entry AND operation = 'insert'"
_LATER = f"later.id > :last AND later.entry_id NOT IN ({_TAKEN_BACK}) AND NOT {_IS_NO_WORK}"


def obstacle(session: Session, entry_id: str) -> Obstacle | None:
    """Return what was done after an import to the rows it wrote or the children it made; None: it can be undone."""
    first, last, newest = session.execute(text(_RANGE), {"entry": entry_id}).one()
    if last is None or newest <= last:
        return None
    is_long_ago = newest - last > last - first  # then it is quicker to begin with what the import wrote
    for query in _questions(session, entry_id, is_long_ago=is_long_ago):
        found = session.execute(text(query), {"entry": entry_id, "last": last}).first()
        if found is not None:
            return _named(session, *found)
    return None


def revert(session: Session, entry_id: str) -> tuple[set[int], set[int], int]:
    """Put back every row of an import as it was before, and return the children taken away, those put back, and the rows.

    The due dates of those that stay follow when the transaction ends. Nothing may have been built on the import: see
    `obstacle`.
    """
    session.flush()
    connection = session.connection()
    removed, touched = _children(connection, entry_id)
    for statement in (_STRETCHES, *_forgetting(), _OPEN_DIFFERENCES):
        if removed:
            connection.exec_driver_sql(statement, [(child_id,) for child_id in sorted(removed)])
    rows = 0
    for table, operation, changes in _backwards(connection, entry_id):
        _put_back(connection, table, operation, changes)
        rows += len(changes)
    session.expire_all()
    restored = touched - removed
    for child_id in restored:
        mark_for_due(session, child_id)
    session.info.setdefault("due_to_refresh", set()).difference_update(removed)
    return removed, restored, rows


def _questions(session: Session, entry_id: str, *, is_long_ago: bool) -> Iterator[str]:
    """Return the queries that find what stands in the way, the quickest first.

    They begin with what was written later, which is little as a rule, and look each of it up by table and row.
    """
    stays = ", ".join(f"'{name}'" for name in _STAYS)
    order = (
        "changes AS mine CROSS JOIN changes AS later"
        if is_long_ago
        else "changes AS later CROSS JOIN changes AS mine"
    )
    yield (
        f"SELECT {_ANSWER} FROM {order} ON later.table_name = mine.table_name AND later.row_id = mine.row_id "
        f"WHERE mine.entry_id = :entry AND mine.table_name NOT IN ({stays}) AND {_LATER} LIMIT 1"
    )
    for target in session.scalars(text(_MADE), {"entry": entry_id}).all():
        if target in _STAYS:
            continue
        for column, tables in _pointing_at(target).items():
            names = ", ".join(f"'{name}'" for name in tables)
            values = " OR ".join(
                "EXISTS (SELECT 1 FROM changes AS mine WHERE mine.entry_id = :entry AND mine.operation = 'insert' "
                f"AND mine.table_name = '{target}' AND mine.row_id = json_extract(later.{side}, '$.{column}'))"
                for side in ("after", "before")
            )
            yield (
                f"SELECT {_ANSWER} FROM changes AS later NOT INDEXED WHERE later.table_name IN ({names}) AND {_LATER} "
                f"AND ({values}) LIMIT 1"
            )
    for table in _GOES_ON:
        if _was_written(session, table, entry_id):
            yield (
                f"SELECT {_ANSWER} FROM changes AS later NOT INDEXED WHERE later.table_name = '{table}' AND {_LATER} "
                "AND json_extract(coalesce(later.after, later.before), '$.child_id') IN ("
                "SELECT json_extract(coalesce(after, before), '$.child_id') FROM changes "
                f"WHERE entry_id = :entry AND table_name = '{table}') LIMIT 1"
            )


def _was_written(session: Session, table: str, entry_id: str) -> bool:
    """Tell whether anybody wrote in a table after an import: only then what the import wrote in it is gathered."""
    query = (
        "SELECT 1 FROM changes WHERE table_name = :table AND id > (SELECT max(id) FROM changes WHERE entry_id = :entry) "
        "LIMIT 1"
    )
    return session.scalar(text(query), {"table": table, "entry": entry_id}) is not None


def _forgetting() -> Iterator[str]:
    """Return the statements that take a child out of the tables that are derived from the audited ones."""
    from lac_tracker.storage.tables.every import Base  # heavy: what a start needs is few of them

    for name, table in Base.metadata.tables.items():
        points = any(key.column.table.name == "children" for key in table.foreign_keys)
        if points and name not in AUDITED:
            yield f"DELETE FROM {name} WHERE child_id = ?"


def _pointing_at(target: str) -> dict[str, list[str]]:
    """Return which columns of which audited tables point at a table: column → tables."""
    from lac_tracker.storage.tables.every import Base  # heavy: what a start needs is few of them

    found: dict[str, list[str]] = defaultdict(list)
    for name in AUDITED:
        for column in Base.metadata.tables[name].columns:
            if any(key.column.table.name == target for key in column.foreign_keys):
                found[column.name].append(name)
    return found


def _named(session: Session, table: str, row_id: int, content: str, entry_id: str) -> Obstacle:
    row = json.loads(content)
    child_id = row_id if table == "children" else row.get("child_id")
    whose = session.scalar(
        text("SELECT council_child_id FROM children WHERE id = :child"), {"child": child_id}
    )
    audit = session.query(AuditRow).filter_by(entry_id=entry_id).one()
    return Obstacle(whose or "", audit.action, audit.at.date(), audit.person_name)


def _children(connection: Connection, entry_id: str) -> tuple[set[int], set[int]]:
    """Return the children an import made, and every child it wrote something of."""
    made = connection.execute(
        text(
            "SELECT row_id FROM changes WHERE entry_id = :entry AND table_name = 'children' AND operation = 'insert'"
        ),
        {"entry": entry_id},
    )
    touched = connection.execute(
        text(
            "SELECT DISTINCT CASE table_name WHEN 'children' THEN row_id "
            "ELSE json_extract(coalesce(after, before), '$.child_id') END FROM changes WHERE entry_id = :entry "
            "AND table_name NOT IN ('import_rows_set_aside', 'list_differences')"
        ),
        {"entry": entry_id},
    )
    return {row[0] for row in made}, {row[0] for row in touched if row[0] is not None}


def _backwards(connection: Connection, entry_id: str) -> Iterator[tuple[str, str, list[Any]]]:
    """Return the changes of an entry from the last to the first, those of one kind that follow one another together."""
    below = connection.scalar(
        text("SELECT max(id) + 1 FROM changes WHERE entry_id = :entry"), {"entry": entry_id}
    )
    query = text(
        "SELECT id, table_name, row_id, operation, before, after FROM changes WHERE entry_id = :entry AND id < :below "
        "AND table_name NOT IN :stays ORDER BY id DESC LIMIT :most"
    ).bindparams(bindparam("stays", expanding=True))
    while True:
        given = {"entry": entry_id, "below": below, "stays": _STAYS, "most": _AT_ONCE}
        part = connection.execute(query, given).all()
        if not part:
            return
        below = part[-1].id
        for (table, operation), changes in groupby(part, key=lambda one: (one.table_name, one.operation)):
            yield table, operation, list(changes)


def _put_back(connection: Connection, table: str, operation: str, changes: Sequence[Any]) -> None:
    columns, statement = _statement(table, operation)
    if operation == "insert":
        connection.exec_driver_sql(statement, [(one.row_id,) for one in changes])
        return
    before = [json.loads(one.before) for one in changes]
    values = [tuple(row[name] for name in columns) for row in before]
    if operation == "update":
        values = [(*row, one.row_id) for row, one in zip(values, changes, strict=True)]
    connection.exec_driver_sql(statement, values)


@cache
def _statement(table: str, operation: str) -> tuple[tuple[str, ...], str]:
    """Return the columns to be given and the statement that takes a change of a table back.

    The names are those of our own tables: what the file says is only looked up among them.
    """
    from lac_tracker.storage.tables.every import Base  # heavy: what a start needs is few of them

    found = Base.metadata.tables[AUDITED[AUDITED.index(table)]]
    columns = tuple(column.name for column in found.columns)
    if operation == "insert":
        return (), f"DELETE FROM {found.name} WHERE id = ?"
    if operation == "delete":
        marks = ", ".join("?" * len(columns))
        return columns, f"INSERT INTO {found.name} ({', '.join(columns)}) VALUES ({marks})"
    # The version goes on: whoever has the row open in a screen must notice.
    pairs = [
        "version = version + 1" if name == "version" else f"{name} = ?" for name in columns if name != "id"
    ]
    given = tuple(name for name in columns if name not in ("id", "version"))
    return given, f"UPDATE {found.name} SET {', '.join(pairs)} WHERE id = ?"
