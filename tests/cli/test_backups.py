"""`backup make|list|verify|restore|drill`, the backup before an import, and the words for a caseload that is damaged."""

from lac_tracker.storage import backups as stored
from lac_tracker.storage import vault
from tests.conftest import NOW, PASSPHRASE


def test_made_listed_verified_tried_and_restored(run, team, tmp_path, as_user, monkeypatch):
    assert run("backup", "list").code == 1  # none is too old
    made = run("backup", "make", "--json")
    assert (made.code, made.json["kind"], made.json["second_place_problem"]) == (0, "by_hand", None)
    file = stored.default_folder(team) / "team-20260304-093000-by-hand.lacbak"
    assert made.json["file"] == str(file)
    listed = run("backup", "list", "--json")
    assert (listed.code, [one["file"] for one in listed.json["backups"]]) == (0, [str(file)])
    assert "By hand" in run("backup", "list").text
    assert run("backup", "verify").text == f"ok      {file.name}\n"
    drill = run("backup", "drill")
    assert drill.code == 0
    assert drill.text.endswith("Result: every part is in order.\n")
    assert run("backup", "drill", file.name, "--json").json["is_fine"] is True

    seen = run("backup", "restore", file.name, "--dry-run")
    assert "Children: " in seen.text
    assert "Nothing was changed." in seen.words
    as_user("nadia")
    refused = run("backup", "restore", file.name)
    assert (refused.code, "may not do this" in refused.words) == (2, True)
    for words in (("make",), ("list",), ("verify",), ("drill",)):
        assert run("backup", *words).code == 2
    as_user("grace")
    done = run("backup", "restore", file.name, "--json").json
    assert done["restored"] is True
    assert done["kept"][1] == "team.lac.before-restore"
    assert run("check").code == 0
    (tmp_path / "key.txt").write_text("not a recovery key")
    wrong = run("backup", "restore", file.name, "--recovery-key-file", tmp_path / "key.txt")
    assert (wrong.code, "recovery key is mistyped" in wrong.words) == (2, True)
    monkeypatch.setenv("LAC_TRACKER_PASSPHRASE", "not the right words at all")
    assert run("backup", "restore", file.name).code == 2


def test_what_is_damaged_is_said_and_the_newest_backup_offered(run, team):
    run("backup", "make")
    (file,) = stored.default_folder(team).iterdir()
    held = team.read_bytes()
    team.write_bytes(held[:50] + bytes([held[50] ^ 1]) + held[51:])
    said = run("due")
    assert said.code == 2
    assert "The newest backup was made 04-Mar-2026" in said.words
    assert "'lac-tracker backup restore' puts it in its place" in said.words
    copy = bytearray(file.read_bytes())
    copy[-1] ^= 1
    file.write_bytes(copy)
    assert "damaged, or was changed" in run("backup", "restore", file).words
    copy[-1] ^= 1
    file.write_bytes(copy)
    assert run("backup", "restore", file).code == 0
    assert run("due").code in (0, 1)
    copy[-1] ^= 1
    file.write_bytes(copy)
    bad = run("backup", "verify", "--json")
    assert bad.code == 1
    assert bad.json[0]["problem"]


def test_an_import_has_its_backup_first_made_by_the_program(run, team, as_user, tmp_path):
    as_user("tom")
    listed = tmp_path / "past.csv"
    listed.write_text("council_id,assessment,completed_on,completed_by\n101,RHA,2025-06-01,Dr S Iqbal\n")
    dry = run("import", "assessments", listed, "--dry-run")
    assert dry.code == 0
    assert not stored.default_folder(team).exists()
    assert run("import", "assessments", listed).code == 0
    (file,) = stored.default_folder(team).iterdir()
    assert file.name == "team-20260304-093000-before-import.lacbak"
    keys = vault.unlock(team, "tom", PASSPHRASE)
    (found,) = stored.listing(file.parent, keys).backups
    assert found.manifest.made_at == NOW
    as_user("nadia")
    assert run("import", "assessments", listed).code == 2  # who may not import makes no backup by it
    assert len(list(file.parent.iterdir())) == 1
