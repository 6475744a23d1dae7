"""What cannot be opened or saved is refused in words, and the files stay as they were, byte for byte."""

# ruff: noqa: PT012 - what is refused is the whole block
import shutil
import sqlite3
import threading

import pytest
from small_caseload import NOW, a_child, an_entry, fingerprints
from sqlalchemy import func, select

from lac_tracker.domain.errors import CaseloadRefused, DatabaseUnavailable
from lac_tracker.storage import audit, dialects, vault
from lac_tracker.storage import database as storage
from lac_tracker.storage.database import SCHEMA_NUMBER
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.people import TeamRow


@pytest.fixture
def folder(caseload_path, tmp_path):
    """A folder of its own for the caseload, so that every file in it can be compared."""
    kept = tmp_path / "kept"
    kept.mkdir()
    shutil.move(caseload_path, kept / "caseload.lac")
    return kept


def refused(path, keys, words, error=CaseloadRefused):
    before = fingerprints(path.parent)
    with pytest.raises(error, match=words):
        storage.open_caseload(path, keys, NOW)
    assert fingerprints(path.parent) == before


def branded(path, key, pragma):
    connection = dialects._open(path, key, foreign_keys=True)  # noqa: SLF001 - a file of another program under our key
    connection.execute(f"PRAGMA {pragma}")
    connection.close()


def test_a_missing_caseload_is_never_made_anew(tmp_path, keys):
    refused(tmp_path / "nowhere.lac", keys, "Can't find the caseload")


def test_the_keys_of_another_caseload_open_nothing(folder):
    refused(folder / "caseload.lac", vault.Keys("0" * 32, bytes(32)), "belong to another caseload")
    refused(folder / "caseload.lac", vault.Keys("1" * 32, bytes(range(32))), "belong to another caseload")


@pytest.mark.parametrize("held", [b"x", b"plain words\n" * 1_000, bytes(8_192), b"%PDF-1.7" + bytes(5_000)])
def test_what_is_no_database_is_refused(tmp_path, keys, held):
    (tmp_path / "kept").mkdir()
    path = tmp_path / "kept" / "file.lac"
    path.write_bytes(held)
    refused(path, keys, "damaged|not a caseload")


def test_an_empty_file_is_no_caseload(tmp_path, keys):
    path = tmp_path / "empty.lac"
    path.touch()
    refused(path, keys, "not a caseload")
    assert path.stat().st_size == 0


def test_a_database_of_another_program_is_named_as_one(tmp_path, keys):
    (tmp_path / "kept").mkdir()
    path = tmp_path / "kept" / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE t (a)")
    other.close()
    refused(path, keys, "database of another program")


def test_another_application_under_our_key_is_refused(folder, keys):
    path = folder / "caseload.lac"
    branded(path, keys.file_key, "application_id = 7")
    refused(path, keys, "not a caseload of this program")


def test_a_newer_schema_is_refused_and_not_a_byte_is_changed(folder, keys):
    path = folder / "caseload.lac"
    branded(path, keys.file_key, f"user_version = {SCHEMA_NUMBER + 1}")
    refused(path, keys, "newer version of Health Tracker")


def test_a_folder_in_its_place_is_no_caseload(tmp_path, keys):
    path = tmp_path / "folder.lac"
    path.mkdir()
    refused(path, keys, "Can't find the caseload")


def test_opening_changes_nothing(folder, keys):
    path = folder / "caseload.lac"
    before = fingerprints(folder)
    opened = storage.open_caseload(path, keys, NOW)
    with opened.reading() as session:
        assert session.scalar(select(TeamRow.name))
    opened.close()
    assert fingerprints(folder) == before


def test_a_transaction_cut_off_without_a_log_is_undone_at_the_next_opening(folder, keys, tmp_path):
    """Where the log is not used, as while the key is changed or on some shares, a journal beside the file undoes it."""
    path = folder / "caseload.lac"
    writer = dialects._open(path, keys.file_key, foreign_keys=True)  # noqa: SLF001 - a writer that is cut off
    for statement in ("journal_mode = DELETE", "cache_size = 2"):
        writer.execute(f"PRAGMA {statement}")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("CREATE TABLE half_done AS SELECT * FROM sqlite_master")
    for _ in range(5):
        writer.execute("INSERT INTO half_done SELECT * FROM half_done")
    cut_off = tmp_path / "cut off"
    shutil.copytree(folder, cut_off)
    writer.close()
    assert (cut_off / "caseload.lac-journal").stat().st_size > 4_096
    opened = storage.open_caseload(cut_off / "caseload.lac", keys, NOW)
    with opened.reading() as session:
        assert session.scalar(select(TeamRow.name)) == "Northgate LAC health team"
        assert dialects.integrity_problems(session.connection()) == ()
        assert "half_done" not in dialects.row_counts(session.connection())
    opened.close()


def pages(session):
    return session.connection().exec_driver_sql("PRAGMA page_count").scalar()


@pytest.mark.parametrize("room", [0, 1, 3, 10])
def test_a_full_disk_has_words_and_nothing_half_done_is_kept(database, room):
    with database.writing(an_entry()) as session:
        a_child(session, "before")
    with (
        pytest.raises(DatabaseUnavailable, match="The disk is full"),
        database.writing(an_entry("too much")) as session,
    ):
        full = pages(session) + room
        session.connection().exec_driver_sql(f"PRAGMA max_page_count = {full}")
        for number in range(200):
            a_child(session, str(number), meaning_for_care="much " * 2_000)
    with database.reading() as session:
        assert session.scalars(select(ChildRow.council_child_id)).all() == ["before"]
        assert dialects.integrity_problems(session.connection()) == ()
        assert audit.verify(session, database.audit_key) == ()
    with database.writing(an_entry()) as session:  # room was made
        session.connection().exec_driver_sql("PRAGMA max_page_count = 1000000")
        a_child(session, "after")
    with database.reading() as session:
        assert set(session.scalars(select(ChildRow.council_child_id))) == {"before", "after"}


def test_four_people_who_save_at_once_lose_nothing_and_make_one_chain(database):
    failures = []

    def save(person):
        try:
            for number in range(12):
                with database.writing(an_entry(f"{person}")) as session:
                    team = session.get_one(TeamRow, 1)
                    team.phone = str(int(team.phone or 0) + 1) if (team.phone or "0").isdigit() else "1"
                    a_child(session, f"{person}-{number}")
        except Exception as error:  # noqa: BLE001 - whatever it is, the test says so
            failures.append(error)

    people = [threading.Thread(target=save, args=(person,)) for person in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert failures == []
    with database.reading() as session:
        assert session.scalar(select(TeamRow.phone)) == "48"
        assert session.scalar(select(func.count()).select_from(ChildRow)) == 48
        assert audit.verify(session, database.audit_key) == ()


def test_a_new_caseload_is_private_from_its_first_byte(tmp_path, keys):
    path = tmp_path / "new.lac"
    made = storage.create(path, keys)
    with made.writing(an_entry()) as session:
        session.add(TeamRow(name="Team"))
    modes = {
        file.name: file.stat().st_mode & 0o777
        for file in tmp_path.iterdir()
        if file.name.startswith("new.lac")
    }
    assert set(modes) == {"new.lac", "new.lac-wal", "new.lac-shm"}
    assert set(modes.values()) == {0o600}
    made.close()
    with pytest.raises(FileExistsError):
        storage.create(path, keys)
