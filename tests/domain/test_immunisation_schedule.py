"""The immunisation schedule: each cohort has its own doses, and what looks outstanding is only theirs."""

import tomllib
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.event_dates import EventDate, on_day
from lac_tracker.domain.health_checks import Immunisation
from lac_tracker.domain.immunisation_outlook import outlook, suggestion_words, unknown_plan
from lac_tracker.domain.immunisation_schedule import (
    age_words,
    reached,
    schedule_from,
    school_year_begins,
)
from lac_tracker.paths import RESOURCES


def _read(name: str):
    return tomllib.loads((RESOURCES / name).read_text(encoding="utf-8"))


SCHEDULE = schedule_from(_read("immunisation_schedule.toml"))
NAMES = {one["key"]: one["label"] for one in _read("immunisations.toml")["vaccine"]}
TODAY = date(2026, 11, 23)


def dose(number: int, vaccine: str, on: date | EventDate | None, state: str = "given") -> Immunisation:
    return Immunisation(number, vaccine, "", state, on_day(on) if isinstance(on, date) else on, "GP record")


def line(born: date, key: str, doses=(), today: date = TODAY):
    found = outlook(SCHEDULE, born, today, doses, NAMES)
    return next((one for one in found.lines if one.key == key), None)


def ages(born: date, key: str) -> list[tuple[str, str]]:
    found = line(born, key)
    return [(slot.vaccine, slot.age) for slot in found.slots] if found else []


@pytest.mark.parametrize(
    ("born", "key", "expected"),
    [
        (date(2024, 6, 30), "hib_men_c", ["1 year"]),
        (date(2024, 7, 1), "hib_men_c", []),
        (date(2024, 6, 30), "six_in_one", ["8 weeks", "12 weeks", "16 weeks"]),
        (date(2024, 7, 1), "six_in_one", ["8 weeks", "12 weeks", "16 weeks", "18 months"]),
        (date(2017, 7, 31), "six_in_one", []),
        (date(2017, 7, 31), "five_in_one", ["8 weeks", "12 weeks", "16 weeks"]),
        (date(2017, 8, 1), "five_in_one", []),
        (date(2025, 4, 7), "men_b", ["8 weeks", "16 weeks", "1 year"]),
        (date(2025, 4, 8), "men_b", ["8 weeks", "12 weeks", "1 year"]),
        (date(2015, 6, 30), "men_b", []),
        (date(2025, 4, 7), "pneumococcal", ["12 weeks", "1 year"]),
        (date(2025, 4, 8), "pneumococcal", ["16 weeks", "1 year"]),
        (date(2019, 12, 31), "pneumococcal", []),
        (date(2019, 12, 31), "pneumococcal_three", ["8 weeks", "16 weeks", "1 year"]),
        (date(2020, 1, 1), "pneumococcal_three", []),
        (date(2010, 1, 1), "four_in_one", ["3 years 4 months"]),
        (date(2006, 8, 31), "hpv", []),
        (date(2006, 9, 1), "hpv", ["school Year 8"]),
        (date(2012, 1, 1), "men_acwy", ["school Year 9"]),
    ],
)  # fmt: skip
def test_a_child_has_the_doses_of_their_own_cohort(born, key, expected):
    assert [age for _, age in ages(born, key)] == expected


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(2022, 8, 31), [("mmr", "1 year"), ("mmr", "3 years 4 months")]),
        (date(2022, 9, 1), [("mmr", "1 year"), ("mmrv", "3 years 4 months")]),
        (date(2023, 6, 1), [("mmr", "1 year"), ("mmrv", "3 years 4 months")]),
        (date(2023, 6, 2), [("mmr", "1 year"), ("mmrv", "brought forward")]),
        (date(2024, 6, 30), [("mmr", "1 year"), ("mmrv", "brought forward")]),
        (date(2024, 7, 1), [("mmr", "1 year"), ("mmrv", "18 months"), ("mmrv", "3 years 4 months")]),
        (date(2024, 12, 31), [("mmr", "1 year"), ("mmrv", "18 months"), ("mmrv", "3 years 4 months")]),
        (date(2025, 1, 1), [("mmrv", "1 year"), ("mmrv", "18 months")]),
    ],
)
def test_mmr_and_mmrv_by_date_of_birth(born, expected):
    assert ages(born, "mmr") == expected


