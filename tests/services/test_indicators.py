"""Figures over periods chosen freely, the children behind them, months, reasons and targets; and what they say of doubts."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.indicators import INDICATORS
from lac_tracker.services import indicators
from lac_tracker.storage import children
from lac_tracker.storage.tables.assessments import AssessmentRow
from lac_tracker.storage.tables.care import PeriodOfCareRow
from lac_tracker.storage.tables.children import ChildFlagRow
from lac_tracker.storage.tables.monitoring import DelayReasonRow
from tests import builders, figure_caseloads
from tests.builders import ask, write
from tests.conftest import GRACE, NADIA, NOW, SYSTEM, TODAY, TOM

YEAR = {"since": TODAY - timedelta(days=365), "until": TODAY}

# One of each way in which cases are gathered.
BY_MONTH = [
    "iha_28_days",
    "rha_in_time",
    "declined",
    "was_not_brought",
    "smart",
    "plan_to_gp",
    "qa",
    "voice",
    "dental",
    "sdq_mean",
]


def figure(database, name, **period):
    (found,) = ask(database, indicators.figures, today=TODAY, only=[name], **(YEAR | period))
    return found


def in_care(database, *stays, council_id="100001", done=()):
    """A child in care from day to day, with initial assessments completed on days."""
    child = builders.a_child(database, council_id)
    with database.writing(Entry(SYSTEM, NOW, "entered care")) as session:
        stays = [{"child_id": child, "began": began, "ended": ended} for began, ended in stays]
        session.execute(insert(PeriodOfCareRow), [one | {"version": 1} for one in stays])
        rows = [
            {"child_id": child, "kind": "IHA", "state": "history", "completed_on": day, "completed_by": "x"}
            for day in done
        ]
        if rows:
            session.execute(insert(AssessmentRow), rows)
        children.mark_for_due(session, child)
    return child


@pytest.fixture
def some(database):
    """An invented caseload, open."""
    with database.writing(Entry(SYSTEM, NOW, "made a caseload")) as session:
        figure_caseloads.invent(session, 7, TODAY, count=24)
    return database


def test_months_are_the_figures_of_months_and_behind_is_who_is_counted(some):
    for one in INDICATORS:
        months = (
            ask(some, indicators.months, one.id, today=TODAY, until=TODAY, months=2)
            if one.looks != "today"
            else ()
        )
        for point in months:
            last = min(TODAY, (point.month + timedelta(days=32)).replace(day=1) - timedelta(days=1))
            of_month = figure(some, one.id, since=point.month, until=last)
            assert (point.numerator, point.denominator, point.value) == (
                of_month.numerator, of_month.denominator, of_month.value,
            ), (one.id, point.month)  # fmt: skip
        found = figure(some, one.id)
        behind = {
            part: ask(some, indicators.behind, one.id, part, today=TODAY, **YEAR)
            for part in ("met", "missed", "all", *(f"excluded:{reason}" for reason, _ in found.excluded))
        }
        if one.id not in (
            "qa",
            "smart",
            "plan_closed_by_target",
            "plan_carried_forward",
        ):  # several of one child
            assert len(behind["met"]) == found.numerator, one.id
            assert len(behind["all"]) == found.denominator, one.id
            assert all(len(behind[f"excluded:{reason}"]) == count for reason, count in found.excluded), one.id
        assert bool(behind["met"]) == bool(found.numerator)
        assert all(row.shown_name and row.council_id for row in behind["all"])


def test_a_period_that_cannot_be_is_refused_in_words(database):
    for period, words in (
        ({"since": TODAY, "until": TODAY - timedelta(days=1)}, "before it begins"),
        ({"since": date(1990, 1, 1)}, "20 years at the most"),
    ):
        with pytest.raises(UserError, match=words):
            figure(database, "dental", **period)
    with pytest.raises(UserError, match="no indicator 'x'"):
        figure(database, "x")
    with pytest.raises(UserError, match="stands as it is now"):
        ask(database, indicators.months, "overdue_now", today=TODAY, until=TODAY)
    with pytest.raises(UserError, match="There is no part 'x'"):
        ask(database, indicators.behind, "dental", "x", today=TODAY, **YEAR)
    with pytest.raises(UserError, match="no reasons for delay"):
        ask(database, indicators.delay_reasons, today=TODAY, indicator_id="dental", **YEAR)


def test_nothing_there_is_no_figure_and_never_nought_percent(database):
    found = ask(database, indicators.figures, today=TODAY, **YEAR)
    assert [one.id for one in found] == [one.id for one in INDICATORS]
    assert {(one.numerator, one.denominator, one.value, one.excluded) for one in found} == {(0, 0, None, ())}
    ahead = figure(database, "iha_28_days", since=TODAY + timedelta(days=1), until=TODAY + timedelta(days=9))
    assert (ahead.value, ahead.note) == (None, "The period has not begun yet.")


def test_who_left_and_came_back_is_counted_each_time_and_said(database):
    first, second = date(2025, 4, 1), date(2025, 10, 1)
    in_care(database, (first, date(2025, 8, 1)), (second, None), done=[first + timedelta(days=28)])
    found = figure(database, "iha_28_days")
    assert (found.numerator, found.denominator) == (1, 2)
    assert "1 child left care and came back: each time in care is counted." in found.note
    (missed,) = ask(database, indicators.behind, "iha_28_days", "missed", today=TODAY, **YEAR)
    assert (missed.due_on, missed.met_on) == (second + timedelta(days=28), None)


def test_periods_that_overlap_are_counted_as_they_stand_and_said(database):
    in_care(database, (date(2025, 4, 1), date(2025, 11, 1)), (date(2025, 10, 1), None))
    found = figure(database, "iha_28_days")
    assert found.denominator == 2
    assert "1 child with periods of care that overlap" in found.note


def test_the_last_day_in_time_and_the_day_of_leaving(database):
    began = date(2025, 6, 2)
    due = began + timedelta(days=28)
    in_care(database, (began, None), council_id="1", done=[due])
    in_care(database, (began, None), council_id="2", done=[due + timedelta(days=1)])
    in_care(database, (began, due), council_id="3", done=[due])
    in_care(database, (began, due + timedelta(days=1)), council_id="4")
    found = figure(database, "iha_28_days")
    assert (found.numerator, found.denominator, found.excluded) == (1, 3, (("ceased_before_due", 1),))
    assert figure(database, "iha_28_days", until=due - timedelta(days=1)).denominator == 0
    assert figure(database, "iha_28_days", since=due, until=due).denominator == 3
    missed = ask(database, indicators.behind, "iha_28_days", "missed", today=TODAY, **YEAR)
    assert {one.council_id: one.words for one in missed} == {
        "2": "1 day late. No reason recorded", "4": "Not done before care ended on 01-Jul-2025. No reason recorded",
    }  # fmt: skip
    working = figure(database, "iha_20_working_days")  # the same day: no bank holiday between
    assert (working.numerator, working.denominator) == (1, 3)


def test_why_what_was_missed_was_late(database):
    began = date(2025, 6, 2)
    late = [in_care(database, (began, None), council_id=str(number)) for number in range(4)]
    reasons = [
        (late[0], "HL-01"),
        (late[1], "LA-02"),
        (late[1], "CH-01"),
        (late[2], "CH-01"),
        (late[3], "LA-02"),
        (late[3], ""),
    ]
    with database.writing(Entry(GRACE, NOW, "said why")) as session:
        for child, code in reasons:
            session.add(
                DelayReasonRow(
                    child_id=child,
                    kind="IHA",
                    clock_start=began,
                    code=code,
                    recorded_at=NOW,
                    recorded_by_id=1,
                )
            )
            session.flush()
    found = ask(database, indicators.delay_reasons, today=TODAY, **YEAR)
    assert [(one.code, one.owner, one.avoidable, one.count) for one in found] == [
        ("CH-01", "child_or_carer", False, 2), ("HL-01", "health", True, 1), ("", "", None, 1),
    ]  # fmt: skip
    assert found[-1].label == "No reason recorded"
    with database.writing(Entry(GRACE, NOW, "said why")) as session:
        of = {"kind": "IHA", "clock_start": began, "recorded_at": NOW, "recorded_by_id": 1}
        session.add(DelayReasonRow(child_id=late[0], code="OT-01", note="Lift out of order", **of))
    missed = ask(database, indicators.behind, "iha_28_days", "missed", today=TODAY, **YEAR)
    overdue = f"Overdue by {(TODAY - began).days - 28} days. "
    assert sorted(one.whole_words for one in missed) == [
        f"{overdue}{words}" for words in ("No reason recorded", "Other: Lift out of order", "Was not brought", "Was not brought")
    ]  # fmt: skip
    assert {one.words for one in missed if one.delay_note} == {
        f"{overdue}Other"
    }  # as it leaves without names


def test_a_restricted_child_is_counted_and_not_named_outside(database):
    child = in_care(database, (date(2025, 6, 2), None))
    with database.writing(Entry(GRACE, NOW, "restricted")) as session:
        session.add(ChildFlagRow(child_id=child, kind="restricted", set_on=date(2025, 6, 2), set_by="x"))
    asked = {"today": TODAY} | YEAR
    (seen,) = ask(database, indicators.behind, "iha_28_days", "missed", by=NADIA, **asked)
    (given,) = ask(database, indicators.behind_to_give, "iha_28_days", "missed", by=NADIA, **asked)
    (manager,) = ask(database, indicators.behind_to_give, "iha_28_days", "missed", by=GRACE, **asked)
    assert (seen.name, manager.name) == ("Restricted record", "BAPTISTE, Amara")
    assert (given.name, given.nhs_number) == ("Restricted record", None)
    assert figure(database, "iha_28_days").denominator == 1


def test_targets_are_the_teams_own(database):
    assert ask(database, indicators.targets)["iha_28_days"] == 90
    write(database, indicators.set_target, "iha_28_days", 95.5)
    write(database, indicators.set_target, "dental", None)
    assert figure(database, "iha_28_days").target == 95.5
    assert figure(database, "dental").target is None
    write(database, indicators.set_target, "dental", 90)
    assert ask(database, indicators.targets)["dental"] == 90
    with pytest.raises(UserError, match="0 to 100"):
        write(database, indicators.set_target, "dental", 101)
    with pytest.raises(NotAllowed):
        write(database, indicators.set_target, "dental", 50, by=TOM)


def test_another_team_in_the_file_changes_nothing(some):
    before = ask(some, indicators.figures, today=TODAY, **YEAR)
    child = builders.a_child_of(some, builders.another_team(some))
    with some.writing(Entry(SYSTEM, NOW, "entered care")) as session:
        session.add(PeriodOfCareRow(child_id=child, began=date(2025, 6, 2)))
        session.flush()
        children.mark_for_due(session, child)
    assert ask(some, indicators.figures, today=TODAY, **YEAR) == before
