"""The line of days: where each mark stands, which ticks are left, and the same in words."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lac_tracker.domain.day_line import LineFacts, day_line

START, TODAY = date(2026, 1, 26), date(2026, 3, 4)
DUE = START + timedelta(days=28)
LATE = LineFacts(
    is_initial=True, started_on=START, due_on=DUE, today=TODAY, due_20_working_days=DUE,
    notified_on=date(2026, 1, 30), wants_consent=True, is_late=True,
)  # fmt: skip


def test_a_late_initial_assessment_as_the_specification_words_it():
    line = day_line(LATE)
    assert line.said == (
        "Looked after 26 January, told day 4, no consent, no appointment, due day 28, today is day 37"
    )
    assert line.title == "28-day line"
    assert line.last_day == 37
    assert [tick.words for tick in line.ticks] == ["0", "7", "14", "21", "35"]
    assert [(one.day, one.words, one.is_dashed) for one in line.uprights] == [(28, "28", False)]
    assert [(mark.day, mark.sign) for mark in line.marks] == [(0, "circle"), (4, "star"), (37, "triangle")]
    assert [words for _, words in line.keys] == [
        "26-Jan-2026 looked after", "30-Jan-2026 notified (day 4)", "23-Feb-2026 due",
        "04-Mar-2026 today, day 37", "no consent",
    ]  # fmt: skip


def test_the_scale_ends_on_day_35_while_nothing_is_late():
    early = LineFacts(is_initial=True, started_on=TODAY, due_on=TODAY + timedelta(days=28), today=TODAY)
    assert day_line(early).last_day == 35
    assert [mark.sign for mark in day_line(early).marks] == ["circle", "caret"]
    assert {mark.level for mark in day_line(early).marks} == {0, 1}


def test_twenty_working_days_are_dashed_where_they_differ():
    other = LineFacts(
        is_initial=True, started_on=START, due_on=DUE, today=TODAY,
        due_20_working_days=DUE + timedelta(days=3),
    )  # fmt: skip
    assert [(one.words, one.is_dashed) for one in day_line(other).uprights] == [
        ("28", False),
        ("20 wd", True),
    ]
    assert "20 working days end on day 31" in day_line(other).said


def test_reviews_have_a_scale_of_months():
    begun = date(2025, 2, 27)
    year = day_line(
        LineFacts(is_initial=False, started_on=begun, due_on=date(2026, 2, 27), today=TODAY, is_late=True)
    )
    assert year.title == "12-month line"
    assert [tick.words for tick in year.ticks][:4] == ["0", "3m", "6m", "9m"]
    assert [one.words for one in year.uprights] == ["12m"]
    assert year.said.startswith("Last health assessment 27 February 2025, no appointment, due 27 February, ")
    half = day_line(
        LineFacts(is_initial=False, started_on=begun, due_on=date(2025, 8, 27), today=date(2025, 7, 1))
    )
    assert half.title == "6-month line"
    assert [one.words for one in half.uprights] == ["6m"]


def test_a_whole_course_has_every_sign_once():
    done = LineFacts(
        is_initial=True, started_on=START, due_on=DUE, today=TODAY, notified_on=START, consent_on=date(2026, 2, 2),
        part_done_on=date(2026, 2, 10), seen_on=date(2026, 2, 20), signed_on=date(2026, 2, 21),
        sent_on=date(2026, 3, 2),
    )  # fmt: skip
    line = day_line(done)
    assert [mark.sign for mark in line.marks] == [
        "circle", "star", "document", "half_circle", "tick", "tick", "envelope", "caret",
    ]  # fmt: skip
    assert "consent 2 February" in line.said
    assert "plan sent 2 March" in line.said


def test_without_a_start_there_is_no_line():
    assert day_line(LineFacts(is_initial=True, started_on=None, due_on=None, today=TODAY)) is None
    later = LineFacts(is_initial=True, started_on=TODAY + timedelta(days=1), due_on=None, today=TODAY)
    assert day_line(later) is None


days = st.integers(-5, 4000).map(lambda number: START + timedelta(days=number))


@given(st.booleans(), days, st.none() | days, st.none() | days, st.none() | days)
def test_everything_stands_within_the_scale_and_no_numbers_run_into_each_other(
    initial, today, due, told, booked
):
    facts = LineFacts(
        is_initial=initial, started_on=START, due_on=due, today=today, notified_on=told, booked_on=booked,
        is_late=bool(due and today > due),
    )  # fmt: skip
    line = day_line(facts)
    if today < START:
        assert line is None
        return
    for one in (*line.ticks, *line.marks, *line.uprights):
        assert 0 <= one.day <= line.last_day
    places = sorted(tick.day / line.last_day for tick in line.ticks)
    assert all(after - before >= 0.05 for before, after in zip(places, places[1:], strict=False))
    assert len({(mark.day, mark.level) for mark in line.marks}) >= min(len(line.marks), 3)
    assert line.said.endswith(f"today is day {(today - START).days}")
