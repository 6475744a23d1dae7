"""The chain of the audit: honest ones verify, and every way of tampering with one is found and named."""

import hashlib
import json
import shutil
from dataclasses import asdict, replace

import pytest
from small_caseload import NOW, a_child, an_entry
from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.audit import FIRST_MAC, SealedEntry, digest_of, mac_of
from lac_tracker.storage import audit, care, children, dialects, triggers
from lac_tracker.storage import database as storage
from lac_tracker.storage.tables.audit import AuditRow, ChangeRow


@pytest.fixture(scope="module")
def history(template, tmp_path_factory):
    """A caseload with a history: entries with several changes, with one, and looks without any."""
    source, keys = template
    path = tmp_path_factory.mktemp("history") / "history.lac"
    shutil.copy(source, path)
    database = storage.open_caseload(path, keys, NOW)
    for number in range(4):
        with database.writing(an_entry("added a child")) as session:
            child_id = a_child(session, str(number))
            care.begin_period(session, child_id, NOW.date())
        with database.writing(an_entry("opened the record", child_id=child_id)):
            pass
        with database.writing(an_entry("changed name or numbers", child_id=child_id)) as session:
            children.change(session, child_id, {"family_name": f"Quill{number}"})
    database.close()
    return path, keys


@pytest.fixture
def lived_in(history, tmp_path):
    source, keys = history
    shutil.copy(source, tmp_path / "lived-in.lac")
    database = storage.open_caseload(tmp_path / "lived-in.lac", keys, NOW)
    yield database
    database.close()


def faults(database):
    with database.reading() as session:
        return audit.verify(session, database.audit_key)


def tamper(database, *statements):
    """Change the file as someone does who holds its key: the triggers off, and back on again."""
    with database.engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        connection.rollback()
        driver.execute("PRAGMA query_only = OFF")
        driver.execute("PRAGMA ignore_check_constraints = ON")
        driver.execute("BEGIN IMMEDIATE")
        kept = driver.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in kept:
            driver.execute(f"DROP TRIGGER {name}")
        touched = [driver.execute(statement).rowcount for statement in statements]
        for _, sql in kept:
            driver.execute(sql)
        driver.execute("COMMIT")
        connection.invalidate()
    assert all(touched), "the mutation touched nothing, so it proves nothing"
    with database.reading() as session:
        assert triggers.problems(session.connection()) == ()


def test_an_honest_chain_has_no_faults(lived_in):
    assert faults(lived_in) == ()


def test_an_empty_chain_has_none_and_starts_at_the_first_link(lived_in):
    tamper(lived_in, "DELETE FROM audit", "DELETE FROM changes")
    assert faults(lived_in) == ()
    with lived_in.reading() as session:
        assert audit.head(session) == (
            0,
            FIRST_MAC,
        )  # which is how the emptying is found: the remembered head is gone
    with lived_in.writing(an_entry("goes on")):
        pass
    with lived_in.reading() as session:
        assert audit.head(session)[0] == 1
    assert faults(lived_in) == ()


AUDIT_EDITS = {
    "number": ["number + 1000", "-number"],
    "entry_id": ["'another'", "lower(hex(randomblob(16)))", "x'00'"],
    "at": ["'2026-03-04 09:30:01.000000'", "'2020-01-01 00:00:00'", "'yesterday'", "''", "5", "x'ff'"],
    "person_id": ["person_id + 1", "0", "'1x'", "x'01'"],
    "person_name": ["'Someone Else'", "person_name || ' '", "''", "x'41'"],
    "workstation": ["'elsewhere'", "''"],
    "action": ["'opened nothing'", "upper(action)"],
    "child_id": ["5", "coalesce(child_id, 0) + 1", "'x'"],
    "reason": ["'because'"],
    "changes_count": ["changes_count + 1", "-1", "'none'"],
    "changes_digest": ["'x'", "upper(changes_digest)", "''"],
    "previous_mac": ["'x'", "mac", "x'00'"],
    "mac": ["'x'", "previous_mac", "upper(mac)", "''", "x'00'"],
}
CHANGE_EDITS = {
    "id": ["id + 1000", "-id"],
    "entry_id": ["'another'", "(SELECT entry_id FROM audit WHERE number = 1)"],
    "table_name": ["'due'", "upper(table_name)"],
    "row_id": ["row_id + 1", "'x'"],
    "operation": ["'update'", "'delete '"],
    "before": ["'{}'", "coalesce(before, '') || ' '"],
    "after": ["NULL", "replace(after, 'Quill', 'Squill') || ' '", "x'00'"],
}
MUTATIONS = [
    *(
        f"UPDATE audit SET {column} = {value} WHERE number = 6"
        for column, values in AUDIT_EDITS.items()
        for value in values
    ),
    *(
        f"UPDATE changes SET {column} = {value} WHERE entry_id = (SELECT entry_id FROM audit WHERE number = 8)"
        f" AND id = (SELECT min(id) FROM changes WHERE entry_id = (SELECT entry_id FROM audit WHERE number = 8))"
        for column, values in CHANGE_EDITS.items()
        for value in values
    ),
    *(f"DELETE FROM audit WHERE number = {number}" for number in (1, 2, 5, 9)),
    *(f"DELETE FROM changes WHERE id = (SELECT {which}(id) FROM changes)" for which in ("min", "max")),
    "DELETE FROM changes",
    "DELETE FROM audit WHERE number > 8 AND number < 11",
    "INSERT INTO changes (entry_id, table_name, row_id, operation, after) VALUES ('nobody', 'children', 1, 'insert', '{}')",
    "INSERT INTO changes (entry_id, table_name, row_id, operation, after)"
    " SELECT entry_id, 'children', 1, 'insert', '{}' FROM audit WHERE number = 5",
    "INSERT INTO audit SELECT 0, 'x', at, person_id, person_name, workstation, action, child_id, reason, 0,"
    " changes_digest, previous_mac, mac FROM audit WHERE number = 1",
    "INSERT INTO audit SELECT (SELECT max(number) + 1 FROM audit), 'x', at, person_id, person_name, workstation, action,"
    " child_id, reason, 0, changes_digest, previous_mac, mac FROM audit ORDER BY number DESC LIMIT 1",
]  # fmt: skip


