"""How records stand to a person: whose team, restricted, theirs, taken access to, kept apart from.

A restriction holds from the moment it is set until it is ended, whichever day a list is looked at as on.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    column,
    exists,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound
from lac_tracker.storage.tables.children import ChildFlagRow, ChildRow
from lac_tracker.storage.tables.due import DueRow

# Asked before the first list of the day is there, which does without the other tables they stand among.
_CONFLICT = table(
    "conflicts_of_interest",
    column("child_id", Integer),
    column("person_id", Integer),
    column("ended_on", Date),
)


@dataclass(frozen=True)
class Facts:
    """Whose record it is, whether it is restricted, and whether the person is kept apart from it."""

    team_id: int
    is_restricted: bool
    is_apart: bool


def facts(session: Session, child_id: int, person_id: int, on: date) -> Facts:
    """Return how a record stands to a person, in one look at three indexes. Raises NotFound."""
    known = {"child": child_id, "person": person_id, "on": on}
    found = session.connection().execute(_facts(), known).first()  # asked with nearly every call: no objects
    if found is None:
        raise NotFound("That child is not in this caseload")
    return Facts(found[0], bool(found[1]), bool(found[2]))


def is_theirs(session: Session, child_id: int, person_id: int, now: datetime) -> bool:
    """Return whether a person assesses a child, or has taken access to the record that still holds.

    Who assesses: whose the clocks are (allocated, begun or booked), whom one is handed to, who began or signed one.
    """
    known = {"child": child_id, "person": person_id, "now": now}
    return bool(session.connection().scalar(_is_theirs(), known))


def is_closed_to_some(session: Session, child_id: int) -> bool:
    """Return whether a record is restricted or somebody is kept apart from it: words that anybody may read name it not."""
    conflict = _CONFLICT.c
    closed = or_(
        exists().where(ChildFlagRow.child_id == child_id, _is_restriction(), ChildFlagRow.ended_on.is_(None)),
        exists().where(conflict.child_id == child_id, conflict.ended_on.is_(None)),
    )
    return bool(session.scalar(select(closed)))


def restricted(session: Session, team_id: int, on: date) -> frozenset[int]:
    """Return the ids of the team's children whose record is restricted."""
    return frozenset(session.scalars(_restricted(), {"team": team_id, "on": on}))


def restricted_to_others(session: Session, team_id: int, person_id: int, now: datetime) -> frozenset[int]:
    """Return those of them that are neither the person's to assess nor taken access to."""
    known = {"team": team_id, "on": now.date(), "person": person_id, "now": now}
    return frozenset(session.connection().scalars(_restricted_to_others(), known))


def apart_from(session: Session, person_id: int, on: date) -> frozenset[int]:
    """Return the ids of the children from whose records a person is kept apart."""
    return frozenset(session.connection().scalars(_apart_from(), {"person": person_id, "on": on}))


def any_closed(session: Session) -> bool:
    """Return whether any record was ever restricted, or anybody kept apart from one: most lists need ask no further."""
    return bool(session.connection().scalar(_any_closed()))


@cache
def _facts() -> Any:
    return select(
        ChildRow.team_id,
        exists().where(_holds(ChildRow.id)),
        exists().where(_is_apart(), _CONFLICT.c.child_id == ChildRow.id),
    ).where(ChildRow.id == bindparam("child"))


@cache
def _is_theirs() -> Select[Any]:
    return select(or_(*_theirs(bindparam("child"))))


@cache
def _restricted() -> Select[Any]:
    return (
        select(ChildFlagRow.child_id)
        .join(ChildRow, ChildRow.id == ChildFlagRow.child_id)
        .where(ChildRow.team_id == bindparam("team"), _holds(ChildRow.id))
    )


@cache
def _restricted_to_others() -> Select[Any]:
    return _restricted().where(~or_(*_theirs(ChildFlagRow.child_id)))


@cache
def _apart_from() -> Select[Any]:
    return select(_CONFLICT.c.child_id).where(_is_apart())


@cache
def _any_closed() -> Select[Any]:
    return select(or_(exists().where(_is_restriction()), exists(select(_CONFLICT.c.child_id))))


def _is_restriction() -> ColumnElement[bool]:
    # In the words of an index of its own, which only constants can name.
    return ChildFlagRow.kind == literal_column("'restricted'")


def _holds(child: Any) -> ColumnElement[bool]:
    until = or_(ChildFlagRow.ended_on.is_(None), ChildFlagRow.ended_on > bindparam("on"))
    return and_(ChildFlagRow.child_id == child, _is_restriction(), until)


def _is_apart() -> ColumnElement[bool]:
    row = _CONFLICT.c
    until = or_(row.ended_on.is_(None), row.ended_on > bindparam("on"))
    return and_(row.person_id == bindparam("person"), until)


def _theirs(child: Any) -> tuple[ColumnElement[bool], ...]:
    from lac_tracker.storage.tables.access import AccessClaimRow  # heavy: asked of a restricted record alone
    from lac_tracker.storage.tables.assessments import AssessmentRow

    held, claim = AssessmentRow, AccessClaimRow
    person: Any = bindparam("person")
    did = or_(held.assessor_id == person, held.handed_to_id == person, held.signed_by_id == person)
    return (
        exists().where(DueRow.child_id == child, DueRow.assessor_id == person),
        exists().where(held.child_id == child, did),
        exists().where(claim.child_id == child, claim.person_id == person, claim.ends_at > bindparam("now")),
    )
