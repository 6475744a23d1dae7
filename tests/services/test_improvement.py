"""Improvement actions: every change is kept, a date that passes shows by itself, and a new manager sees it all."""

from datetime import date, timedelta

import pytest

from lac_tracker.domain.errors import NotAllowed, NotFound, RecordChanged, UserError
from lac_tracker.domain.improvement import Rating
from lac_tracker.services import improvement
from tests.builders import ask, write
from tests.conftest import GRACE, SAM, TODAY, TOM

DUE = TODAY + timedelta(days=30)
GIVEN = {"what": "Quote the child", "source": "Criterion 7", "owner": "Grace Mensah", "due_on": DUE}


def add(database, **more):
    return write(database, improvement.add, today=TODAY, **GIVEN | more).made_id


def change(database, action, by=GRACE, **more):
    fields = GIVEN | {"rating": "on_track"} | more
    write(database, improvement.change, action, by=by, today=TODAY, **fields)


def shown(database, today=TODAY, by=GRACE):
    return ask(database, improvement.actions, by=by, today=today)


def test_a_date_that_passes_makes_it_late_by_itself_and_keeps_what_was_said(database):
    add(database)
    (on_the_day,) = shown(database, DUE)
    assert (on_the_day.rating, on_the_day.is_late_by_itself) == (Rating.ON_TRACK, False)
    (after,) = shown(database, DUE + timedelta(days=1))
    assert (after.words, after.said, after.is_late_by_itself) == ("Late", Rating.ON_TRACK, True)
    assert after.detail == "Since 03-Apr-2026. Last said: on track"


def test_every_change_is_kept_with_who_when_before_and_after(database):
    action = add(database)
    with pytest.raises(UserError, match="Enter the reason: the rating"):
        change(database, action, rating="at_risk")
    with pytest.raises(UserError, match="Enter the reason: the date"):
        change(database, action, due_on=DUE + timedelta(days=9))
    change(database, action, rating="at_risk", because="Post is vacant")
    later = DUE + timedelta(days=9)
    change(database, action, rating="at_risk", owner="Priya Nair", due_on=later, because="Handed on")
    change(database, action, rating="done", owner="Priya Nair", due_on=later, because="Audit shows it")
    words = [
        (one.in_words, one.because, one.changed_by) for one in ask(database, improvement.history, action)
    ]
    assert words == [
        ("Rating: At risk, now Done", "Audit shows it", "Grace Mensah"),
        ("Due: 03-Apr-2026, now 12-Apr-2026", "Handed on", "Grace Mensah"),
        ("Owner: Grace Mensah, now Priya Nair", "Handed on", "Grace Mensah"),
        ("Rating: On track, now At risk", "Post is vacant", "Grace Mensah"),
    ]
    (held,) = shown(database, later + timedelta(days=99))
    assert (held.rating, held.action.done_on, held.detail) == (Rating.DONE, TODAY, "04-Mar-2026")
    with pytest.raises(RecordChanged):
        change(database, action, rating="done", owner="Priya Nair", due_on=later, seen_version=1)
    change(database, action, owner="Priya Nair", due_on=later, rating="on_track", because="Slipped again")
    assert shown(database)[0].action.done_on is None


def test_each_reason_is_kept_the_first_one_and_one_without_another_rating_too(database):
    action = add(database, rating="at_risk", because="No room")
    change(database, action, rating="at_risk", because="Still no room")
    change(database, action, rating="on_track", because="A room was found")
    assert [(one.in_words, one.because) for one in ask(database, improvement.history, action)] == [
        ("Rating: At risk, now On track", "A room was found"),
        ("Reason: No room, now Still no room", ""),
        ("Rating: At risk", "No room"),
    ]


def test_the_recommendations_are_added_once_and_the_open_ones_come_first(database):
    assert [one.source for one in ask(database, improvement.not_added)] == [
        f"CQC 3.{number}" for number in range(12, 21)
    ]
    add(database, source="CQC 3.12")
    change(database, 1, source="CQC 3.12", rating="done", because="In use")
    made = write(database, improvement.add_recommendations, today=TODAY, owner="Grace Mensah")
    assert made.report == 8
    held = shown(database)
    assert len(held) == 9
    assert held[-1].rating is Rating.DONE
    assert all(one.action.due_on > TODAY for one in held)
    with pytest.raises(UserError, match="Every recommendation"):
        write(database, improvement.add_recommendations, today=TODAY, owner="Grace Mensah")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"what": " "}, "Enter what will be done"),
        ({"source": ""}, "Enter the source"),
        ({"owner": "\u202e"}, "Enter the owner"),
        ({"due_on": None}, "Enter the date"),
        ({"due_on": date(2026, 3, 3)}, "today or later"),
        ({"due_on": date(2226, 3, 3)}, "Check the year"),
        ({"rating": "green"}, "Choose the rating"),
        ({"rating": "late"}, "Enter the reason"),
    ],
)
def test_what_is_not_taken(database, fields, words):
    with pytest.raises(UserError, match=words):
        add(database, **fields)


def test_clinicians_see_them_and_change_nothing(database):
    action = add(database)
    assert len(shown(database, by=SAM)) == 1
    with pytest.raises(NotAllowed):
        change(database, action, by=SAM)
    with pytest.raises(NotAllowed):
        shown(database, by=TOM)
    with pytest.raises(NotFound):
        ask(database, improvement.history, 99)
