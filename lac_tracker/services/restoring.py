"""Restoring a backup: what it would change, doing it, and trying it out. Nothing of today is touched before all is verified."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.backups import KIND_WORDS, Difference, Kind, Manifest, differences, moment, relation
from lac_tracker.domain.errors import (
    CaseloadDamaged,
    CaseloadRefused,
    DatabaseUnavailable,
    NotAllowed,
    NotFound,
    UserError,
)
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.services import backups, known_head, tries
from lac_tracker.storage import audit, backup_file, dialects, people, restored_files, vault
from lac_tracker.storage import backups as stored
from lac_tracker.storage import restoring as storage
from lac_tracker.storage.backups import Found
from lac_tracker.storage.database import SCHEMA_NUMBER, Database
from lac_tracker.storage.vault import Keys

_WITH_THE_SHEET = Actor(0, 0, "", "Whoever has the recovery sheet", Role.MANAGER, Registration.NONE)


@dataclass(frozen=True)
class Who:
    """Who asks for a restore: a person with a passphrase, or whoever holds the recovery sheet (user_name '')."""

    user_name: str
    secret: str


@dataclass(frozen=True)
class Opener:
    """What opens a backup. keys_now: of the caseload as it is; None where its slots cannot be used."""

    user_name: str
    keys: Keys
    keys_now: Keys | None

    @property
    def keeps_slots(self) -> bool:
        """Whether today's key slots stay: the database key is the same, so who left since stays out."""
        return self.keys_now is not None and self.keys_now.database_key == self.keys.database_key


@dataclass(frozen=True)
class Preview:
    """What restoring would do. now_words: why the caseload of today cannot be read; '' where it can."""

    made_at: datetime
    kind_words: str
    app_version: str
    differences: tuple[Difference, ...]
    chain: str
    slots: str
    now_words: str


@dataclass(frozen=True)
class Restored:
    """What was done. kept: names under which the caseload of before can be found."""

    made_at: datetime
    kept: tuple[str, ...]
    slots: str


def candidates(caseload: Path) -> tuple[Found, ...]:
    """Return what looks like backups of a caseload, the newest first, before anybody has signed in.

    What they say of themselves is shown and not believed: restoring one verifies every byte of it first.
    """
    return stored.unverified(caseload)


def newest_words(caseload: Path, now: datetime) -> str:
    """Return the sentence that offers the newest backup of a caseload that cannot be opened; '' without any."""
    found = candidates(caseload)
    if not found:
        return ""
    at = moment(found[0].manifest.made_at.astimezone(now.tzinfo))
    return f"The newest backup was made {at}"


def opener(caseload: Path, file: Path, who: Who, then: Who | None = None, *, now: datetime) -> Opener:
    """Open the key slots that fit a backup.

    Where today's slots can be used, it is them that who asks must open: who left since stays out. Only for a backup made
    before the key was changed, those in the backup are opened too, with what was right then (`then`, else the same).
    Where today's slots are missing or damaged, or of another caseload, those in the backup decide.
    A wrong passphrase counts as a failed sign-in and is waited for, or this would be where to try them out.

    Raises CaseloadRefused when name, passphrase or recovery key do not fit, BackupRefused when the file is none.
    """
    header = backup_file.read_header(file)
    keys_now = _keys_of_today(caseload, header.manifest, who, now)
    if keys_now is not None and header.is_sealed_by(keys_now):
        return Opener(who.user_name, keys_now, keys_now)
    if keys_now is not None and header.manifest.key_name == keys_now.key_name:
        raise backup_file.damaged(file)
    try:
        keys = _keys_in(file, caseload, then or who, now, is_known=keys_now is not None)
    except CaseloadRefused as error:
        if keys_now is None or then is not None:
            raise
        raise CaseloadRefused(
            "This backup was made before the key of the caseload was changed. Enter the passphrase you had then"
        ) from error
    return Opener(who.user_name, keys, keys_now)


