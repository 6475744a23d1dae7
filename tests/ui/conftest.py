"""The screen under test: offscreen, themed once, and never at the person's own files."""

import os
import shutil

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is imported, or the application fixture aborts

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from lac_tracker.storage import database as storage
from lac_tracker.ui import theme
from tests.conftest import NOW

TODAY = date(2026, 3, 4)  # a Wednesday


@pytest.fixture(scope="session")
def themed(qapp: QApplication) -> QApplication:
    theme.apply(qapp)
    return qapp


@pytest.fixture(autouse=True)
def _light_at_100(themed: QApplication) -> None:
    """Every test starts light at 100 %, whatever the one before it asked for."""
    if theme.current() != theme.Theme():
        theme.apply(themed)


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def made_once(template, tmp_path_factory):
    """Return the path of a caseload file and what `make(database)` returned, made once for the run. Copy the file.

    name: one for each `make`.
    after: the file to begin with, in place of one that has only a team.
    """
    made = {}

    def once(name, make, after=None):
        if name not in made:
            path = tmp_path_factory.mktemp("made") / f"{name}.lac"
            shutil.copy(after or template[0], path)
            database = storage.open_caseload(path, template[1], NOW)
            try:
                made[name] = (path, make(database))
            finally:
                database.close()
        return made[name]

    return once
