"""Making a caseload, opening it, letting people in; and that a failure leaves nothing behind and takes nothing away."""

import shutil
import stat

import pytest

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import CaseloadRefused, NotAllowed, UserError
from lac_tracker.domain.people import Registration, Role
from lac_tracker.services import sign_in
from lac_tracker.services.sign_in import FirstPerson, ServiceDetails
from lac_tracker.storage import database as storage
from lac_tracker.storage import key_file, people, vault
from lac_tracker.storage.dialects import make_engine
from tests import builders
from tests.conftest import GRACE, NADIA, NOW, PASSPHRASE, TODAY, TOM

pytestmark = pytest.mark.usefixtures("schema_is_copied")

DINA = FirstPerson("dina", "Dina Cole", PASSPHRASE, Role.MANAGER, Registration.NMC)
TEAM = ServiceDetails("Northgate team")

QUICK = vault.ARGON2ID | {"time": 1, "memory_kib": 64, "lanes": 1}


@pytest.fixture(autouse=True)
def quick_slots(monkeypatch):
    """The cost of argon2id is the vault's to test."""
    monkeypatch.setattr(vault, "ARGON2ID", QUICK)


@pytest.fixture(scope="module")
def made_template(tmp_path_factory):
    """A caseload of its own with its first person, made once: path and recovery key."""
    path = tmp_path_factory.mktemp("own") / "own.lac"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vault, "ARGON2ID", QUICK)
        opened, key = sign_in.create_caseload(path, DINA, TEAM, now=NOW)
    opened.database.close()
    return path, key


@pytest.fixture
def made(made_template, tmp_path):
    """A caseload of its own with its first person: path and recovery key."""
    source, key = made_template
    path = tmp_path / "own" / "own.lac"
    path.parent.mkdir()
    shutil.copy(source, path)
    shutil.copy(vault.keys_path(source), vault.keys_path(path))
    return path, key


def test_who_made_a_caseload_opens_it(made):
    path, _ = made
    opened = sign_in.unlock(path, "dina", PASSPHRASE, now=NOW)
    assert (opened.actor.full_name, opened.actor.role, opened.is_demonstration) == (
        "Dina Cole",
        Role.MANAGER,
        False,
    )
    assert [entry[0] for entry in builders.audit_of(opened.database)] == ["made the caseload", "signed in"]
    with opened.database.reading() as session:
        assert sign_in.team_name(session, by=opened.actor, now=NOW) == "Northgate team"
        assert people.caseload(session).kept_since == TODAY
    opened.database.close()
    assert key_file.people_with_slots(path) == (("dina", "Dina Cole"),)


def test_only_the_owner_can_read_the_files(made):
    path, _ = made
    assert {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {
        "own.lac": 0o600, "own.lac.keys": 0o600,
    }  # fmt: skip


def test_the_recovery_key_opens_the_same_vault(made):
    path, key = made
    assert vault.unlock_with_recovery_key(path, key) == vault.unlock(path, "dina", PASSPHRASE)
    for file in path.parent.iterdir():
        assert key.encode() not in file.read_bytes()


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (FirstPerson("dina", "Dina", "short"), "at least 12"),
        (FirstPerson("dina", "Dina", "dina dina dina"), "passphrase"),
        (FirstPerson("di na", "Dina", PASSPHRASE), "A user name has"),
        (FirstPerson("", "Dina", PASSPHRASE), "A user name has"),
        (FirstPerson("../dina", "Dina", PASSPHRASE), "A user name has"),
        (FirstPerson("d" * 41, "Dina", PASSPHRASE), "A user name has"),
        (FirstPerson("dina", " \u202e ", PASSPHRASE), "Enter the name"),
        (FirstPerson("dina", "x" * 201, PASSPHRASE), "201 characters"),
    ],
)
def test_a_refusal_leaves_nothing_and_takes_nothing_away(tmp_path, person, words):
    folder = tmp_path / "folder"
    folder.mkdir()
    neighbours = ("case notes.docx", "case.lac", "case.lac.keys", "case-wal.txt", "case.partial")
    for name in neighbours:
        (folder / name).write_bytes(b"mine")
    with pytest.raises(UserError, match=words):
        sign_in.create_caseload(folder / "case", person, TEAM, now=NOW)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == dict.fromkeys(neighbours, b"mine")


def test_a_failure_half_way_leaves_nothing(tmp_path, monkeypatch):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "case.lac.old").write_bytes(b"mine")

    def breaks(*_args, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sign_in.people, "add_team", breaks)
    with pytest.raises(UserError, match="No space left"):
        sign_in.create_caseload(folder / "case.lac", DINA, TEAM, now=NOW)
    assert [file.name for file in folder.iterdir()] == ["case.lac.old"]


@pytest.mark.parametrize("name", ["own.lac", "other.lac"])
def test_what_is_there_already_is_never_overwritten(made, name):
    path, _ = made
    if name == "other.lac":
        shutil.copy(vault.keys_path(path), path.with_name("other.lac.keys"))
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    with pytest.raises(UserError, match="already"):
        sign_in.create_caseload(path.with_name(name), DINA, TEAM, now=NOW)
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UserError, match="is not there"):
        sign_in.create_caseload(tmp_path / "no" / "case.lac", DINA, TEAM, now=NOW)


