"""The forecast: by hand, and against plain loops over generated caseloads."""

import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

from lac_tracker.domain.capacity import forecast, what_if
from lac_tracker.domain.capacity_chart import capacity_chart, summary
from lac_tracker.domain.capacity_facts import (
    Away,
    Entries,
    Facts,
    KindWeek,
    NotCounted,
    OfferedSlot,
    OpenClock,
    gap_words,
)
from lac_tracker.domain.clocks import initial_dates
from lac_tracker.domain.settings import IhaStandard, Rules
from lac_tracker.storage import reference_data

TODAY = date(2026, 3, 4)  # a Wednesday
MON = date(2026, 3, 2)
HOLIDAYS = reference_data.bank_holidays()


def in_28_days(day):
    return day + timedelta(days=28)


def day(number):
    return TODAY + timedelta(days=number)


def facts(*, clocks=(), slots=(), entries=None, **more):
    return Facts(
        TODAY, tuple(clocks), tuple(slots), entries, more.pop("due_if_entered", in_28_days), weeks=8, **more
    )


def test_the_weeks_of_the_design_in_words():
    """Slots and needs of screens.md 2.22, entered week by week: the same gaps and the same totals."""
    iha = [(4, 5), (5, 4), (5, 4), (4, 5), (4, 2), (3, 2), (3, 5), (3, 5)]
    rha = [(6, 8), (9, 8), (7, 8), (8, 8), (6, 3), (5, 3), (9, 8), (7, 8)]
    clocks, slots = [], []
    for number, pair in enumerate(zip(iha, rha, strict=True)):
        for kind, (needed, offered) in zip(("IHA", "RHA"), pair, strict=True):
            on = MON + timedelta(weeks=number, days=3)
            clocks += [OpenClock(kind, on)] * needed
            slots += [OfferedSlot(on, kind)] * offered
    made = forecast(facts(clocks=clocks, slots=slots))
    assert [week.initial.gap_words for week in made.weeks] == [
        "1 spare", "1 short", "1 short", "1 spare", "2 short", "1 short", "2 spare", "2 spare",
    ]  # fmt: skip
    assert [week.review.gap_words for week in made.weeks] == [
        "2 spare", "1 short", "1 spare", "level", "3 short", "2 short", "1 short", "1 spare",
    ]  # fmt: skip
    assert made.totals == (
        "Over 8 weeks: IHA 31 needed, 32 slots, but 5 short in the weeks that need them. "
        "RHA 57 needed, 54 slots, 7 short."
    )
    assert [gap_words(gap) for gap in (1, 0, -1)] == ["1 spare", "level", "1 short"]
    assert made.message.startswith(
        "From 04-Mar-2026 to 26-Apr-2026 we are short of slots. 5 children who need an"
    )


def test_overdue_counts_first_and_is_named_and_past_slots_do_not_count():
    made = forecast(
        facts(
            clocks=[OpenClock("IHA", day(-30)), OpenClock("IHA", day(0)), OpenClock("RHA", day(-1)), OpenClock("RHA", day(60))],
            slots=[OfferedSlot(day(-1), "IHA"), OfferedSlot(day(0), "IHA")],
        )
    )  # fmt: skip
    first = made.weeks[0]
    assert first.initial == KindWeek(due=2, overdue=1, expected=0, own_slots=1, either=0)
    assert first.means == ("1 IHA and 1 RHA overdue, counted here",)
    assert made.needed("RHA") == 1  # what falls due after the last week is not in it
    assert made.message.endswith("Of the 3 needed, 2 are overdue already.")


@pytest.mark.parametrize(
    ("iha", "rha", "either", "given"),
    [(3, 3, 2, (2, 0)), (1, 3, 2, (1, 1)), (0, 0, 2, (0, 2)), (0, 1, 3, (0, 3)), (5, 0, 2, (2, 0))],
)
def test_slots_for_either_go_to_the_initial_ones_that_lack_one_then_to_reviews(iha, rha, either, given):
    clocks = [OpenClock("IHA", day(1))] * iha + [OpenClock("RHA", day(1))] * rha
    week = forecast(facts(clocks=clocks, slots=[OfferedSlot(day(1), "any")] * either)).weeks[0]
    assert (week.initial.either, week.review.either) == given


def test_expected_children_fall_due_28_days_after_they_come_and_not_before():
    # 28 children in 12 weeks are 7/3 a week: a day of entry brings 1/3. From 01-Apr (Wed) on: 5, 7, 7 and 7 days.
    entries = Entries(28, day(-84), day(-1))
    made = forecast(facts(entries=entries))
    assert [week.initial.expected for week in made.weeks] == [0, 0, 0, 0, 2, 2, 2, 3]
    assert made.needed("IHA") == 9  # 26 days: 8.67
    assert "(2.3)" in made.expected_words
    assert made.weeks[4].initial.due_words == "0 + 2 expected"
    assert made.weeks[4].initial.status == "short_if_expected"
    assert [week.review.expected for week in made.weeks] == [0] * 8


def test_nothing_is_expected_from_before_any_data():
    for entries in (None, Entries(5, day(-13), day(-1)), Entries(0, day(-84), day(-1))):
        made = forecast(facts(entries=entries))
        assert sum(week.initial.expected for week in made.weeks) == 0
    assert "no average to take" in forecast(facts()).expected_words
    short = forecast(facts(entries=Entries(4, day(-14), day(-1))))
    assert short.expected_per_week == 2
    assert "14 days, since 18-Feb-2026, as far back as the data go" in short.expected_words


