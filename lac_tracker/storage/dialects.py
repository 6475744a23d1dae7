"""Which database this is: the only module that knows SQLCipher and its ways."""

import os
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import NoneType
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

# Told nothing, the driver asks each None and each truth whether it can adapt itself, at twenty times the cost of a value.
sqlcipher3.dbapi2.register_adapter(NoneType, lambda nothing: nothing)
sqlcipher3.dbapi2.register_adapter(bool, int)

APPLICATION_ID = 0x4C414354  # "LACT": tells our files from other SQLite files before anything is read

PRAGMAS = {
    "foreign_keys": "ON",
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "secure_delete": "ON",
    "recursive_triggers": "ON",
    "trusted_schema": "OFF",
    "cell_size_check": "ON",
    "temp_store": "MEMORY",
    "mmap_size": "0",
    "cache_size": "-65536",
}

_WORDS = {
    5: "Another window or computer is saving. Wait a moment and try again: nothing you typed is lost",
    6: "Another window or computer is saving. Wait a moment and try again: nothing you typed is lost",
    8: "The caseload is read-only here, so nothing can be saved, and no record can be shown: every look is written down "
    "before it is shown. Nothing has been changed. Ask IT for permission to write in its folder",
    10: "The disk reported a fault while reading or writing the caseload. Nothing half-done is kept. Make room if it may be "
    "full, or your share of it used up; else ring IT before going on",
    11: "The caseload file is damaged. Stop, leave the file as it is, and restore the newest backup",
    13: "The disk is full. Nothing already saved is lost. Make room, then try again",
    14: "The caseload file cannot be opened. Check that its folder is there, and that you may write in it: every look at a "
    "record is written down before it is shown",
    26: "The caseload file is damaged or is not a caseload. Leave it as it is, and restore the newest backup",
}

_BUSY = (5, 6)
_ASKED_AGAIN = (0.001, 0.005)  # seconds
_CODES = {
    "file is not a database": 26,
    "database or disk is full": 13,
    "disk I/O error": 10,
    "readonly database": 8,
    "disk image is malformed": 11,
    "database is locked": 5,
    "unable to open database file": 14,
}


def make_engine(path: Path, *, key: bytes, foreign_keys: bool = True) -> Engine:
    """Return an engine on an encrypted file.

    key: the 32 bytes of the file key, used raw: nothing to derive, and no passphrase ever reaches a PRAGMA.
    foreign_keys: off only while a migration rebuilds tables (a rebuilt parent would delete its children).
    """
    engine = create_engine(
        "sqlite://",
        module=sqlcipher3.dbapi2,
        creator=partial(_open, path, key, foreign_keys=foreign_keys),
        poolclass=QueuePool,
        pool_size=4,  # screen, saves, slow jobs, questions
        hide_parameters=True,  # or the text of an IntegrityError names the child
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine.pool, "checkin", partial(_let_go, engine, engine.pool))
    return engine


def _let_go(engine: Engine, pool: Any, _connection: Any, record: Any) -> None:
    """Close a connection that was in use while the engine was disposed of: nobody shall keep the file open after that."""
    if engine.pool is not pool:
        record.invalidate()


