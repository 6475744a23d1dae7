"""Flags people set, and what the other flags of a record follow from."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select
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


def restricted(session: Session, team_id: int, on: date) -> frozenset[int]:
    """Return the ids of the team's children whose record is restricted on a day."""
    rows = session.scalars(
        select(ChildFlagRow.child_id)
        .join(ChildRow, ChildRow.id == ChildFlagRow.child_id)
        .where(
            ChildRow.team_id == team_id, ChildFlagRow.kind == "restricted", ChildFlagRow.set_on <= on,
            or_(ChildFlagRow.ended_on.is_(None), ChildFlagRow.ended_on > on),
        )
    )  # fmt: skip
    return frozenset(rows)


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
    missing = session.scalar(
        select(MissingEpisodeRow)
        .where(MissingEpisodeRow.child_id == child.id, _open_on(MissingEpisodeRow, today))
        .order_by(MissingEpisodeRow.began.desc())
        .limit(1)
    )
    host = session.scalar(
        select(PlacementRow.host_area)
        .where(PlacementRow.child_id == child.id, _open_on(PlacementRow, today))
        .order_by(PlacementRow.began.desc(), PlacementRow.id.desc())
        .limit(1)
    )
    protection = session.scalars(
        select(ProtectionStatusRow)
        .where(ProtectionStatusRow.child_id == child.id, _open_on(ProtectionStatusRow, today))
        .order_by(ProtectionStatusRow.began)
    )
    return FlagFacts(
        allergies_state=child.allergies_state,
        allergies=child.allergies or "",
        address_withheld=child.address_withheld,
        flags=in_force(of_child(session, child.id), today),
        protection=tuple(
            Protection(one.kind, one.category or "", one.began, one.next_review_on, one.recorded_by)
            for one in protection
        ),
        missing_since=missing.began if missing else None,
        missing_told_by=(missing.told_by or "") if missing else "",
        interpreter=interpreter_language(child),
        interpreter_wishes=child.interpreter_wishes or "",
        is_unaccompanied=child.is_unaccompanied,
        unaccompanied_until=child.unaccompanied_until,
        age_disputed=child.age_disputed,
        born_as_stated=child.born_as_stated or "",
        pregnant=tuple(
            session.scalars(
                select(PregnancyRow.due_on)
                .where(PregnancyRow.child_id == child.id, PregnancyRow.ended_on.is_(None))
                .order_by(PregnancyRow.id)
            )
        ),
        own_children=_own_children(session, child.id),
        host_area=host or "",
        communication=(child.communication_needs or "") if child.communication_state == "recorded" else "",
        is_leaving_care=_is_leaving_care(session, child, today),
    )


def interpreter_language(child: Child) -> str:
    """Return the language an interpreter is needed for, by its name; '' where none is needed."""
    if child.interpreter_needed != "yes":
        return ""
    code = child.preferred_language or child.first_language
    return reference_data.codes()["language"].label(code) if code else "language not known"


def _own_children(session: Session, child_id: int) -> tuple[str, ...]:
    rows = session.scalars(
        select(FamilyMemberRow)
        .where(
            FamilyMemberRow.child_id == child_id,
            FamilyMemberRow.relation == OWN_CHILD,
            FamilyMemberRow.entered_in_error_because.is_(None),
            FamilyMemberRow.has_died.is_(False),
        )
        .order_by(FamilyMemberRow.born_year, FamilyMemberRow.id)
    )
    return tuple(
        f"{row.full_name or 'Own child, name not recorded'}{f', born {row.born_year}' if row.born_year else ''}"
        for row in rows
    )


def _is_leaving_care(session: Session, child: Child, today: date) -> bool:
    """Return whether a person of 16 or over is on the leaving care pathway, or left care at 16 or later."""
    if age_in_years(child.born, today) < CARE_LEAVER_AGE:
        return False
    if session.scalar(select(LeavingCareRow.id).where(LeavingCareRow.child_id == child.id)) is not None:
        return True
    last = last_period(care.histories(session, [child.id])[child.id])
    left = last.ended if last else None
    return left is not None and left <= today and age_in_years(child.born, left) >= CARE_LEAVER_AGE


def _open_on(table: Any, day: date) -> Any:
    return (table.began <= day) & or_(table.ended.is_(None), table.ended > day)


def _flag(row: ChildFlagRow) -> SetFlag:
    return SetFlag(
        row.id, row.kind, row.detail or "", row.set_on, row.set_by, row.review_on, row.ended_on, row.ended_by or "",
        row.ended_because or "", row.version, row.is_review_only,
    )  # fmt: skip
