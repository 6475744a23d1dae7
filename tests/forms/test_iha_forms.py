"""The forms themselves: they load, show every question, and ask for what has to be there to sign."""

from datetime import date

import pytest

from lac_tracker.domain.answers import Circumstances, check, to_words
from lac_tracker.domain.forms import (
    SectionState,
    child_facts,
    find_question,
    gaps,
    questions_by_section,
    section_state,
    visible_questions,
    words,
)
from lac_tracker.domain.signing import CAN_DECIDE, NO_NEEDS, OWN_CONSENT, OWN_WORDS
from lac_tracker.paths import FORMS
from lac_tracker.storage import reference_data
from lac_tracker.storage.form_files import check_forms, read_forms

BY_ID = {form.id: form for form in read_forms(FORMS)}
YOUNG, OLDER = BY_ID["iha_0_9"], BY_ID["iha_10_plus"]
BOTH = [pytest.param(YOUNG, id="0 to 9"), pytest.param(OLDER, id="10 and over")]
TODAY = date(2026, 3, 4)
BORN = {"iha_0_9": date(2019, 4, 30), "iha_10_plus": date(2009, 6, 12)}

SECTIONS = [
    "voice", "who_and_consent", "about_me", "journey", "birth_and_family", "health_history", "health_checks",
    "growth", "development", "feelings", "everyday_life", "uasc", "summary", "plan",
]  # fmt: skip


def facts(form, *, unaccompanied=False, sex="female"):
    return child_facts(BORN[form.id], TODAY, unaccompanied=unaccompanied, sex=sex)


def circumstances(form):
    return Circumstances(TODAY, "Mara", BORN[form.id])


def an_answer(question):
    """Return something that may be signed with."""
    good = [key for key, _ in question.options if key not in question.not_enough]
    match question.type:
        case "choice" | "yes/no":
            return good[0]
        case "several choices":
            return good
        case "number":
            return question.at_least if question.at_least is not None else 1
        case "date":
            return "2026-03-01"
    return "Mara says so. " * 20


def complete(form, child, **answers):
    """Return answers to every question that shows, as they come to show."""
    while True:
        blank = [
            question for question in visible_questions(form, answers, child) if question.id not in answers
        ]
        if not blank:
            return answers
        answers[blank[0].id] = an_answer(blank[0])


def test_the_forms_have_no_problems():
    assert check_forms(FORMS) == ()
    assert (YOUNG.ages, OLDER.ages) == ((0, 9), (10, None))


@pytest.mark.parametrize("form", BOTH)
def test_the_fourteen_sections_stand_in_their_order(form):
    assert [section.id for section in form.sections] == SECTIONS
    assert [section.number for section in form.sections] == list(range(1, 15))
    assert words(form.sections[0].title, "Mara") == "Mara's voice"
    assert form.sections[-1].holds_plan


@pytest.mark.parametrize("form", BOTH)
def test_a_child_sees_about_a_hundred_questions_at_first(form):
    assert 80 <= len(visible_questions(form, {}, facts(form))) <= 130


@pytest.mark.parametrize("form", BOTH)
def test_every_question_shows_for_some_child_and_answer(form):
    seen = set()
    for born in (date(2025, 6, 1), BORN[form.id]):
        child = child_facts(born, TODAY, unaccompanied=True, sex="female")
        everything = {}
        for section in form.sections:
            for question in section.questions:
                seen |= {one.id for one in visible_questions(form, everything, child)}
                for key, _ in question.options:
                    answers = {
                        **everything,
                        question.id: [key] if question.type == "several choices" else key,
                    }
                    seen |= {one.id for one in visible_questions(form, answers, child)}
                    if len(visible_questions(form, answers, child)) > len(
                        visible_questions(form, everything, child)
                    ):
                        everything = answers
                everything.setdefault(question.id, an_answer(question))
    assert {question.id for section in form.sections for question in section.questions} - seen == set()


@pytest.mark.parametrize("form", BOTH)
@pytest.mark.parametrize("unaccompanied", [False, True])
def test_all_answered_leaves_nothing_to_fix(form, unaccompanied):
    child = facts(form, unaccompanied=unaccompanied)
    answers = complete(form, child)
    assert gaps(form, answers, child, circumstances(form)) == ()
    for section, shown in questions_by_section(form, answers, child):
        state = section_state(form, section, answers, child, circumstances(form))
        assert state is (SectionState.COMPLETE if shown else SectionState.NOT_NEEDED)
        for question in shown:
            kept = check(question, answers[question.id], circumstances(form))
            assert to_words(question, kept, "Mara")
            assert "{" not in to_words(question, kept, "Mara")


