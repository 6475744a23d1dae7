"""The views of the working list, its filters in words, and the days that ages and spans are counted from."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lac_tracker.domain.dates import add_months, age_in_years
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.worklist import (
    AGE_BANDS,
    VIEWS,
    Choices,
    Wanted,
    checked,
    latest_birth,
    latest_start,
    phrases,
    view_of,
)

DAYS = st.dates(date(1996, 1, 1), date(2036, 12, 31))
LEAP = st.sampled_from(
    [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2025, 2, 28), date(2025, 3, 1)]
)


@given(DAYS | LEAP, st.integers(0, 25), st.integers(-3, 3))
def test_all_born_by_the_latest_birth_have_reached_the_age_and_nobody_after(on, years, aside):
    born = latest_birth(years, on) + timedelta(days=aside)
    assert (age_in_years(born, on) >= years) == (aside <= 0)


@given(DAYS | LEAP, st.integers(1, 30), st.integers(-40, 40))
def test_the_months_have_passed_of_all_that_began_by_the_latest_start(on, months, aside):
    began = latest_start(months, on) + timedelta(days=aside)
    assert (add_months(began, months) <= on) == (aside <= 0)


@given(st.integers(0, 40))
def test_every_age_is_in_one_band(age):
    bands = [band for band in AGE_BANDS if band.first <= age <= (age if band.last is None else band.last)]
    assert len(bands) == 1


CHOICES = Choices(
    ((3, "Nadia Rahman"),), (("101", "Northgate"),), ("Corby",), (("restricted", "Restricted record"),)
)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Wanted(), "Filtered: Overdue. Sorted: Due, earliest first"),
        (
            Wanted("open", " Bap   tiste ", kind="RHA", waiting_on="council", assessor_id=3, sort="child"),
            "Filtered: All open, “Bap tiste”, RHA only, waiting on Council, assessor Nadia Rahman. Sorted: Child, A to Z",
        ),
        (
            Wanted("mine", assessor_id=0, history="only missing", age_band="5_to_9", council="101", descending=True),
            "Filtered: Mine, assessor nobody, only with no assessment history yet, aged 5 to 9, council Northgate. "
            "Sorted: Due, latest first",
        ),
        (
            Wanted(host_area="Corby", flag="restricted", place="Clinic B", due_from=date(2026, 3, 1), sort="status"),
            "Filtered: Overdue, living in Corby, flag Restricted record, appointment at Clinic B, due from 01-Mar-2026. "
            "Sorted: Status, most urgent first",
        ),
        (
            Wanted(due_to=date(2026, 3, 1), child_ids=(1, 2), council="zz", assessor_id=99),
            "Filtered: Overdue, assessor unknown, council zz, due to 01-Mar-2026, 2 chosen children. "
            "Sorted: Due, earliest first",
        ),
    ],
)  # fmt: skip
def test_a_filter_and_its_order_are_stated_in_words(wanted, words):
    assert phrases(wanted, CHOICES).whole == words


def test_what_was_chosen_beside_the_view_is_named_part_by_part():
    said = phrases(Wanted("at_risk", kind="IHA", due_to=date(2026, 3, 1)), CHOICES)
    assert said.chips == (("kind", "IHA only"), ("due_to", "due to 01-Mar-2026"))
    assert Wanted("mine", sort="child", descending=True).is_filtered is False
    assert Wanted(text="x").is_filtered


@pytest.mark.parametrize("typed", ["gp-plan-not-sent", "GP_plan_not_sent", " gp_plan_not_sent "])
def test_a_view_is_named_with_dashes_or_underscores(typed):
    assert view_of(typed).key == "gp_plan_not_sent"


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_named_by_its_words_on_the_screen_too(view):
    assert {view_of(view.words), view_of(view.words.lower().replace(" ", "-"))} == {view}
    assert view_of("declined").words == "Declined: ask again"


def test_a_view_that_is_none_is_refused_with_all_there_are():
    with pytest.raises(
        UserError, match="'late' is not a view of the list. It can be: overdue, at-risk, due-soon"
    ):
        view_of("late")
    assert len({view.key for view in VIEWS}) == len(VIEWS) == 19


@pytest.mark.parametrize(
    "wrong",
    [
        {"view": "x"}, {"sort": "x"}, {"history": "x"}, {"kind": "XHA"}, {"age_band": "x"}, {"waiting_on": "x"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name(wrong):
    with pytest.raises(UserError, match=r"'X?.*' is not a .* of the list\. It can be: "):
        checked(Wanted(**wrong))
