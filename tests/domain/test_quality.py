"""The checklist, what answers come to, and what results say of few and of many reviews."""

from dataclasses import replace
from datetime import date

import pytest

from lac_tracker import paths
from lac_tracker.domain.children import Child
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.quality import (
    Answer,
    Checklist,
    Condition,
    Criterion,
    Overall,
    asked_of,
    points,
    score,
    share_words,
    suggested,
    unexplained,
)
from lac_tracker.domain.quality_checklist import new_id, read_checklist, write_checklist
from lac_tracker.domain.quality_results import ReviewFacts, count_words, results, without_small

SHIPPED = (paths.RESOURCES / "quality_checklist.toml").read_text(encoding="utf-8")
MET, PARTLY, NOT, NA = Answer.MET, Answer.PARTLY, Answer.NOT_MET, Answer.NOT_APPLICABLE
ASKED = (
    Criterion("a", "g", "A", is_critical=True),
    Criterion("b", "g", "B"),
    Criterion("c", "g", "C"),
    Criterion("d", "g", "D"),
)
ON = date(2026, 3, 4)


def a_child(born=date(2014, 5, 1), **fields):
    names = {name: None for name in Child.__dataclass_fields__}
    plain = {"born": born, "is_unaccompanied": False}
    return Child(**names | plain | fields)


def test_the_shipped_checklist_has_the_22_items_and_the_five_of_the_inspection():
    checklist = read_checklist(SHIPPED)
    items = {one.source for one in checklist.criteria if one.source.startswith("Tariff item ")}
    assert items == {f"Tariff item {number}" for number in range(1, 23)}
    assert sum(one.source.startswith("Inspection") for one in checklist.criteria) == 5
    critical = {one.source for one in checklist.criteria if one.is_critical}
    assert critical == {"Tariff item 4", "Tariff item 7", "Tariff item 20"}
    assert {one.confidence for one in checklist.criteria if one.source.startswith("Tariff")} == {"K"}
    assert read_checklist(write_checklist(checklist)) == checklist


@pytest.mark.parametrize(
    ("kind", "born", "unaccompanied", "left_out"),
    [
        ("IHA", date(2014, 5, 1), False, {"last_plan", "consent_records", "unaccompanied"}),
        ("RHA", date(2014, 5, 1), False, {"consent_records", "unaccompanied"}),
        ("RHA", date(2009, 5, 1), True, set()),
        ("RHA", date(2008, 5, 1), True, {"sdq_considered"}),
        ("IHA", date(2024, 5, 1), False, {"last_plan", "consent_records", "unaccompanied", "sdq_considered"}),
    ],
)
def test_only_what_applies_is_asked(kind, born, unaccompanied, left_out):
    checklist = read_checklist(SHIPPED)
    asked = {one.id for one in asked_of(checklist, kind, a_child(born, is_unaccompanied=unaccompanied), ON)}
    assert {one.id for one in checklist.criteria} - asked == left_out


@pytest.mark.parametrize(
    ("answers", "share", "failed", "suggests"),
    [
        ({}, None, (), None),
        (dict.fromkeys("abcd", NA), None, (), None),
        (dict.fromkeys("abcd", MET), 100.0, (), Overall.MEETS),
        ({"a": MET, "b": MET, "c": MET, "d": NA}, 100.0, (), Overall.MEETS),
        ({"a": MET, "b": MET, "c": MET, "d": PARTLY}, 75.0, (), Overall.NEEDS_CHANGES),
        ({"a": PARTLY, "b": MET, "c": MET, "d": MET}, 75.0, (), Overall.NEEDS_CHANGES),
        ({"a": PARTLY, "b": NA, "c": NA, "d": NA}, 0.0, (), Overall.NEEDS_CHANGES),
        ({"a": NOT, "b": MET, "c": MET, "d": MET}, 75.0, ("a",), Overall.SENT_BACK),
        ({"a": MET, "b": NOT}, 50.0, (), Overall.NEEDS_CHANGES),
    ],
)
def test_met_is_divided_by_all_that_applies_and_a_critical_one_fails(answers, share, failed, suggests):
    found = score(ASKED, answers)
    assert (found.share, found.failed) == (share, failed)
    assert found.answered + found.unanswered == found.of == len(ASKED)
    assert suggested(found, 80) is suggests


def test_partly_on_a_critical_criterion_keeps_the_whole_from_meeting_whatever_the_share():
    many = (*ASKED, *(Criterion(f"x{number}", "g", "X") for number in range(30)))
    answers = {one.id: MET for one in many} | {"a": PARTLY}
    assert score(many, answers).share > 90
    assert suggested(score(many, answers), 80) is Overall.NEEDS_CHANGES


def test_words_are_wanted_for_all_but_met():
    answers = {"a": NOT, "b": PARTLY, "c": NA, "d": MET}
    assert [one.id for one in unexplained(ASKED, answers, {"b": "Say more", "c": "  "})] == ["a", "c"]


