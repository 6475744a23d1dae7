"""Passphrases and the keys behind them: a person's own, what the recovery sheet opens, a new sheet, another key.

What changes keys asks for the passphrase of who does it, though they are signed in: an unlocked window that somebody left
must not be enough. So nothing here keeps a key.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from lac_tracker.domain import passphrases as rules
from lac_tracker.domain.audit import Entry
from lac_tracker.domain.audit_kinds import SIGNED_IN
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.backups import Kind
from lac_tracker.domain.errors import CaseloadRefused, NotAllowed, NotFound, UserError
from lac_tracker.domain.people import Actor, Role
from lac_tracker.services import backups, known_head, sign_in, tries
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.services.sign_in import Opened
from lac_tracker.storage import database as storage
from lac_tracker.storage import key_file, people, rekey, vault, vault_changes

STEPS = ("Making a backup", *rekey.STEPS)  # what a change of the key is doing, for who shows it
_NOTHING = "Nothing has been changed"
_WITH_SHEET = "opened with the recovery sheet"
_SHEET_IS_FOR_MANAGERS = (
    "The recovery sheet lets a manager in, or who made the caseload. {} is neither: a manager can give them a new "
    "passphrase in Settings, People and roles"
)


@dataclass(frozen=True)
class KeyChanged:
    """The caseload opened under its new key; the key of the new sheet; who needs a new passphrase, by full name."""

    opened: Opened
    recovery_key: str
    left_out: tuple[str, ...]


@needs(Action.CHANGE_OWN_PASSPHRASE)
def change_own(session: Session, caseload: Path, old: str, new: str, *, by: Actor, now: datetime) -> Changes:
    """Give the person signed in another passphrase; the old one opens no more.

    Raises UserError when the old one does not match, or the new one is the same or too weak.
    """
    rules.check(new, (by.user_name, by.full_name))
    if new == old:
        raise UserError("The new passphrase is the one you have. Choose another one")
    keys = sign_in.confirm_passphrase(caseload, by.user_name, old, now=now, so=_NOTHING)
    people.change_person(session, by.team_id, by.person_id, {"must_change_passphrase": False})
    vault_changes.set_passphrase(
        caseload, keys, user_name=by.user_name, full_name=by.full_name, passphrase=new
    )
    return Changes(people=True)


def choose_own(caseload: Path, user_name: str, given: str, new: str, *, now: datetime) -> Opened:
    """Open a caseload with a passphrase that somebody else gave, after a person's own took its place.

    Raises UserError as `change_own` does, and as `sign_in.unlock`.
    """
    user_name = user_name.strip().casefold()
    full_name = _name_of(caseload, user_name)
    rules.check(new, (user_name, full_name))
    if new == given:
        raise UserError("Choose another passphrase than the one you were given: somebody else knows that one")
    keys = tries.open_vault(caseload, user_name, given, now=now)
    vault_changes.set_passphrase(caseload, keys, user_name=user_name, full_name=full_name, passphrase=new)
    return sign_in.open_as(
        caseload, keys, user_name, now=now, action=SIGNED_IN, reason="and chose their own passphrase",
        their_own=True,
    )  # fmt: skip


def recover(caseload: Path, typed: str, user_name: str, new: str, *, now: datetime) -> Opened:
    """Open a caseload with the key of the recovery sheet, and give a manager, or who made it, a new passphrase.

    Raises CaseloadRefused when the key is mistyped or of another sheet, UserError when the passphrase is too weak, and
    NotAllowed for anybody else: a manager can give them one.
    """
    user_name = user_name.strip().casefold()
    keys = vault.unlock_with_recovery_key(caseload, typed)
    database = storage.open_caseload(
        caseload, keys, now,
        look_first=lambda session: known_head.check_before_upgrade(session, user_name, because=""),
    )  # fmt: skip
    try:
        with database.reading() as session:
            actor = people.actor(session, user_name)
            is_first = people.first_person(session) == actor.person_id
        if actor.role is not Role.MANAGER and not is_first:
            raise NotAllowed(_SHEET_IS_FOR_MANAGERS.format(actor.full_name))
    except NotFound as error:
        raise CaseloadRefused(str(error)) from None
    finally:
        database.close()
    vault_changes.set_passphrase(
        caseload, keys, user_name=user_name, full_name=actor.full_name, passphrase=new
    )
    tries.forgive(caseload, user_name)
    return sign_in.open_as(
        caseload, keys, user_name, now=now, action=SIGNED_IN, reason=_WITH_SHEET, their_own=True
    )


@needs(Action.CHANGE_KEY)
def new_sheet(session: Session, caseload: Path, passphrase: str, *, by: Actor, now: datetime) -> Changes:
    """Make a new recovery sheet; its key is the report of the Changes. The old sheet opens the caseload no more."""
    keys = sign_in.confirm_passphrase(caseload, by.user_name, passphrase, now=now, so=_NOTHING)
    entry: Entry | None = session.info.get("entry")
    if entry is not None:
        entry.reason = "a new recovery sheet"
    return Changes(people=True, report=vault_changes.new_recovery_sheet(caseload, keys))


@needs(Action.CHANGE_KEY)
def _begin(session: Session, *, by: Actor, now: datetime) -> None:
    """Write down that the key is about to be changed: the copy under the new key holds it too."""
    entry: Entry | None = session.info.get("entry")
    if entry is not None:
        entry.reason = "about to be"


def change_key(
    caseload: Path,
    passphrase: str,
    *,
    by: Actor,
    now: datetime,
    tell: Callable[[int], None] = lambda _step: None,
) -> KeyChanged:
    """Put the caseload under another key, with a new recovery sheet, after a backup was made and verified.

    Nobody may have it open, the caller neither.

    tell: is given the place in STEPS of each step as it begins. Slow: some seconds for each 100 MB.

    Raises UserError in words, and NotAllowed; the caseload is as it was then.
    """
    keys = sign_in.confirm_passphrase(caseload, by.user_name, passphrase, now=now, so=_NOTHING)
    if vault_changes.is_behind(caseload, keys, by.user_name):
        vault_changes.renew(
            caseload, keys, by.user_name, passphrase
        )  # or it could not be made for the new key
    database, entry = storage.open_caseload(caseload, keys, now), Entry(by, now)
    try:
        with database.writing(entry) as session:
            _begin(session, by=by, now=now)
        tell(0)
        backups.before(database, Kind.BEFORE_REKEY, by=by, now=now)
    except NotAllowed:
        database.note_refusal(entry)
        raise
    finally:
        database.close()
    done = rekey.change_key(caseload, keys, lambda step: tell(step + 1))
    opened = sign_in.open_as(
        caseload,
        done.keys,
        by.user_name,
        now=now,
        action=Action.CHANGE_KEY.value,
        reason=_done_words(done.left_out),
    )
    return KeyChanged(opened, done.recovery_key, done.left_out)


def _done_words(left_out: tuple[str, ...]) -> str:
    return (
        f"done. Without a slot until they get a new passphrase: {', '.join(left_out)}" if left_out else "done"
    )


def _name_of(caseload: Path, user_name: str) -> str:
    return dict(key_file.people_with_slots(caseload)).get(user_name, user_name)
