"""A clock that jumps: nothing is refused or lost for it, the audit log keeps its order, and a day is the day of the wall.

The clock is injected; LAC_TRACKER_TORTURE=1000 gives it to a process of its own besides, by faketime. When the screen locks
is shown by the tests of the lock.
"""

import os
import random
import shutil
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from small_caseload import a_child
from sqlalchemy import select

from lac_tracker import app
from lac_tracker.domain.audit import Entry
from lac_tracker.services import sign_in
from lac_tracker.storage import audit, audit_chain, care, deadlines, vault
from lac_tracker.storage.tables.audit import AuditRow
from tests.promises.disk_scenarios import CHEAP, PASSPHRASE
from tests.promises.results import note

START = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
IS_TORTURE = bool(os.environ.get("LAC_TRACKER_TORTURE"))
JUMPS = (
    timedelta(days=1), timedelta(days=-1), timedelta(days=5 * 365), timedelta(days=-5 * 365), timedelta(seconds=-1),
    timedelta(hours=-1), timedelta(0),
)  # fmt: skip
SPRING, AUTUMN = (
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
)  # the clocks change
LEAP = datetime(2028, 2, 29, 12, tzinfo=UTC)
NIGHTS = tuple(
    night + timedelta(minutes=minutes) for night in (SPRING, AUTUMN) for minutes in (-61, -1, 0, 1, 61)
)


@pytest.fixture
def team(tmp_path, monkeypatch, schema_is_copied):
    monkeypatch.setattr(vault, "ARGON2ID", vault.ARGON2ID | CHEAP)
    path = tmp_path / "caseload.lac"
    person = sign_in.FirstPerson("grace", "Grace Mensah", PASSPHRASE)
    opened, _ = sign_in.create_caseload(path, person, sign_in.ServiceDetails(), now=START)
    opened.database.close()
    return path


def test_whatever_the_clock_says_people_can_save_and_the_log_keeps_its_order(team):
    chance = random.Random(20260304)
    moments = [START + jump for jump in JUMPS] + [*NIGHTS, LEAP]
    chance.shuffle(moments)
    warned, before, newest = 0, START, START
    for number, moment in enumerate(moments):
        opened = sign_in.unlock(team, "grace", PASSPHRASE, now=moment)
        warned += bool(opened.notes)
        assert bool(opened.notes) == (moment < before - timedelta(minutes=2))
        with opened.database.writing(Entry(opened.actor, moment, f"saved {number}")) as session:
            child_id = a_child(session, str(number), date(2020, 2, 29))
            care.begin_period(session, child_id, date(2024, 2, 29))
        before, newest = moment, max(newest, moment)
        opened.database.close()
    opened = sign_in.unlock(team, "grace", PASSPHRASE, now=newest)
    with opened.database.reading() as session:
        rows = session.execute(select(AuditRow.number, AuditRow.action).order_by(AuditRow.number)).all()
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        saved = [row.action for row in rows if row.action.startswith("saved")]
        assert saved == [f"saved {number}" for number in range(len(moments))]
        assert audit.verify(session, opened.keys.audit_key) == ()
        assert audit_chain.examined(session, opened.keys.audit_key).backwards
        assert deadlines.differences(session) == ()
        # What is due when is a matter of its dates, never of the clock at which it was written.
        asked = session.connection().exec_driver_sql(
            "SELECT DISTINCT kind, due_on FROM clocks ORDER BY kind, due_on"
        )
        due = [tuple(row) for row in asked]
        assert len(due) == len({kind for kind, _ in due})
    opened.database.close()
    note("P8 P9", "clocks that jump a day, five years, in DST nights and on 29 February",
         f"{len(moments)} sign-ins and saves, 0 refused, {warned} warned of a clock behind; due dates and order right")  # fmt: skip


def test_a_day_is_the_day_of_the_wall_in_the_nights_in_which_the_clocks_change(monkeypatch):
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    try:
        for night, days in ((SPRING, (28, 29)), (AUTUMN, (24, 25))):
            midnight = (
                night.replace(hour=0) if night is SPRING else night.replace(hour=0) - timedelta(hours=1)
            )
            for minutes, day in ((-1, days[0]), (0, days[1]), (120, days[1])):
                moment = midnight + timedelta(minutes=minutes)
                entrance = app.build_entrance(lambda moment=moment: moment.astimezone())
                assert entrance.today().day == day, moment
    finally:
        monkeypatch.undo()
        time.tzset()


FAKED = (
    "2031-03-04 09:30:00",
    "2021-03-04 09:30:00",
    "2026-03-29 00:59:59",
    "2026-10-25 01:30:00",
    "2028-02-29 23:59:59",
)


if IS_TORTURE:

    @pytest.mark.skipif(shutil.which("faketime") is None, reason="not run: faketime is not on this computer")
    @pytest.mark.parametrize("moment", FAKED)
    def test_a_process_at_another_time_saves_and_verifies(team, moment):
        own = os.environ | {
            "TZ": "Europe/London", "LAC_TRACKER_CASELOAD": str(team), "LAC_TRACKER_USER": "grace",
            "LAC_TRACKER_PASSPHRASE": PASSPHRASE,
        }  # fmt: skip
        for words in (["due", "--format", "json"], ["check"]):
            command = ["faketime", "-f", f"@{moment}", sys.executable, "-m", "lac_tracker", *words]
            ended = subprocess.run(command, check=False, capture_output=True, text=True, env=own, timeout=120)
            assert ended.returncode == 0, ended.stderr
        note("P8 P9", f"a process at {moment} (faketime)", "signed in, listed, checked: whole")
