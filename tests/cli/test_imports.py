"""`import`: the report's keys, counts and streams; nothing changes in a dry run."""

import pytest

from tests import builders
from tests.dirty_returns import make_return, make_two_years
from tests.exchange.returns import AMARA, an_episode, files

REPORT = [
    "import_id", "dry_run", "files", "children_created", "children_updated", "children_unchanged", "episodes_created",
    "rows_refused", "warnings",
]  # fmt: skip
PROBLEM = ["file", "line", "column", "value", "reason"]
PAST = "council_id,nhs_number,assessment,completed_on,completed_by\n"


def test_import_ssda903_as_json(team, run, tmp_path):
    expected = make_return(tmp_path / "return-2025", children=30)
    found = run("import", "ssda903", tmp_path / "return-2025", "--council", "123", "--json")
    assert (found.code, found.words) == (0, "")
    report = found.json
    assert list(report) == REPORT
    assert (report["dry_run"], report["children_created"], report["children_updated"], report["children_unchanged"]) == (
        False, 30, 0, 0,
    )  # fmt: skip
    assert report["import_id"] == 2
    assert report["episodes_created"] == len(expected.episodes)
    assert sorted(report["files"]) == sorted(expected.files)
    for name, wanted in (("rows_refused", expected.refused), ("warnings", expected.warnings)):
        assert sorted((one["file"], one["line"], one["column"]) for one in report[name]) == list(wanted)
        assert all(list(one) == PROBLEM for one in report[name])
        assert all(isinstance(one["line"], int) and one["reason"] for one in report[name])


def test_import_ssda903_for_a_person(team, run, tmp_path):
    make_return(tmp_path / "return-2025", children=30)
    found = run("import", "ssda903", tmp_path / "return-2025")
    assert found.code == 0
    assert found.text.startswith("Created 30 children and ")
    assert "Refused: return-2025/header.csv, row " in found.words
    assert "Look at: " in found.words
    again = run("import", "ssda903", tmp_path / "return-2025")
    assert "Created 0 children and 0 episodes; 0 children changed, 30 the same." in again.text


def test_a_dry_run_promises_and_changes_nothing(team, run, tmp_path, caseload_of):
    make_return(tmp_path / "return-2025", children=30)
    run("due")  # whoever signs in is written down: count from here
    before = builders.row_counts(caseload_of(team))
    promised = run("import", "ssda903", tmp_path / "return-2025", "--dry-run", "--json").json
    after = builders.row_counts(caseload_of(team))
    assert after.pop("audit") == before.pop("audit") + 1  # signed in
    assert after == before
    done = run("import", "ssda903", tmp_path / "return-2025", "--json").json
    assert (promised.pop("dry_run"), done.pop("dry_run")) == (True, False)
    assert (promised.pop("import_id"), done.pop("import_id")) == (None, 2)
    assert promised == done


def test_the_same_folder_twice_changes_no_row(team, run, tmp_path, caseload_of):
    make_return(tmp_path / "return-2025", children=30)
    run("import", "ssda903", tmp_path / "return-2025")
    before = builders.row_counts(caseload_of(team))
    report = run("import", "ssda903", tmp_path / "return-2025", "--json").json
    assert (report["import_id"], report["children_unchanged"], report["episodes_created"]) == (None, 30, 0)
    after = builders.row_counts(caseload_of(team))
    assert after | {"audit": 0} == before | {"audit": 0}


def test_several_folders_are_one_history(team, run, tmp_path):
    expected = make_two_years(tmp_path, children=30)
    report = run("import", "ssda903", *expected.folders, "--json").json
    assert report["children_created"] == len(expected.born)
    assert report["episodes_created"] == len(expected.episodes)


