"""The health history: names of others, steps until it is given, what may be released, and which pages are chosen."""

from dataclasses import replace
from datetime import date

import pytest

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.health_history import Choices, Gap, NotFound, Person, Standing, names_in
from lac_tracker.domain.health_history_readiness import (
    check_choices,
    give_by,
    refuse_gp_copy,
    refuse_unchecked,
    start_on,
    steps,
    summary,
)
from lac_tracker.domain.information_pages import ForWhom, InformationPage, Life, chosen

BORN = date(2009, 8, 8)
MUM = Person("Kelly Brown", "mother")
ALL = Gap(9, 0, 9)
NEW = Standing(BORN, Gap(2, 3, 9), Gap(0, 0, 8), "not_started", None, None, 0, "now")
READY = Choices(
    date(2026, 1, 5), "accepted", date(2026, 2, 1), date(2026, 2, 2), date(2026, 2, 3), "Nadia Rahman", "now", "no",
    version=3,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "full", "first"),
    [
        ("Your mother has asthma", (), ()),
        ("Kelly Brown has asthma", ("Kelly Brown",), ()),
        ("KELLY   brown has asthma", ("Kelly Brown",), ()),
        ("Kelly has asthma", (), ("Kelly",)),
        ("a kelly green coat", (), ()),
        ("Kellys coat", (), ()),
        ("Brown skin, brown eyes", (), ()),
    ],
)
def test_family_members_are_found_by_name(text, full, first):
    found = names_in((text,), (MUM,), ("Ellie", "Brown"))
    assert (found.full, found.first) == (full, first)


@pytest.mark.parametrize("name", ["May Brown", "Ellie Jones", "J Brown"])
def test_a_month_an_own_name_and_an_initial_are_nobodys_first_name(name):
    assert names_in(("May 2019. Ellie had J tests",), (Person(name, "aunt"),), ("Ellie", "Brown")).first == ()


def test_a_gap_says_who_was_asked_and_when():
    gap = NotFound("Your weight at birth", "Northgate Hospital", date(2026, 3, 2))
    assert gap.words == (
        "Your weight at birth: We asked for this and could not find it. Asked: Northgate Hospital, 2 March 2026."
    )
    assert "are waiting" in replace(gap, is_waiting=True).words
    assert replace(gap, asked_on=None).words.endswith("Asked: Northgate Hospital.")


def test_it_starts_at_15_years_9_months_and_is_given_by_17_years_6_months():
    assert start_on(BORN) == date(2025, 5, 8)
    assert give_by(BORN) == date(2027, 2, 8)
    assert start_on(date(2008, 2, 29)) == date(2023, 12, 1)


@pytest.mark.parametrize(
    ("today", "state", "words"),
    [
        (date(2025, 5, 7), "later", "Starts 08-May-2025 (15y 9m). 0 of 9 steps done"),
        (date(2025, 5, 8), "open", "0 of 9 steps done. Give by 08-Feb-2027 (17y 6m)"),
        (date(2027, 2, 8), "open", "0 of 9 steps done. Give by 08-Feb-2027 (17y 6m)"),
        (date(2027, 2, 9), "late", "Should have been given by 08-Feb-2027. 0 of 9 steps done"),
    ],
)
def test_steps_are_open_late_or_not_due_yet(today, state, words):
    assert {step.state for step in steps(NEW, today)} == {state}
    assert summary(NEW, today) == words


def test_history_counts_as_done_once_everything_was_asked_for():
    held = replace(NEW, birth=Gap(2, 7, 9), family=Gap(8, 0, 8))
    by_key = {step.key: step for step in steps(held, date(2026, 3, 4))}
    assert (by_key["birth"].state, by_key["family"].state) == ("done", "done")
    assert by_key["birth"].words == "Birth history: 2 of 9 answered, the others asked for"


def test_everything_done_reads_as_done():
    held = Standing(BORN, ALL, ALL, "given", date(2026, 2, 5), date(2026, 2, 5), 7, "now", READY)
    assert {step.state for step in steps(held, date(2026, 3, 4))} == {"done"}
    assert summary(held, date(2026, 3, 4)) == "Given 05-Feb-2026. A lost one is made again, for free"


