"""Questionnaires on a real file: part, scored, corrected, used, shared, taken out; and why there is none."""

from datetime import date

import pytest
from sqlalchemy import event

from lac_tracker.domain.errors import NotAllowed, NotFound, RecordChanged, UserError
from lac_tracker.domain.sdq import ITEMS
from lac_tracker.domain.sdq_rules import AlreadyThere, NotEnoughAnswers
from lac_tracker.services import contacts, sdq
from tests.builders import a_child, ask, audit_of, write
from tests.conftest import NADIA, TODAY, TOM

FULL = dict.fromkeys(ITEMS, 1) | {"difficulties": 2, "distress": 3, "home": 1}
FORM = {"version": "parent_4_17", "completed_on": TODAY, "completed_by": "L Hunt, key worker"}


@pytest.fixture
def beginning(made_once):
    return made_once("sdq", lambda database: a_child(database, born=date(2014, 5, 1)))


@pytest.fixture
def child(beginning):
    return beginning[1]


def page(database, child, **more):
    return ask(database, sdq.on_record, child, today=TODAY, **more)


def test_a_part_is_gone_on_with_and_scored(database, child):
    part = {name: 1 for name in ITEMS[:12]}
    made = write(
        database, sdq.save_part, child, **FORM | {"completed_by": ""}, answers=part, own_words="Fine"
    ).made_id
    (found,) = page(database, child).parts
    assert (found.id, found.answers, found.scores.total, found.state) == (made, part, None, "part")
    assert page(database, child).scored == ()
    write(
        database, sdq.save_items, child, **FORM, answers=FULL, keyed_twice=True, questionnaire_id=made, seen_version=1
    )  # fmt: skip
    shown = page(database, child)
    (scored,) = shown.scored
    assert shown.parts == ()
    assert (scored.id, scored.scores.total, scored.scores.impact, scored.scores.impact_answered) == (
        made,
        20,
        2,
        2,
    )
    assert scored.answers == FULL
    assert (scored.keyed_twice, scored.own_words, scored.source, scored.recorded_by) == (
        True, "Fine", "Paper form", "Grace Mensah",
    )  # fmt: skip
    with pytest.raises(UserError, match="scored already"):
        write(database, sdq.save_part, child, **FORM, answers=part, questionnaire_id=made, seen_version=2)