def test_two_folders_of_one_name_are_refused(team, run, tmp_path):
    for parent in ("a", "b"):
        builders.write_csv_folder(tmp_path / parent / "return", files(header=[AMARA]))
    found = run("import", "ssda903", tmp_path / "a" / "return", tmp_path / "b" / "return")
    assert (found.code, found.output) == (2, b"")
    assert "one after the other" in found.words


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({}, "no CSV files"),
        ({"r/notes.csv": b"a,b\n1,2\n"}, "header"),
        ({"r/header.csv": b""}, "header"),
        ({"r/header.csv": "CHILD,SEX,DOB\n1,F,01/01/2015\n".encode("utf-16-le")}, "header.csv"),
        ({"r/header.csv": b"\x00\x01\x02\x03" * 100}, "header.csv"),
        ({"r/header.csv": b"PK\x03\x04" + bytes(300)}, "header.csv"),
    ],
    ids=["empty", "no table", "empty table", "utf-16 without a mark", "nonsense", "a workbook"],
)
def test_a_folder_that_holds_no_return_is_refused_in_words(team, run, tmp_path, caseload_of, content, words):
    folder = builders.write_csv_folder(tmp_path / "r", content)
    before = builders.row_counts(caseload_of(team))
    found = run("import", "ssda903", folder)
    assert found.words
    assert words in found.words
    after = builders.row_counts(caseload_of(team))
    if found.code:
        assert (found.code, found.output) == (2, b"")
    assert after | {"audit": 0} == before | {"audit": 0}


def test_a_council_has_to_be_named_where_there_are_several(team, run, tmp_path):
    folder = builders.write_csv_folder(
        tmp_path / "return-2025", files(header=[AMARA], episodes=[an_episode()])
    )
    assert run("import", "ssda903", folder, "--council", "456", "--json").json["children_created"] == 1
    found = run("import", "ssda903", folder)
    assert found.code == 2
    assert "(123, 456). Say which with --council" in found.words
    assert run("import", "ssda903", folder, "--dry-run").code == 2


def test_import_assessments_drives_the_list(team, run, tmp_path):
    file = tmp_path / "past.csv"
    file.write_text(
        PAST
        + "101,,IHA,2018-05-20,Dr Old\n101,,RHA,2025-02-01,Dr Old\n,999 056 3411,IHA,2020-01-01,\n999,,RHA,2025-01-01,X\n"
    )
    promised = run("import", "assessments", file, "--dry-run", "--json").json
    assert (promised["dry_run"], promised["assessments_created"]) == (True, 3)
    found = run("import", "assessments", file, "--json")
    assert (found.code, found.words) == (0, "")
    assert found.json | {"dry_run": True, "import_id": None} == promised
    assert [list(one) for one in found.json["rows_refused"]] == [PROBLEM]
    assert (found.json["rows_refused"][0]["line"], found.json["rows_refused"][0]["value"]) == (5, "999")
    assert [one["column"] for one in found.json["warnings"]] == ["completed_by"]
    rows = run("due", "--format", "json", "--status", "overdue").json
    assert [(row["council_id"], row["assessment"], row["due"], row["days_overdue"]) for row in rows] == [
        ("101", "RHA", "2026-02-01", 31)
    ]
    again = run("import", "assessments", file)
    assert "Entered 0 assessments; 3 were there already." in again.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "past.csv"),
        (b"a,b\n1,2\n", "no column"),
        ("council_id,assessment".encode("utf-16-le"), "past.csv"),
    ],
)
def test_a_list_of_assessments_that_cannot_be_read(team, run, tmp_path, content, words):
    (tmp_path / "past.csv").write_bytes(content)
    found = run("import", "assessments", tmp_path / "past.csv")
    assert words in found.words
    assert (found.code, found.output) == (2, b"")


def test_another_encoding_is_read_and_said(team, run, tmp_path):
    content = {
        "r/header.csv": "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nZoë1,F,01/01/2015,WBRI,UN1,,\n".encode(
            "cp1252"
        )
    }
    found = run("import", "ssda903", builders.write_csv_folder(tmp_path / "r", content))
    assert found.code == 0
    assert "not UTF-8; it was read as Windows-1252" in found.words
    assert run("child", "show", "Zoë1", "--json").json["council_id"] == "Zoë1"
    lines = b"council_id,assessment,completed_on,completed_by\nZo\xeb1,IHA,2020-02-01,Dr Zo\xeb\n"
    (tmp_path / "past.csv").write_bytes(lines)
    assert run("import", "assessments", tmp_path / "past.csv", "--json").json["assessments_created"] == 1


def test_a_list_of_assessments_that_is_not_there(team, run, tmp_path):
    for path in (tmp_path / "gone.csv", tmp_path):
        found = run("import", "assessments", path)
        assert (found.code, found.output) == (2, b"")
        assert "cannot be read" in found.words