def _open(path: Path, key: bytes, *, foreign_keys: bool) -> Any:
    connection = sqlcipher3.dbapi2.connect(path, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # or a wrong key prints to standard error
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for name, value in (PRAGMAS | {"foreign_keys": "ON" if foreign_keys else "OFF"}).items():
            connection.execute(f"PRAGMA {name} = {value}")
        if connection.execute("PRAGMA journal_mode").fetchone() != (
            "wal",
        ):  # a file system without shared memory
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA synchronous = EXTRA")
    except BaseException:
        connection.close()
        raise
    return connection


def _begin(connection: Connection) -> None:
    # isolation_level=None: we send BEGIN ourselves. Python's driver delays it past SAVEPOINT and DDL, which then
    # cannot be undone; and IMMEDIATE for writers, or two readers who both want to write deadlock.
    options = connection.get_execution_options()
    reads = options.get("reads_only", False)
    driver = (
        connection.connection.driver_connection
    )  # past SQLAlchemy: neither can fail, and every look begins with both
    assert driver is not None
    patience_ms = int(options.get("patience_ms", 10_000))
    driver.execute(f"PRAGMA query_only = {int(reads)}")
    if not reads and _begun(driver, patience_ms):
        return
    driver.execute(f"PRAGMA busy_timeout = {patience_ms if reads else 0}")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _begun(driver: Any, patience_ms: int) -> bool:
    """Begin to write as soon as nobody else does; return False when somebody did all the time, or it cannot be.

    SQLite itself asks ten times a second at last: one who makes a batch of documents, save upon save, would hardly ever be
    met between two of them. Whoever asks often, and never in step with others, is soon let in.
    """
    until = time.monotonic() + patience_ms / 1_000
    driver.execute("PRAGMA busy_timeout = 0")
    while True:
        try:
            driver.execute("BEGIN IMMEDIATE")
        except DriverError as error:
            if _code(error) not in _BUSY or time.monotonic() >= until:
                return False  # SQLAlchemy is refused the same, and says so
            time.sleep(random.uniform(*_ASKED_AGAIN))
        else:
            driver.execute(f"PRAGMA busy_timeout = {patience_ms}")
            return True


def explain(error: BaseException | None, *, reads_only: bool = False) -> str | None:
    """Return the words for a fault of file or disk, or None when the fault is ours.

    reads_only: the transaction was not meant to write, so a write refused in it is our fault and not the disk's.
    """
    code = _code(error)
    return None if code is None or (reads_only and code == 8) else _WORDS.get(code)


def _code(error: BaseException | None) -> int | None:
    """Return SQLite's number of a fault. Copying a whole file raises its words alone."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return int(code) & 0xFF
    return next((number for words, number in _CODES.items() if words in str(error)), None)


def is_damage(error: BaseException) -> bool:
    """Return whether the content of the file is at fault (or the key), and not the disk or the permission."""
    return explain(error) in (None, _WORDS[11], _WORDS[26])


def is_plain(path: Path) -> bool:
    """Return whether a file is an SQLite database without encryption: never one of ours."""
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def identify(path: Path, key: bytes) -> tuple[int, int]:
    """Return application_id and user_version of a file without changing it, save to undo what a power cut left half-done.

    Raises the driver's DatabaseError when the key is wrong or the file is damaged.
    """
    try:
        return _identified(path, key, "ro")
    except DriverError as error:
        if _code(error) != 8 or not path.with_name(f"{path.name}-journal").exists():
            raise  # else a journal beside the file is to undo a transaction: not by who may only read
    return _identified(path, key, "rw")


def _identified(path: Path, key: bytes, mode: str) -> tuple[int, int]:
    connection = sqlcipher3.dbapi2.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        connection.close()
    return application, version


DriverError = sqlcipher3.dbapi2.Error


def brand(connection: Connection, schema_number: int) -> None:
    """Write into the file whose it is and which schema it has, in the caller's transaction."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {schema_number}")


def orphans(connection: Connection) -> Sequence[Any]:
    """Return rows whose parent is missing."""
    return connection.exec_driver_sql("PRAGMA foreign_key_check").all()


def row_counts(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
    return {name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one() for name in names}


def integrity_problems(connection: Connection) -> tuple[str, ...]:
    """Return what the page check and the structure check find; nothing when the file is whole."""
    pages = [row[0] for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()]
    structure = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check").all()]
    return (*pages, *(found for found in structure if found != "ok"))


def page_problems(connection: Connection) -> tuple[str, ...]:
    """Return which pages are not as they were sealed."""
    return tuple(row[0] for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check").all())


def quick_problems(connection: Connection) -> tuple[str, ...]:
    """Return what the quick structure check finds, which leaves out the order within indexes."""
    structure = [row[0] for row in connection.exec_driver_sql("PRAGMA quick_check").all()]
    return tuple(found for found in structure if found != "ok")


def read_pragmas(connection: Connection) -> dict[str, object]:
    """Return the settings in force on this connection, by name."""
    return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}


def copy_to(connection: Connection, target: Path, key: bytes) -> None:
    """Copy the open database to a new file under the same key, as it stands at this moment."""
    copy = _open(target, key, foreign_keys=True)
    try:
        source = connection.connection.dbapi_connection
        assert source is not None
        source.backup(copy, pages=-1)  # in steps it would start again at every foreign write and never end
        # Closing would do this as well, and let no other thread run meanwhile: the window would stand still for seconds.
        copy.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        copy.close()


@contextmanager
def alone(path: Path, key: bytes) -> Iterator[Any]:
    """Give the driver's only connection to a file without a log beside it: nobody else reads or writes it meanwhile.

    Gives None when somebody else has the file open.
    """
    connection = _open(path, key, foreign_keys=True)
    try:
        yield connection if _has_it_alone(connection) else None
    finally:
        connection.close()


def _has_it_alone(connection: Any) -> bool:
    try:
        connection.execute("PRAGMA busy_timeout = 1000")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        if connection.execute("PRAGMA journal_mode = DELETE").fetchone() != ("delete",):
            return False
        connection.execute("BEGIN EXCLUSIVE")  # the lock stays after its end, and a copy can be taken then
        connection.execute("COMMIT")
    except DriverError as error:
        if _code(error) in (5, 6):  # busy, locked
            return False
        raise
    return True


def copy_from(only: Any, target: Path, key: bytes) -> None:
    """Copy the file that `alone` gave to a new one under the same key."""
    copy = _open(target, key, foreign_keys=True)
    try:
        only.backup(copy, pages=-1)
    finally:
        copy.close()


def change_key(path: Path, key: bytes, new: bytes) -> None:
    """Put a file that nobody else has under another key, in place. Cut off, it can be read under neither: for copies alone."""
    connection = _open(path, key, foreign_keys=True)
    try:
        connection.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def take_in_log(path: Path, key: bytes) -> None:
    """Write into the file what a program that ended without closing it left in the log beside it.

    Reading needs no such thing; but the check of every page looks at the file alone, and would call damaged what the log
    holds whole: a page half written when the power went. Where nothing may be written, the log stays.
    """
    log = path.with_name(f"{path.name}-wal")
    if not log.exists() or not log.stat().st_size:
        return
    try:
        connection = _open(path, key, foreign_keys=True)
        try:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        finally:
            connection.close()
    except DriverError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (5, 6, 8):  # busy, locked, read-only
            raise


def empty_log(engine: Engine) -> bool:
    """Write the log into the file and cut it to nothing; False when a reader keeps it, so that the next end does it."""
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA query_only = OFF")
        driver.execute("PRAGMA busy_timeout = 1000")
        (busy, _pages, _written) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def make_private(path: Path) -> None:
    """Create an empty file that only its owner can read; SQLite would make it readable to all."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
