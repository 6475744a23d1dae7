"""What comes of a visit, as rules: who has to be told, which day may be booked, and how late it was."""

from dataclasses import replace
from datetime import date

import pytest

from lac_tracker.domain.deadlines import AssessmentKind
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.visits import (
    Appointment,
    Pause,
    check_appointment_day,
    due_date_of,
    not_brought_in_a_row,
    not_brought_words,
    pause_words,
    signed_words,
)
from tests.care_facts import ENGLAND, SHIPPED
from tests.conftest import NOW, TODAY

ONE = Appointment(
    1, 7, "IHA", TODAY, TODAY, None, None, "booked", None, None, None, None, None, None, None,
)  # fmt: skip
INITIAL, REVIEW = AssessmentKind.INITIAL, AssessmentKind.REVIEW


def appointments(*outcomes):
    return [
        replace(ONE, id=number, takes_place_on=date(2026, 1, number), outcome=outcome)
        for number, outcome in enumerate(outcomes, 1)
    ]


@pytest.mark.parametrize(
    ("outcomes", "count"),
    [
        ((), 0),
        (("was_not_brought",), 1),
        (("was_not_brought", "was_not_brought"), 2),
        (("was_not_brought", "cancelled", "moved", "was_not_brought", "booked"), 2),
        (("was_not_brought", "seen", "was_not_brought"), 1),
        (("was_not_brought", "was_not_brought", "part_done"), 0),
    ],
)
def test_not_brought_in_a_row_until_the_child_is_seen(outcomes, count):
    assert not_brought_in_a_row(reversed(appointments(*outcomes))) == count


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, ""),
        (1, ""),
        (2, "Was not brought twice: tell the social worker, the reviewing officer and the designated nurse"),
        (
            3,
            "Was not brought 3 times: tell the social worker, the reviewing officer and the designated nurse",
        ),
    ],
)
def test_from_twice_on_somebody_is_told(count, words):
    assert not_brought_words(count) == words


@pytest.mark.parametrize("day", [date(2026, 3, 4), date(2020, 1, 1), date(2029, 3, 4)])
def test_a_possible_day(day):
    assert check_appointment_day(day, date(2011, 6, 12), "Mara", TODAY) == day


@pytest.mark.parametrize("day", [None, date(2011, 6, 11), date(2029, 3, 5), date(2126, 3, 4)])
def test_an_impossible_day(day):
    with pytest.raises(UserError, match="appointment"):
        check_appointment_day(day, date(2011, 6, 12), "Mara", TODAY)


@pytest.mark.parametrize(
    ("kind", "completed", "words"),
    [
        (INITIAL, "2026-04-06", "Signed"),
        (INITIAL, "2026-04-07", "Signed late, day 29"),
        (REVIEW, "2026-04-06", "Signed"),
        (REVIEW, "2026-04-07", "Signed late, 1 day after it was due"),
        (REVIEW, "2026-04-16", "Signed late, 10 days after it was due"),
    ],
)
def test_late_is_said_by_the_day(kind, completed, words):
    day, start, due = date.fromisoformat(completed), date(2026, 3, 9), date(2026, 4, 6)
    assert signed_words(kind, day, start, due, 1) == words
    assert signed_words(kind, day, start, due, 2) == f"{words}, version 2"
    assert signed_words(kind, day, None, None, 1) == "Signed"


def test_the_date_it_was_due_on_follows_from_care_or_from_the_one_before():
    born, began, done = date(2011, 6, 12), date(2026, 3, 9), date(2026, 4, 2)
    assert due_date_of(INITIAL, done, began, None, born, SHIPPED, ENGLAND) == (began, date(2026, 4, 6))
    assert due_date_of(REVIEW, date(2027, 4, 1), began, done, born, SHIPPED, ENGLAND) == (
        done,
        date(2027, 4, 2),
    )
    assert due_date_of(INITIAL, done, None, None, born, SHIPPED, ENGLAND) == (None, None)
    assert due_date_of(REVIEW, done, began, None, born, SHIPPED, ENGLAND) == (None, None)


def test_a_pause_in_words():
    pause = Pause(1, NOW, "had_enough", "", "7 Health checks", date(2026, 3, 11))
    assert pause_words(pause, "Mara") == "Mara has had enough for today. Pick up 11-Mar-2026"
    assert (
        pause_words(replace(pause, reason="something_else", note="Fire alarm", pick_up_on=None), "Mara")
        == "Fire alarm"
    )
