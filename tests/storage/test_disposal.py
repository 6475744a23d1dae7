"""A record that was disposed of: no row, no change, no byte of it is left, and the audit chain still tells the truth."""

import shutil
from datetime import date
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from small_caseload import NOW, a_child, an_entry
from sqlalchemy import text
from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import UserError
from lac_tracker.storage import (
    audit,
    children,
    dialects,
    disposal,
    disposal_reach,
    people,
    rows_as_changed,
    triggers,
)
from lac_tracker.storage import database as storage
from lac_tracker.storage.tables.every import Base
from lac_tracker.storage.tables.retention import DisposalRow
from tests.promises import results
from tests.storage import whole_record

CANARY, OTHER = "Zephyrinwhistle", "Quillfeather"
CHILD, NEIGHBOUR = 4_503_599_627_370_001, 4_503_599_627_370_002
NHS = "9990341281"
UNTIL = date(2027, 3, 5)
_RESERVED = 80  # bytes at the end of a page of SQLCipher 4: the vector, and the seal over it
_PAGE = 4096


def pages_of(path, key):
    """Return the bytes of every page as SQLite sees them, free space too."""
    held = path.read_bytes()
    found = []
    for at in range(0, len(held), _PAGE):
        page = held[at : at + _PAGE]
        start, vector = 16 if at == 0 else 0, page[_PAGE - _RESERVED : _PAGE - _RESERVED + 16]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        found.append(decryptor.update(page[start : _PAGE - _RESERVED]) + decryptor.finalize())
    return b"".join(found)


def propose(session, child_id):
    disposal_id = disposal.propose(
        session, 1, child_id, retention_class="longest_applicable", kept_until=date(2025, 1, 10), authority="Schedule",
        because="Its day has passed", by_id=1, now=NOW,
    )  # fmt: skip
    session.get_one(DisposalRow, disposal_id).state = "approved"
    return disposal_id


def dispose(database, disposal_id, child_id):
    with database.writing(an_entry(Action.DISPOSE.value, child_id=child_id)) as session:
        version = session.get_one(DisposalRow, disposal_id).version
        return disposal.carry_out(session, disposal_id, NOW, version, UNTIL)


def faults(database):
    with database.reading() as session:
        return (
            *audit.verify(session, database.audit_key),
            *rows_as_changed.differences(session.connection()),
        )


def lists_that_came_in(session):
    """An import that wrote of both children, a row set aside, a difference, a view, notices: nothing tied to the record."""
    named = f'["Row 2: {CANARY}, Amara can\'t be right", "Row 3: {OTHER} can\'t be right"]'
    for statement in (
        "INSERT INTO imports (id, team_id, kind, council_id, file_names, content_sha256, made_at, made_by,"
        " children_created, children_updated, rows_refused, report) VALUES"
        f" (90, 1, 'list', 1, '[\"march.csv\"]', 'x', '2026-01-01 09:00:00', 'Grace', 2, 0, 0, '{{\"problems\": {named.replace(chr(39), chr(39) * 2)}, \"created\": 2}}')",
        f"INSERT INTO import_rows_set_aside (id, import_id, line, kind, content, reason) VALUES (90, 90, 2, 'refused',"
        f' \'[["ID", "700001"], ["Name", "{CANARY}"]]\', \'No date\')',
        f"INSERT INTO import_rows_set_aside (id, import_id, line, kind, content, reason) VALUES (91, 90, 3, 'refused',"
        f' \'[["ID", "700002"], ["Name", "{OTHER}"]]\', \'No date\')',
        "INSERT INTO list_differences (id, council_id, council_child_id, kind, name, file_names, found_on) VALUES"
        f" (90, 1, '700001', 'theirs_only', '{CANARY}', '[]', '2026-01-01')",
        "INSERT INTO list_differences (id, council_id, council_child_id, kind, name, file_names, found_on) VALUES"
        f" (91, 1, '700002', 'theirs_only', '{OTHER}', '[]', '2026-01-01')",
        f"INSERT INTO saved_views (id, person_id, what, name, content) VALUES (90, 1, 'list', 'Mine', '{{\"search\": \"{CANARY} amara\"}}')",
        f"INSERT INTO notices_seen (id, person_id, notice, seen_at) VALUES (90, 1, 'manager:late:{CHILD}:IHA', '2026-01-01 09:00:00')",
        "INSERT INTO improvement_actions (id, team_id, what, source, owner, due_on, rating, rating_because, made_on, made_by)"
        " VALUES (90, 1, 'See NHS 999 034 1281 first', 'CQC', 'Grace', '2026-05-01', 'on_track', '', '2026-01-01', 'Grace')",
        "UPDATE improvement_actions SET owner = 'Tom' WHERE id = 90",
    ):
        session.execute(text(statement))


