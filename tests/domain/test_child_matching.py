"""Whom a row is about: two things that name one child, or a person decides. Never a name alone."""

import re
from datetime import date

import pytest

from lac_tracker.domain.child_matching import (
    KnownChild,
    differences,
    match_rows,
    names_wholly_different,
    within_two_letters,
)
from lac_tracker.domain.list_rows import ListRow
from lac_tracker.domain.names import search_key

BORN = date(2008, 7, 12)
SWAPPED = date(2008, 12, 7)
OTHER = date(2010, 1, 30)
KAI = ("Turner", "Kai")


def ours(id=1, names=KAI, born=BORN, nhs="9990907846", council="100", preferred="", address="", postcode=""):
    family, given = map(search_key, names)
    return KnownChild(
        id, born, council, nhs, family, given, search_key(preferred), search_key(address), postcode
    )


def row(names=KAI, born=BORN, nhs="", council="", line=2, **more):
    return ListRow(
        line=line, born=born, became_looked_after=date(2025, 1, 1), family_name=names[0], given_name=names[1],
        nhs_number=nhs, council_id=council, **more,
    )  # fmt: skip


def match(one, *known):
    return match_rows([one], known)[one.line]


@pytest.mark.parametrize(
    ("theirs", "held"),
    [
        (row(nhs="9990907846"), ours()),
        (row(nhs="9990907846", council="555"), ours()),  # the council's id goes to the comparison
        (row(nhs="9990907846", names=("Brown", "Kai")), ours()),  # a family name changes
        (row(council="100"), ours()),
        (row(council="123"), ours(council="00123")),  # Excel dropped the noughts
        (row(council="100", nhs="9990907846"), ours(nhs="")),
        (row(council="100", names=("Tuner", "Kai")), ours()),
        (row(council="100", names=("Turner", "Malachi")), ours(names=("", ""))),  # a return gave no names
        (row(council="100", names=("Turner", "Malachi"), nhs="9990907846"), ours()),  # both numbers agree: renamed
        (row(council="100", names=("Turner", "Kai-Lee")), ours()),
        (row(council="100", names=("Turner", "Malachi")), ours(preferred="Malachi")),
        (row(council="100", names=("O’Brien", "Zoë")), ours(names=("O'BRIEN", "Zoe"))),
        (row(council="100", names=("Smith Jones", "Kai")), ours(names=("Smith-Jones", "Kai"))),
        (row(council="100", names=("Turner", "Alex")), ours(names=("Turner", "Alexander"))),
    ],
)  # fmt: skip
def test_two_things_that_name_one_child_match_by_themselves(theirs, held):
    assert match(theirs, held).child_id == 1


@pytest.mark.parametrize(
    ("theirs", "held", "why"),
    [
        (row(), ours(nhs="", council=""), "names and the birth date are the same"),
        (row(nhs="9990000018", council="200"), ours(), "names and the birth date are the same"),  # other numbers
        (row(nhs="9990907846", born=OTHER), ours(), "NHS number is the same, the birth date is another"),
        (row(nhs="9990907846", born=SWAPPED), ours(), "NHS number is the same; day and month .* look swapped"),
        (row(council="100", born=OTHER), ours(), "council ID is the same, the birth date is another"),
        (row(council="100", nhs="9990000018"), ours(), "another number is not"),
        (row(council="100", names=("Turner", "Malachi")), ours(), "the name is another: twins"),
        (row(nhs="9990907846", names=("Turner", "Malachi")), ours(), "the name is another: twins"),
        (row(born=SWAPPED), ours(), "Day and month look swapped"),
        (row(born=SWAPPED, council="200", nhs="9990000018"), ours(), "Day and month look swapped"),
        (row(names=("Tuner", "Kay")), ours(), "within two letters"),
        (row(names=("Turenr", "Kai"), council="200"), ours(), "within two letters"),
        (row(names=("Kai", "Turner")), ours(), "family and given name look swapped"),
        (row(born=OTHER), ours(), "names are the same, the birth date is another"),
        (row(born=date(2008, 7, 13), council="200"), ours(), "the birth date is another"),  # one slip, another system
        (row(names=("Brown", "Kai")), ours(), "birth date and the given name are the same"),
        (row(names=("Turner", "")), ours(), "birth date and the family name are the same"),
        (
            row(names=("Brown", "Malachi"), placement_address="1 High St"),
            ours(address="1 High St."), "birth date and the address are the same",
        ),
        (
            row(names=("Brown", "Malachi"), placement_postcode="NN1 1AA"),
            ours(postcode="NN11AA"), "birth date and the address are the same",
        ),
    ],
)  # fmt: skip
def test_what_is_near_is_shown_with_why(theirs, held, why):
    found = match(theirs, held)
    assert found.child_id is None
    assert [one.child_id for one in found.candidates] == [1]
    assert re.search(why, found.candidates[0].why)


