"""A caseload with two managers and an assessor, each with a key slot, for the tests of backups; made once for the run."""

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.people import Registration, Role
from lac_tracker.services import sign_in
from lac_tracker.storage import database as storage
from lac_tracker.storage import people, vault
from tests.conftest import NOW, PASSPHRASE, SYSTEM
from tests.small_caseload import a_child

QUICK = {"time": 1, "memory_kib": 64, "lanes": 1}  # what argon2id costs is the vault's to test
CHILDREN = 40
EVENTS = {"os.rename", "os.link", "os.remove"}  # what a restore does to the names of files


def make_team(path: Path):
    """Make the caseload; return its keys and its recovery key. Mona's slot came last: `.keys.1` is without her."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vault, "ARGON2ID", vault.ARGON2ID | QUICK)
        first = sign_in.FirstPerson("grace", "Grace Mensah", PASSPHRASE, Role.MANAGER, Registration.NMC)
        opened, recovery = sign_in.create_caseload(path, first, sign_in.ServiceDetails(), now=NOW)
        with opened.database.writing(Entry(SYSTEM, NOW, "added the team")) as session:
            for user, name, role in (
                ("nadia", "Nadia Rahman", Role.ASSESSOR),
                ("mona", "Mona Left", Role.MANAGER),
            ):
                people.add_person(
                    session,
                    1,
                    user_name=user,
                    full_name=name,
                    role=role,
                    registration=Registration.NONE,
                    now=NOW,
                )
                vault.add_person(path, opened.keys, user_name=user, full_name=name, passphrase=PASSPHRASE)
        with opened.database.writing(Entry(SYSTEM, NOW, "added children")) as session:
            for number in range(CHILDREN):
                a_child(session, str(number), family_name=f"Quill{number}")
    opened.database.close()
    return opened.keys, recovery


def copied(path: Path, folder: Path) -> Path:
    """Copy a caseload with its slots into a folder of its own."""
    folder.mkdir()
    for ending in ("", ".keys", ".keys.1"):
        shutil.copy(path.with_name(path.name + ending), folder / f"caseload.lac{ending}")
    return folder / "caseload.lac"


def every_row(path, keys):
    """Return the rows of every table."""
    opened = storage.open_caseload(path, keys, NOW)
    try:
        with opened.reading() as session:
            asked = session.connection().exec_driver_sql
            names = asked("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
            return {name: asked(f'SELECT * FROM "{name}" ORDER BY 1').all() for name in names}
    finally:
        opened.close()


def killed_at(number, act):
    """Do something in a process of its own that is killed before its `number`th change of a file's name.

    Returns how many it had made when it came to its end before; 0 when it was killed.
    """
    process = os.fork()
    if process == 0:
        made = [0]

        def count(event, _arguments):
            if event in EVENTS:
                if made[0] == number:
                    os.kill(os.getpid(), signal.SIGKILL)
                made[0] += 1

        sys.addaudithook(count)
        try:
            act()
        finally:
            os._exit(made[0])
    _, status = os.waitpid(process, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code > 0 or code == -signal.SIGKILL
    return max(code, 0)
