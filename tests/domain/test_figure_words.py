"""Figures in words: few, none, small numbers for readers outside the team, months, reasons, and the days they are of."""

from datetime import date

import pytest

from lac_tracker.domain import figure_charts, periods
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.figure_charts import MonthBar, ReasonBar
from lac_tracker.domain.figure_words import in_words, quarters, reasons_words, share_words, shown_reasons
from lac_tracker.domain.figures import Figure
from lac_tracker.domain.indicators import INDICATOR
from lac_tracker.domain.periods import Period


def a_figure(which="iha_28_days", low=94, of=115, **more):
    unit = INDICATOR[which].unit
    value = {"percent": 100 * low / of if of else None, "count": float(low)}.get(unit, 12.0 if of else None)
    usual = {"excluded": (), "split": (), "target": None} | more
    return Figure(which, INDICATOR[which].title, low, of, value, unit, **usual)


@pytest.mark.parametrize(
    ("low", "of", "big", "fraction"),
    [
        (94, 115, "82%", "94 of 115"),
        (3, 4, "3 of 4", ""),
        (4, 4, "4 of 4", ""),
        (0, 0, "None to count", ""),
        (0, 30, "0%", "0 of 30"),
        (299, 300, "99%", "299 of 300"),  # never 100 of what is not all
        (1, 900, "1%", "1 of 900"),
    ],
)
def test_a_percentage_is_said_only_of_five_or_more(low, of, big, fraction):
    line = in_words(a_figure(low=low, of=of))
    assert (line.big, line.fraction) == (big, fraction)


@pytest.mark.parametrize(
    ("which", "low", "of", "big", "fraction"),
    [
        ("iha_28_days", 3, 40, "Not shown", "small numbers, of 40"),
        (
            "iha_28_days",
            112,
            115,
            "Over 95%",
            "small numbers, of 115",
        ),  # three would be told by the difference
        ("iha_28_days", 2, 3, "Not shown", "small numbers"),
        ("iha_28_days", 94, 115, "82%", "94 of 115"),
        ("iha_28_days", 0, 0, "None to count", ""),
        ("overdue_now", 3, 200, "under 5", ""),
        ("overdue_now", 0, 200, "0", ""),
    ],
)
def test_small_numbers_are_hidden_with_what_they_could_be_worked_out_from(which, low, of, big, fraction):
    line = in_words(a_figure(which, low, of), hides_small=True)
    assert (line.big, line.fraction) == (big, fraction)


def test_all_parts_are_hidden_where_one_is_small_and_what_was_left_out_is_under_five():
    figure = a_figure(
        split=(("Under 5", 3, 9), ("5 and over", 91, 106)),
        excluded=(("short_break", 2), ("needs_review", 7)),
        note="As at 23-Nov-2026. 1 child left care and came back.",
    )
    assert [told for _, told in in_words(figure).split] == ["33% (3 of 9)", "86% (91 of 106)"]
    hidden = in_words(figure, hides_small=True)
    assert {told for _, told in hidden.split} == {"not shown: small numbers"}
    assert [count for _, count in hidden.excluded] == ["under 5", "7"]
    assert hidden.note == "As at 23-Nov-2026. Fewer than 5 children left care and came back."


@pytest.mark.parametrize(
    ("which", "low", "of", "target", "standing"),
    [
        ("iha_28_days", 95, 100, 90.0, "met"),
        ("iha_28_days", 86, 100, 90.0, "near"),
        ("iha_28_days", 80, 100, 90.0, "below"),
        ("iha_28_days", 4, 4, 90.0, "none"),  # of four no percentage is said
        ("iha_28_days", 0, 0, 90.0, "none"),
        ("was_not_brought", 20, 100, 10.0, "below"),  # less is better
        ("was_not_brought", 5, 100, 10.0, "met"),
        ("declined", 5, 100, 10.0, "none"),  # neither is
    ],
)
def test_how_a_figure_stands_to_its_target(which, low, of, target, standing):
    line = in_words(a_figure(which, low, of, target=target))
    assert line.standing == standing
    assert ("at most" in line.target) == (INDICATOR[which].more_is_better is False)


def test_the_change_says_what_it_was_and_who_is_behind_it_opens_first():
    line = in_words(a_figure(), a_figure(low=103, of=116))
    assert line.change == "Was 89% (103 of 116)"
    assert (line.who_words, line.first_part) == ("Who missed it: 21", "missed")
    assert "IHA within 28 days: 82% (94 of 115)" in line.all_words
    everybody = in_words(a_figure(low=20, of=20))
    assert (everybody.who_words, everybody.first_part) == ("Who: 20", "all")
    assert in_words(a_figure(low=0, of=0)).who_words == ""
    brought = in_words(a_figure("was_not_brought", 4, 60))
    assert (brought.who_words, brought.first_part) == ("Who: 4", "met")


MONTHS = tuple(
    MonthBar(date(2025, month, 1), low, of, 100 * low / of if of else None)
    for month, (low, of) in enumerate([(8, 9), (3, 4), (0, 0), (10, 20), (6, 12), (7, 14)], 1)
)


