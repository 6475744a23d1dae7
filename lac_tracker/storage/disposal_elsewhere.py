"""What else of the caseload speaks of a child whose record is disposed of: each place decided.

| Where | What becomes of it |
|---|---|
| rows of lists set aside that are about the child, though nobody tied them to the record | removed |
| differences with a council's list under the child's own council id | removed |
| saved views and reports that look for the child | removed |
| notices somebody has seen of the child's rows: their ids may be given again | removed |
| drafts that name the record in their place or content | removed |
| what imports kept of themselves | every text about the child is emptied, the counts stay |
| any other text of any other table | the NHS number and the number of the record are taken out of it |
| changes of all these rows | those that repeat any of it are removed from the record of changes |
| entries of the audit log, their reasons too | kept: they are sealed; the child's id in them leads to nobody |
| records of brothers and sisters who name the child | kept: that is their own record |
| files and papers that left the caseload, backups | not reached: the certificate says so |
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, String, Table, delete, or_, select, text, update
from sqlalchemy.orm import Session

from lac_tracker.domain.disposal import REMOVED, Identity
from lac_tracker.storage import disposal_changes, disposal_reach

# Sealed, or ours to keep; forms and practices are copies of what is published.
_KEPT = frozenset(
    {
        "audit",
        "changes",
        "current_entry",
        "disposals",
        "disposed_changes",
        "form_texts",
        "gp_practices",
        "quality_checklists",
    }
)
_SHORTEST_CELL = 4  # characters of a council's id, for a cell that is equal to it to mean the child
# 'reply:83:…': which table the number of a notice is of.
_NOTICES = {
    "hand_over": "assessments", "follow_up": "follow_ups", "plan_item": "actions", "reply": "information_requests",
    "plan_sent": "assessments", "quality": "quality_reviews",
}  # fmt: skip


def notice_ids(connection: Connection, child_id: int) -> set[int]:
    """Return the notices seen that are about rows of a child. Asked while they are still there."""
    own = {kind: disposal_reach.ids(connection, child_id, table) for kind, table in _NOTICES.items()}
    found = set()
    for row in connection.execute(text("SELECT id, notice FROM notices_seen")):
        kind, _, rest = row.notice.partition(":")
        number = rest.partition(":")[0]
        if number.isdecimal() and int(number) in own.get(kind, ()) or str(child_id) in row.notice.split(":"):
            found.add(row.id)
    return found


def clear(
    session: Session, whose: Identity, council_row_id: int, notices: set[int]
) -> tuple[dict[str, int], set[int]]:
    """Remove or empty what speaks of a child outside the record, once that is deleted.

    Returns how many rows went of each table, and the changes that repeat what went.
    """
    connection = session.connection()
    wanted = {
        "notices_seen": notices,
        "import_rows_set_aside": set(_rows_set_aside(connection, whose, council_row_id)),
        "list_differences": set(_differences(connection, whose, council_row_id)),
        "saved_views": set(_meant(connection, "saved_views", ("name", "content"), whose)),
        "drafts": set(_meant(connection, "drafts", ("place", "content"), whose)),
    }
    counts, changes = {}, set()
    for table, ids in wanted.items():
        rows = _table(table)
        for row_id in ids:
            connection.execute(delete(rows).where(rows.c.id == row_id))
        if ids:
            counts[table] = len(ids)
            changes |= disposal_changes.of_rows(connection, table, ids)
    _empty_reports(connection, whose, council_row_id)
    for found, columns in _texts():
        _without_numbers(connection, found, columns, whose)
    return counts, changes | disposal_changes.that_mention(connection, whose, _about(whose, council_row_id))


def _about(whose: Identity, council_row_id: int) -> Mapping[str, Callable[[dict[str, Any]], bool]]:
    """Return, for the tables of lists that came in, what tells whether a row of them as it once was is about the child."""

    def is_of_council(row: dict[str, Any]) -> bool:
        return row.get("council_id") in (None, council_row_id)

    return {
        "imports": lambda row: is_of_council(row) and _speaks_of(row, whose),
        "import_rows_set_aside": lambda row: _is_their_row(
            str(row.get("content")), str(row.get("reason")), whose
        ),
        "list_differences": lambda row: (
            is_of_council(row) and row.get("council_child_id") == whose.council_id
        ),
        "saved_views": lambda row: whose.is_meant_in(f"{row.get('name')} {row.get('content')}"),
    }


def _speaks_of(held: Any, whose: Identity) -> bool:
    """Tell whether a single text of what was kept as JSON, or as JSON inside it, is about the child."""
    if isinstance(held, dict):
        return any(_speaks_of(value, whose) for value in held.values())
    if isinstance(held, list):
        return any(_speaks_of(value, whose) for value in held)
    if not isinstance(held, str):
        return False
    if held[:1] in ("{", "["):
        try:
            return _speaks_of(json.loads(held), whose)
        except ValueError:
            pass
    return whose.is_meant_in(held)


def _rows_set_aside(connection: Connection, whose: Identity, council_row_id: int) -> Iterator[int]:
    rows = connection.execute(
        text(
            "SELECT aside.id, aside.content, aside.reason FROM import_rows_set_aside AS aside "
            "JOIN imports ON imports.id = aside.import_id WHERE imports.council_id = :council"
        ),
        {"council": council_row_id},
    )
    for row in rows:
        if _is_their_row(row.content, row.reason, whose):
            yield row.id


def _is_their_row(content: str, reason: str, whose: Identity) -> bool:
    cells = [str(value).strip() for _, value in _read(content)]
    has_id = len(whose.council_id) >= _SHORTEST_CELL and whose.council_id in cells
    return has_id or whose.is_meant_in(f"{' '.join(cells)} {reason}")


def _differences(connection: Connection, whose: Identity, council_row_id: int) -> Iterator[int]:
    rows = connection.execute(
        text("SELECT id FROM list_differences WHERE council_id = :council AND council_child_id = :theirs"),
        {"council": council_row_id, "theirs": whose.council_id},
    )
    return iter(rows.scalars().all())


def _meant(connection: Connection, name: str, columns: tuple[str, ...], whose: Identity) -> Iterator[int]:
    table = _table(name)
    for row_id, *texts in connection.execute(select(table.c.id, *(table.c[one] for one in columns))):
        if whose.is_meant_in(" ".join(texts)):
            yield row_id


def _empty_reports(connection: Connection, whose: Identity, council_row_id: int) -> None:
    """Empty every text about the child in what the imports of the council kept of themselves."""
    imports = _table("imports")
    theirs = or_(imports.c.council_id == council_row_id, imports.c.council_id.is_(None))
    for row in connection.execute(
        select(imports.c.id, imports.c.file_names, imports.c.report).where(theirs)
    ).all():
        told = {
            name: value for name in ("file_names", "report") if _speaks_of(value := getattr(row, name), whose)
        }
        if told:
            emptied = {
                name: json.dumps(_emptied(_loaded(value), whose), ensure_ascii=False)
                for name, value in told.items()
            }
            connection.execute(update(imports).where(imports.c.id == row.id).values(emptied))


def _loaded(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def _emptied(held: Any, whose: Identity) -> Any:
    if isinstance(held, dict):
        return {name: _emptied(value, whose) for name, value in held.items()}
    if isinstance(held, list):
        return [_emptied(value, whose) for value in held]
    return REMOVED if isinstance(held, str) and whose.is_meant_in(held) else held


def _table(name: str) -> Table:
    from lac_tracker.storage.tables.every import Base  # heavy: what a start needs is few of them

    return Base.metadata.tables[name]


@cache
def _texts() -> tuple[tuple[Table, tuple[Column[Any], ...]], ...]:
    """Return the tables that hold nobody's record, with their columns of text."""
    from lac_tracker.storage.tables.every import Base  # heavy: what a start needs is few of them

    own = {one.name for one in disposal_reach.reached()} | _KEPT
    found = ((table, _text_columns(table)) for table in Base.metadata.sorted_tables if table.name not in own)
    return tuple((table, columns) for table, columns in found if columns)


def _text_columns(table: Table) -> tuple[Column[Any], ...]:
    return tuple(column for column in table.columns if isinstance(column.type, String))


def _without_numbers(
    connection: Connection, table: Table, columns: tuple[Column[Any], ...], whose: Identity
) -> None:
    """Take the child's numbers out of every text of a table. Whoever has such a row open in a screen must notice."""
    names = [column.name for column in columns]
    for row_id, *texts in connection.execute(select(table.c.id, *columns)).all():
        said = {name: words for name, words in zip(names, texts, strict=True) if words}
        mended: dict[str, Any] = {
            name: new for name, words in said.items() if (new := whose.without_numbers(words)) != words
        }
        if mended and "version" in table.c:
            mended["version"] = table.c.version + 1
        if mended:
            connection.execute(update(table).where(table.c.id == row_id).values(mended))


def _read(content: str) -> list[Any]:
    try:
        held = json.loads(content)
    except ValueError:
        return []
    return (
        [pair for pair in held if isinstance(pair, list) and len(pair) == 2] if isinstance(held, list) else []
    )
