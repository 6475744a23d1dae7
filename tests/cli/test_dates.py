"""`dates`: without any caseload, user or passphrase."""

import pytest

IHA_KEYS = ["due_28_days", "due_20_working_days", "due", "rule", "warning"]
RHA_KEYS = ["due", "interval_months", "rule", "none_because"]


@pytest.mark.parametrize(
    ("start", "calendar", "working"),
    [
        ("2026-01-01", "2026-01-29", "2026-01-29"),
        ("2026-01-03", "2026-01-31", "2026-01-30"),
        ("2026-03-06", "2026-04-03", "2026-04-07"),
        ("2026-12-07", "2027-01-04", "2027-01-07"),
        ("2024-02-29", "2024-03-28", "2024-03-28"),
    ],
)
def test_dates_iha(run, start, calendar, working):
    found = run("dates", "iha", start, "--json")
    assert (found.code, found.words) == (0, "")
    assert list(found.json) == IHA_KEYS
    assert found.json == {
        "due_28_days": calendar, "due_20_working_days": working, "due": calendar,
        "rule": "TS-1 28_calendar_days", "warning": None,
    }  # fmt: skip


def test_dates_iha_beyond_the_known_bank_holidays_warns(run):
    found = run("dates", "iha", "2027-12-20", "--json")
    assert "only known to 31-Dec-2027" in found.json["warning"]
    assert found.words == ""
    for_a_person = run("dates", "iha", "2027-12-20")
    assert for_a_person.text.startswith("Due 17-Jan-2028 (28 days from 20-Dec-2027; TS-1")
    assert "only known to" in for_a_person.words


@pytest.mark.parametrize(
    ("born", "last", "due", "months"),
    [
        ("2023-06-01", "2026-01-31", "2026-07-31", 6),
        ("2022-01-31", "2025-08-31", "2026-02-28", 6),
        ("2016-05-01", "2026-03-04", "2027-03-04", 12),
        ("2020-02-29", "2025-02-28", "2025-08-28", 6),
        ("2020-02-29", "2025-03-01", "2026-03-01", 12),
        ("2009-03-04", "2026-02-28", "2027-02-28", 12),
    ],
)
def test_dates_rha(run, born, last, due, months):
    found = run("dates", "rha", "--born", born, "--last", last, "--json")
    assert (found.code, found.words) == (0, "")
    assert list(found.json) == RHA_KEYS
    assert found.json == {
        "due": due, "interval_months": months, "rule": "TS-2 age_at_last_assessment", "none_because": None,
    }  # fmt: skip


def test_dates_rha_without_a_due_date_says_why_and_is_no_error(run):
    words = ("dates", "rha", "--born", "2008-06-01", "--last", "2026-01-01")
    found = run(*words, "--json")
    assert found.code == 0
    assert (found.json["due"], found.json["rule"]) == (None, "TS-8")
    assert "18th birthday (01-Jun-2026)" in found.json["none_because"]
    assert run(*words).code == 0
    assert "18th birthday" in run(*words).text


@pytest.mark.parametrize("name", ["CASELOAD", "USER", "PASSPHRASE"])
def test_dates_ignore_the_variables_of_a_caseload(run, monkeypatch, name):
    monkeypatch.setenv(f"LAC_TRACKER_{name}", "/nowhere")
    assert run("dates", "iha", "2026-01-01").code == 0
    assert run("forms", "check").code == 0
    assert run("--version").code == 0


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31", "2028-02-29"])
def test_the_first_and_the_last_day_that_can_be_computed(run, day):
    assert run("dates", "iha", day, "--json").json["due_28_days"]
    assert run("dates", "rha", "--born", day, "--last", day, "--json").code == 0
