"""Who gets which item of a plan, and that the table of readers is whole."""

import pytest

from lac_tracker.domain.disclosure import (
    CHOSEN_READERS,
    PAPERS,
    PRIVATE_CATEGORIES,
    Content,
    Reader,
    Rule,
    reaches,
    readers_of_item,
    rule,
)
from lac_tracker.domain.plans import CATEGORY_WORDS

USUAL = {Reader.GP, Reader.CHILD, Reader.CARER, Reader.COUNCIL}


@pytest.mark.parametrize("category", CATEGORY_WORDS)
def test_an_item_goes_to_the_usual_readers_unless_its_kind_says_otherwise(category):
    found = readers_of_item(category)
    if category in PRIVATE_CATEGORIES:
        assert found == {Reader.CHILD, Reader.GP}
    else:
        assert found - {Reader.SCHOOL} == USUAL
        assert (Reader.SCHOOL in found) is (category == "learning")
    assert readers_of_item(category, ("school",)) == {Reader.SCHOOL}
    assert readers_of_item(category, ()) == frozenset()


def test_private_categories_are_categories_of_need():
    assert set(PRIVATE_CATEGORIES) < set(CATEGORY_WORDS)


@pytest.mark.parametrize(
    ("reader", "category", "seen_by", "agreed", "gets"),
    [
        (Reader.CARER, "asthma", None, False, True),
        (Reader.CARER, "asthma", ("gp",), True, False),
        (Reader.SCHOOL, "asthma", None, False, False),
        (Reader.SCHOOL, "learning", None, False, True),
        (Reader.SCHOOL, "pregnancy", ("school",), True, False),
        (Reader.CARER, "pregnancy", None, False, False),
        (Reader.CARER, "pregnancy", None, True, True),
        (Reader.CARER, "pregnancy", ("carer", "child"), False, False),
        (Reader.CARER, "pregnancy", ("child",), True, False),
        (Reader.CHILD, "pregnancy", None, False, True),
        (Reader.GP, "relationships", None, False, False),
        (Reader.GP, "relationships", None, True, True),
    ],
)
def test_an_item_reaches_a_reader(reader, category, seen_by, agreed, gets):
    assert reaches(reader, category, seen_by, agreed=agreed) is gets


@pytest.mark.parametrize("content", Content)
def test_every_content_has_a_rule_for_every_reader(content):
    assert {type(rule(content, reader)) for reader in Reader} == {Rule}
    assert rule(content, Reader.TEAM) is Rule.YES


def test_no_paper_for_a_parent_and_none_without_a_reader():
    assert set(CHOSEN_READERS) <= set(Reader)
    assert all(paper.readers for paper in PAPERS.values())
