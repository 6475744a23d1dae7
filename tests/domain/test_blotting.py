"""Words found and said otherwise, however they are spaced and whoever wrote them."""

from dataclasses import dataclass
from datetime import date

import pytest

from lac_tracker.domain.blotting import Alias, addressees, blotted, doubtful, mentioned, renamed, without
from lac_tracker.domain.letters import Addressee
from lac_tracker.domain.reports import Identity, Quote

ANN = Alias("Ann Brown", "their mother", "Ann", "Brown")


@dataclass(frozen=True)
class Page:
    words: str
    lines: tuple[tuple[str, str], ...] = ()
    child: Identity | None = None
    to: Addressee | None = None
    family: str = ""


@pytest.mark.parametrize(
    ("secret", "typed"),
    [
        ("ZZ91 7QX", "at zz917qx now"), ("ZZ917QX", "at ZZ91 7QX now"), ("12 Canary Lane", "at 12, CANARY  lane now"),
        ("01632 960777", "at 01632-960-777 now"), ("01632 960 777", "at (01632) 960777 now"),
    ],
)  # fmt: skip
def test_a_secret_is_found_however_it_is_spaced(secret, typed):
    assert (
        blotted(Page("", ((typed, "x"),)), ((secret, "#"),)).lines[0][0].replace("(#", "#").startswith("at #")
    )


@pytest.mark.parametrize("typed", ["12 Canary Lanes", "112 Canary Lane", "Canary"])
def test_another_word_is_left_alone(typed):
    assert without(Page(typed), ("12 Canary Lane", "12")).words == typed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("She rang Ann Brown.", "She rang their mother."),
        ("ANN  BROWN came. Ann stayed.", "Their mother came. Their mother stayed."),
        ("BROWN, Ann", "Their mother"),
        ("Mrs Brown's diary", "Their mother's diary"),
        ("“Ann knows”", "“Their mother knows”"),
        ("Annie and ann arbor, brown bread", "Annie and ann arbor, brown bread"),
    ],
)
def test_a_name_is_said_as_who_it_is(typed, said):
    assert renamed(Page(typed), (ANN,)).words == said


@pytest.mark.parametrize(
    ("typed", "said", "look"),
    [
        ("Will you go? He saw Will.", "Will you go? He saw their brother.", ("Will",)),
        ("You will rest. Ask Will Brown.", "You will rest. Ask their brother.", ()),
    ],
)
@pytest.mark.parametrize("full", ["Will Brown", "Will"])
def test_a_name_that_is_a_word_is_left_where_a_sentence_begins_and_pointed_out(typed, said, look, full):
    will = Alias(full, "their brother", "Will")
    held = renamed(Page(typed.replace("Will Brown", full)), (will,))
    assert held.words == said
    assert doubtful(held, (will,)) == look


def test_one_name_alone_is_never_an_ordinary_word_or_a_month():
    one = (Alias("May", "their sister"), Alias("Hope", "their aunt"))
    assert renamed(Page("On 30-May-2026 they hope that Hope comes"), one).words == (
        "On 30-May-2026 they hope that their aunt comes"
    )


def test_a_name_that_is_a_month_is_found_only_in_full():
    april = Alias("April May", "their sister", "April", "May")
    assert renamed(Page("By 30-April with April May"), (april,)).words == "By 30-April with their sister"


def test_the_child_and_whom_a_letter_is_to_keep_their_names():
    child = Identity("Ann", "Brown", "1", date(2010, 5, 1), "15y", "Female", None)
    held = Page("Ann Brown", child=child, to=Addressee("Ann Brown", "mother"))
    said = renamed(held, (ANN,))
    assert (said.child, said.to, said.words) == (child, held.to, "Their mother")
    assert addressees(held) == (held.to,)


def test_what_was_written_about_the_family_to_be_shared_is_left():
    held = Page("Mum has asthma and hay fever", family="Mum has asthma and hay fever")
    said = blotted(held, (("Mum has asthma", "#"),), is_family_line_kept=True)
    assert (said.words, said.family) == ("# and hay fever", held.family)


def test_nothing_to_look_for_changes_nothing():
    held = Page("Ann Brown")
    assert blotted(held, ()) is held
    assert renamed(held, ()) is held
    assert blotted(held, (("Otter Way", "#"),)) == held


def test_words_are_found_whole_and_over_line_ends():
    held = Page("", (("She wakes at\nnight.", ""),))
    assert mentioned(held, ("wakes at night.", "x")) == "wakes at night."
    assert mentioned(held, ("wake",)) is None
    assert mentioned(held, ("", " ")) is None


def test_in_what_the_child_said_it_is_my_mother():
    quotes = tuple(Quote("I miss Ann. Ann Brown sings.", kind) for kind in ("child", "carer", "seen"))
    said = renamed(quotes, (ANN,))
    assert [one.words for one in said] == [
        "I miss my mother. My mother sings.",
        "I miss their mother. Their mother sings.",
        "I miss their mother. Their mother sings.",
    ]