def test_all_25_items_are_one_statement_on_one_row(database, child):
    said = []

    def note(connection, cursor, statement, *_):
        if "sdq_questionnaires" in statement and not statement.startswith("SELECT"):
            said.append(statement.split()[0])

    event.listen(database.engine, "before_cursor_execute", note)
    made = write(database, sdq.save_items, child, **FORM, answers=FULL).made_id
    changed = FULL | {"item_1": 2, "item_2": None}
    write(database, sdq.save_items, child, **FORM, answers=changed, questionnaire_id=made, seen_version=1)
    event.remove(database.engine, "before_cursor_execute", note)
    assert said == ["INSERT", "UPDATE"]
    (found,) = page(database, child).scored
    assert (found.answers["item_1"], "item_2" in found.answers, found.row_version) == (2, False, 2)
    assert [row[0] for row in audit_of(database)][-2:] == [
        "entered or used a strengths and difficulties questionnaire"
    ] * 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"version": ""}, "Form is missing"),
        ({"version": "self_11_17", "completed_on": date(2020, 6, 1)}, "self-report is for 11 to 17. Amara was 6 on 01-Jun-2020"),
        ({"completed_on": None}, "Date is missing"),
        ({"completed_on": date(2014, 4, 30)}, "Date must be after Amara was born, 01-May-2014"),
        ({"completed_on": date(2026, 3, 5)}, "today or in the past"),
        ({"completed_by": " "}, "Filled in by is missing"),
        ({"answers": FULL | {"item_4": 7}}, "Item 4 must be between 0 and 2, not 7"),
        ({"questionnaire_id": 99, "seen_version": 1}, "no longer on record"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_sentence_and_kept_as_a_part_all_the_same(
    database, child, wrong, words
):
    with pytest.raises(UserError, match=words):
        write(database, sdq.save_items, child, **{**FORM, "answers": FULL, **wrong})
    assert page(database, child).scored == ()
    if words not in ("Form is missing", "Date is missing", "no longer on record") and "answers" not in wrong:
        write(database, sdq.save_part, child, **{**FORM, "answers": FULL, **wrong})
        assert page(database, child).parts[0].answers == FULL


def test_a_part_needs_form_and_date_and_no_more(database, child):
    for wrong in ({"version": "none"}, {"completed_on": None}):
        with pytest.raises(UserError, match="is missing"):
            write(database, sdq.save_part, child, **FORM | wrong, answers=FULL)
    write(database, sdq.save_part, child, **FORM, answers={})
    assert len(page(database, child).parts) == 1


def test_a_follow_up_keeps_its_two_questions_and_stands_beside_the_first_of_that_day(database, child):
    write(database, sdq.save_items, child, **FORM, answers=FULL)
    asked = FULL | {"change_since": 4, "helped": 0}
    made = write(database, sdq.save_items, child, **FORM, answers=asked, is_follow_up=True).made_id
    found = page(database, child).scored
    assert [(one.id == made, one.is_follow_up, one.answers) for one in found] == [
        (True, True, asked), (False, False, FULL),
    ]  # fmt: skip


def test_too_few_answers_are_scored_only_when_the_person_says_so(database, child):
    few = {name: raw for name, raw in FULL.items() if name not in ("item_3", "item_8", "item_13")}
    with pytest.raises(NotEnoughAnswers, match="Emotional has 2 of 5 answers. It needs 3 to be scored"):
        write(database, sdq.save_items, child, **FORM, answers=few)
    write(database, sdq.save_items, child, **FORM, answers=few, though_incomplete=True)
    scores = page(database, child).scored[0].scores
    assert (scores.emotional, scores.total, scores.conduct) == (None, None, 5)


def test_the_same_form_of_the_same_day_is_offered_instead(database, child):
    made = write(database, sdq.save_items, child, **FORM, answers=FULL).made_id
    with pytest.raises(AlreadyThere, match="total 20, is there already") as refused:
        write(database, sdq.save_items, child, **FORM | {"completed_by": "l hunt"}, answers=FULL)
    assert refused.value.questionnaire_id == made
    with pytest.raises(AlreadyThere):
        write(database, sdq.save_scores, child, **FORM, total=12, source="Report")
    write(database, sdq.save_items, child, **FORM | {"version": "teacher_4_17"}, answers=FULL)
    write(database, sdq.in_error, made, because="Wrong child", seen_version=1)
    write(database, sdq.save_items, child, **FORM, answers=FULL)
    assert [one.version for one in page(database, child).scored] == ["parent_4_17", "teacher_4_17"]


def test_scores_of_a_licensed_report_name_it(database, child):
    with pytest.raises(UserError, match="Source is missing"):
        write(database, sdq.save_scores, child, **FORM, total=14, source=" ")
    scales = {"emotional": 4, "conduct": 2, "hyperactivity": 6, "peer": 3}
    with pytest.raises(UserError, match="is 15, not 16"):
        write(database, sdq.save_scores, child, **FORM, scores=scales, total=16, source="Report")
    made = write(
        database, sdq.save_scores, child, **FORM, scores=scales | {"impact": 2}, total=15, source="Scored report",
        licence_note="Team licence",
    ).made_id  # fmt: skip
    early = FORM | {"completed_on": date(2025, 3, 4)}
    write(database, sdq.save_scores, child, **early, total=17, source="Council's letter")
    new, old = page(database, child).scored
    assert (new.id, new.entry, new.scores.total, new.scores.impact, new.source, new.licence_note, new.answers) == (
        made, "scales", 15, 2, "Scored report", "Team licence", {},
    )  # fmt: skip
    assert (old.entry, old.scores.total, old.scores.emotional) == ("total", 17, None)


def test_it_is_used_shared_and_followed_by_a_step(database, child):
    made = write(database, sdq.save_items, child, **FORM, answers=FULL).made_id
    write(database, sdq.say, made, means=" Settled ", own_words="Better", seen_version=1)
    write(database, sdq.say, made, child_thinks="That's right", seen_version=2)
    write(database, sdq.choose_sharing, made, shared="yes", seen_version=3)
    with pytest.raises(UserError, match="Enter why nothing is needed"):
        write(database, sdq.next_step, made, step="nothing", seen_version=4)
    with pytest.raises(UserError, match="choose one"):
        write(database, sdq.next_step, made, step="", seen_version=4)
    with pytest.raises(NotFound, match="plan item is not in this record"):
        write(database, sdq.next_step, made, step="plan_item", need_id=5, seen_version=4)
    with pytest.raises(UserError, match="yes or no"):
        write(database, sdq.choose_sharing, made, shared="perhaps", seen_version=4)
    write(database, sdq.next_step, made, step="nothing", words="Seen by CAMHS already", seen_version=4)
    (found,) = page(database, child).scored
    assert (found.means, found.child_thinks, found.own_words) == ("Settled", "That's right", "Better")
    assert (found.is_used, found.shared_with_child, found.next_step, found.next_step_words) == (
        True, "yes", "nothing", "Seen by CAMHS already",
    )  # fmt: skip
    with pytest.raises(RecordChanged):
        write(database, sdq.say, made, means="Later", seen_version=4)
    with pytest.raises(UserError, match="reason"):
        write(database, sdq.in_error, made, because="", seen_version=5)
    write(database, sdq.in_error, made, because="Twice", seen_version=5)
    assert page(database, child).scored == ()
    with pytest.raises(NotFound, match="no longer on record"):
        write(database, sdq.say, made, means="Later", seen_version=6)


def test_why_there_is_none_is_kept_and_taken_out(database, child):
    with pytest.raises(UserError, match="does not fit"):
        write(database, sdq.record_not_done, child, asked_on=TODAY, reason="SDQ1")
    with pytest.raises(UserError, match="Asked on must be today or in the past"):
        write(database, sdq.record_not_done, child, asked_on=date(2026, 3, 5), reason="SDQ2")
    made = write(database, sdq.record_not_done, child, asked_on=TODAY, reason="SDQ4", words="Moved").made_id
    (found,) = page(database, child).not_done
    assert (found.id, found.reason, found.words, found.recorded_by) == (made, "SDQ4", "Moved", "Grace Mensah")
    write(database, sdq.not_done_in_error, made, because="It was done", seen_version=1)
    assert page(database, child).not_done == ()


def test_the_page_knows_the_usual_form_and_who_fills_it_in(database, child):
    shown = page(database, child)
    assert (shown.called, shown.age, shown.usual.key, shown.usual_by) == ("Amara", 11, "parent_4_17", "")
    assert shown.next_due.words == "Due: no carer's SDQ yet"
    carer = contacts.ContactDetails("carer", full_name="Lena Hunt", role="Foster carer")
    write(database, contacts.add_contact, child, carer, today=TODAY)
    write(database, sdq.save_items, child, **FORM, answers=FULL)
    shown = page(database, child)
    assert (shown.usual_by, shown.next_due.on) == ("Lena Hunt, Foster carer", date(2027, 3, 4))


def test_another_childs_is_not_changed_through_this_record_nor_by_who_may_not(database, child):
    made = write(database, sdq.save_items, child, **FORM, answers=FULL).made_id
    other = a_child(database, "100002", born=date(2014, 5, 1), family_name="Noise")
    with pytest.raises(NotFound, match="not in this record"):
        write(database, sdq.save_items, other, **FORM, answers=FULL, questionnaire_id=made, seen_version=1)
    with pytest.raises(NotAllowed):
        page(database, child, by=TOM)
    with pytest.raises(NotAllowed):
        write(database, sdq.save_part, child, by=TOM, **FORM, answers=FULL)
    write(database, sdq.say, made, by=NADIA, means="Settled", seen_version=1)