def preview(caseload: Path, file: Path, opened_by: Opener) -> Preview:
    """Return what restoring would change. Reads the seal of the backup alone: all of it is verified when it is restored.

    Raises BackupRefused when it was damaged or changed.
    """
    header = backup_file.read_header(file)
    if not header.is_sealed_by(opened_by.keys):
        backup_file.check(file, opened_by.keys)  # says why
        raise backup_file.damaged(file)
    manifest = header.manifest
    counts, chain, why = None, "", "The caseload is not there"
    if caseload.exists():
        why = "The caseload as it is cannot be read, so it cannot be compared"
        with suppress(UserError), _of_today(caseload, opened_by) as session:
            counts = dialects.row_counts(session.connection())
            chain = relation(manifest, audit.head(session)[0], storage.mac_at(session, manifest.head_number))
    return Preview(
        manifest.made_at, KIND_WORDS[manifest.kind], manifest.app_version, differences(counts, manifest.counts),
        chain, _slots_words(opened_by), "" if counts is not None else why,
    )  # fmt: skip


def restore(caseload: Path, file: Path, opened_by: Opener, *, now: datetime) -> Restored:
    """Put a backup in place of the caseload, or leave everything as it is. Nobody may have the caseload open.

    What is there now is kept as a backup of its own, where it can still be read, and as a file `.before-restore`. The
    restore is written down in the restored audit chain, with the head of the chain that was there before.

    Raises BackupRefused when anything in the backup is not as it was made, NotAllowed, and DatabaseUnavailable in words.
    """
    restored_files.finish(caseload)
    restored_files.clear(caseload)
    before = _state_of_today(caseload, opened_by, now)
    opened, manifest, slots = storage.take_out(file, opened_by.keys, restored_files.restoring(caseload), now)
    try:
        by = _who(opened, opened_by, before.by)
        kept = _keep_today(caseload, opened_by, before, by, now)
        entry = Entry(by, now, Action.RESTORE.value, reason=_event(manifest, file, before))
        storage.put_in_place(caseload, opened, entry, None if opened_by.keeps_slots else slots)
    except BaseException:
        opened.close()
        with suppress(OSError):
            restored_files.finish(caseload)
            restored_files.clear(caseload)
        raise
    _remember(caseload, opened_by.keys, by, now)
    return Restored(manifest.made_at, kept, _slots_words(opened_by))


def verify(door: backups.Door, file: Path, *, by: Actor, now: datetime) -> Manifest:
    """Return what a backup says of itself once every byte of it was verified. Raises BackupRefused, NotAllowed."""
    with backups.refusals_kept(door, by, now), door.reading() as session:
        backups.places(session, door.path, by=by, now=now)
    assert door.keys is not None
    return backup_file.check(file, door.keys)


@dataclass(frozen=True)
class _Today:
    """The caseload before a restore. by: the person as they stand in it; None where that cannot be known."""

    is_readable: bool = False
    by: Actor | None = None
    head: tuple[int, str] | None = None


def _state_of_today(caseload: Path, opened_by: Opener, now: datetime) -> _Today:
    """Look at the caseload as it is and make sure the person may restore. Raises NotAllowed, written down there."""
    if not caseload.exists():
        return _Today()
    try:
        with _of_today(caseload, opened_by) as session:
            by = people.actor(session, opened_by.user_name) if opened_by.user_name else None
            head = audit.head(session)
    except NotFound as error:
        raise NotAllowed(str(error)) from error
    except CaseloadRefused:  # damaged, or its keys are gone
        return _Today()
    if by is not None and not (decision := decide(by, Action.RESTORE)).allowed:
        opened = _open_of_today(caseload, opened_by)
        try:
            opened.note_refusal(Entry(by, now, Action.RESTORE.value))
        finally:
            opened.close()
        raise NotAllowed(decision.words)
    return _Today(True, by, head)


def _who(opened: Database, opened_by: Opener, today: Actor | None) -> Actor:
    """Return who restores: as they stand in the caseload of today, else in the backup. Raises NotAllowed."""
    if today is not None:
        return today
    if not opened_by.user_name:
        return _WITH_THE_SHEET
    try:
        with opened.reading() as session:
            by = people.actor(session, opened_by.user_name)
    except NotFound as error:
        raise NotAllowed(str(error)) from error
    if not (decision := decide(by, Action.RESTORE)).allowed:
        raise NotAllowed(decision.words)
    return by