@pytest.fixture(scope="module")
def disposed(template, tmp_path_factory):
    """A caseload with two whole records and their traces, one of which was disposed of; what was there before, and after."""
    source, keys = template
    path = tmp_path_factory.mktemp("disposed") / "disposed.lac"
    shutil.copy(source, path)
    database = storage.open_caseload(path, keys, NOW)
    with database.writing(an_entry()) as session:
        children.council(session, 1, "123")
    for child_id, canary in ((CHILD, CANARY), (NEIGHBOUR, OTHER)):
        with database.writing(an_entry("added a child", child_id=child_id)) as session:
            whole_record.fill(session, child_id, canary)
        with database.writing(an_entry("changed everything", child_id=child_id)) as session:
            session.execute(
                text("UPDATE contacts SET note = note || ' again' WHERE child_id = :c"), {"c": child_id}
            )
            session.execute(text("DELETE FROM child_flags WHERE child_id = :c"), {"c": child_id})
    with database.writing(an_entry("named")) as session:
        session.execute(
            text("UPDATE children SET family_name = :f, given_name = 'Amara', council_child_id = '700001', nhs_number = :n"
                 " WHERE id = :c"), {"f": CANARY, "n": NHS, "c": CHILD},
        )  # fmt: skip
        session.execute(
            text("UPDATE children SET council_child_id = '700002', nhs_number = '9990000018' WHERE id = :c"),
            {"c": NEIGHBOUR},
        )
    with database.writing(an_entry("imported a council's list")) as session:
        lists_that_came_in(session)
    with database.writing(an_entry()) as session:
        disposal_id = propose(session, CHILD)
    before = counts(database)
    assert dialects.empty_log(database.engine)
    assert pages_of(path, keys.file_key).count(CANARY.encode()) > 100, "the file itself held it"
    destroyed = dispose(database, disposal_id, CHILD)
    yield SimpleNamespace(
        database=database, path=path, keys=keys, before=before, destroyed=destroyed, disposal_id=disposal_id
    )
    database.close()


def counts(database):
    with database.reading() as session:
        return dialects.row_counts(session.connection())


def test_no_table_that_can_hold_a_record_keeps_a_row_of_it(disposed):
    filled = {one.name for one in disposal_reach.reached()}
    assert {name for name in filled if not disposed.before[name]} == {"child_flags"}, (
        "the record had a row in each"
    )
    with disposed.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            if "child_id" in table.columns and table.name not in ("audit", "disposals"):
                query = text(f"SELECT count(*) FROM {table.name} WHERE child_id = {CHILD}")
                assert session.scalar(query) == 0, table.name
        assert session.scalar(text(f"SELECT count(*) FROM children WHERE id = {CHILD}")) == 0
        assert dialects.orphans(session.connection()) == []
    assert filled - {"child_flags"} <= set(disposed.destroyed.rows)


def test_the_neighbour_keeps_every_row(disposed):
    now = counts(disposed.database)
    for one in disposal_reach.reached():
        gone = disposed.before[one.name] - now[one.name]
        assert gone == disposed.destroyed.rows.get(one.name, 0), one.name
        if one.name != "child_flags":
            assert now[one.name] >= 1, one.name


def test_no_table_holds_a_word_of_it(disposed):
    """Every text and every blob of every table, the record of changes and the drafts too."""
    with disposed.database.reading() as session:
        connection = session.connection()
        for (name,) in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).all():
            rows = connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()
            held = " ".join(repr(row) for row in rows)
            for trace in (CANARY, CANARY.lower(), NHS, "999 034 1281", "700001"):
                assert trace not in held, (name, trace)
            if name not in ("audit", "disposals", "changes"):
                assert str(CHILD) not in held, name


def test_the_record_of_changes_names_it_only_where_the_disposal_says_so(disposed):
    with disposed.database.reading() as session:
        rows = session.execute(
            text(
                f"SELECT DISTINCT table_name FROM changes WHERE instr(coalesce(before, '') || after, '{CHILD}')"
            )
        )
        assert [row.table_name for row in rows] == ["disposals"]
        assert session.scalar(text("SELECT count(*) FROM changes WHERE instr(after, 'Quillfeather')")) > 60


