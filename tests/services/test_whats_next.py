"""What waits: at a record, worst first, and above the list of what is due."""

from datetime import timedelta

import pytest

from lac_tracker.domain.completeness import HistoryState
from lac_tracker.domain.errors import UserError
from lac_tracker.services import (
    also_waiting,
    appointments,
    child_summary,
    chronology,
    declined,
    family,
    family_request,
    flags,
    hand_over,
    information,
    out_of_area,
    pathways,
    pauses,
    visits,
)
from tests import builders
from tests.builders import a_child, an_assessment, ask, write
from tests.conftest import GRACE, NADIA, SAM, TODAY, TOM

LATER = TODAY + timedelta(days=7)
LONG_AGO = TODAY - timedelta(days=30)


def nexts(database, child, by=GRACE, today=TODAY):
    shown = ask(database, child_summary.summary, child, by=by, today=today)
    return [one.words for one in shown.next_things if one.due is None]


def handed_over(database):
    child = a_child(database)
    made = an_assessment(database, child, by=NADIA)
    write(database, hand_over.hand_over, made, by=NADIA, today=TODAY, to_id=SAM.person_id, completed_on=TODAY)
    return child


def test_what_was_handed_over_is_found_by_its_signer_in_the_record_and_above_the_list(database):
    child = handed_over(database)
    assert nexts(database, child, by=SAM) == ["IHA of 04-Mar-2026 waits for your signature since 04-Mar-2026"]
    assert nexts(database, child, by=NADIA) == [
        "IHA of 04-Mar-2026 waits for Sam Iqbal to sign it since 04-Mar-2026"
    ]
    (waiting,) = ask(database, also_waiting.also_waiting, by=SAM, today=TODAY)
    assert (waiting.child_id, waiting.words) == (
        child,
        "IHA of BAPTISTE, Amara, completed 04-Mar-2026, handed to you by Nadia Rahman on 04-Mar-2026",
    )
    assert ask(database, also_waiting.also_waiting, by=NADIA, today=TODAY) == ()
    shown = ask(database, child_summary.summary, child, by=SAM, today=TODAY)
    assert shown.due[0].beside == "Seen, not signed"


def test_a_refusal_is_shown_beside_the_status_and_its_day_is_a_thing_to_do(database):
    child = a_child(database)
    write(
        database, declined.decline, child, by=SAM, today=TODAY, kind="IHA", declined_by="young_person",
        what_was_said="Not today", ask_again_on=LATER, could_decide="yes",
    )  # fmt: skip
    assert nexts(database, child) == []
    shown = ask(database, child_summary.summary, child, today=TODAY)
    assert shown.due[0].beside == "Declined for now, ask again 11-Mar-2026"
    assert nexts(database, child, today=LATER) == [
        "IHA was declined: ask again, the day for it was 11-Mar-2026"
    ]
    an_assessment(database, child)
    assert nexts(database, child, today=LATER) == []


def test_the_next_step_after_not_being_brought_waits_until_there_is_another_appointment(database):
    child = a_child(database)
    given = {"today": TODAY, "kind": "IHA", "takes_place_on": TODAY}
    made = write(database, appointments.book, child, by=TOM, **given).made_id
    write(
        database, appointments.record_outcome, made, by=TOM, today=TODAY, outcome="was_not_brought",
        next_step="See her at school", next_step_by="Nadia Rahman, nurse", next_step_on=LATER,
    )  # fmt: skip
    words = "Was not brought: See her at school, Nadia Rahman, nurse, by 11-Mar-2026"
    shown = ask(database, child_summary.summary, child, today=LATER + timedelta(days=1))
    assert [(one.words, one.look) for one in shown.next_things if one.due is None] == [(words, "overdue")]
    write(database, appointments.book, child, by=TOM, **given | {"takes_place_on": LATER})
    assert nexts(database, child) == []


