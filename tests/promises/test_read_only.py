"""Where nothing can be written nothing is shown: every look is written down first. It is said in words, and never 'saved'.

The files of this test belong to somebody else: root gives up its rights for it. LAC_TRACKER_TORTURE=1000 makes files
unchangeable and mounts a disk read-only besides, as root on Linux.
"""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from small_caseload import NOW, fingerprints

from lac_tracker.domain.backups import Kind
from lac_tracker.domain.errors import DatabaseUnavailable, UserError
from lac_tracker.services import files, sign_in
from lac_tracker.storage import backups, vault
from tests.promises.disk_scenarios import CHEAP, PASSPHRASE
from tests.promises.results import note
from tests.robots_lists import Lists, a_window

IS_TORTURE = bool(os.environ.get("LAC_TRACKER_TORTURE"))
NOBODY = 65534
SAID = r"every look (at a record )?is written down before it is shown"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="not run: Windows keeps rights otherwise")


@contextmanager
def somebody_else():
    """Do without the rights of root, to whom nothing is read-only."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def the_files_and_their_folder(folder):
    """Nothing may be written, as with a share that one may only read."""
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    with somebody_else():
        yield
    folder.chmod(0o755)


@contextmanager
def unchangeable_files_and_folder(folder):
    everything = [str(folder), *map(str, folder.iterdir())]
    subprocess.run(["chattr", "+i", *everything], check=True)
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", *everything], check=True)


@contextmanager
def a_read_only_disk(folder):
    subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


WAYS = [
    the_files_and_their_folder,
    *((unchangeable_files_and_folder, a_read_only_disk) if IS_TORTURE else ()),
]


@pytest.fixture
def folder(template, monkeypatch):
    """A folder that others may look into, with a caseload and its slots."""
    monkeypatch.setattr(vault, "ARGON2ID", vault.ARGON2ID | CHEAP)
    source, _ = template
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        person = sign_in.FirstPerson("grace", "Grace Mensah", PASSPHRASE)
        opened, _ = sign_in.create_caseload(
            folder / "caseload.lac", person, sign_in.ServiceDetails(), now=NOW
        )
        opened.database.close()
        shutil.copy(source, folder / "other.lac")
        yield folder


@pytest.fixture(params=WAYS, ids=lambda way: way.__name__)
def read_only(request):
    if request.param is not the_files_and_their_folder and os.geteuid() != 0:
        pytest.skip("not run: files are made unchangeable and disks mounted by root alone")
    return request.param


def test_a_read_only_caseload_is_refused_in_words_and_stays_as_it_is(folder, read_only, qtbot):
    path = folder / "caseload.lac"
    before = fingerprints(folder)
    with a_window(path) as window, read_only(folder):
        with pytest.raises(DatabaseUnavailable, match=SAID):
            sign_in.unlock(path, "grace", PASSPHRASE, now=NOW)
        seen = Lists(window, qtbot)
        seen.type(PASSPHRASE)
        seen.press(Qt.Key.Key_Return)
        seen.until(lambda: "written down before it is shown" in seen.text("auth.problem"))
        assert window.shell is None
    assert fingerprints(folder) == before
    note(
        "P2",
        f"a caseload that is read-only: {read_only.__name__.replace('_', ' ')}",
        "refused in words, not a byte changed",
    )


def test_a_place_that_is_read_only_gets_no_backup_and_no_document(folder, read_only, keys, tmp_path):
    caseload = folder / "other.lac"
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "there").write_bytes(b"there")
        caseload.chmod(0o666)
        folder.chmod(0o777)
        with read_only(place):
            with pytest.raises(DatabaseUnavailable, match=r"No backup was made in|cannot be used"):
                backups.make(caseload, keys, Kind.BY_HAND, place, NOW)
            with pytest.raises(UserError, match=r"cannot be written: .*Nothing was left half-written"):
                files.write_new_file(place / "report.pdf", b"%PDF")
        assert [path.name for path in place.iterdir()] == ["there"]