def test_no_page_of_the_file_and_no_log_holds_a_byte_of_it(disposed):
    log = disposed.path.with_name(f"{disposed.path.name}-wal")
    assert not log.exists() or not log.stat().st_size
    held = pages_of(disposed.path, disposed.keys.file_key)
    assert OTHER.encode() in held, "the search can find"
    assert CANARY.encode() not in held
    assert CANARY.lower().encode() not in held
    assert NHS.encode() not in held
    assert b"700001" not in held
    results.note("P16", "bytes of a disposed record left in tables, changes, pages and log", "0")


def test_what_others_wrote_of_it_is_emptied_and_the_rest_stays(disposed):
    with disposed.database.reading() as session:
        report, files = session.execute(text("SELECT report, file_names FROM imports WHERE id = 90")).one()
        assert report == '{"problems": ["(removed)", "Row 3: Quillfeather can\'t be right"], "created": 2}'
        assert files == '["march.csv"]'
        assert session.execute(
            text("SELECT id FROM import_rows_set_aside WHERE id >= 90")
        ).scalars().all() == [91]
        assert session.execute(text("SELECT id FROM list_differences WHERE id >= 90")).scalars().all() == [91]
        assert session.scalar(text("SELECT count(*) FROM saved_views")) == 0
        assert session.scalar(text("SELECT count(*) FROM notices_seen WHERE id = 90")) == 0
        assert session.execute(text("SELECT what, version FROM improvement_actions")).all() == [
            ("See NHS (removed) first", 2)
        ]


def test_the_chain_verifies_and_says_who_did_what(disposed):
    assert faults(disposed.database) == ()
    with disposed.database.reading() as session:
        assert triggers.problems(session.connection()) == ()
        entries = (
            session.execute(text(f"SELECT action FROM audit WHERE child_id = {CHILD} ORDER BY number"))
            .scalars()
            .all()
        )
        assert entries == ["added a child", "changed everything", "disposed of a record"]
        stub = session.execute(
            text("SELECT state, record_number, kept_until, backups_until FROM disposals")
        ).one()
        assert (stub.state, stub.backups_until) == ("done", "2027-03-05")
        notes = session.execute(text("SELECT sum(removed), count(*) FROM disposed_changes")).one()
        assert notes[1] == disposed.destroyed.entries >= 4


def test_a_second_disposal_of_what_the_same_import_wrote_verifies_too(disposed, tmp_path):
    database = a_copy(disposed, tmp_path)
    with database.writing(an_entry()) as session:
        disposal_id = propose(session, NEIGHBOUR)
    dispose(database, disposal_id, NEIGHBOUR)
    assert faults(database) == ()
    with database.reading() as session:
        twice = "SELECT count(*) FROM (SELECT entry_id FROM disposed_changes GROUP BY 1 HAVING count(*) > 1)"
        assert session.scalar(text(twice)) >= 1
        assert session.scalar(text("SELECT count(*) FROM children")) == 0
    database.close()


def a_copy(disposed, tmp_path):
    disposed.database.engine.dispose()
    shutil.copy(disposed.path, tmp_path / "copy.lac")
    return storage.open_caseload(tmp_path / "copy.lac", disposed.keys, NOW)