def test_a_midwifery_reply_that_does_not_come_is_above_the_list_for_those_who_read_records(database):
    child = a_child(database)
    write(database, flags.set_flag, child, by=SAM, kind="pregnant")
    (held,) = ask(database, pathways.of_child, child, by=SAM, today=TODAY).pregnancies
    write(
        database, pathways.save_pregnancy, held.id, by=SAM, referred_on=TODAY - timedelta(days=8),
        referred_to="Northgate midwifery", seen_version=held.version,
    )  # fmt: skip
    words = "Reply overdue by 3 days: ring the midwifery team"
    assert words in nexts(database, child)
    assert [one.words for one in ask(database, also_waiting.also_waiting, by=NADIA, today=TODAY)] == [
        f"BAPTISTE, Amara. {words}"
    ]
    assert ask(database, also_waiting.also_waiting, by=TOM, today=TODAY) == ()  # reads no clinical answers
    on_the_day = TODAY - timedelta(days=3)
    assert ask(database, also_waiting.also_waiting, by=NADIA, today=on_the_day) == ()


def test_history_that_was_asked_for_is_chased_once_by_its_request_or_by_itself(database):
    child = a_child(database)
    write(
        database, family.save_item, child, "birth.weight",
        family.ItemGiven(
            state=HistoryState.ASKED, asked_of="Ms C Baptiste", asked_on=LONG_AGO, chase_on=TODAY - timedelta(days=1)
        ), by=SAM,
    )  # fmt: skip
    assert nexts(database, child) == ["Birth and family history: chase Ms C Baptiste, since 03-Mar-2026"]
    write(
        database, family_request.request, child, by=SAM, today=LONG_AGO, source="family", asked_of="Ms C Baptiste",
        what="What you know", groups=("birth",), due_on=TODAY - timedelta(days=2),
    )  # fmt: skip
    assert nexts(database, child) == ["No reply from Ms C Baptiste: 2 days late"]
    request = ask(database, information.listed, child, by=SAM, today=TODAY)[0].request
    write(database, information.chase, request.id, by=SAM, today=TODAY, due_on=LATER)
    assert nexts(database, child) == []


def test_what_a_host_team_did_is_said_to_be_theirs_and_not_from_before_this_caseload(database):
    child = a_child(database)
    asked = write(
        database, out_of_area.ask_host_team, child, by=TOM, today=TODAY, kind="IHA", host_team="Bristol team"
    ).made_id
    for step in ("accepted", "booked", "seen", "report_back"):
        write(
            database, out_of_area.record_step, asked, by=TOM, today=TODAY, step=step, done_on=TODAY, done_by="Bristol"
        )  # fmt: skip
    write(database, out_of_area.enter_as_completed, asked, by=TOM, completed_by="Dr Elm")
    with pytest.raises(UserError, match="entered as completed. Correct the date instead"):
        write(database, out_of_area.take_back_step, asked, "seen", by=TOM)
    earlier = {"step": "seen", "done_on": TODAY - timedelta(days=1), "done_by": "Bristol"}
    write(database, out_of_area.record_step, asked, by=TOM, today=TODAY, **earlier)
    row = ask(database, visits.page, child, by=SAM, today=TODAY).rows[-1]
    assert row.seen == "03-Mar-2026"
    assert (row.words, row.seen_by) == ("Done by Bristol team", "Dr Elm, Bristol team")
    shown = ask(database, child_summary.summary, child, today=TODAY)
    assert shown.assessments[0].words == "Done 03-Mar-2026, by a host team"
    said = [one.what for one in ask(database, chronology.of_child, child, by=SAM, today=TODAY).events]
    assert "IHA done by Dr Elm, Bristol team" in said


def test_an_assessment_part_done_says_so_beside_its_status(database):
    child = a_child(database)
    made = an_assessment(database, child)
    write(database, pauses.pause, made, by=SAM, today=TODAY, reason="had_enough", pick_up_on=LATER)
    shown = ask(database, child_summary.summary, child, today=TODAY)
    assert shown.due[0].beside == "Seen, part done"


@pytest.mark.parametrize("by", [NADIA, TOM])
def test_nobody_sees_what_waits_in_another_team(database, by):
    builders.a_child_of(database, builders.another_team(database))
    assert ask(database, also_waiting.also_waiting, by=by, today=TODAY) == ()
