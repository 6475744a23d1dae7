"""The rules of the diary: days of a series, times, overlaps, and which slot fits whom."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lac_tracker.domain.clinic_matching import FreeSlot, Needs, Waiting, best_match, best_matches
from lac_tracker.domain.clinics import (
    SlotPlan,
    as_minutes,
    as_time,
    check_time,
    clinician_name,
    days_of,
    hours,
    overlap,
)
from lac_tracker.domain.errors import UserError

MON = date(2026, 3, 2)
DOCTOR, NURSE = 4, 3


def slot(number, day, at="09:30", *, kind="any", who=DOCTOR, **more):
    fields = {
        "minutes": 60, "clinician": "Dr Iqbal" if who == DOCTOR else "N Rahman", "place": "", "is_visit": False,
        "is_doctor": who == DOCTOR, "is_trained": who == NURSE,
    }  # fmt: skip
    given = fields | more
    return FreeSlot(
        number, kind, MON + timedelta(days=day), at, given["minutes"], who, given["clinician"], given["place"],
        given["is_visit"], given["is_doctor"], given["is_trained"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "time"),
    [("9", "09:00"), ("9:30", "09:30"), ("9.05", "09:05"), ("0930", "09:30"), ("1345", "13:45"), ("", "")],
)
def test_times_are_read_as_people_type_them(typed, time):
    assert check_time(typed) == time


@pytest.mark.parametrize("typed", ["24", "9:60", "half nine", "-1", "12345", "9:3"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(UserError, match="not a time of day"):
        check_time(typed)


@given(st.integers(0, 24 * 60 - 1))
def test_a_time_and_its_minutes_are_the_same(minutes):
    assert as_minutes(as_time(minutes)) == minutes


@pytest.mark.parametrize(
    ("weeks", "until", "exceptions", "days"),
    [
        (0, None, (), [0]),
        (1, 21, (), [0, 7, 14, 21]),
        (1, 20, (), [0, 7, 14]),
        (2, 28, (14,), [0, 28]),
        (1, 0, (), [0]),
    ],
)
def test_days_of_a_series(weeks, until, exceptions, days):
    found = days_of(
        MON, every_weeks=weeks, until=None if until is None else MON + timedelta(days=until),
        exceptions=[MON + timedelta(days=day) for day in exceptions],
    )  # fmt: skip
    assert [(day - MON).days for day in found] == days


def test_overlaps():
    clinic = hours("clinic", [SlotPlan("any", "09:30", 60), SlotPlan("any", "10:30", 60)])
    assert clinic == (570, 690)
    assert overlap(clinic, hours("clinic", [SlotPlan("any", "11:15", 60)]))
    assert not overlap(clinic, hours("clinic", [SlotPlan("any", "11:30", 60)]))
    assert not overlap(clinic, hours("visits", [SlotPlan("any", None, 60)]))
    assert overlap(hours("leave", ()), hours("visits", [SlotPlan("any", None, 60)]))


@pytest.mark.parametrize(
    ("waiting", "slots", "best", "late", "known"),
    [
        # In time before late, whoever it is; the earliest of them.
        (Waiting("RHA", MON + timedelta(days=4), Needs()), [slot(1, 7), slot(2, 3), slot(3, 1)], 3, 0, False),
        # The day itself is in time.
        (Waiting("RHA", MON, Needs()), [slot(1, 0)], 1, 0, False),
        # Whom the child knows goes before an earlier day, as long as it is in time.
        (Waiting("RHA", MON + timedelta(days=4), Needs(), NURSE), [slot(1, 1), slot(2, 3, who=NURSE)], 2, 0, True),
        # Not where that would be late.
        (Waiting("RHA", MON + timedelta(days=4), Needs(), NURSE), [slot(1, 1), slot(2, 5, who=NURSE)], 1, 0, False),
        # Late: the first day, then the person.
        (
            Waiting("RHA", MON - timedelta(days=3), Needs(), NURSE),
            [slot(1, 2, who=NURSE), slot(2, 1), slot(3, 1, "10:30", who=NURSE)], 3, 4, True,
        ),
        # An initial one goes rather to a doctor, and to anyone else where there is none: a warning, no refusal.
        (Waiting("IHA", MON + timedelta(days=4), Needs(doctor=True)), [slot(1, 1, who=NURSE), slot(2, 2)], 2, 0, False),
        (Waiting("IHA", MON, Needs(doctor=True)), [slot(1, 1, who=NURSE)], 1, 1, False),
        # What is needed decides: training, after school, a visit at home, the kind.
        (Waiting("IHA", MON, Needs(trained=True)), [slot(1, 0), slot(2, 5, who=NURSE)], 2, 5, False),
        (Waiting("RHA", MON, Needs(after_school=True)), [slot(1, 0, "15:29"), slot(2, 1, "15:30")], 2, 1, False),
        (
            Waiting("RHA", MON, Needs(home_visit=True, after_school=True)), [slot(1, 0), slot(2, 2, None, is_visit=True)],
            2, 2, False,
        ),
        (Waiting("RHA", MON, Needs()), [slot(1, 0, kind="IHA"), slot(2, 3, kind="RHA")], 2, 3, False),
    ],
)  # fmt: skip
def test_the_best_slot(waiting, slots, best, late, known):
    match = best_match(waiting, slots)
    assert (match.slot.slot_id, match.late_days, match.is_known) == (best, late, known)
    assert bool(match.warning) == (waiting.needs.doctor and not match.slot.is_doctor)


def test_no_slot_where_none_meets_the_needs_or_the_host_team_books():
    assert best_match(Waiting("RHA", MON, Needs(trained=True)), [slot(1, 0)]) is None
    assert best_match(Waiting("RHA", MON, Needs(host=True)), [slot(1, 0)]) is None


def test_a_slot_is_offered_once_and_the_most_urgent_has_it():
    waits = [Waiting("RHA", MON + timedelta(days=day), Needs()) for day in (1, 2, 3)]
    found = best_matches(waits, [slot(1, 1), slot(2, 4)])
    assert [match and match.slot.slot_id for match in found] == [1, 2, None]
    assert found[1].words == "Fri 06-Mar-2026 09:30 Dr Iqbal, late by 2 days"


def test_words_of_needs_and_names():
    wants = Needs(
        interpreter="Farsi", trained=True, after_school=True, home_visit=True, host=True, doctor=True
    )
    assert wants.words == "Farsi interpreter; UASC trained; After school; Home visit; Out of area"
    assert (Needs(interpreter="Interpreter").words, Needs(doctor=True).words) == ("Interpreter", "")
    assert clinician_name("Sam Iqbal", is_doctor=True) == "Dr Sam Iqbal"
    assert clinician_name("Dr. Sam Iqbal", is_doctor=True) == "Dr. Sam Iqbal"
    assert clinician_name("Nadia Rahman", is_doctor=False) == "Nadia Rahman"
