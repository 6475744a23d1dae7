"""A council's list beside the caseload: every kind of difference, and none where there is none."""

from datetime import date

import pytest

from lac_tracker.domain.care import PeriodOfCare
from lac_tracker.domain.identifiers import placeholder_council_id
from lac_tracker.domain.list_reconciliation import pair_by_council_id
from lac_tracker.domain.reconciliation import (
    KIND_WORDS,
    RESOLUTIONS,
    Difference,
    Ours,
    Span,
    Theirs,
    compare,
    is_return_to_care,
    may_be_resolved,
    with_what_was_kept,
    without_who_it_is,
    words_of,
)
from lac_tracker.storage.tables.imports import DIFFERENCE_KINDS
from lac_tracker.storage.tables.imports import RESOLUTIONS as STORED_RESOLUTIONS

BORN = date(2012, 5, 12)
YEAR = Span(date(2024, 4, 1), date(2025, 3, 31))
NONE = placeholder_council_id("AB12CD")


def day(text):
    return date.fromisoformat(text) if text else None


def theirs(began="2024-05-01", ended="", reason="", **more):
    fields = {
        "council_id": "101",
        "born": BORN,
        "began": day(began),
        "ended": day(ended),
        "reason_ended": reason,
    }
    return Theirs(**fields | more)


def ours(*periods, **more):
    stretches = tuple(
        PeriodOfCare(day(began), day(ended), "E4A" if ended else None) for began, ended in periods
    )
    return Ours(**{"child_id": 7, "council_id": "101", "born": BORN, "periods": stretches} | more)


IN_CARE = ("2024-05-01", "")
LEFT = ("2024-05-01", "2024-09-01")


@pytest.mark.parametrize(
    ("their_side", "our_side", "expected"),
    [
        (theirs(), ours(IN_CARE), []),
        (theirs(ended="2024-09-01"), ours(LEFT), []),
        (theirs("2024-05-03"), ours(IN_CARE), [("became_looked_after", "2024-05-03", "2024-05-01")]),
        (theirs(), ours(("", "")), [("became_looked_after", "2024-05-01", "")]),
        (theirs(""), ours(IN_CARE), []),  # their list does not say when
        (theirs(), ours(), [("became_looked_after", "2024-05-01", "")]),
        (theirs("", is_in_care=False), ours(IN_CARE), []),  # in the header, without an episode
        (theirs(ended="2024-09-01", reason="E4A"), ours(IN_CARE), [("left_care", "2024-09-01 E4A", "")]),
        (theirs(ended="2024-09-02"), ours(LEFT), [("left_care", "2024-09-02", "2024-09-01")]),
        (theirs(), ours(LEFT), [("left_care", "", "2024-09-01")]),
        (theirs(), ours(("2024-05-01", "2025-06-01")), []),  # left after the year of the return
        (theirs(), ours(IN_CARE, ("2025-06-01", "")), []),  # what began after it is not looked at
        (theirs("2024-12-01"), ours(LEFT), [("became_looked_after", "2024-12-01", "left 2024-09-01")]),
        (theirs("2024-09-01"), ours(LEFT), [("became_looked_after", "2024-09-01", "left 2024-09-01")]),
        (theirs(ended="2024-09-01"), ours(LEFT, ("2024-12-01", "")),
         [("became_looked_after", "2024-05-01", "2024-12-01"), ("left_care", "2024-09-01", "")]),
        (theirs(born=date(2012, 12, 5)), ours(IN_CARE), [("date_of_birth", "2012-12-05", "2012-05-12")]),
        (theirs(nhs_number="9990000018"), ours(IN_CARE), [("nhs_number", "9990000018", "")]),
        (theirs(), ours(IN_CARE, nhs_number="9990000018"), []),
        (theirs(), ours(IN_CARE, council_id=NONE), [("council_id", "101", NONE)]),
        (theirs(council_id=""), ours(IN_CARE, council_id=NONE), []),
    ],
    ids=range(20),
)  # fmt: skip
def test_a_child_on_both(their_side, our_side, expected):
    found = compare([(their_side, our_side)], [], [], YEAR)
    assert [(one.kind, one.theirs, one.ours) for one in found] == expected
    assert all(one.child_id == 7 and one.is_open and one.words for one in found)


