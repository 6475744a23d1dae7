"""The young person's own plan read back: what stands in each form, and what never does."""

import io
import re

import own_plan_examples as made
import pikepdf
import pytest
import reading

from lac_tracker.documents import own_pictures, own_plan
from lac_tracker.documents.page import texts_in
from lac_tracker.domain.own_plan import COLOUR, PICTURES, TIERS
from lac_tracker.domain.reading_ease import read_ease, short_forms
from lac_tracker.services.own_plan_facts import plain_words, printed_helplines

EVERY = made.every_own_plan() | made.more_own_plans()


def pages(held):
    return reading.pages_of(own_plan.render(held))


def text(held):
    return " ".join(pages(held))


def test_the_plan_of_a_sixteen_year_old_is_two_pages_in_the_agreed_order():
    printed = pages(made.an_own_plan())
    assert len(printed) == 2
    whole = " ".join(printed)
    order = [
        "MY HEALTH PLAN", "We talked on 10 March 2026", "YOU SAID", "the same midwife each time",
        "What’s going well", "WHAT WE AGREED", "You have your own midwife", "Amy, midwife. Lou, key worker",
        "13 March", "Done", "What you can do", "HOW I’VE BEEN FEELING", "March 2025", "WHO SEES THIS PLAN",
        "Not your parents or your school.", "Changed your mind? Tell Nadia.", "My choices",
        "My GP may have this plan (now: yes)", "YOU CAN SAY NO", "Always Heard", "PEOPLE WHO HELP ME",
        "01632 960 123", "IF YOU NEED HELP NOW", "ring 999", "0800 1111", "SHOUT to 85258",
        "by March 2027, or sooner if you want", "in another language, or read out loud",
    ]  # fmt: skip
    places = [whole.find(words) for words in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)


def test_every_page_says_whose_it_is():
    for number, page in enumerate(pages(made.an_own_plan()), 1):
        assert f"Page {number} of 2" in page
        assert "Ellie BROWN" in page
        assert "NHS No. 999 056 3411" in page


def test_a_small_child_has_three_things_in_pictures():
    printed = own_plan.render(made.a_small_childs_plan())
    words = reading.text_of(printed)
    assert "What we will do" in words
    assert words.count("Done") == 3
    assert "WHAT WE AGREED" not in words
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        told = [
            str(node.Alt) for node in pdf.objects if isinstance(node, pikepdf.Dictionary) and "/Alt" in node
        ]
    assert told == ["A tooth", "The moon and a star", "An eye"]


def test_a_letter_goes_to_the_carer_about_the_child():
    words = text(made.a_letter_to_a_carer())
    assert "A LETTER ABOUT TOBI’S HEALTH" in words
    assert "Dear Priya," in words
    assert "One day Tobi may want to read" in words
    assert "Tobi’s GP, Tobi’s social worker and you. Not Tobi’s parents" in words
    assert "With best wishes from Nadia." in words
    assert "Dear carer," in text(made.a_letter_to_a_carer(dear=""))


def test_feelings_are_there_only_when_chosen():
    assert "FEELING" in text(made.an_own_plan())
    assert "FEELING" not in text(made.an_own_plan(feelings=None))


def test_choices_are_for_those_of_sixteen():
    assert "My choices" not in text(made.an_own_plan(stage="14_to_15"))


def test_what_is_kept_private_is_not_named():
    readers = made.replace(made.READERS, keeps_from=("your carer",))
    assert "keep something private from your carer. We will." in text(made.an_own_plan(readers=readers))


def test_more_than_fits_is_said():
    assert "There are 2 more things in the full plan. Ask Nadia" in text(EVERY["14, large"])
    assert "There is 1 more thing" in text(made.an_own_plan(items_left_out=1))


def test_nothing_agreed_is_said_in_words():
    assert "You don’t need anything new right now. Tell Nadia" in text(EVERY["nothing agreed"])


def test_a_translation_names_who_did_it():
    assert "Translated by Samira, interpreter." in text(EVERY["own plan right to left"])


