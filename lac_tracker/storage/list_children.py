"""What we hold of children that a council's list may be about: read in bulk, a little of everyone, all of some."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.child_matching import KnownChild, address_keys
from lac_tracker.domain.identifiers import is_placeholder_council_id
from lac_tracker.domain.list_plan import HeldPerson, HeldStretch, ListedChild
from lac_tracker.domain.names import search_key
from lac_tracker.storage import care
from lac_tracker.storage.tables.care import (
    ContactRow,
    LegalStatusRow,
    PeriodOfCareRow,
    PlacementRow,
    ProtectionStatusRow,
)
from lac_tracker.storage.tables.children import ChildRow

FIELDS = (
    "family_name", "given_name", "preferred_name", "born", "sex", "gender", "nhs_number", "ethnicity_state",
    "ethnicity_code", "ethnicity_asked_on", "language_state", "first_language", "language_asked_on", "religion_state",
    "religion_code", "religion_asked_on", "is_unaccompanied", "address_withheld",
)  # fmt: skip

_key = lru_cache(maxsize=20_000)(search_key)


def known_children(session: Session, team_id: int, council_row_id: int | None) -> list[KnownChild]:
    """Return every child of a team as far as a row of a list can be about them.

    council_row_id: whose list it is; children of the team's other councils have no council's id here.
    """
    where = _addresses(session, team_id)
    row = ChildRow
    query = select(
        row.id, row.born, row.responsible_council_id, row.council_child_id, row.nhs_number, row.family_name,
        row.given_name, row.preferred_name,
    ).where(row.team_id == team_id)  # fmt: skip
    found = []
    for id_, born, council, council_id, number, family, given, preferred in session.execute(query):
        is_given = council == council_row_id and not is_placeholder_council_id(council_id)
        address, postcode = where.get(id_, ("", ""))
        found.append(
            KnownChild(
                id_, born, council_id if is_given else "", number or "", _key(family or ""), _key(given or ""),
                _key(preferred or ""), address, postcode,
            )
        )  # fmt: skip
    return found


def numbers_of_other_teams(session: Session, team_id: int) -> frozenset[str]:
    """Return the NHS numbers of children of other teams in this caseload: whose they are is not this team's to know."""
    query = select(ChildRow.nhs_number).where(ChildRow.team_id != team_id, ChildRow.nhs_number.is_not(None))
    return frozenset(number for number in session.scalars(query) if number)


def council_ids(session: Session, council_row_id: int) -> set[str]:
    """Return every id of a council that is taken, those that stand for one not given too."""
    query = select(ChildRow.council_child_id).where(ChildRow.responsible_council_id == council_row_id)
    return set(session.scalars(query))


def listed_children(
    session: Session, child_ids: Iterable[int], council_row_id: int | None
) -> dict[int, ListedChild]:
    """Return all that a list can speak of, of some children. Asked for in portions: it is a lot."""
    ids = set(child_ids)
    periods = _last(session, _periods(), ids)
    placements = _last(session, _placements(), ids)
    statuses = _last(session, _statuses(), ids)
    workers = _last(session, _social_workers(), ids)
    protected = {child_id: rest for child_id, *rest in care.portions(session, _protected(), ids)}
    found = {}
    for row in care.portions(session, _children(), ids):
        worker, plan = workers.get(row.id), protected.get(row.id)
        found[row.id] = ListedChild(
            row.id,
            row.council_child_id,
            row.responsible_council_id == council_row_id,
            {name: getattr(row, name) for name in FIELDS},
            _stretch(periods.get(row.id)),
            _stretch(placements.get(row.id)),
            _stretch(statuses.get(row.id)),
            HeldPerson(worker[0], *map(_text, worker[1:])) if worker else None,
            plan[0] if plan else None,
            (plan[1] or "") if plan else "",
        )
    return found


def _stretch(values: list[Any] | None) -> HeldStretch | None:
    return HeldStretch(*values[:3], *map(_text, values[3:])) if values is not None else None


def _text(value: str | None) -> str:
    return value or ""


def _last(session: Session, query: Any, ids: set[int]) -> dict[int, list[Any]]:
    """Return the last row of each child; the query gives them in order, the child's id first."""
    return {child_id: values for child_id, *values in care.portions(session, query, ids)}


def _addresses(session: Session, team_id: int) -> dict[int, tuple[str, str]]:
    row = PlacementRow
    query = (
        select(row.child_id, row.address, row.postcode)
        .join(ChildRow, ChildRow.id == row.child_id)
        .where(ChildRow.team_id == team_id, row.ended.is_(None))
        .order_by(row.began, row.id)
    )
    return {
        child_id: address_keys(address or "", postcode or "")
        for child_id, address, postcode in session.execute(query)
    }


@cache
def _children() -> Any:
    row = ChildRow
    columns = (getattr(row, name) for name in FIELDS)
    found = select(row.id, row.council_child_id, row.responsible_council_id, *columns)
    return found.where(care.among(row.id))


@cache
def _periods() -> Any:
    row = PeriodOfCareRow
    found = select(row.child_id, row.id, row.began, row.ended).where(care.among(row.child_id))
    # One that has not ended is the last; of those that have, the one that ended last.
    return found.order_by(row.ended.is_(None), row.ended, row.began, row.id)


@cache
def _placements() -> Any:
    row = PlacementRow
    found = select(
        row.child_id,
        row.id,
        row.began,
        row.ended,
        row.placement_type,
        row.address,
        row.postcode,
        row.carer_name,
    )
    return found.where(care.among(row.child_id)).order_by(row.began, row.ended.is_(None), row.ended, row.id)


@cache
def _statuses() -> Any:
    row = LegalStatusRow
    found = select(row.child_id, row.id, row.began, row.ended, row.code).where(care.among(row.child_id))
    return found.order_by(row.began, row.ended.is_(None), row.ended, row.id)


@cache
def _social_workers() -> Any:
    row = ContactRow
    found = select(row.child_id, row.id, row.full_name, row.phone, row.email)
    of_kind = found.where(care.among(row.child_id), row.kind == "social_worker", row.ended_on.is_(None))
    return of_kind.order_by(row.id)


@cache
def _protected() -> Any:
    row = ProtectionStatusRow
    found = select(row.child_id, row.began, row.category)
    of_kind = found.where(care.among(row.child_id), row.kind == "child_protection_plan", row.ended.is_(None))
    return of_kind.order_by(row.began, row.id)
