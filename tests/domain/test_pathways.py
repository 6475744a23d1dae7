"""Support in pregnancy and leaving care: what waits, by when, and what cannot be."""

from dataclasses import replace
from datetime import date

import pytest

from lac_tracker.domain import pathways as rules
from lac_tracker.domain.about import derived_codes, together
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.pathways import LeavingCare, Pregnancy
from lac_tracker.storage import reference_data

TODAY = date(2026, 3, 4)
KNOWN = Pregnancy(1, date(2026, 8, 6), date(2026, 2, 1))
ASKED = replace(KNOWN, referred_on=date(2026, 2, 24), referred_to="Team", reply_due_on=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("held", "today", "words", "is_late"),
    [
        (KNOWN, TODAY, "Pregnant: refer to enhanced midwifery", True),
        (ASKED, date(2026, 3, 1), "Midwifery reply due 01-Mar-2026", False),
        (ASKED, date(2026, 3, 2), "Reply overdue by 1 day: ring the midwifery team", True),
        (ASKED, TODAY, "Reply overdue by 3 days: ring the midwifery team", True),
        (replace(ASKED, replied_on=TODAY, accepted="no"), TODAY, "Midwifery did not accept the referral: agree who supports instead", True),
        (replace(ASKED, replied_on=TODAY, accepted="yes"), TODAY, "No named midwife yet: ask for the name", False),
    ],
)  # fmt: skip
def test_what_a_pregnancy_waits_for(held, today, words, is_late):
    assert rules.pregnancy_to_do(held, today) == rules.ToDo(words, is_late)


def test_a_pregnancy_waits_for_nothing_once_there_is_a_midwife_or_it_ended():
    named = replace(ASKED, replied_on=TODAY, accepted="yes", midwife="Jo Day")
    assert rules.pregnancy_to_do(named, TODAY) is None
    assert rules.pregnancy_to_do(replace(KNOWN, ended_on=TODAY), TODAY) is None


def test_the_reply_is_due_five_days_after_the_referral():
    assert rules.reply_due(date(2026, 2, 24)) == date(2026, 3, 1)
    assert rules.reply_due(None) is None


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"due_on": date(2028, 1, 1)}, "Due date must be within 10 months"),
        ({"referred_on": date(2026, 3, 5), "referred_to": "T"}, "Date referred must be today or in the past"),
        ({"referred_on": date(2026, 3, 1)}, "Referred to is missing"),
        ({"replied_on": TODAY}, "Date referred is missing"),
        ({"referred_on": TODAY, "referred_to": "T", "replied_on": date(2026, 3, 1), "accepted": "yes"}, "Date of the reply must be on or after"),
        ({"referred_on": TODAY, "referred_to": "T", "replied_on": TODAY}, "Accepted\\? needs an answer"),
    ],
)  # fmt: skip
def test_dates_that_cannot_be_are_refused(changed, words):
    with pytest.raises(UserError, match=words):
        rules.check_pregnancy(replace(KNOWN, **changed), TODAY)


BORN = date(2009, 6, 15)  # 16 on 15-Jun-2025, 18 on 15-Jun-2027


@pytest.mark.parametrize(
    ("today", "shown"), [(date(2025, 3, 14), False), (date(2025, 3, 15), True), (date(2030, 1, 1), True)]
)
def test_leaving_care_is_shown_from_fifteen_years_and_nine_months(today, shown):
    assert rules.shows_leaving_care(BORN, today) is shown


@pytest.mark.parametrize(
    ("state", "today", "words"),
    [
        ("not_started", date(2025, 4, 1), None),
        ("not_started", date(2025, 7, 1), "Health history not started: begin it now"),
        ("drafted", date(2025, 7, 1), None),
        ("drafted", date(2027, 1, 1), "Health history to be given before 15-Jun-2027, the 18th birthday"),
        ("drafted", date(2027, 6, 15), "Health history was not given before 18: offer it now"),
        ("given", date(2027, 6, 15), None),
        ("declined", date(2027, 6, 15), None),
    ],
)
def test_the_health_history_is_asked_after_until_it_is_given_or_declined(state, today, words):
    found = rules.leaving_care_to_do(LeavingCare(state), BORN, today)
    assert (found.words if found else None) == words


def test_given_needs_its_day():
    with pytest.raises(UserError, match="Date of the health history is missing"):
        rules.check_leaving_care(LeavingCare("given"), date(2008, 1, 5), TODAY)


def test_the_state_is_said_with_day_and_by_whom():
    held = LeavingCare("checked", date(2026, 2, 1), "Nadia Rahman")
    assert rules.health_history_words(held, "Mara") == "Checked with Mara 01-Feb-2026 by Nadia Rahman"
    assert rules.health_history_words(LeavingCare(), "Mara") == "Not started"


@pytest.mark.parametrize(("today", "is_open"), [(date(2027, 6, 14), True), (date(2027, 6, 15), False)])
def test_no_assessment_starts_on_or_after_the_eighteenth_birthday(today, is_open):
    assert (rules.too_old_words(BORN, today) == "") is is_open


def test_a_record_stays_open_to_twenty_five_and_a_leap_day_counts_as_the_first_of_march():
    assert rules.open_until(BORN) == date(2034, 6, 15)
    assert rules.open_until(date(2008, 2, 29)) == date(2033, 3, 1)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("Hair oil", None, "No pork."), "Hair oil. No pork."),
        ((None, "  ", ""), None),
        (("Book double time!",), "Book double time!"),
    ],
)
def test_what_the_three_mean_for_care_is_one_text(parts, text):
    assert together(parts) == text


def test_codes_of_other_systems_follow_and_show_their_doubt():
    codes = reference_data.codes()
    of = [one.words for one in derived_codes("ethnicity", codes["ethnicity"], "mixed_white_black_caribbean")]
    assert of == ["NHS ethnic category D", "Council return (903) MWBC"]
    traveller = derived_codes("ethnicity", codes["ethnicity"], "white_gypsy_or_traveller")
    assert [one.code for one in traveller] == ["C", "WIRT"]
    assert all(one.doubt.startswith("in doubt") for one in traveller)
    assert [one.words for one in derived_codes("language", codes["language"], "amh")] == [
        "ISO 639-3 amh",
        "NHS language am",
    ]
    assert derived_codes("religion", codes["religion"], None) == ()
