"""The work lists: read-only, as frozen rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Date, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_age, show_date
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.domain.names import show_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.restricted import RESTRICTED
from lac_tracker.domain.standing import OPEN_STATUSES, Status
from lac_tracker.services.access import needs
from lac_tracker.services.due_item import DueItem as DueItem
from lac_tracker.services.due_item import DueList as DueList
from lac_tracker.services.due_notes import with_notes
from lac_tracker.storage import record_access, worklist
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.due import DueRow, DueStretchRow

History = Literal["all", "only missing", "without missing"]
ChildrenSort = Literal["name", "born", "nhs_number", "council_id", "in_care_since"]
EVERY_STATUS = frozenset(Status)
_ONLY_OVERDUE = frozenset({Status.OVERDUE})


class ChildItem(NamedTuple):
    """One child of the list of children."""

    child_id: int
    council_id: str
    name: str | None
    preferred_name: str | None
    nhs_number: str | None
    born: date | None  # None of a restricted record that the person may not open
    council: str
    in_care_since: date | None
    next_due_words: str
    next_status: str

    @property
    def shown_name(self) -> str:
        return self.name or f"Council ID {self.council_id}"


@dataclass(frozen=True)
class ChildrenPage:
    """Some rows of the list of children, how many a search finds in all, and how many children the team has."""

    rows: tuple[ChildItem, ...]
    total: int
    everyone: int


@needs(Action.SEE_LISTS)
def due_list(
    session: Session,
    *,
    by: Actor,
    now: datetime,
    today: date,
    statuses: Collection[Status] = OPEN_STATUSES,
    history: History = "all",
) -> DueList:
    """Return what is due in the team: one row per child and assessment, earliest first, without a date last.

    The overdue counts of the heading are those of the whole caseload, whatever the filter.
    """
    rows = due_items(session, by.team_id, today, statuses=statuses)
    mine = _count_overdue(by.team_id, today)
    return DueList(
        rows=tuple(row for row in rows if _wanted(row, history)),
        children=session.scalar(select(func.count()).where(ChildRow.team_id == by.team_id)) or 0,
        overdue=session.scalar(mine) or 0,
        overdue_without_history=session.scalar(mine.where(DueRow.history_missing)) or 0,
    )


@needs(Action.SEE_LISTS)
def due_list_to_give(
    session: Session,
    *,
    by: Actor,
    now: datetime,
    today: date,
    statuses: Collection[Status] = OPEN_STATUSES,
    history: History = "all",
) -> DueList:
    """Return the list as it leaves the screen: on paper, in a file or on standard output.

    Of a restricted record it says neither name nor NHS number, save to a manager.
    """
    found = due_list(session, by=by, now=now, today=today, statuses=statuses, history=history)
    if not record_access.any_closed(session):
        return found
    from lac_tracker.services import redaction  # heavy: most lists do without it

    rows = redaction.without_restricted(session, found.rows, by=by, today=today)
    return replace(found, rows=rows)


@needs(Action.SEE_LISTS)
def overdue_count(session: Session, *, by: Actor, now: datetime, today: date) -> int:
    """Return how many assessments of the team are overdue."""
    return session.scalar(_count_overdue(by.team_id, today)) or 0


def due_items(
    session: Session, team_id: int, today: date, *, statuses: Collection[Status], limit: int | None = None
) -> list[DueItem]:
    """Return the rows of a team with one of these statuses, in the order of the list.

    limit: look at no more than so many rows, from the top.
    """
    wanted = frozenset(statuses)
    query = due_query(wanted)
    known = {"team_id": team_id, "today": today} | ({} if limit is None else {"most": limit})
    found = session.connection().execute(query if limit is None else _first_of(wanted), known)
    items = with_notes(session, [DueItem._make((*row, today, "", "")) for row in found])
    if wanted in (EVERY_STATUS, _ONLY_OVERDUE):  # the query has said it all
        return items
    return [item for item in items if item.status in wanted]


@cache
def due_query(statuses: frozenset[Status]) -> Select[Any]:
    """Return the one query of the list, with `team_id` and `today` to be given. Built once for each set of statuses.

    The overdue rows of a day are found by an index of their own.
    """
    query = _due_columns().where(DueRow.team_id == bindparam("team_id"))
    if statuses == _ONLY_OVERDUE:
        query = query.where(*_overdue_on(bindparam("today", type_=Date)))
    elif not statuses - OPEN_STATUSES:
        query = query.where(DueRow.met_on.is_(None))
    elif (
        statuses != EVERY_STATUS
    ):  # children who have left care are looked for among all, not on the team's lists
        today = bindparam("today", type_=Date)
        query = query.where(or_(DueRow.closed_on.is_(None), DueRow.closed_on > today))
    return query.order_by(*_in_order())


def _in_order() -> tuple[Any, ...]:
    return DueRow.due_on.is_(None), DueRow.due_on, ChildRow.council_child_id, DueRow.kind


@cache
def _first_of(statuses: frozenset[Status]) -> Select[Any]:
    return due_query(statuses).limit(bindparam("most"))


def _count_overdue(team_id: int, today: date) -> Select[int]:
    return select(func.count()).where(DueRow.team_id == team_id, *_overdue_on(today))


def _overdue_on(today: Any) -> tuple[ColumnElement[bool], ...]:
    """Return the condition for rows that are overdue on a day: what `domain.standing.stretches` said."""
    overdue = select(DueStretchRow.due_id).where(
        DueStretchRow.team_id == DueRow.team_id,
        DueStretchRow.status == Status.OVERDUE.value,
        DueStretchRow.first_day <= today,
        DueStretchRow.last_day >= today,
    )
    return (DueRow.id.in_(overdue),)


@needs(Action.SEE_LISTS)
def children(
    session: Session, *, by: Actor, now: datetime, today: date, search: str = "", limit: int | None = None
) -> tuple[ChildItem, ...]:
    """Return the children of the team by name, those without one by council id, and last the restricted records.

    search: the start of any name, a council id or its start, or an NHS number or part of it, with or without spaces.
    """
    from lac_tracker.services import restricted_children  # the list of what is due does without it

    found = restricted_children.page(session, by=by, now=now, search=search, limit=limit)
    return _child_items(session, found.ids, today, found.hidden)


@needs(Action.SEE_LISTS)
def children_page(
    session: Session,
    *,
    by: Actor,
    now: datetime,
    today: date,
    search: str = "",
    sort: ChildrenSort = "name",
    descending: bool = False,
    offset: int = 0,
    limit: int = 200,
) -> ChildrenPage:
    """Return some rows of the list of children, found as by `children`, in the order of a column."""
    from lac_tracker.services import restricted_children  # the list of what is due does without it

    found = restricted_children.page(
        session, by=by, now=now, search=search, sort=sort, descending=descending, offset=offset, limit=limit
    )
    rows = _child_items(session, found.ids, today, found.hidden)
    from lac_tracker.storage import children_list  # the list of what is due does without it

    everyone = children_list.count(session, by.team_id)
    return ChildrenPage(rows, found.total(session) if search.strip() else everyone, everyone)


@needs(Action.SEE_LISTS)
def councils(session: Session, *, by: Actor, now: datetime) -> tuple[str, ...]:
    """Return the codes of the councils of the team's children, the most frequent first."""
    from lac_tracker.storage import children_list  # the list of what is due does without it

    return children_list.councils(session, by.team_id)


