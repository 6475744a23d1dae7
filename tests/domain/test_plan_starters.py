"""Starters: each kind of need has some, each leaves something to fill in, and filled in it is well formed."""

import tomllib
from datetime import date

import pytest

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.plan_starters import begun_by, starters_from
from lac_tracker.domain.plans import CATEGORIES, Action, Need, Outcome
from lac_tracker.domain.smart import check_outcome, words_from
from lac_tracker.paths import RESOURCES

STARTERS = starters_from(tomllib.loads((RESOURCES / "plan_starters.toml").read_text(encoding="utf-8")))
WORDS = words_from(tomllib.loads((RESOURCES / "smart_words.toml").read_text(encoding="utf-8")))
DUE = date(2026, 6, 1)
EVERY = [(kind, starter) for kind, held in STARTERS.items() for starter in held]


def test_every_kind_of_need_has_starters():
    assert [kind for kind, _ in CATEGORIES if not STARTERS.get(kind)] == []


@pytest.mark.parametrize(("kind", "starter"), EVERY, ids=[f"{kind}-{one.label[:20]}" for kind, one in EVERY])
def test_a_starter_with_its_gaps_filled_has_nothing_to_mend(kind, starter):
    one = starter.for_child("Ellie")
    assert "{" not in "".join((one.outcome, one.measure, one.action, one.plain))
    action = Action(one.action.replace("_", "7"), "Nadia Rahman", "nurse", "Example Trust", DUE)
    outcome = Outcome(one.outcome.replace("_", "7"), one.measure.replace("_", "7"), DUE, (action,), "yes")
    found = check_outcome(
        Need(1, "Need", kind, found="Seen"), outcome, name="Ellie", today=date(2026, 3, 4), next_due=None,
        eighteenth_birthday=date(2029, 1, 1), words=WORDS,
    )  # fmt: skip
    assert [finding.says for finding in found] == []


def test_a_plan_item_may_begin_with_its_own_starter():
    begun = begun_by(STARTERS, "imm_catch_up")
    assert begun is not None
    assert begun.for_child("Ellie").outcome.startswith("Ellie has had the first _ of the catch-up")
    assert begun_by(STARTERS, "") is None
    assert begun_by(STARTERS, "dental_seen") is None


def test_a_label_says_the_outcome_without_the_name():
    assert STARTERS["sleep"][0].label == "Sleeps _ hours on at least _ nights a week"


FULL = {
    "outcome": "{name} sleeps _ hours",
    "measure": "Diary",
    "action": "Keep a diary",
    "plain": "You sleep.",
}


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"hair": [FULL]}, "'hair' is not a kind of need"),
        ({"sleep": FULL}, "'sleep' is not a kind of need"),
        (
            {"sleep": [{**FULL, "plain": ""}]},
            "each starter of 'sleep' needs outcome, measure, action and plain",
        ),
        ({"sleep": ["Sleeps"]}, "each starter of 'sleep' needs"),
        ({"sleep": [{**FULL, "outcome": "{name} sleeps"}]}, "leaves no gap to fill in"),
    ],
)
def test_a_damaged_file_is_refused_in_words(table, says):
    with pytest.raises(UserError, match=says):
        starters_from(table)
