"""The screen under test: offscreen, themed once, and never at the person's own files."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is imported, or the application fixture aborts

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from lac_tracker.ui import theme

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