@pytest.fixture(scope="module")
def laid_open(history, tmp_path_factory):
    """A connection to a copy that has no triggers and heeds no CHECK, and the key of the chain."""
    source, keys = history
    path = tmp_path_factory.mktemp("open") / "open.lac"
    shutil.copy(source, path)
    engine = dialects.make_engine(path, key=keys.file_key)
    with engine.connect() as connection:
        triggers.remove(connection)
        connection.commit()
        connection.connection.dbapi_connection.execute("PRAGMA ignore_check_constraints = ON")
        yield connection, keys.audit_key
    engine.dispose()


@pytest.mark.parametrize("statement", MUTATIONS)
def test_every_mutation_is_found(laid_open, statement):
    connection, audit_key = laid_open
    undone = connection.begin()
    try:
        session = Session(connection)
        assert audit.verify(session, audit_key) == ()  # the one before was undone
        touched = connection.exec_driver_sql(statement).rowcount
        assert touched, "the mutation touched nothing, so it proves nothing"
        assert audit.verify(session, audit_key)
    finally:
        undone.rollback()


def test_there_are_at_least_sixty_mutations():
    assert len(MUTATIONS) >= 60


def test_two_entries_that_changed_places_are_found(lived_in):
    tamper(
        lived_in,
        "UPDATE audit SET number = -4 WHERE number = 4",
        "UPDATE audit SET number = 4 WHERE number = 5",
        "UPDATE audit SET number = 5 WHERE number = -4",
    )
    assert any("does not follow" in fault for fault in faults(lived_in))


def test_an_entry_taken_out_with_its_changes_and_closed_up_is_found(lived_in):
    tamper(
        lived_in,
        "DELETE FROM changes WHERE entry_id = (SELECT entry_id FROM audit WHERE number = 5)",
        "DELETE FROM audit WHERE number = 5",
        "UPDATE audit SET number = -(number - 1) WHERE number > 5",
        "UPDATE audit SET number = -number WHERE number < 0",
    )
    assert faults(lived_in)


def test_a_chain_sealed_with_another_key_is_found(lived_in):
    with lived_in.reading() as session:
        assert audit.verify(session, bytes(32))


def test_an_end_cut_off_is_found_by_the_remembered_head(lived_in):
    with lived_in.reading() as session:
        remembered = audit.head(session)
    last = remembered[0] - 2
    tamper(
        lived_in,
        f"DELETE FROM changes WHERE entry_id IN (SELECT entry_id FROM audit WHERE number > {last})",
        f"DELETE FROM audit WHERE number > {last}",
    )
    assert faults(lived_in) == ()
    with lived_in.reading() as session:
        assert audit.head(session)[0] == last < remembered[0]


def test_a_forger_without_the_key_cannot_go_on_with_the_chain(lived_in):
    with lived_in.reading() as session:
        last = session.execute(
            select(*AuditRow.__table__.columns).order_by(AuditRow.number.desc()).limit(1)
        ).one()
    forged = replace(
        SealedEntry(**last._mapping), number=last.number + 1, entry_id="f" * 32, previous_mac=last.mac,  # noqa: SLF001
        changes_count=0, changes_digest=digest_of(())[1], mac="",
    )  # fmt: skip
    with lived_in.engine.begin() as connection:
        values = asdict(forged) | {"mac": mac_of(forged, bytes(32))}
        connection.execute(AuditRow.__table__.insert(), values)
    assert faults(lived_in) == (f"Audit entry {forged.number} was changed.",)


def test_every_column_of_the_chain_and_of_the_changes_has_its_mutations():
    assert set(AUDIT_EDITS) == {column.name for column in AuditRow.__table__.columns}
    assert set(CHANGE_EDITS) == {column.name for column in ChangeRow.__table__.columns}


def test_a_change_is_digested_as_its_json():
    text = 'a "quoted" line\n\\ and \x00\x1f \u2028 é 👩'
    changes = [
        (1, "children", -7, "insert", None, text),
        (2, text, 2**60, "update", "{}", None),
        (3, True, 1.5),
    ]
    lines = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in changes)
    assert digest_of(changes) == (3, hashlib.sha256("".join(lines).encode()).hexdigest())
