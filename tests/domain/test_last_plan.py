"""The last plan in a review: what each mark asks, what follows it, and what was carried and left as it was."""

from dataclasses import replace
from datetime import date

import pytest

from lac_tracker.domain.last_plan import (
    LastOutcome,
    Marking,
    carried_item,
    counts,
    follows,
    is_as_carried,
    note_question,
    with_new_date,
)
from lac_tracker.domain.plans import MARKS, Action, Need, Outcome

TODAY, AGREED, NEW = date(2026, 3, 4), date(2025, 3, 11), date(2026, 4, 30)
OLD = Outcome(
    "No tooth pain", "Dentist's letter", date(2025, 9, 11), agreed_child="yes", id=7,
    actions=(Action("Fill two teeth", "Ms T Dean", "dentist", "Example Dental Access", date(2025, 4, 30), id=3),),
)  # fmt: skip
TEETH = Need(5, "Teeth", "teeth", "Toothache at night", outcomes=(OLD,))


def item(marking=None, carried=None, **changes):
    return LastOutcome(2, TEETH, replace(OLD, **changes), "RHA", AGREED, marking, (1, 1), carried)


# (mark, what follows it, the question beside it, what is said while its note is empty)
EVERY_MARK = [
    ("met", "close", "When was it met, and how do we know?", "Enter when item 2 was met, and how we know"),
    ("partly", "carry_forward", "What remains?", "Enter what remains of item 2"),
    ("not_met", "carry_forward", "What got in the way?", "Enter what got in the way of item 2"),
    ("no_longer_needed", "close", "Why is it no longer needed?", "Enter why item 2 is no longer needed"),
    ("declined", "close", "Who declined it, and why?", "Enter who declined item 2, and why"),
    ("transferred", "close", "Who has it now, or which area?", "Enter to whom or which area item 2 was transferred"),
]  # fmt: skip


def test_every_mark_is_in_the_table():
    assert [row[0] for row in EVERY_MARK] == [mark for mark, _, _ in MARKS]


@pytest.mark.parametrize(("mark", "next_one", "question", "asks"), EVERY_MARK)
def test_what_follows_a_mark_and_what_it_asks(mark, next_one, question, asks):
    assert follows(mark) == next_one
    assert note_question(mark) == question
    assert item(Marking(mark), measure="").lacks == asks
    assert item(Marking(mark, "Because of the move")).lacks == ""


def test_an_item_without_a_mark_says_which_there_are():
    said = "Mark item 2: met, partly met, not met, no longer needed, declined or transferred"
    assert item().lacks == said


def test_what_was_met_is_known_by_the_measure_it_was_agreed_with():
    assert item(Marking("met")).note == "By the measure agreed: Dentist's letter"
    assert item(Marking("met")).lacks == ""
    assert item(Marking("met", "Seen today")).note == "Seen today"
    assert item().note == ""


def test_what_goes_on_needs_a_new_date_and_its_place_in_the_plan():
    going_on = Marking("partly", "One filling left", what_next="carry_forward")
    assert item(going_on).lacks == "Item 2 was taken out of the plan. Mark it again"
    assert item(going_on, replace(OLD, review_on=None)).lacks == "Enter a new date for item 2"
    assert item(going_on, replace(OLD, review_on=NEW)).lacks == ""


def test_the_counts_of_a_plan():
    found = (item(), item(Marking("partly")), item(Marking("met")))
    assert counts(found) == (2, 3, 1)
    assert counts(()) == (0, 0, 0)


def carried(marking):
    marked = item(marking)
    need, outcome = carried_item(marked, marking, TODAY)
    return marked, need, outcome


def test_a_carried_item_brings_everything_but_its_dates_and_agreement():
    _, need, outcome = carried(Marking("partly", what_next="carry_forward"))
    assert (need.id, need.title, need.found, need.outcomes) == (None, "Teeth", "Toothache at night", ())
    assert (outcome.text, outcome.measure, outcome.review_on) == ("No tooth pain", "Dentist's letter", None)
    assert (outcome.carried_count, outcome.first_agreed_on, outcome.carried_from_id) == (1, AGREED, 7)
    assert [(action.person, action.by) for action in outcome.actions] == [("Ms T Dean", None)]


def test_a_new_date_goes_to_the_actions_that_wait_for_one():
    _, _, outcome = carried(Marking("partly", what_next="carry_forward"))
    dated = with_new_date(outcome, None, NEW)
    assert (dated.review_on, dated.actions[0].by) == (NEW, NEW)
    own = replace(dated, actions=(replace(dated.actions[0], by=date(2026, 3, 20)),))
    assert with_new_date(own, NEW, date(2026, 6, 1)).actions[0].by == date(2026, 3, 20)
    assert with_new_date(dated, NEW, None).actions[0].by is None


TOUCHED = [
    lambda need, one: (replace(need, title="Mouth"), one),
    lambda need, one: (need, replace(one, text="No pain")),
    lambda need, one: (need, replace(one, measure="A letter")),
    lambda need, one: (need, replace(one, review_on=date(2026, 9, 9))),
    lambda need, one: (need, replace(one, agreed_child="yes")),
    lambda need, one: (need, replace(one, actions=())),
    lambda need, one: (need, replace(one, actions=(replace(one.actions[0], person="Mr B Example"),))),
    lambda need, one: (need, replace(one, actions=(replace(one.actions[0], by=date(2026, 5, 5)),))),
]


@pytest.mark.parametrize("touch", TOUCHED)
@pytest.mark.parametrize("day", [None, NEW])
def test_what_was_changed_since_it_was_carried_is_seen(touch, day):
    marked, need, outcome = carried(Marking("partly", what_next="carry_forward", new_review_on=day))
    assert is_as_carried(marked, need, outcome)
    assert not is_as_carried(marked, *touch(need, outcome))


def test_a_mark_that_cannot_be_does_not_exist():
    with pytest.raises(ValueError, match="'done' is not a mark"):
        Marking("done")  # type: ignore[arg-type]  # that is the test
    with pytest.raises(ValueError, match="'wait' is not what follows"):
        Marking("met", what_next="wait")  # type: ignore[arg-type]  # that is the test
