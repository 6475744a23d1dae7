"""The genogram: everyone once, nothing on top of anything, children below parents, and the same in words."""

import os
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from lac_tracker.domain.family import CONTACT_WORDS, RELATIONS, SEXES, FamilyMember, IndexChild
from lac_tracker.domain.genogram import LABEL_WIDTH, SYMBOL, layout
from lac_tracker.domain.kinship import INDEX, kinship
from lac_tracker.domain.partnerships import PARTNERSHIPS, between, partner_words
from tests.domain.families import ALEX, MANY_SIBLINGS, MARA, SHAPES, SMALL, THREE_GENERATIONS, YOUNG_PARENT

EXAMPLES = int(os.environ.get("LAC_TRACKER_TORTURE", "0")) or 60
TODAY = date(2026, 3, 4)


@some.composite
def families(draw):
    """Any family at all: links to anyone, also impossible ones, and to nobody."""
    count = draw(some.integers(0, 16))
    years = some.none() | some.integers(1900, 2026)
    links = some.none() | some.integers(1, count + 2)
    return tuple(
        FamilyMember(
            number, draw(some.sampled_from(RELATIONS)).key, draw(some.none() | some.text(max_size=60)),
            draw(some.sampled_from(SEXES)), draw(years), draw(some.booleans()), draw(years),
            draw(some.booleans()), draw(some.sampled_from(tuple(CONTACT_WORDS))),
            mother_id=draw(links), father_id=draw(links), partner_id=draw(links),
            partnership=draw(some.sampled_from((None, *dict(PARTNERSHIPS)))),
        )
        for number in range(1, count + 1)
    )  # fmt: skip


def boxes(genogram):
    return [
        (one.x - LABEL_WIDTH / 2, one.y - SYMBOL / 2, one.x + LABEL_WIDTH / 2, one.foot)
        for one in genogram.symbols
    ]


def overlapping(genogram):
    found = boxes(genogram)
    return [
        (one, other)
        for number, one in enumerate(found)
        for other in found[:number]
        if one[0] < other[2] - 0.1 and other[0] < one[2] - 0.1 and one[1] < other[3] - 0.1 and other[1] < one[3] - 0.1
    ]  # fmt: skip


def of(genogram, person):
    return next(one for one in genogram.symbols if one.person == person)


@settings(max_examples=EXAMPLES, deadline=None)
@given(families(), some.integers(3, 12))
def test_any_family_is_drawn_whole(members, across):
    genogram = layout(members, MARA, TODAY, across=across)
    assert sorted(one.person for one in genogram.symbols) == [INDEX, *(member.id for member in members)]
    assert overlapping(genogram) == []
    for left, top, right, bottom in boxes(genogram):
        assert left >= 0
        assert top >= 0
        assert right <= genogram.width
        assert bottom <= genogram.height
    for union in kinship(members, MARA).unions:
        for parent in union.parents:
            assert all(of(genogram, child).y > of(genogram, parent).foot for child in union.children)
    assert len(genogram.text) == (2 if not members else len(members) + 2)


@settings(max_examples=40, deadline=None)
@given(families())
def test_the_same_family_gives_the_same_drawing(members):
    assert layout(members, MARA, TODAY) == layout(tuple(reversed(members)), MARA, TODAY)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_line_runs_through_a_symbol_or_its_words(shape):
    index, members = SHAPES[shape]
    genogram = layout(members, index, TODAY)
    for line in genogram.lines:
        for start, end in zip(line.points, line.points[1:], strict=False):
            for symbol in genogram.symbols:
                left, right = sorted((start[0], end[0]))
                top, bottom = sorted((start[1], end[1]))
                half = SYMBOL / 2 - 1
                crosses = right > symbol.x - half and left < symbol.x + half
                assert not (crosses and bottom > symbol.y - half and top < symbol.foot - 1), (line, symbol)


def test_parents_stand_side_by_side_with_their_children_under_the_middle():
    genogram = layout(SMALL, MARA, TODAY)
    mother, father, mara, jay = (of(genogram, one) for one in (1, 2, INDEX, 3))
    assert father.x < mother.x
    assert father.y == mother.y
    assert mara.x < jay.x  # the oldest stands left
    assert (father.x + mother.x) / 2 == pytest.approx((mara.x + jay.x) / 2)


def test_every_generation_stands_in_its_row_and_both_sides_on_their_side():
    genogram = layout(THREE_GENERATIONS, MARA, TODAY)
    rows = sorted({one.y for one in genogram.symbols})
    assert len(rows) == 3
    assert {one.person for one in genogram.symbols if one.y == rows[0]} == {3, 4, 5, 6}
    assert of(genogram, 9).x < of(genogram, 2).x < of(genogram, 1).x < of(genogram, 7).x
    assert of(genogram, 12).x < of(genogram, INDEX).x < of(genogram, 15).x
    assert abs(of(genogram, 11).x - of(genogram, INDEX).x) == pytest.approx(90)  # twins stand together


