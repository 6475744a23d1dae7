"""Whole invented returns with every kind of dirt, read as the generator says they must be."""

import pytest

from lac_tracker.domain.imports import StagedReturn
from lac_tracker.exchange.ssda903 import read_ssda903
from tests.dirty_returns import ExpectedReturn, make_return, make_two_years


def as_expected(found: StagedReturn, expected: ExpectedReturn) -> None:
    def keys(problems):
        return sorted((problem.file, problem.line, problem.column) for problem in problems)

    episodes = [(child, each) for child in found.children for each in child.episodes]
    assert {child.council_id: child.born for child in found.children} == expected.born
    assert len(episodes) == len(expected.episodes)
    assert {
        (child.council_id, each.began, each.placement_type) for child, each in episodes
    } == expected.episodes
    assert {
        (child.council_id, each.began, each.placement_type) for child, each in episodes if each.ended is None
    } == expected.open_episodes
    assert {
        (child.council_id, each.year) for child in found.children for each in child.yearly_answers
    } == expected.answers
    assert {
        (child.council_id, each.reviewed_on, each.participation)
        for child in found.children
        for each in child.reviews
    } == expected.reviews
    assert {child.council_id for child in found.children if child.unaccompanied} == expected.unaccompanied
    assert keys(found.refused) == list(expected.refused)
    assert keys(found.warnings) == list(expected.warnings)


@pytest.mark.parametrize(
    ("folder", "children", "seed", "year"),
    [
        ("return-2025", 60, 1, 2025),
        ("2023-24", 25, 2, 2024),
        ("import", 150, 3, 2018),
        ("import", 60, 4, 2026),
    ],
)
def test_a_dirty_return(tmp_path, folder, children, seed, year):
    expected = make_return(tmp_path / folder, children=children, seed=seed, year=year)
    assert len(expected.born) == children
    assert expected.without_episode
    as_expected(read_ssda903(expected.files), expected)


@pytest.mark.parametrize("seed", range(8))
def test_two_dirty_returns_that_overlap(tmp_path, seed):
    expected = make_two_years(tmp_path, seed=seed)
    as_expected(read_ssda903(expected.files), expected)


def test_the_generator_makes_the_same_return_again(tmp_path):
    first, second = (make_return(tmp_path / name / "return-2025", seed=5) for name in ("one", "two"))
    assert first.files == second.files


def test_the_dirt_is_really_there(tmp_path):
    files = {
        name.rpartition("/")[2]: data
        for name, data in make_return(tmp_path / "return-2025", seed=1).files.items()
    }
    episodes = files["episodes.csv"].decode().splitlines()[1:]
    starts = {line.split(",")[0] for line in episodes if line.split(",")[2] == "S"}
    assert files["header.csv"].startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in files["header.csv"]
    assert not files["episodes.csv"].endswith(b"\n")
    assert any(len(line.split(",")[7]) == 8 for line in episodes)  # two-digit years
    assert any(line.split(",")[8] and not line.split(",")[7] for line in episodes)  # a reason, and open
    assert {line.split(",")[0] for line in episodes} - starts  # no start of care in the year
    assert b",1.0," in files["header.csv"]
