"""Makes backups and lists them. One that was not verified never gets its name, so it is none.

Online: a copy of the database as it stands at one moment, while others go on reading and saving.
"""

import json
import logging
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from lac_tracker import __version__
from lac_tracker.domain.backups import Aged, Kind, Manifest, problems_of, show_size, to_remove
from lac_tracker.domain.errors import BackupRefused, DatabaseUnavailable, UserError
from lac_tracker.storage import audit, backup_file, dialects, safe_files
from lac_tracker.storage.backup_file import SUFFIX
from lac_tracker.storage.faults import explained
from lac_tracker.storage.vault import Keys, keys_path

BESIDE = ("", "-wal", "-shm", "-journal")  # what a database file may have beside it
_LEFT_OVER = 24 * 3600  # seconds after which what was not finished is nobody's any more
_MOST_FOLDERS = 8

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """A backup in a folder, whose seal was verified or is still to be."""

    path: Path
    manifest: Manifest
    size: int


@dataclass(frozen=True)
class Listing:
    """What lies in a folder.

    backups: sealed by today's keys, the newest first. earlier: of this caseload, made before its key was changed.
    refused: names of files that are no backups any more: damaged or changed. fault: why the folder cannot be read.
    """

    backups: tuple[Found, ...] = ()
    earlier: tuple[Found, ...] = ()
    refused: tuple[str, ...] = ()
    fault: str = ""


def default_folder(caseload: Path) -> Path:
    """Return where backups go when nobody chose otherwise: beside the caseload."""
    return caseload.with_name(f"{caseload.name}.backups")


def make(caseload: Path, keys: Keys, kind: Kind, folder: Path, now: datetime) -> Found:
    """Make a backup of a caseload, verify it, and give it its name; return it.

    Raises DatabaseUnavailable in words when there is no room, the folder cannot be used, the caseload is damaged, or the
    copy did not verify. No half file is left behind.
    """
    size = sum(path.stat().st_size for path in _beside(caseload) if path.exists())
    try:
        target, partial = _new_name(caseload, kind, _prepared(folder, 2 * size, now), now)
    except OSError as error:
        raise DatabaseUnavailable(f"No backup was made in {folder}: {error.strerror}") from error
    try:
        with explained():
            manifest, slots = _copied(caseload, keys, kind, partial, now)
            # What stands before a restore is the caseload somebody wants to be rid of, perhaps for its structure: a copy of
            # it is as good as it was, and its file is kept beside it anyway.
            _verify(partial, keys, manifest, goes_through_structure=kind is not Kind.BEFORE_RESTORE)
        backup_file.write(target, manifest, keys, slots, partial)
        backup_file.check(target, keys)  # read back what stands there
    except OSError as error:
        with suppress(OSError):
            target.unlink(missing_ok=True)
        raise DatabaseUnavailable(f"No backup was made in {folder}: {error.strerror}") from error
    except BaseException:
        with suppress(OSError):
            target.unlink(missing_ok=True)
        raise
    finally:
        with suppress(OSError):
            _remove(partial)
    _remember(caseload, folder)
    _log.info("made and verified a backup: %s", kind)
    return Found(target, manifest, target.stat().st_size)


def copy_to(found: Found, folder: Path, now: datetime) -> None:
    """Copy a backup to its second place and compare what stands there, byte for byte, by its SHA-256.

    Raises DatabaseUnavailable in words.
    """
    try:
        if folder.resolve() == found.path.parent.resolve():
            raise DatabaseUnavailable(
                "The second place is the folder the backups are in already. Choose another one"
            )
        target = _prepared(folder, found.size, now) / found.path.name
        with safe_files.writing_safely(target) as file, found.path.open("rb") as source:
            shutil.copyfileobj(source, file, 1_048_576)
        if backup_file.part_of(target) != backup_file.part_of(found.path):
            target.unlink()
            raise DatabaseUnavailable(
                f"The copy in {folder} is not equal to the backup, so it was taken away"
            )
    except OSError as error:
        raise DatabaseUnavailable(f"{folder} cannot be used: {error.strerror}") from error


