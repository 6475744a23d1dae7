"""A person's day on a real file: appointments with what is ready, what was begun, what came, and the numbers."""

from datetime import date, timedelta

import pytest

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.today import next_visit
from lac_tracker.services import follow_ups, hand_over, pauses, today
from lac_tracker.storage import allocations, assessments, children, information, visits
from lac_tracker.storage.tables.plans import ActionRow
from tests.builders import a_child, an_assessment, ask, write
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY, TOM

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def day(database, by=NADIA, shown=TODAY, **more):
    return ask(database, today.day, by=by, today=TODAY, shown=shown, **more)


def a_morning(database):
    """Amara is booked with Nadia, Reza is Nadia's without a clinician named, Kai is Sam's; Lily's was begun by Nadia."""
    amara = a_child(database, "1")
    reza, kai, lily = (
        a_child(database, str(number), given_name=name, family_name=family)
        for number, name, family in ((2, "Reza", "Hosseini"), (3, "Kai", "Turner"), (4, "Lily", "Morgan"))
    )
    begun = an_assessment(database, lily, by=NADIA)
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        for child, person in ((amara, NADIA), (reza, NADIA), (kai, SAM)):
            allocations.add(session, child, "IHA", person.person_id, at=NOW, by_id=GRACE.person_id)
        booked = {"kind": "IHA", "offered_on": YESTERDAY, "takes_place_on": TODAY}
        visits.book(session, reza, booked | {"starts_at": "13:00", "place": "Clinic B"})
        visits.book(
            session,
            amara,
            booked | {"starts_at": "10:00", "place": "Home visit", "clinician_id": NADIA.person_id},
        )
        visits.book(session, kai, booked | {"starts_at": "09:00", "clinician_id": SAM.person_id})
        visits.book(
            session,
            amara,
            booked | {"starts_at": "08:00", "clinician_id": NADIA.person_id, "outcome": "moved"},
        )
        visits.book(session, kai, booked | {"takes_place_on": TOMORROW, "clinician_id": NADIA.person_id})
        request = {"what": "Summary", "asked_on": YESTERDAY, "due_on": TOMORROW, "recorded_by": "Tom Leigh"}
        information.add(session, amara, request | {"source": "gp", "asked_of": "Mill Surgery"})
        information.add(
            session, reza,
            request | {"source": "gp", "asked_of": "Old Forge", "answer": "received", "answered_on": TODAY},
        )  # fmt: skip
        information.add(
            session,
            kai,
            request | {"source": "gp", "asked_of": "Old Forge", "answer": "received", "answered_on": TODAY},
        )
    return amara, reza, kai, lily, begun


@pytest.fixture
def beginning(made_once):
    return made_once("today", a_morning)


@pytest.fixture
def morning(beginning):
    return beginning[1]


def test_the_appointments_of_a_day_are_those_of_the_person_in_the_order_of_the_day(database, morning):
    amara, reza, kai, *_ = morning
    found = day(database)
    assert [(one.child_id, one.starts_at, one.where) for one in found.visits] == [
        (amara, "10:00", "Home visit"), (reza, "13:00", "Clinic B"),
    ]  # fmt: skip
    first = found.visits[0]
    assert (first.name, first.age, first.kind, first.status, first.open_id) == (
        "BAPTISTE, Amara", "15y 10m", "IHA", "at_risk", None,
    )  # fmt: skip
    assert [one.child_id for one in day(database, SAM).visits] == [kai]
    assert day(database, TOM).visits == ()
    assert [one.child_id for one in day(database, shown=TOMORROW).visits] == [kai]
    week = day(database, whole_week=True)
    assert (week.first, week.last) == (date(2026, 3, 2), date(2026, 3, 8))
    assert [one.on for one in week.visits] == [TODAY, TODAY, TOMORROW]


def test_what_is_ready_is_here_asked_for_missing_or_not_needed(database, morning):
    amara, reza, *_ = morning

    def ready(place):
        return [one.words for one in day(database).visits[place].ready]

    assert ready(0) == ["Consent: missing", "GP info: asked for", "SDQ: missing", "Birth history: missing"]
    assert ready(1) == ["Consent: missing", "GP info: here", "SDQ: missing", "Birth history: missing"]
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        children.change(session, amara, {"birth_history_state": "asked", "born": TODAY - timedelta(days=900)})
    assert ready(0)[2:] == ["SDQ: not needed", "Birth history: asked for"]
    assert {one.page for one in day(database).visits[0].ready} == {"consent", "contacts", "sdq", "family"}


