"""One row at a time: what is refused, what is doubted, what is taken."""

from datetime import date

import pytest

from lac_tracker.domain.errors import ImportRefused
from lac_tracker.exchange.ssda903 import read_ssda903
from lac_tracker.exchange.ssda903_columns import (
    check_letter,
    is_placement_type,
    postcode_can_exist,
    upn_fault,
)
from tests.exchange.returns import AMARA, EPISODES, HEADER, an_episode, files, places, read, table, the_child


def test_a_clean_return():
    found = read(
        episodes=[
            an_episode(DEC="03/06/24", REC="X1", URN="7"),
            an_episode(DECOM="03/06/2024", RNE="P", PLACE="K2"),
        ],
        uasc=["101,F,12/05/2012,01/05/2030"],
        oc2=["101,12/05/2012,17,,0,,1,1,1,0,,"],
        reviews=["101,12/05/2012,07/07/2024,PN1"],
    )
    assert (found.refused, found.warnings) == ((), ())
    assert len(found.files) == 5
    child = the_child(found)
    assert (child.born, child.sex, child.ethnicity_code, child.upn) == (
        date(2012, 5, 12),
        "female",
        "WBRI",
        "UN1",
    )
    assert (child.unaccompanied, child.unaccompanied_until) == (True, date(2030, 5, 1))
    assert [(each.began, each.ended, each.reason_ended) for each in child.episodes] == [
        (date(2024, 5, 1), date(2024, 6, 3), "X1"),
        (date(2024, 6, 3), None, None),
    ]
    [answers] = child.yearly_answers
    assert answers.year == 2025
    assert answers.values[0] == ("SDQ_SCORE", "17")
    assert "SDQ_REASON" not in dict(answers.values)
    assert [(each.reviewed_on, each.participation) for each in child.reviews] == [(date(2024, 7, 7), "PN1")]


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ({"header": [AMARA, "102,M,31/02/2015,WBRI,UN1,,"]}, ("header.csv", 3, "DOB")),
        ({"header": [AMARA, "102,M,,WBRI,UN1,,"]}, ("header.csv", 3, "DOB")),
        ({"header": [AMARA, ",M,01/02/2015,WBRI,UN1,,"]}, ("header.csv", 3, "CHILD")),
        ({"header": [AMARA, "1.23457E+11,M,01/02/2015,WBRI,UN1,,"]}, ("header.csv", 3, "CHILD")),
        ({"header": [AMARA, f"{'9' * 51},M,01/02/2015,WBRI,UN1,,"]}, ("header.csv", 3, "CHILD")),
        ({"header": [AMARA, AMARA.replace("12/05", "13/05")]}, ("header.csv", 3, "DOB")),
        ({"header": [AMARA, AMARA.replace("WBRI", "WIRI")]}, ("header.csv", 3, "ETHNIC")),
        ({"header": [AMARA, AMARA.replace(",F,", ",M,")]}, ("header.csv", 3, "SEX")),
        ({"episodes": [an_episode(DECOM="")]}, ("episodes.csv", 2, "DECOM")),
        ({"episodes": [an_episode(DECOM="31/06/2024")]}, ("episodes.csv", 2, "DECOM")),
        ({"episodes": [an_episode(CHILD="")]}, ("episodes.csv", 2, "CHILD")),
        ({"episodes": [an_episode(CHILD="999")]}, ("episodes.csv", 2, "CHILD")),
        ({"episodes": [an_episode(DECOM="11/05/2012")]}, ("episodes.csv", 2, "DECOM")),  # before birth
        ({"episodes": [an_episode(), an_episode(PLACE="K2")]}, ("episodes.csv", 3, "DECOM")),
        ({"uasc": ["101,F,13/05/2012,01/05/2030"]}, ("uasc.csv", 2, "DOB")),
        ({"uasc": ["101,F,12/05/2012,01/05/2030", "101,F,12/05/2012,"]}, ("uasc.csv", 3, "DUC")),
        ({"oc2": ["101,13/05/2012,17,,0,,1,1,1,0,,"]}, ("oc2.csv", 2, "DOB")),
        ({"oc2": ["101,,17,,0,,1,1,1,0,,"]}, ("oc2.csv", 2, "DOB")),
        (
            {"oc2": ["101,12/05/2012,17,,0,,1,1,1,0,,", "101,12/05/2012,18,,0,,1,1,1,0,,"]},
            ("oc2.csv", 3, "CHILD"),
        ),
        ({"reviews": ["999,13/05/2012,01/07/2024,PN1"]}, ("reviews.csv", 2, "CHILD")),
    ],
)
def test_rows_that_are_refused(rows, refused):
    found = read(**rows)
    assert places(found.refused) == [refused]
    assert found.refused[0].reason
    assert [child.council_id for child in found.children] == ["101"]


