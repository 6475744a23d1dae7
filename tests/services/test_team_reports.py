"""Reports of a team: what each row says, restricted children, why names were needed, files never written over."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from sqlalchemy import text

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.exports import NO_NAMES, PURPOSES
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.domain.periods import Period
from lac_tracker.domain.team_reports import REPORTS, Params
from lac_tracker.exchange import list_file
from lac_tracker.services import (
    child_summary,
    dashboard,
    evidence,
    flags,
    indicators,
    list_exports,
    performance,
    report_opened,
    restricted,
    saved_reports,
    team_reports,
)
from lac_tracker.services.list_exports import Asked
from tests.conftest import GRACE, NOW, TODAY, TOM
from tests.robots_lists import add_child

YEAR = Period(date(2025, 4, 1), TODAY)
BEFORE_ANYTHING = Period(date(1999, 1, 1), date(1999, 12, 31))
READER = Actor(9, 1, "rita", "Rita Read", Role.READ_ONLY, Registration.NONE)


def some_children(database):
    """Amara is overdue; Reza's record is restricted; Zara came today, without an NHS number."""
    amara = add_child(database, "1001", family_name="Baptiste", given_name="Amara", nhs_number="9990123454")
    reza = add_child(database, "1002", family_name="Hosseini", given_name="Reza", nhs_number="9990563411",
                     became_looked_after=TODAY - timedelta(days=60))  # fmt: skip
    add_child(database, "1003", family_name="=cmd|x", given_name="Zara", became_looked_after=TODAY)
    with database.writing(Entry(GRACE, NOW)) as session:
        flags.set_flag(session, reza, by=GRACE, now=NOW, kind="restricted", detail="Family of staff")
    return amara, reza


@pytest.fixture
def team(made_once, tmp_path, keys):
    from tests.services.conftest import an_open_copy

    path, held = made_once("team_reports", some_children)
    opened = an_open_copy(path, tmp_path / "reports.lac", keys)
    yield opened, held
    opened.close()


def ask(database, function, *given, by=GRACE, **named):
    with database.reading() as session:
        return function(session, *given, by=by, now=NOW, **named)


def test_every_report_answers_for_a_year_and_for_a_time_before_any_data(team):
    database, _ = team
    for one in REPORTS:
        if one.shape in ("performance", "evidence", "extract"):
            continue
        for period in (YEAR, BEFORE_ANYTHING):
            found = ask(database, team_reports.answer, one.key, Params(period), today=TODAY)
            assert all(len(row) == len(found.columns) for row in found.rows), one.key
            assert any(column.names for column in found.columns) == (one.shape == "list"), one.key
            assert found.stated


def test_a_restricted_child_is_neither_named_nor_numbered_save_to_the_manager(team):
    database, _ = team
    for key in ("overdue", "looked_after", "flags", "iha"):
        grace = ask(database, team_reports.answer, key, Params(YEAR), today=TODAY)
        tom = ask(database, team_reports.answer, key, Params(YEAR), today=TODAY, by=TOM)
        assert len(grace.rows) == len(tom.rows), key
        assert "HOSSEINI" in str(grace.rows), key
        assert "HOSSEINI" not in str(tom.rows), key
        assert "056" not in str([row[2] for row in tom.rows]), key
        assert "Family of staff" not in str(tom.rows), key


def test_the_monthly_list_says_who_is_new_and_what_is_missing(team):
    database, _ = team
    found = ask(
        database,
        team_reports.answer,
        "looked_after",
        Params(Period(TODAY.replace(day=1), TODAY)),
        today=TODAY,
    )
    change = {row[0]: row[5] for row in found.rows}
    assert change == {"1001": None, "1002": None, "1003": "New"}
    assert {gap.words: gap.count for gap in found.gaps} == {"with no NHS number": 1, "with no GP practice": 3}


