"""What a text gives away, when the last backup has gone, and what a certificate calls things."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from lac_tracker.domain import disposal as rules
from lac_tracker.domain.backups import Aged, Kind, to_remove
from lac_tracker.domain.disposal import Destroyed, Identity
from lac_tracker.domain.errors import UserError

WHOSE = Identity(8_123_456_789_012_345, "100001", "9990341281", "Baptiste", "Amara", "Mari")


@pytest.mark.parametrize(
    ("text", "named", "meant", "numbered"),
    [
        ("The trust's schedule, section 4", False, False, False),
        ("Amara's record", True, False, False),
        ("BAPTISTE", True, False, False),
        ("Baptistery", False, False, False),
        ("Called Mari at home", True, False, False),
        ("Marigold ward", False, False, False),
        ("Amara Baptiste", True, True, False),
        ("baptiste, AMARA", True, True, False),
        ("Council ID 100001", True, True, False),
        ("1000012 rows", False, False, False),
        ("9990341281", True, True, True),
        ("NHS 999 034 1281.", True, True, True),
        ("999-034-1281", True, True, True),
        ("19990341281", False, False, False),
        ("manager:late:8123456789012345:IHA", True, True, True),
    ],
)
def test_what_a_text_tells_of_a_child(text, named, meant, numbered):
    assert (WHOSE.is_named_in(text), WHOSE.is_meant_in(text), WHOSE.is_numbered_in(text)) == (
        named,
        meant,
        numbered,
    )


def test_a_short_council_id_and_a_single_name_say_nothing_alone():
    short = Identity(8_123_456_789_012_345, "12", None, "Li", None, None)
    assert not short.is_meant_in("Row 12 of the list: Li")
    assert not short.is_named_in("Row of Li")


def test_numbers_are_taken_out_of_a_text():
    assert WHOSE.without_numbers("See 999 034 1281, also 9990341281x 19990341281") == (
        "See (removed), also (removed)x 19990341281"
    )


def test_what_stays_for_ever_must_not_say_who_it_was():
    assert rules.said_without_name("  Schedule of \u202e 2024 ", "Authority", WHOSE) == "Schedule of 2024"
    for text in ("Amara is 76", "See 999 034 1281"):
        with pytest.raises(UserError, match="Authority stays after the record has gone"):
            rules.said_without_name(text, "Authority", WHOSE)
    with pytest.raises(UserError, match="Enter the authority"):
        rules.said_without_name(" ", "Authority", WHOSE)


def test_a_record_number_is_read_out_without_doubt():
    assert rules.record_number(range(8)) == "D-B345-6789"
    for start in range(0, 248, 8):
        assert re.fullmatch(
            r"D-[B-Z][2-9B-Z]{3}-[2-9][2-9B-Z]{3}", number := rules.record_number(range(start, start + 8))
        )
        assert not set(number) & set("01AEIOUL")


@pytest.mark.parametrize("day", [date(2026, 3, 4), date(2027, 1, 31), date(2028, 2, 29)])
def test_no_backup_that_holds_the_record_is_left_when_the_certificate_says_so(day):
    """A backup each day for more than a year, thinned each day as the product does."""
    begun = datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
    held: list[Aged] = []
    for number in range(-90, rules.BACKUPS_KEPT_DAYS + 1):
        now = begun + timedelta(days=number)
        kind = Kind.BEFORE_IMPORT if number == 0 else Kind.DAILY
        held.append(Aged(str(number), now, kind))
        gone = set(to_remove(held, now))
        held = [one for one in held if one.name not in gone]
    assert now.date() == rules.backups_until(day)
    assert min(int(one.name) for one in held) > 0


def test_what_went_is_told_in_words_and_no_table_is_left_out():
    told = Destroyed({"answers": 3, "children": 1, "something_new": 2}, 9, 4).in_words()
    assert told == (
        ("answers", 3), ("names, numbers and details", 1), ("something new", 2),
        ("entries of the record of changes", 9),
    )  # fmt: skip
