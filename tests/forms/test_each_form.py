"""The forms themselves: they load, show every question, and ask for what has to be there to sign."""

from datetime import date

import pytest

from lac_tracker.domain.answers import Circumstances, check, to_words
from lac_tracker.domain.forms import (
    SectionState,
    child_facts,
    find_question,
    find_section,
    form_for,
    gaps,
    questions_by_section,
    section_state,
    visible_questions,
    words,
)
from lac_tracker.domain.sdq_known import SdqFacts
from lac_tracker.domain.signing import CAN_DECIDE, NO_NEEDS, OWN_CONSENT, OWN_WORDS
from lac_tracker.paths import FORMS
from lac_tracker.storage import reference_data
from lac_tracker.storage.form_files import check_forms, read_forms

BY_ID = {form.id: form for form in read_forms(FORMS)}
YOUNG, OLDER = BY_ID["iha_0_9"], BY_ID["iha_10_plus"]
EACH = [pytest.param(form, id=form.id) for form in BY_ID.values()]
INITIAL = [pytest.param(YOUNG, id="iha_0_9"), pytest.param(OLDER, id="iha_10_plus")]
REVIEW = [pytest.param(BY_ID[one], id=one) for one in ("rha_0_9", "rha_10_plus")]
TODAY = date(2026, 3, 4)
BORN = {"0_9": date(2019, 4, 30), "10_plus": date(2009, 8, 12)}  # 6 and 16

LAST_ONES = [
    ("6", "health_history"), ("7", "health_checks"), ("8", "growth"), ("9", "development"), ("10", "feelings"),
    ("11", "everyday_life"), ("12", "uasc"), ("13", "summary"), ("14", "plan"),
]  # fmt: skip
SECTIONS = {
    "iha": [
        ("1", "voice"), ("2", "who_and_consent"), ("3", "about_me"), ("4", "journey"), ("5", "birth_and_family"), *LAST_ONES,
    ],
    "rha": [
        ("1", "voice"), ("2", "last_plan"), ("2b", "who_and_consent"), ("3", "about_me"), ("4", "changes"),
        ("5", "birth_and_family"), *LAST_ONES,
    ],
}  # fmt: skip
LEAVING_CARE = [("15", "leaving_care")]


def ids_of(form):
    return {question.id for section in form.sections for question in section.questions}


def born(form):
    return BORN[form.id.split("_", 1)[1]]


def facts(form, *, unaccompanied=False, sex="female"):
    return child_facts(born(form), TODAY, unaccompanied=unaccompanied, sex=sex)


def circumstances(form):
    return Circumstances(TODAY, "Mara", born(form))


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
    assert {form.id: form.ages for form in BY_ID.values()} == {
        "iha_0_9": (0, 9), "iha_10_plus": (10, None), "rha_0_9": (0, 9), "rha_10_plus": (10, None),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "age", "form_id"),
    [("IHA", 9, "iha_0_9"), ("IHA", 10, "iha_10_plus"), ("RHA", 0, "rha_0_9"), ("RHA", 9, "rha_0_9"), ("RHA", 10, "rha_10_plus"), ("RHA", 17, "rha_10_plus")],
)  # fmt: skip
def test_there_is_a_form_for_every_age_and_kind(kind, age, form_id):
    found = form_for(tuple(BY_ID.values()), kind, date(TODAY.year - age, 3, 4), TODAY)
    assert found is BY_ID[form_id]


@pytest.mark.parametrize("form", EACH)
def test_the_sections_stand_in_their_order_under_the_numbers_people_say(form):
    kind, older = form.id[:3], form.ages[1] is None
    assert [(one.label, one.id) for one in form.sections] == SECTIONS[kind] + (LEAVING_CARE if older else [])
    assert [one.number for one in form.sections] == list(range(1, len(form.sections) + 1))
    assert words(form.sections[0].title, "Mara") == "Mara's voice"
    assert [one.id for one in form.sections if one.holds_plan] == ["plan"]
    assert [one.id for one in form.sections if one.holds_last_plan] == (
        ["last_plan"] if kind == "rha" else []
    )


@pytest.mark.parametrize("form", EACH)
def test_a_child_is_not_asked_everything_at_once(form):
    first = visible_questions(form, {}, facts(form))
    assert 100 <= len(first) <= 185
    assert len(ids_of(form)) >= 245
    assert sum(question.required != "no" for question in first) < 70


