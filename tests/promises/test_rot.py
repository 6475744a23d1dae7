"""Bits that flip on a disk: every one is noticed, and none gives a wrong row in silence."""

import os
import random
import shutil

import pytest
from small_caseload import NOW, a_child, an_entry

from lac_tracker.domain.errors import CaseloadRefused, UserError
from lac_tracker.storage import database as storage
from lac_tracker.storage import dialects, vault
from tests.promises.results import note

TORTURE = int(os.environ.get("LAC_TRACKER_TORTURE", "0"))
FLIPS = TORTURE or 25
EACH = TORTURE // 6 or 6  # cut short, noughts, exchanged
PASSPHRASE = "seven calm otters swimming"


def all_rows(opened):
    with opened.reading() as session:
        tables = (
            session.connection()
            .exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
            .scalars()
            .all()
        )
        return {name: session.connection().exec_driver_sql(f"SELECT * FROM {name}").all() for name in tables}


@pytest.fixture(scope="module")
def whole(template, tmp_path_factory):
    """A caseload with rows in it, closed, and what it holds."""
    source, keys = template
    path = tmp_path_factory.mktemp("whole") / "whole.lac"
    shutil.copy(source, path)
    opened = storage.open_caseload(path, keys, NOW)
    with opened.writing(an_entry()) as session:
        for number in range(150):
            a_child(session, str(number), family_name=f"Quill{number}", meaning_for_care="care " * 60)
    rows = all_rows(opened)
    opened.close()
    return path, keys, rows


def put(path, content):
    """Write a file, with nothing beside it of the one before."""
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    path.write_bytes(content)


def judged(path, keys, rows):
    """Return what the product makes of a file: 'found', or 'silent' when wrong rows come out, or 'whole'."""
    try:
        opened = storage.open_caseload(path, keys, NOW)
    except UserError:
        return "found"
    try:
        with opened.reading() as session:
            if dialects.integrity_problems(session.connection()):
                return "found"
        return "whole" if all_rows(opened) == rows else "silent"
    except UserError:
        return "found"
    finally:
        opened.close()


def test_every_flipped_bit_of_a_caseload_is_found(whole, tmp_path):
    source, keys, rows = whole
    held = source.read_bytes()
    chance = random.Random(20260304)
    verdicts = []
    for number in range(FLIPS):
        place, bit = (number if number < 4 else chance.randrange(len(held))), chance.randrange(8)
        damaged = bytearray(held)
        damaged[place] ^= 1 << bit
        path = tmp_path / "flipped.lac"
        put(path, damaged)
        verdicts.append(judged(path, keys, rows))
    assert verdicts == ["found"] * FLIPS
    assert judged(source, keys, rows) == "whole"  # the judge can tell
    note("P3", "bits flipped in a caseload", f"{FLIPS:,} of {FLIPS:,} found, 0 wrong rows")


def test_reading_alone_never_gives_a_wrong_row(whole, tmp_path):
    """Without the check: whoever just reads gets the right rows or words, never wrong ones."""
    source, keys, rows = whole
    held = source.read_bytes()
    chance = random.Random(4)
    path = tmp_path / "flipped.lac"
    for _ in range(FLIPS // 3):
        damaged = bytearray(held)
        damaged[chance.randrange(len(held))] ^= 1 << chance.randrange(8)
        put(path, damaged)
        try:
            opened = storage.open_caseload(path, keys, NOW)
        except UserError:
            continue
        try:
            assert all_rows(opened) == rows
        except UserError:
            continue
        finally:
            opened.close()


def broken(held, how, chance):
    page = 4096
    place = chance.randrange(len(held) // page) * page
    if how == "cut short":
        return held[: chance.randrange(1, len(held) - 1)]
    if how == "a page of noughts":
        return held[:place] + bytes(page) + held[place + page :]
    first, second = sorted(chance.sample(range(1, len(held) // page), 2))
    pages = [held[at : at + page] for at in range(0, len(held), page)]
    pages[first], pages[second] = pages[second], pages[first]
    return b"".join(pages)


@pytest.mark.parametrize("how", ["cut short", "a page of noughts", "two pages exchanged"])
def test_lost_and_exchanged_pages_are_found(whole, tmp_path, how):
    source, keys, rows = whole
    held, chance = source.read_bytes(), random.Random(how)
    path = tmp_path / "broken.lac"
    for _ in range(EACH):
        put(path, broken(held, how, chance))
        assert judged(path, keys, rows) == "found"
    note("P3", f"a caseload with: {how}", f"{EACH:,} of {EACH:,} found")


@pytest.fixture
def slots(tmp_path, monkeypatch):
    monkeypatch.setattr(vault, "ARGON2ID", vault.ARGON2ID | {"time": 1, "memory_kib": 64, "lanes": 1})
    caseload = tmp_path / "caseload.lac"
    keys, _ = vault.create(caseload, user_name="grace", full_name="Grace Mensah", passphrase=PASSPHRASE)
    vault.add_person(
        caseload, keys, user_name="tom", full_name="Tom Leigh", passphrase="eleven slow herons wading"
    )
    return caseload


def test_every_flipped_bit_of_the_key_slots_is_found(slots):
    path = vault.keys_path(slots)
    held = path.read_bytes()
    chance = random.Random(20260304)
    for _ in range(max(FLIPS, 300)):
        damaged = bytearray(held)
        damaged[chance.randrange(len(held))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        with pytest.raises(CaseloadRefused):
            vault.unlock(slots, "grace", PASSPHRASE)
    path.write_bytes(held)
    vault.unlock(slots, "grace", PASSPHRASE)
    note("P3", "bits flipped in key slots", f"{max(FLIPS, 300):,} of {max(FLIPS, 300):,} refused")
