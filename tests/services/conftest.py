"""A caseload with one complete assessment, made once for the run; each test gets a copy."""

import os
import shutil
from typing import NamedTuple

import pytest

from lac_tracker.storage import database as storage
from lac_tracker.storage.database import Database
from tests import builders
from tests.conftest import NOW

# The tests over real samples are collected only where the samples are; tests/conftest.py says which it was.
collect_ignore = [] if os.environ.get("LAC_TRACKER_SSDA903_SAMPLES") else ["test_import_samples.py"]


class Ready(NamedTuple):
    database: Database
    child: int
    assessment: int


@pytest.fixture(scope="session")
def complete_template(template, tmp_path_factory):
    """Path, child and assessment: everything is answered, the plan is written, nothing is signed."""
    path = tmp_path_factory.mktemp("complete") / "complete.lac"
    shutil.copy(template[0], path)
    database = storage.open_caseload(path, template[1], NOW)
    child = builders.a_child(database)
    assessment = builders.a_complete_assessment(database, child)
    database.close()
    return path, child, assessment


@pytest.fixture
def ready(complete_template, tmp_path, keys):
    """An open caseload with a complete assessment by the doctor, not yet signed."""
    path, child, assessment = complete_template
    shutil.copy(path, tmp_path / "ready.lac")
    opened = storage.open_caseload(tmp_path / "ready.lac", keys, NOW)
    yield Ready(opened, child, assessment)
    opened.close()
