"""Which column of a council's list means which field, remembered for each council by the names of the columns."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lac_tracker.domain.list_dates import ORDERS
from lac_tracker.domain.list_fields import BY_KEY
from lac_tracker.domain.list_import import Matching
from lac_tracker.storage.tables.imports import ImportMappingRow


def find(session: Session, council_row_id: int, columns: Sequence[str]) -> Matching | None:
    """Return how a list with these columns was matched last; None for one that never came. Their order may differ."""
    row = session.scalar(_row(council_row_id, columns))
    if row is None:
        return None
    return _matching(json.loads(row.content), columns)


def nearest(
    session: Session, council_row_id: int, columns: Sequence[str]
) -> tuple[Matching, frozenset[int]] | None:
    """Return what was said of the columns of a list before that has fewer, and which columns of this one it knows.

    All columns of the earlier list are in this one; of several the one with most, then the newest. None without one.
    """
    there = {name: at for at, name in enumerate(columns)}
    best: tuple[tuple[int, date], dict[str, Any], frozenset[int]] | None = None
    for row in session.scalars(select(ImportMappingRow).where(ImportMappingRow.council_id == council_row_id)):
        kept = json.loads(row.content)
        known = set(kept.get("known", kept.get("columns", {})))
        place = (len(known), row.used_on)
        if known and known <= there.keys() and (best is None or place > best[0]):
            best = place, kept, frozenset(there[name] for name in known)
    return (_matching(best[1], columns), best[2]) if best else None


def remember(
    session: Session, council_row_id: int, columns: Sequence[str], matching: Matching, *, by: str, today: date
) -> None:
    """Keep how a list was matched, for the next one with the same columns."""
    content = json.dumps(
        {
            "columns": {columns[at]: key for at, key in matching.fields.items()},
            "known": list(columns),  # also those that are not read
            "dates": matching.dates,
        },
        ensure_ascii=False,
    )
    row = session.scalar(_row(council_row_id, columns))
    if row is None:
        session.add(
            ImportMappingRow(
                council_id=council_row_id, columns_key=_columns_key(columns), content=content, used_on=today, used_by=by
            )
        )  # fmt: skip
    else:
        row.content, row.used_on, row.used_by = content, today, by
    session.flush()


def _matching(kept: dict[str, Any], columns: Sequence[str]) -> Matching:
    said, dates = kept.get("columns", {}), kept.get("dates")
    fields = {at: said[name] for at, name in enumerate(columns) if said.get(name) in BY_KEY}
    return Matching(fields, dates if dates in ORDERS else "day_first")


def _row(council_row_id: int, columns: Sequence[str]) -> Select[ImportMappingRow]:
    return select(ImportMappingRow).where(
        ImportMappingRow.council_id == council_row_id, ImportMappingRow.columns_key == _columns_key(columns)
    )


def _columns_key(columns: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(sorted(columns)).encode(errors="replace")).hexdigest()
