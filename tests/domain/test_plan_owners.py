"""Who answers for what in a plan, and what a letter to them may hold."""

from datetime import date

from lac_tracker.domain.plan_owners import PRIVATE_NEEDS, counts, owners_of
from lac_tracker.domain.plans import Action, Need, Outcome

LEE = Action("Keep a diary", "Lee Hunt", "key worker", "Northgate Homes", date(2026, 5, 1))
AGAIN = Action("Book a check-up", "LEE  HUNT", "", "northgate homes", date(2026, 4, 1))
DEAN = Action("Do two fillings", "Ms T Dean", "dentist", "Example Dental Access")
NOBODY = Action("See to it", "", "", "Example Dental Access")
PLAN = (
    Need(
        1,
        "Sleep",
        "sleep",
        outcomes=(Outcome("Sleeps", actions=(LEE,)), Outcome("x", actions=(DEAN,), mark="met")),
    ),
    Need(
        2, "Teeth", "teeth", outcomes=(Outcome("No pain", actions=(DEAN, AGAIN, NOBODY)), Outcome("Brushes"))
    ),
    Need(3, "Smoking", "substances", outcomes=(Outcome("Less", actions=(LEE,), mark="partly"),)),
)


def test_each_person_is_found_once_with_their_open_actions_earliest_first():
    lee, dean = owners_of(PLAN)
    assert (lee.name, lee.role) == ("Lee Hunt, Northgate Homes", "key worker")
    assert [one.action for one in lee.actions] == [AGAIN, LEE, LEE]
    assert [one.action for one in dean.actions] == [DEAN]
    assert owners_of(()) == ()


def test_what_is_private_is_left_out_of_what_a_letter_may_say():
    lee, _ = owners_of(PLAN)
    assert {"substances", "relationships", "pregnancy"} == PRIVATE_NEEDS
    assert [one.category for one in lee.without(PRIVATE_NEEDS).actions] == ["teeth", "sleep"]


def test_the_line_of_owners_counts_items_and_those_without_anybody():
    assert counts(PLAN) == (("Lee Hunt", 3), ("Ms T Dean", 1), ("none", 1))
    assert counts(()) == ()
