"""The audit log as it is read: entries by filter, the newest first, a page at a time; and what one entry changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound
from lac_tracker.storage.tables.audit import AuditRow, ChangeRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.people import PersonRow

_AT_ONCE = 1_000


@dataclass(frozen=True)
class Filter:
    """Which entries are wanted. since, until: moments, the second not included. actions, begins: what was done, whole
    or its beginning; both empty: anything. child_ids: None for any record and none, empty where no child fits.
    team_id: of a file with several teams, whose log it is."""

    since: datetime | None = None
    until: datetime | None = None
    person_id: int | None = None
    actions: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    child_ids: tuple[int, ...] | None = None
    team_id: int | None = None


class Stored(NamedTuple):
    """One entry as it was sealed."""

    number: int
    at: datetime
    person_id: int
    person_name: str
    workstation: str
    action: str
    child_id: int | None
    reason: str
    changes_count: int


class Change(NamedTuple):
    """One row that an entry touched: its values before and after as JSON, None where it was not there."""

    table: str
    row_id: int
    operation: str
    before: str | None
    after: str | None


_COLUMNS = (
    AuditRow.number, AuditRow.at, AuditRow.person_id, AuditRow.person_name, AuditRow.workstation, AuditRow.action,
    AuditRow.child_id, AuditRow.reason, AuditRow.changes_count,
)  # fmt: skip


def page(
    session: Session, wanted: Filter, limit: int, after: tuple[datetime, int] | None = None
) -> list[Stored]:
    """Return the newest entries of a filter. after: moment and number of the last entry of the page before."""
    query = _ordered(wanted)
    if after is not None:
        at, number = after
        query = query.where(AuditRow.at <= at, not_(and_(AuditRow.at == at, AuditRow.number >= number)))
    return [Stored(*row) for row in session.execute(query.limit(limit))]


def every(session: Session, wanted: Filter) -> Iterator[Stored]:
    """Yield the entries of a filter, the newest first, without holding them."""
    for some in session.execute(_ordered(wanted)).partitions(_AT_ONCE):
        yield from (Stored(*row) for row in some)


def count(session: Session, wanted: Filter) -> int:
    """Return how many entries a filter has."""
    if wanted == Filter():
        return session.scalar(select(func.max(AuditRow.number))) or 0  # there are no gaps
    return session.scalar(select(func.count()).select_from(AuditRow).where(*_clauses(wanted))) or 0


def entry(session: Session, number: int) -> Stored:
    """Return an entry by its number. Raises NotFound."""
    found = session.execute(select(*_COLUMNS).where(AuditRow.number == number)).first()
    if found is None:
        raise NotFound(f"There is no audit entry {number}")
    return Stored(*found)


def changes(session: Session, number: int, limit: int) -> list[Change]:
    """Return the first rows that an entry touched, in their order."""
    query = (
        select(ChangeRow.table_name, ChangeRow.row_id, ChangeRow.operation, ChangeRow.before, ChangeRow.after)
        .join(AuditRow, AuditRow.entry_id == ChangeRow.entry_id)
        .where(AuditRow.number == number)
        .order_by(ChangeRow.id)
        .limit(limit)
    )
    return [Change(*row) for row in session.execute(query)]


def people(session: Session, team_id: int) -> tuple[tuple[int, str], ...]:
    """Return everybody of a team, also who left, by full name: (id, full name)."""
    rows = session.execute(
        select(PersonRow.id, PersonRow.full_name)
        .where(PersonRow.team_id == team_id)
        .order_by(PersonRow.full_name)
    )
    return tuple((row.id, row.full_name) for row in rows)


def newest_at(session: Session) -> datetime | None:
    """Return the moment of the newest entry; None in a log without any."""
    return session.scalar(select(AuditRow.at).order_by(AuditRow.number.desc()).limit(1))


def by_council_id(session: Session, team_id: int, number: str) -> tuple[int, ...]:
    """Return the children of a team that have this number with a council, whole."""
    rows = select(ChildRow.id).where(ChildRow.team_id == team_id, ChildRow.council_child_id == number)
    return tuple(session.scalars(rows))


def teams_of(session: Session, child_ids: set[int]) -> dict[int, int]:
    """Return whose record each of some children's is: child → team. A disposed record is not among them."""
    from lac_tracker.storage.care import chunks  # signing in asks for none of this

    found: dict[int, int] = {}
    for part in chunks(child_ids):
        rows = session.execute(select(ChildRow.id, ChildRow.team_id).where(ChildRow.id.in_(part)))
        found |= {child_id: team_id for child_id, team_id in rows}
    return found


def _ordered(wanted: Filter) -> Any:
    query: Any = select(*_COLUMNS).where(*_clauses(wanted))
    if wanted.child_ids is not None:  # few entries: in the order of their index, which none has to be put in
        return query.order_by(AuditRow.number.desc())
    return query.order_by(AuditRow.at.desc(), AuditRow.number.desc())


def _clauses(wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        found.append(AuditRow.at >= wanted.since)
    if wanted.until is not None:
        found.append(AuditRow.at < wanted.until)
    if wanted.person_id is not None:
        found.append(AuditRow.person_id == wanted.person_id)
    if wanted.actions or wanted.begins:
        begins = [AuditRow.action.startswith(words, autoescape=True) for words in wanted.begins]
        found.append(or_(AuditRow.action.in_(wanted.actions), *begins))
    if wanted.child_ids is not None:
        found.append(AuditRow.child_id.in_(wanted.child_ids) if wanted.child_ids else false())
    if wanted.team_id is not None:
        found.append(_of_team(wanted.team_id))
    return found


def _of_team(team_id: int) -> ColumnElement[bool]:
    """Return what a team's log holds: what its people did, what was done to its records, and what the program did."""
    people = select(PersonRow.id).where(PersonRow.team_id == team_id)
    children = select(ChildRow.id).where(ChildRow.team_id == team_id)
    return or_(AuditRow.person_id == 0, AuditRow.person_id.in_(people), AuditRow.child_id.in_(children))
