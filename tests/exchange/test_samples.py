"""Real samples of returns, where LAC_TRACKER_SSDA903_SAMPLES names their folder."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lac_tracker.domain.imports import StagedReturn
from lac_tracker.exchange.ssda903 import read_ssda903

SAMPLES = Path(os.environ["LAC_TRACKER_SSDA903_SAMPLES"])
TABLES = ("header", "episodes", "uasc", "oc2", "reviews")


def read(*folders: str) -> StagedReturn:
    return read_ssda903(
        {
            f"{name}/{path.name}": path.read_bytes()
            for name in folders
            for path in (SAMPLES / name).iterdir()
            if path.is_file()
        }
    )


def rows(table: str, *folders: str) -> Iterator[tuple[str, int, dict[str, str]]]:
    for name in folders:
        with (SAMPLES / name / f"{table}.csv").open(encoding="utf-8-sig", newline="") as opened:
            for line, row in enumerate(csv.DictReader(opened), 2):
                yield f"{name}/{table}.csv", line, row


@pytest.mark.parametrize(
    ("folders", "children", "episodes"),
    [
        (("fake-2018",), 2675, 5050),
        (("synthetic-2024",), 570, 927),
        (("synthetic-2025",), 821, 1340),
        (("synthetic-2024", "synthetic-2025"), 570 + 821 - 406, 927 + 1340 - 261),
    ],
)
def test_everything_in_the_samples_is_taken(folders, children, episodes):
    found = read(*folders)
    assert len(found.children) == children
    assert sum(len(child.episodes) for child in found.children) == episodes
    assert found.refused == ()
    assert {file.rpartition("/")[2] for file in found.files} == {f"{table}.csv" for table in TABLES}


@pytest.mark.parametrize("folders", [("fake-2018",), ("synthetic-2024", "synthetic-2025")])
def test_every_row_is_imported_merged_or_refused(folders):
    found = read(*folders)
    refused = {(problem.file, problem.line) for problem in found.refused}

    def said(table, *columns):
        return {
            tuple(row[column] for column in columns)
            for file, line, row in rows(table, *folders)
            if (file, line) not in refused
        }

    taken = [(child, each) for child in found.children for each in child.episodes]
    assert {(child.council_id,) for child in found.children} == said("header", "CHILD")
    assert {
        (
            child.council_id,
            f"{each.began:%d/%m/%Y}",
            each.reason_new_episode,
            each.legal_status,
            each.placement_type,
        )
        for child, each in taken
    } == said("episodes", "CHILD", "DECOM", "RNE", "LS", "PLACE")
    assert {
        (child.council_id, f"{each.reviewed_on:%d/%m/%Y}", each.participation)
        for child in found.children
        for each in child.reviews
    } == said("reviews", "CHILD", "REVIEW", "REVIEW_CODE")
    assert {(child.council_id,) for child in found.children if child.unaccompanied} == said("uasc", "CHILD")
    assert sum(len(child.yearly_answers) for child in found.children) == sum(1 for _ in rows("oc2", *folders))


def test_the_later_year_closes_what_was_open():
    earlier, both = read("synthetic-2024"), read("synthetic-2024", "synthetic-2025")
    ended = {
        (child.council_id, each.began, each.placement_type): each.ended
        for child in both.children
        for each in child.episodes
    }
    was_open = [
        (child.council_id, each.began, each.placement_type)
        for child in earlier.children
        for each in child.episodes
        if each.ended is None
    ]
    assert sum(ended[key] is not None for key in was_open) == 261
    assert sum(ended[key] is None for key in was_open) == 325 - 261


def test_the_year_of_the_answers_is_that_of_the_folder():
    found = read("synthetic-2024", "synthetic-2025")
    years = [each.year for child in found.children for each in child.yearly_answers]
    assert (years.count(2024), years.count(2025)) == (306, 407)


def test_the_episodes_tell_the_same_years_as_the_folders():
    for name, year in (("fake-2018", 2018), ("synthetic-2024", 2024), ("synthetic-2025", 2025)):
        files = {f"import/{table}.csv": (SAMPLES / name / f"{table}.csv").read_bytes() for table in TABLES}
        assert {each.year for child in read_ssda903(files).children for each in child.yearly_answers} == {
            year
        }


def test_a_schema_sample_with_one_child_born_three_times():
    found = read("schema/samples")
    assert len(found.children) == 2
    assert {problem.column for problem in found.refused} == {"DOB"}
