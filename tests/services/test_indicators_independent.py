"""Every figure is what plain loops over the same rows give, for invented caseloads of many seeds and for returns."""

import os
import random
from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.indicators import INDICATOR
from lac_tracker.services import indicators
from lac_tracker.storage import children
from lac_tracker.storage.tables.assessments import AssessmentRow
from tests import dirty_returns, figure_caseloads, independent_figures
from tests.builders import ask, bring_in
from tests.conftest import NOW, SYSTEM, TODAY

SEEDS = range(1, 301) if os.environ.get("LAC_TRACKER_TORTURE") else (1, 2)
PERIODS = (
    (date(2025, 3, 5), TODAY),
    (date(2024, 2, 29), date(2025, 2, 28)),
    (date(2025, 11, 1), date(2026, 12, 31)),  # not over yet
    (TODAY, TODAY),
    (date(2016, 1, 1), date(2016, 12, 31)),  # before any data
)


def band(total):
    known = ((13, "Normal"), (16, "Borderline"), (40, "Cause for concern"))  # of the yearly return
    return next(words for most, words in known if total <= most)


def assert_same(database, since, until, today=TODAY):
    found = ask(database, indicators.figures, today=today, since=since, until=until)
    with database.reading() as session:
        held = independent_figures.read(session.connection())
    expected = independent_figures.recompute(held, since, until, today, band)
    assert expected.keys() == INDICATOR.keys()
    for figure in found:
        numerator, denominator, value, left, split = expected[figure.id]
        lines = {words: (met, of) for words, met, of in figure.split if met or of}
        ours = (figure.numerator, figure.denominator, dict(figure.excluded), lines)
        split = {words: pair for words, pair in split.items() if pair != (0, 0)}
        assert ours == (numerator, denominator, left, split), (figure.id, since, until)
        assert figure.value == (None if value is None else pytest.approx(value)), (figure.id, since, until)
    return expected


def with_an_opening_position(database, seed=1, every=1):
    """Give most of every so many children the assessments they had before: what a return does not tell."""
    dice = random.Random(seed)
    with database.writing(Entry(SYSTEM, NOW, "entered the opening position")) as session:
        held = independent_figures.read(session.connection())
        chosen = held["children"][::every]
        rows = []
        for child in chosen:
            for period in independent_figures.of(held["periods_of_care"], child):
                day, kind = period.began or child.born + timedelta(days=30), "IHA"
                while dice.random() < 0.85:
                    day += timedelta(days=dice.choice((9, 28, 29, 150, 182, 365, 366)))
                    if day > min(period.ended or TODAY, TODAY):
                        break
                    rows.append({
                        "child_id": child.id, "kind": kind, "state": "history", "completed_on": day, "completed_by": "x",
                        "edition": 1, "version": 1, "accepted_from_earlier_period": dice.random() < 0.1,
                    })  # fmt: skip
                    kind = "RHA"
        session.execute(insert(AssessmentRow), rows)
        for child in chosen:
            children.mark_for_due(session, child.id)


@pytest.mark.parametrize("seed", SEEDS)
def test_figures_are_those_of_plain_loops(database, seed):
    with database.writing(Entry(SYSTEM, NOW, "made a caseload")) as session:
        figure_caseloads.invent(session, seed, TODAY)
    for since, until in PERIODS:
        assert_same(database, since, until)


def test_figures_of_two_returns_with_an_opening_position(database, tmp_path):
    expected = dirty_returns.make_two_years(tmp_path / "returns", children=40)
    bring_in(database, expected.files)
    with_an_opening_position(database)
    for year in (expected.year - 1, expected.year):
        period = date(year - 1, 4, 1), date(year, 3, 31)
        for today in (date(year, 3, 31), TODAY):
            figures = assert_same(database, *period, today)
    assert figures["iha_28_days"][1], "nothing was counted"
    assert figures["rha_in_time"][1]