@pytest.mark.parametrize(
    ("user_name", "passphrase"),
    [
        ("dina", "seven calm otters swimminG"),
        ("dino", PASSPHRASE),
        ("", PASSPHRASE),
        ("dina", ""),
        ("dina", "x" * 2_000),
    ],
)
def test_a_wrong_name_and_a_wrong_passphrase_are_told_alike(made, user_name, passphrase):
    path, _ = made
    with pytest.raises(CaseloadRefused, match="That name and passphrase don't match"):
        sign_in.unlock(path, user_name, passphrase, now=NOW)


def test_a_missing_file_and_missing_slots_are_said(made):
    path, _ = made
    with pytest.raises(CaseloadRefused, match="Can't find the caseload"):
        sign_in.unlock(path.with_name("gone.lac"), "dina", PASSPHRASE, now=NOW)
    vault.keys_path(path).unlink()
    with pytest.raises(CaseloadRefused, match="key slots own.lac.keys are not beside"):
        sign_in.unlock(path, "dina", PASSPHRASE, now=NOW)


def test_a_newer_schema_is_refused_and_untouched(made):
    path, _ = made
    keys = vault.unlock(path, "dina", PASSPHRASE)
    engine = make_engine(path, key=keys.file_key)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version = {storage.SCHEMA_NUMBER + 1}")
    engine.dispose()
    before = path.read_bytes()
    with pytest.raises(CaseloadRefused, match="newer version"):
        sign_in.unlock(path, "dina", PASSPHRASE, now=NOW)
    assert path.read_bytes() == before


def test_a_damaged_file_is_refused_in_words(made):
    path, _ = made
    data = bytearray(path.read_bytes())
    data[:64] = bytes(64)
    path.write_bytes(data)
    with pytest.raises(CaseloadRefused, match="damaged"):
        sign_in.unlock(path, "dina", PASSPHRASE, now=NOW)


def test_a_slot_without_its_person_opens_nothing(made):
    path, _ = made
    keys = vault.unlock(path, "dina", PASSPHRASE)
    vault.add_person(path, keys, user_name="ghost", full_name="Ghost", passphrase=PASSPHRASE)
    with pytest.raises(CaseloadRefused, match="no active person"):
        sign_in.unlock(path, "ghost", PASSPHRASE, now=NOW)


def test_the_passphrase_is_asked_again_before_signing(made):
    path, _ = made
    sign_in.confirm_passphrase(path, "dina", PASSPHRASE, now=NOW)
    with pytest.raises(UserError, match=r"doesn't match\. Nothing has been signed\. Try again in 1 second"):
        sign_in.confirm_passphrase(path, "dina", "another passphrase", now=NOW)
    with pytest.raises(UserError, match=r"typed before\. Try again in 1 second\. Nothing has been signed"):
        sign_in.confirm_passphrase(path, "dina", PASSPHRASE, now=NOW)


def add(database, give_slot=lambda *_: None, *, by=GRACE, user_name="eva", full_name="Eva Roth"):
    return builders.write(
        database, sign_in.add_person, give_slot, user_name=user_name, full_name=full_name, role=Role.DOCTOR,
        registration=Registration.GMC, by=by,
    )  # fmt: skip


def test_a_person_is_added_with_a_slot_and_in_the_audit(database):
    given = []
    add(database, lambda *names: given.append(names), user_name=" Eva.Roth ")
    assert given == [("eva.roth", "Eva Roth")]
    with database.reading() as session:
        assert people.actor(session, "eva.roth").role is Role.DOCTOR
    assert builders.audit_of(database)[-1][0] == "changed people"


def test_a_person_whose_slot_is_refused_is_not_added(database):
    def refuses(*_names):
        raise UserError("The passphrase has 5 characters")

    before = builders.row_counts(database)
    with pytest.raises(UserError, match="5 characters"):
        add(database, refuses)
    assert builders.row_counts(database) == before


@pytest.mark.parametrize(
    ("user_name", "words"), [("grace", "already a person"), ("GRACE", "already"), ("e va", "A user name has")]
)
def test_a_user_name_is_taken_once(database, user_name, words):
    given = []
    with pytest.raises(UserError, match=words):
        add(database, lambda *names: given.append(names), user_name=user_name)
    assert given == []


@pytest.mark.parametrize("by", [TOM, NADIA])
def test_who_may_not_add_people(database, by):
    with pytest.raises(NotAllowed, match="Ask someone with the role it or manager"):
        add(database, by=by)


def test_a_refusal_by_role_is_written_down_when_noted(database):
    entry = Entry(TOM, NOW)

    def adds(session):
        sign_in.add_person(
            session, lambda *_: None, user_name="eva", full_name="Eva", role=Role.IT, registration=Registration.NONE,
            by=TOM, now=NOW,
        )  # fmt: skip

    with pytest.raises(NotAllowed), database.writing(entry) as session:
        adds(session)
    database.note_refusal(entry)
    assert builders.audit_of(database)[-1] == ("refused: changed people", None, 0)
