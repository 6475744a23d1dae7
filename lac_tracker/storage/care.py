"""Periods of care, placements, legal statuses and contacts: rows and domain."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Dialect, String, bindparam, func, select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

from lac_tracker.domain.care import CareHistory, LegalStatus, PeriodOfCare, Placement
from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.storage import practices
from lac_tracker.storage.children import mark_for_due
from lac_tracker.storage.tables.care import ContactRow, LegalStatusRow, PeriodOfCareRow, PlacementRow

_CHUNK = 500  # ids in one query that names each of them
_TOGETHER = 2_500  # ids in one query that has them as one parameter

NOTHING = CareHistory((), (), ())


@dataclass(frozen=True)
class Contact:
    """Someone or some practice that acts for the child."""

    id: int
    kind: str
    full_name: str | None
    role: str | None
    organisation: str | None
    ods_code: str | None
    phone: str | None
    email: str | None
    address: str | None
    last_confirmed_on: date | None
    since: date | None = None
    gets_plan: str | None = None  # which copy; None where nobody decided
    note: str | None = None
    closed_on: date | None = (
        None  # a practice that takes no more letters: as recorded, else by the national file
    )
    version: int = 1


_CONTACT = tuple(name for name in Contact.__dataclass_fields__ if name != "closed_on")


def chunks(ids: Iterable[int], most: int = _CHUNK) -> Iterable[Sequence[int]]:
    """Return ids in portions that fit one query."""
    wanted = sorted(ids)
    return (wanted[at : at + most] for at in range(0, len(wanted), most))


def portions(session: Session, query: Any, ids: Iterable[int], **values: Any) -> Iterator[Any]:
    """Return the rows of a query for ids, asked in portions. query: built once, with `among` where the ids stand.

    values: of the other parameters of the query, by name.
    """
    for part in chunks(ids, _TOGETHER):
        yield from session.execute(query, {"ids": part, **values})


def among(column: Any) -> Any:
    """Return the condition that a column is one of the ids a query is given by `portions`."""
    asked = func.json_each(bindparam("ids", type_=_Ids())).table_valued("value")
    return column.in_(select(asked.c.value))


class _Ids(TypeDecorator[Sequence[int]]):
    """Ids as one parameter: one for each of them costs more to write into the statement than to look up."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Sequence[int] | None, dialect: Dialect) -> str:
        return str(list(value or ()))  # whole numbers: it is JSON


def histories(session: Session, child_ids: Iterable[int]) -> dict[int, CareHistory]:
    """Return the care history of each child, in date order; a child without any has an empty one."""
    periods: dict[int, list[PeriodOfCare]] = defaultdict(list)
    placements: dict[int, list[Placement]] = defaultdict(list)
    statuses: dict[int, list[LegalStatus]] = defaultdict(list)
    wanted = set(child_ids)
    for child_id, *values in portions(session, _periods(), wanted):
        periods[child_id].append(PeriodOfCare(*values))
    for child_id, *values in portions(session, _placements(), wanted):
        placements[child_id].append(Placement(*values))
    for child_id, *values in portions(session, _statuses(), wanted):
        statuses[child_id].append(LegalStatus(*values))
    for places in placements.values():
        places.sort(key=_in_order)
    for legal in statuses.values():
        legal.sort(key=_in_order)
    for found in periods.values():  # one without a beginning stands where it ended
        found.sort(key=lambda one: (one.ended or date.max, one.began or date.min))
    return {
        child_id: CareHistory(
            tuple(periods[child_id]), tuple(placements[child_id]), tuple(statuses[child_id])
        )
        for child_id in wanted
    }


@cache
def _periods() -> Any:
    row = PeriodOfCareRow
    found = select(row.child_id, row.began, row.ended, row.reason_ended)
    return found.where(among(row.child_id)).order_by(row.id)


@cache
def _placements() -> Any:
    row = PlacementRow
    found = select(
        row.child_id, row.began, row.ended, row.placement_type, row.provider, row.postcode, row.provider_urn,
        row.reason_for_change,
    )  # fmt: skip
    return found.where(among(row.child_id)).order_by(row.began, row.id)


@cache
def _statuses() -> Any:
    row = LegalStatusRow
    found = select(row.child_id, row.began, row.ended, row.code)
    return found.where(among(row.child_id)).order_by(row.began, row.id)


def _in_order(one: Placement | LegalStatus) -> tuple[date, date]:
    return one.began, one.ended or date.max


def replace_history(session: Session, child_id: int, history: CareHistory, *, import_id: int | None) -> None:
    """Make the stored history of a child what it should be, whatever is there; what is equal stays untouched.

    For a history that is made, not for one that comes: an import writes only its news (storage.care_merge).
    """
    _match(session, PeriodOfCareRow, child_id, import_id, [
        {"began": p.began, "ended": p.ended, "reason_ended": p.end_reason} for p in history.periods
    ])  # fmt: skip
    _match(session, PlacementRow, child_id, import_id, [
        {
            "began": p.began, "ended": p.ended, "placement_type": p.placement_type, "provider": p.provider,
            "postcode": p.postcode, "provider_urn": p.urn, "reason_for_change": p.reason_for_change,
        }
        for p in history.placements
    ])  # fmt: skip
    _match(session, LegalStatusRow, child_id, import_id, [
        {"began": s.began, "ended": s.ended, "code": s.code} for s in history.legal_statuses
    ])  # fmt: skip
    mark_for_due(session, child_id)