@pytest.mark.parametrize(
    ("theirs", "held"),
    [
        (row(names=("Turner", "Malachi"), council="200"), ours()),  # a twin
        (row(names=("Turner", "Malachi"), placement_address="1 High St"), ours(address="1 High St")),  # at one address
        (row(born=OTHER, council="200"), ours()),  # the same name, born another day, another id
        (row(names=("Brown", "Kai"), council="200"), ours()),
        (row(names=("Brown", "Kai"), born=OTHER), ours()),
        (row(names=("Turner", "Malachi"), born=SWAPPED), ours()),
        (row(names=("Turnar", "Kai"), council="200", nhs="9990000018"), ours()),  # both numbers say another child
        (row(names=("Brown", "Malachi")), ours()),
    ],
)  # fmt: skip
def test_another_child_is_nobody_of_ours(theirs, held):
    found = match(theirs, held)
    assert (found.child_id, found.candidates, found.refused) == (None, (), "")


def test_twins_whose_numbers_were_mixed_up_are_never_matched_by_themselves():
    jade, jaden = (
        ours(1, ("Turner", "Jade"), council="100", nhs=""),
        ours(2, ("Turner", "Jaden"), council="101", nhs=""),
    )
    right = [row(("Turner", "Jade"), council="100", line=2), row(("Turner", "Jaden"), council="101", line=3)]
    assert [match_rows(right, [jade, jaden])[line].child_id for line in (2, 3)] == [1, 2]
    wrong = [row(("Turner", "Jade"), council="101", line=2), row(("Turner", "Jaden"), council="100", line=3)]
    found = match_rows(wrong, [jade, jaden])
    assert [found[line].child_id for line in (2, 3)] == [None, None]
    assert all({one.child_id for one in found[line].candidates} == {1, 2} for line in (2, 3))


def test_renamed_with_both_numbers_is_no_match_where_a_sibling_born_that_day_has_the_name():
    amina, malachi = ours(1, ("Turner", "Amina")), ours(2, ("Turner", "Malachi"), nhs="", council="101")
    assert match(row(("Turner", "Malachi"), nhs="9990907846", council="100"), amina, malachi).child_id is None
    assert match(row(("Turner", "Malachi"), nhs="9990907846", council="100"), amina).child_id == 1


def test_two_numbers_of_two_children_are_shown_with_both():
    found = match(
        row(nhs="9990907846", council="101"), ours(1, council="100"), ours(2, council="101", nhs="")
    )
    assert found.child_id is None
    assert [one.child_id for one in found.candidates] == [1, 2]


def test_one_child_of_ours_is_never_matched_by_two_rows():
    rows = [row(nhs="9990907846", line=2), row(council="100", line=3), row(line=4)]
    found = match_rows(rows, [ours()])
    assert found[2].child_id == 1
    assert found[3].refused == "line 2 is about the same child of ours. Correct one of them, or leave one out"
    assert found[4].candidates == ()  # she has her row: who is near her is another child


def test_a_number_of_a_child_who_has_a_row_is_refused():
    rows = [row(council="100", line=2), row(("Brown", "Ann"), OTHER, nhs="9990907846", line=3)]
    assert match_rows(rows, [ours()])[3].refused == (
        "its NHS number is that of the child in line 2. Correct one of them"
    )


def test_the_nearest_stands_first_and_a_few_are_enough():
    near = [ours(at, born=BORN, nhs="", council="") for at in range(2, 12)]
    found = match(row(nhs="9990907846", born=BORN), ours(1, born=OTHER, council=""), *near)
    assert [one.child_id for one in found.candidates] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("turner", "tuner", True), ("turner", "turnre", True), ("turner", "trunre", True), ("turner", "burned", True),
        ("turner", "turning", False), ("kai", "kay", True), ("kai", "kal", True), ("kai", "jay", False),
        ("al", "bo", False), ("al", "al", True), ("ann", "jan", False), ("lily", "lilly", True), ("", "a", False),
    ],
)  # fmt: skip
def test_names_within_two_letters(one, other, are):
    assert within_two_letters(one, other) is are
    assert within_two_letters(other, one) is are


def test_differences_are_said_in_words():
    theirs = row(("Tuner", "Kai"), SWAPPED, nhs="9990000018", council="7")
    assert differences(theirs, ours(), family="TURNER", given="Kai") == (
        "Family name: TURNER here, Tuner in the list",
        "Born: 12-Jul-2008 here, 07-Dec-2008 in the list",
        "NHS number: 999 090 7846 here, 999 000 0018 in the list",
        "Council ID: 100 here, 7 in the list",
    )
    assert not names_wholly_different(theirs, ours())
