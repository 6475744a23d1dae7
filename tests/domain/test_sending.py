"""When a copy may go: every reason it may not, what makes it come back, and who gets which papers."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lac_tracker.domain.disclosure import Reader
from lac_tracker.domain.sending import (
    Agreed,
    Parcel,
    Recipient,
    Sending,
    State,
    address_for,
    is_waiting,
    papers_for,
    send_by,
    standing,
    usual_route,
    went_elsewhere,
)
from lac_tracker.domain.working_days import BankHolidays

TODAY = date(2026, 3, 4)
HOLIDAYS = BankHolidays(frozenset({date(2026, 4, 3), date(2026, 4, 6)}), date(2027, 12, 31))
NORTHGATE = Recipient(
    "Northgate Surgery", "northgate@example.invalid", "1 High Street", "K83001", date(2026, 2, 1)
)
PARCEL = Parcel(
    1, "Lily", Reader.GP, ("gp-summary", "full-plan"), NORTHGATE, assessment_id=20, signed_on=date(2026, 2, 26),
    kind="gp_practice",
)  # fmt: skip
SENT = Sending(
    1, 11, "gp-summary", 1, 20, 1, "gp", "Northgate Surgery", "northgate@example.invalid", "secure_email",
    date(2026, 3, 2), "Tom Leigh",
)  # fmt: skip


def with_gp(**changes):
    return replace(PARCEL, to=replace(NORTHGATE, **changes))


@pytest.mark.parametrize(
    ("parcel", "missing"),
    [
        (PARCEL, ()),
        (replace(PARCEL, to=None), ("Add a GP",)),
        (with_gp(closed_on=date(2026, 1, 12)), ("Practice closed on 12-Jan-2026",)),
        (with_gp(closed_on=date(2026, 3, 5)), ()),  # it closes tomorrow
        (with_gp(confirmed_on=None), ("GP never confirmed",)),
        (with_gp(confirmed_on=date(2025, 3, 4)), ()),
        (with_gp(confirmed_on=date(2025, 3, 3)), ("GP last confirmed 12 months ago",)),
        (with_gp(confirmed_on=date(2025, 1, 1)), ("GP last confirmed 14 months ago",)),
        (replace(PARCEL, moved_on=date(2026, 2, 2)), ("GP confirmed before the last move",)),
        (replace(PARCEL, moved_on=date(2026, 2, 1)), ()),
        (replace(PARCEL, moved_on=date(2026, 3, 5)), ()),  # moves tomorrow
        (with_gp(email="", address="", ods_code=""), ("Add an email, address or ODS code for the practice",)),
        (with_gp(email="", address=""), ()),
        (replace(PARCEL, agreed=Agreed.NO, refusal="Dan Price said no on 01-Mar-2026"), ("Dan Price said no on 01-Mar-2026",)),
        (replace(PARCEL, agreed=Agreed.NOT_ASKED), ("Sharing with the GP practice is not agreed yet",)),
        (replace(PARCEL, agreed=Agreed.NOT_NEEDED), ()),
        (replace(PARCEL, withholding_open=True), ("Ask Lily what may be shared with whom",)),
        (replace(PARCEL, left_care_on=TODAY), ("Left care on 04-Mar-2026: check who should have it",)),
        (
            replace(PARCEL, to=None, agreed=Agreed.NOT_ASKED),
            ("Add a GP", "Sharing with the GP practice is not agreed yet"),
        ),
        (replace(PARCEL, reader=Reader.COUNCIL, kind="social_worker", to=None), ("Add a social worker",)),
        (replace(PARCEL, reader=Reader.OWNER, kind="parent", papers=()), ("There is no copy for: parent",)),
        (replace(PARCEL, reader=Reader.CHILD, withholding_open=True), ()),
    ],
)  # fmt: skip
def test_what_is_missing(parcel, missing):
    found = standing(parcel, TODAY, HOLIDAYS)
    assert found.missing == missing
    assert found.state is (State.MISSING if missing else State.READY)


def test_send_by_is_ten_working_days_after_signing_and_late_after_it():
    assert send_by(date(2026, 2, 26), HOLIDAYS) == date(2026, 3, 12)
    assert send_by(date(2026, 3, 27), HOLIDAYS) == date(2026, 4, 14)  # over Easter
    for day, late in ((date(2026, 3, 12), False), (date(2026, 3, 13), True)):
        assert standing(PARCEL, day, HOLIDAYS).is_late is late


def test_what_was_sent_is_no_longer_waiting_and_never_late():
    found = standing(replace(PARCEL, sendings=(SENT,)), date(2026, 12, 1), HOLIDAYS)
    assert (found.state, found.sent, found.is_late) == (State.SENT, SENT, False)


def test_a_practice_that_got_the_plan_without_the_summary_has_not_got_it():
    alone = replace(SENT, document="full-plan")
    assert standing(replace(PARCEL, sendings=(alone,)), TODAY, HOLIDAYS).state is State.READY


def test_what_was_taken_back_waits_again():
    taken_back = replace(SENT, entered_in_error_because="another child")
    assert standing(replace(PARCEL, sendings=(taken_back,)), TODAY, HOLIDAYS).state is State.READY


def test_after_an_amendment_it_waits_again_and_says_what_it_replaces():
    found = standing(replace(PARCEL, assessment_id=21, edition=2, sendings=(SENT,)), TODAY, HOLIDAYS)
    assert (found.state, found.replaces) == (State.READY, "version 1, sent 02-Mar-2026")


def test_a_day_on_the_assessment_itself_counts_where_nothing_was_written_down():
    assert standing(replace(PARCEL, sent_before=date(2026, 2, 27)), TODAY, HOLIDAYS).state is State.SENT


def test_a_rejected_one_waits_until_the_practice_was_confirmed_again():
    rejected = replace(
        SENT, reply="rejected", replied_on=date(2026, 3, 3), rejected_because="no longer registered"
    )
    found = standing(replace(PARCEL, sendings=(rejected,)), TODAY, HOLIDAYS)
    assert found.missing == ("Rejected: confirm the GP before it goes again",)
    assert found.rejected == "Rejected 03-Mar-2026: no longer registered"
    confirmed = replace(with_gp(confirmed_on=date(2026, 3, 3)), sendings=(rejected,))
    assert standing(confirmed, TODAY, HOLIDAYS).state is State.READY
    elsewhere = replace(with_gp(name="Abbey Practice", email="abbey@example.invalid"), sendings=(rejected,))
    assert standing(elsewhere, TODAY, HOLIDAYS).state is State.READY


@pytest.mark.parametrize(
    ("kind", "gets", "found"),
    [
        ("gp_practice", None, (Reader.GP, ("gp-summary", "full-plan"))),
        ("gp_practice", "full_plan", (Reader.GP, ("gp-summary", "full-plan"))),
        ("gp_practice", "no", None),
        ("social_worker", None, (Reader.COUNCIL, ("council-copy",))),
        ("reviewing_officer", None, (Reader.COUNCIL, ("council-copy",))),
        ("carer", None, (Reader.CARER, ("carer-copy",))),
        ("carer", "full_plan", (Reader.CARER, ("carer-copy",))),
        ("school", None, None),
        ("school", "full_plan", (Reader.SCHOOL, ("school-copy",))),
        ("school_nurse", "school_copy", (Reader.SCHOOL, ("school-copy",))),
        ("health_visitor", "full_plan", (Reader.HOST_TEAM, ("full-plan",))),
        ("host_team", None, None),
        ("parent", None, None),
        ("parent", "full_plan", (Reader.OWNER, ())),
        ("parent", "carer_copy", (Reader.OWNER, ())),
        ("other", "full_plan", (Reader.OWNER, ())),
    ],
)
def test_who_gets_which_papers(kind, gets, found):
    assert papers_for(kind, gets) == found


@pytest.mark.parametrize(
    ("parcel", "route", "address"),
    [
        (PARCEL, "secure_email", "northgate@example.invalid"),
        (with_gp(email=""), "clinical_system", "K83001"),
        (with_gp(email="", ods_code="", address="1 High\nStreet"), "post", "1 High Street"),
        (with_gp(email="", ods_code="", address=""), "by_hand", ""),
        (replace(PARCEL, to=None), "by_hand", ""),
        (replace(PARCEL, reader=Reader.CHILD), "by_hand", ""),
    ],
)
def test_how_a_reader_usually_gets_it_and_at_which_address(parcel, route, address):
    assert usual_route(parcel) == route
    assert address_for(parcel.to, route) == address


def test_a_practice_that_is_another_than_the_last_time_is_named():
    assert went_elsewhere(replace(PARCEL, sendings=(SENT,))) == ""
    assert went_elsewhere(replace(with_gp(name="Abbey Practice"), sendings=(SENT,))) == "Northgate Surgery"
    assert went_elsewhere(PARCEL) == ""


def test_only_what_was_asked_for_and_not_answered_waits_for_a_reply():
    asked = replace(SENT, reply_by=TODAY + timedelta(days=14))
    assert is_waiting(asked)
    for one in (SENT, replace(asked, reply="accepted"), replace(asked, entered_in_error_because="x")):
        assert not is_waiting(one)