@pytest.mark.parametrize(
    ("born", "year", "begins"),
    [
        (date(2013, 9, 1), 8, date(2026, 9, 1)),
        (date(2014, 8, 31), 8, date(2026, 9, 1)),
        (date(2013, 8, 31), 8, date(2025, 9, 1)),
        (date(2012, 9, 1), 9, date(2026, 9, 1)),
        (date(2012, 2, 29), 9, date(2025, 9, 1)),
    ],
)
def test_a_school_year_begins_on_the_first_of_september(born, year, begins):
    assert school_year_begins(born, year) == begins


@pytest.mark.parametrize(
    ("age", "day", "words"),
    [
        ("8w", date(2024, 4, 25), "8 weeks"),
        ("18m", date(2025, 8, 29), "18 months"),
        ("1y", date(2025, 3, 1), "1 year"),
        ("3y4m", date(2027, 7, 1), "3 years 4 months"),
    ],
)
def test_ages_are_reached_on_their_day(age, day, words):
    assert reached(date(2024, 2, 29), age) == day
    assert age_words(age) == words
    with pytest.raises(UserError, match="'soon' is not an age"):
        reached(day, "soon")


def test_ages_share_their_unit():
    assert line(date(2024, 7, 1), "six_in_one").ages == "8, 12, 16 weeks, 18 months"
    assert line(date(2010, 7, 1), "mmr").ages == "1 year, 3 years 4 months"


def test_due_then_overdue_then_no_longer_offered():
    born = date(2026, 1, 1)
    says = [line(born, "rotavirus", today=day).state for day in (
        date(2026, 2, 25), date(2026, 2, 26), date(2026, 3, 26), date(2026, 6, 17), date(2026, 6, 18),
    )]  # fmt: skip
    assert says == ["not_yet", "due", "overdue", "overdue", "past"]
    assert (
        line(born, "rotavirus", today=date(2026, 6, 18)).says
        == "0 of 2 on record; not offered after 24 weeks"
    )


def test_a_school_year_dose_is_due_until_the_year_ends():
    born = date(2013, 3, 3)  # Year 9 from September 2026, Year 8 the year before
    assert line(born, "three_in_one").says == "Looks due: from 01-Sep-2026"
    assert line(born, "hpv").says == "Looks overdue: due 01-Sep-2025"


def test_two_doses_of_mmrv_are_enough_where_mmr_was_missed():
    born = date(2024, 12, 20)
    held = (dose(1, "mmrv", date(2026, 1, 5)), dose(2, "mmrv", date(2026, 7, 1)))
    found = line(born, "mmr", held)
    assert [slot.state for slot in found.slots] == ["not_needed", "given", "given"]
    assert found.says == "Given (2 of 3 on record)"


def test_another_vaccine_counts_and_is_named():
    found = line(date(2024, 5, 1), "hib_men_c", tuple(dose(n, "six_in_one", date(2024, 6 + n, 1)) for n in (1, 2, 3)) + (
        dose(4, "six_in_one", date(2025, 6, 1)),
    ))  # fmt: skip
    assert (found.state, found.given) == ("given", "01-Jun-2025 (as 6-in-1)")


def test_a_dose_before_it_counts_is_said_and_not_counted():
    born = date(2019, 1, 1)
    found = outlook(
        SCHEDULE, born, TODAY, (dose(1, "mmr", date(2019, 9, 1)), dose(2, "mmr", date(2020, 2, 1))), NAMES
    )
    assert [one.id for one in found.too_early] == [1]
    mmr = next(one for one in found.lines if one.key == "mmr")
    assert mmr.says == "Looks overdue: dose 2, due 01-May-2022"
    # A year that is all that is known may have been late enough.
    vague = EventDate(date(2019, 7, 2), "year", "2019")
    assert line(born, "mmr", (dose(1, "mmr", vague),)).slots[0].state == "overdue"
    assert (
        line(born, "mmr", (dose(1, "mmr", EventDate(date(2020, 1, 1), "about", "2020, about")),))
        .slots[0]
        .state
        == "given"
    )


