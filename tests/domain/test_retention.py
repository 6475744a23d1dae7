"""Until when a record is kept, what holds it, and what a choice is refused for: tables of cases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lac_tracker.domain import retention as rules
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.retention import Chosen, Hold, Life, RecordFacts
from lac_tracker.storage.retention import rules as shipped
from lac_tracker.storage.tables.retention import HOLD_KINDS, RETENTION_CLASSES

TODAY = date(2026, 3, 4)
AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
LONGEST, CARE, NHS, ORDER, NO_ORDER, DIED, VERY_LONG = RETENTION_CLASSES
OLD = date(1950, 1, 10)  # 76 years old


def test_the_data_file_has_every_class_of_the_tables_with_source_and_mark_of_doubt():
    assert tuple(one.key for one in shipped().classes) == RETENTION_CLASSES
    assert tuple(rules.HOLD_WORDS) == HOLD_KINDS
    for one in shipped().classes:
        assert one.source
        assert one.confidence == "V" or one.doubt


@pytest.mark.parametrize(
    ("key", "life", "kept"),
    [
        # The default is the longest that applies: the 75th birthday.
        (LONGEST, Life(date(2010, 5, 1)), date(2085, 5, 1)),
        (CARE, Life(date(2010, 5, 1)), date(2085, 5, 1)),
        # Born on 29 February: the 75th birthday is never in a leap year, so it is 1 March, the later of the two days.
        (LONGEST, Life(date(2016, 2, 29)), date(2091, 3, 1)),
        (CARE, Life(date(1952, 2, 29)), date(2027, 3, 1)),
        (CARE, Life(date(1952, 2, 28)), date(2027, 2, 28)),
        (VERY_LONG, Life(date(2016, 2, 29)), date(2141, 3, 1)),
        (NHS, Life(date(2016, 2, 29), care_ended_on=date(2030, 1, 1)), date(2041, 3, 1)),
        # A death alone shortens nothing: somebody has to choose the class.
        (LONGEST, Life(date(2010, 5, 1), died_on=date(2020, 2, 29)), date(2085, 5, 1)),
        (DIED, Life(date(2010, 5, 1), died_on=date(2020, 2, 29)), date(2035, 3, 1)),
        (DIED, Life(date(2010, 5, 1), died_on=date(2020, 6, 1)), date(2035, 6, 1)),
        (DIED, Life(date(2010, 5, 1)), None),
        # 25th birthday; 26th for who was 17 when care ended, and where nobody knows when it did.
        (NHS, Life(date(2000, 6, 15), care_ended_on=date(2016, 6, 15)), date(2025, 6, 15)),
        (NHS, Life(date(2000, 6, 15), care_ended_on=date(2017, 6, 14)), date(2025, 6, 15)),
        (NHS, Life(date(2000, 6, 15), care_ended_on=date(2017, 6, 15)), date(2026, 6, 15)),
        (NHS, Life(date(2000, 6, 15), care_ended_on=date(2018, 6, 15)), date(2025, 6, 15)),
        (NHS, Life(date(2000, 6, 15)), date(2026, 6, 15)),
        # An adoption order: no day before a hundred years from it, whatever the class.
        (ORDER, Life(date(2010, 5, 1), adoption_order_on=date(2012, 2, 29)), date(2112, 2, 29)),
        (ORDER, Life(date(2010, 5, 1)), None),
        (LONGEST, Life(date(2010, 5, 1), adoption_order_on=date(2013, 7, 2)), date(2113, 7, 2)),
        (NHS, Life(date(2010, 5, 1), adoption_order_on=date(2013, 7, 2)), date(2113, 7, 2)),
        (DIED, Life(date(2010, 5, 1), date(2015, 1, 1), date(2013, 7, 2)), date(2113, 7, 2)),
        (VERY_LONG, Life(date(2010, 5, 1), adoption_order_on=date(2013, 7, 2)), date(2135, 5, 1)),
        (NO_ORDER, Life(date(2010, 5, 1)), date(2085, 5, 1)),
    ],
)
def test_kept_until(key, life, kept):
    assert rules.kept_until(shipped(), key, life) == kept


@pytest.mark.parametrize(
    ("kept", "today", "may"),
    [
        (date(2026, 3, 4), date(2026, 3, 3), False),
        (date(2026, 3, 4), date(2026, 3, 4), False),  # still kept on the day itself
        (date(2026, 3, 4), date(2026, 3, 5), True),
        (None, date(2126, 3, 5), False),
    ],
)
def test_only_after_the_last_day(kept, today, may):
    assert rules.may_be_disposed_of(kept, today) is may


def facts(**known):
    return RecordFacts(**{"child_id": 1, "council": "123", "council_id": "100001", "born": OLD} | known)


def chosen(key, *, died_on=None, order_on=None):
    return Chosen(key, "Policy", died_on, order_on, "Grace Mensah", AT, 1)


HELD = Hold(1, "legal", "Letter of claim", "Grace Mensah", AT, 1)
LIFTED = replace(HELD, lifted_at=AT + timedelta(days=1), lifted_by="Grace Mensah", lifted_because="Settled")


@pytest.mark.parametrize(
    ("known", "holds", "in_the_way"),
    [
        ({}, 0, ()),
        ({"born": date(2010, 5, 1)}, 0, ("It is kept until 01-May-2085",)),  # a corrected date of birth moves it
        ({"holds": (HELD,)}, 1, ("On hold. Legal case or claim: Letter of claim",)),
        ({"holds": (LIFTED,)}, 0, ()),
        ({"holds": (LIFTED, HELD)}, 1, ("On hold. Legal",)),
        ({"is_looked_after": True}, 0, ("The child is still looked after",)),
        ({"open_work": 1}, 0, ("1 assessment is still open",)),
        ({"open_work": 2}, 0, ("2 assessments are still open",)),
        ({"chosen": chosen(DIED)}, 0, ("No day can be told",)),
        # Adoption: on hold by itself until a person has said what became of it.
        ({"was_placed_for_adoption": True}, 1, ("On hold. Adoption: there was a placement",)),
        ({"was_placed_for_adoption": True, "chosen": chosen(LONGEST)}, 1, ("On hold. Adoption",)),
        ({"was_placed_for_adoption": True, "chosen": chosen(NO_ORDER)}, 0, ()),
        ({"adopted_on": date(1953, 1, 1)}, 1, ("It is kept until 01-Jan-2053", "On hold. Adoption: care ended")),
        (
            {"adopted_on": date(1953, 1, 1), "chosen": chosen(NO_ORDER)}, 1,
            ("It is kept until 01-Jan-2053", "On hold. Adoption"),
        ),
        ({"chosen": chosen(ORDER, order_on=date(1953, 1, 1))}, 0, ("It is kept until 01-Jan-2053",)),
        (
            {"adopted_on": date(1953, 1, 1), "chosen": chosen(ORDER, order_on=date(1954, 1, 1))}, 0,
            ("It is kept until 01-Jan-2054",),
        ),
    ],
)  # fmt: skip
def test_what_is_in_the_way(known, holds, in_the_way):
    found = rules.keeping(shipped(), facts(**known), TODAY)
    assert len(found.holds) == holds
    assert len(found.obstacles) == len(in_the_way)
    for told, begins in zip(found.obstacles, in_the_way, strict=True):
        assert told.startswith(begins)


def test_holds_beat_a_day_that_has_long_passed():
    found = rules.keeping(shipped(), facts(born=date(1900, 1, 1), holds=(HELD,)), TODAY)
    assert found.kept_until == date(1975, 1, 1)
    assert found.obstacles


@pytest.mark.parametrize(
    ("key", "known", "died_on", "order_on", "words"),
    [
        (DIED, {}, None, None, "Date of death is needed"),
        (DIED, {}, date(1968, 1, 10), None, "Date of death is after the 18th birthday"),
        (DIED, {}, date(1949, 1, 1), None, "Date of death is before the birth"),
        (DIED, {}, date(2027, 1, 1), None, "Date of death must be today or in the past"),
        (ORDER, {}, None, None, "Date of the adoption order is needed"),
        (ORDER, {}, None, date(2026, 3, 5), "Date of the adoption order must be today or in the past"),
        (NO_ORDER, {"adopted_on": date(1953, 1, 1)}, None, None, "Class can't be 'no order made'"),
        (NO_ORDER, {}, None, date(1953, 1, 1), "Class can't be 'no order made'"),
        ("for ever", {}, None, None, "There is no retention class 'for ever'"),
        (DIED, {}, date(1968, 1, 9), None, ""),
        (ORDER, {}, None, date(2026, 3, 4), ""),
        (NHS, {}, None, None, ""),
    ],
)
def test_a_class_fits_what_is_known(key, known, died_on, order_on, words):
    def check():
        rules.check_choice(shipped(), key, facts(**known), died_on=died_on, order_on=order_on, today=TODAY)

    if not words:
        check()
        return
    with pytest.raises(UserError, match=words):
        check()


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"class": [{"key": "x", "colour": "red"}]}, "'colour' is not understood"),
        ({"class": [{"key": "x"}]}, "class 1 lacks something"),
        ({"class": []}, "lacks 'placement_types'"),
        (
            {
                "adoption": {
                    "placement_types": [],
                    "legal_statuses": [],
                    "reasons_ended": [],
                    "order_years": 100,
                }
            },
            "'longest_applicable' is missing",
        ),
    ],
)
def test_a_data_file_that_is_wrong_says_where(table, words):
    with pytest.raises(UserError, match=words):
        rules.read_rules(table)
