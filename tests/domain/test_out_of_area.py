"""The eight steps of an assessment out of area, by table."""

from datetime import date, timedelta

import pytest

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.out_of_area import (
    STEP_WORDS,
    STEPS,
    Step,
    StepDone,
    assessed_on,
    check_step,
    doubts,
    next_step,
    strip_words,
    waits_on_host,
)
from lac_tracker.storage.tables.information import STEPS as STORED_STEPS

TODAY = date(2026, 3, 4)
BORN = date(2016, 5, 1)


def done(*steps):
    """Steps one day apart, ending yesterday."""
    first = TODAY - timedelta(days=len(steps))
    return tuple(StepDone(step, first + timedelta(days=at), "B Okafor") for at, step in enumerate(steps))


def test_the_steps_are_the_stored_ones_in_their_order():
    assert tuple(step.value for step in STEPS) == STORED_STEPS
    assert set(STEP_WORDS) == set(STEPS)


@pytest.mark.parametrize(
    ("held", "following", "words", "waits"),
    [
        ((), Step.ASKED, "Not asked yet", False),
        ((Step.ASKED,), Step.ACCEPTED, "Waiting for: Accepted", True),
        (STEPS[:4], Step.REPORT_BACK, "Waiting for: Report back", True),
        (STEPS[:5], Step.QUALITY_CHECKED, "Waiting for: Quality checked", False),  # now it is for us
        (STEPS, None, "All eight steps done", False),
        ((Step.ASKED, Step.SEEN), Step.ACCEPTED, "Waiting for: Accepted", True),
    ],
)
def test_where_it_stands(held, following, words, waits):
    steps = done(*held)
    assert (next_step(steps), strip_words(steps), waits_on_host(steps)) == (following, words, waits)


def test_the_day_seen_is_the_day_of_the_assessment():
    assert assessed_on(done(Step.ASKED)) is None
    assert assessed_on((StepDone(Step.SEEN, date(2026, 2, 20), "Dr P Lindqvist"),)) == date(2026, 2, 20)


@pytest.mark.parametrize(
    ("step", "on", "held", "words"),
    [
        (Step.SEEN, TODAY + timedelta(days=1), STEPS[:3], "Seen must be today or in the past"),
        (Step.ASKED, BORN - timedelta(days=1), (), "Host team asked must be after the child was born, 01-May-2016"),
        (Step.SEEN, TODAY, (), "Record 'Host team asked' first"),
    ],
)  # fmt: skip
def test_impossible_steps_are_refused_in_words(step, on, held, words):
    with pytest.raises(UserError, match=words):
        check_step(step, on, done(*held), born=BORN, today=TODAY)


def test_a_booking_may_lie_ahead():
    check_step(Step.BOOKED, TODAY + timedelta(days=9), done(Step.ASKED), born=BORN, today=TODAY)


def test_dates_out_of_order_and_gaps_are_doubts_not_refusals():
    steps = (
        StepDone(Step.ASKED, date(2026, 2, 1), "x"),
        StepDone(Step.ACCEPTED, date(2026, 2, 10), "x"),
        StepDone(Step.SEEN, date(2026, 2, 8), "x"),
    )
    assert doubts(steps) == (
        "Seen (08-Feb-2026) is before Accepted (10-Feb-2026). Check which is right",
        "Not recorded: Booked",
    )
    assert doubts(done(*STEPS)) == ()