def _keep_today(
    caseload: Path, opened_by: Opener, before: _Today, by: Actor, now: datetime
) -> tuple[str, ...]:
    """Make a backup of the caseload as it is, and have its log in it; return the names under which it is kept."""
    if not caseload.exists():
        return ()
    as_file = restored_files.before_restore(caseload).name
    if not before.is_readable or opened_by.keys_now is None:
        return (as_file,)
    try:
        storage.settle(caseload, opened_by.keys_now)  # before anything is made: nobody else may have it open
        made = stored.make(
            caseload, opened_by.keys_now, Kind.BEFORE_RESTORE, stored.usual_folder(caseload), now
        )
        opened = _open_of_today(caseload, opened_by)
        try:
            with opened.writing(
                Entry(by, now, Action.MAKE_BACKUP.value, reason=f"before a restore: {made.path.name}")
            ):
                pass
        finally:
            opened.close()
        storage.settle(caseload, opened_by.keys_now)
    except CaseloadDamaged:  # it could be opened, but not read to its end: the file itself is kept
        return (as_file,)
    return made.path.name, as_file


def _remember(caseload: Path, keys: Keys, by: Actor, now: datetime) -> None:
    """Have it remembered outside that this older file is the one to go on with."""
    opened = Database(dialects.make_engine(caseload, key=keys.file_key), caseload, keys.audit_key, keys)
    try:
        with opened.reading() as session:
            known_head.remember(session, by=by, now=now, also_older=True)
    finally:
        opened.close()


def _event(manifest: Manifest, file: Path, before: _Today) -> str:
    made = f"{file.name}, {KIND_WORDS[manifest.kind].lower()}, made {manifest.made_at:%Y-%m-%d %H:%M} UTC"
    if before.head is None:
        return f"{made}; the caseload before could not be read"
    return f"{made}; the audit chain before ended with entry {before.head[0]} {before.head[1]}"


def _slots_words(opened_by: Opener) -> str:
    if opened_by.keeps_slots:
        return "Passphrases stay as they are today: who has left since stays out"
    return "The passphrases and the recovery sheet of the day the backup was made come back with it"


def _keys_of_today(caseload: Path, manifest: Manifest, who: Who, now: datetime) -> Keys | None:
    """Return the keys by today's slots; None where there are none that could be meant. Raises CaseloadRefused."""
    try:
        content = vault.database_id(caseload)
    except CaseloadRefused:
        return None
    return _unlock(caseload, who, now) if content == manifest.database_id else None


def _keys_in(file: Path, caseload: Path, who: Who, now: datetime, *, is_known: bool) -> Keys:
    """Return the keys by the slots in a backup, which lie in a file for a moment: the vault opens files.

    is_known: today's passphrase was right already, so that of then is no try at somebody's.
    """
    slots = backup_file.key_slots(file)
    with tempfile.TemporaryDirectory(prefix="restore-", dir=caseload.parent) as place:
        beside = Path(place) / caseload.name
        vault.keys_path(beside).write_bytes(slots)
        if is_known and who.user_name:
            return vault.unlock(beside, who.user_name.strip().casefold(), who.secret)
        return _unlock(caseload, who, now, slots_of=beside)


def _unlock(caseload: Path, who: Who, now: datetime, slots_of: Path | None = None) -> Keys:
    if who.user_name:
        user_name = who.user_name.strip().casefold()
        return tries.open_vault(caseload, user_name, who.secret, now=now, slots_of=slots_of)
    return vault.unlock_with_recovery_key(slots_of or caseload, who.secret)


@contextmanager
def _of_today(caseload: Path, opened_by: Opener) -> Iterator[Session]:
    """Give a look at the caseload as it is. Raises CaseloadRefused when it cannot be read with today's keys."""
    opened = _open_of_today(caseload, opened_by)
    try:
        with opened.reading() as session:
            yield session
    finally:
        opened.close()


def _open_of_today(caseload: Path, opened_by: Opener) -> Database:
    keys = opened_by.keys_now
    if keys is None:
        raise CaseloadRefused("The key slots of the caseload cannot be used")
    try:
        application, schema = dialects.identify(caseload, keys.file_key)
    except dialects.DriverError as error:
        if dialects.is_damage(error):
            raise CaseloadRefused("The caseload is damaged") from error
        raise DatabaseUnavailable(dialects.explain(error) or str(error)) from error
    if schema > SCHEMA_NUMBER:
        raise DatabaseUnavailable(
            "The caseload was made by a newer version of Health Tracker. Update this computer"
        )
    if application != dialects.APPLICATION_ID or schema < SCHEMA_NUMBER:
        raise CaseloadRefused("The caseload is damaged, or was not brought up to date")
    return Database(dialects.make_engine(caseload, key=keys.file_key), caseload, keys.audit_key, keys)