def test_undated_and_declined_doses_are_counted_openly():
    born = date(2015, 1, 1)
    found = outlook(
        SCHEDULE, born, TODAY, (dose(1, "mmr", None), dose(2, "mmr", date(2018, 6, 1), "declined")), NAMES
    )
    mmr = next(one for one in found.lines if one.key == "mmr")
    assert found.undated == 1
    assert (mmr.given, mmr.says) == ("no date", "Declined (dose 2): 01-Jun-2018")


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 3, 31), "due"),
        (date(2026, 4, 1), "not_yet"),
        (date(2026, 9, 1), "due"),
        (date(2027, 1, 15), "given"),
    ],
)
def test_flu_is_for_each_winter(today, state):
    found = line(
        date(2018, 5, 5), "flu", (dose(1, "flu", date(2026, 10, 2)),) if today.year == 2027 else (), today
    )
    assert found.state == state


def test_flu_is_by_age_on_31_august():
    shown = {born: line(born, "flu") is not None for born in (
        date(2024, 8, 31), date(2024, 9, 1), date(2010, 9, 1), date(2010, 8, 31),
    )}  # fmt: skip
    assert list(shown.values()) == [True, False, True, False]


def test_the_chickenpox_catch_up_is_asked_about_and_never_outstanding():
    found = outlook(SCHEDULE, date(2021, 1, 1), TODAY, (), NAMES)
    offer = next(one for one in found.lines if one.key.startswith("offer"))
    assert (offer.state, offer.says) == ("ask", "Offered until 31-Mar-2028: ask")
    assert line(date(2019, 12, 31), "offer:mmrv") is None
    assert line(date(2022, 9, 1), "offer:mmrv") is None
    assert line(date(2021, 1, 1), "offer:mmrv", (dose(1, "varicella", date(2022, 1, 1)),)).state == "given"


def test_the_whole_is_a_suggestion_in_words():
    assert suggestion_words(outlook(SCHEDULE, date(2012, 1, 1), TODAY, (), NAMES)).endswith(
        "Looks outstanding: check with the record."
    )
    assert "up to date" not in suggestion_words(outlook(SCHEDULE, TODAY, TODAY, (), NAMES))


def test_an_unknown_history_has_the_catch_up_of_the_age():
    assert unknown_plan(SCHEDULE, date(2012, 1, 1), TODAY, NAMES)[0][0] == (
        "Visit 1: 3-in-1 teenage booster (Td/IPV) + MenACWY + MMR"
    )
    assert "MMRV" in unknown_plan(SCHEDULE, date(2025, 3, 1), TODAY, NAMES)[0][0]
    assert "Rotavirus" in unknown_plan(SCHEDULE, date(2026, 9, 1), TODAY, NAMES)[0][1]


DAYS = st.dates(date(2001, 1, 1), date(2026, 11, 23))
GIVEN = st.lists(st.tuples(st.sampled_from(sorted(NAMES)), DAYS), max_size=12)


@settings(max_examples=80)
@given(born=DAYS, after=st.integers(0, 9000), held=GIVEN)
def test_no_dose_of_another_cohort_is_suggested(born, after, held):
    today = born + timedelta(days=after)
    doses = [dose(n, vaccine, on) for n, (vaccine, on) in enumerate(held) if on >= born]
    found = outlook(SCHEDULE, born, today, doses, NAMES)
    suggested = {(slot.vaccine, slot.age) for slot in found.outstanding}
    vaccines = {vaccine for vaccine, _ in suggested}
    assert not vaccines & {one.vaccine for one in SCHEDULE.selective} - {"flu"}
    assert ("mmrv" in vaccines) <= (born >= date(2022, 9, 1))
    assert ("hib_men_c" in vaccines) <= (born <= date(2024, 6, 30) and today < reached(born, "10y"))
    assert any(age == "18 months" for _, age in suggested) <= (born >= date(2024, 7, 1))
    assert ("rotavirus" in vaccines) <= (today < reached(born, "24w"))
    assert ("men_b" in vaccines) <= (date(2015, 7, 1) <= born and today < reached(born, "2y"))
    assert all(slot.due <= today for slot in found.outstanding)
    used = [slot.dose.id for one in found.lines for slot in one.slots if slot.state == "given" and slot.dose]
    assert len(used) == len(set(used))
