"""`due` and `child show`: the keys, their order, and what stands on which stream."""

import csv
import io
import json

import pytest
from reading import text_of
from sqlalchemy import select

from lac_tracker.domain.standing import Status
from lac_tracker.storage.tables.audit import AuditRow
from tests import builders
from tests.cli.conftest import AMARA, NAMELESS, OLD

DUE_KEYS = [
    "child_id", "council_id", "name", "nhs_number", "born", "assessment", "clock_start", "due_28_days",
    "due_20_working_days", "due", "status", "overlays", "days_overdue", "rule", "waiting_on", "reason", "assessor",
    "why", "delay_code", "next_step", "next_step_on", "next_step_by", "escalated_on", "out_of_area",
]  # fmt: skip
LATER = ("why", "delay_code", "next_step", "next_step_on", "next_step_by", "escalated_on", "out_of_area")


def without_id(row):
    """What is compared: whose id is random; what was added later is the same for all rows here but `why`."""
    assert (row["why"], row["out_of_area"]) == (row["reason"], False)
    assert {row[name] for name in LATER[1:-1]} == {None}
    return {name: value for name, value in row.items() if name != "child_id" and name not in LATER}


def test_due_as_json_is_one_value_with_every_key_in_order(team, run):
    found = run("due", "--status", "all", "--format", "json")
    assert (found.code, found.words) == (0, "")
    rows = found.json
    assert all(list(row) == DUE_KEYS for row in rows)
    assert "" not in {value for row in rows for name, value in row.items() if name != "overlays"}
    assert [without_id(row) for row in rows] == [
        {
            "council_id": OLD, "name": None, "nhs_number": None, "born": "2012-05-12", "assessment": "IHA",
            "clock_start": "2018-05-01", "due_28_days": "2018-05-29", "due_20_working_days": "2018-05-31",
            "due": "2018-05-29", "status": "overdue", "overlays": [], "days_overdue": 2836,
            "rule": "TS-1 28_calendar_days", "waiting_on": "history_not_entered", "reason": "no assessment history yet",
            "assessor": None,
        },
        {
            "council_id": "102", "name": None, "nhs_number": None, "born": "2012-05-12", "assessment": "IHA",
            "clock_start": "2026-02-10", "due_28_days": "2026-03-10", "due_20_working_days": "2026-03-10",
            "due": "2026-03-10", "status": "at_risk", "overlays": [], "days_overdue": 0, "rule": "TS-1 28_calendar_days",
            "waiting_on": "council", "reason": "no date", "assessor": None,
        },
        {
            "council_id": AMARA, "name": "BAPTISTE, Amara", "nhs_number": "9990563411", "born": "2010-05-01",
            "assessment": "IHA", "clock_start": "2026-02-12", "due_28_days": "2026-03-12",
            "due_20_working_days": "2026-03-12", "due": "2026-03-12", "status": "completed_in_time", "overlays": [],
            "days_overdue": 0, "rule": "TS-1 28_calendar_days", "waiting_on": "nobody", "reason": None, "assessor": None,
        },
        {
            "council_id": AMARA, "name": "BAPTISTE, Amara", "nhs_number": "9990563411", "born": "2010-05-01",
            "assessment": "RHA", "clock_start": "2026-03-04", "due_28_days": None, "due_20_working_days": None,
            "due": "2027-03-04", "status": "on_track", "overlays": [], "days_overdue": 0,
            "rule": "TS-2 age_at_last_assessment", "waiting_on": "nobody", "reason": None, "assessor": None,
        },
        {
            "council_id": NAMELESS, "name": None, "nhs_number": None, "born": "2012-05-12", "assessment": "IHA",
            "clock_start": None, "due_28_days": None, "due_20_working_days": None, "due": None,
            "status": "cannot_be_computed", "overlays": [], "days_overdue": 0, "rule": "TS-1 28_calendar_days",
            "waiting_on": "history_not_entered", "reason": "no start date", "assessor": None,
        },
    ]  # fmt: skip


def test_due_as_csv_has_the_json_keys_as_header_and_the_same_values(team, run):
    as_json, as_csv = (run("due", "--status", "all", "--format", shape) for shape in ("json", "csv"))
    assert (as_csv.code, as_csv.words) == (0, "")
    read = list(csv.DictReader(io.StringIO(as_csv.text, newline="")))
    assert list(read[0]) == DUE_KEYS
    assert read == [
        {
            name: "" if value is None else " ".join(value) if isinstance(value, list) else str(value)
            for name, value in row.items()
        }
        for row in as_json.json
    ]


