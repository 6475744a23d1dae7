"""The figures over real samples of returns with an opening position, where LAC_TRACKER_SSDA903_SAMPLES names their folder."""

import os
from datetime import date
from pathlib import Path

import pytest

from lac_tracker.services import files
from tests.builders import bring_in
from tests.services.test_indicators_independent import assert_same, with_an_opening_position

SAMPLES = Path(os.environ["LAC_TRACKER_SSDA903_SAMPLES"])


@pytest.mark.parametrize(
    ("folders", "year"), [(("fake-2018",), 2018), (("synthetic-2024", "synthetic-2025"), 2025)]
)
def test_figures_of_samples_are_those_of_plain_loops(database, folders, year):
    for folder in folders:
        bring_in(database, files.read_csv_folder(SAMPLES / folder))
    with_an_opening_position(database)
    for end in range(year - len(folders) + 1, year + 1):
        found = assert_same(database, date(end - 1, 4, 1), date(end, 3, 31), date(end, 5, 31))
        assert found["rha_in_time"][1]
