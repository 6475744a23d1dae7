"""The full plan: every section, every need whole, what is missing said in words."""

from collections import Counter

import examples
import pytest
import reading

from lac_tracker.documents import full_plan
from lac_tracker.domain.reports import (
    HEALTH_PLAN_HEADINGS,
    LastItem,
    PlanAction,
    PlanOutcome,
    count_marks,
    is_smart,
)


def printed(**changes) -> str:
    return reading.text_of(full_plan.render(examples.a_full_plan(**changes)))


def test_the_parts_stand_in_their_order():
    text = printed()
    parts = [
        "ALERTS No known allergies",
        "What Ellie says",
        "What has gone well",
        "How the last plan went From last time (11-Mar-2025): 3 items. 1 met, 1 partly met and carried forward, ",
        "1 no longer needed.",
        "Both fillings done. Placement move meant the slot was missed. Before this review: carried forward once, ",
        "first agreed 11-Mar-2025.",
        "Ellie: “I want a different dentist.”",
        *HEALTH_PLAN_HEADINGS,
        "Immunisations",
        "Ethnicity, language and religion",
        "The plan SMART: all 3 needs have an outcome, a measure, a named person and a date.",
        "Who contributed",
        "CAMHS (child and adolescent mental health service): asked on 10-Feb-2026, no reply.",
        "Next review and who to call",
        "Sharing and signature",
        "Signed Nadia Rahman, RN, 12-Mar-2026. HP-2026-0312 v2.",
        "Replaces version 1 of 12-Mar-2025.",
    ]
    place = 0
    for part in parts:
        assert part in text[place:], part
        place = text.index(part, place) + len(part)


def test_a_need_shows_outcome_measure_review_and_each_action_with_person_and_date():
    text = printed(needs=(examples.a_need(1),))
    assert "1 Teeth" in text
    assert "What will be different How we’ll know Look again" in text
    assert "30-Jun-2026" in text
    assert "Asthma review. For the GP practice." in text
    assert "Dr K Osei, GP, Mill Road Surgery 31-Mar-2026" in text
    assert "N Rahman, health assessor, Northgate health team 21-Apr-2026" in text


def test_what_is_missing_from_an_item_is_said_in_words():
    bare = PlanOutcome("", None, None, (PlanAction("Ring the dentist", None, None, None, None),))
    text = printed(needs=(examples.a_need(1, outcomes=(bare,)), examples.a_need(2, outcomes=())))
    assert "No outcome recorded No measure recorded No date recorded" in text
    assert "No person named; No role recorded; No organisation recorded" in text
    assert "SMART: 0 of 2 needs have" in text


def test_an_outcome_without_action_says_so():
    outcome = PlanOutcome("Sleeps through", "Diary", None, ())
    assert "No action recorded" in printed(needs=(examples.a_need(1, outcomes=(outcome,)),))


def test_missing_health_headings_are_printed_as_not_recorded():
    text = printed(health=())
    for title in HEALTH_PLAN_HEADINGS:
        assert f"{title} Not recorded." in text


def test_a_heading_of_our_own_is_printed_too():
    assert "Allergies in detail None found" in printed(health=(("Allergies in detail", "None found"),))


def test_an_empty_plan_is_a_page_of_words_not_of_blanks():
    text = reading.text_of(full_plan.render(examples.an_empty_full_plan()))
    for words in (
        "Nothing recorded.",
        "No plan before this one is recorded.",
        "No need for action was found.",
        "Nobody was asked.",
        "Allergies not recorded",
        "Next health review: Not known.",
        "Sharing: no agreement to share is recorded.",
    ):
        assert words in text


def test_a_child_without_a_name_has_the_council_number():
    nameless = examples.replace(examples.ELLIE, given=None, family=None, likes_to_be_called=None)
    pages = reading.pages_of(full_plan.render(examples.a_full_plan(child=nameless)))
    assert all("Council ID 123456" in text for text in pages)
    assert "What the child says" in " ".join(pages)


def test_very_long_names_are_whole_on_every_page():
    name = "Wolfeschlegelsteinhausenbergerdorff " * 3 + "endofname"
    child = examples.replace(examples.ELLIE, given=name, family=name)
    for text in reading.pages_of(full_plan.render(examples.a_full_plan(child=child))):
        assert text.count("endofname") >= 1
        assert "ENDOFNAME" in text
        assert "NHS No. 999 056 3411" in text


def test_a_need_is_never_cut_by_the_end_of_a_page():
    needs = tuple(examples.a_need(number, text=f"Need-{number}-") for number in range(14))
    pages = reading.pages_of(full_plan.render(examples.a_full_plan(needs=needs)))
    for number in range(14):
        (text,) = [text for text in pages if f"Need-{number}-" in text]
        after = text.split(f"Need-{number}-", 1)[1]
        assert "21-Apr-2026" in after


def test_a_need_longer_than_a_page_loses_nothing():
    words = [f"step{number}" for number in range(3_000)]
    action = PlanAction(" ".join(words), "A Cole", "midwife", "Northgate Hospital", examples.ASSESSED_ON)
    outcome = PlanOutcome("Better", "Diary", None, (action,) * 2)
    pages = reading.pages_of(
        full_plan.render(examples.a_full_plan(needs=(examples.a_need(1, outcomes=(outcome,)),)))
    )
    assert len(pages) > 4
    printed = Counter(word.removesuffix(".") for text in pages for word in text.split())
    assert {printed[word] for word in words} == {2}


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        (("met",), "1 item. 1 met."),
        (("met", "met", "partly"), "3 items. 2 met, 1 partly met."),
        (("declined", None, "transferred"), "3 items. 1 declined, 1 transferred, 1 not marked."),
    ],
)
def test_marks_are_counted(marks, words):
    assert count_marks(tuple(LastItem("Need", "Outcome", mark) for mark in marks)) == words


@pytest.mark.parametrize("missing", ["person", "role", "organisation", "by"])
def test_an_action_that_lacks_a_part_is_not_smart(missing):
    need = examples.a_need(1)
    outcome = need.outcomes[0]
    action = examples.replace(outcome.actions[0], **{missing: None})
    assert is_smart(need)
    assert not is_smart(examples.a_need(1, outcomes=(examples.replace(outcome, actions=(action,)),)))
