"""Backups: made by hand, daily by the program itself, and before whatever may have to be undone. Each is written down."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.orm import Session

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.backups import (
    KIND_WORDS,
    Kind,
    Standing,
    moment,
    newest,
    second_standing,
    show_size,
    standing,
)
from lac_tracker.domain.errors import DatabaseUnavailable, NotAllowed, UserError
from lac_tracker.domain.people import PROGRAM, Actor
from lac_tracker.services import known_head
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import backups as stored
from lac_tracker.storage import people, team_choices
from lac_tracker.storage.backups import Found, Listing
from lac_tracker.storage.vault import Keys

FOLDERS = ("backup_folder", "backup_second_folder")


class Door(Protocol):
    """An open caseload: where it lies, its keys, and the ways in."""

    @property
    def path(self) -> Path: ...

    @property
    def keys(self) -> Keys | None: ...

    def reading(self) -> AbstractContextManager[Any]: ...

    def writing(self, entry: Entry, *, patience_ms: int = ...) -> AbstractContextManager[Any]: ...

    def note_refusal(self, entry: Entry) -> None: ...


@dataclass(frozen=True)
class Places:
    """Where backups go. second: None while none is set."""

    first: Path
    second: Path | None


@dataclass(frozen=True)
class BackupItem:
    """One verified backup of the list. in_second: whether it is in the second place too; None: cannot be known now."""

    path: Path
    made_at: datetime
    kind: Kind
    size: int
    app_version: str
    in_second: bool | None
    is_of_earlier_key: bool = False

    @property
    def kind_words(self) -> str:
        return KIND_WORDS[self.kind]

    @property
    def size_words(self) -> str:
        return show_size(self.size)


@dataclass(frozen=True)
class Overview:
    """All that is known of the backups of a caseload. refused: files that are none any more."""

    places: Places
    items: tuple[BackupItem, ...]
    last: Standing
    second: Standing
    refused: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """A backup that was made and verified. second: what became of its copy, in words; '' where all is well or unset."""

    path: Path
    kind: Kind
    made_at: datetime
    size: int
    second: str
    removed: int

    @property
    def words(self) -> str:
        """'Backup made and verified: 34.9 MB', and what is to know."""
        gone = f" {self.removed} older ones were thinned out." if self.removed else ""
        return f"Backup made and verified: {show_size(self.size)}.{gone}{f' {self.second}.' if self.second else ''}"


def make(door: Door, kind: Kind, *, by: Actor, now: datetime) -> Made:
    """Make a verified backup in its folder, copy it to the second place, thin out what is old, and write it down.

    The second place never stops work: what is wrong with it is said in `Made.second`.

    Raises NotAllowed, and DatabaseUnavailable in words when no backup could be made.
    """
    with refusals_kept(door, by, now), door.reading() as session:
        chosen = places(session, door.path, by=by, now=now)
    keys = _keys(door)
    found = stored.make(door.path, keys, kind, chosen.first, now)
    second = _to_second(found, chosen.second, now)
    removed = stored.thin(chosen.first, keys, now)
    if chosen.second is not None and not second:
        stored.thin(chosen.second, keys, now)
    said = f"{KIND_WORDS[kind].lower()}: {found.path.name}{f'. {second}' if second else ''}"
    with door.writing(Entry(by, now, reason=said)) as session:
        note_made(session, by=by, now=now)
    with door.reading() as session:
        known_head.remember(session, by=by, now=now)
    return Made(found.path, kind, found.manifest.made_at, found.size, second, len(removed))


def before(door: Door, kind: Kind, *, by: Actor, now: datetime) -> Made:
    """Make the backup that stands before an import, a new key or whatever else may have to be undone.

    The program makes it, whatever the person may do otherwise. Where the chosen folder cannot be used it goes beside
    the caseload. Raises DatabaseUnavailable in words when there is none: then what was to follow must not be done.
    """
    try:
        return make(door, kind, by=_program(by), now=now)
    except DatabaseUnavailable as error:
        raise DatabaseUnavailable(f"{stored.words_of(error)}. Without a backup this is not begun") from error


def daily(door: Door, *, by: Actor, now: datetime) -> Made | None:
    """Make the backup of the day unless there is one from today; None where there is. Raises as `make` does."""
    with door.reading() as session:
        chosen = places(session, door.path, by=_program(by), now=now)
    made = stored.listing(chosen.first, _keys(door)).backups
    if any(one.manifest.made_at.astimezone(now.tzinfo).date() == now.date() for one in made):
        return None
    return make(door, Kind.DAILY, by=_program(by), now=now)


def overview(door: Door, *, by: Actor, now: datetime) -> Overview:
    """Return the backups and how things are, the newest first. Reads folders, so it is asked off the screen's thread."""
    with refusals_kept(door, by, now), door.reading() as session:
        chosen = places(session, door.path, by=by, now=now)
        made = people.caseload_made(session)
    keys = _keys(door)
    held = stored.listing(chosen.first, keys)
    second = stored.listing(chosen.second, keys) if chosen.second is not None else Listing()
    there = {one.path.name: one.size for one in (*second.backups, *second.earlier)}
    known = chosen.second is not None and not second.fault
    items = [_item(one, there, known=known, earlier=False) for one in held.backups]
    items += [_item(one, there, known=known, earlier=True) for one in held.earlier]
    return Overview(
        chosen,
        tuple(sorted(items, key=lambda one: one.made_at, reverse=True)),
        standing(_last(held), made, now, has_earlier=bool(held.earlier)),
        second_standing(str(chosen.second or ""), _last(second), second.fault, now),
        held.refused,
    )


