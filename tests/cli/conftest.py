"""A caseload with its key slots for the command line, made once for the run; and the commands, run in this process."""

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from lac_tracker.cli import access
from lac_tracker.cli import main as command
from lac_tracker.domain.audit import Entry
from lac_tracker.domain.people import Actor, Role
from lac_tracker.services import sign_in
from lac_tracker.storage import database as storage
from lac_tracker.storage import people, vault
from tests import builders
from tests.conftest import NOW, PASSPHRASE, SYSTEM, TEAM, TODAY
from tests.exchange.returns import an_episode, files

QUICK = {"time": 1, "memory_kib": 64, "lanes": 1}  # what argon2id costs is the vault's to test
SINCE = datetime(2020, 1, 1, 9, 0, tzinfo=UTC)
AMARA, OLD, NAMELESS = "0100001", "101", "103"


@dataclass(frozen=True)
class Ran:
    """What a command left: exit code, bytes of standard output, words on standard error."""

    code: int
    output: bytes
    words: str

    @property
    def text(self) -> str:
        return self.output.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.output)


@pytest.fixture(scope="session")
def cli_template(shared_folder):
    """Grace, Tom, Nadia, Sam and Rita with slots; Amara with a signed assessment; a return of three children."""
    folder, keys = shared_folder("cli", lambda folder: _make_team(folder / "team.lac"))
    return folder / "team.lac", keys


def _make_team(path):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vault, "ARGON2ID", vault.ARGON2ID | QUICK)
        grace, *others = TEAM
        first = sign_in.FirstPerson("grace", grace.full_name, PASSPHRASE, grace.role, grace.registration)
        opened, _ = sign_in.create_caseload(
            path, first, sign_in.ServiceDetails("Northgate LAC health team"), now=SINCE
        )
        reader = Actor(0, 0, "rita", "Rita Read", Role.READ_ONLY, SYSTEM.registration)
        with opened.database.writing(Entry(SYSTEM, NOW, "added the team")) as session:
            for one in (*others, reader):
                people.add_person(
                    session, 1, user_name=one.user_name, full_name=one.full_name, role=one.role,
                    registration=one.registration, now=NOW,
                )  # fmt: skip
        for one in (*others, reader):
            vault.add_person(
                path, opened.keys, user_name=one.user_name, full_name=one.full_name, passphrase=PASSPHRASE
            )
    child = builders.a_child(opened.database, AMARA, nhs_number="9990563411")
    builders.write(
        opened.database, builders.children.set_gp_practice, child, name="Mill Road Surgery", ods_code="Y99001"
    )
    builders.a_signed_assessment(opened.database, child)
    header = [f"{one},F,12/05/2012,WBRI,UN1,," for one in (OLD, "102", NAMELESS)]
    episodes = [
        an_episode(DECOM="01/05/2018"),
        an_episode(CHILD="102", DECOM="10/02/2026"),
        an_episode(CHILD="103", RNE="P"),
    ]
    builders.bring_in(opened.database, files(header=header, episodes=episodes))
    opened.database.close()
    return opened.keys


@pytest.fixture
def team(cli_template, tmp_path, monkeypatch):
    """Path of a caseload that the environment names, with Grace signed in by it."""
    path = tmp_path / "team" / "team.lac"
    path.parent.mkdir()
    shutil.copy(cli_template[0], path)
    shutil.copy(vault.keys_path(cli_template[0]), vault.keys_path(path))
    for name, value in (("CASELOAD", str(path)), ("USER", "grace"), ("PASSPHRASE", PASSPHRASE)):
        monkeypatch.setenv(f"LAC_TRACKER_{name}", value)
    return path


@pytest.fixture(autouse=True)
def a_known_day(monkeypatch):
    monkeypatch.setattr(access, "now", lambda: NOW)
    monkeypatch.setattr(access, "today", lambda: TODAY)
    monkeypatch.setattr(vault, "ARGON2ID", vault.ARGON2ID | QUICK)


@pytest.fixture
def run(capsysbinary):
    """Run one command in this process: run('due', '--format', 'json')."""

    def runs(*words: object) -> Ran:
        capsysbinary.readouterr()
        code = command.run([str(word) for word in words])
        output, error = capsysbinary.readouterr()
        said = Ran(code, output, error.decode())
        assert "Traceback" not in said.words
        assert code in (0, 1, 2)
        return said

    return runs


@pytest.fixture
def as_user(monkeypatch):
    """Sign in as somebody else: as_user('tom')."""
    return lambda name: monkeypatch.setenv("LAC_TRACKER_USER", name)


@pytest.fixture
def caseload_of(cli_template):
    """Open a caseload behind the command line's back: caseload_of(path)."""
    opened = []

    def opens(path):
        opened.append(storage.open_caseload(path, cli_template[1], NOW))
        return opened[-1]

    yield opens
    for database in opened:
        database.close()
