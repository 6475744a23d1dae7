"""The plan: whose action it is, marks, carrying forward."""

from datetime import date

import pytest

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.plans import (
    CATEGORIES,
    MARK_WORDS,
    MARKS,
    Action,
    Need,
    Outcome,
    carried_words,
    carry_forward,
    first_due,
    for_others,
    for_the_practice,
    is_open,
    is_overdue,
    mark_outcome,
    moved,
    open_actions,
    open_outcomes,
)

TODAY = date(2026, 3, 1)
BOOSTER = Action("Give the booster", "Dr K Osei", "GP", "Example Surgery", date(2026, 4, 30))
REVIEW = Action("Review asthma", "Dr K Osei", "GP", "EXAMPLE  surgery", date(2026, 3, 31))
BY_CODE = Action("Code it", "Ms B Example", "practice manager", "y12345")
DENTIST = Action("Fill two teeth", "Ms T Dean", "dentist", "Example Dental Access", date(2026, 4, 30))


def plan(*outcomes):
    return (Need(1, "Teeth", "teeth", outcomes=outcomes),)


def test_there_are_six_marks_in_the_order_of_their_keys():
    assert [mark for mark, _, _ in MARKS] == [
        "met",
        "partly",
        "not_met",
        "no_longer_needed",
        "declined",
        "transferred",
    ]
    assert MARK_WORDS["partly"] == "Partly met"
    assert len(dict(CATEGORIES)) == len(CATEGORIES)


def test_actions_of_the_practice_are_found_by_its_name_or_code_and_come_in_date_order():
    held = plan(
        Outcome("No pain", actions=(BOOSTER, DENTIST)), Outcome("Breathes well", actions=(BY_CODE, REVIEW))
    )
    assert for_the_practice(held, "Example Surgery", "Y12345") == (REVIEW, BOOSTER, BY_CODE)
    assert for_others(held, "Example Surgery", "Y12345") == (DENTIST,)
    assert for_the_practice(held, "") == ()


@pytest.mark.parametrize(
    "closed",
    [Outcome("x", actions=(BOOSTER,), mark="met"), Outcome("x", actions=(BOOSTER,), entered_in_error=True)],
)
def test_closed_outcomes_ask_nothing_of_anybody(closed):
    assert open_outcomes(plan(closed)) == ()
    assert open_actions(plan(closed)) == ()


def test_carrying_forward_keeps_the_first_date_and_counts():
    first = mark_outcome(Outcome("No pain", id=7), "partly", " one filling left ", date(2026, 3, 1))
    assert (first.mark, first.mark_note, first.marked_on) == ("partly", "one filling left", date(2026, 3, 1))
    second = carry_forward(first, date(2026, 9, 1), date(2025, 3, 11), TODAY)
    assert (second.mark, second.mark_note, second.id) == (None, "", None)
    assert (second.carried_count, second.first_agreed_on, second.review_on) == (
        1,
        date(2025, 3, 11),
        date(2026, 9, 1),
    )
    third = carry_forward(
        mark_outcome(second, "not_met", "moved", date(2026, 9, 1)), date(2027, 3, 1), date(2026, 3, 1), TODAY
    )
    assert (third.carried_count, third.first_agreed_on) == (2, date(2025, 3, 11))


def test_actions_that_are_past_take_the_new_date_and_agreement_is_asked_anew():
    past = Action("Book", "A Example", "carer", "Home", date(2025, 6, 30), id=4)
    held = Outcome(
        "No pain", actions=(past, DENTIST), agreed_child="yes", agreed_carer="no", id=7, mark="partly"
    )
    carried = carry_forward(held, None, date(2025, 3, 11), TODAY)
    assert [(action.by, action.id) for action in carried.actions] == [(None, None), (date(2026, 4, 30), None)]
    assert (carried.agreed_child, carried.agreed_carer, carried.carried_from_id) == (None, None, 7)
    dated = carry_forward(held, date(2026, 6, 1), date(2025, 3, 11), TODAY)
    assert [action.by for action in dated.actions] == [date(2026, 6, 1), date(2026, 4, 30)]


@pytest.mark.parametrize(
    ("count", "since", "words"),
    [
        (0, date(2025, 3, 11), ""),
        (1, date(2025, 3, 11), "Carried forward once, first agreed 11-Mar-2025"),
        (2, date(2025, 3, 11), "Carried forward twice, first agreed 11-Mar-2025"),
        (5, None, "Carried forward 5 times"),
    ],
)
def test_how_often_something_was_carried_is_said_in_words(count, since, words):
    assert carried_words(Outcome("x", carried_count=count, first_agreed_on=since)) == words


def test_a_mark_says_what_belongs_to_it():
    with pytest.raises(UserError, match="Enter what got in the way: 'No pain' is marked Not met"):
        mark_outcome(Outcome("No pain"), "not_met", "  ", date(2026, 3, 1))


def test_only_what_is_marked_is_carried_forward():
    with pytest.raises(UserError, match="Mark 'No pain' before carrying it forward"):
        carry_forward(Outcome("No pain"), date(2026, 9, 1), date(2026, 3, 1), TODAY)


def test_an_outcome_or_need_that_cannot_be_does_not_exist():
    with pytest.raises(ValueError, match="'done' is not a mark"):
        Outcome("x", mark="done")  # type: ignore[arg-type]  # that is the test
    with pytest.raises(ValueError, match="below 0"):
        Outcome("x", carried_count=-1)
    with pytest.raises(ValueError, match="'hair' is not a category"):
        Need(None, "Hair", "hair")


@pytest.mark.parametrize(
    ("mark", "goes_on"),
    [
        (None, True), ("partly", True), ("not_met", True), ("met", False), ("no_longer_needed", False),
        ("declined", False), ("transferred", False),
    ],
)  # fmt: skip
def test_what_is_not_done_stays_open_until_a_review_looks_at_it(mark, goes_on):
    assert is_open(Outcome("No pain", mark=mark)) is goes_on
    assert not is_open(Outcome("No pain", mark=mark, entered_in_error=True))


def test_an_open_outcome_is_overdue_from_the_day_after_its_first_action():
    late = Outcome("No pain", actions=(DENTIST, Action("Book", by=date(2026, 2, 28)), Action("Ask")))
    assert first_due(late) == date(2026, 2, 28)
    assert is_overdue(late, TODAY)
    assert not is_overdue(late, date(2026, 2, 28))
    assert not is_overdue(mark_outcome(late, "met", "letter", TODAY), TODAY)
    assert first_due(Outcome("No pain")) is None
    assert not is_overdue(Outcome("No pain"), TODAY)


ORDER = (Need(1, "A", outcomes=(Outcome("a1"), Outcome("a2"))), Need(2, "B", outcomes=(Outcome("b1"),)))


@pytest.mark.parametrize(
    ("place", "step", "after"),
    [
        ((1, 1), 1, ["a2", "a1", "b1"]), ((1, 2), -1, ["a2", "a1", "b1"]), ((1, 2), 1, ["b1", "a1", "a2"]),
        ((2, 1), -1, ["b1", "a1", "a2"]), ((1, 1), -1, ["a1", "a2", "b1"]), ((2, 1), 1, ["a1", "a2", "b1"]),
    ],
)  # fmt: skip
def test_an_item_moves_within_its_need_and_then_with_it(place, step, after):
    found = moved(ORDER, *place, step)
    assert [outcome.text for need in found for outcome in need.outcomes] == after
