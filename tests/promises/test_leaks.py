"""A window open for weeks: records, papers and the lock leave nothing behind in memory, widgets or open files.

LAC_TRACKER_TORTURE opens a thousand records, fifty times the lock and two hundred papers.
"""

import ctypes
import gc
import os
import resource
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from lac_tracker.services import contacts, make_plans
from lac_tracker.services.contacts import ContactDetails
from lac_tracker.storage import dialects
from lac_tracker.ui.idle_lock import IdleLock
from lac_tracker.ui.main_window import child_record
from tests import builders
from tests.builders import write
from tests.conftest import PASSPHRASE, TODAY
from tests.promises import results
from tests.robots_lists import Lists, a_window, add_child, make_slots

LIBRARY = ctypes.CDLL(None) if sys.platform == "linux" else None
TORTURE = int(os.environ.get("LAC_TRACKER_TORTURE", "0"))
RECORDS, LOCKS, PAPERS = (1_000, 50, 200) if TORTURE else (10, 2, 3)
# Records opened before it counts: every page of it was there, and the memory for it is asked for.
WARM_UP = 25 if TORTURE else 10
MOST_MEGABYTES, MOST_PART = 20, 0.05
FEW = 5  # objects, widgets, files: one page has a few more than another; of ten records it would be fifty
PAGES = ("summary", "assessments", "plan", "chronology", "documents")


@pytest.fixture
def child_ids(database):
    ids = [add_child(database, str(number), family_name=f"Example{number}") for number in range(5)]
    with_plan = builders.a_child(database, nhs_number="9990563411")
    builders.a_signed_assessment(database, with_plan)
    practice = ContactDetails(
        "gp_practice", organisation="Northgate Surgery", ods_code="K83001", last_confirmed_on=TODAY
    )
    write(database, contacts.add_contact, with_plan, practice, today=TODAY)
    return (*ids, with_plan)


@pytest.fixture
def robot(child_ids, database, caseload_path, keys, qtbot, monkeypatch):
    # Pages of the file are kept up to a limit of their own, for each connection: so small that it is full before it counts.
    monkeypatch.setitem(dialects.PRAGMAS, "cache_size", "-2048")
    make_slots(caseload_path, keys, monkeypatch)
    with a_window(caseload_path, child_record) as window:
        yield Lists(window, qtbot).signed_in(caseload_path, database)


def settle():
    """What is to be deleted later is deleted, cycles are gone, and what the C library keeps in reserve is given back."""
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
    gc.collect()
    if hasattr(LIBRARY, "malloc_trim"):
        LIBRARY.malloc_trim(0)


def held():
    """Return megabytes in memory, objects of Qt, widgets and open files; 0 for what the system does not tell."""
    settle()
    status, files = Path("/proc/self/status"), Path("/proc/self/fd")
    if status.exists():
        megabytes = (
            int(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmRSS")))
            / 1_024
        )
    else:
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    tops = QApplication.topLevelWidgets()
    objects = len(tops) + sum(len(top.findChildren(QObject)) for top in tops)
    return (
        megabytes,
        objects,
        len(QApplication.allWidgets()),
        len(list(files.iterdir())) if files.exists() else 0,
    )


def open_records(robot, child_ids, count):
    """Open records one after the other, a page of each besides, and go back to the list."""
    robot.window.findChild(IdleLock).allow(
        24 * 60
    )  # nobody touches a key here, and a thousand take many minutes
    for number in range(count):
        assert robot.shell.open_child(child_ids[number % len(child_ids)])
        robot.window.run(f"child.{PAGES[number % len(PAGES)]}")
        QApplication.processEvents()
        robot.window.run("go.overdue")
        robot.at_rest()
        # What is to be deleted later goes between two events of a window that is used: a test has no such moment.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def lock_and_unlock(robot, count):
    for _ in range(count):
        robot.window.lock()
        robot.window.locked.passphrase.line.setText(PASSPHRASE)
        robot.window.locked.unlock()
        robot.until(lambda: robot.window.pages.currentWidget() is robot.window.shell)
        robot.at_rest()


def make_papers(robot, child_id, count):
    workplace = robot.window.workplace
    for _ in range(count):
        workplace.operations.work(make_plans.make, child_id, ("gp-summary", "full-plan"), workplace.render)


def test_nothing_is_left_of_records_papers_and_locks(robot, child_ids):
    make_papers(robot, child_ids[-1], 2)
    lock_and_unlock(robot, 1)
    open_records(robot, child_ids, WARM_UP)
    before = held()
    for what, act in (
        ("records", lambda: open_records(robot, child_ids, RECORDS)),
        ("locks", lambda: lock_and_unlock(robot, LOCKS)),
        ("papers", lambda: make_papers(robot, child_ids[-1], PAPERS)),
    ):
        act()
        after = held()
        grown = after[0] - before[0]
        said = f"{grown:+.1f} MB of {before[0]:.0f}, objects {before[1]} to {after[1]}, widgets {before[2]} to {after[2]}, "
        said += f"open files {before[3]} to {after[3]}"
        results.note("P6", f"left in memory after {RECORDS:,} records, {what}", said)
        assert grown <= max(MOST_MEGABYTES, MOST_PART * before[0]), f"{what}: {said}"
        assert after[1] <= before[1] + FEW, f"{what}: {said}"
        assert after[2] <= before[2] + FEW, f"{what}: {said}"
        assert after[3] <= before[3] + FEW, f"{what}: {said}"