def test_averages_and_shares_of_nothing_are_none_and_few_have_no_percentage():
    assert points([]) is None
    assert points([NA]) is None
    assert points([MET, NOT, PARTLY, NA]) == 1.0
    assert share_words(0, 0) == "None yet"
    assert share_words(2, 3) == "2 of 3: too few for a percentage"
    assert share_words(8, 10) == "80% (8 of 10)"
    assert count_words(3) == "3 reviews: too few for a percentage"
    assert (count_words(1), count_words(12)) == ("1 review: too few for a percentage", "12 reviews")


GROUP = '[[group]]\nid = "g"\nwords = "G"\n'
ONE = '[[criterion]]\nid = "a"\ngroup = "g"\nwords = "A"\ncritical = true\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[criterion", "not a checklist file in TOML"),
        ("", "no groups"),
        (GROUP, "no criteria"),
        (GROUP + ONE + ONE, "'a' is there twice"),
        (GROUP + GROUP + ONE, "Group 'g' is there twice"),
        (GROUP + ONE.replace("true", "false"), "No criterion is critical"),
        (GROUP + ONE.replace("true", '"yes"'), "critical is true or false"),
        (GROUP + ONE.replace('"g"', '"h"'), "group is 'h'. It can be: g"),
        (GROUP + ONE.replace('"a"', '"A b"'), "small letters"),
        (GROUP + ONE.replace('words = "A"', ""), "words are missing"),
        (GROUP + ONE + 'applies = ["XYZ"]', "applies is a list"),
        (GROUP + ONE + 'only_if = "tall"', "only_if is 'tall'"),
        (GROUP + ONE + "about = 3", "about is a text"),
        (GROUP + ONE + 'confidence = "Z"', "confidence is 'Z'"),
        (GROUP + ONE + "weight = 3", "'weight' is not one of"),
        ("meets_from = 0\n" + GROUP + ONE, "from 1 to 100"),
        ("colour = 1\n" + GROUP + ONE, "The checklist says 'colour'"),
        ("criterion = 3\n" + GROUP, "A criterion is a table"),
        ("#" * 100_001, "may have 100,000 characters"),
    ],
)
def test_a_checklist_that_is_not_understood_says_what_and_where(text, words):
    with pytest.raises(UserError) as refused:
        read_checklist(text)
    assert words in str(refused.value)


def test_hostile_words_come_back_as_they_were():
    words = 'A "quoted" \\ back\\slash <b>&</b> é 漢'
    one = Criterion("a", "g", words, only_if=Condition.UNACCOMPANIED, is_critical=True)
    checklist = Checklist((one,), {"g": "G & <i>"}, 70, "S")
    assert read_checklist(write_checklist(checklist)) == checklist
    assert new_id("Ünïque! words", ("nique_words",)) != "nique_words"
    assert new_id("漢字", ()) == "own"


def facts(number, *, checklist=1, answers=None, overall=Overall.MEETS, on=ON, author="Ann", out=False):
    return ReviewFacts(number, checklist, "RHA", author, 1, "Team", out, on, overall, answers or {"a": MET})


def test_versions_are_joined_by_id_alone_and_nothing_is_a_percentage_under_five():
    first = Checklist(ASKED[:2], {"g": "G"})
    changed = (replace(ASKED[0], words="A, said better"), Criterion("b_2", "g", "B asks something else"))
    second = Checklist(changed, {"g": "G"})
    reviews = [facts(number, answers={"a": MET, "b": NOT}) for number in range(4)]
    reviews += [facts(9, checklist=2, answers={"a": NOT, "b_2": MET}, author="Bo", overall=Overall.SENT_BACK)]
    found = results(reviews, {1: first, 2: second}, date(2026, 2, 1), ON)
    by_id = {one.id: one for one in found.criteria}
    assert (by_id["a"].words, by_id["a"].met, by_id["a"].not_met) == ("A, said better", 4, 1)
    assert by_id["a"].percent == 80.0
    assert (by_id["b"].applies, by_id["b_2"].applies) == (4, 1)  # never added up
    assert by_id["b"].percent is None
    assert found.versions == {1: 4, 2: 1}
    assert (found.whole.reviews, found.whole.percent) == (5, 80.0)
    assert [(one.words, one.percent) for one in found.authors] == [("Ann", None), ("Bo", None)]
    assert [(one.words, one.reviews) for one in found.months] == [("Feb 2026", 0), ("Mar 2026", 5)]
    assert found.months[0].percent is None
    leaves = without_small(found)
    assert leaves.authors == ()
    assert [(one.words, one.reviews) for one in leaves.months] == [("Mar 2026", 5)]
    few = results([facts(1), facts(2, on=date(2026, 2, 2))], {}, date(2026, 2, 1), ON)
    assert (without_small(few).months, without_small(few).whole.reviews) == ((), 0)
    apart = results([facts(n, author="Bo" if n else "Al") for n in range(7)], {}, date(2026, 2, 1), ON)
    assert without_small(apart).authors == ()  # six of seven would say that Al has one
    assert [one.id for one in leaves.criteria] == ["a"]


def test_reviews_of_other_days_do_not_count():
    reviews = [facts(1, on=date(2026, 1, 31)), facts(2, on=date(2026, 2, 1)), facts(3, on=date(2026, 3, 1))]
    found = results(reviews, {}, date(2026, 2, 1), date(2026, 2, 28))
    assert (found.whole.reviews, found.whole.voice) == (1, None)