def listing(folder: Path, keys: Keys) -> Listing:
    """Return the backups of this caseload in a folder: by their seals alone, without reading the databases in them."""
    try:
        paths = sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []
        fault = "" if folder.is_dir() else "the folder is not there"
    except OSError as error:
        return Listing(fault=str(error.strerror))
    sealed, earlier, refused = [], [], []
    for path in paths:
        try:
            header = backup_file.read_header(path)
        except BackupRefused:
            refused.append(path.name)
            continue
        found = Found(path, header.manifest, path.stat().st_size)
        if header.is_sealed_by(keys):
            sealed.append(found)
        elif header.manifest.database_id == keys.database_id:
            is_of_this_key = header.manifest.key_name == keys.key_name
            refused.append(path.name) if is_of_this_key else earlier.append(found)
    return Listing(_newest_first(sealed), _newest_first(earlier), tuple(refused), fault)


def unverified(caseload: Path) -> tuple[Found, ...]:
    """Return what looks like backups of a caseload before anybody has a key, the newest first. Not to be believed yet."""
    found: dict[str, Found] = {}
    for folder in folders_of(caseload):
        with suppress(OSError):
            for path in sorted(folder.glob(f"*{SUFFIX}")):
                with suppress(BackupRefused, OSError):
                    found.setdefault(
                        path.name, Found(path, backup_file.read_header(path).manifest, path.stat().st_size)
                    )
    return _newest_first(list(found.values()))


def thin(folder: Path, keys: Keys, now: datetime) -> tuple[str, ...]:
    """Remove the backups that need not be kept any more; return their names. What is not sealed by these keys stays."""
    held = {one.path.name: one for one in listing(folder, keys).backups}
    aged = [Aged(name, one.manifest.made_at, one.manifest.kind) for name, one in held.items()]
    removed = []
    for name in to_remove(aged, now):
        with suppress(OSError):  # what cannot be removed today is tomorrow
            held[name].path.unlink()
            removed.append(name)
    return tuple(removed)


def folders_of(caseload: Path) -> tuple[Path, ...]:
    """Return where backups of a caseload were put last, for when it cannot be opened to ask; its own folder comes first.

    What is found there is believed by its seal alone, so a list that was changed leads to nothing worse than nothing.
    """
    try:
        said = json.loads(_places(caseload).read_bytes())
        more = [Path(one) for one in said if isinstance(one, str)] if isinstance(said, list) else []
    except (OSError, ValueError, RecursionError):
        more = []
    return tuple(dict.fromkeys((default_folder(caseload), *more[:_MOST_FOLDERS])))


def usual_folder(caseload: Path) -> Path:
    """Return the folder backups were put in last: where one goes while the caseload cannot be asked for its choice."""
    last = folders_of(caseload)[-1]
    return last if last.is_dir() else default_folder(caseload)


def _copied(caseload: Path, keys: Keys, kind: Kind, partial: Path, now: datetime) -> tuple[Manifest, bytes]:
    """Copy the database as it stands at one moment; return what it was like then, and the key slots."""
    engine = dialects.make_engine(caseload, key=keys.file_key)
    try:
        with engine.execution_options(reads_only=True).connect() as connection, connection.begin():
            counts, head = _state(connection)
            schema = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
            dialects.copy_to(connection, partial, keys.file_key)
    finally:
        engine.dispose()
    slots = keys_path(caseload).read_bytes() if keys_path(caseload).exists() else b""
    manifest = Manifest(
        keys.database_id, keys.key_name, kind, now.astimezone(UTC), schema, __version__, counts, *head,
        backup_file.part_in(slots), backup_file.part_of(partial),
    )  # fmt: skip
    return manifest, slots


def _verify(copy: Path, keys: Keys, manifest: Manifest, *, goes_through_structure: bool) -> None:
    """Raise DatabaseUnavailable unless a copy is whole and equal to what was to be copied."""
    if faults := faults_of(copy, keys, manifest, goes_through_structure=goes_through_structure):
        raise DatabaseUnavailable(f"The backup did not verify, so it was taken away again: {faults[0]}")