def test_due_as_a_table_says_the_heading_and_every_row(team, run):
    found = run("due", "--status", "all")
    assert (found.code, found.words) == (0, "")
    heading, columns, *rows = found.text.splitlines()
    assert (
        heading
        == "Overdue 1, of them 1 with no assessment history yet. Showing 5 of 5; 4 children in the caseload."
    )
    assert columns.split()[0] == "Status"
    assert len(rows) == 5
    assert rows[0].split("  ")[0] == "Overdue by 2836 days"
    assert "Council ID 101 " in rows[0]
    assert "BAPTISTE, Amara" in rows[2]
    assert "999 056 3411" in rows[2]
    assert "04-Mar-2027" in rows[3]


def test_the_open_rows_are_the_default(team, run):
    assert [(row["council_id"], row["assessment"]) for row in run("due", "--format", "json").json] == [
        (OLD, "IHA"), ("102", "IHA"), (AMARA, "RHA"), (NAMELESS, "IHA"),
    ]  # fmt: skip


@pytest.mark.parametrize("status", list(Status))
def test_each_status_is_a_filter(team, run, status):
    rows = run("due", "--status", status, "--format", "json").json
    everything = run("due", "--status", "all", "--format", "json").json
    assert rows == [row for row in everything if row["status"] == status.value]


def test_the_list_as_on_another_day(team, run):
    later = run("due", "--today", "2026-03-11", "--status", "overdue", "--format", "json").json
    assert [(row["council_id"], row["days_overdue"]) for row in later] == [(OLD, 2843), ("102", 1)]
    assert (
        run("due", "--today", "2018-05-29", "--status", "due_today", "--format", "json").json[0]["council_id"]
        == OLD
    )


def test_an_empty_list_is_an_empty_json_list_and_a_lone_header(team, run):
    for shape, written in (("json", b"[]\n"), ("csv", None)):
        found = run("due", "--status", "due_today", "--format", shape)
        assert found.code == 0
        assert found.output == written if written else len(found.output.splitlines()) == 1


def test_global_options_stand_before_or_after_the_command(team, run, monkeypatch, tmp_path):
    for name in ("CASELOAD", "USER", "PASSPHRASE"):
        monkeypatch.delenv(f"LAC_TRACKER_{name}")
    secret = tmp_path / "secret.txt"
    secret.write_text("\ufeffseven calm otters swimming\nsecond line\n", encoding="utf-8")
    options = ("--caseload", team, "--user", "GRACE", "--passphrase-file", secret)
    wanted = run(*options, "due", "--format", "json")
    assert wanted.json
    for words in (
        ("due", *options, "--format", "json"),
        ("--user", "nobody", "due", *options, "--format", "json"),
        (*options[:2], "due", *options[2:], "--format", "json"),
    ):
        assert run(*words).json == wanted.json
    assert run(*options, "child", "show", OLD).code == 0
    assert run("child", *options, "show", OLD).code == 0
    assert run("child", "show", OLD, *options).code == 0


def test_an_option_counts_before_the_environment(team, run, monkeypatch):
    monkeypatch.setenv("LAC_TRACKER_CASELOAD", "/nowhere/x.lac")
    monkeypatch.setenv("LAC_TRACKER_USER", "nobody")
    assert run("due").code == 2
    assert run("due", "--caseload", team, "--user", "grace").code == 0


SHOWN = [
    "child_id", "council", "council_id", "name", "nhs_number", "born", "sex", "flags", "about", "due", "essentials",
    "assessments",
]  # fmt: skip


@pytest.mark.parametrize("identifier", [AMARA, f" {AMARA} ", "9990563411", "999 056 3411"])
def test_child_show_finds_by_council_id_and_nhs_number(team, run, identifier):
    found = run("child", "show", identifier, "--json")
    assert (found.code, found.words) == (0, "")
    shown = found.json
    assert list(shown) == SHOWN
    assert (shown["council_id"], shown["name"], shown["born"], shown["council"]) == (
        AMARA,
        "BAPTISTE, Amara",
        "2010-05-01",
        "123",
    )
    assert [(item["assessment"], item["status"], item["due_on"]) for item in shown["due"]] == [
        ("IHA", "completed_in_time", "2026-03-12"), ("RHA", "on_track", "2027-03-04"),
    ]  # fmt: skip
    assert [one["state"] for one in shown["assessments"]] == ["signed"]


def test_child_show_of_a_child_without_a_name_has_null(team, run):
    shown = run("child", "show", NAMELESS, "--json").json
    assert (shown["name"], shown["nhs_number"], shown["assessments"]) == (None, None, [])
    assert shown["due"][0]["due_on"] is None


def test_child_show_for_a_person_and_the_look_is_written_down(team, run, caseload_of):
    found = run("child", "show", AMARA, "--today", "2026-03-05")
    assert found.words == ""
    assert found.text.startswith(
        "BAPTISTE, Amara   Born 01-May-2010 (15y 10m)   Female   NHS No. 999 056 3411"
    )
    action, child, _ = builders.audit_of(caseload_of(team))[-1]
    assert action == "opened the record"
    assert child == json.loads(run("child", "show", AMARA, "--json").output)["child_id"]