def test_a_refusal_is_asked_again_at_18():
    said_no = replace(READY, offer_answer="declined")
    held = replace(NEW, choices=said_no, state="declined")
    assert [step.key for step in steps(held, date(2026, 3, 4))][-1] == "offered"
    assert summary(held, date(2026, 3, 4)) == "They did not want it. Offer it again at 18, 08-Aug-2027"
    adult = next(step for step in steps(held, date(2027, 8, 8)) if step.key == "offered")
    assert adult.state == "open"
    assert adult.words.endswith("Offer it again, they are 18")


def test_what_the_card_of_leaving_care_says_counts():
    gone_through = replace(NEW, state="checked", state_on=date(2026, 2, 1))
    step = next(one for one in steps(gone_through, date(2026, 3, 4)) if one.key == "with_them")
    assert (step.state, step.words) == ("done", "Gone through with them 01-Feb-2026")
    refused = replace(NEW, state="declined", state_on=date(2026, 2, 1))
    assert summary(refused, date(2026, 3, 4)).startswith("They did not want it")


def test_a_change_after_the_check_needs_another():
    refuse_unchecked(READY, "now")
    with pytest.raises(UserError, match="changed after Nadia Rahman checked it on 03-Feb-2026"):
        refuse_unchecked(READY, "later")
    with pytest.raises(UserError, match="has not been checked for third-party information"):
        refuse_unchecked(Choices(), "now")
    held = replace(NEW, choices=READY, fingerprint="later")
    step = next(one for one in steps(held, date(2026, 3, 4)) if one.key == "checked")
    assert (step.state, "check again" in step.words) == ("open", True)


@pytest.mark.parametrize(("said", "words"), [("", "was not asked about"), ("no", "said no to")])
def test_the_practice_gets_no_copy_without_a_yes(said, words):
    with pytest.raises(UserError, match=words):
        refuse_gp_copy(Choices(gp_copy=said))
    refuse_gp_copy(Choices(gp_copy="yes"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"offered_on": date(2026, 3, 5)}, "Offered on must be today or in the past"),
        ({"jabs_checked_on": date(2009, 8, 7)}, "Immunisations checked on must be after"),
        ({"offer_answer": ""}, "What they said is missing"),
        ({"offered_on": None}, "Offered on is missing"),
        ({"colour": "pink"}, "Colour can be"),
        ({"blood_group": "C"}, "Blood group can be"),
    ],
)
def test_what_cannot_be_is_refused(wrong, words):
    with pytest.raises(UserError, match=words):
        check_choices(replace(READY, **wrong), BORN, date(2026, 3, 4))


def a_page(name, **whom):
    return InformationPage(name, name, ("x",), (), "NHS website", date(2026, 1, 1), for_whom=ForWhom(**whom))


PAGES = (
    a_page("all"),
    a_page("older", from_age=16),
    a_page("younger", to_age=15),
    a_page("sleep", needs=frozenset({"sleep"})),
    a_page("vaping", answers=(("substances", frozenset({"vaping", "smoking"})),)),
    a_page("asylum", flags=frozenset({"unaccompanied"})),
    a_page("old and asleep", from_age=18, needs=frozenset({"sleep"})),
)


@pytest.mark.parametrize(
    ("life", "ids"),
    [
        (Life(16), ["all", "older"]),
        (Life(15), ["all", "younger"]),
        (Life(16, frozenset({"sleep"})), ["all", "older", "sleep"]),
        (Life(16, answers={"substances": frozenset({"vaping"})}), ["all", "older", "vaping"]),
        (Life(16, answers={"substances": frozenset({"none"})}), ["all", "older"]),
        (Life(16, flags=frozenset({"unaccompanied"})), ["all", "older", "asylum"]),
        (Life(18, frozenset({"sleep"})), ["all", "older", "sleep", "old and asleep"]),
    ],
)
def test_pages_are_chosen_by_age_needs_and_lifestyle(life, ids):
    assert [page.id for page in chosen(PAGES, life)] == ids


def test_a_page_checked_long_ago_is_in_doubt():
    page = a_page("x")
    assert page.doubt_on(date(2026, 12, 31)) == ""
    assert page.doubt_on(date(2027, 1, 1)) == "Checked more than a year ago"
    assert replace(page, doubt="Ring it").doubt_on(date(2026, 1, 2)) == "Ring it"
