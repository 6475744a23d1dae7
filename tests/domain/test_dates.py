from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lac_tracker.domain.dates import (
    add_months,
    age_in_years,
    birthday,
    read_date,
    show_age,
    show_date,
    show_distance,
    show_weekday,
)
from lac_tracker.domain.errors import UserError

TODAY = date(2026, 3, 4)  # a Wednesday


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-08-31", 6, "2027-02-28"),  # clips to the month end
        ("2027-08-31", 6, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2025-10-09", 6, "2026-04-09"),
        ("2026-05-31", -3, "2026-02-28"),
    ],
)
def test_months_clip_to_the_month_end(start, months, end):
    assert add_months(day(start), months) == day(end)


@pytest.mark.parametrize(
    ("born", "years", "reached"),
    [
        ("2024-02-29", 5, "2029-03-01"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2008-02-29", 18, "2026-03-01"),
        ("2021-05-10", 5, "2026-05-10"),
        ("2024-02-28", 5, "2029-02-28"),
    ],
)
def test_a_leap_day_birthday_is_the_first_of_march_in_other_years(born, years, reached):
    assert birthday(day(born), years) == day(reached)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("2021-05-10", "2026-05-09", 4),
        ("2021-05-10", "2026-05-10", 5),
        ("2024-02-29", "2029-02-28", 4),
        ("2024-02-29", "2029-03-01", 5),
        ("2024-02-29", "2028-02-29", 4),
        ("2026-05-10", "2026-05-09", -1),
    ],
)
def test_age_in_years(born, on, age):
    assert age_in_years(day(born), day(on)) == age


@pytest.mark.parametrize(
    ("born", "on", "words"),
    [
        ("2026-03-05", "2026-03-04", "not yet born"),
        ("2026-03-04", "2026-03-04", "0d"),
        ("2026-02-20", "2026-03-04", "12d"),
        ("2026-02-05", "2026-03-04", "27d"),
        ("2026-02-04", "2026-03-04", "4w 0d"),
        ("2025-03-25", "2026-03-04", "49w 1d"),
        ("2025-03-04", "2026-03-04", "12m 0d"),
        ("2024-03-05", "2026-03-04", "23m 27d"),
        ("2024-01-31", "2025-03-01", "13m 1d"),
        ("2024-03-04", "2026-03-04", "2y 0m"),
        ("2011-06-12", "2026-03-04", "14y 8m"),
        ("2008-03-05", "2026-03-04", "17y 11m"),
        ("2008-03-04", "2026-03-04", "18y"),
        ("1968-06-12", "2026-03-04", "57y"),
        ("2024-02-29", "2025-02-28", "52w 1d"),
        ("2024-02-29", "2025-03-01", "12m 0d"),
        ("2024-02-29", "2026-02-28", "23m 27d"),  # two tomorrow
        ("2024-02-29", "2030-02-28", "5y 11m"),
        ("2024-02-29", "2030-03-01", "6y 0m"),
    ],
)
def test_ages_are_shown_as_the_nhs_writes_them(born, on, words):
    assert show_age(day(born), day(on)) == words


@given(born=st.dates(date(2005, 1, 1), date(2026, 1, 1)), age_days=st.integers(0, 6600))
def test_an_age_in_years_and_months_never_says_more_years_than_the_birthday_gave(born, age_days):
    on = born + timedelta(days=age_days)
    words = show_age(born, on)
    if "y" in words:
        assert words.startswith(f"{age_in_years(born, on)}y")
    if " " in words and "m" in words and "y" in words:
        assert 0 <= int(words.split("y ")[1].rstrip("m")) <= 11


def test_a_shown_date_has_its_month_in_letters():
    assert show_date(date(2026, 8, 6)) == "06-Aug-2026"
    assert show_date(None) == "Not known"
    assert show_weekday(TODAY) == "Wed"


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (30, "in 30 days"), (-5, "5 days ago")],
)
def test_distances_in_words(days, words):
    assert show_distance(TODAY + timedelta(days=days), TODAY) == words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3/4/26", "2026-04-03"),
        ("3.4.26", "2026-04-03"),
        ("3-4-2026", "2026-04-03"),
        ("3 4 26", "2026-04-03"),
        ("030426", "2026-04-03"),
        ("03042026", "2026-04-03"),
        ("3 apr", "2026-04-03"),
        ("3apr26", "2026-04-03"),
        ("3 April 2026", "2026-04-03"),
        ("03-Apr-2026", "2026-04-03"),
        ("2026-04-03", "2026-04-03"),
        ("1 jan", "2027-01-01"),
        (" T ", "2026-03-04"),
        ("today", "2026-03-04"),
        ("y", "2026-03-03"),
        ("yesterday", "2026-03-03"),
        ("tomorrow", "2026-03-05"),
        ("+2w", "2026-03-18"),
        ("+10d", "2026-03-14"),
        ("+6m", "2026-09-04"),
        ("-6m", "2025-09-04"),
        ("+1y", "2027-03-04"),
        ("fri", "2026-03-06"),
        ("Friday", "2026-03-06"),
        ("next fri", "2026-03-13"),
        ("wed", "2026-03-11"),
    ],
)
def test_dates_as_people_type_them(typed, meant):
    assert read_date(typed, TODAY) == day(meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12/6/11", "2011-06-12"),
        ("12/6/68", "1968-06-12"),
        ("4/3/26", "2026-03-04"),  # today
        ("5/3/26", "1926-03-05"),
        ("5 mar", "2025-03-05"),
    ],
)
def test_two_digit_years_of_a_birth_date_are_the_latest_past_ones(typed, meant):
    assert read_date(typed, TODAY, label="Date of birth", direction="past") == day(meant)


def test_a_missing_year_of_a_review_date_is_the_next():
    assert read_date("3 mar", TODAY, direction="future") == date(2027, 3, 3)
    assert read_date("3/4/30", TODAY, direction="future") == date(2030, 4, 3)


@pytest.mark.parametrize(
    "typed",
    ["31/2/26", "29 feb", "31022026", "2026-13-01", "3 xyz", "monster", "friend", "next", "soon", "+9999y", "-9999y",
     "12/6/011", "2018", "about 2018", "\u0663", "31/31/31", "00/00/0000"],
)  # fmt: skip
def test_what_is_not_a_date_is_kept_as_typed_and_named(typed):
    with pytest.raises(UserError, match="^Date of dental check must be a real date"):
        read_date(typed, TODAY, label="Date of dental check")


@pytest.mark.parametrize(
    ("typed", "direction", "sentence"),
    [
        ("", "any", "Enter the date of dental check"),
        ("   ", "any", "Enter the date of dental check"),
        ("tomorrow", "past", "Date of dental check must be today or in the past"),
        ("yesterday", "future", "Date of dental check must be today or in the future"),
        ("29/2/23", "past", "Date of dental check must be a real date"),
    ],
)
def test_the_sentence_says_what_is_wrong(typed, direction, sentence):
    with pytest.raises(UserError, match=f"^{sentence}"):
        read_date(typed, TODAY, label="Date of dental check", direction=direction)


@given(st.dates(date(1927, 1, 1), date(2099, 12, 31)))
def test_every_shown_date_is_read_back(shown):
    assert read_date(show_date(shown), TODAY) == shown
    assert read_date(shown.strftime("%d/%m/%Y"), TODAY) == shown
