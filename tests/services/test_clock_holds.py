"""A clock on hold: the overlay beside a status that stays, its history, and what ends it (decisions.md 1)."""

from datetime import date, timedelta

import pytest

from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.standing import Status
from lac_tracker.services import caseload, checks, children, chronology, clock_holds, list_papers, visits
from lac_tracker.services.due_words import overlay_words
from lac_tracker.storage import clock_holds as stored
from lac_tracker.storage import deadlines
from tests import builders
from tests.builders import a_child, ask, write
from tests.conftest import GRACE, NADIA, SAM, TODAY, TOM

UNTIL = TODAY + timedelta(days=20)


@pytest.fixture
def beginning(made_once):
    return made_once(
        "late", lambda database: a_child(database, became_looked_after=TODAY - timedelta(days=37))
    )


@pytest.fixture
def late(beginning):
    """A child whose initial assessment is overdue."""
    return beginning[1]


def due_row(database, today=TODAY):
    found = ask(database, caseload.due_list, today=today, statuses=frozenset(Status)).rows
    return next(row for row in found if row.assessment == "IHA")


def put(database, child, by=NADIA, **more):
    given = {"today": TODAY, "kind": "IHA", "until": UNTIL, "reason": "In hospital"} | more
    return write(database, clock_holds.put_on_hold, child, by=by, **given)


def held(database, child):
    with database.reading() as session:
        assert deadlines.differences(session) == ()  # the stored row was rewritten with it
        return stored.of_child(session, child)


def test_on_hold_stays_overdue_and_is_over_by_itself(database, late):
    before = due_row(database)
    put(database, late)
    row = due_row(database)
    assert (row.due, row.status, row.days_overdue) == (before.due, Status.OVERDUE, before.days_overdue)
    assert [one.value for one in row.overlays] == ["on_hold"]
    assert row.beside_words == "On hold until 24-Mar-2026: In hospital"
    assert overlay_words(row) == "on hold until 24-Mar-2026"
    printed = ask(database, list_papers.overdue_list, None, filtered="", order="", today=TODAY)
    assert printed.rows[0].why == "No consent. On hold until 24-Mar-2026"
    page = ask(database, visits.page, late, today=TODAY)
    assert page.rows[0].hold == "On hold until 24-Mar-2026: In hospital"
    assert page.rows[0].detail == "Day 37 of 28. On hold until 24-Mar-2026"
    assert page.holds == (
        "IHA on hold until 24-Mar-2026: In hospital. Put on hold 04-Mar-2026 by Nadia Rahman",
    )
    assert due_row(database, UNTIL).overlays != ()
    assert due_row(database, UNTIL + timedelta(days=1)).overlays == ()
    assert len(held(database, late)) == 1


def test_several_in_a_row_are_kept_and_letting_it_run_ends_the_last(database, late):
    put(database, late)
    put(database, late, until=UNTIL + timedelta(days=7), reason="Still in hospital", by=SAM)
    write(database, clock_holds.let_run, late, by=NADIA, today=TODAY, kind="IHA", because="Home again")
    newest, first = held(database, late)
    assert (first.ended_by, first.ended_because) == ("Sam Iqbal", "Put on hold to another day")
    assert (newest.reason, newest.ended_on, newest.ended_because) == (
        "Still in hospital",
        TODAY,
        "Home again",
    )
    assert due_row(database).overlays == ()
    with pytest.raises(UserError, match="The IHA is not on hold"):
        write(database, clock_holds.let_run, late, by=NADIA, today=TODAY, kind="IHA")
    told = ask(database, chronology.of_child, late, by=NADIA, today=TODAY)
    said = {event.what: event.is_key for event in told.events}
    assert said["IHA on hold until 24-Mar-2026"] is False
    assert said["IHA no longer on hold"] is False


REFUSED = [
    ({"reason": "  "}, "Enter the reason"),
    ({"until": None}, "Enter the date it is on hold until"),
    ({"until": TODAY}, "must be after today"),
    ({"until": date(2126, 1, 1)}, "years away. Check the year"),
    ({"kind": "RHA"}, "No RHA is due for this child"),
    ({"kind": "X"}, "No X is due"),
    ({"reason": "x" * 1_001}, "Reason"),
]


@pytest.mark.parametrize(("wrong", "words"), REFUSED)
def test_what_is_refused(database, late, wrong, words):
    with pytest.raises(UserError, match=words):
        put(database, late, **wrong)
    assert held(database, late) == ()


def test_who_may_and_what_a_signature_ends(ready):
    with pytest.raises(NotAllowed):
        put(ready.database, ready.child, by=TOM)
    put(ready.database, ready.child, by=GRACE)
    builders.sign(ready.database, ready.assessment)
    (one,) = held(ready.database, ready.child)
    assert (one.ended_on, one.ended_because) == (TODAY, "The assessment was completed")
    found = ask(ready.database, checks.check_caseload, ready.database.audit_key, by=GRACE)
    assert [part.problems for part in found if part.problems] == []


def test_what_was_done_elsewhere_ends_it_when_it_meets_the_clock(database, late):
    def done(kind, days_ago):
        on = TODAY - timedelta(days=days_ago)
        write(database, children.enter_past_assessment, late, kind=kind, completed_on=on, completed_by="Dr X")
        return held(database, late)[0].ended_because

    put(database, late)
    assert done("IHA", 30) == "The assessment was completed"
    put(database, late, kind="RHA")
    assert done("RHA", 33) == ""  # older than the one the clock runs from
    assert done("RHA", 0) == "The assessment was completed"  # else it would stand at the clock of next year
