"""What is asked of others, what comes back and where it is shown; contacts; and the team of another area."""

from datetime import date, timedelta

import pytest

from lac_tracker.documents import catalogue
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.information import RequestStatus
from lac_tracker.domain.standing import Status
from lac_tracker.services import (
    caseload,
    contacts,
    dispatch,
    information,
    information_letters,
    out_of_area,
    placements,
)
from lac_tracker.services.consent_gate import GateAnswers
from lac_tracker.services.contacts import ContactDetails
from lac_tracker.services.information import Asked
from lac_tracker.storage import assessments, children, deadlines
from lac_tracker.storage import information as stored
from tests import builders
from tests.builders import ask, write
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY, TOM
from tests.documents.reading import pages_of, text_of

ASKED_ON = TODAY - timedelta(days=33)  # 30-Jan-2026
GP = Asked("gp", "Mill Road Surgery", ("Summary of the GP record",))
CAMHS = Asked("camhs", "Northgate CAMHS", ("Is Amara known to you?", "Please copy the reports to reviews"))


@pytest.fixture
def beginning(made_once):
    return made_once(
        "information",
        lambda database: builders.a_child(
            database, became_looked_after=TODAY - timedelta(days=40), nhs_number="9990563411"
        ),
    )


@pytest.fixture
def child(beginning):
    return beginning[1]


def request(database, child, *asked, on=ASKED_ON, by=TOM, **more):
    return write(database, information.ask, child, asked, by=by, today=on, **more)


def rows(database, child, *, by=GRACE):
    return ask(database, information.listed, child, by=by, today=TODAY)


def one_of(database, child, source):
    return next(one for one in rows(database, child) if one.request.source == source)


def answer(database, child, source, kind="received", *, by=TOM, **more):
    given = {"answered_on": TODAY - timedelta(days=6), "content": "Immunised to date."} | more
    one = one_of(database, child, source).request
    return write(database, information.record_answer, one.id, by=by, today=TODAY, answer=kind, **given)


def letters(database, child, changes):
    return [
        ask(database, dispatch.kept_document, child, one, by=TOM).content for one in changes.report
    ]  # fmt: skip


def test_several_sources_at_once_are_due_in_14_days_and_late_after(database, child):
    request(database, child, GP, CAMHS)
    found = rows(database, child)
    assert [(one.source, one.status, one.status_words) for one in found] == [
        ("GP practice", RequestStatus.LATE, "19 days late"),
        ("CAMHS", RequestStatus.LATE, "19 days late"),
        ("CAMHS", RequestStatus.LATE, "19 days late"),
    ]
    assert {one.request.due_on for one in found} == {ASKED_ON + timedelta(days=14)}
    with database.reading() as session:
        assert stored.asked_on(session, child) == stored.asked_on(session, child, "gp") == ASKED_ON


def test_what_can_be_asked_follows_age_and_record(database, child):
    practice = ContactDetails("gp_practice", organisation="Mill Road Surgery", ods_code="K83001")
    write(database, contacts.add_contact, child, practice, by=TOM, today=TODAY)
    choices = {one.source: one for one in ask(database, information.choices, child, today=TODAY)}
    assert choices["gp"].on_record == "Mill Road Surgery"
    assert choices["camhs"].asks[0].startswith("Is Amara known to you?")
    assert (choices["school_nurse"].usual, choices["health_visitor"].usual) == (True, False)
    baby = builders.a_child(database, "100002", born=date(2024, 5, 1))
    choices = {one.source: one for one in ask(database, information.choices, baby, today=TODAY)}
    assert (choices["school_nurse"].usual, choices["health_visitor"].usual) == (False, True)


@pytest.mark.parametrize(
    ("asked", "more", "words"),
    [
        ((), {}, "Choose at least one source"),
        ((Asked("gp", "", ("  ",)),), {}, "GP practice: enter what to ask"),
        ((Asked("neighbour", "", ("x",)),), {}, "'neighbour' can't be asked"),
        ((GP,), {"due_on": ASKED_ON - timedelta(days=1)}, "Reply by must be today or in the future"),
    ],
)
def test_what_cannot_be_asked(database, child, asked, more, words):
    with pytest.raises(UserError, match=words):
        request(database, child, *asked, **more)
    assert rows(database, child) == ()