def test_who_opened_which_record_is_for_the_manager_and_the_auditor_alone(team):
    database, (amara, reza) = team
    at = NOW + timedelta(minutes=3)
    with database.writing(Entry(TOM, NOW)) as session:
        restricted.claim(session, reza, reason="someone_rang", by=TOM, now=NOW)
    for who, child, when in ((TOM, reza, NOW), (TOM, reza, at), (GRACE, amara, at)):
        with database.writing(Entry(who, when)) as session:
            child_summary.summary(session, child, by=who, now=when, today=TODAY)
    asked = Params(Period(TODAY, TODAY))
    found = ask(database, team_reports.answer, "opened", asked, today=TODAY)
    first, last = NOW.astimezone().strftime("%H:%M"), at.astimezone().strftime("%H:%M")
    assert {(row[0], *row[3:]) for row in found.rows} == {
        ("1001", TODAY, GRACE.full_name, last, last, 1, None),
        ("1002", TODAY, TOM.full_name, first, last, 2, "Restricted"),
    }
    assert "2 records, by 2 people" in found.stated[0]
    auditor = Actor(8, 1, "ann", "Ann Audit", Role.AUDITOR, Registration.NONE)
    audited = ask(database, report_opened.opened, asked, today=TODAY, by=auditor)
    assert {row[0] for row in audited.rows} == {"1001", "1002"}
    assert "BAPTISTE" not in str(audited.rows)
    with pytest.raises(NotAllowed):
        ask(database, team_reports.answer, "opened", asked, today=TODAY, by=TOM)


def test_steps_and_missing_answers_are_short_on_paper(team):
    database, _ = team
    chains = ask(database, team_reports.answer, "iha", Params(YEAR), today=TODAY)
    paper = ask(database, team_reports.on_paper, "iha", chains, "care", today=TODAY)
    assert paper.columns[:7] == (
        "Council ID",
        "Name",
        "NHS number",
        "Born",
        "Due",
        "Result",
        "Became looked after",
    )
    assert not any("days since" in title for title in paper.columns)
    missing = ask(database, team_reports.answer, "return", Params(YEAR), today=TODAY)
    once = ask(database, team_reports.on_paper, "return", missing, "care", today=TODAY)
    assert [row[0] for row in once.rows] == sorted({str(row[0]) for row in missing.rows})
    (line,) = ask(database, dashboard.lines, YEAR, today=TODAY, only=["iha_28_days"])
    still_open = sum(1 for row in chains.rows if row[5] == "Open")
    assert len(chains.rows) - still_open == line.counted  # the report and the figure count the same children
    assert any("not counted yet" in words for words in chains.stated) is bool(still_open)


def test_the_yearly_return_is_counted_without_naming_anybody(team):
    database, _ = team
    named = ask(database, team_reports.answer, "return", Params(YEAR), today=TODAY)
    counts = ask(
        database, team_reports.answer, "return", Params(YEAR, level="counts", hides_small=False), today=TODAY
    )
    assert not any(column.names for column in counts.columns)
    assert sum(int(row[1]) for row in counts.rows) == len({(row[0], row[5]) for row in named.rows})
    hidden = ask(database, team_reports.answer, "return", Params(YEAR, level="counts"), today=TODAY)
    assert {row[1] for row in hidden.rows} <= {"under 5"}