def _child_items(
    session: Session, child_ids: Sequence[int], today: date, hidden: frozenset[int]
) -> tuple[ChildItem, ...]:
    from lac_tracker.storage import children_list  # the list of what is due does without it

    known, since = children_list.rows(session, child_ids), children_list.in_care_since(session, child_ids)
    clocks = session.connection().execute(_open_of_some(), {"ids": children_list.as_ids(child_ids)})
    next_due: dict[int, DueItem] = {}
    for open_item in with_notes(session, [DueItem._make((*row, today, "", "")) for row in clocks]):
        if open_item.status in OPEN_STATUSES:
            next_due.setdefault(open_item.child_id, open_item)
    found = []
    for child_id in child_ids:
        row, item = known[child_id], next_due.get(child_id)
        due = f"{item.assessment} {show_date(item.due)}" if item and item.due else ""
        status = item.status.value if item else ""
        if child_id in hidden:
            found.append(ChildItem(child_id, "", RESTRICTED, None, None, None, "", None, due, status))
            continue
        name = show_name(row.family_name, row.given_name, "") if row.family_name or row.given_name else None
        found.append(
            ChildItem(
                child_id,
                row.council_child_id,
                name,
                row.preferred_name,
                row.nhs_number,
                row.born,
                row.code,
                since.get(child_id),
                due,
                status,
            )  # fmt: skip
        )
    return tuple(found)


@cache
def _open_of_some() -> Select[Any]:
    """Return the query for the open rows of some children, in the order of the list; no team: their index finds them."""
    from lac_tracker.storage import children_list  # the list of what is due does without it

    wanted = _due_columns().where(DueRow.met_on.is_(None), children_list.among(DueRow.child_id))
    return wanted.order_by(*_in_order())


def born_words(born: date, today: date) -> str:
    """Return 'Born 12-Jun-2011 (14y 8m)'."""
    return f"Born {show_date(born)} ({show_age(born, today)})"


def nhs_words(nhs_number: str | None) -> str:
    """Return 'NHS No. 999 012 3454'."""
    return f"NHS No. {show_nhs_number(nhs_number)}"


@cache
def _due_columns() -> Select[Any]:
    return select(*worklist.row_columns()).join(ChildRow, ChildRow.id == DueRow.child_id)


def _wanted(row: DueItem, history: History) -> bool:
    return history == "all" or row.history_missing == (history == "only missing")
