"""Days of lists: 13/04 decides, 03/04 is never read by chance."""

from datetime import date

import pytest

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.list_dates import order_of, order_words, read_list_day

APRIL = date(2026, 4, 3)


@pytest.mark.parametrize(
    ("texts", "order", "against_day_first"),
    [
        (("03/04/2026", "05/06/2026"), "day_first", False),  # nothing decides: the English order
        (("03/04/2026", "13/04/2026"), "day_first", False),
        (("03/04/2026", "04/13/2026"), "month_first", True),
        (("26-04-13", "25-12-31", "99-04-03"), "year_first", False),
        (("2026-04-13", "03-Apr-2026", "", "rubbish"), "day_first", False),
        (("13/04/2026",) * 30 + ("04/13/2026",), "day_first", False),  # one slip is no second order
        (("13/04/2026",) * 5 + ("04/13/2026",) * 3, "day_first", True),
        (("1/2/26", "31.12.25"), "day_first", False),
    ],
)
def test_the_order_of_a_list(texts, order, against_day_first):
    seen = order_of(texts)
    assert (seen.order, seen.speaks_against("day_first")) == (order, against_day_first)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("03/04/2026", "day_first", APRIL),
        ("03/04/2026", "month_first", date(2026, 3, 4)),
        ("3.4.26", "day_first", APRIL),
        ("3-4-2026 00:00:00", "day_first", APRIL),
        ("03/04/2026 12:30 PM", "day_first", APRIL),
        ("2026-04-03", "month_first", APRIL),
        ("2026/4/3", "day_first", APRIL),
        ("2026-04-03T00:00:00.000", "day_first", APRIL),
        ("03-Apr-2026", "month_first", APRIL),
        ("3 April 2026", "day_first", APRIL),
        ("3rd April 2026", "day_first", APRIL),
        ("Fri 3 Apr 2026", "day_first", APRIL),
        ("April 3, 2026", "day_first", APRIL),
        ("26-04-03", "year_first", APRIL),
        ("29/02/2024", "day_first", date(2024, 2, 29)),
    ],
)
def test_a_day_is_read_in_the_order_of_its_list(text, order, day):
    assert read_list_day(text, order) == day


@pytest.mark.parametrize(
    ("text", "order", "reason"),
    [
        ("31/02/2015", "day_first", "must be a real date"),
        ("29/02/2023", "day_first", "must be a real date"),
        ("04/13/2026", "day_first", "which writes day, month, year"),
        ("13/04/2026", "month_first", "which writes month, day, year"),
        ("2026-13-04", "day_first", "must be a real date"),
        ("41234", "day_first", "is a number, as Excel keeps days"),
        ("soon", "day_first", "is not a date"),
        ("3 Foo 2026", "day_first", "is not a date"),
        ("01/01/1815", "day_first", "a year nobody in this caseload can have"),
        ("٠٣/٠٤/٢٠٢٦", "day_first", "is not a date"),
    ],
)
def test_what_is_no_day_says_why(text, order, reason):
    with pytest.raises(UserError, match=reason):
        read_list_day(text, order)


def test_a_list_of_both_orders_is_read_only_where_one_order_fits():
    assert read_list_day("13/04/2026", "day_first", is_mixed=True) == date(2026, 4, 13)
    assert read_list_day("04/13/2026", "day_first", is_mixed=True) == date(2026, 4, 13)
    assert read_list_day("04/04/2026", "day_first", is_mixed=True) == date(2026, 4, 4)
    with pytest.raises(UserError, match="could be two days"):
        read_list_day("03/04/2026", "day_first", is_mixed=True)


def test_what_an_example_means_is_said_in_words():
    assert order_words("day_first") == "03/04/2026 means 03-Apr-2026"
    assert order_words("month_first") == "03/04/2026 means 04-Mar-2026"
    assert order_words("month_first", "13/04/2026") == "13/04/2026 is not a date: month, day, year"
