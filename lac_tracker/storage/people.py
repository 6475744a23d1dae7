"""The caseload's own facts, the team and its people: rows and domain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.storage.tables.audit import AuditRow
from lac_tracker.storage.tables.people import BankHolidayRow, CaseloadRow, PersonRow, SettingRow, TeamRow


@dataclass(frozen=True)
class Team:
    """The service, as its documents name it."""

    id: int
    name: str
    ods_code: str | None
    phone: str | None
    email: str | None
    address: str | None


@dataclass(frozen=True)
class Member:
    """Somebody of the team, also who has left. last_in: when they signed in last."""

    actor: Actor
    is_active: bool
    left_on: date | None
    must_change_passphrase: bool
    last_in: datetime | None
    version: int


@dataclass(frozen=True)
class Caseload:
    """What this file says of itself."""

    database_id: str
    kept_since: date
    is_demonstration: bool


def add_caseload(
    session: Session, database_id: str, kept_since: date, now: datetime, *, is_demonstration: bool
) -> None:
    """Write the one row that says what this file is."""
    row = CaseloadRow(
        id=1,
        database_id=database_id,
        kept_since=kept_since,
        is_demonstration=is_demonstration,
        created_at=now,
    )
    session.add(row)
    session.flush()


def caseload(session: Session) -> Caseload:
    """Return what this file says of itself."""
    row = session.get_one(CaseloadRow, 1)
    return Caseload(row.database_id, row.kept_since, row.is_demonstration)


def database_id(session: Session) -> str:
    """Return which caseload this file is. Readable in every schema there was."""
    return session.scalars(select(CaseloadRow.database_id)).one()


def caseload_made(session: Session) -> datetime:
    """Return when this caseload was made."""
    return session.get_one(CaseloadRow, 1).created_at


def add_team(
    session: Session,
    name: str,
    *,
    ods_code: str | None,
    phone: str | None,
    email: str | None,
    address: str | None,
) -> int:
    """Add a team and return its id."""
    row = TeamRow(name=name, ods_code=ods_code, phone=phone, email=email, address=address)
    session.add(row)
    session.flush()
    return row.id


def team(session: Session, team_id: int) -> Team:
    """Return a team."""
    row = session.get_one(TeamRow, team_id)
    return Team(row.id, row.name, row.ods_code, row.phone, row.email, row.address)


def is_only_team(session: Session) -> bool:
    """Return whether the file holds one team and no more."""
    return session.scalar(select(func.count()).select_from(TeamRow)) == 1


def change_team(
    session: Session,
    team_id: int,
    *,
    name: str,
    ods_code: str | None,
    phone: str | None,
    email: str | None,
    address: str | None,
) -> None:
    """Correct what is known of a team."""
    row = session.get_one(TeamRow, team_id)
    row.name, row.ods_code, row.phone, row.email, row.address = name, ods_code, phone, email, address
    session.flush()


def add_person(
    session: Session,
    team_id: int,
    *,
    user_name: str,
    full_name: str,
    role: Role,
    registration: Registration,
    now: datetime,
) -> int:
    """Add a person to a team and return their id. Their key slot is the vault's."""
    row = PersonRow(
        team_id=team_id,
        user_name=user_name,
        full_name=full_name,
        role=role.value,
        registration=registration.value,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def actor(session: Session, user_name: str) -> Actor:
    """Return the person with this user name. Raises NotFound when there is none, or they have left."""
    row = session.scalar(select(PersonRow).where(PersonRow.user_name == user_name))
    if row is None or not row.is_active:
        raise NotFound(f"There is no active person with the user name '{user_name}' in this caseload")
    return _actor(row)


def role_of(session: Session, user_name: str) -> Role | None:
    """Return the role of an active person; None where there is none of this name. Readable in every schema there was."""
    asked = select(PersonRow.role).where(PersonRow.user_name == user_name, PersonRow.is_active)
    found = session.scalar(asked)
    return Role(found) if found is not None else None


def everyone(session: Session, team_id: int) -> tuple[Actor, ...]:
    """Return the active people of a team by full name."""
    rows = session.scalars(
        select(PersonRow)
        .where(PersonRow.team_id == team_id, PersonRow.is_active)
        .order_by(PersonRow.full_name)
    )
    return tuple(_actor(row) for row in rows)


def members(session: Session, team_id: int, signed_in: tuple[str, ...]) -> tuple[Member, ...]:
    """Return all who are or were in a team: who is active first, then by full name.

    signed_in: the actions of the audit log that say that somebody came in.
    """
    entered = select(AuditRow.person_id, func.max(AuditRow.at)).where(AuditRow.action.in_(signed_in))
    last_in = {row[0]: row[1] for row in session.execute(entered.group_by(AuditRow.person_id))}
    rows = session.scalars(
        select(PersonRow)
        .where(PersonRow.team_id == team_id)
        .order_by(PersonRow.is_active.desc(), PersonRow.full_name)
    )
    return tuple(_member(row, last_in.get(row.id)) for row in rows)


def member(session: Session, team_id: int, person_id: int) -> Member:
    """Return one of a team, also who has left. Raises NotFound."""
    return _member(_of_team(session, team_id, person_id), None)


def first_person(session: Session) -> int | None:
    """Return who made the caseload, None in an empty one."""
    return session.scalar(select(func.min(PersonRow.id)))


def change_person(session: Session, team_id: int, person_id: int, fields: Mapping[str, Any]) -> None:
    """Change what is known of one of a team. fields: by column, such as role or left_on. Raises NotFound."""
    row = _of_team(session, team_id, person_id)
    for name, value in fields.items():
        setattr(row, name, value)
    session.flush()


def must_change_passphrase(session: Session, person_id: int) -> bool:
    """Return whether the passphrase of a person was given to them by somebody else."""
    return session.get_one(PersonRow, person_id).must_change_passphrase


def settings(session: Session, team_id: int) -> dict[str, str]:
    """Return the settings the team chose: name → value. Texts kept beside them have a colon in their name."""
    return {name: value for name, value in session.execute(_settings(), {"team": team_id})}


@cache
def _settings() -> Any:
    row = SettingRow
    return select(row.name, row.value).where(row.team_id == bindparam("team"), row.name.not_like("%:%"))


def own_bank_holidays(session: Session, team_id: int) -> frozenset[date]:
    """Return the bank holidays the team added to the list."""
    return frozenset(session.scalars(_own_bank_holidays(), {"team": team_id}))


@cache
def _own_bank_holidays() -> Any:
    return select(BankHolidayRow.day).where(BankHolidayRow.team_id == bindparam("team"))


def own_bank_holiday_names(session: Session, team_id: int) -> dict[date, str]:
    """Return the bank holidays the team added, by name."""
    rows = session.execute(
        select(BankHolidayRow.day, BankHolidayRow.name).where(BankHolidayRow.team_id == team_id)
    )
    return {row.day: row.name for row in rows}


def _of_team(session: Session, team_id: int, person_id: int) -> PersonRow:
    row = session.get(PersonRow, person_id)
    if row is None or row.team_id != team_id:
        raise NotFound("That person is not in this team")
    return row


def _member(row: PersonRow, last_in: datetime | None) -> Member:
    return Member(_actor(row), row.is_active, row.left_on, row.must_change_passphrase, last_in, row.version)


def _actor(row: PersonRow) -> Actor:
    return Actor(
        row.id, row.team_id, row.user_name, row.full_name, Role(row.role), Registration(row.registration)
    )