@pytest.mark.parametrize(
    ("rows", "doubt"),
    [
        ({"header": [AMARA.replace("101,", "101.0,")]}, ("header.csv", 2, "CHILD")),
        ({"header": [AMARA.replace(",F,", ",X,")]}, ("header.csv", 2, "SEX")),
        ({"header": [AMARA.replace(",F,", ",U,")]}, ("header.csv", 2, "SEX")),
        ({"header": [AMARA.replace(",F,", ",2.0,")]}, ("header.csv", 2, "SEX")),
        ({"header": [AMARA.replace("WBRI", "WBRX")]}, ("header.csv", 2, "ETHNIC")),
        ({"header": [AMARA.replace("WBRI", "")]}, ("header.csv", 2, "ETHNIC")),
        ({"header": [AMARA.replace("UN1", "A801200005001")]}, ("header.csv", 2, "UPN")),
        ({"header": [AMARA.replace("UN1", "12345")]}, ("header.csv", 2, "UPN")),
        ({"header": ["101,F,12/05/2012,WBRI,UN1,1.0,"]}, ("header.csv", 2, "MOTHER")),
        ({"header": ["101,F,12/05/2012,WBRI,UN1,yes,"]}, ("header.csv", 2, "MOTHER")),
        ({"header": ["101,F,12/05/2012,WBRI,UN1,1,31/02/2024"]}, ("header.csv", 2, "MC_DOB")),
        ({"header": [AMARA.replace("2012", "2026")]}, ("header.csv", 2, "DOB")),
        ({"header": [AMARA.replace("2012", "1999")]}, ("header.csv", 2, "DOB")),
        ({"episodes": [an_episode(REC="X1")]}, ("episodes.csv", 2, "REC")),
        ({"episodes": [an_episode(DEC="03/06/24")]}, ("episodes.csv", 2, "REC")),
        ({"episodes": [an_episode(DEC="03/06/24", REC="E99")]}, ("episodes.csv", 2, "REC")),
        ({"episodes": [an_episode(DEC="31/06/24", REC="E4A")]}, ("episodes.csv", 2, "DEC")),
        ({"episodes": [an_episode(DEC="30/04/2024", REC="E4A")]}, ("episodes.csv", 2, "DEC")),  # before DECOM
        ({"episodes": [an_episode(RNE="Q")]}, ("episodes.csv", 2, "RNE")),
        ({"episodes": [an_episode(RNE="")]}, ("episodes.csv", 2, "RNE")),
        ({"episodes": [an_episode(LS="C9")]}, ("episodes.csv", 2, "LS")),
        ({"episodes": [an_episode(CIN="N9")]}, ("episodes.csv", 2, "CIN")),
        (
            {"episodes": [an_episode(PLACE="Z12")]},
            ("episodes.csv", 2, "PLACE"),
        ),  # valid from the next year on
        ({"episodes": [an_episode(PLACE="")]}, ("episodes.csv", 2, "PLACE")),
        ({"episodes": [an_episode(PLACE_PROVIDER="PR9")]}, ("episodes.csv", 2, "PLACE_PROVIDER")),
        ({"episodes": [an_episode(REASON_PLACE_CHANGE="BORED")]}, ("episodes.csv", 2, "REASON_PLACE_CHANGE")),
        ({"episodes": [an_episode(HOME_POST="EG19 7TT", PL_POST="L99")]}, ("episodes.csv", 2, "HOME_POST")),
        ({"episodes": [an_episode(PL_POST="LE1 1CC")]}, ("episodes.csv", 2, "PL_POST")),
        ({"episodes": [an_episode(DECOM="02/04/2025")]}, ("episodes.csv", 2, "DECOM")),
        ({"episodes": [an_episode(DEC="02/04/2025", REC="E4A")]}, ("episodes.csv", 2, "DEC")),
        ({"episodes": [an_episode(DEC="03/06/24", REC="X1")]}, ("episodes.csv", 2, "REC")),  # nothing follows
        ({"uasc": ["101,F,12/05/2012,13/05/2030"]}, ("uasc.csv", 2, "DUC")),
        ({"oc2": ["101,12/05/2012,41,,0,,1,1,1,0,,"]}, ("oc2.csv", 2, "SDQ_SCORE")),
        ({"oc2": ["101,12/05/2012,,SDQ9,0,,1,1,1,0,,"]}, ("oc2.csv", 2, "SDQ_REASON")),
        ({"oc2": ["101,12/05/2012,,SDQ1,0,,Y,1,1,0,,"]}, ("oc2.csv", 2, "IMMUNISATIONS")),
        ({"reviews": ["101,12/05/2012,01/04/2025,PN1"]}, ("reviews.csv", 2, "REVIEW")),
        ({"reviews": ["101,12/05/2012,soon,PN1"]}, ("reviews.csv", 2, "REVIEW")),
        ({"reviews": ["101,12/05/2012,01/07/2024,PN9"]}, ("reviews.csv", 2, "REVIEW_CODE")),
        (
            {"reviews": ["101,12/05/2012,01/07/2024,PN1", "101,12/05/2012,01/07/2024,PN2"]},
            ("reviews.csv", 3, "REVIEW_CODE"),
        ),
    ],
)
def test_doubts_are_imported_and_listed(rows, doubt):
    found = read(**rows)
    assert places(found.warnings) == [doubt]
    assert found.refused == ()
    assert len(the_child(found).episodes) == len(rows.get("episodes", ()))