def test_months_are_bars_from_nought_and_few_have_no_bar():
    chart = figure_charts.months_chart("IHA", MONTHS, 90.0, 560)
    assert len(chart.areas) == 4  # not of four, and not of nobody
    bottom = {area.bottom for area in chart.areas}
    assert len(bottom) == 1
    said = [words.text for words in chart.words]
    assert "Target 90%" in said
    assert [stop.words for stop in chart.stops][1:3] == ["Feb 2025: 3 of 4", "Mar 2025: none due"]
    assert said.count("n") == 1
    assert "lowest Apr 2025 50% (10 of 20), highest Jan 2025 89% (8 of 9). 0 of 4 months" in chart.description


def test_months_with_small_numbers_become_quarters_for_readers_outside():
    assert quarters(MONTHS, hides_small=False) == (MONTHS, False)
    made, are_quarters = quarters(MONTHS, hides_small=True)
    assert are_quarters
    # One alone would be told by the year: the other goes with it, and neither is in the picture or in the table.
    assert [(bar.low, bar.of, bar.value) for bar in made] == [(0, 13, None), (0, 46, None)]
    drawn = figure_charts.months_chart("IHA", made, 90.0, 560)
    assert drawn.areas == ()
    assert not any("of 13" in words.text for words in drawn.words)
    assert drawn.stops[0].words == "Jan 2025 to Mar 2025: Not shown: small numbers"
    assert "too few in any quarter" in drawn.description
    over_new_year = MonthBar(date(2025, 12, 1), 9, 9, 100.0, months=3)
    drawn = figure_charts.months_chart(
        "IHA", (over_new_year, MonthBar(date(2026, 3, 1), 9, 9, 100.0, months=3)), 90.0, 560
    )
    assert [words.text for words in drawn.words if "202" in words.text] == ["2025 to 2026"]


def test_reasons_are_sorted_and_small_ones_have_no_bar_outside():
    bars = (
        ReasonBar("No reason recorded", "", 9),
        ReasonBar("Told us late", "Council", 2),
        ReasonBar("No slot", "Our team", 6),
    )
    assert [row[0] for row in reasons_words(bars, hides_small=False)] == [
        "No slot",
        "Told us late",
        "No reason recorded",
    ]
    assert [row[2] for row in reasons_words(bars, hides_small=True)] == ["not shown", "under 5", "9"]
    assert [bar.count for bar in shown_reasons(bars, hides_small=True)] == [9]
    assert share_words(21, 23, 0, hides_small=True) == "Over 78%"
    assert share_words(10, 23, 0, hides_small=True) == "43%"
    assert share_words(16, 20, 3, hides_small=True) == ""
    chart = figure_charts.reasons_chart(bars, 500)
    assert chart.areas[0].right > chart.areas[1].right
    assert "Most often: No slot (Our team), 6" in figure_charts.reasons_sentence(bars[1:])
    assert figure_charts.reasons_sentence(()) == "No reason for delay is recorded."


@pytest.mark.parametrize(
    ("key", "since", "until"),
    [
        ("financial_year", date(2025, 4, 1), date(2026, 3, 4)),
        ("last_month", date(2026, 2, 1), date(2026, 2, 28)),
        ("last_quarter", date(2025, 10, 1), date(2025, 12, 31)),
        ("last_12_months", date(2025, 3, 1), date(2026, 2, 28)),
        ("last_financial_year", date(2024, 4, 1), date(2025, 3, 31)),
    ],
)
def test_periods(key, since, until):
    assert periods.period(key, date(2026, 3, 4)) == Period(since, until)


@pytest.mark.parametrize(
    ("held", "key", "before"),
    [
        (Period(date(2026, 2, 1), date(2026, 2, 28)), "previous_year", Period(date(2025, 2, 1), date(2025, 2, 28))),
        (Period(date(2025, 2, 1), date(2025, 2, 28)), "previous_year", Period(date(2024, 2, 1), date(2024, 2, 29))),
        (Period(date(2026, 1, 1), date(2026, 2, 28)), "previous_period", Period(date(2025, 11, 1), date(2025, 12, 31))),
        (Period(date(2026, 2, 3), date(2026, 2, 9)), "previous_period", Period(date(2026, 1, 27), date(2026, 2, 2))),
        (Period(date(2026, 2, 3), date(2026, 2, 9)), "", None),
    ],
)  # fmt: skip
def test_what_a_period_is_compared_with(held, key, before):
    assert periods.compared(held, key) == before


@pytest.mark.parametrize(
    "days",
    [(None, date(2026, 1, 1)), (date(2026, 1, 2), date(2026, 1, 1)), (date(1990, 1, 1), date(2026, 1, 1))],
)
def test_days_that_are_no_period_are_refused_in_words(days):
    with pytest.raises(UserError):
        periods.chosen(*days)
    assert Period(date(2026, 2, 1), date(2026, 2, 28)).words == "Feb 2026"
    assert Period(date(2026, 2, 1), date(2026, 2, 27)).words == "01-Feb-2026 to 27-Feb-2026"
