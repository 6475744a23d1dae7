"""`import list`: the report's keys, what columns mean, passwords; a dry run changes nothing."""

import io

import msoffcrypto
from openpyxl import Workbook

from tests import builders

TEXT = (
    "Child ID,Surname,Forename,DOB,Start,LAC start\n"
    "900,Turner,Kai,12/07/2012,x,27/02/2025\n"
    "901,Brown,Zoë,31/02/2015,y,27/02/2025\n"
)
REPORT = [
    "dry_run", "file", "import_id", "created", "updated", "left_care", "unchanged", "later", "left_out", "refused",
    "clock_words", "changed_words", "no_consent", "no_appointment", "differences", "problems", "warnings", "columns", "dates",
]  # fmt: skip


def test_import_list_as_json_and_for_a_person(team, run, tmp_path, caseload_of):
    file = tmp_path / "council.csv"
    file.write_text(TEXT, encoding="utf-8")
    run("due")  # whoever signs in is written down: count from here
    before = builders.row_counts(caseload_of(team))
    promised = run("import", "list", file, "--council", "123", "--dry-run", "--json").json
    after = builders.row_counts(caseload_of(team))
    assert after.pop("audit") == before.pop("audit") + 1  # signed in
    assert after == before
    found = run("import", "list", file, "--council", "123", "--json")
    assert (found.code, found.words, list(found.json)) == (0, "", REPORT)
    report = found.json
    assert (report["created"], report["refused"], report["dates"]) == (1, 1, "day_first")
    assert report["columns"] == {
        "Child ID": "council_id", "Surname": "family_name", "Forename": "given_name", "DOB": "born", "Start": None,
        "LAC start": "became_looked_after",
    }  # fmt: skip
    (problem,) = report["problems"]
    assert problem == {
        "file": "council.csv", "line": 3, "column": "DOB", "value": "31/02/2015",
        "reason": "must be a real date. Write it as 03-Apr-2026",
    }  # fmt: skip
    assert (promised["created"], promised["dry_run"], promised["import_id"]) == (1, True, None)
    again = run("import", "list", file, "--council", "123")
    assert again.code == 0
    assert again.text.startswith("Created 0 children; 0 changed, 0 left care, 1 the same, 0 close matches")
    assert "Refused: council.csv, row 3, DOB: '31/02/2015': must be a real date" in again.words
    assert "DOB = Date of birth" in again.words
    assert "03/04/2026 means 03-Apr-2026" in again.words


def test_what_columns_mean_is_said_and_remembered(team, run, tmp_path):
    file = tmp_path / "council.csv"
    file.write_text(TEXT.replace("Start,LAC start", "Beginn,x"), encoding="utf-8")
    wrong = run("import", "list", file, "--council", "123", "--dry-run")
    assert (wrong.code, wrong.text) == (2, "")
    assert "A list needs Became looked after. Say which column it is" in wrong.words
    for said, words in (
        ("Shoes=sex", "The list has no column 'Shoes'"), ("x", "must be COLUMN=FIELD"), ("x=shoes", "is no field of a list"),
    ):  # fmt: skip
        refused = run("import", "list", file, "--council", "123", "--map", said)
        assert refused.code == 2
        assert words in refused.words
    done = run(
        "import",
        "list",
        file,
        "--council",
        "123",
        "--map",
        "x=became_looked_after",
        "--map",
        "Forename=",
        "--json",
    )
    assert (done.json["created"], done.json["columns"]["Forename"]) == (1, None)
    assert (
        run("import", "list", file, "--council", "123", "--json").json["unchanged"] == 1
    )  # matched as last time


def test_a_workbook_with_a_password(team, run, tmp_path):
    book, plain, locked = Workbook(), io.BytesIO(), io.BytesIO()
    for line in TEXT.splitlines():
        book.active.append(line.split(","))
    book.save(plain)
    plain.seek(0)
    msoffcrypto.OfficeFile(plain).encrypt("blue otter", locked)
    file, password = tmp_path / "council.xlsx", tmp_path / "password"
    file.write_bytes(locked.getvalue())
    refused = run("import", "list", file, "--council", "123", "--dry-run")
    assert refused.code == 2
    assert "opens with a password" in refused.words
    assert "--password-file" in refused.words
    password.write_text("blue otter\n", encoding="utf-8")
    opened = run(
        "import", "list", file, "--council", "123", "--dry-run", "--password-file", password, "--json"
    )
    assert opened.json["created"] == 1
