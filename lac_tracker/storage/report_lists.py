"""What the list reports read: who is looked after, who has which flag, who lives where, what was sent. All in sets."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from lac_tracker.domain.names import show_name
from lac_tracker.storage import flag_search
from lac_tracker.storage.care import chunks
from lac_tracker.storage.flags import open_on
from lac_tracker.storage.tables.care import (
    ContactRow,
    PeriodOfCareRow,
    PlacementRow,
    ProtectionStatusRow,
)
from lac_tracker.storage.tables.children import ChildFlagRow, ChildRow, CouncilRow
from lac_tracker.storage.tables.pathways import PregnancyRow

PROTECTION = ("child_protection_plan", "section_47_enquiry", "child_in_need_plan")


class Listed(NamedTuple):
    """A child of a list. detail, since, until, place: what the list says of them."""

    child_id: int
    council_id: str
    name: str | None
    nhs_number: str | None
    born: date
    council: str
    detail: str = ""
    since: date | None = None
    until: date | None = None
    place: str = ""

    @property
    def shown_name(self) -> str:
        return self.name or f"Council ID {self.council_id}"


def looked_after(session: Session, team_id: int, day: date, since: date, council: str = "") -> list[Listed]:
    """Return who is looked after on a day, and who left from `since` up to it: since when, until when, and their practice."""
    rows = session.execute(
        _children(team_id, council)
        .add_columns(PeriodOfCareRow.began, PeriodOfCareRow.ended)
        .join(PeriodOfCareRow, PeriodOfCareRow.child_id == ChildRow.id)
        .where(
            or_(PeriodOfCareRow.began.is_(None), PeriodOfCareRow.began <= day),
            or_(PeriodOfCareRow.ended.is_(None), PeriodOfCareRow.ended >= since),
        )
        .order_by(ChildRow.search_key, ChildRow.council_child_id, PeriodOfCareRow.began)
    ).all()
    practices = _practices(session, [row.id for row in rows])
    last: dict[int, Listed] = {}
    for row in rows:
        until = row.ended if row.ended is not None and row.ended <= day else None
        last[row.id] = _listed(row, since=row.began, until=until, place=practices.get(row.id, ""))
    return list(last.values())


def flagged(session: Session, team_id: int, kind: str, day: date, council: str = "") -> list[Listed]:
    """Return who has a flag on a day, with its detail, since when, and when it is to be looked at again."""
    rows = session.execute(
        _children(team_id, council).where(flag_search.has(kind, day))
        .order_by(ChildRow.search_key, ChildRow.council_child_id)
    ).all()  # fmt: skip
    held = _details(session, kind, [row.id for row in rows], day)
    return [_listed(row, **held.get(row.id, {})) for row in rows]


def living_out_of_area(session: Session, team_id: int, day: date, council: str = "") -> list[Listed]:
    """Return who lives out of area on a day: where, and since when."""
    rows = session.execute(
        _children(team_id, council)
        .add_columns(PlacementRow.host_area, PlacementRow.began)
        .join(PlacementRow, PlacementRow.child_id == ChildRow.id)
        .where(
            flag_search.has("out_of_area", day),
            open_on(PlacementRow, day),
            PlacementRow.host_area.is_not(None),
        )
        .order_by(PlacementRow.host_area, ChildRow.search_key, PlacementRow.began)
    )
    last: dict[int, Listed] = {row.id: _listed(row, place=row.host_area, since=row.began) for row in rows}
    return list(last.values())


def by_ids(session: Session, child_ids: Iterable[int], team_id: int) -> dict[int, Listed]:
    """Return children by id."""
    found: dict[int, Listed] = {}
    for part in chunks(set(child_ids)):
        rows = session.execute(_children(team_id, "").where(ChildRow.id.in_(part)))
        found |= {row.id: _listed(row) for row in rows}
    return found


def everybody(session: Session, team_id: int, council: str) -> list[Listed]:
    """Return every child of a council, also who left."""
    rows = session.execute(_children(team_id, council).order_by(ChildRow.council_child_id))
    return [_listed(row) for row in rows]


def councils(session: Session, team_id: int) -> tuple[tuple[str, str], ...]:
    """Return the councils of a team's children: (code, name)."""
    rows = session.execute(
        select(CouncilRow.code, CouncilRow.name)
        .where(CouncilRow.id.in_(select(ChildRow.responsible_council_id).where(ChildRow.team_id == team_id)))
        .order_by(CouncilRow.name)
    )
    return tuple((row.code, row.name or row.code) for row in rows)


def pregnancies(session: Session, team_id: int, since: date, until: date) -> tuple[int, int]:
    """Return how many pregnancies were followed in some days, and how many of them were referred to midwifery."""
    held = (
        select(func.count(), func.count(PregnancyRow.referred_on))
        .select_from(PregnancyRow)
        .join(ChildRow, ChildRow.id == PregnancyRow.child_id)
        .where(
            ChildRow.team_id == team_id, PregnancyRow.known_since <= until,
            or_(PregnancyRow.ended_on.is_(None), PregnancyRow.ended_on >= since),
        )
    )  # fmt: skip
    total, referred = session.execute(held).one()
    return total, referred


def _children(team_id: int, council: str) -> Any:
    wanted = (
        select(
            ChildRow.id, ChildRow.council_child_id, ChildRow.family_name, ChildRow.given_name, ChildRow.nhs_number,
            ChildRow.born, CouncilRow.code,
        )
        .join(CouncilRow, CouncilRow.id == ChildRow.responsible_council_id)
        .where(ChildRow.team_id == team_id)
    )  # fmt: skip
    return wanted.where(CouncilRow.code == council) if council else wanted


def _listed(row: Any, **more: Any) -> Listed:
    name = show_name(row.family_name, row.given_name, "") if row.family_name or row.given_name else None
    return Listed(row.id, row.council_child_id, name, row.nhs_number, row.born, row.code, **more)


def _practices(session: Session, child_ids: Iterable[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for part in chunks(set(child_ids)):
        rows = session.execute(
            select(ContactRow.child_id, ContactRow.organisation, ContactRow.full_name)
            .where(
                ContactRow.child_id.in_(part), ContactRow.kind == "gp_practice", ContactRow.ended_on.is_(None)
            )
            .order_by(ContactRow.id)
        )
        found |= {row.child_id: row.organisation or row.full_name or "" for row in rows}
    return found


def _details(session: Session, kind: str, child_ids: Iterable[int], day: date) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for part in chunks(set(child_ids)):
        if kind in PROTECTION:
            table: Any = ProtectionStatusRow
            wanted = select(table.child_id, table.category, table.began, table.next_review_on).where(
                table.child_id.in_(part), table.kind == kind, open_on(table, day)
            )
        else:
            table = ChildFlagRow
            wanted = select(table.child_id, table.detail, table.set_on, table.review_on).where(
                table.child_id.in_(part), table.kind == kind, table.set_on <= day,
                or_(table.ended_on.is_(None), table.ended_on > day),
            )  # fmt: skip
        for child_id, detail, since, review in session.execute(wanted.order_by(table.id)):
            found[child_id] = {"detail": detail or "", "since": since, "until": review}
    return found
