"""Keeps rows that follow from other rows of a child: written where they differ from what is kept, and nowhere else."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lac_tracker.storage import care
from lac_tracker.storage.many_rows import insert_rows

Kept = frozenset[tuple[Any, ...]]  # the rows of one child
_DERIVED = {"raises_versions_itself": True}  # no version: nobody edits them
_NONE: Kept = frozenset()
_in_table = itemgetter(1, 2, 3, 4)


def keep(
    session: Session, table: Any, names: tuple[str, ...], query: Any, wanted: Mapping[int, Kept]
) -> set[int]:
    """Write the rows of children where they differ from what is kept. Returns the children of whom they did.

    names: the columns of a row after child_id, at least four, first those that the table is in the order of. query: asks for child_id and these, of children `care.portions` gives.
    """
    stored = _stored(session, query, wanted)
    changed = [child_id for child_id, rows in wanted.items() if stored.get(child_id, _NONE) != rows]
    for part in care.chunks([one for one in changed if one in stored]):
        gone = delete(table).where(table.child_id.in_(part))
        session.execute(gone, execution_options=_DERIVED)
    rows = [(child_id, *values) for child_id in changed for values in wanted[child_id]]
    rows.sort(key=_in_table)
    insert_rows(session, table, ("child_id", *names), rows)
    return set(changed)


def differing(session: Session, query: Any, wanted: Mapping[int, Kept]) -> tuple[int, ...]:
    """Return the children whose rows that are kept are not these."""
    stored = _stored(session, query, wanted)
    return tuple(child_id for child_id, rows in wanted.items() if stored.get(child_id, _NONE) != rows)


def _stored(session: Session, query: Any, child_ids: Iterable[int]) -> Mapping[int, Kept]:
    found: dict[int, list[Any]] = defaultdict(list)
    for child_id, *values in care.portions(session, query, child_ids):
        found[child_id].append(tuple(values))
    return {child_id: frozenset(rows) for child_id, rows in found.items()}


@lru_cache(maxsize=1_024)
def digits(*truths: bool) -> int:
    """Return what is true of a thing as one number, each a binary digit: to be grouped by at half the cost."""
    return sum(1 << digit for digit, is_true in enumerate(truths) if is_true)
