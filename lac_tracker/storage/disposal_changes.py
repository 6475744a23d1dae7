"""The changes of a child in the record of changes: found whatever became of the row, taken out, and accounted for.

A row id is given again once its row was deleted, so which child a change was of is told by its content, and by which row
its own pointed at when it was written: from the insert of a row to its deletion is one life of that id.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from lac_tracker.domain.disposal import Identity
from lac_tracker.domain.errors import UserError
from lac_tracker.storage import triggers
from lac_tracker.storage.disposal_reach import CHILDREN, reached
from lac_tracker.storage.disposed_changes import digest_without, sealed_of
from lac_tracker.storage.tables.retention import DisposedChangesRow

_FOREVER = 2**63
_AT_ONCE = 5_000
# What a disposal says of itself stays, with the number of the record.
_KEPT = ("disposals", "disposed_changes")
_NAMING = """
    SELECT id, row_id FROM changes WHERE table_name = :table
        AND (json_extract(before, '$.' || :column) = :child OR json_extract(after, '$.' || :column) = :child)
"""
_POINTING = """
    SELECT id, row_id, json_extract(coalesce(after, before), '$.' || :column) AS target FROM changes
    WHERE table_name = :table AND target IN (SELECT value FROM json_each(:targets))
"""
_OF_ROWS = """
    SELECT row_id, id, operation FROM changes
    WHERE table_name = :table AND row_id IN (SELECT value FROM json_each(:rows)) ORDER BY row_id, id
"""


class Life(NamedTuple):
    """One row under one id, from the change that made it to the one that took it away."""

    row_id: int
    first: int
    last: int


def of_child(connection: Connection, child_id: int) -> set[int]:
    """Return the ids of every change of a row that is or was the child's."""
    lives: dict[str, list[Life]] = {}
    found: set[int] = set()
    for one in reached():
        if one.name not in triggers.AUDITED:
            continue
        hits = (
            _lives_of(connection, CHILDREN, {child_id})
            if one.name == CHILDREN
            else _hits(connection, one.name, one.links, child_id, lives)
        )
        lives[one.name] = hits
        found |= _changes_of(connection, one.name, hits)
    return found


def of_rows(connection: Connection, table: str, row_ids: Collection[int]) -> set[int]:
    """Return the changes of rows of a table that were deleted just now: of their last life."""
    newest = {life.row_id: life for life in _lives_of(connection, table, row_ids)}
    return _changes_of(connection, table, list(newest.values()))


def that_mention(
    connection: Connection, whose: Identity, is_about: Mapping[str, Callable[[dict[str, Any]], bool]]
) -> set[int]:
    """Return the changes of rows of nobody's that repeat a number of the child.

    is_about: of the tables of lists that came in, what tells from a row whether it is about the child.
    """
    own = {one.name for one in reached()}
    found = set()
    for table in triggers.AUDITED:
        if table in _KEPT or (table in own and table not in is_about):
            continue
        says = is_about.get(table)
        rows = connection.execute(
            text("SELECT id, before, after FROM changes WHERE table_name = :table"), {"table": table}
        )
        for some in rows.partitions(_AT_ONCE):
            for row in some:
                sides = [side for side in (row.before, row.after) if side]
                if any(whose.is_numbered_in(side) or (says and says(json.loads(side))) for side in sides):
                    found.add(row.id)
    return found