def test_a_chase_is_counted_and_sets_a_new_day(database, child):
    request(database, child, GP)
    one = one_of(database, child, "gp").request
    for back, due in ((19, 12), (10, 3)):
        write(
            database, information.chase, one.id, by=TOM, today=TODAY - timedelta(days=back),
            due_on=TODAY - timedelta(days=due), note="Rang",
        )  # fmt: skip
    again = one_of(database, child, "gp")
    assert (again.status_words, again.chased_words) == ("3 days late", "Chased 2 times, last 22-Feb-2026")
    assert [chase.note for chase in again.request.chases] == [
        "Rang; was due 13-Feb-2026",
        "Rang; was due 20-Feb-2026",
    ]
    with pytest.raises(UserError, match="Date chased must be today or in the past"):
        write(
            database,
            information.chase,
            one.id,
            today=TODAY,
            due_on=TODAY,
            chased_on=TODAY + timedelta(days=1),
        )
    answer(database, child, "gp")
    with pytest.raises(UserError, match="answered already"):
        write(database, information.chase, one.id, today=TODAY, due_on=TODAY)


@pytest.mark.parametrize(
    ("kind", "more", "status", "words"),
    [
        ("received", {}, RequestStatus.HERE, "Here 26-Feb-2026"),
        ("nothing_held", {"content": ""}, RequestStatus.NOTHING_HELD, "Nothing held, 26-Feb-2026"),
        ("declined", {"content": "Closed"}, RequestStatus.DECLINED, "Declined, 26-Feb-2026"),
    ],
)
def test_what_came_back(database, child, kind, more, status, words):
    request(database, child, GP)
    answer(database, child, "gp", kind, **more)
    one = one_of(database, child, "gp")
    assert (one.status, one.status_words) == (status, words)
    answer(database, child, "gp", "")  # recorded in error
    assert one_of(database, child, "gp").status is RequestStatus.LATE


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"answered_on": TODAY + timedelta(days=1)}, "Date it came must be today or in the past"),
        ({"answered_on": ASKED_ON - timedelta(days=1)}, "on or after the day it was asked, 30-Jan-2026"),
        ({"answered_on": None}, "Enter the date it came"),
        ({"content": " "}, "Enter what it says"),
        ({"section_ids": ()}, "choose at least one section"),
    ],
)
def test_impossible_answers_are_refused_in_words(database, child, more, words):
    request(database, child, GP)
    with pytest.raises(UserError, match=words):
        answer(database, child, "gp", **more)


def test_what_came_stands_beside_its_section_and_what_did_not_says_so(database, child):
    assessment = builders.an_assessment(database, child)
    request(database, child, GP, CAMHS)
    answer(database, child, "gp", section_ids=("health_history",))

    def beside(section):
        return ask(database, information.for_section, child, assessment, section, by=SAM)

    (one,) = beside("health_history")
    assert (one.source, one.content, one.answered_on) == (
        "GP practice",
        "Immunised to date.",
        date(2026, 2, 26),
    )
    assert [(one.source, one.content, one.status_words) for one in beside("feelings")] == [
        ("CAMHS", "", "19 days late"), ("CAMHS", "", "19 days late"),
    ]  # fmt: skip
    assert beside("growth") == ()
    write(database, information.mark_used, one.request_id, assessment, by=SAM)
    write(database, information.mark_used, one.request_id, assessment, by=SAM)
    assert one_of(database, child, "gp").request.used_in == f"IHA {show_date(TODAY)}"
    assert one_of(database, child, "gp").request.assessment_id == assessment


def test_clinical_words_are_not_for_everyone(database, child):
    assessment = builders.an_assessment(database, child)
    request(database, child, GP)
    answer(database, child, "gp")
    assert rows(database, child, by=TOM)[0].content == ""
    assert rows(database, child, by=NADIA)[0].content == "Immunised to date."
    with pytest.raises(NotAllowed):
        ask(database, information.for_section, child, assessment, "health_history", by=TOM)


def test_each_source_gets_a_letter_with_no_more_than_it_needs(database, child):
    school = Asked("school", "Northgate High", ("Health and attendance",))
    made = request(database, child, GP, CAMHS, school, render=catalogue.render)
    gp, camhs, to_school = (text_of(one) for one in letters(database, child, made))
    assert "Summary of the GP record" in gp
    assert "NHS No. 999 056 3411" in gp
    assert "reply by 18-Mar-2026" in gp  # the day set is past when the letter is made
    assert "Is Amara known to you" in camhs
    assert "copy the reports to reviews" in camhs
    assert "999 056 3411" not in to_school
    assert "Amara BAPTISTE" in to_school
    for words in (gp, camhs, to_school):
        assert "We hold nothing about this child" in words
        assert "SI 2010/959" in words  # no consent on record: the duty it rests on
        assert "Page 1 of 1" in words
    again = write(
        database, information.chase, one_of(database, child, "gp").request.id, by=TOM, today=TODAY,
        due_on=TODAY + timedelta(days=7), render=catalogue.render,
    )  # fmt: skip
    (reminder,) = (text_of(one) for one in letters(database, child, again))
    assert "reminder" in reminder
    assert "First asked 30-Jan-2026" in reminder


