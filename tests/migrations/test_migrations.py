"""The migrations: they make today's tables, keep every row and trigger, and either run whole or not at all."""

import ast
import shutil
from functools import partial

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from small_caseload import NOW, a_child, an_entry, fingerprints
from sqlalchemy import create_engine, inspect, select

from lac_tracker import paths
from lac_tracker.domain.backups import Kind
from lac_tracker.domain.errors import CaseloadRefused, OlderFile
from lac_tracker.services.known_head import check_before_upgrade
from lac_tracker.storage import (
    audit,
    backup_file,
    backups,
    care,
    deadlines,
    dialects,
    known_head,
    rows_as_changed,
    triggers,
    vault,
)
from lac_tracker.storage import database as storage
from lac_tracker.storage.database import HEAD_REVISION, SCHEMA_NUMBER
from lac_tracker.storage.tables.audit import AuditRow
from lac_tracker.storage.tables.care import PeriodOfCareRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.every import Base

NEXT = '''"""A revision made for a test."""

import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
{body}
'''
REBUILT_PARENT = """
    with op.batch_alter_table("children", recreate="always") as batch:
        batch.add_column(sa.Column("shoe_size", sa.Integer(), nullable=False, server_default="0"))
"""
FAILING = (
    REBUILT_PARENT
    + """
    op.create_table("half_done", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("UPDATE children SET family_name = 'Half'")
    raise ZeroDivisionError
"""
)
ORPHANING = """
    op.execute("DELETE FROM children")
"""
LOSING_ROWS = """
    op.execute("DELETE FROM periods_of_care")
"""

ROWS_OF_THE_FIRST_REVISION = (
    "INSERT INTO caseload (id, database_id, kept_since, is_demonstration, created_at)"
    " VALUES (1, '0', '2026-01-01', 0, '2026-01-01 09:00:00')",
    "INSERT INTO teams (id, name) VALUES (1, 'Northgate')",
    "INSERT INTO people (id, team_id, user_name, full_name, role, registration, is_active, created_at)"
    " VALUES (1, 1, 'grace', 'Grace Mensah', 'manager', 'none', 1, '2026-01-01 09:00:00')",
    "INSERT INTO councils (id, team_id, code, name) VALUES (1, 1, 'X', 'X')",
    "INSERT INTO children (id, team_id, responsible_council_id, council_child_id, family_name, search_key, born, sex,"
    " ethnicity_state, language_state, interpreter_needed, religion_state, birth_history_state,"
    " parental_history_state, allergies_state, allergies, is_unaccompanied, address_withheld)"
    " VALUES (7, 1, 1, '007', 'Quill', 'quill', '2012-01-05', 'female', 'not_asked', 'not_asked', 'not_known',"
    " 'not_asked', 'not_asked', 'not_asked', 'known', 'Penicillin: rash; Nuts\n: ', 0, 0)",
    "INSERT INTO contacts (id, child_id, kind) VALUES (1, 7, 'carer')",
    "INSERT INTO periods_of_care (id, child_id, began) VALUES (1, 7, '2026-01-20')",
    "INSERT INTO assessments (id, child_id, kind, state, accepted_from_earlier_period, started_at, on_hold_until,"
    " on_hold_reason) VALUES (1, 7, 'IHA', 'in_progress', 0, '2026-02-01 10:00:00', '2026-02-20', 'In hospital')",
)


def scripts():
    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    return ScriptDirectory.from_config(config)


@pytest.fixture
def next_revision(tmp_path, monkeypatch):
    """A function that adds one more revision, in a copy of the folder, and has the program expect it."""

    def add(body):
        folder = tmp_path / "migrations"
        shutil.copytree(paths.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "next.py").write_text(
            NEXT.format(head=HEAD_REVISION, body=body), encoding="utf-8"
        )
        monkeypatch.setattr(paths, "MIGRATIONS", folder)
        monkeypatch.setattr(storage, "SCHEMA_NUMBER", SCHEMA_NUMBER + 1)

    return add


@pytest.fixture
def folder(caseload_path, keys, tmp_path):
    """A caseload with a child who has a period of care, alone in a folder."""
    kept = tmp_path / "kept"
    kept.mkdir()
    shutil.move(caseload_path, kept / "caseload.lac")
    opened = storage.open_caseload(kept / "caseload.lac", keys, NOW)
    with opened.writing(an_entry()) as session:
        child_id = a_child(session, family_name="Quill")
        care.begin_period(session, child_id, NOW.date())
    opened.close()
    return kept


def rows(opened):
    with opened.reading() as session:
        names = session.scalars(select(ChildRow.family_name)).all()
        periods = session.scalars(select(PeriodOfCareRow.began)).all()
        assert audit.verify(session, opened.audit_key) == ()
        assert triggers.problems(session.connection()) == ()
        assert dialects.orphans(session.connection()) == []
        assert dialects.integrity_problems(session.connection()) == ()
    return names, periods