NOTE = "(SELECT min(id) FROM disposed_changes)"
ENTRY = "(SELECT entry_id FROM audit WHERE action = 'disposed of a record')"
ADDED = "(SELECT entry_id FROM audit WHERE action = 'added a child' ORDER BY number DESC LIMIT 1)"  # of the neighbour
SEALED_NOTE = "(SELECT min(id) FROM changes WHERE table_name = 'disposed_changes')"
FORGED = (
    "INSERT INTO disposed_changes (disposal_id, entry_id, removed, left_digest) SELECT 1, audit.entry_id, "
    "audit.changes_count, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' FROM audit WHERE entry_id = "
    f"{ADDED}"
)
FORGED_CHANGE = (
    "INSERT INTO changes (entry_id, table_name, row_id, operation, after) SELECT {entry}, 'disposed_changes', id, 'insert', "
    "json_object('id', id, 'disposal_id', disposal_id, 'entry_id', entry_id, 'removed', removed, 'left_digest', left_digest) "
    "FROM disposed_changes ORDER BY id DESC LIMIT 1"
)
GONE = f"DELETE FROM changes WHERE entry_id = {ADDED}"
MUTATIONS = {
    "changes deleted": (GONE,),
    "one change deleted": (f"DELETE FROM changes WHERE id = (SELECT max(id) FROM changes WHERE entry_id = {ADDED})",),
    "changes deleted and a note forged": (GONE, FORGED),
    "and a change forged in the disposal's entry": (GONE, FORGED, FORGED_CHANGE.format(entry=ENTRY)),
    "and a change forged in the same entry": (GONE, FORGED, FORGED_CHANGE.format(entry=ADDED)),
    "and a change forged in the newest entry": (
        GONE, FORGED, FORGED_CHANGE.format(entry="(SELECT entry_id FROM audit ORDER BY number DESC LIMIT 1)")),
    "and a change forged of nobody": (GONE, FORGED, FORGED_CHANGE.format(entry="'nobody'")),
    "and the sealed note rewritten": (
        GONE, FORGED,
        "UPDATE changes SET row_id = (SELECT max(id) FROM disposed_changes), after = (SELECT json_object('id', id, "
        "'disposal_id', disposal_id, 'entry_id', entry_id, 'removed', removed, 'left_digest', left_digest) FROM "
        f"disposed_changes ORDER BY id DESC LIMIT 1) WHERE id = {SEALED_NOTE}"),
    "a note forged for nothing": (FORGED,),
    "a note doubled": (
        f"INSERT INTO disposed_changes (disposal_id, entry_id, removed, left_digest) SELECT disposal_id, entry_id, removed, "
        f"left_digest FROM disposed_changes WHERE id = {NOTE}",),
    "a note of nobody": (
        "INSERT INTO disposed_changes (disposal_id, entry_id, removed, left_digest) VALUES (1, 'nobody', 1, 'x')",),
    "all notes deleted": ("DELETE FROM disposed_changes",),
    "a note deleted": (f"DELETE FROM disposed_changes WHERE id = {NOTE}",),
    "the last note deleted": ("DELETE FROM disposed_changes WHERE id = (SELECT max(id) FROM disposed_changes)",),
    "removed more": (f"UPDATE disposed_changes SET removed = removed + 1 WHERE id = {NOTE}",),
    "removed fewer": (f"UPDATE disposed_changes SET removed = removed - 1 WHERE id = {NOTE}",),
    "removed none": ("UPDATE disposed_changes SET removed = 0",),
    "removed in words": (f"UPDATE disposed_changes SET removed = 'many' WHERE id = {NOTE}",),
    "another digest": (f"UPDATE disposed_changes SET left_digest = 'x' WHERE id = {NOTE}",),
    "no digest": (f"UPDATE disposed_changes SET left_digest = '' WHERE id = {NOTE}",),
    "another entry": (f"UPDATE disposed_changes SET entry_id = {ADDED} WHERE id = {NOTE}",),
    "another disposal": (f"UPDATE disposed_changes SET disposal_id = 5 WHERE id = {NOTE}",),
    "another id": (f"UPDATE disposed_changes SET id = id + 1000 WHERE id = {NOTE}",),
    "a sealed note deleted": (f"DELETE FROM changes WHERE id = {SEALED_NOTE}",),
    "the sealed notes and the notes deleted": (
        "DELETE FROM changes WHERE table_name = 'disposed_changes'", "DELETE FROM disposed_changes"),
    "a sealed note said otherwise": (
        f"UPDATE changes SET after = json_set(after, '$.removed', 1) WHERE id = {SEALED_NOTE}",),
    "a sealed note that is no JSON": (f"UPDATE changes SET after = 'x' WHERE id = {SEALED_NOTE}",),
    "a sealed note of lists": (f"UPDATE changes SET after = json_set(after, '$.removed', json('[1]')) WHERE id = {SEALED_NOTE}",),
    "the disposal not done": (
        "UPDATE changes SET after = json_set(after, '$.state', 'refused') WHERE table_name = 'disposals'",),
    "the disposal of another kind": ("UPDATE audit SET action = 'saw a list' WHERE action = 'disposed of a record'",),
    "another entry made a disposal": (
        f"UPDATE audit SET action = 'disposed of a record' WHERE entry_id = {ADDED}",),
    "what was left was changed": (
        "UPDATE changes SET after = after || ' ' WHERE id = (SELECT max(changes.id) FROM changes JOIN disposed_changes "
        "USING (entry_id) WHERE after IS NOT NULL)",),
    "what was left was deleted": (
        "DELETE FROM changes WHERE id = (SELECT max(changes.id) FROM changes JOIN disposed_changes USING (entry_id))",),
    "something was added to what was left": (
        "INSERT INTO changes (entry_id, table_name, row_id, operation, after) SELECT entry_id, 'children', 1, 'insert', '{}' "
        f"FROM disposed_changes WHERE id = {NOTE}",),
    "the entry of the disposal deleted": ("DELETE FROM audit WHERE action = 'disposed of a record'",),
}  # fmt: skip


