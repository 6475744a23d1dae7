"""The process is killed at any moment: what was acknowledged is there, and nothing is half there.

LAC_TRACKER_TORTURE=1000 makes it a thousand kills.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from small_caseload import NOW, an_entry
from sqlalchemy import func, select

from lac_tracker import paths
from lac_tracker.storage import audit, deadlines, dialects
from lac_tracker.storage import database as storage
from lac_tracker.storage.tables.audit import AuditRow, CurrentEntryRow
from lac_tracker.storage.tables.children import ChildRow
from tests.promises.results import note

KILLS = int(os.environ.get("LAC_TRACKER_TORTURE", "0")) or 10
ON_ONE_FILE = 25  # then a new one, or judging takes longer and longer
JUDGED = (
    1 if KILLS > 100 else 5
)  # each so many kills the whole file is looked at: damage does not go away by itself
HERE = Path(__file__).parent
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")


@pytest.fixture
def writers(template, tmp_path):
    """Return the process that starts one writer after the other."""
    source, keys = template
    spare = shutil.copy(source, tmp_path / "spare.lac")
    command = [
        sys.executable,
        str(HERE / "kill_writer.py"),
        keys.database_id,
        keys.database_key.hex(),
        str(spare),
    ]
    searched = os.pathsep.join((str(HERE.parent), str(Path(paths.__file__).parents[1])))
    started = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": searched},
    )
    yield started
    started.kill()
    started.communicate()


def killed_writer(writers, path, pause):
    """Start a writer, kill it `pause` seconds after its first acknowledgement, return the first and last number it said."""
    writers.stdin.write(f"{path}\n")
    writers.stdin.flush()
    process = int(writers.stdout.readline().removeprefix("process "))
    first = acknowledged = int(writers.stdout.readline())
    alarm = threading.Timer(pause, os.kill, (process, signal.SIGKILL))
    alarm.start()
    for line in writers.stdout:
        if line.startswith("ended "):
            break
        acknowledged = int(line)
    alarm.join()
    assert line == f"ended {-signal.SIGKILL}\n"
    return first, acknowledged


def judge(path, keys, acknowledged):
    """Assert that the file is whole and holds everything acknowledged; return how many children there are."""
    opened = storage.open_caseload(path, keys, NOW)
    try:
        with opened.reading() as session:
            assert dialects.integrity_problems(session.connection()) == ()
            held = sorted(int(number) for number in session.scalars(select(ChildRow.council_child_id)))
            assert held == list(range(1, len(held) + 1))
            assert (
                acknowledged <= len(held) <= acknowledged + 1
            )  # the last may be saved and not yet acknowledged
            entries = session.scalar(
                select(func.count()).select_from(AuditRow).where(AuditRow.action.like("added %"))
            )
            assert entries == len(held)
            assert audit.verify(session, keys.audit_key) == ()
            assert session.scalar(select(func.count()).select_from(CurrentEntryRow)) == 0
            assert deadlines.differences(session) == ()
        with opened.writing(an_entry("goes on"), patience_ms=1_000):
            pass
    finally:
        opened.close()
    return len(held)


def test_no_kill_loses_an_acknowledged_save_or_leaves_half_of_one(template, writers, tmp_path):
    source, keys = template
    chance = random.Random(20260304)
    acknowledged, path, saved = 0, tmp_path, 0
    for number in range(KILLS):
        if number % ON_ONE_FILE == 0:
            saved += acknowledged
            acknowledged, path = 0, tmp_path / f"killed-{number}.lac"
            shutil.copy(source, path)
        before = acknowledged
        first, acknowledged = killed_writer(writers, path, chance.uniform(0, 0.08))
        assert first in (before + 1, before + 2)  # the one after what is there
        if (number + 1) % JUDGED == 0:
            judge(path, keys, acknowledged)
    saved += acknowledged
    note(
        "P2 Q1",
        "kills while saving",
        f"{KILLS:,} kills, {saved:,} saves acknowledged: 0 lost, 0 files damaged, every chain valid",
    )
