"""Scores of raw answers: the published vectors, prorating, impact, and what must hold of every set of answers."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lac_tracker.domain import sdq
from lac_tracker.domain.sdq import HIGHEST, IMPACT, ITEMS, MEASURES, REVERSED, SCALES, VERSIONS, score

FORM = "parent_4_17"
EVERY = st.fixed_dictionaries(
    {name: st.one_of(st.none(), st.integers(0, 2)) for name in ITEMS}
    | {name: st.one_of(st.none(), st.integers(0, 3)) for name in IMPACT}
)
FORMS = st.sampled_from(sorted(VERSIONS))
# s, the sum of n answered items after reversal → the score (published scoring syntax)
PRORATED = {3: (0, 2, 3, 5, 7, 8, 10), 4: (0, 1, 3, 4, 5, 6, 8, 9, 10), 5: range(11)}


def with_sum(scale, count, wanted):
    """Return answers to the first items of a scale that come to a sum after reversal."""
    answers = {}
    for number in SCALES[scale][:count]:
        worth = min(2, wanted)
        wanted -= worth
        answers[f"item_{number}"] = 2 - worth if number in REVERSED else worth
    assert wanted == 0
    return answers


@pytest.mark.parametrize("scale", SCALES)
def test_a_scale_is_prorated_from_three_items_and_rounded_half_up(scale):
    for count, row in PRORATED.items():
        for total, expected in enumerate(row):
            assert score(with_sum(scale, count, total), FORM).of(scale) == expected
    for count in (0, 1, 2):
        assert score(with_sum(scale, count, 0), FORM).of(scale) is None


def test_half_is_rounded_up_where_python_would_round_to_even():
    assert round(2 / 4 * 5) == 2
    assert score(with_sum("emotional", 4, 2), FORM).emotional == 3


@pytest.mark.parametrize(
    ("raw", "scores"),
    [(0, (0, 2, 4, 4, 0, 10)), (1, (5, 5, 5, 5, 5, 20)), (2, (10, 8, 6, 6, 10, 30))],
)
def test_one_answer_throughout_gives_the_published_scores(raw, scores):
    found = score(dict.fromkeys(ITEMS, raw), FORM)
    assert tuple(found.of(name) for name in (*SCALES, "total")) == scores
    assert found.internalising == found.emotional + found.peer
    assert found.externalising == found.conduct + found.hyperactivity


def test_items_belong_to_one_scale_each_and_reversed_ones_count_backwards():
    assert sorted(number for items in SCALES.values() for number in items) == list(range(1, 26))
    full = dict.fromkeys(ITEMS, 1)
    for number in range(1, 26):
        (scale,) = (name for name, items in SCALES.items() if number in items)
        changed = score(full | {f"item_{number}": 2}, FORM)
        assert changed.of(scale) == (4 if number in {7, 11, 14, 21, 25} else 6)


def test_a_total_needs_its_four_scales_but_not_the_prosocial_one():
    full = dict.fromkeys(ITEMS, 1)
    for scale, items in SCALES.items():
        found = score(full | {f"item_{number}": None for number in items[:3]}, FORM)
        assert found.of(scale) is None
        assert (found.total is None) is (scale != "prosocial")


@pytest.mark.parametrize(
    ("form", "answers", "impact", "answered"),
    [
        (FORM, {"difficulties": 2, "distress": 0, "home": 1, "friends": 2, "classroom": 3, "leisure": 3}, 5, 5),
        (FORM, {"difficulties": 3, "distress": 3, "home": 3, "friends": 3, "classroom": 3, "leisure": 3}, 10, 5),
        (FORM, {"difficulties": 0, "distress": 3}, 0, 5),  # 'no difficulties' answers the rest
        (FORM, {"distress": 2, "home": 3}, 3, 2),  # the question before them blank: summed all the same
        (FORM, {"difficulties": 2, "distress": 2, "home": 1, "friends": 0, "classroom": 3}, 3, 4),
        (FORM, {"difficulties": 2}, None, None),
        (FORM, {}, None, None),
        ("teacher_4_17", {"difficulties": 1, "distress": 3, "friends": 3, "classroom": 3}, 6, 3),
        ("teacher_4_17", {"difficulties": 1, "distress": 2, "home": 3, "leisure": 3}, 1, 1),  # not on that form
        ("teacher_4_17", {"difficulties": 1, "home": 3}, None, None),
        ("self_11_17", {"difficulties": 1, "leisure": 2}, 1, 1),
    ],
)  # fmt: skip
def test_impact_is_what_the_form_asks_of_it(form, answers, impact, answered):
    found = score(answers, form)
    assert (found.impact, found.impact_answered) == (impact, answered)


@settings(max_examples=40)
@given(EVERY, FORMS)
def test_scores_stay_within_what_there_is(answers, form):
    found = score(answers, form)
    highest = {**HIGHEST, "impact": VERSIONS[form].highest_impact}
    assert all(found.of(name) is None or 0 <= found.of(name) <= highest[name] for name in MEASURES)


@settings(max_examples=40)
@given(EVERY, FORMS, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(answers, form, random):
    names = list(answers)
    random.shuffle(names)
    assert score({name: answers[name] for name in names}, form) == score(answers, form)


@settings(max_examples=40)
@given(
    st.fixed_dictionaries({name: st.integers(0, 2) for name in ITEMS}),
    st.sampled_from([*ITEMS]),
)
def test_one_missing_answer_moves_its_own_scale_by_no_more_than_prorating_does(full, left_out):
    before, after = score(full, FORM), score(full | {left_out: None}, FORM)
    number = int(left_out.removeprefix("item_"))
    for scale, items in SCALES.items():
        if number not in items:
            assert after.of(scale) == before.of(scale)
            continue
        raw = 2 - full[left_out] if number in REVERSED else full[left_out]
        rest = before.of(scale) - raw
        assert after.of(scale) == (5 * rest + 2) // 4  # five quarters of the rest, a half rounded up
        assert abs(after.of(scale) - before.of(scale)) <= 2


@settings(max_examples=40)
@given(EVERY, st.sampled_from([*ITEMS, *IMPACT]), st.sampled_from([-1, 4, 99]))
def test_a_value_no_form_has_is_never_scored(answers, name, wrong):
    with pytest.raises(ValueError, match=name):
        score(answers | {name: wrong}, FORM)


def test_forms_follow_age_and_the_carers_is_the_usual_one():
    assert [one.key for one in sdq.versions_at(1)] == []
    assert {one.key for one in sdq.versions_at(6)} == {"parent_4_17", "teacher_4_17"}
    assert "self_11_17" in {one.key for one in sdq.versions_at(11)}
    assert [sdq.usual_version(age).key for age in (2, 3, 4, 17, 18)] == [
        "parent_2_4", "parent_2_4", "parent_4_17", "parent_4_17", "parent_18_plus",
    ]  # fmt: skip
    assert sdq.usual_version(1) is None


def test_a_questionnaire_counts_as_used_once_both_words_are_there():
    held = sdq.Questionnaire(1, 1, FORM, date(2026, 3, 4), "L Hunt", sdq.Scores(), means="Settled")
    assert not held.is_used
    assert sdq.Questionnaire(
        1, 1, FORM, date(2026, 3, 4), "", sdq.Scores(), means="a", child_thinks="b"
    ).is_used
