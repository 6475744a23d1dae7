"""What every test stands on: a screen that is not there, folders that are not the person's, a real caseload."""

import gc
import logging
import os
import pickle
import shutil
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is imported, or the application aborts

import pytest

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.storage import database as storage
from lac_tracker.storage import dialects, people, vault
from lac_tracker.storage.database import Database

TODAY = date(2026, 3, 4)
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
PRAGMAS = dialects.PRAGMAS  # as the program has them
KEYS = vault.Keys("0" * 32, bytes(range(32)))
PASSPHRASE = "seven calm otters swimming"
SYSTEM = Actor(0, 0, "set-up", "Set-up", Role.MANAGER, Registration.NONE)
GRACE = Actor(1, 1, "grace", "Grace Mensah", Role.MANAGER, Registration.NMC)
TOM = Actor(2, 1, "tom", "Tom Leigh", Role.ADMINISTRATOR, Registration.NONE)
NADIA = Actor(3, 1, "nadia", "Nadia Rahman", Role.ASSESSOR, Registration.NMC)
SAM = Actor(4, 1, "sam", "Sam Iqbal", Role.DOCTOR, Registration.GMC)
TEAM = (GRACE, TOM, NADIA, SAM)


# What needs a program of the system is not collected where that is missing; `make` installs or names both.
PROGRAMS = {
    "documents/test_scanned.py": ("tesseract", "tesseract-ocr"),
    "documents/test_pdfinfo.py": ("pdfinfo", "poppler-utils"),
}
MISSING = {file: package for file, (program, package) in PROGRAMS.items() if shutil.which(program) is None}
collect_ignore = list(MISSING)


def pytest_terminal_summary(terminalreporter):
    if MISSING:
        packages = " ".join(sorted(MISSING.values()))
        terminalreporter.write_line(
            f"Not run, for want of the packages {packages}: {', '.join(sorted(MISSING))}"
        )


def pytest_report_header():
    return f"SSDA903 samples: {os.environ.get('LAC_TRACKER_SSDA903_SAMPLES') or 'not given'}"


LONGEST = tuple(
    f"tests/{file}"
    for file in (
        "journeys/", "services/test_demo_data.py", "services/test_import_samples.py", "cli/test_process.py",
        "services/test_return_samples.py", "services/test_import_undo.py", "promises/test_hostile_strings.py",
    )
)  # fmt: skip


def pytest_collection_modifyitems(items):
    """The longest first: at the end of the run no worker is left alone with one of them."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


gc.disable()  # while everything is imported; to what stays it looks in vain, again and again


def pytest_collection_finish():
    """What was imported stays to the end: the collector of garbage never looks through it, and seldom at the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def statements_are_compiled_once():
    """All engines share what was compiled for the first: nearly every test opens a file, and compiles the same again."""
    first = dialects.create_engine("sqlite://", module=dialects.sqlcipher3.dbapi2, query_cache_size=5_000)
    first.connect().close()  # the dialect asks for the version of the library
    first.dispose()

    def shared(*args, **options):
        engine = create_engine(*args, **options)
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache  # noqa: SLF001
        return engine

    create_engine = dialects.create_engine
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(dialects, "create_engine", shared)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_disk_is_waited_for():
    """Only a power cut would tell the difference. Programs that tests start, and test_dialects, have the real settings."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(dialects, "PRAGMAS", PRAGMAS | {"synchronous": "OFF"})
        yield


@pytest.fixture(scope="session")
def homes(tmp_path_factory):
    """Names of folders that nothing has been put into yet: a test that keeps nothing leaves no folder behind."""
    folder = tmp_path_factory.mktemp("homes")
    return (str(folder / str(number)) for number in count())


@pytest.fixture(autouse=True)
def own_folders(homes, monkeypatch):
    """No test touches the person's files or reads their settings."""
    home = next(homes)
    for name in (
        "HOME",
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
        "XDG_STATE_HOME",
        "APPDATA",
        "LOCALAPPDATA",
    ):
        monkeypatch.setenv(name, home)
    for name in [name for name in os.environ if name.startswith("LAC_TRACKER_")]:
        if name != "LAC_TRACKER_SSDA903_SAMPLES":
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def silence_is_kept(caplog):
    """An unexpected warning in the log fails the test that caused it."""
    yield
    loud = [
        record
        for when in ("setup", "call")
        for record in caplog.get_records(when)
        if record.levelno >= logging.WARNING and not getattr(record, "expected", False)
    ]
    assert not loud, [record.getMessage() for record in loud]


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory):
    """Return a folder that `make(folder)` filled once for all workers, and what `make` returned.

    Nobody waits: two workers that begin at the same moment both make it, and the first to be done is taken.
    """
    own = tmp_path_factory.getbasetemp()
    top = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def filled(name, make):
        ready = top / f"shared {name}"
        if not ready.exists():
            folder = tmp_path_factory.mktemp("made")
            (folder / "returned").write_bytes(pickle.dumps(make(folder)))
            with suppress(OSError):  # another worker was faster
                folder.rename(ready)
        return ready, pickle.loads((ready / "returned").read_bytes())

    return filled


