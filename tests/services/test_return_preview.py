"""A return in the groups of the wizard, close matches a person decides about, and rows set aside that are settled later."""

from datetime import date, timedelta

import pytest

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.identifiers import placeholder_council_id
from lac_tracker.domain.list_fields import guess
from lac_tracker.domain.list_import import Decisions
from lac_tracker.exchange.list_reading import read_list
from lac_tracker.exchange.ssda903 import read_ssda903
from lac_tracker.services import import_history, imports, list_imports, placements, return_preview
from lac_tracker.storage import children
from tests import builders
from tests.builders import ask, bring_in, write
from tests.conftest import TODAY
from tests.exchange.returns import AMARA, an_episode, files

COUNCIL = {"council": "123"}
LEFT = an_episode(DEC="01/09/2024", REC="E4A")


def seen(database, staged, decisions=Decisions()):  # noqa: B008 - it is frozen
    return ask(database, return_preview.preview, staged, decisions=decisions, **COUNCIL)


def a_line(child, born="12/05/2012"):
    return f"{child},F,{born},WBRI,UN1,,"


def test_every_group_and_every_field(database):
    header = [a_line(child) for child in ("101", "102", "103", "104")]
    before = files(
        "return-2024", header=header, episodes=[an_episode(CHILD=each) for each in ("101", "102", "103")]
    )
    assert ask(database, imports.preview, read_ssda903(before), **COUNCIL).children_created == 4
    first = seen(database, read_ssda903(before))
    assert (first.read, first.count("new"), first.to_take) == (4, 4, 4)
    said = {change.words: change.theirs for change in first.of("new")[0].changes}
    assert said | {
        "Became looked after": "01-May-2024", "Legal status": "C2 Full care order", "Episodes": "1 new",
    } == said  # fmt: skip
    bring_in(database, before)
    unnamed = builders.a_child(database, placeholder_council_id("AB12CD"), born=date(2010, 1, 1))
    staged = read_ssda903(
        files(
            "return-2025",
            header=[a_line("101").replace("WBRI", "ABAN"), a_line("102"), a_line("103"), a_line("104", "13/05/2012"),
                    a_line("105", "01/01/2010"), a_line("106", "32/01/2010")],
            episodes=[an_episode(), an_episode(CHILD="102"), LEFT.replace("101", "103", 1)],
            oc2=["101,12/05/2012,12,,0,1,1,1,1,0,,"], reviews=["101,12/05/2012,01/06/2024,PN1"],
        )
    )  # fmt: skip
    found = seen(database, staged)
    groups = {row.reference: row.group for row in found.rows}
    assert groups == {
        "101": "changed", "102": "same", "103": "left_care", "104": "refused", "105": "close_match",
        "return-2025/header.csv": "refused",
    }  # fmt: skip
    by_child = {row.reference: row for row in found.rows}
    assert [(one.words, one.ours, one.theirs) for one in by_child["101"].changes] == [
        ("Ethnicity", "White: English, Welsh, Scottish, Northern Irish or British", "Asian: Bangladeshi"),
        ("OC2 answers 2024-25", "", "as received"), ("Reviews of the care plan", "", "1 new"),
    ]  # fmt: skip
    assert ("Left care", "", "01-Sep-2024") in [(o.words, o.ours, o.theirs) for o in by_child["103"].changes]
    assert "held here as born 12-May-2012" in by_child["104"].problems[0].reason
    (candidate,) = by_child["105"].candidates
    assert (candidate.child_id, candidate.name) == (unnamed, "BAPTISTE, Amara")
    assert by_child["return-2025/header.csv"].line == 7
    later = Decisions(left_out=frozenset({"101"}), chosen={"105": "later"})
    assert {row.group for row in seen(database, staged, later).rows if row.reference in ("101", "105")} == {
        "left_out", "later",
    }  # fmt: skip


def test_a_close_match_is_never_taken_by_itself_and_is_decided_once(database):
    unnamed = builders.a_child(database, placeholder_council_id("AB12CD"), born=date(2012, 5, 12))
    other = builders.a_child(database, placeholder_council_id("ZZ99ZZ"), born=date(2012, 5, 12))
    staged = read_ssda903(files("return-2025", header=[AMARA], episodes=[an_episode()]))
    first = write(database, imports.import_ssda903, staged, **COUNCIL)
    assert (first.report.children_created, first.report.children_updated) == (0, 0)
    (row,) = ask(database, import_history.set_aside, first.made_id)
    assert (row.kind, row.child_id in (unnamed, other), row.is_open) == ("close_match", True, True)
    again = write(database, imports.import_ssda903, staged, **COUNCIL)
    assert again.made_id is None  # set aside already
    same = Decisions(chosen={"101": "use_theirs"}, candidate={"101": other})
    assert [one.group for one in seen(database, staged, same).rows] == ["changed"]
    done = write(database, imports.import_ssda903, staged, decisions=same, **COUNCIL)
    assert done.report.children_updated == 1
    with database.reading() as session:
        assert children.find(session, 1, "101") == other
    with pytest.raises(UserError, match="Council ID 101 is on another record already|has the council ID"):
        write(database, import_history.decide, row.id, "use_theirs", today=TODAY, candidate=unnamed)
    write(database, import_history.settle, row.id, words="decided with the return", seen_version=row.version)
    (closed,) = ask(database, import_history.set_aside, first.made_id)
    assert closed.settled == "decided with the return (Grace Mensah)"
    for words, said in (("closed already", "again"), ("closed already", "")):
        with pytest.raises(UserError, match=words):
            write(database, import_history.settle, row.id, words=said)
    with pytest.raises(UserError, match="closed already"):
        write(database, import_history.decide, row.id, "different", today=TODAY)