@pytest.mark.parametrize(
    ("rows", "doubt"),
    [
        ([an_episode(), an_episode(DECOM="01/07/2024", RNE="P")], (2, "DEC")),  # open, and another began
        (
            [an_episode(DEC="01/08/24", REC="X1"), an_episode(DECOM="01/07/2024", RNE="P")],
            (3, "DECOM"),
        ),  # overlap
        ([an_episode(DEC="01/06/24", REC="X1"), an_episode(DECOM="01/07/2024", RNE="P")], (2, "REC")),  # gap
    ],
)
def test_episodes_that_do_not_follow_on_are_doubted(rows, doubt):
    found = read(episodes=rows)
    assert [(problem.line, problem.column) for problem in found.warnings] == [doubt]
    assert len(the_child(found).episodes) == 2


def test_a_reason_on_an_open_episode_is_ignored():
    [episode] = the_child(read(episodes=[an_episode(REC="E4A")])).episodes
    assert (episode.ended, episode.reason_ended) == (None, None)


@pytest.mark.parametrize("dec", ["31/06/24", "30/04/2024"], ids=["unreadable", "before it began"])
def test_an_end_that_cannot_be_leaves_the_episode_open(dec):
    [episode] = the_child(read(episodes=[an_episode(DEC=dec, REC="E4A")])).episodes
    assert (episode.ended, episode.reason_ended) == (None, None)


def test_an_episode_of_one_day_and_the_next_on_that_day_are_both_kept():
    found = read(episodes=[an_episode(RNE="P", PLACE="K2"), an_episode(DEC="01/05/24", REC="X1")])
    assert (found.refused, found.warnings) == ((), ())
    assert [each.reason_new_episode for each in the_child(found).episodes] == ["S", "P"]


def test_the_same_row_twice_is_one():
    review = "101,12/05/2012,01/07/2024,PN1"
    found = read(header=[AMARA, AMARA], episodes=[an_episode(), an_episode()], reviews=[review, review])
    assert (found.refused, found.warnings) == ((), ())
    assert (len(the_child(found).episodes), len(the_child(found).reviews)) == (1, 1)


def test_every_child_of_the_header_is_a_child_with_or_without_an_episode():
    found = read(header=[AMARA, "0102,1,01/02/2015,NOBT,,,"], episodes=[an_episode()])
    assert [(child.council_id, len(child.episodes)) for child in found.children] == [("0102", 0), ("101", 1)]


def test_a_refused_header_row_is_named_to_the_rows_that_need_it():
    found = read(header=[AMARA, "102,M,31/02/2015,WBRI,UN1,,"], episodes=[an_episode(CHILD="102")])
    assert places(found.refused) == [("episodes.csv", 2, "CHILD"), ("header.csv", 3, "DOB")]
    assert "return-2025/header.csv line 3" in found.refused[0].reason


def test_tables_are_known_by_their_columns_not_their_names():
    rows = {"2025/a.csv": table(EPISODES, [an_episode()]), "2025/b.csv": table(HEADER, [AMARA])}
    assert len(the_child(read_ssda903(rows)).episodes) == 1


