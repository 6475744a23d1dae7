"""The flat extracts: one row for each child, action and questionnaire; who is named, what a file holds, what docs say."""

import csv
import io
from datetime import date
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.extracts import DUE, EXTRACT, EXTRACTS, described
from lac_tracker.exchange import extract_file
from lac_tracker.exchange.csv_file import read_own_cell
from lac_tracker.services import children, flags, flat_extracts, list_exports, sdq
from lac_tracker.storage import children as stored_children
from tests.builders import a_child, ask, sign_at_once, write
from tests.complete_answers import complete_plan
from tests.conftest import GRACE, NADIA, NOW, TODAY, TOM

HOSTILE = '=HYPERLINK("x")'
DOCS = Path(__file__).parents[2] / "docs" / "extracts.md"


def three_children(database):
    """Amara has a plan and a questionnaire; Zoë's record is restricted; the third has no name."""
    amara = a_child(database, "1001", nhs_number="9990000018")
    zoe = a_child(database, "1002", family_name="Ó Hara", given_name="Zoë", nhs_number="9990000026")
    nobody = a_child(database, "=1+1", family_name="", given_name="", born=date(2022, 2, 28))
    for child in (amara, zoe):
        sign_at_once(database, child, complete_plan())
    write(database, sdq.save_scores, amara, version="parent_4_17", completed_on=TODAY, completed_by="Jo, carer", total=17, source=HOSTILE)  # fmt: skip
    write(database, flags.set_flag, zoe, kind="restricted", detail="Staff")
    return amara, zoe, nobody


@pytest.fixture
def beginning(made_once):
    return made_once("extracts", three_children)


def rows_of(database, key, by=GRACE, **more):
    asked = flat_extracts.asked(key, today=TODAY, why="review", **more)
    found = ask(database, lambda session, **who: list(asked.rows(session, **who)), by=by)
    names = [column.title for column in asked.columns]
    assert all(len(row) == len(names) for row in found)
    return [dict(zip(names, row, strict=True)) for row in found]


def test_a_row_for_each_child_action_and_questionnaire(database, beginning):
    amara, zoe, nobody = beginning[1]
    children = rows_of(database, "children")
    assert [row["council_id"] for row in children] == ["=1+1", "1001", "1002"]
    mara = children[1]
    assert (mara["child_id"], mara["family_name"], mara["nhs_number"]) == (
        str(amara),
        "Baptiste",
        "9990000018",
    )
    assert (mara["age"], mara["looked_after"], mara["legal_status"]) == (15, "yes", "C2")
    assert (mara["born"], mara["left_care"], mara["iha_status"]) == (
        date(2010, 5, 1),
        None,
        "completed_in_time",
    )
    assert (children[0]["age"], children[2]["flags"]) == (4, "restricted")
    plan = complete_plan()
    items = [row for row in rows_of(database, "plan-items") if row["child_id"] == str(amara)]
    places = [
        (number, place, turn)
        for number, need in enumerate(plan, 1)
        for place, outcome in enumerate(need.outcomes, 1)
        for turn, _action in enumerate(outcome.actions, 1)
    ]
    assert [(row["need"], row["outcome"], row["action"]) for row in items] == places
    action = plan[0].outcomes[0].actions[0]
    assert (items[0]["action_words"], items[0]["person"], items[0]["by_date"]) == (
        action.text, action.person, action.by,
    )  # fmt: skip
    assert {row["is_current_plan"] for row in items} == {"yes"}
    (form,) = rows_of(database, "sdq")
    assert (form["informant"], form["total"], form["emotional"], form["is_follow_up"]) == (
        "carer",
        17,
        None,
        "no",
    )
    due = rows_of(database, "due", statuses=flat_extracts.Status)
    assert {(row["child_id"], row["out_of_area"]) for row in due} >= {(str(nobody), "no")}
    figures = rows_of(database, "indicators", since=date(2025, 4, 1), until=TODAY)
    assert {row["to"] for row in figures} == {TODAY}
    assert str(zoe) in {row["child_id"] for row in children}