def _match(
    session: Session, table: Any, child_id: int, import_id: int | None, wanted: list[dict[str, Any]]
) -> None:
    rows = list(session.scalars(_stored(table), {"child": child_id}))
    for row, values in zip(rows, wanted, strict=False):
        for name, value in values.items():
            if getattr(row, name) != value:
                setattr(row, name, value)
    for values in wanted[len(rows) :]:
        session.add(table(child_id=child_id, import_id=import_id, **values))
    for row in rows[len(wanted) :]:
        session.delete(row)


@cache
def _stored(table: Any) -> Any:
    return select(table).where(table.child_id == bindparam("child")).order_by(table.id)


def begin_period(session: Session, child_id: int, began: date) -> None:
    """Start a period of care."""
    session.add(PeriodOfCareRow(child_id=child_id, began=began))
    session.flush()
    mark_for_due(session, child_id)


def add_legal_status(session: Session, child_id: int, code: str, began: date) -> None:
    """Record a legal status that began."""
    session.add(LegalStatusRow(child_id=child_id, code=code, began=began))
    session.flush()
    mark_for_due(session, child_id)


def contacts(session: Session, child_id: int) -> tuple[Contact, ...]:
    """Return the contacts in force, by kind."""
    return contacts_of(session, [child_id])[child_id]


def contacts_of(session: Session, child_ids: Collection[int]) -> dict[int, tuple[Contact, ...]]:
    """Return the contacts in force of children, by kind, in as many queries as for one."""
    found: dict[int, list[Contact]] = {child_id: [] for child_id in child_ids}
    for row, closed in portions(session, _contacts_in_force(), child_ids):
        told = {name: getattr(row, name) for name in _CONTACT}
        found[row.child_id].append(Contact(**told, closed_on=closed))
    return {child_id: tuple(held) for child_id, held in found.items()}


@cache
def _contacts_in_force() -> Any:
    found = select(ContactRow, practices.closed_on())
    return found.where(among(ContactRow.child_id), ContactRow.ended_on.is_(None)).order_by(
        ContactRow.kind, ContactRow.id
    )


def placement_carers(session: Session, child_id: int) -> list[str]:
    """Return the names of the carers of all placements, for what must not be printed."""
    names = session.scalars(select(PlacementRow.carer_name).where(PlacementRow.child_id == child_id))
    return [name for name in names if name]


def newest_contacts(session: Session, child_id: int) -> dict[str, Contact]:
    """Return the newest contact in force of each kind, by kind."""
    return {found.kind: found for found in contacts(session, child_id)}


def contact(session: Session, child_id: int, kind: str) -> Contact | None:
    """Return the newest contact in force of a kind, such as the GP practice."""
    return newest_contacts(session, child_id).get(kind)


def set_contact(session: Session, child_id: int, kind: str, fields: dict[str, Any], on: date) -> int:
    """Record a contact, ending an earlier different one of the same kind, and return its id."""
    old = session.scalars(
        select(ContactRow).where(
            ContactRow.child_id == child_id, ContactRow.kind == kind, ContactRow.ended_on.is_(None)
        )
    ).all()
    for row in old:
        same = (row.full_name, row.organisation, row.ods_code) == tuple(
            fields.get(name) for name in ("full_name", "organisation", "ods_code")
        )
        if same:
            for name, value in fields.items():
                setattr(row, name, value)
            session.flush()
            return row.id
        row.ended_on = on
    row = ContactRow(child_id=child_id, kind=kind, **fields)
    session.add(row)
    session.flush()
    return row.id


def child_of_contact(session: Session, contact_id: int) -> int:
    """Return whose contact it is. Raises NotFound."""
    child_id = session.scalar(select(ContactRow.child_id).where(ContactRow.id == contact_id))
    if child_id is None:
        raise NotFound("That contact is not in this caseload")
    return child_id


def add_contact(session: Session, child_id: int, fields: Mapping[str, Any]) -> int:
    """Add a contact and return its id."""
    row = ContactRow(child_id=child_id, **fields)
    session.add(row)
    session.flush()
    return row.id


def change_contact(
    session: Session, contact_id: int, fields: Mapping[str, Any], *, seen_version: int | None = None
) -> None:
    """Set fields of a contact. Raises RecordChanged when another person changed it since it was looked at."""
    row = session.get_one(ContactRow, contact_id)
    if seen_version is not None and row.version != seen_version:
        raise RecordChanged(
            "Someone else changed this while you were working. Open it again to see their version"
        )
    for name, value in fields.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    session.flush()


def end_contact(session: Session, contact_id: int, on: date) -> None:
    """End a contact; the row stays."""
    session.get_one(ContactRow, contact_id).ended_on = on
    session.flush()