def test_capitals_blanks_and_other_spellings_of_columns_are_tolerated():
    columns = (
        HEADER.lower()
        .replace("child", " Child ID ")
        .replace("dob", "Date of birth", 1)
        .replace("sex", "GENDER")
    )
    found = read_ssda903({"header.csv": table(columns, [AMARA])})
    assert found.warnings == ()
    assert the_child(found).born == date(2012, 5, 12)


def test_added_columns_are_ignored_and_missing_ones_are_told_once():
    added = {"2025/header.csv": table(f"{HEADER},LA_NOTE", [f"{AMARA},x"])}
    assert read_ssda903(added).warnings == ()
    short = {
        "2025/header.csv": table("CHILD,SEX,DOB,ETHNIC", ["101,F,12/05/2012,WBRI", "102,M,12/05/2013,WBRI"])
    }
    assert places(read_ssda903(short).warnings) == [
        ("header.csv", 1, column) for column in ("UPN", "MOTHER", "MC_DOB")
    ]


def test_a_uasc_table_without_birth_dates_is_taken():
    uasc = {"return-2025/uasc.csv": table("CHILD,DUC", ["101,01/05/2030"])}
    found = read_ssda903(files(header=[AMARA]) | uasc)
    assert (found.refused, found.warnings) == ((), ())
    assert the_child(found).unaccompanied


def test_a_column_that_stands_there_twice_is_refused():
    with pytest.raises(ImportRefused, match="column DOB: the column stands there twice"):
        read_ssda903({"header.csv": table(f"{HEADER},DOB", [f"{AMARA},12/05/2012"])})


def test_what_is_not_imported_is_named_without_noise():
    others = {
        "return-2025/ad1.csv": b"CHILD,DOB,DATE_INT,DATE_MATCH\n",
        "return-2025/dolo.csv": b"CHILD,DOB,DOLO_START,DOLO_END\n",
        "return-2025/sw.csv": b"\xef\xbb\xbfCHILD,DOB,SW_ID,SW_DECOM\n1,2,3,4",
        "return-2025/staff.csv": b"name,room\nx,y\n",
        "return-2025/empty.csv": b"",
        "return-2025/all.xml": b"<x/>",
        "return-2025/.DS_Store": b"\x00\x01",
    }
    found = read_ssda903(files(header=[AMARA]) | others)
    assert found.files == ("return-2025/header.csv",)
    assert [(problem.file, problem.value) for problem in found.warnings] == [
        ("return-2025", "ad1.csv, dolo.csv, sw.csv"),
        ("return-2025/all.xml", ""),
        ("return-2025/empty.csv", ""),
        ("return-2025/staff.csv", "name, room"),
    ]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"x/notes.txt": b"hello"},
        {"x/empty.csv": b""},
        {"x/ad1.csv": b"CHILD,DOB,DATE_INT,DATE_MATCH\n"},
        {"x/header.csv": b"CHILD;NAME\n1;2\n"},
    ],
)
def test_a_folder_without_tables_is_refused_in_words(given):
    with pytest.raises(ImportRefused, match="This folder holds no SSDA903 tables"):
        read_ssda903(given)


def test_a_damaged_table_stops_the_import():
    with pytest.raises(ImportRefused, match=r"return-2025/episodes\.csv, line 2: a quotation mark"):
        read_ssda903(
            files(header=[AMARA]) | {"return-2025/episodes.csv": table(EPISODES, ['"101,01/05/2024'])}
        )


@pytest.mark.parametrize(
    ("code", "years"),
    [
        ("U4", {2018, 2024, 2025, 2026, None}),
        ("H5", {2018, 2024, 2025, None}),
        ("Z1", {2018, 2024, 2025, None}),
        ("K3", {2025, 2026, None}),
        ("Z11", {2026, None}),
        ("X9", set()),
    ],
)
def test_placement_types_by_year(code, years):
    assert {year for year in (2018, 2024, 2025, 2026, None) if is_placement_type(code, year)} == years


def test_pupil_numbers():
    assert check_letter("B801200005001") == "B"
    assert upn_fault("B801200005001") is None
    assert upn_fault("UN5") is None
    assert upn_fault("C801200005001") == "the first letter of this UPN should be B"


@pytest.mark.parametrize(
    ("postcode", "possible"),
    [("NN1 1ED", True), ("nn11ed", True), ("EC1A 1BB", True), ("W1A 0AX", True), ("EG19 7TT", False),
     ("LE1 1CC", False), ("C25 1YT", False), ("NN1", False), ("٣NN1 1ED", False)],
)  # fmt: skip
def test_postcodes(postcode, possible):
    assert postcode_can_exist(postcode) == possible
