"""Several returns merged: which is the later one, what it changes, what contradicts."""

from datetime import date

import pytest

from lac_tracker.exchange.ssda903 import read_ssda903
from lac_tracker.exchange.ssda903_years import year_in_name
from tests.exchange.returns import (
    AMARA,
    EPISODES,
    HEADER,
    an_episode,
    files,
    places,
    table,
    the_child,
    two_years,
)

OPEN = an_episode(DECOM="01/05/2023")
CLOSED = an_episode(DECOM="01/05/2023", DEC="03/06/24", REC="E4A")
ANSWERS = "101,12/05/2012,17,,0,,1,1,1,0,,"


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("2024", 2024),
        ("fake-2018", 2018),
        ("2023-24", 2024),
        ("2023_24", 2024),
        ("202324", 2024),
        ("2023-2024", 2024),
        ("return 2023/24", 2024),
        ("2024-09 export", 2024),
        ("header_2025.csv", 2025),
        ("SSDA903_2020_header.csv", 2020),
        ("header.csv", None),
        ("903", None),
        ("20250", None),
        ("120245", None),
        ("1999", None),
    ],
)
def test_the_year_in_a_name(name, year):
    assert year_in_name(name) == year


def test_the_later_return_closes_an_open_episode():
    found = two_years({"header": [AMARA], "episodes": [OPEN]}, {"header": [AMARA], "episodes": [CLOSED]})
    assert (found.refused, found.warnings) == ((), ())
    [episode] = the_child(found).episodes
    assert (episode.ended, episode.reason_ended) == (date(2024, 6, 3), "E4A")


@pytest.mark.parametrize(
    ("earlier", "later", "doubt"),
    [
        (CLOSED.replace("03/06/24", "03/06/23"), OPEN, "DEC"),
        (OPEN, OPEN.replace("C2", "C1"), "LS"),
        (OPEN, OPEN.replace("U4", "K2"), "PLACE"),
    ],
)
def test_a_later_return_that_says_otherwise_is_used_with_a_warning(earlier, later, doubt):
    found = two_years({"header": [AMARA], "episodes": [earlier]}, {"header": [AMARA], "episodes": [later]})
    assert found.refused == ()
    [problem] = found.warnings
    assert (problem.file, problem.line, problem.column) == ("return-2025/episodes.csv", 2, doubt)
    [episode] = the_child(found).episodes
    assert episode.ended is None
    assert (episode.legal_status, episode.placement_type) == tuple(
        later.split(",")[index] for index in (3, 5)
    )


def test_a_child_who_was_open_and_is_not_in_the_later_return_stays_open_with_a_warning():
    other = AMARA.replace("101", "102")
    found = two_years(
        {"header": [AMARA], "episodes": [OPEN]},
        {"header": [other], "episodes": [CLOSED.replace("101", "102")]},
    )
    [problem] = found.warnings
    assert (problem.file, problem.column) == ("return-2024/episodes.csv", "DEC")
    assert the_child(found).episodes[0].ended is None


@pytest.mark.parametrize(
    ("earlier", "later", "doubts", "stands"),
    [
        ((",F,", "WBRI"), (",M,", "WBRI"), ["SEX"], ("male", "WBRI")),
        ((",F,", "WBRI"), (",F,", "WIRI"), ["ETHNIC"], ("female", "WIRI")),
        ((",2,", "WBRI"), (",F,", "WBRI"), [], ("female", "WBRI")),
        ((",F,", "NOBT"), (",F,", "WIRI"), [], ("female", "WIRI")),
        ((",F,", "WIRI"), (",F,", "NOBT"), [], ("female", "WIRI")),
    ],
)
def test_of_two_headers_the_later_one_is_right(earlier, later, doubts, stands):
    def line(sex, ethnicity):
        return AMARA.replace(",F,", sex).replace("WBRI", ethnicity)

    found = two_years({"header": [line(*earlier)]}, {"header": [line(*later)]})
    assert places(found.warnings) == [("header.csv", 2, column) for column in doubts]
    assert (the_child(found).sex, the_child(found).ethnicity_code) == stands


def test_a_birth_date_does_not_change():
    later = {"header": [AMARA.replace("2012", "2013")], "episodes": [OPEN]}
    found = two_years({"header": [AMARA], "episodes": [OPEN]}, later)
    [problem] = found.refused
    assert (problem.file, problem.line, problem.column) == ("return-2025/header.csv", 2, "DOB")
    assert the_child(found).born == date(2012, 5, 12)
    assert len(the_child(found).episodes) == 1


def test_answers_are_kept_for_each_year():
    later = ANSWERS.replace(",17,", ",9,")
    found = two_years({"header": [AMARA], "oc2": [ANSWERS]}, {"header": [AMARA], "oc2": [later]})
    assert [(each.year, each.values[0][1]) for each in the_child(found).yearly_answers] == [
        (2024, "17"),
        (2025, "9"),
    ]
    assert found.warnings == ()


def test_a_later_return_replaces_a_review_of_the_same_day():
    review = "101,12/05/2012,01/07/2023,PN1"
    found = two_years(
        {"header": [AMARA], "reviews": [review, "101,12/05/2012,02/07/2023,PN1"]},
        {"header": [AMARA], "reviews": [review, "101,12/05/2012,02/07/2023,PN2"]},
    )
    assert [each.participation for each in the_child(found).reviews] == ["PN1", "PN2"]
    assert places(found.warnings) == [("reviews.csv", 3, "REVIEW_CODE")]