def test_names_need_a_purpose_which_stands_in_the_audit_log_and_a_file_is_never_written_over(team, tmp_path):
    database, _ = team
    found = ask(database, team_reports.answer, "looked_after", Params(YEAR), today=TODAY)
    asked = Asked("Looked-after list", found.columns, team_reports.rows_of(found), found.stated)
    entry = Entry(GRACE, NOW)
    with pytest.raises(UserError, match="Why do you need names"), database.writing(entry) as session:
        list_exports.note(session, asked, by=GRACE, now=NOW)
    asked = Asked(asked.what, asked.columns, asked.rows, asked.stated, PURPOSES[3].key)
    with database.writing(Entry(GRACE, NOW)) as session:
        list_exports.note(session, asked, by=GRACE, now=NOW)
    with database.reading() as session:
        reason = session.scalar(text("SELECT reason FROM audit ORDER BY number DESC LIMIT 1"))
    assert reason.startswith("Looked-after list: For the hospital or GP to flag their records")
    path = tmp_path / "list.csv"
    assert ask(database, list_exports.write, asked, path, "csv", list_file.write) == 3
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert [row["Council ID"] for row in rows] == ["1001", "1003", "1002"]
    assert rows[1]["Name"].startswith("'=CMD")
    assert rows[0]["About this list"].startswith("Looked-after list. Looked after on 04-Mar-2026")
    assert rows[1]["About this list"] == ""
    with pytest.raises(UserError, match="already a file"):
        ask(database, list_exports.write, asked, path, "csv", list_file.write)
    book = tmp_path / "list.xlsx"
    ask(
        database,
        list_exports.write,
        Asked(asked.what, asked.columns, asked.rows, asked.stated, NO_NAMES),
        book,
        "xlsx",
        list_file.write,
    )
    sheet = openpyxl.load_workbook(book).active
    assert "BAPTISTE" not in str([[cell.value for cell in row] for row in sheet.iter_rows()])
    with pytest.raises(NotAllowed):
        ask(database, list_exports.note, asked, by=READER)


def test_a_list_without_rows_says_so_in_its_file(team, tmp_path):
    database, _ = team
    asked = Asked("Nobody", (), lambda _session, **_: iter(()), ("Filtered: nobody",))
    assert ask(database, list_exports.write, asked, tmp_path / "none.csv", "csv", list_file.write) == 1
    assert "No rows. Nobody. Filtered: nobody" in (tmp_path / "none.csv").read_text("utf-8-sig")


def test_papers_of_figures_name_nobody_and_hide_small_numbers(team):
    database, _ = team
    report = ask(database, performance.report, YEAR, BEFORE_ANYTHING, hides_small=True, today=TODAY)
    pack = ask(database, evidence.pack, YEAR, hides_small=True, today=TODAY)
    for held in (report, pack):
        assert "BAPTISTE" not in repr(held)
        assert "1001" not in repr(held)
    iha = next(line for line in report.lines if line.id == "iha_28_days")
    assert (iha.big, iha.change) == ("Not shown", "Before: none to count")
    assert [one.number for one in pack.answered] == [f"3.{number}" for number in range(12, 21)]
    shown = ask(database, performance.report, YEAR, None, hides_small=False, today=TODAY)
    assert next(line for line in shown.lines if line.id == "iha_28_days").big == "0 of 2"
    assert len(shown.months) == 3


def test_targets_are_the_managers_and_all_are_kept_or_none(team):
    database, _ = team

    def keep(typed, by=GRACE):
        with database.writing(Entry(by, NOW)) as session:
            dashboard.set_targets(session, typed, by=by, now=NOW)

    keep({"iha_28_days": "92", "rha_in_time": ""})
    with pytest.raises(UserError, match="^RHA on time"):
        keep({"iha_28_days": "50", "rha_in_time": "many"})
    held = ask(database, indicators.targets)
    assert held["iha_28_days"] == 92
    assert "rha_in_time" not in held
    with pytest.raises(NotAllowed):
        keep({"iha_28_days": "10"}, TOM)


def test_a_report_is_kept_under_a_name_for_one_person(team):
    database, _ = team
    with database.writing(Entry(GRACE, NOW)) as session:
        saved_reports.keep(session, by=GRACE, now=NOW, name="  Monthly ", content="{}")
        saved_reports.keep(session, by=GRACE, now=NOW, name="Monthly", content='{"report": "iha"}')
    assert ask(database, saved_reports.listed) == (("Monthly", '{"report": "iha"}'),)
    assert ask(database, saved_reports.listed, by=TOM) == ()
    with pytest.raises(UserError, match="Name"), database.writing(Entry(GRACE, NOW)) as session:
        saved_reports.keep(session, by=GRACE, now=NOW, name=" ", content="{}")
    with database.writing(Entry(GRACE, NOW)) as session:
        saved_reports.forget(session, "Monthly", by=GRACE, now=NOW)
    assert ask(database, saved_reports.listed) == ()
