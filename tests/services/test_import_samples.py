"""Real samples of returns through the import, where LAC_TRACKER_SSDA903_SAMPLES names their folder."""

import os
from pathlib import Path

from lac_tracker.domain.standing import Status
from lac_tracker.services import caseload, checks, files
from tests import builders
from tests.builders import ask, bring_in
from tests.conftest import TODAY

SAMPLES = Path(os.environ["LAC_TRACKER_SSDA903_SAMPLES"])


def test_fake_2018_is_taken_whole_and_again_changes_nothing(database):
    received = files.read_csv_folder(SAMPLES / "fake-2018")
    report = bring_in(database, received)
    assert (report.children_created, report.episodes_created, report.rows_refused) == (2675, 5050, ())
    found = ask(database, caseload.due_list, today=TODAY, statuses=frozenset(Status))
    assert found.children == 2675
    assert len({row.child_id for row in found.rows}) == 2675
    assert found.overdue_without_history == found.overdue  # nobody has a history yet
    assert [part for part in ask(database, checks.check_caseload, database.audit_key) if part.problems] == []
    rows = builders.row_counts(database)
    again = bring_in(database, received)
    assert (again.children_unchanged, again.episodes_created) == (2675, 0)
    assert builders.row_counts(database) | {"audit": 0} == rows | {"audit": 0}


def test_two_synthetic_years_merge(database):
    for year in (2024, 2025):
        report = bring_in(database, files.read_csv_folder(SAMPLES / f"synthetic-{year}"))
        assert report.rows_refused == ()
    rows = builders.row_counts(database)
    assert (rows["children"], rows["episodes"]) == (570 + 821 - 406, 927 + 1340 - 261)
