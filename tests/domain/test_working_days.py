from collections import Counter
from datetime import date, timedelta

import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from lac_tracker.domain.working_days import (
    BankHolidays,
    add_working_days,
    is_working_day,
    moved_words,
    on_working_day,
)

ENGLAND = BankHolidays(
    frozenset(country_holidays("GB", subdiv="ENG", years=range(2024, 2032))), known_to=date(2027, 12, 31)
)


@pytest.mark.parametrize(
    ("became_looked_after", "due"),
    [
        ("2026-01-01", "2026-01-29"),  # a bank holiday is day 0 like any other
        ("2026-01-03", "2026-01-30"),  # a Saturday
        ("2026-03-06", "2026-04-07"),  # Good Friday and Easter Monday fall inside
        ("2026-03-09", "2026-04-08"),
        ("2026-04-02", "2026-05-05"),  # both Easter days and May Day
        ("2026-12-07", "2027-01-07"),  # Christmas, Boxing Day (substitute), New Year
    ],
)
def test_twenty_working_days(became_looked_after, due):
    assert add_working_days(date.fromisoformat(became_looked_after), 20, ENGLAND) == date.fromisoformat(due)


def test_five_working_days():
    assert add_working_days(date(2026, 3, 9), 5, ENGLAND) == date(2026, 3, 16)


def test_the_two_standards_agree_on_44_percent_of_the_days_of_2026():
    starts = [date(2026, 1, 1) + timedelta(days=day) for day in range(365)]
    days = {start: (add_working_days(start, 20, ENGLAND) - start).days for start in starts}
    assert Counter(days.values()) == {26: 31, 27: 31, 28: 160, 29: 53, 30: 35, 31: 27, 32: 16, 33: 12}
    assert round(100 * sum(count == 28 for count in days.values()) / 365) == 44
    assert sum(count < 28 for count in days.values()) == 62
    assert all(start.weekday() >= 5 for start, count in days.items() if count < 28)
    assert sum(count > 28 for count in days.values()) == 143


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-04-02", True),  # Thursday before Easter
        ("2026-04-03", False),  # Good Friday
        ("2026-04-04", False),
        ("2026-04-05", False),
        ("2026-04-06", False),  # Easter Monday
        ("2026-04-07", True),
        ("2026-12-24", True),
        ("2026-12-25", False),
        ("2026-12-28", False),  # in place of Boxing Day
        ("2026-12-29", True),
        ("2027-12-27", False),  # in place of Christmas Day
        ("2027-12-28", False),
    ],
)
def test_working_days_of_easter_and_christmas(day, works):
    assert is_working_day(date.fromisoformat(day), ENGLAND) is works


def test_a_day_the_team_added_is_no_working_day():
    with_extra = BankHolidays(ENGLAND.days | {date(2026, 3, 10)}, ENGLAND.known_to)
    assert add_working_days(date(2026, 3, 9), 1, ENGLAND) == date(2026, 3, 10)
    assert add_working_days(date(2026, 3, 9), 1, with_extra) == date(2026, 3, 11)


@pytest.mark.parametrize(
    ("day", "warns"),
    [("2027-12-30", False), ("2027-12-31", False), ("2028-01-01", True), ("2031-06-01", True)],
)
def test_an_answer_beyond_the_known_bank_holidays_carries_a_warning(day, warns):
    warning = ENGLAND.warning(date.fromisoformat(day))
    assert (warning is not None) is warns
    assert warning is None or "31-Dec-2027" in warning


@pytest.mark.parametrize("days", [0, -1])
def test_a_period_has_at_least_one_day(days):
    with pytest.raises(ValueError, match="at least one"):
        add_working_days(date(2026, 3, 9), days, ENGLAND)


@given(start=st.dates(date(2024, 1, 1), date(2030, 6, 1)), days=st.integers(1, 60))
def test_the_last_day_is_a_working_day_with_as_many_working_days_behind_it(start, days):
    last = add_working_days(start, days, ENGLAND)
    between = [start + timedelta(days=day) for day in range(1, (last - start).days + 1)]
    assert is_working_day(last, ENGLAND)
    assert sum(is_working_day(day, ENGLAND) for day in between) == days


@pytest.mark.parametrize(
    ("day", "moved", "words"),
    [
        (date(2026, 3, 4), date(2026, 3, 4), ""),
        (date(2026, 3, 7), date(2026, 3, 9), "Sat 07-Mar-2026 is a weekend, so this is the next working day"),
        (date(2026, 4, 3), date(2026, 4, 7), "Fri 03-Apr-2026 is a bank holiday, so this is the next working day"),
        (date(2026, 12, 25), date(2026, 12, 29), "Fri 25-Dec-2026 is a bank holiday, so this is the next working day"),
    ],
)  # fmt: skip
def test_a_day_on_which_nobody_works_moves_to_the_next_on_which_they_do(day, moved, words):
    assert (on_working_day(day, ENGLAND), moved_words(day, ENGLAND)) == (moved, words)
