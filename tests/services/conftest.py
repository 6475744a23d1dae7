"""A caseload with one complete assessment, made once for the run; each test gets a copy."""

import os
import shutil
from typing import NamedTuple

import pytest

from lac_tracker.storage import dialects
from lac_tracker.storage.database import Database
from tests import builders

# The tests over real samples are collected only where the samples are; tests/conftest.py says which it was.
collect_ignore = (
    []
    if os.environ.get("LAC_TRACKER_SSDA903_SAMPLES")
    else ["test_import_samples.py", "test_return_samples.py"]
)


class Ready(NamedTuple):
    database: Database
    child: int
    assessment: int


def an_open_copy(path, copy, keys):
    """Copy a file that tests made and open it."""
    shutil.copy(path, copy)
    return Database(dialects.make_engine(copy, key=keys.file_key), copy, keys.audit_key, keys)


@pytest.fixture(scope="session")
def complete_template(made_once):
    """Path, child and assessment: everything is answered, the plan is written, nothing is signed."""

    def make(database):
        child = builders.a_child(database)
        return child, builders.a_complete_assessment(database, child)

    path, (child, assessment) = made_once("complete", make)
    return path, child, assessment


@pytest.fixture
def ready(complete_template, tmp_path, keys):
    """An open caseload with a complete assessment by the doctor, not yet signed."""
    path, child, assessment = complete_template
    opened = an_open_copy(path, tmp_path / "ready.lac", keys)
    yield Ready(opened, child, assessment)
    opened.close()


@pytest.fixture(scope="session")
def signed_template(made_once, complete_template):
    """Path, child and assessment: as `complete_template`, and signed."""
    path, child, assessment = complete_template
    path, _ = made_once("signed", lambda database: builders.sign(database, assessment), path)
    return path, child, assessment


@pytest.fixture
def signed(signed_template, tmp_path, keys):
    """An open caseload with an assessment the doctor signed."""
    path, child, assessment = signed_template
    opened = an_open_copy(path, tmp_path / "signed.lac", keys)
    yield Ready(opened, child, assessment)
    opened.close()


@pytest.fixture
def with_a_child(made_once):
    """The file and the child, for modules whose `beginning` is that."""
    return made_once("a child", builders.a_child)
