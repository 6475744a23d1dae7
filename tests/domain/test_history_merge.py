"""What a return changes about a history that people corrected and added to: by table, and for any history."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lac_tracker.domain.history_merge import Held, merge


def day(number):
    return date(2026, 1, 1) + timedelta(days=number)


def stay(began, ended=None, code="U6"):
    return {
        "began": None if began is None else day(began),
        "ended": None if ended is None else day(ended),
        "code": code,
    }


def held(id, values, *, by_hand=False):
    return Held(id, values, by_hand)


def apply(rows, found):
    """Return what stands after a merge, as a person reads it."""
    left = {
        one.id: dict(one.values) | found.changed.get(one.id, {})
        for one in rows
        if one.id not in found.removed
    }
    return sorted(
        (one["began"] or date.min, one["ended"] or date.max, one["code"]) for one in (*left.values(), *found.added)
    )  # fmt: skip


def standing(*stays):
    return apply([held(at, one) for at, one in enumerate(stays)], merge((), (), ()))


@pytest.mark.parametrize(
    ("rows", "before", "after", "stands", "doubts"),
    [
        # nothing new: what was corrected here stays
        ([held(1, stay(3))], [stay(1)], [stay(1)], [stay(3)], 0),
        # the return closes what was open; the day it began stays corrected
        ([held(1, stay(3))], [stay(1)], [stay(1, 9)], [stay(3, 9)], 0),
        # a move entered here after the last return stays, and so does the end it gave to the one before
        ([held(1, stay(1, 8)), held(2, stay(8, code="K2"), by_hand=True)], [stay(1)], [stay(1)],
         [stay(1, 8), stay(8, code="K2")], 0),
        # the return now has that move too, a day earlier: one row, and people are told
        ([held(1, stay(1, 8)), held(2, stay(8, code="K2"), by_hand=True)], [stay(1)], [stay(1, 7), stay(7, code="K2")],
         [stay(1, 7), stay(7, code="K2")], 2),
        # the return says another type from the same day: both are kept, and people are told
        ([held(1, stay(1, 8)), held(2, stay(8, code="K2"), by_hand=True)], [stay(1)], [stay(1, 8), stay(8, code="U4")],
         [stay(1, 8), stay(8, code="K2"), stay(8, code="U4")], 1),
        # the return takes back what it said: gone, unless it was corrected here
        ([held(1, stay(1, 5)), held(2, stay(5))], [stay(1, 5), stay(5)], [stay(1, 5)], [stay(1, 5)], 0),
        ([held(1, stay(1, 5)), held(2, stay(6))], [stay(1, 5), stay(5)], [stay(1, 5)], [stay(1, 5), stay(6)], 1),
        # a child added by hand is found in a return for the first time: silence wipes no end
        ([held(1, stay(4, 30), by_hand=True)], [], [stay(4)], [stay(4, 30)], 0),
        # the start of care was not known, was entered here, and the return brings another
        ([held(1, stay(4))], [stay(None)], [stay(6)], [stay(6)], 1),
        # entered here far from what the return says: not the same
        ([held(1, stay(1, 20), by_hand=True)], [], [stay(90)], [stay(1, 20), stay(90)], 0),
    ],
)  # fmt: skip
def test_only_the_news_of_a_return_is_taken(rows, before, after, stands, doubts):
    found = merge(rows, before, after, kind="code")
    assert apply(rows, found) == standing(*stands)
    assert len(found.doubts) == doubts, found.doubts


STAYS = st.lists(
    st.builds(
        lambda began, days, code: stay(began, None if days is None else began + days, code),
        st.integers(0, 40), st.none() | st.integers(0, 20), st.sampled_from(["U6", "K2"]),
    ),
    max_size=5,
)  # fmt: skip


@given(STAYS, STAYS)
@settings(max_examples=150, deadline=None)
def test_where_nobody_changed_anything_the_return_stands_as_it_is(before, after):
    rows = [held(at, one) for at, one in enumerate(before)]
    found = merge(rows, before, after, kind="code")
    assert apply(rows, found) == standing(*after)
    assert found.doubts == []


@given(STAYS, STAYS)
@settings(max_examples=100, deadline=None)
def test_a_return_that_says_nothing_new_changes_nothing(ours, said):
    rows = [held(at, one, by_hand=at % 2 == 0) for at, one in enumerate(ours)]
    found = merge(rows, said, said, kind="code")
    assert (found.changed, found.added, found.removed, found.doubts) == ({}, [], [], [])