@pytest.mark.parametrize("key", ["children", "plan-items", "due"])
def test_a_restricted_record_has_neither_name_nor_number_save_for_the_manager(database, beginning, key):
    _, zoe, _ = beginning[1]
    more = {"statuses": flat_extracts.Status} if key == "due" else {}
    for by in (NADIA, GRACE):
        (*_, row) = [row for row in rows_of(database, key, by=by, **more) if row["child_id"] == str(zoe)]
        words = " ".join(str(value) for value in row.values())
        assert ("restricted record" in words.casefold()) == (by is NADIA)
        assert any(said in words for said in ("Ó Hara", "Ó HARA", "9990000026")) == (by is GRACE)
        assert row["council_id"] == "1002"
        if key == "plan-items":
            assert bool(row["outcome_words"]) == (by is GRACE)


def test_where_a_withheld_address_is_can_not_be_worked_out(database, beginning):
    amara, _, _ = beginning[1]
    write(database, children.set_gp_practice, amara, by=NADIA, name="Northgate Surgery", ods_code="K83001")

    def practice():
        (row,) = [row for row in rows_of(database, "children") if row["child_id"] == str(amara)]
        return row["gp_practice"], row["gp_practice_code"], row["lives_in"]

    assert practice()[:2] == ("Northgate Surgery", "K83001")
    with database.writing(Entry(NADIA, NOW)) as session:
        stored_children.change(session, amara, {"address_withheld": True})
    assert practice() == (None, None, None)


def test_nothing_leaves_without_a_purpose_and_only_clinicians_have_plans_and_scores(database):
    with pytest.raises(UserError, match="care: To arrange or give care"):
        flat_extracts.asked("sdq", today=TODAY)
    entry = Entry(GRACE, NOW)
    with database.writing(entry) as session:
        list_exports.note(session, flat_extracts.asked("sdq", today=TODAY, why="review"), by=GRACE, now=NOW)
    assert entry.reason.startswith("Extract SDQ: For an inspection, an audit or a complaint. ")
    for key in ("plan-items", "sdq"):
        with pytest.raises(NotAllowed):
            rows_of(database, key, by=TOM)
    assert len(rows_of(database, "children", by=TOM)) == 3


def test_files_have_the_documented_columns_real_dates_and_nothing_a_spreadsheet_runs(database, tmp_path):
    def made(key, shape, why):
        asked = flat_extracts.asked(key, today=TODAY, why=why)
        path = tmp_path / f"{key}-{why}.{shape}"
        writer = partial(extract_file.write, EXTRACT[key])
        return path, ask(database, list_exports.write, asked, path, shape, writer)

    path, count = made("sdq", "csv", "review")
    text = path.read_bytes().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (count, list(row)) == (1, [one.key for one in EXTRACT["sdq"].fields])
    assert row["source"].startswith("'=HYPERLINK")
    assert read_own_cell(row["source"]) == HOSTILE
    assert row["completed_on"] == "2026-03-04"
    path, count = made("children", "xlsx", "review")
    book = openpyxl.load_workbook(path)
    sheet, about = book["Children"], book["About"]
    head = [cell.value for cell in sheet[1]]
    assert (count, head) == (3, [one.key for one in EXTRACT["children"].fields])
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:AK4")
    born = sheet.cell(3, head.index("born") + 1)
    assert (born.is_date, born.value.date()) == (True, date(2010, 5, 1))
    assert sheet.cell(2, head.index("council_id") + 1).value == "'=1+1"
    assert about["A2"].value == "Made 04-Mar-2026"
    path, _ = made("children", "csv", "none")
    bare = path.read_text(encoding="utf-8-sig")
    assert "1001" not in bare
    assert "Baptiste" not in bare
    head = bare.splitlines()[0].replace('"', "").split(",")
    assert head == [one.key for one in EXTRACT["children"].fields if not one.names]


def test_the_docs_say_what_the_code_has():
    assert DOCS.read_text(encoding="utf-8") == described()
    for extract in EXTRACTS:
        keys = [one.key for one in extract.fields]
        assert len(keys) == len(set(keys))
        assert f"`export {extract.key}`" in described([extract])
    assert [one.key for one in DUE.fields][:3] == ["child_id", "council_id", "name"]
