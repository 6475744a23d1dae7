from datetime import date

import pytest

from lac_tracker.domain import timescales
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.settings import (
    SETTINGS,
    ConsentValidity,
    FifthBirthdayRule,
    IhaStandard,
    Rules,
    check_setting,
    rules_from,
)
from lac_tracker.domain.timescales import Timescale

ALL = [one for one in vars(timescales).values() if isinstance(one, Timescale)]


@pytest.mark.parametrize(
    ("timescale", "figure", "unit"),
    [
        (timescales.IHA_CALENDAR_DAYS, 28, "days"),
        (timescales.IHA_WORKING_DAYS, 20, "working days"),
        (timescales.RHA_MONTHS_UNDER_FIVE, 6, "months"),
        (timescales.RHA_MONTHS_FROM_FIVE, 12, "months"),
        (timescales.RHA_LONGER_INTERVAL_AGE, 5, "years"),
        (timescales.RHA_STOP_AGE, 18, "years"),
        (timescales.PRIOR_ASSESSMENT_MONTHS, 3, "months"),
        (timescales.SHORT_BREAK_LONGEST_STAY, 17, "days"),
        (timescales.SHORT_BREAK_DAYS_A_YEAR, 75, "days"),
        (timescales.SHORT_BREAK_WINDOW, 12, "months"),
        (timescales.COUNCIL_NOTIFICATION, 5, "working days"),
        (timescales.CONSENT_RECEIVED, 5, "working days"),
        (timescales.IHA_BOOKED_BY_DAY, 14, "days"),
        (timescales.IHA_CONSENT_DAYS_LEFT, 14, "days"),
        (timescales.RHA_BOOKED_DAYS_LEFT, 28, "days"),
        (timescales.IHA_DUE_SOON, 7, "days"),
        (timescales.RHA_DUE_SOON, 28, "days"),
    ],
)
def test_each_figure_is_what_law_guidance_or_we_say(timescale, figure, unit):
    assert (timescale.figure, timescale.unit) == (figure, unit)


@pytest.mark.parametrize("timescale", ALL, ids=lambda one: one.words[:40])
def test_each_figure_has_words_a_source_and_the_day_it_came_into_force_unless_it_is_ours(timescale):
    assert timescale.words
    assert timescale.source
    assert (timescale.in_force is None) is (timescale.confidence == "design")
    assert timescale.in_force is None or timescale.in_force < date(2026, 1, 1)


def test_settings_ship_with_a_default_they_accept_a_source_and_words():
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)
    for setting in SETTINGS:
        assert setting.default in setting.allowed
        assert setting.source
        assert setting.words


def test_a_team_that_chose_nothing_has_the_rules_as_shipped():
    assert rules_from({}) == Rules()


def test_the_figures_of_the_rules_are_those_of_the_timescales():
    assert Rules().prior_assessment_window_months == timescales.PRIOR_ASSESSMENT_MONTHS.figure
    assert Rules().rha_stop_age == timescales.RHA_STOP_AGE.figure


def test_a_team_may_choose():
    chosen = {
        "iha_standard": "20_working_days",
        "rha_fifth_birthday_rule": "literal",
        "consent_validity": "per_period_of_care",
        "rha_request_weeks": "8",
    }
    rules = rules_from(chosen)
    assert rules.iha_standard is IhaStandard.WORKING_DAYS
    assert rules.rha_fifth_birthday_rule is FifthBirthdayRule.LITERAL
    assert rules.consent_validity is ConsentValidity.PER_PERIOD_OF_CARE
    assert rules.rha_request_weeks == 8
    assert rules.clock_excluded_legal_statuses == ("V3", "V4")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("iha_standard", "30_days"),
        ("declined_counts_as_completed", "yes"),  # the setting records the rule, there is no other value
        ("prior_assessment_window_months", "6"),
        ("custody_clock", ""),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_with_those_that_are(name, value):
    with pytest.raises(UserError, match=f"{name} can't be '{value}'. It can be: "):
        rules_from({name: value})


def test_a_setting_that_does_not_exist_is_refused():
    with pytest.raises(UserError, match="no setting called 'rha_due_soon_weeks'"):
        check_setting("rha_due_soon_weeks", "12")
