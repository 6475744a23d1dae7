"""What a result fills in, which step of a rule comes next, and how the days between milestones add up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lac_tracker.domain.delays import Owner
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.escalation import ANYONE, PARTY_WORDS, Step, after_that, next_step, read_steps
from lac_tracker.domain.follow_ups import CONTACTED, CONTACTED_FOR, MEANS, RESULTS, suggestion
from lac_tracker.domain.milestones import STEPS, milestones, ready_on, waiting_now
from lac_tracker.domain.standing import WaitingOn
from lac_tracker.storage import reference_data
from lac_tracker.storage.tables import monitoring

TODAY = date(2026, 3, 4)
DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 31))
SOME_DAYS = st.dictionaries(st.sampled_from([key for key, _ in STEPS]), DAYS)


def test_the_choices_are_those_the_file_allows():
    assert tuple(key for key, _ in CONTACTED) == monitoring.CONTACTED
    assert tuple(key for key, _ in MEANS) == monitoring.MEANS
    assert tuple(key for key, _ in RESULTS) == monitoring.RESULTS
    assert set(PARTY_WORDS) - {ANYONE} <= set(WaitingOn)
    assert set(CONTACTED_FOR) <= set(WaitingOn)


@pytest.mark.parametrize(
    ("result", "contacted", "not_brought", "code", "step", "days"),
    [
        ("no_answer", "gp", 0, "", "Try the GP again", 1),
        ("call_back", "carer", 0, "", "Ring the carer back", 1),
        ("will_act", "council", 0, "LA-02", "Chase consent", 2),
        ("will_act", "host_team", 0, "", "Chase the host team", 2),
        ("was_not_brought", "carer", 1, "", "Ring carer", 2),
        ("was_not_brought", "carer", 2, "", "Ring carer. Tell social worker", 2),
        ("was_not_brought", "carer", 3, "", "Ring carer. Tell social worker", 2),
        ("record_wrong", "carer", 0, "", "Correct the record", 0),
        ("declined", "young_person", 0, "", "Ask again", 92),
    ],
)
def test_what_a_result_fills_in(result, contacted, not_brought, code, step, days):
    found = suggestion(result, contacted, TODAY, not_brought=not_brought, reason_code=code)
    assert (found.next_step, (found.next_step_on - TODAY).days) == (step, days)
    assert bool(found.advice) == (not_brought > 1)
    assert not suggestion("booked", contacted, TODAY).needs_next_step


def test_the_next_step_is_the_first_that_is_reached_and_not_taken():
    steps = read_steps(reference_data.table("escalation.toml"))
    council = [one for one in steps if one.waiting_on == "council"]
    taken = set()
    for days, expected in (
        (0, None),
        (1, council[0]),
        (12, council[1]),
        (12, None),
        (400, council[2]),
        (401, None),
    ):
        found = next_step(steps, WaitingOn.COUNCIL, days, taken)
        assert found == expected, days
        taken |= {found.words} if found else set()
    assert after_that(steps, WaitingOn.COUNCIL, 1, {council[0].words}) == council[1]
    assert (
        next_step(steps, WaitingOn.CAMHS, 9, set()).waiting_on == ANYONE
    )  # a party without steps of its own
    assert next_step((Step("gp", 1, "X", 2),), WaitingOn.CARER, 9, set()) is None


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({}, "Add at least one step"),
        ({"step": [{"waiting_on": "gp", "days_overdue": 1, "to": "X"}]}, "answer_within is missing"),
        ({"step": [{"whom": "X"}]}, "'whom' is not one of"),
        (
            {"step": [{"waiting_on": "gp", "days_overdue": True, "to": "X", "answer_within": 1}]},
            "whole number",
        ),
    ],
)
def test_a_rule_that_is_not_understood_is_refused(table, words):
    with pytest.raises(UserError, match=words):
        read_steps(table)


@given(SOME_DAYS)
def test_the_stretches_add_up_and_health_holds_nothing_before_the_request_is_complete(days):
    chain = milestones("IHA", days)
    assert [one.key for one in chain] == [key for key, _ in STEPS]
    known = [one.on for one in chain if one.on]
    between = [one.days_since_before for one in chain if one.days_since_before is not None]
    assert sum(between) == ((max(known) - min(known)).days if known else 0)
    assert all(count >= 0 for count in between)
    ready = ready_on(days)
    for one in chain:
        if ready and one.held_by is not Owner.NONE:
            assert one.held_by is (Owner.COUNCIL if one.on <= ready else Owner.HEALTH)


def test_who_holds_it_now():
    began = date(2026, 1, 26)
    days = {"looked_after": began, "notified": date(2026, 1, 30)}
    assert waiting_now(days, TODAY).words == "Now with the council, 33 days since 30-Jan-2026"
    assert waiting_now(days | {"request_complete": TODAY - timedelta(days=1)}, TODAY).words == (
        "Now with health, 1 day since 03-Mar-2026"
    )
    assert waiting_now(days | {"offered": date(2026, 2, 1)}, TODAY).owner is Owner.HEALTH
    assert waiting_now(days | {"sent": TODAY}, TODAY).words == ""
