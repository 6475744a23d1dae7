"""Tampering at random with a log that was lived in: every mutation is found, by the chain or by the head remembered outside.

The forger has the file's key and takes the triggers off first; the key of the chain is what they lack.
LAC_TRACKER_TORTURE=1000 makes it a thousand mutations.
"""

import os
import random
import shutil

import pytest
from small_caseload import NOW, a_child, an_entry
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from lac_tracker.storage import audit, care, children, dialects, known_head, triggers
from lac_tracker.storage import database as storage
from tests.promises.results import note

MUTATIONS = int(os.environ.get("LAC_TRACKER_TORTURE", "0")) or 60
REPLAYS = max(6, MUTATIONS // 20)  # a whole file in the place of the newer one
ENTRIES = 24
COLUMNS = {
    "audit": (
        "number", "entry_id", "at", "person_id", "person_name", "workstation", "action", "child_id", "reason",
        "changes_count", "changes_digest", "previous_mac", "mac",
    ),
    "changes": ("id", "entry_id", "table_name", "row_id", "operation", "before", "after"),
}  # fmt: skip
VALUES = (
    "'x'",
    "''",
    "0",
    "7",
    "-1",
    "999999",
    "x'00'",
    "'2026-03-04 09:30:01.000000'",
    "'{}'",
    "NULL",
    "'null'",
    "1.5",
)


@pytest.fixture(scope="module")
def lived_in(template, tmp_path_factory):
    """A caseload with looks and changes, copies of it as it was at several moments, and its head at the end."""
    source, keys = template
    folder = tmp_path_factory.mktemp("lived-in")
    path = folder / "now.lac"
    shutil.copy(source, path)
    older = []
    database = storage.open_caseload(path, keys, NOW)
    for number in range(ENTRIES):
        with database.writing(an_entry("added a child")) as session:
            child_id = a_child(session, str(number), family_name=f"Quill{number}")
            care.begin_period(session, child_id, NOW.date())
        with database.writing(an_entry("opened the record", child_id=child_id)):
            pass
        with database.writing(an_entry("changed name or numbers", child_id=child_id)) as session:
            children.change(session, child_id, {"family_name": f"Squill{number}"})
        if number % 6 == 0:
            database.close()  # nothing is left in the log file beside it
            older.append(shutil.copy(path, folder / f"{number}.lac"))
            database = storage.open_caseload(path, keys, NOW)
    with database.reading() as session:
        head = known_head.of(session, "04-Mar-2026 09:30")
    database.close()
    return path, keys, head, older


@pytest.fixture(scope="module")
def laid_open(lived_in):
    """A connection without triggers that heeds no CHECK, as a forger with the file's key has it."""
    path, keys, head, _ = lived_in
    engine = dialects.make_engine(path, key=keys.file_key)
    with engine.connect() as connection:
        triggers.remove(connection)
        connection.commit()
        connection.connection.dbapi_connection.execute("PRAGMA ignore_check_constraints = ON")
        yield connection, keys.audit_key, head
    engine.dispose()


def edit(chance, last):
    table = chance.choice(list(COLUMNS))
    column, key = chance.choice(COLUMNS[table]), "number" if table == "audit" else "id"
    which = f"{key} = (SELECT {key} FROM {table} ORDER BY {key} LIMIT 1 OFFSET {chance.randrange(last)})"
    other = f"(SELECT {column} FROM {table} ORDER BY {key} LIMIT 1 OFFSET {chance.randrange(last)})"
    value = chance.choice((*VALUES, other, f"{column} || ' '", f"{column} || {column}"))
    return [f"UPDATE OR REPLACE {table} SET {column} = {value} WHERE {which}"]


def delete(chance, last):
    table, key = chance.choice((("audit", "number"), ("changes", "id")))
    first, many = chance.randrange(1, last - 3), chance.randrange(1, 3)
    return [
        f"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} ORDER BY {key} LIMIT {many} OFFSET {first})"
    ]


def insert(chance, last):
    copied = chance.randrange(1, last)
    if chance.random() < 0.5:
        return [
            "INSERT INTO changes (entry_id, table_name, row_id, operation, before, after)"
            f" SELECT entry_id, 'children', 1, 'update', '{{}}', '{{}}' FROM audit WHERE number = {copied}"
        ]
    return [
        "INSERT INTO audit SELECT (SELECT max(number) + 1 FROM audit), lower(hex(randomblob(16))), at, person_id,"
        " person_name, workstation, action, child_id, reason, changes_count, changes_digest,"
        f" (SELECT mac FROM audit ORDER BY number DESC LIMIT 1), mac FROM audit WHERE number = {copied}"
    ]


def reorder(chance, last):
    one, other = chance.sample(range(1, last + 1), 2)
    table, key = chance.choice((("audit", "number"), ("changes", "id")))
    return [
        f"UPDATE {table} SET {key} = -{one} WHERE {key} = {one}",
        f"UPDATE {table} SET {key} = {one} WHERE {key} = {other}",
        f"UPDATE {table} SET {key} = {other} WHERE {key} = -{one}",
    ]


def truncate(chance, last):
    kept = last - chance.randrange(1, 10)
    return [
        f"DELETE FROM changes WHERE entry_id IN (SELECT entry_id FROM audit WHERE number > {kept})",
        f"DELETE FROM audit WHERE number > {kept}",
    ]


def take_out_and_close_up(chance, last):
    gone = chance.randrange(2, last)
    return [
        f"DELETE FROM changes WHERE entry_id = (SELECT entry_id FROM audit WHERE number = {gone})",
        f"DELETE FROM audit WHERE number = {gone}",
        f"UPDATE audit SET number = -(number - 1) WHERE number > {gone}",
        "UPDATE audit SET number = -number WHERE number < 0",
    ]


def replace_with_another(chance, last):
    """One entry takes all that another says, but its own number: as if somebody else had done it."""
    one, other = chance.sample(range(1, last + 1), 2)
    said = ", ".join(
        f"{name} = (SELECT {name} FROM audit WHERE number = {other})"
        for name in ("person_id", "person_name", "action", "child_id", "reason", "at")
    )
    return [f"UPDATE audit SET {said} WHERE number = {one}"]


KINDS = (edit, edit, delete, insert, reorder, truncate, take_out_and_close_up, replace_with_another)


def content(connection):
    return [
        connection.exec_driver_sql(f"SELECT {', '.join(columns)} FROM {table} ORDER BY rowid").fetchall()
        for table, columns in COLUMNS.items()
    ]


def test_every_random_mutation_of_the_log_is_found(laid_open):
    connection, audit_key, head = laid_open
    chance, done, missed, tried = random.Random(20260304), 0, [], 0
    as_it_was = content(connection)
    connection.rollback()
    while done < MUTATIONS:
        kind = KINDS[tried % len(KINDS)]
        tried += 1
        assert tried < MUTATIONS * 5, "most mutations touch nothing, so they prove nothing"
        statements = kind(chance, head.number)
        undone = connection.begin()
        try:
            for statement in statements:
                connection.exec_driver_sql(statement)
            if content(connection) == as_it_was:
                continue  # the same value as before is no mutation
            session = Session(connection)
            done += 1
            if not audit.verify(session, audit_key) and known_head.is_in(session, head):
                missed.append(statements)
        except DatabaseError:
            continue  # the file itself refuses it: a key that is there, a value that must not be missing
        finally:
            undone.rollback()
    assert not missed
    note("P8", "tampering with the audit log", f"{done:,} of {done:,} mutations found")


def test_a_whole_older_file_in_the_place_of_the_newer_one_is_found(lived_in, tmp_path):
    _, keys, head, older = lived_in
    for number in range(REPLAYS):
        replayed = tmp_path / "replayed.lac"
        shutil.copy(older[number % len(older)], replayed)
        database = storage.open_caseload(replayed, keys, NOW)
        # Half of them were worked in until they have as many entries again: the number alone would not tell.
        if number % 2:
            with database.reading() as session:
                now = audit.head(session)[0]
            for _ in range(head.number - now):
                with database.writing(an_entry("opened the record")):
                    pass
        with database.reading() as session:
            assert audit.verify(session, database.audit_key) == ()  # nothing within the file tells
            assert not known_head.is_in(session, head)
        database.close()
    note("P8 Q2", "whole file replaced by an older copy", f"{REPLAYS:,} of {REPLAYS:,} found")


def test_a_trigger_that_was_dropped_or_changed_is_found(lived_in, tmp_path):
    path, keys, _, older = lived_in
    shutil.copy(older[0], tmp_path / "opened.lac")
    engine = dialects.make_engine(tmp_path / "opened.lac", key=keys.file_key)
    with engine.begin() as connection:
        there = triggers.present(connection)
        assert triggers.problems(connection) == ()
        looked_at = there if MUTATIONS > 60 else random.Random(4).sample(sorted(there), 12)
        for name in looked_at:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
            assert triggers.problems(connection) == (f"The audit trigger {name} is missing.",)
            connection.exec_driver_sql(there[name])
        connection.exec_driver_sql("DROP TRIGGER children_records_update")
        connection.exec_driver_sql(
            "CREATE TRIGGER children_records_update AFTER UPDATE ON children BEGIN SELECT 1; END"
        )
        assert triggers.problems(connection) == ("The audit trigger children_records_update was changed.",)
    engine.dispose()