def test_what_was_begun_waits_until_it_is_done_or_handed_over(database, morning):
    *_, lily, begun = morning
    (one,) = day(database).begun
    assert (one.assessment_id, one.name, one.kind, one.seen_words) == (
        begun, "MORGAN, Lily", "IHA", "seen 04-Mar-2026",
    )  # fmt: skip
    assert one.left_words.endswith("sections left")
    assert day(database).begun_total == 1
    write(database, pauses.pause, begun, by=NADIA, today=TODAY, reason="had_enough")
    assert [one.child_id for one in day(database).begun] == [lily]
    assert day(database, SAM).begun == ()
    write(
        database, hand_over.hand_over, begun, by=NADIA, today=TODAY, to_id=SAM.person_id, completed_on=TODAY
    )
    assert day(database).begun == ()
    (signs,) = [one for one in day(database, SAM).notices if one.title == "To sign"]
    assert (signs.child_id, signs.page, signs.assessment_id) == (lily, "assessment", begun)


def test_what_came_is_told_once_and_gone_the_day_after_it_was_seen(database, morning):
    amara, reza, *_ = morning
    (came,) = day(database).notices
    assert (came.title, came.words, came.child_id, came.page) == (
        "GP practice replied", "HOSSEINI, Reza: Old Forge, 04-Mar-2026", reza, "contacts",
    )  # fmt: skip
    write(database, today.mark_seen, came.key, by=NADIA)
    assert [one.is_seen for one in day(database).notices] == [True]
    assert ask(database, today.notices, by=NADIA, today=TOMORROW) == ()
    write(database, today.mark_seen, came.key, by=NADIA, is_seen=False)
    assert [one.is_seen for one in day(database).notices] == [False]
    write(
        database, follow_ups.log, amara, by=TOM, today=TODAY, kind="IHA", contacted="council", means="phone",
        result="will_act", next_step="Chase consent", next_step_on=TODAY, next_step_by_id=NADIA.person_id,
        tells_manager=True,
    )  # fmt: skip
    step, _ = day(database).notices
    assert (step.title, step.words) == (
        "Next step due today",
        "BAPTISTE, Amara, IHA: Chase consent, by 04-Mar-2026",
    )
    write(database, today.mark_seen, step.key, by=NADIA)
    later = ask(database, today.notices, by=NADIA, today=TOMORROW)
    assert [(one.title, one.is_seen) for one in later if one.is_work] == [
        ("Next step overdue", True)
    ]  # work stays
    assert [one.title for one in day(database, GRACE).notices] == ["You were told"]


def test_items_of_a_plan_in_force_that_one_owns_are_told_from_a_week_before(signed):
    with signed.database.reading() as session:
        (held,) = [one for one in assessments.of_child(session, signed.child) if one.state == "signed"]

    def told(by_date, person=NADIA.full_name):
        with signed.database.writing(Entry(GRACE, NOW, "tested")) as session:
            row = session.query(ActionRow).order_by(ActionRow.id).first()
            row.person, row.by_date = person, by_date
        return [(one.title, one.page) for one in ask(signed.database, today.notices, by=NADIA, today=TODAY)]

    assert held.id == signed.assessment
    assert told(TODAY + timedelta(days=7)) == [("Plan item due soon", "plan")]
    assert told(YESTERDAY) == [("Plan item overdue", "plan")]
    assert told(TODAY + timedelta(days=8)) == []
    assert told(YESTERDAY, "Somebody Else") == []


def test_the_numbers_are_those_of_the_list_they_open(database, morning):
    found = day(database)
    assert found.caseload == 3
    assert {one.key: one.count for one in found.numbers} == {"overdue": 0, "due_soon": 3, "no_appointment": 1}
    assert found.without_appointment == 1
    assert [one.count for one in day(database, TOM).numbers] == [0, 0, 0]


def test_the_next_appointment_is_the_first_that_is_still_to_come(database, morning):
    visits_of_day = day(database).visits
    assert [next_visit(visits_of_day, TODAY, at) for at in ("09:30", "10:00", "10:01", "13:30")] == [
        0,
        0,
        1,
        0,
    ]
    assert next_visit((), TODAY, "09:30") == 0
