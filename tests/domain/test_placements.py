"""Terms, advice and doubtful dates of placements and legal statuses, by table."""

import tomllib
from dataclasses import dataclass
from datetime import date

import pytest

from lac_tracker.domain import placements as rules
from lac_tracker.domain.errors import UserError
from lac_tracker.paths import RESOURCES
from lac_tracker.storage.tables.care import PROTECTION_KINDS

TODAY = date(2026, 3, 4)
BORN = date(2016, 5, 1)


@dataclass(frozen=True)
class Stay:
    began: date
    ended: date | None = None


def day(number, month=2):
    return date(2026, month, number)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("at risk register", "child_protection_plan"),
        ("on the At-Risk Register", "child_protection_plan"),
        ("CPR", "child_protection_plan"),
        ("cp plan", "child_protection_plan"),
        ("s47", "section_47_enquiry"),
        ("Section 47 investigation", "section_47_enquiry"),
        ("CIN", "child_in_need_plan"),
        ("child in need", "child_in_need_plan"),
        ("section 17", "child_in_need_plan"),
        ("Child protection plan", None),  # the exact term needs no suggestion
        ("Child in need plan", None),
        ("cinema", None),
        ("", None),
    ],
)
def test_old_terms_are_corrected(typed, kind):
    assert rules.exact_term(typed) == kind


def test_every_legal_status_has_its_advice():
    codes = tomllib.loads((RESOURCES / "codes" / "legal_status.toml").read_text("utf-8"))["code"]
    assert {one["code"] for one in codes} == set(rules.LIKELY_RESPONSIBILITY)
    assert set(rules.PROTECTION_WORDS) == set(PROTECTION_KINDS)


@pytest.mark.parametrize(
    ("code", "unaccompanied", "holders"),
    [
        ("V2", False, "Parents; the council has none"),
        ("V2", True, "Nobody in the UK; the council has none"),
        ("C1", False, "Council and parents"),
        ("C2", True, "Council and parents"),
        ("L1", False, "Parents; the police have none"),
    ],
)
def test_who_likely_holds_parental_responsibility(code, unaccompanied, holders):
    found = rules.likely_responsibility(code, unaccompanied=unaccompanied)
    assert found is not None
    assert found.holders == holders


@pytest.mark.parametrize(
    ("began", "ended", "words"),
    [
        (None, None, "Enter the date for From"),
        (day(5, 3), None, "From must be today or in the past"),
        (day(1), day(5, 3), "To must be today or in the past"),
        (date(2016, 4, 30), None, "From must be after the child was born, 01-May-2016"),
        (day(10), day(9), "To must be on or after From, 10-Feb-2026"),
    ],
)
def test_impossible_dates_are_refused_in_words(began, ended, words):
    with pytest.raises(UserError, match=words):
        rules.check_stretch(began, ended, born=BORN, today=TODAY)


def test_what_a_new_stretch_ends_and_where_it_ends_itself():
    held = (Stay(day(1), day(5)), Stay(day(5)), Stay(day(20)))
    assert rules.earlier_to_end(held, day(10)) == Stay(day(5))
    assert rules.earlier_to_end(held, day(1)) is None
    assert rules.end_before_next(held, day(10), None) == day(20)
    assert rules.end_before_next(held, day(10), day(12)) == day(12)
    assert rules.end_before_next(held, day(25), None) is None


def test_doubts_say_what_looks_wrong():
    held = (Stay(day(1)), Stay(day(5), day(9)), Stay(day(9)))
    words = rules.doubts(held, "Placement", looked_after_since=((day(3), day(12)),), name="Mara")
    assert words == (
        "Placement from 01-Feb-2026 overlaps the one from 05-Feb-2026. Check when the first ended",
        "Placement from 01-Feb-2026 is before Mara became looked after, 03-Feb-2026. Check which is right",
        "Placement from 01-Feb-2026 goes on after Mara left care, 12-Feb-2026",
        "Placement from 09-Feb-2026 goes on after Mara left care, 12-Feb-2026",
    )
    assert rules.doubts(held[1:], "Placement", looked_after_since=((None, None),), name="Mara") == ()


def test_the_day_told_is_counted_from_the_move():
    assert rules.told_words(date(2026, 1, 26), date(2026, 1, 30)) == "30-Jan-2026 (day 4)"
    assert rules.told_words(date(2026, 1, 26), None) == ""