def told(found):
    """Return what the inspector found as texts that can be compared, in one order."""
    if isinstance(found, list):
        return sorted(map(told, found))
    return str({name: told(held) if isinstance(held, dict) else str(held) for name, held in found.items()})


def test_the_revisions_are_one_line_and_the_program_knows_its_end():
    found = scripts()
    assert found.get_heads() == [HEAD_REVISION]
    assert found.get_bases() == ["0001"]
    assert len(list(found.walk_revisions())) == SCHEMA_NUMBER


def test_the_migrations_make_exactly_the_tables_of_today(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


@pytest.fixture(scope="module")
def migrated_and_made(migrated):
    """Inspectors of a file that the migrations made, and of the tables of today."""
    path, key = migrated
    engine, today = dialects.make_engine(path, key=key), create_engine("sqlite://")
    Base.metadata.create_all(today)
    with engine.connect() as there, today.connect() as wanted:
        yield inspect(there), inspect(wanted)
    engine.dispose()
    today.dispose()


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_the_migrations_make_the_same_checks_keys_and_indexes(migrated_and_made, table):
    """What `compare_metadata` does not look at: CHECKs, defaults, partial indexes, names."""
    for ask in (
        "get_check_constraints",
        "get_unique_constraints",
        "get_foreign_keys",
        "get_indexes",
        "get_pk_constraint",
        "get_columns",  # in one order: a later revision adds its own at the end, wherever today's class has them
    ):
        there, wanted = (told(getattr(one, ask)(table)) for one in migrated_and_made)
        assert there == wanted, ask


def test_no_revision_imports_the_program_or_keeps_words_of_the_tool():
    files = list((paths.MIGRATIONS / "versions").glob("*.py"))
    assert files
    for file in files:
        source = file.read_text(encoding="utf-8")
        assert "please adjust" not in source
        for node in ast.walk(ast.parse(source)):
            imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            imported += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.split(".")[0] == "lac_tracker" for name in imported), file.name
            assert not (isinstance(node, ast.FunctionDef) and node.name == "downgrade"), (
                "going back is not offered"
            )


def test_a_rebuilt_parent_keeps_its_children_and_gets_its_triggers_back(folder, keys, next_revision):
    next_revision(REBUILT_PARENT)
    before = fingerprints(folder)
    opened = storage.open_caseload(folder / "caseload.lac", keys, NOW)
    assert rows(opened) == (["Quill"], [NOW.date()])
    with opened.reading() as session:
        assert session.connection().exec_driver_sql("SELECT shoe_size FROM children").scalar() == 0
        assert len(triggers.present(session.connection())) == len(triggers.expected())
    with opened.writing(an_entry()) as session:
        session.scalars(select(ChildRow)).one().family_name = "Quillfeather"
    assert rows(opened) == (["Quillfeather"], [NOW.date()])
    opened.close()
    assert sorted(path.name for path in folder.iterdir()) == ["caseload.lac", "caseload.lac.backups"]
    assert set(before) == {"caseload.lac"}
    (copy,) = backups.listing(folder / "caseload.lac.backups", keys).backups
    assert (copy.manifest.kind, copy.manifest.schema) == (Kind.BEFORE_UPGRADE, SCHEMA_NUMBER)
    assert backup_file.check(copy.path, keys) == copy.manifest
    assert dialects.identify(folder / "caseload.lac", keys.file_key)[1] == SCHEMA_NUMBER + 1


@pytest.mark.parametrize(
    ("body", "error"), [(FAILING, ZeroDivisionError), (ORPHANING, RuntimeError), (LOSING_ROWS, RuntimeError)]
)
def test_a_revision_that_fails_leaves_everything_as_it_was(
    folder, keys, next_revision, monkeypatch, body, error
):
    next_revision(body)
    with pytest.raises(error):
        storage.open_caseload(folder / "caseload.lac", keys, NOW)
    monkeypatch.setattr(storage, "SCHEMA_NUMBER", SCHEMA_NUMBER)
    assert dialects.identify(folder / "caseload.lac", keys.file_key) == (
        dialects.APPLICATION_ID,
        SCHEMA_NUMBER,
    )
    opened = storage.open_caseload(folder / "caseload.lac", keys, NOW)
    assert rows(opened) == (["Quill"], [NOW.date()])
    with opened.reading() as session:
        names = (
            session.connection()
            .exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
            .scalars()
            .all()
        )
        assert storage.revision_of(session) == HEAD_REVISION
    assert set(names) == {*Base.metadata.tables, "alembic_version"}
    with opened.writing(an_entry()) as session:
        a_child(session, "2")
    opened.close()


