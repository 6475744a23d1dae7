"""Real samples of returns through the import and the figures, where LAC_TRACKER_SSDA903_SAMPLES names their folder."""

import os
from datetime import date
from pathlib import Path

import pytest

from lac_tracker.domain.standing import Status
from lac_tracker.services import caseload, checks, files
from tests import builders
from tests.builders import ask, bring_in
from tests.conftest import TODAY
from tests.services.conftest import an_open_copy
from tests.services.test_indicators_independent import assert_same, with_an_opening_position

SAMPLES = Path(os.environ["LAC_TRACKER_SSDA903_SAMPLES"])
FAKE, SYNTHETIC = ("fake-2018",), ("synthetic-2024", "synthetic-2025")


@pytest.fixture
def imported(made_once, tmp_path, keys):
    """Give an open copy of a caseload into which folders were imported, and the reports: each is taken in once."""
    opened = []

    def of(folders):
        def make(database):
            return [bring_in(database, files.read_csv_folder(SAMPLES / folder)) for folder in folders]

        path, reports = made_once("+".join(folders), make)
        opened.append(an_open_copy(path, tmp_path / f"{folders[0]}.lac", keys))
        return opened[-1], reports

    yield of
    for database in opened:
        database.close()


def test_fake_2018_is_taken_whole_and_again_changes_nothing(imported):
    database, (report,) = imported(FAKE)
    assert (report.children_created, report.episodes_created, report.rows_refused) == (2675, 5050, ())
    found = ask(database, caseload.due_list, today=TODAY, statuses=frozenset(Status))
    assert found.children == 2675
    assert len({row.child_id for row in found.rows}) == 2675
    assert found.overdue_without_history == found.overdue  # nobody has a history yet
    assert [part for part in ask(database, checks.check_caseload, database.audit_key) if part.problems] == []
    rows = builders.row_counts(database)
    again = bring_in(database, files.read_csv_folder(SAMPLES / "fake-2018"))
    assert (again.children_unchanged, again.episodes_created) == (2675, 0)
    assert builders.row_counts(database) | {"audit": 0} == rows | {"audit": 0}


def test_two_synthetic_years_merge(imported):
    database, reports = imported(SYNTHETIC)
    assert [report.rows_refused for report in reports] == [(), ()]
    rows = builders.row_counts(database)
    assert (rows["children"], rows["episodes"]) == (570 + 821 - 406, 927 + 1340 - 261)


@pytest.mark.parametrize(
    ("folders", "year", "every"), [(FAKE, 2018, 3), (SYNTHETIC, 2025, 1)], ids=["fake", "synthetic"]
)
def test_figures_of_samples_are_those_of_plain_loops(imported, folders, year, every):
    """Of the larger sample a third have an opening position: that many are enough to be counted among those without."""
    database, _ = imported(folders)
    with_an_opening_position(database, every=every)
    for end in range(year - len(folders) + 1, year + 1):
        found = assert_same(database, date(end - 1, 4, 1), date(end, 3, 31), date(end, 5, 31))
        assert found["rha_in_time"][1]