def test_children_on_one_list_alone():
    left_before = ours(("2020-01-01", "2023-01-01"), child_id=8, council_id="108")
    came_after = ours(("2025-04-02", ""), child_id=9, council_id="109")
    without_start = ours(("", ""), child_id=10, council_id="110")
    nobody = theirs("", council_id="111", is_in_care=False)
    found = compare([], [theirs(), nobody], [ours(IN_CARE), left_before, came_after, without_start], YEAR)
    assert [(one.kind, one.council_id, one.theirs, one.ours) for one in found] == [
        ("theirs_only", "101", "2012-05-12 2024-05-01", ""),
        ("ours_only", "101", "", "2024-05-01"),
        ("ours_only", "110", "", ""),
    ]
    assert [one.words for one in found] == [
        "On their list, not on ours: born 12-May-2012, looked after from 01-May-2024",
        "On ours, not on their list: in care from 01-May-2024",
        "On ours, not on their list: in care",
    ]


def test_who_is_paired_where_no_list_gives_names():
    known, unnamed = ours(IN_CARE), ours(IN_CARE, child_id=8, council_id=NONE)
    new = theirs(council_id="102")
    pairs, alone, rest = pair_by_council_id([theirs(), new], [known, unnamed])
    assert ([(one.council_id, mine.child_id) for one, mine in pairs], alone, rest) == (
        [("101", 7), ("102", 8)],
        [],
        [],
    )
    for told_apart, theirs_too, ours_too in (
        (frozenset({("102", 8)}), (), ()),
        (frozenset(), (theirs(council_id="103"),), ()),  # twins: nobody can tell which
        (frozenset(), (), (ours(IN_CARE, child_id=9, council_id=placeholder_council_id("ZZ99ZZ")),)),
    ):
        pairs, alone, rest = pair_by_council_id(
            [theirs(), new, *theirs_too], [known, unnamed, *ours_too], told_apart
        )
        assert [mine.child_id for _, mine in pairs] == [7]
        assert new in alone
        assert unnamed in rest


def test_words_and_resolutions_are_complete():
    assert set(KIND_WORDS) == set(RESOLUTIONS) == set(DIFFERENCE_KINDS)
    assert {name for ways in RESOLUTIONS.values() for name in ways} == set(STORED_RESOLUTIONS)
    assert may_be_resolved("ours_only", "left_care")
    assert not may_be_resolved("ours_only", "added")
    assert (
        words_of("left_care", "2024-09-01 E4A", "")
        == "Left care: 01-Sep-2024 by their list, still in care here"
    )
    assert (
        words_of("left_care", "", "2024-09-01") == "Left care: still in care by their list, 01-Sep-2024 here"
    )
    assert (
        words_of("nhs_number", "9990000018", "") == "NHS number: 999 000 0018 by their list, Not known here"
    )
    assert words_of("council_id", "101", NONE) == "Council ID: 101 by their list, not given here"
    came_back = "Came back into care on 01-Dec-2024 by their list; here left care on 01-Sep-2024"
    assert words_of("became_looked_after", "2024-12-01", "left 2024-09-01") == came_back


def test_what_was_decided_before_is_known_again_and_hidden_where_it_must_be():
    (found,) = compare(
        [(theirs(nhs_number="9990000018"), ours(IN_CARE, name="BAPTISTE, Amara"))], [], [], YEAR
    )
    before = Difference(
        "nhs_number", "101", 7, "", "9990000018", "", id=3, resolution="ours_is_right", reason="They mixed up twins",
        resolved_on=date(2026, 3, 4), resolved_by="Grace Mensah", version=2,
    )  # fmt: skip
    (again,) = with_what_was_kept([found], {before.key: before})
    assert (again.id, again.version, again.is_open, is_return_to_care(again)) == (3, 2, False, False)
    assert again.resolved_words == (
        "Ours is right: the council is told. 04-Mar-2026, Grace Mensah: They mixed up twins"
    )
    hidden = without_who_it_is(again, "Restricted record")
    assert "999" not in repr(hidden)
    assert "Amara" not in repr(hidden)
    assert (hidden.reference, hidden.words, hidden.is_closed) == (
        "Restricted record",
        "NHS number. Restricted record",
        True,
    )