def sizes_of(pdf):
    """Return the sizes of type in a file, without head and foot."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {
            float(operands[1])
            for page in opened.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "Tf"
        }


@pytest.mark.parametrize("tier", TIERS, ids=lambda tier: tier.stage)
def test_the_type_is_as_large_as_promised(tier):
    for is_large, points in ((False, tier.points), (True, tier.large_points)):
        held = made.an_own_plan(stage=tier.stage, is_large=is_large, feelings=None)
        assert min(sizes_of(own_plan.render(held)) - {own_plan.EDGE}) == points


@pytest.mark.parametrize("tier", TIERS, ids=lambda tier: tier.stage)
def test_our_own_sentences_have_no_short_forms_and_are_easy_to_read(tier):
    held = made.an_own_plan(
        stage=tier.stage, said=(), going_well=(), items=(), helpers=(), feelings=None,
        helplines=printed_helplines(tier), service=made.replace(made.SERVICE, name="Northgate health team"),
    )  # fmt: skip
    lines = _lines(held)
    words = plain_words()
    for line in lines:
        found = () if line.isupper() else short_forms(line, words)
        assert set(found) <= {"SHOUT"}, line  # what is to be texted, letter by letter
    prose = ". ".join(
        line.rstrip(".") for line in lines if not line.isupper() and not re.search(r"\d{3}", line)
    )
    ease = read_ease(prose, words)
    assert ease.average <= 15
    assert ease.age <= 9
    for banned in ("LAC", "IHA", "RHA", "SDQ", "CAMHS", "DNA"):
        assert not re.search(rf"\b{banned}\b", " ".join(lines))


def _lines(held):
    """Return the text of each paragraph of a plan."""

    def of(blocks):
        for block in blocks:
            if hasattr(block, "blocks"):
                yield from of(block.blocks)
            for cell in getattr(block, "cells", ()):
                yield from ("".join(frag.text for frag in each.frags) for each in cell.paragraphs)
            yield from (
                "".join(frag.text for frag in each.frags) for each in getattr(block, "paragraphs", ())
            )

    return [" ".join(line.split()) for line in of(own_plan.story(held)) if re.search(r"[a-zA-Z]", line)]


@pytest.mark.parametrize("key", COLOUR)
def test_a_colour_is_only_behind_the_title(key):
    with pikepdf.open(io.BytesIO(own_plan.render(EVERY[f"in {key}"]))) as pdf:
        used = [
            tuple(round(float(part), 2) for part in operands)
            for page in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "rg" and len({float(part) for part in operands}) > 1
        ]
    assert used == ([] if key == "white" else [COLOUR[key]])


def test_words_without_end_are_all_printed():
    held = EVERY["endless pictures"]
    written = " ".join(words for words in texts_in(held) if words)
    assert text(held).count("goes") == written.count("goes") == 280


@pytest.mark.parametrize("key", PICTURES)
def test_every_picture_is_drawn_in_black_white_and_grey(key):
    with pikepdf.open(io.BytesIO(own_plan.render(_with_picture(key)))) as pdf:
        operators = [str(operator) for _, operator in pikepdf.parse_content_stream(pdf.pages[0])]
    assert operators.count("c") > 4
    assert set(own_pictures.drawn()) == set(PICTURES)


def _with_picture(key):
    item = made.replace(made.LITTLE[0], picture=key)
    return made.a_small_childs_plan(items=(item,))


def test_a_letter_says_who_you_is_and_whose_the_practice_is_and_not_how_to_reach_its_reader():
    item = made.OwnItem("You can hear quiet voices", "ear", ("Your GP", "Priya, foster carer", "You"), None)
    helpers = (*made.HELPERS, made.OwnHelper("Priya, foster carer"))
    words = text(made.a_letter_to_a_carer(items=(item,), helpers=helpers))
    assert "This part speaks to Tobi: ‘you’ is Tobi." in words
    assert "Tobi’s GP. Priya, foster carer. Tobi" in words
    assert "Tobi’s GP, Northgate Surgery" in words
    assert "Your GP" not in words
    assert "ask us" not in words.partition("Priya, foster carer. Tobi")[2].replace(
        "Lou, key worker ask us", ""
    )
    assert "speaks to" not in text(made.a_letter_to_a_carer())
    assert "speaks to" not in text(made.an_own_plan())
