"""Nothing a person wrote stands readable in any file beside the caseload."""

from small_caseload import NOW, a_child, an_entry

from lac_tracker.domain.backups import Kind
from lac_tracker.storage import assessments, backups

MARKER = "Zephyrinwhistle"


def test_no_file_of_a_caseload_in_use_holds_what_was_written(database, caseload_path):
    with database.writing(an_entry(f"opened {MARKER}")) as session:
        child_id = a_child(session, MARKER, family_name=MARKER, meaning_for_care=f"{MARKER} " * 500)
        assessments.add(session, child_id, "IHA", "in_progress", {"cancelled_because": MARKER})
    with database.reading() as reading:  # a reader keeps the log from being emptied
        reading.connection()
        with database.writing(an_entry()) as session:
            assessments.keep_form(session, "form", "1", MARKER)
        files = {path.name: path.read_bytes() for path in caseload_path.parent.iterdir() if path.is_file()}
    assert {"caseload.lac", "caseload.lac-wal", "caseload.lac-shm"} <= set(files)
    assert len(files["caseload.lac-wal"]) > 10_000
    for name, held in files.items():
        for written in (
            MARKER.encode(),
            MARKER.lower().encode(),
            MARKER.encode("utf-16-le"),
            b"CREATE TABLE",
            b"SQLite format",
        ):
            assert written not in held, name


def test_the_search_for_the_marker_can_fail(database):
    """A check that cannot fail checks nothing: opened with the key, the marker is there."""
    with database.writing(an_entry()) as session:
        child_id = a_child(session, family_name=MARKER)
    with database.reading() as session:
        held = (
            session.connection()
            .exec_driver_sql(f"SELECT family_name FROM children WHERE id = {child_id}")
            .scalar()
        )
    assert held == MARKER


def test_a_backup_is_encrypted_too(caseload_path, keys, tmp_path):
    held = backups.make(caseload_path, keys, Kind.BY_HAND, tmp_path / "copies", NOW).path.read_bytes()
    assert b"SQLite format" not in held
    assert b"Northgate" not in held
    assert b"CREATE TABLE" not in held
