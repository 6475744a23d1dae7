"""How a row stands on a day: in time, late, at risk, and who has to act."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lac_tracker.domain.deadlines import AssessmentKind, CompletedAssessment, Due, due
from lac_tracker.domain.standing import (
    OPEN_STATUSES,
    Holds,
    Overlay,
    Status,
    WaitingOn,
    standing,
    status_words,
    stretches,
)
from tests.care_facts import (
    ARRANGED,
    BORN,
    ENGLAND,
    SHIPPED,
    WORKING_DAYS,
    an_initial,
    day,
    facts,
    rules,
    stands,
    starts,
    the_initial,
    words,
)

# In time, late, and what cannot be computed


@pytest.mark.parametrize(
    ("assessed", "by_28_days", "by_20_working_days"),
    [
        ("2026-03-09", Status.COMPLETED_IN_TIME, Status.COMPLETED_IN_TIME),
        ("2026-04-06", Status.COMPLETED_IN_TIME, Status.COMPLETED_IN_TIME),
        ("2026-04-07", Status.COMPLETED_LATE, Status.COMPLETED_IN_TIME),
        ("2026-04-08", Status.COMPLETED_LATE, Status.COMPLETED_IN_TIME),
        ("2026-04-09", Status.COMPLETED_LATE, Status.COMPLETED_LATE),
    ],
)
def test_the_due_date_itself_is_in_time(assessed, by_28_days, by_20_working_days):
    child = facts(assessments=(an_initial(assessed),))
    for standard, status in ((SHIPPED, by_28_days), (WORKING_DAYS, by_20_working_days)):
        assert stands(due(child, standard, ENGLAND)[0], "2026-05-01").status is status


@pytest.mark.parametrize(
    ("today", "status", "shown", "days_overdue"),
    [
        ("2026-03-30", Status.DUE_SOON, "Due in 7 days", 0),
        ("2026-04-05", Status.DUE_SOON, "Due in 1 day", 0),
        ("2026-04-06", Status.DUE_TODAY, "Due today", 0),
        ("2026-04-07", Status.OVERDUE, "Overdue by 1 day", 1),
        ("2026-04-15", Status.OVERDUE, "Overdue by 9 days", 9),
        ("2031-04-06", Status.OVERDUE, "Overdue by 1826 days", 1826),  # nobody falls off by age of the row
    ],
)
def test_the_day_before_on_and_after_the_due_date(today, status, shown, days_overdue):
    row = the_initial()
    # An appointment of today would not change any of these.
    found = stands(row, today, Holds(booked_on=min(day(today), day("2026-04-06")), consent_on_record=True))
    assert (found.status, found.days_overdue) == (status, days_overdue)
    assert status_words(found, row, day(today)) == shown


def test_the_day_stops_counting_when_completed_and_before_care_there_is_none():
    assert stands(the_initial(assessments=(an_initial("2026-04-08"),)), "2026-09-01").day == 30
    assert stands(the_initial(), "2026-03-08").day is None


def test_without_a_start_date_it_cannot_be_computed_and_is_never_not_due():
    row = the_initial(began=None)
    assert (row.on, row.missing, row.clock_start, row.history_missing) == (None, "no start date", None, True)
    found = stands(row, "2026-05-01")
    assert (found.status, found.reason) == (Status.CANNOT_BE_COMPUTED, "no start date")
    assert found.waiting_on is WaitingOn.HISTORY_NOT_ENTERED
    assert found.status in OPEN_STATUSES
    assert words(row, "2026-05-01") == "Cannot be computed: no start date"


def test_signed_here_shows_the_day_of_signing_and_an_entered_one_the_day_it_was_done():
    signed = the_initial(assessments=(an_initial("2026-04-02", signed_on=day("2026-04-10")),))
    assert words(signed, "2026-05-01") == "Signed 10-Apr-2026"
    assert (
        stands(signed, "2026-05-01").status is Status.COMPLETED_IN_TIME
    )  # by the day with the child, not of signing
    assert words(the_initial(assessments=(an_initial("2026-04-02"),)), "2026-05-01") == "Done 02-Apr-2026"


@pytest.mark.parametrize(
    ("today", "status"),
    [("2027-06-14", Status.OVERDUE), ("2027-06-15", Status.EXCLUDED), ("2030-01-01", Status.EXCLUDED)],
)
def test_at_eighteen_an_open_assessment_is_aged_out(today, status):
    row = the_initial(born=day("2009-06-15"))
    found = stands(row, today, born=day("2009-06-15"))
    assert found.status is status
    assert status is Status.OVERDUE or found.reason == "aged out: 18 on 15-Jun-2027"


# At risk, due soon, booked, on track


@pytest.mark.parametrize(
    ("today", "holds", "shown"),
    [
        ("2026-03-22", Holds(), "On track"),  # day 13
        ("2026-03-23", Holds(), "At risk: no date"),  # day 14
        ("2026-03-10", Holds(booked_on=date(2026, 4, 6)), "Booked 06-Apr-2026"),
        ("2026-03-10", Holds(booked_on=date(2026, 4, 7)), "At risk: booked late"),
        ("2026-03-22", Holds(booked_on=date(2026, 4, 1)), "Booked 01-Apr-2026"),  # 15 days left
        ("2026-03-23", Holds(booked_on=date(2026, 4, 1)), "At risk: no consent"),  # 14 days left
        ("2026-03-23", ARRANGED, "Booked 01-Apr-2026"),
        ("2026-03-10", replace(ARRANGED, interpreter_missing=True), "At risk: no interpreter"),
        ("2026-03-10", Holds(interpreter_missing=True), "On track"),  # nothing to interpret yet
        ("2026-03-29", ARRANGED, "Booked 01-Apr-2026"),
        ("2026-03-30", ARRANGED, "Due in 7 days"),
        ("2026-04-02", ARRANGED, "At risk: no date"),  # the appointment passed and nobody was seen
        ("2026-04-02", replace(ARRANGED, seen_not_signed_on=date(2026, 4, 1)), "Due in 4 days"),
        ("2026-04-06", Holds(), "Due today"),
        ("2026-04-07", Holds(), "Overdue by 1 day"),
    ],
)
def test_what_puts_an_initial_assessment_at_risk(today, holds, shown):
    assert words(the_initial(), today, holds) == shown


@pytest.mark.parametrize(
    ("today", "holds", "shown"),
    [
        ("2027-03-04", Holds(), "On track"),  # 29 days left
        ("2027-03-05", Holds(), "At risk: no date"),  # 28 days left
        ("2027-03-04", Holds(booked_on=date(2027, 4, 2)), "Booked 02-Apr-2027"),
        ("2027-03-05", Holds(booked_on=date(2027, 4, 2)), "Due in 28 days"),
        ("2027-01-01", Holds(booked_on=date(2027, 4, 3)), "At risk: booked late"),
        ("2027-04-02", Holds(), "Due today"),
        ("2027-04-03", Holds(), "Overdue by 1 day"),
    ],
)
def test_what_puts_a_review_at_risk(today, holds, shown):
    review = due(facts(assessments=(an_initial("2026-04-02"),)), SHIPPED, ENGLAND)[1]
    assert words(review, today, holds) == shown


@pytest.mark.parametrize(
    ("holds", "overlays"),
    [
        (Holds(declined_ask_again=date(2026, 6, 1)), (Overlay.DECLINED,)),
        (Holds(part_done_on=date(2026, 4, 1)), (Overlay.PART_DONE,)),
        (Holds(on_hold_until=date(2026, 4, 15), on_hold_reason="in hospital"), (Overlay.ON_HOLD,)),
        (Holds(on_hold_until=date(2026, 4, 14), on_hold_reason="in hospital"), ()),  # over
        (Holds(seen_not_signed_on=date(2026, 4, 1)), (Overlay.SEEN_NOT_SIGNED,)),
        (
            Holds(part_done_on=date(2026, 4, 1), declined_ask_again=date(2026, 6, 1)),
            (Overlay.DECLINED, Overlay.PART_DONE),
        ),
    ],
)
def test_overlays_stand_beside_the_status_and_stop_nothing(holds, overlays):
    found = stands(the_initial(), "2026-04-15", holds)
    assert found.overlays == overlays
    assert (found.status, found.days_overdue) == (Status.OVERDUE, 9)


@pytest.mark.parametrize(
    ("holds", "reason", "waiting_on"),
    [
        (Holds(seen_not_signed_on=date(2026, 4, 1)), "not signed", WaitingOn.OUR_TEAM),
        (Holds(declined_ask_again=date(2026, 6, 1)), "declined for now", WaitingOn.YOUNG_PERSON),
        (
            Holds(declined_ask_again=date(2026, 6, 1), waiting_on=WaitingOn.CARER),
            "declined for now",
            WaitingOn.CARER,
        ),
        (
            Holds(declined_ask_again=date(2026, 4, 15)),
            "declined for now",
            WaitingOn.OUR_TEAM,
        ),  # ask again today
        (
            Holds(declined_ask_again=date(2026, 4, 1), waiting_on=WaitingOn.CARER),
            "declined for now",
            WaitingOn.OUR_TEAM,
        ),
        (Holds(), "no consent", WaitingOn.COUNCIL),
        (Holds(consent_on_record=True), "no date", WaitingOn.OUR_TEAM),
        (Holds(booked_on=date(2026, 4, 20), consent_on_record=True), "booked late", WaitingOn.OUR_TEAM),
        (
            Holds(booked_on=date(2026, 4, 20), consent_on_record=True, interpreter_missing=True),
            "no interpreter",
            WaitingOn.OUR_TEAM,
        ),
        (Holds(waiting_on=WaitingOn.HOST_TEAM), "no consent", WaitingOn.HOST_TEAM),  # a person knows better
    ],
)
def test_an_overdue_row_says_what_stands_in_the_way_and_who_acts(holds, reason, waiting_on):
    found = stands(the_initial(), "2026-04-15", holds)
    assert (found.reason, found.waiting_on) == (reason, waiting_on)


def test_while_nothing_has_to_happen_it_waits_on_nobody():
    assert stands(the_initial(), "2026-03-10").waiting_on is WaitingOn.NOBODY  # booked, consent there
    review = due(facts(assessments=(an_initial("2026-04-02"),)), SHIPPED, ENGLAND)[1]
    assert stands(review, "2026-05-01", Holds()).waiting_on is WaitingOn.NOBODY
    assert stands(review, "2027-03-20", Holds()).waiting_on is WaitingOn.COUNCIL


def test_a_missing_start_date_waits_on_the_council_when_there_is_history():
    row = Due(
        AssessmentKind.INITIAL, None, None, "TS-1 28_calendar_days", "no start date", missing="no start date"
    )
    assert stands(row, "2026-03-04").waiting_on is WaitingOn.COUNCIL


# Whatever the dates


@given(start=starts, rules=rules, later=st.integers(1, 4000))
def test_a_row_becomes_overdue_the_day_after_it_was_due_and_stays_so(start, rules, later):
    born = start - timedelta(days=200)
    row = due(facts(start.isoformat(), born=born), rules, ENGLAND)[0]
    assert standing(row, Holds(), row.on, born).status is Status.DUE_TODAY
    after = standing(row, Holds(), row.on + timedelta(days=later), born)
    assert (after.status, after.days_overdue) == (Status.OVERDUE, later)
    before = standing(row, Holds(), row.on - timedelta(days=later), born)
    assert (before.days_overdue, before.status in OPEN_STATUSES) == (0, True)


@given(start=starts, assessed_after=st.integers(0, 400))
def test_completed_in_time_means_on_or_before_the_due_date(start, assessed_after):
    assessed = start + timedelta(days=assessed_after)
    child = facts(
        start.isoformat(), assessments=(CompletedAssessment(AssessmentKind.INITIAL, assessed, "Dr S Iqbal"),)
    )
    row = due(child, SHIPPED, ENGLAND)[0]
    expected = Status.COMPLETED_IN_TIME if assessed_after <= 28 else Status.COMPLETED_LATE
    assert standing(row, Holds(), assessed, BORN).status is expected


def test_the_words_of_the_statuses_are_a_contract():
    assert [str(status) for status in Status] == [
        "completed_in_time", "completed_late", "excluded", "cannot_be_computed", "needs_review", "overdue",
        "due_today", "at_risk", "due_soon", "booked", "on_track",
    ]  # fmt: skip
    assert set(Status) - OPEN_STATUSES == {"completed_in_time", "completed_late", "excluded"}
    assert [str(party) for party in WaitingOn] == [
        "council", "our_team", "host_team", "carer", "young_person", "gp", "camhs", "history_not_entered", "nobody",
    ]  # fmt: skip


@given(data=st.data())
def test_the_stretches_kept_for_searching_say_on_every_day_what_the_rule_says(data):
    days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
    maybe = st.none() | days
    born = data.draw(st.dates(date(2006, 1, 1), date(2023, 12, 31)))
    excluded_from = data.draw(maybe)
    row = Due(
        kind=data.draw(st.sampled_from(AssessmentKind)),
        clock_start=data.draw(maybe),
        on=data.draw(maybe),
        rule="",
        why="",
        met_on=data.draw(st.none() | st.none() | days),
        missing=data.draw(st.none() | st.just("no start date")),
        excluded=data.draw(st.none() | st.just("left care")),
        excluded_from=excluded_from,
        excluded_to=None if excluded_from else data.draw(maybe),
        review_needed=data.draw(st.none() | st.none() | st.just("in custody")),
        history_missing=data.draw(st.booleans()),
    )
    holds = Holds(
        booked_on=data.draw(maybe),
        consent_on_record=data.draw(st.booleans()),
        declined_ask_again=data.draw(st.none() | days),
        part_done_on=data.draw(maybe),
        on_hold_until=data.draw(maybe),
        seen_not_signed_on=data.draw(maybe),
        interpreter_missing=data.draw(st.booleans()),
        waiting_on=data.draw(st.none() | st.sampled_from(WaitingOn)),
    )
    today = data.draw(days)
    kept = stretches(row, holds, born)
    found = [one for one in kept if one.first_day <= today <= one.last_day]
    said = standing(row, holds, today, born)
    assert [(one.status, one.waiting_on, one.reason) for one in found] == [
        (said.status, said.waiting_on, said.reason)
    ]
    assert (kept[0].first_day, kept[-1].last_day) == (date.min, date.max)
    assert all(one.last_day + timedelta(days=1) == after.first_day for one, after in pairwise(kept))
