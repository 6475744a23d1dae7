"""The imports that were made and the rows they set aside: read, and closed."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.storage.tables.children import CouncilRow, ImportRow
from lac_tracker.storage.tables.imports import ImportRowSetAside

TAKEN_IN = "Taken in"  # how what became of a row begins, where an import took it in later
ANOTHER_CHILD = "A different child"  # what became of a row that was said not to be about a child of ours


class Made(NamedTuple):
    """One import. entry_id None: made before the record of changes could be gone back by."""

    id: int
    kind: str
    council: str | None
    files: tuple[str, ...]
    made_at: datetime
    made_by: str
    created: int
    updated: int
    refused: int
    entry_id: str | None
    undone_at: datetime | None
    undone_by: str | None
    undone_because: str | None


def of_team(session: Session, team_id: int) -> list[Made]:
    """Return the imports of a team, newest first."""
    row = ImportRow
    query = (
        select(
            row.id, row.kind, CouncilRow.code, row.file_names, row.made_at, row.made_by, row.children_created,
            row.children_updated, row.rows_refused, row.entry_id, row.undone_at, row.undone_by, row.undone_because,
        )
        .outerjoin(CouncilRow, CouncilRow.id == row.council_id)
        .where(row.team_id == team_id)
        .order_by(row.id.desc())
    )  # fmt: skip
    return [_made(values) for values in session.execute(query)]


def load(session: Session, team_id: int, import_id: int) -> Made:
    """Return one import of a team. Raises NotFound."""
    found = next((one for one in of_team(session, team_id) if one.id == import_id), None)
    if found is None:
        raise NotFound(f"There is no import {import_id} in this caseload. `import history` lists them")
    return found


def report(session: Session, import_id: int) -> Mapping[str, Any]:
    """Return what an import said it did, as it was kept; empty for one of before."""
    text = session.scalar(select(ImportRow.report).where(ImportRow.id == import_id))
    found: Mapping[str, Any] = json.loads(text) if text else {}
    return found


def mark_undone(session: Session, import_id: int, *, by: str, now: datetime, because: str) -> None:
    """Write that an import was undone."""
    row = session.get_one(ImportRow, import_id)
    row.undone_at, row.undone_by, row.undone_because = now, by, because or None
    session.flush()


def open_counts(session: Session, team_id: int) -> dict[int, int]:
    """Return how many rows that were set aside are still open, by import."""
    rows = session.execute(
        select(ImportRowSetAside.import_id, func.count())
        .join(ImportRow, ImportRow.id == ImportRowSetAside.import_id)
        .where(ImportRow.team_id == team_id, ImportRowSetAside.settled_at.is_(None))
        .group_by(ImportRowSetAside.import_id)
    )
    return {import_id: count for import_id, count in rows}


def set_aside(session: Session, import_id: int) -> list[ImportRowSetAside]:
    """Return the rows an import set aside, in the order of the file."""
    query = select(ImportRowSetAside).where(ImportRowSetAside.import_id == import_id)
    return list(session.scalars(query.order_by(ImportRowSetAside.line, ImportRowSetAside.id)))


def row_set_aside(session: Session, team_id: int, row_id: int) -> ImportRowSetAside:
    """Return a row that was set aside. Raises NotFound."""
    found = session.scalar(
        select(ImportRowSetAside)
        .join(ImportRow, ImportRow.id == ImportRowSetAside.import_id)
        .where(ImportRowSetAside.id == row_id, ImportRow.team_id == team_id)
    )
    if found is None:
        raise NotFound("That row is not set aside any more. Press F5 to see the list as it is")
    return found


def content_of(row: ImportRowSetAside) -> tuple[tuple[str, str], ...]:
    """Return a row as it was received: pairs of column and value."""
    return tuple((column, value) for column, value in json.loads(row.content))


def add_set_aside(session: Session, import_id: int, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep rows that were not taken in. Each: line, kind, content (pairs of column and value), child_id, reason."""
    for one in rows:
        session.add(
            ImportRowSetAside(import_id=import_id, **dict(one) | {"content": as_content(one["content"])})
        )
    session.flush()


def open_contents(session: Session, council_row_id: int) -> frozenset[str]:
    """Return the rows of a council that are still set aside, as they are kept: one that comes again is not kept twice."""
    query = (
        select(ImportRowSetAside.content)
        .join(ImportRow, ImportRow.id == ImportRowSetAside.import_id)
        .where(ImportRow.council_id == council_row_id, ImportRowSetAside.settled_at.is_(None))
    )
    return frozenset(session.scalars(query))


def told_apart(session: Session, council_row_id: int) -> frozenset[tuple[str, int]]:
    """Return the council's ids of returns that were said to be another child than one of ours: (their id, our child)."""
    query = (
        select(ImportRowSetAside.content, ImportRowSetAside.child_id)
        .join(ImportRow, ImportRow.id == ImportRowSetAside.import_id)
        .where(
            ImportRow.council_id == council_row_id, ImportRow.kind == "ssda903", ImportRowSetAside.child_id.is_not(None),
            ImportRowSetAside.settled_as == ANOTHER_CHILD,
        )
    )  # fmt: skip
    return frozenset(
        (dict(json.loads(content))["CHILD"], child_id)
        for content, child_id in session.execute(query)
        if child_id is not None
    )


def as_content(pairs: Iterable[tuple[str, str]]) -> str:
    """Return pairs of column and value as they are kept."""
    return json.dumps([list(pair) for pair in pairs], ensure_ascii=False)


def came_again(
    session: Session, council_row_id: int, contents: Mapping[str, bool], *, import_id: int | None, by: str, now: datetime
) -> None:  # fmt: skip
    """Settle the open rows of earlier lists that came again in another: taken in now, or set aside again.

    contents: each row of the new list, as it is kept → whether it was set aside again. import_id None: nothing was to
    change.
    """
    query = (
        select(ImportRowSetAside)
        .join(ImportRow, ImportRow.id == ImportRowSetAside.import_id)
        .where(ImportRow.council_id == council_row_id, ImportRowSetAside.settled_at.is_(None))
    )
    for row in session.scalars(query).all():
        if row.import_id == import_id or row.content not in contents:
            continue
        how = f" by import {import_id}" if import_id is not None else ", nothing to change"
        row.settled_as = f"{'Set aside again' if contents[row.content] else TAKEN_IN}{how}"
        row.settled_at, row.settled_by = now, by
    session.flush()


def refuse_changed(row: ImportRowSetAside, seen_version: int | None) -> None:
    """Raise RecordChanged when another person changed a row since it was looked at."""
    if seen_version is not None and row.version != seen_version:
        raise RecordChanged(
            "Someone else changed this while you were working. Open it again to see their version"
        )


def settle(session: Session, row: ImportRowSetAside, *, as_words: str, by: str, now: datetime) -> None:
    """Write what became of a row."""
    row.settled_at, row.settled_by, row.settled_as = now, by, as_words
    session.flush()


def _made(values: Any) -> Made:
    made = Made(*values)
    return made._replace(files=tuple(json.loads(values.file_names)))