def test_every_question_shows_for_some_child_and_answer():
    """A shared part may keep a question for another age than the form's: it shows in another form."""
    seen = {question for form in BY_ID.values() for question in seen_in(form)}
    assert {question for form in BY_ID.values() for question in ids_of(form)} - seen == set()
    assert "head_cm" not in seen_in(OLDER)


def seen_in(form):
    """Return the questions that show for a child of some age when every answer is tried."""
    seen = set()
    decisive = {
        condition.question
        for section in form.sections
        for one in (section, *section.questions)
        for condition in one.show_if
    }
    for years in (0, 3, 6, 9) if form.ages[1] else (10, 13, 16):
        sdq = SdqFacts(is_on_record=years != 6, is_carers_high=years != 6)
        child = child_facts(date(TODAY.year - years, 1, 4), TODAY, unaccompanied=True, sex="female", sdq=sdq)
        everything = {}
        for section in form.sections:
            for question in section.questions:
                seen |= {one.id for one in visible_questions(form, everything, child)}
                for key, _ in question.options if question.id in decisive else ():
                    answer = [key] if question.type == "several choices" else key
                    answers = {**everything, question.id: answer}
                    now = {one.id for one in visible_questions(form, answers, child)}
                    if now - seen:
                        everything = answers
                    seen |= now
                everything.setdefault(question.id, an_answer(question))
    return seen


@pytest.mark.parametrize("form", EACH)
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
    ("communication_state", {}, "explain"),
    ("communication", {"communication_state": "recorded"}, "explain"),
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
    ("gp_doing", {"gp_registered": "no"}, "fix"),
    ("dental_registered_doing", {"dental_registered": "no"}, "fix"),
    ("height_cm", {}, "explain"),
    ("sdq_not_used_why", {}, "explain"),
    ("summary", {}, "fix"),
]


@pytest.mark.parametrize("form", EACH)
def test_what_has_to_be_answered_is_asked_for(form):
    for question_id, answers, kind in MISSING:
        found = {gap.question_id: gap.kind for gap in gaps(form, answers, facts(form), circumstances(form))}
        assert found[question_id] == kind, (question_id, answers)


@pytest.mark.parametrize("form", REVIEW)
@pytest.mark.parametrize(
    ("question_id", "answers", "kind"),
    [
        ("about_me_still_right", {}, "fix"),
        ("about_me_still_right", {"about_me_still_right": "not_looked"}, "fix"),
        ("changes_since", {}, "fix"),
        ("family_news", {}, "explain"),
        ("family_news_what", {"family_news": "yes"}, "explain"),
        ("missing_since", {}, "explain"),
        ("missing_since_what", {"missing_since": "yes"}, "explain"),
        ("health_since", {}, "explain"),
    ],
)
def test_a_review_asks_what_has_changed(form, question_id, answers, kind):
    found = {gap.question_id: gap.kind for gap in gaps(form, answers, facts(form), circumstances(form))}
    assert found[question_id] == kind


@pytest.mark.parametrize("form", EACH)
@pytest.mark.parametrize(
    ("known", "still"),
    [
        ({}, {"birth_pregnancy_state", "alcohol_exposure_state", "mother_health_state", "family_conditions_state"}),
        ({"birth_history_state": "answered"}, {"mother_health_state", "father_health_state", "family_conditions_state"}),
        ({"parental_history_state": "not_known_after_asking"}, {"birth_pregnancy_state", "neonatal_state"}),
        ({"birth_history_state": "asked"}, {"birth_pregnancy_state", "tobacco_exposure_state"}),
        ({"birth_history_state": "answered", "parental_history_state": "answered"}, set()),
    ],
)  # fmt: skip
def test_history_that_the_record_has_is_not_demanded_again(form, known, still):
    child = child_facts(born(form), TODAY, unaccompanied=False, **known)
    shown = {question.id for question in visible_questions(form, {}, child)}
    asked = {gap.question_id for gap in gaps(form, {}, child, circumstances(form))}
    section = find_section(form, "birth_and_family")
    states = {question.id for question in section.questions if question.id.endswith("_state")}
    assert len(states) == 11
    assert states <= shown  # it can still be told and mended
    assert still <= asked
    assert known == {} or bool(states & asked) == bool(still)


