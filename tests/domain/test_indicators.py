"""The indicators as data, how a clock is judged, and what cases come to."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lac_tracker.domain.dates import age_in_years
from lac_tracker.domain.figures import Case, Figure, tally, value_words
from lac_tracker.domain.indicator_rules import (
    ClockFacts,
    belongs,
    judge_clock,
    judge_sent,
    smart_lines,
    wait_line,
)
from lac_tracker.domain.indicators import EXCLUDED, EXCLUDED_WORDS, GROUPS, INDICATOR, INDICATORS
from lac_tracker.storage import indicator_targets
from lac_tracker.storage.indicator_children import reached

ASKED_FOR = [
    "iha_28_days",
    "iha_20_working_days",
    "plan_20_working_days",
    "request_5_working_days",
    "consent_5_working_days",
    "health_clock_median_days",
    "rha_in_time",
    "overdue_now",
    "ethnicity_language_religion",
    "birth_parental_history",
    "dental",
    "immunisations",
    "sdq",
    "was_not_brought",
    "declined",
    "partial",
    "smart",
    "plan_to_gp",
    "care_leaver_summary",
    "qa",
    "uasc_trained",
]
IN_TIME = ClockFacts(is_met=True, in_time=True)


def test_every_indicator_says_what_it_counts():
    assert set(ASKED_FOR) <= INDICATOR.keys()
    assert len(INDICATOR) == len(INDICATORS)
    for one in INDICATORS:
        assert one.group in GROUPS
        assert re.fullmatch(r"[a-z0-9_]+", one.id)
        assert one.source
        assert one.definition.endswith(".")
        assert "Of: " in one.definition
        assert "\N{EM DASH}" not in one.definition
    assert set(indicator_targets.shipped()) <= INDICATOR.keys()
    assert all(INDICATOR[name].more_is_better is not None for name in indicator_targets.shipped())


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({}, "met"),
        ({"in_time": False}, "missed"),
        ({"is_met": False, "in_time": False}, "missed"),
        ({"exclusion": "left_care", "is_met": False, "in_time": False}, "missed"),  # left after it
        ({"had_left": True}, "excluded:ceased_before_due"),
        ({"exclusion": "short_break", "is_exempt_then": True}, "excluded:short_break"),
        ({"exclusion": "short_break"}, "met"),  # it had gone over its limits by then
        ({"exclusion": "accepted_prior"}, "excluded:accepted_prior"),
        ({"exclusion": "before_caseload"}, "excluded:before_caseload"),
        ({"exclusion": "start_not_known"}, "excluded:start_not_known"),
        ({"is_history_missing": True, "is_met": False, "in_time": False}, "excluded:history_not_entered"),
        ({"is_adult_then": True}, "excluded:turned_18"),
        ({"is_review_needed": True}, "met"),
        ({"is_review_needed": True, "is_met": False, "in_time": False}, "excluded:needs_review"),
    ],
)  # fmt: skip
def test_a_clock_is_judged(changes, part):
    assert judge_clock(IN_TIME._replace(**changes)) == part
    assert part.removeprefix(EXCLUDED) in (*EXCLUDED_WORDS, "met", "missed")


def test_nothing_to_count_has_no_value():
    for one in INDICATORS:
        counted = tally(one, [Case(1, f"{EXCLUDED}short_break", "2026-01-01", times=3)])
        assert (counted.value, counted.denominator, counted.excluded) == (None, 0, (("short_break", 3),))


def test_lines_count_in_three_ways():
    cases = [
        Case(1, "met", "2026-01-01", ("Under 5",), (), ("8 to 14 days",), amount=9),
        Case(2, "met", "2026-01-01", ("Under 5",), (), ("8 to 14 days",), amount=12, times=2),
        Case(3, "missed", "2026-01-01", ("5 and over",), ("Declined",)),
    ]
    counted = tally(INDICATOR["health_clock_median_days"], cases, ["Within 7 days"])
    assert counted.split == (
        ("Within 7 days", 0, 0), ("5 and over", 0, 1), ("8 to 14 days", 3, 3), ("Declined", 1, 4), ("Under 5", 3, 3),
    )  # fmt: skip
    assert (counted.numerator, counted.denominator, counted.value) == (3, 4, 12)


def a_figure(numerator, denominator, value, unit="percent", name="iha_28_days", target=None):
    return Figure(name, "x", numerator, denominator, value, unit, (), (), target)


def test_figures_in_words():
    assert value_words(a_figure(94, 115, 81.7)) == "82% (94 of 115)"
    assert value_words(a_figure(250, 251, 99.6)) == "99% (250 of 251)"  # never 100 of what is not all
    assert value_words(a_figure(4, 4, 100.0)) == "4 of 4"  # too few for a percentage
    assert value_words(a_figure(0, 0, None)) == "none due"
    assert value_words(a_figure(0, 3, None, "days")) == "0 of 3"
    assert value_words(a_figure(9, 10, 12.5, "days")) == "12.5 days (9 of 10)"
    assert value_words(a_figure(97, 151, 14.23, "score")) == "14.2 (97 of 151)"
    assert value_words(a_figure(214, 1_180, 214.0, "count")) == "214 of 1,180"


def test_more_is_not_always_better():
    assert a_figure(9, 10, 90.0, target=90.0).meets_target
    assert not a_figure(9, 10, 90.0, target=90.1).meets_target
    assert not a_figure(9, 10, 12.0, name="was_not_brought", target=10.0).meets_target
    assert a_figure(9, 10, 12.0, name="declined", target=10.0).meets_target is None
    assert a_figure(0, 0, None, target=90.0).meets_target is None


def test_small_rules():
    start = date(2026, 3, 1)
    assert belongs(date(2026, 2, 1), start, None)
    assert not belongs(date(2026, 1, 31), start, None)
    assert not belongs(date(2026, 3, 9), start, date(2026, 3, 8))
    assert [wait_line(days) for days in (0, 7, 8, 28, 29)] == [
        "Within 7 days", "Within 7 days", "8 to 14 days", "22 to 28 days", "Over 28 days",
    ]  # fmt: skip
    assert smart_lines("SMaRT") == ("Not agreed",)
    assert smart_lines(None) == ("Not looked at",)
    assert judge_sent(is_sent=False, in_time=False, may_still=True) == "excluded:not_yet_due"
    assert judge_sent(is_sent=False, in_time=False, may_still=False) == "missed"
    assert judge_sent(is_sent=True, in_time=False, may_still=True) == "missed"
    assert judge_sent(is_sent=True, in_time=True, may_still=False) == "met"


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(0, 18), st.integers(-3, 3))
def test_texts_of_days_know_birthdays_as_the_rule_does(born, years, off):
    day = date(born.year + years, born.month, min(born.day, 28)) + timedelta(days=off)
    assert reached(born.isoformat(), years, day.isoformat()) == (age_in_years(born, day) >= years)
