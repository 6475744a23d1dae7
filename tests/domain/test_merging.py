"""Joining two people's changes: a table of cases."""

import pytest

from lac_tracker.domain.merging import Merge, merge


@pytest.mark.parametrize(
    ("before", "mine", "theirs", "joined", "differ"),
    [
        ("a", "a", "a", False, False),  # nobody changed it
        ("a", "b", "a", False, False),  # I did
        ("a", "a", "c", True, False),  # they did
        ("a", "b", "b", False, False),  # both, to the same
        ("a", "b", "c", False, True),  # both, to something else
        ("a", "", "c", False, True),  # I emptied what they changed
        ("a", "b", "", False, True),
        ("", "", "c", True, False),
    ],
)
def test_one_field(before, mine, theirs, joined, differ):
    assert merge([before], [mine], [theirs]) == Merge((0,) if joined else (), (0,) if differ else ())


def test_each_field_is_decided_by_itself():
    assert merge("abcd", "abXY", "aZcW") == Merge(joined=(1,), differ=(3,))


def test_fields_of_different_dialogs_are_no_merge():
    with pytest.raises(ValueError, match="different dialogs"):
        merge("ab", "ab", "abc")
