"""Bad command lines: words on standard error, exit code 2, nothing on standard output, and never a traceback."""

import pytest

from lac_tracker.cli.main import program
from lac_tracker.storage import database as storage
from lac_tracker.storage import vault
from lac_tracker.storage.dialects import make_engine
from lac_tracker.storage.tables.people import PersonRow
from tests import builders

# (the command line, a word of the refusal)
BAD = [
    (["nonsense"], "No such command 'nonsense'"),
    (["--nonsense"], "No such option"),
    (["import"], "Usage"),
    (["import", "nonsense", "x"], "No such command"),
    (["import", "ssda903"], "Missing argument"),
    (["import", "ssda903", "/nowhere"], "There is no folder"),
    (["import", "ssda903", "x" * 5000], "cannot be used"),
    (["import", "assessments"], "Missing argument"),
    (["import", "assessments", "/nowhere.csv"], "cannot be read"),
    (["import", "assessments", "x" * 5000], "cannot be read"),
    (["due", "--status", "late"], "'late' is not a status. It can be open, all, completed_in_time"),
    (["due", "--status", ""], "is not a status"),
    (["due", "--status", "OPEN"], "is not a status"),
    (["due", "--format", "xml"], "'xml' is not one of"),
    (["due", "--today", "tomorrow"], "--today must be a real date written YYYY-MM-DD, not 'tomorrow'"),
    (["due", "--today", "2026-02-30"], "must be a real date"),
    (["due", "--today", "04/03/2026"], "must be a real date"),
    (["due", "--today", "20260304"], "must be a real date"),
    (["due", "--today", "2026-W10-3"], "must be a real date"),
    (["due", "--today", "0001-01-01"], "must be a real date"),
    (["due", "--today", "9999-12-31"], "must be a real date"),
    (["due", "--today", "2026-03-04T10:00"], "must be a real date"),
    (["due", "--today", "２０２６-03-04"], "must be a real date"),
    (["due", "--today", ""], "must be a real date"),
    (["due", "extra"], "unexpected extra argument"),
    (["due", "--caseload", "/nowhere.lac"], "Can't find the caseload"),
    (["due", "--caseload", "x" * 5000], "cannot be used"),
    (["due", "--caseload", "/"], "/ is a folder. Name the caseload file"),
    (["due", "--caseload", "/dev/null"], "not beside the caseload"),
    (["due", "--user", "nobody"], "don't match"),
    (["due", "--user", "\udcff"], "don't match"),
    (["due", "--user", "'; DROP TABLE people; --"], "don't match"),
    (["due", "--passphrase-file", "/nowhere"], "cannot be read, or is empty"),
    (["due", "--passphrase-file", "/dev/null"], "cannot be read, or is empty"),
    (["due", "--passphrase-file", "/"], "cannot be read, or is empty"),
    (["child"], "Usage"),
    (["child", "show"], "Missing argument"),
    (["child", "show", ""], "No child in this caseload"),
    (["child", "show", "4711"], "No child in this caseload has the council ID or NHS number '4711'"),
    (["child", "show", "%"], "No child in this caseload"),
    (["child", "show", "\udcff\x00"], "No child in this caseload"),
    (["child", "show", "x" * 100_000], "100,000 characters"),
    (["child", "show", "101", "--today", "soon"], "must be a real date"),
    (["child", "show", "101", "--council", "\udcff"], "No child in this caseload"),
    (["plan"], "Usage"),
    (["plan", "pdf", "\udcff", "--document", "gp-summary", "--out", "/nowhere/x.pdf"], "is not there"),
    (["person", "add"], "Missing option"),
    (["person", "add", "--user", "eva", "--name", "Eva", "--role", "queen"], "'queen' is not one of"),
    (["person", "add", "--user", "eva", "--name", "Eva", "--role", "it", "--registration", "x"], "is not one of"),
    (["new"], "Missing"),
    (["new", "/nowhere/x.lac", "--user", "a", "--name", "A", "--role", "manager"], "is not there"),
    (["new", "x" * 5000, "--user", "a", "--name", "A", "--role", "manager"], "cannot be used"),
    (["new", "/proc/x.lac", "--user", "a", "--name", "A", "--role", "manager"], "cannot be made"),
    (["dates"], "Usage"),
    (["dates", "iha"], "Missing argument"),
    (["dates", "iha", "yesterday"], "CARE_START must be a real date"),
    (["dates", "iha", "9999-12-31"], "must be a real date"),
    (["dates", "rha", "--born", "2020-01-01"], "Missing option '--last'"),
    (["dates", "rha", "--born", "2020-01-01", "--last", "2019-01-01"], "can't be before birth"),
    (["dates", "rha", "--born", "", "--last", ""], "--born must be a real date"),
    (["dates", "rha", "--born", "2020-01-01", "--last", "9999-12-31"], "must be a real date"),
    (["forms"], "Usage"),
    (["demo"], "Missing argument"),
    (["demo", "/dev/null"], "/dev/null"),
    (["demo", "{folder}", "--children", "0"], "not in the range"),
    (["demo", "{folder}", "--children", "many"], "not a valid integer"),
    (["demo", "{folder}", "--today", "soon"], "must be a real date"),
    (["demo", "{full}"], "not empty"),
    (["check", "extra"], "unexpected extra argument"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"), BAD, ids=[" ".join(words)[:40].encode("ascii", "replace").decode() for words, _ in BAD]
)
def test_a_bad_command_line_is_refused_in_words(team, run, tmp_path, words, said):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_bytes(b"mine")
    places = {"folder": tmp_path / "demo", "full": tmp_path / "full"}
    found = run(*(word.format(**places) if word.startswith("{") else word for word in words))
    assert found.code == 2
    assert found.output == b""
    assert said in found.words or said in found.words.replace("\n", " ")
    assert not (tmp_path / "demo").exists()
    assert (tmp_path / "full" / "mine.txt").read_bytes() == b"mine"


def test_a_wrong_passphrase_opens_nothing_and_is_not_repeated(team, run, monkeypatch):
    monkeypatch.setenv("LAC_TRACKER_PASSPHRASE", "wrong-passphrase-canary")
    assert "That name and passphrase don't match. Nothing has been opened or changed" in run("due").words
    for words in (("due",), ("check",), ("child", "show", "101"), ("import", "assessments", __file__)):
        found = run(*words)
        assert (found.code, found.output) == (2, b"")
        assert "canary" not in found.words


@pytest.mark.parametrize("name", ["CASELOAD", "USER", "PASSPHRASE"])
def test_what_is_not_said_is_asked_for_in_words(team, run, monkeypatch, name):
    monkeypatch.delenv(f"LAC_TRACKER_{name}")
    found = run("due")
    assert (found.code, found.output) == (2, b"")
    assert {"CASELOAD": "Can't find", "USER": "Say who you are", "PASSPHRASE": "A passphrase is needed"}[
        name
    ] in found.words


def test_a_missing_file_missing_slots_and_damaged_slots(team, run):
    slots = vault.keys_path(team)
    kept = slots.read_bytes()
    slots.unlink()
    assert "The key slots team.lac.keys are not beside the caseload" in run("due").words
    for damaged in (b"", b"{}", b"\xff\xfe", kept[: len(kept) // 2], kept.replace(b"grace", b"grbce")):
        slots.write_bytes(damaged)
        found = run("due")
        assert (found.code, found.output) == (2, b"")
        assert found.words
    slots.write_bytes(kept)
    team.rename(team.with_name("moved.lac"))
    assert "Can't find the caseload" in run("due").words


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda data: b"", "not a caseload"),
        (lambda data: bytes(100) + data[100:], "damaged"),
        (lambda data: data[:5000], "damaged"),
        (lambda data: b"SQLite format 3\x00" + data[16:], "another program"),
        (lambda data: b"%PDF-1.7 " * 1000, "damaged"),
    ],
    ids=["empty", "beginning gone", "cut off", "plain SQLite", "a PDF"],
)
def test_a_damaged_file_is_refused_and_left_as_it_is(team, run, damage, words):
    team.write_bytes(damage(team.read_bytes()))
    before = team.read_bytes()
    found = run("due")
    assert (found.code, found.output) == (2, b"")
    assert words in found.words
    assert team.read_bytes() == before


