"""A blank form on paper: everything a form asks, boxes and lines to answer it, and when it is asked in words."""

import pytest
import reading

from lac_tracker.documents import blank_form
from lac_tracker.documents.condition_words import FACT_WORDS, asked_when, can_be_asked
from lac_tracker.domain.forms import Form, Section
from lac_tracker.domain.questions import FACTS, QUESTION_TYPES, Condition, Question, words
from lac_tracker.paths import FORMS
from lac_tracker.storage.form_files import read_forms

EVERY_FORM = {form.id: form for form in read_forms(FORMS)}
DENTAL = Question(
    "dental", "Has {name} seen a dentist?", "yes/no", (("yes", "Yes"), ("no", "No")), required="to sign"
)
A_FORM = Form(
    id="rha_test",
    title="Test form",
    version="2026-09",
    for_words="Anyone",
    ages=(10, None),
    sections=(
        Section("last_plan", 1, "Last plan", (), holds_last_plan=True, label="2"),
        Section(
            "teeth", 2, "{name}'s teeth",
            (
                DENTAL,
                Question("doing", "What is being done?", "long text", show_if=(Condition("dental", "is", ("no",)),), hint="Who, by when."),
                Question("seen_on", "Seen on", "date", show_if=(Condition("doing", "answered", ("yes",)), Condition(None, "is", ("yes",), "aged_13_or_over"))),
                Question("weight", "Weight", "number", unit="kg", restricted=True),
                Question("which", "Which teeth", "several choices", (("top", "Top ones"), ("low", "Low ones")), prompts_by_age=(("under_2", "Not printed"), ("10_to_15", "Ask {name}"))),
            ),
            (Condition(None, "is", ("no",), "under_2"),), label="2b",
        ),
        Section("plan", 3, "Health plan", (Question("none", "No needs, because", "text"),), holds_plan=True, label="3"),
    ),
)  # fmt: skip


def test_everything_of_a_form_is_printed_with_room_for_the_answer():
    pages = reading.pages_of(blank_form.render(A_FORM))
    text = " ".join(pages)
    for said in (
        "Test form", "Anyone. Version 2026-09", "2 Last plan", "a mark: 1 met, 2 partly met", "Outcome 6",
        "2b ______'s teeth From 2 years only.", "Not today, because", "______ didn't want to", "Has ______ seen a dentist? * Yes No",
        "If 'No': What is being done? Who, by when.", "If 'What is being done' is answered, and from 13 years: Seen on",
        "such as 06-Aug-2026", "Restricted: another person's health.", "kg", "10 to 15: Ask ______ Tick all that apply. Top ones Low ones",
        "Need 4", "one named person, role and organisation, and by when", "Signature",
    ):  # fmt: skip
        assert said in text
    assert "Not printed" not in text
    assert "{" not in text


def test_every_page_has_boxes_for_whose_it_is_and_says_which_form_and_page():
    pages = reading.pages_of(blank_form.render(EVERY_FORM["rha_10_plus"]))
    assert len(pages) > 20
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)} Name Born NHS No." in page
        assert "Form rha_10_plus. Version " in page


@pytest.mark.parametrize("form_id", EVERY_FORM)
def test_no_question_or_option_of_any_form_is_left_out_but_those_of_other_ages(form_id):
    form = EVERY_FORM[form_id]
    text = reading.text_of(blank_form.render(form))
    assert ("Head circumference" in text) == (form.ages == (0, 9))
    assert ("What was said, and what is the safety plan?" in text) == (form.ages == (10, None))
    follow_ups = {"self_harm_what", "development_check_doing"}
    for section in form.sections:
        assert f"{section.label} {words(section.title, blank_form.NAME)}" in text
        for question in section.questions:
            if question.id in follow_ups or not can_be_asked(question.show_if, form.ages):
                continue
            assert words(question.ask, blank_form.NAME) in text, question.id
            for _, label in question.options:
                assert words(label, blank_form.NAME) in text, (question.id, label)


def test_the_same_form_gives_the_same_bytes_and_embedded_fonts():
    once = blank_form.render(A_FORM)
    assert once == blank_form.render(A_FORM)
    for page in reading.open_pdf(once).pages:
        for font in page["/Resources"]["/Font"].values():
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]


def test_there_is_room_on_paper_for_every_type_of_question():
    for kind in QUESTION_TYPES:
        question = Question("x", "X", kind, (("a", "A"), ("b", "B")))
        assert blank_form._ROOM_FOR[kind](question, 0.0)  # noqa: SLF001 - the table itself


@pytest.mark.parametrize(
    ("conditions", "last", "said"),
    [
        ((), None, ""),
        ((Condition("dental", "is", ("no",)),), "dental", "If 'No':"),
        ((Condition("dental", "is_any_of", ("no", "yes")),), "dental", "If 'No' or 'Yes':"),
        ((Condition("dental", "is_not", ("no",)),), None, "If 'Has Mara seen a dentist' is not 'No':"),
        ((Condition("dental", "answered", ("no",)),), "dental", "If this is left blank:"),
        ((Condition(None, "is_any_of", ("male", "female"), "sex"),), None, "For boys or For girls:"),
        ((Condition(None, "is_not", ("yes",), "under_2"),), None, "Not: under 2 years:"),
    ],
)
def test_conditions_are_told_in_words(conditions, last, said):
    assert asked_when(conditions, {"dental": DENTAL}, last, "Mara") == said


def test_every_fact_about_a_child_has_words():
    assert set(FACT_WORDS) == {(fact, value) for fact, values in FACTS.items() for value in values}


@pytest.mark.parametrize(
    ("conditions", "ages", "asked"),
    [
        ((), (0, 9), True),
        ((Condition(None, "is", ("yes",), "under_2"),), (0, 9), True),
        ((Condition(None, "is", ("yes",), "under_2"),), (10, None), False),
        ((Condition(None, "is", ("yes",), "aged_10_or_over"),), (0, 9), False),
        ((Condition(None, "is", ("yes",), "aged_16_or_over"),), (10, None), True),
        ((Condition(None, "is", ("yes",), "unaccompanied"),), (0, 9), True),
        ((Condition("dental", "is", ("no",)), Condition(None, "is", ("no",), "sdq_age")), (None, 9), True),
    ],
)
def test_a_question_for_another_age_than_the_forms_is_not_printed(conditions, ages, asked):
    assert can_be_asked(conditions, ages) is asked
