"""What may be recorded of a questionnaire, in a sentence each; and when the next is due."""

from datetime import date

import pytest

from lac_tracker.domain import sdq_rules as rules
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.sdq import ITEMS, SCALES, VERSIONS, Questionnaire, Scores
from lac_tracker.domain.sdq_rules import AlreadyThere, NotEnoughAnswers
from lac_tracker.domain.settings import Rules

BORN, TODAY, FORM = date(2016, 5, 1), date(2026, 3, 4), VERSIONS["parent_4_17"]
FULL = dict.fromkeys(ITEMS, 1)


def held(on=TODAY, version="parent_4_17", by="L Hunt, key worker", **more):
    return Questionnaire(more.pop("id", 1), 1, version, on, by, more.pop("scores", Scores(total=14)), **more)


def test_the_day_lies_between_birth_and_today():
    for day, words in [
        (None, "Date is missing: enter the day it was filled in"),
        (date(2016, 4, 30), "Date must be after Mara was born, 01-May-2016: 30-Apr-2016 is before it"),
        (date(2026, 3, 5), "Date must be today or in the past: 05-Mar-2026 is still to come"),
    ]:
        with pytest.raises(UserError, match=words):
            rules.check_day(day, BORN, TODAY, "Mara")
    assert rules.check_day(BORN, BORN, TODAY, "Mara") == BORN


@pytest.mark.parametrize(
    ("form", "born", "words"),
    [
        ("self_11_17", date(2019, 9, 1), "The self-report is for 11 to 17. Mara was 6 on 04-Mar-2026. Choose 'Carer form, 4 to 17'"),
        ("parent_4_17", date(2023, 1, 1), "The carer form is for 4 to 17. Mara was 3 on 04-Mar-2026. Choose 'Carer form, 2 to 4'"),
        ("teacher_2_4", date(2020, 1, 1), "Choose 'Teacher form, 4 to 17'"),
        ("self_18_plus", date(2009, 1, 1), "The self-report is for 18 and over. Mara was 17 on 04-Mar-2026. Choose 'Self-report, 11 to 17'"),
        ("parent_2_4", date(2025, 1, 1), "No form is for 1: check the date of the form and the date of birth"),
    ],
)  # fmt: skip
def test_a_form_that_does_not_fit_the_age_names_one_that_does(form, born, words):
    with pytest.raises(UserError, match=words):
        rules.check_age(VERSIONS[form], born, TODAY, "Mara")


def test_both_forms_fit_a_four_year_old_and_the_day_decides():
    born = date(2022, 1, 1)
    rules.check_age(VERSIONS["parent_2_4"], born, TODAY, "Mara")
    rules.check_age(FORM, born, TODAY, "Mara")
    with pytest.raises(UserError, match="Mara was 3 on 31-Dec-2025"):
        rules.check_age(FORM, born, date(2025, 12, 31), "Mara")


def test_an_answer_the_form_does_not_have_is_named_by_number():
    for name, raw, words in [
        ("item_13", 3, "Item 13 must be between 0 and 2, not 3"),
        ("item_1", -1, "Item 1 must be between 0 and 2, not -1"),
        ("distress", 4, "Impact question 2 must be between 0 and 3, not 4"),
        ("helped", 9, "Follow-up question 2 must be between 0 and 3, not 9"),
    ]:
        with pytest.raises(UserError, match=words):
            rules.check_answers(FULL | {name: raw})
    assert rules.check_answers({"item_1": 0, "item_2": None}) == {"item_1": 0, "item_2": None}


def test_too_few_answers_are_said_scale_by_scale_and_scored_only_on_a_persons_word():
    lacking = {
        name: raw for name, raw in FULL.items() if name not in ("item_3", "item_8", "item_13", "item_5")
    }
    with pytest.raises(NotEnoughAnswers) as refused:
        rules.check_enough(lacking, though_incomplete=False)
    assert str(refused.value) == "Emotional has 2 of 5 answers. It needs 3 to be scored"
    assert refused.value.scales == ("emotional",)
    rules.check_enough(lacking, though_incomplete=True)
    rules.check_enough(FULL, though_incomplete=False)
    with pytest.raises(NotEnoughAnswers, match="nothing to score") as refused:
        rules.check_enough({"item_1": 2}, though_incomplete=True)
    assert refused.value.scales == tuple(SCALES)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (held(), "'Carer form, 4 to 17' of 04-Mar-2026 by L Hunt, key worker, total 14, is there already"),
        (held(by="l hunt", state="part"), "A part of 'Carer form, 4 to 17' of 04-Mar-2026 by l hunt is there already. Go on"),
    ],
)  # fmt: skip
def test_the_same_form_by_the_same_informant_on_the_same_day_is_refused_and_named(other, words):
    with pytest.raises(AlreadyThere, match=words) as refused:
        rules.check_same_day([other], held(id=0, by="L. Hunt"))
    assert refused.value.questionnaire_id == 1


