import pytest
from hypothesis import given
from hypothesis import strategies as st

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line, clean_text, first_name, search_key, show_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("tab\tstays", "tab\tstays"),
        ("nul\x00 bell\x07 escape\x1b", "nul bell escape"),
        ("evil\u202etxt.exe", "eviltxt.exe"),
        ("marks\u200f\u200e\u2066\u2069\u061c", "marks"),
        ("half \ud800 a pair", "half  a pair"),
        ("\ufeffstart", "start"),
        ("e\u0301", "é"),
        ("e\x00\u0301", "é"),
        ("<b>&amp; =1+1", "<b>&amp; =1+1"),  # kept as typed: escaping is for whoever shows it
        ("🧒🏽", "🧒🏽"),
        ("عربي", "عربي"),
    ],
)
def test_text_is_kept_without_what_could_harm(typed, kept):
    assert clean_text(typed) == kept


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=200))
def test_cleaned_text_can_be_saved_anywhere_and_cleaning_again_changes_nothing(typed):
    cleaned = clean_text(typed)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert clean_text(cleaned) == cleaned


def test_a_text_that_is_too_long_is_refused_in_words():
    assert clean_text("a" * 20_000) == "a" * 20_000
    with pytest.raises(UserError, match="^Notes has 20,001 characters; 20,000 fit"):
        clean_text("a" * 20_001, label="Notes")
    with pytest.raises(UserError, match="1,000,000 characters"):
        clean_text("a" * 1_000_000)


def test_a_line_is_one_line():
    assert clean_line("  Amara \n Grace\tBaptiste ") == "Amara Grace Baptiste"
    with pytest.raises(UserError, match="200 fit"):
        clean_line("a" * 201)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("O’Brien-Łukasz", "obrien lukasz"),
        ("O'Brien", "obrien"),
        ("  DAVIES-OKORO  ", "davies okoro"),
        ("Zoë", "zoe"),
        ("Sørensen", "sorensen"),
        ("Nguyễn", "nguyen"),
        ("Straße", "strasse"),
        ("Đặng", "dang"),
        ("IŞIK", "isik"),
        ("ışık", "isik"),
        ("عربي", "عربي"),
        ("", ""),
    ],
)
def test_names_are_compared_without_accents_case_and_marks(name, key):
    assert search_key(name) == key


@pytest.mark.parametrize(
    ("family", "given_name", "shown"),
    [
        ("Baptiste", "Amara", "BAPTISTE, Amara"),
        ("Baptiste", None, "BAPTISTE"),
        (None, "Amara", "Amara"),
        (None, None, "Council ID 123456"),
    ],
)
def test_a_name_as_shown(family, given_name, shown):
    assert show_name(family, given_name, "123456") == shown


@pytest.mark.parametrize(
    ("preferred", "given_name", "shown"),
    [("Mara", "Amara", "Mara"), (None, "Amara", "Amara"), ("", None, "Council ID 123456")],
)
def test_prompts_use_the_preferred_name(preferred, given_name, shown):
    assert first_name(preferred, given_name, "123456") == shown
