"""The order in which a line is read: names, dates and numbers of both directions."""

from dataclasses import dataclass

import pytest

from lac_tracker.documents import direction

ALI, OMAR = "علي", "عمر"


@dataclass(frozen=True)
class Letter:
    text: str
    level: int


def shown(text: str, *, from_right: bool = False) -> str:
    """Return a line as it is seen from left to right, with the letters of Arabic words in their order of reading."""
    levels = direction.levels(text, from_right=from_right)
    words: list[Letter] = []
    for character, level in zip(text, levels, strict=True):
        if (
            words
            and words[-1].level == level
            and (level % 2 == 0 or character.isalpha() and words[-1].text.isalpha())
        ):
            words[-1] = Letter(words[-1].text + character, level)
        else:
            words.append(Letter(character, level))
    return "".join(word.text for word in direction.in_visual_order(words))


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Ellie BROWN", "Ellie BROWN"),
        (f"with {ALI} {OMAR}.", f"with {OMAR} {ALI}."),
        (f"{ALI} 06-Aug-2026", f"{ALI} 06-Aug-2026"),
        (f"{ALI}, 06-Aug-2026, {OMAR}, 07-Sep-2026", f"{ALI}, 06-Aug-2026, {OMAR}, 07-Sep-2026"),
        (f"{ALI} 6 August 2026", f"{ALI} 6 August 2026"),
        (f"NHS No. of {ALI} 999 056 3411", f"NHS No. of {ALI} 999 056 3411"),
        (f"{ALI} 01632 960 100", f"{ALI} 01632 960 100"),
        (f"{ALI} 12, {OMAR} 14", f"{ALI} 12, {OMAR} 14"),
        (f"{ALI} (12) {OMAR}", f"{ALI} (12) {OMAR}"),
        (f"BP of {ALI} 108/64", f"BP of {ALI} 108/64"),
        (f"({ALI})", f"({ALI})"),
        (f"an aunt ({ALI} {OMAR}) in", f"an aunt ({OMAR} {ALI}) in"),
        (f"see {ALI} [Omar] now", f"see {ALI} [Omar] now"),
        (f"see {ALI} ({OMAR}) now", f"see ){OMAR}( {ALI} now"),  # the glyphs of the brackets are mirrored
        (f"{ALI}) and (x", f"{ALI}) and (x"),
    ],
)
def test_an_english_line_keeps_its_order_around_arabic_words(typed, seen):
    assert shown(typed) == seen


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        (f"{ALI} 12 {OMAR}.", f".{OMAR} 12 {ALI}"),
        (f"{ALI} 06-Aug-2026 {OMAR}", f"{OMAR} 06-Aug-2026 {ALI}"),
        (f"{ALI} 999 056 3411 {OMAR}", f"{OMAR} 999 056 3411 {ALI}"),
        (f"{ALI} Ward 12 {OMAR}", f"{OMAR} Ward 12 {ALI}"),
        ("Ward 12", "Ward 12"),
    ],
)
def test_a_paragraph_from_the_right_keeps_numbers_and_english_words_whole(typed, seen):
    assert shown(typed, from_right=True) == seen


def test_marks_and_joiners_go_with_their_letter():
    levels = direction.levels("a شَ\u200cم b", from_right=False)
    assert levels == [0, 0, 1, 1, 1, 1, 0, 0]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("يعيش أحمد مع خالته.", True),
        ("أحب كرة القدم كثيرا وأريد أن ألعب مع أصدقائي كل يوم سبت", True),
        ("محمد بن عبد الله العلي", False),
        ("علي.", False),
        ("Ali said: يعيش أحمد مع خالته منذ سنة ويحب كرة القدم كثيرا.", False),
        ("علي has lived with her aunt and uncle since 2019.", False),
        ("Ellie is well.", False),
        ("12.", False),
    ],
)
def test_only_a_sentence_makes_a_paragraph_from_the_right(text, is_one):
    assert direction.is_paragraph_from_right(text) is is_one
