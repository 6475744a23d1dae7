"""Whatever there is to draw: every report from out of area is in, nobody gets their own work, and a seed repeats itself."""

from datetime import date, timedelta
from math import ceil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.quality_sampling import (
    NEW_AUTHOR,
    OUT_OF_AREA,
    PER_AUTHOR,
    RANDOM,
    Candidate,
    SampleRule,
    assign,
    check_rule,
    draw,
)

RULES = some.builds(
    SampleRule,
    per_author=some.integers(0, 3),
    first_of_new_author=some.booleans(),
    random_percent=some.sampled_from((0, 10, 33, 100)),
)


@some.composite
def candidates(make):
    made = []
    for number in range(make(some.integers(0, 25))):
        author = make(some.integers(1, 4))
        is_host = make(some.booleans())
        made.append(
            Candidate(
                number, number, make(some.sampled_from(("IHA", "RHA"))),
                date(2026, 1, 1) + timedelta(days=make(some.integers(0, 60))),
                "Leicester" if is_host else f"Author {author}",
                None if is_host else author,
                "Leicester" if is_host else "Team",
                is_out_of_area=is_host or make(some.booleans()),
                is_first_of_author=make(some.booleans()),
                wrote=frozenset() if is_host else frozenset({author, make(some.integers(1, 4))}),
                is_closed=make(some.booleans()),
            )
        )  # fmt: skip
    return made


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(candidates(), RULES, some.integers(0, 10**6), some.randoms())
def test_what_is_drawn(held, rule, seed, chance):
    drawn = draw(held, rule, seed)
    shuffled = list(held)
    chance.shuffle(shuffled)
    assert draw(shuffled, rule, seed) == drawn  # the seed decides, not the order in which they come
    why = {one.candidate.assessment_id: one.why for one in drawn}
    assert len(why) == len(drawn)
    assert all((one.assessment_id in why) for one in held if one.is_out_of_area)
    assert all((why[key] == OUT_OF_AREA) == held[key].is_out_of_area for key in why)
    if rule.first_of_new_author:
        firsts = [one for one in held if one.is_first_of_author and one.kind == "IHA"]
        assert all(one.assessment_id in why for one in firsts)
    months = {one.month_of_author for one in held}
    for month in months:
        mine = [one for one in held if one.month_of_author == month]
        taken = [one for one in mine if why.get(one.assessment_id) == PER_AUTHOR]
        certain = [one for one in mine if why.get(one.assessment_id) in (OUT_OF_AREA, NEW_AUTHOR)]
        assert len(taken) == max(min(rule.per_author - len(certain), len(mine) - len(certain)), 0)
    rest = len(held) - sum(reason != RANDOM for reason in why.values())
    assert list(why.values()).count(RANDOM) == ceil(rest * rule.random_percent / 100)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(candidates(), some.integers(0, 10**6), some.sets(some.integers(1, 6)), some.sets(some.integers(1, 6)))
def test_who_gets_it(held, seed, people, managers):
    drawn = draw(held, SampleRule(random_percent=100), seed)
    bosses = frozenset(people & managers)
    taken, left = assign(drawn, sorted(people), bosses, seed)
    assert (taken, left) == assign(drawn, sorted(people), bosses, seed)
    assert {one.candidate for one in taken} | {one.candidate for one in left} == {
        one.candidate for one in drawn
    }
    for one in taken:
        assert one.reviewer_id in people - one.candidate.wrote
        assert not one.candidate.is_closed or one.reviewer_id in bosses
    for one in left:  # left only because nobody can
        able = bosses if one.candidate.is_closed else people
        assert not able - one.candidate.wrote


def test_the_work_is_spread_evenly_over_who_is_least_busy():
    held = [
        Candidate(number, number, "RHA", date(2026, 1, 5), "A", 1, "Team", wrote=frozenset({1}))
        for number in range(9)
    ]
    drawn = draw(held, SampleRule(random_percent=100), 7)
    taken, _ = assign(drawn, [1, 2, 3, 4], frozenset(), 7, {2: 3})
    counts = {person: sum(one.reviewer_id == person for one in taken) for person in (1, 2, 3, 4)}
    assert counts[1] == 0
    assert sorted((counts[2] + 3, counts[3], counts[4])) == [4, 4, 4]


def test_what_was_drawn_before_counts_towards_the_number_of_an_author():
    held = [Candidate(number, number, "RHA", date(2026, 1, 5), "A", 1, "Team") for number in range(5)]
    rule = SampleRule(per_author=2, random_percent=0)
    assert len(draw(held, rule, 1)) == 2
    assert len(draw(held, rule, 1, {("#1", 2026, 1): 1})) == 1
    assert draw(held, rule, 1, {("#1", 2026, 1): 2}) == ()


def test_the_rule_in_words_and_its_bounds():
    assert SampleRule().in_words == (
        "2 per author a month, every out-of-area report, every first IHA by a new author, 10% at random"
    )
    assert SampleRule(0, False, 0).in_words == "every out-of-area report"
    for rule in (SampleRule(per_author=-1), SampleRule(random_percent=101), SampleRule(days_to_review=0)):
        with pytest.raises(UserError, match="must be a whole number from"):
            check_rule(rule)
