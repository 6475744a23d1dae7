"""Dates of events as people remember them."""

from datetime import date

import pytest

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.event_dates import EventDate, read_event_date, show_age_at

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("typed", "on", "precision", "words"),
    [
        ("12/3/2019", date(2019, 3, 12), "day", "12-Mar-2019"),
        ("today", TODAY, "day", "04-Mar-2026"),
        ("8 sep 2018", date(2018, 9, 8), "day", "08-Sep-2018"),
        ("2018", date(2018, 7, 2), "year", "2018"),
        ("2018, about", date(2018, 7, 2), "about", "2018, about"),
        ("about 2018", date(2018, 7, 2), "about", "2018, about"),
        ("c. 2018", date(2018, 7, 2), "about", "2018, about"),
        ("2018?", date(2018, 7, 2), "about", "2018, about"),
        ("Mar 2019", date(2019, 3, 16), "month", "Mar 2019"),
        ("march 2019", date(2019, 3, 16), "month", "Mar 2019"),
        ("3/2019", date(2019, 3, 16), "month", "Mar 2019"),
        ("about Mar 2019", date(2019, 3, 16), "about", "Mar 2019, about"),
        ("about 12/3/2019", date(2019, 3, 12), "about", "12-Mar-2019, about"),
        ("2026", date(2026, 2, 1), "year", "2026"),  # the middle of what has passed of it
        ("Mar 2026", date(2026, 3, 2), "month", "Mar 2026"),
    ],
)
def test_a_date_keeps_its_words_and_sorts_to_its_middle(typed, on, precision, words):
    assert read_event_date(typed, TODAY) == EventDate(on, precision, words)


@pytest.mark.parametrize("typed", ["2027", "Apr 2026", "5/3/2026", "2031, about"])
def test_the_future_is_refused(typed):
    with pytest.raises(UserError, match="Date must be today or in the past"):
        read_event_date(typed, TODAY)


@pytest.mark.parametrize("typed", ["soon", "30/2/2019", "13/2019", "last summer"])
def test_what_is_no_date_is_explained(typed):
    with pytest.raises(UserError, match="a day, a month or a year, such as"):
        read_event_date(typed, TODAY)


def test_nothing_typed_asks_for_the_date():
    with pytest.raises(UserError, match="Enter the date"):
        read_event_date("  ", TODAY)


def test_the_age_is_no_finer_than_the_date():
    born = date(2011, 6, 12)
    assert show_age_at(born, read_event_date("2018, about", TODAY)) == "7y"
    assert show_age_at(born, read_event_date("8/9/2018", TODAY)) == "7y 2m"
    assert show_age_at(born, read_event_date("2010", TODAY)) == ""
