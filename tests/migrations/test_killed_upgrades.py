"""An upgrade is killed at a statement: the caseload is the old one or the new one, with a backup, and never between.

LAC_TRACKER_TORTURE=1000 kills it at every statement, and every released schema is brought up to date once more afterwards.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lac_tracker import paths
from lac_tracker.storage.database import SCHEMA_NUMBER
from tests.promises import disk_scenarios
from tests.promises.results import note

TORTURE = bool(os.environ.get("LAC_TRACKER_TORTURE"))
KILLS = 2  # spread over the upgrade
NOWHERE = 10**9
TESTS = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="not run: Windows has no SIGKILL")


@pytest.fixture
def old(template, tmp_path):
    folder = tmp_path / "old"
    folder.mkdir()
    disk_scenarios.an_old_caseload(folder, template[0], template[1])
    return folder


@pytest.fixture
def killer(old, template, tmp_path):
    """Return what brings the caseload of a folder up to date until it is killed at a statement; or, where there are not so
    many, says how many there were."""
    _, keys = template
    command = [
        sys.executable, str(TESTS / "promises" / "upgrade_killer.py"), keys.database_id, keys.database_key.hex(),
        str(shutil.copytree(old, tmp_path / "spare")),
    ]  # fmt: skip
    own = os.environ | {"PYTHONPATH": os.pathsep.join((str(TESTS), str(Path(paths.__file__).parents[1])))}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": own}

    def killed_at(statement, folder):
        started.stdin.write(f"{statement} {folder}\n")
        started.stdin.flush()
        said = started.stdout.readline()
        if said == "ended -9\n":
            return None
        assert started.stdout.readline() == "ended 0\n"
        return int(said.removeprefix("statements "))

    with subprocess.Popen(command, **pipes) as started:
        yield killed_at
        started.stdin.close()


def test_an_upgrade_killed_at_any_statement_leaves_the_old_caseload_or_the_new_one(
    old, killer, template, tmp_path
):
    _, keys = template
    before = disk_scenarios.upgraded(old, keys)
    statements = killer(NOWHERE, shutil.copytree(old, tmp_path / "upgraded"))
    after = disk_scenarios.upgraded(tmp_path / "upgraded", keys)
    assert (before[0], after[0]) == (disk_scenarios.OLD_SCHEMA, SCHEMA_NUMBER)
    places = range(1, statements + 1, 1 if TORTURE else statements // KILLS)
    found = []
    for statement in places:
        folder = shutil.copytree(old, tmp_path / "killed", dirs_exist_ok=True)
        assert killer(statement, folder) is None
        found.append(disk_scenarios.upgraded(folder, keys))
        assert found[-1] in (before, after), statement
        shutil.rmtree(folder)
    assert before in found
    note("P6", "an upgrade killed at each statement", f"{len(found):,} kills: {found.count(before):,} the old caseload, "
         f"{found.count(after):,} the new one, 0 between")  # fmt: skip
