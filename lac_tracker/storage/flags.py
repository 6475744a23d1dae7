"""Flags people set, and what the other flags of a record follow from."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from lac_tracker.domain.care import last_period
from lac_tracker.domain.children import Child
from lac_tracker.domain.dates import age_in_years
from lac_tracker.domain.flags import CARE_LEAVER_AGE, FlagFacts, Protection, SetFlag
from lac_tracker.storage import care, reference_data
from lac_tracker.storage.tables.care import MissingEpisodeRow, PlacementRow, ProtectionStatusRow
from lac_tracker.storage.tables.children import ChildFlagRow, ChildRow
from lac_tracker.storage.tables.family import FamilyMemberRow
from lac_tracker.storage.tables.pathways import LeavingCareRow, PregnancyRow

OWN_CHILD = "child"  # the relation of a young person's own child


def of_child(session: Session, child_id: int) -> tuple[SetFlag, ...]:
    """Return every flag people set on a child, ended ones too, oldest first."""
    rows = session.scalars(
        select(ChildFlagRow)
        .where(ChildFlagRow.child_id == child_id)
        .order_by(ChildFlagRow.set_on, ChildFlagRow.id)
    )
    return tuple(_flag(row) for row in rows)


def in_force(flags: tuple[SetFlag, ...], on: date) -> tuple[SetFlag, ...]:
    """Return the flags in force on a day."""
    return tuple(one for one in flags if one.set_on <= on and (one.ended_on is None or one.ended_on > on))


def add(session: Session, child_id: int, kind: str, fields: dict[str, Any]) -> int:
    """Set a flag and return its id."""
    row = ChildFlagRow(child_id=child_id, kind=kind, **fields)
    session.add(row)
    session.flush()
    return row.id


def change(session: Session, flag_id: int, fields: dict[str, Any]) -> None:
    """Set fields of a flag."""
    row = session.get_one(ChildFlagRow, flag_id)
    for name, value in fields.items():
        setattr(row, name, value)
    session.flush()


def facts(session: Session, child: Child, today: date) -> FlagFacts:
    """Return what the flags of a child follow from on a day."""
    return facts_of(session, [child], today)[child.id]


def facts_of(session: Session, children: Sequence[Child], today: date) -> dict[int, FlagFacts]:
    """Return what the flags of children follow from on a day, in as many queries as for one."""
    ids = [child.id for child in children]
    missing, hosts, protected, flags, pregnant, own = (
        _by_child(session, query, ids, today) for query in _queries()
    )
    leaving = _leaving_care(session, children, today)
    found = {}
    for child in children:
        gone, host = next(iter(missing[child.id]), None), next(iter(hosts[child.id]), None)
        found[child.id] = FlagFacts(
            allergies_state=child.allergies_state,
            allergies=child.allergies or "",
            address_withheld=child.address_withheld,
            flags=in_force(tuple(_flag(row) for row in flags[child.id]), today),
            protection=tuple(
                Protection(one.kind, one.category or "", one.began, one.next_review_on, one.recorded_by)
                for one in protected[child.id]
            ),
            missing_since=gone.began if gone else None,
            missing_told_by=(gone.told_by or "") if gone else "",
            interpreter=interpreter_language(child),
            interpreter_wishes=child.interpreter_wishes or "",
            is_unaccompanied=child.is_unaccompanied,
            unaccompanied_until=child.unaccompanied_until,
            age_disputed=child.age_disputed,
            born_as_stated=child.born_as_stated or "",
            pregnant=tuple(row.due_on for row in pregnant[child.id]),
            own_children=tuple(_own_child_words(row) for row in own[child.id]),
            host_area=(host.host_area or "") if host else "",
            communication=(child.communication_needs or "")
            if child.communication_state == "recorded"
            else "",
            is_leaving_care=child.id in leaving,
        )
    return found


def interpreter_language(child: Child) -> str:
    """Return the language an interpreter is needed for, by its name; '' where none is needed."""
    if child.interpreter_needed != "yes":
        return ""
    code = child.preferred_language or child.first_language
    return reference_data.codes()["language"].label(code) if code else "language not known"


@cache
def _queries() -> tuple[Any, ...]:
    """Return the queries of episodes, placements and protection in force, flags, pregnancies, and own children."""
    missing, place, status, flag = MissingEpisodeRow, PlacementRow, ProtectionStatusRow, ChildFlagRow
    pregnancy, member = PregnancyRow, FamilyMemberRow
    return (
        _in_force(missing).order_by(missing.began.desc()),
        _in_force(place).order_by(place.began.desc(), place.id.desc()),
        _in_force(status).order_by(status.began),
        select(flag).where(care.among(flag.child_id)).order_by(flag.set_on, flag.id),
        select(pregnancy)
        .where(care.among(pregnancy.child_id), pregnancy.ended_on.is_(None))
        .order_by(pregnancy.id),
        select(member)
        .where(
            care.among(member.child_id), member.relation == OWN_CHILD, member.entered_in_error_because.is_(None),
            member.has_died.is_(False),
        )
        .order_by(member.born_year, member.id),
    )  # fmt: skip


def _in_force(table: Any) -> Any:
    return select(table).where(care.among(table.child_id), open_on(table, bindparam("day")))


def _by_child(session: Session, query: Any, child_ids: Sequence[int], day: date) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for (row,) in care.portions(session, query, child_ids, day=day):
        found[row.child_id].append(row)
    return found


def _own_child_words(row: FamilyMemberRow) -> str:
    born = f", born {row.born_year}" if row.born_year else ""
    return f"{row.full_name or 'Own child, name not recorded'}{born}"


def _leaving_care(session: Session, children: Sequence[Child], today: date) -> frozenset[int]:
    """Return who of 16 or over is on the leaving care pathway, or left care at 16 or later."""
    born = {one.id: one.born for one in children if age_in_years(one.born, today) >= CARE_LEAVER_AGE}
    if not born:
        return frozenset()
    on_pathway = set(
        session.scalars(select(LeavingCareRow.child_id).where(LeavingCareRow.child_id.in_(list(born))))
    )
    for child_id, history in care.histories(session, [one for one in born if one not in on_pathway]).items():
        last = last_period(history)
        left = last.ended if last else None
        if left is not None and left <= today and age_in_years(born[child_id], left) >= CARE_LEAVER_AGE:
            on_pathway.add(child_id)
    return frozenset(on_pathway)


def open_on(table: Any, day: Any) -> Any:
    """Return the condition that a row with a beginning and an end is in force on a day. day: a date, or a parameter."""
    return (table.began <= day) & or_(table.ended.is_(None), table.ended > day)


def unaccompanied_on(day: Any) -> Any:
    """Return `domain.children.is_unaccompanied` as a condition on children. day: a date, or a column of days."""
    until = ChildRow.unaccompanied_until
    return ChildRow.is_unaccompanied & or_(until.is_(None), until > day)


def _flag(row: ChildFlagRow) -> SetFlag:
    return SetFlag(
        row.id, row.kind, row.detail or "", row.set_on, row.set_by, row.review_on, row.ended_on, row.ended_by or "",
        row.ended_because or "", row.version, row.is_review_only,
    )  # fmt: skip
