"""What comes of a visit, on a real caseload: the status, its overlay and who acts next; and what is kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.consent import Purpose, sharing_stopped
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.standing import Status
from lac_tracker.services import (
    amending,
    appointments,
    assessments,
    caseload,
    comparing,
    custody,
    declined,
    dispatch,
    hand_over,
    pauses,
    plans,
    visits,
)
from lac_tracker.services import consents as consent_page
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import care, children, clock_holds, consents, deadlines, documents
from lac_tracker.storage.tables.assessments import CompetenceRow, ConsentRow
from tests import builders
from tests.builders import a_child, a_signed_assessment, an_assessment, ask, sign, write
from tests.conftest import NADIA, NOW, SAM, TODAY, TOM

LATER = TODAY + timedelta(days=7)
NEXT_STEP = {"next_step": "See her at school", "next_step_by": "Nadia Rahman, nurse", "next_step_on": LATER}


def due_row(database, kind="IHA"):
    found = ask(database, caseload.due_list, today=TODAY, statuses=frozenset(Status)).rows
    (row,) = [row for row in found if row.assessment == kind]
    return row


def stands(database, kind="IHA"):
    row = due_row(database, kind)
    return row.status.value, tuple(one.value for one in row.overlays), row.waiting_on.value


def decline(database, child, by=SAM, **more):
    given = {
        "today": TODAY, "kind": "IHA", "declined_by": "young_person", "what_was_said": "Not with a stranger",
        "ask_again_on": TODAY + timedelta(days=90), "could_decide": "yes", "offers": ("school", "phone"),
    } | more  # fmt: skip
    return write(database, declined.decline, child, by=by, **given)


def book(database, child, day=TODAY, **more):
    given = {"today": TODAY, "kind": "IHA", "takes_place_on": day} | more
    return write(database, appointments.book, child, by=TOM, **given).made_id


def outcome(database, appointment, what, **more):
    return write(
        database, appointments.record_outcome, appointment, by=TOM, today=TODAY, outcome=what, **more
    )


def nothing(_database, _child):
    """Leave the child as it is."""


def not_brought(database, child):
    outcome(database, book(database, child), "was_not_brought", **NEXT_STEP)


def cancelled(database, child):
    outcome(
        database, book(database, child, LATER), "cancelled", cancelled_by="the carer", note="Car broke down"
    )


def moved(database, child):
    outcome(database, book(database, child), "moved", moved_to=LATER)


def paused(database, child):
    made = an_assessment(database, child)
    write(database, pauses.pause, made, by=SAM, today=TODAY, reason="had_enough", pick_up_on=LATER)


def handed(database, child):
    made = an_assessment(database, child, by=NADIA)
    write(database, hand_over.hand_over, made, by=NADIA, today=TODAY, to_id=SAM.person_id, completed_on=TODAY)


def called_off(database, child):
    write(database, visits.cancel, an_assessment(database, child), by=SAM, reason="Opened in error")


# (what happened, status, overlays, who acts next); the clock is on day 35 of 28 and goes on through all of it
OUTCOMES = [
    (nothing, ("overdue", (), "council")),
    (decline, ("overdue", ("declined",), "young_person")),
    (lambda d, c: decline(d, c, declined_by="carer", could_decide=""), ("overdue", ("declined",), "carer")),
    (
        lambda d, c: decline(d, c, declined_by="parent", could_decide=""),
        ("overdue", ("declined",), "council"),
    ),
    (lambda d, c: decline(d, c, ask_again_on=TODAY), ("overdue", ("declined",), "our_team")),
    (not_brought, ("overdue", (), "council")),
    (cancelled, ("overdue", (), "council")),
    (moved, ("overdue", (), "council")),
    (paused, ("overdue", ("part_done",), "our_team")),
    (handed, ("overdue", ("seen_not_signed",), "our_team")),
    (called_off, ("overdue", (), "council")),
]
NAMES = [
    "nothing", "declined", "by the carer", "by a parent", "ask again today", "not brought", "cancelled", "moved",
    "paused", "handed over", "called off",
]  # fmt: skip


@pytest.mark.parametrize(("happened", "expected"), OUTCOMES, ids=NAMES)
def test_no_outcome_stops_the_clock_or_takes_the_row_away(database, happened, expected):
    child = a_child(database, became_looked_after=TODAY - timedelta(days=35))
    happened(database, child)
    assert stands(database) == expected
    assert due_row(database).days_overdue == 7
    with database.reading() as session:
        assert deadlines.differences(session) == ()


def test_a_moved_appointment_keeps_its_first_offer_and_books_the_new_day(database):
    child = a_child(database)
    first = book(database, child, TODAY - timedelta(days=2), place="Clinic 2", starts_at="10:30")
    outcome(database, first, "moved", moved_to=LATER)
    new, old = ask(database, appointments.of_child, child, by=TOM)
    assert (old.outcome, old.moved_to_id) == ("moved", new.id)
    assert (new.takes_place_on, new.offered_on, new.place, new.starts_at, new.outcome) == (
        LATER, TODAY - timedelta(days=2), "Clinic 2", "10:30", "booked",
    )  # fmt: skip
    assert due_row(database).standing.booked_on == LATER


def test_twice_not_brought_in_a_row_has_to_be_told_and_being_seen_ends_it(database):
    child = a_child(database)
    not_brought(database, child)
    assert ask(database, appointments.advice, child, by=TOM) == ""
    not_brought(database, child)
    assert ask(database, appointments.advice, child, by=TOM) == (
        "Was not brought twice: tell the social worker, the reviewing officer and the designated nurse"
    )
    outcome(database, book(database, child), "seen")
    assert ask(database, appointments.advice, child, by=TOM) == ""


@pytest.mark.parametrize(
    ("what", "more", "words"),
    [
        ("was_not_brought", {}, "Enter the next step"),
        ("was_not_brought", NEXT_STEP | {"next_step_by": " "}, "Enter who will do it"),
        ("was_not_brought", NEXT_STEP | {"next_step_on": None}, "Enter the date it will be done by"),
        (
            "was_not_brought",
            NEXT_STEP | {"next_step_on": TODAY - timedelta(days=1)},
            "today or in the future",
        ),
        ("cancelled", {"note": "Ill"}, "Enter who cancelled"),
        ("cancelled", {"cancelled_by": "the carer"}, "Enter why it was cancelled"),
        ("moved", {}, "Enter the new date"),
        ("moved", {"moved_to": TODAY - timedelta(days=1)}, "today or in the future"),
        ("vanished", {}, "Choose what happened"),
    ],
)
def test_an_outcome_needs_what_belongs_to_it(database, what, more, words):
    made = book(database, a_child(database))
    before = builders.row_counts(database)
    with pytest.raises(UserError, match=words):
        outcome(database, made, what, **more)
    assert builders.row_counts(database) == before


def test_what_is_still_to_come_was_not_missed_and_nothing_is_recorded_twice(database):
    made = book(database, a_child(database), LATER)
    with pytest.raises(UserError, match="still to come"):
        outcome(database, made, "was_not_brought", **NEXT_STEP)
    outcome(database, made, "cancelled", cancelled_by="the carer", note="Ill")
    with pytest.raises(UserError, match="recorded already"):
        outcome(database, made, "seen")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (None, "Enter the date of the appointment"),
        (date(2009, 1, 1), "must be after Amara was born, 01-May-2010"),
        (date(2062, 3, 4), "is 36 years away"),
    ],
)
def test_an_impossible_appointment_is_refused_in_words(database, day, words):
    child = a_child(database)
    with pytest.raises(UserError, match=words):
        book(database, child, day)


def test_an_interpreter_needed_and_not_booked_puts_the_row_at_risk(database):
    child = a_child(database, became_looked_after=TODAY - timedelta(days=5))
    with database.writing(Entry(SAM, NOW, "tested")) as session:
        children.change(session, child, {"interpreter_needed": "yes"})
    made = book(database, child, LATER)
    assert due_row(database).interpreter_missing is True
    assert (due_row(database).status, due_row(database).reason) == (Status.AT_RISK, "no interpreter")
    write(database, appointments.set_interpreter, made, by=TOM, interpreter="booked")
    assert due_row(database).interpreter_missing is False


def test_declining_is_kept_with_the_words_and_competence_apart_from_consent(database):
    child = a_child(database)
    made = decline(database, child).made_id
    (kept,) = ask(database, declined.of_child, child, by=SAM)
    assert (kept.what_was_said, kept.offers, kept.assessment_id) == (
        "Not with a stranger", "At school; By phone", made,
    )  # fmt: skip
    with database.reading() as session:
        assert session.scalars(select(CompetenceRow.can_decide)).all() == ["yes"]
        assert session.scalars(select(ConsentRow.response)).all() == ["refused"]
        said = consents.of_children(session, [child])[child]
    assert sharing_stopped(said, Purpose.SHARE_GP, TODAY) is None  # a 'no' to this, not to sharing
    assert ask(database, consent_page.page, child, by=SAM, today=TODAY).own == "Said no, 04-Mar-2026"
    again = an_assessment(database, child)  # asked again another time, and agreed
    assert again != made
    assert stands(database)[1] == ()
    (kept,) = ask(database, declined.of_child, child, by=SAM)
    assert kept.asked_again_on == TODAY
    with database.reading() as session:
        assert stored.load(session, made).state == "declined"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"what_was_said": " "}, "Enter what was said"),
        ({"ask_again_on": None}, "Enter the date to ask again"),
        ({"ask_again_on": TODAY - timedelta(days=1)}, "today or in the future"),
        ({"ask_again_on": date(2062, 1, 1)}, "is 35 years away"),
        ({"declined_by": "the cat"}, "Choose who declined"),
        ({"kind": "X"}, "Choose which assessment"),
        ({"offers": ("a pony",)}, "no offer 'a pony'"),
    ],
)
def test_a_refusal_that_lacks_something_is_not_kept(database, more, words):
    child = a_child(database)
    with pytest.raises(UserError, match=words):
        decline(database, child, **more)


def test_a_pause_says_what_is_left_and_comes_back_to_the_field(database):
    child = a_child(database)
    made = an_assessment(database, child)
    found = ask(database, pauses.before_pause, made, by=SAM, today=TODAY)
    assert found.pick_up_on == LATER
    assert any(section.endswith("Health checks") for section in found.left)
    write(
        database, pauses.pause, made, by=SAM, today=TODAY, reason="something_else", note="Fire alarm",
        pick_up_on=LATER, books=True, at_question="dental_seen",
    )  # fmt: skip
    entry = ask(database, assessments.for_entry, made, by=SAM, today=TODAY)
    assert (entry.state, entry.last_question_id) == ("part_done", "dental_seen")
    (row,) = ask(database, visits.page, child, by=SAM, today=TODAY).rows
    assert (row.words, row.detail) == ("Seen, part done", "Booked 11-Mar-2026. Day 20 of 28")
    assert row.note.startswith("Fire alarm. Pick up 11-Mar-2026. Left to do: 1 Amara's voice")
    assert due_row(database).standing.booked_on == LATER
    write(database, pauses.resume, made, by=SAM)
    assert ask(database, assessments.for_entry, made, by=SAM, today=TODAY).state == "in_progress"
    assert stands(database)[1] == ("part_done",)  # it was seen and part done, whoever works on it now


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"reason": ""}, "Choose why you are stopping"),
        ({"reason": "something_else"}, "Enter why you are stopping"),
        ({"pick_up_on": TODAY - timedelta(days=1)}, "today or in the future"),
        ({"pick_up_on": None, "books": True}, "Enter the pick-up date"),
    ],
)
def test_a_pause_needs_a_reason_and_a_possible_day(database, more, words):
    made = an_assessment(database, a_child(database))
    with pytest.raises(UserError, match=words):
        write(database, pauses.pause, made, by=SAM, today=TODAY, **{"reason": "had_enough"} | more)


def test_talking_without_consent_starts_no_assessment(database):
    child = a_child(database)
    made = write(database, visits.talk_today, child, by=SAM, today=TODAY, kind="IHA").made_id
    with pytest.raises(UserError, match="consent is still missing"):
        write(database, assessments.record_answer, made, "matters", "My brother", by=SAM)
    assert an_assessment(database, child) == made  # what was jotted down is there when it starts


def test_handed_over_it_waits_for_that_person_who_signs_for_what_another_completed(ready):
    database, child, made = ready
    found = ask(database, hand_over.signers, made, by=NADIA)
    assert [one.full_name for one in found] == ["Sam Iqbal", "Grace Mensah"]
    with pytest.raises(UserError, match="with a registration"):
        write(
            database,
            hand_over.hand_over,
            made,
            by=NADIA,
            today=TODAY,
            to_id=TOM.person_id,
            completed_on=TODAY,
        )
    given = {"today": TODAY, "to_id": SAM.person_id}
    for day, words in (
        (None, "Enter the date"), (LATER, "today or in the past"), (date(2009, 1, 1), "born"),
        (TODAY - timedelta(days=1), "before the assessment was started"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=words):
            write(database, hand_over.hand_over, made, by=NADIA, completed_on=day, **given)
    write(database, hand_over.hand_over, made, by=NADIA, completed_on=TODAY, **given)
    (waiting,) = ask(database, hand_over.handed_to, by=SAM)
    assert waiting.words == (
        "IHA of BAPTISTE, Amara, completed 04-Mar-2026, handed to you by Nadia Rahman on 04-Mar-2026"
    )
    assert ask(database, hand_over.handed_to, by=NADIA) == ()
    sign(database, made)
    entry = ask(database, assessments.for_entry, made, by=SAM, today=TODAY)
    assert entry.signed_words.startswith("Signed 04-Mar-2026 by Sam Iqbal")
    assert ask(database, visits.page, child, by=SAM, today=TODAY).rows[-1].seen_by == "Nadia Rahman"
    assert ask(database, hand_over.handed_to, by=SAM) == ()


# Amending


@pytest.fixture
def amended(signed):
    """Database, child, the signed assessment and its open amendment."""
    database, child, made = signed
    write(database, dispatch.make_document, child, "gp-summary", lambda *_: b"%PDF-1.4", by=SAM)
    version_2 = write(database, amending.amend, made, by=SAM, reason="The height was wrong").made_id
    return database, child, made, version_2


def signed_rows(database, child):
    with database.reading() as session:
        return {one.id: (one.state, one.completed_on, one.version) for one in stored.of_child(session, child)}


def test_an_open_amendment_moves_no_clock_and_makes_no_second_row(amended):
    database, child, made, version_2 = amended
    assert stands(database, "IHA") == ("completed_in_time", (), "nobody")
    assert (due_row(database, "RHA").due, due_row(database, "RHA").assessor) == (date(2027, 3, 4), None)
    rows = {row.assessment_id: row for row in ask(database, visits.page, child, by=SAM, today=TODAY).rows}
    assert (rows[version_2].words, rows[version_2].note) == (
        "Amending: version 2",
        "Why: The height was wrong",
    )
    assert (rows[made].words, rows[version_2].compare_with) == ("Signed", made)
    assert dispatch_source(database, child) == made


def dispatch_source(database, child):
    with database.reading() as session:
        return dispatch.signed_assessment(session, child)


def test_an_amendment_begins_with_everything_and_the_signed_one_never_changes(amended):
    database, child, made, version_2 = amended
    entries = [ask(database, assessments.for_entry, one, by=SAM, today=TODAY) for one in (made, version_2)]
    assert entries[0].answers == entries[1].answers
    assert (entries[1].edition, entries[1].completed_on) == (2, TODAY)
    plan, copy = (ask(database, plans.plan, one, by=SAM) for one in (made, version_2))
    assert [need.title for need in plan] == [need.title for need in copy]
    assert not {need.id for need in plan} & {need.id for need in copy}
    before = signed_rows(database, child)[made]
    write(database, assessments.record_answer, version_2, "height_cm", 160, by=SAM)
    sign(database, version_2)
    assert signed_rows(database, child)[made] == before
    assert ask(database, assessments.for_entry, made, by=SAM, today=TODAY).answers["height_cm"] == 158


def test_signed_it_takes_the_place_of_the_old_one_everywhere(amended):
    database, child, made, version_2 = amended
    write(database, assessments.record_answer, version_2, "height_cm", 160, by=SAM)
    on_hold = {"began_on": TODAY, "until": LATER, "reason": "A later one", "recorded_by": "Sam Iqbal"}
    with database.writing(Entry(SAM, NOW, "tested")) as session:
        clock_holds.add(session, child, "IHA", **on_hold)
    sign(database, version_2)
    with database.reading() as session:
        assert clock_holds.of_child(session, child)[0].ended_on is None  # a correction meets no clock
    rows = {row.assessment_id: row for row in ask(database, visits.page, child, by=SAM, today=TODAY).rows}
    assert (rows[made].words, rows[version_2].words) == ("Replaced by version 2", "Signed, version 2")
    assert rows[version_2].to_gp == "Replaced: make it again"
    assert dispatch_source(database, child) == version_2
    assert stands(database, "IHA") == ("completed_in_time", (), "nobody")
    with database.reading() as session:
        (old,) = documents.of_child(session, child)
        assert documents.replaced(session, child) == {old.id}
        assert deadlines.differences(session) == ()
    write(database, dispatch.make_document, child, "gp-summary", lambda *_: b"%PDF-1.4", by=SAM)
    with database.reading() as session:
        new, old = documents.of_child(session, child)
        assert (new.version_number, documents.replaced(session, child)) == (2, {old.id})
    found = ask(database, comparing.compare, version_2, made, by=SAM)
    assert [(line.before, line.now) for line in found.lines if line.changed] == [("158 cm", "160 cm")]
    with pytest.raises(UserError, match="replaced by version 2"):
        write(database, amending.amend, made, by=SAM, reason="Again")


def test_a_corrected_date_is_explained_and_moves_the_clock_only_when_signed(amended):
    database, _, _, version_2 = amended
    earlier = TODAY - timedelta(days=1)
    with database.writing(Entry(SAM, NOW, "tested")) as session:
        stored.change(session, version_2, {"first_seen_on": earlier})
    found = ask(database, assessments.check, version_2, by=SAM, today=TODAY, completed_on=earlier)
    assert "completed_on_changed" in {finding.id for finding in found.explain}
    assert due_row(database, "IHA").met_on == TODAY
    sign(database, version_2, completed_on=earlier)
    assert due_row(database, "IHA").met_on == earlier
    assert due_row(database, "RHA").due == date(2027, 3, 3)


def test_an_amendment_needs_a_reason_and_there_is_one_at_a_time(amended):
    database, _, made, version_2 = amended
    with pytest.raises(UserError, match="being amended already"):
        write(database, amending.amend, made, by=SAM, reason="Again")
    with pytest.raises(UserError, match="not signed"):
        write(database, amending.amend, version_2, by=SAM, reason="Again")
    write(database, visits.cancel, version_2, by=SAM, reason="Nothing was wrong")
    with pytest.raises(UserError, match="Enter why it is amended"):
        write(database, amending.amend, made, by=SAM, reason=" \u202e ")
    with pytest.raises(NotAllowed):
        write(database, amending.amend, made, by=TOM, reason="I may not")
    again = write(database, amending.amend, made, by=SAM, reason="It was").made_id
    assert ask(database, assessments.for_entry, again, by=SAM, today=TODAY).edition == 2


def test_the_chain_of_custody_says_who_did_what(amended):
    database, _, made, version_2 = amended
    sign(database, version_2)
    said = [(line.who, line.what) for line in ask(database, custody.chain, made, by=SAM)]
    assert said[0] == ("Sam Iqbal", "Created and started")
    assert any(what.startswith("Edited: answers") for _, what in said)
    document = next(what for _, what in said if what.startswith("GP summary made, version 1"))
    assert document.endswith(". Replaced since")
    assert [what for _, what in said[-4:]] == [
        "Signed by Sam Iqbal, GMC registered doctor",
        document,
        "Amendment begun: version 2. Why: The height was wrong",
        "Replaced by version 2",
    ]


def test_the_chain_knows_a_pause_a_resume_and_a_hand_over(database):
    made = an_assessment(database, a_child(database), by=NADIA)
    write(database, pauses.pause, made, by=NADIA, today=TODAY, reason="had_enough")
    write(database, pauses.resume, made, by=NADIA)
    write(database, hand_over.hand_over, made, by=NADIA, today=TODAY, to_id=SAM.person_id, completed_on=TODAY)
    write(database, visits.cancel, made, by=SAM, reason="Another child's")
    said = [line.what for line in ask(database, custody.chain, made, by=SAM)]
    assert said == [
        "Created and started", "Paused: seen, part done", "Resumed", "Handed over to be signed", "Cancelled",
    ]  # fmt: skip


# A new period of care


def a_child_who_came_back(database, done_on):
    child = a_child(database, became_looked_after=date(2025, 1, 6))
    with database.writing(Entry(SAM, NOW, "tested")) as session:
        fields = {"completed_on": done_on, "completed_by": "Dr Elm"}
        stored.add(session, child, "IHA", "history", fields)
        history = care.histories(session, [child])[child]
        first = replace(history.periods[0], ended=date(2026, 1, 30), end_reason="E8")
        care.replace_history(session, child, replace(history, periods=(first,)), import_id=None)
        care.begin_period(session, child, TODAY - timedelta(days=5))
    return child


def test_an_assessment_of_the_last_three_months_is_accepted_as_an_act_of_its_own(database):
    child = a_child_who_came_back(database, date(2026, 1, 12))
    assert stands(database)[0] != "excluded"
    prior = ask(database, visits.page, child, by=SAM, today=TODAY).prior
    assert (prior.kind, prior.completed_on, prior.completed_by) == ("IHA", date(2026, 1, 12), "Dr Elm")
    write(database, visits.accept_prior, prior.assessment_id, by=TOM)
    assert stands(database)[0] == "excluded"
    assert due_row(database, "RHA").due == date(2027, 1, 12)
    assert ask(database, visits.page, child, by=SAM, today=TODAY).prior is None


def test_an_older_one_is_not_offered_and_refused(database):
    child = a_child_who_came_back(database, date(2025, 11, 20))
    assert ask(database, visits.page, child, by=SAM, today=TODAY).prior is None
    with database.reading() as session:
        held = stored.of_child(session, child)[0].id
    with pytest.raises(UserError, match="can be accepted"):
        write(database, visits.accept_prior, held, by=TOM)


def test_a_refusal_of_the_last_clock_says_nothing_about_the_next(database):
    child = a_child(database, became_looked_after=date(2024, 1, 8))
    with database.writing(Entry(SAM, NOW, "tested")) as session:
        stored.add(session, child, "IHA", "history", {"completed_on": date(2024, 1, 20)})
        old = {"declined_on": date(2025, 1, 10), "ask_again_on": date(2025, 2, 10)}
        stored.add(session, child, "RHA", "declined", old)
        stored.add(session, child, "RHA", "history", {"completed_on": date(2025, 2, 20)})
    assert stands(database, "RHA")[1] == ()


def test_the_page_says_late_by_the_day_and_plan_to_the_practice(database):
    child = a_child(database, became_looked_after=TODAY - timedelta(days=33))
    made = a_signed_assessment(database, child)
    rows = ask(database, visits.page, child, by=SAM, today=TODAY).rows
    due, done = rows
    assert (due.kind, due.is_due, due.assessment_id) == ("RHA", True, None)
    assert (done.assessment_id, done.words, done.due_on) == (made, "Signed late, day 33", date(2026, 2, 27))
    assert done.to_gp == ""
    write(database, dispatch.make_document, child, "gp-summary", lambda *_: b"%PDF-1.4", by=SAM)
    assert ask(database, visits.page, child, by=SAM, today=TODAY).rows[1].to_gp == "Made 04-Mar-2026"
