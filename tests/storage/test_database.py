"""The door: one gesture is one entry, nothing is saved without one, and every fault has words."""

# ruff: noqa: PT012 - what is refused or undone is the whole block

import platform
from datetime import date, datetime

import pytest
from small_caseload import GRACE, NOW, TOM, a_child, an_entry
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import DatabaseUnavailable, NotFound, RecordChanged
from lac_tracker.storage import audit, children
from lac_tracker.storage.database import HEAD_REVISION, revision_of
from lac_tracker.storage.tables.audit import AuditRow, ChangeRow, CurrentEntryRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.people import PersonRow, TeamRow


def chain(database):
    with database.reading() as session:
        return session.execute(
            select(AuditRow.number, AuditRow.action, AuditRow.child_id, AuditRow.changes_count).order_by(
                AuditRow.number
            )
        ).all()


def is_whole(database):
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(CurrentEntryRow)) == 0
        return audit.verify(session, database.audit_key) == ()


def test_one_gesture_is_one_entry_however_many_rows_it_touches(database):
    before = len(chain(database))
    with database.writing(an_entry("added two children")) as session:
        first = a_child(session, "1")
        a_child(session, "2")
        children.change(session, first, {"family_name": "Quill"})
    number, action, child_id, count = chain(database)[-1]
    assert (number, action, child_id, count) == (
        before + 1,
        "added two children",
        None,
        4,
    )  # council, 2 children, change
    assert is_whole(database)


def test_who_when_where_and_why_stand_in_the_entry(database):
    entry = Entry(TOM, NOW, "changed a name", 5, "it was misspelt")
    with database.writing(entry):
        pass
    with database.reading() as session:
        row = session.scalars(select(AuditRow).order_by(AuditRow.number.desc()).limit(1)).one()
        assert (row.person_id, row.person_name, row.at, row.workstation, row.action, row.child_id, row.reason) == (
            TOM.person_id, TOM.full_name, NOW, platform.node(), "changed a name", 5, "it was misspelt",
        )  # fmt: skip


def test_a_look_is_an_entry_without_changes(database):
    with database.writing(an_entry("opened the record", child_id=7)) as session:
        session.scalar(select(func.count()).select_from(ChildRow))
    assert chain(database)[-1][1:] == ("opened the record", 7, 0)
    assert is_whole(database)


def test_an_entry_that_names_and_changes_nothing_leaves_no_trace(database):
    before = chain(database)
    with database.writing(an_entry("")):
        pass
    assert chain(database) == before


def test_a_change_without_a_name_is_an_entry_all_the_same(database):
    with database.writing(an_entry("")) as session:
        a_child(session)
    assert chain(database)[-1][1] == "changed without a name"
    assert is_whole(database)


def test_what_fails_leaves_nothing_behind(database):
    before = chain(database)
    with pytest.raises(ZeroDivisionError), database.writing(an_entry()) as session:
        child_id = a_child(session)
        session.flush()
        raise ZeroDivisionError
    assert chain(database) == before
    with database.reading() as session, pytest.raises(NotFound):
        children.load(session, child_id)
    assert is_whole(database)


def test_a_refusal_outlives_the_rollback_of_what_was_refused(database):
    entry = an_entry("signed an assessment", child_id=3)
    with pytest.raises(ZeroDivisionError), database.writing(entry) as session:
        a_child(session)
        raise ZeroDivisionError
    database.note_refusal(entry)
    assert chain(database)[-1][1:] == ("refused: signed an assessment", 3, 0)


def test_nobody_but_the_door_commits(database):
    before = chain(database)
    with pytest.raises(RuntimeError, match="Only the door commits"), database.writing(an_entry()) as session:
        a_child(session)
        session.commit()
    assert chain(database) == before
    assert is_whole(database)


def test_a_savepoint_inside_the_block_may_be_kept_or_undone(database):
    with database.writing(an_entry()) as session:
        with session.begin_nested():
            a_child(session, "kept")
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            a_child(session, "undone")
            raise ZeroDivisionError
    with database.reading() as session:
        assert session.scalars(select(ChildRow.council_child_id)).all() == ["kept"]
    assert is_whole(database)


def test_a_moment_without_a_zone_is_refused(database):
    naive = datetime(2026, 3, 4, 9, 30)  # noqa: DTZ001 - the mistake this is about
    with pytest.raises(ValueError, match="time zone"), database.writing(Entry(GRACE, naive, "tested")):
        pass


def test_the_second_writer_gets_words_and_overwrites_nothing(database):
    with database.writing(an_entry()) as session:
        child_id = a_child(session)
    with database.reading() as late:
        seen = late.get_one(ChildRow, child_id).version
    with database.writing(an_entry()) as session:
        assert children.change(session, child_id, {"family_name": "First"}, seen_version=seen)
    with (
        pytest.raises(RecordChanged, match="Someone else changed this"),
        database.writing(an_entry()) as session,
    ):
        children.change(session, child_id, {"family_name": "Second"}, seen_version=seen)
    with database.reading() as session:
        assert children.load(session, child_id).family_name == "First"


def test_a_stale_row_is_noticed_by_its_version_column(database):
    with database.writing(an_entry()) as session:
        child_id = a_child(session)
    with pytest.raises(RecordChanged), database.writing(an_entry()) as session:
        row = session.get_one(ChildRow, child_id)
        session.connection().execute(
            update(ChildRow).where(ChildRow.id == child_id).values(version=row.version + 1)
        )
        row.family_name = "Late"