def faults_of(copy: Path, keys: Keys, manifest: Manifest, *, goes_through_structure: bool) -> tuple[str, ...]:
    """Return what is wrong with a database that was copied or taken out of a backup; nothing when it is as it was.

    goes_through_structure: trees, columns and parents of rows are looked at too. They follow from the bytes, so it is left
        out where these were compared with those of a backup already. Always, every page is read and its seal verified, the
        rows of each table are counted, and the end of the audit log is compared.
    """
    engine = dialects.make_engine(copy, key=keys.file_key)
    try:
        with engine.execution_options(reads_only=True).connect() as connection, connection.begin():
            faults = dialects.page_problems(connection)
            if goes_through_structure:
                orphans = dialects.orphans(connection)
                faults += dialects.quick_problems(connection)
                faults += tuple(f"a row of {row[0]} has no parent in {row[2]}" for row in orphans)
            return (*faults, *problems_of(manifest, *_state(connection)))
    finally:
        engine.dispose()


def _state(connection: Connection) -> tuple[dict[str, int], tuple[int, str]]:
    with Session(connection) as session:
        return dialects.row_counts(connection), audit.head(session)


def _prepared(folder: Path, room: int, now: datetime) -> Path:
    """Return a folder with so much room in it, made for its owner alone where it was not there. Raises OSError."""
    folder.mkdir(mode=0o700, exist_ok=True)
    _clear_away(folder, now)
    free = shutil.disk_usage(folder).free
    if free < room:
        raise DatabaseUnavailable(
            f"There is not enough room in {folder}: a backup needs {show_size(room)} free while it is made, and there "
            f"are {show_size(free)}. Make room, then try again"
        )
    return folder


def _clear_away(folder: Path, now: datetime) -> None:
    """Remove what a program that was cut off left behind."""
    for path in folder.glob(f"*{SUFFIX}.*"):
        with suppress(OSError):
            if ".partial" in path.name and now.timestamp() - path.stat().st_mtime > _LEFT_OVER:
                path.unlink()


def _new_name(caseload: Path, kind: Kind, folder: Path, now: datetime) -> tuple[Path, Path]:
    """Return a name that says caseload, moment and kind, and nothing of a record; and the file to begin it in, made.

    That file is there for one backup alone: two that are made in the same second never write into each other.
    """
    stem = f"{caseload.stem}-{now.astimezone(UTC):%Y%m%d-%H%M%S}-{kind.value.replace('_', '-')}"
    number = 1
    while True:
        target = folder / f"{stem}{f'-{number}' if number > 1 else ''}{SUFFIX}"
        partial = target.with_name(f"{target.name}.partial")
        number += 1
        with suppress(FileExistsError):
            dialects.make_private(partial)
            if (
                not target.exists()
            ):  # looked at after the other is ours: whoever had it before may have ended just now
                return target, partial
            partial.unlink()


def _remember(caseload: Path, folder: Path) -> None:
    kept = [str(one) for one in folders_of(caseload)[1:] if one != folder]
    if folder == default_folder(caseload):
        with suppress(OSError):
            _places(caseload).unlink(missing_ok=True)
        return
    with suppress(OSError):  # only a help for a bad day
        content = json.dumps([*kept[1 - _MOST_FOLDERS :], str(folder.resolve())])
        safe_files.write_safely(_places(caseload), content.encode("utf-8", "replace"))


def _places(caseload: Path) -> Path:
    return caseload.with_name(f"{caseload.name}.places")


def _beside(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + ending) for ending in BESIDE)


def _remove(database: Path) -> None:
    for path in _beside(database):
        path.unlink(missing_ok=True)


def _newest_first(found: list[Found]) -> tuple[Found, ...]:
    return tuple(sorted(found, key=lambda one: (one.manifest.made_at, one.path.name), reverse=True))


def words_of(error: UserError) -> str:
    """Return the words of a refusal as part of a longer sentence."""
    return str(error).removesuffix(".")