@pytest.mark.parametrize("form", EACH)
@pytest.mark.parametrize("subject", ["ethnicity", "language", "religion", "communication"])
def test_what_the_record_knows_of_the_child_is_not_demanded_again(form, subject):
    for known, demanded in ((), True), ((subject,), False):
        child = child_facts(born(form), TODAY, unaccompanied=False, known=known)
        found = {gap.question_id for gap in gaps(form, {}, child, circumstances(form))}
        assert (f"{subject}_state" in found) is demanded


# What the record has of questionnaires on the day → what is asked, and what has to be explained when it is blank.
OF_SDQ = [
    (SdqFacts(), {"sdq_not_used_why"}, {"sdq_not_used_why"}),
    (SdqFacts(True), {"sdq_means", "sdq_child_thinks", "sdq_talked_over"}, {"sdq_means", "sdq_child_thinks"}),
    (SdqFacts(True, False, True, True), {"sdq_means", "sdq_child_thinks", "sdq_talked_over"}, set()),
    (SdqFacts(True, True, True, True), {"sdq_means", "sdq_child_thinks", "sdq_next", "sdq_talked_over"}, {"sdq_next"}),
    (SdqFacts(True, True, True, True, True), {"sdq_means", "sdq_child_thinks", "sdq_next", "sdq_talked_over"}, set()),
]  # fmt: skip


@pytest.mark.parametrize("form", EACH)
@pytest.mark.parametrize(("sdq", "asked", "explained"), OF_SDQ)
def test_scores_are_never_asked_for_only_what_follows_from_those_on_record(form, sdq, asked, explained):
    child = child_facts(born(form), TODAY, unaccompanied=False, sdq=sdq)
    section = find_section(form, "feelings")
    assert {one.id for one in visible_questions(form, {}, child) if one.id.startswith("sdq_")} == asked
    found = {
        gap.question_id: gap
        for gap in gaps(form, {}, child, circumstances(form))
        if gap.section_id == "feelings"
    }
    assert {one for one in found if one.startswith("sdq_")} == explained
    assert all(found[one].kind == "explain" for one in explained)
    assert not {"sdq_used", "sdq_by", "sdq_on", "sdq_total"} & {one.id for one in section.questions}
    for step, needs_words in (("talk", False), ("nothing", True)):
        left = {gap.question_id for gap in gaps(form, {"sdq_next": step}, child, circumstances(form))}
        assert ("sdq_next_words" in left) is (needs_words and sdq.is_carers_high)


@pytest.mark.parametrize("form", EACH)
def test_every_no_in_health_checks_needs_a_plan(form):
    section = find_section(form, "health_checks")
    for question in section.questions:
        if question.required == "to sign" and ("no", "No") in question.options:
            child = child_facts(date(2023, 1, 1), TODAY, unaccompanied=False)
            before = {gap.id for gap in gaps(form, {question.id: "yes"}, child, circumstances(form))}
            left = {gap.id for gap in gaps(form, {question.id: "no"}, child, circumstances(form))} - before
            doing = f"{question.id.split('_')[0]}_"
            assert any(one.startswith(f"answer.{doing}") and one.endswith("_doing") for one in left), (
                question.id
            )


@pytest.mark.parametrize("form", EACH)
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


@pytest.mark.parametrize("form", EACH)
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


@pytest.mark.parametrize("form", EACH)
def test_the_unaccompanied_section_starts_with_the_interpreter(form):
    child = facts(form, unaccompanied=True)
    uasc = [question.id for question in visible_questions(form, {}, child) if question.id.startswith("uasc_")]
    assert uasc == ["uasc_interpreter_plan"]
    after = visible_questions(form, {"uasc_interpreter_plan": "in_person"}, child)
    assert {"uasc_tb", "uasc_bbv", "uasc_fgm"} <= {question.id for question in after}
    assert not {"uasc_fgm"} & {
        one.id
        for one in visible_questions(
            form, {"uasc_interpreter_plan": "in_person"}, facts(form, unaccompanied=True, sex="male")
        )
    }
    assert not [one for one in visible_questions(form, {}, facts(form)) if one.id.startswith("uasc_")]


