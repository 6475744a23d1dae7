"""Forms: which questions apply, how far a section is, what is still to be answered."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lac_tracker.domain.answers import Circumstances
from lac_tracker.domain.children import Child
from lac_tracker.domain.forms import (
    AGE_BANDS,
    Check,
    Condition,
    Form,
    OneOf,
    Question,
    Section,
    SectionState,
    age_band,
    child_facts,
    facts_about,
    find_question,
    find_section,
    form_for,
    gaps,
    holds,
    next_gap,
    not_today_question,
    prompt_for,
    section_state,
    visible_questions,
    words,
)
from lac_tracker.domain.questions import FACTS, YES_NO, history_items

NOW = Circumstances(date(2026, 3, 10), "Mara", date(2011, 6, 12))
FACTS_NOW = child_facts(date(2011, 6, 12), date(2026, 3, 10), unaccompanied=False, sex="female")


def is_(question, *values):
    return Condition(question, "is", values)


FORM = Form(
    id="iha_test",
    title="Test",
    version="1",
    for_words="Anyone",
    ages=(10, None),
    sections=(
        Section(
            "voice",
            1,
            "{name}'s voice",
            (
                Question("matters", "What matters to {name}?", "long text", prompts_by_age=(("10_to_15", "Ask {name}"),)),
                Question("voice_none_reason", "Why nothing?", "text", prompt="Say why"),
            ),
        ),
        Section(
            "checks",
            2,
            "Health checks",
            (
                Question("dental", "Seen a dentist?", "yes/no", YES_NO, required="to sign"),
                Question("dental_doing", "What is being done?", "text", required="to sign", show_if=(is_("dental", "no"),), if_missing="Enter what is being done for {name}"),
                Question("dental_by", "By whom", "text", show_if=(Condition("dental_doing", "answered", ("yes",)),)),
                Question("gp", "GP record", "choice", (("in", "In"), ("asked", "Asked"), ("not_yet", "Not yet")), required="with reason", not_enough=("not_yet",)),
                Question("height", "Height", "number", at_least=30, at_most=220),
            ),
        ),
        Section("uasc", 3, "UASC", (Question("plan_language", "Language", "text", required="to sign"),), (Condition(None, "is", ("yes",), "unaccompanied"),)),
        Section("summary", 4, "Summary", (Question("summary", "Summary", "long text", required="to sign", words_at_least=4, if_missing="Write 4 words"),)),
        Section("plan", 5, "Plan", (Question("plan_no_needs_because", "No needs because", "text"),), holds_plan=True),
    ),
    one_of=(
        OneOf("voice", ("matters", "voice_none_reason"), "to sign", "Add {name}'s words"),
        OneOf("tall", ("height", "dental_by"), "with reason", "Height not measured"),
        OneOf("idle", ("matters", "summary"), "no", "Never said"),
        OneOf("elsewhere", ("plan_language", "nowhere"), "to sign", "Never shown"),
    ),
    checks=(
        Check("gp_in", (Condition("gp", "answered", ("yes",)),), (is_("gp", "in"),), "GP record of {name} not received"),
        Check("uasc_only", (), (is_("plan_language", "x"),), "Never shown"),
    ),
)  # fmt: skip
VOICE, CHECKS, UASC, SUMMARY, PLAN = FORM.sections


def shown(answers, facts=FACTS_NOW):
    return [question.id for question in visible_questions(FORM, answers, facts)]


def open_gaps(answers, facts=FACTS_NOW):
    return [(gap.id, gap.kind) for gap in gaps(FORM, answers, facts, NOW)]


def state(section, answers, **more):
    return section_state(FORM, section, answers, FACTS_NOW, NOW, **more)


def test_only_the_name_is_replaced():
    assert words("{name}'s {words}", "Mara {x}") == "Mara {x}'s {words}"


@pytest.mark.parametrize(
    ("condition", "answers", "met"),
    [
        (is_("a", "yes"), {"a": "yes"}, True),
        (is_("a", "yes"), {"a": "no"}, False),
        (is_("a", "yes"), {}, False),
        (is_("a", "yes"), {"a": " "}, False),
        (is_("a", "yes"), {"a": ["yes", "no"]}, True),
        (Condition("a", "is_not", ("yes",)), {"a": "no"}, True),
        (Condition("a", "is_not", ("yes",)), {"a": ["yes", "no"]}, False),
        (Condition("a", "is_not", ("yes",)), {}, False),
        (Condition("a", "is_any_of", ("yes", "not_known")), {"a": "not_known"}, True),
        (Condition("a", "is_any_of", ("yes", "not_known")), {"a": "no"}, False),
        (Condition("a", "answered", ("yes",)), {"a": 0}, True),
        (Condition("a", "answered", ("yes",)), {"a": ""}, False),
        (Condition("a", "answered", ("no",)), {"a": []}, True),
        (Condition("a", "answered", ("no",)), {"a": "x"}, False),
        (Condition(None, "is", ("female",), "sex"), {}, True),
        (Condition(None, "is", ("yes",), "unaccompanied"), {"unaccompanied": "yes"}, False),
    ],
)
def test_conditions(condition, answers, met):
    assert holds(condition, answers, FACTS_NOW) is met


ANSWERS = st.dictionaries(
    st.sampled_from(["a", "b"]),
    st.one_of(
        st.sampled_from(["", "yes", "no"]), st.lists(st.sampled_from(["yes", "no"])), st.integers(0, 3)
    ),
)


@given(ANSWERS, st.sampled_from(["yes", "no"]))
def test_is_and_is_not_are_opposites_exactly_where_there_is_an_answer(answers, value):
    answered = holds(Condition("a", "answered", ("yes",)), answers, {})
    met = [holds(Condition("a", operator, (value,)), answers, {}) for operator in ("is", "is_not")]
    assert sum(met) == (1 if answered else 0)
    assert holds(Condition("a", "is_any_of", (value,)), answers, {}) == met[0]
    assert holds(Condition("a", "answered", ("no",)), answers, {}) is not answered


@given(
    st.dictionaries(
        st.sampled_from(["dental", "dental_doing", "dental_by"]), st.sampled_from(["", "yes", "no"])
    )
)
def test_what_follows_a_hidden_question_is_hidden(answers):
    ids = shown(answers)
    assert "dental_by" not in ids or "dental_doing" in ids
    assert ("dental_doing" in ids) == (answers.get("dental") == "no")


def test_a_section_for_unaccompanied_children_shows_only_for_them():
    assert "plan_language" not in shown({})
    assert "plan_language" in shown({}, {**FACTS_NOW, "unaccompanied": "yes"})
    assert state(UASC, {}) is SectionState.NOT_NEEDED


@pytest.mark.parametrize(
    ("born", "yes"),
    [
        ("2026-01-01", set()),
        ("2024-03-11", set()),
        ("2022-03-11", {"not under 2"}),
        ("2022-03-10", {"not under 2", "sdq_age"}),
        ("2021-03-10", {"not under 2", "sdq_age", "aged_5_or_over"}),
        ("2013-03-10", {"not under 2", "sdq_age", "aged_5_or_over", "aged_10_or_over", "aged_13_or_over"}),
        (
            "2009-03-10",
            {"not under 2", "aged_5_or_over", "aged_10_or_over", "aged_13_or_over", "aged_16_or_over"},
        ),
    ],
)
def test_facts_follow_the_age_on_the_day(born, yes):
    facts = child_facts(date.fromisoformat(born), date(2026, 3, 10), unaccompanied=False)
    assert facts["under_2"] == ("no" if "not under 2" in yes else "yes")
    assert {fact for fact, said in facts.items() if said == "yes"} - {"under_2"} == yes - {"not under 2"}
    assert facts["sex"] == "not known"
    assert {fact: said in FACTS[fact] for fact, said in facts.items()} == dict.fromkeys(FACTS, True)


@pytest.mark.parametrize(
    ("years", "band"), [(0, 0), (1, 0), (2, 1), (4, 1), (5, 2), (9, 2), (10, 3), (15, 3), (16, 4), (17, 4)]
)
def test_prompts_follow_the_age(years, band):
    assert age_band(date(2026 - years, 3, 10), date(2026, 3, 10)) == AGE_BANDS[band]


def test_a_prompt_for_an_age_comes_before_the_general_one():
    matters, reason = VOICE.questions
    assert prompt_for(matters, "10_to_15", "Mara") == "Ask Mara"
    assert prompt_for(matters, "under_2", "Mara") == ""
    assert prompt_for(reason, "under_2", "Mara") == "Say why"


@pytest.mark.parametrize(
    ("born", "form_id"),
    [
        ("2016-03-11", "iha_0_9"),
        ("2016-03-10", "iha_10_plus"),
        ("2008-04-01", "iha_10_plus"),
        ("2026-03-01", "iha_0_9"),
    ],
)
def test_the_form_goes_by_the_age_on_the_day(born, form_id):
    forms = (replace(FORM, id="iha_0_9", ages=(0, 9)), replace(FORM, id="iha_10_plus", ages=(10, None)))
    found = form_for(forms, "IHA", date.fromisoformat(born), date(2026, 3, 10))
    assert found is not None
    assert found.id == form_id
    assert form_for(forms, "RHA", date.fromisoformat(born), date(2026, 3, 10)) is None


def test_questions_and_sections_are_found_by_id():
    assert find_section(FORM, "uasc") is UASC
    assert find_section(FORM, "none") is None
    assert find_question(FORM, "gp") is CHECKS.questions[3]
    assert find_question(FORM, "checks_not_today") == not_today_question(CHECKS)
    assert find_question(FORM, "none") is None


def test_nothing_answered_leaves_every_required_question_open_in_the_order_of_the_form():
    assert open_gaps({}) == [
        ("one_of.voice", "fix"),
        ("answer.dental", "fix"),
        ("answer.gp", "explain"),
        ("one_of.tall", "explain"),
        ("answer.summary", "fix"),
    ]


ALL = {"matters": "My brother", "dental": "yes", "gp": "in", "height": 158, "summary": "one two three four"}


def test_all_answered_leaves_nothing():
    assert open_gaps(ALL) == []


@pytest.mark.parametrize(
    ("change", "left", "says"),
    [
        ({"dental": "no"}, ("answer.dental_doing", "fix"), "Enter what is being done for Mara"),
        ({"gp": "not_yet"}, ("answer.gp", "explain"), "Enter GP record"),
        ({"gp": "asked"}, ("check.gp_in", "explain"), "GP record of Mara not received"),
        ({"dental": ""}, ("answer.dental", "fix"), "Answer 'Seen a dentist?'"),
        ({"height": 5}, ("answer.height", "fix"), "Height must be between 30 and 220"),
        ({"summary": "one two"}, ("answer.summary", "fix"), "Write 4 words (so far 2)"),
        ({"matters": " "}, ("one_of.voice", "fix"), "Add Mara's words"),
    ],
)
def test_each_gap_says_what_to_do(change, left, says):
    found = gaps(FORM, {**ALL, **change}, FACTS_NOW, NOW)
    assert left in [(gap.id, gap.kind) for gap in found]
    assert says in [gap.words for gap in found]


def test_not_today_leaves_what_is_required_to_sign_and_asks_why():
    found = gaps(FORM, {"checks_not_today": "did_not_want"}, FACTS_NOW, NOW)
    checks = [gap for gap in found if gap.section_id == "checks"]
    assert [gap.id for gap in checks] == ["not_today.checks", "answer.dental"]
    assert checks[0].words == "Section 2, Health checks, is marked Not today: Mara didn't want to"


def test_an_answer_no_longer_asked_for_decides_nothing():
    assert "dental_by" not in shown({"dental": "yes", "dental_doing": "Booked"})
    assert ("one_of.tall", "explain") in open_gaps({**ALL, "height": "", "dental_by": "Carer"})


@pytest.mark.parametrize(
    ("section", "answers", "expected"),
    [
        (VOICE, {}, SectionState.NOT_STARTED),
        (VOICE, {"matters": "x"}, SectionState.COMPLETE),
        (CHECKS, {"dental": "yes"}, SectionState.STARTED),
        (CHECKS, {"dental": "no"}, SectionState.SOMETHING_TO_FIX),
        (CHECKS, {"height": 5}, SectionState.SOMETHING_TO_FIX),
        (CHECKS, {"dental": "yes", "gp": "asked", "height": 100}, SectionState.COMPLETE),
        (CHECKS, {"checks_not_today": "no_interpreter"}, SectionState.STARTED),
        (CHECKS, {"checks_not_today": "no_interpreter", "dental": "yes"}, SectionState.COMPLETE),
        (SUMMARY, {"summary": "one"}, SectionState.SOMETHING_TO_FIX),
        (PLAN, {}, SectionState.NOT_STARTED),
        (PLAN, {"plan_no_needs_because": "Well"}, SectionState.COMPLETE),
    ],
)
def test_the_state_of_a_section(section, answers, expected):
    assert state(section, answers) is expected


@pytest.mark.parametrize(
    ("last_plan", "expected"),
    [
        ((0, 6), SectionState.NOT_STARTED),
        ((5, 6), SectionState.STARTED),
        ((6, 6), SectionState.COMPLETE),
        ((0, 0), SectionState.NOT_NEEDED),
    ],
)
def test_the_last_plan_is_complete_when_every_outcome_is_marked(last_plan, expected):
    section = Section("last_plan", 1, "Last plan", (), holds_last_plan=True)
    form = replace(FORM, sections=(section,), one_of=(), checks=())
    assert section_state(form, section, {}, FACTS_NOW, NOW, last_plan=last_plan) is expected
    assert gaps(form, {}, FACTS_NOW, NOW) == ()


def test_a_section_is_called_by_its_label_and_else_by_its_number():
    assert (Section("a", 3, "A", ()).label, Section("a", 3, "A", (), label="2b").label) == ("3", "2b")


@pytest.mark.parametrize(
    ("state", "known"),
    [("answered", "yes"), ("not_known_after_asking", "yes"), ("asked", "no"), ("declined", "yes"), ("not_asked", "no")],
)  # fmt: skip
def test_what_the_record_knows_of_history_is_not_demanded_again(state, known):
    facts = child_facts(NOW.born, NOW.today, unaccompanied=False, birth_history_state=state)
    assert (facts["birth_history_known"], facts["parental_history_known"]) == (known, "no")
    unless = (Condition(None, "is", ("yes",), "birth_history_known"),)
    asked = Question("birth", "Birth", "text", required="with reason", required_unless=unless)
    form = replace(
        FORM,
        sections=(Section("history", 1, "History", (asked, Question("where", "Where", "text"))),),
        one_of=(OneOf("place", ("where", "birth"), "to sign", "Where?", unless),),
        checks=(),
    )
    found = {gap.id for gap in gaps(form, {}, facts, NOW)}
    assert found == (set() if known == "yes" else {"answer.birth", "one_of.place"})


def test_the_facts_about_a_child_are_read_from_the_record():
    child = Child(
        1, 1, "E1", "7", None, None, None, NOW.born, "female", None, None, religion_state="prefers_not_to_say",
        language_state="asked_not_known", birth_history_state="answered", is_unaccompanied=True,
    )  # fmt: skip
    facts = facts_about(child, NOW.today)
    known = {fact for fact, said in facts.items() if fact.endswith("_known") and said == "yes"}
    assert known == {"religion_known", "birth_history_known"}
    assert (facts["sex"], facts["unaccompanied"], facts["aged_13_or_over"]) == ("female", "yes", "yes")


def test_items_of_history_come_with_their_state_and_where_they_are_ticked_as_not_known():
    state = Question("mother_state", "Mother", "choice", (("known", "Known"), ("asked", "Asked")))
    health = Question(
        "mother_mood", "Mood", "text", show_if=(is_("mother_state", "known"),), fills="mother.mood"
    )
    unknown = Question(
        "mother_unknown",
        "Nobody knows",
        "several choices",
        (("mood", "Mood"), ("x", "X")),
        fills="mother.not_known",
    )
    weight = Question("weight", "Weight", "number", fills="birth.weight", restricted=True)
    found = history_items(
        (state, health, unknown, weight, Question("language", "Language", "text", fills="language"))
    )
    assert [(one.item, one.group, one.words, one.is_restricted, one.state_question, one.not_known_question) for one in found] == [
        ("mother.mood", "mother", "Mood", False, "mother_state", "mother_unknown"),
        ("birth.weight", "birth", "Weight", True, None, None),
    ]  # fmt: skip
    assert found[0].question is health


def test_a_plan_item_completes_the_section_of_the_plan():
    assert state(PLAN, {}, plan_items=1) is SectionState.COMPLETE


@pytest.mark.parametrize(
    ("after", "back", "leads_to"),
    [
        (None, False, "matters"),
        ("matters", False, "dental"),
        ("dental", False, "gp"),
        ("summary", False, "matters"),
        (None, True, "summary"),
        ("gp", True, "dental"),
        ("matters", True, "summary"),
    ],
)
def test_the_next_gap_goes_round(after, back, leads_to):
    found = gaps(FORM, {}, FACTS_NOW, NOW)
    gap = next_gap(found, FORM, after, back=back)
    assert gap is not None
    assert gap.question_id == leads_to


def test_without_gaps_there_is_no_next_one():
    assert next_gap((), FORM) is None
    assert next_gap((), FORM, "gp", back=True) is None
