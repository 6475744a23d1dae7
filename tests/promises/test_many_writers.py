"""Several computers save at once: every change is kept, one after the other, and nobody is told of a lock.

LAC_TRACKER_TORTURE=1000 makes it 8 processes of 300 saves.
"""

import os
import subprocess
import sys
from pathlib import Path

from small_caseload import an_entry
from sqlalchemy import func, select

from lac_tracker import paths
from lac_tracker.storage import audit, dialects
from lac_tracker.storage.tables.audit import AuditRow, ChangeRow
from lac_tracker.storage.tables.people import TeamRow
from tests.promises.results import note

TORTURE = bool(os.environ.get("LAC_TRACKER_TORTURE"))
PROCESSES, SAVES = (8, 300) if TORTURE else (4, 20)
HERE = Path(__file__).parent


def test_processes_that_save_at_once_lose_nothing_and_nobody_waits_long(database, caseload_path, keys):
    with database.writing(an_entry("began")) as session:
        session.get_one(TeamRow, 1).phone = "0"
    waits = sorted(_all_at_once(caseload_path, keys))
    assert len(waits) == PROCESSES * SAVES
    with database.reading() as session:
        assert session.get_one(TeamRow, 1).phone == str(PROCESSES * SAVES)
        entries = session.scalars(select(AuditRow.number).where(AuditRow.action.like("added one%"))).all()
        assert len(entries) == PROCESSES * SAVES
        assert session.scalar(select(func.count()).where(ChangeRow.operation == "update")) == len(entries) + 1
        assert audit.verify(session, keys.audit_key) == ()
        assert dialects.integrity_problems(session.connection()) == ()
    p99 = waits[len(waits) * 99 // 100]
    if TORTURE:
        assert p99 < 1_000, waits[-10:]
    note(
        "P4", f"{PROCESSES} processes change the same row",
        f"{len(waits):,} of {len(waits):,} saves kept, 0 errors; p99 {p99:.0f} ms, longest {waits[-1]:.0f} ms",
    )  # fmt: skip


def _all_at_once(path, keys):
    """Return the milliseconds of each save of all processes, which begin at one word."""
    command = [
        sys.executable, str(HERE / "many_writer.py"), str(path), keys.database_id, keys.database_key.hex(), str(SAVES),
    ]  # fmt: skip
    own = os.environ | {
        "PYTHONPATH": os.pathsep.join((str(HERE.parent), str(Path(paths.__file__).parents[1])))
    }
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": own}
    writers = [subprocess.Popen(command, **pipes) for _ in range(PROCESSES)]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    said = [writer.communicate()[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * PROCESSES
    return [float(wait) for words in said for wait in words.split()]