@pytest.fixture(scope="module")
def laid_open(disposed, tmp_path_factory):
    disposed.database.engine.dispose()
    path = tmp_path_factory.mktemp("open") / "open.lac"
    shutil.copy(disposed.path, path)
    engine = dialects.make_engine(path, key=disposed.keys.file_key, foreign_keys=False)
    with engine.connect() as connection:
        triggers.remove(connection)
        connection.commit()
        connection.connection.dbapi_connection.execute("PRAGMA ignore_check_constraints = ON")
        yield connection, disposed.keys.audit_key
    engine.dispose()


@pytest.mark.parametrize("statements", MUTATIONS.values(), ids=MUTATIONS)
def test_every_tampering_with_a_disposal_is_found(laid_open, statements):
    connection, audit_key = laid_open
    undone = connection.begin()
    try:
        session = Session(connection)
        assert audit.verify(session, audit_key) == ()
        for statement in statements:
            assert connection.exec_driver_sql(statement).rowcount, (
                "the mutation touched nothing, so it proves nothing"
            )
        assert audit.verify(session, audit_key)
    finally:
        undone.rollback()


def test_there_are_at_least_thirty_tamperings():
    assert len(MUTATIONS) >= 30
    results.note("P16", "tamperings with the record of a disposal, each found", str(len(MUTATIONS)))


def test_a_tampered_record_of_changes_is_not_sealed_as_what_was_left(disposed, tmp_path):
    """Whoever changed a change must not have it forgotten by a disposal: nothing is disposed of."""
    database = a_copy(disposed, tmp_path)
    with database.engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        driver.execute("PRAGMA query_only = OFF")
        driver.execute("DROP TRIGGER changes_refuses_update")
        driver.execute(
            f"UPDATE changes SET after = after || ' ' WHERE id = (SELECT max(id) FROM changes WHERE entry_id = {ADDED})"
        )
        driver.execute(triggers.expected()["changes_refuses_update"])
        connection.invalidate()
    with database.writing(an_entry()) as session:
        disposal_id = propose(session, NEIGHBOUR)
    with pytest.raises(UserError, match="does not verify, so nothing was disposed of"):
        dispose(database, disposal_id, NEIGHBOUR)
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM children")) == 1
        assert triggers.problems(session.connection()) == ()
    database.close()


def test_ids_given_again_belong_to_whoever_had_them_then(database):
    """A row deleted before, whose id went to another child: the disposal takes its own life of it, and no other."""
    with database.writing(an_entry()) as session:
        one, two = a_child(session, "100001", born=date(1950, 1, 1)), a_child(session, "100002")
    for child_id, word in ((one, "FirstLife"), (two, "SecondLife"), (one, "ThirdLife")):
        with database.writing(an_entry()) as session:
            session.execute(
                text("INSERT INTO missing_episodes (id, child_id, began, note, recorded_by) VALUES (7, :c, '2020-01-01', :w, 'G')"),
                {"c": child_id, "w": word},
            )  # fmt: skip
        if word != "ThirdLife":
            with database.writing(an_entry()) as session:
                session.execute(text("DELETE FROM missing_episodes WHERE id = 7"))
    with database.writing(an_entry()) as session:
        disposal_id = propose(session, one)
    dispose(database, disposal_id, one)
    with database.reading() as session:
        held = " ".join(
            session.execute(text("SELECT coalesce(before, '') || coalesce(after, '') FROM changes")).scalars()
        )
    assert [word for word in ("FirstLife", "SecondLife", "ThirdLife") if word in held] == ["SecondLife"]
    assert faults(database) == ()


def test_a_disposal_that_fails_half_way_leaves_everything(database, monkeypatch):
    with database.writing(an_entry()) as session:
        child_id = a_child(session, born=date(1950, 1, 1))
        disposal_id = propose(session, child_id)

    def broken(*_args, **_more):
        raise RuntimeError("the power went")

    monkeypatch.setattr(disposal.disposal_changes, "DisposedChangesRow", broken)
    with pytest.raises(RuntimeError, match="the power went"):
        dispose(database, disposal_id, child_id)
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM children")) == 1
        assert triggers.problems(session.connection()) == ()
    assert faults(database) == ()


def test_no_record_refuses_to_be_deleted_by_hand_afterwards(disposed):
    """The one trigger that was taken off is back."""
    with pytest.raises(Exception, match="append-only"), disposed.database.writing(an_entry()) as session:
        session.execute(text("DELETE FROM changes"))
    assert people.team(Session(disposed.database.engine), 1).name