def test_a_withheld_address_is_in_no_letter(database, child):
    with database.writing(builders.Entry(GRACE, NOW, "set up")) as session:
        children.change(session, child, {"address_withheld": True})
    write(
        database, placements.add_placement, child, today=TODAY, began=TODAY - timedelta(days=40), placement_type="U6",
        address="14 Elm Road", postcode="AA1 4ZZ", carer_name="Jo Moss",
    )  # fmt: skip
    asked = request(database, child, GP, on=TODAY, render=catalogue.render)
    hosted = host(database, child, render=catalogue.render)
    for one in (*letters(database, child, asked), *letters(database, child, hosted)):
        words = text_of(one)
        assert not [secret for secret in ("Elm", "AA1", "Jo Moss") if secret in words]
        assert "address" in words.casefold()  # that it is withheld is said


def test_the_letter_names_the_consent_it_rests_on_and_a_no_stops_it(database, child):
    gate = GateAnswers("agreed", "yes", seen_where="clinic")
    builders.an_assessment(database, child, gate=gate)
    asked = request(database, child, GP, on=TODAY, render=catalogue.render)
    (letter,) = letters(database, child, asked)
    assert "Consent to ask for records" in text_of(letter)
    with pytest.raises(NotAllowed):
        request(database, child, GP, by=builders.Actor(9, 2, "x", "X", GRACE.role, GRACE.registration))


def test_contacts_of_every_kind_one_at_a_time_where_there_is_one(database, child):
    def add(kind, name="", **more):
        return write(
            database, contacts.add_contact, child, ContactDetails(kind, name, **more), by=TOM, today=TODAY
        ).made_id

    add("social_worker", "S Patel", phone="01632 960 131")
    add("parent", "C Baptiste")
    add("parent", "D Baptiste", note="PR. See restrictions")
    add("social_worker", "T Green", since=TODAY - timedelta(days=2))
    listed = ask(database, contacts.listed, child)
    assert [(one.role, one.name, one.gets_plan) for one in listed] == [
        ("Social worker", "T Green", "Yes"), ("Parent", "C Baptiste", "No"), ("Parent", "D Baptiste", "No"),
    ]  # fmt: skip
    assert listed[0].note == "Since 02-Mar-2026"
    for details, words in (
        (ContactDetails("social_worker"), "Name or organisation: enter at least one"),
        (ContactDetails("gp_practice", "Dr K Osei"), "Enter the organisation"),
        (ContactDetails("uncle", "X"), "Choose the role"),
        (ContactDetails("carer", "X", since=TODAY + timedelta(days=1)), "Since must be today or in the past"),
        (ContactDetails("carer", "X", email="no address"), "Email must be an address"),
        (
            ContactDetails("gp_practice", organisation="X", since=TODAY, closed_on=TODAY - timedelta(days=1)),
            "Practice closed on must be on or after",
        ),
    ):
        with pytest.raises(UserError, match=words):
            write(database, contacts.add_contact, child, details, by=TOM, today=TODAY)
    parent = listed[1].contact
    with pytest.raises(UserError, match="Date it ended must be today or in the past"):
        write(database, contacts.end_contact, parent.id, today=TODAY, ended_on=TODAY + timedelta(days=1))
    write(database, contacts.end_contact, parent.id, by=TOM, today=TODAY, ended_on=TODAY)
    changed = ContactDetails("social_worker", "T Green", phone="01632 960 140")
    now = listed[0].contact
    write(database, contacts.change_contact, now.id, changed, by=TOM, today=TODAY, seen_version=now.version)
    after = ask(database, contacts.listed, child)
    assert [(one.name, one.contact.phone) for one in after] == [
        ("T Green", "01632 960 140"),
        ("D Baptiste", None),
    ]