def test_a_young_parents_children_make_a_fourth_row_below():
    genogram = layout(YOUNG_PARENT, ALEX, TODAY)
    assert of(genogram, 3).y == of(genogram, 4).y > of(genogram, INDEX).foot


def test_twelve_siblings_stand_on_two_levels_when_the_page_is_narrow():
    genogram = layout(MANY_SIBLINGS, MARA, TODAY, across=8)
    assert len({one.y for one in genogram.symbols}) == 3
    assert genogram.width < layout(MANY_SIBLINGS, MARA, TODAY, across=20).width


def test_symbols_say_sex_age_death_contact_and_home():
    genogram = layout(THREE_GENERATIONS, MARA, TODAY)
    died, unknown, away, home = (of(genogram, one) for one in (4, 9, 2, 3))
    assert (died.shape, died.inside, died.has_died) == ("square", "64", True)
    assert died.labels == ("Winston", "Baptiste", "Grandfather", "died 2019")
    assert (unknown.shape, unknown.inside) == ("diamond", "47")
    assert away.no_contact
    assert "no contact" in away.labels
    assert home.in_household
    assert [line.no_contact for line in genogram.lines if line.kind == "couple"].count(True) == 4
    assert of(genogram, INDEX).inside == "14"


def test_a_long_name_is_cut_in_the_picture_and_whole_in_the_text():
    name = "Maximiliana-Alexandrina Featherstonehaugh-Cholmondeley"
    genogram = layout((FamilyMember(1, "other", name),), MARA, TODAY)
    assert of(genogram, 1).labels[2].endswith("…")
    assert any(name in line for line in genogram.text)


def test_the_text_lists_the_same():
    assert layout(SMALL, MARA, TODAY).text == (
        "Mara, 14y 1m, female: the child this is about.",
        "Mother: C Baptiste, female, about 38, some contact (every week).",
        "Father: Dad, male, about 41, no contact.",
        "Brother: Jay, male, about 9, in contact (weekly).",
        "Carer: J Moss, female, about 56, contact not known, lives with the child.",
        "Lives with Mara: J Moss.",
    )


def test_a_child_without_any_family_is_drawn_alone():
    genogram = layout((), replace(MARA, sex="not known"), TODAY)
    assert [one.shape for one in genogram.symbols] == ["diamond"]
    assert genogram.text[1] == "Nobody of the family is recorded yet."


def test_an_unborn_or_new_child_is_no_negative_age():
    assert of(layout((), IndexChild("Baby", "male", date(2026, 5, 1)), TODAY), INDEX).inside == "0"


@pytest.mark.parametrize(
    ("together", "strokes", "said"),
    [
        (None, 0, ""),
        ("married", 0, "married to Leon Hart"),
        ("partners", 0, "partner of Leon Hart"),
        ("separated", 1, "separated from Leon Hart"),
        ("divorced", 2, "divorced from Leon Hart"),
    ],
)
def test_a_couple_that_is_apart_has_its_strokes_and_its_words(together, strokes, said):
    family = (replace(THREE_GENERATIONS[0], partnership=together), *THREE_GENERATIONS[1:])
    genogram = layout(family, MARA, TODAY)
    drawn = [line for line in genogram.lines if line.kind == "stroke"]
    assert len(drawn) == strokes
    father, mother = of(genogram, 2), of(genogram, 1)
    for line in drawn:  # between the two, and crossing their line
        assert all(father.x < x < mother.x for x, _ in line.points)
        assert line.points[0][1] > line.points[1][1]
    mother_said = next(line for line in genogram.text if line.startswith("Mother"))
    assert said in mother_said
    assert ("Leon Hart" in mother_said) is bool(said)


def test_what_either_of_two_says_counts_and_ends_go_first():
    people = {
        1: FamilyMember(1, "mother", "Ann", partnership="married"),
        2: FamilyMember(2, "father", "Ben", partnership="divorced"),
        3: FamilyMember(3, "mothers_partner", "Cy", partnership="partners"),
        4: FamilyMember(4, "partner", "Di", partnership="separated"),
    }
    assert between((1, 2), people) == "divorced"
    assert between((1, 3), people) == "partners"
    assert partner_words(people[4], people, "Mara") == "separated from Mara"
    alone = FamilyMember(5, "aunt_uncle_mother", "Eve", partnership="divorced")
    assert partner_words(alone, {5: alone}) == "divorced"  # from whom is not on record
    people[1] = replace(people[1], partner_id=3, partnership="separated")
    assert between((1, 3), people) == "separated"
    assert between((1, 2), people) == "divorced"  # as the father says
