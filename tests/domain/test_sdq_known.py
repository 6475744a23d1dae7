"""What a record tells of questionnaires on a day, and its words."""

from dataclasses import replace
from datetime import date

import pytest

from lac_tracker.domain import sdq_known as rules
from lac_tracker.domain import sdq_words as words
from lac_tracker.domain.sdq import Questionnaire, Scores
from lac_tracker.domain.sdq_known import Latest, SdqFacts
from lac_tracker.domain.sdq_words import Scored

DAY = date(2026, 3, 4)
LAST = date(2025, 3, 9)


def one(total, on=DAY, version="parent_4_17", number=1, **more):
    return Questionnaire(
        number, 1, version, on, "L Hunt", Scores(total=total, **more.pop("scores", {})), **more
    )


CARER, BEFORE = one(14), one(17, LAST, number=2)
SELF, TEACHER = one(12, LAST, "self_11_17", 3), one(9, date(2026, 1, 9), "teacher_4_17", 4)


def test_the_newest_of_each_informant_with_those_before_it_on_the_same_form():
    younger = one(21, date(2022, 3, 9), "parent_2_4", 5)
    part = one(None, DAY, "teacher_4_17", 6, state="part")
    later = one(30, date(2026, 3, 5), number=7)
    found = rules.latest([younger, SELF, BEFORE, part, CARER, TEACHER, later], DAY)
    assert [each.now for each in found] == [CARER, TEACHER, SELF]
    assert found[0].earlier == (BEFORE,)  # not the form of another age
    assert (found[0].change, found[1].change) == (-3, None)
    assert rules.latest([later, part], DAY) == ()


@pytest.mark.parametrize(
    ("held", "on", "expected"),
    [
        ((CARER, SELF, TEACHER), DAY, CARER),
        ((BEFORE, TEACHER), DAY, BEFORE),  # a carer's of the last 12 months before any other
        ((BEFORE, TEACHER), date(2026, 3, 9), BEFORE),
        ((BEFORE, TEACHER), date(2026, 3, 10), TEACHER),
        ((BEFORE,), date(2026, 3, 10), None),
        ((CARER,), date(2026, 3, 3), None),  # not there yet on the day of the assessment
        ((), DAY, None),
    ],
)
def test_a_review_uses_the_newest_of_twelve_months_a_carers_first(held, on, expected):
    assert rules.used(held, on) == expected
    assert rules.facts_on(held, on).is_on_record is (expected is not None)


def test_a_carers_seventeen_asks_what_happens_next_and_no_other_does():
    high = one(17)
    assert rules.facts_on([high], DAY) == SdqFacts(True, True)
    assert rules.facts_on([one(16)], DAY) == SdqFacts(True)
    assert rules.facts_on([one(30, version="self_11_17")], DAY) == SdqFacts(True)
    said = replace(high, means="Worries", child_thinks="True", next_step="talk")
    assert rules.facts_on([said], DAY) == SdqFacts(True, True, True, True, True)


def test_what_a_signed_assessment_asked_stays_whatever_became_of_the_record():
    gone = SdqFacts()
    assert rules.facts_as_signed({"sdq_means": "Settled"}, gone) == SdqFacts(True)
    assert rules.facts_as_signed({"sdq_next": "talk"}, gone) == SdqFacts(True, True)
    assert rules.facts_as_signed({"sdq_not_used_why": "Sent"}, SdqFacts(True, True)) == gone
    assert rules.facts_as_signed({"feelings_now": "Well"}, SdqFacts(True)) == SdqFacts(True)


