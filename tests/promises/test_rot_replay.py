"""Parts of the file put back from an earlier day, and bits that flip in backups and in drafts: every one is noticed.

A whole older file is honest in all its parts: only what is remembered outside tells (test_audit_tampering.py).
"""

import os
import random
import shutil

import pytest
from small_caseload import GRACE, NOW, a_child, an_entry
from sqlalchemy import select

from lac_tracker.domain.backups import Kind
from lac_tracker.domain.errors import BackupRefused, UserError
from lac_tracker.services import checks
from lac_tracker.storage import backup_file, backups, drafts
from lac_tracker.storage import database as storage
from lac_tracker.storage.tables.children import ChildRow
from tests.promises.results import note
from tests.promises.test_rot import all_rows, put

TORTURE = int(os.environ.get("LAC_TRACKER_TORTURE", "0"))
FLIPS, REPLAYS = (TORTURE, TORTURE // 2) if TORTURE else (25, 8)
PAGE = 4_096


@pytest.fixture(scope="module")
def two_days(template, tmp_path_factory):
    """The same caseload on two days, closed: its path and keys, what it was the day before, and how long without drafts."""
    source, keys = template
    path = shutil.copy(source, tmp_path_factory.mktemp("days") / "caseload.lac")
    opened = storage.open_caseload(path, keys, NOW)
    with opened.writing(an_entry()) as session:
        for number in range(150):
            a_child(session, str(number), family_name=f"Quill{number}", meaning_for_care="care " * 60)
    opened.close()
    day_before = path.read_bytes()
    opened = storage.open_caseload(path, keys, NOW)
    with opened.writing(an_entry()) as session:
        for child in session.scalars(select(ChildRow)).all():
            child.family_name = f"{child.family_name}feather"
        for number in range(150, 200):
            a_child(session, str(number), meaning_for_care="care " * 60)
    opened.close()
    without_drafts = path.stat().st_size
    opened = storage.open_caseload(path, keys, NOW)
    with opened.writing(an_entry()) as session:
        for number in range(100):
            draft = drafts.Draft(f"place {number}", None, None, {"words": f"typed {number} " * 200}, NOW)
            drafts.keep(session, GRACE.person_id, draft)
    opened.close()
    return path, keys, day_before, without_drafts


def found(path, keys, content):
    """Return whether the check of a caseload, which every team runs, notices what is wrong with a file."""
    put(path, content)
    try:
        opened = storage.open_caseload(path, keys, NOW)
    except UserError:
        return True
    try:
        with opened.reading() as session:
            parts = checks.check_caseload(session, keys.audit_key, by=GRACE, now=NOW)
        return any(part.problems for part in parts)
    except UserError:
        return True
    finally:
        opened.close()


def test_every_page_put_back_from_the_day_before_is_found(two_days, tmp_path):
    path, keys, before, without_drafts = two_days
    held, chance = path.read_bytes(), random.Random(20260304)
    pages = [at for at in range(0, len(before), PAGE) if before[at : at + PAGE] != held[at : at + PAGE]]
    assert len(pages) > 60
    rows, replayed, harmless = rows_of(path, keys), tmp_path / "replayed.lac", 0
    for at in [chance.choice(pages) for _ in range(REPLAYS)]:
        old = held[:at] + before[at : at + PAGE] + held[at + PAGE :]
        if not found(replayed, keys, old):
            assert rows_of(replayed, keys) == rows, at // PAGE  # a page that is empty on both days
            harmless += 1
    assert harmless < REPLAYS // 4
    assert not found(tmp_path / "whole.lac", keys, held)  # the judge can tell
    note(
        "P3", "pages put back from the day before",
        f"{REPLAYS - harmless:,} found, {harmless} in which every row is the same, 0 wrong rows",
    )  # fmt: skip


def rows_of(path, keys):
    opened = storage.open_caseload(path, keys, NOW)
    try:
        return all_rows(opened)
    finally:
        opened.close()


def test_every_flipped_bit_of_a_draft_is_found(two_days, tmp_path):
    path, keys, _, without_drafts = two_days
    held, chance = path.read_bytes(), random.Random(20260304)
    assert len(held) - without_drafts > 100_000
    flips = FLIPS // 5 if TORTURE else 5
    for _ in range(flips):
        assert found(tmp_path / "flipped.lac", keys, flipped(held, chance, without_drafts))
    note("P3", "bits flipped in rows of drafts", f"{flips:,} of {flips:,} found")


def test_every_flipped_bit_of_a_backup_is_found(two_days, tmp_path):
    path, keys, _, _ = two_days
    made = backups.make(path, keys, Kind.BY_HAND, tmp_path / "backups", NOW).path
    held, chance = made.read_bytes(), random.Random(20260304)
    backup_file.check(made, keys)
    for number in range(FLIPS):
        made.write_bytes(flipped(held, chance, 0) if number % 5 else held[: chance.randrange(len(held))])
        with pytest.raises(BackupRefused):
            backup_file.check(made, keys)
    note("P3 P5", "bits flipped in a backup, and backups cut short", f"{FLIPS:,} of {FLIPS:,} refused")


def flipped(held, chance, first):
    damaged = bytearray(held)
    damaged[chance.randrange(first, len(held))] ^= 1 << chance.randrange(8)
    return bytes(damaged)
