"""How a clock and a signed assessment count in figures, judged when they are written."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from lac_tracker.domain.clock_parts import IHA_FIGURES, Paper, Papers, PastClock, clock_parts, seen_on
from lac_tracker.domain.signed_parts import SignedEdition, signed_parts
from lac_tracker.domain.working_days import BankHolidays

HOLIDAYS = BankHolidays(frozenset({date(2026, 4, 3), date(2026, 4, 6)}), date(2030, 12, 31))
START = date(
    2026, 3, 16
)  # a Monday; working day 5 is the 23rd, working day 20 the 15th of April, day 28 the 13th
CLOCK = PastClock(
    kind="IHA", period_began=START, clock_start=START, due_on=START + timedelta(days=28), due_28_days=None,
    due_20_working_days=None, met_on=None, met_by_id=None, closed_on=None, excluded=None, exclusion=None,
    excluded_to=None, counts_as_late=False, review_needed=None, history_missing=False, is_under_five=False,
    is_out_of_area=True, born=date(2015, 1, 1),
)  # fmt: skip
PAPER = Paper(
    "IHA", is_done=True, is_from_history=False, completed_on=date(2026, 4, 14), part_done_on=None, asked_on=(None, None),
    consent_on=None, sent_on=None,
)  # fmt: skip


def parts(clock=CLOCK, papers=None):
    return {one.figure: one for one in clock_parts([clock], papers or Papers(), HOLIDAYS)}


def test_a_clock_is_in_each_figure_by_its_own_day():
    found = parts(CLOCK._replace(met_on=date(2026, 4, 14)), Papers((PAPER,)))
    assert tuple(found) == IHA_FIGURES
    days = [one.due_on for one in found.values()]
    assert days == [
        date(2026, 4, 13), date(2026, 4, 15), date(2026, 4, 15), date(2026, 3, 23), date(2026, 3, 23),
    ]  # fmt: skip
    assert [one.part for one in found.values()] == ["missed", "met", "missed", "missed", "missed"]
    assert [one.is_done for one in found.values()] == [True, True, False, False, False]
    assert all(one.is_out_of_area and not one.is_under_five for one in found.values())


def test_the_steps_of_a_clock():
    papers = Papers(
        (PAPER._replace(asked_on=(date(2026, 3, 20), None), sent_on=date(2026, 4, 15)),),
        told=((START, date(2026, 3, 18)), (date(2020, 1, 1), date(2020, 1, 2))),
        consents=(date(2026, 2, 15), date(2026, 2, 17)),  # the first belongs to nothing: told too long ahead
    )
    found = parts(CLOCK._replace(met_on=date(2026, 4, 14)), papers)
    assert [found[name].came_on for name in IHA_FIGURES[2:]] == [
        date(2026, 4, 15), date(2026, 3, 18), date(2026, 2, 17),
    ]  # fmt: skip
    assert {found[name].part for name in IHA_FIGURES[2:]} == {"met"}
    history = parts(
        CLOCK._replace(met_on=PAPER.completed_on), Papers((PAPER._replace(is_from_history=True),))
    )
    assert {history[name].part for name in IHA_FIGURES[2:]} == {"excluded:from_earlier_records"}
    assert history["iha_20_working_days"].part == "met"


@pytest.mark.parametrize(
    ("changes", "papers", "said"),
    [
        ({}, Papers(declined=(("IHA", START),)), (True, False)),
        ({}, Papers(declined=(("RHA", START), ("IHA", START - timedelta(days=1)))), (False, False)),
        ({"closed_on": START}, Papers(declined=(("IHA", START + timedelta(days=1)),)), (False, False)),
        ({}, Papers((PAPER._replace(part_done_on=START),)), (False, True)),
        ({}, Papers((PAPER._replace(part_done_on=START, completed_on=date(2026, 3, 1)),)), (False, False)),
    ],
)
def test_declined_and_part_done_are_said_of_the_clock_they_fell_in(changes, papers, said):
    one = parts(CLOCK._replace(**changes), papers)["iha_28_days"]
    assert (one.is_declined, one.is_part_done) == said


def test_what_has_no_day_is_in_no_figure():
    assert not parts(CLOCK._replace(clock_start=None))
    assert not parts(CLOCK._replace(kind="RHA", due_on=None))
    (review,) = parts(CLOCK._replace(kind="RHA", due_on=date(2027, 3, 16))).values()
    assert (review.figure, review.part) == ("rha_in_time", "missed")


@pytest.mark.parametrize(
    ("part", "today", "is_done", "seen"),
    [
        ("missed", "2026-04-12", False, "excluded:not_yet_due"),
        ("met", "2026-04-12", True, "excluded:not_yet_due"),
        ("missed", "2026-04-13", False, "excluded:not_yet_due"),
        ("met", "2026-04-13", True, "met"),
        ("missed", "2026-04-14", False, "missed"),
        ("excluded:needs_review", "2026-04-13", False, "excluded:not_yet_due"),
        ("excluded:needs_review", "2026-04-14", False, "excluded:needs_review"),
        ("excluded:from_earlier_records", "2026-04-13", False, "excluded:not_yet_due"),
        ("excluded:short_break", "2026-04-12", False, "excluded:short_break"),
    ],
)
def test_what_may_still_be_done_is_not_counted_yet(part, today, is_done, seen):
    assert seen_on(part, "2026-04-13", today, is_done=is_done) == seen


def edition(number, amends=None, sent=None, signed=date(2026, 3, 16), kind="RHA"):
    return SignedEdition(number, kind, amends, datetime.combine(signed, time(23), UTC), signed, sent)


def test_the_first_edition_and_the_one_in_force_count():
    first, middle, last = edition(1), edition(2, 1, date(2026, 4, 1)), edition(5, 2, date(2026, 3, 31))
    answers = {5: {"matters": '"My dog"', "matters_kind": '"own_words"', "alone": '"no"'}}
    found = {
        one.assessment_id: one
        for one in signed_parts([last, first, middle], answers, date(2016, 3, 16), HOLIDAYS)
    }
    assert sorted(found) == [1, 5]
    assert (found[1].is_first, found[1].is_in_force, found[5].is_first, found[5].is_in_force) == (
        True, False, False, True,
    )  # fmt: skip
    assert (found[1].gp_sent_on, found[1].is_sent_in_time) == (date(2026, 3, 31), False)  # by the 30th
    assert (found[5].is_said, found[5].is_own_words, found[5].is_alone_not_wanted) == (True, True, True)
    assert found[5].is_offered_age
    assert not found[5].is_sent


@pytest.mark.parametrize("kept", ['""', "null", "[]", None])
def test_an_empty_answer_says_nothing(kept):
    answers = {1: {"matters_kind": '"own_words"'} | ({} if kept is None else {"matters": kept})}
    (one,) = signed_parts([edition(1, sent=date(2026, 3, 30))], answers, date(2016, 3, 17), HOLIDAYS)
    assert (one.is_said, one.is_own_words, one.is_offered_age, one.is_sent_in_time) == (
        False,
        False,
        False,
        True,
    )