def test_another_person_day_form_or_follow_up_is_no_double_nor_is_itself():
    others = [
        held(by="M Price, foster carer"), held(on=date(2026, 3, 3)), held(version="teacher_4_17"), held(is_follow_up=True),
        held(id=7),
    ]  # fmt: skip
    rules.check_same_day(others, held(id=7))
    with pytest.raises(AlreadyThere):  # there is one young person, whatever name stands there
        rules.check_same_day(
            [held(version="self_11_17", by="Mara")], held(id=0, version="self_11_17", by="Herself")
        )


def test_scores_from_a_report_bring_what_follows_from_them():
    found = rules.check_scores(
        FORM, {"emotional": 4, "conduct": 2, "hyperactivity": 6, "peer": 3, "prosocial": 8}, None
    )
    assert (found.total, found.internalising, found.externalising, found.prosocial) == (15, 7, 8, 8)
    assert rules.check_scores(FORM, {"impact": 3}, 17) == Scores(total=17, impact=3)
    assert rules.check_scores(FORM, {"emotional": 4, "peer": 1}, 20).total == 20


@pytest.mark.parametrize(
    ("scales", "total", "words"),
    [
        ({"emotional": 11}, None, "Emotional must be between 0 and 10, not 11"),
        ({}, 41, "Total must be between 0 and 40, not 41"),
        ({}, -1, "Total must be between 0 and 40"),
        ({"impact": 11}, 3, "Impact must be between 0 and 10"),
        ({"impact": 3}, None, "Scores are missing"),
        ({}, None, "Scores are missing"),
        (
            {"emotional": 4, "conduct": 2, "hyperactivity": 6, "peer": 3},
            14,
            r"4 \+ 2 \+ 6 \+ 3 is 15, not 14",
        ),
        ({"emotional": 4, "conduct": 2}, 5, "Total can't be 5 with these scales, which come to 6"),
        ({"emotional": 4, "conduct": 2, "peer": 0}, 17, "Total can't be 17"),
    ],
)
def test_scores_that_cannot_be_are_refused_in_words(scales, total, words):
    with pytest.raises(UserError, match=words):
        rules.check_scores(FORM, scales, total)


def test_a_teachers_impact_goes_to_six():
    with pytest.raises(UserError, match="Impact must be between 0 and 6, not 7"):
        rules.check_scores(VERSIONS["teacher_4_17"], {"impact": 7}, 3)


def test_a_reason_for_none_fits_the_age_and_another_reason_has_words():
    assert rules.check_not_done("SDQ2", "", BORN, TODAY, "Mara") == "SDQ2"
    with pytest.raises(UserError, match="'Under 4 or over 16' does not fit: Mara was 9 on 04-Mar-2026"):
        rules.check_not_done("SDQ1", "", BORN, TODAY, "Mara")
    for born in (date(2022, 3, 5), date(2009, 3, 4)):  # 3, and 17 that day
        assert rules.check_not_done("SDQ1", "", born, TODAY, "Mara") == "SDQ1"
    for born in (date(2022, 3, 4), date(2009, 3, 5)):  # 4 that day, and 16
        with pytest.raises(UserError, match="does not fit"):
            rules.check_not_done("SDQ1", "", born, TODAY, "Mara")
    with pytest.raises(UserError, match="Enter the other reason"):
        rules.check_not_done("SDQ4", "", BORN, TODAY, "Mara")
    assert rules.check_not_done("SDQ4", "Moved that week", BORN, TODAY, "Mara") == "SDQ4"
    for wrong in ("", "SDQ6", "sdq1"):
        with pytest.raises(UserError, match="choose one of the five reasons"):
            rules.check_not_done(wrong, "", BORN, TODAY, "Mara")


@pytest.mark.parametrize(
    ("born", "last", "on", "words", "is_due"),
    [
        (BORN, None, None, "Due: no carer's SDQ yet", True),
        (BORN, date(2025, 9, 10), date(2026, 9, 10), "Next due 10-Sep-2026", False),
        (BORN, date(2025, 3, 4), TODAY, "Due today", True),
        (BORN, date(2024, 2, 29), date(2025, 2, 28), "Due since 28-Feb-2025", True),
        (date(2022, 3, 5), None, None, "The SDQ isn't used at this age.", False),
        (date(2022, 3, 4), None, None, "Due: no carer's SDQ yet", True),
        (date(2009, 3, 4), date(2024, 1, 1), None, "None due after 16", False),
        (date(2008, 3, 4), None, None, "The SDQ isn't used at this age.", False),
        (date(2009, 10, 1), date(2026, 1, 1), None, "None due: 17 before the next would be due", False),
    ],
)
def test_the_next_is_due_a_year_after_the_last_of_the_carer_from_4_to_16(born, last, on, words, is_due):
    found = rules.next_due([held(on=last)] if last else [], born, TODAY)
    assert (found.on, found.words, found.is_due) == (on, words, is_due)


def test_only_a_scored_one_of_the_carer_sets_the_next_date():
    passed_over = [
        held(version="teacher_4_17"), held(state="part"), held(is_follow_up=True), held(scores=Scores(), version="self_11_17"),
    ]  # fmt: skip
    assert rules.next_due(passed_over, BORN, TODAY).words == "Due: no carer's SDQ yet"
    often = Rules(sdq_every_months=6)
    assert rules.next_due([held(on=date(2025, 12, 1))], BORN, TODAY, often).on == date(2026, 6, 1)
