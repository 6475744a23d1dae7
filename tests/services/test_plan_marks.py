"""The plan in force between reviews: marked, taken back, in error, moved; its history; and the next review after it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lac_tracker.domain.errors import NotAllowed, NotFound, UserError
from lac_tracker.domain.plans import is_open
from lac_tracker.services import amending, dispatch, last_plan, plan_history, plan_marks, plans
from tests import reviews
from tests.builders import a_child, an_assessment, ask, row_counts, write, write_plan
from tests.complete_answers import complete_plan
from tests.conftest import NOW, SAM, TODAY, TOM

LAST = reviews.LAST


@pytest.fixture
def beginning(made_once):
    def make(database):
        child = a_child(database)
        return child, reviews.an_assessment(database, child, on=LAST, plan=reviews.six_items())

    return made_once("plan marks", make)


@pytest.fixture
def child(beginning):
    return beginning[1][0]


@pytest.fixture
def signed(beginning):
    """A signed plan of six items, eleven months old."""
    return beginning[1][1]


def outcomes(database, assessment_id):
    return [one for need in ask(database, plans.plan, assessment_id, by=SAM) for one in need.outcomes]


def mark(database, outcome, how, note="Seen", **more):
    return write(database, plan_marks.mark_item, outcome.id, how, by=SAM, note=note, **more)


def test_an_item_is_marked_with_what_belongs_to_it_and_taken_back(database, signed):
    first = outcomes(database, signed)[0]
    changes = mark(database, first, "met", "Diary seen", on=date(2026, 3, 1))
    assert changes.plans
    after = outcomes(database, signed)[0]
    assert (after.mark, after.mark_note, after.marked_on) == ("met", "Diary seen", date(2026, 3, 1))
    write(database, plan_marks.take_mark_back, first.id, first, by=SAM)
    assert outcomes(database, signed)[0] == first


def test_a_second_mark_is_taken_back_to_the_first(database, signed):
    item = outcomes(database, signed)[0]
    mark(database, item, "partly", "One night left")
    partly = outcomes(database, signed)[0]
    mark(database, item, "met")
    write(database, plan_marks.take_mark_back, item.id, partly, by=SAM)
    assert outcomes(database, signed)[0] == partly
    assert partly.marked_on == TODAY


@pytest.mark.parametrize(
    ("how", "note", "on", "says"),
    [
        ("not_met", " ", None, "Enter what got in the way"),
        ("met", "x", TODAY + timedelta(days=1), "Marked on must be today or in the past"),
        ("met", "x", LAST - timedelta(days=1), "must be on or after 11-Mar-2025, when it was agreed"),
        ("met", "x" * 2_001, None, "Note has 2,001 characters"),
    ],
)
def test_what_cannot_be_is_refused_in_words(database, signed, how, note, on, says):
    first = outcomes(database, signed)[0]
    with pytest.raises(UserError, match=says):
        mark(database, first, how, note, on=on)
    assert outcomes(database, signed)[0] == first


def test_a_plan_that_is_written_or_looked_back_on_is_not_marked_here(database, child, signed):
    first = outcomes(database, signed)[0]
    review = reviews.an_assessment(database, child)
    with pytest.raises(UserError, match="The RHA in progress looks back on this plan"):
        mark(database, first, "met")
    write(database, last_plan.mark, review, first.id, "partly", by=SAM, note="One night")
    copy = outcomes(database, review)[0]
    with pytest.raises(UserError, match="not signed yet"):
        mark(database, copy, "met")
    with pytest.raises(NotFound):
        write(database, plan_marks.mark_item, 4711, "met", by=SAM, note="x")


def test_a_plan_that_is_being_amended_is_not_marked(database, signed):
    first = outcomes(database, signed)[0]
    write(database, amending.amend, signed, by=SAM, reason="Wrong date")
    with pytest.raises(UserError, match="This plan is being amended"):
        mark(database, first, "met")


def test_a_plan_that_was_replaced_is_not_marked(database, child, signed):
    first = outcomes(database, signed)[0]
    newer = reviews.an_assessment(database, child)
    write(database, last_plan.mark_rest, newer, "met", by=SAM, note="All seen")
    reviews.sign(database, newer, TODAY)
    with pytest.raises(UserError, match="A newer plan has replaced this one"):
        mark(database, first, "met")
    with pytest.raises(UserError, match="A newer plan has replaced this one"):
        write(database, plan_marks.enter_in_error, first.id, "Wrong child", by=SAM)


def test_who_may_not_write_a_plan_may_not_mark_one(database, signed):
    with pytest.raises(NotAllowed):
        write(database, plan_marks.mark_item, outcomes(database, signed)[0].id, "met", by=TOM, note="x")


def test_partly_met_stays_for_the_next_review_and_met_does_not(database, child, signed):
    first, second, *_ = outcomes(database, signed)
    mark(database, first, "partly", "One night left")
    mark(database, second, "met")
    assert [is_open(one) for one in outcomes(database, signed)[:2]] == [True, False]
    review = reviews.an_assessment(database, child)
    view = ask(database, last_plan.last_plan, review, by=SAM)
    items = view.items
    assert view.closed == ("Teeth: met 04-Mar-2026. Seen",)
    assert first.id in {one.outcome.id for one in items}
    assert second.id not in {one.outcome.id for one in items}
    write(database, last_plan.mark_rest, review, "partly", by=SAM, note="Goes on")
    for item in items:
        write(
            database, last_plan.mark, review, item.outcome.id, "partly", by=SAM, note="Goes on",
            new_review_on=date(2026, 9, 4),
        )  # fmt: skip
    reviews.sign(database, review, TODAY)
    paper = ask(database, dispatch.preview_document, child, "full-plan")
    assert ("Teeth is better", "met", "Marked on 04-Mar-2026: Seen") in [
        (one.outcome, one.mark, one.note) for one in paper.last_items
    ]
    assert len(paper.last_items) == 6
    again = reviews.an_assessment(database, child)
    assert len(ask(database, last_plan.last_plan, review, by=SAM).closed) == 1
    looked = ask(database, last_plan.last_plan, again, by=SAM)
    assert looked.closed == ()
    held = {one.outcome.id for one in looked.items}
    assert held == {
        one.id for one in outcomes(database, review)
    }  # the copies, and no item of the plan before twice


def test_entered_in_error_is_kept_with_its_reason_and_counts_no_more(database, signed):
    first = outcomes(database, signed)[0]
    with pytest.raises(UserError, match="Enter the reason"):
        write(database, plan_marks.enter_in_error, first.id, " ", by=SAM)
    write(database, plan_marks.enter_in_error, first.id, "Belongs to a brother", by=SAM)
    after = outcomes(database, signed)[0]
    assert (after.entered_in_error, after.entered_in_error_because) == (True, "Belongs to a brother")
    assert not is_open(after)
    with pytest.raises(UserError, match="already"):
        write(database, plan_marks.enter_in_error, first.id, "Again", by=SAM)
    with pytest.raises(UserError, match="entered in error. It has no mark"):
        mark(database, first, "met")


def test_an_item_moves_in_a_plan_that_is_written_and_not_in_a_signed_one(database, child, signed):
    with pytest.raises(UserError):
        write(database, plans.move_item, signed, 1, 1, 1, by=SAM)
    draft = reviews.an_assessment(database, child)
    write_plan(database, draft)
    before = [one.text for one in outcomes(database, draft)]
    assert write(database, plans.move_item, draft, 1, 1, 1, by=SAM).plans
    assert [one.text for one in outcomes(database, draft)] == before[::-1]
    assert not write(database, plans.move_item, draft, 1, 1, -1, by=SAM).plans


def test_the_letters_are_kept_with_the_item(database, child):
    made = an_assessment(database, child)
    need = complete_plan()[0]
    write(database, plans.save_item, made, need, by=SAM)
    assert [one.smart_letters for one in outcomes(database, made)] == ["SMART"]
    (kept,) = ask(database, plans.plan, made, by=SAM)
    worse = replace(
        kept.outcomes[0], text="CAMHS", measure="", seen_by=("gp", "child"), plain_words="You feel well."
    )
    write(database, plans.save_item, made, replace(kept, outcomes=(worse,)), by=SAM)
    (after,) = outcomes(database, made)
    assert (after.smart_letters, after.seen_by, after.plain_words) == (
        "smART",
        ("gp", "child"),
        "You feel well.",
    )
    with pytest.raises(UserError, match="'aunt' is nobody who gets a copy"):
        write(
            database,
            plans.save_item,
            made,
            replace(kept, outcomes=(replace(worse, seen_by=("aunt",)),)),
            by=SAM,
        )


def test_around_an_item_stand_the_next_review_the_starters_and_the_people(database, child):
    made = an_assessment(database, child)
    around = ask(database, plans.surroundings, made, by=SAM, today=TODAY)
    assert around.next_review_on == date(2027, 3, 4)
    assert around.starters["sleep"]
    assert "Sam Iqbal" in {one.person for one in around.people}


def test_the_history_tells_versions_and_who_changed_what(database, child, signed):
    first = outcomes(database, signed)[0]
    mark(database, first, "partly", "One night left")
    review = reviews.an_assessment(database, child)
    write(
        database,
        last_plan.mark,
        review,
        first.id,
        "not_met",
        by=SAM,
        note="Moved",
        new_review_on=date(2026, 9, 4),
    )
    told = ask(database, plan_history.history, child, by=SAM)
    assert [one.words for one in told.versions] == [
        "Version 2, from RHA in progress",
        "Version 1, from RHA 11-Mar-2025",
    ]
    assert [one.is_in_force for one in told.versions] == [False, True]
    newest = told.changes[0]
    assert (newest.by, newest.at) == ("Sam Iqbal", NOW)
    lines = [line for one in told.changes for line in one.lines]
    assert "Marked Partly met on 04-Mar-2026: One night left" in lines
    assert "Carried forward: 'Sleep is better'" in lines
    item = next(one for one in told.items if first.id in one.outcome_ids)
    assert len(item.outcome_ids) == 2
    assert len(told.items) == 6
    counts = row_counts(database)
    ask(database, plan_history.history, child, by=SAM)
    assert row_counts(database) == counts
    with pytest.raises(NotAllowed):
        ask(database, plan_history.history, child, by=TOM)


def test_a_history_holds_nothing_of_another_child(database, child, signed):
    other = a_child(database, "100002")
    reviews.an_assessment(database, other, on=LAST, plan=complete_plan())
    told = ask(database, plan_history.history, child, by=SAM)
    assert not any("tooth pain" in line for one in told.changes for line in one.lines)
