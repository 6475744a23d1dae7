"""Who recorded what the flags of a record follow from, and when: from the row itself, else from the record of changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.children import Child
from lac_tracker.domain.dates import birthday
from lac_tracker.domain.flags import ALLERGY_KINDS, CARE_LEAVER_AGE, FROM_BIRTH, FlagFacts, Origin
from lac_tracker.storage.tables.audit import AuditRow, ChangeRow
from lac_tracker.storage.tables.care import MissingEpisodeRow, PlacementRow
from lac_tracker.storage.tables.family import FamilyMemberRow
from lac_tracker.storage.tables.health_checks import AllergyRow
from lac_tracker.storage.tables.pathways import LeavingCareRow, PregnancyRow

# What is kept with the child itself: the columns whose last change is what a flag goes back to.
_COLUMNS = {
    "do_not_share_address": ("address_withheld",),
    "uasc": ("is_unaccompanied", "unaccompanied_until"),
    "age_disputed": ("age_disputed", "born_as_stated"),
}


def with_origins(session: Session, child: Child, facts: FlagFacts, today: date) -> FlagFacts:
    """Return the facts of the flags with who recorded each and when, for those that no flag row says it of."""
    told = {one.kind for one in facts.flags if not one.is_review_only}
    origins = {
        one.kind: Origin(one.recorded_by, one.began, one.review_on) for one in reversed(facts.protection)
    }
    for kind, find in _found(facts, today).items():
        if kind not in told:
            origins[kind] = find(session, child, today)
    return replace(facts, origins=origins)


def _found(facts: FlagFacts, today: date) -> dict[str, Callable[[Session, Child, date], Origin]]:
    """Return how to look for the origin of each kind that the facts show."""
    shown: dict[str, Callable[[Session, Child, date], Origin]] = dict.fromkeys(ALLERGY_KINDS, _allergies)
    for kind, is_shown, find in (
        ("missing_now", facts.missing_since, _missing),
        ("interpreter", facts.interpreter, _interpreter),
        ("pregnant", facts.pregnant, _pregnant),
        ("young_parent", facts.own_children, _young_parent),
        ("out_of_area", facts.host_area, _out_of_area),
        ("needs", facts.communication, _needs),
        ("care_leaver", facts.is_leaving_care, _care_leaver),
        ("do_not_share_address", facts.address_withheld, _column("do_not_share_address")),
        ("uasc", facts.is_unaccompanied, _column("uasc")),
        ("age_disputed", facts.age_disputed, _column("age_disputed")),
    ):
        if is_shown:
            shown[kind] = find
    state = {"known": "allergies", "none_known": "no_allergies"}.get(
        facts.allergies_state, "allergies_not_recorded"
    )
    return {kind: find for kind, find in shown.items() if kind not in ALLERGY_KINDS or kind == state}


def _column(kind: str) -> Callable[[Session, Child, date], Origin]:
    return lambda session, child, _today: last_change(session, "children", child.id, *_COLUMNS[kind])


def last_change(session: Session, table: str, row_id: int, *columns: str) -> Origin:
    """Return who last changed one of these columns of a row, and when; somebody's import says that it was one.

    The record of changes has every row from its first writing on; a row of an unfinished transaction has nobody yet.
    """
    changed = [
        func.json_extract(ChangeRow.before, f"$.{name}").is_distinct_from(
            func.json_extract(ChangeRow.after, f"$.{name}")
        )
        for name in columns
    ]
    found = session.execute(
        select(AuditRow.person_name, AuditRow.at, AuditRow.action)
        .join(ChangeRow, ChangeRow.entry_id == AuditRow.entry_id)
        .where(ChangeRow.table_name == table, ChangeRow.row_id == row_id, or_(*changed))
        .order_by(ChangeRow.id.desc())
        .limit(1)
    ).first()
    if found is None:
        return Origin()
    how = ", who brought in the council's list" if found.action == Action.IMPORT.value else ""
    return Origin(f"{found.person_name}{how}", found.at.date())


def _allergies(session: Session, child: Child, _today: date) -> Origin:
    """Return who last stated an allergy that stands, else who last said that there are none, or made the record."""
    row = session.scalar(
        select(AllergyRow)
        .where(
            AllergyRow.child_id == child.id,
            AllergyRow.ended_on.is_(None),
            AllergyRow.entered_in_error_because.is_(None),
            AllergyRow.recorded_on.is_not(None),
        )
        .order_by(AllergyRow.recorded_on.desc(), AllergyRow.id.desc())
        .limit(1)
    )
    if row is not None and child.allergies_state == "known":
        return Origin(row.recorded_by, row.recorded_on)
    return last_change(session, "children", child.id, "allergies_state", "allergies")


def _missing(session: Session, child: Child, today: date) -> Origin:
    row = _latest(session, MissingEpisodeRow, child.id, today)
    return Origin(row.recorded_by, row.began) if row is not None else Origin()


def _interpreter(session: Session, child: Child, _today: date) -> Origin:
    if child.language_asked_by and child.language_asked_on:
        return Origin(_recorder(child.language_asked_by), child.language_asked_on)
    return last_change(
        session, "children", child.id, "interpreter_needed", "first_language", "preferred_language"
    )


def _recorder(asked_by: str) -> str:
    """Return who wrote it down of 'Jo Moss, by Nadia Rahman': whom they asked is another matter."""
    return asked_by.rpartition(", by ")[2]


def _needs(session: Session, child: Child, _today: date) -> Origin:
    if child.communication_asked_by and child.communication_asked_on:
        return Origin(_recorder(child.communication_asked_by), child.communication_asked_on)
    return last_change(session, "children", child.id, "communication_needs", "communication_state")


def _pregnant(session: Session, child: Child, _today: date) -> Origin:
    row = session.scalar(
        select(PregnancyRow)
        .where(PregnancyRow.child_id == child.id, PregnancyRow.ended_on.is_(None))
        .order_by(PregnancyRow.id)
        .limit(1)
    )
    return Origin(row.recorded_by, row.known_since) if row is not None else Origin()


def _young_parent(session: Session, child: Child, _today: date) -> Origin:
    row = session.scalar(
        select(FamilyMemberRow)
        .where(
            FamilyMemberRow.child_id == child.id,
            FamilyMemberRow.relation == "child",
            FamilyMemberRow.entered_in_error_because.is_(None),
        )
        .order_by(FamilyMemberRow.id)
        .limit(1)
    )
    if row is None:
        return Origin()
    changed = last_change(session, "family_members", row.id, "relation")
    return replace(changed, who=row.recorded_by or changed.who)


def _out_of_area(session: Session, child: Child, today: date) -> Origin:
    row = _latest(session, PlacementRow, child.id, today)
    return last_change(session, "placements", row.id, "host_area") if row is not None else Origin()


def _care_leaver(session: Session, child: Child, _today: date) -> Origin:
    row = session.scalar(select(LeavingCareRow).where(LeavingCareRow.child_id == child.id))
    if row is None:
        return Origin(FROM_BIRTH, birthday(child.born, CARE_LEAVER_AGE))
    changed = last_change(session, "leaving_care", row.id, "recorded_by")
    return replace(changed, who=row.recorded_by or changed.who)


def _latest(session: Session, table: Any, child_id: int, today: date) -> Any:
    """Return the row in force on a day that began last."""
    return session.scalar(
        select(table)
        .where(
            table.child_id == child_id,
            table.began <= today,
            or_(table.ended.is_(None), table.ended > today),
        )
        .order_by(table.began.desc(), table.id.desc())
        .limit(1)
    )
