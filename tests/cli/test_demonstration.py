"""`demo`: makes its folder once, keeps it, and never touches anyone else's."""

import json
import re

import pytest

from tests.cli.conftest import Ran

pytestmark = pytest.mark.usefixtures("schema_is_copied")


def test_demo_makes_a_caseload_prints_who_may_open_it_and_keeps_it(run, tmp_path, monkeypatch):
    for name in ("CASELOAD", "USER", "PASSPHRASE"):
        monkeypatch.setenv(f"LAC_TRACKER_{name}", "/nowhere")
    options = ("demo", tmp_path / "demo", "--children", 6, "--seed", 2, "--today", "2026-03-04")
    made: Ran = run(*options)
    assert made.code == 0
    user, passphrase = (re.search(rf"^{word}: (.+)$", made.text, re.M)[1] for word in ("User", "Passphrase"))
    files = {
        path.relative_to(tmp_path / "demo").as_posix(): path.read_bytes()
        for path in (tmp_path / "demo").rglob("*")
        if path.is_file()
    }
    assert "demo.lac" in files
    assert all(name.startswith("plans/") for name in files if name.endswith(".pdf"))
    monkeypatch.setenv("LAC_TRACKER_PASSPHRASE", passphrase)
    signed_in = ("--caseload", tmp_path / "demo" / "demo.lac", "--user", user)
    rows = run("due", *signed_in, "--status", "all", "--today", "2026-03-04", "--format", "json").json
    assert len({row["child_id"] for row in rows}) == 6
    assert all(row["nhs_number"] is None or row["nhs_number"].startswith("999") for row in rows)
    assert run("check", *signed_in).code == 0
    again = run(*options)
    assert again.code == 0
    assert "kept as it is" in again.words
    for name, content in files.items():
        if name.endswith((".pdf", ".json")):
            assert (tmp_path / "demo" / name).read_bytes() == content
    assert json.loads(files["demonstration.json"])["children"] == 6
    other = run(*options[:3], 7, *options[4:])
    assert (other.code, other.output) == (2, b"")
    assert "not empty" in other.words


def test_demo_leaves_a_folder_of_somebody_alone(run, tmp_path):
    (tmp_path / "holiday").mkdir()
    (tmp_path / "holiday" / "picture.png").write_bytes(b"mine")
    found = run("demo", tmp_path / "holiday", "--children", 5)
    assert (found.code, found.output) == (2, b"")
    assert [path.name for path in (tmp_path / "holiday").iterdir()] == ["picture.png"]