# (the question, a child it is about, answers that bring it up, what it does when it is missing)
MISSING = [
    ("matters", {}, "fix"),
    ("present", {}, "fix"),
    ("own_consent", {}, "fix"),
    ("can_decide", {}, "fix"),
    ("seen_where", {}, "fix"),
    ("interpreter_used", {}, "fix"),
    ("info_gp", {}, "explain"),
    ("ethnicity_state", {}, "explain"),
    ("ethnicity", {"ethnicity_state": "recorded"}, "fix"),
    ("language_state", {}, "explain"),
    ("religion_state", {}, "explain"),
    ("communication", {}, "explain"),
    ("reason_in_care", {}, "fix"),
    ("moves", {}, "fix"),
    ("birth_pregnancy_state", {}, "explain"),
    ("alcohol_exposure_state", {}, "explain"),
    ("drug_exposure_state", {}, "explain"),
    ("tobacco_exposure_state", {}, "explain"),
    ("mother_health_state", {}, "explain"),
    ("father_health_state", {}, "explain"),
    ("sibling_health_state", {}, "explain"),
    ("family_conditions_state", {}, "explain"),
    ("birth_place", {"birth_pregnancy_state": "known"}, "explain"),
    ("mother_health", {"mother_health_state": "known"}, "explain"),
    ("alcohol_exposure", {"alcohol_exposure_state": "known"}, "explain"),
    ("allergies_state", {}, "fix"),
    ("allergies", {"allergies_state": "known"}, "fix"),
    ("medicines_state", {}, "fix"),
    ("imm_up_to_date", {}, "fix"),
    ("imm_source", {"imm_up_to_date": "yes"}, "fix"),
    ("imm_doing", {"imm_up_to_date": "no"}, "fix"),
    ("imm_doing", {"imm_up_to_date": "not_known"}, "fix"),
    ("dental_seen", {}, "fix"),
    ("dental_doing", {"dental_seen": "no"}, "fix"),
    ("vision_checked", {}, "fix"),
    ("vision_doing", {"vision_checked": "no"}, "fix"),
    ("hearing_checked", {}, "fix"),
    ("hearing_doing", {"hearing_checked": "no"}, "fix"),
    ("height_cm", {}, "explain"),
    ("sdq_used", {}, "fix"),
    ("sdq_total", {"sdq_used": "yes"}, "fix"),
    ("sdq_means", {"sdq_used": "yes"}, "explain"),
    ("sdq_not_used_why", {"sdq_used": "no"}, "explain"),
    ("summary", {}, "fix"),
]


@pytest.mark.parametrize("form", BOTH)
@pytest.mark.parametrize(("question_id", "answers", "kind"), MISSING)
def test_what_has_to_be_answered_is_asked_for(form, question_id, answers, kind):
    found = {gap.question_id: gap.kind for gap in gaps(form, answers, facts(form), circumstances(form))}
    assert found[question_id] == kind


@pytest.mark.parametrize("form", BOTH)
@pytest.mark.parametrize(
    ("answers", "gone"),
    [
        ({"voice_none_reason": "Asleep throughout"}, "matters"),
        ({"observed": "Smiles at her carer"}, "matters"),
        ({"growth_not_measured_why": "Did not want to"}, "height_cm"),
        ({"mother_health_state": "asked_for"}, "mother_health_state"),
        ({"mother_health_state": "not_known_after_asking"}, "mother_health_state"),
        ({"mother_health_state": "declined"}, "mother_health_state"),
        ({"religion_state": "prefers_not_to_say"}, "religion_state"),
        ({"allergies_state": "none_known"}, "allergies_state"),
    ],
)
def test_there_is_an_honest_way_past_every_unknown(form, answers, gone):
    assert gone not in {gap.question_id for gap in gaps(form, answers, facts(form), circumstances(form))}


