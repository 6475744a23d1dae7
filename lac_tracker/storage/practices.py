"""The GP practices of the national file: replaced whole, found by name, code or postcode, and which of them have closed."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from lac_tracker.domain.names import search_key
from lac_tracker.domain.practices import CLOSED, GP_PRACTICE, Practice
from lac_tracker.storage.tables.care import ContactRow
from lac_tracker.storage.tables.children import ChildRow, ImportRow
from lac_tracker.storage.tables.imports import GpPracticeRow

_FIELDS = tuple(Practice.__dataclass_fields__)
_PORTION = 1_000  # rows in one statement


def replace(session: Session, practices: Iterable[Practice]) -> None:
    """Put the practices of a file in the place of those of the file before."""
    # A copy of a national file: its rows have no versions.
    session.execute(delete(GpPracticeRow), execution_options={"raises_versions_itself": True})
    rows = [
        {name: getattr(one, name) for name in _FIELDS}
        | {"search_key": search_key(one.name), "postcode_key": _bare(one.postcode)}
        for one in practices
    ]
    for at in range(0, len(rows), _PORTION):
        session.execute(insert(GpPracticeRow), rows[at : at + _PORTION])


def find(session: Session, text: str, today: date, *, most: int = 30) -> tuple[Practice, ...]:
    """Return practices by the beginning of code or postcode, or by words of the name; GP practices that are open first."""
    row, words = GpPracticeRow, search_key(text).split()
    if not words:
        return ()
    by_name = [row.search_key.contains(word, autoescape=True) for word in words]
    conditions: list[ColumnElement[bool]] = [_all(by_name)]
    if (bare := _bare(text)) and any(character.isdigit() for character in bare):
        conditions += [
            row.code.startswith(bare, autoescape=True), row.postcode_key.startswith(bare, autoescape=True)
        ]  # fmt: skip
    is_open: Any = case((row.closed_on <= today, 1), (row.status == CLOSED, 1), else_=0)
    is_gp: Any = case((row.setting == GP_PRACTICE, 0), else_=1)
    exact: Any = case((row.code == bare, 0), else_=1)
    query = (
        select(row)
        .where(or_(*conditions))
        .order_by(exact, is_open, is_gp, row.search_key, row.code)
        .limit(most)
    )
    return tuple(_practice(found) for found in session.scalars(query))


def by_code(session: Session, code: str) -> Practice | None:
    """Return the practice of a code; of a branch's code, its practice. None where the file has none."""
    rows = {
        row.code: row
        for row in session.scalars(select(GpPracticeRow).where(GpPracticeRow.code.in_((code, code[:6]))))
    }
    row = rows.get(code) or rows.get(code[:6])
    return _practice(row) if row is not None else None


def closed_on() -> ColumnElement[date | None]:
    """Return, for a query of contacts, the day a practice closed: as somebody recorded it, else as the national file has it."""
    of_file = (
        select(GpPracticeRow.closed_on)
        .where(GpPracticeRow.code == func.substr(ContactRow.ods_code, 1, 6), ContactRow.kind == "gp_practice")
        .scalar_subquery()
    )
    return func.coalesce(ContactRow.closed_on, of_file)


def count(session: Session) -> int:
    """Return how many practices the file had; 0 before one was loaded."""
    return session.scalar(select(func.count()).select_from(GpPracticeRow)) or 0


def last_load(session: Session, team_id: int) -> Any:
    """Return (made_at, made_by, file_names) of the last load of a team, None before the first."""
    return session.execute(
        select(ImportRow.made_at, ImportRow.made_by, ImportRow.file_names)
        .where(ImportRow.team_id == team_id, ImportRow.kind == "gp_practices")
        .order_by(ImportRow.made_at.desc(), ImportRow.id.desc())
        .limit(1)
    ).first()


def with_closed_practice(session: Session, team_id: int, today: date) -> tuple[int, ...]:
    """Return the children of a team whose GP practice has closed."""
    return tuple(
        session.scalars(
            select(ContactRow.child_id)
            .join(ChildRow, ChildRow.id == ContactRow.child_id)
            .where(
                ChildRow.team_id == team_id, ContactRow.kind == "gp_practice", ContactRow.ended_on.is_(None),
                closed_on() <= today,
            )
            .distinct()
            .order_by(ContactRow.child_id)
        )
    )  # fmt: skip


def _all(conditions: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    found = conditions[0]
    for one in conditions[1:]:
        found = found & one
    return found


def _bare(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def _practice(row: GpPracticeRow) -> Practice:
    return Practice(**{name: getattr(row, name) for name in _FIELDS})