@pytest.mark.parametrize(
    ("held", "answers", "expected"),
    [
        (CARER, {"sdq_means": "Settled", "sdq_child_thinks": " That's right "}, {"means": "Settled", "child_thinks": "That's right"}),
        (replace(CARER, means="Known"), {"sdq_means": "Settled"}, {}),
        (one(17), {"sdq_next": "talk", "sdq_next_words": "Friday"}, {"next_step": "talk", "next_step_words": "Friday"}),
        (one(17), {"sdq_next": "nothing"}, {}),
        (one(17), {"sdq_next": "nothing", "sdq_next_words": "In therapy"}, {"next_step": "nothing", "next_step_words": "In therapy"}),
        (one(17, next_step="camhs"), {"sdq_next": "talk"}, {}),
        (CARER, {"sdq_next": "talk"}, {}),  # an answer left from before the score was mended
    ],
)  # fmt: skip
def test_a_signed_review_fills_only_what_is_blank(held, answers, expected):
    assert rules.to_fill_in(held, answers) == expected


SLIGHTLY = Scored(Latest(CARER, (BEFORE,)), {"total": "slightly raised"}, frozenset({"total"}))
CLOSE = Scored(Latest(SELF), {"total": "close to average"}, frozenset({"total"}))


def test_scores_in_words():
    both = (SLIGHTLY, CLOSE)
    assert words.glance_words(both, "Ellie") == (
        "Carer 14, slightly raised, 04-Mar-2026; was 17. Ellie 12, close to average, 09-Mar-2025"
    )
    assert words.glance_words((), "Ellie") == "No SDQ yet"
    assert words.paper_lines(both, "Ellie", DAY) == (
        "Carer 14, slightly raised (was 17, 09-Mar-2025)",
        "Ellie 12, close to average",
    )
    assert words.paper_lines((CLOSE,), "Ellie", date(2026, 3, 10)) == (
        "Ellie 12, close to average, 09-Mar-2025: over a year old",
    )
    assert words.totals_words(both, "Ellie") == (
        "Carer 14 on 04-Mar-2026, was 17 on 09-Mar-2025; Ellie 12 on 09-Mar-2025"
    )
    assert words.is_unverified(both, with_scales=False)
    assert not words.is_unverified((replace(CLOSE, unverified=frozenset({"peer"})),), with_scales=False)
    assert words.is_unverified((replace(CLOSE, unverified=frozenset({"peer"})),), with_scales=True)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ((), "One score: no trend yet"),
        ((BEFORE,), "Down 3 from 17 on 09-Mar-2025"),
        ((one(12, LAST, number=2),), "Up 2 from 12 on 09-Mar-2025"),
        ((one(14, LAST, number=2),), "The same as on 09-Mar-2025"),
    ],
)
def test_a_change_is_a_difference_without_judgement(before, said):
    assert words.change_words(Latest(CARER, before)) == said
    trend = words.trend_words(Latest(CARER, before))
    assert trend == (f"{before[0].scores.total} on 09-Mar-2025, 14 on 04-Mar-2026" if before else "")


def test_scales_are_told_with_their_bands_and_the_impact_with_what_it_is_made_of():
    scores = {"emotional": 4, "prosocial": 8, "impact": 2, "impact_answered": 4}
    scored = Scored(Latest(one(14, scores=scores)), {"emotional": "slightly raised", "impact": "high"})
    assert (
        words.scales_words(scored)
        == "Emotional 4, slightly raised. Prosocial 8. Impact 2, high (4 of 5 answered)"
    )
    teacher = Scored(Latest(one(9, version="teacher_4_17", scores={"impact": 1, "impact_answered": 3})))
    assert words.scales_words(teacher) == "Impact 1 (3 of 3 answered)"
    assert words.scales_words(SLIGHTLY) == ""


def test_the_next_step_in_words():
    assert words.next_step_words("talk", "", "Ellie") == "Talk with Ellie"
    assert (
        words.next_step_words("camhs", "Nadia rings on Friday", "Ellie")
        == "Ask CAMHS for advice: Nadia rings on Friday"
    )
    assert (
        words.next_step_words("nothing", "in therapy already", "Ellie")
        == "Nothing needed because in therapy already"
    )
