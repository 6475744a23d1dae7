"""The disk fills up: words instead of a crash, nothing half-done, what was entered still there, and it works once there is room.

In every run a limit on the length of files stands for the disk (three levels of each); LAC_TRACKER_TORTURE=1000 fills file
systems of their own at twenty levels, as root on Linux.
"""

import os
import resource
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from small_caseload import GRACE, NOW, a_child, an_entry
from sqlalchemy import select

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.backups import Kind
from lac_tracker.domain.errors import UserError
from lac_tracker.exchange.csv_file import write_into
from lac_tracker.services import files
from lac_tracker.storage import audit, backups, dialects, vault
from lac_tracker.storage import database as storage
from lac_tracker.storage.tables.children import ChildRow
from tests.promises.disk_scenarios import CHEAP, PASSPHRASE, an_old_caseload, caseload, staged_return
from tests.promises.results import note

LEVELS = 20 if os.environ.get("LAC_TRACKER_TORTURE") else 3
CONTENT = os.urandom(300_000)
ROWS = [[str(number), "Ann Example", "words " * 20] for number in range(4_000)]


@dataclass
class Place:
    """A folder with a caseload in it, on a disk that can be full, and what a person has in hand."""

    folder: Path
    keys: vault.Keys
    staged: Any
    database: storage.Database | None = None  # open, as somebody works in it when the disk fills up


def save(place):
    with place.database.writing(an_entry("saved")) as session:
        for number in range(60):
            a_child(session, f"new {number}", date(2015, 1, 1), meaning_for_care="much " * 2_000)


def take_in(place):
    from lac_tracker.services.imports import import_ssda903

    with place.database.writing(Entry(GRACE, NOW)) as session:
        import_ssda903(session, place.staged, council="123", by=GRACE, now=NOW)


def back_up(place):
    backups.make(caseload(place.folder), place.keys, Kind.BY_HAND, place.folder / "copies", NOW)


def write_document(place):
    files.write_new_file(place.folder / "report.pdf", CONTENT)


def export(place):
    with files.new_file(place.folder / "list.csv") as file:
        write_into(file, ("Id", "Name", "Words"), iter(ROWS))


def upgrade(place):
    storage.open_caseload(caseload(place.folder), place.keys, NOW).close()


def let_in(place):
    person = {"user_name": "tom", "full_name": "Tom Leigh", "passphrase": PASSPHRASE}
    vault.add_person(
        caseload(place.folder), vault.unlock(caseload(place.folder), "grace", PASSPHRASE), **person
    )


ACTS = {
    "a save": save, "an import": take_in, "a backup": back_up, "a document": write_document, "an export": export,
    "an upgrade": upgrade, "a new person": let_in,
}  # fmt: skip


@contextmanager
def filled(folder, room):
    """Leave so many bytes of room on a disk."""
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(folder).free - room)
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def short_files(length):
    """Let no file grow beyond a length: the nearest to a full disk that needs no rights."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def may_mount():
    tried = subprocess.run(["mount", "-t", "tmpfs", "none", "/mnt"], check=False, capture_output=True)
    return tried.returncode == 0 and subprocess.run(["umount", "/mnt"], check=False).returncode == 0


@contextmanager
def prepared(act, folder, template, keys, staged):
    """Put what an act begins with into a folder; somebody works in the caseload that they save and import into."""
    if act == "an upgrade":
        an_old_caseload(folder, template, keys)
    else:
        shutil.copy(template, caseload(folder))
    if act == "a new person":
        vault.create(caseload(folder), user_name="grace", full_name="Grace Mensah", passphrase=PASSPHRASE)
    place = Place(folder, keys, staged)
    if act in ("a save", "an import"):
        place.database = storage.open_caseload(caseload(folder), keys, NOW)
    try:
        yield place
    finally:
        if place.database is not None:
            place.database.close()


def there(folder):
    """Return the files of a folder, without the log of those who work in it, what fills the disk, and whole copies of key
    slots as they were before."""
    found = (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return {
        name
        for name in found
        if name != "ballast" and not name.startswith(("caseload.lac-", "caseload.lac.keys."))
    }


def needed(act, folder, template, keys, staged):
    """Return how many bytes an act adds to a disk in whole blocks, and the longest file it makes or all it adds: the least
    that it needs."""
    folder.mkdir()
    with prepared(act, folder, template, keys, staged) as place:
        before = sizes(folder)
        ACTS[act](place)
        after = sizes(folder)
    added = blocks(after) - blocks(before)
    made = [
        size
        for name, size in after.items()
        if size != before.get(name) and not name.startswith("caseload.lac-")
    ]
    return added, min(added, max(made, default=added))


def sizes(folder):
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith("-shm"))
    return {str(path.relative_to(folder)): path.stat().st_size for path in found}


def blocks(files):
    return sum(-(-size // 4_096) * 4_096 for size in files.values())


def refused(place, act):
    """Do it on a full disk; return whether it was refused, in words and with nothing half-done left behind."""
    before = there(place.folder)
    try:
        ACTS[act](place)
    except UserError as error:
        words = str(error)
        assert any(part in words for part in ("full", "No space left", "not enough room", "too large")), words
        assert there(place.folder) == before
        return True
    return False


def is_whole(place, act):
    """Assert that the caseload is whole and holds what the act was to change, or nothing of it yet."""
    if act == "an upgrade":
        return dialects.identify(caseload(place.folder), place.keys.file_key)[1]
    database = place.database or storage.open_caseload(caseload(place.folder), place.keys, NOW)
    try:
        with database.reading() as session:
            assert dialects.integrity_problems(session.connection()) == ()
            assert audit.verify(session, place.keys.audit_key) == ()
            return len(session.scalars(select(ChildRow.id)).all())
    finally:
        if place.database is None:
            database.close()


@pytest.fixture(scope="module")
def staged(tmp_path_factory):
    return staged_return(tmp_path_factory.mktemp("returns") / "2025")


@pytest.fixture(autouse=True)
def slots_are_cheap(monkeypatch):
    monkeypatch.setattr(vault, "ARGON2ID", vault.ARGON2ID | CHEAP)


@pytest.fixture
def disk(tmp_path):
    """Return a folder, and what leaves room for so many bytes in it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if LEVELS == 3:
        yield folder, short_files
        return
    if not may_mount():
        pytest.skip("not run: no file system of its own can be mounted here (root on Linux)")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "none", str(folder)], check=True)
    yield folder, lambda room: filled(folder, room)
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize("act", ACTS)
def test_a_full_disk_is_said_and_leaves_nothing_half_done(act, template, staged, disk, tmp_path):
    source, keys = template
    folder, squeezed = disk
    added, longest = needed(act, tmp_path / "measured", source, keys, staged)
    room = longest if LEVELS == 3 else added
    refusals = 0
    for level in range(LEVELS):
        with prepared(act, folder, source, keys, staged) as place:
            before = is_whole(place, act)
            with squeezed(room * level // LEVELS or 500):
                was_refused = refused(place, act)
            if was_refused:
                refusals += 1
                assert is_whole(place, act) == before
                ACTS[act](place)  # room was made
            is_whole(place, act)
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert refusals >= LEVELS * 2 // 3, refusals
    note(
        "P2", f"a full disk during {act}",
        f"{refusals} of {LEVELS} levels refused in words: 0 half files, 0 damaged, {refusals} done again once there was room",
    )  # fmt: skip
