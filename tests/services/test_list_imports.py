"""A council's list into a caseload: shown first, applied all or nothing, the same again changes nothing."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lac_tracker.domain import list_fields
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.list_import import Decisions, Matching
from lac_tracker.exchange.list_reading import read_list
from lac_tracker.services import about, checks, flags, import_history, list_imports, reconciliation
from lac_tracker.storage import list_imports as stored
from lac_tracker.storage.tables.care import (
    ContactRow,
    LegalStatusRow,
    PeriodOfCareRow,
    PlacementRow,
    ProtectionStatusRow,
)
from lac_tracker.storage.tables.children import ChildRow, ImportRow
from lac_tracker.storage.tables.imports import ImportRowSetAside
from tests import builders
from tests.builders import ask, write
from tests.conftest import GRACE, NADIA, TODAY, TOM

HEADER = (
    "Council ID,NHS Number,Surname,Forename,DOB,Gender,Ethnicity,Religion,LAC start,Left care,Legal status,"
    "Placement type,Placement start,Address,Postcode,Carer,Social worker,SW phone,Disability,UASC,CP plan,CP start"
)
BASE = {
    "Council ID": "100", "NHS Number": "9990907846", "Surname": "Turner", "Forename": "Kai", "DOB": "12/07/2008",
    "Gender": "M", "Ethnicity": "WBRI", "LAC start": "27/02/2026", "Legal status": "C2", "Placement type": "U6",
    "Address": "1 High Street", "Postcode": "NN1 1AA", "Carer": "Mr Hill", "Social worker": "Dan Price",
    "SW phone": "01604 111222",
}  # fmt: skip


def a_list(*rows):
    lines = [",".join(f'"{row.get(name, "")}"' for name in HEADER.split(",")) for row in rows]
    return read_list("council.csv", "\n".join([HEADER, *lines]).encode())


def matched(received):
    return list_fields.with_order(list_fields.guess(received.columns, ()), received.rows)


def seen(database, *rows, decisions=None, by=GRACE):
    received = a_list(*rows)
    return ask(
        database, list_imports.preview, received, matched(received), decisions or Decisions(), council="123",
        today=TODAY, by=by,
    )  # fmt: skip


def taken_in(database, *rows, decisions=None, by=GRACE):
    received = a_list(*rows)
    return write(
        database, list_imports.import_list, received, matched(received), decisions or Decisions(), council="123",
        today=TODAY, by=by,
    )  # fmt: skip


def groups(preview):
    return [(row.line, row.group) for row in preview.rows]


def rows(database, table, **where):
    with database.reading() as session:
        found = session.scalars(select(table).filter_by(**where).order_by(table.id)).all()
        session.expunge_all()
    return found


def the_child(database, council_id="100"):
    return rows(database, ChildRow, council_child_id=council_id)[0]


def is_sound(database):
    found = ask(database, checks.check_caseload, database.audit_key)
    assert [part for part in found if part.problems] == []


def test_a_new_child_is_taken_in_whole_and_the_same_list_again_changes_nothing(database):
    row = BASE | {"CP plan": "Neglect", "CP start": "01/03/2026", "UASC": "Y", "Religion": "Refused"}
    preview = seen(database, row)
    assert (groups(preview), preview.to_take, preview.rows[0].name) == ([(2, "new")], 1, "TURNER, Kai")
    changes = taken_in(database, row)
    report = changes.report
    assert (report.created, report.import_id, report.no_consent, report.no_appointment) == (
        1,
        changes.made_id,
        1,
        1,
    )
    assert report.clock_words == "earliest due 27-Mar-2026 (looked after 27-Feb-2026)"
    child = the_child(database)
    assert (child.family_name, child.given_name, child.born, child.nhs_number, child.sex, child.search_key) == (
        "Turner", "Kai", date(2008, 7, 12), "9990907846", "male", "turner kai",
    )  # fmt: skip
    assert (child.ethnicity_code, child.ethnicity_state, child.religion_state, child.is_unaccompanied) == (
        "white_british", "recorded", "prefers_not_to_say", True,
    )  # fmt: skip
    began = date(2026, 2, 27)
    assert [(one.began, one.ended) for one in rows(database, PeriodOfCareRow)] == [(began, None)]
    (place,) = rows(database, PlacementRow)
    assert (place.placement_type, place.began, place.address, place.postcode, place.carer_name, place.import_id) == (
        "U6", began, "1 High Street", "NN1 1AA", "Mr Hill", changes.made_id,
    )  # fmt: skip
    assert [(one.code, one.began) for one in rows(database, LegalStatusRow)] == [("C2", began)]
    assert [(one.full_name, one.phone, one.gets_plan) for one in rows(database, ContactRow)] == [
        ("Dan Price", "01604 111222", "full_plan")
    ]
    assert [(one.category, one.began) for one in rows(database, ProtectionStatusRow)] == [
        ("Neglect", date(2026, 3, 1))
    ]
    is_sound(database)
    before = builders.row_counts(database)
    again = taken_in(database, row)
    assert (again.report.unchanged, again.made_id) == (1, None)
    after = builders.row_counts(database)
    changed = {name for name in after if after[name] != before[name]} - {"audit", "changes"}
    assert changed == set()


def test_what_changed_is_shown_field_by_field_and_written_so(database):
    taken_in(database, BASE)
    moved = BASE | {
        "Forename": "Kye", "Social worker": "Ann Lee", "Address": "9 Low Road", "Postcode": "NN2 2BB", "Legal status": "V2",
        "Carer": "Mrs Dale", "Disability": "Autism", "Gender": "F", "Religion": "Sikh", "Placement start": "02/03/2026",
    }  # fmt: skip
    (row,) = seen(database, moved).rows
    assert (row.group, row.child_id) == ("changed", the_child(database).id)
    shown = {change.key: (change.ours, change.theirs, change.taken) for change in row.changes}
    assert shown == {
        "given_name": ("Kai", "Kye", True),
        "sex": ("male", "female", False),
        "religion": ("", "Sikh", True),
        "placement": (
            "Foster care, 1 High Street, NN1 1AA, Mr Hill",
            "Foster care, 9 Low Road, NN2 2BB, Mrs Dale",
            True,
        ),
        "legal_status": ("Full care order", "Accommodated under section 20, single period", True),
        "social_worker": ("Dan Price", "Ann Lee", True),
        "disability": ("", "Autism", False),
    }
    report = taken_in(database, moved).report
    assert (report.updated, report.changed_words) == (
        1, "1 moved placement, 1 new social worker, 1 new legal status, 1 name, 1 other detail",
    )  # fmt: skip
    places = rows(database, PlacementRow)
    assert [(one.began, one.ended) for one in places] == [
        (date(2026, 2, 27), date(2026, 3, 2)), (date(2026, 3, 2), None),
    ]  # fmt: skip
    assert [(one.code, one.began, one.ended) for one in rows(database, LegalStatusRow)] == [
        ("C2", date(2026, 2, 27), TODAY), ("V2", TODAY, None),
    ]  # fmt: skip
    assert [(one.full_name, one.ended_on) for one in rows(database, ContactRow)] == [
        ("Dan Price", TODAY), ("Ann Lee", None),
    ]  # fmt: skip
    assert (the_child(database).given_name, the_child(database).search_key) == ("Kye", "turner kye")
    assert [row.group for row in seen(database, moved | {"Gender": "M", "Disability": ""}).rows] == ["same"]
    is_sound(database)


def test_what_the_team_asked_and_another_start_of_care_are_never_written_over(database):
    taken_in(database, BASE)
    child = the_child(database)
    write(
        database, about.record, child.id, "religion", by=NADIA, state="recorded", value="I", asked_of="Kai",
        asked_on=TODAY,
    )  # fmt: skip
    other = BASE | {"Religion": "Christian", "LAC start": "01/02/2026"}
    (row,) = seen(database, other).rows
    assert (row.group, [(change.key, change.taken) for change in row.changes]) == (
        "same", [("religion", False), ("became_looked_after", False)],
    )  # fmt: skip
    assert "not taken: decide in the comparison" in row.changes[1].words
    changes = taken_in(database, other)
    assert (changes.made_id, changes.report.differences) == (None, 1)
    (one,) = ask(database, reconciliation.open_differences, council="123")
    assert one.words == "Became looked after: 01-Feb-2026 by their list, 27-Feb-2026 here"
    moved = taken_in(database, other | {"Social worker": "Ann Lee"})
    assert moved.report.differences == 1
    write(database, import_history.undo, moved.made_id)
    assert len(ask(database, reconciliation.open_differences, council="123")) == 1
    assert (the_child(database).religion_code, rows(database, PeriodOfCareRow)[0].began) == (
        "I",
        date(2026, 2, 27),
    )


def test_leaving_care_closes_everything_and_coming_back_begins_anew(database):
    taken_in(database, BASE)
    gone = BASE | {"Council ID": "101", "NHS Number": "", "Forename": "Malachi", "Left care": "03/03/2026"}
    report = taken_in(database, gone).report
    assert (report.created, report.no_consent) == (1, 0)  # nobody asks for consent who is not in care
    write(database, import_history.undo, report.import_id)
    left = BASE | {"Left care": "03/03/2026"}
    assert groups(seen(database, left)) == [(2, "left_care")]
    assert taken_in(database, left).report.left_care == 1
    for table in (PeriodOfCareRow, PlacementRow, LegalStatusRow):
        assert [one.ended for one in rows(database, table)] == [date(2026, 3, 3)]
    assert groups(seen(database, left)) == [(2, "same")]
    assert [change.taken for change in seen(database, BASE).rows[0].changes] == [
        False
    ]  # the list is older than ours
    back = BASE | {"LAC start": "04/03/2026"}
    assert taken_in(database, back).report.changed_words.startswith("1 came into care")
    assert [(one.began, one.ended) for one in rows(database, PeriodOfCareRow)] == [
        (date(2026, 2, 27), date(2026, 3, 3)), (date(2026, 3, 4), None),
    ]  # fmt: skip
    is_sound(database)


def test_a_list_without_ids_gets_one_later_and_never_twice(database):
    nameless = BASE | {"Council ID": "", "Carer": "", "Surname": "O’Brien"}
    taken_in(database, nameless)
    (child,) = rows(database, ChildRow)
    assert re.fullmatch("not given [A-Z0-9]{6}", child.council_child_id)
    named = nameless | {"Council ID": "777", "Surname": "O'BRIEN"}
    (row,) = seen(database, named).rows
    assert [(change.key, change.ours, change.theirs) for change in row.changes] == [("council_id", "", "777")]
    taken_in(database, named)
    assert the_child(database, "777").family_name == "O’Brien"


CLOSE = BASE | {"Council ID": "", "NHS Number": "", "DOB": "07/12/2008"}


@pytest.mark.parametrize(
    ("decision", "group", "children"),
    [(None, "close_match", 1), ("later", "later", 1), ("different", "new", 2), ("keep_ours", "same", 1),
     ("use_theirs", "changed", 1)],
)  # fmt: skip
def test_a_close_match_waits_for_a_person(database, decision, group, children):
    taken_in(database, BASE)
    decided = Decisions(chosen={2: decision} if decision else {})
    (row,) = seen(database, CLOSE, decisions=decided).rows
    assert row.group == group
    if group in ("close_match", "later"):
        (candidate,) = row.candidates
        assert (candidate.name, candidate.born, candidate.council_id, candidate.why) == (
            "TURNER, Kai", "12-Jul-2008", "100", "Day and month look swapped",
        )  # fmt: skip
        assert candidate.differences == ("Born: 12-Jul-2008 here, 07-Dec-2008 in the list",)
        assert dict(row.received)["DOB"] == "07/12/2008"
        said = {key: follows.writes_anything for key, follows in candidate.same_child.items()}
        assert said == {"keep_ours": False, "use_theirs": True}
    changes = taken_in(database, CLOSE, decisions=decided)
    assert len(rows(database, ChildRow)) == children
    aside = rows(database, ImportRowSetAside)
    assert [(one.kind, one.line, one.child_id) for one in aside] == (
        [("close_match", 2, the_child(database).id)] if group in ("close_match", "later") else []
    )
    born = date(2008, 12, 7) if decision == "use_theirs" else date(2008, 7, 12)
    assert the_child(database).born == born
    assert changes.report.later == len(aside)


def test_decisions_never_give_one_number_or_one_child_to_two(database):
    taken_in(database, BASE, BASE | {"Council ID": "101", "NHS Number": "", "Forename": "Malachi"})
    same_number = BASE | {"Council ID": "", "DOB": "01/01/2010"}
    (row,) = seen(database, same_number).rows
    assert row.not_different.startswith(
        "its NHS number is that of another child"
    )  # said before it is decided
    (row,) = seen(database, same_number, decisions=Decisions(chosen={2: "different"})).rows
    assert (row.group, row.problems[0].reason[:46]) == (
        "refused",
        "its NHS number is that of another child of our",
    )
    two = (CLOSE, CLOSE | {"Carer": "Someone else", "Forename": "Kaì", "Council ID": "9"})
    preview = seen(database, *two, decisions=Decisions(chosen={2: "use_theirs", 3: "use_theirs"}))
    assert sorted(row.group for row in preview.rows) == ["changed", "refused"]


def test_refused_left_out_and_corrected_rows_are_kept_with_their_reasons(database):
    bad = (BASE | {"DOB": "31/02/2015"}, BASE | {"Council ID": "101", "NHS Number": "", "Surname": "Brown"},
           BASE | {"Council ID": "102", "NHS Number": "", "DOB": "rubbish"})  # fmt: skip
    decided = Decisions(corrections={(4, "born"): "01/05/2012"}, left_out=frozenset({3}))
    changes = taken_in(database, *bad, decisions=decided)
    report = changes.report
    assert (report.created, report.refused, report.left_out) == (1, 1, 1)
    assert the_child(database, "102").born == date(2012, 5, 1)
    kept = ask(database, import_history.set_aside, changes.made_id)
    assert [(one.line, one.kind, one.reason) for one in kept] == [
        (2, "refused", "DOB must be a real date. Write it as 03-Apr-2026"), (3, "left_out", "left out"),
    ]  # fmt: skip
    assert dict(kept[1].content)["Surname"] == "Brown"


def test_an_import_of_a_list_is_undone_as_a_whole(database):
    taken_in(database, BASE)
    before = builders.row_counts(database)
    more = taken_in(
        database, BASE | {"Address": "9 Low Road", "Postcode": "", "Social worker": "Ann Lee"},
        BASE | {"Council ID": "101", "NHS Number": "", "Forename": "Malachi"},
    )  # fmt: skip
    assert len(rows(database, ChildRow)) == 2
    write(database, import_history.undo, more.made_id)
    after = builders.row_counts(database)
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]}.keys() <= {
        "audit", "changes", "imports", "import_mappings",
    }  # fmt: skip
    assert [one.ended for one in rows(database, PlacementRow)] == [None]
    assert [one.ended_on for one in rows(database, ContactRow)] == [None]
    is_sound(database)


def test_how_columns_were_matched_is_remembered_for_the_council(database):
    received = a_list(BASE)
    matching = Matching(dict(matched(received).fields) | {0: "council_id"}, "day_first")
    assert ask(database, list_imports.remembered, received.columns, council="123") is None
    write(
        database, list_imports.import_list, received, matching, Decisions(), council="123", today=TODAY,
    )  # fmt: skip
    assert ask(database, list_imports.remembered, received.columns, council="123") == matching
    turned = tuple(reversed(received.columns))
    found = ask(database, list_imports.remembered, turned, council="123")
    assert {turned[at]: key for at, key in found.fields.items()} == {
        received.columns[at]: key for at, key in matching.fields.items()
    }
    assert ask(database, list_imports.remembered, received.columns, council="456") is None
    assert ask(database, list_imports.remembered, received.columns[:-1], council="123") is None
    # One column more: what was said of the others stays, also of one that is not read; the new one is guessed.
    more = (*received.columns[::-1], "Shoe size")
    said, known = ask(database, list_imports.remembered_of_fewer, more, council="123")
    assert {more[at]: key for at, key in said.fields.items()} == {
        received.columns[at]: key for at, key in matching.fields.items()
    }
    assert known == frozenset(range(len(received.columns)))
    assert list_fields.filled_up(said, known, more, ()).fields == said.fields
    few = ("Day", "NHS Number", "Surname")  # the number was not to be read
    filled = list_fields.filled_up(Matching({0: "born"}), frozenset({0, 1}), few, ())
    assert filled.fields == {0: "born", 2: "family_name"}
    assert ask(database, list_imports.remembered_of_fewer, received.columns[:-1], council="123") is None


def test_who_may_not_is_refused_and_a_list_that_does_not_fit_too(database):
    with pytest.raises(NotAllowed):
        seen(database, BASE, by=NADIA)
    assert seen(database, BASE, by=TOM).to_take == 1
    received = a_list(BASE)
    with pytest.raises(
        UserError, match="A list needs Family name or given name, Date of birth and Became looked after"
    ):
        ask(database, list_imports.preview, received, Matching({}), Decisions(), council="123", today=TODAY)


def test_a_report_repeats_no_cell_of_a_restricted_record_save_for_a_manager(database):
    taken_in(database, BASE)
    write(database, flags.set_flag, the_child(database).id, kind="restricted")
    doubtful = BASE | {"Religion": "Turnerism of Kai"}
    received = a_list(doubtful)

    def report(by):
        return ask(
            database, list_imports.dry_run, received, matched(received), Decisions(), council="123", today=TODAY, by=by,
        )  # fmt: skip

    assert [one.value for one in report(GRACE).warnings] == ["Turnerism of Kai"]
    assert [(one.value, one.reason) for one in report(TOM).warnings] == [("", "Restricted record")]


def test_a_fault_half_way_leaves_nothing_behind(database, monkeypatch):
    before = builders.row_counts(database)

    def fault(*_given, **_more):
        raise OSError("the disk")

    monkeypatch.setattr(stored, "keep_report", fault)
    with pytest.raises(OSError, match="the disk"):
        taken_in(database, BASE)
    assert builders.row_counts(database) == before


def test_the_report_is_kept_with_the_import(database):
    changes = taken_in(database, BASE, BASE | {"Council ID": "x", "DOB": "01/01/2030"})
    kept = ask(database, import_history.report, changes.made_id)
    assert (kept["created"], kept["refused"], kept["problems"][0]["line"]) == (1, 1, 3)
    (one,) = rows(database, ImportRow)
    assert (one.kind, one.children_created, one.rows_refused) == ("list", 1, 1)
    assert TODAY - timedelta(days=1) < one.made_at.date() <= TODAY
