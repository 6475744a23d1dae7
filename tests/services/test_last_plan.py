"""The last plan at a real database: marked, carried, marked otherwise, closed at signing, carried twice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.plans import Action, Need, Outcome
from lac_tracker.services import last_plan, plans
from lac_tracker.services.last_plan import CarriedItemChanged
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import last_plan as stored_marks
from lac_tracker.storage.tables.assessments import AssessmentRow
from tests.builders import a_child, ask, row_counts, write
from tests.conftest import NOW, SAM, TODAY, TOM
from tests.reviews import LAST, a_review, an_assessment, sign

NEW = TODAY + timedelta(days=57)


def action(text, person, by):
    return Action(text, person, "nurse", "Northgate LAC health team", by)


def outcome(text, *actions):
    return Outcome(text, f"Measure of {text}", date(2025, 9, 11), actions, agreed_child="yes")


PLAN = (
    Need(None, "Sleep", "sleep", "Awake until 1 am", outcomes=(outcome("Sleeps 7 hours", action("Diary", "L Hunt", date(2025, 6, 30))),)),
    Need(None, "Teeth", "teeth", "Toothache", outcomes=(
        outcome("Two fillings done", action("Fill", "Ms T Dean", date(2025, 4, 30)), action("Go", "L Hunt", date(2026, 5, 1))),
        outcome("Brushes twice a day"),
    )),
    Need(None, "Asthma", "asthma", outcomes=(outcome("Uses inhaler alone"),)),
)  # fmt: skip


@pytest.fixture
def beginning(request, made_once):
    """A child who came long ago, and where a test wants it, a review."""

    def make(database):
        child = a_child(database, became_looked_after=date(2019, 3, 3))
        return child, a_review(database, child, PLAN) if has_review else None

    has_review = "review" in request.fixturenames
    return made_once(f"last plan, {has_review}", make)


@pytest.fixture
def child(beginning):
    return beginning[1][0]


@pytest.fixture
def review(beginning):
    return beginning[1][1]


def seen(database, review):
    return ask(database, last_plan.last_plan, review, by=SAM)


def mark(database, review, number, mark, **more):
    item = seen(database, review).items[number - 1]
    return write(database, last_plan.mark, review, item.outcome.id, mark, by=SAM, **more)


def plan(database, review):
    return ask(database, plans.plan, review, by=SAM)


def live(database, review):
    return [one.text for need in plan(database, review) for one in need.outcomes if not one.entered_in_error]


def test_a_review_opens_on_what_was_open(database, review):
    view = seen(database, review)
    assert [(item.number, item.need.title, item.outcome.text) for item in view.items] == [
        (1, "Sleep", "Sleeps 7 hours"), (2, "Teeth", "Two fillings done"), (3, "Teeth", "Brushes twice a day"),
        (4, "Asthma", "Uses inhaler alone"),
    ]  # fmt: skip
    assert view.plan_words == "RHA 11-Mar-2025"
    assert view.counts == ask(database, last_plan.counts, review, by=SAM) == (0, 4, 0)
    assert (view.may_mark, view.items[0].outcome.actions[0].person) == (True, "L Hunt")
    with database.reading() as session:
        assert last_plan.unmarked(session, review) == (1, 2, 3, 4)


def test_what_is_not_done_stands_at_once_in_the_new_plan(database, review):
    changes = mark(
        database, review, 2, "partly", note="One filling left", childs_words="I want a different dentist."
    )
    assert changes.plans
    item = seen(database, review).items[1]
    assert (item.marking.note, item.marking.childs_words) == (
        "One filling left",
        "I want a different dentist.",
    )
    assert (item.marking.what_next, item.carried_to, item.lacks) == (
        "carry_forward",
        (1, 1),
        "Enter a new date for item 2",
    )
    (need,) = plan(database, review)
    (carried,) = need.outcomes
    assert (need.title, need.category, need.found) == ("Teeth", "teeth", "Toothache")
    assert (carried.text, carried.measure) == ("Two fillings done", "Measure of Two fillings done")
    assert (carried.carried_count, carried.first_agreed_on, carried.review_on) == (1, LAST, None)
    assert [(one.text, one.by) for one in carried.actions] == [("Fill", None), ("Go", date(2026, 5, 1))]
    mark(database, review, 2, "partly", note="One filling left", new_review_on=NEW)
    (carried,) = plan(database, review)[0].outcomes
    assert (carried.review_on, carried.actions[0].by) == (NEW, NEW)
    assert seen(database, review).items[1].lacks == ""


def test_two_outcomes_of_one_need_go_on_under_one_need(database, review):
    mark(database, review, 2, "partly")
    mark(database, review, 3, "not_met")
    (need,) = plan(database, review)
    assert [one.text for one in need.outcomes] == ["Two fillings done", "Brushes twice a day"]
    mark(database, review, 2, "met")
    assert live(database, review) == ["Brushes twice a day"]
    mark(database, review, 3, "met")
    assert plan(database, review) == ()


CLOSING = ("met", "no_longer_needed", "declined", "transferred")


@pytest.mark.parametrize("closing", CLOSING)
def test_a_mark_that_closes_takes_an_untouched_item_out_again(database, review, closing):
    before = row_counts(database)
    mark(database, review, 2, "not_met", new_review_on=NEW)
    assert live(database, review) == ["Two fillings done"]
    mark(database, review, 2, closing)
    assert plan(database, review) == ()
    after = row_counts(database)
    assert {name: after[name] for name in ("needs", "outcomes", "actions")} == {
        name: before[name] for name in ("needs", "outcomes", "actions")
    }


def test_an_item_that_was_changed_is_taken_out_only_when_that_is_said_and_comes_back_as_it_was(
    database, review
):
    mark(database, review, 2, "not_met")
    (need,) = plan(database, review)
    changed = replace(need, outcomes=(replace(need.outcomes[0], text="Three fillings done"),))
    write(database, plans.save_item, review, changed, by=SAM)
    with pytest.raises(CarriedItemChanged, match="Item 2 was carried into this plan and changed there"):
        mark(database, review, 2, "met")
    assert seen(database, review).items[1].marking.mark == "not_met"
    with pytest.raises(CarriedItemChanged):
        write(database, last_plan.unmark, review, seen(database, review).items[1].outcome.id, by=SAM)
    mark(database, review, 2, "met", take_out_changed=True)
    assert live(database, review) == []
    mark(database, review, 2, "partly")
    assert live(database, review) == ["Three fillings done"]


def test_taking_a_mark_back_leaves_nothing_behind(database, review):
    mark(database, review, 1, "partly", note="Some nights")
    write(database, last_plan.unmark, review, seen(database, review).items[0].outcome.id, by=SAM)
    assert seen(database, review).items[0].marking is None
    assert plan(database, review) == ()


def test_the_rest_is_marked_in_one_go(database, review):
    mark(database, review, 1, "met")
    write(database, last_plan.mark_rest, review, "not_met", by=SAM, note="Moved to another area")
    assert [item.marking.mark for item in seen(database, review).items] == [
        "met",
        "not_met",
        "not_met",
        "not_met",
    ]
    assert live(database, review) == ["Two fillings done", "Brushes twice a day", "Uses inhaler alone"]


def test_signing_waits_for_every_mark_and_what_belongs_to_it(database, review):
    mark(database, review, 1, "met")
    mark(database, review, 2, "not_met", new_review_on=NEW)
    mark(database, review, 3, "declined", note="Ellie: the brush hurts")
    with pytest.raises(UserError) as refused:
        sign(database, review, TODAY)
    assert str(refused.value) == (
        "Not signed yet. Enter what got in the way of item 2 · "
        "Mark item 4: met, partly met, not met, no longer needed, declined or transferred"
    )
    with database.reading() as session:
        assert last_plan.unmarked(session, review) == (4,)
        assert last_plan.lacking(session, review) == ((2, "Enter what got in the way of item 2"),)


def test_signing_closes_the_last_plan_and_the_next_review_sees_what_went_on(database, child, review):
    mark(database, review, 1, "met")
    mark(database, review, 2, "not_met", note="Placement move", new_review_on=NEW)
    mark(database, review, 3, "declined", note="Ellie: the brush hurts")
    mark(database, review, 4, "transferred", note="Southgate team")
    sign(database, review, TODAY)
    old = [one for need in plan(database, 1) for one in need.outcomes]
    assert [(one.mark, one.mark_note, one.marked_on) for one in old] == [
        ("met", "By the measure agreed: Measure of Sleeps 7 hours", TODAY), ("not_met", "Placement move", TODAY),
        ("declined", "Ellie: the brush hurts", TODAY), ("transferred", "Southgate team", TODAY),
    ]  # fmt: skip
    view = seen(database, review)
    assert (view.may_mark, [item.marking.mark for item in view.items]) == (
        False, ["met", "not_met", "declined", "transferred"],
    )  # fmt: skip
    with pytest.raises(UserError, match="signed"):
        mark(database, review, 1, "partly")

    after = an_assessment(database, child)
    (again,) = seen(database, after).items
    assert (again.outcome.text, again.outcome.carried_count, again.first_agreed_on) == (
        "Two fillings done",
        1,
        LAST,
    )
    mark(database, after, 1, "partly", note="One done")
    carried = plan(database, after)[0].outcomes[0]
    assert (carried.carried_count, carried.first_agreed_on) == (2, LAST)
    said = ask(database, last_plan.history, after, by=SAM)
    assert said[carried.id] == (
        "RHA 11-Mar-2025: Not met. Placement move.", "RHA 04-Mar-2026: Partly met. One done.",
    )  # fmt: skip


def test_only_the_latest_edition_counts_and_an_amendment_looks_back_as_the_first_did(database, child):
    first = an_assessment(database, child, on=LAST, plan=PLAN[:1])
    second = an_assessment(database, child, on=LAST, plan=PLAN[2:], amends_id=first, edition=2)
    review = an_assessment(database, child)
    assert [item.outcome.text for item in seen(database, review).items] == ["Uses inhaler alone"]
    mark(database, review, 1, "met", note="Seen")
    sign(database, review, TODAY)
    amended = an_assessment(database, child, amends_id=review, edition=2)
    assert seen(database, amended).items == ()
    with database.writing(Entry(SAM, NOW, "tested")) as session:
        stored_marks.copy_marks(session, review, amended)
    assert [item.marking.mark for item in seen(database, amended).items] == ["met"]
    assert second != first


def test_what_is_open_in_an_older_plan_is_still_asked_and_errors_are_not(database, child):
    an_assessment(database, child, on=date(2024, 3, 1), plan=PLAN[:1])
    wrong = replace(
        PLAN[2],
        outcomes=(replace(PLAN[2].outcomes[0], entered_in_error=True, entered_in_error_because="Twin"),),
    )
    newer = an_assessment(database, child, plan=(PLAN[2], wrong))
    with database.writing(Entry(SAM, NOW, "tested")) as session:  # signed before marks were asked for
        row = session.get_one(AssessmentRow, newer)
        sha256 = stored.keep_form(session, "tested", "1", "tested")
        row.state, row.completed_on, row.signed_at, row.form_sha256 = "signed", LAST, NOW, sha256
    review = an_assessment(database, child)
    assert [item.outcome.text for item in seen(database, review).items] == [
        "Uses inhaler alone",
        "Sleeps 7 hours",
    ]


def test_an_initial_assessment_has_no_last_plan(database, child):
    an_assessment(database, child, on=LAST, plan=PLAN)
    initial = an_assessment(database, child, kind="IHA")
    assert seen(database, initial).items == ()
    sign(database, initial, TODAY)


def test_what_cannot_be_is_refused_in_words(database, child, review):
    with pytest.raises(UserError, match="New date of item 1 must be after today, 04-Mar-2026"):
        mark(database, review, 1, "partly", new_review_on=TODAY)
    with pytest.raises(UserError, match="Note has"):
        mark(database, review, 1, "partly", note="x" * 2_001)
    with pytest.raises(UserError, match="not in the last plan"):
        write(database, last_plan.mark, review, 4711, "met", by=SAM)
    with pytest.raises(NotAllowed):
        write(database, last_plan.mark, review, seen(database, review).items[0].outcome.id, "met", by=TOM)
    assert seen(database, review).counts == (0, 4, 0)
