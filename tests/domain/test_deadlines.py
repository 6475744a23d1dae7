"""What is due and when: the clocks, periods of care, short breaks, custody, leaving care."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lac_tracker.domain.care import LegalStatus, Placement
from lac_tracker.domain.clocks import check_accepted_prior, initial_dates, review_dates
from lac_tracker.domain.dates import add_months, birthday
from lac_tracker.domain.deadlines import AssessmentKind, CompletedAssessment, due, every_clock
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.short_breaks import exemption
from lac_tracker.domain.standing import Status, WaitingOn
from tests.care_facts import (
    ENGLAND,
    LITERAL,
    SHIPPED,
    WORKING_DAYS,
    a_review,
    an_initial,
    day,
    facts,
    rules,
    stands,
    starts,
    the_initial,
    words,
)

# The clocks


@pytest.mark.parametrize(
    ("became_looked_after", "working_days", "calendar_days"),
    [
        ("2026-01-01", "2026-01-29", "2026-01-29"),
        ("2026-01-03", "2026-01-30", "2026-01-31"),
        ("2026-03-06", "2026-04-07", "2026-04-03"),
        ("2026-03-09", "2026-04-08", "2026-04-06"),
        ("2026-04-02", "2026-05-05", "2026-04-30"),
        ("2026-12-07", "2027-01-07", "2027-01-04"),
    ],
)
def test_an_initial_assessment_always_has_both_dates(became_looked_after, working_days, calendar_days):
    start = day(became_looked_after)
    dates = initial_dates(start, SHIPPED, ENGLAND)
    assert (dates.due_28_days, dates.due_20_working_days) == (day(calendar_days), day(working_days))
    assert (dates.due, dates.also, dates.rule) == (
        day(calendar_days),
        day(working_days),
        "TS-1 28_calendar_days",
    )
    other = initial_dates(start, WORKING_DAYS, ENGLAND)
    assert (other.due, other.also, other.rule) == (
        day(working_days),
        day(calendar_days),
        "TS-1 20_working_days",
    )


def test_the_sentence_names_the_standard_and_the_start():
    assert initial_dates(day("2026-01-26"), SHIPPED, ENGLAND).why == "28 days from 26-Jan-2026"
    assert initial_dates(day("2026-01-26"), WORKING_DAYS, ENGLAND).why == "20 working days from 26-Jan-2026"


@pytest.mark.parametrize(
    ("start", "warns"), [("2027-12-01", False), ("2027-12-02", False), ("2027-12-03", True)]
)
def test_beyond_the_known_bank_holidays_there_is_a_warning(start, warns):
    known = replace(ENGLAND, known_to=initial_dates(day("2027-12-02"), SHIPPED, ENGLAND).due_20_working_days)
    assert (initial_dates(day(start), SHIPPED, known).warning is not None) is warns


@pytest.mark.parametrize(
    ("born", "last", "by_age", "literal"),
    [
        ("2021-05-10", "2025-10-09", "2026-04-09", "2026-04-09"),  # 6 months before the 5th birthday
        ("2021-05-10", "2025-11-09", "2026-05-09", "2026-05-09"),  # the day before it
        ("2021-05-10", "2025-11-10", "2026-05-10", "2026-11-10"),  # on the birthday
        ("2021-05-10", "2026-02-10", "2026-08-10", "2027-02-10"),  # 4y 9m
        ("2021-05-10", "2026-05-09", "2026-11-09", "2027-05-09"),  # last day aged 4
        ("2021-05-10", "2026-05-10", "2027-05-10", "2027-05-10"),  # 5th birthday
        ("2023-01-15", "2026-08-31", "2027-02-28", "2027-02-28"),  # clips
        ("2023-01-15", "2027-08-31", "2028-02-29", "2028-08-31"),
        ("2018-01-15", "2028-02-29", "2029-02-28", "2029-02-28"),
        ("2024-02-29", "2029-02-28", "2029-08-28", "2030-02-28"),  # still 4
        ("2024-02-29", "2029-03-01", "2030-03-01", "2030-03-01"),  # 5
    ],
)
def test_the_next_review_by_either_reading_of_the_fifth_birthday(born, last, by_age, literal):
    shipped, other = (review_dates(day(born), day(last), rules) for rules in (SHIPPED, LITERAL))
    assert (shipped.due, shipped.rule) == (day(by_age), "TS-2 age_at_last_assessment")
    assert (other.due, other.rule) == (day(literal), "TS-2 literal")
    for dates in (shipped, other):
        assert add_months(day(last), dates.interval_months) == dates.due
        assert dates.none_because is None


def test_the_sentence_of_a_review_says_why_the_interval():
    assert (
        review_dates(day("2021-05-10"), day("2026-02-10"), SHIPPED).why
        == "6 months from 10-Feb-2026: under 5 then"
    )
    assert review_dates(day("2021-05-10"), day("2026-02-10"), LITERAL).why == (
        "12 months from 10-Feb-2026: 6 months would reach the fifth birthday"
    )


@pytest.mark.parametrize(
    ("born", "last", "on"),
    [
        ("2009-06-15", "2026-06-14", "2027-06-14"),
        ("2009-06-15", "2026-06-15", None),
        ("2009-06-15", "2026-07-01", None),
        ("2008-02-29", "2025-02-28", "2026-02-28"),  # still 17
        ("2008-02-29", "2025-03-01", None),
    ],
)
def test_no_review_is_due_on_or_after_the_eighteenth_birthday(born, last, on):
    dates = review_dates(day(born), day(last), SHIPPED)
    assert dates.due == day(on)
    if on is None:
        assert dates.rule == "TS-8"
        assert dates.none_because.startswith("No review is due on or after the 18th birthday (")
        assert "final assessment and leaving-care health history before it" in dates.none_because


def test_a_last_assessment_before_birth_is_refused():
    with pytest.raises(UserError, match="can't be before birth"):
        review_dates(day("2021-05-10"), day("2021-05-09"), SHIPPED)


def test_a_row_carries_its_dates_rule_sentence_and_day_of_28():
    row = the_initial()
    assert (row.kind, row.clock_start, row.on, row.also) == (
        "IHA",
        day("2026-03-09"),
        day("2026-04-06"),
        day("2026-04-08"),
    )
    assert (row.due_28_days, row.due_20_working_days) == (day("2026-04-06"), day("2026-04-08"))
    assert (row.rule, row.why) == ("TS-1 28_calendar_days", "28 days from 09-Mar-2026")
    found = stands(row, "2026-04-15")
    assert (found.day, found.limit_days) == (37, 28)


# Reviews follow from the last completed assessment


def test_there_is_no_review_before_the_first_assessment():
    assert [row.kind for row in due(facts(), SHIPPED, ENGLAND)] == [AssessmentKind.INITIAL]


def test_the_review_counts_from_the_last_assessment_of_either_kind():
    assessments = (a_review("2027-01-20"), an_initial("2026-04-02"))
    initial, review = due(facts(assessments=assessments), SHIPPED, ENGLAND)
    assert initial.met_on == day("2026-04-02")
    assert (review.kind, review.clock_start, review.on) == ("RHA", day("2027-01-20"), day("2028-01-20"))
    assert (review.rule, review.why) == (
        "TS-2 age_at_last_assessment",
        "12 months from 20-Jan-2027: 5 or older then",
    )
    assert (review.also, review.due_28_days, review.due_20_working_days, review.met_on) == (
        None,
        None,
        None,
        None,
    )
    assert stands(review, "2027-03-01").limit_days is None


def test_a_late_initial_assessment_moves_the_first_review_with_it():
    review = due(facts(assessments=(an_initial("2026-06-30"),)), SHIPPED, ENGLAND)[1]
    assert review.on == day("2027-06-30")


def test_an_early_review_counts_from_the_early_date():
    review = due(facts(assessments=(an_initial("2026-04-02"), a_review("2026-09-01"))), SHIPPED, ENGLAND)[1]
    assert review.on == day("2027-09-01")


def test_a_review_alone_does_not_do_the_initial_assessment_of_care_that_began_here():
    initial, review = due(facts(assessments=(a_review("2026-05-01"),)), SHIPPED, ENGLAND)
    assert stands(initial, "2026-06-01").status is Status.OVERDUE
    assert review.on == day("2027-05-01")


def test_no_review_from_eighteen_on_is_said_in_words():
    child = facts(born=day("2009-06-15"), assessments=(an_initial("2026-06-15"),))
    review = due(child, SHIPPED, ENGLAND)[1]
    assert (review.on, review.rule) == (None, "TS-8")
    found = stands(review, "2026-07-01", born=day("2009-06-15"))
    assert found.status is Status.EXCLUDED
    assert found.reason.startswith("No review is due on or after the 18th birthday (15-Jun-2027)")


# Periods of care


def test_assessments_of_an_earlier_period_do_not_count():
    before = (an_initial("2025-04-01"), a_review("2026-03-08"))
    rows = due(facts(assessments=before), SHIPPED, ENGLAND)
    assert [row.met_on for row in rows] == [None]


def test_an_assessment_on_the_first_day_counts():
    assert the_initial(assessments=(an_initial("2026-03-09"),)).met_on == day("2026-03-09")


def test_with_an_unknown_start_only_what_came_after_the_earlier_period_counts():
    child = facts(began=None, left_care_before=day("2025-06-01"), assessments=(an_initial("2025-05-01"),))
    assert due(child, SHIPPED, ENGLAND)[0].history_missing
    later = replace(child, assessments=(an_initial("2025-05-01"), an_initial("2025-07-01")))
    assert due(later, SHIPPED, ENGLAND)[0].met_on == day("2025-07-01")


@pytest.mark.parametrize(
    ("assessed", "accepted"),
    [("2025-12-08", False), ("2025-12-09", True), ("2026-03-08", True), ("2026-03-09", False)],
)
def test_an_earlier_assessment_is_accepted_within_three_months_before_care(assessed, accepted):
    initial, *reviews = due(facts(accepted_prior=a_review(assessed)), SHIPPED, ENGLAND)
    if accepted:
        check_accepted_prior(day(assessed), day("2026-03-09"), SHIPPED)
        assert initial.rule == "TS-5 accepted_prior_assessment"
        assert "by N Rahman, accepted for this care period" in stands(initial, "2026-06-01").reason
        assert [row.on for row in reviews] == [add_months(day(assessed), 12)]
    else:
        with pytest.raises(UserError, match="Only an assessment from 09-Dec-2025 up to the day before"):
            check_accepted_prior(day(assessed), day("2026-03-09"), SHIPPED)
        assert (initial.excluded, reviews) == (None, [])


def test_an_earlier_assessment_that_nobody_accepted_changes_nothing():
    rows = due(facts(assessments=(an_initial("2026-02-01"),)), SHIPPED, ENGLAND)
    assert stands(rows[0], "2026-06-01").status is Status.OVERDUE
    assert len(rows) == 1


@pytest.mark.parametrize("child", [{"began": None}, {"born": date(2026, 3, 2)}])
def test_acceptance_needs_a_start_of_care_and_a_birth(child):
    row = the_initial(accepted_prior=an_initial("2026-03-01"), **child)
    assert row.excluded is None


def test_placement_and_legal_changes_never_restart_a_clock():
    moved = facts(
        legal_statuses=(
            LegalStatus(day("2026-03-09"), day("2026-03-20"), "V2"),
            LegalStatus(day("2026-03-20"), None, "C1"),
        ),
        placements=(
            Placement(day("2026-03-09"), day("2026-03-25"), "U6", "PR1", None),
            Placement(day("2026-03-25"), None, "K2", "PR4", None),
        ),
    )
    assert due(moved, SHIPPED, ENGLAND) == due(facts(), SHIPPED, ENGLAND)


# History that has not been entered


def test_care_from_before_the_caseload_without_history_keeps_its_true_state():
    row = the_initial(began="2024-01-08", began_before_caseload=True)
    found = stands(row, "2026-03-04")
    assert (found.status, found.waiting_on) == (Status.OVERDUE, WaitingOn.HISTORY_NOT_ENTERED)
    assert (row.history_missing, found.reason) == (True, "no assessment history yet")


@pytest.mark.parametrize("began", ["2024-01-08", None])
def test_a_review_on_record_tells_that_the_initial_assessment_was_before(began):
    initial, review = due(
        facts(began=began, began_before_caseload=True, assessments=(a_review("2025-09-01"),)),
        SHIPPED,
        ENGLAND,
    )
    assert stands(initial, "2026-03-04").status is Status.EXCLUDED
    assert initial.excluded == "a review is on record; the initial assessment was before this caseload"
    assert not initial.history_missing
    assert review.on == day("2026-09-01")


def test_an_initial_assessment_entered_without_a_start_is_done_and_drives_the_review():
    initial, review = due(facts(began=None, assessments=(an_initial("2025-09-01"),)), SHIPPED, ENGLAND)
    found = stands(initial, "2026-03-04")
    assert found.status is Status.EXCLUDED  # nobody can say whether it was in time
    assert "without a start date" in found.reason
    assert words(initial, "2026-03-04") == "Done 01-Sep-2025"
    assert review.on == day("2026-09-01")


def test_an_initial_assessment_entered_with_a_start_is_measured():
    row = the_initial(began="2024-01-08", began_before_caseload=True, assessments=(an_initial("2024-03-01"),))
    assert stands(row, "2026-03-04").status is Status.COMPLETED_LATE


# Short breaks


def test_a_short_break_agreement_is_always_excluded():
    rows = due(
        facts(legal_status="V4", began="2024-01-08", assessments=(a_review("2025-01-01"),)), SHIPPED, ENGLAND
    )
    for row in rows:
        assert (row.on, row.rule) == (None, "TS-6 short_break")
        assert stands(row, "2026-03-04").status is Status.EXCLUDED


def test_a_short_break_without_a_start_row_is_excluded_too():
    row = the_initial(began=None, legal_status="V4")
    assert stands(row, "2026-03-04").status is Status.EXCLUDED
    assert not row.history_missing


@pytest.mark.parametrize(
    ("ended", "free"), [("2026-03-25", True), ("2026-03-26", True), ("2026-03-27", False)]
)
def test_a_stay_of_up_to_seventeen_days_has_no_duties(ended, free):
    row = the_initial(legal_status="V3", ceased=ended)
    assert stands(row, "2026-06-01").status is Status.EXCLUDED  # beyond the limit: left care before day 28
    assert (row.rule == "TS-6 short_break") is free
    assert row.on == (None if free else day("2026-04-06"))


@pytest.mark.parametrize(
    ("today", "status"),
    [
        ("2026-03-09", Status.EXCLUDED),
        ("2026-03-26", Status.EXCLUDED),
        ("2026-03-27", Status.BOOKED),
        ("2026-04-07", Status.OVERDUE),
    ],
)
def test_an_open_stay_has_ordinary_duties_after_its_seventeenth_day(today, status):
    row = the_initial(legal_status="V3")
    assert (row.on, row.excluded_to) == (day("2026-04-06"), day("2026-03-26"))
    assert stands(row, today).status is status


def short_breaks(stays_before, nights, gap=1):
    """Legal statuses: stays of so many nights each, ending before 9 March 2026, then one open stay from that day."""
    step = timedelta(days=nights + gap)
    starts = [day("2026-03-09") - step * number for number in range(stays_before, 0, -1)]
    past = [LegalStatus(start, start + timedelta(days=nights), "V3") for start in starts]
    return (*past, LegalStatus(day("2026-03-09"), None, "V3"))


@pytest.mark.parametrize(
    ("stays_before", "nights", "last_day_free"),
    [
        (4, 15, "2026-03-24"),  # 60 before: 15 more
        (5, 14, "2026-03-14"),  # 70 before: 5 more
        (5, 15, "2026-03-09"),  # 75 before: the first night is one too many
        (4, 14, "2026-03-26"),  # 56 before: the 17 days of the stay come first
    ],
)
def test_more_than_75_nights_in_12_months_bring_ordinary_duties(stays_before, nights, last_day_free):
    row = the_initial(legal_status="V3", legal_statuses=short_breaks(stays_before, nights))
    assert row.excluded_to == day(last_day_free)


def test_ordinary_care_is_no_short_break():
    stay = LegalStatus(day("2026-03-09"), None, "V2")
    assert exemption((stay,), stay) is None


def test_nights_of_more_than_a_year_ago_do_not_count():
    long_ago = tuple(
        LegalStatus(status.began - timedelta(days=366), day("2025-03-09"), "V3")
        for status in short_breaks(5, 15)[:1]
    )
    row = the_initial(
        legal_status="V3", legal_statuses=(*long_ago, LegalStatus(day("2026-03-09"), None, "V3"))
    )
    assert row.excluded_to == day("2026-03-26")


def test_two_records_of_the_same_nights_count_once():
    once = short_breaks(4, 15)
    row = the_initial(legal_status="V3", legal_statuses=(*once, *once[:4]))
    assert row.excluded_to == day("2026-03-24")


def test_a_short_break_that_became_ordinary_care_counts_from_its_first_day():
    statuses = (
        LegalStatus(day("2026-03-09"), day("2026-03-16"), "V3"),
        LegalStatus(day("2026-03-16"), None, "C1"),
    )
    row = the_initial(legal_statuses=statuses)
    assert (row.clock_start, row.excluded) == (day("2026-03-09"), None)


def test_an_agreement_that_became_ordinary_care_counts_from_that_day():
    statuses = (
        LegalStatus(day("2025-03-09"), day("2026-03-16"), "V4"),
        LegalStatus(day("2026-03-16"), None, "C1"),
    )
    row = the_initial(began="2025-03-09", legal_statuses=statuses)
    assert (row.clock_start, row.on) == (day("2026-03-16"), day("2026-04-13"))
    assert row.why == "28 days from 16-Mar-2026, when short breaks ended"


def test_what_is_not_needed_anyway_does_not_become_due_after_a_short_break():
    row = the_initial(legal_status="V3", accepted_prior=an_initial("2026-02-01"))
    assert row.excluded_to is None
    assert row.excluded.startswith("assessed on 01-Feb-2026")


# Custody and adoption


@pytest.mark.parametrize(
    ("legal_status", "placement", "status"),
    [
        ("J1", "K1", Status.NEEDS_REVIEW),
        ("J1", "R5", Status.NEEDS_REVIEW),
        ("C2", "R5", Status.NEEDS_REVIEW),
        ("C2", "K1", Status.OVERDUE),  # a secure home for welfare reasons
        ("J1", "U6", Status.OVERDUE),  # remanded to the council, in foster care
        ("E1", "A5", Status.OVERDUE),  # placed for adoption: until the adoption order
    ],
)
def test_custody_needs_review_and_is_never_silently_late(legal_status, placement, status):
    row = the_initial(legal_status=legal_status, placement=placement)
    found = stands(row, "2026-06-01")
    assert found.status is status
    if status is Status.NEEDS_REVIEW:
        assert found.waiting_on is WaitingOn.OUR_TEAM
        assert words(row, "2026-06-01").startswith("Needs review: in custody")


def test_after_custody_the_clock_is_an_ordinary_one():
    placements = (
        Placement(day("2026-03-09"), day("2026-03-20"), "R5", None, None),
        Placement(day("2026-03-20"), None, "U6", None, None),
    )
    assert the_initial(legal_status="J1", placements=placements).review_needed is None


# Leaving care


@pytest.mark.parametrize(
    ("left", "late"),
    [("2026-04-05", False), ("2026-04-06", False), ("2026-04-07", True), ("2026-08-01", True)],
)
def test_left_care_before_or_after_it_was_due(left, late):
    row = the_initial(ceased=left)
    found = stands(row, "2026-09-01")
    assert (found.status, row.counts_as_late, row.closed_on) == (Status.EXCLUDED, late, day(left))
    if late:
        assert "after it was due on 06-Apr-2026: counts as late in the figures" in found.reason
    else:
        assert words(row, "2026-09-01") == "Not needed: left care before it was due"
    assert (found.waiting_on, found.overlays, found.day) == (WaitingOn.NOBODY, (), None)


def test_a_leaving_date_still_to_come_closes_nothing_yet():
    row = the_initial(ceased="2026-08-01")
    assert stands(row, "2026-07-31").status is Status.OVERDUE
    assert stands(row, "2026-08-01").status is Status.EXCLUDED


def test_a_completed_assessment_stays_completed_after_leaving():
    row = the_initial(ceased="2026-08-01", assessments=(an_initial("2026-04-02"),))
    assert stands(row, "2026-09-01").status is Status.COMPLETED_IN_TIME


def test_left_care_without_any_history_is_not_counted_late():
    row = the_initial(began="2024-01-08", began_before_caseload=True, ceased="2026-02-01")
    assert not row.counts_as_late
    assert stands(row, "2026-03-04").reason == "left care on 01-Feb-2026; no assessment history was entered"
    assert stands(the_initial(began=None, ceased="2026-02-01"), "2026-03-04").status is Status.EXCLUDED


def test_an_assessment_after_leaving_is_not_of_that_period():
    row = the_initial(ceased="2026-04-01", assessments=(an_initial("2026-04-02"),))
    assert row.met_on is None


# Whatever the dates


@given(start=starts, rules=rules)
def test_nothing_is_ever_due_before_it_starts(start, rules):
    child = facts(
        start.isoformat(), assessments=(CompletedAssessment(AssessmentKind.INITIAL, start, "Dr S Iqbal"),)
    )
    for row in due(child, rules, ENGLAND):
        assert row.on is None or row.on > row.clock_start


@given(born=st.dates(date(2005, 1, 1), date(2020, 1, 1)), age_days=st.integers(0, 6573), rules=rules)
def test_a_review_is_always_due_before_the_eighteenth_birthday_or_not_at_all(born, age_days, rules):
    dates = review_dates(born, born + timedelta(days=age_days), rules)
    assert (dates.due is None) is (dates.none_because is not None)
    assert dates.due is None or dates.due < birthday(born, 18)
    assert dates.interval_months in {6, 12}


@given(born=st.dates(date(2015, 1, 1), date(2025, 1, 1)), age_days=st.integers(0, 4000))
def test_the_literal_reading_is_never_earlier(born, age_days):
    last = born + timedelta(days=age_days)
    assert review_dates(born, last, LITERAL).due >= review_dates(born, last, SHIPPED).due


# Every clock there was


def test_each_assessment_of_a_period_meets_one_clock_and_starts_the_next():
    held = (
        an_initial("2026-03-20", signed_on=day("2026-03-24")),
        a_review("2027-02-01"),
        a_review("2028-03-05"),
    )
    rows = every_clock(facts(assessments=held), SHIPPED, ENGLAND)
    assert [(row.kind.value, row.clock_start, row.on, row.met_on, row.signed_on) for row in rows] == [
        ("IHA", day("2026-03-09"), day("2026-04-06"), day("2026-03-20"), day("2026-03-24")),
        ("RHA", day("2026-03-20"), day("2027-03-20"), day("2027-02-01"), None),
        ("RHA", day("2027-02-01"), day("2028-02-01"), day("2028-03-05"), None),
        ("RHA", day("2028-03-05"), day("2029-03-05"), None, None),
    ]
    assert due(facts(assessments=held), SHIPPED, ENGLAND) == (rows[0], rows[-1])


def test_an_accepted_assessment_of_before_starts_the_first_review_and_the_next_one_meets_it():
    prior = an_initial("2026-02-01")
    rows = every_clock(facts(accepted_prior=prior, assessments=(a_review("2027-01-10"),)), SHIPPED, ENGLAND)
    assert [(row.kind.value, row.clock_start, row.met_on, bool(row.excluded)) for row in rows] == [
        ("IHA", day("2026-03-09"), None, True),
        ("RHA", day("2026-02-01"), day("2027-01-10"), False),
        ("RHA", day("2027-01-10"), None, False),
    ]


@given(
    days=st.lists(st.dates(date(2026, 3, 9), date(2032, 1, 1)), max_size=6, unique=True),
    kinds=st.lists(st.sampled_from(AssessmentKind), min_size=6, max_size=6),
    ceased=st.none() | st.dates(date(2026, 3, 10), date(2032, 1, 1)),
)
def test_what_is_due_now_is_the_first_and_the_last_of_every_clock(days, kinds, ceased):
    held = tuple(CompletedAssessment(kind, on, "N Rahman") for kind, on in zip(kinds, days, strict=False))
    told = facts(assessments=held, ceased=ceased.isoformat() if ceased else None)
    rows = every_clock(told, SHIPPED, ENGLAND)
    counted = sorted(on for on in days if ceased is None or on <= ceased)
    assert [row.clock_start for row in rows[1:]] == counted
    assert [row.met_on for row in rows[1:]] == [*counted[1:], None][: len(counted)]
    assert due(told, SHIPPED, ENGLAND) == (rows[0], *rows[1:][-1:])