def test_the_slots_of_another_caseload_open_nothing(team, run, monkeypatch):
    other = team.with_name("other.lac")
    assert run("new", other, "--user", "grace", "--name", "Grace", "--role", "manager").code == 0
    vault.keys_path(team).write_bytes(vault.keys_path(other).read_bytes())
    found = run("due")
    assert found.code == 2
    assert "belong to another caseload" in found.words


def test_a_newer_schema_is_refused_in_words(team, run, cli_template):
    engine = make_engine(team, key=cli_template[1].file_key)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version = {storage.SCHEMA_NUMBER + 1}")
    engine.dispose()
    found = run("due")
    assert (found.code, found.output) == (2, b"")
    assert "made by a newer version" in found.words


def test_a_person_who_has_left_signs_in_no_more(team, run, caseload_of, as_user):
    with caseload_of(team).writing(builders.Entry(builders.GRACE, builders.NOW, "tested")) as session:
        session.query(PersonRow).filter_by(user_name="tom").one().is_active = False
    as_user("tom")
    found = run("due")
    assert found.code == 2
    assert "no active person" in found.words


def commands(group=program, before=()):
    for name, found in group.commands.items():
        yield (*before, name)
        if hasattr(found, "commands"):
            yield from commands(found, (*before, name))


@pytest.mark.parametrize("words", [(), *commands()], ids=lambda words: " ".join(words) or "lac-tracker")
def test_every_command_has_help(run, words):
    found = run(*words, "--help")
    assert (found.code, found.words) == (0, "")
    assert found.text.startswith(f"Usage: lac-tracker{' ' if words else ''}{' '.join(words)}")
    assert "Options:" in found.text
    lines = found.text.splitlines()
    assert lines[2].strip(), "a command says what it does"


def test_every_command_of_the_contract_is_there():
    assert set(commands()) >= {
        ("demo",), ("new",), ("person", "add"), ("import", "ssda903"), ("import", "assessments"), ("due",),
        ("dates", "iha"), ("dates", "rha"), ("child", "show"), ("plan", "pdf"), ("forms", "check"), ("check",),
    }  # fmt: skip
