"""Odd looks: which looks of a week are asked about, as tables of cases."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lac_tracker.domain.odd_looks import (
    WORDS,
    Looked,
    Named,
    Reader,
    Rule,
    is_out_of_hours,
    odd_looks,
    week_of,
)
from lac_tracker.domain.people import Role

TUESDAY = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
NADIA = Reader(3, "Nadia Rahman", Role.ASSESSOR)
GRACE = Reader(1, "Dr Grace Mensah", Role.MANAGER)
KHAN = Named(("Khan",), ("Sana",))


def looked(at=TUESDAY, *, by=3, child=10, restricted=False, theirs=True):
    return Looked(at, by, child, restricted, theirs)


def found(*looks, reader=NADIA, child=KHAN):
    children = {look.child_id: child for look in looks}
    return [
        (odd.child_id, odd.rules, odd.times) for odd in odd_looks(looks, {reader.person_id: reader}, children)
    ]


def test_a_look_at_ones_own_caseload_in_the_day_is_not_odd():
    assert found(looked()) == []


@pytest.mark.parametrize(
    ("reader", "child", "rule"),
    [
        ("Nadia Khan", KHAN, Rule.SAME_NAME),
        ("Dr Nadia KHÁN", KHAN, Rule.SAME_NAME),
        ("Nadia Reid", Named(("Okafor-Reid",)), Rule.SAME_NAME),
        ("Nadia O'Brien", Named(("O’Brien",)), Rule.SAME_NAME),
        ("Ms Sana Khan", KHAN, Rule.OWN_RECORD),
        ("Nadia Rahman", KHAN, None),
        ("Khan Rahman", KHAN, None),
        ("Nadia Khanna", KHAN, None),
        ("Nadia Khan", Named(()), None),
    ],
)
def test_the_same_name_is_asked_about(reader, child, rule):
    asked = found(looked(), reader=Reader(3, reader, Role.ASSESSOR), child=child)
    assert asked == ([(10, (rule,), 1)] if rule else [])


@pytest.mark.parametrize(
    ("at", "is_odd"),
    [
        (datetime(2026, 11, 16, 6, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 16, 7, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 16, 19, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 16, 20, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 12, 0, tzinfo=UTC), False),  # a Friday
        (datetime(2026, 11, 21, 12, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 22, 12, 0, tzinfo=UTC), True),
    ],
)
def test_working_hours_are_seven_to_eight_from_monday_to_friday(at, is_odd):
    assert is_out_of_hours(at) is is_odd
    assert found(looked(at)) == ([(10, (Rule.OUT_OF_HOURS,), 1)] if is_odd else [])


def test_a_record_with_nothing_of_theirs_is_asked_about_but_not_of_who_sees_all():
    assert found(looked(theirs=False), looked(TUESDAY + timedelta(hours=2), theirs=False)) == [
        (10, (Rule.NOT_THEIRS,), 2)
    ]
    assert found(looked(by=1, theirs=False), reader=GRACE) == []


def test_restricted_records_again_and_again_are_asked_about():
    twice = [looked(child=child, restricted=True, theirs=False) for child in (10, 11)]
    assert [rules for _, rules, _ in found(*twice)] == [(Rule.NOT_THEIRS,), (Rule.NOT_THEIRS,)]
    thrice = [*twice, looked(child=10, restricted=True, theirs=False)]
    assert {rules for _, rules, _ in found(*thrice)} == {(Rule.RESTRICTED_OFTEN, Rule.NOT_THEIRS)}
    assert found(*(looked(child=child, restricted=True) for child in (10, 11, 12))) == []


@pytest.mark.parametrize(
    ("records", "minutes", "is_odd"), [(30, 59, False), (31, 59, True), (31, 61 * 31, False)]
)
def test_more_than_thirty_records_in_an_hour_are_asked_about_once(records, minutes, is_odd):
    step = timedelta(minutes=minutes) / records
    looks = [looked(TUESDAY.replace(hour=9) + step * number, child=number) for number in range(records)]
    looks = [look for look in looks if not is_out_of_hours(look.at)]
    asked = [odd for odd in odd_looks(looks, {3: NADIA}, {}) if odd.child_id is None]
    assert [(odd.rules, odd.records) for odd in asked] == (
        [((Rule.MANY_IN_AN_HOUR,), records)] if is_odd else []
    )


def test_the_same_record_many_times_is_one_record():
    assert found(*(looked(TUESDAY + timedelta(minutes=number)) for number in range(40))) == []


def test_the_weightiest_stand_first_and_every_rule_has_words():
    looks = [looked(datetime(2026, 11, 21, 9, 0, tzinfo=UTC), child=11), looked(child=10, theirs=False)]
    assert [odd.child_id for odd in odd_looks(looks, {3: NADIA}, {})] == [10, 11]
    assert set(WORDS) == set(Rule)


def test_a_week_runs_from_monday_to_sunday():
    assert week_of(date(2026, 11, 22)) == (date(2026, 11, 16), date(2026, 11, 22))
    assert week_of(date(2026, 11, 16)) == (date(2026, 11, 16), date(2026, 11, 22))
