"""Making a caseload, opening one, and letting people in."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.audit_kinds import SIGNED_IN, UNLOCKED, WENT_ON
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import (
    CaseloadRefused,
    MustChoosePassphrase,
    NotFound,
    OlderFile,
    UserError,
    WrongPassphrase,
)
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.services import known_head, sessions, tries
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import database as storage
from lac_tracker.storage import people, vault, vault_changes
from lac_tracker.storage.database import Database

_GIVEN = (
    "Somebody else gave you this passphrase, and nothing is shown before you chose your own. Sign in at the window, or use the "
    "command: lac-tracker person passphrase"
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ServiceDetails:
    """The health team, as its documents name it."""

    name: str = "Looked-after children health team"
    ods_code: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None


@dataclass(frozen=True)
class FirstPerson:
    """Who makes a caseload: its first manager, with a passphrase of their own."""

    user_name: str
    full_name: str
    passphrase: str
    role: Role = Role.MANAGER
    registration: Registration = Registration.NONE


@dataclass(frozen=True)
class Opened:
    """An open caseload and the person signed in."""

    database: Database
    actor: Actor
    keys: vault.Keys
    is_demonstration: bool
    notes: tuple[str, ...] = ()  # what was noticed on opening, in words for the message bar


def create_caseload(
    path: Path,
    person: FirstPerson,
    service: ServiceDetails,
    *,
    now: datetime,
    is_demonstration: bool = False,
    kept_since: date | None = None,
) -> tuple[Opened, str]:
    """Make a caseload file with its key slots, its team and its first person.

    kept_since: the first day whose assessments are all in it; None is the day of `now`.

    Returns the open caseload and the recovery key: printed once, kept nowhere.

    Raises UserError when something is at `path` already, the folder is not there, or the passphrase is too weak.
    Nothing is left behind when it fails.
    """
    if path.exists() or vault.keys_path(path).exists():
        raise UserError(f"There is already a file at {path}. Nothing was changed. Choose another name")
    if not path.parent.is_dir():
        raise UserError(f"The folder {path.parent} is not there. Make it first, or choose another")
    user_name = check_user_name(person.user_name)
    full_name = _needed(person.full_name, "name")
    team_name = _needed(service.name, "team's name")
    database = None
    try:
        keys, recovery_key = vault.create(
            path, user_name=user_name, full_name=full_name, passphrase=person.passphrase
        )
        database = storage.create(path, keys)
        maker = Actor(0, 0, user_name, full_name, person.role, person.registration)
        with database.writing(Entry(maker, now, "made the caseload")) as session:
            people.add_caseload(
                session, keys.database_id, kept_since or now.date(), now, is_demonstration=is_demonstration
            )
            team_id = people.add_team(
                session,
                team_name,
                ods_code=service.ods_code,
                phone=service.phone,
                email=service.email,
                address=service.address,
            )
            people.add_person(
                session, team_id, user_name=user_name, full_name=full_name, role=person.role,
                registration=person.registration, now=now,
            )  # fmt: skip
            actor = people.actor(session, user_name)
    except OSError as error:
        _remove(path, database)
        raise UserError(f"The caseload cannot be made at {path}: {error.strerror}") from error
    except BaseException:
        _remove(path, database)
        raise
    return Opened(database, actor, keys, is_demonstration), recovery_key


def unlock(
    path: Path,
    user_name: str,
    passphrase: str,
    *,
    now: datetime,
    is_return: bool = False,
    older_because: str = "",
) -> Opened:
    """Open a caseload as one person, and write the sign-in down.

    is_return: the same person unlocks the window. older_because: why a manager goes on with an older file.

    Raises WrongPassphrase when name or passphrase are wrong or it is too soon to try again, MustChoosePassphrase when
    somebody else gave it, CaseloadRefused with words when the files cannot be used, and OlderFile when the caseload is
    an older copy of the one last used here.
    """
    if not path.exists():
        raise CaseloadRefused(f"Can't find the caseload at {path}. Is the drive connected?")
    user_name = user_name.strip().casefold()  # as `check_user_name` keeps it
    keys = tries.open_vault(path, user_name, passphrase, now=now)
    opened = open_as(
        path,
        keys,
        user_name,
        now=now,
        action=UNLOCKED if is_return else SIGNED_IN,
        older_because=older_because,
    )
    _renew(path, keys, user_name, passphrase)
    return opened


def confirm_passphrase(
    path: Path, user_name: str, passphrase: str, *, now: datetime, so: str = "Nothing has been signed"
) -> vault.Keys:
    """Return the keys that a person's passphrase opens: asked again before signing, and before what changes keys.

    so: what did not happen when it is another. Raises UserError; a wrong one counts as a failed sign-in.
    """
    try:
        return tries.open_vault(path, user_name, passphrase, now=now)
    except WrongPassphrase as error:
        words = "That passphrase doesn't match" if error.was_tried else str(error)
        later = f". Try again in {tries.seconds(error.wait)}" if error.was_tried and error.wait else ""
        raise UserError(f"{words}. {so}{later}") from None


def check_user_name(user_name: str) -> str:
    """Return a user name in its one form. Raises UserError when it has other signs than letters, figures and .-_"""
    compact = user_name.strip().casefold()
    if not 0 < len(compact) <= 40 or not all(sign.isalnum() or sign in ".-_" for sign in compact):
        raise UserError(
            "A user name has up to 40 letters, figures, dots, hyphens or underscores, such as grace.mensah"
        )
    return compact


@needs(Action.MANAGE_PEOPLE)
def add_person(
    session: Session,
    give_slot: Callable[[str, str], None],
    *,
    user_name: str,
    full_name: str,
    role: Role,
    registration: Registration,
    by: Actor,
    now: datetime,
) -> Changes:
    """Add a person to the team.

    give_slot: writes the key slot for (user name, full name); called last, so that a refusal leaves neither.
    """
    user_name, full_name = check_user_name(user_name), _needed(full_name, "name")
    if any(person.user_name == user_name for person in people.everyone(session, by.team_id)):
        raise UserError(f"There is already a person with the user name '{user_name}'. Choose another one")
    person_id = people.add_person(
        session,
        by.team_id,
        user_name=user_name,
        full_name=full_name,
        role=role,
        registration=registration,
        now=now,
    )
    give_slot(user_name, full_name)
    return Changes(people=True, made_id=person_id)


@needs(Action.SEE_TEAM)
def team_name(session: Session, *, by: Actor, now: datetime) -> str:
    """Return the name of the team signed in: every role comes in by it."""
    return people.team(session, by.team_id).name


def open_as(
    path: Path,
    keys: vault.Keys,
    user_name: str,
    *,
    now: datetime,
    action: str,
    older_because: str = "",
    reason: str = "",
    their_own: bool = False,
) -> Opened:
    """Open a caseload with the keys of its vault as one person, and write down how they came in.

    their_own: they just chose their passphrase. Raises as `unlock` does.
    """
    database = storage.open_caseload(
        path, keys, now,
        look_first=lambda session: known_head.check_before_upgrade(session, user_name, because=older_because),
    )  # fmt: skip
    try:
        with database.reading() as session:
            actor = people.actor(session, user_name)
            is_demonstration = people.caseload(session).is_demonstration
            clock = sessions.clock_words(session, now)
            is_given = people.must_change_passphrase(session, actor.person_id)
        if is_given and not their_own:
            raise MustChoosePassphrase(_GIVEN)  # noqa: TRY301 - the file is closed below, as for any refusal
        _refuse_older(database, actor, now, older_because)
        said = ". ".join(part for part in (reason, clock) if part)
        with database.writing(Entry(actor, now, action, reason=said)) as session:
            if is_given:
                people.change_person(
                    session, actor.team_id, actor.person_id, {"must_change_passphrase": False}
                )
        typed = tries.write_down(database, path, user_name, now=now)
    except NotFound as error:
        database.close()
        raise CaseloadRefused(str(error)) from None
    except BaseException:
        database.close()
        raise
    return Opened(database, actor, keys, is_demonstration, tuple(one for one in (clock, typed) if one))


def _renew(path: Path, keys: vault.Keys, user_name: str, passphrase: str) -> None:
    """Make the slot as slots are made today, where it is cheaper to try; next time when it cannot be written now."""
    with suppress(UserError):
        if vault_changes.is_behind(path, keys, user_name):
            vault_changes.renew(path, keys, user_name, passphrase)


def _refuse_older(database: Database, actor: Actor, now: datetime, because: str) -> None:
    """Raise OlderFile for an older copy of the caseload last used here, unless a manager says why to go on with it."""
    try:
        with database.reading() as session:
            known_head.check(session, by=actor)
    except OlderFile:
        if not because.strip():
            raise
        entry = Entry(actor, now, WENT_ON, reason=known_head.because(because, by=actor))
        with database.writing(entry):
            pass
        with database.reading() as session:
            known_head.remember(session, by=actor, now=now, also_older=True)


def _needed(text: str, label: str) -> str:
    cleaned = clean_line(text, label=label)
    if not cleaned:
        raise UserError(f"Enter the {label}")
    return cleaned


def _remove(path: Path, database: Database | None) -> None:
    if database is not None:
        database.close()
    # By name, never by pattern: other files of the folder may begin with the same letters.
    for ending in ("", "-wal", "-shm", "-journal", ".keys"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
