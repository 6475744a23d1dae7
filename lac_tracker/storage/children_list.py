"""The list of children in SQL: whom a search finds, in which order, and what a page of it shows of each.

Everything is found, sorted and counted in indexes; only the rows of a page are looked up.
"""

import json
import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, String, bindparam, func, or_, select
from sqlalchemy.orm import Session

from lac_tracker.domain.names import LONGEST_LINE, clean_line, search_key
from lac_tracker.storage.tables.care import PeriodOfCareRow
from lac_tracker.storage.tables.children import ChildRow, CouncilRow

_SHORTEST_NUMBER = 3  # digits of an NHS number: fewer stand in nearly every one


def count(session: Session, team_id: int, search: str = "", without: frozenset[int] = frozenset()) -> int:
    """Return how many children of a team a search finds; all of them without one. without: ids that do not count."""
    return session.scalar(_of_team(select(func.count()), team_id, search, without)) or 0


def ids(
    session: Session,
    team_id: int,
    search: str = "",
    sort: str = "name",
    *,
    descending: bool = False,
    offset: int = 0,
    limit: int | None = None,
    without: frozenset[int] = frozenset(),
) -> Sequence[int]:
    """Return the ids of the children of a page in their order. sort: a key of `_sort_key`, or 'name'. without: not these.

    Who has no name stands last; so does who lacks what is sorted by, whichever way.
    """
    query = _of_team(select(ChildRow.id), team_id, search, without)
    if sort == "name" and not descending:
        return _by_name(session, query, offset, limit)
    chosen = _sort_key(sort)
    in_order = (chosen.desc() if descending else chosen.asc()).nulls_last()
    no_name = ChildRow.search_key == ""
    query = query.order_by(in_order, no_name, ChildRow.search_key, ChildRow.council_child_id)
    return session.scalars(query.offset(offset).limit(limit)).all()


def _by_name(session: Session, query: Select[Any], offset: int, limit: int | None) -> Sequence[int]:
    """Return a page in the order of names, read from their index, and then who has none: sorting takes ten times as long."""
    named = query.where(ChildRow.search_key > "").order_by(ChildRow.search_key, ChildRow.council_child_id)
    found = list(session.scalars(named.offset(offset).limit(limit)))
    if limit is not None and len(found) == limit:
        return found
    before = offset if found else session.scalar(select(func.count()).select_from(named.subquery())) or 0
    nameless = query.where(ChildRow.search_key == "").order_by(ChildRow.council_child_id)
    left = None if limit is None else limit - len(found)
    return found + list(session.scalars(nameless.offset(max(offset - before, 0)).limit(left)))


def rows(session: Session, child_ids: Sequence[int]) -> dict[int, Any]:
    """Return what the list shows of each child itself, by id."""
    found = session.connection().execute(_rows(), {"ids": as_ids(child_ids)})
    return {row.id: row for row in found}


def in_care_since(session: Session, child_ids: Sequence[int]) -> dict[int, date | None]:
    """Return since when each of some children has been in care; a child who is not in care now is not there."""
    found = session.connection().execute(_since(), {"ids": as_ids(child_ids)})
    return {row.child_id: row.began for row in found}


def councils(session: Session, team_id: int) -> tuple[str, ...]:
    """Return the codes of the councils of a team's children, the most frequent first."""
    many = func.count()
    query = (
        select(CouncilRow.code)
        .join(ChildRow, ChildRow.responsible_council_id == CouncilRow.id)
        .where(CouncilRow.team_id == team_id)
        .group_by(CouncilRow.id)
        .order_by(many.desc(), CouncilRow.code)
    )
    return tuple(session.scalars(query))


def as_ids(child_ids: Sequence[int]) -> str:
    """Return ids as `among` is given them: one parameter for any number."""
    return json.dumps(list(child_ids))


def among(column: Any) -> Any:
    """Return the condition that a column is one of the ids given as `ids`, by `as_ids`."""
    asked = func.json_each(bindparam("ids", type_=String)).table_valued("value")
    return column.in_(select(asked.c.value))


@cache
def _rows() -> Any:
    row = ChildRow
    found = select(
        row.id, row.council_child_id, row.family_name, row.given_name, row.preferred_name, row.nhs_number, row.born,
        CouncilRow.code,
    )  # fmt: skip
    return found.join(CouncilRow, CouncilRow.id == row.responsible_council_id).where(among(row.id))


@cache
def _since() -> Any:
    row = PeriodOfCareRow
    found = select(row.child_id, row.began).where(row.ended.is_(None), among(row.child_id))
    return found.order_by(row.id)


def _sort_key(sort: str) -> Any:
    if sort == "in_care_since":
        row = PeriodOfCareRow
        is_open = (row.child_id == ChildRow.id, row.ended.is_(None))  # one at most: the index alone answers
        return select(func.max(row.began)).where(*is_open).scalar_subquery()
    return {
        "name": func.nullif(ChildRow.search_key, ""), "born": ChildRow.born, "nhs_number": ChildRow.nhs_number,
        "council_id": ChildRow.council_child_id,
    }[sort]  # fmt: skip


def _of_team(query: Select[Any], team_id: int, search: str, without: frozenset[int]) -> Select[Any]:
    query = query.select_from(ChildRow).where(ChildRow.team_id == team_id)
    if without:
        left_out = func.json_each(as_ids(sorted(without))).table_valued("value")
        query = query.where(ChildRow.id.not_in(select(left_out.c.value)))
    return query.where(ChildRow.id.in_(_found(team_id, search))) if search.strip() else query


def _found(team_id: int, search: str) -> Any:
    """Return the query for whom a search finds: each part reads an index of its own, and no row of the table."""
    search = clean_line(search[:LONGEST_LINE])  # as names are kept: without marks that cannot be seen
    key, compact = search_key(search), re.sub(r"[\s-]", "", search)
    council_id = ChildRow.council_child_id.startswith(search.strip(), autoescape=True)
    parts = [select(ChildRow.id).where(council_id)]
    if key:
        names = (
            ChildRow.search_key.startswith(key, autoescape=True),
            ChildRow.search_key.contains(f" {key}", autoescape=True),
        )
        parts.append(select(ChildRow.id).where(ChildRow.team_id == team_id, or_(*names)))
    if compact.isascii() and compact.isdigit() and len(compact) >= _SHORTEST_NUMBER:
        parts.append(select(ChildRow.id).where(ChildRow.nhs_number.contains(compact, autoescape=True)))
    return parts[0].union_all(*parts[1:]) if len(parts) > 1 else parts[0]
