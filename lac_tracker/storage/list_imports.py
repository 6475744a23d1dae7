"""What a council's list says, written in bulk: new children, and what changed about those we hold."""

import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from lac_tracker.domain.contacts import USUALLY_GETS
from lac_tracker.domain.identifiers import placeholder_council_id
from lac_tracker.domain.list_plan import HeldStretch, ListedChild, Writes
from lac_tracker.domain.names import search_key
from lac_tracker.storage import leaving
from lac_tracker.storage.children import mark_for_due
from lac_tracker.storage.many_rows import insert_rows
from lac_tracker.storage.tables.care import (
    ContactRow,
    LegalStatusRow,
    PeriodOfCareRow,
    PlacementRow,
    ProtectionStatusRow,
)
from lac_tracker.storage.tables.children import ChildRow, CouncilRow, ImportRow
from lac_tracker.storage.tables.due import DueRow

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # those that are not read for one another
_NAMES = ("family_name", "given_name", "preferred_name")

Rows = dict[Any, list[dict[str, Any]]]


@dataclass(frozen=True)
class ToWrite:
    """One row of a list. ours: the child it is about; None: a new one, with these for its own."""

    writes: Writes
    ours: ListedChild | None
    council_id: str = ""
    born: date | None = None


@dataclass
class Writing:
    """One import being written, portion by portion. taken: the council's ids that are in use. ids: for its new children."""

    team_id: int
    council_row_id: int
    import_id: int
    by: str
    today: date
    taken: set[str]
    ids: Iterator[int]


class Clock(NamedTuple):
    """The clock of a new child that is due first."""

    due_on: date
    became_looked_after: date | None
    of_children: int  # of new children whose initial assessment is due


def write(session: Session, writing: Writing, portion: Sequence[ToWrite]) -> None:
    """Write a portion of the rows of a list, a few statements for each table, and mark its children for their clocks."""
    new: Rows = defaultdict(list)
    changed: Rows = defaultdict(list)
    leaving_care: list[tuple[int, Writes]] = []
    for one in portion:
        child_id = one.ours.id if one.ours is not None else next(writing.ids)
        if one.ours is None:
            new[ChildRow].append(_new_child(one, child_id, writing))
        elif one.writes.child:
            changed[ChildRow].append({"id": child_id} | _child(one))
        _care(new, changed, one, child_id, writing)
        _people(new, changed, one, child_id, writing)
        if one.writes.left_on is not None:
            leaving_care.append((child_id, one.writes))
        mark_for_due(session, child_id)
    session.flush()
    _change(session, changed)
    for table in (ChildRow, PeriodOfCareRow, PlacementRow, LegalStatusRow, ContactRow, ProtectionStatusRow):
        if new[table]:
            names = tuple(new[table][0])
            insert_rows(session, table, names, map(itemgetter(*names), new[table]))
    for child_id, writes in leaving_care:
        assert writes.left_on is not None
        leaving.end_care(session, child_id, writes.left_on, writes.reason_left)


def keep_report(
    session: Session, import_id: int, report: Mapping[str, Any], *, created: int, updated: int
) -> None:
    """Keep what an import did, once it is known."""
    row = session.get_one(ImportRow, import_id)
    row.report = json.dumps(report, ensure_ascii=False, default=str)
    row.children_created, row.children_updated = created, updated
    session.flush()


def first_clock(session: Session, import_id: int) -> Clock | None:
    """Return the clock of the children an import made that is due first; None where none started."""
    row = DueRow
    made = select(ChildRow.id).where(
        ChildRow.import_id == import_id
    )  # once: a join turns the page of each again
    open_now = (
        row.child_id.in_(made), row.kind == "IHA", row.due_on.is_not(None), row.met_on.is_(None),
        row.closed_on.is_(None),
    )  # fmt: skip
    due_on, count = session.execute(select(func.min(row.due_on), func.count()).where(*open_now)).one()
    if due_on is None:
        return None
    first = select(row.clock_start).where(*open_now, row.due_on == due_on)
    since = session.scalar(first.order_by(row.clock_start).limit(1))
    return Clock(due_on, since, count)


def _new_child(one: ToWrite, child_id: int, writing: Writing) -> dict[str, Any]:
    fields = one.writes.child
    council_id = one.council_id or _placeholder(writing.taken)
    writing.taken.add(council_id)
    return _unsaid() | fields | {
        "id": child_id, "team_id": writing.team_id, "responsible_council_id": writing.council_row_id,
        "council_child_id": council_id, "born": one.born, "import_id": writing.import_id,
        "search_key": _search_key(fields),
    }  # fmt: skip


