"""A follow-up with all that its result asks for: who waits, what is closed, what is taken back, who hears of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lac_tracker.domain.errors import NotAllowed, RecordChanged, UserError
from lac_tracker.domain.people import Role
from lac_tracker.domain.standing import Status, WaitingOn
from lac_tracker.services import (
    appointments,
    caseload,
    chronology,
    declined,
    delay_reasons,
    follow_up_start,
    follow_ups,
)
from lac_tracker.storage import deadlines
from lac_tracker.storage.tables.audit import AuditRow
from tests.builders import a_child, ask, write
from tests.conftest import GRACE, NADIA, TODAY, TOM

IN_TWO_DAYS = TODAY + timedelta(days=2)
PROMISE = {
    "kind": "IHA", "contacted": "council", "means": "phone", "person": "S Patel, social worker",
    "result": "will_act", "note": "Form with council manager to sign", "reason_code": "LA-02",
    "next_step": "Chase consent", "next_step_on": IN_TWO_DAYS, "next_step_by_id": NADIA.person_id,
}  # fmt: skip


@pytest.fixture
def beginning(made_once):
    return made_once(
        "late", lambda database: a_child(database, became_looked_after=TODAY - timedelta(days=37))
    )


@pytest.fixture
def late(beginning):
    return beginning[1]


def log(database, child, by=NADIA, **more):
    return write(database, follow_ups.log, child, by=by, today=TODAY, **PROMISE | more)


def the_row(database):
    with database.reading() as session:
        assert deadlines.differences(session) == ()  # the stored row follows in the same transaction
    found = ask(database, caseload.due_list, today=TODAY, statuses=frozenset(Status)).rows
    return next(row for row in found if row.assessment == "IHA")


def booked(database, child, on):
    return write(
        database, appointments.book, child, by=NADIA, today=TODAY, kind="IHA", takes_place_on=on
    ).made_id


def test_a_promise_says_who_is_waited_on_and_the_next_step(database, late):
    changes = log(database, late, tells_manager=True)
    assert the_row(database).waiting_on is WaitingOn.COUNCIL
    (one,) = ask(database, follow_ups.of_child, late)
    assert one.words == "They will act by a date: Council, S Patel, social worker"
    assert one.next_words == "Chase consent, by 06-Mar-2026, Nadia Rahman"
    assert ask(database, delay_reasons.history, late)[0].in_words == (
        "04-Mar-2026 Nadia Rahman: Council: consent not received"
    )
    (told,) = ask(database, follow_ups.for_manager, today=TODAY)
    assert (told.name, told.follow_up_id) == ("BAPTISTE, Amara", changes.made_id)
    assert told.words.endswith("by 06-Mar-2026, Nadia Rahman. Told by Nadia Rahman")
    done = write(database, follow_ups.done, one.id, by=TOM, today=TODAY, seen_version=one.version)
    assert ask(database, follow_ups.for_manager, today=TODAY) == ()
    with pytest.raises(UserError, match="done already"):
        write(database, follow_ups.done, one.id, by=TOM, today=TODAY)
    with pytest.raises(RecordChanged, match="Someone else changed this follow-up"):
        write(database, follow_ups.in_error, one.id, by=TOM, because="Wrong child", seen_version=one.version)
    with pytest.raises(RecordChanged):
        write(database, follow_ups.not_done, one.id, by=TOM, seen_version=one.version)
    write(database, follow_ups.not_done, one.id, by=TOM, seen_version=done.report)
    with pytest.raises(UserError, match="reason why"):
        write(database, follow_ups.in_error, one.id, by=TOM, because=" ")
    write(database, follow_ups.in_error, one.id, by=TOM, because="Wrong child")
    assert ask(database, follow_ups.of_child, late) == ()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": "SDQ"}, "Choose which assessment"),
        ({"contacted": ""}, "Who did you contact"),
        ({"means": "pigeon"}, "How"),
        ({"result": "9"}, "What happened"),
        ({"next_step": " \u202e"}, "Enter the next step"),
        ({"next_step_on": None}, "Enter the date of the next step"),
        ({"next_step_on": TODAY - timedelta(days=1)}, "today or in the future"),
        ({"next_step_on": date(2199, 1, 1)}, "Date of the next step"),
        ({"next_step_by_id": None}, "Enter who does it"),
        ({"next_step_by_id": 4711}, "not active in this team"),
        ({"reason_code": "EX-01"}, "not a reason for delay"),
        ({"reason_code": "XX"}, "not in the list"),
        ({"reason_code": "OT-01", "note": ""}, "say what the other reason is"),
        ({"note": "x" * 2_001}, "2,000 fit"),
        ({"result": "declined", "ask_again_on": IN_TWO_DAYS}, "Enter what was said"),
    ],
)  # fmt: skip
def test_what_is_missing_or_impossible_is_refused_and_nothing_kept(database, late, changed, words):
    with pytest.raises(UserError, match=words):
        log(database, late, **changed)
    assert ask(database, follow_ups.of_child, late) == ()
    assert ask(database, delay_reasons.history, late) == ()


def test_a_booking_needs_no_next_step_and_roles_without_the_right_are_refused(database, late):
    log(database, late, result="booked", next_step="", next_step_on=None, next_step_by_id=None)
    (one,) = ask(database, follow_ups.of_child, late)
    assert (one.next_words, one.is_open) == ("", False)
    for by in (replace(NADIA, role=Role.READ_ONLY), replace(NADIA, team_id=2)):
        with pytest.raises(NotAllowed):
            log(database, late, by=by)


def test_was_not_brought_closes_the_appointment_and_the_second_time_tells_the_social_worker(database, late):
    first = booked(database, late, TODAY)
    given = {"today": TODAY, "kind": "IHA", "result": "was_not_brought"}
    once = ask(database, follow_up_start.suggestion, late, **given)
    assert (once.next_step, once.next_step_on, once.reason_code) == ("Ring carer", IN_TWO_DAYS, "CH-01")
    log(
        database,
        late,
        result="was_not_brought",
        contacted="carer",
        next_step="Ring carer",
        reason_code="CH-01",
    )
    held = {one.id: one for one in ask(database, appointments.of_child, late)}
    assert (held[first].outcome, held[first].next_step) == ("was_not_brought", "Ring carer")
    second = booked(database, late, TODAY)
    again = ask(database, follow_up_start.suggestion, late, **given)
    assert (again.next_step, again.advice) == (
        "Ring carer. Tell social worker", "Was not brought twice running: tell the social worker as well",
    )  # fmt: skip
    changes = log(database, late, result="was_not_brought", next_step=again.next_step, reason_code="CH-01")
    assert changes.report.appointment_id == second
    write(database, follow_ups.undo, (changes.report,), by=NADIA, today=TODAY)
    with database.reading() as session:
        assert session.scalar(select(AuditRow.child_id).order_by(AuditRow.number.desc()).limit(1)) == late
    held = {one.id: one for one in ask(database, appointments.of_child, late)}
    assert (held[second].outcome, held[second].next_step) == ("booked", None)
    assert len(ask(database, follow_ups.of_child, late)) == 1


def test_not_brought_without_a_step_done_by_its_day_is_the_managers(database, late):
    booked(database, late, TODAY)
    log(database, late, result="was_not_brought", next_step="Ring carer", reason_code="CH-01")
    later = IN_TWO_DAYS + timedelta(days=1)
    assert ask(database, follow_ups.for_manager, today=IN_TWO_DAYS) == ()
    (one,) = ask(database, follow_ups.for_manager, today=later)
    assert (one.what, one.words) == (
        "was_not_brought",
        "Was not brought on 04-Mar-2026. Not done: Ring carer, by 06-Mar-2026, Nadia Rahman",
    )
    (logged,) = ask(database, follow_ups.of_child, late)
    write(database, follow_ups.done, logged.id, by=TOM, today=TODAY)
    assert ask(database, follow_ups.for_manager, today=later) == ()


def test_declined_is_recorded_by_clinical_roles_and_followed_up_by_others(database, late):
    said = {
        "result": "declined",
        "ask_again_on": IN_TWO_DAYS,
        "reason_code": "CH-02",
        "next_step": "Ask again",
    }
    changes = log(database, late, contacted="young_person", what_was_said="Not now, exams", **said)
    (one,) = ask(database, declined.of_child, late)
    assert (one.what_was_said, one.ask_again_on) == ("Not now, exams", IN_TWO_DAYS)
    with pytest.raises(UserError, match="on record"):
        write(database, follow_ups.undo, (changes.report,), by=NADIA, today=TODAY)
    log(database, late, by=TOM, **said)
    assert len(ask(database, declined.of_child, late)) == 1
    assert len(ask(database, follow_ups.of_child, late)) == 2


def test_many_at_once_are_kept_together_and_taken_back_together(database, late):
    other = a_child(database, "100002", given_name="Zed", became_looked_after=TODAY - timedelta(days=30))
    said = follow_ups.Typed(**{name: value for name, value in PROMISE.items() if name != "kind"})
    rows = ((late, "IHA"), (other, "IHA"))
    with pytest.raises(UserError, match="no review health assessment"):
        write(database, follow_ups.log_many, (*rows, (other, "RHA")), said, by=NADIA, today=TODAY)
    assert ask(database, follow_ups.of_child, late) == ()
    changes = write(database, follow_ups.log_many, rows, said, by=NADIA, today=TODAY)
    with pytest.raises(NotAllowed, match="Nadia Rahman logged"):
        write(database, follow_ups.undo, changes.report, by=GRACE, today=TODAY)
    write(database, follow_ups.undo, changes.report, by=NADIA, today=TODAY)
    assert [ask(database, follow_ups.of_child, one) for one in (late, other)] == [(), ()]
    assert the_row(database).waiting_on is WaitingOn.COUNCIL  # by the rule again: no consent
    assert [one.code for one in ask(database, delay_reasons.history, late)] == ["", "LA-02"]


def test_the_chronology_tells_it_to_the_team_and_no_paper_does(database, late):
    log(database, late)
    shown = ask(database, chronology.of_child, late, by=NADIA, today=TODAY).events
    told = {one.what: one for one in shown if one.key.startswith(("follow_up", "delay_reason"))}
    assert set(told) == {
        "Follow-up of the IHA, council: they will act by a date",
        "Reason for delay of the IHA: council: consent not received",
    }
    keys = {one.key for one in told.values()}
    papers = [chronology.Filter(), chronology.Filter(for_child=True)]
    for wanted in papers:
        paper = ask(database, chronology.for_paper, late, wanted, by=NADIA)
        assert not keys & {one.key for one in paper.events}
    for (
        key
    ) in keys:  # a person may say that the council shall read it; the young person's own copy stays without
        write(database, chronology.mark_event, late, key, by=NADIA, is_key=False, left_out_of_print=False)
    for wanted, printed in zip(papers, (keys, set()), strict=True):
        paper = ask(database, chronology.for_paper, late, wanted, by=NADIA)
        assert keys & {one.key for one in paper.events} == printed
        assert not [words for words in ("Patel", "Form with") if words in repr(paper.events)]