def test_a_child_of_two_councils_needs_the_council(team, run, caseload_of):
    builders.a_child(caseload_of(team), OLD, council="456", nhs_number="")
    found = run("child", "show", OLD)
    assert (found.code, found.output) == (2, b"")
    assert "(123, 456). Say which council with --council" in found.words
    assert run("child", "show", OLD, "--council", "456", "--json").json["council"] == "456"
    assert run("child", "show", OLD, "--council", "789").code == 2


def test_due_as_pdf_is_a_new_file_of_what_was_asked_for_with_a_purpose(team, run, tmp_path, caseload_of):
    target = tmp_path / "overdue.pdf"
    asked = ("due", "--status", "overdue", "--format", "pdf", "--out", str(target))
    found = run(*asked, "--why", "curiosity")
    assert (found.code, target.exists()) == (2, False)
    assert "Say why they are needed (--why KEY), for the audit log. care: To arrange" in found.words
    found = run(*asked, "--why", "care")
    assert (found.code, found.output) == (0, b"")
    assert "(1 rows)" in found.words
    words = text_of(target.read_bytes())
    assert "Filtered: overdue. Sorted: due, earliest first." in words
    assert f"COUNCIL ID {OLD}" in words.upper()
    with caseload_of(team).reading() as session:
        said = session.scalars(select(AuditRow.reason).order_by(AuditRow.number)).all()
    assert said[-1] == (
        "Overdue and due: To arrange or give care to these children. Filtered: overdue. Sorted: due, earliest first"
    )
    assert (
        run(*asked[:-1], str(tmp_path / "unsaid.pdf")).code == 0
    )  # a script that does not say why is kept as one
    with caseload_of(team).reading() as session:
        said = session.scalars(select(AuditRow.reason).order_by(AuditRow.number)).all()
    assert said[-1].startswith(
        "Overdue and due: No reason given: a command that nobody was asked at. Filtered: overdue"
    )
    unnamed = run(*asked[:-1], str(tmp_path / "no-names.pdf"), "--why", "none")
    assert unnamed.code == 0
    assert OLD not in text_of((tmp_path / "no-names.pdf").read_bytes())
    again = run("due", "--format", "pdf", "--out", str(target), "--why", "care")
    assert again.code == 2
    assert "already a file" in again.words


@pytest.mark.parametrize("wrong", [("--format", "pdf"), ("--out", "list.pdf")])
def test_a_pdf_and_its_file_go_together(team, run, wrong):
    found = run("due", *wrong)
    assert found.code == 2
    assert "--format pdf and --out FILE together" in found.words


def test_a_view_is_one_way_to_look_at_the_list(team, run):
    for view, status in (
        ("overdue", "overdue"),
        ("open", "open"),
        ("cannot-be-computed", "cannot_be_computed"),
    ):
        by_status = run("due", "--status", status, "--format", "json").json
        found = run("due", "--view", view, "--format", "json")
        assert (found.code, found.words, found.json) == (0, "", by_status)
        as_csv = run("due", "--view", view, "--format", "csv").output
        assert as_csv == run("due", "--status", status, "--format", "csv").output


def test_a_view_states_its_filter_and_order(team, run):
    found = run("due", "--view", "sdq_due", "--filter", "baptiste", "--sort", "child", "--descending")
    heading, columns, row = found.text.splitlines()
    assert heading == (
        "Overdue 1, of them 1 with no assessment history yet. Showing 1. Filtered: SDQ due, “baptiste”. "
        "Sorted: Child, Z to A."
    )
    assert columns.split()[-2:] == ["Next", "step"]
    assert "SDQ due: no carer's SDQ yet" in row
    assert run("due", "--view", "open", "--filter", "%").text.count("\n") == 2


def test_a_view_as_pdf_states_its_filter_and_order(team, run, tmp_path):
    target = tmp_path / "open.pdf"
    found = run(
        "due", "--view", "open", "--sort", "child", "--format", "pdf", "--out", str(target), "--why", "review"
    )
    assert (found.code, found.output) == (0, b"")
    words = text_of(target.read_bytes())
    assert "Filtered: All open. Sorted: Child, A to Z." in words
    assert words.index("BAPTISTE, Amara") < words.upper().index(f"COUNCIL ID {OLD}")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--view", "late"), "'late' is not a view of the list. It can be: overdue, at-risk, due-soon"),
        (("--view", "open", "--sort", "shoe"), "'shoe' is not a sort of the list. It can be: status, child"),
        (("--view", "open", "--status", "all"), "Use --view or --status, not both"),
        (("--filter", "x"), "are of a view: name one with --view"),
    ],
)
def test_a_view_that_there_is_not_is_refused_with_all_there_are(team, run, wrong, said):
    found = run("due", *wrong)
    assert (found.code, found.output) == (2, b"")
    assert said in found.words