def take_out(session: Session, disposal_id: int, gone: Collection[int]) -> tuple[int, int]:
    """Take changes out of the record of changes and note, for each sealed entry they were of, how many and what is left.

    Returns how many went, and of how many sealed entries. Raises UserError when an entry does not verify as it stands:
    what somebody tampered with must not be noted as what was left.
    """
    session.flush()
    connection = session.connection()
    here = session.info["entry_id"]
    by_entry = _by_entry(connection, gone)
    by_entry.pop(here, None)  # this transaction's own are not sealed yet: its entry tells of what stays
    left = {}
    for entry_id, theirs in by_entry.items():
        if (sealed := sealed_of(session, entry_id)) is None or sealed != digest_without(session, entry_id):
            raise UserError(
                "The record of changes does not verify, so nothing was disposed of. Check the caseload, and ask for help with "
                "what it finds"
            )
        rest = digest_without(session, entry_id, theirs)
        assert rest is not None
        left[entry_id] = rest
    with triggers.deleting_changes(connection):
        for part in _portions(gone):
            connection.execute(
                text("DELETE FROM changes WHERE id IN (SELECT value FROM json_each(:ids))"), {"ids": part}
            )
    for entry_id, (_count, digest) in left.items():
        session.add(
            DisposedChangesRow(
                disposal_id=disposal_id,
                entry_id=entry_id,
                removed=len(by_entry[entry_id]),
                left_digest=digest,
            )
        )
    session.flush()
    return len(gone), len(by_entry)


def _hits(
    connection: Connection, table: str, links: dict[str, str], child_id: int, lives: dict[str, list[Life]]
) -> list[Life]:
    """Return the lives of the rows of a table that named the child, or pointed at a row that was the child's then."""
    at: dict[int, set[int]] = defaultdict(set)
    for column, target in links.items():
        for change, row_id in _pointing(connection, table, column, target, child_id, lives):
            at[row_id].add(change)
    found = _lives_of(connection, table, at)
    return [one for one in found if any(one.first <= change <= one.last for change in at[one.row_id])]


def _pointing(
    connection: Connection, table: str, column: str, target: str, child_id: int, lives: dict[str, list[Life]]
) -> Iterator[tuple[int, int]]:
    if target == CHILDREN:
        given = {"table": table, "column": column, "child": child_id}
        for row in connection.execute(text(_NAMING), given):
            yield row.id, row.row_id
        return
    owned: dict[int, list[Life]] = defaultdict(list)
    for one in lives.get(target, ()):
        owned[one.row_id].append(one)
    for part in _portions(owned):
        asked = {"table": table, "column": column, "targets": part}
        for row in connection.execute(text(_POINTING), asked):
            if any(one.first <= row.id <= one.last for one in owned[row.target]):
                yield row.id, row.row_id


def _lives_of(connection: Connection, table: str, row_ids: Iterable[int]) -> list[Life]:
    """Return every life of some ids of a table. One whose insert was never written down began before all changes."""
    found = []
    for part in _portions(row_ids):
        first: dict[int, int] = {}
        for row_id, change, operation in connection.execute(text(_OF_ROWS), {"table": table, "rows": part}):
            if operation == "insert" and row_id in first:  # its deletion was never written down
                found.append(Life(row_id, first.pop(row_id), change - 1))
            first.setdefault(row_id, change if operation == "insert" else 0)
            if operation == "delete":
                found.append(Life(row_id, first.pop(row_id), change))
        found += [Life(row_id, began, _FOREVER) for row_id, began in first.items()]
    return found


def _changes_of(connection: Connection, table: str, lives: Iterable[Life]) -> set[int]:
    by_row: dict[int, list[Life]] = defaultdict(list)
    for one in lives:
        by_row[one.row_id].append(one)
    return {
        change
        for part in _portions(by_row)
        for row_id, change, _ in connection.execute(text(_OF_ROWS), {"table": table, "rows": part})
        if any(one.first <= change <= one.last for one in by_row[row_id])
    }


def _by_entry(connection: Connection, gone: Collection[int]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for part in _portions(gone):
        rows = connection.execute(
            text("SELECT id, entry_id FROM changes WHERE id IN (SELECT value FROM json_each(:ids))"),
            {"ids": part},
        )
        for change, entry_id in rows:
            found[entry_id].add(change)
    return found


def _portions(ids: Iterable[int]) -> Iterator[str]:
    """Yield ids as JSON, so many at once."""
    wanted = sorted(ids)
    return (json.dumps(wanted[at : at + _AT_ONCE]) for at in range(0, len(wanted), _AT_ONCE))
