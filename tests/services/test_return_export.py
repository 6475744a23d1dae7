"""The yearly return of generated children: at every age that matters, who is in it, what is missing, left out, differs."""

from datetime import date

import pytest

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import NotAllowed, NotFound, UserError
from lac_tracker.domain.return_export import totals
from lac_tracker.exchange import oc2_file
from lac_tracker.services import return_export, yearly_return
from tests import oc2_rules
from tests.answering_returns import complete, whole
from tests.builders import a_child, ask, bring_in, write
from tests.conftest import GRACE, NADIA, NOW, TODAY, TOM
from tests.exchange.returns import files

YEAR = 2026
LONG, LATER = "01/02/2020,S", "01/08/2022,S"
# CHILD: (born, [episodes: DECOM,RNE,LS,DEC,REC], the council's OC2 row, the row that is returned or why there is none)
GIVEN = {
    "under5": ("01/06/2022", [f"{LATER},C2,,"], ",SDQ1,1,1,1,1,1,0,0,0", ",,,1,1,1,1,0,,"),
    "turns4": ("28/02/2022", [f"{LATER},C2,,"], "12,,,1,1,1,1,0,,", "12,,,1,1,1,1,0,,"),
    "turns5": ("31/03/2021", [f"{LATER},C2,,"], ",SDQ3,,1,1,1,1,0,,", ",SDQ3,,,1,1,1,0,,"),
    "turns10": ("31/03/2016", [f"{LONG},C2,,"], "7,,0,,1,1,1,0,,", "7,,0,,1,1,1,0,,"),
    "is9": ("01/04/2016", [f"{LONG},C2,,"], "7,,0,,1,1,1,0,,", "7,,,,1,1,1,0,,"),
    "turns17": ("01/04/2008", [f"{LONG},C2,,"], ",SDQ1,1,,0,1,1,1,0,1", ",SDQ1,1,,0,1,1,1,0,1"),
    "is17": ("31/03/2008", [f"{LONG},C2,,"], "4,,1,,0,1,1,1,1,1", ",,1,,0,1,1,1,1,"),
    "sdq1": ("01/06/2014", [f"{LONG},C2,,"], ",SDQ1,0,,1,1,1,0,,", ",,0,,1,1,1,0,,"),
    "both": ("01/06/2014", [f"{LONG},C2,,"], "12,SDQ2,0,,1,1,1,0,,", "12,,0,,1,1,1,0,,"),
    "odd": ("01/06/2014", [f"{LONG},C2,,"], "41,,Y,,01,1.0,1,0,,", ",,,,1,1,1,0,,"),
    "leap": ("29/02/2016", [f"{LONG},C2,,"], "0,,0,,1,1,1,0,,", "0,,0,,1,1,1,0,,"),
    "returned": ("01/06/2014", ["01/02/2020,S,C2,01/05/2025,E4A", "01/06/2025,S,C2,,"], "", "left care on 01-May-2025"),
    "last_day": ("01/06/2014", ["01/02/2020,S,C2,31/03/2026,E4A"], "1,,0,,1,1,1,0,,", "1,,0,,1,1,1,0,,"),
    "left": ("01/06/2014", ["01/02/2020,S,C2,30/03/2026,E4A"], "1,,0,,1,1,1,0,,", "left care on 30-Mar-2026"),
    "breaks": ("01/06/2014", ["01/02/2020,S,V4,,"], "", "short breaks (V4)"),
    "born": ("10/06/2025", ["12/06/2025,S,C2,,"], "", "became looked after on 12-Jun-2025"),
    "before": ("01/06/2008", ["01/02/2020,S,C2,01/03/2025,E4A"], "", None),
}  # fmt: skip


def a_return():
    header, episodes, oc2 = [], [], []
    for child, (born, held, told, _) in GIVEN.items():
        header.append(f"{child},F,{born},WBRI,,,")
        for one in held:
            decom, rne, status, dec, rec = one.split(",")
            episodes.append(f"{child},{decom},{rne},{status},N1,U4,PR1,{dec},{rec},,,,")
        if told:
            oc2.append(f"{child},{born},{told}")
    return files(f"return-{YEAR}", header=header, episodes=episodes, oc2=oc2)


@pytest.fixture
def beginning(made_once):
    return made_once("a_return", lambda database: bring_in(database, a_return()))


def lines_of(found):
    rows = oc2_file.write(found.rows).decode().splitlines()[1:]
    return {line.split(",")[0]: line.split(",", 2)[2] for line in rows}


