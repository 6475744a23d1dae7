"""Answers: from text, checked, to words; one line for each case."""

from datetime import date
from typing import get_args

import pytest

from lac_tracker.domain.answers import ANSWER_TYPES, Circumstances, check, from_text, is_blank, to_words
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.questions import NOT_KNOWN, QUESTION_TYPES, YES_NO, Question, QuestionType

NOW = Circumstances(date(2026, 3, 10), "Mara", date(2011, 6, 12))

DENTAL = Question("dental", "Has {name} seen a dentist?", "yes/no", (*YES_NO, NOT_KNOWN))
KIND = Question(
    "kind", "Whose words are these?", "choice", (("own", "{name} wrote this"), ("seen", "What I saw"))
)
PRESENT = Question(
    "present", "Who was with {name}?", "several choices", (("carer", "Carer"), ("sw", "Social worker"))
)
HEIGHT = Question("height_cm", "Height", "number", unit="cm", at_least=30, at_most=220)
SCORE = Question("score", "Score", "number")
SEEN_ON = Question("seen_on", "Last seen by a dentist", "date", not_after_today=True, not_before_birth=True)
ANY_DAY = Question("any_day", "Next visit", "date")
LIKES = Question("likes", "Likes", "text")
SUMMARY = Question("summary", "Summary", "long text")


def test_every_type_can_be_read_checked_and_put_in_words():
    assert set(ANSWER_TYPES) == set(QUESTION_TYPES) == set(get_args(QuestionType))


@pytest.mark.parametrize(
    ("question", "typed", "kept", "in_words"),
    [
        (DENTAL, "Not known", "not_known", "Not known"),
        (DENTAL, " yes ", "yes", "Yes"),
        (KIND, "Mara wrote this", "own", "Mara wrote this"),
        (PRESENT, "Social worker\ncarer\n\nCarer", ["carer", "sw"], "Carer, Social worker"),
        (HEIGHT, "158.2 cm", 158.2, "158.2 cm"),
        (HEIGHT, "158,2", 158.2, "158.2 cm"),
        (HEIGHT, "158.0", 158, "158 cm"),
        (SCORE, "0", 0, "0"),
        (SCORE, "-1.5", -1.5, "-1.5"),
        (SEEN_ON, "14/5/24", "2024-05-14", "14-May-2024"),
        (ANY_DAY, "+1w", "2026-03-17", "17-Mar-2026"),
        (LIKES, "  drawing \n football\u202e ", "drawing football", "drawing football"),
        (SUMMARY, " One.\r\nTwo. ", "One.\nTwo.", "One.\nTwo."),
        (SUMMARY, "<b>&{name}</b>", "<b>&{name}</b>", "<b>&{name}</b>"),
    ],
)
def test_what_is_typed_is_kept_in_one_form_and_shown_in_words(question, typed, kept, in_words):
    assert from_text(question, typed, NOW) == kept
    assert check(question, kept, NOW) == kept
    shown = to_words(question, kept, "Mara" if question is KIND else "")
    assert shown == in_words


def test_whole_numbers_are_kept_as_whole_numbers():
    assert isinstance(check(HEIGHT, 158.0, NOW), int)


@pytest.mark.parametrize("question", [DENTAL, PRESENT, HEIGHT, SEEN_ON, LIKES, SUMMARY])
@pytest.mark.parametrize("blank", [None, "", "  \n", []])
def test_a_blank_answer_is_no_answer(question, blank):
    assert is_blank(blank)
    assert check(question, blank, NOW) is None
    assert to_words(question, blank) == ""
    assert from_text(question, " ", NOW) is None


def test_zero_is_an_answer_and_invisible_text_is_none():
    assert not is_blank(0)
    assert check(LIKES, "\u202e", NOW) is None


@pytest.mark.parametrize(
    ("question", "value", "says"),
    [
        (DENTAL, "perhaps", "Has Mara seen a dentist: choose one of Yes, No, Not known"),
        (KIND, ["own"], "Whose words are these: choose one of Mara wrote this, What I saw"),
        (PRESENT, ["dog"], "Who was with Mara: choose one of Carer, Social worker"),
        (PRESENT, "carer", "Who was with Mara: choose one of Carer, Social worker"),
        (HEIGHT, 22, "Height must be between 30 and 220 cm"),
        (HEIGHT, 220.1, "Height must be between 30 and 220 cm"),
        (Question("a", "Weeks", "number", at_least=20), 3, "Weeks must be 20 or more"),
        (
            Question("a", "Weeks", "number", unit="weeks", at_most=45.5),
            50,
            "Weeks must be 45.5 weeks or less",
        ),
        (HEIGHT, "158", "Height must be a number"),
        (HEIGHT, True, "Height must be a number"),
        (HEIGHT, float("nan"), "Height must be a number"),
        (SEEN_ON, "31-02", "Last seen by a dentist must be a real date, such as 06-Aug-2026"),
        (SEEN_ON, "2026-03-11", "Last seen by a dentist must be today or in the past"),
        (SEEN_ON, "2011-06-11", "Last seen by a dentist must be after Mara was born, 12-Jun-2011"),
        (LIKES, 3, "Likes must be text"),
        (LIKES, "x" * 501, "Likes has 501 characters; 500 fit. Shorten it, or attach it as a document"),
        (
            SUMMARY,
            "x" * 20_001,
            "Summary has 20,001 characters; 20,000 fit. Shorten it, or attach it as a document",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_the_words_of_the_question(question, value, says):
    with pytest.raises(UserError) as refused:
        check(question, value, NOW)
    assert str(refused.value) == says


@pytest.mark.parametrize(
    ("question", "typed", "says"),
    [
        (DENTAL, "maybe", "Has Mara seen a dentist: choose one of Yes, No, Not known"),
        (HEIGHT, "tall", "Height must be a number"),
        (HEIGHT, "1e2", "Height must be a number"),
        (HEIGHT, "1-2", "Height must be a number"),
        (HEIGHT, "9" * 400, "Height must be a number"),
        (SEEN_ON, "ongoing", "Last seen by a dentist must be a real date, such as 06-Aug-2026"),
        (SEEN_ON, "tomorrow", "Last seen by a dentist must be today or in the past"),
    ],
)
def test_what_cannot_be_read_is_refused_in_the_words_of_the_question(question, typed, says):
    with pytest.raises(UserError) as refused:
        from_text(question, typed, NOW)
    assert str(refused.value) == says


def test_an_answer_of_20_000_characters_fits():
    assert check(SUMMARY, "x" * 20_000, NOW) == "x" * 20_000


def test_an_option_that_is_gone_is_shown_as_it_was_kept():
    assert to_words(KIND, "gone") == "gone"
    assert to_words(PRESENT, "gone") == "gone"
    assert to_words(HEIGHT, "tall") == "tall cm"
