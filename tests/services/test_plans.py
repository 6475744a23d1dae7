"""The plan through its services: saved complete or not, replaced, checked, and only within its assessment."""

from dataclasses import replace
from datetime import date

import pytest

from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.plans import Action, Need, Outcome
from lac_tracker.services import children, plans
from tests import builders
from tests.builders import a_child, an_assessment, ask, write
from tests.complete_answers import complete_plan
from tests.conftest import SAM, TODAY


@pytest.fixture
def beginning(made_once):
    return made_once("plans", lambda database: an_assessment(database, a_child(database)))


@pytest.fixture
def made(beginning):
    return beginning[1]


def save(database, made, need):
    return write(database, plans.save_item, made, need, by=SAM).made_id


def plan(database, made):
    return ask(database, plans.plan, made, by=SAM)


def bare(need):
    """Return a need without the ids the database gave."""
    return replace(
        need, id=None, outcomes=tuple(
            replace(outcome, id=None, smart_letters=None, actions=tuple(replace(action, id=None) for action in outcome.actions))
            for outcome in need.outcomes
        ),
    )  # fmt: skip


def test_a_plan_goes_there_and_back(database, made):
    for need in complete_plan():
        save(database, made, need)
    assert tuple(bare(need) for need in plan(database, made)) == complete_plan()


def test_an_unfinished_item_is_saved_all_the_same(database, made):
    for need in (
        Need(None, "Teeth"),
        Need(None, "", found="Toothache"),
        Need(None, "", outcomes=(Outcome("Sleeps"),)),
    ):
        save(database, made, need)
    assert [need.title for need in plan(database, made)] == ["Teeth", "", ""]


@pytest.mark.parametrize(
    "need",
    [
        Need(None, ""),
        Need(None, "  \u202e "),
        Need(None, "", outcomes=(Outcome(" ", measure="m"),)),
        Need(None, "\x00"),
    ],
)
def test_nothing_at_all_is_no_item(database, made, need):
    with pytest.raises(UserError, match="Enter the need"):
        save(database, made, need)
    assert plan(database, made) == ()


def test_saving_again_replaces_the_item_and_nothing_else(database, made):
    first, second = (save(database, made, need) for need in complete_plan())
    before = plan(database, made)
    shorter = replace(
        before[0],
        title="Mouth",
        outcomes=(replace(before[0].outcomes[0], actions=before[0].outcomes[0].actions[:1]),),
    )
    assert save(database, made, shorter) == first
    after = plan(database, made)
    assert [need.id for need in after] == [first, second]
    assert after[0] == shorter
    assert after[1] == before[1]
    save(database, made, replace(shorter, outcomes=()))
    assert plan(database, made)[0].outcomes == ()
    assert builders.row_counts(database)["actions"] == 1


def test_saving_what_is_there_already_changes_no_row(database, made):
    save(database, made, complete_plan()[0])
    before = builders.row_counts(database)["changes"]
    save(database, made, plan(database, made)[0])
    assert builders.row_counts(database)["changes"] == before


def test_an_item_of_another_assessment_is_refused(database, made):
    save(database, made, complete_plan()[0])
    other = an_assessment(database, a_child(database, "100002", family_name="Carr"))
    mine = plan(database, made)[0]
    with pytest.raises(UserError, match="another assessment"):
        save(database, other, mine)
    with pytest.raises(NotFound):
        save(database, other, replace(mine, id=4711))
    assert plan(database, other) == ()
    assert plan(database, made) == (mine,)


def test_what_was_typed_into_any_field_of_an_action_is_kept(database, made):
    actions = tuple(
        Action(**{"text": "", field: "words"}) for field in ("text", "person", "role", "organisation", "why")
    )
    save(
        database, made, Need(None, "Teeth", outcomes=(Outcome("No pain", actions=(*actions, Action("  "))),))
    )
    (need,) = plan(database, made)
    assert len(need.outcomes[0].actions) == 5


