"""The connection: every setting read back from the pool in use, the cipher in force, faults in words."""

# ruff: noqa: PT012 - what is refused or undone is the whole block

import sqlite3

import pytest
import sqlcipher3.dbapi2
from small_caseload import a_child, an_entry

from lac_tracker.storage import dialects
from tests.conftest import PRAGMAS

EXPECTED = {
    "foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "recursive_triggers": 1,
    "trusted_schema": 0, "cell_size_check": 1, "temp_store": 2, "mmap_size": 0, "cache_size": -65_536,
}  # fmt: skip


@pytest.fixture(autouse=True)
def as_the_program_has_them(monkeypatch):
    monkeypatch.setattr(dialects, "PRAGMAS", dict(PRAGMAS))


def in_force(session):
    settings = dialects.read_pragmas(session.connection())
    settings["mmap_size"] = settings["mmap_size"] or 0  # SQLite answers nothing where it has none
    return settings


def test_every_setting_is_in_force_on_reading_and_writing_connections(database):
    assert set(EXPECTED) == set(dialects.PRAGMAS)
    with database.reading() as reading, database.writing(an_entry()) as writing:
        assert in_force(reading) == EXPECTED
        assert in_force(writing) == EXPECTED


def test_every_connection_of_the_pool_has_the_settings(database):
    engine = database.engine.execution_options(reads_only=True)
    held = [engine.connect() for _ in range(5)]
    try:
        for connection in held:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    finally:
        for connection in held:
            connection.close()


def test_a_connection_that_read_may_write_afterwards_and_the_other_way_round(database):
    for _ in range(3):
        with database.reading() as session:
            assert session.connection().exec_driver_sql("PRAGMA query_only").scalar() == 1
        with database.writing(an_entry(), patience_ms=777) as session:
            assert session.connection().exec_driver_sql("PRAGMA query_only").scalar() == 0
            assert session.connection().exec_driver_sql("PRAGMA busy_timeout").scalar() == 777


def test_the_cipher_is_there_and_checks_every_page(database):
    with database.reading() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("PRAGMA cipher_version").scalar()
        assert connection.exec_driver_sql("PRAGMA cipher_use_hmac").scalar() in (1, "1")
        assert dialects.integrity_problems(connection) == ()


def test_plain_sqlite_cannot_read_a_caseload(database, caseload_path):
    plain = sqlite3.connect(caseload_path)
    try:
        with pytest.raises(sqlite3.DatabaseError, match="not a database"):
            plain.execute("SELECT count(*) FROM sqlite_master")
    finally:
        plain.close()


def test_where_the_log_cannot_be_had_every_commit_is_still_synced(tmp_path, monkeypatch):
    monkeypatch.setitem(
        dialects.PRAGMAS, "journal_mode", "TRUNCATE"
    )  # what a file system without shared memory gives
    engine = dialects.make_engine(tmp_path / "new.lac", key=bytes(32))
    try:
        with engine.begin() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 3
    finally:
        engine.dispose()


def test_a_wrong_key_prints_nothing(caseload_path, capfd):
    with pytest.raises(dialects.DriverError, match="not a database"):
        dialects.identify(caseload_path, bytes(32))
    engine = dialects.make_engine(caseload_path, key=bytes(32))
    with pytest.raises(Exception, match="not a database"):
        engine.connect()
    engine.dispose()
    assert capfd.readouterr() == ("", "")


def test_an_error_of_the_database_never_names_the_child(database):
    with pytest.raises(Exception, match="UNIQUE") as caught, database.writing(an_entry()) as session:
        a_child(session, family_name="Quillfeather")
        session.connection().exec_driver_sql("SELECT 1")
        a_child(session, family_name="Quillfeather")
    assert "Quillfeather" not in str(caught.value)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (5, "is saving"), (5 | 2 << 8, "is saving"), (6, "is saving"), (8, "read-only"), (8 | 1 << 8, "read-only"),
        (10, "disk reported a fault"), (10 | 3 << 8, "disk reported a fault"), (11, "damaged"), (13, "disk is full"),
        (14, "cannot be opened"), (26, "damaged"),
    ],
)  # fmt: skip
def test_each_fault_of_file_or_disk_has_words(code, words):
    fault = sqlcipher3.dbapi2.OperationalError("fault")
    fault.sqlite_errorcode = code
    assert words in dialects.explain(fault)


@pytest.mark.parametrize("code", [1, 19, 20, 21, 25])
def test_a_fault_of_ours_has_none(code):
    fault = sqlcipher3.dbapi2.OperationalError("fault")
    fault.sqlite_errorcode = code
    assert dialects.explain(fault) is None
    assert dialects.explain(None) is None
