"""`plans send-queue`: what is ready is made with its slip, what is not is named with the reason."""

import json
import stat

import pytest

from lac_tracker.services import children, team_details
from tests import builders
from tests.cli.conftest import AMARA
from tests.conftest import TODAY


@pytest.fixture
def ready(team, caseload_of):
    """Amara's practice is confirmed, and the team has its code."""
    database = caseload_of(team)
    with database.reading() as session:
        child = children.stored.find(session, 1, AMARA, None)
    builders.write(
        database,
        children.set_gp_practice,
        child,
        name="Mill Road Surgery",
        ods_code="Y99001",
        confirmed_on=TODAY,
    )
    builders.write(
        database, team_details.change, team_details.TeamDetails("Northgate LAC health team", "RP1")
    )
    return database


def test_what_is_missing_is_named_and_what_is_ready_is_made(team, run, tmp_path, caseload_of):
    found = run("plans", "send-queue", "--out", tmp_path / "out", "--json")
    assert found.code == 0
    rows = {row["reader"]: row for row in found.json}
    assert rows["gp"]["missing"] == ["GP never confirmed"]
    assert (rows["gp"]["state"], rows["gp"]["files"], rows["gp"]["documents"]) == (
        "missing",
        [],
        ["gp-summary", "full-plan"],
    )
    assert rows["gp"]["name"] == "BAPTISTE, Amara"
    assert rows["child"]["state"] == "made"
    assert [file.name for file in (tmp_path / "out").iterdir()] == rows["child"]["files"]
    assert builders.row_counts(caseload_of(team))["documents_made"] == 1


def test_a_gp_summary_has_its_slip_beside_it_under_names_that_say_nothing(ready, run, tmp_path):
    out = tmp_path / "out"
    found = run("plans", "send-queue", "--out", out, "--mark-sent", "clinical-system", "--json")
    row = next(row for row in found.json if row["reader"] == "gp")
    assert (row["state"], row["slip"], row["marked_sent"]) == ("made", "written", "clinical_system")
    assert sorted(name.rpartition(".")[2] for name in row["files"]) == ["csv", "json", "pdf", "pdf", "txt"]
    for path in out.iterdir():
        assert not {"baptiste", "amara", "9990563411"} & {part.casefold() for part in path.stem.split("_")}
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    slip = json.loads(next(out.glob("*.json")).read_bytes())
    assert (slip["Patient"]["NhsNumber"], slip["Sender"]["OdsCode"]) == ("9990563411", "RP1")
    assert (out / slip["Document"]["FileName"]).is_file()
    given = next(row for row in found.json if row["reader"] == "child")
    assert given["not_marked_because"] == "No address for: clinical system"
    assert builders.row_counts(ready)["documents_sent"] == 2
    again = run("plans", "send-queue", "--out", out, "--json")
    assert "gp" not in {row["reader"] for row in again.json}
    alone = run("plan", "pdf", AMARA, "--document", "gp-summary", "--out", tmp_path / "one.pdf")
    assert (alone.code, "No filing slip" in alone.words) == (0, False)
    slip = json.loads((tmp_path / "one.json").read_bytes())
    assert (slip["Document"]["FileName"], slip["Revision"]) == ("one.pdf", True)
    assert {path.name for path in tmp_path.glob("one.*")} == {"one.pdf", "one.json", "one.csv", "one.txt"}


def test_the_table_is_for_people(ready, run, tmp_path):
    found = run("plans", "send-queue", "--out", tmp_path / "out")
    assert found.code == 0
    assert "BAPTISTE, Amara" in found.text
    assert "Add a social worker" in found.text
    assert "2 made in 6 files" in found.words


def test_what_cannot_be_made_is_named_and_the_rest_goes_on(ready, run, tmp_path, monkeypatch):
    from lac_tracker.documents import catalogue
    from lac_tracker.domain.errors import UserError

    def fails(name, held):
        if name == "full-plan":
            raise UserError("It does not fit")
        return b"%PDF"

    monkeypatch.setattr(catalogue, "render", fails)
    found = run("plans", "send-queue", "--out", tmp_path / "out", "--json")
    rows = {row["reader"]: row for row in found.json}
    assert found.code == 1
    assert (rows["gp"]["state"], rows["gp"]["missing"]) == ("failed", ["It does not fit"])
    assert rows["child"]["state"] == "made"
    assert builders.row_counts(ready)["documents_made"] == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--out", "{file}"), "There is a file at"),
        (("--out", "{nowhere}/out"), "is not there"),
        ((), "Missing option '--out'"),
        (("--out", "{out}", "--mark-sent", "fax"), "is not one of"),
        (("--out", "{out}", "--today", "soon"), "must be a real date"),
    ],
)
def test_what_is_refused_in_words(team, run, tmp_path, caseload_of, words, said):
    (tmp_path / "file").write_bytes(b"mine")
    places = {"file": tmp_path / "file", "nowhere": tmp_path / "no", "out": tmp_path / "out"}
    found = run("plans", "send-queue", *(word.format(**places) for word in words))
    assert (found.code, found.output) == (2, b"")
    assert said in found.words
    assert (tmp_path / "file").read_bytes() == b"mine"
    assert builders.row_counts(caseload_of(team))["documents_made"] == 0


def test_who_may_not_make_documents_is_told_so(ready, run, tmp_path, as_user):
    as_user("rita")
    found = run("plans", "send-queue", "--out", tmp_path / "out", "--json")
    assert found.code == 1
    assert all("may not do this" in row["missing"][0] for row in found.json if row["state"] == "failed")
    assert builders.row_counts(ready)["documents_made"] == 0