def test_what_stands_behind_a_week_is_said():
    made = forecast(
        facts(
            clocks=[OpenClock("RHA", day(2), asks_late=True), OpenClock("RHA", day(3), asks_late=True)],
            holidays={date(2026, 4, 3): "Good Friday", date(2026, 3, 7): "A Saturday"},
            away=(Away(day(0), "P Nair", "leave"), Away(day(1), "P Nair", "leave"), Away(day(2), "P Nair", "leave"),
                  Away(day(8), "Dr Iqbal", "leave"), Away(day(8), "N Rahman", "training"), Away(day(9), "N Rahman", "training")),
            not_counted=NotCounted(no_start_date=3, no_history=1),
        )
    )  # fmt: skip
    assert made.weeks[0].means == ("P Nair away Wed to Fri", "School: 2 RHA ask for after 15:30")
    assert made.weeks[1].means == ("Dr Iqbal away Thu", "N Rahman at training Thu and Fri")
    assert made.weeks[4].means == ("Good Friday",)
    assert made.not_counted == (
        "3 children without a start date are not counted.",
        "1 child with no assessment history yet is not counted: enter their last assessment first.",
    )


def test_what_if_changes_the_gaps_and_nothing_else():
    given = facts(
        clocks=[OpenClock("IHA", day(8))] * 3, slots=[OfferedSlot(day(8), "IHA"), OfferedSlot(day(15), "IHA")]
    )
    week = MON + timedelta(weeks=1)
    more = forecast(what_if(given, week, "IHA", 2))
    assert [one.initial.gap_words for one in more.weeks[:3]] == ["level", "level", "1 spare"]
    assert forecast(what_if(given, week, "any", 1)).weeks[1].initial.gap_words == "1 short"
    fewer = forecast(what_if(given, week, "IHA", -5))  # no more is taken out than there is
    assert [one.initial.slots for one in fewer.weeks[:3]] == [0, 0, 1]
    assert forecast(what_if(given, MON, "IHA", 1)).weeks[0].initial.slots == 1  # not on a day that has passed
    assert forecast(given).weeks[1].initial.gap_words == "2 short"


def test_the_chart_shows_both_bars_and_hatches_what_is_short():
    made = forecast(facts(clocks=[OpenClock("IHA", day(1))] * 4, slots=[OfferedSlot(day(1), "IHA")]))
    chart = capacity_chart(made.weeks, 900)
    assert len(chart.stops) == 16
    assert chart.stops[0].words == "Week of 02-Mar-2026, IHA: 4 needed, 1 slot, 3 short"
    assert [words.text for words in chart.words].count("3 short") == 1
    hatching = [line for line in chart.lines if line.thickness == 1.0 and line.ink == "text"]
    assert len(hatching) > 5
    for line in chart.lines:
        assert all(0 <= x <= 900 and 0 <= y <= chart.height for x, y in line.points)
    assert summary(made.weeks) == "IHA: 02-Mar-2026 3 short. RHA: enough slots in every week."


def by_plain_loops(given, due_if_entered):
    """Recompute needed, slots and gaps of each week without the product's own counting."""
    found = []
    shares = Fraction(0)
    given_out = 0
    entries = given.entries
    rate = Fraction(entries.children, entries.days) if entries and entries.days >= 14 else Fraction(0)
    for number in range(8):
        start = MON + timedelta(days=7 * number)
        end = start + timedelta(days=7)
        needed = {"IHA": 0, "RHA": 0}
        for clock in given.clocks:
            if start <= clock.due_on < end or (number == 0 and clock.due_on < start):
                needed[clock.kind] += 1
        for entered in (TODAY + timedelta(days=step) for step in range(60)):
            if start <= due_if_entered(entered) < end:
                shares += rate
        rounded = int(shares + Fraction(1, 2))
        needed["IHA"] += rounded - given_out
        given_out = rounded
        slots = {"IHA": 0, "RHA": 0}
        spare = 0
        for slot in given.slots:
            if start <= slot.on < end and slot.on >= TODAY:
                if slot.kind == "any":
                    spare += 1
                else:
                    slots[slot.kind] += 1
        while spare and slots["IHA"] < needed["IHA"]:
            slots["IHA"] += 1
            spare -= 1
        slots["RHA"] += spare
        found.append((needed["IHA"], slots["IHA"], needed["RHA"], slots["RHA"]))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_it_agrees_with_plain_loops_over_generated_caseloads(seed):
    rng = random.Random(seed)
    standard = rng.choice(list(IhaStandard))
    rules = Rules(iha_standard=standard)

    def falls_due(entered):
        return initial_dates(entered, rules, HOLIDAYS).due

    since = rng.choice((84, 84, 40, 9))
    given = facts(
        clocks=[OpenClock(rng.choice(("IHA", "RHA")), day(rng.randint(-200, 80))) for _ in range(rng.randint(0, 120))],
        slots=[OfferedSlot(day(rng.randint(-5, 70)), rng.choice(("IHA", "RHA", "any"))) for _ in range(rng.randint(0, 90))],
        entries=rng.choice((None, Entries(rng.randint(0, 60), day(-since), day(-1)))),
        due_if_entered=falls_due,
    )  # fmt: skip
    made = forecast(given)
    weeks = [
        (week.initial.needed, week.initial.slots, week.review.needed, week.review.slots)
        for week in made.weeks
    ]
    expected = by_plain_loops(given, falls_due)
    assert weeks == expected
    for place, kind in ((0, "IHA"), (2, "RHA")):
        assert made.needed(kind) == sum(week[place] for week in expected)
        assert made.short(kind) == sum(max(week[place] - week[place + 1], 0) for week in expected)