def host(database, child, **more):
    given = {"kind": "IHA", "host_team": "Leicester LAC team", "asked_on": TODAY - timedelta(days=9)} | more
    return write(database, out_of_area.ask_host_team, child, by=TOM, today=TODAY, **given)


def step(database, request_id, name, back, who="B Okafor"):
    on = TODAY - timedelta(days=back)
    write(
        database, out_of_area.record_step, request_id, by=TOM, today=TODAY, step=name, done_on=on, done_by=who
    )


def strip(database, child):
    return ask(database, out_of_area.shown, child, today=TODAY).strip


def clock(database, child, kind="IHA"):
    with database.reading() as session:
        return next(one for one in deadlines.compute(session, {child})[child] if one.due.kind.value == kind)


def test_an_open_request_makes_the_clock_wait_on_the_host_team_and_completing_closes_it(database, child):
    assert clock(database, child).holds.waiting_on is None
    made = host(database, child)
    (row,) = ask(database, caseload.due_list, today=TODAY).rows
    assert (row.status, row.waiting_on.value) == (Status.OVERDUE, "host_team")
    with pytest.raises(UserError, match="was asked for this IHA already"):
        host(database, child)
    for name, back in (("accepted", 8), ("booked", 4), ("seen", 4)):
        step(database, made.made_id, name, back)
    with pytest.raises(UserError, match="report is back first"):
        write(database, out_of_area.enter_as_completed, made.made_id, by=TOM)
    step(database, made.made_id, "report_back", 1)
    assert clock(database, child).holds.waiting_on is None  # now it is for us
    found = strip(database, child)
    assert (found.can_be_completed, found.assessed_on) == (True, TODAY - timedelta(days=4))
    entered = write(
        database, out_of_area.enter_as_completed, made.made_id, by=TOM, completed_by="Dr P Lindqvist"
    )
    assert clock(database, child).due.met_on == TODAY - timedelta(days=4)
    assert clock(database, child, "RHA").due.clock_start == TODAY - timedelta(days=4)
    with database.reading() as session:
        assert assessments.load(session, entered.made_id).completed_by == "Dr P Lindqvist, Leicester LAC team"
    for name, back in (("quality_checked", 1), ("agreed", 0), ("plan_sent", 0)):
        step(database, made.made_id, name, back)
    assert strip(database, child).words == "All eight steps done"
    assert strip(database, child).doubts == ()


def test_steps_in_doubtful_order_are_kept_and_said_and_taken_back(database, child):
    made = host(database, child)
    step(database, made.made_id, "seen", 10)
    assert "is before Host team asked" in strip(database, child).doubts[0]
    with pytest.raises(UserError, match="Seen must be today or in the past"):
        step(database, made.made_id, "seen", -1)
    step(database, made.made_id, "booked", -5)
    write(database, out_of_area.take_back_step, made.made_id, "seen", by=TOM)
    assert strip(database, child).assessed_on is None
    with pytest.raises(UserError, match="Enter why the request ends"):
        write(database, out_of_area.end_request, made.made_id, today=TODAY, ended_on=TODAY, because=" ")
    write(
        database,
        out_of_area.end_request,
        made.made_id,
        by=TOM,
        today=TODAY,
        ended_on=TODAY,
        because="Moved back",
    )
    page = ask(database, out_of_area.shown, child, today=TODAY)
    assert (page.strip, page.earlier[0].ended_because) == (None, "Moved back")
    assert clock(database, child).holds.waiting_on is None


def test_the_letter_to_the_host_team_is_a_form_of_eight_steps(database, child):
    made = host(
        database, child, host_contact="B Okafor", who_pays="NHS Northants ICB", render=catalogue.render
    )
    (letter,) = letters(database, child, made)
    (page,) = pages_of(letter)
    for words in (
        "Host team asked", "Accepted", "Booked", "Seen", "Report back", "Quality checked", "Agreed", "Plan sent",
        "initial health assessment (IHA), due by", "NHS Northants ICB", "Tom Leigh", "23-Feb-2026",
        "NHS No. 999 056 3411",
    ):  # fmt: skip
        assert words in page


@pytest.mark.parametrize(
    ("days", "asks_by"),
    [((3, 9), 9), ((-30, 0), 0), ((-30, -1), 14), ((), 14)],
)
def test_a_letter_never_asks_for_a_reply_by_a_day_that_is_past(days, asks_by):
    told = information_letters.reply_by((TODAY + timedelta(days=one) for one in days), TODAY)
    assert told == TODAY + timedelta(days=asks_by)