@pytest.fixture(scope="session")
def template(migrated, shared_folder):
    """One caseload made by the migrations for the whole run: path and keys. Each test gets a copy."""
    keys = KEYS

    def make(folder):
        shutil.copy(migrated[0], folder / "template.lac")
        database = storage.open_caseload(folder / "template.lac", keys, NOW)
        _put_a_team(database, keys)
        database.close()

    return shared_folder("template", make)[0] / "template.lac", keys


def _put_a_team(database, keys):
    with database.writing(Entry(SYSTEM, NOW, "made the caseload")) as session:
        people.add_caseload(session, keys.database_id, date(2020, 1, 1), NOW, is_demonstration=False)
        people.add_team(
            session, "Northgate LAC health team", ods_code="RP1", phone="01632 960 100", email="lac@example.invalid",
            address="1 Example Street, Northgate AA1 1AA",
        )  # fmt: skip
        for actor in TEAM:
            people.add_person(
                session, 1, user_name=actor.user_name, full_name=actor.full_name, role=actor.role,
                registration=actor.registration, now=NOW,
            )  # fmt: skip


@pytest.fixture(scope="session")
def migrated(shared_folder):
    """A new file made by the migrations once for the whole run, and its key."""
    folder, _ = shared_folder("migrated", lambda folder: storage.create(folder / "new.lac", KEYS).close())
    return folder / "new.lac", KEYS.file_key


@pytest.fixture(scope="module")
def schema_is_copied(migrated):
    """For modules that make many new caseloads: each is a copy of one that the migrations made, under its own key."""

    def copied(path, keys):
        made, made_key = migrated
        assert path.stat().st_size == 0
        shutil.copyfile(made, path)
        connection = dialects.sqlcipher3.dbapi2.connect(str(path))
        try:
            connection.execute(f"PRAGMA key = \"x'{made_key.hex()}'\"")
            connection.execute(f"PRAGMA rekey = \"x'{keys.file_key.hex()}'\"")
        finally:
            connection.close()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(storage, "upgrade", copied)
        yield


@pytest.fixture(scope="session")
def made_once(template, shared_folder):
    """Return the path of a caseload file and what `make(database)` returned, made once for the run. Copy the file.

    name: one for each `make` of a module.
    after: the file to begin with, in place of one that has only a team.
    """
    made = {}

    def once(name, make, after=None):
        key = f"{make.__module__} {name}"
        if key not in made:

            def fill(folder):
                shutil.copy(after or template[0], folder / "caseload.lac")
                database = storage.open_caseload(folder / "caseload.lac", template[1], NOW)
                try:
                    return make(database)
                finally:
                    database.close()

            folder, returned = shared_folder(key, fill)
            made[key] = (folder / "caseload.lac", returned)
        return made[key]

    return once


@pytest.fixture
def beginning(template):
    """The file `database` is a copy of, and what is in it: a module names its own, made once."""
    return template[0], None


@pytest.fixture
def caseload_path(beginning, tmp_path) -> Path:
    path = tmp_path / "caseload.lac"
    shutil.copy(beginning[0], path)
    return path


@pytest.fixture
def keys(template):
    return template[1]


@pytest.fixture
def database(caseload_path, keys) -> Database:
    """The file is known: what open_caseload asks of one that is not would take as long as opening it."""
    opened = Database(
        dialects.make_engine(caseload_path, key=keys.file_key), caseload_path, keys.audit_key, keys
    )
    yield opened
    opened.close()


@pytest.fixture
def entry():
    """A new audit entry, by the manager."""
    return Entry(GRACE, NOW, "tested")