@cache
def _unsaid() -> dict[str, Any]:
    """Return what the class of a child says of columns that a list has nothing about."""
    columns = ChildRow.__table__.columns
    return {column.name: column.default.arg for column in columns if column.default is not None}


def _child(one: ToWrite) -> dict[str, Any]:
    fields = dict(one.writes.child)
    assert one.ours is not None
    if fields.keys() & set(_NAMES):
        fields["search_key"] = _search_key({name: fields.get(name, one.ours.fields[name]) for name in _NAMES})
    return fields


def _search_key(fields: Mapping[str, Any]) -> str:
    return search_key(" ".join(filter(None, (fields[name] for name in _NAMES))))


def _placeholder(taken: set[str]) -> str:
    while True:
        made = placeholder_council_id("".join(secrets.choice(_LETTERS) for _ in range(6)))
        if made not in taken:
            return made


def _care(new: Rows, changed: Rows, one: ToWrite, child_id: int, writing: Writing) -> None:
    writes, common = one.writes, {"child_id": child_id, "import_id": writing.import_id}
    period = one.ours.period if one.ours else None
    place = one.ours.placement if one.ours else None
    status = one.ours.legal_status if one.ours else None
    if writes.period is not None:
        new[PeriodOfCareRow].append(common | writes.period)
    if writes.changed_period is not None:
        changed[PeriodOfCareRow].append({"id": _id_of(period)} | writes.changed_period)
    told = {} if one.ours is None else {"council_told_us_on": writing.today}
    if writes.placement is not None:
        fields = {
            name: value if name == "placement_type" else value or None
            for name, value in writes.placement.items()
        }
        new[PlacementRow].append(common | {"council_told_us_on": None} | told | fields)
        _end(changed, PlacementRow, place, writes.placement["began"])
    if writes.changed_placement is not None:
        changed[PlacementRow].append({"id": _id_of(place)} | writes.changed_placement)
    if writes.legal_status is not None:
        new[LegalStatusRow].append(common | writes.legal_status)
        _end(changed, LegalStatusRow, status, writes.legal_status["began"])
    if writes.changed_legal_status is not None:
        changed[LegalStatusRow].append({"id": _id_of(status)} | writes.changed_legal_status)


def _people(new: Rows, changed: Rows, one: ToWrite, child_id: int, writing: Writing) -> None:
    writes = one.writes
    if writes.social_worker is not None:
        more = {"child_id": child_id, "kind": "social_worker", "gets_plan": USUALLY_GETS["social_worker"]}
        new[ContactRow].append(more | writes.social_worker)
        if one.ours is not None and one.ours.social_worker is not None:
            changed[ContactRow].append({"id": one.ours.social_worker.id, "ended_on": writing.today})
    if writes.changed_social_worker is not None:
        assert one.ours is not None
        assert one.ours.social_worker is not None
        changed[ContactRow].append({"id": one.ours.social_worker.id} | writes.changed_social_worker)
    if writes.protection is not None:
        more = {"child_id": child_id, "recorded_by": writing.by, "ended": None}
        new[ProtectionStatusRow].append(more | writes.protection)


def _end(changed: Rows, table: Any, held: HeldStretch | None, on: date) -> None:
    """End what held until now on the day the new one begins."""
    if held is not None and held.ended is None:
        changed[table].append({"id": held.id, "ended": on})


def _id_of(held: HeldStretch | None) -> int:
    assert held is not None
    return held.id


def _change(session: Session, changed: Rows) -> None:
    """Set fields of rows that are there, and raise their versions, as a change by a person does."""
    for table, rows in changed.items():
        alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            alike[tuple(row)].append({f"the_{name}": value for name, value in row.items()})
        columns = table.__table__.c
        for names, values in alike.items():
            fields: dict[str, Any] = {name: bindparam(f"the_{name}") for name in names if name != "id"}
            statement = update(table.__table__).where(columns.id == bindparam("the_id"))
            session.connection().execute(statement.values(version=columns.version + 1, **fields), values)


def council_of(session: Session, team_id: int, code: str) -> int | None:
    """Return the row id of a council the team has; None of another, which a look must not add."""
    return session.scalar(select(CouncilRow.id).where(CouncilRow.team_id == team_id, CouncilRow.code == code))


def children_of(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Return family name, given name and council's id of some children, for who is to be shown."""
    wanted = set(ids)
    if not wanted:
        return {}
    row = ChildRow
    query = select(row.id, row.family_name, row.given_name, row.council_child_id)
    found = {}
    ordered = sorted(wanted)
    for at in range(0, len(ordered), 500):
        for id_, family, given, council_id in session.execute(
            query.where(row.id.in_(ordered[at : at + 500]))
        ):
            found[id_] = (family or "", given or "", council_id)
    return found
