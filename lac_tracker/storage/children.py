"""Children: rows and domain."""

import secrets
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from lac_tracker.domain.children import Child
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import NotFound, RecordChanged, UserError
from lac_tracker.domain.names import search_key, show_name
from lac_tracker.storage import record_access
from lac_tracker.storage.tables.children import ChildRow, CouncilRow

_NAMES = ("family_name", "given_name", "preferred_name")
_OWN_FIELDS = tuple(name for name in Child.__dataclass_fields__ if name not in ("council_code", "council_id"))


def new_id() -> int:
    """Return an id for a child: random, below 2**53 so that every reader of JSON keeps it exact."""
    return secrets.randbelow(2**53 - 1) + 1


def new_ids(count: int) -> list[int]:
    """Return ids for many new children, lowest first: in this order they are written several times as fast."""
    return sorted(new_id() for _ in range(count))


def mark_for_due(session: Session, child_id: int) -> None:
    """Have the door compute this child's due dates anew before it seals: an input of the clock was written."""
    session.info.setdefault("due_to_refresh", set()).add(child_id)


def team_of(session: Session, child_id: int) -> int:
    """Return the team whose record it is. Raises NotFound."""
    team_id: int | None = session.scalar(_team_of(), {"child": child_id})
    if team_id is None:
        raise NotFound("That child is not in this caseload")
    return team_id


@cache
def _team_of() -> Any:
    return select(ChildRow.team_id).where(ChildRow.id == bindparam("child"))


def council(session: Session, team_id: int, code: str) -> int:
    """Return the id of a council of the team, adding it when it is new."""
    found = session.scalar(
        select(CouncilRow.id).where(CouncilRow.team_id == team_id, CouncilRow.code == code)
    )
    if found is not None:
        return found
    row = CouncilRow(team_id=team_id, code=code, name=code)
    session.add(row)
    session.flush()
    return row.id


def councils(session: Session, team_id: int) -> tuple[str, ...]:
    """Return the codes of the team's councils."""
    return tuple(
        session.scalars(
            select(CouncilRow.code).where(CouncilRow.team_id == team_id).order_by(CouncilRow.code)
        )
    )


def add(
    session: Session,
    team_id: int,
    council_row_id: int,
    council_id: str,
    born: date,
    fields: Mapping[str, Any],
    *,
    id: int | None = None,
) -> int:
    """Add a child and return the new id: a random one, unless a demonstration brings its own.

    Raises UserError when the NHS number belongs to another child.
    """
    if number := fields.get("nhs_number"):
        _refuse_taken_number(session, 0, number, team_id)  # no child has the id 0
    row = ChildRow(
        id=id or new_id(),
        team_id=team_id,
        responsible_council_id=council_row_id,
        council_child_id=council_id,
        born=born,
        **fields,
    )
    _index_names(row)
    session.add(row)
    session.flush()
    mark_for_due(session, row.id)
    return row.id


def change(
    session: Session, child_id: int, fields: Mapping[str, Any], *, seen_version: int | None = None
) -> bool:
    """Set fields of a child and return whether anything differed.

    Raises UserError when the NHS number belongs to another child.
    """
    row = session.get_one(ChildRow, child_id)
    if seen_version is not None and row.version != seen_version:
        raise RecordChanged(
            "Someone else changed this while you were working. Open it again to see their version"
        )
    number = fields.get("nhs_number")
    if number and number != row.nhs_number:
        _refuse_taken_number(session, child_id, number, row.team_id)
    differing = {name: value for name, value in fields.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    if differing.keys() & set(_NAMES):
        _index_names(row)
    if differing:
        session.flush()
        mark_for_due(session, child_id)
    return bool(differing)


def load(session: Session, child_id: int) -> Child:
    """Return a child. Raises NotFound."""
    found = session.execute(_with_council(), {"child": child_id}).first()
    if found is None:
        raise NotFound("That child is not in this caseload")
    row, code = found
    own = {name: getattr(row, name) for name in _OWN_FIELDS}
    return Child(council_code=code, council_id=row.council_child_id, **own)


@cache
def _with_council() -> Any:
    joined = select(ChildRow, CouncilRow.code).join(
        CouncilRow, CouncilRow.id == ChildRow.responsible_council_id
    )
    return joined.where(ChildRow.id == bindparam("child"))


def find(session: Session, team_id: int, identifier: str, council_code: str | None = None) -> int:
    """Return the child with a council id or an NHS number.

    Raises NotFound when there is none, and UserError when two councils gave the same number.
    """
    compact = identifier.replace(" ", "")
    wanted = or_(ChildRow.council_child_id == identifier.strip(), ChildRow.nhs_number == compact)
    query = (
        select(ChildRow.id, CouncilRow.code)
        .join(CouncilRow, CouncilRow.id == ChildRow.responsible_council_id)
        .where(ChildRow.team_id == team_id, wanted)
    )
    if council_code is not None:
        query = query.where(CouncilRow.code == council_code)
    found = session.execute(query.order_by(CouncilRow.code)).all()
    if not found:
        raise NotFound(f"No child in this caseload has the council ID or NHS number '{identifier}'")
    if len(found) > 1:
        codes = ", ".join(row.code for row in found)
        raise UserError(f"More than one child has '{identifier}' ({codes}). Say which council with --council")
    return int(found[0].id)


def ids_by_council_id(session: Session, council_row_id: int) -> dict[str, int]:
    """Return every child of a council: council id → id."""
    rows = session.execute(
        select(ChildRow.council_child_id, ChildRow.id).where(
            ChildRow.responsible_council_id == council_row_id
        )
    )
    return {row.council_child_id: row.id for row in rows}


def _index_names(row: ChildRow) -> None:
    row.search_key = search_key(" ".join(filter(None, (row.family_name, row.given_name, row.preferred_name))))


def _refuse_taken_number(session: Session, child_id: int, number: str, team_id: int) -> None:
    other = session.scalar(select(ChildRow).where(ChildRow.nhs_number == number, ChildRow.id != child_id))
    if other is None:
        return
    if other.team_id != team_id:  # whose it is is not this team's to know
        raise UserError(
            "NHS number belongs to a child of another team. Check what you copied, or ask your manager"
        )
    if record_access.is_closed_to_some(session, other.id):
        raise UserError(
            "NHS number belongs to a restricted record. Ask the team manager which of the two is right"
        )
    name = show_name(other.family_name, other.given_name, other.council_child_id)
    raise UserError(
        f"NHS number belongs to {name}, born {show_date(other.born)}. Check which of the two is right"
    )