def test_the_order_of_the_files_does_not_matter():
    given = files("return-2024", header=[AMARA], episodes=[OPEN]) | files(
        "2024-25", header=[AMARA], episodes=[CLOSED]
    )
    assert read_ssda903(given) == read_ssda903(dict(reversed(given.items())))


def test_files_of_one_folder_are_two_returns_when_their_names_tell_two_years():
    given = {
        "all/header_2024.csv": table(HEADER, [AMARA]),
        "all/header_2025.csv": table(HEADER, [AMARA.replace(",F,", ",M,")]),
        "all/episodes_2024.csv": table(EPISODES, [OPEN]),
        "all/episodes_2025.csv": table(EPISODES, [CLOSED]),
    }
    found = read_ssda903(given)
    assert found.refused == ()
    assert the_child(found).sex == "male"
    assert the_child(found).episodes[0].ended == date(2024, 6, 3)


@pytest.mark.parametrize(
    ("decom", "dec", "year"),
    [
        ("01/05/2023", "", 2024),
        ("01/05/2023", "31/03/2024", 2024),
        ("01/05/2023", "01/04/2024", 2024),  # a DEC is the day after the last one in care
        ("01/05/2023", "02/04/2024", 2025),
    ],
)
def test_without_a_year_in_the_names_the_episodes_tell_it(decom, dec, year):
    given = files("import", header=[AMARA], oc2=[ANSWERS], episodes=[an_episode(DECOM=decom, DEC=dec)])
    found = read_ssda903(given)
    assert [each.year for each in the_child(found).yearly_answers] == [year]
    assert ("oc2.csv", 0, "") in places(found.warnings)


def test_one_slip_among_many_episodes_does_not_make_the_year():
    rows = [an_episode(CHILD=str(number)) for number in range(1000, 1060)]
    header = [AMARA.replace("101", str(number)) for number in range(1000, 1060)]
    rows[7] = rows[7].replace("2024", "2052")
    found = read_ssda903(files("import", header=header, episodes=rows, oc2=[ANSWERS.replace("101", "1000")]))
    assert the_child(found, "1000").yearly_answers[0].year == 2025


def test_returns_without_a_year_are_ordered_by_their_episodes():
    closed = files("b-first", header=[AMARA.replace(",F,", ",M,")], episodes=[OPEN])
    newest = files("a-second", header=[AMARA], episodes=[CLOSED])
    found = read_ssda903(closed | newest)
    assert the_child(found).sex == "female"
    assert the_child(found).episodes[0].ended == date(2024, 6, 3)


def test_a_year_in_the_name_that_the_episodes_do_not_bear_out_is_doubted():
    ids = [str(number) for number in range(1000, 1050)]
    header, episodes = ([line.replace("101", each) for each in ids] for line in (AMARA, OPEN))
    [problem] = read_ssda903(files("2026", header=header, episodes=episodes)).warnings
    assert (problem.file, problem.value) == ("2026", "2026")


def test_answers_of_no_known_year_are_left_out_and_named():
    found = read_ssda903(files("import", header=[AMARA], oc2=[ANSWERS]))
    assert the_child(found).yearly_answers == ()
    assert "left out" in found.warnings[0].reason


def test_a_later_return_may_be_silent_about_what_an_earlier_one_said():
    stated = AMARA.replace(",F,", ",2,").replace("UN1", "B801200005001")
    silent = AMARA.replace(",F,", ",,").replace("UN1", "")
    child = the_child(two_years({"header": [stated]}, {"header": [silent]}))
    assert (child.sex, child.sex_as_received, child.upn) == ("female", "2", "B801200005001")


def test_answers_of_one_year_in_two_folders():
    other = ANSWERS.replace(",17,", ",9,")
    given = files("a-2025", header=[AMARA], oc2=[ANSWERS]) | files("b-2025", header=[AMARA], oc2=[other])
    found = read_ssda903(given)
    assert [answers.values[0] for answers in the_child(found).yearly_answers] == [("SDQ_SCORE", "9")]
    assert places(found.warnings) == [("oc2.csv", 2, "CHILD")]


def test_one_day_episodes_of_two_returns_are_the_same_ones():
    one_day, lasting = an_episode(DECOM="01/05/2023", DEC="01/05/23", REC="X1"), OPEN.replace(",S,", ",P,")
    same = {"header": [AMARA], "episodes": [one_day, lasting]}
    found = two_years(same, same)
    assert (found.refused, found.warnings) == ((), ())
    assert [each.reason_new_episode for each in the_child(found).episodes] == ["S", "P"]


def test_an_episode_that_turns_out_to_be_of_one_day_is_kept_beside_the_next():
    one_day = an_episode(DECOM="01/05/2023", DEC="01/05/23", REC="X1")
    lasting = OPEN.replace(",S,", ",P,").replace("U4", "K2")
    found = two_years(
        {"header": [AMARA], "episodes": [OPEN]}, {"header": [AMARA], "episodes": [lasting, one_day]}
    )
    assert found.refused == ()
    assert [(each.placement_type, each.ended) for each in the_child(found).episodes] == [
        ("U4", date(2023, 5, 1)),
        ("K2", None),
    ]