def test_of_a_return_it_is_said_later_who_it_is(database):
    unnamed = builders.a_child(database, placeholder_council_id("AB12CD"), born=date(2012, 5, 12))
    staged = read_ssda903(files("return-2025", header=[AMARA, a_line("102")], episodes=[an_episode()]))
    made = write(database, imports.import_ssda903, staged, **COUNCIL).made_id
    rows = {dict(row.content)["CHILD"]: row for row in ask(database, import_history.set_aside, made)}
    with pytest.raises(UserError, match="stays set aside"):
        write(database, import_history.decide, rows["101"].id, "later", today=TODAY)
    write(database, import_history.decide, rows["102"].id, "different", today=TODAY)
    write(database, import_history.decide, rows["101"].id, "keep_ours", today=TODAY)
    (item,) = ask(database, import_history.imports)
    assert item.set_aside == 0
    report = write(database, imports.import_ssda903, staged, **COUNCIL).report
    assert (report.children_created, report.children_updated) == (1, 1)
    with database.reading() as session:
        assert children.find(session, 1, "101") == unnamed


def test_rows_of_a_list_are_sent_back_and_decided_later(database):
    child = builders.a_child(database, "101", born=date(2012, 5, 12))
    since = (TODAY - timedelta(days=20)).strftime("%d/%m/%Y")
    rows = [
        "Council ID,Family name,Given name,Date of birth,Date became looked after",
        f"900,Baptiste,Amarah,12/05/2012,{since}",
        f"901,Novak,Iva,32/13/2014,{since}",
    ]
    received = read_list("week 10.csv", "\n".join(rows).encode())
    matching = guess(received.columns, received.rows)
    made = write(
        database, list_imports.import_list, received, matching, Decisions(), today=TODAY, **COUNCIL
    ).made_id
    close, refused = ask(database, import_history.set_aside, made)
    assert (close.kind, close.child_id, refused.kind, refused.line) == ("close_match", child, "refused", 3)
    columns, lines = import_history.left_out_file((close, refused))
    assert columns == ("Row in your file", "Why it was not taken in", *received.columns)
    assert [line[0] for line in lines] == ["2", "3"]
    assert lines[1][2:] == received.rows[1].cells
    # What it is near to is ours, restricted or not: the council reads the same words of every such row.
    assert lines[0][1] == "Needs to be checked by us"
    assert lines[1][1] == refused.reason
    with pytest.raises(UserError, match="can't be taken in yet"):
        write(database, import_history.decide, refused.id, "different", today=TODAY)
    changes = write(
        database,
        import_history.decide,
        refused.id,
        "different",
        today=TODAY,
        corrections={"born": "13/12/2014"},
    )
    assert changes.report.created == 1
    write(database, import_history.decide, close.id, "different", today=TODAY)
    newest, before, first = ask(database, import_history.imports)
    assert (newest.counts, before.counts, first.set_aside) == ("1 new, 0 changed", "1 new, 0 changed", 0)
    assert "was changed on" in first.why_not
    for one in (newest, before, first):
        write(database, import_history.undo, one.id)
    assert builders.row_counts(database)["import_rows_set_aside"] == 0
    assert builders.row_counts(database)["children"] == 1


def test_a_row_that_comes_again_is_not_left_open_twice(database):
    builders.a_child(database, "101", born=date(2012, 5, 12))
    since = (TODAY - timedelta(days=20)).strftime("%d/%m/%Y")
    rows = ["Council ID,Family name,Given name,Date of birth,Date became looked after",
            f"900,Baptiste,Amarah,12/05/2012,{since}"]  # fmt: skip
    received = read_list("week 10.csv", "\n".join(rows).encode())
    matching = guess(received.columns, received.rows)
    for chosen in ({}, {}, {2: "different"}, {}):
        decisions = Decisions(chosen=chosen)
        write(database, list_imports.import_list, received, matching, decisions, today=TODAY, **COUNCIL)
    items = ask(database, import_history.imports)
    assert [one.set_aside for one in items] == [0, 0, 0]  # the fourth changed nothing
    became = [ask(database, import_history.set_aside, one.id) for one in reversed(items)]
    assert [one.settled for (one,) in became[:2]] == [
        "Set aside again by import 2 (Grace Mensah)", "Taken in by import 3 (Grace Mensah)",
    ]  # fmt: skip
    for one in items:
        write(database, import_history.undo, one.id)
    assert builders.row_counts(database)["import_rows_set_aside"] == 0


def test_an_undone_list_opens_care_that_it_had_closed(database):
    child = builders.a_child(database, "101", born=date(2012, 5, 12), nhs_number="9990000018")
    began, left = TODAY - timedelta(days=20), TODAY - timedelta(days=2)
    rows = [
        "Council ID,NHS number,Family name,Given name,Date of birth,Date became looked after,Date left care",
        f"101,9990000018,Baptiste,Amara,12/05/2012,{began:%d/%m/%Y},{left:%d/%m/%Y}",
    ]
    received = read_list("week 11.csv", "\n".join(rows).encode())
    matching = guess(received.columns, received.rows)
    done = write(database, list_imports.import_list, received, matching, Decisions(), today=TODAY, **COUNCIL)
    assert done.report.left_care == 1
    with pytest.raises(UserError, match="not in care"):
        write(database, placements.leave_care, child, today=TODAY, left_on=TODAY, reason="E4A")
    write(database, import_history.undo, done.made_id)
    write(database, placements.leave_care, child, today=TODAY, left_on=TODAY, reason="E4A")