def test_head_circumference_is_for_babies():
    baby = child_facts(date(2025, 6, 1), TODAY, unaccompanied=False)
    assert "head_cm" in {question.id for question in visible_questions(YOUNG, {}, baby)}
    assert "head_cm" not in {question.id for question in visible_questions(YOUNG, {}, facts(YOUNG))}
    assert "sdq_not_used_why" not in {question.id for question in visible_questions(YOUNG, {}, baby)}


def test_private_questions_are_for_older_children_and_asked_alone():
    private = {"asked_alone", "sexual_health", "substances"}
    assert not private & (ids_of(YOUNG) | ids_of(BY_ID["rha_0_9"]))
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
    for form in (OLDER, BY_ID["rha_10_plus"]):
        left = gaps(form, complete(form, child, **answers), child, circumstances(form))
        assert [gap.id for gap in left] == [questioned]


UASC_PARTS = (
    "uasc_trained", "uasc_explained", "uasc_arrival", "uasc_family_now", "uasc_hardship", "uasc_sleep_mood", "uasc_tb",
    "uasc_bbv", "uasc_other_screening", "uasc_results", "uasc_body", "uasc_marks", "uasc_immunisation", "uasc_fgm",
    "uasc_trafficking",
)  # fmt: skip


@pytest.mark.parametrize("form", EACH)
def test_blank_parts_of_the_unaccompanied_section_need_a_reason(form):
    child = facts(form, unaccompanied=True)
    answers = {"uasc_interpreter_plan": "in_person"}
    found = {gap.question_id: gap.kind for gap in gaps(form, answers, child, circumstances(form))}
    assert {one: found.get(one) for one in UASC_PARTS} == dict.fromkeys(UASC_PARTS, "explain")
    untrained = {**answers, "uasc_trained": "no"}
    assert "answer.uasc_untrained_next" in {
        gap.id for gap in gaps(form, untrained, child, circumstances(form))
    }
    alone = {**untrained, "uasc_untrained_next": "go_on"}
    assert "answer.uasc_untrained_because" in {
        gap.id for gap in gaps(form, alone, child, circumstances(form))
    }
    fgm = find_question(form, "uasc_fgm")
    assert "police" in fgm.hint
    assert "duty in law" in fgm.hint


def test_the_leaving_care_section_is_for_16_and_over():
    for form in (OLDER, BY_ID["rha_10_plus"]):
        section = find_section(form, "leaving_care")
        for years, shown in ((15, False), (16, True)):
            child = child_facts(date(TODAY.year - years, 3, 4), TODAY, unaccompanied=False)
            held = dict((one.id, asked) for one, asked in questions_by_section(form, {}, child))
            assert bool(held[section.id]) is shown


@pytest.mark.parametrize("form", EACH)
def test_questions_the_program_knows_by_id_are_there(form):
    for question_id in (OWN_CONSENT, CAN_DECIDE, NO_NEEDS, *OWN_WORDS, "matters_kind", "preferred_name"):
        assert find_question(form, question_id) is not None


@pytest.mark.parametrize("form", EACH)
def test_not_known_and_prefers_not_to_say_come_last(form):
    for question in (question for section in form.sections for question in section.questions):
        keys = [key for key, _ in question.options]
        for last in ("not_known", "rather_not_say"):
            assert last not in keys or keys[-1] == last, question.id


def test_the_forms_differ_only_where_age_matters():
    for kind in ("iha", "rha"):
        young, older = BY_ID[f"{kind}_0_9"], BY_ID[f"{kind}_10_plus"]
        assert ids_of(young) <= ids_of(older)
        only_older = {one.partition("_")[0] for one in ids_of(older) - ids_of(young)}
        assert {"puberty", "private", "lc", "independence"} <= only_older
        asked_young = {one.id for one in visible_questions(young, {}, facts(young))}
        asked_older = {one.id for one in visible_questions(older, {}, facts(older))}
        assert "development_now" in asked_young - asked_older
        assert {"puberty", "self_harm_asked", "blood_pressure"} <= asked_older - asked_young


@pytest.mark.parametrize(("question_id", "list_name"), [("ethnicity", "ethnicity"), ("religion", "religion")])
def test_options_that_fill_a_coded_fact_are_the_codes_of_its_list(question_id, list_name):
    known = {code.code: code.label for code in reference_data.codes()[list_name].codes}
    for form in read_forms(FORMS):
        question = find_question(form, question_id)
        assert question.fills == question_id
        assert dict(question.options).items() <= known.items()