@pytest.mark.parametrize("statement", [update(TeamRow).values(name="X"), delete(TeamRow)])
def test_bulk_changes_through_the_session_are_refused(database, statement):
    with pytest.raises(RuntimeError, match="bulk change"), database.writing(an_entry()) as session:
        session.execute(statement)


def test_reading_cannot_write_and_says_that_the_fault_is_ours(database):
    for statement in (
        "DELETE FROM due",
        "UPDATE teams SET name = 'x'",
        "CREATE TABLE t (a)",
        "DROP TABLE children",
    ):
        with pytest.raises(OperationalError, match="readonly"), database.reading() as session:
            session.execute(text(statement))
    with pytest.raises(OperationalError, match="readonly"), database.reading() as session:
        session.add(TeamRow(name="Another"))
        session.flush()


def test_a_disk_that_became_read_only_has_words(database):
    with pytest.raises(DatabaseUnavailable, match="read-only"), database.writing(an_entry()) as session:
        session.connection().exec_driver_sql("PRAGMA query_only = 1")
        a_child(session)
    with database.writing(an_entry()) as session:
        a_child(session)


def test_two_writers_the_second_waits_and_then_has_words(database):
    with database.writing(an_entry("first")) as first:
        a_child(first, "1")
        with (
            pytest.raises(DatabaseUnavailable, match="nothing you typed is lost"),
            database.writing(an_entry("second"), patience_ms=50) as second,
        ):
            a_child(second, "2")
    with database.writing(an_entry("second again"), patience_ms=50) as session:
        a_child(session, "2")
    assert [row.action for row in chain(database)[-2:]] == ["first", "second again"]
    assert is_whole(database)


def test_readers_go_on_while_someone_writes(database):
    with database.writing(an_entry()) as writing:
        a_child(writing)
        writing.flush()
        with database.reading() as session:
            assert session.scalar(select(func.count()).select_from(ChildRow)) == 0


def test_a_constraint_is_a_fault_of_ours_and_stays_an_error(database):
    with pytest.raises(IntegrityError), database.writing(an_entry()) as session:
        a_child(session, sex="otherwise")
    with pytest.raises(IntegrityError), database.writing(an_entry()) as session:
        session.add(
            PersonRow(
                team_id=99, user_name="x", full_name="X", role="manager", registration="none", created_at=NOW
            )
        )
    assert is_whole(database)


WITHOUT_ENTRY = [
    insert(TeamRow).values(name="Another"),
    update(TeamRow).values(name="Another"),
    delete(PersonRow),
    text("INSERT INTO councils (team_id, code, name) VALUES (1, 'x', 'x')"),
    text("UPDATE people SET full_name = 'x'"),
    text("REPLACE INTO teams (id, name, version) VALUES (1, 'x', 1)"),
    text("DELETE FROM people WHERE id = 2"),
]


@pytest.mark.parametrize("statement", WITHOUT_ENTRY, ids=str)
def test_without_an_entry_no_statement_changes_an_audited_table(database, statement):
    with pytest.raises(IntegrityError, match="entry_id"), database.engine.begin() as connection:
        connection.execute(statement)


def test_every_path_through_the_door_is_written_down(database):
    with database.writing(an_entry("by three ways")) as session:
        session.add(TeamRow(name="By the unit of work"))
        session.flush()
        session.connection().execute(update(PersonRow).where(PersonRow.id == 2).values(full_name="By Core"))
        session.execute(text("DELETE FROM people WHERE id = 4"))
    with database.reading() as session:
        number, entry_id = session.execute(
            select(AuditRow.changes_count, AuditRow.entry_id).order_by(AuditRow.number.desc()).limit(1)
        ).one()
        changes = session.execute(
            select(ChangeRow.table_name, ChangeRow.operation, ChangeRow.row_id)
            .where(ChangeRow.entry_id == entry_id)
            .order_by(ChangeRow.id)
        ).all()
    assert number == 3
    assert [tuple(change) for change in changes] == [
        ("teams", "insert", 2),
        ("people", "update", 2),
        ("people", "delete", 4),
    ]


def test_before_and_after_stand_in_the_change(database):
    with database.writing(an_entry()) as session:
        child_id = a_child(session, born=date(2015, 2, 3), family_name="Before")
    with database.writing(an_entry()) as session:
        children.change(session, child_id, {"family_name": "After"})
    with database.reading() as session:
        change = session.scalars(
            select(ChangeRow).where(ChangeRow.row_id == child_id).order_by(ChangeRow.id.desc())
        ).first()
        assert '"family_name":"Before"' in change.before
        assert '"family_name":"After"' in change.after
        assert '"born":"2015-02-03"' in change.after


def test_the_revision_stands_in_the_file(database):
    with database.reading() as session:
        assert revision_of(session) == HEAD_REVISION


def test_closing_lets_go_of_the_file(database, caseload_path):
    with database.writing(an_entry()) as session:
        a_child(session)
    database.close()
    assert [path.name for path in caseload_path.parent.iterdir() if path.name.startswith("caseload.lac")] == [
        "caseload.lac"
    ]


def test_the_keys_do_not_show_in_the_representation(database, keys):
    shown = repr(database) + repr(keys)
    assert keys.file_key.hex() not in shown
    assert repr(keys.audit_key) not in shown


def test_an_unknown_fault_is_raised_as_it_is(database):
    with pytest.raises(DBAPIError, match="no such table"), database.reading() as session:
        session.execute(text("SELECT * FROM nowhere"))