@pytest.mark.parametrize("form", BOTH)
@pytest.mark.parametrize(
    ("question_id", "answer"),
    [
        ("allergies_state", "not_recorded"),
        ("own_consent", "not_yet"),
        ("religion_state", "not_asked"),
        ("mother_health_state", "not_asked"),
        ("summary", "Well in every way."),
    ],
)
def test_some_answers_are_not_enough_to_sign_with(form, question_id, answer):
    found = gaps(form, {question_id: answer}, facts(form), circumstances(form))
    assert question_id in {gap.question_id for gap in found}


@pytest.mark.parametrize("form", BOTH)
def test_the_unaccompanied_section_starts_with_the_interpreter(form):
    child = facts(form, unaccompanied=True)
    uasc = [question.id for question in visible_questions(form, {}, child) if question.id.startswith("uasc_")]
    assert uasc == ["uasc_interpreter_plan"]
    after = visible_questions(form, {"uasc_interpreter_plan": "in_person"}, child)
    assert {"uasc_tb", "uasc_bbv", "uasc_fgm"} <= {question.id for question in after}
    assert not [one for one in visible_questions(form, {}, facts(form)) if one.id.startswith("uasc_")]


def test_head_circumference_is_for_babies():
    baby = child_facts(date(2025, 6, 1), TODAY, unaccompanied=False)
    assert "head_cm" in {question.id for question in visible_questions(YOUNG, {}, baby)}
    assert "head_cm" not in {question.id for question in visible_questions(YOUNG, {}, facts(YOUNG))}
    assert "sdq_used" not in {question.id for question in visible_questions(YOUNG, {}, baby)}


def test_private_questions_are_for_older_children_and_asked_alone():
    private = {"asked_alone", "sexual_health", "substances"}
    assert not private & {question.id for section in YOUNG.sections for question in section.questions}
    assert not private & {question.id for question in visible_questions(OLDER, {}, facts(OLDER))}
    assert private <= {
        question.id for question in visible_questions(OLDER, {"private_talk": "yes"}, facts(OLDER))
    }
    child = facts(OLDER)
    assert complete(OLDER, child)["asked_alone"] == "yes"
    with_carer = complete(OLDER, child, private_talk="yes", asked_alone="no")
    assert [gap.id for gap in gaps(OLDER, with_carer, child, circumstances(OLDER))] == [
        "check.private_talk_alone"
    ]


@pytest.mark.parametrize(
    ("answers", "questioned"),
    [
        ({"info_gp": "asked"}, "check.gp_record_received"),
        ({"camhs_known": "yes", "info_camhs": "asked"}, "check.camhs_contributed"),
        ({"alone": "not_offered"}, "check.time_alone"),
    ],
)
def test_what_may_be_signed_but_is_questioned(answers, questioned):
    child = facts(OLDER)
    left = gaps(OLDER, complete(OLDER, child, **answers), child, circumstances(OLDER))
    assert [gap.id for gap in left] == [questioned]


@pytest.mark.parametrize("form", BOTH)
def test_questions_the_program_knows_by_id_are_there(form):
    for question_id in (OWN_CONSENT, CAN_DECIDE, NO_NEEDS, *OWN_WORDS, "matters_kind", "preferred_name"):
        assert find_question(form, question_id) is not None


@pytest.mark.parametrize("form", BOTH)
def test_not_known_and_prefers_not_to_say_come_last(form):
    for question in (question for section in form.sections for question in section.questions):
        keys = [key for key, _ in question.options]
        for last in ("not_known", "rather_not_say"):
            assert last not in keys or keys[-1] == last, question.id


def test_the_forms_differ_only_where_age_matters():
    young = {question.id for section in YOUNG.sections for question in section.questions}
    older = {question.id for section in OLDER.sections for question in section.questions}
    assert len(young & older) > 130
    assert {"head_cm", "development_now"} <= young - older
    assert {"puberty", "private_talk", "self_harm_asked"} <= older - young


@pytest.mark.parametrize(("question_id", "list_name"), [("ethnicity", "ethnicity"), ("religion", "religion")])
def test_options_that_fill_a_coded_fact_are_the_codes_of_its_list(question_id, list_name):
    known = {code.code: code.label for code in reference_data.codes()[list_name].codes}
    for form in read_forms(FORMS):
        question = find_question(form, question_id)
        assert question.fills == question_id
        assert dict(question.options).items() <= known.items()
