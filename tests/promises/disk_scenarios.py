"""What a program does to its files while the power goes, and what must be found of it afterwards.

Each scenario does one thing after the other and says, after each, what there is now. After a loss of power there must be what
was said last, or what would have been said next: nothing older, and nothing between.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from small_caseload import GRACE, NOW, a_child, an_entry
from sqlalchemy import func, select

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.backups import Kind, Manifest
from lac_tracker.storage import (
    audit,
    backup_file,
    backups,
    deadlines,
    dialects,
    key_file,
    rekey,
    restored_files,
    restoring,
    vault,
)
from lac_tracker.storage import database as storage
from lac_tracker.storage.tables.audit import AuditRow
from lac_tracker.storage.tables.children import ChildRow

PASSPHRASE = "seven calm otters swimming"
CHEAP = {"time": 1, "memory_kib": 64, "lanes": 1}
OLD_SCHEMA = 5
_TAKEN_IN = 120  # pages, some saves: so that the log is taken into the file within the recording
_ROWS_OF_OLD = (
    "INSERT INTO caseload (id, database_id, kept_since, is_demonstration, created_at)"
    " VALUES (1, '0', '2026-01-01', 0, '2026-01-01 09:00:00')",
    "INSERT INTO teams (id, name) VALUES (1, 'Northgate')",
    "INSERT INTO people (id, team_id, user_name, full_name, role, registration, is_active, created_at)"
    " VALUES (1, 1, 'grace', 'Grace Mensah', 'manager', 'nmc', 1, '2026-01-01 09:00:00')",
)
_OF_THE_LOG = ("audit", "changes")  # the backup before an upgrade is written down by itself
State = Any  # what JSON can hold


class Damaged(Exception):
    """What is there cannot be used, or is not whole."""


@dataclass(frozen=True)
class Scenario:
    """prepare: the files that are there before. steps: says what there is at the start and after each step, of so many.

    held: what a person would find, or Damaged.
    """

    prepare: Callable[[Path, Path, vault.Keys], None]
    steps: Callable[[Path, vault.Keys, int], Iterator[State]]
    held: Callable[[Path, vault.Keys], State]


def caseload(folder: Path) -> Path:
    return folder / "caseload.lac"


def _a_copy(folder: Path, template: Path, _keys: vault.Keys) -> None:
    caseload(folder).write_bytes(template.read_bytes())


def save(folder: Path, keys: vault.Keys, times: int) -> Iterator[State]:
    opened = _opened(folder, keys)
    yield 0
    for number in range(1, times + 1):
        with opened.writing(an_entry(f"added {number}")) as session:
            a_child(session, str(number), meaning_for_care="care " * (number % 7 * 150))
        yield number


def saved(folder: Path, keys: vault.Keys) -> State:
    opened = _opened(folder, keys)
    try:
        with opened.reading() as session:
            _check(session, keys)
            held = sorted(int(number) for number in session.scalars(select(ChildRow.council_child_id)))
            entries = session.scalar(
                select(func.count()).select_from(AuditRow).where(AuditRow.action.like("added %"))
            )
            return (
                len(held) if held == list(range(1, len(held) + 1)) and entries == len(held) else "out of step"
            )
    finally:
        opened.close()


def take_in(folder: Path, keys: vault.Keys, times: int) -> Iterator[State]:
    """Take in a return, and undo it, in turn."""
    from lac_tracker.services.import_history import undo
    from lac_tracker.services.imports import import_ssda903

    staged = staged_return(folder.with_name("2025"))
    opened = _opened(folder, keys)
    yield _rows(opened)
    taken: int | None = None
    for _ in range(times):
        with opened.writing(Entry(GRACE, NOW)) as session:
            if taken is None:
                report = import_ssda903(session, staged, council="123", by=GRACE, now=NOW).report
                taken = report.import_id  # type: ignore[union-attr]
            else:
                undo(session, taken, by=GRACE, now=NOW)
                taken = None
        yield _rows(opened)


def staged_return(folder: Path) -> Any:
    """Return an invented return of 25 children, read. folder: where its files are made."""
    from lac_tracker.exchange.ssda903 import read_ssda903
    from tests.dirty_returns import make_return

    return read_ssda903(make_return(folder, children=25).files)


def taken_in(folder: Path, keys: vault.Keys) -> State:
    opened = _opened(folder, keys)
    try:
        with opened.reading() as session:
            _check(session, keys)
        return _rows(opened)
    finally:
        opened.close()


def an_old_caseload(folder: Path, _template: Path, keys: vault.Keys) -> None:
    path = caseload(folder)
    dialects.make_private(path)
    path.write_bytes(_old_file(keys))
    vault.keys_path(path).write_bytes(b"who can open it")


@cache
def _old_file(keys: vault.Keys) -> bytes:
    """Return a caseload as the migrations of then made it: made once by each process that asks."""
    with TemporaryDirectory() as folder:
        path = caseload(Path(folder))
        dialects.make_private(path)
        storage.upgrade(path, keys, f"{OLD_SCHEMA:04}")
        engine = dialects.make_engine(path, key=keys.file_key)
        with engine.begin() as connection:
            for statement in _ROWS_OF_OLD:
                connection.exec_driver_sql(statement)
            dialects.brand(connection, OLD_SCHEMA)
        engine.dispose()
        return path.read_bytes()


def upgrade(folder: Path, keys: vault.Keys, _times: int) -> Iterator[State]:
    yield _schema_of(caseload(folder), keys)
    _opened(folder, keys)
    yield _schema_of(caseload(folder), keys)


def upgraded(folder: Path, keys: vault.Keys) -> State:
    """The old caseload or the new one; once it is the new one, the backup of the old one is there, whole."""
    state = _schema_of(caseload(folder), keys)
    kept = [one.schema for one in _backups(backups.default_folder(caseload(folder)), keys)]
    if kept != [OLD_SCHEMA] * len(kept) or (state[0] != OLD_SCHEMA and not kept):
        raise Damaged(f"at {state[0]}, with backups of {kept}")
    return state


def back_up(folder: Path, keys: vault.Keys, times: int) -> Iterator[State]:
    opened = _opened(folder, keys)
    yield []
    counts = []
    for number in range(1, times + 1):
        with opened.writing(an_entry(f"added {number}")) as session:
            a_child(session, str(number))
        backups.make(caseload(folder), keys, Kind.BY_HAND, folder / "copies", NOW + timedelta(hours=number))
        counts.append(number)
        yield counts


def backed_up(folder: Path, keys: vault.Keys) -> State:
    return sorted(one.counts["children"] for one in _backups(folder / "copies", keys))


def _backups(folder: Path, keys: vault.Keys) -> list[Manifest]:
    """Return what each backup holds, once every byte of it was looked at: what has the name of one is one."""
    return [backup_file.check(path, keys) for path in sorted(folder.glob(f"*{backup_file.SUFFIX}"))]


def _with_slots(folder: Path, template: Path, keys: vault.Keys) -> None:
    _a_copy(folder, template, keys)
    vault.create(caseload(folder), user_name="grace", full_name="Grace Mensah", passphrase=PASSPHRASE)


def let_people_in(folder: Path, _keys: vault.Keys, times: int) -> Iterator[State]:
    keys = vault.unlock(caseload(folder), "grace", PASSPHRASE)
    yield 1
    for number in range(2, times + 2):
        person = {"user_name": f"person{number}", "full_name": "A Person", "passphrase": PASSPHRASE}
        vault.add_person(caseload(folder), keys, **person)
        yield number


def let_in(folder: Path, _keys: vault.Keys) -> State:
    vault.unlock(caseload(folder), "grace", PASSPHRASE)  # the seal of all slots is checked with it
    for earlier in folder.glob("caseload.lac.keys.?"):
        key_file.read(earlier)
    return len(key_file.people_with_slots(caseload(folder)))


def _of_grace(folder: Path, template: Path, keys: vault.Keys) -> None:
    """A caseload that Grace opens with her passphrase."""
    _a_copy(folder, template, keys)
    slot = vault.person_slot(keys, "grace", "Grace Mensah", PASSPHRASE)
    vault.write(vault.keys_path(caseload(folder)), keys, [slot])


def change_key(folder: Path, _keys: vault.Keys, times: int) -> Iterator[State]:
    yield opened_by_grace(folder)
    for _ in range(times):
        rekey.change_key(caseload(folder), vault.unlock(caseload(folder), "grace", PASSPHRASE))
        yield opened_by_grace(folder)


def restore(folder: Path, keys: vault.Keys, times: int) -> Iterator[State]:
    """Add a child and put the backup of before back, again and again."""
    made = backups.make(caseload(folder), keys, Kind.BY_HAND, folder / "copies", NOW).path
    yield opened_by_grace(folder)
    for number in range(times):
        opened = _opened(folder, keys)
        with opened.writing(an_entry(f"added {number}")) as session:
            a_child(session, str(number))
        opened.close()
        yield opened_by_grace(folder)
        taken, *_ = restoring.take_out(made, keys, restored_files.restoring(caseload(folder)), NOW)
        restoring.put_in_place(caseload(folder), taken, an_entry(f"restored {number}"), None)
        yield opened_by_grace(folder)


def opened_by_grace(folder: Path, _keys: vault.Keys | None = None) -> State:
    """Return under which key a caseload is, who did what in it last, and how many rows each table has."""
    keys = vault.unlock(caseload(folder), "grace", PASSPHRASE)
    opened = _opened(folder, keys)
    try:
        with opened.reading() as session:
            _check(session, keys)
            last = session.scalar(select(AuditRow.action).order_by(AuditRow.number.desc()).limit(1))
        return [hashlib.sha256(keys.database_key).hexdigest()[:12], last, _rows(opened)]
    finally:
        opened.close()


SCENARIOS = {
    "saves": Scenario(_a_copy, save, saved),
    "imports": Scenario(_a_copy, take_in, taken_in),
    "an upgrade": Scenario(an_old_caseload, upgrade, upgraded),
    "backups": Scenario(_a_copy, back_up, backed_up),
    "key slots": Scenario(_with_slots, let_people_in, let_in),
    "changes of the key": Scenario(_of_grace, change_key, opened_by_grace),
    "restores": Scenario(_of_grace, restore, opened_by_grace),
}


def identity(path: Path) -> list[Any]:
    """What tells one file from another, where each image is made of new files: a disk tells them by its own numbers."""
    held = path.read_bytes()
    return [len(held), hashlib.sha256(held).hexdigest()]


def settings(synchronous: str) -> None:
    """Let this process write as the product does (FULL), or as a negative control does: NORMAL, or OFF for files too."""
    dialects.PRAGMAS |= {"synchronous": synchronous, "wal_autocheckpoint": str(_TAKEN_IN)}
    vault.ARGON2ID |= CHEAP
    restored_files._identity = identity  # noqa: SLF001
    if synchronous == "OFF":
        os.fsync = lambda descriptor: None  # type: ignore[assignment]


def _opened(folder: Path, keys: vault.Keys) -> storage.Database:
    return storage.open_caseload(caseload(folder), keys, NOW)


def _check(session: Any, keys: vault.Keys) -> None:
    if problems := dialects.integrity_problems(session.connection()):
        raise Damaged(problems[0])
    if audit.verify(session, keys.audit_key) or deadlines.differences(session):
        raise Damaged("the audit chain or the due dates do not fit the rows")


def _rows(opened: storage.Database) -> State:
    with opened.reading() as session:
        return sorted(dialects.row_counts(session.connection()).items())


def _schema_of(path: Path, keys: vault.Keys) -> State:
    """Return the schema of a file and how many rows each of its tables has; it is not brought up to date."""
    dialects.take_in_log(path, keys.file_key)
    engine = dialects.make_engine(path, key=keys.file_key)
    try:
        with engine.execution_options(reads_only=True).begin() as connection:
            if problems := dialects.integrity_problems(connection):
                raise Damaged(problems[0])
            schema = connection.exec_driver_sql("PRAGMA user_version").scalar()
            revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            if int(revision) != schema:
                raise Damaged("between two schemas")
            counts = sorted(dialects.row_counts(connection).items())
            return [schema, [(table, count) for table, count in counts if table not in _OF_THE_LOG]]
    finally:
        engine.dispose()
