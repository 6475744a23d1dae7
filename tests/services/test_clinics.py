"""The diary and booking from it, on a real file: nothing is booked twice, nothing is cancelled in silence."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import NotFound, RecordChanged, UserError
from lac_tracker.services import appointments, capacity, clinic_bookings, clinics, delay_reasons, training
from lac_tracker.services.clinics import NewSession
from lac_tracker.storage import children as stored_children
from lac_tracker.storage import visits
from lac_tracker.storage.tables.audit import AuditRow
from tests import builders
from tests.builders import ask, write
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY, TOM

WED, THU, FRI = TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=2)


def a_clinic(database, *, by=TOM, who=SAM, on=FRI, **changes):
    """Put a clinic of two IHA slots into the diary and return (session id, slot ids)."""
    fields = {
        "clinician_id": who.person_id, "kind": "clinic", "name": "Clinic A", "place": "Mill Road", "on": on,
        "slot_kind": "IHA", "slots": 2, "minutes": 60, "starts_at": "9.30",
    }  # fmt: skip
    made = write(database, clinics.add_sessions, NewSession(**fields | changes), by=by, today=TODAY)
    held = ask(database, clinics.session_of, made.made_id)
    return held.id, [slot.id for slot in held.slots]


def a_team_at_work(database):
    """Three children: one due in 8 days, one late already, one due in 20 days who needs a trained interpreter visit."""
    soon = builders.a_child(database, "100001", given_name="Soon", nhs_number="9990563411")
    late = builders.a_child(
        database, "100002", given_name="Late", became_looked_after=TODAY - timedelta(days=40)
    )
    away = builders.a_child(
        database, "100003", given_name="Far", became_looked_after=TODAY - timedelta(days=8)
    )
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        stored_children.change(
            session, away, {"interpreter_needed": "yes", "first_language": "pes", "is_unaccompanied": True}
        )
    return soon, late, away


@pytest.fixture
def beginning(made_once):
    return made_once("a team at work", a_team_at_work)


@pytest.fixture
def kids(beginning):
    return beginning[1]


def week(database, on=TODAY):
    return ask(database, clinics.week, today=TODAY, on=on)


def waiting(database):
    return {
        row.shown_name.split(", ")[1]: row for row in ask(database, clinic_bookings.waiting, today=TODAY).rows
    }


def book(database, child, slot, **more):
    given = {"kind": "IHA", "slot_id": slot, "today": TODAY} | more
    return write(database, clinic_bookings.book_slot, child, by=TOM, **given)


def test_a_series_is_added_with_exceptions_and_shown_by_the_week(database, kids):
    write(
        database, clinics.add_sessions,
        NewSession(
            SAM.person_id, "clinic", name="Clinic <b>B</b>", on=FRI, every_weeks="2", until=FRI + timedelta(weeks=6),
            exceptions=(FRI + timedelta(weeks=2),), slot_kind="any", slots=3, minutes=45, starts_at="13",
        ),
        by=TOM, today=TODAY,
    )  # fmt: skip
    shown = week(database)
    assert [one.name for one in shown.clinicians] == ["Dr Sam Iqbal", "Grace Mensah", "Nadia Rahman"]
    (one,) = shown.sessions
    assert one.name == "Clinic <b>B</b>"  # plain text, as it was typed
    assert [(slot.starts_at, slot.kind) for slot in one.slots] == [
        ("13:00", "any"), ("13:45", "any"), ("14:30", "any"),
    ]  # fmt: skip
    assert (shown.starts_on, len(shown.days), shown.free_words) == (
        date(2026, 3, 2), 5, "Free slots: 3 for either",
    )  # fmt: skip
    days = [len(week(database, FRI + timedelta(weeks=number)).sessions) for number in range(8)]
    assert days == [1, 0, 0, 0, 1, 0, 1, 0]
    holiday = week(database, date(2026, 4, 3))
    assert holiday.holidays == ((date(2026, 4, 3), "Good Friday"),)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"on": None}, "Enter the day"),
        ({"on": TODAY - timedelta(days=1)}, "has passed"),
        ({"clinician_id": None}, "Choose whose it is"),
        ({"clinician_id": TOM.person_id}, "does not see children"),
        ({"slots": 0}, "Number of slots must be from 1 to 30"),
        ({"minutes": 2}, "Minutes for each must be from 5 to 480"),
        ({"starts_at": "25:00"}, "First slot at is not a time of day"),
        ({"starts_at": ""}, "enter the time the clinic begins"),
        ({"starts_at": "22:30", "slots": 3}, "past midnight"),
        ({"every_weeks": "1"}, "Repeats until: enter the last day"),
        ({"every_weeks": "1", "until": TODAY}, "must not be before the first day"),
        ({"every_weeks": "1", "until": FRI + timedelta(weeks=200)}, "at most 104 days"),
        ({"every_weeks": "1", "until": FRI, "exceptions": (WED,)}, "is not one of the days"),
        ({"every_weeks": "1", "until": FRI, "exceptions": (FRI,)}, "no day is left"),
        ({"kind": "party"}, "Choose what it is"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_added(database, changes, words):
    with pytest.raises(UserError, match=words):
        a_clinic(database, **changes)
    assert week(database).sessions == ()


def test_nobody_is_in_two_places_at_once(database):
    a_clinic(database)
    a_clinic(database, starts_at="11:30")  # after the first one has ended
    a_clinic(database, who=NADIA)
    for clash in ({"starts_at": "10:00"}, {"kind": "visits", "starts_at": "12:00"}):
        with pytest.raises(UserError, match="has 'Clinic A' from .* on 06-Mar-2026 at that time"):
            a_clinic(database, **clash)
    write(database, clinics.add_sessions, NewSession(SAM.person_id, "leave", on=THU), by=TOM, today=TODAY)
    for kind in ("clinic", "visits", "training"):
        with pytest.raises(UserError, match="has leave on 05-Mar-2026"):
            a_clinic(database, on=THU, kind=kind)


def test_waiting_to_book_is_most_urgent_first_with_the_best_slot(database, kids):
    assert [row.best_words for row in waiting(database).values()] == ["No free slot"] * 3
    _, first = a_clinic(database, on=date(2026, 3, 11))
    rows = waiting(database)
    assert [(name, row.latest_words) for name, row in rows.items()] == [
        ("Late", "20-Feb-2026 (passed)"), ("Soon", "12-Mar-2026"), ("Far", "24-Mar-2026"),
    ]  # fmt: skip
    assert rows["Late"].best_words == "Wed 11-Mar-2026 09:30 Dr Sam Iqbal, late by 19 days"
    assert rows["Soon"].best_words == "Wed 11-Mar-2026 10:30 Dr Sam Iqbal"
    assert (rows["Far"].needs.words, rows["Far"].best_words) == (
        "Farsi interpreter; UASC trained", "No slot meets these needs",
    )  # fmt: skip
    shown = ask(database, clinic_bookings.booking, kids[2], today=TODAY, kind="IHA")
    assert dict(shown.warnings)[SAM.person_id] == "No UASC training recorded for Sam Iqbal."
    write(
        database, training.record,
        training.TypedTraining(SAM.person_id, "unaccompanied", None, TODAY, None),
        by=GRACE, today=TODAY,
    )  # fmt: skip
    a_clinic(database, on=date(2026, 3, 12))
    assert waiting(database)["Far"].best_words == "Thu 12-Mar-2026 09:30 Dr Sam Iqbal"
    book(database, kids[0], first[1])
    assert list(waiting(database)) == ["Late", "Far"]


def test_a_slot_is_had_by_one_child(database, kids):
    soon, late, _ = kids
    session_id, (first, second) = a_clinic(database)
    made = book(database, soon, first, told_to="Jo Moss", told_how="phone")
    with database.reading() as session:
        held = visits.appointment(session, made.made_id)
    assert (held.takes_place_on, held.starts_at, held.place, held.clinician_id, held.told_to) == (
        FRI, "09:30", "Mill Road", SAM.person_id, "Jo Moss",
    )  # fmt: skip
    with pytest.raises(
        UserError, match="BAPTISTE, Soon has this slot already: 'Clinic A' on 06-Mar-2026 at 09:30"
    ):
        book(database, late, first)
    with pytest.raises(
        IntegrityError
    ):  # and were two to pass the rule at the same time, the file itself refuses
        write(database, lambda session, **_: visits.change_appointment(
            session, visits.book(session, late, {
                "kind": "IHA", "offered_on": TODAY, "takes_place_on": FRI, "outcome": "booked", "slot_id": first,
            }), {"place": "x"},
        ))  # fmt: skip
    with pytest.raises(UserError, match="There is an IHA appointment on 06-Mar-2026 at 09:30 already"):
        book(database, soon, second)
    with pytest.raises(UserError, match="Choose how they were told"):
        book(database, late, second, told_to="Jo Moss")
    with pytest.raises(UserError, match="for an IHA, not for an RHA"):
        book(database, late, second, kind="RHA")
    with pytest.raises(UserError, match="Move or cancel that appointment first"):
        write(database, clinics.remove_slot, first, by=TOM, today=TODAY, because="Room is gone")
    # Moved to the other slot, the first is free again.
    write(
        database, appointments.record_outcome, made.made_id, by=TOM, today=TODAY, outcome="moved", slot_id=second
    )  # fmt: skip
    one = ask(database, clinics.session_of, session_id)
    assert [slot.booked.name if slot.booked else None for slot in one.slots] == [None, "BAPTISTE, Soon"]
    write(database, clinics.remove_slot, first, by=TOM, today=TODAY, because="Room is gone")
    with pytest.raises(NotFound, match="not in the diary any more"):
        book(database, late, first)


def test_an_offer_is_kept_whatever_they_say(database, kids):
    soon, late, _ = kids
    session_id, (first, second) = a_clinic(database, slot_kind="any")
    given = {
        "kind": "IHA", "slot_id": first, "told_to": "Jo Moss", "told_how": "phone", "today": TODAY, "by": TOM,
    }  # fmt: skip
    for missing, words in (
        ({"told_to": " "}, "Who was told"), ({"told_how": ""}, "How: choose"), ({"answer": ""}, "What they said"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=words):
            write(database, clinic_bookings.offer, soon, **given | {"answer": "accepted"} | missing)
    write(
        database, clinic_bookings.offer, soon, **given, answer="refused", what_was_said="Exam that day",
        wishes=("after_school",),
    )  # fmt: skip
    assert [slot.booked for slot in ask(database, clinics.session_of, session_id).slots] == [None, None]
    (kept,) = ask(database, appointments.of_child, soon)
    assert (kept.outcome, kept.outcome_note, kept.told_to) == (
        "cancelled",
        "By Jo Moss: Exam that day",
        "Jo Moss",
    )
    rows = waiting(database)
    assert (rows["Soon"].needs.words, rows["Soon"].best_words) == (
        "After school",
        "No slot meets these needs",
    )
    write(database, clinic_bookings.offer, late, **given | {"slot_id": second}, answer="waiting")
    (held,) = ask(database, appointments.of_child, late)
    assert (held.outcome, held.outcome_note) == ("booked", "Offered, no answer yet")


def test_cancelling_a_clinic_with_bookings_is_asked_and_told(database, kids):
    soon, late, _ = kids
    session_id, (first, second) = a_clinic(database)
    book(database, soon, first)
    book(database, late, second)
    found = ask(database, clinics.consequences_of_cancelling, session_id, today=TODAY)
    assert "BAPTISTE, Soon (IHA, 06-Mar-2026), BAPTISTE, Late" in found.words
    assert "become cancelled by us" in found.words
    given = {"by": TOM, "today": TODAY, "because": "Dr Iqbal is ill"}
    for confirmed in (None, (), found.appointments[:1]):
        with pytest.raises(UserError, match="Confirm that first"):
            write(database, clinics.cancel_session, session_id, confirmed=confirmed, **given)
    assert len(week(database).sessions) == 1
    done = write(database, clinics.cancel_session, session_id, confirmed=found.appointments, **given)
    assert done.report == (
        "Cancelled. BAPTISTE, Soon, BAPTISTE, Late wait to be booked again: tell the carers. "
        "Recorded for 1 that is late: clinic cancelled."
    )
    assert week(database).sessions == ()
    assert {name: row.best_words for name, row in waiting(database).items()}.keys() == {"Soon", "Late", "Far"}
    (kept,) = ask(database, appointments.of_child, soon)
    assert (kept.outcome, kept.outcome_note) == ("cancelled", "By us: Dr Iqbal is ill")
    (reason,) = ask(database, delay_reasons.history, late)
    assert (reason.code, reason.note) == ("HL-02", "Clinic of 06-Mar-2026 cancelled: Dr Iqbal is ill")
    assert ask(database, delay_reasons.history, soon) == ()
    with pytest.raises(NotFound):
        write(database, clinics.cancel_session, session_id, **given)


def test_a_series_is_cancelled_from_a_day_on_and_past_days_stay(database, kids):
    first, _ = a_clinic(database, on=TODAY, every_weeks="1", until=TODAY + timedelta(weeks=3))
    later = TODAY + timedelta(weeks=1)
    session_id = week(database, later).sessions[0].id
    with pytest.raises(UserError, match="has passed, and the diary of past days is not changed"):
        write(
            database, clinics.cancel_session, first, by=TOM, today=later, because="x", whole_series=True
        )  # fmt: skip
    done = write(
        database, clinics.cancel_session, session_id, by=TOM, today=later, because="Room lost", whole_series=True
    )  # fmt: skip
    assert done.report == "Cancelled on 3 days."
    assert [len(week(database, TODAY + timedelta(weeks=number)).sessions) for number in range(4)] == [
        1,
        0,
        0,
        0,
    ]


def test_leave_over_a_clinic_warns_with_the_names(database, kids):
    _, (first, _) = a_clinic(database)
    book(database, kids[0], first)
    leave = NewSession(SAM.person_id, "leave", on=WED, every_weeks="0")
    write(database, clinics.add_sessions, leave, by=TOM, today=TODAY)  # nothing else is on that day
    over = NewSession(SAM.person_id, "leave", on=FRI)
    found = ask(database, clinics.consequences_of_leave, over, today=TODAY)
    assert "BAPTISTE, Soon (IHA, 06-Mar-2026)" in found.words
    with pytest.raises(UserError, match="Confirm that first"):
        write(database, clinics.add_sessions, over, by=TOM, today=TODAY)
    done = write(database, clinics.add_sessions, over, by=TOM, today=TODAY, confirmed=found.appointments)
    assert done.report.startswith(
        "Added to the diary on 06-Mar-2026. BAPTISTE, Soon waits to be booked again"
    )
    assert {one.kind for one in week(database).sessions} == {"leave"}


def test_a_clinic_goes_to_somebody_else_with_its_bookings(database, kids):
    session_id, (first, _) = a_clinic(database)
    made = book(database, kids[0], first)
    done = write(
        database, clinics.change_session, session_id, by=TOM, today=TODAY, name="Clinic A", place="School Lane", note="",
        clinician_id=NADIA.person_id, seen_version=1,
    )  # fmt: skip
    assert done.report == "Changed. Tell the carers of BAPTISTE, Soon."
    old = {"seen_version": 1, "by": TOM, "today": TODAY}  # as somebody who opened it before has it
    with pytest.raises(RecordChanged, match="changed this session"):
        write(
            database,
            clinics.change_session,
            session_id,
            name="",
            place="",
            note="",
            clinician_id=SAM.person_id,
            **old,
        )
    with pytest.raises(RecordChanged, match="changed this session"):
        write(database, clinics.cancel_session, session_id, because="Ill", **old)
    with database.reading() as session:
        held = visits.appointment(session, made.made_id)
        newest = select(AuditRow.action, AuditRow.child_id).order_by(AuditRow.number.desc()).limit(1)
        assert tuple(session.execute(newest).one()) == (
            Action.MANAGE_CLINICS.value,
            kids[0],
        )  # whose record it touched
    assert (held.place, held.clinician_id) == ("School Lane", NADIA.person_id)
    a_clinic(database)  # Sam is free then
    with pytest.raises(UserError, match="at that time"):
        write(
            database, clinics.change_session, session_id, by=TOM, today=TODAY, name="", place="", note="",
            clinician_id=SAM.person_id,
        )  # fmt: skip
    write(
        database, clinics.add_slot, session_id, by=TOM, today=TODAY, kind="RHA", starts_at="12:30", minutes=30
    )  # fmt: skip
    with pytest.raises(UserError, match="has a slot at 09:45 already"):
        write(
            database, clinics.add_slot, session_id, by=TOM, today=TODAY, kind="RHA", starts_at="09:45", minutes=30
        )  # fmt: skip


def test_the_forecast_is_of_live_data_and_says_what_it_leaves_out(database, kids):
    builders.a_child(database, "100004", became_looked_after=None)
    a_clinic(database)
    a_clinic(database, who=NADIA, kind="visits", starts_at="", slot_kind="RHA", slots=3)
    made = ask(database, capacity.forecast, today=TODAY)
    assert len(made.weeks) == 8
    first = made.weeks[0]
    assert (first.initial.due, first.initial.overdue, first.initial.slots, first.initial.gap_words) == (
        1, 1, 2, "1 spare",
    )  # fmt: skip
    assert (first.review.slots, first.review.gap_words) == (3, "3 spare")
    assert made.not_counted == ("1 child without a start date is not counted.",)
    # Three entries in 40 days: the caseload knows of nothing before, and the average says so.
    assert made.expected_per_week == pytest.approx(3 * 7 / 40)
    assert "as far back as the data go" in made.expected_words
    assert "BAPTISTE" not in f"{made.message}{made.totals}{made.how}"
    # A slot of somebody counted stays a slot; of somebody due after these weeks, or whose hour has passed, it is none.
    soon, late, _ = kids
    _, slots = a_clinic(database, on=FRI + timedelta(days=7))
    book(database, late, slots[0])
    a_clinic(database, on=TODAY, starts_at="09:00")
    later = builders.a_child(database, "100005", became_looked_after=TODAY)
    book(database, later, slots[1])
    full = ask(database, capacity.forecast, today=TODAY, weeks=8)
    near = ask(database, capacity.forecast, today=TODAY, weeks=2)
    assert (full.slots("IHA"), full.facts.spent) == (5, 0)
    assert (near.slots("IHA"), near.facts.spent) == (4, 1)
    assert "1 more slot is not counted" in " ".join(near.how)
    assert waiting(database)["Soon"].best_words == "Wed 04-Mar-2026 10:00 Dr Sam Iqbal"
    choices = ask(database, clinic_bookings.booking, soon, today=TODAY, kind="IHA").choices
    assert choices[0].words == "Wed 04-Mar-2026 09:00 Dr Sam Iqbal, Mill Road, its time has passed"