def test_an_upgrade_is_written_down_and_its_copy_has_its_keys(folder, keys, next_revision):
    next_revision(REBUILT_PARENT)
    slots = vault.keys_path(folder / "caseload.lac")
    slots.write_bytes(b"who can open it")
    opened = storage.open_caseload(folder / "caseload.lac", keys, NOW)
    with opened.reading() as session:
        made, brought = session.scalars(select(AuditRow).order_by(AuditRow.number.desc()).limit(2)).all()
        assert {made.person_name, brought.person_name} == {"Health Tracker"}
        assert brought.action == f"brought the schema to revision {HEAD_REVISION}"
        assert (made.action, made.reason) == (
            "made a backup", "before an upgrade: caseload-20260304-093000-before-upgrade.lacbak",
        )  # fmt: skip
        assert audit.verify(session, opened.audit_key) == ()
    opened.close()
    (copy,) = (folder / "caseload.lac.backups").iterdir()
    assert backup_file.key_slots(copy) == b"who can open it"


def refused_before_it_is_upgraded(path, keys):
    """An older copy than the one last used here is noticed in every schema, and is left as it is."""
    content = path.read_bytes()
    known_head.remember(known_head.here(), "0", known_head.Head(9_999, "00", "04-Mar-2026 09:30"))
    for user_name, because in (("grace", ""), ("nobody", "because")):
        look_first = partial(check_before_upgrade, user_name=user_name, because=because)
        with pytest.raises(OlderFile, match="older than the one last used here") as found:
            storage.open_caseload(path, keys, NOW, look_first=look_first)
        assert found.value.may_go_on is (user_name == "grace")
    assert path.read_bytes() == content
    assert not path.with_name(f"{path.name}.backups").exists()
    known_head.here().unlink()


def test_a_file_of_the_first_revision_is_brought_up_with_its_rows(tmp_path, keys):
    path = tmp_path / "old.lac"
    dialects.make_private(path)
    storage.upgrade(path, keys, "0001")
    old = dialects.make_engine(path, key=keys.file_key)
    with old.begin() as connection:
        for statement in ROWS_OF_THE_FIRST_REVISION:
            connection.exec_driver_sql(statement)
        dialects.brand(connection, 1)
    old.dispose()
    refused_before_it_is_upgraded(path, keys)

    opened = storage.open_caseload(path, keys, NOW)
    with opened.reading() as session:
        asked = session.connection().exec_driver_sql
        assert asked("SELECT family_name, born, communication_state FROM children").all() == [
            ("Quill", "2012-01-05", "not_asked")
        ]
        assert asked("SELECT kind, note FROM contacts").all() == [("carer", None)]
        assert asked("SELECT child_id, substance, reaction, ended_on FROM allergies").all() == [
            (7, "Penicillin", "rash", None), (7, "Nuts", "", None),
        ]  # fmt: skip
        assert asked("SELECT child_id, kind, due_on FROM clocks").all() == [(7, "IHA", "2026-02-17")]
        assert asked("SELECT status FROM due_stretches ORDER BY first_day").all()[-2:] == [
            ("overdue",),
            ("excluded",),
        ]
        assert deadlines.differences(session) == ()
        assert asked("SELECT kind, edition, amends_id FROM assessments").all() == [("IHA", 1, None)]
        assert asked("SELECT child_id, kind, began_on, until, reason, ended_on FROM clock_holds").all() == [
            (7, "IHA", "2026-02-01", "2026-02-20", "In hospital", None)
        ]
        assert triggers.problems(session.connection()) == ()
        assert rows_as_changed.differences(session.connection()) == ()
        assert audit.verify(session, opened.audit_key) == ()
    opened.close()


def test_training_that_stood_with_the_person_becomes_a_row(tmp_path, keys):
    path = tmp_path / "old.lac"
    dialects.make_private(path)
    storage.upgrade(path, keys, "0005")
    old = dialects.make_engine(path, key=keys.file_key)
    with old.begin() as connection:
        connection.exec_driver_sql("INSERT INTO teams (id, name) VALUES (1, 'Northgate')")
        for number, trained_on in ((3, "'2025-05-06'"), (4, "NULL")):
            connection.exec_driver_sql(
                "INSERT INTO people (id, team_id, user_name, full_name, role, registration, is_active, created_at,"
                f" unaccompanied_training_on) VALUES ({number}, 1, 'n{number}', 'N Rahman', 'assessor', 'nmc', 1,"
                f" '2026-01-01 09:00:00', {trained_on})"
            )
        connection.exec_driver_sql(ROWS_OF_THE_FIRST_REVISION[0])
        dialects.brand(connection, 5)
    old.dispose()
    opened = storage.open_caseload(path, keys, NOW)
    with opened.reading() as session:
        asked = session.connection().exec_driver_sql
        assert asked("SELECT person_id, subject, completed_on, expires_on FROM training").all() == [
            (3, "unaccompanied", "2025-05-06", None)
        ]
    opened.close()


def test_an_upgraded_file_is_refused_by_the_program_of_before(folder, keys, next_revision, monkeypatch):
    next_revision(REBUILT_PARENT)
    storage.open_caseload(folder / "caseload.lac", keys, NOW).close()
    monkeypatch.setattr(storage, "SCHEMA_NUMBER", SCHEMA_NUMBER)
    before = fingerprints(folder)
    with pytest.raises(CaseloadRefused, match="newer version"):
        storage.open_caseload(folder / "caseload.lac", keys, NOW)
    assert fingerprints(folder) == before
