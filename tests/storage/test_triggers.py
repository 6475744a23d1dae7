"""Which tables are watched, and that the triggers in a file are exactly those that should be."""

import pytest
from small_caseload import an_entry
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from lac_tracker.storage import triggers
from lac_tracker.storage.tables.every import Base

DERIVED = {"due", "due_stretches", "clocks", "clock_parts", "signed_parts"}
OF_THE_AUDIT = {"audit", "changes", "current_entry"}
OF_NO_RECORD = {"drafts"}  # typing that nobody saved
COPIES = {"gp_practices"}  # of a national file, replaced whole; the load itself is an import and audited


def present(database):
    with database.reading() as session:
        return triggers.present(session.connection()), triggers.problems(session.connection())


def test_every_table_is_audited_or_derived_or_the_audit_itself_or_a_copy():
    assert set(triggers.AUDITED) | DERIVED | OF_THE_AUDIT | COPIES | OF_NO_RECORD == set(Base.metadata.tables)
    assert not set(triggers.AUDITED) & (DERIVED | OF_THE_AUDIT | COPIES | OF_NO_RECORD)
    assert len(set(triggers.AUDITED)) == len(triggers.AUDITED)


@pytest.mark.parametrize("name", triggers.AUDITED)
def test_an_audited_row_has_a_number_to_be_named_by(name):
    assert list(Base.metadata.tables[name].primary_key.columns.keys()) == ["id"]


def test_a_caseload_has_every_trigger_and_no_other(database):
    there, problems = present(database)
    assert problems == ()
    assert there == triggers.expected()
    assert len(there) == 3 * len(triggers.AUDITED) + 2 * 2 + 2


@pytest.mark.parametrize("name", triggers.AUDITED)
def test_without_an_entry_no_row_of_any_audited_table_is_deleted_or_made(database, name):
    """Foreign keys are off here: the trigger alone must refuse."""
    columns = [column for column in Base.metadata.tables[name].columns if not column.nullable]
    values = ", ".join("'1'" for _ in columns)
    with database.engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        connection.rollback()
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("PRAGMA ignore_check_constraints = ON")
        driver.execute(f"DELETE FROM {name} WHERE 0")  # the statement itself is good
        with pytest.raises(Exception, match=r"changes\.entry_id"):
            driver.execute(
                f"REPLACE INTO {name} ({', '.join(column.name for column in columns)}) VALUES ({values})"
            )
        driver.rollback()
        connection.invalidate()


def test_a_missing_a_changed_and_a_strange_trigger_are_each_named(database):
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER children_records_update")
        connection.exec_driver_sql("DROP TRIGGER audit_refuses_delete")
        connection.exec_driver_sql(
            "CREATE TRIGGER audit_refuses_delete BEFORE DELETE ON audit BEGIN SELECT 1; END"
        )
        connection.exec_driver_sql("CREATE TRIGGER strange AFTER DELETE ON due BEGIN SELECT 1; END")
        assert triggers.problems(connection) == (
            "The audit trigger children_records_update is missing.",
            "The audit trigger audit_refuses_delete was changed.",
            "There is a trigger that does not belong here: strange.",
        )
        triggers.install(connection)
        assert triggers.problems(connection) == ()


APPEND_ONLY = [
    "UPDATE changes SET after = '{}'",
    "DELETE FROM changes",
    "UPDATE audit SET action = 'nothing'",
    "DELETE FROM audit WHERE number = 1",
    "REPLACE INTO audit SELECT * FROM audit WHERE number = 1",
    "INSERT OR REPLACE INTO audit SELECT number + 5, 'x', at, person_id, person_name, workstation, action, child_id,"
    " reason, changes_count, changes_digest, previous_mac, mac FROM audit WHERE number = 1",
    "INSERT OR REPLACE INTO audit SELECT (SELECT max(number) + 1 FROM audit), entry_id, at, person_id, person_name,"
    " workstation, action, child_id, reason, changes_count, changes_digest, previous_mac, mac FROM audit WHERE number = 1",
    "INSERT OR REPLACE INTO changes SELECT * FROM changes WHERE id = 1",
    "INSERT OR IGNORE INTO changes SELECT * FROM changes WHERE id = 1",
    "INSERT INTO audit (entry_id, at, person_id, person_name, workstation, action, reason, changes_count,"
    " changes_digest, previous_mac, mac) SELECT 'x', at, 1, 'x', 'x', 'x', 'x', 0, 'x', 'x', 'x' FROM audit LIMIT 1",
]


@pytest.mark.parametrize("statement", APPEND_ONLY)
def test_the_record_of_changes_and_the_chain_only_grow(database, statement):
    with (
        pytest.raises((IntegrityError, DBAPIError), match="append-only|no gaps"),
        database.writing(an_entry()) as session,
    ):
        session.execute(text(statement))
