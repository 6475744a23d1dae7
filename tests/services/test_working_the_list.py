"""Reasons, allocations, escalations and milestones: who may, what is refused, what is kept, what is given back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.delays import Owner
from lac_tracker.domain.errors import NotAllowed, RecordChanged, UserError
from lac_tracker.domain.exports import NO_NAMES
from lac_tracker.domain.people import Role
from lac_tracker.domain.standing import Status, WaitingOn
from lac_tracker.domain.working_days import moved_words
from lac_tracker.domain.worklist import Wanted
from lac_tracker.services import (
    allocations,
    appointments,
    caseload,
    delay_reasons,
    due_export,
    escalations,
    flags,
    list_papers,
    milestones,
    redaction,
    training,
    work_on_record,
)
from lac_tracker.services.escalations import Step
from lac_tracker.storage import deadlines
from lac_tracker.storage.tables.people import PersonRow
from tests.builders import a_child, a_signed_assessment, ask, write
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY, TOM

BEGAN = TODAY - timedelta(days=37)
READER = replace(NADIA, role=Role.READ_ONLY)


@pytest.fixture
def beginning(made_once):
    return made_once("late", lambda database: a_child(database, became_looked_after=BEGAN))


@pytest.fixture
def late(beginning):
    return beginning[1]


def the_row(database):
    with database.reading() as session:
        assert deadlines.differences(session) == ()  # the stored row follows in the same transaction
    found = ask(database, caseload.due_list, today=TODAY, statuses=frozenset(Status)).rows
    return next(row for row in found if row.assessment == "IHA")


def say(database, child, code, by=NADIA, **more):
    return write(
        database, delay_reasons.record, child, by=by, **{"today": TODAY, "kind": "IHA", "code": code} | more
    )


def test_a_reason_is_kept_with_all_before_it_and_says_who_acts(database, late):
    say(database, late, "HL-01", seen_code="")
    say(database, late, "HL-01")  # the same again is no news
    assert the_row(database).waiting_on is WaitingOn.OUR_TEAM
    say(database, late, "OA-01", seen_code="HL-01", note="Leicester")
    assert the_row(database).waiting_on is WaitingOn.HOST_TEAM
    say(database, late, "CH-04")
    said = ask(database, delay_reasons.history, late, kind="IHA")
    assert [(one.code, one.owner, one.is_avoidable) for one in said] == [
        ("CH-04", "Child or carer", False), ("OA-01", "Host team", True), ("HL-01", "Our team", True),
    ]  # fmt: skip
    assert said[1].in_words.endswith("Host team: no reply or no date from host team. Leicester")
    with pytest.raises(
        RecordChanged, match="Nadia Rahman changed the reason.*It is now: Young person: missing"
    ):
        say(database, late, "LA-02", by=TOM, seen_code="OA-01")
    say(database, late, "")
    assert the_row(database).waiting_on is WaitingOn.COUNCIL
    assert ask(database, delay_reasons.history, late)[0].words == "No reason any more"


def test_reasons_that_cannot_be_are_refused_and_exclusions_are_not_offered(database, late):
    for code, words in (
        ("EX-01", "not a reason for delay"),
        ("ZZ", "not in the list"),
        ("OT-01", "say what"),
    ):
        with pytest.raises(UserError, match=words):
            say(database, late, code)
    with pytest.raises(UserError, match="no review health assessment"):
        say(database, late, "LA-02", kind="RHA")
    with pytest.raises(NotAllowed):
        say(database, late, "LA-02", by=READER)
    say(database, late, "OT-01", note="Lift out\nof order")
    row = the_row(database)
    assert (row.why_words, row.why_in_short) == ("Other: Lift out of order", "Other")
    assert redaction.unnamed(row).why_words == "Other"  # of a restricted record, on standard output too
    assert ask(database, escalations.next_step_of_rule, late, today=TODAY, kind="IHA").reason == (
        "Other: Lift out of order"
    )
    assert ask(database, delay_reasons.history, late)[0].in_words.endswith("Other: Lift out\nof order")
    wanted = {"today": TODAY, "wanted": Wanted("open")}
    (cells,) = ask(database, due_export.rows, **wanted, shown=("why",))
    assert cells == ("Other", "Lift out of order")  # by itself: it leaves only with names
    for why, said in (("care", "Other: Lift out of order"), (NO_NAMES, "Other")):
        paper = ask(database, list_papers.overdue_list, None, **wanted, filtered="", order="", why=why)
        assert paper.rows[0].why == said
    offered, every = delay_reasons.choices(), delay_reasons.choices(for_open=False)
    assert not [one for one in offered if one.code.startswith("EX")]
    assert {one.code for one in every} - {one.code for one in offered} == {"EX-01", "EX-02", "EX-03", "EX-04"}
    groups = [one.group for one in offered]
    assert groups == sorted(groups, key=list(dict.fromkeys(groups)).index)  # each group stands together
    assert delay_reasons.OWNER_WORDS.keys() == set(Owner)


def give(database, rows, person, by=GRACE):
    return write(database, allocations.assign, rows, by=by, today=TODAY, person_id=person)


def test_the_manager_gives_to_anyone_others_to_or_from_themselves(database, late):
    row = ((late, "IHA"),)
    given = give(database, row, SAM.person_id).report
    assert the_row(database).assessor == "Sam Iqbal"
    assert give(database, row, SAM.person_id).report == ()  # his already
    for person, words in ((TOM.person_id, "does not do assessments"), (None, "take an assessment yourself")):
        with pytest.raises(UserError, match=words):
            give(database, row, person, by=NADIA)
    give(database, row, NADIA.person_id, by=NADIA)  # to herself
    with pytest.raises(RecordChanged, match="assigned this since"):
        write(database, allocations.give_back, given, by=GRACE)
    back = give(database, row, SAM.person_id, by=NADIA).report  # hers to give
    write(database, allocations.give_back, back, by=NADIA)
    assert the_row(database).assessor == "Nadia Rahman"
    give(database, row, None)
    assert the_row(database).assessor is None
    for rows, person, words in (
        ((), SAM.person_id, "at least one row"),
        (((late, "RHA"),), SAM.person_id, "no review health assessment"),
        (row, 4711, "not active"),
    ):
        with pytest.raises(UserError, match=words):
            give(database, rows, person)
    with database.writing(Entry(GRACE, NOW)) as session:
        session.get_one(PersonRow, SAM.person_id).is_active = False
    with pytest.raises(UserError, match="not active in this team"):
        give(database, row, SAM.person_id)
    assert "Sam Iqbal" not in [one.name for one in ask(database, allocations.assessors)]
    for by in (READER, TOM, replace(GRACE, team_id=2)):
        with pytest.raises(NotAllowed):
            give(database, row, NADIA.person_id, by=by)


def test_training_that_is_missing_is_said_before_an_unaccompanied_child_is_given(database, late):
    asked = {"today": TODAY, "person_id": SAM.person_id}
    row = ((late, "IHA"),)
    assert ask(database, allocations.warnings, row, **asked) == ()
    write(database, flags.set_flag, late, by=NADIA, kind="uasc")
    (words,) = ask(database, allocations.warnings, row, **asked)
    assert words.startswith("No UASC training recorded for Sam Iqbal. This is an unaccompanied child: choose")
    done = training.TypedTraining(
        SAM.person_id, "unaccompanied", None, TODAY - timedelta(days=90), TODAY + timedelta(days=90)
    )
    write(database, training.record, done, by=GRACE, today=TODAY)
    assert ask(database, allocations.warnings, row, **asked) == ()
    assert ask(database, allocations.warnings, row, today=TODAY, person_id=None) == ()


def test_the_rule_proposes_step_by_step_and_answers_are_kept(database, late):
    def proposed():
        return ask(database, escalations.next_step_of_rule, late, today=TODAY, kind="IHA")

    def take(by=TOM, **more):
        found = proposed()
        given = {
            "today": TODAY,
            "kind": "IHA",
            "step": found.step,
            "escalated_to": found.to,
            "answer_by": found.answer_by,
        }
        return write(database, escalations.escalate, late, by=by, **given | more)

    first = proposed()
    assert (first.status, first.step, first.to) == (
        "Overdue by 9 days", "Council, from 1 day overdue", "Social worker's team manager",
    )  # fmt: skip
    for more, words in (
        ({"escalated_to": " "}, "To whom"),
        ({"answer_by": None}, "Enter the date an answer"),
        ({"answer_by": TODAY - timedelta(days=1)}, "today or in the future"),
        ({"kind": "RHA"}, "no review"),
    ):
        with pytest.raises(UserError, match=words):
            take(**more)
    with pytest.raises(NotAllowed):
        take(by=READER)
    made = take(why="Two calls, no reply").made_id
    after = proposed()
    assert (after.step, after.coming) == (
        "",
        "The next step of the rule: Council service manager, from 10 days overdue",
    )
    late_days = ask(database, escalations.unanswered, today=TODAY + timedelta(days=5))
    assert [one.id for one in late_days] == [made]
    (one,) = ask(database, escalations.history, late)
    for on, said, words in (
        (TODAY - timedelta(days=1), "Yes", "when it was taken further"),
        (TODAY + timedelta(days=1), "Yes", "today or in the past"),
        (TODAY, " ", "enter what was answered"),
        (None, "Yes", "date of the answer"),
    ):
        with pytest.raises(UserError, match=words):
            write(database, escalations.answer, made, by=TOM, today=TODAY, answered_on=on, said=said)
    given = {"today": TODAY, "answered_on": TODAY, "said": "Signed on Friday", "seen_version": one.version}
    write(database, escalations.answer, made, by=TOM, **given)
    with pytest.raises(RecordChanged):
        write(database, escalations.answer, made, by=TOM, **given)
    (line,) = ask(database, work_on_record.of_record, late).escalations
    assert escalations.escalation_words(line) == (
        "IHA 04-Mar-2026 Tom Leigh: to Social worker's team manager. Answer 04-Mar-2026: Signed on Friday"
    )


def test_a_manager_makes_the_rule_the_teams_own(database, late):
    seen = ask(database, escalations.rule)
    assert (seen.changed_by, len(seen.steps)) == ("", 10)
    own = (Step("council", 5, "Dan Price, team manager", 3),)
    write(database, escalations.change_rule, own, seen=seen)
    kept = ask(database, escalations.rule)
    assert (kept.steps, kept.changed_by, kept.changed_on) == (own, "Grace Mensah", TODAY)
    found = ask(database, escalations.next_step_of_rule, late, today=TODAY, kind="IHA")
    assert (found.to, found.answer_by) == ("Dan Price, team manager", TODAY + timedelta(days=3))
    given = {"today": TODAY, "kind": "IHA", "escalated_to": found.to, "answer_by": found.answer_by}
    write(database, escalations.escalate, late, **given)
    assert moved_words(found.answer_by, found.holidays) == (
        "Sat 07-Mar-2026 is a weekend, so this is the next working day"
    )
    assert ask(database, escalations.history, late)[0].answer_by == date(2026, 3, 9)
    with pytest.raises(RecordChanged, match="Grace Mensah changed the rule"):
        write(database, escalations.change_rule, own, seen=seen)
    for steps, words in (
        ((Step("nobody", 5, "X", 3),), "choose who has to act"),
        ((Step("council", -1, "X", 3),), "days overdue must be a whole number from 0"),
        ((Step("council", 5, " ", 3),), "enter to whom"),
        ((Step("council", 5, "X", 0),), "days for an answer must be"),
        ((*own, *own), "is there twice"),
        (own * 41, "no more than 40"),
    ):
        with pytest.raises(UserError, match=words):
            write(database, escalations.change_rule, steps)
    with pytest.raises(NotAllowed):
        write(database, escalations.change_rule, own, by=NADIA)
    write(database, escalations.change_rule, (), seen=kept)
    assert ask(database, escalations.rule) == seen


def enter(database, child, by=TOM, **more):
    days = {"notified_on": None, "request_complete_on": None, "consent_received_on": None}
    return write(database, milestones.enter, child, by=by, **{"today": TODAY, "kind": "IHA"} | days | more)


def day(number):
    return BEGAN + timedelta(days=number)


def test_milestones_from_where_each_is_kept_and_who_held_it(database, late):
    enter(database, late, notified_on=day(4), request_complete_on=day(30), consent_received_on=day(30))
    write(database, appointments.book, late, by=NADIA, today=day(32), kind="IHA", takes_place_on=TODAY)
    chain = {one.key: one for one in ask(database, milestones.of_clock, late, kind="IHA")}
    assert [(one.on, one.days_since_before, one.days_since_start, one.held_by) for one in chain.values()][:5] == [
        (BEGAN, None, 0, Owner.NONE), (day(4), 4, 4, Owner.COUNCIL), (day(30), 26, 30, Owner.COUNCIL),
        (day(30), 0, 30, Owner.COUNCIL), (day(32), 2, 32, Owner.HEALTH),
    ]  # fmt: skip
    assert chain["seen"].on is None
    assert chain["notified"].in_words == "Notified 30-Jan-2026, day 4, 4 days with the council"
    signed = a_signed_assessment(database, late)
    done = {one.key: one.on for one in ask(database, milestones.of_assessment, signed)}
    assert (done["notified"], done["seen"], done["signed"], done["sent"]) == (day(4), TODAY, TODAY, None)
    (bulk,) = ask(database, milestones.chains, since=BEGAN, until=TODAY, kind="IHA")
    assert (bulk.assessment_id, {one.key: one.on for one in bulk.milestones}) == (signed, done)
    assert ask(database, milestones.chains, since=date(1990, 1, 1), until=date(1990, 2, 1)) == ()
    assert done["consent"] == day(30)  # as it was entered, though the gate heard of it later
    enter(database, late, notified_on=day(5), request_complete_on=day(32), consent_received_on=day(32))
    after = {one.key: one.on for one in ask(database, milestones.of_assessment, signed)}
    assert after == done | {
        "notified": day(5),
        "request_complete": day(32),
        "consent": day(32),
    }  # a day of its clock is put right; what was signed stays


def test_days_out_of_order_or_impossible_are_refused_in_the_words_of_the_fields(database, late):
    for given, words in (
        ({}, "Enter at least one date"),
        ({"notified_on": TODAY + timedelta(days=1)}, "Notified on must be today or in the past"),
        ({"notified_on": day(-1)}, "on or after 26-Jan-2026, when this clock began"),
        ({"consent_received_on": date(2009, 1, 1)}, "after the child was born"),
        ({"notified_on": day(9), "request_complete_on": day(8)}, "when the council told us. Correct one"),
        ({"request_complete_on": day(8), "consent_received_on": day(9)}, "complete with the consent"),
        ({"kind": "RHA", "notified_on": day(3)}, "no review"),
        ({"by": READER, "notified_on": day(3)}, "may not do this"),
    ):
        with pytest.raises(UserError, match=words):
            enter(database, late, **given)
    enter(database, late, notified_on=day(3), seen_version=None)
    seen = ask(database, milestones.for_entry, late, kind="IHA")
    enter(database, late, notified_on=day(4), seen_version=seen.version)
    with pytest.raises(RecordChanged, match="Someone else changed this assessment"):
        enter(database, late, notified_on=day(5), seen_version=seen.version)
    assert ask(database, work_on_record.kind_due, late, today=TODAY) == "IHA"
