"""`person list|role|reset|left|passphrase`, `recovery new` and `rekey`."""

import pytest

from lac_tracker.storage import vault
from tests.conftest import PASSPHRASE

GIVEN = "nine green ladders leaning"
NEW = "purple kettle on the moor"


@pytest.fixture
def new(monkeypatch):
    return lambda passphrase: monkeypatch.setenv("LAC_TRACKER_NEW_PASSPHRASE", passphrase)


def lines(ran):
    return {line.split("\t")[0]: line.split("\t")[1:] for line in ran.text.splitlines()}


def test_somebody_gets_a_passphrase_chooses_their_own_changes_role_and_leaves(
    run, team, as_user, new, monkeypatch
):
    assert lines(run("person", "list"))["sam"][:3] == ["Sam Iqbal", "Paediatrician", "IHA, RHA"]
    new(GIVEN)
    assert "chooses their own" in run("person", "reset", "--of", "Tom").words
    as_user("tom")
    monkeypatch.setenv("LAC_TRACKER_PASSPHRASE", GIVEN)
    refused = run("due")
    assert (refused.code, refused.output) == (2, b"")
    assert "lac-tracker person passphrase" in refused.words
    new(NEW)
    assert run("person", "passphrase").code == 0
    monkeypatch.setenv("LAC_TRACKER_PASSPHRASE", NEW)
    assert run("due").code == 0
    new(GIVEN)
    assert run("person", "passphrase").code == 0  # of one's own accord
    as_user("grace")
    monkeypatch.setenv("LAC_TRACKER_PASSPHRASE", PASSPHRASE)
    assert run("person", "role", "--of", "tom", "--role", "read_only").code == 0
    assert "marked as left" in run("person", "left", "--of", "tom", "--on", "2026-03-01").words
    assert lines(run("person", "list"))["tom"][-1] == "Left 01-Mar-2026"
    assert "nobody with the user name 'eve'" in run("person", "left", "--of", "eve").words
    as_user("nadia")
    assert "Ask someone with the role" in run("person", "list").words


def test_a_new_sheet_and_another_key(run, team, tmp_path):
    first = run("recovery", "new")
    assert vault.unlock_with_recovery_key(team, first.text).database_id
    before = vault.unlock(team, "grace", PASSPHRASE)
    done = run("rekey", "--yes", "--sheet", tmp_path / "sheet.pdf")
    assert done.code == 0
    assert "Putting it in place (5 of 5)" in done.words
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert vault.unlock(team, "grace", PASSPHRASE).database_key != before.database_key
    assert run("check").code == 0
