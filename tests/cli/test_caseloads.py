"""`new`, `person add`, `check` and `forms check`."""

import re
import stat

import pypdf
import pytest

from lac_tracker import paths
from lac_tracker.storage import people, vault
from lac_tracker.storage.dialects import make_engine
from tests import builders
from tests.conftest import PASSPHRASE

pytestmark = pytest.mark.usefixtures("schema_is_copied")

DINA = ("--user", "dina", "--name", "Dina Cole", "--role", "manager")
KEY = re.compile(r"([A-Z2-7]{4}-){13}[A-Z2-7]{4}\n")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LAC_TRACKER_PASSPHRASE", PASSPHRASE)
    (tmp_path / "made").mkdir()
    return tmp_path / "made"


def test_new_makes_two_private_files_and_prints_the_recovery_key_once(folder, run):
    path = folder / "own.lac"
    found = run("new", path, *DINA, "--registration", "nmc")
    assert found.code == 0
    assert KEY.fullmatch(found.text)
    assert "shown once" in found.words
    assert found.text.strip() not in found.words
    assert {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {
        "own.lac": 0o600, "own.lac.keys": 0o600,
    }  # fmt: skip
    assert vault.unlock_with_recovery_key(path, found.text) == vault.unlock(path, "dina", PASSPHRASE)
    assert run("due", "--caseload", path, "--user", "dina", "--format", "json").output == b"[]\n"
    assert run("check", "--caseload", path, "--user", "dina").code == 0


def test_new_writes_the_recovery_sheet_instead_of_printing_the_key(folder, run):
    path, sheet = folder / "own.lac", folder / "sheet.pdf"
    found = run("new", path, *DINA, "--recovery-sheet", sheet)
    assert (found.code, found.output) == (0, b"")
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    said = "".join(page.extract_text() for page in pypdf.PdfReader(sheet).pages)
    groups = re.findall(r"\b[A-Z2-7]{4}\b", said)
    assert any(opens(path, "-".join(groups[at : at + 14])) for at in range(len(groups) - 13))
    assert not KEY.search(found.words + "\n")


def opens(path, key):
    try:
        return vault.unlock_with_recovery_key(path, key) == vault.unlock(path, "dina", PASSPHRASE)
    except vault.CaseloadRefused:
        return False


@pytest.mark.parametrize("there", ["own.lac", "own.lac.keys", "sheet.pdf"])
def test_new_never_overwrites(folder, run, there):
    (folder / there).write_bytes(b"mine")
    found = run("new", folder / "own.lac", *DINA, "--recovery-sheet", folder / "sheet.pdf")
    assert (found.code, found.output) == (2, b"")
    assert "already" in found.words
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {there: b"mine"}


def test_a_recovery_sheet_that_has_no_folder_is_refused_before_anything_is_made(folder, run):
    found = run("new", folder / "own.lac", *DINA, "--recovery-sheet", folder / "no" / "sheet.pdf")
    assert (found.code, found.output) == (2, b"")
    assert "is not there" in found.words
    assert list(folder.iterdir()) == []


def test_a_recovery_key_is_never_lost_with_its_sheet(folder, run):
    path = folder / "own.lac"
    found = run("new", path, *DINA, "--recovery-sheet", path)
    assert "already a file" in found.words
    assert vault.unlock_with_recovery_key(path, found.text) == vault.unlock(path, "dina", PASSPHRASE)


@pytest.mark.parametrize(
    ("passphrase", "words"),
    [
        ("short", "at least 12"),
        ("", "at least 12"),
        ("dina dina dina", "passphrase"),
        ("passwordpassword", "passphrase"),
    ],
)
def test_a_weak_passphrase_makes_nothing(folder, run, monkeypatch, passphrase, words):
    (folder / "own.lac.notes").write_bytes(b"mine")
    monkeypatch.setenv("LAC_TRACKER_PASSPHRASE", passphrase)
    found = run("new", folder / "own.lac", *DINA)
    assert (found.code, found.output) == (2, b"")
    assert words in found.words
    assert [file.name for file in folder.iterdir()] == ["own.lac.notes"]


def test_without_a_terminal_nobody_is_asked(folder, run, monkeypatch):
    monkeypatch.delenv("LAC_TRACKER_PASSPHRASE")
    found = run("new", folder / "own.lac", *DINA)
    assert found.code == 2
    assert "LAC_TRACKER_PASSPHRASE" in found.words


def test_person_add_gives_a_slot_and_the_person_signs_in(team, run, monkeypatch, caseload_of):
    monkeypatch.setenv("LAC_TRACKER_NEW_PASSPHRASE", "nine green ladders leaning")
    found = run(
        "person",
        "add",
        "--user",
        "Eva.Roth",
        "--name",
        "Eva Roth",
        "--role",
        "doctor",
        "--registration",
        "gmc",
    )
    assert (found.code, found.output, found.words) == (0, b"", "Added Eva Roth (doctor).\n")
    monkeypatch.setenv("LAC_TRACKER_PASSPHRASE", "nine green ladders leaning")
    assert run("due", "--user", "eva.roth").code == 0
    assert run("due").code == 2  # grace's is another
    assert stat.S_IMODE(vault.keys_path(team).stat().st_mode) == 0o600
    with caseload_of(team).reading() as session:
        assert people.actor(session, "eva.roth").registration == "gmc"


@pytest.mark.parametrize(
    ("user", "passphrase", "words"),
    [
        ("eva", "short", "at least 12"),
        ("grace", "nine green ladders leaning", "already a person"),
        ("e va", "nine green ladders leaning", "A user name has"),
    ],
)
def test_person_add_that_is_refused_adds_neither_person_nor_slot(
    team, run, monkeypatch, caseload_of, user, passphrase, words
):
    monkeypatch.setenv("LAC_TRACKER_NEW_PASSPHRASE", passphrase)
    slots, before = vault.keys_path(team).read_bytes(), len(everyone(caseload_of(team)))
    found = run("person", "add", "--user", user, "--name", "Eva", "--role", "doctor")
    assert found.code == 2
    assert words in found.words
    assert vault.keys_path(team).read_bytes() == slots
    assert len(everyone(caseload_of(team))) == before


def everyone(database):
    with database.reading() as session:
        return people.everyone(session, 1)


def test_person_add_needs_the_new_passphrase(team, run):
    found = run("person", "add", "--user", "eva", "--name", "Eva", "--role", "doctor")
    assert found.code == 2
    assert "LAC_TRACKER_NEW_PASSPHRASE" in found.words


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("tom", ("check",)),
        ("nadia", ("check",)),
        ("rita", ("check",)),
        ("nadia", ("import", "assessments", "{past}")),
        ("rita", ("import", "assessments", "{past}")),
        ("rita", ("import", "assessments", "{past}", "--dry-run")),
        ("tom", ("person", "add", "--user", "eva", "--name", "Eva", "--role", "manager")),
        ("rita", ("plan", "pdf", "0100001", "--document", "gp-summary", "--out", "{out}")),
    ],
)
def test_a_role_is_refused_in_words(team, run, as_user, monkeypatch, tmp_path, caseload_of, who, words):
    monkeypatch.setenv("LAC_TRACKER_NEW_PASSPHRASE", "nine green ladders leaning")
    (tmp_path / "past.csv").write_text(
        "council_id,assessment,completed_on,completed_by\n101,RHA,2025-01-01,Dr Old\n"
    )
    as_user(who)
    before = builders.row_counts(caseload_of(team))
    found = run(*(word.format(past=tmp_path / "past.csv", out=tmp_path / "out.pdf") for word in words))
    assert (found.code, found.output) == (2, b"")
    assert "may not do this. Ask someone" in found.words
    assert not (tmp_path / "out.pdf").exists()
    database = caseload_of(team)
    assert builders.row_counts(database) | {"audit": 0} == before | {"audit": 0}
    if "--dry-run" not in words and words != ("check",):
        assert builders.audit_of(database)[-1][0].startswith("refused: ")