@needs(Action.MAKE_BACKUP)
def places(session: Session, caseload: Path, *, by: Actor, now: datetime) -> Places:
    """Return where the backups of the team go."""
    first, second = (team_choices.value(session, by.team_id, name) for name in FOLDERS)
    return Places(Path(first) if first else stored.default_folder(caseload), Path(second) if second else None)


@needs(Action.MAKE_BACKUP)
def note_made(session: Session, *, by: Actor, now: datetime) -> None:
    """Write down that a backup was made: the entry that is open says which."""


@needs(Action.MAKE_BACKUP)
def choose_folder(session: Session, name: str, folder: str, *, by: Actor, now: datetime) -> Changes:
    """Say where backups go from now on: one of FOLDERS; '' takes the choice back.

    Raises UserError when the folder is not there, is not written as a whole path, or is that of the other place.
    """
    if folder:
        path = Path(folder).expanduser()
        if not path.is_absolute() or not path.is_dir():
            raise UserError(f"There is no folder {folder}. Choose one that is there")
        folder = str(path)
        other = team_choices.value(session, by.team_id, FOLDERS[1 - FOLDERS.index(name)])
        if other and Path(other) == path:
            raise UserError(
                "Both places are the same folder. Choose another one, on another disk if there is one"
            )
    team_choices.choose(session, by.team_id, name, folder)
    return Changes(people=True)


@needs(Action.MAKE_BACKUP)
def last_good(session: Session, caseload: Path, keys: Keys, *, by: Actor, now: datetime) -> Standing:
    """Return how old the last good backup is, in words: for the manager and IT, who can do something about it."""
    chosen = places(session, caseload, by=by, now=now)
    held = stored.listing(chosen.first, keys)
    return standing(_last(held), people.caseload_made(session), now, has_earlier=bool(held.earlier))


def last_good_of(door: Door, *, by: Actor, now: datetime) -> Standing:
    """Return the same for an open caseload."""
    with door.reading() as session:
        return last_good(session, door.path, _keys(door), by=by, now=now)


def words_of(item: BackupItem, now: datetime) -> str:
    """Return 'made 04-Mar-2026 09:30, by hand', in the time zone of `now`."""
    return f"made {moment(item.made_at.astimezone(now.tzinfo))}, {item.kind_words.lower()}"


def _item(found: Found, there: dict[str, int], *, known: bool, earlier: bool) -> BackupItem:
    manifest = found.manifest
    in_second = there.get(found.path.name) == found.size if known else None
    return BackupItem(
        found.path, manifest.made_at, manifest.kind, found.size, manifest.app_version, in_second, earlier
    )


def _to_second(found: Found, second: Path | None, now: datetime) -> str:
    if second is None:
        return ""
    try:
        stored.copy_to(found, second, now)
    except DatabaseUnavailable as error:
        return f"It is not in the second place: {stored.words_of(error)}"
    return ""


def _last(held: Listing) -> datetime | None:
    return newest([one.manifest.made_at for one in held.backups])


def _keys(door: Door) -> Keys:
    if door.keys is None:
        raise DatabaseUnavailable("The caseload is not open. Sign in, then try again")
    return door.keys


def _program(by: Actor) -> Actor:
    return replace(PROGRAM, team_id=by.team_id)


@contextmanager
def refusals_kept(door: Door, by: Actor, now: datetime) -> Iterator[None]:
    """Have a refusal of what is done in the block written down."""
    try:
        yield
    except NotAllowed:
        door.note_refusal(Entry(by, now, Action.MAKE_BACKUP.value))
        raise