LONG = "x" * 2_001
TOO_LONG = [
    ("Need", Need(None, "x" * 201)),
    ("What was found", Need(None, "T", found="x" * 20_001)),
    ("In the child's words", Need(None, "T", childs_words="x" * 1_000_000)),
    ("Outcome", Need(None, "T", outcomes=(Outcome(LONG),))),
    ("How we'll know", Need(None, "T", outcomes=(Outcome("a", measure=LONG),))),
    ("Reason", Need(None, "T", outcomes=(Outcome("a", agreed_child_because=LONG),))),
    ("Action", Need(None, "T", outcomes=(Outcome("a", actions=(Action(LONG),)),))),
    ("Why", Need(None, "T", outcomes=(Outcome("a", actions=(Action("a", why=LONG),)),))),
    ("Person", Need(None, "T", outcomes=(Outcome("a", actions=(Action("a", person="x" * 201),)),))),
    ("Role", Need(None, "T", outcomes=(Outcome("a", actions=(Action("a", role="x" * 201),)),))),
    (
        "Organisation",
        Need(None, "T", outcomes=(Outcome("a", actions=(Action("a", organisation="x" * 201),)),)),
    ),
]


@pytest.mark.parametrize(("label", "need"), TOO_LONG)
def test_too_long_a_text_is_refused_in_words_and_saves_nothing(database, made, label, need):
    with pytest.raises(UserError, match=f"^{label} has [0-9,]+ characters"):
        save(database, made, need)
    assert plan(database, made) == ()


# (what is wrong, the check that says so)
SMART = [
    (lambda need, outcome, action: replace(need, outcomes=()), "no_outcome"),
    (lambda need, outcome, action: within(need, replace(outcome, measure="")), "no_measure"),
    (lambda need, outcome, action: within(need, replace(outcome, actions=())), "no_action"),
    (lambda need, outcome, action: within(need, acting(outcome, replace(action, person=""))), "no_person"),
    (lambda need, outcome, action: within(need, acting(outcome, replace(action, role=""))), "no_role"),
    (lambda need, outcome, action: within(need, acting(outcome, replace(action, organisation=""))), "no_organisation"),
    (lambda need, outcome, action: within(need, acting(outcome, replace(action, by=None))), "no_date"),
    (lambda need, outcome, action: within(need, acting(outcome, replace(action, by=date(2026, 1, 1)))), "date_past"),
    (lambda need, outcome, action: within(need, acting(outcome, replace(action, by=date(2030, 1, 1)))), "date_after_18"),
    (lambda need, outcome, action: within(need, replace(outcome, text="Monitor sleep")), "task_verb"),
]  # fmt: skip


def within(need, outcome):
    return replace(need, outcomes=(outcome,))


def acting(outcome, action):
    return replace(outcome, actions=(action, *outcome.actions[1:]))


@pytest.mark.parametrize(("spoil", "check"), SMART)
def test_the_smart_check_goes_through_the_service(database, made, spoil, check):
    need = complete_plan()[0]
    outcome = need.outcomes[0]
    good = ask(database, plans.check_item, made, need, by=SAM, today=TODAY)
    bad = ask(database, plans.check_item, made, spoil(need, outcome, outcome.actions[0]), by=SAM, today=TODAY)
    assert check not in {finding.id for finding in good.findings}
    assert check in {finding.id for finding in bad.findings}
    assert all(letter.passed for letter in good.letters)
    assert not all(letter.passed for letter in bad.letters)


def test_the_people_to_choose_are_those_around_this_child(database, made):
    child = ask(database, plans.plan, made, by=SAM) or builders.audit_of(database)[-1][1]
    write(database, children.set_gp_practice, child, name="Mill Road Surgery")
    write(database, children.set_person, child, kind="carer", full_name="Jo Moss", role="foster carer")
    write(database, children.set_person, a_child(database, "2"), kind="carer", full_name="Other Carer")
    offered = ask(database, plans.people_to_choose, made, by=SAM)
    assert [(one.person, one.role, one.organisation) for one in offered][:2] == [
        ("Jo Moss", "foster carer", ""), ("", "GP practice", "Mill Road Surgery"),
    ]  # fmt: skip
    assert {one.person for one in offered[2:]} == {"Grace Mensah", "Tom Leigh", "Nadia Rahman", "Sam Iqbal"}
