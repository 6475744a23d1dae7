"""`audit`: the log, whether it is whole, the odd looks of a week, and an older file."""

import json
import shutil

from lac_tracker import paths
from lac_tracker.domain.audit import Entry
from lac_tracker.storage import known_head
from tests.cli.conftest import AMARA
from tests.conftest import NADIA, NOW


def test_the_log_its_check_and_the_odd_looks(run, team, tmp_path):
    ran = run("audit", "log", "--what", "records", "--child", AMARA, "--why", "review", "--json")
    assert ran.code == 0
    rows = ran.json
    assert {row["who"] for row in rows} <= {"Grace Mensah", "Sam Iqbal"}
    assert {"entry", "at", "who", "did", "child", "detail", "rows_changed", "workstation"} == set(rows[0])
    newest = run("audit", "log", "--why", "review", "--json").json
    assert [row["did"] for row in newest[:1]] == ["Exported the audit log"]
    assert (
        newest[0]["detail"]
        == "Audit log: For an inspection, an audit or a complaint. All days. By everybody. What: everything"
    )
    without = run("audit", "log", "--why", "none", "--csv")
    assert "Baptiste" not in without.text
    assert run("audit", "log", "--who", "Nobody").code == 2
    assert "It can be: " in run("audit", "log", "--who", "Nobody").words
    checked = run("audit", "check", "--json")
    assert (checked.code, checked.json["intact"], checked.json["faults"]) == (0, True, [])
    assert "Log is intact: checked" in run("audit", "check").text
    week = run("audit", "odd-looks", "--week", "2026-03-04", "--json").json
    assert (week["first_day"], week["last_day"]) == ("2026-03-02", "2026-03-08")
    assert run("audit", "log", "--user", "tom", "--why", "review").code == 2


def test_an_older_file_is_refused_and_goes_on_with_a_managers_reason(run, team, tmp_path):
    kept = shutil.copy(team, tmp_path / "kept.lac")
    assert run("check").code == 0
    known = json.loads((paths.own_folder() / "known-heads.json").read_text())
    assert len(known) == 1
    shutil.copy(kept, team)
    for ending in ("-wal", "-shm"):
        team.with_name(team.name + ending).unlink(missing_ok=True)
    refused = run("check")
    assert refused.code in (1, 2)
    assert "This file is older than the one last used here" in refused.words + refused.text
    others = run("due", "--user", "nadia")
    assert others.code == 2
    assert "ask the team manager" in others.words
    assert "audit go-on" not in others.words
    assert run("audit", "go-on", "--because", " ", "--user", "grace").code == 2
    assert (
        "Only a manager" in run("audit", "go-on", "--because", "It is the right one", "--user", "nadia").words
    )
    assert run("audit", "go-on", "--because", "Restored on Monday").code == 0
    assert run("check").code == 0
    entries = run("audit", "log", "--what", "file", "--why", "review", "--json").json
    assert ("Went on with an older file", "Restored on Monday") in {
        (one["did"], one["detail"]) for one in entries
    }


def test_what_is_remembered_stays_with_its_caseload_and_never_goes_back(database, tmp_path):
    file = tmp_path / "heads" / "known-heads.json"
    with database.writing(Entry(NADIA, NOW, "opened the record")):
        pass
    with database.reading() as session:
        head = known_head.of(session, "04-Mar-2026 09:30")
        assert known_head.is_in(session, head)
        assert known_head.is_in(session, known_head.Head(0, "", ""))
        assert not known_head.is_in(session, known_head.Head(head.number, "f" * 64, ""))
        assert not known_head.is_in(session, known_head.Head(head.number + 1, head.mac, ""))
    known_head.remember(file, "one", head)
    known_head.remember(file, "other", known_head.Head(7, "a" * 64, ""))
    assert known_head.remembered(file, "one") == head
    older = known_head.Head(head.number - 1, "b" * 64, "")
    known_head.remember(file, "one", older)
    assert known_head.remembered(file, "one") == head
    known_head.remember(file, "one", older, also_older=True)
    assert known_head.remembered(file, "one") == older
    assert known_head.remembered(file, "other").number == 7
    assert known_head.remembered(file, "none") is None
    for rubbish in (b"", b"[]", b'{"one": {"number": "x"}}', b"\xff"):
        file.write_bytes(rubbish)
        assert known_head.remembered(file, "one") is None
    known_head.remember(file, "one", head)
    assert known_head.remembered(file, "one") == head
