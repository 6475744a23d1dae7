"""`export`: the yearly return with what it lacks, and flat extracts, into files that are never written over."""

import csv
import io

import openpyxl
import pytest
from sqlalchemy import select

from lac_tracker.domain.extracts import EXTRACT, EXTRACTS, described
from lac_tracker.storage.tables.audit import AuditRow
from tests import builders
from tests.cli.conftest import AMARA, NAMELESS, OLD
from tests.exchange.returns import files

ANSWERS = "12/05/2012,9,,0,,1,1,1,0,,"


def test_a_return_with_gaps_is_listed_and_written_only_when_that_is_said(team, run, as_user, tmp_path):
    words = ("export", "oc2", "--year", 2026, "--out", tmp_path)
    ran = run(*words, "--json")
    assert ran.code == 1, ran.words
    held = ran.json
    assert (held["year_ends"], held["children"], held["complete"], held["file"]) == (
        "2026-03-31",
        2,
        0,
        None,
    )
    assert {row["council_id"] for row in held["missing"]} == {OLD, NAMELESS}
    assert {"child_id", "council_id", "column", "what", "what_to_do"} == set(held["missing"][0])
    assert "Nothing was written" in ran.words
    assert "The year has not ended" in ran.words
    assert not list(tmp_path.glob("*.csv"))

    ran = run(*words, "--incomplete")
    assert (ran.code, ran.output) == (0, b"")
    assert "Missing: 101: SDQ" in ran.words
    assert (tmp_path / "oc2.csv").read_text().splitlines()[1] == "101,12/05/2012" + "," * 10
    assert run(*words, "--incomplete").code == 2  # a file is there

    # With the council's own row of the year nothing is missing, and the file comes back as it went.
    oc2 = [f"{child},{ANSWERS}" for child in (OLD, NAMELESS)]
    folder = tmp_path / "return-2026"
    header = [f"{child},F,12/05/2012,WBRI,UN1,," for child in (OLD, NAMELESS)]
    builders.write_csv_folder(
        folder, files("return-2026", header=header, oc2=[*oc2[:1], f"{NAMELESS},{ANSWERS}"])
    )
    assert run("import", "ssda903", folder).code == 0
    out = tmp_path / "out"
    out.mkdir()
    ran = run("export", "oc2", "--year", 2026, "--out", out, "--json")
    assert (ran.code, ran.json["missing"], ran.json["file"]) == (0, [], str(out / "oc2.csv"))
    assert (out / "oc2.csv").read_text().splitlines()[1:] == oc2
    for wrong, said in (
        (("--year", "1999", "--out", tmp_path / "return-2026"), "no return of 1999"),
        (("--year", "2026", "--out", tmp_path / "nowhere"), "is not there"),
        (("--year", "2025", "--out", folder, "--incomplete", "--why", "none"), "Why do you need the return"),
        (("--year", "2025", "--out", folder, "--council", "999"), "no child of the council '999'"),
    ):
        (folder / "oc2.csv").unlink(missing_ok=True)
        refused = run("export", "oc2", *wrong)
        assert (refused.code, said in refused.words) == (2, True), refused.words
    as_user("tom")
    refused = run("export", "oc2", "--year", 2026, "--out", folder)
    assert (refused.code, "may not do this" in refused.words) == (2, True)


@pytest.mark.parametrize("key", [one.key for one in EXTRACTS])
def test_an_extract_is_described_asked_why_and_written_once(team, run, tmp_path, caseload_of, key):
    extract = EXTRACT[key]
    shown = run("export", key, "--describe")
    assert (shown.code, shown.text) == (0, described([extract]))
    path = tmp_path / f"{key}.csv"
    words = ("export", key, "--out", path)
    if extract.names_anybody:
        refused = run(*words, "--why", "curiosity")
        assert (refused.code, "council: For the council" in refused.words) == (2, True)
        assert not path.exists()
        words = (*words, "--why", "review")
    ran = run(*words)
    assert (ran.code, ran.output) == (0, b""), ran.words
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    head = path.read_bytes().decode("utf-8-sig").splitlines()[0].replace('"', "").split(",")
    assert head == [one.key for one in extract.fields]
    assert f"({len(rows)} rows)" in ran.words
    if extract.names_anybody:  # a script that does not say why is kept as one
        assert run("export", key, "--out", tmp_path / "unsaid.csv").code == 0
        with caseload_of(team).reading() as session:
            said = session.scalars(select(AuditRow.reason).order_by(AuditRow.number)).all()
        assert ": No reason given: a command that nobody was asked at. " in said[-1]
    if key == "children":
        assert AMARA in {row["council_id"] for row in rows}
    assert run(*words).code == 2  # never written over
    book = tmp_path / f"{key}.xlsx"
    assert run("export", key, "--format", "xlsx", "--out", book, *words[4:]).code == 0
    sheet = openpyxl.load_workbook(book)[extract.title]
    assert sheet.max_row == len(rows) + 1


def test_the_extract_of_what_is_due_takes_a_status_and_that_of_figures_a_period(team, run, tmp_path):
    named = ("--why", "care")
    open_only, all_of_them = tmp_path / "open.csv", tmp_path / "all.csv"
    assert run("export", "due", "--out", open_only, *named).code == 0
    assert run("export", "due", "--out", all_of_them, "--status", "all", *named).code == 0
    assert len(all_of_them.read_bytes().splitlines()) > len(open_only.read_bytes().splitlines())
    assert run("export", "due", "--out", tmp_path / "x", "--status", "late", *named).code == 2
    assert run("export", "due", *named).code == 2  # no place for it
    period = ("--from", "2026-03-02", "--to", "2026-03-01")
    assert run("export", "indicators", "--out", tmp_path / "x", *period).code == 2
    assert not (tmp_path / "x").exists()
