"""The hint on how easy a text is to read: counted, estimated by a published formula, and never in the way."""

import pytest

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.reading_ease import named, read_ease, short_forms, syllables, words_from
from lac_tracker.services.own_plan_facts import plain_words

WORDS = plain_words()


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1), ("teeth", 1), ("make", 1), ("jumped", 1), ("wanted", 2), ("table", 2), ("little", 2),
        ("dentist", 2), ("people", 2), ("houses", 2), ("changes", 2), ("inhaler", 3), ("hospital", 3), ("radio", 3),
        ("station", 2), ("appointment", 3), ("immunisation", 5), ("mm", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted_about_right(word, count):
    assert syllables(word) == count


def test_the_reading_age_is_the_published_formula_plus_five():
    # 13 words, 1 sentence; 1.0 syllable each: 0.39 * 13 + 11.8 * 1 - 15.59 = 1.28, and five years
    easy = read_ease("You go to bed at nine and you sleep well all the night.", WORDS)
    assert (easy.sentences, easy.words, easy.age) == (1, 13, 6)
    assert easy.summary == "Average sentence 13 words. Reading age about 6."
    assert easy.hints == ()


def test_hard_text_is_told_what_to_mend():
    hard = read_ease(
        "Immunisations including MenACWY will be given by the practice nurse following a referral from CAMHS and a "
        "further multidisciplinary discussion regarding the most appropriate arrangements.", WORDS,
    )  # fmt: skip
    assert hard.age > 15
    assert hard.summary.endswith("Aim for 9.")
    kinds = [each.kind for each in hard.hints]
    assert kinds[:4] == ["short_form", "short_form", "sentence", "passive"]
    said = " ".join(each.says for each in hard.hints)
    assert "'CAMHS' is a short form: say 'mental health team'" in said
    assert "'MenACWY' is a short form: write it out" in said
    assert "'Immunisations including MenACWY will …' has 25 words. Make it two sentences" in said
    assert "'be given': say who does it" in said
    assert "'referral': try 'asking for help'" in said


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You see CAMHS and your GP", ("CAMHS",)),
        ("you see camhs", ("camhs",)),
        ("LACs and RHAs", ("LACs", "RHAs")),
        ("The I.H.A. is done", ("I.H.A.",)),
        ("PE is OK, and so is TV on NHS 111", ()),
        ("LOVE YOUR TEETH", ()),
        ("YOUR RHA IS SOON", ("RHA",)),
        ("Ellie McDonald has an iPad", ()),
        ("T1D and HbA1c", ("T1D",)),
        ("ADHD", ()),
        ("la la land and pa", ()),
        ("", ()),
    ],
)
def test_short_forms(text, found):
    assert short_forms(text, WORDS) == found


@pytest.mark.parametrize("short", [short for short, say in WORDS.instead.items() if say])
def test_every_banned_short_form_is_found_and_what_to_say_instead_has_none(short):
    assert short_forms(f"You talk about {short} with us", WORDS) == (short,)
    assert short_forms(WORDS.instead[short], WORDS) == ()


@pytest.mark.parametrize(
    ("text", "passives"),
    [
        ("You are tired and worried", 0),
        ("You were seen by a nurse", 1),
        ("Your teeth will be checked", 1),
        ("It was not done", 0),
        ("You got given a card", 1),
    ],
)
def test_passives(text, passives):
    assert sum(each.kind == "passive" for each in read_ease(text, WORDS).hints) == passives


def test_names_and_known_words_are_no_long_words():
    hints = read_ease("You like Alexandra and the hospital. Everybody is kind.", WORDS).hints
    assert [each for each in hints if each.kind == "word"] == []


def test_other_scripts_and_short_texts_have_no_reading_age():
    arabic = read_ease("أنا أحب المدرسة وأريد أن أنام جيدا كل ليلة مع أخي الصغير", WORDS)
    assert arabic.age is None
    assert "Not in English letters" in arabic.summary
    assert "Too short" in read_ease("You sleep.", WORDS).summary
    assert read_ease(" \n 12 !", WORDS).summary == "Nothing written yet."


def test_phrases_are_found_whole_and_in_any_case():
    assert named("Under Section 20. of the law", ("section 20", "sect")) == ("section 20",)
    assert named("the parent's view", ("parent", "parents")) == ("parent",)
    assert named("transparent", ("parent",)) == ()


@pytest.mark.parametrize("table", [{}, {"instead": {}, "plainer": {}}, {"instead": {"A": 1}, "plainer": {}}])
def test_a_file_of_words_that_lacks_something(table):
    with pytest.raises(UserError, match="plain_words.toml"):
        words_from(table)