def test_every_age_and_history_is_returned_as_the_rules_want_it(database):
    found = whole(database, YEAR)
    expected = {child: row for child, (*_, row) in GIVEN.items() if row and row.count(",") == 9}
    assert lines_of(found) == expected
    because = {one.council_id: one.because for one in found.children if not one.is_in}
    assert because.keys() == {child for child, (*_, row) in GIVEN.items() if row and row.count(",") != 9}
    assert all(because[child].startswith(GIVEN[child][3]) for child in because)
    left = [(one.council_id, one.left.words) for one in found.left_out]
    for child, words in (
        ("under5", "not applicable at 3: SDQ_REASON SDQ1"),
        ("under5", "not applicable at 3: CONVICTED 1"),
        ("under5", "not applicable, only where a substance problem was identified: INTERVENTION_OFFERED 0"),
        ("turns5", "not applicable at 5: HEALTH_CHECK 1"),
        ("is9", "not applicable at 9: CONVICTED 0"),
        ("is17", "not applicable at 18: SDQ_SCORE 4"),
        ("is17", "not applicable, only where none was received: INTERVENTION_OFFERED 1"),
        ("sdq1", "not taken for a child of 4 to 16: SDQ_REASON SDQ1"),
        ("both", "a score is returned, so no reason: SDQ_REASON SDQ2"),
        ("odd", "not a value of the return: SDQ_SCORE 41"),
        ("odd", "not a value of the return: CONVICTED Y"),
        ("left", "not in this return, left care on 30-Mar-2026, before 31-Mar-2026: SDQ_SCORE 1"),
    ):
        assert (child, words) in left
    assert {(one.council_id, one.column) for one in found.missing} == {
        ("odd", "SDQ_SCORE"), ("odd", "CONVICTED"), ("sdq1", "SDQ_SCORE"),
    }  # fmt: skip
    assert [words for _key, words in totals(found)] == [
        "12 children in the return", "10 complete", "2 with 3 answers missing", "12 left out",
        "0 differ from the council's", "4 not in it",
    ]  # fmt: skip
    doubted = next(one for one in found.children if one.council_id == "turns17").lines[0]
    assert doubted.source.endswith("17 on 01-Apr-2025: whether one is returned is not verified")
    # Completed through the services it passes every rule, and comes back as it went.
    header, episodes = (a_return()[f"return-{YEAR}/{name}.csv"] for name in ("header", "episodes"))
    data = oc2_file.write(complete(database, YEAR).rows)
    assert oc2_rules.faults(oc2_rules.case(data, header, episodes, YEAR)) == []
    bring_in(database, {f"return-{YEAR}/header.csv": header, f"return-{YEAR}/oc2.csv": data})
    assert oc2_file.write(whole(database, YEAR).rows) == data
    # Another year's answers are never taken.
    assert {one.column for one in whole(database, YEAR - 1).missing} >= {"CONVICTED", "IMMUNISATIONS"}


def test_it_leaves_with_a_purpose_only_when_nothing_is_missing_or_it_was_said_so(database, tmp_path):
    found = whole(database, YEAR)
    entry = Entry(NADIA, NOW)
    with database.writing(entry) as session:
        with pytest.raises(UserError, match="3 answers are missing. Nothing was written"):
            return_export.note(session, found, by=NADIA, now=NOW)
        with pytest.raises(UserError, match="Why do you need the return"):
            return_export.note(session, found, by=NADIA, now=NOW, why="none", incomplete=True)
        return_export.note(session, found, by=NADIA, now=NOW, incomplete=True)
    assert entry.reason == (
        "Health return 2026 of 123, 12 children, 3 answers missing: For the council that looks after them"
    )
    path = ask(database, return_export.write, found, tmp_path, oc2_file.write, by=NADIA)
    data = path.read_bytes()
    assert (path.name, data[:9]) == ("oc2.csv", b"CHILD,DOB")
    with pytest.raises(UserError, match="already a file"):
        ask(database, return_export.write, found, tmp_path, oc2_file.write)
    assert path.read_bytes() == data
    for service, given in ((return_export.whole, (YEAR,)), (return_export.choices, ())):
        with pytest.raises(NotAllowed):
            ask(database, service, *given, today=TODAY, by=TOM)
    with pytest.raises(UserError, match="no return of 2028"):
        whole(database, 2028)


def test_ours_is_returned_where_the_council_says_otherwise_and_two_answers_of_ours_are_settled_first(
    database,
):
    child = next(one.child_id for one in whole(database, YEAR).children if one.council_id == "leap")
    said = {"year": YEAR, "today": TODAY, "source": "Social worker", "seen_version": 0}
    write(database, yearly_return.answer, child, column="CONVICTED", says="1", **said)
    found = whole(database, YEAR)
    assert lines_of(found)["leap"] == "0,,1,,1,1,1,0,,"
    (differs,) = found.differs
    assert (differs.council_id, differs.column, differs.ours, differs.theirs) == (
        "leap",
        "CONVICTED",
        "Yes",
        "No",
    )


def test_a_caseload_of_two_councils_says_which_and_a_child_without_an_identifier_has_no_row(database):
    from lac_tracker.domain.identifiers import placeholder_council_id

    nobody = placeholder_council_id("B3K7QD")
    a_child(database, nobody, council="124", born=date(2014, 6, 1), became_looked_after=date(2020, 1, 6))
    a_child(database, "=1+1", council="124", born=date(2014, 6, 1), became_looked_after=date(2020, 1, 6))
    with pytest.raises(UserError, match="several councils"):
        whole(database, YEAR)
    with pytest.raises(NotFound):
        whole(database, YEAR, council="999")
    found = whole(database, YEAR, council="124")
    assert [row.council_id for row in found.rows] == ["=1+1"]
    assert ("CHILD", nobody) in [(one.column, one.council_id) for one in found.missing]
    with pytest.raises(UserError, match="run it as a formula"):
        oc2_file.write(found.rows)
    held = ask(database, return_export.choices, today=TODAY, by=GRACE)
    assert held.councils == (("123", "123"), ("124", "124"))
    assert [one.year for one in held.years][:2] == [2026, 2025]