def test_check_of_a_whole_caseload(team, run):
    found = run("check")
    assert (found.code, found.words) == (0, "")
    assert [line.split()[0] for line in found.text.splitlines()] == ["ok"] * 6


def test_check_finds_a_due_date_that_was_tampered_with(team, run, cli_template):
    engine = make_engine(team, key=cli_template[1].file_key)
    with engine.begin() as connection:
        triggers = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'due'"
        )
        for (name,) in triggers.all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql(
            "UPDATE due SET due_on = '2030-01-01' WHERE kind = 'IHA' AND due_on IS NOT NULL"
        )
    engine.dispose()
    found = run("check")
    assert found.code == 1
    assert "PROBLEM  Due dates: stored equal computed" in found.text
    assert "differs in due_on" in found.text


@pytest.mark.parametrize("share", [0.0, 0.05, 0.3, 0.6, 0.9])
def test_check_of_a_damaged_file_is_a_finding_wherever_the_damage_is(team, run, share):
    held = bytearray(team.read_bytes())
    place = 100 + int((len(held) - 300) * share)
    held[place : place + 64] = bytes(64)
    team.write_bytes(held)
    found = run("check")
    assert found.code == 1, found.words
    assert "PROBLEM  File" in found.text
    assert "damage" in found.text or "page" in found.text


def test_forms_check_needs_no_caseload(run):
    found = run("forms", "check")
    assert (found.code, found.words) == (0, "")
    assert "in order" in found.text


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "no form files"),
        ({"a.toml": "id = "}, "a.toml"),
        ({"a.toml": "id = 'x'\n"}, "a.toml"),
        ({"a.toml": b"\xff\xfe\x00"}, "not UTF-8"),
        ({"a.toml": "[" * 5000}, "a.toml"),
    ],
)
def test_forms_check_of_a_broken_folder_names_every_file(run, tmp_path, files, words):
    folder = tmp_path / "forms"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    found = run("forms", "check", folder)
    assert (found.code, found.words) == (1, "")
    assert words in found.text


def test_forms_check_of_a_form_with_one_fault_names_the_line(run, tmp_path):
    folder = tmp_path / "forms"
    folder.mkdir()
    for path in paths.FORMS.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        (folder / path.name).write_text(
            text.replace('type = "yes/no"', 'type = "perhaps"', 1), encoding="utf-8"
        )
    found = run("forms", "check", folder)
    assert found.code == 1
    assert "perhaps" in found.text
    assert re.search(r"\.toml, (line|question|section)", found.text)
