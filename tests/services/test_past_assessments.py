"""A past assessment entered wrongly: corrected or taken out, and the due dates with it in the same transaction."""

from datetime import date

import pytest

from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.standing import Status
from lac_tracker.services import caseload, children, custody, past_assessments, visits
from lac_tracker.storage import deadlines
from tests.builders import a_child, ask, write
from tests.conftest import GRACE, NADIA, SAM, TODAY

BEGAN = date(2025, 1, 6)
FIRST = date(2025, 1, 20)


@pytest.fixture
def entered(database):
    """A child and the initial assessment that was entered for them."""
    child = a_child(database, became_looked_after=BEGAN)
    past = {"kind": "IHA", "completed_on": FIRST, "completed_by": "Dr Old"}
    return child, write(database, children.enter_past_assessment, child, **past).made_id


def due(database, child):
    with database.reading() as session:
        assert deadlines.differences(session) == ()
    found = ask(database, caseload.due_list, today=TODAY, statuses=frozenset(Status)).rows
    return {row.assessment: (row.due, row.met_on) for row in found if row.child_id == child}


def the_row(database, child):
    (row,) = (row for row in ask(database, visits.page, child, today=TODAY).rows if row.assessment_id)
    return row


def correct(database, past, by=NADIA, **more):
    given = {"kind": "IHA", "completed_on": date(2025, 1, 30), "completed_by": "Dr Olde"} | more
    return write(database, past_assessments.correct, past, by=by, **given)


def test_a_correction_moves_the_due_dates_and_stays_in_the_changes(database, entered):
    child, past = entered
    assert due(database, child)["RHA"] == (date(2026, 1, 20), None)
    assert the_row(database, child).entered == (FIRST, "Dr Old")
    correct(database, past)
    assert due(database, child)["IHA"][1] == date(2025, 1, 30)
    assert due(database, child)["RHA"] == (date(2026, 1, 30), None)
    assert the_row(database, child).seen_by == "Dr Olde"
    told = ask(database, custody.chain, past, by=SAM)
    assert "Corrected: it was IHA, completed 20-Jan-2025" in [line.what for line in told]


def test_what_was_entered_in_error_counts_for_nothing_and_may_be_entered_again(database, entered):
    child, past = entered
    with pytest.raises(UserError, match="Enter the reason"):
        write(database, past_assessments.enter_in_error, past, by=NADIA, because=" ")
    write(database, past_assessments.enter_in_error, past, by=NADIA, because="Another child's")
    assert due(database, child)["IHA"][1] is None
    row = the_row(database, child)
    assert (row.words, row.note, row.entered) == ("Entered in error", "Why: Another child's", None)
    with pytest.raises(NotFound, match="taken out already"):
        correct(database, past)
    again = {"kind": "IHA", "completed_on": FIRST, "completed_by": "Dr Old"}
    write(database, children.enter_past_assessment, child, **again)
    assert due(database, child)["IHA"][1] == FIRST


def test_one_accepted_for_a_later_period_is_no_longer_where_its_date_forbids_it(database):
    child = a_child(database, became_looked_after=date(2026, 2, 12))
    past = {"kind": "IHA", "completed_on": date(2026, 1, 20), "completed_by": "Dr Old"}
    made = write(database, children.enter_past_assessment, child, **past).made_id
    write(database, visits.accept_prior, made, by=GRACE)
    correct(database, made, completed_on=date(2026, 1, 21))
    assert the_row(database, child).detail == "Accepted for this period of care"
    correct(database, made, completed_on=date(2025, 10, 1))
    assert the_row(database, child).detail == ""


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"completed_on": date(2026, 3, 5)}, "today or in the past"),
        ({"completed_on": date(1999, 1, 1)}, "must be after the child was born"),
        ({"kind": "CLA"}, "must be IHA or RHA"),
        ({"kind": "RHA", "completed_on": date(2025, 7, 1)}, "on record already"),
    ],
)
def test_what_is_refused(database, entered, wrong, words):
    child, past = entered
    other = {"kind": "RHA", "completed_on": date(2025, 7, 1), "completed_by": ""}
    write(database, children.enter_past_assessment, child, **other)
    with pytest.raises(UserError, match=words):
        correct(database, past, **wrong)


def test_only_what_was_entered_and_only_by_those_who_may(ready):
    with pytest.raises(NotFound, match="was made here"):
        correct(ready.database, ready.assessment)
    with pytest.raises(NotFound, match="was made here"):
        write(ready.database, past_assessments.enter_in_error, ready.assessment, by=GRACE, because="x")
